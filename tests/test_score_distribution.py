"""Distributions of scores and the counts of vertebrae: every row counted once, nothing missing as zero."""

import duckdb
import pandas as pd
import polars as pl
import pytest

from analysis.cohort import Cohort, Source
from analysis.dictionary import load_dictionary
from analysis.scores import default_scores, score_of, scores
from analysis.scores.core import evaluate
from analysis.scores.derived import SINS_REGIONS
from analysis.scores.lesions import evaluate_with_lesions
from analysis.tables.score_distribution import distribution, distributions, runs_of_totals
from analysis.tables.score_labels import band_label
from analysis.tables.score_tables import distribution_table
from analysis.tables.vertebrae import LOCATION_OF, count_vertebrae, vertebrae_table, vertebral_counts
from analysis.vocabulary.vertebrae import LEVELS

DICTIONARY = load_dictionary()
TOMITA = score_of("tomita_2001")

# Points by hand: slow 1, moderate 2, rapid 4; none 0, treatable 2, untreatable 4; solitary 1, multiple 2
PATIENTS = pd.DataFrame(
    {
        "tumour_growth": ["slow", "slow", "rapid", "moderate", None, None, "rapid"],
        "visceral_metastasis": ["none", "none", "untreatable", "none", "none", None, "untreatable"],
        "bone_metastasis": ["solitary", None, "multiple", "solitary", "solitary", None, None],
    }
)
"""Totals 2, 2 to 3, 10, 3, 1 + (1, 2 or 4), anything, 9 to 10."""


def cohort(frame, **parts):
    return Cohort(frame, DICTIONARY, Source("registry.csv", "", "registry"), **parts)


def tomita(frame=PATIENTS):
    return distribution(TOMITA, evaluate(TOMITA, cohort(frame)).frame)


def test_every_row_is_counted_where_it_belongs():
    """Seven patients by hand: a range inside a band counts there, across bands or unknown it does not."""
    counts = tomita().counts
    first, last = "wide or marginal excision", "supportive care"
    assert counts["band", first, None] == 3
    assert (counts["total", first, "2"], counts["total", first, "3"]) == (1, 1)
    assert counts["total_open", first, None] == 1
    assert counts["band", last, None] == 2
    assert counts["total_open", last, None] == 1
    assert counts["several_bands", None, None] == 1
    assert counts["not_scorable", None, None] == 1


def test_missing_variables_are_counted_one_by_one():
    """Growth is missing in rows 5 and 6, viscera in 6, bone in 2, 6 and 7."""
    found = tomita()
    assert found.missing == {"bone_metastasis": 3, "tumour_growth": 2, "visceral_metastasis": 1}
    assert (found.n, found.banded, found.open) == (7, 5, 2)


def test_denominators_are_all_or_those_with_a_band():
    """Five of the seven have a band."""
    frame = tomita().frame
    assert set(frame.loc[frame["band"].notna(), "denominator"]) == {5}
    assert set(frame.loc[frame["band"].isna(), "denominator"]) == {7}


@pytest.mark.parametrize("engine", ["polars", "lazy", "duckdb"])
def test_every_engine_gives_the_same_counts(engine):
    """Counted where the rows are."""
    rows = PATIENTS
    frames = {
        "polars": lambda: pl.from_pandas(rows),
        "lazy": lambda: pl.from_pandas(rows).lazy(),
        "duckdb": lambda: duckdb.from_df(rows),
    }
    assert tomita(frames[engine]()).counts == tomita().counts


@pytest.mark.parametrize("key", scores())
def test_parts_add_up_to_all_for_every_score(key):
    """With nothing known, each score has one patient, and bands and the rest add up to one."""
    score = score_of(key)
    variable = score.items[0].variables[0]
    frame = evaluate(score, cohort(pd.DataFrame({variable: pd.Series([None], dtype=object)}))).frame
    found = distribution(score, frame)
    unbanded = sum(n for (part, band, _), n in found.counts.items() if part == "total" and band is None)
    assert found.n == 1 == found.banded + found.open + unbanded
    assert found.counts["not_scorable", None, None] == 1
    totals = [total for _, run in runs_of_totals(score) for total in run]
    assert totals == list(score.reachable)


def test_a_total_without_a_band_is_said():
    """The reprint of Tomita in seeds/000 has no band for 6: slow 1 + untreatable 4 + solitary 1."""
    score = score_of("tomita_2001_seed000")
    row = pd.DataFrame(
        {"tumour_growth": ["slow"], "visceral_metastasis": ["untreatable"], "bone_metastasis": ["solitary"]}
    )
    found = distribution(score, evaluate(score, cohort(row)).frame)
    assert found.counts["total", None, "6"] == 1
    assert (found.banded, found.open) == (0, 0)
    texts = [row.cells for row in distribution_table(found, DICTIONARY).rows]
    assert ("total 6: printed without a band", "1", "100.0", "") in texts


def test_lesions_are_counted_beside_their_patients():
    """Two lesions of grades 1a and 3 make one patient of grade 3; a lesion without a grade stays open."""
    lesions = pd.DataFrame(
        {"patient_id": ["a", "a", "b"], "escc_grade": ["1a", "3", None], "source_row": [2, 3, 4]}
    )
    patients = pd.DataFrame({"patient_id": ["a", "b"], "source_row": [2, 3]})
    scored = evaluate_with_lesions([score_of("escc_2010")], cohort(patients, lesions=lesions))
    of_patients, of_lesions = distributions([score_of("escc_2010")], scored)
    assert (of_patients.of, of_patients.n, of_patients.worst) == ("patients", 2, True)
    assert of_patients.counts["band", "3", None] == 1
    assert of_patients.counts["band", "1a", None] == 0
    assert (of_lesions.of, of_lesions.n, of_lesions.worst) == ("lesions", 3, False)
    assert of_lesions.counts["band", "1a", None] == of_lesions.counts["band", "3", None] == 1
    assert of_lesions.counts["not_scorable", None, None] == 1


