"""The figure of calibration: at each horizon observed risk against predicted, with the numbers beside it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.sheet import (
    LINE,
    READABLE,
    SAMPLE,
    WIDTH,
    Sheet,
    moved_aside,
    point_style,
    text_width,
    wrapped,
)
from analysis.figures.style import Look, look, new_figure, settings
from analysis.figures.wording import MARGIN, UNDER_AXIS, Wording, title_lines, wording_for, write_lines
from analysis.tables.columns import ALL
from analysis.tables.format import bracketed

SIDE = 2.25
"""The side of each plot, a square, in inches."""

NEARLY_SAME = 0.03
"""Points whose predictions differ by no more stand side by side, so that no interval hides another."""
APART = 4.0
"""How far apart such points stand, in points of print; their values are those of the frame."""

_AXIS = 0.58
_GAP, _HEAD_ROOM = 0.14, 0.8
_NUMBERS = MARGIN + _AXIS + SIDE + 2 * _GAP
"""Where the numbers of a horizon begin, from the left edge."""
_COUNTED = {"n": "n", "events": "events"}


@dataclass(frozen=True)
class _Band:
    """One point with its interval, and its texts."""

    look: Look
    label: list[str]
    cells: tuple[str, ...]
    predicted: float
    observed: float
    low: float
    high: float

    @property
    def is_drawn(self) -> bool:
        return math.isfinite(self.predicted) and math.isfinite(self.observed)


def draw_calibration(
    bands: pd.DataFrame,
    *,
    unit: str,
    lang: str = "en",
    title: str | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
    digits: int = 2,
    level: float = 0.95,
) -> Figure:
    """Draw observed against predicted risk, one plot a horizon, with n, events and both risks at the right.

    bands: `ObservedExpected.frame`, or any with the columns band, horizon, n, events, predicted, observed,
    conf_low and conf_high (of observed); a band has the same sign at all horizons. unit: of the horizons.
    labels: what bands are called. A band of which nothing is predicted, or whose observed risk is not
    estimable, has no point, and the numbers say so. Nothing is computed.
    """
    names = [str(name) for name in bands["band"].unique()]
    wording = wording_for([title or "", *names, *labels.values()], lang=lang, unit=unit, level=level)
    named = {ALL: wording.word("all"), **labels}
    looks = {name: look(position) for position, name in enumerate(names)}
    heads = _heads(wording)
    panels = {
        horizon: _with_labels(
            bands[bands["horizon"] == horizon].to_dict("records"), looks, named, digits, heads, wording
        )
        for horizon in sorted(map(float, bands["horizon"].unique()))
    }
    with settings():
        return _draw(panels, heads, title, wording)


def _heads(wording: Wording) -> list[list[str]]:
    heads = [wording.word(key) for key in (*_COUNTED.values(), "predicted", "observed")]
    lines = [wrapped(head, _HEAD_ROOM, wording.fonts, bold=True) for head in heads]
    return [*lines[:-1], [*lines[-1], bracketed("", wording.interval_name, wording.style).strip()]]


def _with_labels(
    rows: Sequence[Mapping[Any, Any]],
    looks: Mapping[str, Look],
    named: Mapping[str, str],
    digits: int,
    heads: Sequence[list[str]],
    wording: Wording,
) -> list[_Band]:
    """Return the bands of a horizon; numbers stand on the last line of a label, or below where it is long."""
    fonts = wording.fonts
    cells = [_cells(row, digits, wording) for row in rows]
    room = WIDTH - _NUMBERS - SAMPLE - MARGIN
    free = room - sum(width + _GAP for width in _widths(cells, heads, wording))
    found = []
    for row, texts in zip(rows, cells, strict=True):
        name = str(row["band"])
        lines = wrapped(fonts.drawable(named.get(name, name)), READABLE * room, fonts)
        lines += [""] if text_width(lines[-1], fonts) > READABLE * free else []
        values = (float(row[key]) for key in ("predicted", "observed", "conf_low", "conf_high"))
        found.append(_Band(looks[name], lines, texts, *values))
    return found


def _cells(row: Mapping[Any, Any], digits: int, wording: Wording) -> tuple[str, ...]:
    predicted, observed = float(row["predicted"]), float(row["observed"])
    found = wording.estimate(observed, digits)
    if not math.isnan(observed):
        between = wording.interval(float(row["conf_low"]), float(row["conf_high"]), digits)
        found = bracketed(found, between, wording.style)
    told = wording.word("not_predicted") if math.isnan(predicted) else wording.estimate(predicted, digits)
    return (*(str(int(row[name])) for name in _COUNTED), told, found)


def _widths(cells: Sequence[tuple[str, ...]], heads: Sequence[list[str]], wording: Wording) -> list[float]:
    return [
        max(
            *(text_width(line, wording.fonts, bold=True) for line in head),
            *(text_width(row[k], wording.fonts) for row in cells),
        )
        for k, head in enumerate(heads)
    ]


def _draw(
    panels: Mapping[float, list[_Band]], heads: Sequence[list[str]], title: str | None, wording: Wording
) -> Figure:
    """Lay the sheet out: for each horizon its name, the plot at the left and the numbers at the right."""
    room = READABLE * (WIDTH - 2 * MARGIN)
    titles = title_lines(title, room, wording)
    signs = wrapped(_signs(wording), room, wording.fonts)
    deep = max(map(len, heads))
    heights = [
        max(SIDE + UNDER_AXIS, LINE * (deep + 1 + sum(len(band.label) for band in bands))) + 1.5 * LINE
        for bands in panels.values()
    ]
    above = MARGIN + LINE * 1.3 * len(titles)
    height = above + sum(heights) + MARGIN * len(heights) + LINE * len(signs) + MARGIN
    sheet = Sheet(new_figure(WIDTH, height), wording.fonts)
    write_lines(sheet, MARGIN, MARGIN + LINE / 2, titles, fontweight="bold")
    y = above
    for (horizon, bands), tall in zip(panels.items(), heights, strict=True):
        heading = wording.word("horizon_at", time=wording.time(horizon), unit=wording.unit_word)
        sheet.write(MARGIN, y + LINE / 2, heading, fontweight="bold")
        top = y + 1.5 * LINE
        axes = sheet.axes(MARGIN + _AXIS, top, MARGIN + _AXIS + SIDE, top + SIDE)
        _draw_points(axes, bands)
        _draw_axes(axes, wording)
        _write_numbers(sheet, top, bands, heads, wording)
        y += tall + MARGIN
    write_lines(sheet, MARGIN, y + LINE / 2, signs, color="0.25")
    return sheet.figure


def _signs(wording: Wording) -> str:
    bar = wording.word("figure_bar", interval=wording.interval_name)
    return wording.joined([wording.word("figure_identity"), bar, wording.word("figure_beside")])


def _draw_points(axes: Axes, bands: Sequence[_Band]) -> None:
    axes.plot([0, 1], [0, 1], color="0.35", linestyle=(0, (3, 3)), linewidth=0.9, zorder=1)
    drawn = [band for band in bands if band.is_drawn]
    for band, aside in zip(drawn, _asides([band.predicted for band in drawn]), strict=True):
        place = moved_aside(axes.transData, axes.figure, aside)
        line: dict[str, Any] = {"color": band.look.colour, "transform": place, "clip_on": False}
        if math.isfinite(band.low) and math.isfinite(band.high):
            axes.plot([band.predicted] * 2, [band.low, band.high], linewidth=1.3, **line, zorder=2)
        point = {**line, **point_style(band.look)}
        axes.plot([band.predicted], [band.observed], linestyle="none", **point, zorder=3)


def _asides(places: Sequence[float]) -> list[float]:
    """Return how far each point is moved aside, so that points of nearly the same place stand in a row."""
    order = sorted(range(len(places)), key=lambda k: places[k])
    runs: list[list[int]] = []
    for k in order:
        if runs and places[k] - places[runs[-1][-1]] <= NEARLY_SAME:
            runs[-1].append(k)
        else:
            runs.append([k])
    moved = {k: APART * (rank - (len(run) - 1) / 2) for run in runs for rank, k in enumerate(run)}
    return [moved[k] for k in range(len(places))]


def _draw_axes(axes: Axes, wording: Wording) -> None:
    axes.set_xlim(-0.04, 1.04)
    axes.set_ylim(-0.04, 1.04)
    wording.mark_shares(axes, x=True)
    wording.name_axes(axes, wording.word("predicted_risk"), wording.word("observed_risk"))


def _write_numbers(
    sheet: Sheet, top: float, bands: Sequence[_Band], heads: Sequence[list[str]], wording: Wording
) -> None:
    """Write the sign, name and numbers of each band at the right of the plot."""
    widths = _widths([band.cells for band in bands], heads, wording)
    rights = [
        WIDTH - MARGIN - sum(widths[k + 1 :]) - _GAP * (len(widths) - 1 - k) for k in range(len(widths))
    ]
    y = top + LINE * max(map(len, heads))
    for head, right in zip(heads, rights, strict=True):
        sheet.write(right, y, "\n".join(head), ha="right", va="bottom", fontweight="bold")
    y += 0.4 * LINE
    for band in bands:
        if band.is_drawn:
            sheet.point(_NUMBERS, y, band.look)
        sheet.write(_NUMBERS + SAMPLE, y, "\n".join(band.label).rstrip())
        y += LINE * len(band.label)
        for cell, right in zip(band.cells, rights, strict=True):
            sheet.write(right, y - LINE, cell, ha="right")
