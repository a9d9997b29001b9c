"""neuromets table: frequency and baseline tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli import indications, literature, options, raters, show

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
@raters.options
@click.option(
    "--indications",
    "with_indications",
    is_flag=True,
    help="Whether treatments were indicated as the texts state it; for description, not for deciding.",
)
@click.option(
    "--literature",
    "with_literature",
    is_flag=True,
    help="The cohort beside the figures that the literature prints.",
)
@options.lang_option
@options.json_option
def command(
    file: Path,
    by: str | None,
    variables: tuple[str, ...],
    quantiles: str,
    pairs: tuple[str, ...],
    cut_offs: tuple[str, ...],
    with_indications: bool,
    with_literature: bool,
    lang: str,
    as_json: bool,
    **reading: Any,
) -> None:
    """Count levels and summarise numbers of FILE, over all patients and by group.

    --indications: of how many patients the texts' indication of a treatment was met, not met, contraindicated
    or cannot be told, and how the treatment given agrees. For retrospective description only, not for
    deciding treatment.
    """
    from analysis.tables.baseline import baseline

    printed = (with_indications or with_literature) and not as_json
    if printed and (by or variables or pairs or cut_offs):
        name = "--indications" if with_indications else "--literature"
        raise click.UsageError(f"{name} prints tables of its own: ask for the others without it.")
    cohort = options.read_cohort(file, **reading)
    if printed:
        if with_indications:
            indications.print_indications(cohort, lang=lang)
        if with_literature:
            literature.print_literature(cohort, lang=lang)
        return
    columns = [cohort.column(name) for name in variables] or None
    group = cohort.column(by) if by else None
    numbers = baseline(cohort.kept(), cohort.dictionary, columns, by=group, quantiles=quantiles)
    rated, judged = raters.rate(cohort, pairs), raters.judge(cohort, cut_offs)
    if as_json:
        stated = indications.payload(cohort, lang) if with_indications else {}
        beside = literature.payload(cohort, lang) if with_literature else {}
        show.print_json(payload(numbers) | raters.payload(rated, judged) | stated | beside)
        return
    show.print_lines(*show.doubts(cohort))
    if rated or judged:
        raters.print_agreement(rated, judged, lang=lang)
        return
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
