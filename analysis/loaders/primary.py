"""The primary of each record, from its own column and from the codes and the histology beside it.

It is settled while loading, because words and codes need the vocabulary and a contradiction has a cell. What
is typed already, such as receptors, narrows the primary where a score is computed, in any engine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.cohort import Problems
from analysis.loaders.cells import Places, is_missing
from analysis.loaders.records import Mask, Records, distinct_combinations
from analysis.vocabulary.narrowing import SOURCES
from analysis.vocabulary.primary_codes import PrimaryResult, common

PRIMARY = "primary_site"
_OPPOSED = {
    ("triple_negative", "yes"): "breast_hr_pos",
    ("hormone_receptor", "negative"): "breast_hr_pos",
    ("hormone_receptor", "positive"): "breast_hr_neg",
    ("castration_resistant", "yes"): "prostate_hs",
    ("castration_resistant", "no"): "prostate_cr",
}
"""A column and its level → the primary that it excludes."""


@dataclass(frozen=True)
class Settled:
    """Records whose primary is settled, the contradictions met on the way, and which source gave how many."""

    records: Records
    problems: Problems = field(default_factory=Problems)
    notes: tuple[str, ...] = ()


def settle_primary(records: Records) -> Settled:
    """Return the records with the primary that its own column, ICD-O-3, ICD-10 and histology leave.

    What stands first in this order wins: a later source that leaves none of its candidates is a warning.
    Only a tumour that its histology or morphology names wherever it grows, such as a lymphoma, outranks an
    organ, with a warning too. Where the primary's own column is missing or blank, the first source gives it.
    """
    settled = Settled(records)
    for source in filter(records.has, SOURCES):
        step = _narrowed(settled.records, source)
        settled = Settled(step.records, settled.problems + step.problems, settled.notes + step.notes)
    opposed = sum(_receptors_opposed(settled.records), Problems())
    return replace(settled, problems=settled.problems + opposed)


@dataclass(frozen=True)
class _Distinct:
    """The distinct pairs of a primary and what a source says, and what comes of each."""

    places: Places
    before: Sequence[str | None]
    results: Sequence[PrimaryResult]

    @property
    def values(self) -> list[str | None]:
        """The primary of each pair, as before where the source leaves nothing."""
        return [result.value or old for result, old in zip(self.results, self.before, strict=True)]

    def contradicted(self) -> Mask:
        """Which records have a primary of which the source leaves nothing."""
        pairs = zip(self.results, self.before, strict=True)
        return self._where(old is not None and not result.keys for result, old in pairs)

    def outranked(self) -> Mask:
        """Which records have a primary that the source replaces."""
        pairs = zip(self.results, self.before, strict=True)
        return self._where(
            old is not None and bool(result.keys) and not common(old.split("|"), result.keys)
            for result, old in pairs
        )

    def noted(self, note: str, *, known: bool) -> Mask:
        """Which records, with a known primary or without, bear a note."""
        pairs = zip(self.results, self.before, strict=True)
        return self._where(result.note == note and (old is not None) == known for result, old in pairs)

    def changed(self) -> Mask:
        """Which records get another primary than they had."""
        return self._where(new != old for new, old in zip(self.values, self.before, strict=True))

    def _where(self, of_pairs: Iterator[bool]) -> Mask:
        return np.array([*of_pairs], dtype=bool)[self.places]


def _narrowed(records: Records, source: str) -> Settled:
    """Return the records with the primary narrowed, or given, by one source."""
    frame = records.frame
    primary = frame[PRIMARY] if records.has(PRIMARY) else pd.Series(None, frame.index, dtype=object)
    places, pairs = distinct_combinations(primary, frame[source])
    distinct = _Distinct(places, [old for old, _ in pairs], [_result(source, *pair) for pair in pairs])
    changed = int(distinct.changed().sum())
    problems = sum(_problems(records, source, distinct), Problems())
    if not changed:
        return Settled(records, problems)
    note = f"primary_site of {changed} records was given or narrowed by {source}"
    return Settled(_with_primary(records, distinct), problems, (note,))


def _result(source: str, primary: str | None, text: str | None) -> PrimaryResult:
    keys = tuple(primary.split("|")) if primary else ()
    return PrimaryResult(keys) if text is None or is_missing(text) else SOURCES[source](keys, text)


def _with_primary(records: Records, distinct: _Distinct) -> Records:
    values = distinct.values
    categories = [*dict.fromkeys(value for value in values if value is not None)]
    codes = np.array([-1 if value is None else categories.index(value) for value in values])
    primary = pd.Categorical.from_codes(codes[distinct.places], pd.Index(categories, dtype=object))
    return replace(records, frame=records.frame.assign(**{PRIMARY: primary}))


def _problems(records: Records, source: str, distinct: _Distinct) -> Iterator[Problems]:
    cell = PRIMARY if PRIMARY in records.headings else source
    shown = "" if source == "histology" else f" {{{source}}}"  # a free text may tell who the patient is
    contradicted = (
        f"primary_site is {{{PRIMARY}}}, which {source}{shown} contradicts; primary_site was used, correct "
        "the one that is wrong."
    )
    outranked = (
        f"primary_site is {{{PRIMARY}}}, but {source}{shown} names a tumour that is one wherever it grows; "
        f"{source} was used, correct the one that is wrong."
    )
    for where, message in ((distinct.contradicted(), contradicted), (distinct.outranked(), outranked)):
        if where.any():
            yield records.report(where, cell, "contradiction", "warning", message)
    for note in dict.fromkeys(result.note for result in distinct.results if result.note):
        message = f"{source} names no known primary: {_braced(note)}; correct the cell."
        for known, severity in ((True, "warning"), (False, "error")):
            yield records.report(
                distinct.noted(note, known=known), source, "unknown_level", severity, message
            )


def _braced(text: str) -> str:
    """Return a text as a message writes it that fills in what stands in braces."""
    return text.replace("{", "{{").replace("}", "}}")


def _receptors_opposed(records: Records) -> Iterator[Problems]:
    """Report receptors, or sensitivity to castration, that the primary excludes (warning)."""
    for (column, level), excluded in _OPPOSED.items():
        if records.has(PRIMARY, column):
            wrong = (records.frame[PRIMARY] == excluded) & (records.frame[column] == level)
            message = f"{column} is {level}, but primary_site is {{{PRIMARY}}}; correct one of the two."
            yield records.report(wrong, column, "contradiction", "warning", message)
