"""The HTML report, read back by a parser that did not write it."""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html as lxml_html
from report_documents import HOSTILE, NOTICE, document, figure, hostile, sample

from analysis.report import html
from analysis.report.characters import shown
from analysis.report.document import Heading, TableBlock
from analysis.report.layout import TONE_COLOURS
from analysis.tables.printed import PrintedRow, PrintedTable


def parsed(report):
    return lxml_html.document_fromstring(html.render(report).decode("utf-8"))


def texts(tree, path):
    return [node.text_content() for node in tree.xpath(path)]


def test_every_cell_is_where_it_belongs():
    """Heading cells, row headings, a heading across the table, and the numbers, in their order."""
    tree = parsed(sample())
    [table] = tree.xpath("//figure[@id='table-patients']//table")
    assert texts(table, "thead//th") == ["", "n (%)", "Verdict"]
    rows = [[cell.text_content() for cell in row] for row in table.xpath("tbody/tr")]
    assert rows == [
        ["Patients", "32", ""],
        ["Sex"],
        ["female", "12 (37.5%)", "reproduced"],
        ["male", "20 (62.5%)", "inconsistent"],
        ["Change", "-3.2", "no data"],
    ]
    assert table.xpath("tbody/tr[2]/th/@colspan") == ["3"]
    assert table.xpath("tbody/tr[4]/td[2]/span/@class") == ["bad"]
    assert texts(tree, "//figure[@id='table-patients']/p") == ["Percent of 32."]


@pytest.mark.parametrize(
    ("lang", "table", "drawn"),
    [
        ("en", "Table 1. The patients", "Figure 1. Overall survival"),
        ("tr", "Tablo 1. The patients", "Şekil 1. Overall survival"),
        ("zh", "表 1　The patients", "图 1　Overall survival"),
    ],
)
def test_captions_are_numbered_in_the_language_of_the_report(lang, table, drawn):
    """The page names its language, and its words for table and figure are of that language."""
    tree = parsed(sample(lang))
    assert tree.get("lang") == lang
    assert texts(tree, "//figure[@id='table-patients']//caption") == [table]
    assert texts(tree, "//figcaption") == [drawn]


def test_the_contents_list_leads_to_every_part():
    """Every link points inside the page at an element that is there; no id is given twice."""
    tree = parsed(document(*sample().blocks, Heading(1, "More")))
    ids = tree.xpath("//@id")
    links = tree.xpath("//nav//a/@href")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links} <= set(ids)
    assert texts(tree, "//nav//a") == [
        "Results",
        "Table 1. The patients",
        "Survival",
        "Figure 1. Overall survival",
        "More",
        "Provenance",
    ]
    assert not parsed(sample()).xpath("//nav")  # three sections need no list


def test_the_file_loads_nothing():
    """No link to another file, no address outside the page, and one script, the page's own."""
    page = html.render(hostile()).decode("utf-8")
    tree = lxml_html.document_fromstring(page)
    [script] = tree.xpath("//script")
    own = base64.b64encode(hashlib.sha256(script.text.encode("utf-8")).digest()).decode()
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{own}'"
    assert not re.search(r"fetch|XMLHttp|https?:|import|eval|innerHTML", script.text)
    assert not tree.xpath("//link | //img | //iframe | //base | //form")
    assert not tree.xpath("//@onerror | //@onload | //@onclick")
    assert all(address.startswith("#") for address in tree.xpath("//@src | //@href"))
    assert "@import" not in page
    assert "url(" not in page.replace("url(#", "")


def test_a_hostile_text_is_only_read():
    """Every hostile text comes back from the parser letter by letter, its acting characters shown."""
    tree = parsed(hostile())
    seen = [shown(text) for text in HOSTILE]
    assert texts(tree, "//main/p") == seen
    assert texts(tree, "//header/p") == seen
    assert texts(tree, "//figure[@id='table-table_0']//tbody//th") == seen
    assert texts(tree, "//figure[@id='table-table_0']//td") == seen
    assert texts(tree, "//h2")[: len(seen)] == seen
    assert texts(tree, "//figcaption") == [f"Figure {n}. {text}" for n, text in enumerate(seen, start=1)]


def test_no_acting_character_reaches_the_file():
    """Not one control, direction mark or byte-order mark is left in the bytes."""
    page = html.render(hostile()).decode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", page)


def test_a_figure_says_what_it_shows():
    """The drawing is an image with a title and a description, and lost its prolog."""
    tree = parsed(document(figure("one"), figure("two")))
    [first, second] = tree.xpath("//figure/*[local-name()='svg']")
    named = first.get("aria-labelledby").split()
    assert first.get("role") == "img"
    assert [tree.get_element_by_id(name).text for name in named] == [
        "Overall survival",
        "Curve: Overall survival",
    ]
    assert b"<?xml" not in html.render(sample())
    assert second.xpath(".//*[local-name()='use']/@href") == ["#two-p"]
    assert second.xpath(".//@clip-path") == ["url(#two-p)"]
    assert second.xpath(".//*[@id='two-p']")


def test_the_notice_is_a_header_that_print_repeats():
    """The notice comes before everything else, as the header group that a browser repeats on each page."""
    page = html.render(sample()).decode("utf-8")
    tree = lxml_html.document_fromstring(page)
    assert texts(tree, "//body/*[1][self::header]/p") == [NOTICE]
    printed = page[page.index("@media print") :]
    assert re.search(r"header \{ display: table-header-group; break-inside: avoid", printed)
    assert not parsed(document(notices=())).xpath("//header")


