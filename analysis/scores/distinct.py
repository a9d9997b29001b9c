"""Compute a score in pandas by distinct values: each combination that a step reads is computed once.

pandas is slow at many small operations on many rows, and registries hold few combinations. A column is kept
as codes into its distinct values; only results become rows again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pandas as pd

from analysis.scores.columns import Columns

if TYPE_CHECKING:
    from analysis.scores.plan import Plan, Step

Codes = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]
_DENSE = 1 << 20
"""The most combinations for which a table is laid out; of more, only those found are numbered."""


@dataclass(frozen=True)
class _Coded:
    """Columns that depend on one another, as codes into the combinations of their values that there are."""

    codes: Codes
    values: pd.DataFrame

    def of(self, names: Sequence[str]) -> "_Coded":
        """Return some of the columns, as codes into their own combinations."""
        if len(names) == self.values.shape[1]:
            return self
        combined, rows = _distinct(self.values[[*names]])
        return _Coded(combined[self.codes], self.values[[*names]].take(rows))


def with_results_of_distinct(
    frame: pd.DataFrame, plans: "Iterable[Callable[[Columns], Plan]]"
) -> pd.DataFrame:
    """Return a pandas frame with the results of plans, each made from the columns there are.

    Results are float64, int16 and text with None for missing; index and order of rows stay.
    """
    coded = _CodedFrame(frame)
    columns = coded.columns()
    results: dict[str, np.ndarray[Any, Any]] = {}
    for plan_of in plans:
        plan = plan_of(columns)
        for layer in plan.layers:
            for step in layer:
                coded.take(step)
        results |= {name: coded.rows(column) for name, column in plan.results.items()}
    read: dict[str, Any] = {str(name): frame[name] for name in frame}
    return pd.DataFrame({**read, **results}, index=frame.index, copy=False)


class _CodedFrame:
    """The columns of a frame, coded when they are first read, and those that steps have added."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self.coded: dict[str, _Coded] = {}

    def columns(self) -> Columns:
        """Return the frame's columns in the types in which steps see them."""
        schema = nw.from_native(
            pd.DataFrame({n: _nullable(self.frame[n].head(0)) for n in self.frame})
        ).schema
        return Columns(schema, lambda name: self.holder(name).values[name].dropna().tolist())

    def holder(self, name: str) -> _Coded:
        """Return the codes that hold a column."""
        if name not in self.coded:
            self.coded[name] = _code(self.frame[name])
        return self.coded[name]

    def take(self, step: "Step") -> None:
        """Compute a step on the distinct combinations of what it reads."""
        group, read = self._combinations(step.reads)
        small = nw.from_native(read)
        for stage in step.stages:
            small = small.with_columns(*stage)
        given = small.select(*step.gives).to_native()
        combined, rows = _distinct(given)
        self.coded |= dict.fromkeys(step.gives, _Coded(combined[group], given.take(rows)))

    def _combinations(self, names: Sequence[str]) -> tuple[Codes, pd.DataFrame]:
        """Return the number of each row's combination of some columns, and the combinations."""
        together: dict[int, list[str]] = {}
        for name in dict.fromkeys(names):
            together.setdefault(id(self.holder(name)), []).append(name)
        parts = [self.holder(listed[0]).of(listed) for listed in together.values()]
        if len(parts) == 1:
            return parts[0].codes, parts[0].values.reset_index(drop=True)
        group, rows = _combine(
            [part.codes for part in parts], [len(p.values) for p in parts], len(self.frame)
        )
        found = [part.values.take(part.codes[rows]).reset_index(drop=True) for part in parts]
        return group, pd.concat([pd.DataFrame({"_row": rows}), *found], axis=1)

    def rows(self, name: str) -> "np.ndarray[Any, Any]":
        """Return a column row by row, in plain types."""
        one = self.holder(name)
        return _plain(one.values[name])[one.codes]


def _code(column: "pd.Series[Any]") -> _Coded:
    """Return a column as codes into its distinct values; missing is one of them."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes: Codes = column.cat.codes.to_numpy().astype(np.int32)
        values = pd.Series([*column.cat.categories, None], dtype="string")
    else:
        codes, found = pd.factorize(column)
        values = _nullable(pd.Series(found).astype(column.dtype).reindex(range(len(found) + 1)))
    known = np.where(codes < 0, len(values) - 1, codes).astype(_smallest(len(values)))
    return _Coded(known, pd.DataFrame({column.name: values}))


def _distinct(values: pd.DataFrame) -> tuple[Codes, Codes]:
    """Return the number of each row's combination of values, and one row of each combination."""
    factorized = [pd.factorize(values[name], use_na_sentinel=False) for name in values]
    codes, rows = _combine([c for c, _ in factorized], [len(found) for _, found in factorized], len(values))
    return codes.astype(_smallest(len(rows))), rows


def _smallest(size: int) -> type[np.signedinteger[Any]]:
    """Return the smallest type for codes of so many values: fewer bytes a row are less to move."""
    return next(kind for kind in (np.int8, np.int16, np.int32) if size <= np.iinfo(kind).max)


def _combine(codes: Sequence[Codes], sizes: Sequence[int], n: int) -> tuple[Codes, Codes]:
    """Return the number of each row's combination, and one row of each combination."""
    key, size = np.zeros(n, dtype=np.int32), 1
    for one, more in zip(codes, sizes, strict=True):
        if size * more > _DENSE:
            key, rows = _number(key, size)
            size = len(rows)
        if size * more > np.iinfo(np.int32).max:
            key = key.astype(np.int64)
        key, size = key * more + one, size * more
    return _number(key, size)


def _number(key: Codes, size: int) -> tuple[Codes, Codes]:
    """Number the keys that occur; `rows` has one row of each."""
    if size > _DENSE:
        codes, found = pd.factorize(key)
        group: Codes = codes.astype(np.int32)
        rows = np.empty(len(found), dtype=np.int32)
        rows[group] = np.arange(len(key), dtype=np.int32)
        return group, rows
    row_of = np.full(size, -1, dtype=np.int32)
    row_of[key] = np.arange(len(key), dtype=np.int32)
    found = np.flatnonzero(row_of >= 0)
    number = np.empty(size, dtype=np.int32)
    number[found] = np.arange(len(found), dtype=np.int32)
    return number[key], row_of[found]


def _nullable(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a column in a type whose missing value is null, as in SQL."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    if pd.api.types.is_bool_dtype(column.dtype):
        return column.astype("boolean")
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.astype("Float64")
    return column.astype(object).where(column.notna(), None).astype("string")


def _plain(column: "pd.Series[Any]") -> "np.ndarray[Any, Any]":
    if pd.api.types.is_integer_dtype(column.dtype):
        return column.to_numpy(dtype=np.int16)
    if pd.api.types.is_float_dtype(column.dtype):
        return column.to_numpy(dtype=float, na_value=np.nan)
    return column.astype(object).where(column.notna(), None).to_numpy()
