"""The options that the verbs share, and the cohort they ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.cohort import Cohort
    from analysis.dictionary import Dictionary

UNITS = ("days", "weeks", "months", "years")

_READING = (
    click.option(
        "--sheet", help="Sheet of the workbook; without it, the one that holds the most known columns."
    ),
    click.option("--map", "mapping", multiple=True, metavar="HEADING=VARIABLE", help="Say what a column is."),
    click.option("--dictionary", "more", type=click.Path(path_type=Path), help="A CSV of further variables."),
    click.option("--lesions", type=click.Path(path_type=Path), help="A file with one row a lesion."),
    click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]), help="How 03.04.2016 is read."),
)
_OUTCOME = (
    click.option("--time", metavar="C", help="The column with the follow-up time."),
    click.option("--event", metavar="C", help="The column that says who had the event."),
    click.option("--unit", type=click.Choice(UNITS), help="Unit of the times, of --at and of --tau."),
    click.option("--origin", metavar="V", help="The date from which time is counted."),
)
lang_option = click.option("--lang", type=click.Choice(["en", "tr", "zh"]), default="en", show_default=True)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
file_argument = click.argument("file", type=click.Path(path_type=Path))

Command = Callable[..., Any]


def reading_options(command: Command) -> Command:
    """Add the options that say how a file is read."""
    return _add(command, _READING)


def outcome_options(command: Command) -> Command:
    """Add the options that say what the outcome is."""
    return _add(command, _OUTCOME)


def _add(command: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def read_cohort(file: Path, **reading: Any) -> "Cohort":
    """Read a file with the reading options given."""
    from analysis.loaders.read import read

    return read(
        file,
        dictionary=dictionary_with(reading["more"]),
        sheet=reading["sheet"],
        mapping=parse_mapping(reading["mapping"]),
        date_order=reading["date_order"],
        lesions=reading["lesions"],
        unit=reading.get("unit"),
    )


def dictionary_with(more: Path | None) -> "Dictionary":
    """Return the data dictionary, extended by the user's CSV where one is given."""
    from analysis.dictionary import load_dictionary

    return load_dictionary(more) if more else load_dictionary()


def parse_mapping(entries: tuple[str, ...]) -> dict[str, str]:
    """Return heading → variable from "heading=variable" entries; the last "=" divides."""
    mapping = {}
    for entry in entries:
        heading, divider, variable = entry.rpartition("=")
        if not divider or not heading.strip() or not variable.strip():
            raise DataError(f'--map {entry!r} names no variable: write --map "heading=variable".')
        mapping[heading.strip()] = variable.strip()
    return mapping


def parse_times(text: str | None, option: str) -> tuple[float, ...]:
    """Return the times of a list such as "90,180,365", each once."""
    try:
        times = tuple(dict.fromkeys(float(part) for part in (text or "").split(",") if part.strip()))
    except ValueError:
        raise DataError(
            f"{option} {text!r} is not a list of times: write numbers, as in {option} 90,180,365."
        ) from None
    if any(not 0 <= time < float("inf") for time in times):
        raise DataError(f"{option} {text!r} holds a negative or endless time: times count from 0.")
    return times
