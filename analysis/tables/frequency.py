"""Frequencies of levels and summaries of numbers, as a long frame of numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.dictionary import Dictionary, Variable
from analysis.errors import DefinitionError
from analysis.tables.columns import MANY, NUMBERS, Floats, Selection, answers, numbers, select

QUANTILE_RULES: Mapping[str, Literal["linear", "weibull", "averaged_inverted_cdf"]] = {
    "r": "linear",
    "spss": "weibull",
    "stata": "averaged_inverted_cdf",
    "sas": "averaged_inverted_cdf",
}
"""Whose default quantile it is → numpy's name of it: types 7, 6, 2 and 2 of Hyndman and Fan."""

NORMALITY_SIZES = (3, 5000)
"""Between how many values, both included, Royston's algorithm for the Shapiro-Wilk test is valid."""


@dataclass(frozen=True)
class Statistics:
    """The numbers of a frequency table.

    `frame` has one row a statistic, with the columns variable, level (None for a number), group,
    statistic, value (NaN where there is none), denominator (of how many records it is), missing (how
    many of the group have no answer) and note (why there is no value, or how it was counted).
    `groups` says how many records each group has, "all" first.
    """

    frame: pd.DataFrame
    groups: Mapping[str, int]
    by: str | None
    quantiles: str


class _Line(NamedTuple):
    variable: str
    level: str | None
    group: str
    statistic: str
    value: float
    denominator: int
    missing: int
    note: str | None


def frequency(
    frame: Any,
    dictionary: Dictionary,
    variables: Sequence[str] | None = None,
    *,
    by: str | None = None,
    quantiles: str = "r",
) -> Statistics:
    """Count the levels and summarise the numbers of a frame, over all records and by group.

    A variable of levels gets n, percent (of all records of the group), valid_percent (of those with an
    answer) and cumulative_percent (of valid percents, in the order of the levels). A set ("4|5|6")
    counts under each of its members, so its percents can add to more than 100 and do not cumulate.
    A number gets n, mean, sd (divisor n − 1), min, q1, median, q3, max and the Shapiro-Wilk W and p.
    A missing answer is in no denominator but that of percent; a number known only as a range (">3")
    counts as missing, and the note says so.

    frame: native frame of any engine, one row a record. variables: names, in the order of the table;
    without them every column that can be tabulated. by: the variable that makes the groups.
    quantiles: one of QUANTILE_RULES.

    Raises DataError for a variable that the data do not hold or that can't be tabulated.
    Source: Hyndman RJ, Fan Y. Am Stat 1996;50:361-5. doi:10.1080/00031305.1996.10473566;
    Royston P. Appl Stat 1995;44:547-51. doi:10.2307/2986146.
    """
    if quantiles not in QUANTILE_RULES:
        raise DefinitionError(f"quantiles {quantiles!r} is not one of {', '.join(QUANTILE_RULES)}")
    selection = select(frame, dictionary, variables, by=by)
    lines = [line for variable in selection.variables for line in _lines(selection, variable, quantiles)]
    return Statistics(
        pd.DataFrame(lines, columns=pd.Index(_Line._fields)).astype({"value": float}),
        {group: int(among.sum()) for group, among in selection.groups.items()},
        by,
        quantiles,
    )


def summary(values: Floats, quantiles: str = "r") -> dict[str, float]:
    """Return n, mean, sd, min, q1, median, q3, max and the Shapiro-Wilk W and p of known values.

    Whatever does not exist is NaN: everything but n of no value, the sd of one, the test outside
    NORMALITY_SIZES or of equal values.

    >>> summary(np.array([1.0, 2.0, 4.0]))["mean"], summary(np.array([1.0, 2.0, 4.0]), "spss")["q3"]
    (2.3333333333333335, 4.0)
    """
    n = len(values)
    if n == 0:
        return {"n": 0.0} | dict.fromkeys(_OF_VALUES, np.nan)
    low, q1, median, q3, high = np.quantile(values, (0, 0.25, 0.5, 0.75, 1), method=QUANTILE_RULES[quantiles])
    sd = float(values.std(ddof=1)) if n > 1 else np.nan
    found = (values.mean(), sd, low, q1, median, q3, high, *shapiro_wilk(values))
    return {"n": float(n)} | dict(zip(_OF_VALUES, map(float, found), strict=True))


def shapiro_wilk(values: Floats) -> tuple[float, float]:
    """Return the Shapiro-Wilk W and its p; NaN outside NORMALITY_SIZES and for equal values."""
    fewest, most = NORMALITY_SIZES
    if not fewest <= len(values) <= most or values.min() == values.max():
        return np.nan, np.nan
    from scipy.stats import shapiro

    result = shapiro(values)
    return float(result.statistic), float(result.pvalue)


_OF_VALUES = ("mean", "sd", "min", "q1", "median", "q3", "max", "shapiro_wilk", "shapiro_wilk_p")


def _lines(selection: Selection, variable: Variable, quantiles: str) -> Iterator[_Line]:
    if variable.kind in NUMBERS:
        return _number_lines(selection, variable, quantiles)
    return _level_lines(selection, variable)


def _number_lines(selection: Selection, variable: Variable, quantiles: str) -> Iterator[_Line]:
    values = numbers(selection.data[variable.name])
    known = np.isfinite(values)
    in_range = _known_as_range(selection, variable) & ~known
    for group, among in selection.groups.items():
        n, missing = int((among & known).sum()), int((among & ~known).sum())
        ranges = int((among & in_range).sum())
        counted = f"{ranges} of the missing are known as a range" if ranges else None
        for statistic, value in summary(values[among & known], quantiles).items():
            note = counted if statistic == "n" else _why_absent(statistic, value, n)
            yield _Line(variable.name, None, group, statistic, value, n, missing, note)


def _level_lines(selection: Selection, variable: Variable) -> Iterator[_Line]:
    found = answers(selection.data[variable.name], variable)
    note = "a patient can have several" if variable.kind in MANY else None
    for group, among in selection.groups.items():
        counts, total, known = found.counts(among), int(among.sum()), int((among & found.known).sum())
        shares = {
            "n": (counts.astype(float), known),
            "percent": (_percent(counts, total), total),
            "valid_percent": (_percent(counts, known), known),
            "cumulative_percent": (_percent(counts.cumsum(), known), known),
        }
        if variable.kind in MANY:
            del shares["cumulative_percent"]
        if not found.levels:
            yield _Line(variable.name, None, group, "n", 0, 0, total, "no answer is known")
        for position, level in enumerate(found.levels):
            for statistic, (values, denominator) in shares.items():
                value = float(values[position])
                yield _Line(variable.name, level, group, statistic, value, denominator, total - known, note)


def _percent(counts: npt.NDArray[np.int64], of: int) -> Floats:
    return 100 * counts / of if of else np.full(len(counts), np.nan)


def _known_as_range(selection: Selection, variable: Variable) -> npt.NDArray[np.bool_]:
    name = f"{variable.name}_low"
    if name not in selection.data.columns:
        return np.zeros(len(selection.data), dtype=np.bool_)
    return np.isfinite(numbers(selection.data[name]))


def _why_absent(statistic: str, value: float, n: int) -> str | None:
    if not np.isnan(value):
        return None
    if n == 0:
        return "no value is known"
    if statistic == "sd":
        return "one value has no spread"
    fewest, most = NORMALITY_SIZES
    return "the values are equal" if fewest <= n <= most else f"the test needs {fewest} to {most} values"
