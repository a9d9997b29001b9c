"""What `neuromets score -o` writes: what was read with every score beside it, alone or with a report."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.cohort import Cohort
from analysis.dictionary import Dictionary
from analysis.errors import DataError
from analysis.report.characters import shown
from analysis.report.tabular import guarded
from analysis.scores.definition import Score

ENDINGS = (".csv", ".xlsx")


def write_scores(
    scores: tuple[Score, ...], cohort: Cohort, path: Path, lang: str, options: Mapping[str, object]
) -> list[Path]:
    """Write the patients kept, and the lesions if there are any, and return the files or the folder written.

    A workbook has a sheet of each; for CSV the lesions are a second file. A name without an ending is a
    folder, with both as CSV, the tables, the pictures and the report. Text that a spreadsheet would run as a
    formula gets an apostrophe before it. Raise DataError for any other ending.
    """
    from analysis.report.write import write_files

    suffix = "" if path.is_dir() else path.suffix.lower()
    if suffix not in ("", *ENDINGS):
        raise DataError(
            f"{path.name} can't be written: give -o a name that ends in {' or '.join(ENDINGS)}, or one "
            "without an ending for a folder."
        )
    if not suffix:
        write_files(path, _folder(scores, cohort, lang, options))
        return [path]
    files = {path.name: _workbook(cohort)} if suffix == ".xlsx" else _texts(cohort, path.stem, path.suffix)
    write_files(path.parent, files)
    return [path.with_name(name) for name in files]


def _tables(cohort: Cohort) -> dict[str, pd.DataFrame]:
    tables = {"patients": cohort.kept()}
    return tables if cohort.lesions is None else {**tables, "lesions": cohort.lesions}


def _folder(
    scores: tuple[Score, ...], cohort: Cohort, lang: str, options: Mapping[str, object]
) -> dict[str, bytes]:
    from analysis.report.render import render_all
    from analysis.report.scores import scores_document

    report = render_all(scores_document(scores, cohort, lang=lang, options=options))
    return report | _texts(cohort, "scores", ".csv")


def _texts(cohort: Cohort, stem: str, suffix: str) -> dict[str, bytes]:
    """Return the CSV of the patients by file name, and that of the lesions."""
    files = {}
    for name, frame in _tables(cohort).items():
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows(_lines(frame, cohort.dictionary))
        own = stem if name == "patients" else f"{stem}_{name}"
        files[own + suffix] = buffer.getvalue().encode("utf-8-sig")
    return files


def _workbook(cohort: Cohort) -> bytes:
    from openpyxl import Workbook

    book, buffer = Workbook(write_only=True), io.BytesIO()
    for name, frame in _tables(cohort).items():
        sheet = book.create_sheet(name)
        for line in _lines(frame, cohort.dictionary):
            sheet.append(line)
    book.save(buffer)
    return buffer.getvalue()


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
        days = column.fillna(0).to_numpy(dtype="int64")
        values = days.astype("datetime64[D]").astype(str).tolist()
    return [_cell(value) if there else None for value, there in zip(values, known, strict=True)]


def _cell(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return guarded(shown(value)) if isinstance(value, str) else value
