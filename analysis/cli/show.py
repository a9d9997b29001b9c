"""What a verb prints: tables for a person, JSON for a program."""

import json
import math
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from analysis.cohort import Cohort
    from analysis.tables.printed import PrintedTable


_TONES = {"good": "green", "caution": "yellow", "bad": "red", "muted": "dim"}


def print_json(payload: Any) -> None:
    """Print a result as JSON; a missing number is null."""
    click.echo(json.dumps(plain(payload), ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """Return a value in the types JSON has; NaN, infinity and pandas' missing become None."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if hasattr(value, "item"):
        return plain(value.item())
    number = float(value) if isinstance(value, float) or hasattr(value, "__float__") else math.nan
    return number if math.isfinite(number) else None


def print_table(table: "PrintedTable") -> None:
    """Print a table in the terminal, its numbers to the right and its texts to the left."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from analysis.report.layout import alignments

    drawn = Table(box=box.SIMPLE_HEAD)
    for heading, side in zip(table.header, alignments(table), strict=True):
        drawn.add_column(Text(heading), justify=side, overflow="fold")
    for row in table.rows:
        first, *others = ("  " * row.indent + row.cells[0], *row.cells[1:])
        styles = [_TONES.get(row.tones.get(k, ""), "") for k in range(1, len(row.cells))]
        drawn.add_row(
            Text(first, style="bold" if row.heading else ""),
            *(Text(text, style=style) for text, style in zip(others, styles, strict=True)),
        )
    # Caption and note are printed apart, since rich would wrap them to the table's width
    _console().print(Text(table.caption, style="bold"), drawn, Text(table.note), sep="\n")


def print_lines(*lines: str) -> None:
    """Print lines of text, wrapped by the terminal and never read as markup."""
    for line in lines:
        click.echo(line)


def doubts(cohort: "Cohort") -> list[str]:
    """Return the line that says how many cells are doubtful, none where no cell is."""
    errors, warnings = cohort.problems.count("error"), cohort.problems.count("warning")
    if not errors + warnings:
        return []
    return [f"{cohort.source.name}: {errors} errors, {warnings} warnings; `neuromets check` names them"]


def _console() -> Any:
    import shutil
    import sys

    from rich.console import Console

    # A pipe has no width of its own; a table cut at 80 columns would lose text there.
    width = None if sys.stdout.isatty() else max(shutil.get_terminal_size().columns, 160)
    return Console(width=width, highlight=False)
