"""What the synthetic registry is drawn from: every number with where it came from.

"Convention" means that nobody measured it: it was chosen to look like a registry, and nothing may be learnt
from it. Printed are only the shares of lung, breast and prostate, the shares of the spine's regions, the age,
the median survival of each band and the conversion between Karnofsky and ECOG.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isclose

from analysis.errors import DefinitionError

CONVENTION = "convention"
SEED_000 = (
    "seeds/000, introduction: lung 31%, breast 24%, prostate 16%; thoracic 70%, lumbar 20%, cervical 10%"
)
SEED_001 = "seeds/001, results: mean age 55.4, SD 12"
ZENG_2007 = "Zeng 2007, n=447: median survival 4, 10 and 29 months by band of Tokuhashi 2005"


@dataclass(frozen=True)
class Item:
    """A variable's levels, from the mildest to the worst, with their shares, which add up to 1.

    `loading`, from −1 to 1, is the correlation between the patient's burden of disease, a standard normal
    number, and the normal number that the level is read from.
    """

    variable: str
    shares: Mapping[str, float]
    loading: float = 0.0
    source: str = CONVENTION

    def __post_init__(self) -> None:
        if not isclose(sum(self.shares.values()), 1) or min(self.shares.values()) < 0:
            raise DefinitionError(f"{self.variable}: the shares add up to {sum(self.shares.values())}, not 1")
        if abs(self.loading) > 1:
            raise DefinitionError(f"{self.variable}: the loading {self.loading} is no correlation")


@dataclass(frozen=True)
class Measure:
    """A laboratory value: normal around `centre`, or log-normal with `centre` its median.

    `spread` is the standard deviation, of the logarithm where log-normal; `digits` is what is written.
    """

    variable: str
    centre: float
    spread: float
    digits: int
    loading: float
    logarithmic: bool = True
    source: str = CONVENTION


@dataclass(frozen=True)
class Band:
    """A band of the Tokuhashi 2005 total, from `low` up to the next, and its median survival."""

    low: int
    median_months: float
    surgery: Item
    source: str = ZENG_2007


# The patient ---------------------------------------------------------------------------------------------

PRINTED_PRIMARIES = {
    "lung_nsclc": 0.31 * 0.85,
    "lung_sclc": 0.31 * 0.15,
    "breast_hr_pos": 0.24 * 0.70,
    "breast_hr_neg": 0.24 * 0.20,
    "breast_unknown": 0.24 * 0.10,
    "prostate_hs": 0.16 * 0.60,
    "prostate_cr": 0.16 * 0.40,
}
"""SEED_000; how an organ's share is split is convention."""

FREQUENT_PRIMARIES = {
    "kidney_rcc": 0.06,
    "myeloma": 0.03,
    "lymphoma": 0.03,
    "unknown_primary": 0.03,
    "colon": 0.02,
    "thyroid": 0.015,
    "stomach": 0.015,
    "hcc": 0.015,
    "melanoma": 0.015,
    "rectum": 0.01,
    "bladder": 0.01,
}
"""Convention; what is left to 1 is spread evenly over all other primaries that Tokuhashi 2005 scores."""

ORGANS = {
    "lung": ("lung_nsclc", "lung_sclc"),
    "breast": ("breast_hr_pos", "breast_hr_neg", "breast_unknown"),
    "prostate": ("prostate_hs", "prostate_cr"),
}
"""Where a primary is "missing", these organs are still known, and stand as their candidate keys."""

MEAN_AGE, SD_AGE, YOUNGEST, OLDEST = 55.4, 12.0, 18, 90
"""SEED_001, the only ages the seeds print; cut at the ends by convention."""

SHARE_OF_MEN = {
    "prostate_hs": 1.0,
    "prostate_cr": 1.0,
    "seminoma": 1.0,
    "nonseminoma": 1.0,
    "urethra_penis": 1.0,
    "cervix": 0.0,
    "endometrium": 0.0,
    "ovary": 0.0,
    "breast_hr_pos": 0.01,
    "breast_hr_neg": 0.01,
    "breast_unknown": 0.01,
}
SHARE_OF_MEN_ELSE = 0.55

TRIPLE_NEGATIVE = 0.5
"""Of receptor-negative breast cancers. Convention."""
TARGETED_THERAPY = 0.25
"""Of non-small cell lung cancers. Convention."""

KPS = Item(
    "kps",
    {
        "100": 0.05,
        "90": 0.20,
        "80": 0.25,
        "70": 0.20,
        "60": 0.12,
        "50": 0.08,
        "40": 0.06,
        "30": 0.03,
        "20": 0.01,
    },
    loading=0.7,
)
ECOG_OF_KPS = {100: 0, 90: 0, 80: 1, 70: 1, 60: 2, 50: 2, 40: 3, 30: 3, 20: 4, 10: 4, 0: 5}
"""The conventional conversion (SCORES.md section 7)."""
FRANKEL = Item("frankel_grade", {"E": 0.55, "D": 0.25, "C": 0.12, "B": 0.05, "A": 0.03}, loading=0.7)
LOWEST_KPS_WALKING = 50
"""Able to walk: Frankel D or E and at least this. Convention."""

