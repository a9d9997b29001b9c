"""Documents that the tests of the report share: one as a reader gets it, and one full of hostile texts."""

from analysis.cohort import Source
from analysis.dictionary import Dictionary
from analysis.report.document import Block, Document, FigureBlock, Heading, Paragraph, TableBlock
from analysis.report.provenance import trace
from analysis.tables.printed import PrintedRow, PrintedTable

NOTICE = "Reconstructed cohort: not real patients"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><b>bold</b> &lt; &amp; & {{ 7*7 }} {% raw %}",
    "=cmd|' /C calc'!A0",
    "*a* _b_ `c` [d](e) ![f](g) ~~h~~ | i \\ $j$ <k>",
    "# title\n1. item\n- item\n> quote\n=====",
    "\x00\x07\x1b[31m \x85 tab\there",
    "invoice \u202egpj.exe\u202c \u2066x\u2069 \ufeff",
    "lone \ud800 surrogate, \ufffe no character",
    "Diyarbakır İIıi şğçöü · 年龄（岁）・白血病 · שלום عمر",
    "x" * 10_000,
    "",
)
SVG = (
    b'<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    b'<defs><path id="p" d="M0 0H9"/></defs><use href="#p"/><g clip-path="url(#p)"/></svg>\n'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
"""One pixel: the smallest picture that is one."""


def figure(key: str = "survival", text: str = "Overall survival") -> FigureBlock:
    files = {f"{key}.svg": SVG, f"{key}.pdf": b"%PDF-1.4\n", f"{key}.png": PNG}
    return FigureBlock(key, text, f"Curve: {text}", files)


def patients() -> PrintedTable:
    rows = (
        PrintedRow(("Patients", "32", "")),
        PrintedRow(("Sex",), heading=True),
        PrintedRow(("female", "12 (37.5%)", "reproduced"), indent=1, tones={2: "good"}),
        PrintedRow(("male", "20 (62.5%)", "inconsistent"), indent=1, tones={2: "bad"}),
        PrintedRow(("Change", "-3.2", "no data"), tones={2: "muted"}),
    )
    return PrintedTable("patients", "The patients", ("", "n (%)", "Verdict"), rows, "Percent of 32.")


def document(*blocks: Block, lang: str = "en", notices: tuple[str, ...] = (NOTICE,)) -> Document:
    source = Source(
        name="/home/someone/cohort.csv",
        sha256="0" * 64,
        sheet="cohort",
        encoding="cp1254",
        delimiter=";",
        decimal_mark=",",
        date_orders={"Tanı tarihi": "dmy"},
        rows=78,
    )
    provenance = trace([source], dictionary=Dictionary({}, sha256="1" * 64), options={"rule": "spss"})
    return Document("A report", lang, blocks, provenance, notices)


def sample(lang: str = "en") -> Document:
    return document(
        Paragraph("What was done."),
        Heading(1, "Results"),
        TableBlock(patients()),
        Heading(2, "Survival"),
        figure(),
        lang=lang,
    )


def hostile() -> Document:
    rows = tuple(PrintedRow((text, text)) for text in HOSTILE)
    blocks: list[Block] = [Paragraph(text) for text in HOSTILE]
    for position, text in enumerate(HOSTILE):
        table = PrintedTable(f"table_{position}", text, (text, "b"), rows, text)
        blocks += [Heading(1, text), TableBlock(table), figure(f"figure_{position}", text)]
    return document(*blocks, notices=HOSTILE)
