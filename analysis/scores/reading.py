"""What the claims on an item come to: its fewest and most points, what it lacks, what is to be noted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import narwhals as nw

from analysis.scores.claim import Claim
from analysis.scores.columns import Columns, any_of
from analysis.scores.definition import Item, Score

NOTE_DIVIDER, MISSING_DIVIDER = "; ", "|"


def item_column(score: Score, position: int, what: str) -> str:
    """Return the name of a scaffolding column of the item at a position."""
    return f"_{score.key}_{position}_{what}"


def joined(texts: Sequence[nw.Expr], divider: str) -> nw.Expr:
    """Return the texts that are not null, joined; null where all are."""
    text = nw.concat_str(*texts, separator=divider, ignore_nulls=True) if len(texts) > 1 else texts[0]
    return nw.when(text != "").then(text)


@dataclass(frozen=True)
class Reading:
    """The claims on one item, as expressions in stages, each stage using the columns of the one before."""

    score: Score
    position: int
    item: Item
    claims: Sequence[Claim]
    columns: Columns

    def stages(self) -> Iterator[Sequence[nw.Expr]]:
        """Yield what is said, which claim decides, what is left, the points, what is lacking and noted."""
        yield [*self._said()]
        yield [*self._decided()]
        yield [*self._left()]
        yield [*self._points()]
        yield [*self._lacking(), self._note()]

    @property
    def gives(self) -> tuple[str, ...]:
        """Return the names of the columns that outlive the stages."""
        points = (self.score.column(f"{self.item.name}_{end}") for end in ("low", "high"))
        lacks = (self._name(f"lacks_{variable}") for variable in self.item.variables)
        return (*points, *lacks, self._name("note"))

    def _said(self) -> Iterator[nw.Expr]:
        """What each claim leaves possible, and whose cell has no points."""
        for number, claim in enumerate(self.claims):
            for rank, level in enumerate(self.item.points):
                yield claim.may[level].alias(self._of(number, rank))
            if claim.strange is not None:
                yield claim.strange.alias(self._of(number, "strange"))

    def _decided(self) -> Iterator[nw.Expr]:
        """Whether each claim leaves any level."""
        for number in range(len(self.claims)):
            any_level = any_of(nw.col(self._of(number, rank)) for rank in self._ranks)
            yield any_level.alias(self._of(number, "any"))

    def _left(self) -> Iterator[nw.Expr]:
        """Whether the claim that decides leaves each level; False where none does."""
        numbers = range(len(self.claims))
        for rank in self._ranks:
            left = any_of(self._decides(number) & nw.col(self._of(number, rank)) for number in numbers)
            yield left.alias(self._name(f"left_{rank}"))

    def _points(self) -> Iterator[nw.Expr]:
        """The fewest and the most points of the levels left possible; of all, where no claim leaves any."""
        ranked = sorted(enumerate(self.item.points.values()), key=lambda entry: entry[1])
        for end, order, unknown in (
            ("low", ranked[::-1], self.item.lowest),
            ("high", ranked, self.item.highest),
        ):
            chosen = nw.lit(unknown, nw.Int16)
            for rank, points in order:
                chosen = (
                    nw.when(nw.col(self._name(f"left_{rank}")))
                    .then(nw.lit(points, nw.Int16))
                    .otherwise(chosen)
                )
            yield chosen.alias(self.score.column(f"{self.item.name}_{end}"))

    def _lacking(self) -> Iterator[nw.Expr]:
        """Which variables leave the points open: of several, those that are not there."""
        low, high = (nw.col(self.score.column(f"{self.item.name}_{end}")) for end in ("low", "high"))
        for variable in self.item.variables:
            several = len(self.item.variables) > 1
            absent = (low < high) & ~self.columns.settled_known(variable) if several else low < high
            yield absent.alias(self._name(f"lacks_{variable}"))

    def _note(self) -> nw.Expr:
        """Everything that is to be noted of the item; null where there is nothing."""
        texts = [nw.when(condition).then(text) for condition, text in self._notes()]
        note = joined(texts, NOTE_DIVIDER) if texts else nw.lit(None, nw.String)
        return note.alias(self._name("note"))

    def _notes(self) -> Iterator[tuple[nw.Expr, nw.Expr]]:
        for number, claim in enumerate(self.claims):
            for condition, remark in claim.remarks:
                yield self._decides(number) & condition, nw.lit(remark)
            if claim.strange is not None:
                yield nw.col(self._of(number, "strange")), self._strange(claim)
            if number:
                both = nw.col(self._of(0, "any")) & nw.col(self._of(number, "any"))
                first = self.claims[0].column
                text = f"{first} and {claim.column} contradict each other: {first} was used"
                yield both & ~self._agrees(number), nw.lit(text)

    def _decides(self, number: int) -> nw.Expr:
        """Whether a claim is the first to leave any level."""
        decides = nw.col(self._of(number, "any"))
        for earlier in range(number):
            decides = decides & ~nw.col(self._of(earlier, "any"))
        return decides

    def _agrees(self, number: int) -> nw.Expr:
        """Whether a claim leaves a level that the first one leaves too."""
        return any_of(nw.col(self._of(0, rank)) & nw.col(self._of(number, rank)) for rank in self._ranks)

    def _strange(self, claim: Claim) -> nw.Expr:
        where = "" if claim.column == self.item.name else f" for {self.item.name}"
        reason = f" ({self.item.undefined})" if self.item.undefined else ""
        end = nw.lit(f" has no points{where}{reason}: it was taken as not known")
        return nw.concat_str(nw.lit(f"{claim.column} "), self.columns.written(claim.column), end)

    @property
    def _ranks(self) -> range:
        return range(len(self.item.points))

    def _of(self, number: int, what: object) -> str:
        return self._name(f"claim{number}_{what}")

    def _name(self, what: str) -> str:
        return item_column(self.score, self.position, what)
