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

DICTIONARY = load_dictionary()


def assigned(*headings, mapping=None):
    """Return heading → name in the cohort, and the problems."""
    raw = sheet(headings, [None] * len(headings))
    assignments, problems = assign_headings(raw, DICTIONARY, mapping=mapping or {})
    return {a.heading: a.name for a in assignments}, problems


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


def test_inferred_levels_stand_in_order_of_appearance_and_only_as_written():
    column = typed("arm", "B", "A", "B", "A-", None)
    assert column.variable.level_keys == ("B", "A", "A-")
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
