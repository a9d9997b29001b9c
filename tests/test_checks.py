"""Contradictions across cells: each found at its cell, each value kept."""

import pytest
from sheets import sheet

from analysis.dictionary import load_dictionary
from analysis.loaders.checks import check
from analysis.loaders.read import with_died
from analysis.loaders.typed import type_table

DICTIONARY = load_dictionary()


def found(*lines, mapping=None, rule=None):
    """Return cell → (rule, severity) of what the checks find in a sheet."""
    table = type_table(sheet(*lines), DICTIONARY, mapping=mapping or {})
    problems = check(with_died(table.records)).listed
    return {p.cell: (p.rule, p.severity) for p in problems if rule in (None, p.rule)}


def test_a_sound_record_raises_nothing():
    headings = [
        "patient_id",
        "birth_date",
        "age_years",
        "sex",
        "primary_site",
        "diagnosis_date",
        "death_date",
        "died",
    ]
    record = ["1", "1960-05-01", 55, "female", "breast", "2015-06-01", "2016-01-01", "yes"]
    assert found(headings, record) == {}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("diagnosis_date", "death_date"),
        ("diagnosis_date", "last_follow_up_date"),
        ("birth_date", "treatment_start_date"),
        ("surgery_date", "death_date"),
        ("last_follow_up_date", "death_date"),
    ],
)
def test_dates_that_must_follow_each_other(earlier, later):
    """The day itself is in order; the day before is not."""
    lines = (
        ["patient_id", earlier, later],
        ["1", "2016-03-05", "2016-03-05"],
        ["2", "2016-03-05", "2016-03-04"],
    )
    assert found(*lines, rule="dates_out_of_order") == {"Sheet1!C3": ("dates_out_of_order", "error")}


def test_treatment_may_begin_before_the_diagnosis_of_the_metastasis():
    lines = ["patient_id", "diagnosis_date", "treatment_start_date"], ["1", "2016-03-05", "2015-01-01"]
    assert found(*lines, rule="dates_out_of_order") == {}


def test_a_contradiction_shows_no_date_and_blanks_none():
    table = type_table(
        sheet(["patient_id", "diagnosis_date", "death_date"], ["1", "2016-03-05", "2016-03-04"]),
        DICTIONARY,
        mapping={},
    )
    (problem,) = check(table.records).listed
    assert problem.value is None and "2016" not in problem.message
    assert table.records.frame[["diagnosis_date", "death_date"]].notna().all(axis=None)


def test_a_follow_up_of_zero_is_a_warning():
    """One below zero is out of its range, which typing reports."""
    lines = ["patient_id", "follow_up_time", "died"], ["1", 0, "no"], ["2", 1, "no"], ["3", -1, "no"]
    assert found(*lines) == {"Sheet1!B2": ("out_of_range", "warning")}


def test_every_further_row_of_a_patient_is_an_error_and_a_blank_identifier_a_warning():
    lines = ["patient_id", "kps"], ["A", 70], ["B", 70], ["A", 80], ["A", 70], [None, 60], [None, 50]
    assert found(*lines) == {
        "Sheet1!A4": ("duplicate_patient", "error"),
        "Sheet1!A5": ("duplicate_patient", "error"),
        "Sheet1!A6": ("no_patient_column", "warning"),
        "Sheet1!A7": ("no_patient_column", "warning"),
    }


def test_no_patient_column_is_one_warning():
    assert found(["kps"], [70], [70]) == {"Sheet1": ("no_patient_column", "warning")}


def test_without_patient_ids_a_national_id_tells_patients_apart():
    lines = ["national_id", "kps"], ["11", 70], ["22", 70], ["11", 80], [None, 60]
    assert found(*lines) == {
        "Sheet1!A": ("no_patient_column", "warning"),
        "Sheet1!A4": ("duplicate_patient", "error"),
        "Sheet1!A5": ("no_patient_column", "warning"),
    }


