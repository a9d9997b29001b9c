"""Gray's test that groups have the same cumulative incidence of a cause."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from analysis.errors import DataError
from analysis.survival.comparison import Comparison, Stratum, groups_within
from analysis.survival.competing import one_event
from analysis.survival.event_table import EventTable
from analysis.survival.log_rank import SurvivalTest, chi_squared_test, full_name
from analysis.survival.risk_set import Floats, Integers

_NEGLIGIBLE = 1e-9
"""What is left of the common incidence, or of a variance by share, that may be rounding."""


def gray_test(
    table: EventTable, *, cause: int = 1, rho: float = 0, stratified_by: Sequence[str] = ()
) -> SurvivalTest:
    """Test whether the groups of a table have the same cumulative incidence of a cause.

    `cause` is its kind in the table; every other kind competes. Events count (1 − F)^rho, F the common
    incidence just before them. `stratified_by` names strata of the table within which groups are compared;
    its other strata make the groups. χ², its degrees of freedom and p are those of cmprsk's cuminc; where
    cuminc prints −1, since the groups' scores depend on each other, the rank of their covariance is the
    degrees of freedom. Where there is nothing to test, `not_tested` says why. A rho below 0, or a stratum
    that the table lacks, is a DataError. Source: Gray 1988, doi:10.1214/aos/1176350951.

    >>> import pandas as pd
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "event": [1, 1, 1, 2], "arm": ["a", "a", "b", "b"]})
    >>> gray_test(count_events(frame, "t", "event", ["arm"])).df
    1
    """
    if not 0 <= rho < np.inf:
        raise DataError(f"The exponent rho of Gray's test is a number from 0 on, and found {rho:g}.")
    every, own = (groups_within(one_event(table, *kinds), stratified_by) for kinds in ((), (cause,)))
    within = [_meeting(every.names, *pair) for pair in zip(every.strata, own.strata, strict=True)]
    sums = [_sums(stratum, rho) for stratum in within]
    observed, expected, covariance = (np.sum(parts, axis=0) for parts in zip(*sums, strict=True))
    events = sum(risk_set.events for risk_set in chain.from_iterable(own.strata))
    obstacle = _obstacle(every.names, within, events, covariance)
    n = Counter[str]()
    for risk_set in chain.from_iterable(every.strata):
        n[risk_set.group] += risk_set.n
    compared = Comparison(
        groups=every.names,
        n=np.array([n[group] for group in every.names]),
        observed=observed,
        expected=expected,
        covariance=np.zeros_like(covariance) if obstacle else covariance,
        obstacle=obstacle,
    )
    return chi_squared_test(compared, test=full_name(f"Gray (rho {rho:g})" if rho else "Gray", stratified_by))


@dataclass(frozen=True, eq=False)
class _Meeting:
    """Groups × times: the numbers at risk, with an event of any cause, and with one of the cause tested.

    The times are those with an event of any cause while two groups are at risk. When a group is alone, it
    has as many events as are expected, and nothing adds to the variance.
    """

    at_risk: Integers
    events: Integers
    own: Integers


def _meeting(groups: Sequence[str], every: Stratum, own: Stratum) -> _Meeting:
    """Return a stratum's numbers; `every` counts events of any cause, `own` those of the cause tested."""
    ticks = np.unique(np.concatenate([one.ticks[one.n_event > 0] for one in every]))
    at_risk, events, own_events = np.zeros((3, len(groups), len(ticks)), dtype=np.int64)
    for any_cause, this_cause in zip(every, own, strict=True):
        row = groups.index(any_cause.group)
        at_risk[row], events[row] = any_cause.at_risk(ticks), any_cause.events_at(ticks)
        own_events[row] = this_cause.events_at(ticks)
    met = np.count_nonzero(at_risk, axis=0) > 1
    return _Meeting(at_risk[:, met], events[:, met], own_events[:, met])


def _sums(met: _Meeting, rho: float) -> tuple[Floats, Floats, Floats]:
    """Return observed and expected events, and the covariance of their difference."""
    course = _course(met)
    with np.errstate(invalid="ignore"):  # F can pass 1 where a group leaves early: `_obstacle` finds it
        weight = course.left**rho
    at_risk = course.followed * (1 - _just_before(course.incidence, 0.0))
    expected = weight * met.own.sum(axis=0) * at_risk / at_risk.sum(axis=0)
    covariance = sum(
        (_of_group(met, course, weight, group) for group in range(len(met.at_risk))),
        start=np.zeros((len(met.at_risk), len(met.at_risk))),
    )
    return (weight * met.own).sum(axis=1), expected.sum(axis=1), covariance


