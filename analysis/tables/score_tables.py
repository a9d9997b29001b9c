"""Scores as tables for a person: which there are, where sources differ, one patient, a cohort's patients."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analysis.scores import scores
from analysis.scores.definition import CERTAINTIES, Band, Item, Score
from analysis.scores.reading import NOTE_DIVIDER
from analysis.scores.withheld import WITHHELD
from analysis.tables.printed import PrintedRow, PrintedTable

MOST_PATIENTS = 50
"""How many patients a table in the terminal lists."""


def list_tables(definitions: Iterable[Score]) -> Iterator[PrintedTable]:
    """Yield the scores that can be computed, and those that are withheld with the reason."""
    definitions = tuple(definitions)
    rows = tuple(
        PrintedRow(
            (
                score.key,
                score.title,
                f"{score.lowest}-{score.highest}",
                score.direction.replace("_", " "),
                score.certainty,
                f"no: {score.off_because}" if score.off_because else "yes",
            )
        )
        for score in definitions
    )
    header = ("key", "score", "range", "direction", "certainty", "computed by default")
    note = "; ".join(f"{grade}: {meaning}" for grade, meaning in CERTAINTIES.items())
    yield PrintedTable("scores", "Scores", header, rows, note)
    sources = tuple(PrintedRow((score.key, score.source)) for score in definitions)
    yield PrintedTable("sources", "Sources", ("key", "source"), sources)
    withheld = tuple(PrintedRow((one.key, one.title, one.reason, one.source)) for one in WITHHELD)
    yield PrintedTable("withheld", "Withheld", ("key", "score", "why", "source"), withheld)


def conflict_tables(definitions: Iterable[Score]) -> Iterator[PrintedTable]:
    """Yield, for every option and reprint, what the source says beside it; then what texts dispute."""
    definitions = tuple(definitions)
    for score in definitions:
        if score.variant_of:
            yield _beside(scores()[score.variant_of], score)
    disputes = tuple(PrintedRow((score.key, text)) for score in definitions for text in score.disputes)
    yield PrintedTable("disputes", "Disputed", ("key", "what differs"), disputes)


def _beside(source: Score, other: Score) -> PrintedTable:
    mine, theirs = _statements(source), _statements(other)
    differing = [name for name in dict.fromkeys((*mine, *theirs)) if mine.get(name) != theirs.get(name)]
    rows = tuple(PrintedRow((name, mine.get(name, "–"), theirs.get(name, "–"))) for name in differing)
    note = "; ".join(defect.text for defect in other.defects)
    return PrintedTable(other.key, other.title, ("", source.key, other.key), rows, note)


def _statements(score: Score) -> dict[str, str]:
    """Return what a version says, name by name."""
    said = {"range": f"{score.lowest}-{score.highest}"}
    for item in score.items:
        for level, points in item.points.items():
            said[f"{item.name}: {level}"] = str(points)
        if item.classes:
            said[f"{item.name}: classes"] = item.option or "as published"
    for total in range(score.lowest, score.highest + 1):
        band = score.band_of(total)
        said[f"total {total}"] = _described(band) if band else "no band"
    return said


def _described(band: Band) -> str:
    low, high = band.window_months or (None, None)
    window = f"{low or 0:g}{'+' if high is None else f'-{high:g}'} months" if band.window_months else ""
    return ", ".join(part for part in (band.name, band.goal, band.strategy, window) if part)


def patient_table(score: Score, row: Mapping[str, Any]) -> PrintedTable:
    """Return each item's points, the total, the band and the source, for one patient's result columns."""
    lines = [
        PrintedRow((item.label or item.name, _points(score, row, item), _offered(item)))
        for item in score.items
    ]
    ends = _ends(row[score.column("low")], row[score.column("high")])
    band = next((b for b in score.bands if b.name == row[score.column("band")]), None)
    lines.append(PrintedRow(("total", ends, f"{score.lowest}-{score.highest}"), heading=True))
    lines.append(PrintedRow(("band", "" if band is None else band.totals, _described(band) if band else "–")))
    missing, notes = row[score.column("missing")], row[score.column("notes")]
    remarks = [f"missing: {missing.replace('|', ', ')}"] if missing else []
    remarks += notes.split(NOTE_DIVIDER) if notes else []
    certainty = f"{score.certainty}: {score.certainty_note or CERTAINTIES[score.certainty]}"
    note = "\n".join((*remarks, f"certainty {certainty}", score.source))
    return PrintedTable(score.key, score.title, ("item", "points", "of"), tuple(lines), note)


def _offered(item: Item) -> str:
    return ", ".join(f"{level} = {points}" for level, points in item.points.items())


def cohort_table(score: Score, rows: Sequence[Mapping[str, Any]], patients: Sequence[str]) -> PrintedTable:
    """Return a line per patient: items, total, band, and what is missing."""
    header = ("patient", *(item.name for item in score.items), "total", "band", "missing")
    lines = tuple(
        PrintedRow(
            (
                patient,
                *(_points(score, row, item) for item in score.items),
                _ends(row[score.column("low")], row[score.column("high")]),
                row[score.column("band")] or "–",
                (row[score.column("missing")] or "").replace("|", ", "),
            )
        )
        for patient, row in list(zip(patients, rows, strict=True))[:MOST_PATIENTS]
    )
    more = len(rows) - len(lines)
    note = f"{more} more patients: -o FILE writes all" if more > 0 else ""
    return PrintedTable(score.key, score.title, header, lines, note)


def _points(score: Score, row: Mapping[str, Any], item: Item) -> str:
    return _ends(row[score.column(f"{item.name}_low")], row[score.column(f"{item.name}_high")])


def _ends(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
