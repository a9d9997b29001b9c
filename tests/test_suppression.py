"""No small count is shown with --suppress-below, nor can one be had by subtraction from what is."""

import csv
import io
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dictionary import load_dictionary
from analysis.loaders.read import read
from analysis.report.cohort.document import cohort_document
from analysis.report.cohort.setting import Asked
from analysis.report.tabular import render
from analysis.tables.frequency import frequency
from analysis.tables.layout import frequency_table
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.suppress import (
    suppressed_counts,
    suppressed_events,
    suppressed_statistics,
    withheld,
    withheld_variables,
)

BELOW = 5
COUNT = re.compile(r"(\d+)(?: ?[(（].*)?$")


@given(
    st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=2), min_size=2, max_size=7),
    st.integers(2, 8),
)
def test_no_column_of_what_is_withheld_adds_up_to_a_small_number(rows, below):
    """What subtraction gives, the sum of the lines withheld, is of two lines or more and never small."""
    counts = dict(enumerate(rows))
    hidden = withheld(counts, below)
    shown = [row for line, row in counts.items() if line not in hidden]
    assert not any(0 < n < below for row in shown for n in row)
    if hidden and shown:
        sums = [sum(counts[line][column] for line in hidden) for column in (0, 1)]
        assert len(hidden) > 1
        assert not any(0 < n < below for n in sums)


def test_the_smallest_other_line_is_withheld_too():
    """By hand: 3 alone is had as 60 − 40 − 17, so 17 goes with it; 2 and 1 make 3, so 9 goes too."""
    assert withheld({"a": [3], "b": [40], "c": [17]}, BELOW) == {"a", "c"}
    assert withheld({"a": [2], "b": [1], "c": [9], "d": [50]}, BELOW) == {"a", "b", "c"}
    assert withheld({"a": [0], "b": [3], "c": [9]}, BELOW) == {"b", "c"}
    assert not withheld({"a": [0], "b": [5]}, BELOW)


def cohort_of(sex, smoking):
    return pd.DataFrame({"sex": sex, "smoking": smoking, "age_years": np.arange(len(sex)) + 40.0})


def test_a_level_small_in_one_group_is_withheld_in_all_with_one_that_hides_it():
    """Of 40 women 3 smoke: the other answer would give them back, so that both lines are withheld."""
    frame = cohort_of(["female"] * 40 + ["male"] * 40, ["yes"] * 3 + ["no"] * 37 + ["yes"] * 20 + ["no"] * 20)
    numbers = suppressed_statistics(frequency(frame, load_dictionary(), by="sex"), BELOW)
    counted = numbers.frame.query("variable == 'smoking' and statistic == 'n'")
    assert counted["value"].isna().all()
    assert withheld_variables(numbers) == {"smoking"}
    number = numbers.frame.query("variable == 'age_years'").set_index(["statistic", "group"])["value"]
    assert np.isnan(number["min", "all"])
    assert np.isnan(number["max", "female"])
    assert number["n", "all"] == 80


def test_few_missing_answers_are_withheld_and_no_percentage_tells_them():
    """Two answers are missing: they, and the smaller level, are withheld, and no percentage of the known."""
    frame = cohort_of(["female"] * 80, ["yes"] * 30 + ["no"] * 48 + [None] * 2)
    numbers = suppressed_statistics(frequency(frame, load_dictionary(), ["smoking"]), BELOW)
    table = frequency_table(numbers, load_dictionary())
    cells = {row.cells[0]: row.cells[1:] for row in table.rows}
    assert cells["Yes"][0] == cells["Missing"][0] == "withheld"
    assert cells["No"] == ("48", "60.0", "", "")


def test_patients_in_no_group_are_not_had_by_subtraction():
    """All but one of 30 smokers are in a group, so their line is not shown beside those of the groups."""
    sex = ["female"] * 40 + ["male"] * 40 + [None] * 10
    smoking = ["yes"] * 15 + ["no"] * 25 + ["yes"] * 14 + ["no"] * 26 + ["yes"] + ["no"] * 9
    numbers = suppressed_statistics(
        frequency(cohort_of(sex, smoking), load_dictionary(), ["smoking"], by="sex"), BELOW
    )
    counted = numbers.frame.query("statistic == 'n'")
    assert counted["value"].isna().all()


