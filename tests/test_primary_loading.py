"""The primary of a record, from its own column and from codes and histology beside it."""

import pandas as pd
import pytest
from sheets import sheet

from analysis.dictionary import load_dictionary
from analysis.loaders.typed import type_table
from analysis.vocabulary.narrowing import by_histology, by_icd10, by_icd_o_3

DICTIONARY = load_dictionary()
LUNG, BREAST = "lung_nsclc|lung_sclc", "breast_hr_pos|breast_hr_neg"
SIDES = {"hist": "histology", "icd10": "icd10", "icdo": "icd_o_3"}


def typed(**cells):
    """Return the primary of a sheet of one record, and cell → (rule, severity, message) of its problems."""
    headings = [SIDES.get(name, name) for name in cells]
    table = type_table(sheet(headings, [*cells.values()]), DICTIONARY, mapping={})
    primary = table.records.frame.get("primary_site", pd.Series([None])).astype(object)
    value = None if primary.isna()[0] else primary[0]
    problems = [p for p in table.problems.listed if p.rule != "no_patient_column"]
    return value, {p.cell: (p.rule, p.severity, p.message) for p in problems}


@pytest.mark.parametrize(
    ("cells", "primary"),
    [
        ({"primary_site": "lung", "hist": "small cell"}, "lung_sclc"),
        ({"primary_site": "Akciğer", "hist": "Adenokarsinom"}, "lung_nsclc"),
        ({"primary_site": "lung", "hist": "8041/3"}, "lung_sclc"),
        ({"primary_site": "akciğer", "icdo": "C34.1 8041/3"}, "lung_sclc"),
        ({"primary_site": "GI tract", "icd10": "C18.7"}, "colon"),
        ({"primary_site": "liver", "icd10": "C22.0"}, "hcc"),
        ({"primary_site": "sarcoma", "hist": "osteosarkom"}, "osteosarcoma"),
        ({"primary_site": "meme", "hist": "üçlü negatif"}, "breast_hr_neg"),
        ({"primary_site": "breast_unknown", "hist": "İnvaziv duktal karsinom"}, "breast_unknown"),
        ({"primary_site": "breast_unknown", "icd10": "C50.9"}, "breast_unknown"),
        ({"primary_site": "carcinoid", "icd10": "C34.1"}, "carcinoid"),
        ({"primary_site": "lymphoma", "icdo": "C77.1 9680/3"}, "lymphoma"),
        ({"primary_site": "lung", "hist": "diğer"}, LUNG),
        ({"primary_site": "lung", "hist": "N/A"}, LUNG),
        ({"primary_site": "lung", "hist": "grade 3, mixed with something unheard of"}, LUNG),
        ({"primary_site": "unknown primary", "hist": "adenokarsinom"}, "unknown_primary"),
        ({"icd10": "C61"}, "prostate_hs|prostate_cr"),
        ({"icd10": "C349"}, LUNG),
        ({"icd10": "C79.5; C50.9"}, BREAST),
        ({"icdo": "C44.5 8720/3"}, "melanoma"),
        ({"hist": "Multipl miyelom"}, "myeloma"),
        ({"hist": "Adenokarsinom"}, None),
        ({"primary_site": "", "icd10": "C34", "hist": "küçük hücreli"}, "lung_sclc"),
    ],
)
def test_what_stands_beside_the_primary_narrows_or_gives_it(cells, primary):
    assert typed(**cells) == (primary, {})


@pytest.mark.parametrize(
    ("cells", "primary", "cell"),
    [
        ({"primary_site": "lung", "icd10": "C50.9"}, LUNG, "Sheet1!A2"),
        ({"primary_site": "myeloma", "icd10": "C34.1"}, "myeloma", "Sheet1!A2"),
        ({"primary_site": "breast", "hist": "küçük hücreli akciğer"}, BREAST, "Sheet1!A2"),
        ({"primary_site": "melanoma", "hist": "lenfoma"}, "melanoma", "Sheet1!A2"),
        ({"primary_site": "kidney", "icdo": "C67.9 8120/3"}, "kidney_rcc", "Sheet1!A2"),
        ({"icdo": "C67.9 8120/3", "icd10": "C61"}, "bladder", "Sheet1!B2"),
    ],
)
def test_a_contradiction_is_a_warning_at_the_cell_and_the_primary_wins(cells, primary, cell):
    value, problems = typed(**cells)
    assert value == primary
    assert problems.keys() == {cell}
    rule, severity, message = problems[cell]
    assert (rule, severity) == ("contradiction", "warning")
    assert "was used" in message and "correct the one that is wrong" in message


