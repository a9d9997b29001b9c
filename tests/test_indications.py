"""Stated indications: each rule on both sides of its limits, every contraindication, and what isn't known."""

from itertools import groupby, product
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

from analysis.cohort import Cohort, Source
from analysis.dictionary import load_dictionary
from analysis.dictionary.read import read_rows
from analysis.errors import DefinitionError
from analysis.indications.definition import ALL, ANY, EITHER_READING, FIRST, Condition, Rule, named, yes
from analysis.indications.evaluate import find_indications
from analysis.indications.judge import Span, combined
from analysis.indications.rules import RULES
from analysis.synthetic.registry import simulate

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
DICTIONARY = load_dictionary()
BY_KEY = {rule.key: rule for rule in RULES}


def cohort(*rows, lesions=None):
    """Return a cohort of rows, given as variables; a variable that a row lacks is an empty cell of it."""
    frame = pd.DataFrame(list(rows))
    frame = frame.astype({n: float for n in frame if DICTIONARY[n].kind in ("count", "number", "date")})
    frame = frame.assign(source_row=range(2, len(rows) + 2))
    sheet = None if lesions is None else pd.DataFrame(lesions)
    return Cohort(frame, DICTIONARY, Source("registry.csv", "", "registry"), lesions=sheet)


def tell(rule, *rows, **more):
    """Return of each patient the verdict, the deciding conditions and those not recorded."""
    found = find_indications(cohort(*rows, **more), [BY_KEY[rule]]).frame.astype(object)
    told = {
        row.source_row: (row.verdict, *map(keys, (row.deciding, row.not_recorded)))
        for row in found.itertuples()
    }
    return [told.get(number, (None, set(), set())) for number in range(2, len(rows) + 2)]


def keys(text):
    """Return the keys that a result lists."""
    return set(text.split("|")) if isinstance(text, str) else set()


def sins(*levels):
    """Return the items of SINS with these levels, and a level that was never operated on or irradiated."""
    items = ("location", "pain", "lesion", "alignment", "collapse", "posterolateral")
    flags = {"previously_operated_level": "no", "previously_irradiated_level": "no"}
    return {f"sins_{name}": level for name, level in zip(items, levels, strict=True)} | flags


SINS_6 = sins("semirigid", "occasional", "mixed", "deformity", "involved", "none")  # 1 + 1 + 1 + 2 + 1 + 0
SINS_7 = sins("semirigid", "occasional", "mixed", "deformity", "involved", "unilateral")
SINS_12 = sins("semirigid", "mechanical", "lytic", "deformity", "gt50", "unilateral")  # 1 + 3 + 2 + 2 + 3 + 1
SINS_13 = sins("mobile", "mechanical", "lytic", "deformity", "gt50", "unilateral")


def tomita(growth, visceral, bone):
    """Return Tomita's items: slow 1, moderate 2, rapid 4; none 0, treatable 2, untreatable 4; 1 or 2."""
    return {"tumour_growth": growth, "visceral_metastasis": visceral, "bone_metastasis": bone}


TOMITA_2, TOMITA_3 = tomita("slow", "none", "solitary"), tomita("slow", "none", "multiple")
TOMITA_4, TOMITA_5 = tomita("slow", "treatable", "solitary"), tomita("slow", "treatable", "multiple")
TOMITA_6, TOMITA_7 = tomita("rapid", "none", "multiple"), tomita("rapid", "treatable", "solitary")
TOMITA_8, TOMITA_10 = tomita("rapid", "treatable", "multiple"), tomita("rapid", "untreatable", "multiple")

TOKUHASHI_12 = {  # 1 + 1 + 2 + 2 + 5 + 1
    "kps": 70,
    "extraspinal_bone_metastases": 1,
    "vertebral_metastases": 1,
    "organ_metastasis": "none",
    "primary_site": "thyroid",
    "frankel_grade": "D",
}
TOKUHASHI_9 = TOKUHASHI_12 | {
    "kps": 80,
    "primary_site": "bladder",
    "frankel_grade": "E",
}  # 2 + 1 + 2 + 2 + 0 + 2

