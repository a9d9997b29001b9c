"""Where a report's numbers come from: the product, its libraries, the input, and what was asked.

No date of the run, no path and no user's name, so that the same input gives the same bytes.
"""

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath, PureWindowsPath
from typing import Any

from analysis.cohort import Source
from analysis.dictionary import Dictionary
from analysis.report.words import WORDS, Words
from analysis.tables.printed import PrintedRow, PrintedTable

LIBRARIES = ("pandas", "numpy", "scipy", "matplotlib", "narwhals")


@dataclass(frozen=True)
class Provenance:
    """What a reader needs to make the same report again.

    `software` maps each program to its version, the product first; `options` each choice (rule,
    interval, unit, days per month, …) to its value as text.
    """

    software: Mapping[str, str]
    inputs: tuple[Source, ...]
    dictionary_sha256: str
    options: Mapping[str, str]


def trace(sources: Iterable[Source], *, dictionary: Dictionary, options: Mapping[str, object]) -> Provenance:
    """Return the provenance of a report on these sources, read with this dictionary and these options.

    A path among the options is kept by its name alone; an option that is None was not chosen and is
    left out.
    """
    chosen = {name: _option_text(value) for name, value in options.items() if value is not None}
    return Provenance(installed_software(), tuple(sources), dictionary.sha256, chosen)


def to_json(provenance: Provenance) -> bytes:
    """Return the provenance as JSON, in the order of its parts."""
    content = {
        "software": dict(provenance.software),
        "inputs": [_input_record(source) for source in provenance.inputs],
        "dictionary": {"sha256": provenance.dictionary_sha256},
        "options": dict(provenance.options),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def to_table(provenance: Provenance, lang: str) -> PrintedTable:
    """Return the provenance as a table of two columns, its labels in the language asked."""
    words = WORDS[lang]
    rows = [_group(words.software), *_lines(provenance.software)]
    for source in provenance.inputs:
        rows += [_group(words.input, _name(source.name)), *_lines(_input_lines(source, words))]
    rows += [_group(words.dictionary), *_lines({words.sha256: provenance.dictionary_sha256})]
    if provenance.options:
        rows += [_group(words.options), *_lines(provenance.options)]
    return PrintedTable("provenance", words.provenance, (words.item, words.value), tuple(rows))


def installed_software() -> dict[str, str]:
    """Return the product, Python and the libraries that numbers rest on, each with its version."""
    installed = {"neuromets": _version("neuromets"), "Python": platform.python_version()}
    return installed | {library: _version(library) for library in LIBRARIES}


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


def _option_text(value: object) -> str:
    if isinstance(value, PurePath):
        return value.name
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}={_option_text(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_option_text, value))
    return str(value)


def _name(path: str) -> str:
    return PureWindowsPath(path).name  # divides at both kinds of slash


def _input_record(source: Source) -> dict[str, Any]:
    return {
        "name": _name(source.name),
        "sha256": source.sha256,
        "sheet": source.sheet,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "decimal_mark": source.decimal_mark,
        "date_orders": dict(source.date_orders),
        "records": source.rows,
    }


def _input_lines(source: Source, words: Words) -> dict[str, str]:
    orders = "; ".join(f"{column}: {order}" for column, order in source.date_orders.items())
    lines = {
        words.sha256: source.sha256,
        words.sheet: source.sheet,
        words.encoding: source.encoding,
        words.delimiter: {"\t": "tab"}.get(source.delimiter or "", source.delimiter),
        words.decimal_mark: source.decimal_mark,
        words.date_order: orders,
        words.records: str(source.rows),
    }
    return {label: text for label, text in lines.items() if text}


def _group(label: str, text: str = "") -> PrintedRow:
    return PrintedRow((label, text), heading=True)


def _lines(entries: Mapping[str, str]) -> list[PrintedRow]:
    return [PrintedRow((label, text), indent=1) for label, text in entries.items()]
