"""What distinct cells become: numbers, counts, dates, levels, flags, sets, vertebrae, primaries, texts."""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dictionary import Level, Variable, load_dictionary
from analysis.loaders.cells import Proofs, distinct_cells, is_missing, missing_among, text_of
from analysis.loaders.parse import parse

DICTIONARY = load_dictionary()
NUMBER = Variable("x", "number", {})
COUNT = Variable("n", "count", {}, low=0, high=2000)
DATE = Variable("d", "date", {})


def parsed(variable, *cells, **options):
    """Return the parsed column of these cells, which must differ from each other."""
    column = np.array([*cells, None], dtype=object)[:-1]
    variable = DICTIONARY[variable] if isinstance(variable, str) else variable
    return parse(distinct_cells(column), variable, DICTIONARY, **options)


def values(variable, *cells, **options):
    return [
        None if value is None or value != value else value
        for value in parsed(variable, *cells, **options).values
    ]


def rules(variable, *cells, **options):
    faults = parsed(variable, *cells, **options).faults
    return {i: (fault.rule, fault.severity) for i, fault in faults.items()}


def day(text):
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def test_each_distinct_cell_is_parsed_once_and_types_are_told_apart():
    """1, True and "1" are three cells, None and NaN are blank."""
    cells = distinct_cells(np.array(["1", 1, True, None, "1", float("nan")], dtype=object))
    assert cells.values == ("1", 1, True)
    assert cells.places.tolist() == [0, 1, 2, -1, 0, -1]


@pytest.mark.parametrize(
    "text", ["-", "—", "?", ".", "NA", "n/a", "bilinmiyor", "UNKNOWN", "未知", "不详", "nan", "Eksik"]
)
def test_texts_that_say_nothing_is_known_are_missing(text):
    assert is_missing(text)
    assert missing_among(["x", text]) == {text}


@pytest.mark.parametrize("text", ["yok", "none", "无", "+", "0", "no", ">3", "%"])
def test_that_nothing_is_there_is_not_missing(text):
    assert not is_missing(text)
    assert not missing_among([text])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("12,5", "3"), [12.5, 3.0]),
        (("12.5", "3"), [12.5, 3.0]),
        (("1.234,5", "2.345"), [1234.5, 2345.0]),
        (("1,234.5", "2,345"), [1234.5, 2345.0]),
        (("12,5", "1.234"), [12.5, 1234.0]),
        (("12.5", "1.234"), [12.5, 1.234]),
        (("12,5", "12.25"), [12.5, 12.25]),
        (("1.234.567", "1 234 567"), [1234567.0, 1234567.0]),
        (("0,125", "1.234"), [0.125, 1234.0]),
        ((12.5, "12,5"), [12.5, 12.5]),
        (("１２", "３,５"), [12.0, 3.5]),
        (("-5", "+5", "1e3"), [-5.0, 5.0, 1000.0]),
        (("70%", "%80"), [70.0, 80.0]),
        ((" 12 ", True), [12.0, 1.0]),
    ],
)
def test_numbers_with_either_decimal_mark_are_read(cells, expected):
    """The column proves its decimal mark; a cell that can only be read one way is read that way."""
    assert values(NUMBER, *cells) == expected
    assert not rules(NUMBER, *cells)


def test_the_decimal_mark_is_told():
    assert [parsed(NUMBER, text).note for text in ("12,5", "12.5", "12", "1.234")] == [",", ".", None, None]


def test_the_sheets_decimal_mark_serves_where_column_and_range_leave_it_open():
    """The column's own proof and the plausible range go before it; two marks in a sheet settle nothing."""
    comma, point = Proofs(marks=frozenset(",")), Proofs(marks=frozenset("."))
    assert values(NUMBER, "1.250", "2,375", sheet=comma) == [1250.0, 2.375]
    assert values(NUMBER, "1.250", "2,375", sheet=point) == [1.25, 2375.0]
    assert not rules(NUMBER, "1.250", sheet=comma)
    assert values(NUMBER, "1.250", "12.5", sheet=comma) == [1.25, 12.5]
    assert values("height_m", "1.609", sheet=comma) == [1.609]
    assert parsed(NUMBER, ">1.250", sheet=comma).low.tolist() == [1250.0]
    assert rules(NUMBER, "1.250", sheet=comma + point) == {0: ("unparsed", "warning")}
    assert rules(NUMBER, "1.250", "12.5", "12,5", sheet=comma) == {0: ("unparsed", "warning")}


