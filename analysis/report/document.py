"""A report with no medium in it: headings, paragraphs, tables and figures in their order.

Every text is data and never markup; a renderer escapes what its medium would act on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from analysis.errors import DefinitionError
from analysis.report.layout import needs_landscape
from analysis.report.provenance import Provenance, to_table
from analysis.report.words import WORDS
from analysis.tables.printed import TONES, PrintedTable

IMAGE_FORMATS = ("svg", "pdf", "png")
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a section), 2 or 3; the document's title stands above them all."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise DefinitionError(f"the heading {self.text!r} has level {self.level}; levels are 1 to 3")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of running text."""

    text: str


@dataclass(frozen=True)
class TableBlock:
    """A table; its caption holds no number, since the document numbers its tables.

    One that is not `numbered` prints no caption: the heading above it names it.
    """

    table: PrintedTable
    numbered: bool = True

    def __post_init__(self) -> None:
        columns = len(self.table.header)
        for line, row in enumerate(self.table.rows):
            if not 0 < len(row.cells) <= columns:
                raise DefinitionError(f"{self.table.key}: row {line} has {len(row.cells)} cells of {columns}")
            if unknown := set(row.tones.values()) - set(TONES):
                raise DefinitionError(f"{self.table.key}: row {line} has the tones {sorted(unknown)}")

    @property
    def key(self) -> str:
        """The table's name among the files of a report."""
        return self.table.key


@dataclass(frozen=True)
class FigureBlock:
    """A drawn figure: its caption (without a number), what it shows in words, and its image files.

    `files` are the figure's image files by name, one for each of IMAGE_FORMATS, as
    `figures.style.figure_files(figure, key)` gives them.
    """

    key: str
    caption: str
    alt: str
    files: Mapping[str, bytes]

    def __post_init__(self) -> None:
        wanted = {f"{self.key}.{form}" for form in IMAGE_FORMATS}
        if set(self.files) != wanted:
            raise DefinitionError(f"{self.key}: the files are {sorted(self.files)}, not {sorted(wanted)}")

    def image(self, form: str) -> bytes:
        """Return the figure's file of one of IMAGE_FORMATS."""
        return self.files[f"{self.key}.{form}"]


Block = Heading | Paragraph | TableBlock | FigureBlock


@dataclass(frozen=True)
class Document:
    """A whole report in one language.

    `notices` are what no reader may miss, such as that the patients are not real: every medium shows
    them on each page, or at the top where it has no pages.
    """

    title: str
    lang: str
    blocks: tuple[Block, ...]
    provenance: Provenance
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.lang not in WORDS:
            raise DefinitionError(f"the language {self.lang!r} is not one of {', '.join(WORDS)}")
        keys = [block.key for block, _ in numbered(self) if isinstance(block, (TableBlock, FigureBlock))]
        for key in keys:
            if not _KEY.fullmatch(key) or keys.count(key) > 1:
                raise DefinitionError(f"{key!r} is no key: a letter, then letters, digits or _, used once")


def numbered(document: Document) -> Iterator[tuple[Block, int | None]]:
    """Yield every block with its number among the tables or the figures; the provenance comes last."""
    tables, figures = count(1), count(1)
    for block in (*document.blocks, *_provenance_blocks(document)):
        if isinstance(block, TableBlock) and block.numbered:
            yield block, next(tables)
        elif isinstance(block, FigureBlock):
            yield block, next(figures)
        else:
            yield block, None


def landscape(blocks: Sequence[Block]) -> tuple[bool, ...]:
    """Say for each block whether its page lies on its side: a crowded table's, with the headings above it."""
    turned = [False]
    for block in reversed(blocks):
        crowded = isinstance(block, TableBlock) and needs_landscape(block.table)
        turned.append(crowded or (isinstance(block, Heading) and turned[-1]))
    return tuple(turned[:0:-1])


def _provenance_blocks(document: Document) -> tuple[Block, Block]:
    table = to_table(document.provenance, document.lang)
    return Heading(1, table.caption), TableBlock(table, numbered=False)
