"""A report as LaTeX: tables by booktabs and longtable, figures from their PDF files, for xelatex."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from operator import itemgetter

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
from analysis.report.layout import (
    TONE_COLOURS,
    alignments,
    breakable,
    cell_rooms,
    cells,
    column_widths,
    page_room,
    spans,
)
from analysis.report.words import WORDS, Words
from analysis.tables.printed import PrintedRow, PrintedTable

_PREAMBLE = r"""% !TEX program = xelatex
\documentclass[11pt,a4paper]{article}
\usepackage[margin=2cm,includehead,headheight=28pt]{geometry}
\usepackage{fontspec}
\usepackage{array,booktabs,longtable,graphicx,pdflscape,xcolor,caption,fancyhdr,float}
\defaultfontfeatures[\rmfamily,\sffamily]{} % two hyphens stay two hyphens
\IfFontExistsTF{Libertinus Serif}{\setmainfont{Libertinus Serif}}{%
  \IfFontExistsTF{Times New Roman}{\setmainfont{Times New Roman}}{%
    \IfFontExistsTF{DejaVu Serif}{\setmainfont{DejaVu Serif}}{\setmainfont{Latin Modern Roman}}}}
"""
_CHINESE_PREAMBLE = r"""\usepackage{xeCJK}
\IfFontExistsTF{Noto Serif CJK SC}{\setCJKmainfont{Noto Serif CJK SC}}{%
  \IfFontExistsTF{SimSun}{\setCJKmainfont{SimSun}}{%
    \IfFontExistsTF{Songti SC}{\setCJKmainfont{Songti SC}}{\setCJKmainfont{FandolSong-Regular.otf}}}}
"""
_LAYOUT = r"""\captionsetup{justification=raggedright,singlelinecheck=false}
\captionsetup{labelfont=bf,labelsep=%(separator)s}
\renewcommand{\tablename}{%(table)s}
\renewcommand{\figurename}{%(figure)s}
\setlength{\parindent}{0pt}\setlength{\parskip}{6pt}
\setlength{\LTleft}{0pt}\setlength{\LTpre}{6pt}\setlength{\LTpost}{4pt}\setlength{\tabcolsep}{3pt}
\setcounter{secnumdepth}{0}
\pagestyle{fancy}\fancyhf{}\fancyfoot[C]{\thepage}\renewcommand{\headrulewidth}{0pt}
"""
_CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # A bracket or star after a line's end would be read as that command's option
    **{character: f"{{{character}}}" for character in "[]*"},
    **{character: f"\\{character}" for character in "{}$&#%_"},
}
_ESCAPES = str.maketrans(_SPECIAL)
_LEVELS = {1: "section", 2: "subsection", 3: "subsubsection"}
_BREAK = "\x00"
_TEXT_ROOM, _HEADING_ROOM = 80, 40
"""What a line of text holds, and of any heading; a longer word may break after so many letters."""

_CELL_LINES = 30
"""A longer cell goes on in a further row, since a row of LaTeX can't run over the end of a page."""

_HEADER_ROOM = 220
"""What two lines of a page's header hold; longer notices are cut there and stand whole on the first page."""


def render(document: Document) -> bytes:
    """Return the report as LaTeX source for xelatex; its figures are the PDF files beside it."""
    words = WORDS[document.lang]
    body = _body(document)
    preamble = _PREAMBLE + (_CHINESE_PREAMBLE if _CHINESE.search(body) else "") + _layout(words)
    title = rf"{{\LARGE\bfseries\raggedright {_heading(document.title)}\par}}"
    source = [preamble + _page_head(document) + "\\begin{document}", title, *_long_notices(document), body]
    source.append("\\end{document}")
    return ("\n\n".join(source) + "\n").encode("utf-8")


def escape(text: str, room: int = _TEXT_ROOM) -> str:
    """Return the text so that LaTeX prints it as it is; a word longer than a line's room may break.

    >>> print(escape("50% of_these & \\\\input{x} [a]"))
    50\\% of\\_these \\& \\textbackslash{}input\\{x\\} {[}a{]}
    """
    escaped = breakable(shown(text), room, _BREAK).translate(_ESCAPES)
    return escaped.replace(_BREAK, r"\allowbreak{}").replace("\n", r"\leavevmode\newline{}")


def _heading(text: str) -> str:
    """Return the text for a heading or caption, which LaTeX moves elsewhere and wants on one line."""
    return escape(shown(text).replace("\n", " "), _HEADING_ROOM)


def _layout(words: Words) -> str:
    separator = "period" if words.after_number.startswith(".") else "quad"
    return _LAYOUT % {"separator": separator, "table": words.table.strip(), "figure": words.figure.strip()}


def _page_head(document: Document) -> str:
    text = " ".join(document.notices)
    head = text if len(text) <= _HEADER_ROOM else text[:_HEADER_ROOM] + "…"
    return rf"\fancyhead[C]{{\footnotesize\bfseries {_heading(head)}}}" + "\n" if text else ""


