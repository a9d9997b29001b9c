"""The same rows scored on pandas, Polars and DuckDB, and the worst of several lesions."""

from dataclasses import replace

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from score_lookup import cohort_of

from analysis.cohort import ROW
from analysis.dictionary import load_dictionary
from analysis.scores import scores
from analysis.scores.core import evaluate, evaluate_all, reads
from analysis.scores.lesions import evaluate_with_lesions
from analysis.scores.plan import result_columns

NUMBERS = {
    "kps": [0, 10, 40, 45, 50, 70, 80, 100],
    "ecog": [0, 1, 2, 3, 4, 5],
    "vertebral_metastases": [-1, 0, 1, 2, 3, 7],
    "extraspinal_bone_metastases": [0, 1, 2, 3, 2.5],
    "crp_mg_dl": [0.1, 0.4],
    "albumin_g_dl": [3.6, 3.7],
    "platelets_per_ul": [99_999, 100_000],
    "calcium_mg_dl": [9.0, 10.3],
    "diagnosis_to_compression_months": [15, 15.1],
    "motor_deficit_days": [1, 8, 15],
}
LEVELS = [
    "general_condition",
    "visceral_metastasis",
    "organ_metastasis",
    "brain_metastasis",
    "multi_organ_metastasis",
    "bone_metastasis",
    "asia_grade",
    "frankel_grade",
    "sins_location",
    "sins_pain",
    "sins_lesion",
    "sins_alignment",
    "sins_collapse",
    "sins_posterolateral",
    "escc_grade",
    "tomita_type",
    "pathologic_fracture",
    "previous_chemotherapy",
    "hormone_receptor",
    "triple_negative",
    "castration_resistant",
    "targeted_therapy",
    "spinal_lm",
    "lm_enhancement",
    "csf_cytology",
    "ambulatory",
    "visceral_dissemination",
    "tumour_growth",
]
TEXTS = {
    "vertebral_levels": ["T3|T4|T5", "S1|S2", "C7", "none"],
    "wbb_sectors": ["4|5|6", "4|9", "10|1", "3|4", "none"],
    "primary_site": ["lung_nsclc|lung_sclc", "breast_hr_pos|breast_hr_neg", "banana"],
}


def registry(rows=300, seed=7):
    """Return random cells of every item, a third of them missing, some of them nonsense."""
    draw, dictionary = np.random.default_rng(seed), load_dictionary()
    columns = {ROW: np.arange(2, rows + 2)}
    columns |= {name: draw.choice(np.array(values, dtype=float), rows) for name, values in NUMBERS.items()}
    columns |= {name: draw.choice([*dictionary[name].level_keys, "??"], rows) for name in LEVELS}
    keys = [*dictionary["primary_site"].level_keys, *TEXTS["primary_site"]]
    columns |= {
        name: draw.choice(keys if name == "primary_site" else texts, rows) for name, texts in TEXTS.items()
    }
    frame = pd.DataFrame(columns)
    for name in frame.columns[1:]:
        frame[name] = frame[name].astype(object if frame[name].dtype.kind == "U" else frame[name].dtype)
        frame[name] = frame[name].mask(draw.random(rows) < 1 / 3)
    known_in_part = frame["vertebral_metastases"].isna() & (draw.random(rows) < 0.5)
    frame["vertebral_metastases_low"] = np.where(known_in_part, draw.integers(1, 4, rows), np.nan)
    frame["vertebral_metastases_high"] = np.where(known_in_part & (draw.random(rows) < 0.5), 3, np.nan)
    return frame


FRAME = registry()


def as_categorical(frame):
    """Return the frame as the loader types it: levels and sets as Categorical."""
    return frame.astype(dict.fromkeys((*LEVELS, *TEXTS), "category"))


