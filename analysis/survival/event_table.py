"""Event tables: counts of (strata…, time, event kind), the only thing that estimators see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from analysis.cohort import DAYS_PER_MONTH, Cohort
from analysis.errors import DataError
from analysis.survival.cells import CELL, LARGEST, MISSING, MOST_KINDS, group_name, merge, pool, tally
from analysis.survival.outcome import EVENT_COLUMN, TIME_COLUMN, Observed, observe

DECIMAL_TICKS = 10**9

Counts = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class EventTable:
    """How many patients of each stratum left the risk set at each time, and how.

    `counts` is a sparse long frame, sorted: one Categorical column per stratum (its categories are the
    levels in their order, numbers where the levels are numbers), `time` in whole ticks, `kind` (0
    censored, 1 the event, 2 and above competing events) and `n`, never 0. `ticks_per_unit` ticks make
    one `unit`: 1 for whole days, 10**9 for decimal times, so that 0.1 + 0.2 and 0.3 are one time, and
    ticks / ticks_per_unit is the literal that was written. `excluded` says how many rows could not be
    counted, by reason. `origin` names the date from which time is counted, empty where it is not known.
    """

    counts: pd.DataFrame
    strata: tuple[str, ...] = ()
    unit: str = "days"
    ticks_per_unit: float = 1
    excluded: Mapping[str, int] = field(default_factory=dict)
    origin: str = ""

    def __post_init__(self) -> None:
        if tuple(self.counts.columns) != (*self.strata, *CELL):
            raise DataError(
                f"An event table has the columns {', '.join((*self.strata, *CELL))}, and found "
                f"{', '.join(map(str, self.counts.columns))}."
            )
        if (self.counts["n"] <= 0).any() or (self.counts["time"] < 0).any():
            raise DataError("An event table counts at least one patient a cell, at times from 0 on.")

    @property
    def n(self) -> int:
        """The number of patients counted."""
        return int(self.counts["n"].sum())

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the groups that hold patients, in their levels' order; without strata only "all"."""
        if not self.strata:
            return ("all",) if len(self.counts) else ()
        return tuple(group_name(levels, self.strata) for levels in self._cells().itertuples(index=False))

    @property
    def scores(self) -> tuple[float, ...] | None:
        """One number a group for a test of trend: the levels where they are numbers, ranks where ordered.

        None where the groups have no order: several strata, none, or one whose levels are mere names.
        """
        if len(self.strata) != 1:
            return None
        levels = self._cells()[self.strata[0]]
        if pd.api.types.is_numeric_dtype(levels.cat.categories.dtype):
            return tuple(float(level) for level in levels)
        return tuple(float(rank) for rank in range(1, len(levels) + 1)) if levels.cat.ordered else None

    def group_codes(self) -> Counts:
        """Return the position in `groups` of each row of `counts`; the rows of a group stand together."""
        if not self.strata:
            return np.zeros(len(self.counts), dtype=np.int64)
        codes = self.counts.groupby(list(self.strata), observed=True).ngroup()
        return np.asarray(codes, dtype=np.int64)

    def margin(self, *strata: str) -> "EventTable":
        """Return the table by the strata named only; the others are summed away.

        Without names it is the table of all patients. A stratum that the table lacks is a DataError.

        >>> frame = pd.DataFrame({"t": [5, 8], "dead": [True, False], "arm": ["a", "b"]})
        >>> count_events(frame, "t", "dead", ["arm"]).margin().groups
        ('all',)
        """
        for name in strata:
            if name not in self.strata:
                known = ", ".join(self.strata) or "none"
                raise DataError(f"The event table has no stratum {name!r}: it was counted by {known}.")
        return replace(self, counts=merge(self.counts, strata), strata=strata)

    def with_levels(self, stratum: str, levels: Sequence[str], *, ordered: bool = False) -> "EventTable":
        """Return the table with the levels of a stratum of text in a given order; others follow these."""
        found = list(self.counts[stratum].cat.categories)
        order = [*levels, *(level for level in found if level not in levels)]
        column = self.counts[stratum].cat.set_categories(order, ordered=ordered and len(order) == len(levels))
        return replace(self, counts=merge(self.counts.assign(**{stratum: column}), self.strata))

    def in_unit(self, unit: str, length: float) -> "EventTable":
        """Return the same counts with time in another unit, of which one is `length` present ones.

        No time is rounded: the ticks stay, and more or fewer of them make a unit.
        """
        return replace(self, unit=unit, ticks_per_unit=self.ticks_per_unit * length)

    def __add__(self, other: "EventTable") -> "EventTable":
        """Return the pooled table of two sites, exact since counts add.

        Both must have the same strata and unit and, where both know it, origin; else a DataError.
        """
        _same("strata", sorted(self.strata), sorted(other.strata))
        _same("unit", self.unit, other.unit)
        if self.origin and other.origin:
            _same("origin", self.origin, other.origin)
        fine = max(self.ticks_per_unit, other.ticks_per_unit)
        reasons = dict.fromkeys([*self.excluded, *other.excluded])
        return replace(
            self,
            counts=pool(_finer(self, fine), _finer(other, fine), self.strata),
            ticks_per_unit=fine,
            excluded={r: self.excluded.get(r, 0) + other.excluded.get(r, 0) for r in reasons},
            origin=self.origin or other.origin,
        )

    def _cells(self) -> pd.DataFrame:
        return self.counts[list(self.strata)].drop_duplicates()


