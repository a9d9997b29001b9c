"""Agreement of two raters on levels: Cohen's kappa, plain and weighted."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import DataError
from analysis.survival.kaplan_meier import normal_quantile

Floats = npt.NDArray[np.float64]
WEIGHTS = {"none": 0, "linear": 1, "quadratic": 2}
"""The power of the distance between two levels that a disagreement costs; "none": all cost the same."""


@dataclass(frozen=True, eq=False)
class RatedPairs:
    """How often two raters gave each pair of levels.

    `counts` (n_levels, n_levels) has the first rater's levels in the rows; `positions` are the places of the
    levels on their scale: their values where they are numbers, else ranks. `n_missing` pairs lack a rating.
    """

    levels: tuple[str, ...]
    positions: tuple[float, ...]
    counts: npt.NDArray[np.int64]
    n_missing: int = 0

    @property
    def n(self) -> int:
        """The number of pairs with both ratings."""
        return int(self.counts.sum())

    @property
    def prevalence(self) -> pd.DataFrame:
        """The use of each level: n_first, n_second, n_both and the shares of the two raters.

        Kappa depends on it: where nearly all is one level, it is low even if the raters nearly always agree.
        """
        first, second = self.counts.sum(axis=1), self.counts.sum(axis=0)
        columns = {
            "level": self.levels,
            "n_first": first,
            "n_second": second,
            "n_both": self.counts.diagonal(),
        }
        shares = {"share_first": first / max(self.n, 1), "share_second": second / max(self.n, 1)}
        return pd.DataFrame({**columns, **shares})


@dataclass(frozen=True)
class Agreement:
    """A coefficient of agreement of n subjects, with its limits.

    `observed` and `expected` are kappa's (weighted) agreement and what chance gives; an intraclass
    correlation has neither, nor a standard error. `n_missing` subjects were left out for want of a rating.
    Where the coefficient can't be had it is missing, and `note` says why in a sentence; where it can but
    misleads, `note` says how.
    """

    statistic: str
    n: int
    n_missing: int
    estimate: float = nan
    std_error: float = nan
    conf_low: float = nan
    conf_high: float = nan
    level: float = 0.95
    observed: float = nan
    expected: float = nan
    note: str = ""


def pair_ratings(frame: Any, first: str, second: str, *, levels: Sequence[str] | None = None) -> RatedPairs:
    """Count the pairs of ratings in two columns of a frame of any engine, one row a subject.

    `levels` are the levels in their order, such as a variable's `level_keys`; without them the columns must
    hold numbers, such as a score's totals, and the levels are the numbers found. A text that is no level, or
    a column of texts where no levels are given, is a DataError.

    >>> frame = pd.DataFrame({"a": ["0", "1a", "3", None], "b": ["0", "1b", "3", "2"]})
    >>> pairs = pair_ratings(frame, "a", "b", levels=["0", "1a", "1b", "1c", "2", "3"])
    >>> pairs.n, pairs.n_missing, int(pairs.counts[1, 2])
    (3, 1, 1)
    """
    cells = count_cells(frame, first, second, numbers=(levels is None, levels is None))
    rated = [cell for cell in cells if None not in cell]
    known = sorted({x for cell in rated for x in cell[:2]}) if levels is None else list(levels)
    counts = np.zeros((len(known), len(known)), dtype=np.int64)
    for one, two, n in rated:
        counts[_place(one, known, first), _place(two, known, second)] += n
    positions = range(len(known)) if levels is not None else known
    return RatedPairs(
        tuple(known if levels is not None else (f"{x:g}" for x in known)),
        tuple(map(float, positions)),
        counts,
        n_missing=sum(n for *_, n in cells) - int(counts.sum()),
    )


def count_cells(
    frame: Any, first: str, second: str, *, numbers: tuple[bool, bool]
) -> list[tuple[Any, Any, int]]:
    """Return each pair of values of two columns of a frame with how often it occurs; None is missing.

    `numbers` says of which column numbers are wanted; the other gives texts. A column that the frame lacks,
    or that holds no numbers where they are wanted, is a DataError.
    """
    lazy = nw.from_native(frame).lazy()
    schema = lazy.collect_schema()
    for name, number in zip((first, second), numbers, strict=True):
        if name not in schema:
            raise DataError(f"The data have no column {name}; they have {', '.join(schema)}.")
        if number and not schema[name].is_numeric():
            raise DataError(
                f"The column {name} doesn't hold numbers: name one that does, or say which levels it has."
            )
    one, two = (
        nw.col(name).cast(nw.Float64 if number else nw.String)
        for name, number in zip((first, second), numbers, strict=True)
    )
    cells = lazy.select(one=one, two=two).group_by("one", "two").agg(n=nw.len()).collect().rows()
    return [(_known(x), _known(y), int(n)) for x, y, n in cells]


def cohen_kappa(pairs: RatedPairs, *, weights: str = "none", level: float = 0.95) -> Agreement:
    """Return Cohen's kappa of two raters, plain or weighted.

    With "linear" or "quadratic" weights a disagreement costs the distance of the two levels on their scale,
    or its square; that needs levels with an order. The standard error is the asymptotic one of Fleiss, Cohen
    and Everitt for any value of kappa; the limits are symmetric and not cut at 1. Kappa can't be had where
    both raters gave one and the same level throughout. Weights of another name are a DataError.

    Source: Cohen J 1960, doi:10.1177/001316446002000104, and 1968, doi:10.1037/h0026256; Fleiss JL, Cohen J,
    Everitt BS. Psychol Bull 1969;72:323-7, doi:10.1037/h0028106.

    >>> pairs = RatedPairs(("no", "yes"), (0, 1), np.array([[20, 5], [10, 15]]))
    >>> round(cohen_kappa(pairs).estimate, 12)  # (0.7 - 0.5) / (1 - 0.5)
    0.4
    """
    if weights not in WEIGHTS:
        raise DataError(f"Weights of kappa are {', '.join(WEIGHTS)}, and found {weights!r}.")
    name = "kappa" if weights == "none" else f"{weights} weighted kappa"
    z, obstacle = normal_quantile(level), _obstacle(pairs)
    if obstacle:
        note = f"The {name} is not given: {obstacle}."
        return Agreement(name, pairs.n, pairs.n_missing, level=level, note=note)
    agreement = _agreement(pairs.positions, WEIGHTS[weights])
    rows, columns = pairs.counts.sum(axis=1) / pairs.n, pairs.counts.sum(axis=0) / pairs.n
    observed = float(np.sum(agreement * pairs.counts)) / pairs.n
    expected = float(rows @ agreement @ columns)
    kappa = (observed - expected) / (1 - expected)
    chance = (agreement @ columns)[:, None] + (agreement @ rows)[None, :]
    spread = _standard_deviation(agreement - (1 - kappa) * chance, pairs)
    error = spread / (1 - expected) / sqrt(pairs.n)
    limits = (kappa - z * error, kappa + z * error)
    return Agreement(
        name, pairs.n, pairs.n_missing, kappa, error, *limits, level, observed, expected, _caution(pairs)
    )


def _agreement(positions: Sequence[float], power: int) -> Floats:
    """Return what each pair of levels counts as agreement: 1 if equal, 0 for the largest distance."""
    place = np.asarray(positions, dtype=np.float64)
    distance = np.abs(place[:, None] - place[None, :])
    cost = np.where(distance > 0, distance**power, 0.0)
    return np.asarray(1 - cost / cost.max())


def _standard_deviation(values: Floats, pairs: RatedPairs) -> float:
    """Return the standard deviation of a value of each cell over the pairs.

    Over cells of kappa this is Fleiss, Cohen and Everitt's variance: what they subtract is the squared mean.
    """
    mean = np.sum(values * pairs.counts) / pairs.n
    return sqrt(np.sum((values - mean) ** 2 * pairs.counts) / pairs.n)


def _obstacle(pairs: RatedPairs) -> str:
    if pairs.n == 0:
        return "no subject was rated by both"
    constant = [name for name, n in zip(pairs.levels, pairs.counts.diagonal(), strict=True) if n == pairs.n]
    if constant:
        return f"both raters gave every subject {constant[0]}, and then agreement can't be told from chance"
    return ""


def _caution(pairs: RatedPairs) -> str:
    if pairs.counts.trace() == pairs.n:
        return (
            "The raters never disagreed: the standard error is 0 and the limits don't say how sure that is."
        )
    for name, given in (("first", pairs.counts.sum(axis=1)), ("second", pairs.counts.sum(axis=0))):
        if given.max() == pairs.n:
            level = pairs.levels[int(given.argmax())]
            return f"The {name} rater gave every subject {level}: kappa is 0 whatever the other one gave."
    return ""


def _known(value: Any) -> Any:
    """Return a cell's value, None for whatever an engine writes where there is none."""
    return None if value is None or value is pd.NA or value != value else value


def _place(value: Any, known: Sequence[Any], column: str) -> int:
    if value not in known:
        raise DataError(
            f"{column} holds {value!r}, which is none of the levels {', '.join(map(str, known))}."
        )
    return known.index(value)
