"""Competing risks: the Aalen-Johansen cumulative incidence of each cause, with its variance named."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.survival.cells import merge
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import SAME_TIME, confidence_limits
from analysis.survival.risk_set import Floats, Integers, RiskSet, risk_sets

_ESTIMATES = ("estimate", "std_error", "conf_low", "conf_high")
_CERTAIN = 1 - 1e-12
"""From here on an incidence is 1 but for rounding, and has no interval."""
_COLUMNS = ("group", "cause", "kind", "time", "n_risk", "n_event", *_ESTIMATES, "status")


@dataclass(frozen=True, eq=False)
class CumulativeIncidence:
    """The cumulative incidence of each cause in each group, by group and then by cause.

    `frame` has the columns group, cause (its name), kind (its number in the event table), time, n_risk
    (just before the time), n_event (of this cause), estimate, std_error, conf_low, conf_high and status
    ("estimated", or "follow-up ended"). Where there is no cause to estimate, it has no rows and `not_given`
    says why in a sentence; elsewhere that is empty.
    """

    frame: pd.DataFrame
    unit: str
    variance: str
    conf_type: str
    level: float
    not_given: str = ""


def cumulative_incidence(
    table: EventTable,
    *,
    causes: Mapping[int, str] | None = None,
    variance: str = "greenwood",
    conf_type: str = "log-log",
    level: float = 0.95,
) -> CumulativeIncidence:
    """Estimate the probability of each cause by each distinct time of each group.

    `causes` names the kinds of event to estimate, such as {1: "neurological", 2: "systemic"}; without it
    they are those that occur, each named by its number. A kind that is not named competes all the same.
    `n_event` counts the events at the time. Events of all causes precede the censorings of their time, so
    incidences and survival add to 1.

    `variance` is
    - "greenwood" (default): Greenwood's delta method, equal to the infinitesimal jackknife, which R's
      survfit prints of a multi-state curve; with a single cause it is Greenwood's of Kaplan and Meier;
    - "aalen": what cmprsk's cuminc prints, which takes the causes of a time for independent.

    `conf_type` is a scale of `confidence_limits`, applied to the incidence itself as survfit does; limits
    are missing where it is 0 or 1. An unknown variance or scale is a DataError. Source: Aalen and Johansen
    1978, Scand J Stat 5:141; Gray 1988, doi:10.1214/aos/1176350951.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"days": [1, 2, 3, 4], "event": [1, 2, 0, 1]})
    >>> found = cumulative_incidence(count_events(frame, "days", "event")).frame
    >>> found.loc[found["cause"] == "1", "estimate"].tolist()
    [0.25, 0.25, 0.25, 0.75]
    """
    curves = [
        _rows(course, course.group.time, np.arange(len(course.n_event)), conf_type, level)
        for course in _courses(table, causes, variance)
    ]
    return _result(table, curves, variance, conf_type, level)


def incidence_at(
    table: EventTable,
    times: Sequence[float],
    *,
    causes: Mapping[int, str] | None = None,
    variance: str = "greenwood",
    conf_type: str = "log-log",
    level: float = 0.95,
) -> CumulativeIncidence:
    """Estimate the probability of each cause by given times, in the table's unit.

    `n_event` counts the events up to the time. After a group's last observed time the incidence stays if
    survival had reached 0, and is missing otherwise. A negative or endless time is a DataError; all else is
    as in `cumulative_incidence`.
    """
    if any(not 0 <= time < np.inf for time in times):
        raise DataError(f"Incidence is given at times from 0 on, and found {list(times)}.")
    at = np.asarray(sorted(times), dtype=float)
    found = [_at(course, at, conf_type, level) for course in _courses(table, causes, variance)]
    return _result(table, found, variance, conf_type, level)


def one_event(table: EventTable, *kinds: int) -> EventTable:
    """Return the table with the kinds named as the event, and every other as a censoring.

    Without kinds each one is the event: death of any cause.
    """
    kind = table.counts["kind"]
    happened = kind.isin(kinds) if kinds else kind > 0
    return replace(table, counts=merge(table.counts.assign(kind=happened.astype(np.int64)), table.strata))


@dataclass(frozen=True, eq=False)
class _Course:
    """One cause in one group: `group` counts events of any cause, `n_event` those of this one."""

    group: RiskSet
    cause: str
    kind: int
    n_event: Integers
    estimate: Floats
    std_error: Floats


def _courses(table: EventTable, causes: Mapping[int, str] | None, variance: str) -> Iterator[_Course]:
    if variance not in _VARIANCES:
        raise DataError(f"The variance {variance!r} is not known: choose one of {', '.join(VARIANCES)}.")
    occurring = sorted(int(kind) for kind in table.counts["kind"].unique() if kind)
    named = causes or {kind: str(kind) for kind in occurring}
    of_cause = {kind: risk_sets(table, event=kind) for kind in named}
    for position, group in enumerate(risk_sets(one_event(table))):
        for kind, name in named.items():
            n_event = of_cause[kind][position].n_event
            estimate = np.cumsum(_before(group) * n_event / group.n_risk)
            error = np.sqrt(_variance(group, n_event, estimate, variance))
            yield _Course(group, name, kind, n_event, estimate, error)


def _before(group: RiskSet) -> Floats:
    """Return survival of all causes just before each time."""
    return np.append(1.0, group.survival[:-1])


def _variance(group: RiskSet, n_event: Integers, estimate: Floats, variance: str) -> Floats:
    """Return the variance of F(t): the sum over u ≤ t of A − 2Bx + Cx², x = F(t) − F(u).

    An event of the cause at u adds S(u−) to F(t), and every event takes away its part of x, the incidence
    that was still to come. Multiplied out, cumulative sums give all t at once.
    """
    a, b, c = _VARIANCES[variance](group, n_event)
    f = estimate
    b_terms = f * b.cumsum() - (b * f).cumsum()
    c_terms = f**2 * c.cumsum() - 2 * f * (c * f).cumsum() + (c * f**2).cumsum()
    total: Floats = a.cumsum() - 2 * b_terms + c_terms
    return total.clip(min=0.0)


def _greenwood(group: RiskSet, n_event: Integers) -> tuple[Floats, Floats, Floats]:
    """Return A, B and C where the events of a time are one multinomial draw from those at risk."""
    before, n = _before(group), group.n_risk.astype(float)
    to_come = np.where(np.isfinite(group.hazard_variance), group.hazard_variance, 0.0)  # x is 0 there
    return before**2 * n_event * (n - n_event) / n**3, before * n_event / n**2, to_come


def _aalen(group: RiskSet, n_event: Integers) -> tuple[Floats, Floats, Floats]:
    """Return A, B and C where each cause's events of a time are drawn without replacement, independently."""
    before, n = _before(group), group.n_risk.astype(float)
    left = n - group.n_event
    loss = np.divide(n, left, out=np.zeros_like(n), where=left > 0)  # where none is left, x is 0
    own, other = (d * (n - d) / (np.maximum(n - 1, 1) * n**2) for d in (n_event, group.n_event - n_event))
    return before**2 * own, before * loss * own, loss**2 * (own + other)