EXTRASPINAL = Item(
    "extraspinal_bone_metastases",
    {"0": 0.40, "1": 0.15, "2": 0.10, "3": 0.15, "4": 0.10, "6": 0.07, "10": 0.03},
    loading=0.6,
)
VISCERAL = Item("visceral_metastasis", {"none": 0.65, "treatable": 0.20, "untreatable": 0.15}, loading=0.6)
VISCERAL_OF_AGGRESSIVE = Item(
    "visceral_metastasis", {"none": 0.45, "treatable": 0.25, "untreatable": 0.30}, loading=0.6
)
AGGRESSIVE_UP_TO = 2
"""Primaries with up to so many points in Tokuhashi 2005 have visceral metastases more often. Convention."""
REMOVABLE = 0.4
"""Of treatable visceral metastases, those that can be removed. Convention."""
BRAIN = 0.25
"""Of patients with visceral metastases, those with one of the brain. Convention."""

FLAGS = (
    Item("primary_controlled", {"yes": 0.6, "no": 0.4}, loading=0.5),
    Item("previous_chemotherapy", {"no": 0.55, "yes": 0.45}, loading=0.3),
    Item("diabetes", {"no": 0.85, "yes": 0.15}),
    Item("smoking", {"no": 0.6, "yes": 0.4}),
    Item("steroids", {"no": 0.6, "yes": 0.4}, loading=0.3),
    Item("chemotherapy", {"yes": 0.6, "no": 0.4}),
)
RADIOTHERAPY = Item("radiotherapy", {"stereotactic": 0.2, "conventional": 0.5, "none": 0.3})
EMBOLISED = 0.2
"""Of the patients operated on. Convention."""

LABORATORY = (
    Measure("crp_mg_dl", 0.8, 1.2, 2, 0.6),
    Measure("ldh_iu_l", 230, 0.4, 0, 0.5),
    Measure("albumin_g_dl", 3.7, 0.45, 1, -0.6, logarithmic=False),
    Measure("platelets_per_ul", 240_000, 0.35, -3, -0.2),
    Measure("calcium_mg_dl", 9.4, 0.6, 1, 0.2, logarithmic=False),
    Measure("bilirubin_mg_dl", 0.6, 0.45, 1, 0.3),
)

# The lesions ---------------------------------------------------------------------------------------------

REGIONS = {"C": 0.10, "T": 0.70, "L": 0.20}
"""Of the lesions, by their upper vertebra: SEED_000; even within a region, by convention."""
LESIONS = Item("lesions", {"1": 0.50, "2": 0.25, "3": 0.15, "4": 0.10}, loading=0.5)
"""At most four: so many are always kept apart, see lesions.py."""
VERTEBRAE_OF_LESION = Item("vertebrae", {"1": 0.80, "2": 0.15, "3": 0.05})
ESCC = Item("escc_grade", {"0": 0.25, "1a": 0.15, "1b": 0.15, "1c": 0.15, "2": 0.15, "3": 0.15}, loading=0.6)
LESION_ITEMS = (
    Item("sins_pain", {"none": 0.15, "occasional": 0.40, "mechanical": 0.45}, loading=0.3),
    Item("sins_alignment", {"normal": 0.70, "deformity": 0.25, "subluxation": 0.05}, loading=0.3),
    Item("sins_collapse", {"none": 0.30, "involved": 0.30, "lt50": 0.25, "gt50": 0.15}, loading=0.3),
    Item("sins_posterolateral", {"none": 0.35, "unilateral": 0.35, "bilateral": 0.30}, loading=0.3),
    ESCC,
    Item("previously_irradiated_level", {"no": 0.9, "yes": 0.1}),
)
BONE_LESION = Item("sins_lesion", {"blastic": 0.05, "mixed": 0.20, "lytic": 0.75})
BONE_LESION_OF = {
    "breast": Item("sins_lesion", {"blastic": 0.2, "mixed": 0.3, "lytic": 0.5}),
    "prostate": Item("sins_lesion", {"blastic": 0.7, "mixed": 0.2, "lytic": 0.1}),
}
TYPE_WITHIN_BONE = Item("tomita_type", {"1": 0.4, "2": 0.35, "3": 0.25})
TYPE_BEYOND_BONE = Item("tomita_type", {"4": 0.7, "5": 0.3})
"""Tomita's type of the only lesion of one vertebra, by whether the epidural space is touched. Convention."""

# The course ----------------------------------------------------------------------------------------------

BANDS = (
    Band(
        0,
        4,
        Item(
            "surgery_type",
            {"none": 0.60, "vertebroplasty": 0.15, "laminectomy_fixation": 0.20, "separation": 0.05},
        ),
    ),
    Band(
        9,
        10,
        Item(
            "surgery_type",
            {
                "none": 0.35,
                "vertebroplasty": 0.15,
                "laminectomy_fixation": 0.25,
                "separation": 0.20,
                "en_bloc": 0.05,
            },
        ),
    ),
    Band(
        12,
        29,
        Item(
            "surgery_type",
            {
                "none": 0.25,
                "vertebroplasty": 0.20,
                "laminectomy_fixation": 0.20,
                "separation": 0.15,
                "en_bloc": 0.20,
            },
        ),
    ),
)
"""Survival is exponential with the band's median and does not depend on the treatment. Convention."""

FIRST_DIAGNOSIS, LAST_DIAGNOSIS = date(2015, 1, 1), date(2023, 12, 31)
CLOSING_DATE = date(2024, 12, 31)
MOST_DAYS_TO_TREATMENT = 21
MEDIAN_MONTHS_TO_LOSS = 36
"""Loss to follow-up is exponential and independent of all else; dates are even. Convention."""