ENGINES = {
    "categorical pandas": as_categorical,
    "nullable pandas": lambda frame: frame.convert_dtypes(),
    "pandas of another index": lambda frame: frame.set_axis(frame.index[::-1] * 3),
    "polars": pl.from_pandas,
    "polars with NaN": lambda frame: pl.from_pandas(frame).with_columns(
        pl.col(*NUMBERS).fill_null(float("nan"))
    ),
    "polars categorical": lambda frame: pl.from_pandas(as_categorical(frame)),
    "lazy polars": lambda frame: pl.from_pandas(frame).lazy(),
    "duckdb": lambda frame: duckdb.connect().from_arrow(pl.from_pandas(frame).to_arrow()),
}


def in_rows(native, columns):
    """Return the results as plain rows, ordered by source row, missing as None."""
    frame = nw.from_native(native).lazy().collect("pandas").to_native()
    frame = frame.sort_values(ROW)[columns].astype(object)
    return frame.where(frame.notna(), None).to_numpy().tolist()


@pytest.fixture(scope="module")
def reference():
    """Return the results of all scores in plain pandas."""
    return evaluate_all(scores().values(), cohort_of(FRAME)).frame


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_identical_rows(engine, reference):
    """All definitions, options and reprints; points, totals, bands, what is missing and every note."""
    found = evaluate_all(scores().values(), replace(cohort_of(FRAME), frame=ENGINES[engine](FRAME))).frame
    kinds = {name: kind_of(dtype) for name, dtype in nw.from_native(found).collect_schema().items()}
    rows = nw.from_native(found).lazy().collect("pandas").to_native()
    for score in scores().values():
        columns = [ROW, *result_columns(score)]
        assert in_rows(rows, columns) == in_rows(reference, columns), score.key
    for score in scores().values():
        expected = {name: RESULT_KINDS.get(name.rsplit("_", 1)[1], "text") for name in result_columns(score)}
        assert {name: kinds[name] for name in expected} == expected


RESULT_KINDS = {"low": nw.Int16, "high": nw.Int16, "total": nw.Float64}


def kind_of(dtype):
    """Return a dtype, text for whatever an engine keeps texts as."""
    return dtype if dtype.is_numeric() else "text"


def test_the_registry_has_what_engines_could_tell_apart():
    """Every item, and: a gap in every column, nonsense, a set of keys, bounds of a count, only ECOG."""
    assert all(reads(score, FRAME) for score in scores().values())
    assert FRAME.drop(columns=ROW).isna().any().all()
    assert {45, 0}.issubset(FRAME["kps"]) and -1 in set(FRAME["vertebral_metastases"])
    assert {*TEXTS["primary_site"]} <= {*FRAME["primary_site"]}
    assert (FRAME["kps"].isna() & FRAME["general_condition"].isna() & FRAME["ecog"].notna()).any()
    bounds = FRAME[["vertebral_metastases_low", "vertebral_metastases_high"]].notna()
    assert bounds.all(axis=1).any() and (bounds.iloc[:, 0] & ~bounds.iloc[:, 1]).any()


def test_results_have_their_variables_and_stand_beside_what_was_read(reference):
    """Added columns are in the dictionary, the others as before; evaluating again changes nothing."""
    cohort = evaluate_all(scores().values(), cohort_of(FRAME))
    assert all(name in cohort.dictionary for name in cohort.frame.columns if name not in FRAME)
    pd.testing.assert_frame_equal(cohort.frame[FRAME.columns], FRAME)
    again = evaluate(scores()["tomita_2001"], cohort).frame
    pd.testing.assert_frame_equal(again, cohort.frame)
    assert cohort.dictionary["sins_2010_band"].level_keys == ("stable", "indeterminate", "unstable")


def test_the_ends_hold_the_total_and_knowing_more_narrows_them(reference):
    """low <= high everywhere; taking a column away never narrows an interval."""
    for score in scores().values():
        low, high = reference[score.column("low")], reference[score.column("high")]
        assert (low <= high).all() and (low >= score.lowest).all() and (high <= score.highest).all()
        total = reference[score.column("total")]
        assert (total.notna() == (low == high)).all()
    fewer = evaluate(scores()["sins_2010"], cohort_of(FRAME.drop(columns="sins_pain"))).frame
    assert (fewer["sins_2010_low"] <= reference["sins_2010_low"]).all()
    assert (fewer["sins_2010_high"] >= reference["sins_2010_high"]).all()


