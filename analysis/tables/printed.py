"""A table as it will be printed: text only, the same for every medium."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

TONES = ("good", "caution", "bad", "muted")
"""How a cell may be coloured, as a second sign of what its text already says."""


@dataclass(frozen=True)
class PrintedRow:
    """One line of a printed table: its cells, how far the first is indented, and whether it heads a group."""

    cells: tuple[str, ...]
    indent: int = 0
    heading: bool = False
    tones: Mapping[int, str] = field(default_factory=dict, hash=False)
    """Column → one of TONES."""


@dataclass(frozen=True)
class PrintedTable:
    """A caption, a heading row, lines and a note; numbers were made text by `tables.format`."""

    key: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    note: str = ""


def lines_of(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return the rows of a frame of numbers, each by its columns, for a layout or for JSON."""
    return [{str(name): value for name, value in line.items()} for line in frame.to_dict("records")]
