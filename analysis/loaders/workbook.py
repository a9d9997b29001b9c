"""Excel workbooks, new (.xlsx, .xlsm) and old (.xls)."""

import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

from analysis.errors import DataError
from analysis.loaders.archive import open_archive
from analysis.loaders.grid import Grid, Span, build_grid, whole
from analysis.loaders.table import CellError, Uncalculated


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file: their names in order, which are hidden, and how to read one."""

    sheets: tuple[str, ...]
    hidden: frozenset[str]
    read: Callable[[str], Grid]


def open_xlsx(path: Path) -> Workbook:
    """Open an .xlsx or .xlsm workbook.

    Error cells become CellError, formulas without a stored value Uncalculated, dates datetimes of the
    workbook's date system. Rows that are formatted but blank cost time only, not memory.
    """
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.utils.datetime import MAC_EPOCH

    open_archive(path).close()
    with warnings.catch_warnings():  # of features that a reader of values has no use for
        warnings.simplefilter("ignore")
        reader = ExcelReader(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        reader.read()
        _check_parts(reader)
    book = reader.wb
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    hidden = frozenset(name for name, sheet in sheets.items() if sheet.sheet_state != "visible")

    def read(name: str) -> Grid:
        grid = _read_xlsx_sheet(path.name, sheets[name])
        return replace(grid, date1904=book.epoch == MAC_EPOCH)

    return Workbook(tuple(sheets), hidden, read)


def _check_parts(reader: Any) -> None:
    """Raise KeyError where the archive lacks a sheet that it lists; openpyxl passes over it in silence."""
    missing = {rel.target for _, rel in reader.parser.find_sheets()} - set(reader.valid_files)
    if missing:
        raise KeyError(f"the archive lacks {', '.join(sorted(missing))}")


def _read_xlsx_sheet(file: str, sheet: Any) -> Grid:
    with sheet._get_source() as source, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of dates out of range, which become error cells
        parser = _cell_parser(sheet)
        spans: list[Span] = []
        grid = build_grid(file, sheet.title, _xlsx_lines(parser, source, spans))
    return replace(
        grid,
        spans=tuple(spans),
        hidden_rows=frozenset(int(row) for row, has in parser.row_dimensions.items() if _hides(has)),
        hidden_columns=frozenset(
            column
            for has in parser.column_dimensions.values()
            if _hides(has)
            for column in range(int(has["min"]) - 1, min(int(has["max"]), len(grid.columns)))
        ),
    )


def _cell_parser(sheet: Any) -> Any:
    """Return openpyxl's parser of cells, taught to tell a formula without value from a blank cell."""
    from openpyxl.utils.escape import unescape
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            value = cell["value"]
            if cell["data_type"] == "e" and value is not None:
                cell["value"] = CellError(value)
            elif value is None and cell["data_type"] != "str" and element.find(FORMULA_TAG) is not None:
                cell["value"] = Uncalculated("=" + (element.find(FORMULA_TAG).text or ""))
            elif isinstance(value, str):
                cell["value"] = unescape(value)
            elif isinstance(value, (time, timedelta)):
                cell["value"] = str(value)
            return cell

    book = sheet.parent
    return Parser(
        io.BytesIO(),
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _xlsx_lines(parser: Any, source: Any, spans: list[Span]) -> Iterator[tuple[int, dict[int, object]]]:
    """Yield the rows of a sheet, and gather its merged cells on the way.

    openpyxl's own read-only sheets tell neither merged cells nor hidden rows, and its full sheets keep
    an object for every blank cell that has a format.
    """
    from openpyxl.utils import range_boundaries
    from openpyxl.worksheet._reader import COL_TAG, ROW_TAG
    from openpyxl.xml.constants import SHEET_MAIN_NS

    for _, element in iterparse(_WithoutBlankCells(source)):
        if element.tag == ROW_TAG:
            row, cells = parser.parse_row(element)
            yield row, {cell["column"] - 1: cell["value"] for cell in cells if cell["value"] is not None}
            element.clear()
        elif element.tag == COL_TAG:
            parser.parse_column_dimensions(element)
        elif element.tag == f"{{{SHEET_MAIN_NS}}}mergeCell":
            left, top, right, bottom = (int(end or 0) for end in range_boundaries(element.get("ref", "")))
            spans.append(Span(top, bottom, left - 1, right - 1))


class _WithoutBlankCells:
    """The XML of a sheet without the cells and rows that have a format only: there may be millions."""

    _BLANK_CELL = re.compile(rb'<c r="[A-Z]+\d+"[^<>]*(?:/>|></c>)')
    _BLANK_ROW = re.compile(rb'<row r="\d+"[^<>]*(?:/>|></row>)')

    def __init__(self, source: Any) -> None:
        self._source = source
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return some bytes, at least one unless the source is at its end."""
        kept = b""
        while not kept:
            new = self._source.read(max(size, 2**20))
            text = self._rest + new
            end = text.rfind(b"<") if new else len(text)  # a tag that isn't whole waits for its rest
            self._rest = text[end:]
            kept = self._BLANK_ROW.sub(b"", self._BLANK_CELL.sub(b"", text[:end]))
            if not new:
                break
        return kept


def _hides(attributes: Mapping[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true")


def open_xls(path: Path) -> Workbook:
    """Open an old .xls workbook; its format says of no formula whether it was calculated.

    Raises DataError where a password protects it.
    """
    import xlrd

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise DataError(f"{path.name} is protected by a password: save a copy without one") from error
        raise
    hidden = frozenset(name for k, name in enumerate(book.sheet_names()) if book._sheet_visibility[k])

    def read(name: str) -> Grid:
        return _read_xls_sheet(path.name, book.sheet_by_name(name))

    return Workbook(tuple(book.sheet_names()), hidden, read)


def _read_xls_sheet(file: str, sheet: Any) -> Grid:
    grid = build_grid(file, sheet.name, _xls_lines(sheet))
    return replace(
        grid,
        spans=tuple(
            Span(top + 1, bottom, left, right - 1) for top, bottom, left, right in sheet.merged_cells
        ),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
        date1904=sheet.book.datemode == 1,
    )


def _xls_lines(sheet: Any) -> Iterator[tuple[int, dict[int, object]]]:
    for row in range(sheet.nrows):
        cells = enumerate(sheet.row(row))
        yield row + 1, {column: _xls_value(cell, sheet.book.datemode) for column, cell in cells}


def _xls_value(cell: Any, datemode: int) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        return CellError(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _xls_date(cell.value, datemode)
    return whole(cell.value) if cell.ctype == xlrd.XL_CELL_NUMBER else cell.value


def _xls_date(serial: float, datemode: int) -> date | str | int | float:
    """Return the date of a serial number, a time of day as text, and the number itself if it is no date."""
    import xlrd

    try:
        moment = xlrd.xldate_as_datetime(serial, datemode)
    except (ValueError, OverflowError, xlrd.XLDateError):
        return whole(serial)
    return str(moment.time()) if 0 <= serial < 1 else moment
