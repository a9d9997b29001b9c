"""The figure of a score against the outcome: at each value the observed risk, and what became of whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.errors import DataError
from analysis.figures.sheet import (
    LINE,
    POINTS,
    READABLE,
    SAMPLE,
    WIDTH,
    Sheet,
    point_style,
    text_width,
    wrapped,
)
from analysis.figures.style import look, new_figure, settings
from analysis.figures.wording import MARGIN, UNDER_AXIS, Wording, title_lines, wording_for, write_lines
from analysis.tables.columns import ALL

RISK_HEIGHT, COUNT_HEIGHT = 1.9, 1.7

FILLS: Mapping[str, dict[str, Any]] = {
    "n_event": {"facecolor": "#0B3C5D", "edgecolor": "black", "linewidth": 0.4},
    "n_alive": {"facecolor": "#F2C14E", "edgecolor": "black", "linewidth": 0.4},
    "n_censor": {"facecolor": "white", "edgecolor": "0.35", "linewidth": 0.8, "hatch": "////"},
}
"""What became of patients → how their part of a bar is filled: dark, light and hatched in grey print."""

_LEFT = 1.6
_BETWEEN, _BAR, _WIDEST_BAR = 0.2, 0.8, 0.7
_NARROWEST = 0.17
"""The least room for a value, in inches: a count stands upright in it. The sheet grows with the values."""
_MOST_LINES, _UPRIGHT = 3, 2.4
"""A label of more lines, or with a broken word, stands upright, and is so long at most, in inches."""
_FIRST_CHINESE = "\u2e80"
_RISK = look(1)


@dataclass(frozen=True)
class _Across:
    """How values and counts stand below each other: room for each, and what is written upright."""

    labels: list[list[str]]
    slot: float
    label_depth: float
    count_depth: float
    labels_upright: bool
    counts_upright: bool

    @property
    def width(self) -> float:
        return _LEFT + self.slot * len(self.labels) + MARGIN

    def place(self, position: int) -> float:
        """Return the middle of a value, from the left edge."""
        return _LEFT + self.slot * (position + 0.5)

    @property
    def bar(self) -> float:
        """How wide a bar is, in values."""
        return min(_BAR, _WIDEST_BAR / self.slot)


def draw_score_outcome(
    values: pd.DataFrame,
    *,
    horizon: float,
    unit: str,
    lang: str = "en",
    title: str | None = None,
    across: str | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
    level: float = 0.95,
) -> Figure:
    """Draw for each value of a score the observed risk with its interval, and stacked counts of outcomes.

    values: one row a value, in order, with the columns value, n_event (had the event by the horizon), n_alive
    (followed past it without one), n_censor (censored before it), estimate (the risk by the horizon),
    conf_low and conf_high. horizon: in `unit`. across: what the values are, else "Total score". labels: what
    values, such as names of bands, are called. The counts stand below the bars too. Where the risk is missing
    there is a cross on the axis, and below it is named as not estimable. Nothing is computed. A frame without
    a row is a DataError.
    """
    if values.empty:
        raise DataError("There is no score to draw against the outcome: the frame has no rows.")
    names = [*map(_name, values["value"])]
    texts = [title or "", across or "", *names, *labels.values()]
    wording = wording_for(texts, lang=lang, unit=unit, level=level)
    named = {ALL: wording.word("all"), **labels}
    shown = [wording.fonts.drawable(named.get(name, name)) for name in names]
    across = wording.fonts.drawable(across) if across else wording.word("score_total")
    with settings():
        return _draw(values, shown, horizon, across, title, wording)


def _name(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _across(names: Sequence[str], counts: Sequence[int], wording: Wording) -> _Across:
    """Return the room for each value: more where labels or counts would run into each other."""
    fonts = wording.fonts
    slot = max((WIDTH - _LEFT - MARGIN) / len(names), _NARROWEST)
    room = READABLE * slot - 0.04
    labels = [wrapped(name, room, fonts) for name in names]
    # Chinese may be broken anywhere
    words = [one for name in names for one in name.split() if max(one) < _FIRST_CHINESE]
    is_broken = any(text_width(one, fonts) > room for one in words)
    upright = is_broken or max(map(len, labels)) > _MOST_LINES
    depth = LINE * max(map(len, labels))
    if upright:
        labels = [wrapped(name, _UPRIGHT, fonts) for name in names]
        depth = max(text_width(line, fonts) for lines in labels for line in lines) / READABLE
        slot = max(slot, LINE * max(map(len, labels)))
    widest = max(text_width(str(count), fonts) for count in counts) / READABLE
    stands = widest + 0.06 > slot
    return _Across(labels, slot, depth, (widest if stands else 0.0) + 0.08, upright, stands)


def _draw(
    values: pd.DataFrame,
    names: Sequence[str],
    horizon: float,
    across: str,
    title: str | None,
    wording: Wording,
) -> Figure:
    """Lay the sheet out: title and key, risks, bars of counts, the counts in rows, what is not estimable."""
    fonts = wording.fonts
    counts = [int(n) for name in FILLS for n in values[name]]
    room = _across(names, counts, wording)
    full = READABLE * (room.width - 2 * MARGIN)
    titles = title_lines(title, full, wording)
    keys = [wrapped(key, READABLE * (_LEFT - MARGIN - SAMPLE), fonts) for key in _keys(horizon, wording)]
    missing = [line for text in _missing(values, names, wording) for line in wrapped(text, full, fonts)]
    rows = [max(LINE * len(key), room.count_depth) + 0.06 for key in keys]
    top = 2 * MARGIN + LINE * (1.3 * len(titles) + 1)
    bottom = top + RISK_HEIGHT + _BETWEEN + COUNT_HEIGHT
    under = bottom + UNDER_AXIS + room.label_depth - LINE
    height = under + sum(rows) + LINE * len(missing) + 2 * MARGIN
    sheet = Sheet(new_figure(room.width, height), fonts)
    write_lines(sheet, MARGIN, MARGIN + LINE / 2, titles, fontweight="bold")
    sheet.point(_LEFT, top - MARGIN - LINE / 2, _RISK)
    bar = wording.word("figure_bar", interval=wording.interval_name)
    signs = wording.joined([wording.word("observed_risk"), bar])
    sheet.write(_LEFT + SAMPLE, top - MARGIN - LINE / 2, signs)
    right = room.width - MARGIN
    _draw_risks(sheet.axes(_LEFT, top, right, top + RISK_HEIGHT), values, wording)
    _draw_counts(sheet.axes(_LEFT, bottom - COUNT_HEIGHT, right, bottom), values, room, across, wording)
    y = under + LINE / 2
    for count, key, row in zip(FILLS, keys, rows, strict=True):
        _write_counts(sheet, y, count, key, values[count], room)
        y += row
    write_lines(sheet, MARGIN, y + MARGIN, missing, color="0.25")
    return sheet.figure


def _keys(horizon: float, wording: Wording) -> list[str]:
    """Return what each part of a bar is called, in the order of FILLS."""
    when = {"time": wording.time(horizon), "unit": wording.unit_word}
    return [wording.word("outcome_event", **when), *map(wording.word, ("outcome_alive", "outcome_censor"))]


def _missing(values: pd.DataFrame, names: Sequence[str], wording: Wording) -> list[str]:
    where = [name for name, is_missing in zip(names, values["estimate"].isna(), strict=True) if is_missing]
    return [wording.word("not_estimable_where", where=wording.joined(where))] if where else []


def _draw_risks(axes: Axes, values: pd.DataFrame, wording: Wording) -> None:
    """Draw points with their intervals; values are not joined, since a score has none between them."""
    for place, row in enumerate(values.to_dict("records")):
        axes.plot([place] * 2, [row["conf_low"], row["conf_high"]], color=_RISK.colour, linewidth=1.4)
    places = np.arange(len(values))
    axes.plot(places, values["estimate"], linestyle="none", **point_style(_RISK), zorder=3, clip_on=False)
    gaps = places[values["estimate"].isna().to_numpy()]
    cross: dict[str, Any] = {"marker": "x", "markersize": 6, "color": _RISK.colour, "clip_on": False}
    axes.plot(gaps, [0.03] * len(gaps), linestyle="none", transform=axes.get_xaxis_transform(), **cross)
    axes.set_xlim(-0.5, len(values) - 0.5)
    axes.set_ylim(0, 1.03)
    axes.set_xticks(places, [""] * len(places))
    axes.tick_params(axis="x", length=0)
    wording.mark_shares(axes)
    wording.name_axes(axes, "", wording.word("observed_risk"))


def _draw_counts(axes: Axes, values: pd.DataFrame, room: _Across, across: str, wording: Wording) -> None:
    base = np.zeros(len(values))
    for name, fill in FILLS.items():
        for place, (low, n) in enumerate(zip(base, values[name], strict=True)):
            axes.add_patch(Rectangle((place - room.bar / 2, low), room.bar, n, **fill))
        base += values[name].to_numpy(float)
    axes.set_xlim(-0.5, len(values) - 0.5)
    axes.set_ylim(0, max(1.05 * base.max(), 1))
    texts = ["\n".join(lines) for lines in room.labels]
    axes.set_xticks(range(len(values)), texts, rotation=90 if room.labels_upright else 0, **wording.text)
    axes.tick_params(axis="x", length=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    axes.tick_params(axis="y", labelsize=POINTS)
    wording.name_axes(axes, across, wording.word("patients"))


def _write_counts(
    sheet: Sheet, y: float, name: str, key: Sequence[str], counts: "pd.Series[Any]", room: _Across
) -> None:
    """Write one row of counts, each below its bar, behind the sign of its part of the bars."""
    sheet.box(MARGIN, y, **FILLS[name])
    sheet.write(MARGIN + SAMPLE, y, "\n".join(key))
    for position, n in enumerate(counts):
        rotation = 90 if room.counts_upright else 0
        sheet.write(room.place(position), y, str(int(n)), ha="center", rotation=rotation)
