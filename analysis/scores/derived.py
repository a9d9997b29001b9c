"""What each source of an item says: the item's own column, and the columns from which it is derived.

A claim leaves levels possible. The first claim that leaves any decides, so that an explicit column wins over
a derived value; where no claim leaves a level, every level stays possible. Not knowing has no other form.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import narwhals as nw

from analysis.scores.claim import Claim, own
from analysis.scores.columns import OPEN, Columns, any_of
from analysis.scores.definition import Item, Level, Range
from analysis.scores.performance import ecog_of_kps, kps_of_ecog
from analysis.scores.primary_claim import of_primary

SINS_REGIONS = {
    "junctional": ("C0", "C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5", "S1"),
    "mobile": ("C3", "C4", "C5", "C6", "L2", "L3", "L4"),
    "semirigid": ("T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10"),
    "rigid": ("S2", "S3", "S4", "S5"),
}
"""Vertebrae by region of the spine, the one with the most points first; SINS 2010."""

GENERAL_CONDITION = {"poor": (10, 40), "moderate": (50, 70), "good": (80, 100)}
"""General condition → the lowest and highest Karnofsky value; Tokuhashi 2005."""

WBB_RESECTIONS = {"4-8 or 5-9": ((4, 8), (5, 9)), "4-9": ((4, 9),), "10-3": ((10, 3),)}
"""Resection → runs of sectors that it needs the tumour to stay within; each mirrors onto itself."""

ABNORMAL = {"crp_mg_dl": 0.4, "ldh_iu_l": 250.0, "albumin_g_dl": -3.7}
CRITICAL = {"platelets_per_ul": -100_000.0, "calcium_mg_dl": 10.3, "bilirubin_mg_dl": 1.4}
"""Limits of Katagiri 2014: from the limit up, or below it where it is written with a minus."""


Key = TypeVar("Key", int, str)
Maker = Callable[[Columns, Item], Claim | None]


def claims(columns: Columns, item: Item) -> tuple[Claim, ...]:
    """Return what the columns there are say of an item, the one that goes first first."""
    makers = _DERIVED.get(item.name, (own,))
    if item.classes:
        makers = (of_primary,) if item.name not in _OF_ITS_OWN else (own, of_primary)
    return tuple(claim for maker in makers if (claim := maker(columns, item)) is not None)


def _karnofsky(columns: Columns, item: Item) -> Claim | None:
    """Karnofsky values are the decades; what lies between them is none."""
    claim = own(columns, item)
    if claim is None:
        return None
    tens = columns.number("kps").fill_null(0) / 10
    decade = tens == tens.floor()
    may = {level: possible & decade for level, possible in claim.may.items()}
    return Claim("kps", may, columns.known("kps"))


def _kps_of_general_condition(columns: Columns, item: Item) -> Claim | None:
    if "general_condition" not in columns:
        return None
    may: dict[Level, nw.Expr] = {
        level: columns.is_level("general_condition", *_meeting(GENERAL_CONDITION, level))
        for level in item.points
    }
    return Claim("general_condition", may)


def _kps_of_ecog(columns: Columns, item: Item) -> Claim | None:
    return _through_numbers(columns, item, "ecog", kps_of_ecog())


def _ecog_of_kps(columns: Columns, item: Item) -> Claim | None:
    return _through_numbers(columns, item, "kps", ecog_of_kps())


def _through_numbers(
    columns: Columns, item: Item, source: str, table: Mapping[int, tuple[int, int]]
) -> Claim | None:
    """The two published conversions taken together: what either allows is possible."""
    if source not in columns:
        return None
    number = columns.number(source)
    may: dict[Level, nw.Expr] = {
        level: any_of((number == value).fill_null(False) for value in _meeting(table, level))
        for level in item.points
    }
    remark = f"{item.name} was taken from {source} by the two published conversions"
    return Claim(source, may, columns.known(source), ((nw.lit(True), remark),), explained=False)


def _meeting(table: Mapping[Key, tuple[int, int]], level: Level) -> list[Key]:
    """Return the keys whose interval meets a range."""
    assert isinstance(level, Range)
    top = OPEN if level.high is None else level.high
    return [key for key, (low, high) in table.items() if low <= top and high >= level.low]


def _bone_of_counts(columns: Columns, item: Item) -> Claim | None:
    """One metastasis in all is solitary; a count that isn't known may be anything."""
    counts = [name for name in ("vertebral_metastases", "extraspinal_bone_metastases") if name in columns]
    if not counts:
        return None
    low, high = nw.lit(0.0), nw.lit(0.0 if len(counts) == 2 else OPEN)
    for name in counts:
        fewest, most = columns.interval(name)
        low, high = low + fewest.fill_null(0), high + most.fill_null(OPEN)
    may: dict[Level, nw.Expr] = {"solitary": (low <= 1) & (high >= 1), "multiple": high >= 2}
    known = any_of(~columns.interval(name)[0].is_null() for name in counts)
    return Claim(" + ".join(counts), {level: possible & known for level, possible in may.items()})


