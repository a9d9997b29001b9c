"""Delimited text: which delimiter, how wide, and the cells."""

import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.loaders.encoding import decode
from analysis.loaders.grid import Grid, check_size, column_letter

DELIMITERS = (";", ",", "\t", "|")
_NO_DELIMITER = "\x1f"
_DECLARED = re.compile(rb'\A"?sep=(.)"?\r?\n')
_QUOTED = re.compile(rb'(?<![^;,\t|\r\n ])"[^"]*+(?:""[^"]*+)*+"')
_HEAD = 2**18


def read_text(path: Path) -> Grid:
    """Read a CSV, TSV or TXT file of any of the known encodings and delimiters.

    One record is one row, as a spreadsheet shows it, even where a quoted cell runs over several lines.
    Records shorter than the widest end in blank cells; no cell is dropped. The sheet is named by the
    file's stem. Raises DataError for what is empty, binary, too large, or ends within a quotation.
    """
    decoded = decode(path.read_bytes(), path.name)
    declared = _DECLARED.match(decoded.utf8)
    data = decoded.utf8[declared.end() :] if declared else decoded.utf8
    if not data.strip():
        raise DataError(f"{path.name} is empty: it needs a row of headings and at least one record")
    delimiter = declared[1].decode() if declared else find_delimiter(data)
    frame = _parse(data, delimiter or _NO_DELIMITER, path.name)
    columns = tuple(frame[name].to_numpy(dtype=object) for name in frame.columns)
    grid = Grid(
        sheet=path.stem,
        columns=columns,
        rows=np.arange(1, len(frame) + 1, dtype=np.int64),
        encoding=decoded.encoding,
        delimiter=delimiter,
        notes=decoded.notes,
    )
    return replace(grid, notes=(*grid.notes, *_swallowed_rows(grid, data)))


def find_delimiter(data: bytes) -> str | None:
    """Return the delimiter by which most records of the head come out equally wide, None if none splits them.

    Of delimiters that do equally well the one of more columns wins, then the semicolon, whose files
    may hold decimal commas.

    >>> find_delimiter(b"age;albumin\\n60;3,5\\n61;4,1\\n")
    ';'
    """
    scored = [(*_agreement(data, delimiter), delimiter) for delimiter in DELIMITERS]
    records, _, delimiter = max(scored, key=lambda score: score[:2])
    return delimiter if records else None


def _agreement(data: bytes, delimiter: str) -> tuple[int, int]:
    """Return how many records of the head share the commonest width above one, and that width."""
    records = _QUOTED.sub(b"", data[:_HEAD]).splitlines()
    whole = records if len(data) <= _HEAD else records[:-1]
    widths = Counter(record.count(delimiter.encode()) + 1 for record in whole)
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def _parse(data: bytes, delimiter: str, name: str) -> pd.DataFrame:
    rows = data.count(b"\n") or data.count(b"\r")
    width = max(1, _agreement(data, delimiter)[1])
    check_size(name, columns=width, rows=rows)
    try:
        return _frame(data, delimiter, width, name)
    except (pd.errors.ParserError, pd.errors.ParserWarning):  # a record is wider than most
        width = max(len(record) for record in _all_records(data, delimiter, name))
    check_size(name, columns=width, rows=rows)
    return _frame(data, delimiter, width, name)


def _all_records(data: bytes, delimiter: str, name: str) -> Iterator[list[str]]:
    text = io.StringIO(data.decode(), newline="")
    try:
        yield from csv.reader(text, delimiter=delimiter, skipinitialspace=True)
    except csv.Error as error:
        raise DataError(f"{name}: the quotation marks don't pair ({error}): export it anew") from error


def _frame(data: bytes, delimiter: str, width: int, name: str) -> pd.DataFrame:
    """Return the cells, `width` a record; raise an error of pandas' own where a record has more."""
    with warnings.catch_warnings():  # pandas only warns of some of the cells it would drop
        warnings.simplefilter("error", pd.errors.ParserWarning)
        try:
            return pd.read_csv(
                io.BytesIO(data),
                sep=delimiter,
                header=None,
                names=list(range(width)),
                index_col=False,
                dtype=object,
                na_filter=False,
                skip_blank_lines=False,
                skipinitialspace=True,
            )
        except pd.errors.ParserError as error:
            opened = re.search(r"EOF inside string starting at row (\d+)", str(error))
            if opened is None:
                raise
            row = int(opened[1]) + 1
            raise DataError(
                f"{name}: a quotation mark opened in row {row} is never closed: close it, or delete it"
            ) from error


def _swallowed_rows(grid: Grid, data: bytes) -> tuple[str, ...]:
    """Note each cell that holds as many line breaks and delimiters as whole records would.

    A quotation mark that was left open takes in everything up to the next one.
    """
    if grid.delimiter is None or len(grid.rows) >= data.count(b"\n"):
        return ()
    whole_record = max(2, _agreement(data, grid.delimiter)[1] - 1)
    return tuple(
        f"{column_letter(index)}{grid.rows[line]} holds {breaks} line breaks and {delimiters} delimiters:"
        " if a quotation mark is left open there, records are hidden in that cell"
        for index, column in enumerate(grid.columns)
        for line in np.flatnonzero(["\n" in cell for cell in column])
        if (breaks := column[line].count("\n"))
        and (delimiters := column[line].count(grid.delimiter)) >= breaks * whole_record
    )
