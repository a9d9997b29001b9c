"""neuromets audit: printed numbers against each other, with no patient data."""

from pathlib import Path

import click

from analysis.cli import options, show


@click.command("audit")
@options.file_argument
@options.json_option
def command(file: Path, as_json: bool) -> None:
    """Check the printed numbers of a CSV (table,row,kind,published,n[,part_of]) against each other."""
    from analysis.papers.audit import audit_cells, read_cells, to_records

    cells = audit_cells(read_cells(file))
    if as_json:
        show.print_json({"cells": to_records(cells)})
        return
    from analysis.report.paper import audit_table

    show.print_table(audit_table(cells))