def test_a_crowded_table_turns_its_page_and_fills_it():
    """A table with too little room for its words lies on its side, each column with its share."""
    rows = tuple(PrintedRow(tuple("incomprehensibilities" for _ in range(6))) for _ in range(2))
    crowded = TableBlock(PrintedTable("crowded", "c", ("h",) * 6, rows))
    tree = parsed(document(Heading(1, "above"), crowded))
    shares = [float(style.split()[1].rstrip("%")) for style in tree.xpath("//col/@style")]
    assert len(shares) == 6
    assert sum(shares) == pytest.approx(100, abs=0.5)
    assert tree.xpath("//*[@class='landscape']/@id") == ["section-0", "table-crowded"]


@pytest.mark.parametrize("colours", TONE_COLOURS.values(), ids=TONE_COLOURS)
def test_a_coloured_cell_is_easy_to_read(colours):
    """The contrast of text to ground is at least 7 to 1 (WCAG 2.1, level AAA)."""

    def luminance(colour):
        parts = [int(colour[k : k + 2], 16) / 255 for k in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = map(luminance, colours)
    assert (light + 0.05) / (dark + 0.05) >= 7


def test_another_process_writes_the_same_bytes():
    """Neither the hash seed nor the time of the run reaches any file of the report."""
    code = (
        "import hashlib; from report_documents import sample; from analysis.report.render import render_all\n"
        "for name, content in render_all(sample()).items(): print(name, hashlib.sha256(content).hexdigest())"
    )
    folder = Path(__file__).parent
    runs = set()
    for seed in ("1", "2"):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": f"{folder}{os.pathsep}{folder.parent}",
        }
        run = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        runs.add(run.stdout)
    assert len(runs) == 1


COLUMN = {
    # In Turkish the comma is the decimal mark; a dash and what is empty come last either way
    "tr": (["9,5", "10,25", "9,25", "%53,1", "<0,001", "–", "-2,0", "12 (%37,5)", "", "ulaşılamadı"],
           ["-2,0", "<0,001", "9,25", "9,5", "10,25", "12 (%37,5)", "%53,1", "ulaşılamadı", "", "–"]),
    "en": (["9.5", "10.25", "9.25", "-3", "<0.001", "not reached", "\u22124.5", "1,5", "", "2020-03-01"],
           ["\u22124.5", "-3", "<0.001", "1,5", "9.25", "9.5", "10.25", "2020-03-01", "not reached", ""]),
    "zh": (["10（53.1%）", "9（50.0%）", "未达到", "2.5"], ["2.5", "9（50.0%）", "10（53.1%）", "未达到"]),
}  # fmt: skip


def in_browser(report, script, folder):
    """Return the page as it stands in Chromium once a script of the test was run in it."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        pytest.skip("no Chromium is installed")
    page = html.render(report).decode("utf-8")
    own = re.sub(
        "; script-src '[^']*'", "; script-src 'unsafe-inline'", page
    )  # the test's script may run too
    (folder / "page.html").write_text(own.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    run = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
         "--dump-dom", (folder / "page.html").as_uri()],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return lxml_html.document_fromstring(run.stdout.decode("utf-8"))


@pytest.mark.parametrize("lang", COLUMN)
def test_a_click_sorts_numbers_as_numbers(lang, tmp_path):
    """A column is ordered by its numbers, in the language of the page, then its texts, then what is empty."""
    given, wanted = COLUMN[lang]
    table = PrintedTable(
        "t", "c", ("name", "value"), tuple(PrintedRow((f"row {k}", v)) for k, v in enumerate(given))
    )
    click = "document.querySelectorAll('[role=button]')[1].click();"
    tree = in_browser(document(TableBlock(table), lang=lang), click, tmp_path)
    assert texts(tree, "//figure[@id='table-t']//tbody//td") == wanted
    assert tree.xpath("//figure[@id='table-t']//th[@scope='col']/@aria-sort") == ["none", "ascending"]


def test_the_keyboard_sorts_within_groups_and_back(tmp_path):
    """Enter sorts down at the second press; lines stay in their group; the third gives the printed order."""
    rows = (
        PrintedRow(("Sex", ""), heading=True),
        PrintedRow(("female", "3"), indent=1),
        PrintedRow(("male", "20"), indent=1),
        PrintedRow(("of these old", "1"), indent=2),
        PrintedRow(("Total", "23")),
        PrintedRow(("Age", ""), heading=True),
        PrintedRow(("young", "9"), indent=1),
        PrintedRow(("old", "14"), indent=1),
    )
    report = document(TableBlock(PrintedTable("t", "c", ("", "n"), rows)))
    press = (
        "const b = document.querySelectorAll('[role=button]')[1]; b.focus();"
        "for (let k = 0; k < {0}; k++) document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {{key: 'Enter', bubbles: true}}));"
    )
    path = "//figure[@id='table-t']//tbody//th"
    down = ["Sex", "male", "of these old", "female", "Total", "Age", "old", "young"]
    assert texts(in_browser(report, press.format(2), tmp_path), path) == down
    assert texts(in_browser(report, press.format(3), tmp_path), path) == [row.cells[0] for row in rows]