_VARIANCES: Mapping[str, Callable[[RiskSet, Integers], tuple[Floats, Floats, Floats]]] = MappingProxyType(
    {"greenwood": _greenwood, "aalen": _aalen}
)
VARIANCES = tuple(_VARIANCES)


def _at(course: _Course, at: Floats, conf_type: str, level: float) -> pd.DataFrame:
    """Return the rows at given times: as just after the last observed time that is not later."""
    time = course.group.time
    last = np.searchsorted(time, at + SAME_TIME, side="right") - 1
    before = np.searchsorted(time, at - SAME_TIME)
    ended = (before == len(time)) & (course.group.survival[-1] > 0)
    rows = _rows(course, at, last, conf_type, level)
    rows["n_risk"] = np.append(course.group.n_risk, 0)[before]
    rows["n_event"] = np.append(course.n_event.cumsum(), 0)[last]
    rows.loc[ended, list(_ESTIMATES)] = np.nan
    return rows.assign(status=np.where(ended, "follow-up ended", "estimated"))


def _rows(course: _Course, time: Floats, last: Integers, conf_type: str, level: float) -> pd.DataFrame:
    """Return the rows of given times, `last` the position of the last observed one, −1 before the first."""
    estimate, error = (np.append(values, 0.0)[last] for values in (course.estimate, course.std_error))
    uncertain = np.where((estimate > 0) & (estimate < _CERTAIN), estimate, np.nan)
    low, high = confidence_limits(uncertain, error / uncertain, conf_type=conf_type, level=level)
    numbers = (course.group.n_risk[last], course.n_event[last], estimate, error, low, high, "estimated")
    columns = (course.group.group, course.cause, course.kind, time, *numbers)
    return pd.DataFrame(dict(zip(_COLUMNS, columns, strict=True)), copy=False)


def _result(
    table: EventTable, found: Sequence[pd.DataFrame], variance: str, conf_type: str, level: float
) -> CumulativeIncidence:
    frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(_COLUMNS))
    absent = "The cumulative incidence is not given: no patient had an event of any cause."
    return CumulativeIncidence(frame, table.unit, variance, conf_type, level, "" if found else absent)
