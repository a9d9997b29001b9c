"""What a column is: by heading, by mapping, or inferred; how its cells are spread and addressed."""

import numpy as np
import pandas as pd
import pytest
from sheets import sheet

from analysis.cohort import Problems
from analysis.dictionary import load_dictionary
from analysis.errors import DataError
from analysis.loaders.columns import type_column
from analysis.loaders.headings import assign_headings
from analysis.loaders.table import CellError, Uncalculated
from analysis.loaders.typed import type_table

DICTIONARY = load_dictionary()


def assigned(*headings, mapping=None):
    """Return heading → name in the cohort, and the problems."""
    raw = sheet(headings, [1] * len(headings))
    assignments, problems = assign_headings(raw, DICTIONARY, mapping=mapping or {})
    return {a.heading: a.name for a in assignments}, problems


def table(*lines, **options):
    """Return the typed table of a heading line and records."""
    return type_table(sheet(*lines), DICTIONARY, mapping={}, **options)


def typed(heading, *cells, unit=None, date_order=None, mapping=None, **more):
    """Return the typed column of one heading over its cells."""
    raw = sheet([heading], *([cell] for cell in cells), **more)
    (assignment,), _ = assign_headings(raw, DICTIONARY, mapping=mapping or {})
    return type_column(raw, assignment, DICTIONARY, unit=unit, date_order=date_order)


def test_headings_name_variables_in_three_languages():
    names, problems = assigned("Yaş", "性别", "Son durum", "kps")
    assert list(names.values()) == ["age_years", "sex", "died", "kps"]
    assert not problems.count()


def test_an_unknown_column_is_kept_under_its_own_heading_with_a_warning():
    names, problems = assigned("arm", "Yaş")
    assert names["arm"] == "arm"
    (problem,) = problems.listed
    assert (problem.cell, problem.rule, problem.severity, problem.value) == (
        "Sheet1!A",
        "unknown_column",
        "warning",
        "arm",
    )


def test_of_two_columns_of_one_variable_the_first_keeps_it():
    names, problems = assigned("Yaş", "Age")
    assert names == {"Yaş": "age_years", "Age": "Age"}
    assert "Yaş" in problems.listed[0].message


def test_a_canonical_name_goes_before_a_synonym_and_the_mapping_before_both():
    assert assigned("Yaş", "age_years")[0] == {"Yaş": "Yaş", "age_years": "age_years"}
    names, _ = assigned("age_years", "Old", mapping={"Old": "age_years"})
    assert names == {"age_years": "age_years (A)", "Old": "age_years"}


@pytest.mark.parametrize("heading", ["No", "SIRA NO", "S.No", "序号"])
def test_a_running_number_stands_for_the_patient_for_want_of_a_better_column(heading):
    """Repeated patients can't be found by it, which is said; a better heading has it wherever it stands."""
    names, problems = assigned(heading, "Yaş")
    assert names[heading] == "patient_id"
    assert [(p.cell, p.rule) for p in problems.listed] == [("Sheet1!A", "no_patient_column")]
    names, problems = assigned(heading, "Yaş", "Hasta no")
    assert names == {heading: heading, "Yaş": "age_years", "Hasta no": "patient_id"}
    assert [p.rule for p in problems.listed] == ["unknown_column"]


@pytest.mark.parametrize("cells", [[1, 1, 2], [1, 2, None], ["no", "no", "yes"]])
def test_a_column_called_no_that_numbers_nothing_is_no_patient(cells):
    assert typed("No", *cells).assignment.match is None
    assert typed("No", 1, 2, 3).assignment.match.variable == "patient_id"


def test_a_mapped_heading_is_found_by_its_folded_form():
    assert assigned("  SON DURUMU ", mapping={"son durumu": "died"})[0]["  SON DURUMU "] == "died"


@pytest.mark.parametrize("mapping", [{"nope": "died"}, {"arm": "nope"}])
def test_a_mapping_of_what_is_not_there_is_refused(mapping):
    with pytest.raises(DataError, match="nope"):
        assigned("arm", mapping=mapping)


def test_the_unit_of_a_heading_is_converted_and_that_of_the_follow_up_kept():
    assert typed("Boy (cm)", "180").values.tolist() == [1.8]
    column = typed("Takip süresi (ay)", "12", "1 yıl")
    assert column.variable.unit == "months"
    assert column.values.tolist() == pytest.approx([12.0, 12.0])


