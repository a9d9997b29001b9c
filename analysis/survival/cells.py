"""The cells beneath an event table: rows counted in any engine, cells merged, levels ordered and named."""

from collections.abc import Collection, Mapping, Sequence
from math import prod
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from analysis.errors import DataError

CELL = ("time", "kind", "n")
MOST_KINDS, MISSING = 13, -1
"""The largest kind of event, and the kind of a row whose time or event is missing."""
_ROOM = 16
LARGEST = 2**53 // _ROOM - 1
"""The most ticks that a float still tells apart once it holds the kind as well."""
_ALL = "all"
_KEY, _N = "event_table_key", "event_table_n"
_GRID = 2
"""Up to so many places a row, counting on a grid is quicker than sorting."""

Integers = np.ndarray[Any, np.dtype[np.int64]]


def tally(data: Any, time: str, event: str, by: Sequence[str], ticks_per_unit: int) -> pd.DataFrame:
    """Count the rows of a narwhals frame by strata, time in ticks and kind, where the rows are.

    Returned are the strata as levels, then time (below 0 where it is negative), kind and n, sorted by strata,
    time and kind; nothing is left out.
    """
    if isinstance(data, nw.LazyFrame):
        groups = _grouped(data, time, event, by, ticks_per_unit)
        ticks, place = np.divmod(groups.get_column(_KEY).to_numpy().astype(np.int64), _ROOM)
        n, kind, step = groups.get_column(_N).to_numpy(), place - 1, 1
        ticks = np.maximum(ticks, -1)
    else:
        groups, n = data, None
        ticks, kind, step = _rows(data.get_column(time), data.get_column(event), ticks_per_unit)
    strata = {name: _levels(groups.get_column(name)) for name in by}
    cells = _count(strata, ticks, kind, n)
    return cells.assign(time=cells["time"] * step) if step > 1 else cells


def _grouped(data: Any, time: str, event: str, by: Sequence[str], ticks_per_unit: int) -> Any:
    """Group rows in their engine, by strata and one integer, of time and kind: once, and by a number.

    That integer is 0 where one of the two is missing. Whole numbers are spared the way by floats, whose
    halves are rounded by floor, since engines round them differently.
    """
    schema = data.collect_schema()
    if ticks_per_unit == 1 and schema[time].is_integer() and not schema[event].is_float():
        key = nw.col(time).cast(nw.Int64) * _ROOM + nw.col(event).cast(nw.Int64) + 1
    else:
        ticks = (nw.col(time).cast(nw.Float64) * ticks_per_unit + 0.5).floor()
        key = (ticks * _ROOM + nw.col(event).cast(nw.Float64) + 1).clip(-(2.0**53), 2.0**53).fill_nan(0)
    keys = data.select(*by, key.fill_null(0).cast(nw.Int64).alias(_KEY))
    return keys.group_by(*by, _KEY).agg(nw.len().alias(_N)).collect("pandas")


def _rows(time: Any, event: Any, ticks_per_unit: int) -> tuple[Integers, Integers, int]:
    """Return time and kind of rows in memory, and how many ticks the time's unit is.

    Whole times are left as they are: they lie close together, as ticks they would not.
    """
    when, kind = _numbers(time), _numbers(event)
    missing = np.isnan(when) | np.isnan(kind)
    if missing.any():
        when, kind = np.where(missing, 0, when), np.where(missing, MISSING, kind)
    kind, most = kind.astype(np.int8), LARGEST // ticks_per_unit + 1
    if when.min(initial=0) < -1 or when.max(initial=0) > most:
        when = when.clip(-1, most)
    whole = when.astype(np.min_scalar_type(-most), copy=False)  # small integers: fresh memory costs most
    if whole is when or np.array_equal(whole, when):
        return whole, kind, ticks_per_unit
    ticks = np.floor(when * ticks_per_unit + 0.5)
    return ticks.clip(-1, out=ticks).astype(np.int64), kind, 1


def _numbers(column: Any) -> np.ndarray[Any, Any]:
    """Return a column as integers, or as floats where it has decimals or is missing in places."""
    number = nw.Int64 if column.dtype.is_integer() else nw.Float64
    values: np.ndarray[Any, Any] = column.cast(nw.Int8 if column.dtype == nw.Boolean else number).to_numpy()
    return values


def _levels(column: Any) -> pd.Categorical:
    """Return a stratum as levels: numbers ascending and ordered, text sorted, a Categorical as it is."""
    if column.dtype == nw.String:  # its engine codes texts quicker than they become Python's
        coded = column.cast(nw.Categorical).to_pandas().array
        return _ordered(coded.codes, coded.categories)
    values: Any = column.to_pandas()
    is_coded = isinstance(values.dtype, pd.CategoricalDtype)
    return pd.Categorical(values) if is_coded else _ordered(*pd.factorize(values))


def _ordered(codes: Integers, found: "pd.Index[Any]") -> pd.Categorical:
    """Return the values of a column, each coded by its place in `found` or -1, as levels in their order."""
    if pd.api.types.is_bool_dtype(found.infer_objects().dtype):
        place, levels = found.to_numpy(dtype=np.int64), pd.CategoricalDtype(["no", "yes"])
    else:
        numbers = pd.api.types.is_numeric_dtype(found.dtype)
        distinct, place = np.unique(found.to_numpy(dtype=float if numbers else object), return_inverse=True)
        levels = pd.CategoricalDtype(distinct.tolist(), ordered=numbers)
    code = np.append(place, -1).astype(np.min_scalar_type(-len(found) - 1))
    return pd.Categorical.from_codes(code[codes], dtype=levels)


