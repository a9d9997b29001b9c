"""How scores are computed: expressions in layers, each layer using the columns of the one before.

Scores are planned together: an item that several of them have is read once, and the frame is widened once a
stage and not once a score.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import narwhals as nw

from analysis.scores.columns import Columns, any_of
from analysis.scores.definition import Score
from analysis.scores.reading import MISSING_DIVIDER, NOTE_DIVIDER, Reading, joined

BAND_CERTAIN = "the band is certain, the total is "
"""How the note begins where the band is known and the total isn't."""


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
    """The steps of scores: those of a layer don't read one another. `results` is result → column it is in."""

    layers: tuple[tuple[Step, ...], ...]
    results: Mapping[str, str]


def plan(scores: Sequence[Score], columns: Columns) -> Plan:
    """Return how scores are computed from the columns there are: items, sums, band, notes."""
    readings = _readings(scores, columns)
    items = tuple(item_step(reading) for reading in readings.values())
    of_score = [(score, [readings[item.meaning] for item in score.items]) for score in scores]
    layers = (
        tuple(_settled(columns)),
        (*items, *(step for score in scores for step in _outside(score, columns))),
        tuple(step for score, read in of_score for step in (_sums(score, read), _missing(score, read))),
        tuple(map(_banded, scores)),
        tuple(_notes(score, read, columns) for score, read in of_score),
    )
    results = {name: column for score, read in of_score for name, column in _results(score, read)}
    return Plan(layers, results)


def result_columns(score: Score) -> tuple[str, ...]:
    """Return the names of the columns that `evaluate` adds, in their order."""
    items = [f"{item.name}_{end}" for item in score.items for end in ("low", "high")]
    return tuple(score.column(what) for what in (*items, "low", "high", "total", "band", "missing", "notes"))


def _results(score: Score, readings: Sequence[Reading]) -> Iterator[tuple[str, str]]:
    """Each result and the column that holds it: an item's points stand where they were read, once."""
    points = [name for reading in readings for name in reading.ends]
    names = result_columns(score)
    yield from zip(names, (*points, *names[len(points) :]), strict=True)


def _readings(scores: Sequence[Score], columns: Columns) -> dict[Hashable, Reading]:
    distinct = {item.meaning: item for score in scores for item in score.items}
    return {
        meaning: Reading(f"_{number}_{item.name}", item, columns)
        for number, (meaning, item) in enumerate(distinct.items())
    }


def item_step(reading: Reading) -> Step:
    """Return the step that reads an item."""
    reading.columns.used.clear()
    stages = tuple(tuple(stage) for stage in reading.stages())
    return Step(tuple(reading.columns.used), stages, reading.gives)


def _settled(columns: Columns) -> Iterator[Step]:
    for column, (name, condition) in columns.settled.items():
        yield Step((name,), ((condition.alias(column),),), (column,))


def _sums(score: Score, readings: Sequence[Reading]) -> Step:
    """The fewest and the most points of all items together."""
    ends = tuple(zip(*(reading.ends for reading in readings), strict=True))
    names = (score.column("low"), score.column("high"))
    sums = tuple(
        reduce(add, map(nw.col, points)).cast(nw.Int16).alias(name)
        for points, name in zip(ends, names, strict=True)
    )
    return Step(tuple(name for points in ends for name in points), (sums,), names)


def _missing(score: Score, readings: Sequence[Reading]) -> Step:
    """The variables that leave the total open, each once."""
    lacking: dict[str, list[str]] = {}
    for reading in readings:
        for variable in reading.item.variables:
            lacking.setdefault(variable, []).append(reading.lacks(variable))
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
    """The ends become text only where they are shown: writing numbers is what takes time."""
    low, high = nw.col(score.column("low")), nw.col(score.column("high"))
    certain = ~nw.col(score.column("band")).is_null() & (low < high)
    ends = [nw.when(certain).then(end).otherwise(nw.lit(0)).cast(nw.String) for end in (low, high)]
    start = nw.when(certain).then(nw.lit(BAND_CERTAIN))
    return nw.concat_str(start, ends[0], nw.lit(" to "), ends[1]).alias(_band_note(score))


def _outside(score: Score, columns: Columns) -> Iterator[Step]:
    """A note where the primary is one that the score was not made for."""
    if not _may_be_outside(score, columns):
        return
    text = f"this primary is outside what {score.key} was made for: {score.population}"
    note = nw.when(columns.contains("primary_site", score.not_for)).then(nw.lit(text))
    yield Step(("primary_site",), ((note.alias(_outside_note(score)),),), (_outside_note(score),))


def _notes(score: Score, readings: Sequence[Reading], columns: Columns) -> Step:
    names = [name for reading in readings for name in reading.notes]
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
