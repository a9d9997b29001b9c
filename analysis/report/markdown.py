"""A report as Markdown in GitHub's dialect."""

import re

from analysis.report.characters import shown
from analysis.report.document import Block, Document, Heading, Paragraph, TableBlock, numbered
from analysis.report.layout import alignments, cells
from analysis.report.words import WORDS, Words
from analysis.tables.printed import PrintedRow, PrintedTable

_ACTIVE = re.compile(r"[\\`*_\[\]<>|~&$#]|(?<=http):|(?<=https):|(?<=www)\.|(?<=\w)@(?=\w)", re.IGNORECASE)
"""What Markdown would not print as it is; addresses that stand alone would become links."""

_ACTIVE_AT_START = re.compile(r"^(\d+(?=[.)])|(?=[+=-]))")


def render(document: Document) -> bytes:
    """Return the report as Markdown; its figure is a link to the SVG file beside it."""
    words = WORDS[document.lang]
    parts = [f"# {escape(document.title)}"]
    parts += [f"> **{escape(notice)}**" for notice in document.notices]
    parts += [_block(block, number, words) for block, number in numbered(document)]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def escape(text: str) -> str:
    """Return the text so that Markdown shows it as it is, on one line.

    >>> escape("a|b <c> *d*")
    'a\\\\|b \\\\<c\\\\> \\\\*d\\\\*'
    """
    return _ACTIVE.sub(r"\\\g<0>", shown(text).strip()).replace("\n", "<br>")


def paragraph(text: str) -> str:
    """Return the text as a paragraph, escaped where its beginning would make a list or a rule of it.

    >>> paragraph("1. January"), paragraph("- 3.2")
    ('1\\\\. January', '\\\\- 3.2')
    """
    return _ACTIVE_AT_START.sub(r"\1\\", escape(text))


def pipe_table(table: PrintedTable) -> str:
    """Return a table's heading row and lines, and its note below; the caption is written apart."""
    rules = ["---:" if side == "right" else ":---" for side in alignments(table)]
    lines = [_line([escape(text) for text in table.header]), _line(rules)]
    lines += [_line(_row(row, len(table.header))) for row in table.rows]
    note = f"\n\n{paragraph(table.note)}" if table.note else ""
    return "\n".join(lines) + note


def _block(block: Block, number: int | None, words: Words) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {escape(block.text)}"
    if isinstance(block, Paragraph):
        return paragraph(block.text)
    if isinstance(block, TableBlock):
        caption = f"{_caption(words.table, number, block.table.caption)}\n\n" if number else ""
        return caption + pipe_table(block.table)
    image = f"![{escape(block.alt)}]({block.key}.svg)"
    return f"{image}\n\n{_caption(words.figure, number, block.caption)}"


def _caption(label: str, number: int | None, caption: str) -> str:
    return f"**{label}{number}.** {escape(caption)}"


def _row(row: PrintedRow, columns: int) -> list[str]:
    first, *others = map(escape, cells(row, columns))
    strong = f"**{first}**" if row.heading and first else first
    return ["&emsp;" * row.indent + strong, *others]


def _line(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"