def _count(
    strata: Mapping[str, pd.Categorical], ticks: Integers, kind: Integers, n: Integers | None
) -> pd.DataFrame:
    """Return one row a cell of (strata, time, kind), sorted, with the sum of n, or how often it occurs.

    A level, time or kind of -1 is a cell like others.
    """
    columns = [*(levels.codes for levels in strata.values()), ticks, kind]
    (*codes, when, kinds), total = _distinct(columns, n)
    named = {
        name: pd.Categorical.from_codes(code, dtype=strata[name].dtype)
        for name, code in zip(strata, codes, strict=True)
    }
    return pd.DataFrame({**named, "time": when, "kind": kinds, "n": total}, copy=False)


def _distinct(columns: Sequence[Integers], n: Integers | None) -> tuple[list[Integers], Integers]:
    """Return the distinct rows of columns of integers from -1 on, ascending, and the sum of n over each."""
    sizes = [int(column.max(initial=0)) + 2 for column in columns]
    if prod(sizes) >= 2**63:
        return _distinct_wide(columns, n)
    key = np.add(columns[0], 1, dtype=np.int64)
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        key *= size
        key += column
    key += sum(prod(sizes[place:]) for place in range(2, len(sizes) + 1))  # so that a row of -1 is 0
    found, total = _tally_keys(key, prod(sizes), n)
    rows: list[Integers] = []
    for size in reversed(sizes):
        found, last = found // size, found
        rows.append(last - found * size - 1)
    return rows[::-1], total


def _distinct_wide(columns: Sequence[Integers], n: Integers | None) -> tuple[list[Integers], Integers]:
    """Return what `_distinct` does where no integer holds a whole row; slower."""
    names = list(range(len(columns)))
    rows = pd.DataFrame(dict(zip(names, columns, strict=True))).assign(n=1 if n is None else n)
    summed = rows.groupby(names, as_index=False).sum()
    return [summed[name].to_numpy(dtype=np.int64) for name in names], summed["n"].to_numpy()


def _tally_keys(key: Integers, size: int, n: Integers | None) -> tuple[Integers, Integers]:
    """Return the distinct keys of those below `size`, ascending, and the sum of n over each."""
    if size <= _GRID * len(key):
        total = np.bincount(key, n)
        found = np.flatnonzero(total != 0)  # of Booleans it is several times faster than of numbers
        return found, total[found].astype(np.int64)
    if n is None:
        return np.unique(key, return_counts=True)
    found, place = np.unique(key, return_inverse=True)
    return found, np.bincount(place, n).astype(np.int64)


def merge(counts: pd.DataFrame, strata: Collection[str]) -> pd.DataFrame:
    """Return one row a cell of (strata, time, kind), counts added, sorted; other columns are summed away."""
    levels = {name: counts[name].array for name in strata}
    return _count(levels, *(counts[name].to_numpy() for name in CELL))


def pool(first: pd.DataFrame, second: pd.DataFrame, strata: Collection[str]) -> pd.DataFrame:
    """Return the cells of two frames added, each stratum with the levels of both."""
    columns: dict[str, Any] = {name: _pool_levels(first[name], second[name]) for name in strata}
    columns |= {name: np.concatenate([first[name], second[name]]) for name in CELL}
    return merge(pd.DataFrame(columns), strata)


def _pool_levels(first: "pd.Series[Any]", second: "pd.Series[Any]") -> pd.Categorical:
    mine, theirs = first.cat, second.cat
    numbers = [pd.api.types.is_numeric_dtype(side.categories.dtype) for side in (mine, theirs)]
    if numbers[0] != numbers[1]:
        raise DataError(f"The stratum {first.name!r} holds numbers in one event table and text in the other.")
    levels = list(dict.fromkeys([*mine.categories, *theirs.categories]))
    if mine.categories.is_monotonic_increasing and theirs.categories.is_monotonic_increasing:
        levels = sorted(levels)  # so that it doesn't matter which site comes first
    ordered = all(numbers) or (mine.ordered and theirs.ordered and set(mine.categories) == set(levels))
    values = np.concatenate([first.astype(object), second.astype(object)])
    return pd.Categorical(values, levels, ordered=bool(ordered))


def group_name(levels: Sequence[Any], strata: Sequence[str]) -> str:
    """Return the name of a group: "all", a level's name, or "sex=female, arm=za" for several strata.

    A level that is itself called "all" is named with its stratum, "arm=all".
    """
    if not strata:
        return _ALL
    if len(strata) == 1 and level_name(levels[0]) != _ALL:
        return level_name(levels[0])
    return ", ".join(f"{name}={level_name(level)}" for name, level in zip(strata, levels, strict=True))


def level_name(level: Any) -> str:
    """Return a level as text; a whole number without its point."""
    return str(int(level)) if isinstance(level, float) and level.is_integer() else str(level)
