"""The Word report, opened again with python-docx and as bare XML."""

import io
import re
import zipfile

import pytest
from docx import Document as open_word
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Pt
from report_documents import HOSTILE, NOTICE, document, hostile, sample

from analysis.report import docx
from analysis.report.characters import shown
from analysis.report.document import Heading, Paragraph, TableBlock
from analysis.tables.printed import PrintedRow, PrintedTable


def opened(report):
    return open_word(io.BytesIO(docx.render(report)))


def paragraphs(word, style):
    return [
        "".join(node.text or "" for node in paragraph._p.iter(qn("w:t")))
        for paragraph in word.paragraphs
        if paragraph.style.name == style
    ]


def test_tables_are_real_word_tables():
    """Cells, the style with three lines, and the heading row that each page repeats."""
    table = opened(sample()).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["", "n (%)", "Verdict"],
        ["Patients", "32", ""],
        ["Sex", "Sex", "Sex"],  # one cell across the table
        ["female", "12 (37.5%)", "reproduced"],
        ["male", "20 (62.5%)", "inconsistent"],
        ["Change", "-3.2", "no data"],
    ]
    assert table.style.name == "Three-line Table"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


@pytest.mark.parametrize(
    ("lang", "tag", "captions", "fields"),
    [
        ("en", "en-US", ["Table 1. The patients", "Figure 1. Overall survival"], ["Table", "Figure"]),
        ("tr", "tr-TR", ["Tablo 1. The patients", "Şekil 1. Overall survival"], ["Tablo", "Şekil"]),
        ("zh", "zh-CN", ["表 1　The patients", "图 1　Overall survival"], ["表", "图"]),
    ],
)
def test_captions_can_be_numbered_by_word(lang, tag, captions, fields):
    """Captions are in Word's caption style with a sequence field, in the language that Word is told."""
    word = opened(sample(lang))
    assert paragraphs(word, "Caption") == captions
    instructions = [field.get(qn("w:instr")) for field in word.element.iter(qn("w:fldSimple"))]
    assert instructions == [rf" SEQ {name} \* ARABIC " for name in fields]
    [defaults] = word.styles.element.iter(qn("w:rPrDefault"))
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == tag


def test_the_notice_heads_every_page():
    """It stands in the page header, which a section on its side takes over."""
    rows = (PrintedRow(tuple("incomprehensibilities" for _ in range(6))),)
    crowded = TableBlock(PrintedTable("crowded", "c", ("h",) * 6, rows))
    word = opened(document(Paragraph("a"), Heading(1, "b"), crowded, Paragraph("d")))
    turns = [section.orientation for section in word.sections]
    upright, sideways = WD_ORIENTATION.PORTRAIT, WD_ORIENTATION.LANDSCAPE
    assert turns == [upright, sideways, upright]
    for section in word.sections:
        assert [paragraph.text for paragraph in section.header.paragraphs] == [NOTICE]
        assert (section.page_width > section.page_height) == (section.orientation == sideways)


def test_a_table_keeps_inside_its_page():
    """The columns' widths add up to no more than lies between the margins."""
    rows = (PrintedRow(tuple("incomprehensibilities" for _ in range(30))),)
    word = opened(document(TableBlock(PrintedTable("wide", "c", ("h",) * 30, rows))))
    section = word.sections[1]
    room = section.page_width - section.left_margin - section.right_margin
    assert 0.9 * room < sum(column.width for column in word.tables[0].columns) <= room


def test_hostile_texts_are_only_read():
    """Every part is well-formed, and each text comes back with its acting characters shown."""
    word = opened(hostile())
    seen = [shown(text).strip("\n") for text in HOSTILE]
    found = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Normal"]
    assert [text for text in found if text][: len(seen) - 1] == seen[:-1]
    assert [row.cells[1].text for row in word.tables[0].rows][1:] == seen
    assert [line.text for line in word.sections[0].header.paragraphs] == seen


def test_a_picture_has_a_text():
    """The picture carries what it shows in words."""
    [properties] = opened(sample()).element.iter(qn("wp:docPr"))
    assert properties.get("descr") == "Curve: Overall survival"


def test_the_file_tells_no_time():
    """Every part of the package and its properties bear one fixed time, so the bytes are the same."""
    content = docx.render(sample())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"(\d{4})-\d\d-\d\dT", properties)) == {"1980"}
    assert docx.render(sample()) == content


def test_a_colour_comes_with_its_word():
    """The verdict's text is there, bold, and its ground is coloured."""
    cell = opened(sample()).tables[0].rows[4].cells[2]
    [run] = cell.paragraphs[0].runs
    assert (run.text, run.bold) == ("inconsistent", True)
    assert run._r.rPr.find(qn("w:shd")).get(qn("w:fill")) == "FAE0DD"


def test_nothing_empty_takes_a_line():
    """Where Word wants a paragraph, after a table without a note and at a turn, it has next to no height."""
    rows = (PrintedRow(tuple("incomprehensibilities" for _ in range(6))),)
    word = opened(document(TableBlock(PrintedTable("crowded", "c", ("h",) * 6, rows)), Paragraph("d")))
    empty = [paragraph for paragraph in word.paragraphs if not "".join(paragraph._p.itertext())]
    assert len(empty) >= 3
    assert {paragraph.style.name for paragraph in empty} == {"Gap"}
    assert word.styles["Gap"].paragraph_format.line_spacing == Pt(1)


@pytest.mark.parametrize(("lang", "latin"), [("en", None), ("tr", None), ("zh", "en-US")])
def test_latin_words_of_a_chinese_report_are_spelt_as_english(lang, latin):
    """Word and LibreOffice would else break them anywhere, as they break Chinese."""
    language = opened(sample(lang)).styles["Normal"].element.rPr.find(qn("w:lang"))
    assert (language is None) if latin is None else (language.get(qn("w:val")) == latin)


def test_a_heading_in_a_table_stays_with_its_lines():
    """It is kept with the next line; others may end a page."""
    rows = opened(sample()).tables[0].rows
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in rows]
    assert kept == [None, None, True, None, None, None]
