"""A report as a PDF: pages of A4 set by Typst, with real headings, tables and descriptions of pictures.

The report goes to Typst as data, never as source, so no text of it can be read as a command.
"""

import json
from collections.abc import Sequence
from itertools import groupby
from math import ceil
from operator import itemgetter
from pathlib import Path
from typing import Any

from matplotlib import get_data_path

from analysis.errors import DataError
from analysis.figures.fonts.subset import FAMILY, FOLDER
from analysis.figures.style import BASE_FONT, fonts_for
from analysis.report.characters import shown
from analysis.report.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    TableBlock,
    landscape,
    numbered,
)
from analysis.report.layout import (
    LANDSCAPE_CHARACTERS,
    TONE_COLOURS,
    alignments,
    breakable,
    cell_rooms,
    cells,
    column_widths,
    narrowest_widths,
    page_room,
    spans,
    text_width,
)
from analysis.report.words import WORDS, Words
from analysis.tables.printed import PrintedRow, PrintedTable

_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
_SERIF = "Libertinus Serif"
"""Comes with Typst; the other fonts are for the letters that it lacks."""

_LONGEST_WORD = 40
"""What a line of any heading holds; a longer word may break after so many letters."""

_KEPT_LINES = 15
"""A row of a table with more lines may run over the end of a page, and a heading row is not repeated."""

_WHOLE_LINES = 24
"""A table of no more lines stays on one page."""

_HEADER_ROOM = 220
"""What two lines of a page's header hold; longer notices are cut there and stand whole on the first page."""

_SIZE, _DENSE_SIZE = 9.0, 7.0
_BREAK = "\u200b"


def render(document: Document) -> bytes:
    """Return the report as a PDF; the same document gives the same bytes.

    Its letters are those of Typst's serif, matplotlib's sans-serif and the bundled Chinese font; fonts
    of this machine are looked at only for what those lack, and what no font holds is printed as "?",
    which a last line says. Raise DataError where Typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise DataError(
            'A PDF needs Typst, which is not installed: pip install "neuromets[pdf]", or leave the format '
            "pdf out."
        ) from error
    text, families = _with_fonts(_report(document), WORDS[document.lang])
    made = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=[FOLDER, Path(get_data_path()) / "fonts" / "ttf"],
        ignore_system_fonts=families <= {BASE_FONT, FAMILY},
        sys_inputs={"report": text},
        timestamp=0,
    )
    return bytes(made)


def _with_fonts(report: dict[str, Any], words: Words) -> tuple[str, set[str]]:
    """Return the report as JSON without the letters that no font holds, and the fonts beside the serif."""
    letters = set(_json(report))
    fonts = fonts_for(letters)
    lost = {ord(letter): "?" for letter in letters if not fonts.has(letter)}
    named = {"fonts": [_SERIF, *fonts.families], "closing": words.letters_lost if lost else ""}
    return _json(report | named).translate(lost), set(fonts.families)


def _json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False)


def _report(document: Document) -> dict[str, Any]:
    words = WORDS[document.lang]
    lang, region = words.tag.split("-")
    notices = " ".join(shown(notice).replace("\n", " ") for notice in document.notices)
    cut = len(notices) > _HEADER_ROOM
    return {
        "title": _line(document.title),
        "lang": lang,
        "region": region.lower(),
        "header": _line(notices[:_HEADER_ROOM] + "…" if cut else notices),
        "notices": [_line(notice) for notice in document.notices] if cut else [],
        "tones": TONE_COLOURS,
        "parts": _parts(document, words),
    }


def _parts(document: Document, words: Words) -> list[dict[str, Any]]:
    """Return the blocks in runs that share the orientation of their pages."""
    blocks = tuple(numbered(document))
    turned = zip(landscape([block for block, _ in blocks]), blocks, strict=True)
    return [
        {"sideways": sideways, "blocks": [_block(block, number, words) for _, (block, number) in run]}
        for sideways, run in groupby(turned, key=itemgetter(0))
    ]


def _block(block: Block, number: int | None, words: Words) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": _line(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": _line(block.text)}
    if isinstance(block, TableBlock):
        label = f"{words.table}{number}{words.after_number}" if number else ""
        return {"kind": "table", "label": label} | _table(block.table)
    return {
        "kind": "figure",
        "label": f"{words.figure}{number}{words.after_number}",
        "caption": _line(block.caption),
        "alt": shown(block.alt),
        "svg": block.image("svg").decode("utf-8"),
    }


def _table(table: PrintedTable) -> dict[str, Any]:
    rooms = cell_rooms(table)
    header = _row(PrintedRow(table.header), rooms)
    rows = [_row(row, rooms) for row in table.rows]
    around = ceil(text_width(table.caption + table.note) / page_room(table))
    return {
        "caption": _line(table.caption),
        "widths": [100 * width / page_room(table) for width in column_widths(table)],
        "sides": alignments(table),
        "size": _DENSE_SIZE if sum(narrowest_widths(table)) > LANDSCAPE_CHARACTERS else _SIZE,
        "header": header,
        "repeated": _lines(header) <= _KEPT_LINES,
        "whole": sum(map(_lines, rows)) + around <= _WHOLE_LINES,
        "rows": [cell | {"kept": _lines(row) <= _KEPT_LINES} for row in rows for cell in row],
        "note": _line(table.note),
    }


def _row(row: PrintedRow, rooms: Sequence[int]) -> list[dict[str, Any]]:
    """Return the cells of a line, their words broken at what each column holds."""
    across = spans(row)
    texts = row.cells[:1] if across else cells(row, len(rooms))
    columns = len(rooms) if across else 1
    return [
        {
            "text": _line(text, room),
            "lines": ceil(text_width(text) / room) + text.count("\n"),
            "columns": columns,
            "indent": 0 if column else row.indent,
            "bold": row.heading,
            "tone": row.tones.get(column),
            "kept": True,
        }
        for column, (text, room) in enumerate(zip(texts, [sum(rooms)] if across else rooms, strict=True))
    ]


def _lines(row: list[dict[str, Any]]) -> int:
    return max(1, *[int(cell["lines"]) for cell in row])


def _line(text: str, room: int = _LONGEST_WORD) -> str:
    """Return a text that shows all it holds and may break in a word too long for its line."""
    return breakable(shown(text), room, _BREAK)
