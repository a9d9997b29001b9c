"""What a score is: items that give points, bands that name totals, and where it was published."""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from analysis.errors import DefinitionError

HIGHER_IS_WORSE, HIGHER_IS_BETTER = "higher_is_worse", "higher_is_better"
CERTAINTIES = {
    "C": "confirmed by the source's abstract or a faithful reproduction",
    "C2": "confirmed by several reproductions that agree",
    "K": "recalled, no text found",
    "U": "unsure, or the sources differ",
}
WINDOW_ENDS = ("[)", "[]", "()", "(]")
_PUBLISHED = re.compile(r"doi:10\.\d{4,}/\S+|PMID \d+")


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`, both included; without `high`, open above.

    `above` says that `low` itself is left out: Range(15, None, above=True) is more than 15.
    """

    low: float
    high: float | None = None
    above: bool = False

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise DefinitionError(f"the range {self} is empty")

    def __str__(self) -> str:
        if self.high is None:
            return f"{'>' if self.above else '≥'} {self.low:g}"
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}-{self.high:g}"


Level = str | Range
"""What an item tells apart: a level's key, or a range of numbers."""


@dataclass(frozen=True)
class Item:
    """One line of a score: which levels give how many points.

    `name` is a variable of the dictionary, or what analysis.scores.derived derives; `variables` are the
    variables that a patient lacks when the item is open, `name` itself without them. `classes` is the column
    of primaries.csv from which a primary's class is read, `option` the reading where a cell holds two.
    `undefined` says which value the source assigns to no level.
    """

    name: str
    points: Mapping[Level, int]
    variables: tuple[str, ...] = ()
    classes: str = ""
    option: str = ""
    label: str = ""
    undefined: str = ""

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            raise DefinitionError(f"{self.name}: an item needs two levels")
        if not self.variables:
            object.__setattr__(self, "variables", (self.name,))
        ranges = sorted((r for r in self.points if isinstance(r, Range)), key=lambda r: (r.low, r.above))
        for lower, upper in pairwise(ranges):
            touches = lower.high == upper.low and not upper.above
            if lower.high is None or lower.high > upper.low or touches:
                raise DefinitionError(f"{self.name}: the ranges {lower} and {upper} overlap")

    @property
    def meaning(self) -> Hashable:
        """What makes two items one: all but what they are called in print."""
        points = tuple(self.points.items())
        return self.name, points, self.variables, self.classes, self.option, self.undefined

    @property
    def lowest(self) -> int:
        """The fewest points that the item can give."""
        return min(self.points.values())

    @property
    def highest(self) -> int:
        """The most points that the item can give."""
        return max(self.points.values())


@dataclass(frozen=True)
class Band:
    """Totals from `low` to `high`, both included, and what the source says of them.

    `label` is the band's name, its range without one. What was predicted is kept as what it was: a window of
    survival in months (None where it is open), survival as a proportion by months, or a median in months.
    `window_ends` says which ends the window holds: "[)" its start and not its end, "()" neither.
    """

    low: int
    high: int
    label: str = ""
    goal: str = ""
    strategy: str = ""
    window_months: tuple[float | None, float | None] | None = None
    window_ends: str = "[)"
    survival: Mapping[float, float] = field(default_factory=dict)
    median_months: float | None = None

    def __post_init__(self) -> None:
        if self.high < self.low:
            raise DefinitionError(f"the band {self.low} to {self.high} is empty")
        if self.window_ends not in WINDOW_ENDS:
            raise DefinitionError(f"the window's ends {self.window_ends!r} are none of {WINDOW_ENDS}")

    @property
    def name(self) -> str:
        """The label, or the range of totals."""
        return self.label or self.totals

    @property
    def totals(self) -> str:
        """The range of totals as text."""
        return f"{self.low}" if self.low == self.high else f"{self.low}-{self.high}"


@dataclass(frozen=True)
class Defect:
    """What is wrong in a version as it is printed, and the totals that no band or two sides disagree on."""

    text: str
    totals: tuple[int, ...] = ()


@dataclass(frozen=True)
class Score:
    """A published score, scale or classification; one that contradicts itself can't be made.

    The lowest and highest total follow from the items. Bands must hold every total that can be reached, and
    none outside; a version printed otherwise declares it in `defects`. A scale or classification
    (`graded`) has one item, whose points are ranks and no sum.

    Raises:
        DefinitionError: bands leave a gap or overlap, the source has no DOI or PMID, a reason is lacking.
    """

    key: str
    title: str
    source: str
    direction: str
    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    certainty: str = "C2"
    certainty_note: str = ""
    off_because: str = ""
    graded: bool = False
    per_lesion: bool = False
    population: str = ""
    not_for: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    defects: tuple[Defect, ...] = ()
    variant_of: str = ""

    def __post_init__(self) -> None:
        for fault in self._faults():
            raise DefinitionError(f"{self.key}: {fault}")

    @property
    def enabled_by_default(self) -> bool:
        """Whether the score is computed without being asked for; `off_because` says why not."""
        return not self.off_because

    @property
    def lowest(self) -> int:
        """The lowest total that the items can give."""
        return sum(item.lowest for item in self.items)

    @property
    def highest(self) -> int:
        """The highest total that the items can give."""
        return sum(item.highest for item in self.items)

    @cached_property
    def reachable(self) -> tuple[int, ...]:
        """Every total that the items can give, ascending."""
        totals = {0}
        for item in self.items:
            totals = {total + points for total in totals for points in item.points.values()}
        return tuple(sorted(totals))

    def band_of(self, total: int) -> Band | None:
        """Return the band that holds a total; None where a defect leaves a hole."""
        return next((band for band in self.bands if band.low <= total <= band.high), None)

    def column(self, what: str) -> str:
        """Return the name of a column of results: low, high, total, band, missing, notes, or an item's."""
        return f"{self.key}_{what}"

    def _faults(self) -> Iterator[str]:
        if self.direction not in (HIGHER_IS_WORSE, HIGHER_IS_BETTER):
            yield f"the direction {self.direction!r} is not known"
        if self.certainty not in CERTAINTIES:
            yield f"the certainty {self.certainty!r} is not known"
        if not _PUBLISHED.search(self.source):
            yield "the source has neither a DOI nor a PMID"
        if len({item.name for item in self.items}) < len(self.items):
            yield "two items have one name"
        if self.graded and len(self.items) != 1:
            yield "a scale has one item"
        yield from self._band_faults()

    def _band_faults(self) -> Iterator[str]:
        for lower, upper in pairwise(self.bands):
            if upper.low <= lower.high:
                yield f"the bands {lower.totals} and {upper.totals} overlap or are not in order"
        if len({band.name for band in self.bands}) < len(self.bands):
            yield "two bands have one name"
        held = {total for band in self.bands for total in range(band.low, band.high + 1)}
        outside = {total for total in held if not self.lowest <= total <= self.highest}
        wrong = (set(self.reachable) - held) | outside
        declared = {total for defect in self.defects for total in defect.totals}
        if wrong != declared:
            yield (
                f"the bands don't tile {self.lowest} to {self.highest}: "
                f"{sorted(wrong)} found, {sorted(declared)} declared as defects"
            )