MET = {
    "en_bloc": {
        "kps": 80,
        "expected_survival_months": 7,
        "tomita_type": "2",
        "vertebral_metastases": 1,
        "primary_controlled": "yes",
    },
    "en_bloc_relative": {"tomita_type": "1"},
    "wide_or_marginal_excision": {"tomita_type": "3"},
    "en_bloc_oncological": {"wbb_sectors": "4|5|6"},
    "separation": {"escc_grade": "2", "primary_site": "lung_nsclc"},
    "laminectomy_fixation": {"wbb_sectors": "1|11|12", "unfit_for_surgery": "no"},
    "cement_augmentation": {
        "neural_compression": "no",
        "posterior_wall_intact": "yes",
        "pedicle_involved": "no",
        "severe_vertebral_collapse": "no",
        "pathologic_fracture": "yes",
        "active_infection": "no",
        "escc_grade": "0",
        "severe_coagulation_disorder": "no",
        "cement_allergy": "no",
        "pregnancy": "no",
    },
    "radiofrequency": {
        "pain": "local",
        "lesion_to_cord_cm": 1.1,
        "severe_coagulation_disorder": "no",
        "active_infection": "no",
        "severe_organ_failure": "no",
        "paraplegia_risk": "no",
    },
    "microwave_alone": {
        "tomita_type": "3",
        "severe_coagulation_disorder": "no",
        "cardio_cerebrovascular_disease": "no",
        "pulmonary_dysfunction": "no",
    },
    "microwave_combined": {
        "tomita_type": "4",
        "severe_coagulation_disorder": "no",
        "cardio_cerebrovascular_disease": "no",
        "pulmonary_dysfunction": "no",
    },
    "biopsy": {"tomita_type": "1", "previous_malignancy": "no", "progressive_neurological_symptoms": "no"},
    "direct_decompression": {"tomita_type": "1", "progressive_neurological_symptoms": "yes"},
    "drug_free_vegf": {
        "surgery_type": "en_bloc",
        "targeted_drug_kind": "vegf_intravenous",
        "targeted_therapy_end_date": 0,
        "surgery_date": 28,
    },
    "drug_free_egfr": {
        "surgery_type": "en_bloc",
        "targeted_drug_kind": "egfr_oral",
        "targeted_therapy_end_date": 0,
        "surgery_date": 14,
    },
    "embolisation": {
        "surgery_type": "en_bloc",
        "primary_site": "kidney_rcc",
        "hairpin_artery_shared": "no",
    },
    "embolisation_by_imaging": {
        "surgery_type": "en_bloc",
        "primary_site": "prostate_hs",
        "lesion_vascularity": "rich",
        "hairpin_artery_shared": "no",
    },
    "embolisation_within_24_hours": {
        "surgery_type": "en_bloc",
        "embolisation": "yes",
        "embolisation_to_surgery_hours": 24,
    },
    "embolisation_within_48_hours": {
        "surgery_type": "en_bloc",
        "embolisation": "yes",
        "embolisation_to_surgery_hours": 48,
    },
    "stabilisation_for_pain": {"tomita_type": "1", "pain": "mechanical"},
    "stabilisation_for_sins": SINS_13,
    "excision_by_tomita": {"surgery_type": "none", **TOMITA_3},
    "intralesional_by_tomita": {"surgery_type": "none", **TOMITA_4},
    "palliation_by_tomita": {"surgery_type": "none", **TOMITA_6},
    "no_surgery_by_tomita": {"surgery_type": "none", **TOMITA_8},
    "active_surgery_by_tokuhashi": TOKUHASHI_12,
    "radiotherapy_alone": {"escc_grade": "0"},
    "radiosurgery_first": {**SINS_6, "asia_grade": "E"},
    "no_radiotherapy_before_surgery": {"surgery_type": "en_bloc", "pathologic_fracture": "yes"},
    "radiotherapy_to_surgery": {"surgery_type": "en_bloc", "radiotherapy_end_date": 0, "surgery_date": 15},
    "surgery_to_radiotherapy": {"surgery_type": "en_bloc", "surgery_date": 0, "radiotherapy_start_date": 14},
    "radiosurgery_after_separation": {"surgery_type": "separation"},
    "separation_to_radiotherapy": {
        "surgery_type": "separation",
        "radiotherapy": "stereotactic",
        "surgery_date": 0,
        "radiotherapy_start_date": 21,
    },
    "radiotherapy_after_cement": {"surgery_type": "kyphoplasty"},
    "surgery_by_kps": {"surgery_type": "none", "kps": 70},
    "surgery_by_asia": {"surgery_type": "none", "asia_grade": "C"},
    "surgery_by_sins": SINS_7,
    "surgery_by_sins_13": SINS_13,
    "surgery_by_tomita_2_to_3": {"surgery_type": "none", **TOMITA_3},
    "surgery_by_tomita_4_to_5": {"surgery_type": "none", **TOMITA_4},
    "surgery_by_tomita_over_6": {"surgery_type": "none", **TOMITA_7},
}
"""Rule → a patient who just meets it."""

NEVER_MET = {"biopsy_with_metastases", "chemotherapy", "thrombosis_prevention"}
"""A condition of theirs is in no variable."""

