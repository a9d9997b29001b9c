"""A published paper as data: every number it prints, where it stands, and how it follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import DefinitionError
from analysis.papers.cell_text import KINDS, MEAN_OF_INTEGERS, MEAN_SD, PERCENT
from analysis.papers.cells import PrintedCell
from analysis.papers.recipes import Recipe

COHORTS = Path(__file__).parents[1] / "cohorts"


@dataclass(frozen=True)
class PaperCell:
    """One entry of a paper, as printed, in a table, a caption or a sentence, and its recipe.

    `published` is empty for a heading. `layout` is how the entry would read had nothing gone wrong with
    its setting; `indent` is how far the row is set in. `kind` and `part_of` are those of `PrintedCell`.
    """

    table: str
    row: str
    published: str = ""
    recipe: Recipe | None = None
    kind: str = ""
    part_of: str = ""
    indent: int = 0
    layout: str = ""

    def printed(self, n: int) -> PrintedCell:
        """Return the cell for the audit of printed numbers; n is the paper's where its kind has one."""
        sized = self.kind in (PERCENT, MEAN_OF_INTEGERS, MEAN_SD)
        return PrintedCell(
            self.table, self.row, self.kind, self.published, n if sized else None, self.part_of
        )


@dataclass(frozen=True)
class PaperTable:
    """The caption, headings and note of a table whose rows are the cells that bear its name."""

    name: str
    caption: str
    header: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """A paper: its cells, the file of the cohort it is regenerated from, and how it prints numbers.

    Numbers are printed to `decimals` places, or as many as an entry has, without trailing zeros.
    `note` stands under every table that is regenerated; `origin` is the date survival is counted from.
    """

    key: str
    title: str
    citation: str
    cohort_file: str
    n: int
    tables: tuple[PaperTable, ...]
    cells: tuple[PaperCell, ...]
    note: str = ""
    origin: str = "diagnosis_date"
    decimals: int = 1

    def __post_init__(self) -> None:
        unknown = {cell.kind for cell in self.cells} - {"", *KINDS}
        if unknown:
            raise DefinitionError(f"{self.key}: the kinds {sorted(unknown)} are not known")
        for table in self.tables:
            if not self.rows(table.name):
                raise DefinitionError(f"{self.key}: no cell belongs to {table.name}")

    @property
    def path(self) -> Path:
        """The bundled file that the paper is regenerated from."""
        return COHORTS / self.cohort_file

    @property
    def entries(self) -> tuple[PaperCell, ...]:
        """The cells that print something, without headings."""
        return tuple(cell for cell in self.cells if cell.published)

    def rows(self, table: str) -> tuple[PaperCell, ...]:
        """Return the rows of a table in order, headings included."""
        return tuple(cell for cell in self.cells if cell.table == table)


def by_key(*papers: Paper) -> Mapping[str, Paper]:
    """Return papers by their keys, each key once."""
    keyed = {paper.key: paper for paper in papers}
    if len(keyed) < len(papers):
        raise DefinitionError("two papers share a key")
    return keyed
