"""What one check finds, and the words in which a verdict is given."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.papers.printed_numbers import HALF_AWAY, RULES, TRUNCATION

REPRODUCED = "reproduced"
ROUNDING = "rounding"
INCONSISTENT = "inconsistent"
NOT_REPRODUCED = "not reproduced"
NO_DATA = "no data"
CONSISTENT = "consistent"
VERDICTS = (REPRODUCED, ROUNDING, INCONSISTENT, NOT_REPRODUCED, NO_DATA, CONSISTENT)


@dataclass(frozen=True)
class Finding:
    """A verdict on one printed cell, the number that would be right, and why."""

    verdict: str
    recomputed: str | None = None
    note: str = ""

    def __add__(self, other: "Finding") -> "Finding":
        """Return both findings on one cell: the graver verdict, and the notes of both."""
        verdict = min(self.verdict, other.verdict, key=_GRAVITY.index)
        notes = "; ".join(note for note in (self.note, other.note) if note)
        return Finding(verdict, self.recomputed or other.recomputed, notes)


_GRAVITY = (INCONSISTENT, NOT_REPRODUCED, ROUNDING, REPRODUCED, CONSISTENT, NO_DATA)


def rules_that_fit(fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the rounding rules under which printed numbers agree, the usual one first."""
    return tuple(rule for rule in RULES if fits(rule))


def by(*rules: str) -> str:
    """Return how a note names rounding rules.

    >>> by("half to even", "truncation")
    'rounded half to even or cut (truncation)'
    """
    return " or ".join("cut (truncation)" if rule == TRUNCATION else f"rounded {rule}" for rule in rules)


def agreement(rules: tuple[str, ...]) -> Finding:
    """Return the verdict that the rounding rules allow: consistent only under the usual one.

    >>> agreement(("truncation",)).verdict
    'rounding'
    """
    if HALF_AWAY in rules:
        return Finding(CONSISTENT)
    if rules:
        return Finding(ROUNDING, note=f"fits only {by(*rules)}, not {by(HALF_AWAY)}")
    return Finding(INCONSISTENT)