OTHERS = [
    # rule, what is changed, verdict, what decides
    ("en_bloc", {"kps": 70}, "not_met", "good_general_condition"),
    ("en_bloc", {"expected_survival_months": 6}, "not_met", "expected_life_over_6_months"),
    ("en_bloc", {"expected_survival_months": 6.1}, "met", ""),
    ("en_bloc", {"tomita_type": "5"}, "met", ""),
    ("en_bloc", {"tomita_type": "1"}, "not_met", "tomita_type_2_to_5"),
    ("en_bloc", {"tomita_type": "6"}, "not_met", "tomita_type_2_to_5"),
    ("en_bloc", {"vertebral_metastases": 2}, "not_met", "solitary"),
    ("en_bloc", {"primary_controlled": "no"}, "not_met", "primary_controlled"),
    ("en_bloc", {"extraspinal_bone_metastases": 2}, "met", ""),
    ("en_bloc", {"expected_survival_months": None, **TOKUHASHI_9}, "met", ""),
    (
        "en_bloc",
        {"expected_survival_months": None, **TOKUHASHI_9, "frankel_grade": "D"},
        "not_met",
        "expected_life_over_6_months",
    ),
    ("en_bloc_relative", {"tomita_type": "6"}, "met", ""),
    ("en_bloc_relative", {"tomita_type": "2"}, "not_met", "tomita_type_1_or_6"),
    ("wide_or_marginal_excision", {"tomita_type": "4"}, "cannot_be_told", "intracompartmental"),
    ("en_bloc_oncological", {"wbb_sectors": "5|6|7|8|9"}, "met", ""),
    ("en_bloc_oncological", {"wbb_sectors": "4|5|9"}, "not_met", "wbb_one_pedicle"),
    ("en_bloc_oncological", {"wbb_sectors": "3|4"}, "cannot_be_told", "wbb_one_pedicle"),
    ("separation", {"escc_grade": "3"}, "met", ""),
    ("separation", {"escc_grade": "1c"}, "not_met", "escc_2_or_3"),
    ("separation", {"escc_grade": "1b"}, "contraindicated", "low_grade_escc"),
    ("separation", {"lesion_vascularity": "rich"}, "contraindicated", "hypervascular"),
    ("separation", {"primary_site": "kidney_rcc", "lesion_vascularity": "poor"}, "met", ""),
    ("separation", {"primary_site": "lung_nsclc|lung_sclc"}, "cannot_be_told", "radiosensitive"),
    ("separation", {"primary_site": "colon|rectosigmoid|rectum"}, "met", ""),
    ("laminectomy_fixation", {"wbb_sectors": "3|4"}, "cannot_be_told", "posterior_elements_or_palliation"),
    ("laminectomy_fixation", {"wbb_sectors": "4", "palliative_decompression": "yes"}, "met", ""),
    (
        "laminectomy_fixation",
        {"wbb_sectors": "4", "palliative_decompression": "no"},
        "not_met",
        "posterior_elements_or_palliation",
    ),
    ("cement_augmentation", {"neural_compression": "yes"}, "not_met", "no_neural_compression"),
    ("cement_augmentation", {"neural_compression": None}, "met", ""),  # ESCC 0: within the bone
    (
        "cement_augmentation",
        {"neural_compression": None, "pain": "radicular"},
        "not_met",
        "no_neural_compression",
    ),
    (
        "cement_augmentation",
        {"neural_compression": None, "escc_grade": "1a"},
        "cannot_be_told",
        "no_neural_compression",
    ),
    (
        "cement_augmentation",
        {"neural_compression": None, "escc_grade": "2"},
        "not_met",
        "no_neural_compression",
    ),
    ("cement_augmentation", {"posterior_wall_intact": "no"}, "not_met", "posterior_wall_intact"),
    ("cement_augmentation", {"pedicle_involved": "yes"}, "not_met", "pedicle_spared"),
    ("cement_augmentation", {"pedicle_involved": None, "sins_posterolateral": "none"}, "met", ""),
    (
        "cement_augmentation",
        {"pedicle_involved": None, "sins_posterolateral": "unilateral"},
        "cannot_be_told",
        "pedicle_spared",
    ),
    ("cement_augmentation", {"severe_vertebral_collapse": "yes"}, "not_met", "no_severe_collapse"),
    ("cement_augmentation", {"severe_vertebral_collapse": None, "sins_collapse": "involved"}, "met", ""),
    (
        "cement_augmentation",
        {"severe_vertebral_collapse": None, "sins_collapse": "lt50"},
        "cannot_be_told",
        "no_severe_collapse",
    ),
    (
        "cement_augmentation",
        {"pathologic_fracture": "no", "sins_lesion": "lytic", "severe_pain": "yes"},
        "met",
        "",
    ),
    (
        "cement_augmentation",
        {"pathologic_fracture": "no", "sins_lesion": "blastic", "severe_pain": "yes"},
        "not_met",
        "lytic_or_fracture",
    ),
    (
        "cement_augmentation",
        {"pathologic_fracture": "no", "sins_lesion": "mixed", "severe_pain": "yes"},
        "cannot_be_told",
        "lytic_or_fracture",
    ),
    (
        "cement_augmentation",
        {"pathologic_fracture": "no", "sins_lesion": "lytic", "pain": "none"},
        "not_met",
        "severe_pain_or_fracture",
    ),
    ("cement_augmentation", {"pregnancy": None, "sex": "male"}, "met", ""),
    ("cement_augmentation", {"pregnancy": None, "sex": "female"}, "cannot_be_told", "pregnancy"),
    ("cement_augmentation", {"escc_grade": "2", "asia_grade": "E"}, "met", ""),
    ("cement_augmentation", {"escc_grade": "2", "asia_grade": "A"}, "met", ""),  # complete, not incomplete
    (
        "cement_augmentation",
        {"escc_grade": "2", "asia_grade": "B"},
        "contraindicated",
        "incomplete_palsy_by_compression",
    ),
    ("radiofrequency", {"pain": "none"}, "not_met", "pain"),
    ("radiofrequency", {"pain": None, "sins_pain": "occasional"}, "met", ""),
    ("radiofrequency", {"pain": None, "pain_score": 0}, "not_met", "pain"),
    ("radiofrequency", {"lesion_to_cord_cm": 1}, "contraindicated", "within_1_cm_of_cord"),
    (
        "radiofrequency",
        {"lesion_to_cord_cm": None, "escc_grade": "1c"},
        "contraindicated",
        "within_1_cm_of_cord",
    ),
    (
        "radiofrequency",
        {"lesion_to_cord_cm": None, "escc_grade": "1b"},
        "cannot_be_told",
        "within_1_cm_of_cord",
    ),
    ("microwave_alone", {"tomita_type": "4"}, "not_met", "tomita_type_1_to_3"),
    ("microwave_combined", {"tomita_type": "3"}, "not_met", "tomita_type_4_to_6"),
    ("microwave_combined", {"tomita_type": "7"}, "cannot_be_told", "tomita_type_4_to_6"),
    ("biopsy", {"previous_malignancy": "yes", "primary_site": "unknown_primary"}, "met", ""),
    (
        "biopsy",
        {"previous_malignancy": "yes", "primary_site": "colon", "primary_long_inactive": "no"},
        "not_met",
        "origin_doubtful",
    ),
    ("biopsy", {"previous_malignancy": "yes", "primary_site": "colon"}, "cannot_be_told", "origin_doubtful"),
    ("biopsy", {"previous_malignancy": "yes", "primary_long_inactive": "yes"}, "met", ""),
    (
        "direct_decompression",
        {"progressive_neurological_symptoms": "no"},
        "not_met",
        "progressive_neurological_symptoms",
    ),
    ("drug_free_vegf", {"surgery_date": 27}, "not_met", "stopped_4_weeks"),
    ("drug_free_egfr", {"surgery_date": 13}, "not_met", "stopped_2_weeks"),
    ("drug_free_egfr", {"surgery_date": -3}, "not_met", "stopped_2_weeks"),  # stopped after surgery only
    ("drug_free_egfr", {"targeted_drug_kind": "other"}, None, ""),
    ("drug_free_egfr", {"surgery_type": "none"}, None, ""),
    ("embolisation", {"primary_site": "prostate_hs"}, "not_met", "hypervascular_primary"),
    ("embolisation", {"surgery_type": "biopsy"}, None, ""),
    ("embolisation_by_imaging", {"lesion_vascularity": "poor"}, "not_met", "hypervascular_on_imaging"),
    ("embolisation_by_imaging", {"primary_site": "thyroid"}, None, ""),
    ("embolisation_within_24_hours", {"embolisation_to_surgery_hours": 24.5}, "not_met", "within_24_hours"),
    ("embolisation_within_48_hours", {"embolisation_to_surgery_hours": 48.5}, "not_met", "within_48_hours"),
    ("embolisation_within_48_hours", {"embolisation": "no"}, None, ""),
    ("stabilisation_for_pain", {"pain": "radicular"}, "not_met", "mechanical_pain"),
    ("stabilisation_for_pain", {"pain": None, "sins_pain": "mechanical"}, "met", ""),
    ("stabilisation_for_sins", SINS_12, "cannot_be_told", "high_sins"),
    ("stabilisation_for_sins", SINS_6, "not_met", "high_sins"),
    (
        "stabilisation_for_sins",
        {"previously_operated_level": "yes"},
        "cannot_be_told",
        "operated_or_irradiated_level",
    ),
    ("excision_by_tomita", TOMITA_2, "met", ""),
    ("excision_by_tomita", TOMITA_4, "not_met", "tomita_2_to_3"),
    ("intralesional_by_tomita", TOMITA_5, "met", ""),
    ("intralesional_by_tomita", TOMITA_3, "not_met", "tomita_4_to_5"),
    ("intralesional_by_tomita", TOMITA_6, "not_met", "tomita_4_to_5"),
    ("palliation_by_tomita", TOMITA_7, "met", ""),
    ("palliation_by_tomita", TOMITA_5, "not_met", "tomita_6_to_7"),
    ("palliation_by_tomita", TOMITA_8, "not_met", "tomita_6_to_7"),
    ("no_surgery_by_tomita", TOMITA_10, "met", ""),
    ("no_surgery_by_tomita", TOMITA_7, "not_met", "tomita_8_to_10"),
    ("active_surgery_by_tokuhashi", {"frankel_grade": "B"}, "not_met", "tokuhashi_12_to_15"),
    ("active_surgery_by_tokuhashi", {"vertebral_metastases": 2}, "not_met", "solitary|tokuhashi_12_to_15"),
    (
        "active_surgery_by_tokuhashi",
        {"primary_site": "kidney_rcc", "kps": 90, "frankel_grade": "E"},
        "cannot_be_told",
        "low_malignancy",
    ),
    ("radiotherapy_alone", {"escc_grade": "1a"}, "not_met", "escc_0"),
    ("radiosurgery_first", {"asia_grade": "A"}, "cannot_be_told", "stable_or_no_cord_symptoms"),
    ("radiosurgery_first", {"asia_grade": "D"}, "cannot_be_told", "stable_or_no_cord_symptoms"),
    ("radiosurgery_first", {**SINS_13, "asia_grade": "E"}, "cannot_be_told", "stable_or_no_cord_symptoms"),
    ("radiosurgery_first", {**SINS_13, "asia_grade": "B"}, "not_met", "stable_or_no_cord_symptoms"),
    (
        "radiosurgery_first",
        {"previously_irradiated_level": "yes"},
        "cannot_be_told",
        "operated_or_irradiated_level",
    ),
    ("no_radiotherapy_before_surgery", {"pathologic_fracture": "no", "impending_fracture": "yes"}, "met", ""),
    (
        "no_radiotherapy_before_surgery",
        {"pathologic_fracture": "no", "impending_fracture": "no"},
        "not_met",
        "fracture_or_impending",
    ),
    (
        "no_radiotherapy_before_surgery",
        {"pathologic_fracture": "no"},
        "cannot_be_told",
        "fracture_or_impending",
    ),
    ("radiotherapy_to_surgery", {"surgery_date": 14}, "not_met", "over_2_weeks"),
    ("radiotherapy_to_surgery", {"radiotherapy_start_date": 20, "radiotherapy_end_date": 30}, None, ""),
    ("surgery_to_radiotherapy", {"radiotherapy_start_date": 13}, "cannot_be_told", "healed_or_2_weeks"),
    (
        "surgery_to_radiotherapy",
        {"radiotherapy_start_date": 13, "wound_healed_before_radiotherapy": "no"},
        "not_met",
        "healed_or_2_weeks",
    ),
    (
        "surgery_to_radiotherapy",
        {"radiotherapy_start_date": 5, "wound_healed_before_radiotherapy": "yes"},
        "met",
        "",
    ),
    ("surgery_to_radiotherapy", {"radiotherapy_start_date": -5, "radiotherapy_end_date": -1}, None, ""),
    ("radiosurgery_after_separation", {"surgery_type": "corpectomy"}, None, ""),
    ("separation_to_radiotherapy", {"radiotherapy_start_date": 20}, "not_met", "within_3_to_5_weeks"),
    ("separation_to_radiotherapy", {"radiotherapy_start_date": 35}, "met", ""),
    ("separation_to_radiotherapy", {"radiotherapy_start_date": 36}, "not_met", "within_3_to_5_weeks"),
    ("separation_to_radiotherapy", {"radiotherapy": "conventional"}, None, ""),
    ("radiotherapy_after_cement", {"surgery_type": "none"}, None, ""),
    ("surgery_by_kps", {"kps": 60}, "not_met", "kps"),
    ("surgery_by_kps", {"kps": None, "ecog": 1}, "met", ""),  # Karnofsky 70 to 90
    ("surgery_by_kps", {"kps": None, "ecog": 2}, "cannot_be_told", "kps"),  # Karnofsky 50 to 70
    ("surgery_by_asia", {"asia_grade": "E"}, "met", ""),
    ("surgery_by_asia", {"asia_grade": "B"}, "not_met", "asia"),
    ("surgery_by_sins", SINS_6, "not_met", "sins"),
    (
        "surgery_by_sins",
        {"previously_irradiated_level": "yes"},
        "cannot_be_told",
        "operated_or_irradiated_level",
    ),
    ("surgery_by_sins_13", SINS_12, "not_met", "sins_13"),
    ("surgery_by_tomita_2_to_3", TOMITA_4, "not_met", "tomita_2_to_3"),
    ("surgery_by_tomita_4_to_5", TOMITA_5, "met", ""),
    ("surgery_by_tomita_4_to_5", TOMITA_6, "not_met", "tomita_4_to_5"),
    ("surgery_by_tomita_over_6", TOMITA_6, "not_met", "tomita_over_6"),  # printed as > 6
]

