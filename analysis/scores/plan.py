"""How a score is computed: expressions in layers, each layer using the columns of the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add

import narwhals as nw

from analysis.scores.columns import Columns, any_of
from analysis.scores.definition import Score
from analysis.scores.derived import claims
from analysis.scores.reading import MISSING_DIVIDER, NOTE_DIVIDER, Reading, item_column, joined


@dataclass(frozen=True)
class Step:
    """Expressions added stage by stage, which together read no other columns than `reads`.

    Only the columns that it `gives` are used by later steps.
    """

    reads: tuple[str, ...]
    stages: tuple[tuple[nw.Expr, ...], ...]
    gives: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The steps of a score: those of a layer don't read one another. `results` are the columns to keep."""

    layers: tuple[tuple[Step, ...], ...]
    results: tuple[str, ...]


def plan(score: Score, columns: Columns) -> Plan:
    """Return how a score is computed from the columns there are: items, sums, band, notes."""
    columns.settled.clear()
    items = (*_items(score, columns), *_outside(score, columns))
    layers = (
        tuple(_settled(columns)),
        items,
        (_sum(score, "low"), _sum(score, "high"), _missing(score)),
        (_banded(score),),
        (_notes(score, columns),),
    )
    return Plan(layers, result_columns(score))


def result_columns(score: Score) -> tuple[str, ...]:
    """Return the names of the columns that `evaluate` adds, in their order."""
    items = [f"{item.name}_{end}" for item in score.items for end in ("low", "high")]
    return tuple(score.column(what) for what in (*items, "low", "high", "total", "band", "missing", "notes"))


def _items(score: Score, columns: Columns) -> Iterator[Step]:
    for position, item in enumerate(score.items):
        columns.used.clear()
        reading = Reading(score, position, item, claims(columns, item), columns)
        stages = tuple(tuple(stage) for stage in reading.stages())
        yield Step(tuple(columns.used), stages, reading.gives)


def _settled(columns: Columns) -> Iterator[Step]:
    for column, (name, condition) in columns.settled.items():
        yield Step((name,), ((condition.alias(column),),), (column,))


def _sum(score: Score, end: str) -> Step:
    points = tuple(score.column(f"{item.name}_{end}") for item in score.items)
    total = reduce(add, map(nw.col, points)).cast(nw.Int16).alias(score.column(end))
    return Step(points, ((total,),), (score.column(end),))


def _missing(score: Score) -> Step:
    """The variables that leave the total open, each once."""
    lacking: dict[str, list[str]] = {}
    for position, item in enumerate(score.items):
        for variable in item.variables:
            name = item_column(score, position, f"lacks_{variable}")
            lacking.setdefault(variable, []).append(name)
    texts = [nw.when(any_of(map(nw.col, names))).then(nw.lit(name)) for name, names in lacking.items()]
    missing = joined(texts, MISSING_DIVIDER).alias(score.column("missing"))
    reads = tuple(name for names in lacking.values() for name in names)
    return Step(reads, ((missing,),), (score.column("missing"),))


def _banded(score: Score) -> Step:
    """The total where it is certain, the band, and a note where only the band is."""
    ends = (score.column("low"), score.column("high"))
    low, high = map(nw.col, ends)
    total = nw.when(low == high).then(low.cast(nw.Float64)).alias(score.column("total"))
    stages = ((total, _band(score).alias(score.column("band"))), (_certain_band(score),))
    return Step(ends, stages, (score.column("total"), score.column("band"), _band_note(score)))


def _band(score: Score) -> nw.Expr:
    low, high = nw.col(score.column("low")), nw.col(score.column("high"))
    name = nw.lit(None, nw.String)
    for band in score.bands:
        inside = (low >= band.low) & (high <= band.high)
        name = nw.when(inside).then(nw.lit(band.name)).otherwise(name)
    return name


def _certain_band(score: Score) -> nw.Expr:
    low, high = nw.col(score.column("low")), nw.col(score.column("high"))
    parts = (
        nw.lit("the band is certain, the total is "),
        low.cast(nw.String),
        nw.lit(" to "),
        high.cast(nw.String),
    )
    certain = ~nw.col(score.column("band")).is_null() & (low < high)
    return nw.when(certain).then(nw.concat_str(*parts)).alias(_band_note(score))


def _outside(score: Score, columns: Columns) -> Iterator[Step]:
    """A note where the primary is one that the score was not made for."""
    if not _may_be_outside(score, columns):
        return
    text = f"this primary is outside what {score.key} was made for: {score.population}"
    note = nw.when(columns.contains("primary_site", score.not_for)).then(nw.lit(text))
    yield Step(("primary_site",), ((note.alias(_outside_note(score)),),), (_outside_note(score),))


def _notes(score: Score, columns: Columns) -> Step:
    names = [item_column(score, position, "note") for position in range(len(score.items))]
    names.append(_band_note(score))
    if _may_be_outside(score, columns):
        names.append(_outside_note(score))
    notes = joined([nw.col(name) for name in names], NOTE_DIVIDER).alias(score.column("notes"))
    return Step(tuple(names), ((notes,),), (score.column("notes"),))


def _may_be_outside(score: Score, columns: Columns) -> bool:
    return bool(score.not_for) and "primary_site" in columns


def _band_note(score: Score) -> str:
    return f"_{score.key}_band_note"


def _outside_note(score: Score) -> str:
    return f"_{score.key}_outside_note"
