"""Where the headings of a sheet are, and which of its rows are records."""

import pytest

from analysis.dictionary import fold
from analysis.errors import DataError
from analysis.loaders.grid import Span, build_grid
from analysis.loaders.layout import lay_out

KNOWN = {
    fold(text)
    for text in (
        "Hasta No",
        "patient_id",
        "Age",
        "Yaş",
        "Sex",
        "Cinsiyet",
        "KPS",
        "CRP",
        "LDH",
        "Albumin",
        "Primary",
    )
}
RECORDS = [[1, 54, "F", 70], [2, 61, "M", 80], [3, 47, "F", 90]]


def known(heading):
    return fold(heading) in KNOWN


def lay(*rows, spans=()):
    """Lay out rows of cells, of which the first is row 1 of the sheet."""
    lines = ((number, dict(enumerate(cells))) for number, cells in enumerate(rows, start=1))
    grid = build_grid("x.xlsx", "Sheet1", lines)
    return lay_out(
        type(grid)(grid.sheet, grid.columns, grid.rows, spans=tuple(spans)), known=known, file="x.xlsx"
    )


def outside(table):
    return {row.row: row.reason for row in table.outside}


def records(table):
    return [list(cells) for cells in zip(*table.columns, strict=True)]


def test_titles_above_and_blank_rows_between_are_no_records():
    """The heading row is found below titles, and blank rows anywhere are no records."""
    table = lay(
        ["Spinal metastases, Diyarbakır"],
        ["as of", "2016"],
        [],
        ["patient_id", "Age", "Sex", "KPS"],
        [],
        *RECORDS,
    )
    assert table.headings == ("patient_id", "Age", "Sex", "KPS")
    assert outside(table) == {1: "title", 2: "title"}
    assert records(table) == RECORDS
    assert table.rows.tolist() == [6, 7, 8]
    assert table.address(1, 0) == "Sheet1!B6"


@pytest.mark.parametrize(
    "last",
    [
        ["Toplam", 162, None, 240],
        ["Total (n=3)", None, None, 240],
        ["TOPLAM HASTA SAYISI", 3],
        ["合计", 3],
        ["n = 3"],
        ["Ortalama", 54, None, 80],
        ["Mean", 54, 0, 80],
        [None, "Total: 3"],
    ],
)
def test_a_total_below_the_records_is_outside(last):
    """A total is known by its word, even where it is as full as a record below numbered rows."""
    table = lay(["patient_id", "Age", "Sex", "KPS"], *RECORDS, last)
    assert outside(table) == {5: "total"}
    assert records(table) == RECORDS


@pytest.mark.parametrize(
    "below",
    [
        [["Not: yaş tanı anındaki yaştır"]],
        [["Açıklama"], ["F = kadın"], ["M = erkek"]],
        [["* at diagnosis"]],
        [["1=male, 2=female"]],
        [["说明：KPS 为入院时"]],
        [[], ["F is female, M is male"]],
        [[], [], ["Code", "Meaning"], ["F", "female"], ["M", "male"]],
        [["Kaynak: arşiv"], [], ["Legend"], [1, "male"]],
        [[], [1, "male"], [2, "female"]],
    ],
)
def test_remarks_and_legends_below_are_outside(below):
    """Remarks, footnotes and tables of codes below the records are not patients."""
    wide = [[*record, 1, 2, 3] for record in RECORDS]
    table = lay(["patient_id", "Age", "Sex", "KPS", "CRP", "LDH", "Albumin"], *wide, *below)
    assert records(table) == wide
    assert set(outside(table).values()) == {"legend"}
    assert len(table.outside) == len([row for row in below if row])


@pytest.mark.parametrize(
    "last",
    [
        ["PT004"],
        ["PT004", None, "F"],
        ["Total", 60, "F", 70],
        ["Maxine Min"],
        ["PT004", "n = ?", "F", 80],
    ],
)
def test_in_doubt_a_row_is_a_record(last):
    """A patient without data, one whose cells resemble a total, and one below a blank row are kept."""
    named = [["PT001", 54, "F", 70], ["PT002", 61, "M", 80], ["Ayşe Kaya", 47, "F", 90]]
    for gap in ([], [[]]) if last[0] == "PT004" else ([],):
        table = lay(["patient_id", "Age", "Sex", "KPS"], *named, *gap, last)
        assert len(table.rows) == 4
        assert table.outside == ()


