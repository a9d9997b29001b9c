"""Which rows of a sheet are records, and which are titles, legends and totals around them."""

from collections.abc import Sequence

import numpy as np

from analysis.errors import DataError
from analysis.loaders.footers import find_footers
from analysis.loaders.grid import Column, Grid, Lines, blank_lines, cell_text, column_letter, is_blank
from analysis.loaders.heading_rows import Heading, Known, distinct_names, find_heading
from analysis.loaders.table import OutsideRow, RawTable


def lay_out(grid: Grid, *, known: Known, file: str) -> RawTable:
    """Find headings and records of a sheet; whatever else it holds becomes an OutsideRow.

    A row is left out only where it is clearly no record: above the headings, a heading once more, or
    at the end a total, a remark, or a sparse block below a blank row that doesn't look like records.
    Columns that are wholly blank are dropped; a column without heading is called by its letter, and a
    heading used twice gets a number. Raises DataError where headings or records are missing.
    """
    where = file if grid.encoding else f"{file}, sheet {grid.sheet!r},"
    filled = _filled_lines(grid)
    if not len(filled):
        raise DataError(f"{where} is empty: it needs a row of headings and at least one record")
    heading = find_heading(grid, filled, known, where)
    titles, body = filled[filled < heading.first], filled[filled > heading.last]
    patterns = {heading.first, heading.last}
    repeated = np.unique(np.concatenate([_equal_lines(grid, body, grid.line(line)) for line in patterns]))
    body = np.setdiff1d(body, repeated, assume_unique=True)
    names = [heading.labels.get(name, name) for name in heading.names]
    footers = find_footers(grid, body, [c for c, name in enumerate(names) if name and known(name)])
    records = body[: len(body) - len(footers)]
    if not len(records):
        raise DataError(
            f"{where} has headings but no records below them: add the patients, or choose another sheet"
        )
    outside = (
        *_outside(grid, titles, "title"),
        *_outside(grid, repeated, "repeated heading"),
        *(row for line, reason in sorted(footers.items()) for row in _outside(grid, [line], reason)),
    )
    return _table(grid, heading, records, outside)


def _table(grid: Grid, heading: Heading, records: Lines, outside: tuple[OutsideRow, ...]) -> RawTable:
    columns = [_without_gaps(column, records) for column in grid.columns]
    merged = _fill_merged(grid, columns, records)
    kept = [c for c, name in enumerate(heading.names) if name or not all(map(is_blank, columns[c]))]
    names, renamed = distinct_names([heading.names[c] for c in kept], kept)
    return RawTable(
        sheet=grid.sheet,
        headings=names,
        columns=tuple(columns[c] for c in kept),
        rows=grid.rows[records],
        letters=tuple(column_letter(c) for c in kept),
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        labels=heading.labels,
        outside=outside,
        notes=(
            *grid.notes,
            *renamed,
            *merged,
            *_hidden(grid, records),
            *_nearly_empty(grid, columns, records),
        ),
        date1904=grid.date1904,
    )


def _filled_lines(grid: Grid) -> Lines:
    every = np.arange(len(grid.rows))
    return np.setdiff1d(every, blank_lines(grid.columns, every), assume_unique=True)


def _equal_lines(grid: Grid, lines: Lines, pattern: Sequence[object]) -> Lines:
    """Return those of the lines whose cells are the pattern's wherever that isn't blank."""
    for column, cell in zip(grid.columns, pattern, strict=True):
        if len(lines) and not is_blank(cell):
            lines = lines[[other == cell for other in column[lines]]]
    return lines


def _without_gaps(column: Column, records: Lines) -> Column:
    first, last = records[0], records[-1]
    return column[first : last + 1] if last - first + 1 == len(records) else column[records]


def _fill_merged(grid: Grid, columns: list[Column], records: Lines) -> tuple[str, ...]:
    """Give the value of a cell merged over several records to each of them, and note it."""
    rows = grid.rows[records]
    notes = []
    for span in grid.spans:
        first, end = np.searchsorted(rows, [span.top, span.bottom + 1])
        if span.left < len(columns) and end - first > 1 and rows[first] == span.top:
            columns[span.left] = columns[span.left].copy()
            columns[span.left][first:end] = columns[span.left][first]
            letter = column_letter(span.left)
            notes.append(
                f"the merged cell {letter}{span.top}:{letter}{span.bottom} was read for each of its rows"
            )
    return tuple(notes)


def _hidden(grid: Grid, records: Lines) -> tuple[str, ...]:
    rows = sorted(grid.hidden_rows.intersection(grid.rows[records].tolist()))
    letters = [column_letter(c) for c in sorted(grid.hidden_columns) if c < len(grid.columns)]
    found = {"rows": _ranges(rows), "columns": ", ".join(letters)}
    return tuple(
        f"hidden {what} were read like the others: {which}" for what, which in found.items() if which
    )


def _nearly_empty(grid: Grid, columns: Sequence[Column], records: Lines) -> tuple[str, ...]:
    """Note records of which only the first column is filled, as where a sheet was numbered in advance."""
    lines = blank_lines(columns[1:], np.arange(len(records)))
    if len(columns) == 1 or not len(lines):
        return ()
    return (
        f"rows with nothing but column A were read as records: {_ranges(grid.rows[records][lines].tolist())}",
    )


def _ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers with runs drawn together, at most ten of them.

    >>> _ranges([3, 7, 8, 9])
    '3, 7–9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    texts = [str(low) if low == high else f"{low}–{high}" for low, high in runs[:10]]
    return ", ".join(texts) + (", …" if len(runs) > 10 else "")


def _outside(grid: Grid, lines: Sequence[int] | Lines, reason: str) -> list[OutsideRow]:
    texts = (" ".join(filter(None, map(cell_text, grid.line(line)))) for line in lines)
    return [OutsideRow(int(grid.rows[line]), text, reason) for line, text in zip(lines, texts, strict=True)]