def test_without_a_limit_nothing_changes():
    """A limit of 0 or 1 withholds nothing."""
    found = frequency(cohort_of(["female"], ["yes"]), load_dictionary())
    assert suppressed_statistics(found, 0) is found
    assert suppressed_statistics(found, 1) is found


def table_of(*rows):
    lines = tuple(
        PrintedRow(cells, indent=indent, heading=not indent and len(cells) > 1) for indent, cells in rows
    )
    return PrintedTable("t", "T", ("", "n", "%", "valid %"), lines, "Note.")


def test_a_total_under_a_band_is_withheld_with_its_neighbour():
    """Of a band of 12 the totals 2 and 10 would give each other back; the band itself stays."""
    table = table_of(
        (0, ("low", "12", "", "")),
        (1, ("1", "2", "", "")),
        (1, ("2", "10", "", "")),
        (0, ("high", "30", "", "")),
        (0, ("all", "42", "", "")),
    )
    cells = [row.cells[1] for row in suppressed_counts(table, BELOW, lang="en").rows]
    assert cells == ["12", "withheld", "withheld", "30", "42"]


def test_events_tell_of_those_without_one():
    """Of 20 patients 17 had the event, so that 3 had not."""
    table = table_of((0, ("a", "20", "17", "")), (0, ("b", "20", "12", "")))
    found = suppressed_events(table, BELOW, lang="en")
    assert [row.cells[1:3] for row in found.rows] == [("withheld", "withheld"), ("20", "12")]


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    from analysis.synthetic.write import write_registry

    path = tmp_path_factory.mktemp("registry") / "synthetic.csv"
    write_registry(150, 3, path, lesions=None, missing=0.05)
    return read(path, dictionary=load_dictionary())


@pytest.fixture(scope="module")
def tables(registry, without_pictures):
    """The CSV of a report's tables, without its figures."""
    files = render(cohort_document(registry, Asked(by="sex", suppress_below=BELOW)))
    return {name: list(csv.reader(io.StringIO(text.decode()))) for name, text in files.items()}


COUNT_HEADINGS = {"n", "Events", "Missing", "Number at risk", "n (%)", "Missing (%)", "Known", "Censored"}


def test_no_table_of_a_report_shows_a_small_count(tables):
    """Every cell under the heading of a count is 0, at least 5, or says that it is withheld."""
    checked = 0
    for name, (header, *rows) in tables.items():
        if name in ("list-of-tables.csv", "problems.csv", "reading.csv"):
            continue
        for row in rows:
            for heading, cell in zip(header, row, strict=True):
                if heading in COUNT_HEADINGS and (found := COUNT.match(cell)):
                    checked += 1
                    assert not 0 < int(found[1]) < BELOW, (name, row)
    assert checked > 300


def test_withholding_is_recorded_in_the_notes(tables):
    """Each table that holds the mark explains it."""
    notes = {row[2]: row[-1] for row in tables["list-of-tables.csv"][1:]}
    marked = [name for name, rows in tables.items() if any("withheld" in row for row in rows[1:])]
    assert len(marked) > 3
    assert all("counts below 5" in notes[name] for name in marked), marked


def test_the_table_by_group_adds_up_to_nothing_small(tables):
    """In the table by group, all minus the groups is never a small number."""
    header, *rows = tables["baseline.csv"]
    groups = [k for k, heading in enumerate(header) if "(n = " in heading]
    for row in rows:
        found = [COUNT.match(row[k]) for k in groups]
        if all(found) and "Median" not in row[1] and "Mean" not in row[1]:
            n, *others = [int(cell[1]) for cell in found]
            assert not 0 < n - sum(others) < BELOW, row
