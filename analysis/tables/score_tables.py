"""Scores as tables for a person: which there are, where sources differ, one patient, and cohorts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analysis.dictionary import Dictionary
from analysis.scores import scores
from analysis.scores.definition import CERTAINTIES, Band, Item, Score
from analysis.scores.reading import MISSING_DIVIDER, NOTE_DIVIDER
from analysis.scores.withheld import WITHHELD
from analysis.tables.format import STYLES, Style, share
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.score_distribution import (
    BAND,
    NOTHING,
    OPEN,
    SEVERAL,
    TOTAL,
    Distribution,
    runs_of_totals,
)
from analysis.tables.score_labels import band_label, item_label, level_label, of_whom, variable_label
from analysis.tables.words import word, words


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


def patient_table(
    score: Score, row: Mapping[str, Any], dictionary: Dictionary, *, lang: str = "en"
) -> PrintedTable:
    """Return each item's points, the total, the band and the source, for one patient's result columns."""
    lines = [
        PrintedRow(
            (
                item_label(item, dictionary, lang),
                _points(score, row, item, lang),
                _offered(item, dictionary, lang),
            )
        )
        for item in score.items
    ]
    ends = _ends(row[score.column("low")], row[score.column("high")], lang)
    band = next((b for b in score.bands if b.name == row[score.column("band")]), None)
    total, reached = (word(key, lang) for key in ("score_total", "score_band"))
    lines.append(PrintedRow((total, ends, f"{score.lowest}-{score.highest}"), heading=True))
    lines.append(
        PrintedRow((reached, "" if band is None else band.totals, _described(band) if band else "–"))
    )
    header = ("score_item", "score_points", "score_offered")
    note = "\n".join(_remarks(score, row, dictionary, lang))
    return PrintedTable(score.key, score.title, words(header, lang), tuple(lines), note)


def _remarks(score: Score, row: Mapping[str, Any], dictionary: Dictionary, lang: str) -> Iterator[str]:
    """Yield what is missing, what was noted, how certain the score is, and its source."""
    missing, notes = row[score.column("missing")], row[score.column("notes")]
    if missing:
        yield word("score_missing", lang).format(variables=_missing(missing, dictionary, lang))
    yield from notes.split(NOTE_DIVIDER) if notes else ()
    yield _certainty(score, lang)
    yield score.source


def _certainty(score: Score, lang: str) -> str:
    meaning = score.certainty_note or CERTAINTIES[score.certainty]
    return word("score_certainty", lang).format(grade=score.certainty, meaning=meaning)


def _offered(item: Item, dictionary: Dictionary, lang: str) -> str:
    """Return the points of every level; in English under the keys by which a patient's values are given."""
    return ", ".join(
        f"{level if lang == 'en' else level_label(item, level, dictionary, lang)} = {points}"
        for level, points in item.points.items()
    )


def cohort_table(
    score: Score,
    rows: Sequence[Mapping[str, Any]],
    patients: Sequence[str],
    dictionary: Dictionary,
    *,
    lang: str = "en",
) -> PrintedTable:
    """Return a line per patient: items, total, band, and what is missing; below, whom each note concerns."""
    patient, total, band, missing = (
        word(key, lang) for key in ("patient", "score_total", "score_band", "Missing")
    )
    items = (item.name if lang == "en" else item_label(item, dictionary, lang) for item in score.items)
    lines = tuple(
        PrintedRow(
            (
                name,
                *(_points(score, row, item, lang) for item in score.items),
                _ends(row[score.column("low")], row[score.column("high")], lang),
                row[score.column("band")] or "–",
                _missing(row[score.column("missing")] or "", dictionary, lang),
            )
        )
        for name, row in zip(patients, rows, strict=True)
    )
    note = "\n".join(_noted(score, rows, patients))
    return PrintedTable(score.key, score.title, (patient, *items, total, band, missing), lines, note)


def _noted(score: Score, rows: Sequence[Mapping[str, Any]], patients: Sequence[str]) -> Iterator[str]:
    """Yield each note once, with the patients whom it concerns."""
    of_note: dict[str, list[str]] = {}
    for name, row in zip(patients, rows, strict=True):
        for note in (row[score.column("notes")] or "").split(NOTE_DIVIDER):
            of_note.setdefault(note, []).append(name)
    of_note.pop("", None)
    yield from (f"{', '.join(names)}: {note}" for note, names in of_note.items())