@dataclass(frozen=True, eq=False)
class _Course:
    """Groups × times: survival of all causes just after a time and before it, the incidence of the cause
    tested, and `followed`, how many would be at risk if no event had taken anyone. Of each time: `step` by
    which the common incidence rises, and `left`, 1 − the common incidence just before it.
    """

    survival: Floats
    before: Floats
    incidence: Floats
    followed: Floats
    step: Floats
    left: Floats


def _course(met: _Meeting) -> _Course:
    there = met.at_risk > 0
    staying: Floats = 1 - _ratio(met.events, met.at_risk, there)
    survival = staying.cumprod(axis=1)
    before = _just_before(survival, 1.0)
    followed = _ratio(met.at_risk, before, there)
    step: Floats = met.own.sum(axis=0) / followed.sum(axis=0)
    left = 1 - _just_before(step.cumsum(), 0.0)
    return _Course(
        survival=survival,
        before=before,
        incidence=np.cumsum(before * _ratio(met.own, met.at_risk, there), axis=1),
        followed=followed,
        step=step,
        left=np.where(np.abs(left) < _NEGLIGIBLE, np.nan, left),
    )


def _of_group(met: _Meeting, course: _Course, weight: Floats, k: int) -> Floats:
    """Return what the events of group k add to the covariance of the groups' scores.

    An event moves the scores at its own time, by `direct`, and at all later ones through k's survival and
    the common incidence, by a share of `to_come`.
    """
    n, before, survival = met.at_risk[k], course.before[k], course.survival[k]
    events, other, total = met.own.sum(axis=0), met.events[k] - met.own[k], course.followed.sum(axis=0)
    itself = (np.arange(len(met.at_risk)) == k)[:, np.newaxis]
    direct = weight * course.followed[k] * (itself - course.followed / total)
    later = np.cumsum(direct * course.step / course.left, axis=1)
    to_come = later[:, -1:] - later
    share = _ratio(course.left - course.step, survival, survival > 0)
    own_spread = _ratio(before * events, total * n, n > 0) * (1 - _ties(events, total * before))
    other_spread = _ratio(before**2 * other, n.astype(float) ** 2, n > 0) * (1 - _ties(other, n))
    by_own, by_other = direct + (1 - share) * to_come, share * to_come
    contribution: Floats = (by_own * own_spread) @ by_own.T + (by_other * other_spread) @ by_other.T
    return contribution


def _ties(events: Integers, n: Floats | Integers) -> Floats:
    """Return (d − 1) / (n − 1), the share by which d events at once vary less than d apart; 0 for one."""
    return _ratio(events - 1, n - 1, (events > 1) & (n > 1))


def _ratio(above: Floats | Integers, below: Floats | Integers, where: Any) -> Floats:
    """Return a quotient, 0 elsewhere."""
    quotient: Floats = np.divide(above, below, out=np.zeros(np.shape(above)), where=where)
    return quotient


def _just_before(values: Floats, first: float) -> Floats:
    """Return the values of the time before, `first` at the first one."""
    start = np.full((*values.shape[:-1], 1), first)
    return np.concatenate([start, values], axis=-1)[..., :-1]


def _obstacle(groups: Sequence[str], within: Sequence[_Meeting], events: int, covariance: Floats) -> str:
    if len(groups) == 1:
        return f"it compares groups, and there is one, {groups[0]}"
    if not events:
        return "no patient had an event of this cause"
    if not any(met.own.any() for met in within):
        return "no event of this cause happened while patients of two groups were at risk"
    if not np.isfinite(covariance).all():
        return "the groups' common incidence passes 1 while patients of several are at risk"
    if not covariance.any():
        return "whenever two groups were at risk, all their patients had the event at once"
    variances = np.linalg.eigvalsh(covariance)
    if variances[0] < -_NEGLIGIBLE * np.abs(variances).max():
        return "so many patients had the event at once that its variance, corrected for ties, is negative"
    return ""
