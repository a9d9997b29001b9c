"""REDCap's exports: checkboxes become sets or flags, repeated forms one row a patient, nothing is lost."""

import pandas as pd
import pytest
from sheets import sheet

from analysis.dictionary import load_dictionary
from analysis.loaders.checks import check
from analysis.loaders.read import read
from analysis.loaders.redcap import merge_checkboxes
from analysis.loaders.typed import type_table

DICTIONARY = load_dictionary()


def typed(*lines):
    return type_table(sheet(*lines), DICTIONARY, mapping={})


def test_raw_checkboxes_of_a_known_set_become_that_set():
    lines = (
        ["record_id", "cranial_nerves___7", "cranial_nerves___8"],
        ["1", "1", "1"],
        ["2", "0", "0"],
        ["3", None, None],
        ["4", "0", "1"],
    )
    table = typed(*lines)
    assert table.records.frame["cranial_nerves"].astype(object).where(pd.notna, None).tolist() == [
        "7|8",
        "none",
        None,
        "8",
    ]
    assert table.columns == dict.fromkeys(lines[0][1:], "cranial_nerves") | {"record_id": "patient_id"}
    assert not table.problems.count()


def test_labelled_checkboxes_of_an_unknown_field_become_a_set_of_its_own():
    """A choice may hold commas and brackets."""
    lines = (
        ["Record ID", "Sites (choice=LN (distant))", "Sites (choice=Lung/Pleura, left)"],
        ["1", "Checked", "Checked"],
        ["2", "Unchecked", "Checked"],
    )
    table = typed(*lines)
    assert table.records.frame["Sites"].tolist() == ["LN (distant)|Lung/Pleura, left", "Lung/Pleura, left"]
    assert table.records.dictionary["Sites"].kind == "set"
    assert [p.rule for p in table.problems.listed] == ["unknown_column"]
    assert table.columns["Sites (choice=LN (distant))"] is None


def test_choices_that_are_flags_become_flags():
    lines = ["Record ID", "Risk (choice=Diabetes)", "Risk (choice=Obesity)"], ["1", "Checked", "Unchecked"]
    frame = typed(*lines).records.frame
    assert (frame["diabetes"][0], frame["obesity"][0]) == ("yes", "no")


def test_a_box_that_holds_something_else_is_reported():
    lines = ["record_id", "cranial_nerves___7"], ["1", "maybe"]
    assert [(p.rule, p.severity) for p in typed(*lines).problems.listed] == [("unknown_level", "error")]


def test_a_mapped_choice_is_left_alone():
    raw = sheet(["record_id", "sites___bone"], ["1", "1"])
    assert merge_checkboxes(raw, DICTIONARY, apart={"sites___bone"}).raw is raw


def test_a_raw_export_of_our_own_forms_has_our_codes():
    """levels.csv gives female the code 1 and male 2; without the forms' columns a code stays a code."""
    lines = (
        ["patient_id", "sex", "cranial_nerves___7", "patient_complete"],
        ["1", "1", "1", "2"],
        ["2", "2", "0", "2"],
    )
    frame = typed(*lines).records.frame
    assert frame["sex"].tolist() == ["female", "male"]
    assert frame["cranial_nerves"].tolist() == ["7", "none"]
    without = typed(*(line[:2] for line in lines)).records.frame
    assert without["sex"].tolist() == ["1", "2"]


REPEATED = (
    ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "sex", "kps", "arm"],
    ["1", None, None, "female", None, None],
    ["1", "visit", 1, None, 80, "first"],
    ["1", "visit", 2, None, 60, None],
    ["2", None, None, "male", None, None],
    ["2", "visit", 1, None, 70, None],
)


def test_the_first_instance_fills_the_patients_row_and_further_ones_their_own_columns():
    table = typed(*REPEATED)
    frame = table.records.frame
    assert frame["patient_id"].tolist() == ["1", "2"]
    assert frame["source_row"].tolist() == [2, 5]
    assert frame["sex"].tolist() == ["female", "male"]
    assert frame["kps"].tolist() == [80, 70]
    assert frame["kps (visit #2)"][0] == 60 and pd.isna(frame["kps (visit #2)"][1])
    assert frame["arm"][0] == "first"
    assert table.notes == (
        "5 rows of repeated forms or events were merged into 2 patients",
        'columns added for "visit #2": kps (visit #2)',
    )
    assert not [p for p in table.problems.listed if p.rule == "contradiction"]
    assert table.records.dictionary["kps (visit #2)"].kind == "count"


def test_no_value_is_lost_where_two_events_fill_one_column():
    lines = (
        ["record_id", "redcap_event_name", "kps"],
        ["1", "baseline", 80],
        ["1", "follow up", 50],
        ["2", "baseline", 70],
    )
    frame = typed(*lines).records.frame
    assert frame["kps"].tolist() == [80, 70]
    assert frame["kps (follow up)"][0] == 50


FOLLOWED = ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "sex", "death_date", "died"]


def contradictions(table):
    return [(p.cell, p.severity) for p in table.problems.listed if p.rule == "contradiction"]


