"""A printed table as a real Word table."""

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt, RGBColor

from analysis.report.characters import shown
from analysis.report.docx_style import CELL_STYLE, PORTRAIT_WIDTH, TABLE_STYLE
from analysis.report.layout import (
    PORTRAIT_CHARACTERS,
    TONE_COLOURS,
    alignments,
    cells,
    column_widths,
    spans,
)
from analysis.tables.printed import PrintedRow, PrintedTable

_CHARACTER = PORTRAIT_WIDTH / PORTRAIT_CHARACTERS
_LONG_ROW = 1000
"""Characters above which a row may run over the end of a page."""


def add_table(word: Any, table: PrintedTable) -> None:
    """Append the table: three lines, the heading row repeated on each page, numbers to the right."""
    widths = [int(width * _CHARACTER) for width in column_widths(table)]
    drawn = word.add_table(rows=len(table.rows) + 1, cols=len(table.header), style=TABLE_STYLE)
    drawn.alignment, drawn.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    sides = alignments(table)
    cell_style = word.styles[CELL_STYLE].style_id  # looked up once: python-docx searches all styles each time
    lines = (PrintedRow(table.header), *table.rows)
    for row, line in zip(drawn.rows, lines, strict=True):
        _fill(row, line, widths, sides, cell_style)
        if sum(map(len, line.cells)) < _LONG_ROW:
            _mark(row, "w:cantSplit")
    _mark(drawn.rows[0], "w:tblHeader")


def _fill(row: Any, line: PrintedRow, widths: list[int], sides: tuple[str, ...], cell_style: str) -> None:
    drawn = row.cells
    if spans(line) and len(drawn) > 1:
        drawn, widths = (drawn[0].merge(drawn[-1]),), [sum(widths)]
    for column, (cell, text) in enumerate(zip(drawn, cells(line, len(drawn)), strict=False)):
        cell.width = widths[column]
        paragraph = cell.paragraphs[0]
        paragraph._p.style = cell_style
        if line.heading:
            paragraph.paragraph_format.keep_with_next = True
        if sides[column] == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(shown(text))
        if line.heading:
            run.bold = True
        if column in line.tones:
            _colour(run, line.tones[column])
    if line.indent:
        drawn[0].paragraphs[0].paragraph_format.left_indent = Pt(10 * line.indent)


def _colour(run: Any, tone: str) -> None:
    text, ground = TONE_COLOURS[tone]
    run.bold, run.font.color.rgb = True, RGBColor.from_string(text)
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", ground)):
        shading.set(qn(f"w:{name}"), value)
    run._r.rPr.append(shading)


def _mark(row: Any, property_name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(property_name))
