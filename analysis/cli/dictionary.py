"""neuromets dictionary: the data dictionary in another form."""

import sys
from pathlib import Path

import click

from analysis.cli import options

FORMS = ("csv", "redcap", "frictionless", "xlsx", "md")


@click.command("dictionary")
@click.option("--as", "form", type=click.Choice(FORMS), default="csv", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--dictionary", "more", type=click.Path(path_type=Path), help="A CSV of further variables.")
@options.lang_option
def command(form: str, output: Path | None, more: Path | None, lang: str) -> None:
    """Write the data dictionary as CSV, REDCap, Table Schema, an empty workbook or Markdown."""
    from analysis.dictionary.export import export_dictionary
    from analysis.report.write import write_files

    if output is None and form == "xlsx" and sys.stdout.isatty():
        raise click.UsageError("a workbook is not text: name a file with -o registry.xlsx")
    content = export_dictionary(options.dictionary_with(more), form, lang=lang)
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        write_files(output.parent, {output.name: content})