LESIONS = pd.DataFrame(
    {
        ROW: [2, 3, 4, 5],
        "patient_id": ["a", "a", "b", "x"],
        "lesion_id": ["1", "2", "1", "1"],
        "vertebral_levels": ["T4", "L5", "S3", "T4"],
        "sins_pain": ["none", "mechanical", "none", "none"],
        "sins_lesion": ["blastic", "lytic", "blastic", "lytic"],
        "sins_alignment": ["normal", "deformity", "normal", "normal"],
        "sins_collapse": ["none", "lt50", None, "none"],
        "sins_posterolateral": ["none", "unilateral", "none", "none"],
    }
)


def test_the_patient_gets_the_worst_lesion():
    """By hand: 1 and 3+3+2+2+2+1 = 13 points; never the sum. b's lesion is open; c has none."""
    patients = {"patient_id": ["a", "b", "c"], "escc_grade": ["1b", None, "3"]}
    wanted = [scores()["sins_2010"], scores()["escc_2010"]]
    cohort = evaluate_with_lesions(wanted, cohort_of(patients, lesions=LESIONS))
    assert cohort.lesions["sins_2010_total"].tolist()[:2] == [1, 13]
    frame = cohort.frame
    assert [*zip(frame["sins_2010_low"], frame["sins_2010_high"], strict=True)] == [(13, 13), (0, 3), (0, 18)]
    assert frame["sins_2010_band"].tolist() == ["unstable", "stable", None]
    assert frame["sins_2010_missing"].tolist()[:2] == [None, "sins_collapse"]
    assert "worst of 2 lesions" in frame["sins_2010_notes"][0]
    # The lesions have no grade of compression, so the patients' own stands.
    assert frame["escc_2010_band"].tolist() == ["1b", None, "3"]


def test_the_worst_of_open_lesions_is_the_highest_of_both_ends():
    """A lesion of 5 to 9 points and one of 7 make a patient of 7 to 9."""
    lesions = LESIONS.iloc[:2].assign(
        vertebral_levels=["L5", "T4"],
        sins_pain=["mechanical", "mechanical"],
        sins_lesion=["blastic", "mixed"],
        sins_alignment=[None, "deformity"],
        sins_collapse=["none", "none"],
        sins_posterolateral=["none", "none"],
    )
    cohort = evaluate_with_lesions([scores()["sins_2010"]], cohort_of({"patient_id": ["a"]}, lesions=lesions))
    assert cohort.lesions["sins_2010_low"].tolist() == [6, 7]
    row = cohort.frame.iloc[0]
    assert (row["sins_2010_low"], row["sins_2010_high"]) == (7, 10)
    assert row["sins_2010_band"] == "indeterminate"
    assert row["sins_2010_notes"] == "worst of 2 lesions; the band is certain, the total is 7 to 10"


def test_what_is_certain_of_a_lesion_is_not_said_of_the_patient():
    """Lesions of 0 to 3 and of 9 to 13 points: the first is stable for sure, the patient isn't anything."""
    lesions = LESIONS.iloc[:2].assign(
        vertebral_levels=["S2", "L5"],
        sins_pain=["none", "mechanical"],
        sins_lesion=["blastic", "mixed"],
        sins_alignment=["normal", None],
        sins_collapse=[None, "lt50"],
        sins_posterolateral=["none", "none"],
    )
    cohort = evaluate_with_lesions([scores()["sins_2010"]], cohort_of({"patient_id": ["a"]}, lesions=lesions))
    row = cohort.frame.iloc[0]
    assert (row["sins_2010_low"], row["sins_2010_high"], row["sins_2010_band"]) == (9, 13, None)
    assert row["sins_2010_notes"] == "worst of 2 lesions"
