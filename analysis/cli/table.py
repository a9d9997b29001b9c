"""neuromets table: frequency and baseline tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli import options, show

if TYPE_CHECKING:
    from analysis.tables.baseline import Baseline


@click.command("table")
@options.file_argument
@options.reading_options
@click.option("--by", metavar="V", help="The variable that makes the groups.")
@click.option("--variable", "variables", multiple=True, metavar="V", help="Only this variable (repeatable).")
@click.option(
    "--quantiles",
    type=click.Choice(["r", "spss", "stata", "sas"]),
    default="r",
    show_default=True,
    help="Whose rule makes the median and the quartiles.",
)
@options.lang_option
@options.json_option
def command(
    file: Path,
    by: str | None,
    variables: tuple[str, ...],
    quantiles: str,
    lang: str,
    as_json: bool,
    **reading: Any,
) -> None:
    """Count levels and summarise numbers of FILE, over all patients and by group."""
    from analysis.tables.baseline import baseline

    cohort = options.read_cohort(file, **reading)
    columns = [cohort.column(name) for name in variables] or None
    group = cohort.column(by) if by else None
    numbers = baseline(cohort.kept(), cohort.dictionary, columns, by=group, quantiles=quantiles)
    if as_json:
        show.print_json(payload(numbers))
        return
    show.print_lines(*show.doubts(cohort))
    from analysis.tables.layout import baseline_table, frequency_table, summary_table

    if by:
        show.print_table(baseline_table(numbers, cohort.dictionary, lang=lang))
        return
    for lay_out in (frequency_table, summary_table):
        table = lay_out(numbers.statistics, cohort.dictionary, lang=lang)
        if table.rows:
            show.print_table(table)


def payload(numbers: "Baseline") -> dict[str, Any]:
    """Return the numbers of a table, as the JSON of the contract."""
    from analysis.tables.baseline import to_records

    tests = [] if numbers.comparisons is None else to_records(numbers.comparisons.frame)
    return {"rows": to_records(numbers.statistics.frame), "tests": tests}