def test_a_level_called_total_is_no_total():
    """Where the first column is the extent of resection, its level "Total" does not end the records."""
    rows = [["Total", 50, "F"], ["Subtotal", 60, "M"], ["Total", 70, None]]
    assert records(lay(["Resection", "Age", "Sex"], *rows)) == rows


def test_a_number_that_begins_with_a_mark_is_no_footnote():
    """Where patients are numbered #1, #2, a row of "#3" alone is a patient, not a remark."""
    assert len(lay(["patient_id", "Age", "Sex"], ["#1", 50, "F"], ["#2", 60, "M"], ["#3"]).rows) == 3


def test_records_after_a_blank_row_in_the_middle_are_kept():
    """A blank row parts nothing when records follow."""
    assert records(lay(["patient_id", "Age", "Sex", "KPS"], *RECORDS, [], [4, 70, "M", 60])) == [
        *RECORDS,
        [4, 70, "M", 60],
    ]


def test_a_repeated_heading_is_no_record():
    """The heading row printed once more on each page is outside."""
    heading = ["patient_id", "Age", "Sex", "KPS"]
    table = lay(heading, RECORDS[0], heading, *RECORDS[1:])
    assert outside(table) == {3: "repeated heading"}
    assert table.rows.tolist() == [2, 4, 5]


def test_groups_above_the_headings_join_them():
    """A merged group above its columns becomes part of their names, and the known half is their label."""
    spans = [Span(1, 2, 0, 0), Span(1, 1, 1, 2), Span(1, 1, 3, 5)]
    table = lay(
        ["Hasta No", "Kimlik", None, "Laboratuvar"],
        [None, "Yaş", "Cinsiyet", "CRP", "LDH", "Albumin"],
        [1, 50, "K", 3, 4, 5],
        spans=spans,
    )
    assert table.headings == (
        "Hasta No",
        "Kimlik Yaş",
        "Kimlik Cinsiyet",
        "Laboratuvar CRP",
        "Laboratuvar LDH",
        "Laboratuvar Albumin",
    )
    assert table.labels["Laboratuvar CRP"] == "CRP"
    assert "Hasta No" not in table.labels
    assert table.rows.tolist() == [3]


def test_groups_without_merged_cells_reach_to_the_next_group():
    """In a text file a group's name stands over its first column only."""
    table = lay(
        ["patient_id", "Age", "Laboratory", None, None],
        [None, None, "CRP", "LDH", "Albumin"],
        [1, 50, 3, 4, 5],
    )
    assert table.headings == ("patient_id", "Age", "Laboratory CRP", "Laboratory LDH", "Laboratory Albumin")


def test_groups_written_over_each_column_join_them():
    """A group's name may be repeated over its columns."""
    table = lay(["Before", "Before", "After", "After"], ["KPS", "Pain", "KPS", "Pain"], [70, "yes", 80, "no"])
    assert table.headings == ("Before KPS", "Before Pain", "After KPS", "After Pain")


def test_a_subheading_used_under_two_groups_has_no_label():
    """ "KPS" before and after the operation is ambiguous, so that neither is taken for the variable KPS."""
    table = lay(
        ["patient_id", "Age", "Before", None, "After", None],
        [None, None, "KPS", "Pain", "KPS", "Pain"],
        [1, 50, 70, "yes", 80, "no"],
    )
    assert table.headings[2:] == ("Before KPS", "Before Pain", "After KPS", "After Pain")
    assert table.labels == {}


def test_a_row_of_units_belongs_to_the_headings():
    """Units below the headings are no record; they stay in the name, and the heading is the label."""
    table = lay(["patient_id", "Age", "CRP"], [None, "(years)", "mg/dL"], [1, 50, 3.5])
    assert table.headings == ("patient_id", "Age (years)", "CRP mg/dL")
    assert table.labels == {"Age (years)": "Age", "CRP mg/dL": "CRP"}


def test_two_rows_of_known_names_are_one_heading():
    """Labels with the variables' names below them are one heading."""
    table = lay(["Yaş", "Cinsiyet", "Durum"], ["Age", "Sex", "KPS"], [50, "F", 70])
    assert table.headings == ("Yaş Age", "Cinsiyet Sex", "Durum KPS")
    assert table.rows.tolist() == [3]


