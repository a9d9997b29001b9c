"""One document in six formats: the cells of its tables, read back from each, are the same texts."""

import csv
import io
import re

import pytest
from docx import Document as open_word
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from pypdf import PdfReader
from report_documents import document, patients
from test_report_latex import read as read_latex

from analysis.report.document import TableBlock
from analysis.report.layout import cells
from analysis.report.render import FORMATS, render_all
from analysis.tables.format import STYLES, count_percent, number
from analysis.tables.printed import PrintedRow, PrintedTable

LANGS = ("en", "tr", "zh")


def of_numbers(lang):
    """Return a table with the numbers of a language, signs, brackets and what LaTeX and Markdown act on."""
    style = STYLES[lang]
    rows = tuple(
        PrintedRow((name, count_percent(n, 32, style), number(-n / 7, 2, style)), indent=1)
        for n, name in enumerate(("Kadın_1", "男性 & b", "5% *c*", "a | b", "[d] {e} $f$ ~ ^ \\ #"), start=11)
    )
    heading = PrintedRow(("Group",), heading=True)
    return PrintedTable("numbers", "Numbers", ("", "n (%)", "β ± SE"), (heading, *rows), "Note.")


def expected(table):
    """Return every text of the table's cells, a heading that spans it once."""
    body = [cells(row, len(table.header)) for row in table.rows]
    return [text for line in (table.header, *body) for text in line if text]


def from_html(files):
    tree = lxml_html.document_fromstring(files["report.html"].decode("utf-8"))
    return [[cell.text_content() for cell in table.iter("th", "td")] for table in tree.iter("table")]


def from_docx(files):
    tables = open_word(io.BytesIO(files["report.docx"])).tables
    return [[cell.text for row in table.rows for cell in dict.fromkeys(row.cells)] for table in tables]


def from_markdown(files):
    reader = MarkdownIt("commonmark").enable("table")
    tree = lxml_html.document_fromstring(reader.render(files["report.md"].decode("utf-8")))
    return [
        [cell.text_content().lstrip("\u2003") for cell in table.iter("th", "td")]
        for table in tree.iter("table")
    ]


def from_csv(files):
    read = [csv.reader(io.StringIO(files[f"{key}.csv"].decode("utf-8"))) for key in ("patients", "numbers")]
    return [[text.removeprefix("  ") for line in lines for text in line] for lines in read]


def from_latex(files):
    tables = re.findall(r"\\caption.*?\\end\{longtable\}", files["report.tex"].decode("utf-8"), re.DOTALL)
    return [latex_cells(table) for table in tables]


def latex_cells(table):
    lines = [re.search(r"\\toprule (.*) \\\\ \\midrule \\endhead", table)[1]]
    lines += re.findall(r"^(.*) \\\\$", table[table.index(r"\endlastfoot") :], re.MULTILINE)
    texts = [text for line in lines for text in re.split(r" (?<!\\)& | & ", line)]
    return [read_latex(re.sub(COMMAND, "", text).removesuffix("}" * wrapped(text))) for text in texts]


COMMAND = re.compile(
    r"^(\\multicolumn\{\d\}\{.*?\\relax\}\}\{)?(\\hspace\*\{\dem\})?(\\textcolor\[HTML\]\{\w+\}\{)?(\\textbf\{)?"
)


def wrapped(text):
    """Count the commands around a cell's text, each of which ends in a brace."""
    multicolumn, _, colour, bold = COMMAND.match(text).groups()
    return sum(map(bool, (multicolumn, colour, bold)))


READERS = {"html": from_html, "docx": from_docx, "md": from_markdown, "csv": from_csv, "tex": from_latex}


@pytest.fixture(scope="module", params=LANGS)
def report(request):
    """Give the tables and the files of a report in one language, in every format."""
    tables = (patients(), of_numbers(request.param))
    return tables, render_all(document(*map(TableBlock, tables), lang=request.param, notices=()), FORMATS)


@pytest.mark.parametrize("form", READERS)
def test_every_cell_is_the_same_text(report, form):
    """HTML, DOCX, Markdown, CSV and LaTeX hold each cell as the table has it, in its order."""
    tables, files = report
    read = READERS[form](files)
    for position, table in enumerate(tables):
        assert [text for text in read[position] if text] == expected(table)


def test_every_cell_is_in_the_pdf(report):
    """The letters of the cells follow each other on its pages as in the table."""
    tables, files = report
    pages = PdfReader(io.BytesIO(files["report.pdf"])).pages
    found = re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in pages))
    for table in tables:
        assert re.sub(r"\s", "", "".join(expected(table))) in found