def test_the_follow_up_is_in_the_unit_of_its_heading_else_of_its_cells_else_as_told():
    assert typed("Takip süresi (ay)", "12", unit="weeks").variable.unit == "months"
    assert typed("Takip süresi", "12 ay", "3 ay", unit="weeks").variable.unit == "months"
    assert typed("Takip süresi", "12", "3", unit="weeks").variable.unit == "weeks"
    assert typed("Takip süresi", "12", "3").variable.unit is None


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2,5", "NA"], "number"),
        ([1, 2.5], "number"),
        (["25.03.2016", "-"], "date"),
        (["05.03.2016", "04.03.2016"], "date"),
        (["yes", "no", "yes"], "flag"),
        (["a", "b", "a"], "level"),
        (["1a", "2", "X"], "level"),
        ([f"note {i}" for i in range(21)], "text"),
        ([f"note {i}" for i in range(20)], "level"),
        (["-", None], "text"),
        (["3+", "2"], "level"),
        (["2016-03", "06/2016"], "level"),
    ],
)
def test_an_unknown_column_gets_the_kind_its_cells_have(cells, kind):
    column = typed("Something else", *cells)
    assert column.variable.kind == kind
    assert column.variable.name == "Something else"


def test_inferred_levels_stand_in_natural_order_and_only_as_written():
    column = typed("arm", "B", "A", "B", "A-", None)
    assert column.variable.level_keys == ("A", "A-", "B")
    assert column.values.tolist()[:4] == ["B", "A", "B", "A-"]


def test_values_are_kept_as_the_cohort_holds_them():
    """Numbers as floats, dates as whole days, levels with all their categories, identifiers as text."""
    assert typed("Yaş", "65", None).values.dtype == np.float64
    dates = typed("Ölüm tarihi", "25.03.2016", None).values
    assert str(dates.dtype) == "Int64" and dates.tolist() == [16885, pd.NA]
    levels = typed("escc_grade", "2", None).values
    assert list(levels.categories) == ["0", "1a", "1b", "1c", "2", "3"] and pd.isna(levels[1])
    assert typed("Hasta no", 17, None).values.tolist() == ["17", None]


def test_labels_of_a_statistical_file_are_read_and_declared_missings_counted():
    labels = {"Cinsiyet": {"1": "Kadın", "2": "Erkek"}}
    column = typed(
        "Cinsiyet", 1.0, 2.0, 9.0, 9.0, value_labels=labels, user_missing={"Cinsiyet": frozenset({"9"})}
    )
    assert column.values.tolist() == ["female", "male", np.nan, np.nan]
    assert column.remarks == ("Cinsiyet: 2 cells hold what the file declares missing (9)",)
    assert not column.problems.count()


def test_codes_that_the_heading_explains_are_read():
    column = typed("Cinsiyet (1=kadın, 2=erkek)", "2", "1")
    assert column.values.tolist() == ["male", "female"]


def test_a_date_order_in_the_heading_settles_the_column_and_the_option_goes_before_it():
    """5 March 2016 is day 16865, 3 May 2016 is day 16924."""
    assert typed("Ölüm tarihi (gg.aa.yyyy)", "05.03.2016").values.tolist() == [16865]
    assert typed("Ölüm tarihi (gg.aa.yyyy)", "05.03.2016", date_order="mdy").values.tolist() == [16924]


def test_errors_and_formulas_without_a_value_are_reported_by_cell():
    column = typed("Yaş", CellError("#DIV/0!"), Uncalculated("=B1-C1"), "#N/A", "65")
    assert np.isnan(column.values[:3]).all() and column.values[3] == 65
    found = [(p.cell, p.row, p.rule, p.severity, p.value) for p in column.problems.listed]
    assert found == [
        ("Sheet1!A2", 2, "error_cell", "error", "#DIV/0!"),
        ("Sheet1!A3", 3, "uncalculated_formula", "error", "=B1-C1"),
        ("Sheet1!A4", 4, "error_cell", "error", "#N/A"),
    ]


def test_every_cell_of_a_faulty_value_is_counted_and_listed_up_to_the_limit():
    column = typed("Yaş", *["old"] * (Problems.LIMIT + 5))
    assert column.problems.count("error") == Problems.LIMIT + 5
    assert len(column.problems.listed) == Problems.LIMIT


