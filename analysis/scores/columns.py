"""The cells of a frame as expressions of one kind, whatever the engine keeps them as."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any

import narwhals as nw

OPEN = 1e9
"""Stands for the open end of a count such as "≥3"."""

Interval = tuple[nw.Expr, nw.Expr]


class Columns:
    """Columns by name as text or number; what was asked for is remembered in `used`.

    `texts_of` gives the distinct values of a text column, so that what a set of members means is settled once
    for each of them and not row by row.
    """

    def __init__(self, schema: Any, texts_of: Callable[[str], Sequence[str]]) -> None:
        self.schema = dict(schema)
        self.texts_of = cache(texts_of)
        self.used: dict[str, None] = {}
        self.settled: dict[str, tuple[str, nw.Expr]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.schema

    def text(self, name: str) -> nw.Expr:
        """Return a column as text; a flag that the engine read as Boolean is yes or no."""
        dtype, column = self._of(name)
        if dtype == nw.Boolean:
            return nw.when(column).then(nw.lit("yes")).when(~column).then(nw.lit("no"))
        if dtype.is_float():
            column = column.cast(nw.Int64)
        return column if dtype == nw.String else column.cast(nw.String)

    def number(self, name: str) -> nw.Expr:
        """Return a column as floats, missing as null."""
        _, column = self._of(name)
        return column.cast(nw.Float64).fill_nan(None)

    def written(self, name: str, where: nw.Expr) -> nw.Expr:
        """Return a column as a note shows it, null but where it is shown: whole numbers without decimals.

        Writing numbers is slow, so the others never become text.
        """
        dtype, _ = self._of(name)
        if not dtype.is_numeric():
            return nw.when(where).then(self.text(name))
        number = nw.when(where).then(self.number(name))
        whole = number.cast(nw.Int64)
        return (
            nw.when(number == whole.cast(nw.Float64))
            .then(whole.cast(nw.String))
            .otherwise(number.cast(nw.String))
        )

    def interval(self, name: str) -> Interval:
        """Return the lowest and highest count that a cell leaves possible, null where it leaves all.

        A count below 0 is none. "≥3" is kept by the loader in companion columns `name_low` and
        `name_high`, with nothing in `name`.
        """
        number = self.number(name)
        low: nw.Expr = nw.when(number >= 0).then(number)
        high = low
        if f"{name}_low" in self:
            bounds = self.number(f"{name}_low"), self.number(f"{name}_high")
            bounded = ~bounds[0].is_null() | ~bounds[1].is_null()
            low = nw.when(bounded).then(bounds[0].fill_null(0)).otherwise(low)
            high = nw.when(bounded).then(bounds[1].fill_null(OPEN)).otherwise(high)
        return low, high

    def is_level(self, name: str, *levels: str) -> nw.Expr:
        """Return whether a column holds one of the levels; a missing cell, or column, does not."""
        if name not in self:
            return nw.lit(False)
        text = self.text(name)
        return (text == levels[0] if len(levels) == 1 else text.is_in(levels)).fill_null(False)

    def contains(self, name: str, members: Iterable[str]) -> nw.Expr:
        """Return whether a column of members joined by "|" holds one of these."""
        sought = set(members)
        texts = [text for text in self.texts_of(name) if sought.intersection(text.split("|"))]
        return self.text(name).is_in(texts).fill_null(False) if texts else nw.lit(False)

    def known(self, name: str) -> nw.Expr:
        """Return whether a column holds anything; an absent column does not."""
        if name not in self:
            return nw.lit(False)
        known = ~self._of(name)[1].is_null()
        return known & ~self.number(name).is_null() if self.schema[name].is_float() else known

    def settled_known(self, name: str) -> nw.Expr:
        """Return whether a column holds anything, computed beforehand."""
        return self.settle(name, "known", lambda: self.known(name)) if name in self else nw.lit(False)

    def settle(self, name: str, what: str, condition: Callable[[], nw.Expr]) -> nw.Expr:
        """Return a condition on one column as a column of its own, computed beforehand.

        A measurement has as many values as patients, and an item of six of them as many combinations.
        """
        column = f"_{name}_{what}"
        used = dict(self.used)
        self.settled[column] = (name, condition())
        self.used = {**used, column: None}
        return nw.col(column)

    def _of(self, name: str) -> tuple[Any, nw.Expr]:
        self.used[name] = None
        return self.schema[name], nw.col(name)


def any_of(conditions: Iterable[nw.Expr]) -> nw.Expr:
    """Return whether one of the conditions holds; none of them may be null."""
    listed = list(conditions)
    return reduce(or_, listed) if listed else nw.lit(False)
