"""How a score is distributed over patients or lesions: bands, totals, what is open and what is missing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import narwhals as nw
import pandas as pd

from analysis.cohort import Cohort
from analysis.scores.definition import Band, Range, Score
from analysis.scores.reading import MISSING_DIVIDER

PATIENTS, LESIONS = "patients", "lesions"

BAND, TOTAL, OPEN = "band", "total", "total_open"
SEVERAL, NOTHING, MISSING = "several_bands", "not_scorable", "missing"


@dataclass(frozen=True)
class Distribution:
    """How many patients or lesions have each band and total of a score.

    `frame` has one row a count, with the columns part, band, level, n and denominator:
    - band: those whose band is certain, by band;
    - total: those with one total, by band (None where none is printed for it) and total, those with 0 too;
    - total_open: those whose total is a range that lies in one band, by band;
    - several_bands: those whose range reaches into several, something of the score being known;
    - not_scorable: those of whom nothing is known, so that the range is the whole score;
    - missing: those whom a variable, in `level`, leaves open; one can lack several.
    Bands, totals without a band, several_bands and not_scorable add up to all. `denominator` is those whose
    band is certain for what lies in a band, all others are of all.
    """

    score: Score
    of: str
    n: int
    frame: pd.DataFrame
    worst: bool = False
    """Whether a patient's result is that of the worst lesion."""

    @cached_property
    def counts(self) -> Mapping[tuple[str, str | None, str | None], int]:
        """(part, band, level) → how many."""
        addresses = zip(self.frame["part"], self.frame["band"], self.frame["level"], strict=True)
        return dict(zip(addresses, map(int, self.frame["n"]), strict=True))

    @property
    def banded(self) -> int:
        """How many have a certain band."""
        return sum(n for (part, _, _), n in self.counts.items() if part == BAND)

    @property
    def open(self) -> int:
        """How many have neither a total nor a band."""
        return self.counts[SEVERAL, None, None] + self.counts[NOTHING, None, None]

    @property
    def missing(self) -> Mapping[str, int]:
        """Variable → how many it leaves open, the most first."""
        found = Counter(
            {level: n for (part, _, level), n in self.counts.items() if part == MISSING and level}
        )
        return dict(found.most_common())


class _Line(NamedTuple):
    part: str
    band: str | None
    level: str | None
    n: int
    denominator: int


def distributions(scores: Iterable[Score], cohort: Cohort) -> Iterator[Distribution]:
    """Yield how each score is distributed over the patients kept and, where lesions were scored, over these.

    cohort: as `evaluate_with_lesions` returns it.
    """
    lesions = () if cohort.lesions is None else nw.from_native(cohort.lesions).lazy().collect_schema().names()
    kept = cohort.kept()
    for score in scores:
        of_lesions = score.column("low") in lesions
        yield distribution(score, kept, worst=of_lesions)
        if of_lesions:
            yield distribution(score, cohort.lesions, of=LESIONS)


def distribution(score: Score, frame: Any, *, of: str = PATIENTS, worst: bool = False) -> Distribution:
    """Count the bands and totals of a score over the rows of a native frame of any engine.

    frame: as `evaluate` returns it, with the score's columns. of: what a row is, "patients" or "lesions".
    """
    rows = _distinct(score, frame)
    counts: Counter[tuple[str, str | None, str | None]] = Counter()
    for low, high, missing, n in rows:
        for address in _addresses(score, int(low), int(high)):
            counts[address] += n
        for variable in missing.split(MISSING_DIVIDER) if isinstance(missing, str) else ():
            counts[MISSING, None, variable] += n
    total = sum(n for *_, n in rows)
    banded = sum(n for (part, _, _), n in counts.items() if part == BAND)
    variables = dict.fromkeys(name for item in score.items for name in item.variables)
    addresses = [*_every_address(score), *((MISSING, None, variable) for variable in variables)]
    lines = [_Line(*address, counts[address], banded if address[1] else total) for address in addresses]
    return Distribution(score, of, total, pd.DataFrame(lines, columns=pd.Index(_Line._fields)), worst)


def runs_of_totals(score: Score) -> Iterator[tuple[Band | None, tuple[int, ...]]]:
    """Yield each band with the totals in it that can be reached, ascending; None where none is printed."""
    runs: list[tuple[Band | None, list[int]]] = []
    for total in score.reachable:
        band = score.band_of(total)
        if not runs or runs[-1][0] != band:
            runs.append((band, []))
        runs[-1][1].append(total)
    yield from ((band, tuple(totals)) for band, totals in runs)


def ranks_only(score: Score) -> bool:
    """Return whether totals are ranks of named grades, which nobody writes as numbers."""
    return score.graded and not any(isinstance(level, Range) for level in score.items[0].points)


def _distinct(score: Score, frame: Any) -> list[tuple[Any, ...]]:
    """Return each range of totals with what is missing, and in how many rows; counted where the rows are."""
    keys = [score.column(what) for what in ("low", "high", "missing")]
    grouped = nw.from_native(frame).lazy().select(*keys).group_by(*keys).agg(nw.len().alias("_rows"))
    return list(grouped.collect().iter_rows())


def _addresses(score: Score, low: int, high: int) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield where a row with this range of totals is counted."""
    band = score.band_of(low)
    inside = band is not None and band == score.band_of(high)
    name = band.name if band and inside else None
    if inside:
        yield BAND, name, None
    if low == high:
        yield TOTAL, name, str(low)
    elif inside:
        yield OPEN, name, None
    else:
        yield (NOTHING if (low, high) == (score.lowest, score.highest) else SEVERAL), None, None


def _every_address(score: Score) -> Iterator[tuple[str, str | None, str | None]]:
    for band, totals in runs_of_totals(score):
        name = band.name if band else None
        if band:
            yield BAND, name, None
        for total in totals:
            yield TOTAL, name, str(total)
        if len(totals) > 1 and band:
            yield OPEN, name, None
    yield SEVERAL, None, None
    yield NOTHING, None, None
