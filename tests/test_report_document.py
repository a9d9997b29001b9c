"""What a document holds, and what the media share in laying it out."""

import pytest
from report_documents import document, figure, patients, sample

from analysis.errors import DataError, DefinitionError
from analysis.report.characters import shown
from analysis.report.document import FigureBlock, Heading, Paragraph, TableBlock, landscape, numbered
from analysis.report.layout import (
    LANDSCAPE_CHARACTERS,
    PORTRAIT_CHARACTERS,
    alignments,
    column_widths,
    narrowest_widths,
    text_width,
)
from analysis.report.render import FORMATS, render_all
from analysis.tables.printed import PrintedRow, PrintedTable


def table(*rows: tuple[str, ...], key: str = "t", header: tuple[str, ...] = ("", "n")) -> PrintedTable:
    return PrintedTable(key, "caption", header, tuple(map(PrintedRow, rows)))


def test_tables_and_figures_are_numbered_apart_and_the_provenance_is_not():
    """Each kind counts from 1 in the order of the document; the provenance table has no number."""
    blocks = (TableBlock(table(key="a")), figure("b"), TableBlock(table(key="c")), figure("d"))
    numbers = [
        (block.key, number) for block, number in numbered(document(*blocks)) if not isinstance(block, Heading)
    ]
    assert numbers == [("a", 1), ("b", 1), ("c", 2), ("d", 2), ("provenance", None)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Heading(0, "too high"),
        lambda: Heading(4, "too low"),
        lambda: TableBlock(table(("a", "1", "one too many"))),
        lambda: TableBlock(table(())),
        lambda: TableBlock(PrintedTable("t", "", ("a",), (PrintedRow(("x",), tones={0: "shrill"}),))),
        lambda: FigureBlock("f", "", "", {"f.svg": b""}),
        lambda: document(TableBlock(table(key="../up"))),
        lambda: document(TableBlock(table(key="Capital"))),
        lambda: document(TableBlock(table(key="provenance"))),
        lambda: document(TableBlock(table(key="same")), figure("same")),
        lambda: document(lang="de"),
    ],
)
def test_a_contradictory_document_cannot_be_made(make):
    """A wrong level, a row longer than its heading, an unknown tone, unsafe or doubled key is refused."""
    with pytest.raises(DefinitionError):
        make()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain ş 年 שלום\n\ttab", "plain ş 年 שלום\n\ttab"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x00\x1b\x7f\x85", "[U+0000][U+001B][U+007F][U+0085]"),
        ("\u202e\u2066\u200f", "[U+202E][U+2066][U+200F]"),
        ("\ud800\ufffe\U000e0041", "[U+D800][U+FFFE][U+E0041]"),
        ("\u200d\u200c", "\u200d\u200c"),
    ],
)
def test_acting_characters_are_shown_by_their_number(text, seen):
    """Controls, direction marks and what no file can hold are shown; letters, joiners and lines stay."""
    assert shown(text) == seen


def test_columns_of_numbers_stand_to_the_right():
    """A column is numeric when most of its texts begin as numbers do; dashes and blanks don't vote."""
    cells = table(
        ("1", "12 (37.5%)", "12 patients were lost to follow-up after their treatment", "–"),
        ("2", "<0.001", "none", ""),
        ("3", "17 (%53,1)", "–", "3"),
        ("4", "not reached", "3", "-2.1"),
        header=("", "a", "b", "c"),
    )
    assert alignments(cells) == ("left", "right", "left", "right")


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("ış", 2), ("年龄", 4), ("a\nlonger", 6)])
def test_a_chinese_character_is_two_wide(text, width):
    """The width is that of the longest line, a full-width character counting two."""
    assert text_width(text) == width


def test_a_table_that_fits_keeps_its_natural_widths():
    """Three for padding, three for an indent, a heading a quarter wider for being bold."""
    rows = (PrintedRow(("a" * 10, "12"), indent=1), PrintedRow(("a heading across the table",), heading=True))
    # 10 + 3 + 3; the heading "patients" of 8 letters is 10 wide, and 3
    assert column_widths(PrintedTable("t", "", ("", "patients"), rows)) == (16, 13)


def test_one_very_long_cell_leaves_room_for_the_others():
    """Beyond a hundred characters a longer text asks for no more of what the longest words leave."""
    long = table(("word " * 8, "word " * 2000), header=("", ""))
    # Each has 4 + 3; of the 94 - 14 = 80 left, 43 - 7 = 36 parts go to the first and 100 to the second.
    assert column_widths(long) == pytest.approx((7 + 80 * 36 / 136, 7 + 80 * 100 / 136))


def test_chinese_may_break_between_any_two_characters():
    """A column of long Chinese text needs four characters, one of a Latin word all its letters."""
    assert narrowest_widths(table(("年龄" * 20, "incomprehensible"), header=("", ""))) == (8 + 3, 16 + 3)


@pytest.mark.parametrize("words", [1, 3, 40])
@pytest.mark.parametrize("columns", [2, 6, 30])
def test_no_table_is_wider_than_its_page(words, columns):
    """However many columns and however long their texts, the widths add up to the page at most."""
    wide = table(tuple("incomprehensibilities " * words for _ in range(columns)), header=("h",) * columns)
    room = LANDSCAPE_CHARACTERS if landscape([TableBlock(wide)])[0] else PORTRAIT_CHARACTERS
    assert sum(column_widths(wide)) <= room + 1e-9
    assert min(column_widths(wide)) > 0


def test_headings_turn_with_the_crowded_table_below_them():
    """A page lies on its side for a crowded table and its headings, not for what stands before or after."""
    crowded = TableBlock(table(tuple("incomprehensibilities" for _ in range(6)), header=("h",) * 6))
    plain = TableBlock(table(("a", "1")))
    blocks = [Heading(1, "a"), plain, Heading(1, "b"), Heading(2, "c"), crowded, Heading(1, "d"), plain]
    assert landscape(blocks) == (False, False, True, True, True, False, False)


def test_a_report_is_all_its_files():
    """Each format asked for gives its files; images and provenance are always there."""
    images = {"survival.svg", "survival.pdf", "survival.png", "provenance.json"}
    assert set(render_all(sample(), ["html"])) == images | {"report.html"}
    tables = {"patients.csv", "provenance.csv", "list-of-tables.csv"}
    usual = {"report.html", "report.docx", "report.md"}
    assert set(render_all(sample())) == images | usual | tables
    every = usual | {"report.pdf", "report.tex"}
    assert set(render_all(sample(), FORMATS)) == images | every | tables


def test_an_unknown_format_is_the_users_error():
    """The sentence names the format and those that are known."""
    with pytest.raises(DataError, match=r"'odt' is not known.*html, docx, pdf, tex, md, csv"):
        render_all(sample(), ["odt"])


def test_nothing_edits_the_document():
    """Rendering twice gives the same bytes, and the document equals one made anew."""
    first = sample()
    files = render_all(first)
    assert render_all(first) == files
    assert first == sample()
    assert patients() == patients()
    assert Paragraph("a") == Paragraph("a")
