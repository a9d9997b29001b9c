"""Random columns, each from a stream of its own, so that a new column changes no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr, ndtri

from analysis.synthetic.parameters import Item

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Texts = npt.NDArray[Any]
Column = Any
"""A column of a frame: a Categorical, a nullable array or a plain one."""


@dataclass(frozen=True)
class Draws:
    """The random numbers of one block of patients.

    Everything comes from uniform numbers of PCG64, read through inverse distribution functions: the first
    k values of a stream are the same however many are asked for.
    """

    seed: int
    block: int

    def uniform(self, name: str, n: int) -> Floats:
        """Return n numbers from 0 up to 1 of the stream of that name."""
        return np.random.default_rng([self.seed, self.block, *name.encode()]).random(n)

    def happens(self, name: str, probability: float | Floats, n: int) -> Mask:
        """Return for each of n whether what has that probability happens."""
        return np.asarray(self.uniform(name, n) < probability)

    def normal(self, name: str, n: int) -> Floats:
        """Return n standard normal numbers."""
        return np.asarray(ndtri(self.uniform(name, n)))

    def loaded(self, name: str, loading: float, burden: Floats) -> Floats:
        """Return standard normal numbers whose correlation with the burden is the loading."""
        own = self.normal(name, len(burden))
        return np.asarray(loading * burden + np.sqrt(1 - loading**2) * own)

    def item(self, item: Item, burden: Floats) -> Integers:
        """Return the position of each one's level among the item's, 0 the mildest."""
        place = ndtr(self.loaded(item.variable, item.loading, burden))
        return levels_at(place, tuple(item.shares.values()))

    def column(self, item: Item, burden: Floats) -> Column:
        """Return an item drawn, as a column of its levels."""
        return categories(self.item(item, burden), tuple(item.shares))

    def numbers(self, item: Item, burden: Floats) -> Integers:
        """Return an item drawn whose levels are whole numbers."""
        return np.array([int(level) for level in item.shares])[self.item(item, burden)]

    def days(self, name: str, median_days: Floats | float, n: int) -> Floats:
        """Return whole days, at least 1, exponential with that median."""
        return np.asarray(np.maximum(np.ceil(-np.log2(1 - self.uniform(name, n)) * median_days), 1.0))


def levels_at(place: Floats, shares: Sequence[float]) -> Integers:
    """Return the level on which each place from 0 to 1 falls, the levels laid end to end.

    >>> levels_at(np.array([0.0, 0.49, 0.5, 1.0]), (0.5, 0.5)).tolist()
    [0, 0, 1, 1]
    """
    return np.searchsorted(np.cumsum(shares)[:-1], place, side="right").astype(np.int64)


def categories(codes: Integers, levels: Sequence[str]) -> Column:
    """Return the levels as a column; −1 is missing."""
    return pd.Categorical.from_codes(codes, pd.Index(levels))


def flags(answer: Mask, *, asked: Mask | bool = True) -> Column:
    """Return yes and no as a column, missing where it was not asked."""
    return categories(np.where(asked, answer.astype(np.int64), -1), ("no", "yes"))


def counts(values: Integers) -> Column:
    """Return whole numbers as a column that can have missing cells."""
    return pd.array(values, dtype="Int64")