def _missing(variables: str, dictionary: Dictionary, lang: str) -> str:
    names = variables.split(MISSING_DIVIDER) if variables else []
    return ", ".join(name if lang == "en" else variable_label(name, dictionary, lang) for name in names)


def _points(score: Score, row: Mapping[str, Any], item: Item, lang: str) -> str:
    return _ends(row[score.column(f"{item.name}_low")], row[score.column(f"{item.name}_high")], lang)


def _ends(low: float, high: float, lang: str) -> str:
    return f"{low:g}" if low == high else word("from_to", lang).format(low=f"{low:g}", high=f"{high:g}")


def distribution_table(found: Distribution, dictionary: Dictionary, *, lang: str = "en") -> PrintedTable:
    """Lay out a distribution: each band with its totals under it, then what is open, then what is missing.

    n, % of all, and % of those whose band is certain. lang: "en", "tr" or "zh".
    """
    style, score = STYLES[lang], found.score
    caption = word("distribution_caption", lang).format(
        title=score.title, of=of_whom(found.of, lang), n=found.n
    )
    first = "score_grade" if score.graded else "band_and_total"
    header = words((first, "n", "percent", "valid_percent"), lang)
    notes = [word("note_distribution", lang).format(n=found.n, known=found.banded)]
    notes += [word("note_worst", lang)] if found.worst else []
    notes += [word("note_names", lang), f"{_certainty(score, lang)}{'。' if lang == 'zh' else '.'}"]
    note = ("" if lang == "zh" else " ").join((*notes, score.source))
    rows = (
        *_band_rows(found, dictionary, style),
        *_open_rows(found, style),
        *_missing_rows(found, dictionary, style),
        _row(word("total", lang), found.n, found, style),
    )
    key = f"{score.key}_{found.of}"
    return PrintedTable(key, caption, header, rows, note)


def _band_rows(found: Distribution, dictionary: Dictionary, style: Style) -> Iterator[PrintedRow]:
    score = found.score
    for band, totals in runs_of_totals(score):
        if band is None:
            continue
        label = band_label(score, band, dictionary, style)
        yield _row(label, found.counts[BAND, band.name, None], found, style, known=True, heading=True)
        if len(totals) == 1:
            continue  # the band's line is the total's
        for total in totals:
            n = found.counts[TOTAL, band.name, str(total)]
            yield _row(str(total), n, found, style, known=True, indent=1)
        if n := found.counts[OPEN, band.name, None]:
            yield _row(word("total_open", style.lang), n, found, style, known=True, indent=1)


def _open_rows(found: Distribution, style: Style) -> Iterator[PrintedRow]:
    """Yield those whose band is not known, by why; nothing where there are none."""
    if found.n == found.banded:
        return
    unknown = "grade_unknown" if found.score.graded else "band_unknown"
    yield _row(word(unknown, style.lang), found.n - found.banded, found, style, heading=True)
    for (part, band, total), n in found.counts.items():
        if n and part == TOTAL and band is None:
            label = word("total_in_no_band", style.lang).format(total=total)
            yield _row(label, n, found, style, indent=1)
    for part in (SEVERAL, NOTHING):
        if n := found.counts[part, None, None]:
            yield _row(word(part, style.lang), n, found, style, indent=1)


def _missing_rows(found: Distribution, dictionary: Dictionary, style: Style) -> Iterator[PrintedRow]:
    lacking = {name: n for name, n in found.missing.items() if n}
    if not lacking:
        return
    heading = "missing_grades" if found.score.graded else "missing_items"
    yield PrintedRow((word(heading, style.lang), "", "", ""), heading=True)
    for name, n in lacking.items():
        yield _row(variable_label(name, dictionary, style.lang), n, found, style, indent=1)


def _row(
    label: str,
    n: int,
    found: Distribution,
    style: Style,
    *,
    known: bool = False,
    indent: int = 0,
    heading: bool = False,
) -> PrintedRow:
    """Return a line; `known` says that it is of those whose band is certain."""
    valid = share(n, found.banded, style) if known else ""
    return PrintedRow((label, str(n), share(n, found.n, style), valid), indent=indent, heading=heading)
