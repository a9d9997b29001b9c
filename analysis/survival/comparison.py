"""What every test between groups rests on: events observed and expected, and their covariance."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import pandas as pd

from analysis.survival.event_table import Counts, EventTable
from analysis.survival.risk_set import Floats, Integers, RiskSet, risk_sets
from analysis.survival.weights import Weight

Stratum = tuple[RiskSet, ...]
"""The risk sets of the groups that one stratum holds."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Weighted events of each group, summed over strata.

    `covariance` is that of observed − expected. `obstacle` says why the groups can't be compared, and is
    empty where they can.
    """

    groups: tuple[str, ...]
    n: Integers
    observed: Floats
    expected: Floats
    covariance: Floats
    obstacle: str


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups that are compared, their scores for a trend where they have any, and their risk sets."""

    names: tuple[str, ...]
    scores: tuple[float, ...] | None
    strata: tuple[Stratum, ...]


def groups_within(table: EventTable, stratified_by: Sequence[str]) -> Groups:
    """Return the groups of a table and their risk sets within each stratum.

    The table's strata that `stratified_by` doesn't name make the groups. A name that the table lacks is a
    DataError.
    """
    found = risk_sets(table)
    if not stratified_by:
        return Groups(table.groups, table.scores, (found,))
    compared = [name for name in table.strata if name not in stratified_by]
    cells = replace(table, counts=table.counts.drop_duplicates(list(table.strata)))  # one names a group
    cells.margin(*stratified_by)  # refuses a name that the table lacks
    groups = cells.margin(*compared)
    names, scores = groups.groups, groups.scores
    strata: dict[int, list[RiskSet]] = {}
    codes = (_codes(cells.counts, names) for names in (stratified_by, compared))
    for risk_set, stratum, group in zip(found, *codes, strict=True):
        strata.setdefault(int(stratum), []).append(replace(risk_set, group=names[group]))
    return Groups(names, scores, tuple(map(tuple, strata.values())))


def _codes(cells: pd.DataFrame, strata: Sequence[str]) -> Counts:
    """Return the position of each row among the distinct levels of some strata, in their order."""
    if not strata:
        return np.zeros(len(cells), dtype=np.int64)
    return np.asarray(cells.groupby(list(strata), observed=True).ngroup(), dtype=np.int64)


def compare(groups: Sequence[str], strata: Collection[Stratum], weight: Weight) -> Comparison:
    """Compare the groups named, stratum by stratum; risk sets of other groups are left out.

    Within a stratum, the events of a time are expected in proportion to the numbers at risk, and their
    covariance is that of drawing them from those at risk without replacement.
    """
    within = [_at_event_times(groups, stratum) for stratum in strata]
    sums = [_sums(at_risk, events, weight) for at_risk, events in within]
    observed, expected, covariance = (np.sum(parts, axis=0) for parts in zip(*sums, strict=True))
    n = Counter[str]()
    for risk_set in chain.from_iterable(strata):
        n[risk_set.group] += risk_set.n
    return Comparison(
        groups=tuple(groups),
        n=np.array([n[group] for group in groups]),
        observed=observed,
        expected=expected,
        covariance=covariance,
        obstacle="" if covariance.any() else _obstacle(groups, within, weight),
    )


def _at_event_times(groups: Sequence[str], stratum: Stratum) -> tuple[Integers, Integers]:
    """Return the numbers at risk and with the event, groups × times at which any of them has an event."""
    found = {risk_set.group: risk_set for risk_set in stratum if risk_set.group in groups}
    eventful = [one.ticks[one.n_event > 0] for one in found.values()]
    ticks = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *eventful]))
    at_risk, events = np.zeros((2, len(groups), len(ticks)), dtype=np.int64)
    for row, group in enumerate(groups):
        if group in found:
            at_risk[row], events[row] = found[group].at_risk(ticks), found[group].events_at(ticks)
    return at_risk, events


def _sums(at_risk: Integers, events: Integers, weight: Weight) -> tuple[Floats, Floats, Floats]:
    """Return observed and expected events and the covariance of their difference, over event times."""
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    survival = np.cumprod(np.append(1.0, (n - d) / n))[:-1]
    weights, share = weight.at(n, survival), at_risk / n
    spread = weights**2 * d * (n - d) / np.maximum(n - 1, 1)
    covariance = -(share * spread) @ share.T
    # The diagonal is summed from the other elements: groups that are never at risk together then vary by 0.
    np.fill_diagonal(covariance, 0.0)
    np.fill_diagonal(covariance, -covariance.sum(axis=1))
    return events @ weights, share @ (weights * d), covariance


def _obstacle(groups: Sequence[str], within: Sequence[tuple[Integers, Integers]], weight: Weight) -> str:
    if len(groups) == 1:
        return f"it compares groups, and there is one, {groups[0]}"
    if not any(events.any() for _, events in within):
        return "no patient had the event"
    if all(np.count_nonzero(at_risk, axis=0).max(initial=0) < 2 for at_risk, _ in within):
        return "no event happened while patients of two groups were at risk"
    or_no_weight = " or the weight was 0" if weight.gamma else ""
    return f"whenever two groups were at risk, all their patients had the event at once{or_no_weight}"


def without_pairs(groups: Sequence[str], what: str) -> str:
    """Return the sentence that says why one group has no pairs; of more groups, nothing."""
    return "" if len(groups) > 1 else f"{what} is not given: there is one group, {groups[0]}."
