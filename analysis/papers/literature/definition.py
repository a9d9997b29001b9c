"""A figure that a text prints: what it is of, of whom, from where to where, and the words that say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.errors import DefinitionError

PERCENT, WEEKS, MONTHS = "percent", "weeks", "months"
UNITS = (PERCENT, WEEKS, MONTHS)

Levels = Mapping[str, tuple[str, ...]]
"""Variables and the levels that they may have; all of them must hold."""


@dataclass(frozen=True, eq=False)
class Population:
    """Of whom a figure is.

    A patient belongs to it of whom one of `recorded` is known to be other than none, who meets one of
    `any_of` where there are any, and who meets none of `unless`. Without `recorded` they are people of whom
    a registry of metastases holds only those who have one, such as all patients with cancer.
    """

    labels: Mapping[str, str]
    recorded: tuple[str, ...] = ()
    any_of: tuple[Levels, ...] = ()
    unless: tuple[Levels, ...] = ()


@dataclass(frozen=True)
class Passage:
    """Where a figure is printed: the document, the line, its words there, and the reference that it gives."""

    seed: str
    line: int
    quote: str
    citation: str = ""


@dataclass(frozen=True, eq=False)
class PublishedFigure:
    """One number or range that a text prints for something a registry may hold.

    In percent it is the share with one of `levels` of `variable`, among those with any level but `apart`;
    `variable` is empty where the dictionary has none for it, and `levels` where the text prints no cut-off
    for a number. Of vertebral levels the levels are the regions C, T, L and S. In weeks or months it is
    median survival. An end that is not printed is None: "over 95%" has no `high`; `strict` says that the
    end itself is left out. `reading` says what had to be decided to compare it.
    """

    key: str
    labels: Mapping[str, str]
    of: Population
    low: float | None
    high: float | None
    passage: Passage
    unit: str = PERCENT
    variable: str = ""
    levels: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    strict: bool = False
    reading: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.high) if end is not None]
        if not ends or ends != sorted(ends) or ends[0] < 0:
            raise DefinitionError(f"{self.key}: {self.low} to {self.high} is no range")
        if self.unit not in UNITS or (self.unit == PERCENT and ends[-1] > 100):
            raise DefinitionError(f"{self.key}: {ends[-1]} {self.unit} can't be")
        if self.strict and len(ends) == 2:
            raise DefinitionError(f"{self.key}: only an open range leaves its end out")
