"""From a file to the raw cells of its records: which reader, which sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from analysis.dictionary import fold
from analysis.errors import DataError
from analysis.loaders.archive import damage_told
from analysis.loaders.grid import Grid, is_blank
from analysis.loaders.heading_rows import Known
from analysis.loaders.kinds import EXTENSIONS, NAMES, kind_of
from analysis.loaders.layout import lay_out
from analysis.loaders.opendocument import open_ods
from analysis.loaders.statistical import read_parquet, read_statistical
from analysis.loaders.table import RawTable
from analysis.loaders.text import read_text
from analysis.loaders.workbook import Workbook, open_xls, open_xlsx

_SHEETS_OF_LESIONS = tuple(map(fold, ("lesion", "lezyon", "病灶")))
_WORKBOOK_READERS = {"xlsx": open_xlsx, "xls": open_xls, "ods": open_ods}


def read_raw(path: Path, *, sheet: str | None = None, known: Known) -> RawTable:
    """Read the records of a file, untyped.

    `known` says whether the dictionary knows a heading; it finds the heading row and the sheet. Without
    `sheet` the visible one is read that has the most known headings times records, rather one of
    patients than one called after lesions, and the others are noted. A file is read by its content,
    whatever its extension says, with a note where they differ.
    Raises DataError for whatever can't be read, and where headings or records are missing.
    """
    kind = kind_of(path)
    if kind in _WORKBOOK_READERS:
        table = _from_workbook(path, kind, sheet, known)
    else:
        _check_only_sheet(path, sheet)
        table = _from_single_table(path, kind, known)
    if path.suffix.lower() in EXTENSIONS[kind]:
        return table
    return replace(table, notes=(f"{path.name} is {NAMES[kind]} and was read as one", *table.notes))


def list_sheets(path: Path) -> tuple[str, ...]:
    """Return the names of a file's sheets, hidden ones too; a file of another kind is one sheet."""
    kind = kind_of(path)
    if kind not in _WORKBOOK_READERS:
        return (path.stem,)
    with damage_told(path, NAMES[kind]):
        return _WORKBOOK_READERS[kind](path).sheets


def is_sheet_of_lesions(name: str) -> bool:
    """Return whether a sheet's name says that its rows are lesions.

    >>> is_sheet_of_lesions("Lezyonlar")
    True
    """
    return fold(name).startswith(_SHEETS_OF_LESIONS)


def _from_single_table(path: Path, kind: str, known: Known) -> RawTable:
    with damage_told(path, NAMES[kind]):
        if kind == "parquet":
            return read_parquet(path)
        if kind != "text":
            return read_statistical(path, kind)
        grid = read_text(path)
    return lay_out(grid, known=known, file=path.name)


def _from_workbook(path: Path, kind: str, sheet: str | None, known: Known) -> RawTable:
    with damage_told(path, NAMES[kind]):
        book = _WORKBOOK_READERS[kind](path)
    if sheet is not None:
        return lay_out(_grid(path, kind, book, _named(path, book, sheet)), known=known, file=path.name)
    tables: dict[str, RawTable] = {}
    failures: dict[str, tuple[int, DataError]] = {}
    for name in book.sheets:
        if name not in book.hidden:
            grid = _grid(path, kind, book, name)
            try:
                tables[name] = lay_out(grid, known=known, file=path.name)
            except DataError as error:
                failures[name] = (len(grid.rows), error)
    if failures and all(_is_legend(table, known) for table in tables.values()):
        raise max(failures.values(), key=lambda failure: failure[0])[1]
    return _fullest(tables, book, [name for name, (rows, _) in failures.items() if rows], known)


def _fullest(tables: Mapping[str, RawTable], book: Workbook, unreadable: list[str], known: Known) -> RawTable:
    """Return the table with the most known headings times records, with a note of every other sheet."""
    known_headings = {name: _known_headings(table, known) for name, table in tables.items()}
    # The lesions of a few patients outnumber them, and are no patients.
    of_patients = [name for name in tables if known_headings[name] > 1 and not is_sheet_of_lesions(name)]
    chosen = max(
        of_patients or tables,
        key=lambda name: (known_headings[name] * len(tables[name].rows), len(tables[name].rows)),
    )
    notes = [
        f"the sheet {name!r} was passed over: {known_headings[name]} known headings,"
        f" {len(table.rows)} records"
        for name, table in tables.items()
        if name != chosen
    ]
    notes += [f"the sheet {name!r} was passed over: it has no headings with records" for name in unreadable]
    notes += [f"the sheet {name!r} is hidden and was not read" for name in book.sheets if name in book.hidden]
    return replace(tables[chosen], notes=(*tables[chosen].notes, *notes))


def _known_headings(table: RawTable, known: Known) -> int:
    """Return how many headings the dictionary knows; none for a sheet that lists variables in rows."""
    return 0 if _is_legend(table, known) else _headings_of(table, known)


def _headings_of(table: RawTable, known: Known) -> int:
    return sum(known(name) or known(table.labels.get(name, "")) for name in table.headings)


def _is_legend(table: RawTable, known: Known) -> bool:
    """Return whether a column names more variables than the headings do: "lytic" is a level as well."""
    headings = _headings_of(table, known)
    return any(_variables_in(column[:60], known) > headings for column in table.columns)


def _variables_in(cells: Iterable[object], known: Known) -> int:
    """Return how many variables the cells name, 0 where they are few or not half of the texts."""
    texts = {cell.strip() for cell in cells if isinstance(cell, str) and not is_blank(cell)}
    named = sum(map(known, texts))
    return named if 2 * named >= max(6, len(texts)) else 0


def _grid(path: Path, kind: str, book: Workbook, name: str) -> Grid:
    with damage_told(path, NAMES[kind]):
        return book.read(name)


def _named(path: Path, book: Workbook, sheet: str) -> str:
    names = {name.strip().casefold(): name for name in reversed(book.sheets)}
    if sheet in book.sheets:
        return sheet
    if sheet.strip().casefold() in names:
        return names[sheet.strip().casefold()]
    raise DataError(f"{path.name} has no sheet {sheet!r}: choose one of {', '.join(map(repr, book.sheets))}")


def _check_only_sheet(path: Path, sheet: str | None) -> None:
    if sheet is not None and sheet != path.stem:
        raise DataError(f"{path.name} has no sheet {sheet!r}: its only table is called {path.stem!r}")
