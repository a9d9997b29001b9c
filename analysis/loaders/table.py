"""What a file holds before it is typed: raw cells under their headings, each with its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class CellError:
    """A cell that shows an error of the spreadsheet, such as "#N/A"."""

    text: str


@dataclass(frozen=True)
class Uncalculated:
    """A formula whose value the file does not hold."""

    formula: str


@dataclass(frozen=True)
class OutsideRow:
    """A row that is not a record: title, legend, total, repeated heading."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class RawTable:
    """The records of one sheet, untyped.

    `columns` holds one object array per heading, all as long as `rows`. A raw cell is None (blank), a
    str, a number, a bool, a datetime.date or datetime, a CellError or an Uncalculated. Texts are not
    trimmed, and one that is empty or all spaces is blank too. A time of day is text ("10:30:00").
    `rows` are the records' row numbers as the spreadsheet shows them, from 1; `letters` the columns'
    letters. A statistical file has no heading row: its first case is row 1.
    """

    sheet: str
    headings: tuple[str, ...]
    columns: tuple[np.ndarray[Any, np.dtype[np.object_]], ...]
    rows: np.ndarray[Any, np.dtype[np.int64]]
    letters: tuple[str, ...]
    encoding: str | None = None
    delimiter: str | None = None
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Heading → code as text → label (SPSS, Stata, SAS)."""
    user_missing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Heading → codes as text that the file declares missing (SPSS)."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Heading → a second name of the column: its label (SPSS, Stata, SAS), or the known half of a heading
    of two rows ("Laboratory CRP" → "CRP")."""
    outside: tuple[OutsideRow, ...] = ()
    notes: tuple[str, ...] = ()
    """What a user should know of the reading: hidden sheets or rows read, sheets passed over."""
    date1904: bool = False

    def address(self, column: int, record: int) -> str:
        """Return the spreadsheet address of a record's cell, such as "Sheet1!F17"."""
        return f"{self.sheet}!{self.letters[column]}{self.rows[record]}"
