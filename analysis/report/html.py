"""A report as one HTML file that opens offline, reads on a phone and prints on A4."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from analysis.report.characters import shown
from analysis.report.document import Block, Document, FigureBlock, TableBlock, landscape, numbered
from analysis.report.layout import (
    LANDSCAPE_CHARACTERS,
    PORTRAIT_CHARACTERS,
    TONE_COLOURS,
    alignments,
    cells,
    column_widths,
    narrowest_widths,
    natural_widths,
    spans,
)
from analysis.report.words import WORDS, Words
from analysis.tables.printed import PrintedTable

_TEMPLATES = Path(__file__).parent / "templates"
_FEWEST_SECTIONS = 4
"""From so many on the page begins with a list of its contents."""

_FEWEST_ROWS = 3
"""Tables from so many lines on can be sorted."""

_SVG_ID = re.compile(rb'(\sid="|href="#|url\(#)')


@dataclass(frozen=True)
class _Part:
    """One block as the template sees it; label ("Table 1. ") and caption are what the contents list shows."""

    kind: str
    block: Block
    anchor: str
    label: str = ""
    caption: str = ""
    svg: str = ""


def render(document: Document) -> bytes:
    """Return the report as one HTML file: style and figures inside, and nothing to load.

    Its only script sorts the tables; the page allows it by its hash, so no other text can become one.
    Without scripts the page reads the same.
    """
    words = WORDS[document.lang]
    blocks = tuple(numbered(document))
    parts = [_part(block, number, position, words) for position, (block, number) in enumerate(blocks)]
    sideways = landscape([block for block, _ in blocks])
    listed = sum(part.kind == "Heading" for part in parts) >= _FEWEST_SECTIONS
    page = _template().render(
        document=document, words=words, parts=parts, sideways=sideways, listed=listed, style=_style()
    )
    return page.encode("utf-8")


def _part(block: Block, number: int | None, position: int, words: Words) -> _Part:
    kind = type(block).__name__
    if isinstance(block, TableBlock):
        label = f"{words.table}{number}{words.after_number}" if number else ""
        return _Part(kind, block, f"table-{block.key}", label, block.table.caption)
    if isinstance(block, FigureBlock):
        label = f"{words.figure}{number}{words.after_number}"
        return _Part(kind, block, f"figure-{block.key}", label, block.caption, _inline_svg(block))
    return _Part(kind, block, f"section-{position}", caption=block.text)


def _inline_svg(block: FigureBlock) -> Markup:
    """Return the SVG element with a title and description, its ids made the figure's own.

    The prolog goes (HTML has none), and ids such as "axes_1" would clash between two figures.
    """
    image = block.image("svg")
    element = _SVG_ID.sub(rb"\1" + f"{block.key}-".encode(), image[image.index(b"<svg") :])
    head, rest = element.decode("utf-8").split(">", 1)
    names = f"figure-{block.key}-title figure-{block.key}-text"
    title, text = (escape(shown(part)) for part in (block.caption, block.alt))
    described = (
        f'{head} role="img" aria-labelledby="{names}"><title id="figure-{block.key}-title">{title}</title>'
        f'<desc id="figure-{block.key}-text">{text}</desc>'
    )
    return Markup(described + rest)  # our own drawing, not the user's text


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    functions: dict[str, Any] = {"alignments": alignments, "cells": cells, "spans": spans}
    environment.globals.update(
        functions,
        shares=_shares,
        narrowest=narrowest_widths,
        room=LANDSCAPE_CHARACTERS,
        fewest_rows=_FEWEST_ROWS,
        script=_script(),
        script_hash=base64.b64encode(hashlib.sha256(_script().encode("utf-8")).digest()).decode("ascii"),
    )
    return environment.get_template("report.html.jinja")


def _finalize(value: Any) -> Any:
    """Every text that the template prints passes here; Markup is what we made ourselves."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _shares(table: PrintedTable) -> tuple[float, ...]:
    """Return each column's share of the page in percent, none for a table that fits as it is."""
    if sum(natural_widths(table)) <= PORTRAIT_CHARACTERS:
        return ()
    widths = column_widths(table)
    return tuple(round(100 * width / sum(widths), 1) for width in widths)


@cache
def _script() -> Markup:
    return Markup("\n" + (_TEMPLATES / "sort.js").read_text(encoding="utf-8"))


@cache
def _style() -> Markup:
    tones = "".join(
        f".{tone} {{ color: #{text}; background: #{ground}; }}\n"
        for tone, (text, ground) in TONE_COLOURS.items()
    )
    return Markup((_TEMPLATES / "report.css").read_text(encoding="utf-8") + tones)
