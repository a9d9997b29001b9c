"""Where in the spine: patients or lesions by vertebra, region and location as SINS divides the spine."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import narwhals as nw
import pandas as pd

from analysis.cohort import Cohort
from analysis.dictionary import Dictionary
from analysis.scores.derived import SINS_REGIONS
from analysis.tables.format import STYLES, Style, count_percent
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.score_distribution import LESIONS, PATIENTS
from analysis.tables.score_labels import of_whom
from analysis.tables.words import word
from analysis.vocabulary.vertebrae import COUNTS as REGIONS
from analysis.vocabulary.vertebrae import LEVELS

LEVEL_COLUMN = "vertebral_levels"
LOCATION_OF = {level: location for location, levels in SINS_REGIONS.items() for level in levels}
"""Vertebra → its location in SINS: junctional, mobile, semirigid or rigid."""

_NO_VERTEBRA = "none"


@dataclass(frozen=True)
class VertebralCounts:
    """How many patients or lesions there are at each vertebra.

    `frame` has one row a count, with the columns part ("vertebra", "region", "location"), level (C0 … S5;
    C, T, L, S; SINS's location), n and denominator: those of whom a level is known. One that holds several
    vertebrae of a region counts once in it. `none` are those said to have no vertebra affected, `missing`
    those of whom nothing is said; with `known` they add up to all.
    """

    of: str
    known: int
    none: int
    missing: int
    frame: pd.DataFrame

    @property
    def n(self) -> int:
        """How many there are in all."""
        return self.known + self.none + self.missing

    @cached_property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """(part, level) → how many."""
        addresses = zip(self.frame["part"], self.frame["level"], strict=True)
        return dict(zip(addresses, map(int, self.frame["n"]), strict=True))

    @property
    def vertebrae(self) -> tuple[str, ...]:
        """The vertebrae to show: C1 to S5, and the occiput if it is affected."""
        return LEVELS if self.counts["vertebra", LEVELS[0]] else LEVELS[1:]


class _Line(NamedTuple):
    part: str
    level: str
    n: int
    denominator: int


_PARTS: Mapping[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "vertebra": (LEVELS, str),
    "region": (tuple(REGIONS), lambda level: level[0]),
    "location": (tuple(SINS_REGIONS), LOCATION_OF.__getitem__),
}
"""Part → what it tells apart, and to which of these a vertebra belongs."""


def vertebral_counts(cohort: Cohort) -> Iterator[VertebralCounts]:
    """Yield the counts of the patients kept and those of lesions, whichever have vertebral levels.

    A patient without levels of the own row has those of all own lesions.
    """
    patients, lesions = _pandas(cohort.kept()), cohort.lesions
    if lesions is not None and LEVEL_COLUMN in (lesions := _pandas(lesions)):
        patients = _with_levels_of_lesions(patients, lesions)
    if LEVEL_COLUMN in patients:
        yield count_vertebrae(patients)
    if lesions is not None and LEVEL_COLUMN in lesions:
        yield count_vertebrae(lesions, of=LESIONS)


def count_vertebrae(frame: Any, *, of: str = PATIENTS) -> VertebralCounts:
    """Count the rows of a native frame by vertebra, region and location, from its vertebral levels.

    frame: of any engine, with `vertebral_levels` such as "T3|T4", or "none". of: what a row is, "patients"
    or "lesions".

    >>> found = count_vertebrae(pd.DataFrame({"vertebral_levels": ["T12|L1", "L1", "none", None]}))
    >>> found.counts["vertebra", "L1"], found.counts["location", "junctional"], found.known, found.missing
    (2, 2, 2, 1)
    """
    column = nw.col(LEVEL_COLUMN).cast(nw.String)
    grouped = nw.from_native(frame).lazy().select(column).group_by(LEVEL_COLUMN).agg(nw.len().alias("_rows"))
    texts = {text if isinstance(text, str) else None: n for text, n in grouped.collect().iter_rows()}
    missing, none = texts.pop(None, 0), texts.pop(_NO_VERTEBRA, 0)
    known = sum(texts.values())
    lines = [
        _Line(part, level, n, known)
        for part, (levels, place) in _PARTS.items()
        for level, n in _counted(texts, levels, place)
    ]
    return VertebralCounts(of, known, none, missing, pd.DataFrame(lines, columns=pd.Index(_Line._fields)))


def vertebrae_table(found: VertebralCounts, dictionary: Dictionary, *, lang: str = "en") -> PrintedTable:
    """Lay out n (%) by region, location and vertebra, then those without a level. lang: "en", "tr", "zh"."""
    style = STYLES[lang]
    caption = word("vertebrae_caption", lang).format(of=of_whom(found.of, lang), n=found.n)
    rows = [PrintedRow((word("level_known", lang), count_percent(found.known, found.n, style)))]
    for text, n in (("level_none", found.none), ("level_missing", found.missing)):
        if n:
            rows.append(PrintedRow((word(text, lang), count_percent(n, found.n, style))))
    for part, heading in _headings(dictionary, lang).items():
        rows.append(PrintedRow((heading, ""), heading=True))
        levels = found.vertebrae if part == "vertebra" else _PARTS[part][0]
        rows += [_row(found, part, level, dictionary, style) for level in levels]
    header = (word("vertebra", lang), "n (%)")
    return PrintedTable(f"vertebrae_{found.of}", caption, header, tuple(rows), word("note_vertebrae", lang))


def place_label(part: str, level: str, dictionary: Dictionary, lang: str) -> str:
    """Return what a vertebra, a region or a location is called."""
    if part == "region":
        return word(f"region_{level}", lang)
    return dictionary["sins_location"].level_label(level, lang) if part == "location" else level


def _headings(dictionary: Dictionary, lang: str) -> Mapping[str, str]:
    location = dictionary["sins_location"].label(lang)
    return {"region": word("spine_region", lang), "location": location, "vertebra": word("vertebra", lang)}


def _row(found: VertebralCounts, part: str, level: str, dictionary: Dictionary, style: Style) -> PrintedRow:
    n = count_percent(found.counts[part, level], found.known, style)
    return PrintedRow((place_label(part, level, dictionary, style.lang), n), indent=1)


def _counted(
    texts: Mapping[str | None, int], levels: tuple[str, ...], place: Callable[[str], str]
) -> Iterator[tuple[str, int]]:
    """Yield each level of a part, and how many rows hold it."""
    counts: Counter[str] = Counter()
    for text, n in texts.items():
        for level in {place(vertebra) for vertebra in (text or "").split("|")}:
            counts[level] += n
    yield from ((level, counts[level]) for level in levels)


def _with_levels_of_lesions(patients: pd.DataFrame, lesions: pd.DataFrame) -> pd.DataFrame:
    """Return the patients with levels; what the own row lacks is taken from the patient's lesions."""
    if "patient_id" not in patients or "patient_id" not in lesions:
        return patients
    named = lesions[lesions[LEVEL_COLUMN].notna() & lesions["patient_id"].notna()]
    union = named.groupby("patient_id", observed=True)[LEVEL_COLUMN].agg(_union)
    of_lesions = patients["patient_id"].map(union).astype(object)
    own = patients[LEVEL_COLUMN].astype(object) if LEVEL_COLUMN in patients else of_lesions
    return patients.assign(**{LEVEL_COLUMN: own.where(own.notna(), of_lesions)})


def _union(texts: "pd.Series[Any]") -> str:
    held = {vertebra for text in texts for vertebra in text.split("|")} - {_NO_VERTEBRA}
    return "|".join(level for level in LEVELS if level in held) or _NO_VERTEBRA


def _pandas(frame: Any) -> pd.DataFrame:
    found: pd.DataFrame = nw.from_native(frame).lazy().collect("pandas").to_native()
    return found
