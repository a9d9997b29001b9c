"""The file that `neuromets score -o` writes: what was read, and every score beside it."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.cohort import Cohort
from analysis.dictionary import Dictionary
from analysis.errors import DataError
from analysis.report.characters import shown
from analysis.report.tabular import guarded

ENDINGS = (".csv", ".xlsx")


def write_scores(cohort: Cohort, path: Path) -> list[Path]:
    """Write the patients kept, and the lesions if there are any, and return the files written.

    A workbook has a sheet of each; for CSV the lesions are a second file. Text that a spreadsheet would run
    as a formula gets an apostrophe before it.
    """
    tables = {"patients": cohort.kept()}
    if cohort.lesions is not None:
        tables["lesions"] = cohort.lesions
    if path.suffix.lower() not in ENDINGS:
        raise DataError(f"{path.name} can't be written: give -o a name that ends in {' or '.join(ENDINGS)}.")
    if path.suffix.lower() == ".xlsx":
        _write_workbook(tables, cohort.dictionary, path)
        return [path]
    files = {name: path if name == "patients" else path.with_stem(f"{path.stem}_{name}") for name in tables}
    for name, file in files.items():
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            csv.writer(opened).writerows(_lines(tables[name], cohort.dictionary))
    return [*files.values()]


def _write_workbook(tables: dict[str, pd.DataFrame], dictionary: Dictionary, path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, frame in tables.items():
        sheet = book.create_sheet(name)
        for line in _lines(frame, dictionary):
            sheet.append(line)
    book.save(path)


def _lines(frame: pd.DataFrame, dictionary: Dictionary) -> Iterator[list[Any]]:
    yield [guarded(shown(name)) for name in frame.columns]
    columns = [_cells(frame[name], name, dictionary) for name in frame.columns]
    yield from map(list, zip(*columns, strict=True))


def _cells(column: "pd.Series[Any]", name: str, dictionary: Dictionary) -> list[Any]:
    """Return a column's cells: dates as ISO text, whole numbers without decimals, missing as None."""
    kind = dictionary[name].kind if name in dictionary else ""
    known = column.notna().tolist()
    values = column.astype(object).tolist()
    if kind == "date":
        values = pd.to_datetime(column.astype(float), unit="D").dt.strftime("%Y-%m-%d").tolist()
    return [_cell(value) if there else None for value, there in zip(values, known, strict=True)]


def _cell(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return guarded(shown(value)) if isinstance(value, str) else value