PRESENT = {
    ("en_bloc", "tomita_type_7"): {"tomita_type": "7"},
    ("en_bloc_relative", "tomita_type_7"): {"tomita_type": "7"},
    ("separation", "hypervascular"): {"primary_site": "kidney_rcc"},
    ("separation", "radiosensitive"): {"primary_site": "prostate_hs"},
    ("separation", "low_grade_escc"): {"escc_grade": "0"},
    ("laminectomy_fixation", "unfit_for_surgery"): {"unfit_for_surgery": "yes"},
    ("cement_augmentation", "infection"): {"active_infection": "yes"},
    ("cement_augmentation", "incomplete_palsy_by_compression"): {"escc_grade": "3", "frankel_grade": "D"},
    ("cement_augmentation", "coagulation_disorder"): {"severe_coagulation_disorder": "yes"},
    ("cement_augmentation", "cement_allergy"): {"cement_allergy": "yes"},
    ("cement_augmentation", "pregnancy"): {"pregnancy": "yes"},
    ("radiofrequency", "within_1_cm_of_cord"): {"lesion_to_cord_cm": 0.4},
    ("radiofrequency", "coagulation_disorder"): {"severe_coagulation_disorder": "yes"},
    ("radiofrequency", "infection"): {"active_infection": "yes"},
    ("radiofrequency", "organ_failure"): {"severe_organ_failure": "yes"},
    ("radiofrequency", "paraplegia_risk"): {"paraplegia_risk": "yes"},
    ("microwave_alone", "coagulation_disorder"): {"severe_coagulation_disorder": "yes"},
    ("microwave_alone", "heart_brain_or_lung_disease"): {"pulmonary_dysfunction": "yes"},
    ("microwave_combined", "coagulation_disorder"): {"severe_coagulation_disorder": "yes"},
    ("microwave_combined", "heart_brain_or_lung_disease"): {"cardio_cerebrovascular_disease": "yes"},
    ("biopsy", "progressive_neurological_symptoms"): {"progressive_neurological_symptoms": "yes"},
    ("biopsy_with_metastases", "progressive_neurological_symptoms"): {
        "progressive_neurological_symptoms": "yes"
    },
    ("embolisation", "hairpin_artery"): {"hairpin_artery_shared": "yes"},
    ("embolisation_by_imaging", "hairpin_artery"): {"hairpin_artery_shared": "yes"},
}
"""(rule, contraindication) → what makes it present."""

