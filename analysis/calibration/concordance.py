"""Concordance of a score with survival: Harrell's C and Uno's C."""

from dataclasses import dataclass

import numpy as np

from analysis.calibration.censoring import Cells, censoring, check_horizons, horizon_ticks, table_cells
from analysis.calibration.direction import worse_ranks
from analysis.calibration.influence import Influenced, Metrics, few_events, metrics, not_given
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import Floats, Integers

_GRID = 16
"""Up to so many places of a grid of ticks and ranks a cell, running sums over the grid are quicker."""


def harrell_c(
    table: EventTable, *, higher_is: str | None = None, stratum: str | None = None, level: float = 0.95
) -> Metrics:
    """Return Harrell's C: of two comparable patients, how often the one with the worse score dies first.

    Two patients are comparable if one has the event before the other leaves; an event precedes a censoring
    of the same time, and two events of the same time are not comparable. Equal scores count one half. The
    standard error is the infinitesimal jackknife's, as in R's survival::concordance; limits are symmetric,
    cut off at 0 and 1. `stratum` names the score where the table has several strata; `higher_is` is "worse"
    or "better". Time O(cells × log of the fewer of scores and times), whatever the number of patients.
    Source: Harrell FE et al. JAMA 1982;247:2543-6, doi:10.1001/jama.1982.03320430047030.

    >>> import pandas as pd
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": [1, 1, 0, 1], "points": [5, 3, 4, 1]})
    >>> table = count_events(frame, "t", "dead", ["points"])
    >>> harrell_c(table, higher_is="worse").frame["estimate"].tolist()
    [0.8]
    """
    found = harrell_influence(table, stratum, higher_is)
    return metrics(table, table_cells(table), [found], level=level)


def uno_c(
    table: EventTable,
    *,
    higher_is: str | None = None,
    tau: float | None = None,
    stratum: str | None = None,
    level: float = 0.95,
) -> Metrics:
    """Return Uno's C: Harrell's, each event weighted by 1/G(t−)², so that censoring does not shift it.

    G is the Kaplan-Meier estimate of being still followed. `tau` is the last time whose events count, in the
    table's unit; without it that is the last event. `horizon` in the frame is that time. The standard error
    takes the weights as known, as R's concordance(timewt = "n/G2", ymax = tau) does. The other options are
    those of `harrell_c`. Source: Uno H et al. Stat Med 2011;30:1105-17, doi:10.1002/sim.4154.
    """
    found = uno_influence(table, stratum, higher_is, tau)
    return metrics(table, table_cells(table), [found], level=level)


def harrell_influence(table: EventTable, stratum: str | None, higher_is: str | None) -> Influenced:
    """Return Harrell's C with each patient's influence."""
    cells = table_cells(table)
    rank = worse_ranks(table, stratum, higher_is)
    return _concordance("harrell_c", "Harrell's C", np.nan, cells, rank, np.ones(len(cells.n)))


def uno_influence(
    table: EventTable, stratum: str | None, higher_is: str | None, tau: float | None = None
) -> Influenced:
    """Return Uno's C with each patient's influence."""
    cells, rank = table_cells(table), worse_ranks(table, stratum, higher_is)
    if tau is None:
        last = int(cells.ticks[cells.died].max(initial=0))
        tau = last / table.ticks_per_unit if cells.died.any() else np.nan
    else:
        check_horizons([tau])
        last = horizon_ticks(tau, table.ticks_per_unit)
    known = censoring(table).before(cells.ticks)
    counted = cells.died & (cells.ticks <= last)
    weight = np.divide(1, known**2, out=np.zeros(len(known)), where=counted)
    return _concordance("uno_c", "Uno's C", tau, cells, rank, weight)


