"""The Kaplan-Meier figure: curves, and under them the numbers at risk and the events."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.curves import Curve, labels_in_lines, longest, time_ticks, write_counts
from analysis.figures.sheet import LINE, SAMPLE, WIDTH, Sheet, text_width, wrapped
from analysis.figures.style import Look, look, new_figure, settings
from analysis.figures.wording import MARGIN, UNDER_AXIS, Wording, title_lines, wording_for
from analysis.tables.columns import ALL
from analysis.tables.format import NO_NUMBER, Style, bracketed, interval, observed
from analysis.tables.score_labels import colon

PLOT_HEIGHT = 3.4
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, kw_only=True)
class _Group(Curve):
    """One survival curve, its line of the key and its median."""

    key: str
    median: float


def draw_kaplan_meier(
    curves: pd.DataFrame,
    medians: pd.DataFrame,
    *,
    unit: str,
    lang: str = "en",
    title: str | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
    at_risk_times: Sequence[float] | None = None,
    level: float = 0.95,
    style: Style | None = None,
    least_shown: int = 0,
) -> Figure:
    """Draw survival curves with their intervals, and under them numbers at risk and cumulative events.

    A curve ends at its group's last observed time; censored patients are ticks; dashed lines lead from
    a survival of one half to the medians. Nothing is estimated here: the number at risk at a time is
    that of the first row at or after it, as R counts it.

    curves: long frame with the columns group, time, n_risk, n_event, n_censor, estimate, conf_low and
    conf_high, every observed time of a group once and in order. medians: one row a group with the
    columns group, median, conf_low, conf_high and, where a number can be missing, status,
    conf_low_status and conf_high_status ("not reached", "not estimable"). unit: of the times. labels:
    what the groups are called. at_risk_times: where the time axis is marked and the numbers stand.
    level: of the intervals. least_shown: where fewer are at risk a curve ends, and smaller counts
    are written as "<" this. Letters that no font holds become "?".
    """
    curves = curves[curves["n_risk"] >= least_shown]
    texts = [title or "", *map(str, curves["group"].unique()), *labels.values()]
    wording = wording_for(texts, lang=lang, unit=unit, level=level, style=style)
    named = {ALL: wording.word("all"), **labels}
    groups = [
        _group(
            named.get(str(group), str(group)),
            look(position),
            rows,
            medians[medians["group"] == group],
            wording,
        )
        for position, (group, rows) in enumerate(curves.groupby("group", sort=False, observed=True))
    ]
    times = time_ticks(longest(groups), unit) if at_risk_times is None else at_risk_times
    with settings():
        return _draw(groups, wording, tuple(map(float, times)), title, least_shown)


def _group(name: str, drawn: Look, rows: pd.DataFrame, medians: pd.DataFrame, wording: Wording) -> _Group:
    label = wording.fonts.drawable(name)
    if medians.empty:
        return _Group(label=label, look=drawn, rows=rows, start=1.0, key=label, median=math.nan)
    line = medians.iloc[0]
    median, low, high = _times(line, wording)
    if math.isfinite(line["median"]):
        median = f"{median} {wording.unit_word}"
    between = f"{wording.interval_name} {interval(low, high, wording.style)}"
    found = f"{wording.word('median')} {bracketed(median, between, wording.style)}"
    # Lines of the key break in the label rather than in the numbers
    key = f"{label}{colon(wording.style.lang)}{found.replace(' ', NO_BREAK_SPACE)}"
    return _Group(label=label, look=drawn, rows=rows, start=1.0, key=key, median=float(line["median"]))


def _times(line: "pd.Series[Any]", wording: Wording) -> list[str]:
    names = {"median": "status", "conf_low": "conf_low_status", "conf_high": "conf_high_status"}
    texts = observed([line[name] for name in names], 2 if wording.unit == "years" else 1, wording.style)
    reasons = (str(line.get(status, "")).replace(" ", "_") for status in names.values())
    return [
        wording.word(reason) if text == NO_NUMBER and reason in ("not_reached", "not_estimable") else text
        for text, reason in zip(texts, reasons, strict=True)
    ]


def _draw(
    groups: Sequence[_Group], wording: Wording, ticks: tuple[float, ...], title: str | None, least_shown: int
) -> Figure:
    fonts = wording.fonts
    labels, widest = labels_in_lines([group.label for group in groups], fonts)
    half_number = text_width(str(max((group.at_risk(0) for group in groups), default=0)), fonts) / 2
    left = max(0.62, MARGIN + SAMPLE + widest + 0.12 + half_number)
    right = WIDTH - MARGIN - half_number - 0.1
    room = WIDTH - left - MARGIN
    titles = title_lines(title, room, wording)
    keys = [wrapped(group.key, room - SAMPLE, fonts) for group in groups]
    above = LINE * (1.3 * len(titles) + sum(map(len, keys)) + 1) + 2 * MARGIN
    below = UNDER_AXIS + LINE * 2 * (1.2 + sum(map(len, labels))) + 2 * MARGIN
    sheet = Sheet(new_figure(WIDTH, above + PLOT_HEIGHT + below), fonts)
    _write_above(sheet, left, groups, keys, titles, wording)
    axes = sheet.axes(left, above, right, above + PLOT_HEIGHT)
    limit = 1.01 * max(longest(groups), *ticks)
    _draw_medians(axes, groups)
    for group in groups:
        group.draw(axes)
    _draw_axes(axes, ticks, limit, wording)
    at = {tick: left + (right - left) * tick / limit for tick in ticks}
    y = above + PLOT_HEIGHT + UNDER_AXIS + LINE / 2
    y = write_counts(sheet, y, [wording.word("at_risk")], groups, at, Curve.at_risk, least_shown=least_shown)
    write_counts(
        sheet, y, [wording.word("cumulative_events")], groups, at, Curve.events, least_shown=least_shown
    )
    return sheet.figure


def _write_above(
    sheet: Sheet,
    left: float,
    groups: Sequence[_Group],
    keys: Sequence[list[str]],
    titles: list[str],
    wording: Wording,
) -> None:
    y = MARGIN + LINE / 2
    if titles:
        sheet.write(left, y, "\n".join(titles), fontweight="bold")
    y += 1.3 * LINE * len(titles)
    for group, lines in zip(groups, keys, strict=True):
        sheet.sample(left, y, group.look)
        sheet.write(left + SAMPLE, y, "\n".join(lines))
        y += LINE * len(lines)
    signs = wording.word("figure_signs", interval=wording.interval_name)
    sheet.write(left + SAMPLE, y, signs, color="0.25")


def _draw_medians(axes: Axes, groups: Sequence[_Group]) -> None:
    known = [group for group in groups if math.isfinite(group.median)]
    for group in known:
        axes.plot([group.median] * 2, [0, 0.5], color=group.look.colour, linestyle=(0, (3, 3)), linewidth=0.8)
    if known:
        furthest = max(group.median for group in known)
        axes.plot([0, furthest], [0.5, 0.5], color="0.35", linestyle=(0, (3, 3)), linewidth=0.8)


def _draw_axes(axes: Axes, ticks: tuple[float, ...], limit: float, wording: Wording) -> None:
    axes.set_xlim(0, limit)
    axes.set_ylim(0, 1.03)
    axes.set_xticks(ticks, observed(ticks, 2, wording.style), **wording.text)
    wording.mark_shares(axes)
    wording.name_axes(axes, wording.with_unit("time"), wording.word("survival_probability"))
