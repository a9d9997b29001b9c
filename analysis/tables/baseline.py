"""The baseline table (a paper's Table 1) as numbers: statistics by group, and the tests between groups."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.dictionary import Dictionary
from analysis.tables.compare import DEFAULT_RULES, Comparisons, Rules, compare
from analysis.tables.frequency import Statistics, frequency


@dataclass(frozen=True)
class Baseline:
    """The numbers of a baseline table; there are no comparisons where there are no groups."""

    statistics: Statistics
    comparisons: Comparisons | None = None


def baseline(
    frame: Any,
    dictionary: Dictionary,
    variables: Sequence[str] | None = None,
    *,
    by: str | None = None,
    quantiles: str = "r",
    rules: Rules = DEFAULT_RULES,
) -> Baseline:
    """Describe the patients, over all and by group, and compare the groups.

    The arguments are those of `frequency` and `compare`, and so are the errors.
    """
    statistics = frequency(frame, dictionary, variables, by=by, quantiles=quantiles)
    if by is None:
        return Baseline(statistics)
    return Baseline(statistics, compare(frame, dictionary, variables, by=by, rules=rules))


def to_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame of numbers as one dictionary a row, with None for what is missing.

    >>> to_records(pd.DataFrame({"variable": ["age_years"], "value": [float("nan")]}))
    [{'variable': 'age_years', 'value': None}]
    """
    return [
        {str(column): None if _is_missing(value) else value for column, value in record.items()}
        for record in frame.to_dict("records")
    ]


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))
