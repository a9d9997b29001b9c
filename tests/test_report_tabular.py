"""The tables as CSV, read back with the csv module."""

import csv
import io

import pytest
from report_documents import HOSTILE, NOTICE, document, hostile, patients, sample

from analysis.report.characters import shown
from analysis.report.document import TableBlock
from analysis.report.tabular import guarded, render


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def test_a_table_is_a_rectangle_with_its_notice():
    """The notice stands in the first column of every line, indents are spaces, short rows are filled."""
    assert read(render(sample())["patients.csv"]) == [
        ["Notice", "", "n (%)", "Verdict"],
        [NOTICE, "Patients", "32", ""],
        [NOTICE, "Sex", "", ""],
        [NOTICE, "  female", "12 (37.5%)", "reproduced"],
        [NOTICE, "  male", "20 (62.5%)", "inconsistent"],
        [NOTICE, "Change", "-3.2", "no data"],
    ]


def test_without_a_notice_there_is_no_column_for_it():
    """The first column is the table's own."""
    files = render(document(TableBlock(patients()), notices=()))
    assert read(files["patients.csv"])[0] == ["", "n (%)", "Verdict"]


def test_captions_and_notes_are_listed():
    """One more file names each table's number, file, caption and note."""
    listing = [line[1:] for line in read(render(sample())["list-of-tables.csv"])]
    assert listing == [
        ["Table", "File", "Caption", "Note"],
        ["1", "patients.csv", "The patients", "Percent of 32."],
        ["", "provenance.csv", "Provenance", ""],
    ]


def test_lines_end_in_a_newline_and_nothing_else():
    """UTF-8 without a byte-order mark, no carriage return."""
    content = render(sample("tr"))["patients.csv"]
    assert b"\r" not in content
    assert content.startswith("Uyarı".encode())


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+1+2",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\tx",
        " =1",
        "＝1",
        "-a",
        "-3-5",
    ],
)
def test_a_formula_is_disarmed(text):
    """An apostrophe before it makes a spreadsheet read the cell as text."""
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    [
        "-3.2",
        "+0,5",
        "-1,234.5",
        "-12.5%",
        "-",
        "-3.2 (-5.1–1.0)",
        "-3.2 ± 1.1",
        "3-5",
        "−3.2",
        "a=b",
        "",
        "–",
    ],
)
def test_a_number_stays_a_number(text):
    """Signed numbers, alone or with their interval, and dashes are left as they are."""
    assert guarded(text) == text


def test_a_hostile_text_comes_back():
    """Each cell is read back whole, guarded and with its acting characters shown."""
    lines = read(render(hostile())["table_0.csv"])
    assert [line[2] for line in lines[1:]] == [guarded(shown(text)) for text in HOSTILE]
