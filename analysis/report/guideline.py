"""What a reporting guideline is: its items in our own words, and the sections that answer them."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.errors import DefinitionError

FULL, PART, NONE, NOT_APPLICABLE = "full", "part", "none", "not applicable"


@dataclass(frozen=True)
class Item:
    """One numbered item: what it asks for by language, which sections answer it, and whether wholly."""

    number: str
    asks: Mapping[str, str]
    sections: tuple[str, ...] = ()
    covered: str = NONE

    def __post_init__(self) -> None:
        if bool(self.sections) != (self.covered in (FULL, PART)):
            raise DefinitionError(f"item {self.number}: covered {self.covered!r} and {self.sections}")


@dataclass(frozen=True)
class Guideline:
    """A published checklist: `edition` is its name with the year, `source` where it was published.

    `recalled` are the items whose number and topic no reprint of the checklist was seen for; the others
    were compared with one.
    """

    key: str
    edition: str
    source: str
    recalled: str
    items: tuple[Item, ...]


def item(number: int, en: str, tr: str, zh: str, covered: str = NONE, *sections: str) -> Item:
    """Return an item by its number and its words in English, Turkish and Chinese."""
    return Item(str(number), {"en": en, "tr": tr, "zh": zh}, sections, covered)
