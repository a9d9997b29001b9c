"""What a rule of treatment is: what speaks for it and against it, read off variables, each with its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.errors import DefinitionError
from analysis.scores.definition import Item, Level

FAILS, UNSETTLED, HOLDS = 0, 1, 2
"""What a level says of a condition; unsettled where the text doesn't say which of the two."""

ALL, ANY, FIRST, EITHER_READING = "all", "any", "first", "either reading"
"""How the items of a condition are taken together.

All must hold; any one suffices; the first one that settles it decides, so that a later item is another
source of the same fact; or the text can be read as "all" or "any", and holds only where both readings do.
"""

_LANGUAGES = ("en", "tr", "zh")
_LINES = re.compile(r"\d+(-\d+)?(, \d+(-\d+)?)*")


def reads(
    variable: str,
    *,
    holds: tuple[Level, ...] = (),
    fails: tuple[Level, ...] = (),
    unsettled: tuple[Level, ...] = (),
    classes: str = "",
    option: str = "",
) -> Item:
    """Return the item of a variable, whose levels are told apart by what they say of a condition.

    `classes` is a column of primaries.csv, whose class is read off the primary.

    >>> reads("escc_grade", holds=("2", "3"), fails=("0",)).points
    {'2': 2, '3': 2, '0': 0}
    """
    points = {
        **dict.fromkeys(holds, HOLDS),
        **dict.fromkeys(unsettled, UNSETTLED),
        **dict.fromkeys(fails, FAILS),
    }
    variables = ("primary_site",) if classes else ()
    return Item(variable, points, variables=variables, classes=classes, option=option)


def yes(flag: str) -> Item:
    """Return the item of a flag that holds where it is yes."""
    return reads(flag, holds=("yes",), fails=("no",))


def no(flag: str) -> Item:
    """Return the item of a flag that holds where it is no."""
    return reads(flag, holds=("no",), fails=("yes",))


@dataclass(frozen=True)
class Condition:
    """One thing that a text asks for: its name, where the text says so, and what meets it.

    `quote` is the text's own words, which stand in its `lines` once spaces and line ends are taken out.
    Without items no variable of the dictionary tells it, and it can never be told. `labels` are by language;
    `seed` is the text where it isn't the rule's.
    """

    key: str
    lines: str
    quote: str
    labels: Mapping[str, str]
    items: tuple[Item, ...] = ()
    mode: str = ALL
    seed: str = ""

    def __post_init__(self) -> None:
        if not _LINES.fullmatch(self.lines) or not self.quote or set(self.labels) != set(_LANGUAGES):
            raise DefinitionError(f"{self.key}: a condition needs lines, a quote and labels in all languages")
        if self.mode not in (ALL, ANY, FIRST, EITHER_READING):
            raise DefinitionError(f"{self.key}: items are not taken together as {self.mode!r}")

    def label(self, lang: str) -> str:
        """Return the name in a language."""
        return self.labels[lang]


@dataclass(frozen=True)
class Rule:
    """A treatment, or its timing, and when a text states it.

    It concerns the patients who meet all of `among` (everybody without any). Indicated where all of
    `conditions` hold and none of `contraindications` is there; `unless` is what makes the conditions
    impossible to assess. `given` says of the registry whether the treatment was given as stated: all its
    items together; without any, the registry has no value for it. `reading` is how a doubtful passage was
    read. A rule that contradicts itself can't be made.

    Raises:
        DefinitionError: a condition is named twice, or a label or line is lacking.
    """

    key: str
    seed: str
    lines: str
    titles: Mapping[str, str]
    conditions: tuple[Condition, ...] = ()
    contraindications: tuple[Condition, ...] = ()
    among: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    given: tuple[Item, ...] = ()
    reading: str = ""

    def __post_init__(self) -> None:
        if not _LINES.fullmatch(self.lines) or set(self.titles) != set(_LANGUAGES):
            raise DefinitionError(f"{self.key}: a rule needs lines and titles in all languages")
        keys = [condition.key for condition in self.every]
        if not keys or len(set(keys)) < len(keys):
            raise DefinitionError(f"{self.key}: a rule needs conditions, and each of its own name")

    @property
    def every(self) -> tuple[Condition, ...]:
        """All the conditions, of every kind."""
        return (*self.among, *self.unless, *self.contraindications, *self.conditions)

    @property
    def items(self) -> Iterator[Item]:
        """The items of every condition, in their order, then those of the treatment given."""
        for condition in self.every:
            yield from condition.items
        yield from self.given

    def title(self, lang: str) -> str:
        """Return the title in a language."""
        return self.titles[lang]

    def column(self, what: str) -> str:
        """Return the name of a column of results: verdict, deciding, not_recorded, notes, given."""
        return f"{self.key}_{what}"


def named(en: str, tr: str, zh: str) -> Mapping[str, str]:
    """Return a name in the three languages."""
    return {"en": en, "tr": tr, "zh": zh}
