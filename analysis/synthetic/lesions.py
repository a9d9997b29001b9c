"""The lesions of a block of patients: where they lie, and what SINS, ESCC and Tomita's types say of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis.synthetic import parameters as given
from analysis.synthetic.draws import (
    Column,
    Draws,
    Floats,
    Integers,
    Mask,
    Texts,
    categories,
    flags,
    levels_at,
)
from analysis.vocabulary.vertebrae import COUNTS, LEVELS

SPINE = tuple(level for level in LEVELS[1:] if level[0] in given.REGIONS)
"""C1 to L5: seeds/000 shares the lesions out among neck, chest and loin, so none is sacral."""

LOCATIONS = ("semirigid", "mobile", "junctional")
_JUNCTIONAL = ("C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5")
_LOCATION = np.array([2 if level in _JUNCTIONAL else 0 if level[0] == "T" else 1 for level in SPINE])
"""The position in LOCATIONS of each vertebra, after SINS: Fisher 2010, doi:10.1097/BRS.0b013e3181e16ae2."""
_TYPES = ("1", "2", "3", "4", "5", "6", "7")


@dataclass(frozen=True, eq=False)
class Lesions:
    """Lesions in the order of their patients, the worst of each patient first.

    `owner` (n_lesions,) is the patient's position in the block, `first` (n_patients,) the position of the
    patient's first lesion; `columns` are those of the lesions' sheet; `vertebrae` and `levels`
    (n_patients,) are the number and the names of all vertebrae that a patient's lesions hold.
    """

    owner: Integers
    first: Integers
    columns: Mapping[str, Column]
    vertebrae: Integers
    levels: Texts


def draw_lesions(draws: Draws, burden: Floats, organ: Texts) -> Lesions:
    """Draw one to four lesions for each patient; `organ` is the primary's.

    A patient's lesions start at even distances along the spine, each region as long as its share: so the
    shares of the regions are exactly those given, and the upper vertebrae of two lesions are at least four
    apart, so that no lesion touches another. Within a patient the items are ordered together: the lesion
    that is worst in one is worst in all.
    """
    count = draws.numbers(given.LESIONS, burden)
    owner = np.repeat(np.arange(len(burden)), count)
    first = np.cumsum(count) - count
    upper, lower, location = _places(draws, owner, count, first)
    masks = (np.int64(1) << lower + 1) - (np.int64(1) << upper)
    items = _items(draws, owner, burden[owner], organ[owner])
    fractured = items["sins_collapse"].isin(("lt50", "gt50"))
    columns = {
        "vertebral_levels": _names(masks),
        "sins_location": categories(location, LOCATIONS),
        **items,
        "tomita_type": _types(
            draws, items["escc_grade"] != "0", several=count[owner] > 1, long=lower > upper
        ),
        "pathologic_fracture": flags(fractured),
    }
    vertebrae = np.add.reduceat(lower - upper + 1, first)
    return Lesions(owner, first, columns, vertebrae, _names(np.bitwise_or.reduceat(masks, first)))


def _places(
    draws: Draws, owner: Integers, count: Integers, first: Integers
) -> tuple[Integers, Integers, Integers]:
    """Return the upper and the lower vertebra of each lesion and its location, the worst vertebra's."""
    rank = np.arange(len(owner)) - first[owner]
    start = draws.uniform("spine", len(count))[owner]
    shares = [given.REGIONS[level[0]] / COUNTS[level[0]] for level in SPINE]
    upper = levels_at((start + rank / count[owner]) % 1, shares)
    length = draws.numbers(given.VERTEBRAE_OF_LESION, np.zeros(len(owner)))
    lower = np.minimum(upper + length - 1, len(SPINE) - 1)
    longest = max(map(int, given.VERTEBRAE_OF_LESION.shares))
    held = [_LOCATION[np.minimum(upper + step, lower)] for step in range(longest)]
    location = np.max(held, axis=0)
    order = np.lexsort((-location, owner))
    return upper[order], lower[order], location[order]


def _items(draws: Draws, owner: Integers, burden: Floats, organ: Texts) -> Mapping[str, Column]:
    drawn = [(item, draws.item(item, burden)) for item in given.LESION_ITEMS]
    bone = draws.item(given.BONE_LESION, burden)
    for name, item in given.BONE_LESION_OF.items():
        bone = np.where(organ == name, draws.item(item, burden), bone)
    drawn.append((given.BONE_LESION, bone))
    return {
        item.variable: categories(codes[np.lexsort((-codes, owner))], tuple(item.shares))
        for item, codes in drawn
    }


def _types(draws: Draws, epidural: Mask, *, several: Mask, long: Mask) -> Column:
    """Return Tomita's surgical types: 7 of several lesions, 6 of one that spans several vertebrae."""
    nobody = np.zeros(len(epidural))
    within, beyond = (
        draws.numbers(given.TYPE_WITHIN_BONE, nobody),
        draws.numbers(given.TYPE_BEYOND_BONE, nobody),
    )
    return categories(np.select([several, long, epidural], [7, 6, beyond], within) - 1, _TYPES)


def _names(masks: Integers) -> Texts:
    """Return the vertebrae of each mask, joined by "|"; each distinct mask is written once."""
    codes, distinct = pd.factorize(masks)
    return np.array([_name(int(mask)) for mask in distinct], dtype=object)[codes]


@cache
def _name(mask: int) -> str:
    return "|".join(level for place, level in enumerate(SPINE) if mask >> place & 1)
