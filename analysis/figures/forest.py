"""The forest plot: estimates with their intervals, one below the other, and their numbers at the right."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, NullLocator

from analysis.figures.forest_axis import LINEAR, ForestAxis, Limits, forest_axis
from analysis.figures.sheet import LINE, SAMPLE, WIDTH, Sheet, point_style, text_width, wrapped
from analysis.figures.style import look, new_figure, settings
from analysis.figures.wording import MARGIN, UNDER_AXIS, Wording, title_lines, wording_for, write_lines

OWN = look(0)._replace(marker="s")
PUBLISHED = look(1)._replace(marker="D", face="white")
"""The estimate is a filled square, what was published a hollow diamond: they differ in grey print too."""

_LABEL_ROOM, _HEAD_ROOM, _GAP = 2.0, 0.85, 0.18
_BETWEEN_ROWS = 0.05
_OPTIONAL: dict[str, Any] = {"section": "", "published": np.nan, "is_reference": False}


@dataclass(frozen=True)
class _Row:
    """Lines of a label with the texts of its columns, and what is drawn; a heading has neither."""

    lines: list[str]
    cells: tuple[str, ...] = ()
    estimate: float = math.nan
    low: float = math.nan
    high: float = math.nan
    published: float = math.nan

    @property
    def is_heading(self) -> bool:
        return not self.cells

    @property
    def height(self) -> float:
        return LINE * len(self.lines) + _BETWEEN_ROWS


@dataclass(frozen=True)
class _Columns:
    """The headings of the columns of numbers, how many stand before the plot, and all their right edges."""

    heads: list[list[str]]
    rights: list[float]
    left: float
    right: float
    """The edges of the plot."""


def draw_forest(
    rows: pd.DataFrame,
    *,
    measure: str,
    scale: str = LINEAR,
    no_effect: float | None = None,
    limits: Limits = (None, None),
    counts: Mapping[str, str] = MappingProxyType({}),
    digits: int = 2,
    lang: str = "en",
    title: str | None = None,
    level: float = 0.95,
) -> Figure:
    """Draw estimates as squares on their intervals, with counts at the left and the numbers at the right.

    rows: one row an estimate, in order, with the columns label, estimate, conf_low and conf_high, and where
    there are any section (rows of the same one stand under it as a heading), published (what others found, a
    hollow diamond), is_reference (a reference level, which has no interval) and the columns of `counts`
    (column → heading), such as n and events. measure: the name of the axis. scale: "linear" or "log".
    no_effect: where a line is drawn, such as 1 for hazard ratios. limits: beyond which the axis never goes,
    such as (0, 1) for proportions. An interval that goes on beyond the axis ends in an arrow. A missing
    estimate is written as "not estimable", and a limit without end as ∞. Nothing is computed.
    """
    frame = rows.assign(**{name: value for name, value in _OPTIONAL.items() if name not in rows})
    texts = [measure, title or "", *map(str, frame["label"]), *map(str, frame["section"]), *counts.values()]
    wording = wording_for(texts, lang=lang, level=level)
    has_published = bool(frame["published"].notna().any())
    heads = [*counts.values(), measure, wording.interval_name]
    heads += [wording.word("published")] if has_published else []
    found = [*_rows(frame, [*counts], digits, has_published, wording)]
    axis = forest_axis(
        [value for row in found for value in (row.estimate, row.published)],
        [value for row in found for value in (row.low, row.high)],
        scale=scale,
        no_effect=no_effect,
        limits=limits,
    )
    with settings():
        return _draw(found, [*map(wording.fonts.drawable, heads)], len(counts), axis, title, wording)


def hazard_ratio_rows(frame: pd.DataFrame, labels: Mapping[str, str] = MappingProxyType({})) -> pd.DataFrame:
    """Return the frame of a Cox model as rows of a forest: levels under their variable, a number by its name.

    frame: `CoxModel.frame`. labels: what variables and terms ("sex: male") are called; a level without one
    is called as it is.
    """
    is_level = [isinstance(level, str) and level != "" for level in frame["level"]]
    named = [labels.get(name, name) for name in frame["variable"]]
    own = np.where(is_level, frame["level"], named)
    label = [labels.get(term, name) for term, name in zip(frame["term"], own, strict=True)]
    return frame.assign(label=label, section=np.where(is_level, named, ""))


def published_rows(
    frame: pd.DataFrame, labels: Mapping[str, str] = MappingProxyType({}), *, lang: str = "en"
) -> pd.DataFrame:
    """Return findings of one kind as rows of a forest: bands under the source that printed them.

    frame: the rows of one kind of `beside_published`, such as medians. labels: what bands, readings and
    sources are called. Beside the band stand the horizon and the reading, where there are any. A missing
    upper limit above a known lower one is without end: a median whose limit was not reached.
    """
    wording = wording_for([], lang=lang)
    named = {"all": wording.word("all"), **labels}
    months = [
        f"{wording.mark(round(m, 2))} {wording.word('months')}" if m == m else "" for m in frame["months"]
    ]
    parts = zip(frame["band"], months, frame["reading"], strict=True)
    label = [", ".join(named.get(part, part) for part in several if part) for several in parts]
    is_open = frame["conf_high"].isna() & frame["conf_low"].notna()
    section = [labels.get(source, source) for source in frame["source"]]
    return frame.assign(label=label, section=section, conf_high=frame["conf_high"].mask(is_open, np.inf))


def _rows(
    frame: pd.DataFrame, counts: Sequence[str], digits: int, has_published: bool, wording: Wording
) -> Iterator[_Row]:
    fonts, section = wording.fonts, ""
    for line in frame.to_dict("records"):
        if line["section"] and line["section"] != section:
            yield _Row(wrapped(fonts.drawable(str(line["section"])), _LABEL_ROOM, fonts, bold=True))
        section = line["section"]
        label = wrapped(fonts.drawable(str(line["label"])), _LABEL_ROOM, fonts)
        values = [float(line[name]) for name in ("estimate", "conf_low", "conf_high", "published")]
        cells = [str(int(line[name])) for name in counts]
        cells += _numbers(values, digits, bool(line["is_reference"]), wording)
        yield _Row(label, tuple(cells[: len(counts) + 2 + has_published]), *values)


def _numbers(values: Sequence[float], digits: int, is_reference: bool, wording: Wording) -> list[str]:
    """Return estimate, interval and what was published as texts; what is missing is said between."""
    estimate, low, high, published = values
    told = ["" if math.isnan(value) else wording.estimate(value, digits) for value in (estimate, published)]
    if is_reference:
        return [told[0], wording.word("reference_level"), told[1]]
    between = wording.word("not_estimable") if math.isnan(estimate) else wording.interval(low, high, digits)
    return [told[0], between, told[1]]


def _draw(
    rows: Sequence[_Row],
    heads: Sequence[str],
    n_counts: int,
    axis: ForestAxis,
    title: str | None,
    wording: Wording,
) -> Figure:
    """Lay the sheet out: names of the columns, labels, counts, plot and numbers, and the key below."""
    columns = _columns(rows, heads, n_counts, wording)
    room = WIDTH - 2 * MARGIN
    titles = title_lines(title, room, wording)
    name = wrapped(heads[n_counts], columns.right - columns.left, wording.fonts)
    signs = wrapped(_signs(rows, axis, wording), room, wording.fonts)
    has_published = len(heads) > n_counts + 2
    above = MARGIN + LINE * (1.3 * len(titles) + max(map(len, columns.heads)) + 0.5)
    body = sum(row.height for row in rows)
    under = above + body + UNDER_AXIS + LINE * (len(name) - 1)
    height = under + LINE * (len(signs) + has_published) + MARGIN
    sheet = Sheet(new_figure(WIDTH, height), wording.fonts)
    write_lines(sheet, MARGIN, MARGIN + LINE / 2, titles, fontweight="bold")
    _write_rows(sheet, above, rows, columns)
    axes = sheet.axes(columns.left, above, columns.right, above + body)
    for row, below in zip(rows, accumulate(row.height for row in rows), strict=True):
        if not row.is_heading:
            # Beside the first line of the label
            _draw_row(axes, row, below - row.height + (LINE + _BETWEEN_ROWS) / 2, axis)
    _draw_axis(axes, axis, body, "\n".join(name), wording)
    y = under + LINE / 2
    if has_published:
        y = _write_key(sheet, y, wording)
    write_lines(sheet, MARGIN, y, signs, color="0.25")
    return sheet.figure


def _columns(rows: Sequence[_Row], heads: Sequence[str], n_counts: int, wording: Wording) -> _Columns:
    fonts = wording.fonts
    lines = [wrapped(head, _HEAD_ROOM, fonts, bold=True) for head in heads]
    widths = [
        max(
            *(text_width(line, fonts, bold=True) for line in head),
            *(text_width(row.cells[k], fonts) for row in rows if row.cells),
        )
        for k, head in enumerate(lines)
    ]
    widest = max(text_width(line, fonts, bold=row.is_heading) for row in rows for line in row.lines)
    before, after = widths[:n_counts], widths[n_counts:]
    rights = [*accumulate([MARGIN + widest, *before], lambda edge, width: edge + _GAP + width)][1:]
    left = (rights[-1] if rights else MARGIN + widest) + _GAP
    backward = [*accumulate([WIDTH - MARGIN, *after[::-1]], lambda edge, width: edge - _GAP - width)]
    return _Columns(lines, [*rights, *backward[:-1][::-1]], left, backward[-1])


def _write_rows(sheet: Sheet, top: float, rows: Sequence[_Row], columns: _Columns) -> None:
    for head, right in zip(columns.heads, columns.rights, strict=True):
        # Headings end on the same line
        sheet.write(right, top, "\n".join(head), ha="right", va="bottom", fontweight="bold")
    for row in rows:
        y = top + (LINE + _BETWEEN_ROWS) / 2
        sheet.write(MARGIN, y, "\n".join(row.lines), fontweight="bold" if row.is_heading else "normal")
        for cell, right in zip(row.cells, columns.rights, strict=False):
            sheet.write(right, y, cell, ha="right")
        top += row.height


def _draw_row(axes: Axes, row: _Row, y: float, axis: ForestAxis) -> None:
    """Draw an interval, with an arrow where it goes on beyond the axis, and the points on it."""
    line: dict[str, Any] = {"color": OWN.colour, "clip_on": False, "zorder": 2}
    if not math.isnan(row.low) and not math.isnan(row.high):
        ends = np.clip([row.low, row.high], axis.low, axis.high)
        axes.plot(ends, [y, y], linewidth=1.4, solid_capstyle="butt", **line)
        for end, known, arrow in zip(ends, (row.low, row.high), "<>", strict=True):
            if known != end:
                axes.plot([end], [y], marker=arrow, markersize=6, **line)
    for value, drawn in ((row.estimate, OWN), (row.published, PUBLISHED)):
        if axis.holds(value):
            axes.plot([value], [y], linestyle="none", **point_style(drawn), clip_on=False, zorder=3)


def _draw_axis(axes: Axes, axis: ForestAxis, body: float, name: str, wording: Wording) -> None:
    axes.set_xscale(axis.scale)
    axes.set_xlim(axis.low, axis.high)
    axes.set_ylim(body, 0)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xticks(axis.marks, [wording.mark(mark) for mark in axis.marks], **wording.text)
    axes.set_yticks([])
    axes.set_xlabel(name, **wording.text)
    axes.spines[["top", "right", "left"]].set_visible(False)
    if axis.no_effect is not None:
        axes.axvline(axis.no_effect, color="0.35", linestyle=(0, (3, 3)), linewidth=0.9, zorder=1)


def _signs(rows: Sequence[_Row], axis: ForestAxis, wording: Wording) -> str:
    """Say what lines are, and what arrows are where there are any."""
    signs = wording.word("figure_bar", interval=wording.interval_name)
    beyond = any(row.low < axis.low or row.high > axis.high for row in rows)
    return wording.joined([signs, *([wording.word("figure_arrow")] if beyond else [])])


def _write_key(sheet: Sheet, y: float, wording: Wording) -> float:
    x = MARGIN
    for key, drawn in (("own_estimate", OWN), ("published", PUBLISHED)):
        sheet.point(x, y, drawn)
        sheet.write(x + SAMPLE, y, wording.word(key))
        x += SAMPLE + text_width(wording.word(key), wording.fonts) + 2 * _GAP
    return y + LINE