def test_the_table_lays_out_bands_totals_and_what_is_missing():
    """3 of 7 is 42.9%, 3 of the 5 with a band 60.0%."""
    rows = [row.cells for row in distribution_table(tomita(), DICTIONARY).rows]
    assert rows[:4] == [
        ("2–3: wide or marginal excision", "3", "42.9", "60.0"),
        ("2", "1", "14.3", "20.0"),
        ("3", "1", "14.3", "20.0"),
        ("total open, band certain", "1", "14.3", "20.0"),
    ]
    assert rows[-7:] == [
        ("more than one is possible", "1", "14.3", ""),
        ("not scorable: nothing of it is known", "1", "14.3", ""),
        ("Missing, so that totals stay open", "", "", ""),
        ("Bone metastasis", "3", "42.9", ""),
        ("Growth of the primary tumour", "2", "28.6", ""),
        ("Visceral metastasis", "1", "14.3", ""),
        ("Total", "7", "100.0", ""),
    ]


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("tr", ("Puan aralığı bilinmeyen", "28,6", "Kemik metastazı", "Toplam")),
        ("zh", ("分级未知", "28.6", "骨转移", "合计")),
    ],
)
def test_the_table_speaks_the_language_and_says_what_stays_english(lang, texts):
    """Furniture, numbers and variables are translated; bands stay those of the publication."""
    table = distribution_table(tomita(), DICTIONARY, lang=lang)
    printed = {cell for row in table.rows for cell in row.cells}
    for text in texts:
        assert any(text in cell for cell in printed), text
    assert any("wide or marginal excision" in cell for cell in printed)
    assert ("İngilizce" if lang == "tr" else "英文") in table.note


def test_no_patient_at_all_gives_zeros_and_no_percentage():
    """A registry with headings and no rows."""
    table = distribution_table(tomita(PATIENTS.iloc[:0]), DICTIONARY)
    assert table.rows[-1].cells == ("Total", "0", "–", "")


@pytest.mark.parametrize("score", default_scores(), ids=lambda score: score.key)
def test_no_two_bands_of_a_score_look_alike(score):
    """Labels tell bands apart in every language."""
    from analysis.tables.format import STYLES

    for style in STYLES.values():
        labels = [band_label(score, band, DICTIONARY, style) for band in score.bands]
        assert len(set(labels)) == len(labels)


def test_every_vertebra_has_one_location():
    """C1 to S5 and the occiput, each in exactly one of the four of SINS."""
    assert sorted(LOCATION_OF) == sorted(LEVELS)
    assert sum(map(len, SINS_REGIONS.values())) == len(LEVELS) == 30


def test_a_region_counts_a_patient_once():
    """T11, T12 and L1 by hand: one thoracic, one lumbar, one junctional; T3 is semirigid."""
    frame = pd.DataFrame({"vertebral_levels": ["T11|T12|L1", "T3|T12", "none", None]})
    found = count_vertebrae(frame)
    assert (found.known, found.none, found.missing, found.n) == (2, 1, 1, 4)
    assert found.counts["vertebra", "T12"] == 2
    assert found.counts["region", "T"] == 2
    assert found.counts["region", "L"] == 1
    assert found.counts["location", "junctional"] == 2
    assert found.counts["location", "semirigid"] == 1
    assert found.counts["region", "C"] == 0
    assert count_vertebrae(pl.from_pandas(frame)).counts == found.counts


def test_the_occiput_is_shown_only_where_it_is_affected():
    """C0 comes first, and the column begins with C1 otherwise."""
    assert count_vertebrae(pd.DataFrame({"vertebral_levels": ["T1"]})).vertebrae[0] == "C1"
    assert count_vertebrae(pd.DataFrame({"vertebral_levels": ["C0|C1"]})).vertebrae[0] == "C0"


def test_a_patient_without_levels_has_those_of_the_lesions():
    """The own row goes first; two lesions at T4 are one patient at T4."""
    lesions = pd.DataFrame(
        {"patient_id": ["a", "a", "b", "c"], "vertebral_levels": ["T4", "T4|T5", "L3", None]}
    )
    patients = pd.DataFrame({"patient_id": ["a", "b", "c"], "vertebral_levels": [None, "S1", None]})
    of_patients, of_lesions = vertebral_counts(cohort(patients, lesions=lesions))
    assert of_patients.counts["vertebra", "T4"] == 1
    assert of_patients.counts["vertebra", "S1"] == 1
    assert of_patients.counts["vertebra", "L3"] == 0
    assert of_patients.missing == 1
    assert of_lesions.counts["vertebra", "T4"] == 2
    (only,) = vertebral_counts(cohort(patients.drop(columns="patient_id")))
    assert only.known == 1


def test_a_registry_without_levels_has_no_counts():
    """No column, no table."""
    assert [*vertebral_counts(cohort(PATIENTS))] == []


def test_the_table_of_vertebrae_says_who_has_no_level():
    """One of two known is 50%."""
    found = count_vertebrae(pd.DataFrame({"vertebral_levels": ["T3", "none", None, "S1"]}))
    rows = [row.cells for row in vertebrae_table(found, DICTIONARY, lang="tr").rows]
    assert rows[:3] == [
        ("Seviyesi bilinen", "2 (%50,0)"),
        ("Omur tutulumu yok", "1 (%25,0)"),
        ("Seviyesi bilinmeyen", "1 (%25,0)"),
    ]
    assert ("Torakal", "1 (%50,0)") in rows
