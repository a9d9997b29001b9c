"""OpenDocument spreadsheets (.ods), read from their XML: no reader at hand keeps their error cells."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from analysis.errors import DataError
from analysis.loaders.archive import open_archive
from analysis.loaders.grid import MOST_COLUMNS, Grid, Span, build_grid, check_size, whole
from analysis.loaders.table import CellError, Uncalculated
from analysis.loaders.workbook import Workbook

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def open_ods(path: Path) -> Workbook:
    """Open an OpenDocument spreadsheet.

    Error cells become CellError, formulas without a stored value Uncalculated; comments on cells are
    not read. Raises DataError where a password protects it.
    """
    with open_archive(path) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise DataError(f"{path.name} is protected by a password: save a copy without one")
        with archive.open("content.xml") as content:
            sheets, hidden = _sheet_names(content)

    def read(name: str) -> Grid:
        with open_archive(path) as archive, archive.open("content.xml") as content:
            return _read_sheet(path.name, name, content)

    return Workbook(sheets, hidden, read)


def _sheet_names(content: Any) -> tuple[tuple[str, ...], frozenset[str]]:
    names, hidden = [], set()
    hiding_styles: set[str | None] = set()
    for event, element in iterparse(content, ("start", "end")):
        if event == "start" and element.tag == _TABLE + "table":
            names.append(element.get(_TABLE + "name", ""))
            if element.get(_TABLE + "style-name") in hiding_styles:
                hidden.add(names[-1])
        elif event == "end" and element.tag == _STYLE + "style":
            if any(part.get(_TABLE + "display") == "false" for part in element):
                hiding_styles.add(element.get(_STYLE + "name"))
        elif event == "end" and element.tag == _TABLE + "table-row":
            element.clear()
    return tuple(names), frozenset(hidden)


def _read_sheet(file: str, name: str, content: Any) -> Grid:
    sheet = _Sheet(file, name)
    grid = build_grid(file, name, sheet.lines(content))
    return replace(
        grid,
        spans=tuple(sheet.spans),
        hidden_rows=frozenset(sheet.hidden_rows),
        hidden_columns=frozenset(sheet.hidden_columns),
    )


class _Sheet:
    """One pass over a sheet's elements, remembering on the way what is merged and hidden."""

    def __init__(self, file: str, name: str) -> None:
        self.file = file
        self.name = name
        self.spans: list[Span] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()

    def lines(self, content: Any) -> Iterator[tuple[int, dict[int, object]]]:
        inside, row, column = False, 0, 0
        for event, element in iterparse(content, ("start", "end")):
            if element.tag == _TABLE + "table":
                inside = event == "start" and element.get(_TABLE + "name") == self.name
            elif event == "end" and element.tag == _TABLE + "table-column" and inside:
                times = _repeated(element, "columns")
                if element.get(_TABLE + "visibility", "visible") != "visible":
                    self.hidden_columns.update(range(column, column + min(times, MOST_COLUMNS)))
                column += times
            elif event == "end" and element.tag == _TABLE + "table-row":
                if inside:
                    yield from self._repeated_lines(element, row)
                    row += _repeated(element, "rows")
                element.clear()

    def _repeated_lines(self, element: Element, before: int) -> Iterator[tuple[int, dict[int, object]]]:
        cells = self._cells(element, before + 1)
        if not cells:
            return
        check_size(self.file, columns=max(cells) + 1, rows=_repeated(element, "rows"))
        for row in range(before + 1, before + 1 + _repeated(element, "rows")):
            if element.get(_TABLE + "visibility", "visible") != "visible":
                self.hidden_rows.add(row)
            yield row, cells

    def _cells(self, element: Element, row: int) -> dict[int, object]:
        cells: dict[int, object] = {}
        column = 0
        for cell in element:
            if cell.tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                continue
            times = _repeated(cell, "columns")
            value = _value(cell)
            if value is not None:
                cells.update(dict.fromkeys(range(column, column + min(times, MOST_COLUMNS + 1)), value))
            self._note_span(cell, row, column)
            column += times
        return cells

    def _note_span(self, cell: Element, row: int, column: int) -> None:
        wide, high = (int(cell.get(f"{_TABLE}number-{what}-spanned", 1)) for what in ("columns", "rows"))
        if wide > 1 or high > 1:
            self.spans.append(Span(row, row + high - 1, column, column + wide - 1))


def _repeated(element: Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", 1))


def _value(cell: Element) -> object:
    text = _shown_text(cell)
    kind = cell.get(_OFFICE + "value-type")
    formula = cell.get(_TABLE + "formula")
    if cell.get(_CALC + "value-type") == "error" or (formula and (text or "").startswith(("#", "Err:"))):
        return CellError(text or "#ERROR!")
    if kind is None and formula and text is None:
        return Uncalculated(formula.split(":", 1)[-1])
    if kind in ("float", "percentage", "currency"):
        return whole(float(cell.get(_OFFICE + "value", "nan")))
    if kind == "boolean":
        return cell.get(_OFFICE + "boolean-value") == "true"
    if kind == "date":
        return _date(cell.get(_OFFICE + "date-value", ""))
    return text or cell.get(_OFFICE + "string-value") or None


def _shown_text(cell: Element) -> str | None:
    """Return the paragraphs of a cell, one a line, without its comments; None where it has none."""
    paragraphs = cell.findall(_TEXT + "p")
    return "\n".join(_inline_text(p) for p in paragraphs) if paragraphs else None


def _inline_text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == _TEXT + "s":
            parts.append(" " * int(child.get(_TEXT + "c", 1)))
        elif child.tag in (_TEXT + "tab", _TEXT + "line-break"):
            parts.append("\t" if child.tag == _TEXT + "tab" else "\n")
        else:
            parts.append(_inline_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _date(text: str) -> date | str:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text
