"""The Kaplan-Meier figure: curves, and under them the numbers at risk and the events."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.sheet import LINE, POINTS, SAMPLE, Sheet, text_width, wrapped
from analysis.figures.style import Fonts, Look, fonts_for, look, new_figure, settings
from analysis.survival.kaplan_meier import SAME_TIME
from analysis.tables.columns import ALL
from analysis.tables.format import NO_NUMBER, STYLES, Style, bracketed, interval, number, observed, percent
from analysis.tables.words import WORDS, word

WIDTH = 7.1
"""The width of a journal's page, 180 mm, in inches."""

PLOT_HEIGHT = 3.4
MOST_INTERVALS = 8
"""Into how many intervals the time axis is divided at most, so that numbers at risk stand apart."""

STEPS: Mapping[str, tuple[float, ...]] = {
    "days": (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825),
    "weeks": (1, 2, 4, 8, 13, 26, 52, 104, 260),
    "months": (1, 2, 3, 6, 12, 24, 36, 60, 120),
    "years": (0.25, 0.5, 1, 2, 5, 10),
}
"""Unit → the distances between marks on the time axis that a clinician counts in."""

NO_BREAK_SPACE = "\u00a0"

_MARGIN = 0.12
_WIDEST_LABEL = 1.7
_UNDER_AXIS = 0.58
"""From the axis to the first line under it: its numbers and its name, in inches."""


@dataclass(frozen=True)
class _Wording:
    """How texts are written."""

    style: Style
    fonts: Fonts
    unit: str
    level: float

    def word(self, key: str) -> str:
        return word(key, self.style.lang)

    @property
    def unit_word(self) -> str:
        return self.word(self.unit) if self.unit in WORDS else self.unit

    @property
    def interval_name(self) -> str:
        level = percent(round(1000 * self.level), 1000, replace(self.style, trim_zeros=True))
        return self.word("interval").format(level=level)