def _no_count(name: str) -> Maker:
    """A number below 0 counts nothing; it is noted."""

    def maker(columns: Columns, item: Item) -> Claim | None:
        if name not in columns:
            return None
        below = columns.known(name) & columns.interval(name)[0].is_null()
        return Claim(name, dict.fromkeys(item.points, nw.lit(False)), below)

    return maker


def _none_of(other: str) -> Maker:
    """`none` in visceral_metastasis or organ_metastasis gives `none` in the other, unless contradicted."""

    def maker(columns: Columns, item: Item) -> Claim | None:
        if other not in columns:
            return None
        contradicted = columns.is_level("brain_metastasis", "yes") | columns.is_level(
            "multi_organ_metastasis", "yes"
        )
        none = columns.is_level(other, "none") & ~contradicted
        may = {level: none if level == "none" else nw.lit(False) for level in item.points}
        return Claim(other, may, remarks=((nw.lit(True), f"{item.name} none was taken from {other}"),))

    return maker


def _presence_in(name: str, *present: str, absent: str = "") -> Maker:
    """A column that tells whether there is any visceral metastasis."""

    def maker(columns: Columns, item: Item) -> Claim | None:
        if name not in columns:
            return None
        there, not_there = columns.is_level(name, *present), nw.lit(False)
        if absent:
            not_there = columns.is_level(name, absent)
        heard = columns.known(name) if absent else None
        return Claim(name, {"present": there, "absent": not_there}, heard)

    return maker


_IN_BRAIN = _presence_in("brain_metastasis", "yes")
_IN_VISCERA = _presence_in("visceral_metastasis", "treatable", "untreatable", absent="none")
_IN_ORGANS = _presence_in("organ_metastasis", "removable", "unremovable", absent="none")


def _leptomeningeal(columns: Columns, item: Item) -> Claim | None:
    """Leptomeningeal metastases are disseminated; Katagiri 2014."""
    there = columns.is_level("spinal_lm", "yes") | columns.is_level(
        "lm_enhancement", "linear", "nodular", "both"
    )
    if not {"spinal_lm", "lm_enhancement"} & columns.schema.keys():
        return None
    return Claim("leptomeningeal", {**dict.fromkeys(item.points, nw.lit(False)), "disseminated": there})


def _dissemination_of(presence: Maker) -> Maker:
    """Metastases that are there may be nodular or disseminated."""

    def maker(columns: Columns, item: Item) -> Claim | None:
        claim = presence(columns, item)
        if claim is None:
            return None
        there, not_there = claim.may["present"], claim.may["absent"]
        return Claim(claim.column, {"none": not_there, "nodular": there, "disseminated": there})

    return maker


def _laboratory(columns: Columns, item: Item) -> Claim | None:
    """Critical outranks abnormal, any one value suffices, and normal needs every value; Katagiri 2014."""
    if not {*ABNORMAL, *CRITICAL} & columns.schema.keys():
        return None
    abnormal, critical = (any_of(_beyond(columns, *one) for one in t.items()) for t in (ABNORMAL, CRITICAL))
    lacking = {
        name: any_of(~columns.settled_known(analyte) for analyte in tier)
        for name, tier in (("abnormal", ABNORMAL), ("critical", CRITICAL))
    }
    known = any_of(columns.settled_known(analyte) for analyte in (*ABNORMAL, *CRITICAL))
    may: dict[Level, nw.Expr] = {
        "normal": ~critical & ~abnormal,
        "abnormal": ~critical & (abnormal | lacking["abnormal"]),
        "critical": critical | lacking["critical"],
    }
    return Claim("laboratory", {level: possible & known for level, possible in may.items()})