def _long_notices(document: Document) -> list[str]:
    """Return the notices that a page's header has no room for."""
    long = len(" ".join(document.notices)) > _HEADER_ROOM
    return [rf"\textbf{{{escape(notice)}}}" for notice in document.notices] if long else []


def _body(document: Document) -> str:
    blocks = tuple(numbered(document))
    turned = zip(landscape([block for block, _ in blocks]), blocks, strict=True)
    runs = [
        (sideways, "\n\n".join(_block(block, number) for _, (block, number) in run))
        for sideways, run in groupby(turned, key=itemgetter(0))
    ]
    return "\n\n".join(
        f"\\begin{{landscape}}\n{text}\n\\end{{landscape}}" if sideways else text for sideways, text in runs
    )


def _block(block: Block, number: int | None) -> str:
    if isinstance(block, Heading):
        return f"\\{_LEVELS[block.level]}{{{_heading(block.text)}}}"
    if isinstance(block, Paragraph):
        return escape(block.text)
    if isinstance(block, TableBlock):
        return _table(block.table, number)
    return _figure(block)


def _figure(block: FigureBlock) -> str:
    options = rf"width=\linewidth,height=0.8\textheight,keepaspectratio,alt={{{_heading(block.alt)}}}"
    return "\n".join(
        [
            r"\begin{figure}[H]",
            rf"\includegraphics[{options}]{{{block.key}.pdf}}",
            rf"\caption[]{{{_heading(block.caption)}}}\label{{figure:{block.key}}}",
            r"\end{figure}",
        ]
    )


def _table(table: PrintedTable, number: int | None) -> str:
    """Return a longtable: caption above, three lines, its heading row on every page, the note below."""
    environment = "longtable" if number else "longtable*"
    header = " ".join(_lines(PrintedRow(table.header), table, bold=True))
    caption = [rf"\caption[]{{{_heading(table.caption)}}}\label{{table:{table.key}}}\\"] if number else []
    note = [rf"{{\footnotesize {escape(table.note)}\par}}"] if table.note else []
    lines = [
        r"{\footnotesize",
        rf"\begin{{{environment}}}{{{''.join(_columns(table))}}}",
        *caption,
        rf"\toprule {header} \midrule \endfirsthead",
        rf"\toprule {header} \midrule \endhead",
        r"\bottomrule \endlastfoot",
        *[line for row in table.rows for line in _lines(row, table)],
        rf"\end{{{environment}}}}}",
        *note,
    ]
    return "\n".join(lines)


def _columns(table: PrintedTable) -> list[str]:
    return [
        _column(width / page_room(table), side)
        for side, width in zip(alignments(table), column_widths(table), strict=True)
    ]


def _column(share: float, side: str) -> str:
    """Return a column that takes a share of the line and sets its texts to a side."""
    ragged = {"left": r"\raggedright", "right": r"\raggedleft"}[side]
    return rf">{{{ragged}\arraybackslash}}p{{\dimexpr {share:.4f}\linewidth-2\tabcolsep\relax}}"


def _lines(row: PrintedRow, table: PrintedTable, *, bold: bool = False) -> Iterator[str]:
    """Yield the row, and further ones for what is left of very long cells."""
    rooms, columns = cell_rooms(table), len(table.header)
    if spans(row):
        across = _column(sum(column_widths(table)) / page_room(table), "left")
        for (piece,) in _pieces(row.cells[:1], [sum(rooms)]):
            text = _cell(row, 0, piece, sum(rooms), bold=True)
            yield rf"\multicolumn{{{columns}}}{{{across}}}{{{text}}} \\"
        return
    for pieces in _pieces(cells(row, columns), rooms):
        texts = [
            _cell(row, column, piece, room, bold=bold or row.heading)
            for column, (piece, room) in enumerate(zip(pieces, rooms, strict=True))
        ]
        yield rf"{' & '.join(texts)} \\"


def _pieces(texts: Sequence[str], rooms: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Yield the texts cut to what a page holds of each column."""
    cut = []
    for text, room in zip(map(shown, texts), rooms, strict=True):
        size = _CELL_LINES * room
        cut.append([text[start : start + size] for start in range(0, len(text), size)])
    yield from zip_longest(*cut, fillvalue="") if any(cut) else [("",) * len(texts)]


def _cell(row: PrintedRow, column: int, text: str, room: int, *, bold: bool) -> str:
    escaped = escape(text, room)
    if text and column in row.tones:
        ink, _ = TONE_COLOURS[row.tones[column]]
        escaped = rf"\textcolor[HTML]{{{ink}}}{{\textbf{{{escaped}}}}}"
    elif text and bold:
        escaped = rf"\textbf{{{escaped}}}"
    return rf"\hspace*{{{row.indent}em}}{escaped}" if row.indent and not column else escaped
