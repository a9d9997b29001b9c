"""The PDF report, read back with pypdf."""

import builtins
import io
import re

import pytest
from pypdf import PdfReader
from report_documents import HOSTILE, NOTICE, document, figure, hostile, sample

from analysis.errors import DataError
from analysis.figures import style
from analysis.report import pdf
from analysis.report.characters import shown
from analysis.report.document import Heading, Paragraph, TableBlock
from analysis.tables.printed import PrintedRow, PrintedTable

A4 = (595, 842)


def pages(report):
    return PdfReader(io.BytesIO(pdf.render(report))).pages


def letters(text):
    """Leave out what only breaks lines: a PDF holds letters in places, and no spaces."""
    return re.sub(r"[\s\u200b]", "", text)


def text_of(report):
    return letters("".join(page.extract_text() for page in pages(report)))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["Table 1. The patients", "n (%)", "12 (37.5%)", "Figure 1. Overall survival", "Provenance"]),
        ("tr", ["Tablo 1. The patients", "Şekil 1. Overall survival", "Verinin ve yazılımın kaynağı"]),
        ("zh", ["表 1　The patients", "图 1　Overall survival", "数据与软件来源"]),
    ],
)
def test_the_report_reads_as_it_should(lang, expected):
    """Captions in the language of the report, cells, headings; the notice and a number on every page."""
    found = text_of(sample(lang))
    for text in expected:
        assert letters(text) in found
    for number, page in enumerate(pages(sample(lang)), start=1):
        assert letters(page.extract_text()).startswith(letters(NOTICE))
        assert page.extract_text().strip().endswith(str(number))


def test_the_file_knows_its_language_its_headings_and_what_pictures_show():
    """Language, bookmarks of the sections, and the description of the picture are in the file."""
    reader = PdfReader(io.BytesIO(pdf.render(sample("tr"))))
    assert reader.trailer["/Root"]["/Lang"].lower().startswith("tr")
    assert reader.metadata.title == "A report"
    [first, below, last] = reader.outline
    assert (first.title, [part.title for part in below]) == ("Results", ["Survival"])
    assert last.title == "Verinin ve yazılımın kaynağı"
    described = [
        found.get_object().get("/Alt")
        for found in map(reader.get_object, range(1, len(reader.xref[0]) + 1))
        if isinstance(found, dict)
    ]
    assert "Curve: Overall survival" in described


def test_hostile_texts_are_only_read():
    """Every letter of every text is on a page, and Typst took none of them for its own."""
    found = text_of(hostile())
    for text in HOSTILE[:-3]:
        assert letters(shown(text)) in found, text
    assert found.count("x") > 10_000 * len(HOSTILE)


@pytest.mark.parametrize(
    "text",
    [
        '#eval("1+1") #read("/etc/passwd") #import "x": *',
        "$x^2$ @ref <label> _a_ *b* `c` ~ -- --- ... // /* */",
        "= heading \\ \\u{41} \\# [content] {code} #panic()",
        '"); panic("out") + ("',
        "+ one - two / term: x https://example.org",
    ],
)
def test_typst_commands_are_text(text):
    """In a title, paragraph, heading, cell, caption, note and notice they are printed letter by letter."""
    table = PrintedTable("t", text, (text, "n"), (PrintedRow((text, "1"), heading=True),), text)
    blocks = (Heading(1, text), Paragraph(text), TableBlock(table), figure("f", text))
    found = text_of(document(*blocks, notices=(text,)))
    assert found.count(letters(text)) >= 7


def test_a_table_of_many_rows_repeats_its_heading():
    """Each page of it begins with the heading row, and every row is there once."""
    rows = tuple(PrintedRow((f"row {k}", str(k))) for k in range(200))
    found = [
        page.extract_text()
        for page in pages(document(TableBlock(PrintedTable("t", "c", ("", "count"), rows))))
    ]
    assert len(found) > 3
    assert all("count" in page for page in found[:-1])
    assert re.findall(r"row (\d+)", "\n".join(found)) == [str(k) for k in range(200)]


def test_a_crowded_table_turns_its_page():
    """It stands on its side with the heading above it; the pages before and after are upright."""
    rows = (PrintedRow(tuple("incomprehensibilities" for _ in range(6))),)
    crowded = TableBlock(PrintedTable("crowded", "c", ("h",) * 6, rows))
    found = pages(document(Paragraph("a"), Heading(1, "b"), crowded, Paragraph("d")))
    sizes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in found]
    assert sizes == [A4, A4[::-1], A4]
    assert "b" in found[1].extract_text()


def test_no_text_leaves_its_page():
    """Thirty columns of long words and a very long word lie between the margins."""
    rows = (PrintedRow(tuple("incomprehensibilities" for _ in range(30))), PrintedRow(("W" * 3000,)))
    report = document(TableBlock(PrintedTable("wide", "c", ("h",) * 30, rows)), Paragraph("W" * 500))
    for page in pages(report):
        places = []
        page.extract_text(visitor_text=lambda text, _, matrix, *__: places.append((matrix[4], text)))  # noqa: B023
        assert max(x for x, text in places if text.strip()) < float(page.mediabox.width) - 50


def test_a_very_long_note_goes_on_over_the_page():
    """A heading of 10,000 letters is named under a short table; no letter is lost, none below the margin."""
    table = PrintedTable("short", "c", ("h",), (PrintedRow(("1",)),), "W" * 10_000)
    found = pages(document(TableBlock(table)))
    places = []
    for page in found:
        page.extract_text(visitor_text=lambda text, place, *_: places.append((place[5], text)))
    assert sum(text.count("W") for _, text in places) == 10_000
    assert min(y for y, text in places if "W" in text) > 50
    assert len(found) > 1


def test_the_same_document_gives_the_same_bytes():
    """No date, no name of a machine."""
    first = pdf.render(sample("zh"))
    assert first == pdf.render(sample("zh"))
    assert b"/CreationDate" not in first


def test_a_letter_that_no_font_holds_is_marked_and_said(monkeypatch):
    """It is printed as "?", and the last line says so in the language of the report."""
    monkeypatch.setattr(style, "CHINESE_FONTS", ())
    found = text_of(document(Paragraph("肺龘癌"), lang="zh"))
    assert "肺?癌" in found
    assert found.rstrip("1").endswith("其他格式的文件中保留原字符。")
    assert "保留原字符" not in text_of(document(Paragraph("肺癌"), lang="zh"))


def test_without_typst_the_user_is_told_what_to_install(monkeypatch):
    """One sentence names the extra."""
    original = builtins.__import__

    def without(name, *rest, **named):
        if name == "typst":
            raise ImportError(name)
        return original(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DataError, match=r'pip install "neuromets\[pdf\]"'):
        pdf.render(sample())
