"""Estimates with the influence of every patient on them, and the intervals that follow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.calibration.censoring import Cells
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import normal_quantile
from analysis.survival.risk_set import Floats

FEW_EVENTS = 10
"""Below so many events a metric is given with a warning."""


@dataclass(frozen=True, eq=False)
class Metrics:
    """How well a score or a risk tells who dies when.

    `frame` has the columns metric, horizon (in `unit`, missing where the metric has none), n, events (those
    that count, up to the horizon), estimate, std_error, conf_low, conf_high and note; a difference between
    two scores has statistic and p_value too. A metric that can't be had is missing, and its note says why;
    elsewhere a note warns or is empty. `method` names the interval.
    """

    frame: pd.DataFrame
    unit: str
    level: float
    method: str


@dataclass(frozen=True, eq=False)
class Influenced:
    """An estimate, and the influence of one patient of each row of a table's counts on it.

    The influence is the derivative of the estimate by that patient's weight, R's dfbeta. `sample` multiplies
    the variance by n / (n − 1), as riskRegression does and R's concordance does not.
    """

    metric: str
    horizon: float
    events: int
    estimate: float
    influence: Floats
    note: str
    bounds: tuple[float, float] = (0.0, 1.0)
    sample: bool = False

    def std_error(self, cells: Cells) -> float:
        """Return the standard error, missing where the estimate is."""
        if np.isnan(self.estimate):
            return float("nan")
        n = int(cells.n.sum())
        factor = n / (n - 1) if self.sample and n > 1 else 1.0
        return float(np.sqrt(factor * np.sum(cells.n * self.influence**2)))


def not_given(metric: str, horizon: float, events: int, name: str, reason: str) -> Influenced:
    """Return a metric that can't be had, with the sentence that says why."""
    return Influenced(metric, horizon, events, np.nan, np.zeros(0), f"{name} is not given: {reason}.")


def few_events(name: str, events: int) -> str:
    """Return a warning where fewer than ten events carry an estimate, else nothing."""
    if events >= FEW_EVENTS:
        return ""
    return f"{name} rests on {events} event{'s' if events != 1 else ''}, fewer than {FEW_EVENTS}."


def difference(first: Influenced, second: Influenced) -> Influenced:
    """Return the first estimate less the second, on the same patients."""
    note = " ".join(dict.fromkeys(note for note in (first.note, second.note) if note))
    given = not np.isnan(first.estimate - second.estimate)
    return replace(
        first,
        estimate=first.estimate - second.estimate,
        influence=first.influence - second.influence if given else np.zeros(0),
        note=note,
        bounds=(-1.0, 1.0),
    )


def metrics(table: EventTable, cells: Cells, found: Sequence[Influenced], *, level: float) -> Metrics:
    """Return estimates with symmetric limits, cut off at the ends of the metric's range."""
    z = normal_quantile(level)
    frame = pd.DataFrame([_row(one, cells, z) for one in found])
    return Metrics(frame, table.unit, level, "influence function")


def _row(one: Influenced, cells: Cells, z: float) -> dict[str, Any]:
    error = one.std_error(cells)
    low, high = np.clip([one.estimate - z * error, one.estimate + z * error], *one.bounds)
    return {
        "metric": one.metric,
        "horizon": one.horizon,
        "n": int(cells.n.sum()),
        "events": one.events,
        "estimate": one.estimate,
        "std_error": error,
        "conf_low": float(low),
        "conf_high": float(high),
        "note": one.note,
    }
