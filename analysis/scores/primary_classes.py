"""The class of a primary in a score, as primaries.csv assigns it, and on what that rests."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from analysis.dictionary.read import read_rows
from analysis.scores.definition import Item, Level

CONVENTION = ("convention", "recalled_unverified")
SOME_REPRODUCTIONS = ("stated_in_some_reproductions",)

TOMITA_GROWTH: Mapping[str, Level] = {"1": "slow", "2": "moderate", "4": "rapid"}
"""Points of primaries.csv → growth: a reprint gives other points to the same growth."""

KATAGIRI_2005 = {
    0: "breast_hr_pos|breast_hr_neg|breast_unknown|prostate_hs|prostate_cr|thyroid|myeloma|lymphoma",
    3: "lung_nsclc|lung_sclc|hcc|stomach",
}
"""Points → keys of Katagiri 2005, which primaries.csv doesn't hold; all other cancers take 2. Recalled."""
_NO_CANCER_OF_THE_SCORE = ("cns_primary", "leukaemia", "unknown_primary")


@dataclass(frozen=True)
class PrimaryClasses:
    """Which keys are in which level of an item.

    `when_targeted` and `when_not_targeted` hold the level of a key that depends on a targeted drug;
    `classless` are the keys for which no class may be derived; `basis` is by key.
    """

    keys: Mapping[Level, tuple[str, ...]]
    when_targeted: Mapping[str, Level]
    when_not_targeted: Mapping[str, Level]
    classless: tuple[str, ...]
    basis: Mapping[str, str]

    def keys_with(self, bases: tuple[str, ...]) -> tuple[str, ...]:
        """Return the keys whose class rests on one of these."""
        return tuple(key for key, basis in self.basis.items() if basis in bases)


def primary_classes(item: Item) -> PrimaryClasses:
    """Return the classes of an item whose `classes` names a column of primaries.csv.

    >>> item = Item("tumour_growth", {"slow": 1, "moderate": 2, "rapid": 4}, classes="tomita_points")
    >>> primary_classes(item).keys["moderate"][:2]
    ('kidney_rcc', 'head_neck')
    """
    keys: dict[Level, tuple[str, ...]] = dict.fromkeys(item.points, ())
    targeted: dict[str, Level] = {}
    not_targeted: dict[str, Level] = {}
    cells = _cells(item.classes)
    for key, cell in cells.items():
        values = dict(part.split("=") for part in cell.split("|")) if "=" in cell else {item.option: cell}
        if "targeted_drug" in values:
            targeted[key] = _level(item, values["targeted_drug"])
            not_targeted[key] = _level(item, values["no_targeted_drug"])
        elif cell:
            level = _level(item, values.get(item.option) or values["original"])
            keys[level] = (*keys[level], key)
    classless = tuple(key for key, cell in cells.items() if not cell)
    return PrimaryClasses(keys, targeted, not_targeted, classless, _bases(item.classes))


def _level(item: Item, value: str) -> Level:
    """Return the level that a cell means, by name or by the source's points."""
    named = TOMITA_GROWTH.get(value) if item.classes == "tomita_points" else None
    return next(level for level, points in item.points.items() if (named or value) in (level, str(points)))


@cache
def _cells(column: str) -> Mapping[str, str]:
    """Return key → cell of a column of primaries.csv."""
    if column != "katagiri2005":
        return {row["key"]: row[column] for row in read_rows("primaries.csv")}
    listed = {key: str(points) for points, keys in KATAGIRI_2005.items() for key in keys.split("|")}
    others = {row["key"]: "2" for row in read_rows("primaries.csv")}
    return {**others, **listed, **dict.fromkeys(_NO_CANCER_OF_THE_SCORE, "")}


@cache
def _bases(column: str) -> Mapping[str, str]:
    """Return key → basis; where primaries.csv has no column for it, only what SCORES says of it."""
    rows = read_rows("primaries.csv")
    if column == "katagiri2005":
        return {row["key"]: "recalled_unverified" for row in rows}
    if column == "is_lung":
        return {"unknown_primary": "convention"}
    return {row["key"]: row[f"{column}_basis"] for row in rows}
