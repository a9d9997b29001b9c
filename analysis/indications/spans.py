"""Read the items of rules off the columns there are, with the same engine that reads the items of scores."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.indications.judge import Span
from analysis.scores.columns import Columns
from analysis.scores.definition import Item
from analysis.scores.distinct import with_results_of_distinct
from analysis.scores.plan import Plan, item_step
from analysis.scores.reading import NOTE_DIVIDER, Reading

Codes = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]


@dataclass(frozen=True, eq=False)
class Spans:
    """The spans of an item: for each row the position of its span among the distinct ones."""

    codes: Codes
    distinct: tuple[Span, ...]


def read_items(items: Iterable[Item], frame: pd.DataFrame) -> dict[Hashable, Spans]:
    """Return the spans of items on every row of a frame, by what the items mean; each is read once."""
    distinct = {item.meaning: item for item in items}
    readings: list[Reading] = []

    def plan(columns: Columns) -> Plan:
        readings.extend(
            Reading(f"_read_{number}", item, columns) for number, item in enumerate(distinct.values())
        )
        steps = tuple(map(item_step, readings))
        names = [name for reading in readings for name in (*reading.ends, *reading.notes)]
        return Plan((steps,), {name: name for name in names})

    read = with_results_of_distinct(frame, [plan])
    return dict(zip(distinct, (_spans(reading, read) for reading in readings), strict=True))


def _spans(reading: Reading, read: pd.DataFrame) -> Spans:
    """Return what was read of an item, its texts joined to one note."""
    columns = [read[name] for name in (*reading.ends, *reading.notes)]
    number = combination([pd.factorize(column, use_na_sentinel=False)[0] for column in columns], len(read))
    found = zip(*(column.iloc[first_rows(number)] for column in columns), strict=True)
    distinct = tuple(
        Span(int(low), int(high), bool(reading.claims), NOTE_DIVIDER.join(filter(pd.notna, notes)))
        for low, high, *notes in found
    )
    return Spans(number, distinct)


def combination(columns: Sequence[Codes], n: int) -> Codes:
    """Return the number of each row's combination of codes, in the order in which they are first met.

    >>> combination([np.array([3, 0, 3]), np.array([1, 1, 1])], 3)
    array([0, 1, 0])
    """
    number: Codes = np.zeros(n, dtype=np.int64)
    for codes in columns:
        size = int(codes.max()) + 1 if n else 1
        number = pd.factorize(number * size + codes)[0].astype(np.int64)
    return number


def first_rows(number: Codes) -> Codes:
    """Return the first row of each combination, in their order."""
    return np.unique(number, return_index=True)[1]