def test_a_share_beside_a_percentage_is_a_warning():
    """Excel keeps the 50% that it shows as 0.5; 30 and "0.5%" leave nothing open."""
    assert values(NUMBER, 0.5, "%30", 1, 0, "0.5%", 45) == [0.5, 30, 1, 0, 0.5, 45]
    assert rules(NUMBER, 0.5, "%30", 1, 0, "0.5%", 45) == dict.fromkeys((0, 2), ("unparsed", "warning"))
    assert not rules(NUMBER, 0.5, "30")
    assert not rules(COUNT, 1, "30%")


def test_thousands_that_nothing_proves_are_told_by_range_or_reported():
    """A body height of 1609 m is none, nor a blood loss of 1.25 mL where 100 is the least."""
    assert values("height_m", "1.609") == [1.609]
    assert values(Variable("blood_loss_ml", "number", {}, low=100, high=5000), "1.250", "1,300") == [
        1250.0,
        1300.0,
    ]
    assert values(NUMBER, "1.234", "1,234") == [1.234, 1234.0]
    assert rules(NUMBER, "1.234") == {0: ("unparsed", "warning")}


@pytest.mark.parametrize("text", ["inf", "Infinity", "1.2.3", "abc", "1,2,3", "0x1A", "1_000", "٣"])
def test_what_is_no_number_is_reported_and_missing(text):
    assert values(NUMBER, text) == [None]
    assert rules(NUMBER, text) == {0: ("unparsed", "error")}


def test_a_date_where_a_number_belongs_is_reported():
    """Spreadsheets turn 3-5 into a date by themselves."""
    assert rules("vertebral_metastases", datetime(2016, 5, 3)) == {0: ("unparsed", "error")}


def test_units_in_the_heading_and_in_the_cell_are_converted():
    """Factors by definition: 100 cm a metre, 10 mg/L a mg/dL, 12 months a year."""
    assert values("height_m", "180", "1,75 m", unit="cm") == [1.8, 1.75]
    assert values("crp_mg_dl", "50", "5 mg/dL", unit="mg/L") == [5.0, 5.0]
    assert values("age_years", "65 yaş", "65", "6 ay", "12岁") == [65.0, 65.0, pytest.approx(0.5), 12.0]
    assert rules("age_years", "65 kg") == {0: ("unparsed", "error")}


def test_the_variables_own_name_before_its_value_is_no_obstacle():
    assert values("kps", "KPS 70", "Karnofsky: 80", "90") == [70.0, 80.0, 90.0]
    assert values("escc_grade", "Grade 1b", "Evre: 2", "3") == ["1b", "2", "3"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (">3", 4, None),
        ("≥3", 3, None),
        (">= 3", 3, None),
        ("3+", 3, None),
        ("3 ve üzeri", 3, None),
        ("<5", 0, 4),
        ("≤5", 0, 5),
        ("3-5", 3, 5),
        ("3 to 5", 3, 5),
        ("multiple", 2, None),
        ("多发", 2, None),
        ("3'ten fazla", 4, None),
        ("3den çok", 4, None),
        ("3'ten az", 0, 2),
        ("more than 3", 4, None),
        ("fewer than 3", 0, 2),
        ("大于3", 4, None),
        ("超过3个", 4, None),
        ("3 veya daha fazla", 3, None),
        ("3 or above", 3, None),
        ("3个以上", 3, None),
        ("3 或以上", 3, None),
        ("不少于3", 3, None),
        (">=3 foci", 3, None),
        ("1 veya 2", 1, 2),
        ("birden fazla", 2, None),
        ("多处", 2, None),
    ],
)
def test_counts_that_are_bounds_become_intervals(text, low, high):
    """A whole number above 3 is 4 or more."""
    column = parsed(COUNT, text, "1")
    assert np.isnan(column.values[0])
    assert column.low.tolist() == [low, 1.0]
    assert column.high[0] == high if high else np.isnan(column.high[0])
    assert not column.faults


def test_a_count_in_words_is_a_number():
    assert values(COUNT, "yok", "none", "tek", "2") == [0.0, 0.0, 1.0, 2.0]
    assert values(COUNT, "two", "üç", "两个", "5 adet", "1个") == [2.0, 3.0, 2.0, 5.0, 1.0]
    assert rules("kps", "yok") == {0: ("unparsed", "error")}


def test_a_number_that_is_a_bound_is_kept_as_one_with_a_warning():
    column = parsed(NUMBER, ">3", "<0,5", "2")
    assert column.values.tolist()[2] == 2 and np.isnan(column.values[:2]).all()
    assert (column.low[0], column.high[1]) == (3, 0.5) and np.isnan([column.high[0], column.low[1]]).all()
    assert {fault.rule + fault.severity for fault in column.faults.values()} == {"unparsedwarning"}