def test_dates_and_identifiers_are_never_shown():
    (problem,) = typed("Ölüm tarihi", "31.02.2016").problems.listed
    assert problem.value is None and "2016" not in problem.message and "31" not in problem.message
    (problem,) = typed("Yaş", "old").problems.listed
    assert problem.value == "old"


def test_a_count_that_is_a_bound_has_two_companions():
    column = typed("vertebral_metastases", ">3", "2", None)
    assert column.low.tolist()[:2] == [4, 2] and np.isnan(column.low[2])
    assert np.isnan(column.high[0]) and column.high[1] == 2
    assert typed("vertebral_metastases", "2").low is None


DATES = ["Tanı tarihi", "Son takip tarihi", "Ölüm tarihi"]


def test_one_typing_error_that_turns_a_column_of_dates_is_told_at_its_cell():
    """The other two columns prove day first; 5.13.2016 makes the first one month first."""
    typed_table = table(
        DATES,
        ["05.03.2016", "25.03.2016", "26.03.2016"],
        ["5.13.2016", "01.04.2016", "27.04.2016"],
        ["07.03.2016", "02.04.2016", None],
    )
    assert typed_table.date_orders == dict(zip(DATES, ["mdy", "dmy", "dmy"], strict=True))
    (problem,) = typed_table.problems.listed
    assert (problem.cell, problem.rule, problem.severity) == ("Sheet1!A3", "ambiguous_date", "warning")
    assert "--date-order" in problem.message and problem.value is None


def test_columns_of_dates_that_differ_in_separator_or_are_given_an_order_contradict_nothing():
    lines = DATES, ["05/13/2016", "25.03.2016", None], ["05/03/2016", "01.04.2016", None]
    assert not table(*lines).problems.count()
    stated = [f"{DATES[0]} (aa.gg.yyyy)", *DATES[1:]]
    lines = stated, ["05.13.2016", "25.03.2016", None], ["05.03.2016", "26.03.2016", None]
    assert not table(*lines).problems.count()
    stated = [f"{DATES[0]} (gg.aa.yyyy)", *DATES[1:]]
    problems = table(stated, ["5.13.2016", "26.03.2016", None]).problems.listed
    assert [(p.cell, p.rule) for p in problems] == [("Sheet1!A2", "unparsed")]


def test_where_as_many_dates_prove_either_order_both_columns_are_told():
    problems = table(DATES[:2], ["5.13.2016", "25.5.2016"]).problems
    assert [(p.cell, p.rule) for p in problems.listed] == [
        ("Sheet1!A2", "ambiguous_date"),
        ("Sheet1!B2", "ambiguous_date"),
    ]


def test_a_column_open_in_its_decimal_mark_follows_the_others_with_a_remark():
    """An LDH of 1.250 may be 1.25 or 1250; the albumin's comma says which, for unknown columns too."""
    typed_table = table(
        ["Albümin (g/dL)", "LDH", "Other"], ["3,5", "1.250", "2.500"], ["4,1", "1.750", "3.500"]
    )
    assert typed_table.records.frame["ldh_iu_l"].tolist() == [1250.0, 1750.0]
    assert typed_table.records.frame["Other"].tolist() == [2500.0, 3500.0]
    assert [p.rule for p in typed_table.problems.listed] == ["unknown_column"]
    assert typed_table.decimal_mark == ","
    assert [note.split(":")[0] for note in typed_table.notes] == ["LDH", "Other"]
    assert "2 cells" in typed_table.notes[0] and "','" in typed_table.notes[0]


def test_a_bound_is_no_number_that_another_column_settles():
    assert not table(["Albümin (g/dL)", "LDH"], ["3,5", ">300"]).notes


def test_columns_that_disagree_in_their_decimal_marks_settle_nothing_for_others():
    typed_table = table(["Albümin (g/dL)", "CRP", "LDH"], ["3,5", "12.5", "1.250"])
    assert typed_table.records.frame["ldh_iu_l"].tolist() == [1.25]
    assert [(p.cell, p.rule, p.severity) for p in typed_table.problems.listed] == [
        ("Sheet1!C2", "unparsed", "warning")
    ]
    assert not typed_table.notes


def test_a_share_beside_a_percentage_in_an_unknown_column_is_told():
    column = typed("Ratio", 0.5, "%30")
    assert column.values.tolist() == [0.5, 30]
    assert [(p.cell, p.rule, p.value) for p in column.problems.listed] == [("Sheet1!A2", "unparsed", "0.5")]
