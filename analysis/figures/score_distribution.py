"""The picture of a score: a bar for every total, in groups by band, and one for those without a band."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.dictionary import Dictionary
from analysis.figures.sheet import LINE, POINTS, READABLE, SAMPLE, WIDTH, Sheet, text_width, wrapped
from analysis.figures.style import Fonts, fonts_for, new_figure, settings
from analysis.scores.definition import HIGHER_IS_WORSE, Band
from analysis.tables.format import STYLES, Style, count_percent
from analysis.tables.score_distribution import (
    BAND,
    OPEN,
    TOTAL,
    Distribution,
    ranks_only,
    runs_of_totals,
)
from analysis.tables.score_labels import band_label, total_label
from analysis.tables.words import word

PLOT_HEIGHT = 2.7

SHADES = "cividis"
"""Bands run from its light end to its dark one, the worse the darker: the order is seen in grey print and
in every kind of colour blindness, and no two neighbours are alike."""

_MARGIN = 0.12
_LEFT = 0.95
_GAP = 0.7
"""Between two groups of bars, in bars."""
_BAR = 0.8
_UNKNOWN = {"facecolor": "white", "edgecolor": "0.35", "hatch": "////", "linewidth": 0.8}


@dataclass(frozen=True)
class _Bar:
    """A bar: where it stands, how many it shows, what is written under it, and how it is filled."""

    place: float
    n: int
    label: str
    fill: dict[str, Any]


@dataclass(frozen=True)
class _Key:
    """A line of the key: how its bars are filled, and its text."""

    fill: dict[str, Any] | None
    text: str


def draw_score_distribution(
    found: Distribution, dictionary: Dictionary, *, lang: str = "en", notice: str = ""
) -> Figure:
    """Draw how a score is distributed: its totals as bars with their counts, in groups by band.

    Bands are shaded by severity and named in the key below with n (%) of those whose band is certain. A bar
    "?" in a band is of those whose total is a range within it; the hatched bar at the end is of those whose
    band is not known. Totals for which no band is printed are white. notice: what no reader may miss, such as
    that the patients are not real. Nothing is counted here. Letters that no installed font holds become "?".
    """
    score = found.score
    names = (band_label(score, band, dictionary, STYLES[lang]) for band in score.bands)
    fonts = fonts_for([word("score_total", lang), score.title, score.source, notice, *names])
    style = STYLES[lang]
    below = [word("score_source", style.lang).format(source=score.source), *([notice] if notice else [])]
    bars, keys = [*_bars(found)], [*_keys(found, dictionary, style)]
    with settings():
        return _draw(found, bars, keys, below, style, fonts)


def _bars(found: Distribution) -> Iterator[_Bar]:
    place = 0.0
    runs = [*runs_of_totals(found.score)]
    # Grades are bars of their own; a gap between each two would say nothing
    gap = _GAP if any(len(totals) > 1 for _, totals in runs) else 0.0
    for band, totals in runs:
        fill, name = _fill(found, band), band.name if band else None
        for total in totals:
            n = found.counts[TOTAL, name, str(total)]
            yield _Bar(place, n, total_label(found.score, total), fill)
            place += 1
        if n := found.counts.get((OPEN, name, None), 0):
            yield _Bar(place, n, "?", fill)
            place += 1
        place += gap
    if found.open:
        yield _Bar(place + (_GAP if not gap else 0), found.open, "?", _UNKNOWN)


def _fill(found: Distribution, band: Band | None) -> dict[str, Any]:
    """Return how a band's bars are filled: darker, the worse it is; white, where no band is printed."""
    if band is None:
        return {"facecolor": "white", "edgecolor": "black", "linewidth": 0.8}
    rank = found.score.bands.index(band)
    worse = rank if found.score.direction == HIGHER_IS_WORSE else len(found.score.bands) - 1 - rank
    shade = 0.92 - 0.92 * worse / max(len(found.score.bands) - 1, 1)
    return {"facecolor": mpl.colormaps[SHADES](shade), "edgecolor": "black", "linewidth": 0.4}


def _keys(found: Distribution, dictionary: Dictionary, style: Style) -> Iterator[_Key]:
    counts = found.counts
    for band in found.score.bands:
        if (BAND, band.name, None) in counts:
            known = count_percent(counts[BAND, band.name, None], found.banded, style)
            yield _Key(_fill(found, band), f"{band_label(found.score, band, dictionary, style)}   {known}")
    for (part, band_name, total), n in counts.items():
        if part == TOTAL and band_name is None:
            text = word("total_in_no_band", style.lang).format(total=total)
            yield _Key(_fill(found, None), f"{text}   n = {n}")
    if any(n for (part, *_), n in counts.items() if part == OPEN):
        yield _Key(None, word("figure_open", style.lang))
    if found.open:
        unknown = "grade_unknown" if found.score.graded else "band_unknown"
        yield _Key(_UNKNOWN, f"{word(unknown, style.lang)}   n = {found.open}")


