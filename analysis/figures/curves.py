"""What figures of curves over time share: steps, the marks of the time axis, and the counts under it."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.figures.sheet import LINE, SAMPLE, Sheet, text_width, wrapped
from analysis.figures.style import Fonts, Look
from analysis.figures.wording import MARGIN
from analysis.survival.kaplan_meier import SAME_TIME

MOST_INTERVALS = 8
"""Into how many intervals the time axis is divided at most, so that numbers at risk stand apart."""

STEPS: Mapping[str, tuple[float, ...]] = {
    "days": (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825),
    "weeks": (1, 2, 4, 8, 13, 26, 52, 104, 260),
    "months": (1, 2, 3, 6, 12, 24, 36, 60, 120),
    "years": (0.25, 0.5, 1, 2, 5, 10),
}
"""Unit → the distances between marks on the time axis that a clinician counts in."""

WIDEST_LABEL = 1.7


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One step function from a long frame: its rows in order of time, what it is called, how it is drawn."""

    label: str
    look: Look
    rows: pd.DataFrame
    start: float
    """Its value before the first row: survival starts at 1, incidence at 0."""

    @property
    def last(self) -> float:
        """The last observed time, 0 without rows."""
        return float(self.rows["time"].max()) if len(self.rows) else 0.0

    @property
    def is_ticked(self) -> bool:
        """Whether it is known at which times patients were censored."""
        return "n_censor" in self.rows

    def steps(self, column: str) -> tuple[Any, Any]:
        """Return the corners of the step function from time 0 on."""
        times = np.repeat(np.concatenate([[0.0], self.rows["time"]]), 2)[1:]
        return times, np.repeat(np.concatenate([[self.start], self.rows[column].astype(float)]), 2)[:-1]

    def at_risk(self, time: float) -> int:
        """Return how many are followed just before a time."""
        later = self.rows.loc[self.rows["time"] >= time * (1 - SAME_TIME), "n_risk"]
        return int(later.iloc[0]) if len(later) else 0

    def events(self, time: float) -> int:
        """Return how many events there are up to a time."""
        return int(self.rows.loc[self.rows["time"] <= time * (1 + SAME_TIME), "n_event"].sum())

    def draw(self, axes: Axes) -> None:
        """Draw the band of its interval, the curve, and a tick for every time with someone censored."""
        times, low = self.steps("conf_low")
        _, high = self.steps("conf_high")
        known = np.isfinite(low) & np.isfinite(high)
        axes.fill_between(times, low, high, where=known, color=self.look.colour, alpha=0.13, linewidth=0)
        line = {"color": self.look.colour, "linestyle": self.look.dashes, "linewidth": 1.6}
        axes.plot(*self.steps("estimate"), **line)
        if self.is_ticked:
            censored = self.rows[self.rows["n_censor"] > 0]
            at = (censored["time"], censored["estimate"])
            axes.plot(*at, "|", color=self.look.colour, markersize=6, markeredgewidth=1)


def longest(curves: Sequence[Curve]) -> float:
    """Return the last time of all curves, 1 where there is none."""
    return max((curve.last for curve in curves), default=0) or 1.0


def time_ticks(last: float, unit: str) -> tuple[float, ...]:
    """Return where the time axis is marked, in steps that a clinician counts in.

    >>> time_ticks(60, "months")
    (0, 12, 24, 36, 48, 60)
    """
    power = 10.0 ** math.floor(math.log10(last))
    usual = [step for step in STEPS.get(unit, ()) if 3 <= last / step <= MOST_INTERVALS]
    step = next(iter(usual), next(k * power for k in (0.2, 0.5, 1, 2) if last <= MOST_INTERVALS * k * power))
    return tuple(step * k for k in range(math.floor(last / step + 1e-9) + 1))


def labels_in_lines(labels: Sequence[str], fonts: Fonts) -> tuple[list[list[str]], float]:
    """Return labels in lines that fit before the counts, and the width of the widest line."""
    found = [wrapped(label, WIDEST_LABEL, fonts) for label in labels]
    return found, max((text_width(line, fonts) for lines in found for line in lines), default=0)


def write_counts(
    sheet: Sheet,
    y: float,
    heading: Sequence[str],
    curves: Sequence[Curve],
    at: Mapping[float, float],
    count: Callable[[Curve, float], int],
    *,
    samples: bool = True,
    least_shown: int = 0,
) -> float:
    """Write a count of each curve under the marks of the time axis, and return where the next text may stand.

    heading: in lines that fit. at: time → the place of its mark, in inches. Smaller counts than
    `least_shown` are written as "<" this.
    """
    sheet.write(MARGIN, y, "\n".join(heading), fontweight="bold")
    y += LINE * (len(heading) + 0.1)
    lines, _ = labels_in_lines([curve.label for curve in curves], sheet.fonts)
    for curve, label in zip(curves, lines, strict=True):
        if samples:
            sheet.sample(MARGIN, y, curve.look)
        sheet.write(MARGIN + (SAMPLE if samples else 0), y, "\n".join(label))
        for time, place in at.items():
            n = count(curve, time)
            sheet.write(place, y, f"<{least_shown}" if 0 < n < least_shown else str(n), ha="center")
        y += LINE * len(label)
    return y + MARGIN
