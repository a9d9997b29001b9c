"""An event table by totals or risks, regrouped: into a score's bands, at a cut-off, into groups of risk."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.scores.definition import Band, Score
from analysis.survival.cells import CELL, merge
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import Floats, Integers

BAND = "band"
WORSE, BETTER = "worse", "better"
"""What a higher total means."""

Booleans = np.ndarray[Any, np.dtype[np.bool_]]


def by_band(table: EventTable, score: Score) -> EventTable:
    """Return a table counted by totals, regrouped into the bands of a score.

    The strata are one number, the total, or two, the lowest and highest total that a patient can have
    (`score.column("low")` and `"high"`), or else the names of the score's bands. A patient whose totals
    reach two bands, or fall in none, is left out, and `excluded` says how many there are. Any other stratum
    is a DataError.

    >>> from analysis.scores import score_of
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [5, 8], "dead": 1, "low": [3, 7], "high": [3, 9]})
    >>> table = by_band(count_events(frame, "t", "dead", ["low", "high"]), score_of("tokuhashi_2005"))
    >>> table.groups, table.excluded
    (('0-8',), {'total between bands of tokuhashi_2005': 1})
    """
    names = [band.name for band in score.bands]
    if has_names(table):
        return _named(table, names, score.key)
    low, high = totals(table)
    lowest, highest = (_positions(ends, score.bands) for ends in (low, high))
    left_out = {
        f"total in no band of {score.key}": (lowest == highest) & (lowest < 0),
        f"total between bands of {score.key}": lowest != highest,
    }
    groups = np.where(lowest == highest, lowest, -1)
    return regroup(table, groups, names, stratum=BAND, left_out=left_out)


def by_cut_off(table: EventTable, cut_off: float, *, higher_is: str) -> EventTable:
    """Return a table counted by totals, regrouped into "negative" and "positive" at a cut-off.

    Where higher is worse, a total of the cut-off or above is positive; where higher is better, one of the
    cut-off or below. The strata are those of `by_band`; patients whose lowest and highest total lie on
    either side are left out and counted. A direction other than "worse" or "better" is a DataError.
    """
    if higher_is not in (WORSE, BETTER):
        raise DataError(f'A higher score is "worse" or "better", and found {higher_is!r}.')
    ends = totals(table)
    low, high = ((end >= cut_off) if higher_is == WORSE else (end <= cut_off) for end in ends)
    groups = np.where(low == high, low.astype(int), -1)
    left_out = {f"total on either side of {cut_off:g}": low != high}
    return regroup(table, groups, ("negative", "positive"), stratum="cut_off", left_out=left_out)


def by_ranges(table: EventTable, *, groups: int = 5) -> tuple[EventTable, Floats]:
    """Return a table counted by a number, a risk or a score, regrouped into ranges of it, and their means.

    The ranges, in ascending order, hold as equal numbers of patients as equal values allow, and are named by
    their lowest and highest value; where there are no more different values than `groups`, each is its own.
    """
    value, _ = totals(table)
    n = table.counts["n"].to_numpy()
    distinct, row_value = np.unique(value, return_inverse=True)
    patients = np.bincount(row_value, weights=n)
    position = np.arange(len(distinct))
    if len(distinct) > groups:
        middle = patients.cumsum() - patients / 2
        position = np.unique((middle * groups / patients.sum()).astype(int), return_inverse=True)[1]
    size = np.bincount(position, weights=patients)
    mean: Floats = np.bincount(position, weights=patients * distinct) / size
    first = np.searchsorted(position, np.arange(len(size)))
    names = _ranges(distinct[first], distinct[np.append(first[1:], len(distinct)) - 1])
    return regroup(table, position[row_value], names, stratum=table.strata[0]), mean


def regroup(
    table: EventTable,
    groups: Integers,
    levels: Sequence[str],
    *,
    stratum: str,
    left_out: Mapping[str, Booleans] | None = None,
) -> EventTable:
    """Return a table with one ordered stratum in place of its own.

    groups: for each row of `table.counts` its position in `levels`, or -1 where it is left out.
    left_out: reason → the rows that it leaves out, for `excluded`.
    """
    kept = groups >= 0
    column = pd.Categorical.from_codes(groups[kept], pd.Index(list(levels), dtype=object), ordered=True)
    cells = {name: table.counts[name].to_numpy()[kept] for name in CELL}
    n = table.counts["n"].to_numpy()
    reasons = {reason: int(n[rows].sum()) for reason, rows in (left_out or {}).items() if rows.any()}
    counts = merge(pd.DataFrame({stratum: column, **cells}), (stratum,))
    return replace(table, counts=counts, strata=(stratum,), excluded={**table.excluded, **reasons})


def totals(table: EventTable) -> tuple[Floats, Floats]:
    """Return the lowest and the highest total of each row of a table whose strata are one number or two."""
    if len(table.strata) not in (1, 2) or not all(_numeric(table, name) for name in table.strata):
        found = ", ".join(table.strata) or "none"
        raise DataError(
            f"The patients are to be counted by their total, or by their lowest and highest one, as numbers: "
            f"the strata found are {found}."
        )
    low, high = (np.asarray(table.counts[name], dtype=np.float64) for name in (table.strata * 2)[:2])
    return low, high


def subtables(table: EventTable, stratum: str) -> dict[str, EventTable]:
    """Return for each level of a stratum that holds patients the table of its patients, by the other strata.

    A stratum that the table lacks is a DataError.
    """
    others = [name for name in table.strata if name != stratum]
    table.margin(stratum)  # refuses an unknown stratum
    parts = {}
    for level in table.counts[stratum].drop_duplicates().sort_values():
        rows = table.counts[table.counts[stratum] == level]
        name = str(int(level)) if isinstance(level, float) and level.is_integer() else str(level)
        parts[name] = replace(table, counts=merge(rows, others), strata=tuple(others))
    return parts


def has_names(table: EventTable) -> bool:
    """Return whether a table is counted by the names of bands, and not by totals."""
    return len(table.strata) == 1 and not _numeric(table, table.strata[0])


def _numeric(table: EventTable, stratum: str) -> bool:
    return bool(pd.api.types.is_numeric_dtype(table.counts[stratum].cat.categories.dtype))


def _named(table: EventTable, names: list[str], key: str) -> EventTable:
    """Return a table that is counted by the names of bands already, in the bands' order."""
    column = table.counts[table.strata[0]]
    strange = [str(level) for level in column.unique() if level not in names]
    if strange:
        raise DataError(f"{key} has no band {', '.join(strange)}: its bands are {', '.join(names)}.")
    groups = pd.Categorical(column.astype(object), names).codes.astype(np.int64)
    return regroup(table, groups, names, stratum=BAND)


def _positions(total: Floats, bands: Sequence[Band]) -> Integers:
    """Return which band holds each total, -1 where none does."""
    position = np.full(len(total), -1)
    for number, band in enumerate(bands):
        position[(total >= band.low) & (total <= band.high)] = number
    return position


def _ranges(low: Floats, high: Floats) -> list[str]:
    """Return the name of each range, in as few digits as tell them apart."""
    names: list[str] = []
    for digits in (2, 3, 6, 17):
        ends = zip(low, high, strict=True)
        names = [f"{a:.{digits}g}" if a == b else f"{a:.{digits}g}-{b:.{digits}g}" for a, b in ends]
        if len(set(names)) == len(names):
            break
    return names