def test_a_tumour_that_is_one_wherever_it_grows_outranks_the_organ_with_a_warning():
    """A lymphoma of the stomach is a lymphoma, in words as in ICD-O-3."""
    for side in ({"hist": "lenfoma"}, {"icdo": "C16.9 9680/3"}):
        value, problems = typed(primary_site="mide", **side)
        assert value == "lymphoma"
        assert [(p[0], p[1]) for p in problems.values()] == [("contradiction", "warning")]


@pytest.mark.parametrize("code", ["C77", "C78.0", "C79.5", "C793"])
def test_a_secondary_site_is_refused_as_a_primary(code):
    """An error where it is all there is, a warning where the primary is known from elsewhere."""
    value, problems = typed(icd10=code)
    assert value is None and problems["Sheet1!A2"][:2] == ("unknown_level", "error")
    assert "is no primary: it is a secondary site" in problems["Sheet1!A2"][2]
    value, problems = typed(primary_site="lung", icd10=code)
    assert value == LUNG and problems["Sheet1!B2"][:2] == ("unknown_level", "warning")


@pytest.mark.parametrize(
    ("primary", "column", "level", "warned"),
    [
        ("breast_hr_pos", "triple_negative", "yes", True),
        ("breast_hr_pos", "hormone_receptor", "negative", True),
        ("breast_hr_neg", "hormone_receptor", "positive", True),
        ("prostate_hs", "castration_resistant", "yes", True),
        ("prostate_cr", "castration_resistant", "no", True),
        ("breast", "hormone_receptor", "negative", False),
        ("breast_hr_neg", "triple_negative", "no", False),
        ("lung", "hormone_receptor", "negative", False),
    ],
)
def test_receptors_that_the_primary_excludes_are_a_warning(primary, column, level, warned):
    _, problems = typed(primary_site=primary, **{column: level})
    assert [(p[0], p[1]) for p in problems.values()] == [("contradiction", "warning")] * warned


def test_every_record_is_settled_by_its_own_cells_and_the_reading_says_how_many():
    lines = [
        ["patient_id", "primary_site", "histology", "icd10"],
        ["1", "lung", "small cell", ""],
        ["2", "lung", "", "C34"],
        ["3", "", "", "C61"],
        ["4", "lung", "small cell", "C61"],
    ]
    table = type_table(sheet(*lines), DICTIONARY, mapping={})
    assert table.records.frame["primary_site"].tolist() == [
        "lung_sclc",
        LUNG,
        "prostate_hs|prostate_cr",
        "lung_sclc",
    ]
    assert [p.cell for p in table.problems.listed] == ["Sheet1!B5"]
    assert table.notes[-2:] == (
        "primary_site of 1 records was given or narrowed by icd10",
        "primary_site of 2 records was given or narrowed by histology",
    )


def test_a_free_histology_is_never_shown():
    _, problems = typed(primary_site="melanoma", hist="lenfoma")
    assert "lenfoma" not in problems["Sheet1!A2"][2]


def test_a_source_that_says_nothing_leaves_the_candidates():
    keys = ("lung_nsclc", "lung_sclc")
    assert (
        by_icd10(keys, "C79.5").keys == by_histology(keys, "xyz").keys == by_icd_o_3(keys, "abc").keys == keys
    )
    assert by_icd_o_3(keys, "8140/2").keys == keys and "no invasive" in by_icd_o_3(keys, "8140/2").note
    assert by_icd10((), "C50.9, C34.1").note == "it names more than one primary"