def _concordance(
    metric: str, name: str, horizon: float, cells: Cells, rank: Integers, weight: Floats
) -> Influenced:
    events = int(cells.n[cells.died & (weight > 0)].sum())
    if not events:
        return not_given(metric, horizon, events, name, "no patient had the event in the time that counts")
    pairs = _pairs(cells, rank, weight)
    total = np.sum(cells.n * pairs.comparable) / 2
    if not total:
        return not_given(
            metric, horizon, events, name, "no patient was followed longer than one with the event"
        )
    lead = np.sum(cells.n * pairs.lead) / 2 / total
    influence = (pairs.lead - lead * pairs.comparable) / total / 2
    return Influenced(metric, horizon, events, float(lead + 1) / 2, influence, few_events(name, events))


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Of one patient of each cell: its comparable pairs by weight, and the concordant less the discordant."""

    comparable: Floats
    lead: Floats


def _pairs(cells: Cells, rank: Integers, weight: Floats) -> _Pairs:
    """Compare the patients of each cell with those who left later, and with the events before."""
    event = np.where(cells.died, weight, 0.0)
    grid = (int(cells.ticks.max()) + 1) * (int(rank.max()) + 1)
    return (_pairs_on_grid if grid <= _GRID * len(cells.n) else _pairs_by_digits)(cells, rank, event)


def _pairs_on_grid(cells: Cells, rank: Integers, event: Floats) -> _Pairs:
    """Compare by running sums over a grid of ticks and ranks, where few of its places are empty.

    Who is censored at a tick stands in the row after it: an event of that tick comes before.
    """
    shape = (int(cells.ticks.max()) + 2, int(rank.max()) + 1)
    leaving = cells.ticks + ~cells.died
    at_tick, at_leaving = cells.ticks * shape[1] + rank, leaving * shape[1] + rank

    def up_to(place: Integers, value: Floats | Integers) -> Floats:
        values = np.bincount(place, value, minlength=shape[0] * shape[1])
        return values.astype(float, copy=False).reshape(shape).cumsum(axis=0)

    left = up_to(at_leaving, cells.n)
    later = left[-1] - left
    before = up_to(at_tick + shape[1], cells.n * event)
    return _Pairs(
        event * later.sum(axis=1)[cells.ticks] + before.sum(axis=1)[leaving],
        event * _lead(later).take(at_tick) - _lead(before).take(at_leaving),
    )


def _lead(grid: Floats) -> Floats:
    """Return for each place of a grid the values of the lower ranks less those of the higher, in its row."""
    lead: Floats = grid.cumsum(axis=1)
    everyone = lead[:, -1:].copy()
    lead *= 2
    lead -= grid
    lead -= everyone
    return lead


def _pairs_by_digits(cells: Cells, rank: Integers, event: Floats) -> _Pairs:
    """Compare by sorting, where scores or times are many; memory O(cells)."""
    order = np.unique(2 * cells.ticks + ~cells.died, return_inverse=True)[1]
    key, where = np.unique(order * (rank.max() + 1) + rank, return_inverse=True)
    order, rank = np.divmod(key, rank.max() + 1)
    n = np.bincount(where, cells.n).astype(float)
    weight = np.bincount(where, cells.n * event) / n
    later = _sums_before(order.max() - order, rank, n)
    earlier = _sums_before(order, rank, n * weight)
    return _Pairs(
        (weight * later.comparable + earlier.comparable)[where],
        (weight * later.lead - earlier.lead)[where],
    )


def _sums_before(order: Integers, rank: Integers, value: Floats) -> _Pairs:
    """Return for each distinct (order, rank) the values of lower order: all, and lower less higher ranks."""
    total = np.cumsum(np.bincount(order, value))
    everyone: Floats = np.append(0.0, total)[order]
    lower = _sums_below(order, rank, value)
    by_rank = np.lexsort((order, rank))
    running = np.cumsum(value[by_rank]) - value[by_rank]
    equal = np.empty(len(value))
    equal[by_rank] = running - running[np.searchsorted(rank[by_rank], rank[by_rank])]
    return _Pairs(everyone, 2 * lower + equal - everyone)


def _sums_below(first: Integers, second: Integers, value: Floats) -> Floats:
    """Return for each distinct pair of ranks the values of the pairs that are lower in both.

    The ranks are split by their binary digits: two that differ first at a digit meet there, once. So it
    takes as many passes as the shorter of the two ranks has digits, and no memory beyond the cells.
    """
    if first.max() < second.max():
        first, second = second, first
    # Of equal first rank the higher second comes first, so that a running sum leaves out the equal ones.
    order = np.lexsort((-second, first))
    found = np.zeros(len(value))
    for digit in range(int(second.max()).bit_length()):
        block = second[order] >> (digit + 1)
        turn = order[np.argsort(block.astype(np.min_scalar_type(int(block.max()))), kind="stable")]
        block, high = second[turn] >> (digit + 1), (second[turn] >> digit & 1).astype(bool)
        low = np.where(high, 0.0, value[turn])
        running = np.cumsum(low)
        start = np.searchsorted(block, block)
        found[turn] += np.where(high, running - running[start] + low[start], 0.0)
    return found
