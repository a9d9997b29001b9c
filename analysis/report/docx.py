"""A report as a Word document: real tables, captions that Word can number, pictures with a text."""

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH

from analysis.report import docx_style as style
from analysis.report.characters import shown
from analysis.report.document import (
    Block,
    Document,
    FigureBlock,
    Heading,
    Paragraph,
    TableBlock,
    landscape,
    numbered,
)
from analysis.report.docx_table import add_table
from analysis.report.words import WORDS, Words

_EPOCH = datetime(1980, 1, 1)
"""The earliest time a zip file can hold; a date of today would make each run another file."""


def render(document: Document) -> bytes:
    """Return the report as a Word file; the same document gives the same bytes."""
    words = WORDS[document.lang]
    word = new_document()
    style.prepare(word, words)
    _set_properties(word, document, words)
    _add_header_and_footer(word, document)
    word.add_paragraph(shown(document.title), style="Title")
    blocks = tuple(numbered(document))
    for (block, number), sideways in zip(blocks, landscape([block for block, _ in blocks]), strict=True):
        _turn(word, sideways)
        _add(word, block, number, words)
    buffer = io.BytesIO()
    word.save(buffer)
    return _without_times(buffer.getvalue())


def _set_properties(word: Any, document: Document, words: Words) -> None:
    properties = word.core_properties
    properties.title, properties.author = shown(document.title)[:255], "neuromets"
    properties.last_modified_by, properties.comments = "neuromets", shown(" ".join(document.notices))[:255]
    properties.language, properties.revision = words.tag, 1
    properties.created = properties.modified = _EPOCH


def _add_header_and_footer(word: Any, document: Document) -> None:
    section = word.sections[0]
    for position, notice in enumerate(document.notices):
        line = section.header.add_paragraph() if position else section.header.paragraphs[0]
        line.style = style.NOTICE_STYLE
        line.add_run(shown(notice))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style.add_field(foot, "PAGE", "1")


def _turn(word: Any, sideways: bool) -> None:
    """Begin a new page where the orientation changes."""
    orientation = WD_ORIENTATION.LANDSCAPE if sideways else WD_ORIENTATION.PORTRAIT
    if word.sections[-1].orientation != orientation:
        section = word.add_section()
        word.element.body.p_lst[-1].style = word.styles[style.GAP_STYLE].style_id
        section.page_width, section.page_height = section.page_height, section.page_width
        section.orientation = orientation


def _add(word: Any, block: Block, number: int | None, words: Words) -> None:
    if isinstance(block, Heading):
        word.add_paragraph(shown(block.text), style=f"Heading {block.level}")
    elif isinstance(block, Paragraph):
        word.add_paragraph(shown(block.text))
    elif isinstance(block, TableBlock):
        if number:
            caption = _add_caption(word, words.table, number, block.table.caption, words)
            caption.paragraph_format.keep_with_next = True
        add_table(word, block.table)
        note = shown(block.table.note)
        word.add_paragraph(note, style=style.NOTE_STYLE if note else style.GAP_STYLE)
    else:
        _add_picture(word, block)
        _add_caption(word, words.figure, number, block.caption, words)


def _add_caption(word: Any, label: str, number: int | None, caption: str, words: Words) -> Any:
    """Add a caption in Word's own style; its number is a SEQ field, so that Word lists and renumbers it."""
    paragraph = word.add_paragraph(style="Caption")
    paragraph.add_run(label)
    style.add_field(paragraph, rf"SEQ {label.strip()} \* ARABIC", str(number))
    paragraph.add_run(words.after_number + shown(caption))
    return paragraph


def _add_picture(word: Any, block: FigureBlock) -> None:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(block.image("png")))
    shrunk = min(1, style.PORTRAIT_WIDTH / picture.width, style.PICTURE_HEIGHT / picture.height)
    picture.width, picture.height = int(picture.width * shrunk), int(picture.height * shrunk)
    picture._inline.docPr.set("descr", shown(block.alt))


def _without_times(packed: bytes) -> bytes:
    """Return the zip file again with the same parts in the same order, all of one fixed time."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            fixed = zipfile.ZipInfo(part.filename, _EPOCH.timetuple()[:6])
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(part))
    return buffer.getvalue()