STAYS_MET = {
    # Tomita's bone item spans one band; ESCC 0 says that nothing is compressed
    ("excision_by_tomita", "bone_metastasis"),
    ("surgery_by_tomita_2_to_3", "bone_metastasis"),
    ("intralesional_by_tomita", "bone_metastasis"),
    ("surgery_by_tomita_4_to_5", "bone_metastasis"),
    ("surgery_by_tomita_over_6", "bone_metastasis"),
    ("cement_augmentation", "neural_compression"),
}
"""(rule, variable) that may be missing without a doubt, since others settle it."""

MARKERS = {
    rule: ("surgery_type",)
    for rule in MET
    if "tomita" in rule or rule in ("surgery_by_kps", "surgery_by_asia")
}
MARKERS |= dict.fromkeys(("biopsy", "direct_decompression", "stabilisation_for_pain"), ("tomita_type",))
"""Variables that only make the registry one of the spine."""


def test_every_rule_has_a_patient_who_meets_it_or_can_never_be_told():
    assert set(MET) | NEVER_MET == set(BY_KEY)
    assert set(PRESENT) == {(rule.key, c.key) for rule in RULES for c in rule.contraindications}


@pytest.mark.parametrize("rule", MET)
def test_a_patient_with_all_that_is_asked_meets_the_rule(rule):
    asked = {condition.key for condition in (*BY_KEY[rule].among, *BY_KEY[rule].conditions)}
    assert tell(rule, MET[rule]) == [("met", asked, set())]


