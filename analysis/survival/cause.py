"""The cause of each event: a column's levels as the kinds that an event table counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import pandas as pd

from analysis.cohort import Cohort
from analysis.errors import DataError
from analysis.survival.cells import MOST_KINDS, level_name

UNKNOWN = "unknown"
UNRECORDED = MOST_KINDS
"""The kind of an event whose cause is missing, where the column has no level "unknown"."""


@dataclass(frozen=True)
class Causes:
    """A cohort whose events are told apart, the names of the kinds that occur, and notes for the reader."""

    cohort: Cohort
    names: Mapping[int, str]
    notes: tuple[str, ...]


def tell_apart(cohort: Cohort, event: str, cause: str) -> Causes:
    """Replace each event of a cohort, 1 in the column `event`, by the kind of its cause.

    The kind of a level is its place among the dictionary's levels of the column, so that two sites' tables
    add; that of a number, or of a code without a label, is the number; that of another text its place among
    those found, sorted. A missing cause is the level "unknown", or kind 13 under that name. What is recorded
    of patients without the event is not used. Events that all lack a cause, a number that is not whole or
    not within 1 to 12, or more than 12 causes are a DataError.
    """
    counted = _count(cohort, event, cause)
    of_event = {value: n for (happened, value), n in counted.items() if happened}
    missing = of_event.pop(None, 0)
    if missing and not of_event:
        raise DataError(
            f"{cohort.source.name} gives a cause for none of the {missing} events, since {cause!r} is empty: "
            "name another column with --cause, or leave it out for deaths of any cause."
        )
    kinds = _kinds(cohort, cause, of_event)
    unknown = kinds.get(UNKNOWN, UNRECORDED)
    kind = nw.lit(float(unknown))
    for value in of_event:
        kind = nw.when(nw.col(cause).is_in([value])).then(nw.lit(float(kinds[value]))).otherwise(kind)
    told = nw.when(nw.col(event) == 1).then(kind).otherwise(nw.col(event)).alias(event)
    frame = nw.from_native(cohort.frame).with_columns(told).to_native()
    names = {kinds[value]: level_name(value) for value in of_event} | ({unknown: UNKNOWN} if missing else {})
    misplaced = sum(n for (happened, value), n in counted.items() if not happened and value in of_event)
    notes = _notes(cause, missing, sum(of_event.values()) + missing, misplaced)
    return Causes(replace(cohort, frame=frame), dict(sorted(names.items())), notes)


def not_told_apart(cohort: Cohort, event: str) -> Cohort:
    """Return the cohort with every kind of event as 1."""
    one = nw.when(nw.col(event) > 1).then(nw.lit(1.0)).otherwise(nw.col(event)).alias(event)
    return replace(cohort, frame=nw.from_native(cohort.frame).with_columns(one).to_native())


def _count(cohort: Cohort, event: str, cause: str) -> Mapping[tuple[bool, Any], int]:
    """Return (had the event, cause or None) → number of patients kept."""
    frame = nw.from_native(cohort.kept()).lazy()
    groups = frame.select(happened=nw.col(event) == 1, cause=nw.col(cause)).group_by("happened", "cause")
    counts = groups.agg(n=nw.len()).collect("pandas").to_native()
    columns = (counts[name] for name in ("happened", "cause", "n"))
    return {
        (bool(h), None if pd.isna(value) else value): int(n) for h, value, n in zip(*columns, strict=True)
    }


def _kinds(cohort: Cohort, cause: str, values: Collection[Any]) -> Mapping[Any, int]:
    """Return the kind of each cause: of all levels in the dictionary, or of the values found."""
    levels = cohort.dictionary[cause].level_keys if cause in cohort.dictionary else ()
    if not set(values) <= set(levels):
        if all(not isinstance(value, str) or value.isdecimal() for value in values):
            return {value: _whole(cohort, cause, float(value)) for value in values}
        levels = tuple(sorted(values))
    if len(levels) >= UNRECORDED:
        raise DataError(
            f"The column {cause!r} holds {len(levels)} causes, and up to {UNRECORDED - 1} can be told apart: "
            "recode it, or name another with --cause."
        )
    return {level: kind for kind, level in enumerate(levels, start=1)}


def _whole(cohort: Cohort, cause: str, value: float) -> int:
    if not value.is_integer() or not 1 <= value < UNRECORDED:
        raise DataError(
            f"The column {cause!r} of {cohort.source.name} holds {value:g} for an event: a cause is a whole "
            f"number from 1 to {UNRECORDED - 1} or a text; recode it, or name another with --cause."
        )
    return int(value)


def _notes(cause: str, missing: int, events: int, misplaced: int) -> tuple[str, ...]:
    lacking = f"{cause} is missing in {missing} of {events} events, whose cause counts as {UNKNOWN}."
    unused = f"{cause} is given for {misplaced} patients without the event, and not used for them."
    return (*([lacking] if missing else []), *([unused] if misplaced else []))
