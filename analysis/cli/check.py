"""neuromets check: what was read and how, and every doubtful cell."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli import options, show

if TYPE_CHECKING:
    from analysis.cohort import Cohort


@click.command("check")
@options.file_argument
@options.reading_options
@click.option("--strict", is_flag=True, help="Exit 1 when a cell has an error.")
@options.lang_option
@options.json_option
def command(file: Path, strict: bool, lang: str, as_json: bool, **reading: Any) -> None:
    """Say what was read from FILE and how, and name every doubtful cell."""
    cohort = options.read_cohort(file, **reading)
    if as_json:
        show.print_json(payload(cohort))
    else:
        _print(cohort, lang)
    if strict and cohort.problems.count("error"):
        raise SystemExit(1)


def payload(cohort: "Cohort") -> dict[str, Any]:
    """Return what was read, as the JSON of the contract."""
    from analysis.tables.quality import distinct_patients

    source = cohort.source
    return {
        "rows": source.rows,
        "patients": distinct_patients(cohort),
        "sheet": source.sheet,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "decimal_mark": source.decimal_mark,
        "date_orders": dict(source.date_orders),
        "columns": dict(source.columns),
        "notes": list(source.notes),
        "problem_count": {
            "error": cohort.problems.count("error"),
            "warning": cohort.problems.count("warning"),
        },
        "problems": [asdict(problem) for problem in cohort.problems.listed],
        "steps": [asdict(step) for step in cohort.steps],
    }


def _print(cohort: "Cohort", lang: str) -> None:
    from analysis.tables.printed import PrintedRow, PrintedTable
    from analysis.tables.quality import distinct_patients

    source = cohort.source
    how = [
        source.encoding,
        source.delimiter and f"delimiter {source.delimiter!r}",
        source.decimal_mark and f"decimal {source.decimal_mark!r}",
    ]
    show.print_lines(
        f"{source.name}, sheet {source.sheet}: {source.rows} records, {distinct_patients(cohort)} patients",
        "; ".join(part for part in how if part),
        *source.notes,
    )
    show.print_table(
        PrintedTable(
            "columns",
            "Columns",
            ("heading", "variable", "meaning"),
            tuple(
                PrintedRow((heading, variable or "–", _meaning(cohort, variable, lang)))
                for heading, variable in source.columns.items()
            ),
        )
    )
    _print_problems(cohort)


def _meaning(cohort: "Cohort", variable: str | None, lang: str) -> str:
    return cohort.dictionary[variable].label(lang) if variable else "kept under its heading"


def _print_problems(cohort: "Cohort") -> None:
    from analysis.tables.printed import PrintedRow, PrintedTable

    problems = cohort.problems
    errors, warnings = problems.count("error"), problems.count("warning")
    rows = tuple(PrintedRow((p.cell, p.severity, p.rule, p.message)) for p in problems.listed)
    note = "" if len(rows) == errors + warnings else f"{len(rows)} of {errors + warnings} listed"
    if rows:
        caption = f"Problems: {errors} errors, {warnings} warnings"
        show.print_table(
            PrintedTable("problems", caption, ("cell", "severity", "rule", "message"), rows, note)
        )
    else:
        show.print_lines("No problem found.")
