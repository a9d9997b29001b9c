"""The primaries that the synthetic patients may have, their shares and what follows from them."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.dictionary.read import read_rows
from analysis.synthetic import parameters as given
from analysis.synthetic.draws import Floats, Integers, Texts


@dataclass(frozen=True, eq=False)
class Primaries:
    """One place per primary in each array: key, share, points in Tokuhashi 2005, share of men, organ.

    `organ` is one of parameters.ORGANS, or empty.
    """

    keys: Texts
    shares: Floats
    points: Integers
    share_of_men: Floats
    organ: Texts


@cache
def primaries() -> Primaries:
    """Return the primaries that Tokuhashi 2005 scores, in the order of primaries.csv."""
    scored = [row for row in read_rows("primaries.csv") if row["tokuhashi2005_points"]]
    keys = [row["key"] for row in scored]
    named = {**given.PRINTED_PRIMARIES, **given.FREQUENT_PRIMARIES}
    rest = (1 - sum(named.values())) / (len(keys) - len(named))
    organ_of = {key: organ for organ, members in given.ORGANS.items() for key in members}
    return Primaries(
        keys=np.array(keys, dtype=object),
        shares=np.array([named.get(key, rest) for key in keys]),
        points=np.array([_points(row["tokuhashi2005_points"]) for row in scored]),
        share_of_men=np.array([given.SHARE_OF_MEN.get(key, given.SHARE_OF_MEN_ELSE) for key in keys]),
        organ=np.array([organ_of.get(key, "") for key in keys]),
    )


def _points(text: str) -> int:
    """Return the points of the original score, of "5" or "original=5|wang_2014=3"."""
    return int(text.partition("|")[0].rpartition("=")[2])
