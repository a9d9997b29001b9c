"""The cells beneath an event table: rows counted in any engine, cells merged, levels ordered and named."""

from collections.abc import Collection, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from analysis.errors import DataError

CELL = ("time", "kind", "n")
MOST_KINDS, MISSING = 13, 15
"""The largest kind of event, and the kind of a row whose time or event is missing."""
_ROOM = 16
_NO_KEY = -_ROOM + MISSING
_ALL = "all"
LARGEST = 2**53 // _ROOM - 1
"""The most ticks that a float still tells apart once it holds the kind as well."""
_KEY, _N = "event_table_key", "event_table_n"


def tally(data: Any, time: str, event: str, by: Sequence[str], ticks_per_unit: int) -> pd.DataFrame:
    """Count the rows of a narwhals frame by strata, time in ticks and kind, where the rows are.

    Time and kind become one integer, so that an engine groups once, and by a number. Returned are the
    strata as levels, then time, kind and n, sorted by time and kind; nothing is left out.
    """
    schema = data.collect_schema()
    whole = ticks_per_unit == 1 and schema[time].is_integer() and not schema[event].is_float()
    key = _whole_key(time, event) if whole else _decimal_key(time, event, ticks_per_unit)
    keys = data.select(*by, key.alias(_KEY))
    if by or isinstance(keys, nw.LazyFrame):
        groups = keys.lazy().group_by(*by, _KEY).agg(nw.len().alias(_N)).collect("pandas").to_native()
        groups = groups.astype({_KEY: np.int64, _N: np.int64}).sort_values(_KEY, ignore_index=True)
    else:  # one integer column in memory: NumPy counts it several times faster than a group-by
        groups = _count_integers(keys.get_column(_KEY).to_numpy())
    when, kind = np.divmod(groups[_KEY].to_numpy(), _ROOM)
    strata = {name: as_levels(groups[name]) for name in by}
    return pd.DataFrame({**strata, "time": when, "kind": kind, "n": groups[_N]}, copy=False)


def _whole_key(time: str, event: str) -> nw.Expr:
    return (nw.col(time).cast(nw.Int64) * _ROOM + nw.col(event).cast(nw.Int64)).fill_null(_NO_KEY)


def _decimal_key(time: str, event: str, ticks_per_unit: int) -> nw.Expr:
    """Return the key by way of floats; halves are rounded by floor, since engines round them differently."""
    ticks = (nw.col(time).cast(nw.Float64) * ticks_per_unit + 0.5).floor()
    key = (ticks * _ROOM + nw.col(event).cast(nw.Float64)).clip(-(2.0**53), 2.0**53)
    return key.fill_null(_NO_KEY).fill_nan(_NO_KEY).cast(nw.Int64)


def _count_integers(values: np.ndarray[Any, np.dtype[np.int64]]) -> pd.DataFrame:
    """Return the distinct values, ascending, and how often each occurs."""
    low = values.min(initial=0)
    if values.max(initial=0) - low <= len(values):  # few and close together, as whole days are
        n = np.bincount(values - low)
        found = np.flatnonzero(n)
        return pd.DataFrame({_KEY: found + low, _N: n[found]})
    found, n = np.unique(values, return_counts=True)
    return pd.DataFrame({_KEY: found, _N: n}, copy=False)


def merge(counts: pd.DataFrame, strata: Collection[str]) -> pd.DataFrame:
    """Return one row a cell of (strata, time, kind), counts added, sorted; other columns are summed away."""
    keys = [*strata, "time", "kind"]
    return counts.groupby(keys, observed=True)[["n"]].sum().reset_index()


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


def as_levels(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a stratum as a Categorical: numbers ascending and ordered, text in its own order or sorted."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values
    known = values.dropna()
    if pd.api.types.is_bool_dtype(known.infer_objects().dtype):
        return values.map({True: "yes", False: "no"}).astype(pd.CategoricalDtype(["no", "yes"]))
    numbers = pd.api.types.is_numeric_dtype(values.dtype)
    kinds = known.to_numpy(dtype=float if numbers else object)
    levels = pd.CategoricalDtype(sorted(set(kinds)), ordered=numbers)
    return values.astype(float if numbers else object).astype(levels)


def group_name(levels: Sequence[Any], strata: Sequence[str]) -> str:
    """Return the name of a group: "all", a level's name, or "sex=female, arm=za" for several strata.

    A level that is itself called "all" is named with its stratum, "arm=all".
    """
    if not strata:
        return _ALL
    if len(strata) == 1 and _level_name(levels[0]) != _ALL:
        return _level_name(levels[0])
    return ", ".join(f"{name}={_level_name(level)}" for name, level in zip(strata, levels, strict=True))


def _level_name(level: Any) -> str:
    return str(int(level)) if isinstance(level, float) and level.is_integer() else str(level)
