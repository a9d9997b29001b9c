"""The figure of competing risks: cumulative incidence by cause, and under it numbers at risk and events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.errors import DataError
from analysis.figures.curves import Curve, labels_in_lines, longest, time_ticks, write_counts
from analysis.figures.sheet import LINE, READABLE, SAMPLE, WIDTH, Sheet, text_width, wrapped
from analysis.figures.style import look, new_figure, settings
from analysis.figures.wording import MARGIN, UNDER_AXIS, Wording, title_lines, wording_for, write_lines
from analysis.tables.columns import ALL
from analysis.tables.format import Style, bracketed, observed, p_value
from analysis.tables.score_labels import colon

PLOT_HEIGHT, PANEL_HEIGHT = 3.2, 2.2
"""How high the plot is, and each of several plots one below the other, in inches."""

_BETWEEN = 0.18


@dataclass(frozen=True)
class _Panel:
    """Curves in one box: the causes of the only group, or the groups for one cause."""

    heading: list[str]
    curves: list[Curve]
    counted: list[str]


def draw_cumulative_incidence(
    curves: pd.DataFrame,
    *,
    unit: str,
    lang: str = "en",
    title: str | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
    p_values: Mapping[str, float] = MappingProxyType({}),
    at_risk_times: Sequence[float] | None = None,
    level: float = 0.95,
    style: Style | None = None,
) -> Figure:
    """Draw cumulative incidence curves with their intervals, numbers at risk and cumulative events.

    The causes of a single group share one plot; several groups are compared in one plot for each cause, one
    below the other on the same time axis. A curve ends at its group's last observed time; censored patients
    are ticks, where the column n_censor says when. Nothing is estimated here.

    curves: long frame with the columns group, cause, time, n_risk, n_event (of that cause), estimate,
    conf_low and conf_high, and where it is known n_censor; every observed time of a group and cause once and
    in order. unit: of the times. labels: what groups and causes are called. p_values: cause → p of Gray's
    test, written above its plot. at_risk_times: where the time axis is marked and the numbers stand. level:
    of the intervals.
    """
    if curves.empty:
        raise DataError("There is no cumulative incidence to draw: the frame has no rows.")
    names = [*curves["group"].unique(), *curves["cause"].unique()]
    texts = [title or "", *map(str, names), *labels.values()]
    wording = wording_for(texts, lang=lang, unit=unit, level=level, style=style)
    named = {ALL: wording.word("all"), **labels}
    named = {str(name): wording.fonts.drawable(named.get(str(name), str(name))) for name in names}
    panels = _panels(curves, named, p_values, wording)
    groups = [
        Curve(label=named[str(group)], look=look(position), rows=rows[rows["cause"] == cause], start=0.0)
        for position, (group, rows) in enumerate(curves.groupby("group", sort=False, observed=True))
        for cause in rows["cause"].iloc[:1]
    ]
    times = time_ticks(longest(groups), unit) if at_risk_times is None else at_risk_times
    with settings():
        return _draw(panels, groups, tuple(map(float, times)), title, wording)


def _panels(
    curves: pd.DataFrame, named: Mapping[str, str], p_values: Mapping[str, float], wording: Wording
) -> list[_Panel]:
    """Return one panel with the causes of the only group, or one for each cause with the groups."""
    is_one = curves["group"].nunique() == 1
    lines, room = "group" if is_one else "cause", READABLE * (WIDTH - 2 * MARGIN)
    found = []
    for name, part in curves.groupby(lines, sort=False, observed=True):
        drawn = [
            Curve(label=named[str(line)], look=look(position), rows=rows, start=0.0)
            for position, (line, rows) in enumerate(
                part.groupby("cause" if is_one else "group", sort=False, observed=True)
            )
        ]
        heading, counted = "", wording.word("cumulative_events")
        if not is_one:
            heading = _heading(str(name), named, p_values, wording)
            counted = wording.word("cumulative_events_of", cause=named[str(name)])
        heads, counts = (wrapped(text, room, wording.fonts, bold=True) for text in (heading, counted))
        found.append(_Panel([] if is_one else heads, drawn, counts))
    return found


def _heading(cause: str, named: Mapping[str, str], p_values: Mapping[str, float], wording: Wording) -> str:
    if cause not in p_values:
        return named[cause]
    p = p_value(p_values[cause], wording.style)
    sign = "" if p[0] in "<>" else "= "
    return bracketed(
        named[cause], f"{wording.word('gray_test')}{colon(wording.style.lang)}p {sign}{p}", wording.style
    )


def _draw(
    panels: Sequence[_Panel],
    groups: Sequence[Curve],
    ticks: tuple[float, ...],
    title: str | None,
    wording: Wording,
) -> Figure:
    """Lay the sheet out: title and key, plots, and below them numbers at risk and events."""
    fonts, curves = wording.fonts, panels[0].curves
    lines, widest = labels_in_lines([curve.label for curve in (*groups, *curves)], fonts)
    half_number = text_width(str(max(group.at_risk(0) for group in groups)), fonts) / 2
    left = max(0.62, MARGIN + SAMPLE + widest + 0.12 + half_number)
    right = WIDTH - MARGIN - half_number - 0.1
    titles = title_lines(title, WIDTH - 2 * MARGIN, wording)
    keys = [wrapped(curve.label, WIDTH - left - MARGIN - SAMPLE, fonts) for curve in curves]
    top = 2 * MARGIN + LINE * (1.3 * len(titles) + sum(map(len, keys)) + 1)
    height = PLOT_HEIGHT if len(panels) == 1 else PANEL_HEIGHT
    plots = sum(height + LINE * len(panel.heading) + _BETWEEN for panel in panels) - _BETWEEN
    counts = sum(map(len, lines[: len(groups)])) + sum(map(len, lines[len(groups) :])) * len(panels)
    heads = 0.1 * (len(panels) + 1) + (1 + sum(len(panel.counted) for panel in panels))
    under = UNDER_AXIS + LINE * (heads + counts) + MARGIN * (len(panels) + 1)
    sheet = Sheet(new_figure(WIDTH, top + plots + under), fonts)
    write_lines(sheet, MARGIN, MARGIN + LINE / 2, titles, fontweight="bold")
    _write_key(sheet, left, MARGIN + LINE * (1.3 * len(titles) + 0.5), curves, keys, wording)
    limit = 1.01 * max(longest(groups), *ticks)
    y = _draw_panels(sheet, panels, (left, top, right, height), ticks, limit, wording)
    at = {tick: left + (right - left) * tick / limit for tick in ticks}
    y = write_counts(sheet, y, [wording.word("at_risk")], groups, at, Curve.at_risk, samples=len(groups) > 1)
    for panel in panels:
        y = write_counts(sheet, y, panel.counted, panel.curves, at, Curve.events)
    return sheet.figure


def _write_key(
    sheet: Sheet, left: float, y: float, curves: Sequence[Curve], keys: Sequence[list[str]], wording: Wording
) -> None:
    for curve, lines in zip(curves, keys, strict=True):
        sheet.sample(left, y, curve.look)
        y = write_lines(sheet, left + SAMPLE, y, lines)
    has_ticks = any(curve.is_ticked for curve in curves)
    signs = wording.word("figure_signs" if has_ticks else "figure_shaded", interval=wording.interval_name)
    sheet.write(left + SAMPLE, y, signs, color="0.25")


def _draw_panels(
    sheet: Sheet,
    panels: Sequence[_Panel],
    box: tuple[float, float, float, float],
    ticks: tuple[float, ...],
    limit: float,
    wording: Wording,
) -> float:
    """Draw the panels below each other, and return where the first text under them stands."""
    left, y, right, height = box
    for panel in panels:
        y = write_lines(sheet, MARGIN, y + LINE / 2, panel.heading, fontweight="bold") - LINE / 2
        axes = sheet.axes(left, y, right, y + height)
        for curve in panel.curves:
            curve.draw(axes)
        _draw_axes(axes, ticks, limit, wording, is_last=panel is panels[-1])
        y += height + _BETWEEN
    return y - _BETWEEN + UNDER_AXIS + LINE / 2


def _draw_axes(
    axes: Axes, ticks: tuple[float, ...], limit: float, wording: Wording, *, is_last: bool
) -> None:
    """Mark the axes; the time axis has its numbers and its name under the last plot alone."""
    axes.set_xlim(0, limit)
    axes.set_ylim(0, 1.03)
    times = observed(ticks, 2, wording.style) if is_last else [""] * len(ticks)
    axes.set_xticks(ticks, times, **wording.text)
    wording.mark_shares(axes)
    across = wording.with_unit("time") if is_last else ""
    wording.name_axes(axes, across, wording.word("cumulative_incidence"))