def test_two_patients_of_one_national_id_are_a_warning():
    """A row that repeats its patient_id is an error already, and not told twice."""
    lines = ["patient_id", "national_id"], ["A", "11"], ["B", "11"], ["C", None], ["D", None], ["A", "11"]
    assert found(*lines) == {
        "Sheet1!B3": ("duplicate_patient", "warning"),
        "Sheet1!A6": ("duplicate_patient", "error"),
    }


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [
        ("003", 3, "warning"),
        ("3.0", "3", "warning"),
        ("PT-007", "PT-7", "warning"),
        ("3", 3, "error"),
        (3.0, "3", "error"),
        ("30", "3", None),
        ("PT-70", "PT-7", None),
        ("1.05", "1.5", None),
    ],
)
def test_identifiers_that_differ_by_zeros_alone_are_a_warning(one, other, severity):
    """A number is the text that shows it; zeros within or at the end of a number mean something."""
    expected = {"Sheet1!A3": ("duplicate_patient", severity)} if severity else {}
    assert found(["patient_id", "kps"], [one, 70], [other, 70]) == expected


@pytest.mark.parametrize(("age", "fits"), [(53, False), (54, True), (55, True), (56, True), (57, False)])
def test_age_against_birth_date_allows_a_year(age, fits):
    """Born 1 May 1960, diagnosed 1 June 2015: 55.08 years old, 55 by birthdays."""
    lines = (
        ["patient_id", "birth_date", "diagnosis_date", "age_years"],
        ["1", "1960-05-01", "2015-06-01", age],
    )
    assert found(*lines, rule="contradiction") == ({} if fits else {"Sheet1!D2": ("contradiction", "error")})


def test_being_alive_and_a_date_of_death_contradict_each_other():
    lines = (
        ["patient_id", "died", "death_date"],
        ["1", "no", "2016-03-05"],
        ["2", "yes", "2016-03-05"],
        ["3", "no", None],
    )
    assert found(*lines, rule="contradiction") == {"Sheet1!B2": ("contradiction", "error")}


def test_a_death_that_nothing_dates_is_reported():
    headings = ["patient_id", "died", "death_date", "last_follow_up_date"]
    lines = (
        headings,
        ["1", "yes", None, "2016-03-05"],
        ["2", "yes", None, None],
        ["3", "yes", "2016-03-05", None],
    )
    assert found(*lines, rule="contradiction") == {"Sheet1!C3": ("contradiction", "error")}


def test_a_censoring_column_gives_the_reverse_of_died_with_a_warning():
    lines = ["patient_id", "follow_up_time", "CNSR"], ["1", 10, 1], ["2", 20, 0], ["3", 30, None]
    table = type_table(sheet(*lines), DICTIONARY, mapping={})
    assert with_died(table.records).frame["died"].astype(object).tolist()[:2] == ["no", "yes"]
    assert found(*lines, rule="contradiction") == {"Sheet1!C": ("contradiction", "warning")}


def test_a_censoring_column_mapped_to_died_is_warned_of():
    lines = ["patient_id", "follow_up_time", "Sansür"], ["1", 10, 1]
    assert found(*lines, mapping={"Sansür": "died"}, rule="contradiction") == {
        "Sheet1!C": ("contradiction", "warning")
    }


def test_an_event_coded_the_other_way_round_beside_censoring_is_an_error():
    lines = ["patient_id", "follow_up_time", "died", "CNSR"], ["1", 10, 1, 1], ["2", 20, 1, 0], ["3", 5, 0, 0]
    assert found(*lines, rule="contradiction") == {
        "Sheet1!C2": ("contradiction", "error"),
        "Sheet1!C4": ("contradiction", "error"),
    }


def test_a_count_of_vertebrae_is_held_against_the_list():
    lines = (
        ["patient_id", "vertebral_metastases", "vertebral_levels"],
        ["1", 3, "T3-T5"],
        ["2", 2, "T3-T5"],
        ["3", ">2", "T3-T5"],
        ["4", ">3", "T3-T5"],
        ["5", 0, "none"],
        ["6", 2, None],
    )
    assert found(*lines) == {
        "Sheet1!B3": ("contradiction", "warning"),
        "Sheet1!B5": ("contradiction", "warning"),
    }