def changed(case):
    """Return the rule and the columns of a case, by which cases can be told together."""
    return case[0], sorted(MET[case[0]] | case[1])


GROUPS = [list(cases) for _, cases in groupby(sorted(OTHERS, key=changed), key=changed)]


@pytest.mark.parametrize("cases", GROUPS, ids=lambda cases: f"{cases[0][0]}: {'; '.join(cases[0][1])}")
def test_both_sides_of_each_limit(cases):
    rule = cases[0][0]
    told = tell(rule, *(MET[rule] | change for _, change, *_ in cases))
    for (_, change, verdict, decided_by), found in zip(cases, told, strict=True):
        assert found[0] == verdict, change
        assert verdict == "met" or found[1] == keys(decided_by or None), change


@pytest.mark.parametrize("rule", MET)
def test_nothing_is_ever_assumed_of_an_empty_cell(rule):
    """Each variable missing once: the rule can't be told, unless others settle it."""
    asked = [name for name in MET[rule] if name not in MARKERS.get(rule, ())]
    told = tell(rule, *(MET[rule] | {name: None} for name in asked))
    expected = ["met" if (rule, name) in STAYS_MET else "cannot_be_told" for name in asked]
    assert dict(zip(asked, (found[0] for found in told), strict=True)) == dict(
        zip(asked, expected, strict=True)
    )


@pytest.mark.parametrize(("rule", "contraindication"), PRESENT)
def test_a_contraindication_that_is_there_contraindicates(rule, contraindication):
    row = MET.get(rule, {"tomita_type": "1"}) | PRESENT[rule, contraindication]
    assert tell(rule, row)[0][:2] == ("contraindicated", {contraindication})