@pytest.mark.parametrize(
    ("name", "value"), [("kps", 120), ("kps", -10), ("ecog", 7), ("age_years", 160), ("follow_up_time", -3)]
)
def test_a_value_out_of_range_is_reported_and_kept(name, value):
    assert values(name, value) == [value]
    assert rules(name, value) == {0: ("out_of_range", "error")}


@pytest.mark.parametrize(("name", "value"), [("kps", 0), ("kps", 100), ("ecog", 5), ("age_years", 120)])
def test_both_ends_of_a_range_are_inside(name, value):
    assert not rules(name, value)


def test_a_broken_count_is_reported():
    assert rules(COUNT, 2.5) == {0: ("out_of_range", "error")}


def test_what_lies_between_two_karnofsky_grades_is_a_warning():
    assert rules("kps", "45", "50", "0", "100") == {0: ("out_of_range", "warning")}
    assert rules("kps", "45.5") == {0: ("out_of_range", "error")}
    assert not rules("age_years", "45.5") and not rules(COUNT, "7")


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "25.03.2016",
            "25/3/2016",
            "25-03-2016",
            "2016-03-25",
            "2016/3/25",
            "2016年3月25日",
            "20160325",
            "42454",
            42454,
        ),
        *(
            42454.75,
            "25-Mar-2016",
            "25 Mart 2016",
            "25 March 2016",
            "March 25, 2016",
            "25 mar 2016",
            "25.03.2016 14:30",
        ),
        *(
            "2016-03-25T00:00:00",
            "２０１６年３月２５日",
            datetime(2016, 3, 25, 10),
            date(2016, 3, 25),
            20160325,
        ),
    ],
)
def test_a_date_is_read_however_it_is_written(cell):
    """42454 is 25 March 2016 counted from 30 December 1899."""
    assert values(DATE, cell) == [day("2016-03-25")]
    assert not rules(DATE, cell)


@pytest.mark.parametrize(
    "month",
    ["Ocak", "ŞUBAT", "mart", "Nisan", "mayıs", "HAZİRAN", "tem", "Ağu", "eyl", "Ekim", "kas", "ARALIK"],
)
def test_turkish_months_are_read_in_any_case(month):
    names = ("oca", "şub", "mar", "nis", "may", "haz", "tem", "ağu", "eyl", "eki", "kas", "ara")
    number = next(
        i
        for i, name in enumerate(names, 1)
        if month.replace("İ", "i").replace("I", "ı").lower().startswith(name)
    )
    assert values(DATE, f"5 {month} 2016") == [day(f"2016-{number:02d}-05")]


def test_serials_count_from_1904_where_the_workbook_does():
    """Excel's two calendars are 1,462 days apart."""
    assert values(DATE, 40992, date1904=True) == values(DATE, 42454)


@pytest.mark.parametrize(
    ("proof", "order", "meant"), [("25.03.2016", "dmy", "2016-03-05"), ("03.25.2016", "mdy", "2016-05-03")]
)
def test_a_part_above_12_settles_the_order_of_the_column(proof, order, meant):
    column = parsed(DATE, "05.03.2016", proof)
    assert column.values[0] == day(meant)
    assert column.note == order
    assert not column.faults


def test_proof_in_another_separator_serves_where_there_is_none_of_its_own():
    assert values(DATE, "05/03/2016", "25.03.2016")[0] == day("2016-03-05")
    assert values(DATE, "05/03/2016", "03/25/2016", "25.03.2016")[0] == day("2016-05-03")


def test_an_order_that_nothing_settles_is_an_error_and_left_missing():
    """03.03.2016 is the same day either way."""
    column = parsed(DATE, "05.03.2016", "03.03.2016", "2016-01-02")
    assert column.values == [None, day("2016-03-03"), day("2016-01-02")]
    assert rules(DATE, "05.03.2016", "03.03.2016") == {0: ("ambiguous_date", "error")}
    assert "--date-order" in column.faults[0].message
    assert "2016" not in column.faults[0].message


def test_contradicting_proofs_leave_only_the_open_cells_missing():
    cells = "25/03/2016", "03/25/2016", "05/03/2016"
    assert values(DATE, *cells) == [day("2016-03-25"), day("2016-03-25"), None]
    assert rules(DATE, *cells) == {2: ("ambiguous_date", "error")}


