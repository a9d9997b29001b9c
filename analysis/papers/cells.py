"""Printed cells in, verdicts out: the two records of an audit, and the file that the first come from."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import DataError
from analysis.loaders.encoding import decode
from analysis.papers.cell_text import KINDS

COLUMNS = ("table", "row", "kind", "published", "n")
OPTIONAL_COLUMNS = ("part_of",)
_NO_NUMBER = ("", "-", "–", "na", "n/a", "nan")
_DELIMITER_LINE = re.compile(r'\A"?sep=."?\r?\n')
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class PrintedCell:
    """One entry as printed, its kind ("" where it is to be inferred), and the n of its column.

    `part_of` names the row whose parts this cell belongs to. Parts share nothing and make up the whole;
    a row that is not among the cells, such as a heading "Sex", is the whole of the n the parts share.
    """

    table: str
    row: str
    kind: str
    published: str
    n: int | None = None
    part_of: str = ""


@dataclass(frozen=True)
class AuditCell:
    """The verdict on one entry: what was printed, what it should be, and why."""

    table: str
    row: str
    published: str
    recomputed: str | None
    verdict: str
    note: str


def read_cells(path: Path) -> tuple[PrintedCell, ...]:
    """Read printed cells from a CSV with the columns table, row, kind, published, n and, if any, part_of.

    Comma, semicolon, tab or bar, in any encoding that the loaders know. Other columns are passed over.
    Raises DataError for a missing column, a row of another width than the headings (an unquoted decimal
    comma), an unknown kind, an n that is no count, and a file without cells.
    """
    text = _DELIMITER_LINE.sub("", decode(path.read_bytes(), path.name).utf8.decode()).lstrip("\n\r")
    if not text.strip():
        raise DataError(
            f"{path.name} is empty: it needs the headings {','.join(COLUMNS)} and a row for each cell"
        )
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    headings = [heading.strip().casefold() for heading in next(lines)]
    _check_headings(headings, path.name)
    try:
        cells = tuple(_cells(lines, headings, path.name))
    except csv.Error as error:
        raise DataError(f"{path.name}, line {lines.line_num}: {error}; save it as a plain CSV") from error
    if not cells:
        raise DataError(f"{path.name} holds headings only: add a row for each printed cell")
    return cells


def _delimiter(text: str) -> str:
    heading = text.splitlines()[0]
    return max(_DELIMITERS, key=heading.count)


def _check_headings(headings: Sequence[str], name: str) -> None:
    missing = [column for column in COLUMNS if column not in headings]
    if missing:
        found = ", ".join(filter(None, headings)) or "none"
        raise DataError(
            f"{name} lacks {', '.join(missing)}: its first line must name the columns {', '.join(COLUMNS)}"
            f" (and part_of, if used), and it names {found}"
        )
    twice = [column for column in (*COLUMNS, *OPTIONAL_COLUMNS) if headings.count(column) > 1]
    if twice:
        raise DataError(f"{name} has the column {twice[0]} twice: keep one of the two")


def _cells(lines: Iterator[list[str]], headings: Sequence[str], name: str) -> Iterator[PrintedCell]:
    for position, fields in enumerate(lines, start=2):
        if not any(field.strip() for field in fields):
            continue
        where = f"{name}, row {position}"
        if len(fields) > len(headings) and any(field.strip() for field in fields[len(headings) :]):
            raise DataError(
                f"{where} has {len(fields)} fields under {len(headings)} headings:"
                " put an entry that holds the delimiter, such as a decimal comma, in quotation marks"
            )
        texts = dict(zip(headings, (field.strip() for field in fields), strict=False))
        yield _cell({column: texts.get(column, "") for column in (*COLUMNS, *OPTIONAL_COLUMNS)}, where)


def _cell(texts: dict[str, str], where: str) -> PrintedCell:
    kind = texts["kind"].casefold()
    if kind and kind not in KINDS:
        raise DataError(
            f"{where}: the kind {texts['kind']!r} is not known: use {', '.join(KINDS)}, or leave it empty"
        )
    if not texts["published"]:
        raise DataError(f"{where}: the column published is empty: put in the entry as it was printed")
    n = _sample_size(texts["n"], where)
    return PrintedCell(texts["table"], texts["row"], kind, texts["published"], n, texts["part_of"])


def _sample_size(text: str, where: str) -> int | None:
    """Return n from "32", "32.0", "n = 32" or "1,234"; None from an empty field."""
    bare = re.sub(r"^n\s*=\s*", "", text, flags=re.IGNORECASE)
    if bare.casefold() in _NO_NUMBER:
        return None
    whole = re.fullmatch(r"(\d+)(?:[.,]0{1,2})?|(\d{1,3}(?:[., ]\d{3})+)", bare)
    if whole is None:
        raise DataError(f"{where}: n is {text!r}, and must be a whole number of patients, or empty")
    return int(re.sub(r"\D", "", whole[1] or whole[2]))
