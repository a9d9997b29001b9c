"""How good the data are: what was read, what is missing, and how many cells are doubtful and why."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import narwhals as nw

from analysis.cohort import ROW, Cohort, Problem
from analysis.loaders.records import identity, repeats
from analysis.tables.format import STYLES, count_percent
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.suppress import is_small, withheld_note
from analysis.tables.words import WORDS, word, words

MOST_CELLS = 3
"""How many cells of a rule and variable are named; the others are counted."""


def distinct_patients(cohort: Cohort) -> int:
    """Return the number of distinct patients read; a row without an identifier is a patient of its own."""
    frame = nw.from_native(cohort.frame).lazy()
    rows = int(frame.select(nw.len()).collect().item())
    column = identity(frame.collect_schema().names())
    if column is None:
        return rows
    identifiers = frame.select(column).collect("pandas").to_native()[column]
    return rows - int(repeats(identifiers).sum())


def reading_table(cohort: Cohort, *, lang: str = "en") -> PrintedTable:
    """Lay out how many records, patients and columns were read, and which columns are not known."""
    columns = cohort.source.columns
    unknown = [heading for heading, variable in columns.items() if variable is None]
    counts = {
        "records_read": cohort.source.rows,
        "patients_read": distinct_patients(cohort),
        "columns_read": len(columns),
        "columns_known": len(columns) - len(unknown),
        "columns_unknown": len(unknown),
    }
    if cohort.lesions is not None:
        counts["lesions_read"] = len(cohort.lesions)
    rows = tuple(PrintedRow((word(key, lang), str(n))) for key, n in counts.items())
    note = word("unknown_are", lang).format(columns=listed(unknown, lang)) if unknown else ""
    header = (word("quality_item", lang), word("n", lang))
    return PrintedTable("reading", word("reading_caption", lang), header, rows, note)


def missing_counts(cohort: Cohort) -> Mapping[str, tuple[int, int]]:
    """Return variable → how many of the records kept have an answer, and how many have none."""
    frame = nw.from_native(cohort.kept()).lazy()
    names = [name for name in frame.collect_schema().names() if name in cohort.dictionary and name != ROW]
    if not names:
        return {}
    counted = frame.select(nw.len().alias("_rows"), *(nw.col(name).count() for name in names)).collect()
    rows, *known = counted.row(0)
    return {name: (int(n), int(rows) - int(n)) for name, n in zip(names, known, strict=True)}


def missing_table(
    cohort: Cohort, *, lang: str = "en", below: int = 0, hidden: Collection[str] = ()
) -> PrintedTable:
    """Lay out how many answers each variable lacks; of identifiers, dates and free text it says no more.

    Counts below `below` are withheld, and those of the variables named in `hidden`.
    """
    style = STYLES[lang]
    rows, some = [], False
    for name, (n, missing) in missing_counts(cohort).items():
        cells = (str(n), count_percent(missing, n + missing, style))
        if name in hidden or is_small(n, below) or is_small(missing, below):
            cells, some = (word("withheld", lang),) * 2, True
        rows.append(PrintedRow((cohort.dictionary[name].label(lang), *cells)))
    header = words(("variable", "known", "missing_percent"), lang)
    note = " ".join([word("missing_of_range", lang), *([withheld_note(below, lang)] if some else [])])
    return PrintedTable("missing", word("missing_caption", lang), header, tuple(rows), note)


def problem_table(cohort: Cohort, *, lang: str = "en") -> PrintedTable:
    """Lay out how many cells are doubtful by rule and variable, naming the first of them and no value."""
    problems = cohort.problems
    rows = tuple(_problem_rows(cohort, problems.listed, lang))
    n = problems.count()
    cut = word("problems_listed", lang).format(listed=len(problems.listed), n=n)
    header = words(("rule", "severity", "variable", "n", "cells"), lang)
    note = cut if n > len(problems.listed) else ""
    return PrintedTable("problems", word("problems_caption", lang), header, rows, note)


def _problem_rows(cohort: Cohort, listed_ones: Sequence[Problem], lang: str) -> Iterator[PrintedRow]:
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for problem in listed_ones:
        found[problem.rule, problem.severity][problem.variable or ""].append(problem.cell)
    for (rule, severity), n in cohort.problems.counts.items():
        label = word(rule, lang) if rule in WORDS else rule
        by_variable = found[rule, severity]
        for variable, cells in by_variable.items():
            called = cohort.dictionary[variable].label(lang) if variable in cohort.dictionary else variable
            line = (label, word(severity, lang), called, str(len(cells)), _named(cells, lang))
            yield PrintedRow(line, tones={1: "bad" if severity == "error" else "caution"})
        if rest := n - sum(map(len, by_variable.values())):
            yield PrintedRow((label, word(severity, lang), "", str(rest), ""))


def _named(cells: Sequence[str], lang: str) -> str:
    first = listed(cells[:MOST_CELLS], lang)
    rest = len(cells) - MOST_CELLS
    return word("cells_more", lang).format(cells=first, n=rest) if rest > 0 else first


def listed(names: Sequence[str], lang: str) -> str:
    """Return names one after the other, as the language divides them.

    >>> listed(["A1", "B2"], "zh")
    'A1、B2'
    """
    return ("、" if lang == "zh" else ", ").join(names)
