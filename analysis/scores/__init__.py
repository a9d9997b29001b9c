"""Scoring systems: each its own file, found here by key and imported when it is asked for."""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.scores.definition import Score

_FILES = (
    "tomita",
    "tokuhashi",
    "sins",
    "escc",
    "neurology",
    "performance",
    "surgical",
    "bauer",
    "katagiri",
    "van_der_linden",
    "rades",
    "eano_esmo",
)


@cache
def scores() -> "dict[str, Score]":
    """Return every score by key: each published system, and behind it its options and reprints.

    >>> scores()["tokuhashi_2005"].highest
    15
    """
    found = (score for name in _FILES for score in import_module(f"analysis.scores.{name}").SCORES)
    return {score.key: score for score in found}


def default_scores() -> "tuple[Score, ...]":
    """Return the scores that are computed without being asked for."""
    return tuple(score for score in scores().values() if score.enabled_by_default)


def score_of(key: str) -> "Score":
    """Return a score by key; DataError names those there are."""
    if key not in scores():
        from analysis.scores.withheld import WITHHELD

        reason = next((f"it is withheld: {w.reason}" for w in WITHHELD if w.key == key), "there is none")
        raise DataError(f"No score {key!r} can be computed, {reason}; there are {', '.join(scores())}.")
    return scores()[key]