def _draw(
    found: Distribution,
    bars: Sequence[_Bar],
    keys: Sequence[_Key],
    below: Sequence[str],
    style: Style,
    fonts: Fonts,
) -> Figure:
    """Lay the sheet out: title and n, bars, key, and below it the source and the notice."""
    room = READABLE * (WIDTH - _LEFT - _MARGIN)
    slot = (WIDTH - _LEFT - _MARGIN) / (bars[-1].place + 1)
    titles = wrapped(fonts.drawable(found.score.title), room, fonts, bold=True)
    labels = [wrapped(fonts.drawable(bar.label), READABLE * slot, fonts) for bar in bars]
    lines = [wrapped(fonts.drawable(key.text), room - SAMPLE, fonts) for key in keys]
    sources = [line for text in below for line in wrapped(fonts.drawable(text), room, fonts)]
    top = LINE * (1.3 * len(titles) + 1) + 2 * _MARGIN
    bottom = top + PLOT_HEIGHT
    first_key = bottom + LINE * (max(map(len, labels)) + 1.5) + _MARGIN
    height = first_key + LINE * (sum(map(len, lines)) + len(sources)) + 2 * _MARGIN
    sheet = Sheet(new_figure(WIDTH, height), fonts)
    sheet.write(_LEFT, _MARGIN + LINE / 2, "\n".join(titles), fontweight="bold")
    of_all = f"{word(found.of, style.lang)}, n = {found.n}"
    sheet.write(_LEFT, _MARGIN + LINE * (1.3 * len(titles) + 0.5), of_all, color="0.25")
    axes = sheet.axes(_LEFT, top, WIDTH - _MARGIN, bottom)
    _draw_bars(axes, bars, slot, fonts)
    _draw_axes(axes, bars, labels, fonts, found, style)
    y = _write_keys(sheet, first_key + LINE / 2, keys, lines)
    sheet.write(_LEFT, y + _MARGIN, "\n".join(sources), color="0.25")
    return sheet.figure


def _draw_bars(axes: Axes, bars: Sequence[_Bar], slot: float, fonts: Fonts) -> None:
    highest = max((bar.n for bar in bars), default=0) or 1
    widest = max(text_width(str(bar.n), fonts) for bar in bars)
    upright = widest > READABLE * slot
    # Room above the highest bar for its count, lying or standing
    room = (widest if upright else LINE) + 0.12
    axes.set_ylim(0, highest / (1 - room / PLOT_HEIGHT))
    axes.set_xlim(-0.5, bars[-1].place + 0.5)
    for bar in bars:
        axes.add_patch(Rectangle((bar.place - _BAR / 2, 0), _BAR, bar.n, **bar.fill))
        axes.annotate(
            str(bar.n),
            (bar.place, bar.n),
            (0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            rotation=90 if upright else 0,
            family=fonts.families,
            fontsize=POINTS,
        )


def _draw_axes(
    axes: Axes,
    bars: Sequence[_Bar],
    labels: Sequence[list[str]],
    fonts: Fonts,
    found: Distribution,
    style: Style,
) -> None:
    text: dict[str, Any] = {"family": fonts.families, "fontsize": POINTS}
    axes.set_xticks([bar.place for bar in bars], ["\n".join(lines) for lines in labels], **text)
    axes.tick_params(axis="x", length=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    axes.tick_params(axis="y", labelsize=POINTS)
    across = "score_grade" if ranks_only(found.score) else "score_total"
    axes.set_xlabel(word(across, style.lang), **text)
    axes.set_ylabel(word(found.of, style.lang), **text)
    axes.spines[["top", "right"]].set_visible(False)


def _write_keys(sheet: Sheet, y: float, keys: Sequence[_Key], lines: Sequence[list[str]]) -> float:
    """Write the key line by line, and return where the next text may stand."""
    for key, text in zip(keys, lines, strict=True):
        if key.fill is not None:
            sheet.box(_LEFT, y, **key.fill)
        sheet.write(_LEFT + SAMPLE, y, "\n".join(text))
        y += LINE * len(text)
    return y