OF_ITS_OWN = [
    (rule, key, variable)
    for (rule, key), change in PRESENT.items()
    for variable in change
    if variable not in ("tomita_type", "escc_grade", "primary_site", "frankel_grade") and rule in MET
]


@pytest.mark.parametrize(("rule", "contraindication", "variable"), OF_ITS_OWN)
def test_a_contraindication_without_a_column_is_named_and_does_not_stand_in_the_way(
    rule, contraindication, variable
):
    """The same contraindication with an empty cell does."""
    without = {name: value for name, value in MET[rule].items() if name != variable}
    if contraindication == "heart_brain_or_lung_disease":
        without = {
            n: v
            for n, v in without.items()
            if n not in ("pulmonary_dysfunction", "cardio_cerebrovascular_disease")
        }
    verdict, _, not_recorded = tell(rule, without)[0]
    assert (verdict, not_recorded) == ("met", {contraindication})
    assert tell(rule, MET[rule] | {variable: None})[0][:2] == ("cannot_be_told", {contraindication})


def test_levels_that_no_column_calls_operated_are_assessed_and_said_to_be_unrecorded():
    row = {name: level for name, level in SINS_7.items() if not name.startswith("previously")}
    assert tell("surgery_by_sins", row) == [("met", {"sins"}, {"operated_or_irradiated_level"})]


@pytest.mark.parametrize("rule", sorted(NEVER_MET))
def test_what_no_variable_holds_cannot_be_told(rule):
    everything = {"surgery_type": "en_bloc", "previous_malignancy": "yes", "multi_organ_metastasis": "yes"}
    assert tell(rule, everything)[0][0] == "cannot_be_told"


def test_separation_agrees_with_a_lookup_of_every_grade_and_primary():
    """Six grades and none, 46 primaries and none; classes straight from primaries.csv."""
    primaries = {row["key"]: row for row in read_rows("primaries.csv")}
    grades = ("0", "1a", "1b", "1c", "2", "3", None)
    rows = [{"escc_grade": g, "primary_site": p} for g, p in product(grades, (*primaries, None))]
    found = find_indications(cohort(*rows), [BY_KEY["separation"]]).frame["verdict"].tolist()

    def expected(grade, key):
        primary = primaries.get(key, {"vascularity": "", "radiosensitivity": ""})
        if (
            grade in ("0", "1a", "1b")
            or primary["vascularity"] == "high"
            or primary["radiosensitivity"] == "sensitive"
        ):
            return "contraindicated"
        if grade == "1c":
            return "not_met"
        return "met" if grade and primary["vascularity"] and primary["radiosensitivity"] else "cannot_be_told"

    assert found == [expected(row["escc_grade"], row["primary_site"]) for row in rows]
    assert set(found) == {"contraindicated", "not_met", "met", "cannot_be_told"}


def test_a_class_by_convention_is_said_to_be_one():
    found = find_indications(cohort(MET["separation"]), [BY_KEY["separation"]]).frame
    assert found["notes"].tolist() == ["vascularity: the class of this primary is assigned by convention"]


def test_the_treatment_given_is_read_off_the_registry():
    """A biopsy is no operation; what is unknown of two values stays unknown, unless one settles it."""
    rows = [
        {"escc_grade": "0", "radiotherapy": r, "surgery_type": s}
        for r, s in (("stereotactic", "biopsy"), ("none", None), ("conventional", "en_bloc"), (None, "none"))
    ]
    found = find_indications(cohort(*rows), [BY_KEY["radiotherapy_alone"]]).frame
    assert found["given"].astype(object).where(found["given"].notna(), None).tolist() == [
        "yes",
        "no",
        "no",
        None,
    ]


def test_lesions_are_told_one_by_one_and_the_best_told_is_the_patients():
    """Patient A: ESCC 0 and 3, so indicated at the second; B has no lesion and keeps the own row."""
    patients = [
        {"patient_id": "A", "primary_site": "lung_nsclc", "escc_grade": "1c"},
        {"patient_id": "B", "primary_site": "lung_nsclc", "escc_grade": "1c"},
    ]
    lesions = {
        "patient_id": ["A", "A"],
        "lesion_id": ["L1", "L2"],
        "escc_grade": ["0", "3"],
        "source_row": [2, 3],
    }
    found = find_indications(cohort(*patients, lesions=lesions), [BY_KEY["separation"]]).frame
    assert found[["patient", "lesion", "verdict"]].astype(object).values.tolist()[0] == ["A", "L2", "met"]
    assert found["verdict"].tolist() == ["met", "not_met"]


def test_the_order_of_preference_among_lesions():
    """Of any two lesions the patient has met, else cannot be told, else contraindicated, else not met."""
    verdict = {"3": "met", None: "cannot_be_told", "0": "contraindicated", "1c": "not_met"}
    for one, other in product(verdict, repeat=2):
        lesions = {"patient_id": ["A", "A"], "escc_grade": [one, other], "source_row": [2, 3]}
        row = {"patient_id": "A", "primary_site": "lung_nsclc"}
        best = min((one, other), key=list(verdict).index)
        assert tell("separation", row, lesions=lesions)[0][0] == verdict[best]