def test_a_solitary_metastasis_of_several_is_reported():
    lines = (
        ["patient_id", "bone_metastasis", "vertebral_metastases"],
        ["1", "solitary", 2],
        ["2", "solitary", 1],
    )
    assert found(*lines) == {"Sheet1!B2": ("contradiction", "warning")}


def test_lists_by_kind_of_lesion_are_held_against_the_main_list_and_its_words():
    """The third row is one of the real registry's: mixed in words, lytic in the column."""
    lines = (
        ["patient_id", "vertebral_levels", "Blastic", "Lytic"],
        ["1", "Lytic lesion: T11, Blastic lesion: L4", "L4", "T11"],
        ["2", "Blastic lesion: L4", "L4, L5", None],
        ["3", "Mixed lesions: L3, T12, L4", None, "L3, T12, L4"],
        ["4", "L3", "L3", None],
    )
    assert found(*lines) == {
        "Sheet1!C3": ("contradiction", "warning"),
        "Sheet1!D4": ("contradiction", "warning"),
    }


@pytest.mark.parametrize(
    ("sex", "primary", "fits"),
    [
        ("male", "ovary", False),
        ("male", "endometrium", False),
        ("female", "prostate", False),
        ("female", "seminoma", False),
        ("female", "ovary", True),
        ("male", "breast", True),
        ("male", "prostate", True),
        (None, "prostate", True),
    ],
)
def test_a_primary_of_the_other_sex_is_a_warning(sex, primary, fits):
    lines = ["patient_id", "sex", "primary_site"], ["1", sex, primary]
    assert found(*lines) == ({} if fits else {"Sheet1!C2": ("contradiction", "warning")})


def test_a_missing_outcome_is_a_warning_where_the_sheet_has_one():
    headings = ["patient_id", "died", "death_date", "last_follow_up_date"]
    lines = (
        headings,
        ["1", "no", None, "2016-03-05"],
        ["2", "yes", "2016-03-05", None],
        ["3", "no", None, None],
        ["4", None, None, "2016-03-05"],
        ["5", None, "2016-03-05", None],
    )
    assert found(*lines) == {
        "Sheet1!C4": ("missing_outcome", "warning"),
        "Sheet1!B5": ("missing_outcome", "warning"),
    }


def test_a_sheet_without_any_outcome_is_not_asked_for_one():
    assert found(["patient_id", "kps"], ["1", 70]) == {}


def test_the_living_of_a_sheet_of_deaths_alone_are_one_problem():
    """A column of follow-up that is blank throughout says no more than none; the dead need none."""
    lines = ["patient_id", "death_date", "last_follow_up_date"], ["1", "2016-03-05", None], ["2", None, None]
    assert found(*lines, ["3", None, None]) == {"Sheet1!B": ("missing_outcome", "warning")}
    assert found(*(line[:2] for line in (*lines, ["3", None]))) == {
        "Sheet1!B": ("missing_outcome", "warning")
    }
    assert found(*lines[:2]) == {}


def test_a_row_left_out_as_a_duplicate_needs_no_outcome():
    lines = ["patient_id", "follow_up_time", "died"], ["1", 10, "no"], ["1", None, None], ["1", 5, None]
    assert found(*lines, rule="missing_outcome") == {}


def test_organs_that_are_free_in_one_column_alone_are_warned_of():
    """The major organs hold the brain; the viscera may not."""
    lines = (
        ["patient_id", "organ_metastasis", "visceral_metastasis", "brain_metastasis"],
        ["1", "none", "none", "yes"],
        ["2", "none", "treatable", "no"],
        ["3", "removable", "none", ""],
        ["4", "none", "none", "no"],
        ["5", "", "none", "yes"],
    )
    warned = ("contradiction", "warning")
    assert found(*lines) == {"Sheet1!B2": warned, "Sheet1!B3": warned, "Sheet1!C4": warned}
