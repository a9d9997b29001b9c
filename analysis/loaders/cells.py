"""The distinct cells of a column: each is parsed once, and what it became goes to every place it stands."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.dictionary import Variable, fold

Cell = Any
"""A raw cell as RawTable holds it: str, number, bool, date, datetime, CellError or Uncalculated."""
Places = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]

MISSING_TEXTS = frozenset(
    fold(text)
    for text in (
        *("NA", "N/A", "nan", "null", "missing", "unknown", "unk", "not known", "not available"),
        *("not recorded", "not reported", "unknown / not reported", "no data"),
        *("eksik", "bilinmiyor", "bilinmeyen", "belirtilmemiş", "kayıt yok", "veri yok", "bilgi yok"),
        *("未知", "不详", "不明", "缺失", "未记录", "无记录", "无数据", "未提供"),
    )
)
"""Texts that say that nothing is known, folded; so does one of punctuation alone: "-", "?", ".", "--".

"none", "yok" and "无" are not among them: that nothing is there is knowledge. Where a variable has a
level of such a text ("unknown" of cause_of_death), it is that level.
"""

_LONGEST_MISSING = 30
_DIGIT = re.compile("[0-9]")
_SHORT_WITHOUT_DIGIT = re.compile(rf"^[^0-9\n]{{0,{_LONGEST_MISSING}}}$", re.MULTILINE)
_WHOLE = re.compile(r"([+-]?[0-9]+)\.0+")
_NAMED = re.compile(r"([^\W\d_](?:[^\d<>≤≥:=]*[\s.])?[^\d<>≤≥:=]*?)\s*[\s:=.]\s*([<>≤≥+-]?\s*\w.*)")
_GRADE_WORDS = frozenset(
    {"grade", "type", "stage", "level", "score", "evre", "derece", "tip", "skor", "级", "型", "期"}
)
_ONE_TYPE = frozenset(
    {"string", "floating", "integer", "mixed-integer-float", "boolean", "datetime", "date", "empty"}
)


@dataclass(frozen=True)
class Cells:
    """The distinct cells of a column in order of first appearance, and which stands in each record."""

    values: tuple[Cell, ...]
    places: Places
    """For each record the index into `values`, −1 where the cell is blank."""

    def replaced(self, change: Callable[[Cell], Cell | None]) -> "Cells":
        """Return the cells with each distinct one changed; one changed to None becomes blank."""
        changed = [change(value) for value in self.values]
        kept = [index for index, value in enumerate(changed) if value is not None]
        renumbered = np.full(len(changed) + 1, -1, dtype=np.int64)
        renumbered[kept] = np.arange(len(kept))
        return Cells(tuple(changed[index] for index in kept), renumbered[self.places])


@dataclass(frozen=True)
class Fault:
    """Why a distinct cell is doubtful; `message` is a sentence without its address."""

    rule: str
    severity: str
    message: str


@dataclass(frozen=True)
class Proofs:
    """What the cells of a column, or those of a whole sheet, prove of how numbers and dates are written."""

    marks: frozenset[str] = frozenset()
    """The decimal marks."""
    orders: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(separator of the date, order of day and month) → how many distinct cells prove it."""

    def __add__(self, other: "Proofs") -> "Proofs":
        found = {
            proof: self.orders.get(proof, 0) + other.orders.get(proof, 0)
            for proof in (*self.orders, *other.orders)
        }
        return Proofs(self.marks | other.marks, found)


NO_PROOFS = Proofs()


@dataclass(frozen=True)
class Parsed:
    """What the distinct cells of a column became, in the order of `Cells.values`.

    `values` is a float array for numbers and counts, and a list with None for missing otherwise (whole
    days since 1970-01-01 for dates). `low` and `high` are there where a cell was a bound. `note` says
    how the column was read: its decimal mark or its date order; `proofs` what its cells prove of that.
    """

    values: Any
    faults: Mapping[int, Fault] = field(default_factory=dict)
    low: Floats | None = None
    high: Floats | None = None
    note: str | None = None
    proofs: Proofs = NO_PROOFS


def distinct_cells(column: np.ndarray[Any, np.dtype[np.object_]]) -> Cells:
    """Return the distinct cells of a raw column; 1, True and "1" are three of them."""
    if pd.api.types.infer_dtype(column, skipna=True) in _ONE_TYPE:
        places, values = pd.factorize(column)
        return Cells(tuple(values), places.astype(np.int64, copy=False))
    keys = np.array(
        [None if _is_blank(cell) else f"{type(cell).__name__} {cell!r}" for cell in column], dtype=object
    )
    places, _ = pd.factorize(keys)
    places = places.astype(np.int64, copy=False)
    found, first = np.unique(places, return_index=True)
    return Cells(
        tuple(column[index] for place, index in zip(found, first, strict=True) if place >= 0), places
    )


def text_of(cell: Cell) -> str:
    """Return a cell as text: trimmed, full-width forms narrowed, 12.0 as "12".

    >>> text_of(" １２ "), text_of(12.0), text_of(True)
    ('12', '12', 'yes')
    """
    if isinstance(cell, str):
        return (cell if cell.isascii() else unicodedata.normalize("NFKC", cell)).strip()
    if isinstance(cell, (bool, np.bool_)):
        return "yes" if cell else "no"
    if isinstance(cell, (float, np.floating)) and float(cell).is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """Return every cell as text."""
    if set(map(type, cells)) == {str} and "".join(cells).isascii():
        return list(map(str.strip, cells))
    return [text_of(cell) for cell in cells]


def code_of(text: str) -> str:
    """Return a code as registries key it: "1.0", as some programs export it, is "1"."""
    whole = _WHOLE.fullmatch(text)
    return whole.group(1) if whole else text


def is_missing(text: str) -> bool:
    """Return whether a text says that nothing is known; see MISSING_TEXTS.

    >>> is_missing("N/A"), is_missing("—"), is_missing("yok"), is_missing("+")
    (True, True, False, False)
    """
    if len(text) > _LONGEST_MISSING or _DIGIT.search(text):
        return False
    folded = fold(text)
    return not folded or folded in MISSING_TEXTS


def missing_among(texts: Iterable[str]) -> frozenset[str]:
    """Return those of many texts that say that nothing is known."""
    # One search over all lines at once: a million identifiers are told apart from "NA" in no time.
    return frozenset(line for line in _SHORT_WITHOUT_DIGIT.findall("\n".join(texts)) if is_missing(line))


def without_name(text: str, variable: Variable) -> str:
    """Return a text without the variable's own name before its value: "KPS 70", "Grade 1b", "ASIA: D".

    >>> without_name("Evre: 1b", Variable("escc_grade", "level", {}))
    '1b'
    """
    named = _NAMED.fullmatch(text)
    if not named:
        return text
    own = {*fold(" ".join((variable.name, *variable.labels.values()))).split(), *_GRADE_WORDS}
    return named.group(2) if set(fold(named.group(1)).split()) <= own else text


def _is_blank(cell: Cell) -> bool:
    return cell is None or cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell))
