"""The Markdown report, read back by a Markdown parser."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_documents import HOSTILE, NOTICE, hostile, sample

from analysis.report import markdown
from analysis.report.characters import shown
from analysis.report.markdown import escape, paragraph

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Reader(HTMLParser):
    """Collects the texts of the page, and every element that is no part of plain text."""

    def __init__(self):
        super().__init__()
        self.text, self.elements = "", []

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data):
        self.text += data


def read(text):
    reader = Reader()
    reader.feed(READER.render(text))
    return reader


def as_one_line(text):
    return "\n".join(line.strip() for line in shown(text).strip().split("\n"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_only_read(text):
    """A paragraph of it renders to its own letters, and to nothing else."""
    reader = read(paragraph(text))
    assert as_one_line(reader.text) == as_one_line(text)
    assert set(reader.elements) <= {"p", "br"}


@settings(deadline=None, derandomize=True)
@given(st.text("ab 1.)#*_`~[]()<>|\\&!$+-=\n\"'", max_size=40))
def test_any_text_is_only_read(text):
    """Whatever punctuation meets, no markup comes of it, in a paragraph or in a table's cell."""
    reader = read(paragraph(text))
    assert set(reader.elements) <= {"p", "br"}
    assert reader.text.split() == text.split()
    cell = read(f"| h |\n| --- |\n| {escape(text)} |\n")
    assert set(cell.elements) <= {"table", "thead", "tbody", "tr", "th", "td", "br"}
    assert cell.text.split() == ["h", *text.split()]


def test_the_report_reads_as_it_should():
    """Title, notice, headings, a table with its caption above and note below, a figure with its text."""
    text = markdown.render(sample()).decode("utf-8")
    blocks = text.split("\n\n")
    assert blocks[:4] == ["# A report", f"> **{NOTICE}**", "What was done.", "## Results"]
    assert blocks[4] == "**Table 1.** The patients"
    assert blocks[5].split("\n") == [
        "|  | n (%) | Verdict |",
        "| :--- | ---: | :--- |",
        "| Patients | 32 |  |",
        "| **Sex** |  |  |",
        "| &emsp;female | 12 (37.5%) | reproduced |",
        "| &emsp;male | 20 (62.5%) | inconsistent |",
        "| Change | -3.2 | no data |",
    ]
    assert blocks[6:10] == [
        "Percent of 32.",
        "### Survival",
        "![Curve: Overall survival](survival.svg)",
        "**Figure 1.** Overall survival",
    ]


def test_a_hostile_table_keeps_its_shape():
    """Every table has as many lines and columns as it was given, whatever stands in its cells."""
    tokens = READER.parse(markdown.render(hostile()).decode("utf-8"))
    kinds = [token.type for token in tokens]
    tables = len(HOSTILE) + 1
    assert kinds.count("table_open") == tables
    assert kinds.count("heading_open") == len(HOSTILE) + 2
    assert not {"html_block", "fence", "code_block", "bullet_list_open", "ordered_list_open"} & set(kinds)
    provenance = read(markdown.render(sample()).decode("utf-8").split("## Provenance")[1]).elements.count(
        "tr"
    )
    assert kinds.count("tr_open") == len(HOSTILE) * (len(HOSTILE) + 1) + provenance