def test_a_form_that_contradicts_the_patients_row_is_reported_at_its_cell():
    """Sex is a warning; what survival hangs on is an error. The values are named, dates aren't."""
    table = typed(
        FOLLOWED,
        ["1", None, None, "female", "2016-03-05", "no"],
        ["1", "follow up", 1, "male", "2016-03-06", "yes"],
        ["2", None, None, "male", None, "no"],
        ["2", "follow up", 1, "male", None, "no"],
    )
    assert contradictions(table) == [("Sheet1!D3", "warning"), ("Sheet1!E3", "error"), ("Sheet1!F3", "error")]
    sex, date, died = (p for p in table.problems.listed if p.rule == "contradiction")
    assert (sex.row, sex.value) == (3, "male") and "male here, but female" in sex.message
    assert (died.value, date.value) == ("yes", None) and "yes here, but no" in died.message
    assert not any(map(str.isdigit, date.message))
    assert table.records.frame["died"].tolist() == ["no", "no"]
    assert table.records.frame["died (follow up)"].tolist() == ["yes", "no"]
    (added,) = table.notes[1:]
    assert all(f"{name} (follow up)" in added for name in ("sex", "death_date", "died"))


def test_contradictory_free_text_is_not_repeated():
    """A note, unlike a level, may name somebody: thirty different ones are text."""
    lines = [[str(i), form, f"note {i} {form}"] for i in range(30) for form in (None, "visit")]
    table = typed(["record_id", "redcap_repeat_instrument", "remark {x}"], *lines)
    found = [p for p in table.problems.listed if p.rule == "contradiction"]
    assert len(found) == 30 and found[0].value is None
    assert "note" not in found[0].message and "remark {x}" in found[0].message


def test_one_contradictory_patient_takes_nothing_from_the_others():
    """The second patient's death stands in the form alone, and fills the row all the same."""
    table = typed(
        FOLLOWED,
        ["1", None, None, "female", None, "no"],
        ["1", "follow up", 1, None, None, "yes"],
        ["2", None, None, "male", None, None],
        ["2", "follow up", 1, None, None, "yes"],
    )
    assert table.records.frame["died"].tolist() == ["no", "yes"]
    assert contradictions(table) == [("Sheet1!F3", "error")]


@pytest.mark.parametrize("heading", ["redcap_event_name", "redcap_repeat_instrument"])
def test_what_is_measured_again_may_change_but_a_patient_dies_once(heading):
    """A second visit, or another event, has a KPS of its own; alive and dead still contradict each other."""
    table = typed(
        ["record_id", heading, "kps", "died"],
        ["1", "visit", 80, "no"],
        ["1", "visit" if "repeat" in heading else "later", 60, "yes"],
    )
    assert contradictions(table) == [("Sheet1!D3", "error")]


def test_a_patients_own_row_is_found_below_its_forms_and_a_second_one_is_a_duplicate():
    lines = (
        FOLLOWED,
        ["1", "follow up", 1, None, None, "yes"],
        ["1", None, None, "female", None, None],
        ["1", None, None, "male", None, None],
    )
    table = typed(*lines)
    assert table.records.frame["source_row"].tolist() == [3, 4]
    assert table.records.frame["died"].tolist()[0] == "yes"
    assert table.notes == ("3 rows of repeated forms or events were merged into 1 patients",)
    assert [p.cell for p in check(table.records).listed if p.rule == "duplicate_patient"] == ["Sheet1!A4"]


def test_forms_called_by_numbers_are_merged_too():
    lines = FOLLOWED, ["1", None, None, "female", None, None], ["1", 7, 1, None, None, "yes"]
    assert typed(*lines).records.frame["died"].tolist() == ["yes"]


def test_a_cell_of_an_instance_is_reported_where_it_stands():
    lines = (*REPEATED[:3], ["1", "visit", 2, None, 120, None])
    (problem,) = [p for p in typed(*lines).problems.listed if p.rule == "out_of_range"]
    assert problem.cell == "Sheet1!E4"


def test_instances_of_a_form_of_lesions_become_lesions():
    lines = (
        ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "sex", "vertebral_levels"],
        ["1", None, None, "female", None],
        ["1", "lesion", 1, None, "T3"],
        ["1", "lesion", 2, None, "L1"],
    )
    table = typed(*lines)
    assert table.lesions["vertebral_levels"].tolist() == ["T3", "L1"]
    assert table.lesions["patient_id"].tolist() == ["1", "1"]
    assert len(table.records.frame) == 1 and "vertebral_levels" not in table.records.frame


def test_the_real_labelled_export_is_merged_without_loss(shared_data):
    """28 rows of 8 patients; four of them have a second sample, as its rows show."""
    path = shared_data / "redcap_prostate" / "SampleGUPIMPACTDatab_DATA_LABELS_2021-05-26.csv"
    if not path.is_file():
        pytest.skip("the REDCap export is not there")
    cohort = read(path, dictionary=DICTIONARY)
    assert (cohort.source.rows, len(cohort.frame)) == (28, 8)
    assert cohort.frame["Sample Type (Sample Data #2)"].notna().sum() == 4
    assert cohort.frame["died"].value_counts().to_dict() == {"no": 6, "yes": 2}
    assert set(cohort.source.date_orders.values()) == {"mdy"}
    errors = [(p.cell.split("!")[1], p.rule) for p in cohort.problems.listed if p.severity == "error"]
    assert errors == [("I16", "out_of_range")]
