"""What the claims on an item come to: its fewest and most points, what it lacks, what is to be noted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import narwhals as nw

from analysis.scores.claim import Claim
from analysis.scores.columns import Columns, any_of
from analysis.scores.definition import Item
from analysis.scores.derived import claims

NOTE_DIVIDER, MISSING_DIVIDER = "; ", "|"


def joined(texts: Sequence[nw.Expr], divider: str) -> nw.Expr:
    """Return the texts that are not null, joined; null where all are."""
    if len(texts) <= 1:
        return texts[0] if texts else nw.lit(None, nw.String)
    text = nw.concat_str(*texts, separator=divider, ignore_nulls=True)
    return nw.when(text != "").then(text)


@dataclass(frozen=True)
class Reading:
    """What one item comes to, as expressions in stages, each stage using the columns of the one before.

    Scaffolding columns are named by `prefix`.
    """

    prefix: str
    item: Item
    columns: Columns

    @cached_property
    def claims(self) -> Sequence[Claim]:
        """The claims on the item, the one that goes first first."""
        return claims(self.columns, self.item)

    def stages(self) -> Iterator[Sequence[nw.Expr]]:
        """Yield what is said, which claim decides, what is left, the points, what is lacking and noted."""
        yield [*self._said()]
        yield [*self._decided()]
        yield [*self._left()]
        yield [*self._points()]
        notes = (text.alias(name) for text, name in zip(self._texts, self.notes, strict=True))
        yield [*self._lacking(), *notes]

    @property
    def ends(self) -> tuple[str, str]:
        """Return the names of the columns of the fewest and the most points."""
        return self._name("low"), self._name("high")

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the names of the columns of what is to be noted, a text or null in each."""
        return tuple(self._name(f"note{number}") for number in range(len(self._texts)))

    def lacks(self, variable: str) -> str:
        """Return the name of the column that says whether a variable leaves the points open."""
        return self._name(f"lacks_{variable}")

    @property
    def gives(self) -> tuple[str, ...]:
        """Return the names of the columns that outlive the stages."""
        return (*self.ends, *map(self.lacks, self.item.variables), *self.notes)

    def _said(self) -> Iterator[nw.Expr]:
        """What each claim leaves possible, and whose cell ought to have points."""
        for number, claim in enumerate(self.claims):
            for rank, level in enumerate(self.item.points):
                yield claim.may[level].alias(self._of(number, rank))
            if claim.heard is not None:
                yield claim.heard.alias(self._of(number, "heard"))

    def _decided(self) -> Iterator[nw.Expr]:
        """Whether each claim leaves any level."""
        for number in range(len(self.claims)):
            any_level = any_of(nw.col(self._of(number, rank)) for rank in self._ranks)
            yield any_level.alias(self._of(number, "any"))

    def _left(self) -> Iterator[nw.Expr]:
        """Whether the claim that decides leaves each level, False where none does; cells without points."""
        numbers = range(len(self.claims))
        for rank in self._ranks if len(numbers) > 1 else ():
            left = any_of(self._decides(number) & nw.col(self._of(number, rank)) for number in numbers)
            yield left.alias(self._name(f"left_{rank}"))
        for number, claim in enumerate(self.claims):
            if claim.heard is not None:
                strange = nw.col(self._of(number, "heard")) & ~nw.col(self._of(number, "any"))
                yield strange.alias(self._of(number, "strange"))

    def _points(self) -> Iterator[nw.Expr]:
        """The fewest and the most points of the levels left possible; of all, where no claim leaves any."""
        left = [
            self._of(0, rank) if len(self.claims) == 1 else self._name(f"left_{rank}") for rank in self._ranks
        ]
        ranked = sorted(zip(self.item.points.values(), left, strict=True))
        unknown = (self.item.lowest, self.item.highest)
        for name, order, chosen in zip(self.ends, (ranked[::-1], ranked), map(nw.lit, unknown), strict=True):
            for points, possible in order if self.claims else ():
                chosen = nw.when(nw.col(possible)).then(nw.lit(points)).otherwise(chosen)
            yield chosen.cast(nw.Int16).alias(name)

    def _lacking(self) -> Iterator[nw.Expr]:
        """Which variables leave the points open: of several, those that are not there."""
        low, high = map(nw.col, self.ends)
        for variable in self.item.variables:
            several = len(self.item.variables) > 1
            absent = (low < high) & ~self.columns.settled_known(variable) if several else low < high
            yield absent.alias(self.lacks(variable))

    @cached_property
    def _texts(self) -> tuple[nw.Expr, ...]:
        return tuple(self._noted())

    def _noted(self) -> Iterator[nw.Expr]:
        """Everything that is to be noted of the item, each null where it doesn't hold."""
        for number, claim in enumerate(self.claims):
            for condition, remark in claim.remarks:
                yield nw.when(self._decides(number) & condition).then(nw.lit(remark))
            if claim.heard is not None:
                yield self._strange(number, claim)
            if number:
                both = nw.col(self._of(0, "any")) & nw.col(self._of(number, "any"))
                first = self.claims[0].column
                text = f"{first} and {claim.column} contradict each other: {first} was used"
                yield nw.when(both & ~self._agrees(number)).then(nw.lit(text))

    def _decides(self, number: int) -> nw.Expr:
        """Whether a claim is the first to leave any level."""
        decides = nw.col(self._of(number, "any"))
        for earlier in range(number):
            decides = decides & ~nw.col(self._of(earlier, "any"))
        return decides

    def _agrees(self, number: int) -> nw.Expr:
        """Whether a claim leaves a level that the first one leaves too."""
        return any_of(nw.col(self._of(0, rank)) & nw.col(self._of(number, rank)) for rank in self._ranks)

    def _strange(self, number: int, claim: Claim) -> nw.Expr:
        where = "" if claim.column == self.item.name else f" for {self.item.name}"
        reason = f" ({self.item.undefined})" if self.item.undefined and claim.explained else ""
        written = self.columns.written(claim.column, nw.col(self._of(number, "strange")))
        end = f" has no points{where}{reason}: it was taken as not known"
        return nw.concat_str(nw.lit(f"{claim.column} "), written, nw.lit(end))

    @property
    def _ranks(self) -> range:
        return range(len(self.item.points))

    def _of(self, number: int, what: object) -> str:
        return self._name(f"claim{number}_{what}")

    def _name(self, what: str) -> str:
        return f"{self.prefix}_{what}"
