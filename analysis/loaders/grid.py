"""The cells of one sheet where the file holds them, before anyone asks which row has the headings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from analysis.errors import DataError
from analysis.loaders.table import CellError, Uncalculated

LARGEST_FILE = 2 * 2**30
"""Bytes of the largest file that is read."""
MOST_COLUMNS = 2_000
MOST_CELLS = 100_000_000

Column = np.ndarray[Any, np.dtype[np.object_]]
Lines = np.ndarray[Any, np.dtype[np.int64]]
"""Indexes of lines into a grid's columns, ascending."""


@dataclass(frozen=True)
class Span:
    """A merged cell: row numbers from 1, columns from 0, both ends inclusive."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet, by column.

    `columns` are object arrays as long as `rows`, which holds the lines' row numbers as the spreadsheet
    shows them, ascending; rows that are wholly blank may be left out. Hidden columns count from 0.
    """

    sheet: str
    columns: tuple[Column, ...]
    rows: Lines
    spans: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[str, ...] = ()
    date1904: bool = False

    def line(self, index: int) -> list[object]:
        """Return the cells of one line, from the left."""
        return [column[index] for column in self.columns]


def build_grid(file: str, sheet: str, lines: Iterable[tuple[int, Mapping[int, object]]]) -> Grid:
    """Gather lines of (row number, column from 0 → cell) into a grid, leaving blank lines out.

    Raises DataError as soon as the sheet is wider or larger than the limits, so that a sheet which
    says it is endless costs no more memory than they allow.
    """
    columns: list[list[object]] = []
    rows: list[int] = []
    for row, cells in lines:
        filled = {column: cell for column, cell in cells.items() if not is_blank(cell)}
        if not filled:
            continue
        check_size(f"{file}, sheet {sheet!r},", columns=max(filled) + 1, rows=len(rows) + 1)
        columns.extend([] for _ in range(max(filled) + 1 - len(columns)))
        for column, cell in filled.items():
            columns[column].extend([None] * (len(rows) - len(columns[column])))
            columns[column].append(cell)
        rows.append(row)
    return Grid(sheet, tuple(_as_array(c, len(rows)) for c in columns), np.array(rows, dtype=np.int64))


def check_size(what: str, *, columns: int, rows: int) -> None:
    """Raise DataError where a table is wider or larger than the limits."""
    if columns > MOST_COLUMNS:
        raise DataError(
            f"{what} has {columns:,} columns, at most {MOST_COLUMNS:,} are read: delete those you don't need"
        )
    if columns * rows > MOST_CELLS:
        raise DataError(
            f"{what} has {rows:,} rows of {columns:,} columns, at most {MOST_CELLS:,} cells are read:"
            " split it or delete what you don't need"
        )


def is_blank(cell: object) -> bool:
    """Return whether a cell shows nothing: None, or a text that is empty or all spaces."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def blank_lines(columns: Iterable[Column], candidates: Lines) -> Lines:
    """Return those of the candidate line indexes at which every column is blank."""
    for column in columns:
        if not len(candidates):
            break
        # is_blank written out: a call for each of a million cells takes as long as reading them
        blank = [cell is None or (type(cell) is str and not cell.strip()) for cell in column[candidates]]
        candidates = candidates[blank]
    return candidates


def cell_text(cell: object) -> str:
    """Return what a cell says, on one line and trimmed; an uncalculated cell says its formula.

    >>> cell_text("  Age\\n(years) "), cell_text(2019.0), cell_text(None)
    ('Age (years)', '2019', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return cell.text
    if isinstance(cell, Uncalculated):
        return cell.formula
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split())


def column_letter(index: int) -> str:
    """Return the spreadsheet's letters of a column counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def whole(number: float) -> int | float:
    """Return a number without decimals as an int, as spreadsheets show it."""
    return int(number) if number.is_integer() else number


def _as_array(cells: list[object], length: int) -> Column:
    column = np.full(length, None, dtype=object)
    column[: len(cells)] = cells
    return column
