"""Who is at risk when: the form in which estimators read an event table, one group at a time."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analysis.errors import DataError
from analysis.survival.event_table import EventTable

Floats = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, eq=False)
class RiskSet:
    """One group's numbers at each of its distinct times, ascending.

    `n_risk` counts those still followed just before the time; of these `n_event` have the event at it and
    `n_censor` leave without, after the events. `ticks` is the time as counted, `time` in the table's unit.
    """

    group: str
    ticks: Integers
    time: Floats
    n_risk: Integers
    n_event: Integers
    n_censor: Integers

    @property
    def n(self) -> int:
        """The number of patients."""
        return int(self.n_risk[0])

    @property
    def events(self) -> int:
        """The number of events."""
        return int(self.n_event.sum())

    @cached_property
    def survival(self) -> Floats:
        """The Kaplan-Meier estimate just after each time."""
        staying: Floats = (self.n_risk - self.n_event) / self.n_risk
        return staying.cumprod()

    @cached_property
    def log_variance(self) -> Floats:
        """Greenwood's variance of log survival just after each time; infinite once survival is 0."""
        return self.hazard_variance.cumsum()

    @cached_property
    def hazard_variance(self) -> Floats:
        """Greenwood's term of each time, d / (n (n - d)); infinite where all at risk have the event."""
        left = self.n_risk - self.n_event
        terms: Floats = np.full(len(left), np.inf)
        np.divide(self.n_event, self.n_risk * left.astype(float), out=terms, where=left > 0)
        return terms

    def at_risk(self, ticks: Any) -> Integers:
        """Return how many are at risk just before given ticks, in the order given."""
        found: Integers = np.append(self.n_risk, 0)[np.searchsorted(self.ticks, ticks)]
        return found

    def events_at(self, ticks: Any) -> Integers:
        """Return how many have the event at exactly the given ticks."""
        return self._events_before(ticks, "right") - self._events_before(ticks, "left")

    def _events_before(self, ticks: Any, side: Any) -> Integers:
        total: Integers = np.append(0, self.n_event.cumsum())[np.searchsorted(self.ticks, ticks, side=side)]
        return total


def risk_sets(table: EventTable, *, event: int = 1) -> tuple[RiskSet, ...]:
    """Return the risk set of each group, in the order of `table.groups`.

    `event` is the kind that counts; patients of every other kind leave the risk set as censored ones do.
    A table of no patients is a DataError.
    """
    if not table.n:
        excluded = "; ".join(f"{reason}: {n}" for reason, n in table.excluded.items())
        raise DataError(
            f"No patient was counted, so there is no survival to estimate ({excluded or 'no rows'})."
        )
    codes = table.group_codes()
    edges = np.searchsorted(codes, np.arange(len(table.groups) + 1))
    ticks, kind, n = (table.counts[name].to_numpy() for name in ("time", "kind", "n"))
    return tuple(
        _risk_set(group, ticks[a:b], np.where(kind[a:b] == event, n[a:b], 0), n[a:b], table.ticks_per_unit)
        for group, a, b in zip(table.groups, edges[:-1], edges[1:], strict=True)
    )


def _risk_set(
    group: str, ticks: Integers, events: Integers, leaving: Integers, ticks_per_unit: float
) -> RiskSet:
    first = np.flatnonzero(np.diff(ticks, prepend=-1))
    n_leaving, n_event = np.add.reduceat(leaving, first), np.add.reduceat(events, first)
    return RiskSet(
        group=group,
        ticks=ticks[first],
        time=ticks[first] / ticks_per_unit,
        n_risk=np.cumsum(n_leaving[::-1])[::-1],
        n_event=n_event,
        n_censor=n_leaving - n_event,
    )