def _beyond(columns: Columns, analyte: str, limit: float) -> nw.Expr:
    if analyte not in columns:
        return nw.lit(False)

    def beyond() -> nw.Expr:
        value = columns.number(analyte)
        return (value < -limit if limit < 0 else value >= limit).fill_null(False)

    return columns.settle(analyte, "beyond", beyond)


def _letter_of(other: str) -> Maker:
    """The grades of ASIA and Frankel, letter for letter."""

    def maker(columns: Columns, item: Item) -> Claim | None:
        if other not in columns:
            return None
        may = {level: columns.is_level(other, str(level)) for level in item.points}
        remark = f"{item.name} was taken from {other} letter for letter, by convention"
        return Claim(other, may, columns.known(other), ((nw.lit(True), remark),))

    return maker


def _location_of_levels(columns: Columns, item: Item) -> Claim | None:
    """The worst level of the lesion decides, also where the item lacks that region."""
    if "vertebral_levels" not in columns:
        return None
    worse, several, regions = nw.lit(False), nw.lit(False), {}
    for region, vertebrae in SINS_REGIONS.items():
        here = columns.contains("vertebral_levels", vertebrae)
        regions[region] = here & ~worse
        several, worse = several | (here & worse), worse | here
    may = {level: regions[str(level)] for level in item.points}
    heard = worse if len(may) < len(regions) else None
    remark = "vertebral_levels spans several regions: the one with the most points was taken, by convention"
    return Claim("vertebral_levels", may, heard, remarks=((several, remark),))


def _resection_of_sectors(columns: Columns, item: Item) -> Claim | None:
    """Which runs of sectors hold the whole tumour; the numbering's direction doesn't matter to that."""
    if "wbb_sectors" not in columns:
        return None
    sectors = columns.text("wbb_sectors")
    known = columns.known("wbb_sectors") & (sectors != "none").fill_null(False)
    may: dict[Level, nw.Expr] = {}
    for resection, runs in WBB_RESECTIONS.items():
        fits = any_of(~columns.contains("wbb_sectors", _outside(*run)) for run in runs)
        may[resection] = known & fits & ~any_of(may.values())
    may["other"] = known & ~any_of(may.values())
    remark = "wbb_numbering is not recorded: left and right can't be told apart"
    return Claim("wbb_sectors", may, remarks=((~columns.known("wbb_numbering"), remark),))


def _outside(first: int, last: int) -> list[str]:
    """Return the sectors of twelve that a run from first to last leaves out."""
    run = range(first, last + 1) if first <= last else (*range(first, 13), *range(1, last + 1))
    return [str(sector) for sector in range(1, 13) if sector not in run]


_OF_ITS_OWN = frozenset({"tumour_growth"})
"""Items of a class that a registry may hold in a column of their own."""

_DERIVED: Mapping[str, tuple[Maker, ...]] = {
    "kps": (_karnofsky, _kps_of_general_condition, _kps_of_ecog),
    "ecog": (own, _ecog_of_kps),
    "bone_metastasis": (
        own,
        _bone_of_counts,
        _no_count("vertebral_metastases"),
        _no_count("extraspinal_bone_metastases"),
    ),
    "visceral_metastasis": (own, _none_of("organ_metastasis")),
    "organ_metastasis": (own, _none_of("visceral_metastasis")),
    "visceral_present": (_IN_VISCERA, _IN_ORGANS),
    "visceral_or_brain": (_IN_BRAIN, _IN_VISCERA, _IN_ORGANS),
    "visceral_dissemination": (
        own,
        _leptomeningeal,
        *(_dissemination_of(presence) for presence in (_IN_BRAIN, _IN_VISCERA, _IN_ORGANS)),
    ),
    "laboratory": (_laboratory,),
    "frankel_grade": (own, _letter_of("asia_grade")),
    "asia_grade": (own, _letter_of("frankel_grade")),
    "sins_location": (own, _location_of_levels),
    "wbb_resection": (_resection_of_sectors,),
}