def test_a_first_record_of_words_is_not_taken_for_a_heading():
    """Records of words only stay records, also below a heading with a gap."""
    rows = [["Ayşe", "female", "lung", "dead"], ["Ali", "male", "breast", "alive"]]
    table = lay(["patient_id", "Sex", "Primary", None], *rows)
    assert records(table) == rows
    assert table.headings[3] == "column D"


def test_headings_that_are_blank_or_used_twice_are_made_distinct_and_noted():
    """No column is lost for want of a name; wholly blank ones are dropped."""
    table = lay(["Age", None, " Age ", None, "Age"], [50, 1, 51, None, 52])
    assert table.headings == ("Age", "column B", "Age.2", "Age.3")
    assert table.letters == ("A", "B", "C", "E")
    assert len(table.notes) == 3


def test_a_numbered_name_that_is_taken_is_passed_over():
    """A second "Age" is not called like the column that is called "Age.2" already."""
    assert lay(["Age", "Age", "Age.2"], [1, 2, 3]).headings == ("Age", "Age.3", "Age.2")


def test_headings_are_trimmed_and_on_one_line():
    """Line breaks and trailing blanks are no part of a heading."""
    assert lay(["patient_id ", "Age\n(years)", "Sex"], [1, 2, "F"]).headings == (
        "patient_id",
        "Age (years)",
        "Sex",
    )


def test_one_known_word_among_the_records_is_no_heading():
    """A cell that happens to be called like a variable doesn't make its row the headings."""
    table = lay(["foo", "bar"], ["Age", "x"], ["b", "y"])
    assert table.headings == ("foo", "bar")


def test_both_rows_of_a_heading_may_be_repeated():
    """A heading of two rows printed once more is outside as a whole."""
    heading = [["patient_id", "Lab", None], [None, "CRP", "LDH"]]
    table = lay(*heading, [1, 2, 3], *heading, [2, 3, 4])
    assert outside(table) == {4: "repeated heading", 5: "repeated heading"}


def test_unknown_headings_are_found_by_their_shape():
    """A sheet of which the dictionary knows nothing has its headings above its values."""
    table = lay(["Spinal series"], ["foo", "bar", "2019"], ["a", 1, 2], ["b", 3, 4])
    assert table.headings == ("foo", "bar", "2019")


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 54, 3.5], [2, 61, 4.0]],
        [["1", "54", "F"], ["2", "61", "M"], ["3", "47", "F"]],
        [[1, 2], [2, 3], [3, 4], ["yes", "no"]],
        [["lung", "yes", "F"], ["breast", "yes", "F"], ["lung", "no", "M"]],
        [["05.03.2016", "2016-03-05"], ["06.03.2016", "2016-03-06"]],
    ],
)
def test_records_without_headings_are_refused(rows):
    """A sheet that begins with its first patient is refused rather than read one patient short."""
    with pytest.raises(DataError, match="no row of headings"):
        lay(*rows)


def test_merged_cells_among_the_records_hold_for_each_row():
    """A patient's number merged over two lesions belongs to both of them."""
    table = lay(["patient_id", "Age"], [7, 50], [None, 50], [8, 60], spans=[Span(2, 3, 0, 0)])
    assert records(table) == [[7, 50], [7, 50], [8, 60]]
    assert "A2:A3" in table.notes[0]


def test_a_list_beside_the_records_that_is_longer_than_they_are_is_outside():
    """Rows with nothing under a heading that the dictionary knows belong to a list beside the table."""
    table = lay(
        ["patient_id", "Age", "Sex", None, "Code", "Meaning"],
        [1, 50, "F", None, "F", "female"],
        [None, None, None, None, "M", "male"],
    )
    assert outside(table) == {3: "legend"}


def test_a_number_left_of_all_known_columns_is_a_record_and_a_remark_there_is_not():
    """A last row with nothing but its running number may be a patient without data."""
    lines = ["No", "Age", "Sex", "KPS"], *RECORDS
    assert len(lay(*lines, [4]).rows) == 4
    assert len(lay(*lines, [], [4]).rows) == 4
    assert outside(lay(*lines, ["to be continued"])) == {5: "legend"}


def test_numbered_rows_without_data_are_kept_and_noted():
    """Rows that hold their number only are records, and a note says which."""
    table = lay(["patient_id", "Age", "Sex", "KPS"], *RECORDS, [4], [5])
    assert len(table.rows) == 5
    assert table.notes == ("rows with nothing but column A were read as records: 5–6",)