@dataclass(frozen=True)
class _Group:
    """One curve, what it is called and how it is drawn."""

    label: str
    key: str
    look: Look
    rows: pd.DataFrame
    median: float

    def steps(self, column: str) -> tuple[Any, Any]:
        """Return the corners of a step function that is 1 from time 0 on."""
        times = np.repeat(np.concatenate([[0.0], self.rows["time"]]), 2)[1:]
        return times, np.repeat(np.concatenate([[1.0], self.rows[column].astype(float)]), 2)[:-1]

    def at_risk(self, time: float) -> int:
        """Return how many are followed just before a time."""
        later = self.rows.loc[self.rows["time"] >= time * (1 - SAME_TIME), "n_risk"]
        return int(later.iloc[0]) if len(later) else 0

    def events(self, time: float) -> int:
        """Return how many events there are up to a time."""
        return int(self.rows.loc[self.rows["time"] <= time * (1 + SAME_TIME), "n_event"].sum())


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
    level: of the intervals. Letters that no installed font holds become "?", and where none holds
    Chinese the words of a Chinese figure are English.
    """
    fonts = fonts_for(
        [word("at_risk", lang), title or "", *map(str, curves["group"].unique()), *labels.values()]
    )
    spoken = lang if fonts.has(word("at_risk", lang)) else "en"
    wording = _Wording(style or STYLES[spoken], fonts, unit, level)
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
    ticks = tuple(map(float, at_risk_times)) if at_risk_times is not None else _ticks(_longest(groups), unit)
    with settings():
        return _draw(groups, wording, ticks, fonts.drawable(title or ""))


def _group(name: str, drawn: Look, rows: pd.DataFrame, medians: pd.DataFrame, wording: _Wording) -> _Group:
    label = wording.fonts.drawable(name)
    if medians.empty:
        return _Group(label, label, drawn, rows, math.nan)
    line = medians.iloc[0]
    median, low, high = _times(line, wording)
    if math.isfinite(line["median"]):
        median = f"{median} {wording.unit_word}"
    between = f"{wording.interval_name} {interval(low, high, wording.style)}"
    found = f"{wording.word('median')} {bracketed(median, between, wording.style)}"
    colon = "：" if wording.style.lang == "zh" else ": "
    # Lines of the key break in the label rather than in the numbers
    key = f"{label}{colon}{found.replace(' ', NO_BREAK_SPACE)}"
    return _Group(label, key, drawn, rows, float(line["median"]))


def _times(line: "pd.Series[Any]", wording: _Wording) -> list[str]:
    names = {"median": "status", "conf_low": "conf_low_status", "conf_high": "conf_high_status"}
    texts = observed([line[name] for name in names], 2 if wording.unit == "years" else 1, wording.style)
    reasons = (str(line.get(status, "")).replace(" ", "_") for status in names.values())
    return [
        wording.word(reason) if text == NO_NUMBER and reason in ("not_reached", "not_estimable") else text
        for text, reason in zip(texts, reasons, strict=True)
    ]


def _longest(groups: Sequence[_Group]) -> float:
    return max((float(group.rows["time"].max()) for group in groups), default=0) or 1.0


def _ticks(longest: float, unit: str) -> tuple[float, ...]:
    power = 10.0 ** math.floor(math.log10(longest))
    usual = [step for step in STEPS.get(unit, ()) if 3 <= longest / step <= MOST_INTERVALS]
    step = next(
        iter(usual), next(k * power for k in (0.2, 0.5, 1, 2) if longest <= MOST_INTERVALS * k * power)
    )
    return tuple(step * k for k in range(math.floor(longest / step + 1e-9) + 1))


def _draw(groups: Sequence[_Group], wording: _Wording, ticks: tuple[float, ...], title: str) -> Figure:
    fonts = wording.fonts
    labels = [wrapped(group.label, _WIDEST_LABEL, fonts) for group in groups]
    half_number = text_width(str(max((group.at_risk(0) for group in groups), default=0)), fonts) / 2
    widest = max((text_width(line, fonts) for lines in labels for line in lines), default=0)
    left = max(0.62, _MARGIN + SAMPLE + widest + 0.12 + half_number)
    room = WIDTH - left - _MARGIN
    titles = wrapped(title, room, fonts, bold=True) if title else []
    keys = [wrapped(group.key, room - SAMPLE, fonts) for group in groups]
    above = LINE * (1.3 * len(titles) + sum(map(len, keys)) + 1) + 2 * _MARGIN
    below = _UNDER_AXIS + LINE * 2 * (1.2 + sum(map(len, labels))) + 2 * _MARGIN
    sheet = Sheet(new_figure(WIDTH, above + PLOT_HEIGHT + below), fonts)
    _write_above(sheet, left, groups, keys, titles, wording)
    right = WIDTH - _MARGIN - half_number - 0.1
    axes = sheet.axes(left, above, right, above + PLOT_HEIGHT)
    limit = max(_longest(groups), *ticks)
    _draw_curves(axes, groups)
    _draw_axes(axes, ticks, limit * 1.01, wording)
    places = [left + (right - left) * tick / (limit * 1.01) for tick in ticks]
    _write_below(sheet, above + PLOT_HEIGHT + _UNDER_AXIS, groups, labels, ticks, places, wording)
    return sheet.figure


def _write_above(
    sheet: Sheet,
    left: float,
    groups: Sequence[_Group],
    keys: Sequence[list[str]],
    titles: list[str],
    wording: _Wording,
) -> None:
    y = _MARGIN + LINE / 2
    if titles:
        sheet.write(left, y, "\n".join(titles), fontweight="bold")
    y += 1.3 * LINE * len(titles)
    for group, lines in zip(groups, keys, strict=True):
        sheet.sample(left, y, group.look)
        sheet.write(left + SAMPLE, y, "\n".join(lines))
        y += LINE * len(lines)
    signs = wording.word("figure_signs").format(interval=wording.interval_name)
    sheet.write(left + SAMPLE, y, signs, color="0.25")


def _draw_curves(axes: Axes, groups: Sequence[_Group]) -> None:
    known = [group for group in groups if math.isfinite(group.median)]
    for group in known:
        axes.plot([group.median] * 2, [0, 0.5], color=group.look.colour, linestyle=(0, (3, 3)), linewidth=0.8)
    if known:
        furthest = max(group.median for group in known)
        axes.plot([0, furthest], [0.5, 0.5], color="0.35", linestyle=(0, (3, 3)), linewidth=0.8)
    for group in groups:
        colour = group.look.colour
        times, low = group.steps("conf_low")
        _, high = group.steps("conf_high")
        known_band = np.isfinite(low) & np.isfinite(high)
        axes.fill_between(times, low, high, where=known_band, color=colour, alpha=0.13, linewidth=0)
        axes.plot(*group.steps("estimate"), color=colour, linestyle=group.look.dashes, linewidth=1.6)
        censored = group.rows[group.rows["n_censor"] > 0]
        axes.plot(censored["time"], censored["estimate"], "|", color=colour, markersize=6, markeredgewidth=1)


def _draw_axes(axes: Axes, ticks: tuple[float, ...], limit: float, wording: _Wording) -> None:
    text: dict[str, Any] = {"family": wording.fonts.families, "fontsize": POINTS}
    shares = (0, 0.2, 0.4, 0.6, 0.8, 1)
    axes.set_xlim(0, limit)
    axes.set_ylim(0, 1.03)
    axes.set_xticks(ticks, observed(ticks, 2, wording.style), **text)
    axes.set_yticks(shares, [number(share, 1, wording.style) for share in shares], **text)
    axes.set_xlabel(bracketed(wording.word("time"), wording.unit_word, wording.style), **text)
    axes.set_ylabel(wording.word("survival_probability"), **text)
    axes.spines[["top", "right"]].set_visible(False)


def _write_below(
    sheet: Sheet,
    top: float,
    groups: Sequence[_Group],
    labels: Sequence[list[str]],
    ticks: tuple[float, ...],
    places: Sequence[float],
    wording: _Wording,
) -> None:
    counts: tuple[tuple[str, Callable[[_Group, float], int]], ...] = (
        ("at_risk", _Group.at_risk),
        ("cumulative_events", _Group.events),
    )
    y = top + LINE / 2
    for heading, count in counts:
        sheet.write(_MARGIN, y, wording.word(heading), fontweight="bold")
        y += 1.1 * LINE
        for group, lines in zip(groups, labels, strict=True):
            sheet.sample(_MARGIN, y, group.look)
            sheet.write(_MARGIN + SAMPLE, y, "\n".join(lines))
            for tick, place in zip(ticks, places, strict=True):
                sheet.write(place, y, str(count(group, tick)), ha="center")
            y += LINE * len(lines)
        y += _MARGIN
