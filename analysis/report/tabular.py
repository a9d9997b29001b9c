"""The tables of a report as CSV: UTF-8, lines ended by a newline, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from analysis.report.characters import shown
from analysis.report.document import Document, TableBlock, numbered
from analysis.report.layout import cells
from analysis.report.words import WORDS
from analysis.tables.printed import PrintedTable

CONTENTS = "list-of-tables.csv"
"""The file that holds the captions and notes; no table's key can bear its name."""

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_NUMBER = r"\d+(?:[.,]\d+)*\s?%?"
_SIGNED_NUMBER = re.compile(rf"[+-](?:{_NUMBER})?(?:\s[±(][\d\s.,;%±()–-]*)?")


def render(document: Document) -> dict[str, bytes]:
    """Return one CSV per table by file name, and one that lists their captions and notes.

    Where the document has notices, they stand in the first column of every line.
    """
    words = WORDS[document.lang]
    blocks = [(block, number) for block, number in numbered(document) if isinstance(block, TableBlock)]
    files = {f"{block.key}.csv": _csv(document, table_lines(block.table)) for block, _ in blocks}
    listing = [(words.table.strip(), words.file, words.caption, words.note)]
    for block, number in blocks:
        listing.append((str(number or ""), f"{block.key}.csv", block.table.caption, block.table.note))
    return files | {CONTENTS: _csv(document, listing)}


def table_lines(table: PrintedTable) -> list[tuple[str, ...]]:
    """Return a table's heading row and lines; two spaces before the first cell for each indent."""
    body = [cells(row, len(table.header)) for row in table.rows]
    indented = [("  " * row.indent + line[0], *line[1:]) for row, line in zip(table.rows, body, strict=True)]
    return [table.header, *indented]


def guarded(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet would run it as a formula.

    Signed numbers, alone or with an interval behind them, stay numbers.

    >>> guarded("=1+1"), guarded("-3.2 (-5.1–1.0)")
    ("'=1+1", '-3.2 (-5.1–1.0)')
    """
    if _FORMULA.match(text) and not _SIGNED_NUMBER.fullmatch(text.strip()):
        return "'" + text
    return text


def _csv(document: Document, lines: Iterable[Sequence[str]]) -> bytes:
    notice = " ".join(document.notices)
    first = [WORDS[document.lang].notice] if notice else []
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for line in lines:
        writer.writerow([guarded(shown(text)) for text in (*first, *line)])
        first = [notice] if notice else []
    return buffer.getvalue().encode("utf-8")