def event_table(
    cohort: Cohort,
    *,
    origin: str | None = None,
    time: str | None = None,
    event: str | None = None,
    by: Sequence[str] = (),
    unit: str | None = None,
    days_per_month: float = DAYS_PER_MONTH,
    cause: str | None = None,
) -> EventTable:
    """Count a cohort's kept patients by strata, time and event; the options are those of `observe`."""
    observed = observe(
        cohort, origin=origin, time=time, event=event, unit=unit, days_per_month=days_per_month, cause=cause
    )
    return count_observed(observed, by)


def count_observed(observed: Observed, by: Sequence[str] = ()) -> EventTable:
    """Count an observed cohort's kept patients by strata, time and event.

    `by` names variables; their levels take the dictionary's order. `excluded` holds the patients whom
    the outcome's attrition steps left out, and those whose stratum is missing.
    """
    dictionary = observed.cohort.dictionary
    table = count_events(observed.cohort.kept(), TIME_COLUMN, EVENT_COLUMN, by, unit=observed.recorded_unit)
    for name in by:
        if name in dictionary and dictionary[name].levels and dictionary[name].kind in ("flag", "level"):
            table = table.with_levels(name, dictionary[name].level_keys, ordered=dictionary[name].ordered)
    left_out = {step.reason: step.removed for step in observed.steps if step.removed}
    table = replace(table, excluded={**left_out, **table.excluded}, origin=observed.origin)
    return table if observed.unit == observed.recorded_unit else table.in_unit(observed.unit, observed.length)


def count_events(
    frame: Any,
    time: str,
    event: str,
    by: Sequence[str] = (),
    *,
    unit: str = "days",
    ticks_per_unit: int | None = None,
) -> EventTable:
    """Count the rows of a native frame (pandas, Polars, DuckDB, whatever narwhals reads).

    `time` is a number from 0 on in `unit`; `event` is Boolean, or a whole number: 0 censored, 1 the
    event, 2 to 13 competing events; `by` names the strata. A row whose time, event or stratum is missing,
    or whose time is negative, is not counted; `excluded` says how many there are. Without
    `ticks_per_unit`, times of an integer column are counted as they are, others to nine decimals.
    A column that is absent, not a number, infinite or no such kind is a DataError.

    >>> frame = pd.DataFrame({"t": [0.1 + 0.2, 0.3, None], "dead": [1, 1, 0]})
    >>> table = count_events(frame, "t", "dead")
    >>> table.counts.to_dict("records"), table.excluded
    ([{'time': 300000000, 'kind': 1, 'n': 2}], {'t or dead missing': 1})
    """
    data = nw.from_native(frame)
    schema = data.collect_schema()
    _check_columns(schema, time, event, by)
    _check_kinds(data, event, schema[event])
    ticks = ticks_per_unit or (1 if schema[time].is_integer() else DECIMAL_TICKS)
    cells = tally(data, time, event, by, ticks)
    when, n = cells["time"].to_numpy(), cells["n"].to_numpy()
    if (when > LARGEST).any():
        raise DataError(f"The column {time!r} holds an endless or impossibly long time: correct or blank it.")
    unusable = {
        f"{time} or {event} missing": cells["kind"].to_numpy() == MISSING,
        f"{time} negative": when < 0,
        **{f"{name} missing": cells[name].isna().to_numpy() for name in by},
    }
    counted, excluded = np.ones(len(cells), dtype=bool), {}
    for reason, rows in unusable.items():
        if (counted & rows).any():
            excluded[reason] = int(n[counted & rows].sum())
            counted &= ~rows
    if excluded:
        cells = cells[counted].reset_index(drop=True)
    return EventTable(cells, tuple(by), unit, ticks, excluded)


def _check_columns(schema: Any, time: str, event: str, by: Sequence[str]) -> None:
    for name in (time, event, *by):
        if name not in schema:
            raise DataError(f"There is no column {name!r} to count; there are {', '.join(schema)}.")
    for name in by:
        if name in CELL:
            raise DataError(f"The stratum {name!r} has the name of a count: give the column another name.")
    for name in (time, event):
        if not (schema[name].is_numeric() or (name == event and schema[name] == nw.Boolean)):
            raise DataError(f"The column {name!r} must hold numbers to be counted, and holds {schema[name]}.")


def _check_kinds(data: Any, event: str, dtype: Any) -> None:
    """Refuse an event that is not a kind; a Boolean always is one."""
    if dtype == nw.Boolean:
        return
    lazy = isinstance(data, nw.LazyFrame)
    kind: Any = nw.col(event) if lazy else data.get_column(event)
    kind = kind if dtype.is_integer() else kind.cast(nw.Float64).fill_nan(None)
    ends = [kind.min(), kind.max()] if dtype.is_integer() else [kind.min(), kind.max(), (kind % 1).max()]
    if lazy:
        ends = data.select(*(end.alias(f"end_{i}") for i, end in enumerate(ends))).collect().row(0)
    low, high, *part_of_one = (0 if pd.isna(end) else end for end in ends)
    if low < 0 or high > MOST_KINDS or any(part_of_one):
        raise DataError(
            f"The column {event!r} holds values from {low:g} to {high:g}: an event is 0 (censored), 1 (the "
            f"event) or a whole number up to {MOST_KINDS} (a competing event); recode it."
        )


def _same(what: str, mine: object, theirs: object) -> None:
    if mine != theirs:
        raise DataError(f"Two event tables add only with the same {what}: {mine} and {theirs} differ.")


def _finer(table: EventTable, ticks_per_unit: float) -> pd.DataFrame:
    factor = ticks_per_unit / table.ticks_per_unit
    if not factor.is_integer():
        raise DataError(
            f"Two event tables add only if one's ticks divide the other's: {table.ticks_per_unit:g} and "
            f"{ticks_per_unit:g} ticks per {table.unit} do not; count both in days."
        )
    return table.counts.assign(time=table.counts["time"] * int(factor))
