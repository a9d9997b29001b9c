"""The figures of AUC(t) and Brier(t): estimates at horizons with intervals, and what no score would reach."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.errors import DataError
from analysis.figures.curves import Curve, labels_in_lines, write_counts
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
from analysis.tables.format import bracketed, observed

PLOT_HEIGHT = 3.0
NULL = Look("0.35", (0, (3, 3)), "_", "0.35")
CHANCE = 0.5
"""The AUC of a score that says nothing."""

APART = 5.0
"""How far apart series stand at the same horizon, in points of print; their values are those of the frame."""
FURTHEST_APART = 30.0
"""How far the first series stands from the last one at most."""

_OF_NULL = {"brier": "brier_null"}
_LEAST_RANGE = {"auc": (0.4, 1.0), "brier": (0.0, 0.25)}
"""What the axis of values shows at least."""


def draw_over_time(
    metrics: pd.DataFrame,
    *,
    metric: str,
    unit: str,
    lang: str = "en",
    title: str | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
    level: float = 0.95,
) -> Figure:
    """Draw a metric at its horizons with intervals, beside the null reference, and the events by then below.

    metrics: `Metrics.frame`, or several below each other with the column score that names them, with the
    columns metric, horizon, events, estimate, conf_low and conf_high. metric: "auc", whose reference is 0.5,
    or "brier", whose reference are the rows "brier_null" (of the first score), drawn dashed. labels: what
    scores are called. At a horizon where the metric is missing a cross stands on the axis, and below it is
    named as not estimable. Several scores stand beside each other at a horizon. Nothing is computed. A frame
    without the metric is a DataError.
    """
    rows = metrics if "score" in metrics else metrics.assign(score="")
    chosen = rows[rows["metric"] == metric].sort_values("horizon", kind="stable")
    if chosen.empty:
        found = ", ".join(sorted(set(rows["metric"]))) or "no rows"
        raise DataError(f"There is no {metric} to draw: the frame has {found}.")
    names = [str(name) for name in chosen["score"].unique()]
    wording = wording_for([title or "", *names, *labels.values()], lang=lang, unit=unit, level=level)
    named = {"": wording.word("all"), **labels}
    series = [
        Curve(
            label=wording.fonts.drawable(named.get(name, name)),
            look=look(position),
            rows=chosen[chosen["score"] == name],
            start=np.nan,
        )
        for position, name in enumerate(names)
    ]
    null = rows[(rows["metric"] == _OF_NULL.get(metric)) & (rows["score"] == chosen["score"].iloc[0])]
    with settings():
        return _draw(series, null.sort_values("horizon", kind="stable"), metric, title, wording)


def _draw(
    series: Sequence[Curve], null: pd.DataFrame, metric: str, title: str | None, wording: Wording
) -> Figure:
    """Lay the sheet out: title and key, the plot, the events below it, and what is not estimable."""
    fonts, room = wording.fonts, READABLE * (WIDTH - 2 * MARGIN)
    horizons = sorted({float(time) for one in series for time in one.rows["horizon"]})
    lines, widest = labels_in_lines([one.label for one in series], fonts)
    half_number = text_width(str(max(_events(one, horizons[-1]) for one in series)), fonts) / 2
    left = max(0.75, MARGIN + SAMPLE + widest + 0.12)
    right = WIDTH - 2 * MARGIN - half_number
    titles = title_lines(title, room, wording)
    keys = _keys(series, metric, null, WIDTH - left - MARGIN - SAMPLE, wording)
    missing = [line for text in _missing(series, wording) for line in wrapped(text, room, fonts)]
    top = 2 * MARGIN + LINE * (1.3 * len(titles) + sum(len(key) for _, key in keys) + 1)
    under = top + PLOT_HEIGHT + UNDER_AXIS
    height = under + LINE * (1.1 + sum(map(len, lines)) + len(missing)) + 2 * MARGIN
    sheet = Sheet(new_figure(WIDTH, height), fonts)
    write_lines(sheet, MARGIN, MARGIN + LINE / 2, titles, fontweight="bold")
    _write_key(sheet, left, MARGIN + LINE * (1.3 * len(titles) + 0.5), keys, wording)
    axes = sheet.axes(left, top, right, top + PLOT_HEIGHT)
    _draw_null(axes, metric, null)
    apart = min(APART, FURTHEST_APART / len(series))
    for position, one in enumerate(series):
        _draw_series(axes, one, apart * (position - (len(series) - 1) / 2))
    limit = 1.06 * horizons[-1]
    places = {time: left + (right - left) * time / limit for time in horizons}
    marks = _apart(places, 2 * half_number, wording)
    _draw_axes(axes, series, null, metric, [*marks], limit, wording)
    y = write_counts(sheet, under + LINE / 2, [wording.word("cumulative_events")], series, marks, _events)
    write_lines(sheet, MARGIN, y, missing, color="0.25")
    return sheet.figure


def _events(series: Curve, horizon: float) -> int:
    """Return how many events there are by a horizon, 0 where the series lacks it."""
    return int(series.rows.loc[series.rows["horizon"] == horizon, "events"].sum())


def _keys(
    series: Sequence[Curve], metric: str, null: pd.DataFrame, room: float, wording: Wording
) -> list[tuple[Look, list[str]]]:
    """Return the looks and texts of the key; a single series needs no name."""
    found = [(one.look, one.label) for one in series] if len(series) > 1 else []
    if metric == "auc" or not null.empty:
        found.append((NULL, wording.word(f"null_{metric}")))
    return [(drawn, wrapped(text, READABLE * room, wording.fonts)) for drawn, text in found]


def _missing(series: Sequence[Curve], wording: Wording) -> list[str]:
    """Return what is not estimable, as one text, or none."""
    where = [
        f"{wording.mark(time)} {wording.unit_word}"
        if len(series) == 1
        else bracketed(one.label, f"{wording.mark(time)} {wording.unit_word}", wording.style)
        for one in series
        for time in one.rows.loc[one.rows["estimate"].isna(), "horizon"]
    ]
    return [wording.word("not_estimable_where", where=wording.joined(where))] if where else []


def _write_key(
    sheet: Sheet, left: float, y: float, keys: Sequence[tuple[Look, list[str]]], wording: Wording
) -> None:
    for drawn, lines in keys:
        sheet.sample(left, y, drawn)
        if drawn is not NULL:
            sheet.point(left, y, drawn)
        y = write_lines(sheet, left + SAMPLE, y, lines)
    bar = wording.word("figure_bar", interval=wording.interval_name)
    sheet.write(left + SAMPLE, y, bar, color="0.25")


def _draw_null(axes: Axes, metric: str, null: pd.DataFrame) -> None:
    style: dict[str, Any] = {"color": NULL.colour, "linestyle": NULL.dashes, "linewidth": 1.2, "zorder": 1}
    if metric == "auc":
        axes.axhline(CHANCE, **style)
    elif not null.empty:
        axes.plot(null["horizon"], null["estimate"], marker=NULL.marker, **style)
        band: dict[str, Any] = {"color": NULL.colour, "alpha": 0.12, "linewidth": 0}
        axes.fill_between(null["horizon"], null["conf_low"], null["conf_high"], **band)


def _draw_series(axes: Axes, series: Curve, aside: float) -> None:
    """Draw a line through the estimates, their points and intervals; a cross stands where there is none."""
    drawn, rows = series.look, series.rows
    place = moved_aside(axes.transData, axes.figure, aside)
    line: dict[str, Any] = {"color": drawn.colour, "transform": place}
    axes.plot(rows["horizon"], rows["estimate"], linestyle=drawn.dashes, linewidth=1.2, **line)
    for row in rows.to_dict("records"):
        axes.plot([row["horizon"]] * 2, [row["conf_low"], row["conf_high"]], linewidth=1.3, **line)
    points = {**line, **point_style(drawn), "linestyle": "none", "zorder": 3, "clip_on": False}
    axes.plot(rows["horizon"], rows["estimate"], **points)
    gaps = rows.loc[rows["estimate"].isna(), "horizon"]
    on_axis = moved_aside(axes.get_xaxis_transform(), axes.figure, aside)
    cross = {**line, "transform": on_axis, "marker": "x", "markersize": 6, "clip_on": False}
    axes.plot(gaps, [0.03] * len(gaps), linestyle="none", **cross)


def _apart(places: Mapping[float, float], count_width: float, wording: Wording) -> dict[float, float]:
    """Return the horizons whose marks and counts do not run into those before them."""
    kept: dict[float, float] = {}
    free = -1.0
    for time, place in places.items():
        half = max(text_width(wording.mark(time), wording.fonts), count_width) / 2
        if place - half >= free:
            kept[time] = place
            free = place + half + MARGIN
    return kept


def _draw_axes(
    axes: Axes,
    series: Sequence[Curve],
    null: pd.DataFrame,
    metric: str,
    marks: Sequence[float],
    limit: float,
    wording: Wording,
) -> None:
    """Mark the horizons, and the values as far as estimates and intervals reach, between 0 and 1."""
    shown = pd.concat([*(one.rows for one in series), null])[["estimate", "conf_low", "conf_high"]]
    least, most = _LEAST_RANGE[metric]
    low = max(min(least, float(shown.min().min())), 0.0) if shown.notna().any(axis=None) else least
    high = min(max(most, float(shown.max().max())), 1.0) if shown.notna().any(axis=None) else most
    axes.set_xlim(0, limit)
    axes.set_ylim(low, high + 0.02 * (high - low))
    values = [float(x) for x in MaxNLocator(6).tick_values(low, high) if low - 1e-9 <= x <= high + 1e-9]
    axes.set_xticks(marks, [wording.mark(mark) for mark in marks], **wording.text)
    axes.set_yticks(values, observed(values, 2, wording.style), **wording.text)
    wording.name_axes(axes, wording.with_unit("time"), wording.word(metric))
