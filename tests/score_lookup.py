"""The independent lookup of the scores' tests, and how its levels are entered as a registry's cells."""

import json
from itertools import product
from pathlib import Path

import pandas as pd

from analysis.cohort import ROW, Cohort, Source
from analysis.dictionary import load_dictionary

LOOKUP = json.loads((Path(__file__).parent / "reference" / "scores_lookup.json").read_text(encoding="utf-8"))

YES_NO = {"yes": "yes", "no": "no"}
KPS = {"poor": 40, "moderate": 50, "fair": 50, "good": 80}
COUNTS = {"ge3": 3, "1_2": 2, "0": 0, "1": 1, "2": 2}
FRANKEL = {"complete": "B", "incomplete": "C", "none": "E"}
SAME = None
PRESENCE = {"yes": "treatable", "no": "none", "present": "treatable", "absent": "none"}
NORMAL = {
    "crp_mg_dl": 0.39,
    "ldh_iu_l": 249,
    "albumin_g_dl": 3.7,
    "platelets_per_ul": 100_000,
    "calcium_mg_dl": 10.2,
    "bilirubin_mg_dl": 1.3,
}
LABORATORY = {
    "normal": NORMAL,
    "abnormal": {**NORMAL, "albumin_g_dl": 3.6},
    "critical": {**NORMAL, "platelets_per_ul": 99_999},
}
SOLITARY = {"yes": "solitary", "no": "multiple"}
MULTIPLE = {"yes": "multiple", "no": "solitary"}

# System → item of the lookup → our variable, and the cell of each level (SAME: the level's own key).
CELLS = {
    "tomita_2001": {
        "primary_growth": ("tumour_growth", SAME),
        "visceral": ("visceral_metastasis", SAME),
        "bone": ("bone_metastasis", SAME),
    },
    "tokuhashi_2005": {
        "general_condition": ("kps", KPS),
        "extraspinal_bone_foci": ("extraspinal_bone_metastases", COUNTS),
        "vertebral_mets": ("vertebral_metastases", COUNTS),
        "major_organ_mets": ("organ_metastasis", SAME),
        "primary_site": (
            "primary_site",
            dict(
                zip(
                    ("g0", "g1", "g2", "g3", "g4", "g5"),
                    ["bladder", "hcc", "colon", "kidney_rcc", "rectum", "thyroid"],
                    strict=True,
                )
            ),
        ),
        "palsy": ("frankel_grade", FRANKEL),
    },
    "sins_2010": {
        "location": ("sins_location", SAME),
        "pain": ("sins_pain", SAME),
        "bone_lesion": ("sins_lesion", SAME),
        "alignment": ("sins_alignment", SAME),
        "collapse": ("sins_collapse", SAME),
        "posterolateral": ("sins_posterolateral", SAME),
    },
    "katagiri_2014": {
        "primary": ("primary_site", {"slow": "myeloma", "moderate": "osteosarcoma", "rapid": "pancreas"}),
        "visceral": ("visceral_dissemination", SAME),
        "laboratory": ("laboratory", LABORATORY),
        "ecog_3_4": ("ecog", {"no": 2, "yes": 3}),
        "previous_chemo": ("previous_chemotherapy", YES_NO),
        "multiple_skeletal": ("bone_metastasis", MULTIPLE),
    },
    "van_der_linden_2005": {
        "kps": ("kps", KPS),
        "primary": (
            "primary_site",
            {"other": "thyroid", "lung": "lung_sclc", "prostate": "prostate_cr", "breast": "breast_hr_neg"},
        ),
        "visceral": ("visceral_metastasis", PRESENCE),
    },
    "rades_2008": {
        "primary": (
            "primary_site",
            {
                "breast": "breast_unknown",
                "prostate": "prostate_hs",
                "myeloma_lymphoma": "lymphoma",
                "lung": "lung_nsclc",
                "other": "colon",
            },
        ),
        "other_bone": ("bone_metastasis", MULTIPLE),
        "visceral": ("visceral_metastasis", PRESENCE),
        "interval": ("diagnosis_to_compression_months", {"le15": 15, "gt15": 15.5}),
        "ambulatory": ("ambulatory", YES_NO),
        "deficit_time": ("motor_deficit_days", {"1_7d": 7, "8_14d": 8, "gt14d": 15}),
    },
}
CELLS["tokuhashi_1990"] = {
    **CELLS["tokuhashi_2005"],
    "primary_site": ("primary_site", {"g0": "stomach", "g1": "bladder", "g2": "rectum"}),
}
CELLS["katagiri_2005"] = {
    **{item: CELLS["katagiri_2014"][item] for item in ("ecog_3_4", "previous_chemo", "multiple_skeletal")},
    "primary": ("primary_site", {"slow": "thyroid", "moderate": "colon", "rapid": "hcc"}),
    "visceral": ("visceral_metastasis", PRESENCE),
}
_BAUER = {
    "no_visceral": ("visceral_metastasis", {"yes": "none", "no": "untreatable"}),
    "solitary_skeletal": ("bone_metastasis", SOLITARY),
    "not_lung": ("not_lung", YES_NO),
    "favourable_primary": ("favourable", YES_NO),
}
CELLS["bauer_modified_2008"] = _BAUER
CELLS["bauer_1995"] = {**_BAUER, "no_fracture": ("pathologic_fracture", {"yes": "no", "no": "yes"})}
# Bauer's two questions about the primary, answered by one cell; lung is not among the favourable ones.
BAUER_PRIMARY = {("yes", "yes"): "kidney_rcc", ("yes", "no"): "prostate_hs", ("no", "no"): "lung_nsclc"}


def cells_of(system, levels):
    """Return a registry's cells for the levels of a system's items; None where they can't go together."""
    cells = {}
    for item, level in levels.items():
        variable, texts = CELLS[system][item]
        cells[variable] = str(level) if texts is SAME else texts[str(level)]
    cells.update(cells.pop("laboratory", {}))
    if "not_lung" in cells:
        primary = BAUER_PRIMARY.get((cells.pop("not_lung"), cells.pop("favourable")))
        return None if primary is None else {**cells, "primary_site": primary}
    return cells


def combinations(system):
    """Return the cells, and the points by item, of every combination that can be entered."""
    points = LOOKUP["systems"][system]["points"]
    found = []
    for levels in product(*(points[item] for item in points)):
        chosen = dict(zip(points, levels, strict=True))
        cells = cells_of(system, chosen)
        if cells is not None:
            found.append((cells, {item: points[item][level] for item, level in chosen.items()}))
    return found


def band_of(system, total):
    """Return the ends of the lookup's band that holds a total."""
    return next(
        ([low, high] for low, high in LOOKUP["systems"][system]["bands"] if low <= total <= high), None
    )


def cohort_of(rows, **lesions):
    """Return a pandas cohort of rows given as dictionaries, or as a frame."""
    frame = pd.DataFrame(rows)
    if ROW not in frame:
        frame.insert(0, ROW, range(2, len(frame) + 2))
    return Cohort(frame, load_dictionary(), Source("registry", "", "Sheet1"), **lesions)
