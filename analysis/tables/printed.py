"""A table as it will be printed: text only, the same for every medium."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintedRow:
    """One line of a printed table: its cells, how far the first is indented, and whether it heads a group."""

    cells: tuple[str, ...]
    indent: int = 0
    heading: bool = False


@dataclass(frozen=True)
class PrintedTable:
    """A caption, a heading row, lines and a note; numbers were made text by `tables.format`."""

    key: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    note: str = ""
