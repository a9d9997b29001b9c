"""neuromets notebook: one of the notebooks, run on a cohort."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from analysis.cli import options, show

LANGUAGES = ("en", "tr", "zh")


@click.command("notebook")
@click.argument("name", required=False)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@click.option(
    "--param", "given", multiple=True, metavar="K=V", help="Set a parameter of the notebook (repeatable)."
)
@click.option("--list", "listing", is_flag=True, help="Say which notebooks there are, and their parameters.")
@options.reading_options
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of tables and figures.")
def command(
    name: str | None,
    file: Path | None,
    output: Path | None,
    given: tuple[str, ...],
    listing: bool,
    lang: str | None,
    **reading: Any,
) -> None:
    """Run the notebook NAME on FILE, and leave it with its HTML in a folder.

    NAME is a name or a number of --list. Without FILE it runs on the bundled series or on synthetic patients.
    No row of a patient is in what is written.
    """
    from analysis.report import notebook as notebooks
    from analysis.report.write import write_files

    if listing:
        show.print_lines(*map(_entry, notebooks.notebook_paths().values()))
        return
    if name is None or output is None:
        raise click.UsageError("give NAME and -o FOLDER; `neuromets notebook --list` names the notebooks")
    found = notebooks.find_notebook(name)
    chosen = _parsed(given, notebooks.defaults(found)) | _read_from(file, reading)
    chosen |= {"lang": lang} if lang else {}
    if chosen.get("lang", "en") not in LANGUAGES:
        raise click.UsageError(f"--param lang is one of {', '.join(LANGUAGES)}.")
    files = notebooks.run_notebook(found, chosen, progress=sys.stderr.isatty())
    write_files(output, files)
    show.print_lines(f"{' and '.join(files)} written to {output}")


def _entry(notebook: Path) -> str:
    from analysis.report.notebook import defaults, title

    known = ", ".join(f"{name}={_shown(value)}" for name, value in _settable(defaults(notebook)).items())
    return f"{notebook.stem}: {title(notebook)}\n    {known}"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "" if value is None else str(value)


def _settable(defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that --param sets; FILE and the options of reading set the others."""
    return {
        name: value for name, value in defaults.items() if name not in ("path", "reading", "dictionaries")
    }


def _read_from(file: Path | None, reading: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that say which file is read and how."""
    how = {
        "sheet": reading["sheet"],
        "mapping": options.parse_mapping(reading["mapping"]),
        "date_order": reading["date_order"],
        "lesions": _lesions(reading["lesions"]),
    }
    parameters = {
        "path": str(file.absolute()) if file else None,
        "dictionaries": [str(reading["more"].absolute())] if reading["more"] else [],
        "reading": {name: value for name, value in how.items() if value},
    }
    return {name: value for name, value in parameters.items() if value}


def _lesions(lesions: Path | None) -> str | None:
    """Return the file of the lesions wherever the notebook runs, or the name of a sheet as it is."""
    if lesions is None:
        return None
    return str(lesions.absolute() if lesions.exists() else lesions)


def _parsed(given: tuple[str, ...], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of "k=v" entries, each in the kind that its default has."""
    settable = _settable(defaults)
    chosen: dict[str, Any] = {}
    for entry in given:
        name, divider, text = entry.partition("=")
        if not divider or name not in settable:
            raise click.UsageError(
                f"--param {entry!r} sets no parameter: write K=V with one of {', '.join(settable)}."
            )
        chosen[name] = _value(text, settable[name])
    return chosen


def _value(text: str, default: Any) -> Any:
    """Return a text as what its parameter holds: a list of what stands between commas, or one text."""
    if not isinstance(default, list):
        return text or None
    return [_number_or_name(part.strip()) for part in text.split(",") if part.strip()]


def _number_or_name(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
