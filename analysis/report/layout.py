"""What the media share in laying out a table: which columns hold numbers, and how wide they are."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from math import ceil
from typing import Literal

from analysis.tables.printed import PrintedRow, PrintedTable

Side = Literal["left", "right"]

TONE_COLOURS: Mapping[str, tuple[str, str]] = {
    "good": ("14532D", "E3F1E7"),
    "caution": ("6B4700", "FBF0CF"),
    "bad": ("8B1A10", "FAE0DD"),
    "muted": ("4A4A4A", "EEEEEE"),
}
"""Tone → colours of text and ground; each pair has a contrast above 7 to 1."""

PORTRAIT_CHARACTERS, LANDSCAPE_CHARACTERS = 94, 142
"""What a line of a table holds on an A4 page, upright and on its side, in the widest common serif."""

_CROWDED = 0.75
_NUMBER = re.compile(r"[^\w\s]{0,2}\s?\d.{0,39}", re.DOTALL)
_CHINESE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]+")
_UNBROKEN = r"[^\s\u2e80-\u9fff\uff00-\uffef]"
_WORD_LIMIT = 24
_INDENT = 3
_PADDING = 3
_BOLD = 1.25
_LONGEST_WANT = 100
"""Beyond it a longer text asks for no more room, or one very long cell would take that of all others."""


def cells(row: PrintedRow, columns: int) -> tuple[str, ...]:
    """Return a row's cells, filled up with empty ones to the number of columns."""
    return row.cells + ("",) * (columns - len(row.cells))


def alignments(table: PrintedTable) -> tuple[Side, ...]:
    """Return "right" for each column that mostly holds numbers, "left" for the others and the first."""
    others = range(1, len(table.header))
    return ("left", *("right" if _is_numeric(table, column) else "left" for column in others))


def text_width(text: str) -> int:
    """Return how many Latin characters wide the longest line of a text is; a Chinese one counts two.

    >>> text_width("Yaş"), text_width("年龄\\nage")
    (3, 4)
    """
    if text.isascii() and "\n" not in text:
        return len(text)
    return max(sum(_character_width(c) for c in line) for line in text.split("\n"))


def natural_widths(table: PrintedTable) -> tuple[int, ...]:
    """Return the width in characters at which each column needs no line break."""
    return _widths(table, text_width)


def narrowest_widths(table: PrintedTable) -> tuple[int, ...]:
    """Return the width of each column's longest word, counted up to 24: below it words must break."""
    return _widths(table, _longest_word)


def column_widths(table: PrintedTable) -> tuple[float, ...]:
    """Return the columns' widths in characters, on the page that the table needs.

    A table that fits keeps its natural widths. In one that doesn't, each column gets its longest word
    and a share of what is left by how much longer its texts are; where even the words don't fit, all
    shrink alike and words break.
    """
    available = page_room(table)
    natural, narrowest = natural_widths(table), narrowest_widths(table)
    if sum(natural) <= available:
        return tuple(map(float, natural))
    spare = available - sum(narrowest)
    if spare <= 0:
        return tuple(width * available / sum(narrowest) for width in narrowest)
    wants = [min(wide - narrow, _LONGEST_WANT) for wide, narrow in zip(natural, narrowest, strict=True)]
    return tuple(narrow + spare * want / sum(wants) for narrow, want in zip(narrowest, wants, strict=True))


def needs_landscape(table: PrintedTable) -> bool:
    """Say whether an upright page is too narrow: the columns' longest words leave little of it."""
    crowded = sum(narrowest_widths(table)) > _CROWDED * PORTRAIT_CHARACTERS
    return crowded and sum(natural_widths(table)) > PORTRAIT_CHARACTERS


def page_room(table: PrintedTable) -> int:
    """Return what a line holds, in characters, on the page that the table needs."""
    return LANDSCAPE_CHARACTERS if needs_landscape(table) else PORTRAIT_CHARACTERS


def cell_rooms(table: PrintedTable) -> tuple[int, ...]:
    """Return how many letters a line of each column's cells holds, one at least."""
    return tuple(max(1, int(width) - _PADDING + 1) for width in column_widths(table))


def breakable(text: str, room: int, mark: str) -> str:
    """Return the text with a mark inside each word longer than a line, where it may break.

    >>> breakable("incomprehensibilities are 年龄年龄年龄", 8, "|")
    'incompre|hensibil|ities are 年龄年龄年龄'
    """
    return re.sub(rf"({_UNBROKEN}{{{room}}})(?={_UNBROKEN})", lambda found: found[1] + mark, text)


def spans(row: PrintedRow) -> bool:
    """Say whether a row is one text across the whole table: a heading with nothing in the other cells."""
    return row.heading and not any(row.cells[1:])


def _widths(table: PrintedTable, measure: Callable[[str], int]) -> tuple[int, ...]:
    """Measure every column, its padding and indents included; a row that spans the table is left out.

    A coloured cell is one bold word, however many it has.
    """
    widths = [ceil(_BOLD * measure(text)) for text in table.header]
    for row in table.rows:
        for column, text in enumerate(() if spans(row) else row.cells):
            indent = _INDENT * row.indent if column == 0 else 0
            width = ceil(_BOLD * min(_WORD_LIMIT, text_width(text))) if column in row.tones else measure(text)
            widths[column] = max(widths[column], width + indent)
    return tuple(width + _PADDING for width in widths)


def _is_numeric(table: PrintedTable, column: int) -> bool:
    texts = [row.cells[column].strip() for row in table.rows if len(row.cells) > column]
    telling = [text for text in texts if any(c.isalnum() for c in text)]
    return 2 * sum(bool(_NUMBER.fullmatch(text)) for text in telling) > len(telling)


def _longest_word(text: str) -> int:
    return min(_WORD_LIMIT, max(map(_unbroken_width, text.split()), default=0))


def _unbroken_width(word: str) -> int:
    """Chinese may break anywhere, and reads well from four characters to the line."""
    first, *others = _CHINESE.split(word)
    least = min(8, text_width(word)) if others else 0
    return max(least, text_width(first), *map(text_width, others))


def _character_width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
