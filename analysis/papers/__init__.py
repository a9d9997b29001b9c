"""Published papers as data, regenerated from their cohorts, and the audit of printed numbers."""

from analysis.errors import DataError
from analysis.papers.core import Paper, by_key
from analysis.papers.leptomeningeal import LEPTOMENINGEAL

__all__ = ["PAPERS", "Paper", "get_paper"]

PAPERS = by_key(LEPTOMENINGEAL)


def get_paper(key: str) -> Paper:
    """Return the paper of a key; DataError names the known keys.

    >>> get_paper("leptomeningeal").n
    32
    """
    if key not in PAPERS:
        raise DataError(f"the paper {key!r} is not known: choose one of {', '.join(PAPERS)}")
    return PAPERS[key]