def test_a_patient_left_out_has_no_verdict_and_the_order_of_patients_stays():
    import narwhals as nw

    whole = cohort(
        {"patient_id": "A", "kps": 90}, {"patient_id": "B", "kps": 50}, {"patient_id": "C", "kps": 70}
    )
    kept = whole.keep(nw.col("patient_id") != "B", "not B")
    assert not find_indications(kept).rules  # nothing of a spine
    spinal = Cohort(whole.frame.assign(surgery_type="none"), DICTIONARY, whole.source)
    kept = spinal.keep(nw.col("patient_id") != "B", "not B")
    assert find_indications(kept, [BY_KEY["surgery_by_kps"]]).frame["patient"].tolist() == ["A", "C"]


def test_polars_and_duckdb_tell_the_same_as_pandas():
    frame = simulate(60, seed=3).patients
    days = {n: (frame[n] - pd.Timestamp(0)).dt.days.astype(float) for n in frame.select_dtypes("datetime")}
    frame = frame.assign(**days, source_row=range(60)).astype(
        dict.fromkeys(frame.select_dtypes("category"), object)
    )
    source = Source("synthetic.csv", "", "synthetic")
    relation = duckdb.sql("select * from frame order by source_row")
    told = [
        find_indications(Cohort(each, DICTIONARY, source)).frame.drop(columns="lesion").astype(object)
        for each in (frame, pl.from_pandas(frame), pl.from_pandas(frame).lazy(), relation)
    ]
    for other in told[1:]:
        pd.testing.assert_frame_equal(other, told[0], check_dtype=False)
    assert len(told[0]) > 1500


def test_no_patients_is_no_error():
    empty = cohort(MET["separation"])
    empty = Cohort(empty.frame.head(0), DICTIONARY, empty.source)
    assert find_indications(empty).frame.empty


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_each_cited_line_holds_the_words_quoted(rule):
    """The quotes are transcribed by hand; without spaces they stand in the lines named."""
    if not SEEDS.is_dir():
        pytest.skip("the texts are not beside the project")
    for condition in rule.every:
        seed = (condition.seed or rule.seed).removeprefix("seeds/")
        lines = next(SEEDS.glob(f"{seed}_*")).read_text(encoding="utf-8").split("\n")
        named_lines = "".join(
            lines[number - 1]
            for part in condition.lines.split(", ")
            for number in range(int(part.split("-")[0]), int(part.split("-")[-1]) + 1)
        )
        text, quote = ("".join(each.replace("-\n", "").split()) for each in (named_lines, condition.quote))
        assert quote.replace("-", "") in text.replace("-", ""), (condition.key, text)


def test_conditions_combine_as_kleene_says():
    """Brute force: the ends are those of every completion of what isn't known."""
    spans = [Span(low, high) for low in range(3) for high in range(low, 3)]
    for one, other in product(spans, repeat=2):
        pairs = [*product(range(one.low, one.high + 1), range(other.low, other.high + 1))]
        for mode, take in ((ALL, min), (ANY, max)):
            values = [take(pair) for pair in pairs]
            found = combined(mode, [one, other])
            assert (found.low, found.high) == (min(values), max(values))
        either = combined(EITHER_READING, [one, other])
        assert (either.low, either.high) == (min(map(min, pairs)), max(map(max, pairs)))
    assert combined(FIRST, [Span(1, 1), Span(0, 2), Span(2, 2), Span(0, 0)]).low == 2


def test_a_contradictory_rule_cannot_be_made():
    label = named("a", "b", "c")
    condition = Condition("x", "1", "quote", label, (yes("smoking"),))
    for make in (
        lambda: Condition("x", "1 to 2", "quote", label),
        lambda: Condition("x", "1", "", label),
        lambda: Condition("x", "1", "quote", {"en": "a"}),
        lambda: Condition("x", "1", "quote", label, mode="none"),
        lambda: Rule("r", "seeds/002", "1", label),
        lambda: Rule("r", "seeds/002", "1", label, (condition,), (condition,)),
        lambda: Rule("r", "seeds/002", "", label, (condition,)),
    ):
        with pytest.raises(DefinitionError):
            make()


def test_every_item_is_a_variable_of_the_dictionary_with_its_levels():
    """But for totals, classes and what is derived of several columns."""
    derived = {
        *("tomita_2001", "tokuhashi_2005", "sins_2010", "vascularity", "radiosensitivity", "wbb_resection"),
        *("primary_unknown", "drug_free_days", "radiotherapy_before_surgery", "radiotherapy_after_surgery"),
        *("days_from_radiotherapy_to_surgery", "days_from_surgery_to_radiotherapy"),
    }
    for rule in RULES:
        for item in rule.items:
            if item.name in derived:
                continue
            variable = DICTIONARY[item.name]
            texts = {level for level in item.points if isinstance(level, str)}
            assert texts == set(variable.level_keys) if texts else variable.kind in ("count", "number")