def test_cells_that_prove_an_order_against_the_sheet_are_warned_of_and_followed():
    """One typing error makes a column month first, which as many or more dates elsewhere contradict."""
    cells = "05.03.2016", "5.13.2016"
    sheet = Proofs(orders={(".", "mdy"): 1, (".", "dmy"): 1})
    assert values(DATE, *cells, sheet=sheet) == [day("2016-05-03"), day("2016-05-13")]
    assert rules(DATE, *cells, sheet=sheet) == {1: ("ambiguous_date", "warning")}
    message = parsed(DATE, *cells, sheet=sheet).faults[1].message
    assert "month first because of 1 cell such" in message and "columns are day first" in message
    assert "2016" not in message
    for other in ({(".", "dmy"): 9}, {("/", "dmy"): 9, (".", "mdy"): 1}, {(".", "mdy"): 2, (".", "dmy"): 1}):
        assert not rules(DATE, *cells, sheet=Proofs(orders=other))
    assert not rules(DATE, *cells, sheet=sheet, date_order="mdy")
    assert not rules(DATE, "5.13.2016", "13.5.2016", sheet=sheet)


def test_the_sheets_order_is_told_before_a_year_of_two_digits_and_after_an_error():
    sheet = Proofs(orders={(".", "mdy"): 2, (".", "dmy"): 2})
    faults = parsed(DATE, "5.13.16", "5.13.3016", sheet=sheet).faults
    assert "because of 2 cells" in faults[0].message
    assert (faults[1].rule, faults[1].severity) == ("out_of_range", "error")


def test_the_order_asked_for_is_followed_and_what_contradicts_it_reported():
    assert values(DATE, "05/03/2016", date_order="mdy") == [day("2016-05-03")]
    assert values(DATE, "05/03/2016", date_order="dmy") == [day("2016-03-05")]
    assert rules(DATE, "25/03/2016", date_order="mdy") == {0: ("unparsed", "error")}
    assert values(DATE, "16.03.05", date_order="ymd") == [day("2016-03-05")]


def test_two_digit_years_have_a_pivot_and_a_warning():
    """29 is 2029 and 30 is 1930, as spreadsheets have it."""
    assert values(DATE, "25.03.29", "25.03.30") == [day("2029-03-25"), day("1930-03-25")]
    assert rules(DATE, "25.03.29") == {0: ("ambiguous_date", "warning")}


@pytest.mark.parametrize("cell", ["06/2016", "2016", 2016, "Mart 2016", "2016年3月", "2016-06"])
def test_a_month_or_a_year_alone_is_reported_and_no_day_invented(cell):
    assert values(DATE, cell) == [None]
    assert rules(DATE, cell) == {0: ("unparsed", "warning")}


@pytest.mark.parametrize("cell", ["31.02.2016", "2016-13-01", "29.02.2015", "soon", True, "00.00.2016"])
def test_a_day_that_does_not_exist_is_an_error(cell):
    assert values(DATE, cell) == [None]
    assert rules(DATE, cell) == {0: ("unparsed", "error")}


def test_a_year_far_from_living_memory_is_reported_and_kept():
    assert rules(DATE, "07/30/3013") == {0: ("out_of_range", "error")}
    assert values(DATE, "07/30/3013") == [(datetime(3013, 7, 30) - datetime(1970, 1, 1)).days]


def test_levels_are_read_in_three_languages_and_any_case():
    texts = "KADIN", "kadın", "Female", "F", "女", "male", "Erkek", "E", "男"
    assert values("sex", *texts) == ["female"] * 5 + ["male"] * 4


def test_a_level_called_unknown_is_a_level_and_elsewhere_missing():
    assert values("cause_of_death", "unknown", "bilinmiyor") == ["unknown", "unknown"]
    assert values("sex", "unknown", "bilinmiyor") == [None, None]


def test_none_is_a_level_and_never_missing():
    assert values("visceral_metastasis", "none", "Yok", "无") == ["none"] * 3


def test_a_code_without_a_label_stays_with_a_warning():
    assert values("sex", 1, "2", 2.0) == ["1", "2", "2"]
    assert set(rules("sex", 1, "2").values()) == {("unknown_code", "warning")}
    assert "--map" in parsed("sex", 1).faults[0].message


def test_an_unknown_text_stays_with_an_error_that_lists_the_levels():
    assert values("sex", "Dişi") == ["Dişi"]
    assert rules("sex", "Dişi") == {0: ("unknown_level", "error")}
    assert "female, male" in parsed("sex", "Dişi").faults[0].message


def test_flags_are_read_from_words_codes_and_signs():
    cells = "Var", "evet", "1", 1, "+", True, "x有"[1:], "Yok", "hayır", "0", 0.0, False, "无"
    assert values("headache", *cells) == ["yes"] * 7 + ["no"] * 6


