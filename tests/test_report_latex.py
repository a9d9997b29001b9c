"""The LaTeX report: what LaTeX would act on is escaped, and xelatex takes it where there is one."""

import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_documents import HOSTILE, NOTICE, document, hostile, patients, sample

from analysis.figures.style import figure_files, new_figure
from analysis.report import latex
from analysis.report.characters import shown
from analysis.report.document import FigureBlock, Heading, Paragraph, TableBlock
from analysis.tables.printed import PrintedRow, PrintedTable

ESCAPED = re.compile(
    r"\\(?P<name>textbackslash|textasciitilde|textasciicircum|allowbreak|leavevmode\\newline)\{\}"
    r"|\\(?P<one>[{}$&#%_])|\{(?P<plain>[\[\]*])\}|(?P<letter>[^\\{}$&#%_~^\n])"
)
NAMED = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "allowbreak": ""}


def read(source):
    """Return what LaTeX prints for an escaped text; fail where anything in it would act."""
    position, found = 0, []
    while position < len(source):
        match = ESCAPED.match(source, position)
        assert match, source[position : position + 20]
        name = match["name"]
        found.append(NAMED.get(name, "\n") if name else match["one"] or match["plain"] or match["letter"])
        position = match.end()
    return "".join(found)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_only_read(text):
    """Nothing acts, and the letters come back."""
    assert read(latex.escape(text)) == shown(text)


@settings(deadline=None, derandomize=True)
@given(st.text("ab \\{}$&#%_~^[]*`'\"-<>|\n", max_size=40), st.integers(1, 10))
def test_any_text_is_only_read(text, room):
    """Whatever punctuation meets, and wherever its words may break."""
    assert read(latex.escape(text, room)) == text


def test_the_report_reads_as_it_should():
    """Three lines, a heading row that is repeated, caption, tone, indent, figure and the page's head."""
    source = latex.render(sample()).decode("utf-8")
    for line in (
        rf"\fancyhead[C]{{\footnotesize\bfseries {NOTICE}}}",
        r"\section{Results}",
        r"\subsection{Survival}",
        r"\caption[]{The patients}\label{table:patients}\\",
        r"\toprule  & \textbf{n (\%)} & \textbf{Verdict} \\ \midrule \endhead",
        r"\bottomrule \endlastfoot",
        r"\hspace*{1em}male & 20 (62.5\%) & \textcolor[HTML]{8B1A10}{\textbf{inconsistent}} \\",
        r"keepaspectratio,alt={Curve: Overall survival}]{survival.pdf}",
    ):
        assert line in source, line
    assert "xeCJK" not in source
    assert r"\renewcommand{\tablename}{Tablo}" in latex.render(sample("tr")).decode("utf-8")
    assert r"\usepackage{xeCJK}" in latex.render(sample("zh")).decode("utf-8")


def test_a_very_long_cell_goes_on_in_further_rows():
    """No row is longer than a page, and no letter is lost."""
    rows = (PrintedRow(("a", "x" * 10_000)),)
    source = latex.render(document(TableBlock(PrintedTable("t", "c", ("", ""), rows)))).decode("utf-8")
    table = source[source.index(r"\endlastfoot") : source.index(r"\end{longtable}")]
    pieces = [line.count("x") for line in table.split("\n") if "xx" in line]
    assert sum(pieces) == 10_000
    assert max(pieces) <= 30 * 94


def test_only_numbered_tables_count():
    """An unnumbered table takes no number, so that LaTeX's numbers are those of the other formats."""
    source = latex.render(document(TableBlock(patients(), numbered=False), Heading(1, "b"), Paragraph("c")))
    assert source.count(rb"\begin{longtable*}") == 2  # with the provenance
    assert b"\\begin{longtable}" not in source


@pytest.mark.parametrize(
    ("lang", "make"),
    [("tr", lambda lang: sample(lang)), ("zh", lambda lang: sample(lang)), ("en", lambda _: hostile())],
)
def test_xelatex_takes_it(lang, make, tmp_path):
    """No error in any of the languages, nor with hostile texts everywhere."""
    if not shutil.which("xelatex"):
        pytest.skip("no xelatex is installed")
    report = make(lang)
    drawing = new_figure(2, 1)
    for block in report.blocks:
        if isinstance(block, FigureBlock):
            (tmp_path / f"{block.key}.pdf").write_bytes(figure_files(drawing, "x")["x.pdf"])
    (tmp_path / "report.tex").write_bytes(latex.render(report))
    run = subprocess.run(
        ["xelatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "report.tex"],
        cwd=tmp_path,
        capture_output=True,
        timeout=100,
    )
    if b"File `" in run.stdout and b"not found" in run.stdout:
        pytest.skip("this TeX lacks a package")
    assert run.returncode == 0, run.stdout[-2000:].decode("utf-8", "replace")
