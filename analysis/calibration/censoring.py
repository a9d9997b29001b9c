"""Inverse-probability-of-censoring weights: what a patient who is still followed stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import SAME_TIME
from analysis.survival.risk_set import Floats, Integers, RiskSet, risk_sets

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, eq=False)
class Cells:
    """The rows of an event table's counts: when the patients of each left, whether by the event, how many.

    Kinds of event other than the first count as censoring.
    """

    ticks: Integers
    died: Flags
    n: Integers


@dataclass(frozen=True, eq=False)
class Weights:
    """Who had the event by a horizon, who is known to be free of it, and the weight of one of each.

    `horizon` is in ticks. Patients who were censored by the horizon have weight 0.
    """

    horizon: int
    cases: Flags
    controls: Flags
    weight: Floats


@dataclass(frozen=True, eq=False)
class Censoring:
    """When the patients of a whole cohort stopped being followed, whatever their score.

    `cohort` is the risk set of all patients, `cells` the table's rows. Events come before censorings of the
    same time, so that those at risk of censoring are the ones whom the time's events left.
    """

    cells: Cells
    cohort: RiskSet
    ticks_per_unit: float

    @cached_property
    def survival(self) -> Floats:
        """G: the Kaplan-Meier probability of being still followed just after each time."""
        exposed = self.cohort.n_risk - self.cohort.n_event
        staying: Floats = 1 - self.cohort.n_censor / np.maximum(exposed, 1)
        return staying.cumprod()

    def before(self, ticks: Integers) -> Floats:
        """Return G(t−), the left limit, at given ticks."""
        found: Floats = np.append(1.0, self.survival)[np.searchsorted(self.cohort.ticks, ticks)]
        return found

    def weights(self, horizon: float) -> Weights:
        """Return the weights at a horizon: 1/G(T−) for an event by then, 1/G(horizon) past it.

        Source: Graf E et al. Stat Med 1999;18:2529-45.
        """
        last = horizon_ticks(horizon, self.ticks_per_unit)
        cases, controls = self.cells.died & (self.cells.ticks <= last), self.cells.ticks > last
        weight = np.zeros(len(self.cells.n))
        weight[cases] = 1 / self.before(self.cells.ticks[cases])
        if controls.any():
            weight[controls] = 1 / self.before(np.array([last + 1]))
        return Weights(last, cases, controls, weight)

    def influence(self, contribution: Floats, horizon: int) -> Floats:
        """Return what a patient of each cell adds to a weighted sum by way of G.

        `contribution` is the share of the sum that one patient of each cell makes up, its weight included,
        and `horizon` that of the weights. The cumulative hazard of censoring is linearised as Nelson and
        Aalen's over all at risk, as in R's riskRegression.
        """
        ticks, at_risk = self.cohort.ticks, self.cohort.n_risk
        position = np.searchsorted(ticks, self.cells.ticks)
        share = np.bincount(position, self.cells.n * contribution, minlength=len(ticks))
        later: Floats = share[::-1].cumsum()[::-1] - share
        pull: Floats = np.where(ticks <= horizon, later / at_risk, 0.0)
        past = np.cumsum(pull * self.cohort.n_censor / at_risk)
        return np.where(self.cells.died, 0.0, pull[position]) - past[position]


def table_cells(table: EventTable) -> Cells:
    """Return the rows of a table's counts as arrays."""
    ticks, kind, n = (table.counts[name].to_numpy() for name in ("time", "kind", "n"))
    return Cells(ticks, kind == 1, n)


def censoring(table: EventTable) -> Censoring:
    """Return the distribution of censoring over all patients of a table; a table of none is a DataError.

    >>> import pandas as pd
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 2, 3], "dead": [0, 1, 0, 1]})
    >>> censoring(count_events(frame, "t", "dead")).survival.tolist()
    [0.75, 0.375, 0.375]
    """
    return Censoring(table_cells(table), risk_sets(table.margin())[0], table.ticks_per_unit)


def horizon_ticks(horizon: float, ticks_per_unit: float) -> int:
    """Return the last tick up to a horizon."""
    return int(np.floor((horizon + SAME_TIME) * ticks_per_unit))


def check_horizons(horizons: Sequence[float]) -> None:
    """Refuse a horizon that is no time after 0; a DataError."""
    if not len(horizons) or any(not 0 < horizon < np.inf for horizon in horizons):
        raise DataError(f"Horizons are times after 0, at least one, and found {list(horizons)}.")