def test_a_dash_is_no_beside_a_plus_and_missing_elsewhere():
    assert values("headache", "+", "-") == ["yes", "no"]
    assert values("headache", "var", "-") == ["yes", None]


def test_a_flag_coded_1_and_2_is_left_open():
    """Which of 1 and 2 is yes is not for the loader to guess."""
    assert values("died", 1, 2) == ["1", "2"]
    assert set(rules("died", 1, 2).values()) == {("unknown_code", "warning")}


def test_vital_status_is_read_as_registries_write_it():
    assert values("died", "ex", "Eksitus", "死亡", "Dead", "Sağ", "存活", "alive") == ["yes"] * 4 + ["no"] * 3


def test_a_set_is_its_members_in_order():
    assert values("cranial_nerves", "8, 7", "4-10", "VII ve VIII", 7, "yok") == [
        "7|8",
        "4|5|6|7|8|9|10",
        "7|8",
        "7",
        "none",
    ]


def test_a_member_that_is_unknown_stays_and_is_reported():
    assert values("cranial_nerves", "7, xyz") == ["7|xyz"]
    assert rules("cranial_nerves", "7, xyz") == {0: ("unknown_level", "error")}


def test_members_divided_by_bars_may_hold_any_other_sign():
    sites = Variable("s", "set", {}, levels=(Level("Lung/Pleura, left", {}), Level("Bone", {})))
    assert values(sites, "Bone|Lung/Pleura, left", "Lung/Pleura, left") == [
        "Lung/Pleura, left|Bone",
        "Lung/Pleura, left",
    ]


def test_vertebrae_are_read_and_what_is_left_is_reported():
    assert values("vertebral_levels", "Th3-5", "T1, T2 T3", "no lesions") == ["T3|T4|T5", "T1|T2|T3", "none"]
    assert rules("vertebral_levels", "T3, T14") == {0: ("unparsed", "warning")}
    assert rules("vertebral_levels", "T14") == {0: ("unparsed", "error")}


def test_a_primary_is_its_candidates_and_an_unknown_one_is_reported():
    assert values("primary_site", "Akciğer", "NSCLC") == ["lung_nsclc|lung_sclc", "lung_nsclc"]
    assert rules("primary_site", "xyzzy") == {0: ("unknown_level", "error")}


def test_an_unknown_primary_is_told_from_one_that_may_not_be_recorded():
    """ "Unknown" alone may mean either; "?" and "NA" are missing without a word."""
    column = parsed("primary_site", "bilinmiyor", "不明", "unknown primary", "?", "NA")
    assert column.values == [None, None, "unknown_primary", None, None]
    assert {i: (f.rule, f.severity) for i, f in column.faults.items()} == dict.fromkeys(
        (0, 1), ("unknown_level", "warning")
    )


def test_identifiers_are_texts_without_a_decimal_and_texts_stay_as_written():
    assert values("patient_id", 17.0, " 007 ", "Ａ1", "NA") == ["17", "007", "A1", None]
    assert values("comments", " Ｔ3 fracture ", "-", 5) == ["Ｔ3 fracture", None, "5"]


CELLS = st.one_of(
    st.text("0123456789.,-+<>≥/ aeTL年月日：|%'\n", max_size=12),
    st.text(max_size=8),
    st.floats(allow_nan=False),
    st.integers(-(10**20), 10**20),
    st.dates(),
    st.booleans(),
)
ONE_OF_EACH_KIND = ("age_years", "kps", "vertebral_metastases", "death_date", "died", "sex", "cranial_nerves")


@pytest.mark.parametrize(
    "name", [*ONE_OF_EACH_KIND, "vertebral_levels", "primary_site", "comments", "patient_id"]
)
@settings(derandomize=True, max_examples=60, deadline=None)
@given(cells=st.lists(CELLS, max_size=4))
def test_every_cell_is_parsed_or_reported(name, cells):
    """Whatever stands in a cell, it becomes a value, a bound, missing by its own words, or a problem."""
    column = np.array([*cells, None], dtype=object)[:-1]
    distinct = distinct_cells(column)
    result = parse(distinct, DICTIONARY[name], DICTIONARY)
    assert len(result.values) == len(distinct.values)
    for i, cell in enumerate(distinct.values):
        bounded = result.low is not None and not (np.isnan(result.low[i]) and np.isnan(result.high[i]))
        has_value = result.values[i] is not None and result.values[i] == result.values[i]
        assert has_value or bounded or i in result.faults or is_missing(text_of(cell))
