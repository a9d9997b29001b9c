"""The audit of printed numbers alone: each kind of cell, how it is written, and what is said of it."""

import csv
import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.papers.audit import PrintedCell, audit_cells, read_cells, to_records
from analysis.papers.cell_text import infer_kind, read_mean, read_median, read_percent
from analysis.papers.counts import counts_of_percent
from analysis.papers.median_intervals import standard_errors
from analysis.papers.printed_numbers import HALF_AWAY, HALF_EVEN, TRUNCATION
from analysis.tables.format import rounded

P_VALUES = Path(__file__).parent / "reference" / "p_values.csv"
CONSISTENT, ROUNDING, INCONSISTENT, NO_DATA = "consistent", "rounding", "inconsistent", "no data"


def audit(published, n=None, kind="", **more):
    """Return the verdict on one cell."""
    return audit_cells([PrintedCell("T", "row", kind, published, n, **more)])[0]


# Percentages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "published",
    [
        "12 (37.5%)",
        "12 (%37.5)",
        "12 (%37,5)",
        "12（37.5%）",
        "12（37．5％）",
        "12 (% 37.5)",
        "12 (37.5 %)",
        "12 %37.5",
        "12/32 (37.5%)",
        "12 of 32 (37.5%)",
        "%37,5 (12)",
        "37.5% (12/32)",
        "37.5% (n = 12)",
        "12 (37.5)",
        "12’si kadın (%37.5)",
        "12 (37·5%)",
        "12 (37.5%)¹",
        "12 (38%)",
        "12 (37.50%)",
    ],
)
def test_a_percentage_is_read_however_it_is_written(published):
    """12 of 32 is 37.5%, in the hand of every language and journal; 37.5% itself may print as 38%."""
    assert audit(published, 32).verdict == CONSISTENT
    assert audit(published.replace("12", "13"), 32).verdict == INCONSISTENT


@pytest.mark.parametrize(
    ("published", "n", "verdict", "named"),
    [
        ("9 (56.3%)", 16, CONSISTENT, ""),  # 56.25
        ("9 (56.2%)", 16, ROUNDING, "truncation"),
        ("7 (43.75%)", 16, CONSISTENT, ""),
        ("2 (6.2%)", 32, ROUNDING, "half to even"),  # 6.25
        ("14 (43.7%)", 32, ROUNDING, "truncation"),  # 43.75, half to even 43.8
        ("17 (53.2%)", 32, INCONSISTENT, "53.1%"),  # 53.125
        ("1,234 (12.3%)", 10000, CONSISTENT, ""),
        ("0 (0%)", 32, CONSISTENT, ""),
        ("32 (100%)", 32, CONSISTENT, ""),
        ("33 (103.1%)", 32, INCONSISTENT, "103.1%"),
        ("33 (100%)", 32, INCONSISTENT, "33 is more than the 32"),
        ("1 (<5%)", 32, CONSISTENT, ""),
        ("2 (<5%)", 32, INCONSISTENT, "6.3%"),
    ],
)
def test_a_count_is_held_against_its_percentage(published, n, verdict, named):
    """Half away from zero is consistent, another rounding is named, anything else contradicts."""
    cell = audit(published, n)
    assert cell.verdict == verdict
    assert named in cell.note


@pytest.mark.parametrize(
    "published",
    [
        "grade 3: 12 (37.5%)",
        "≥65 years 12 (37.5%)",
        "7-8. sinir 12 (%37,5)",
        "T3–T5 12 (37.5%)",
        "12 (37.5%, 95% CI 21.1–56.3)",
        "12/32 (37.5%; 95% CI 21.1–56.3%)",
        "12 (%37,5; %95 GA 21,1–56,3)",
    ],
)
def test_a_number_of_the_wording_is_no_count(published):
    """12 of 32 is 37.5%, its exact limits 21.1 to 56.3 (R binom.test); 3, 65, 7 and 95 count no one."""
    assert infer_kind(published, 32) == "percent"
    assert audit(published, 32).verdict == CONSISTENT
    assert audit(published.replace("12", "13"), 32).verdict == INCONSISTENT


@pytest.mark.parametrize(
    "published",
    [
        "32 hastanın 12’si kadın (%37.5)",
        "32 hastanın 12’si (%37,5)",
        "32例患者中12例（37.5%）",
        "of the 32 patients, 12 were women (37.5%)",
    ],
)
def test_a_denominator_may_come_first(published):
    """Seed 001 writes "32 hastanın 3’ü (%9.4)": of 32 patients 12 are 37.5%."""
    assert audit(published, 32).verdict == CONSISTENT
    assert audit(published.replace("12", "13"), 32).verdict == INCONSISTENT


def test_a_wrong_percentage_is_told_what_would_be_right():
    """3 of 32 is 9.4%; 6.3% of 32 is 2; 3 is 6.3% of 48 only, since 3/47 is 6.4% and 3/49 is 6.1%."""
    cell = audit("3 (6.3%)", 32)
    assert (cell.verdict, cell.recomputed) == (INCONSISTENT, "3 (9.4%)")
    assert cell.note == "3 of 32 is 9.4%; 6.3% of 32 is 2; 3 is 6.3% of 48"


def test_another_denominator_than_the_columns_is_found():
    """26 (100%) under 32 patients is of 26."""
    cell = audit("26 (100%)", 32)
    assert cell.verdict == INCONSISTENT and cell.recomputed == "26 (81.3%)"
    assert "26 is 100% of 26, another denominator than the 32 of the column's other rows" in cell.note


def test_a_printed_denominator_goes_before_the_columns():
    """12/30 (40%) is right in a column of 32, and the note says that it is of 30."""
    cell = audit("12/30 (40%)", 32)
    assert cell.verdict == CONSISTENT and "30" in cell.note


@pytest.mark.parametrize(
    ("published", "verdict"), [("37.5%", CONSISTENT), ("37.6%", INCONSISTENT), ("37.6", NO_DATA)]
)
def test_a_percentage_alone_must_be_of_some_count(published, verdict):
    """Of 32, 37.5% is 12 and no count is 37.6%; a number without a sign or a kind is not judged."""
    assert audit(published, 32).verdict == verdict


def test_no_count_exceeds_its_denominator():
    """100% of 1000 is 995 to 1000, not 1004."""
    assert counts_of_percent(Decimal(100), 1000) == range(995, 1001)


def test_a_percentage_alone_says_nothing_of_a_large_denominator():
    """Of 1000 and more every percentage to one decimal is some count's, and the note says so."""
    assert "every percentage" in audit("37.6%", 1000).note


@settings(derandomize=True, deadline=None)
@given(n=st.integers(1, 400), share=st.fractions(0, 1), places=st.integers(0, 3))
def test_a_percentage_that_is_right_is_never_refuted(n, share, places):
    """k of n rounded half away from zero is consistent; cut or half to even, it is never inconsistent."""
    k = int(n * share)
    exact = Fraction(100 * k, n)
    for rule in (HALF_AWAY, HALF_EVEN, TRUNCATION):
        verdict = audit(f"{k} ({rounded(exact, places, rounding=rule)}%)", n).verdict
        assert verdict == CONSISTENT if rule == HALF_AWAY else verdict in (CONSISTENT, ROUNDING)


# Totals ----------------------------------------------------------------------------------------------------


def rows(*cells, n=32):
    """Return verdicts by row of (row, published, part_of), all of one table and n."""
    printed = [PrintedCell("T", row, "", published, n, part_of) for row, published, part_of in cells]
    return {cell.row: cell for cell in audit_cells(printed)}


def test_parts_that_make_up_their_whole_agree():
    """78 less 46 is 32."""
    cells = rows(("seen", "78", ""), ("excluded", "46", "seen"), ("included", "n = 32", "seen"), n=None)
    assert {cell.verdict for cell in cells.values()} == {CONSISTENT}


def test_parts_that_do_not_make_up_their_whole_are_named():
    """12 and 6 are 18, not 17; the parts themselves are right."""
    cells = rows(("lung", "17 (53.1%)", ""), ("adeno", "12 (37.5%)", "lung"), ("small", "6 (18.8%)", "lung"))
    assert cells["lung"].verdict == INCONSISTENT
    assert "add up to 18, not 17 (adeno 12, small 6)" in cells["lung"].note
    assert cells["adeno"].verdict == cells["small"].verdict == CONSISTENT


def test_parts_of_a_heading_may_fall_short_of_n_but_not_exceed_it():
    """Two sexes of 33 among 32 patients contradict; of 31, one may be unknown, and the note says so."""
    over = rows(("women", "12 (37.5%)", "Sex"), ("men", "21 (65.6%)", "Sex"))
    short = rows(("women", "12 (37.5%)", "Sex"), ("men", "19 (59.4%)", "Sex"))
    assert over["men"].verdict == INCONSISTENT and "33, not 32" in over["men"].note
    assert short["men"].verdict == CONSISTENT and "31, not 32" in short["men"].note


def test_a_whole_may_be_divided_more_than_once():
    """32 are 12 women and 20 men, and in turn 18, 11 and 3 by treatment; 13 women would not do."""
    treated = (("KT", "18", "all"), ("KT+RT", "11", "all"), ("none", "3", "all"))
    right = rows(("all", "32", ""), ("women", "12", "all"), ("men", "20", "all"), *treated)
    wrong = rows(("all", "32", ""), ("women", "13", "all"), ("men", "20", "all"), *treated)
    assert right["all"].verdict == CONSISTENT
    assert wrong["all"].verdict == INCONSISTENT


def test_parts_without_counts_are_counted_from_their_percentages():
    """37.5% and 62.5% of 32 are 12 and 20; 65.6% would be 21."""
    right = rows(("all", "32", ""), ("women", "37.5%", "all"), ("men", "62.5%", "all"))
    wrong = rows(("all", "32", ""), ("women", "37.5%", "all"), ("men", "65.6%", "all"))
    assert right["all"].verdict == CONSISTENT
    assert wrong["all"].verdict == INCONSISTENT and "33, not 32" in wrong["all"].note


def test_percentages_without_any_n_add_up_within_their_rounding():
    """33.3% three times is 100%; 33.3, 33.3 and 43.3% is not."""
    right = rows(("all", "100%", ""), *((k, "33.3%", "all") for k in "abc"), n=None)
    wrong = rows(
        ("all", "100%", ""), ("a", "33.3%", "all"), ("b", "33.3%", "all"), ("c", "43.3%", "all"), n=None
    )
    assert right["all"].verdict == CONSISTENT
    assert wrong["all"].verdict == INCONSISTENT


def test_of_rows_with_one_name_the_nearest_above_is_the_whole():
    """Each "Adenocarcinoma" has the parts that follow it."""
    cells = [
        ("Adeno", "12", ""),
        ("a", "7", "Adeno"),
        ("b", "5", "Adeno"),
        ("Adeno", "2", ""),
        ("c", "2", "Adeno"),
    ]
    found = audit_cells([PrintedCell("T", row, "total", text, None, whole) for row, text, whole in cells])
    assert [cell.verdict for cell in found] == [CONSISTENT] * 5


@pytest.mark.parametrize(
    ("published", "verdict"), [("32", CONSISTENT), ("N = 32", CONSISTENT), ("33", INCONSISTENT)]
)
def test_a_total_is_held_against_n(published, verdict):
    """A total of 33 where n is 32 contradicts."""
    assert audit(published, 32, "total").verdict == verdict


# Means -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "n", "verdict", "named"),
    [
        ("5.19", 28, INCONSISTENT, "5.18 and 5.21"),  # Brown and Heathers 2017
        ("5.18", 28, CONSISTENT, ""),
        ("5.17", 28, ROUNDING, "truncation"),  # 145/28 = 5.1786
        ("54.37", 30, CONSISTENT, ""),  # 1631/30
        ("55.4", 32, CONSISTENT, "GRIM has no power"),
        ("3.44 (2.47)", 18, INCONSISTENT, "GRIMMER"),  # Allard 2018
        ("3.44 ± 2.48", 18, CONSISTENT, ""),
        ("54.37", None, NO_DATA, "no n"),
    ],
)
def test_a_mean_of_whole_numbers(published, n, verdict, named):
    """GRIM refutes a mean, GRIMMER a standard deviation; where GRIM has no power the note says so."""
    cell = audit(published, n, "mean_of_integers")
    assert cell.verdict == verdict
    assert named in cell.note


def test_grimmer_needs_the_kind_to_be_given():
    """3.41 ± 0.52 of 20 is possible for albumin, not for whole numbers; an inferred kind claims neither."""
    assert audit("3.41 ± 0.52", 20).verdict == CONSISTENT
    assert audit("3.41 ± 0.52", 20, "mean_sd").verdict == INCONSISTENT


@pytest.mark.parametrize(
    ("published", "n", "nearest"),
    [
        ("-3.26", 4, "-3.25"),  # -13/4, not -14/4
        ("2.70", 4, "2.75"),  # 11/4, not 10/4
        ("3.50 ± 0.00", 6, "3.50 ± 0.55"),  # three 3s and three 4s: sqrt(1.5 / 5)
        ("3.00 ± 0.40", 6, "3.00 ± 0.63"),  # 2, 3, 3, 3, 3, 4: sqrt(2 / 5)
    ],
)
def test_the_nearest_possible_number_is_given(published, n, nearest):
    """What is impossible is told the nearest possible, above or below, and the number at fault."""
    cell = audit(published, n, "mean_sd")
    assert (cell.verdict, cell.recomputed) == (INCONSISTENT, nearest)


def test_a_lost_plus_minus_is_found_from_the_range():
    """55.412 (29-75): of 5|5.412, 55.4|12 and 55.41|2 only an SD of 12 suits 32 values from 29 to 75."""
    cell = audit("55.412 (29-75)", 32, "mean_of_integers")
    assert (cell.verdict, cell.recomputed) == (INCONSISTENT, "55.4 ± 12")
    assert cell.note.endswith("a ± may have been lost: 55.412 reads 55.4 ± 12")


def test_a_lost_plus_minus_is_found_in_another_cell():
    """Where the same mean and SD stand in full elsewhere, the note says where."""
    cells = audit_cells(
        [
            PrintedCell("Table 1", "Age", "mean_of_integers", "55.412", 32),
            PrintedCell("Text", "Age", "mean_sd", "55.4 ±12", 32),
        ]
    )
    assert cells[0].recomputed == "55.4 ± 12" and "Text" in cells[0].note


def test_two_decimal_points_are_a_lost_plus_minus():
    """55.412.1 is no number; with 29-75 it reads 55.4 ± 12.1 (55.41 ± 2.1 is too narrow)."""
    cell = audit("55.412.1 (29-75)", 32, "mean_of_integers")
    assert cell.verdict == INCONSISTENT and "55.4 ± 12.1" in cell.note


@pytest.mark.parametrize(
    ("published", "verdict"),
    [
        ("50 ± 10 (29-75)", CONSISTENT),
        ("80 ± 10 (29-75)", INCONSISTENT),  # mean outside the range
        ("50 ± 25 (29-75)", INCONSISTENT),  # all at the ends, half at each: 23.4 at most
        ("50 ± 3 (29-75)", INCONSISTENT),  # one at each end and 30 at the mean: 5.8 at least
        ("50 ± -3", INCONSISTENT),
        ("35.0 ± 6.5 (29-75)", INCONSISTENT),  # 45²/2 + 2·32·16²/30 = 1559, over 31 the square of 7.1
        ("35.0 ± 7.5 (29-75)", CONSISTENT),
    ],
)
def test_a_range_bounds_the_standard_deviation(published, verdict):
    """By hand for 32 about 50: at most sqrt(21·25·32/31) = 23.3, at least sqrt((21² + 25²)/31) = 5.86."""
    assert audit(published, 32).verdict == verdict


def test_quartiles_and_confidence_limits_are_no_range():
    """A mean may lie outside its quartiles, and its SD far outside its confidence limits."""
    assert audit("50 (IQR 60-75)", 32, "mean_sd").verdict == CONSISTENT
    assert audit("50 ± 25 (95% CI 45-55)", 32, "mean_sd").verdict == CONSISTENT


@settings(derandomize=True, deadline=None, max_examples=200)
@given(values=st.lists(st.integers(0, 100), min_size=2, max_size=30), places=st.integers(0, 2))
def test_a_mean_sd_and_range_that_exist_are_never_refuted(values, places):
    """Whatever whole numbers a table describes, their rounded description stands."""
    n = len(values)
    mean = Fraction(sum(values), n)
    sd = math.sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))
    shown = [rounded(number, places) for number in (mean, Fraction(sd))]
    cell = audit(f"{shown[0]} ± {shown[1]} ({min(values)}-{max(values)})", n, "mean_of_integers")
    assert cell.verdict == CONSISTENT


# Medians ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "published",
    [
        "14.2 (SE 2.1, 95% CI 10.1-18.3)",
        "14.2 (SE 2.1, 95% CI 10.1–18.3)",
        "14.2 ± 2.1 (95% CI 10.1 to 18.3)",
        "14,2 ± 2,1 ay (%95 GA: 10,1-18,3)",
        "14.2±2.1 (%95CI:10.1-18.3)",
        "14.2（SE 2.1，95%CI：10.1～18.3）",
        "14.2 (2.1; 95% CI, 10.1-18.3)",
        "14.2 months, SE = 2.1, CI 95% 10.1, 18.3",
        "23.000 (SE 5.255, 95% CI 12.700–33.300)",  # SPSS, 6-MP of Freireich 1963
        "8.000 (SE 1.669, 95% CI 4.729–11.271)",  # SPSS, its placebo
        "3.1 (SE 4.2, 95% CI −5.1–11.3)",  # SPSS goes below 0
        "14.2 (SE 2.1, 90% CI 10.7-17.7)",  # 1.645
    ],
)
def test_a_median_agrees_with_its_interval(published):
    """14.2 ± 1.96 · 2.1 is 10.08 to 18.32, however it is written."""
    assert audit(published).verdict == CONSISTENT


def test_a_median_of_whole_days_whose_decimals_were_cut():
    """30 ± 9.5 (11.2–48.7): 18.7 to 18.8 over 1.96 is 9.541 to 9.592, which prints 9.5 only if cut.

    Rounded, 11.2 needs a standard error above 18.75/1.96 = 9.566 and 48.7 one below it.
    """
    cell = audit("30± 9.5 gün (%95CI:11.2-48.7)", 32)
    assert cell.verdict == ROUNDING
    assert "no standard error rounded half away from zero" in cell.note
    assert "truncation" in cell.note and "9.541–9.592" in cell.note
    found = standard_errors(read_median(cell.published), TRUNCATION, whole=True)[0]
    assert found.low == Fraction("18.7") / Fraction("1.96") and found.high == Fraction("18.8") / Fraction(
        "1.96"
    )
    assert not standard_errors(read_median(cell.published), HALF_EVEN, whole=True)


def test_a_median_with_decimals_may_itself_be_rounded():
    """30.0 stands for 29.95 to 30.05: with 29.96 and 9.56 the limits are 11.2 and 48.7 when rounded."""
    assert audit("30.0 ± 9.6 (95% CI 11.2-48.7)").verdict == CONSISTENT


@pytest.mark.parametrize(
    ("published", "verdict", "named"),
    [
        ("14.2 (SE 3.1, 95% CI 10.1-18.3)", INCONSISTENT, "need a standard error of 2.1"),
        ("14.2 (SE 2.1, 95% CI 10.1-19.3)", INCONSISTENT, "4.1 below and 5.1 above"),
        ("14.2 (95% CI 15.1-18.3)", INCONSISTENT, "does not lie between"),
        ("14.2 (95% CI 18.3-10.1)", INCONSISTENT, "does not lie between"),
        ("14.2 (95% CI 10.1-18.3)", CONSISTENT, ""),
        ("14.2 (95% CI 10.1-25.3)", NO_DATA, "not symmetric"),
        ("NR (95% CI 10.1-NR)", NO_DATA, ""),
    ],
)
def test_a_median_that_contradicts_its_interval(published, verdict, named):
    """The note says which standard error the limits need; without one only symmetric limits are judged."""
    cell = audit(published, kind="median_interval")
    assert cell.verdict == verdict
    assert named in cell.note


@settings(derandomize=True, deadline=None)
@given(
    median=st.integers(0, 4000),
    error=st.fractions(min_value=Fraction(1, 100), max_value=200),
    places=st.integers(0, 3),
    z=st.sampled_from(["1.96", "1.959964"]),
)
def test_an_interval_that_was_computed_is_never_refuted(median, error, places, z):
    """Median, standard error and limits, each rounded from the exact value, are consistent."""
    exact = Fraction(median, 10)
    reach = Fraction(z) * error
    point, se, low, high = (f"{rounded(v, places)}" for v in (exact, error, exact - reach, exact + reach))
    assert audit(f"{point} (SE {se}, 95% CI {low} to {high})", kind="median_interval").verdict == CONSISTENT


@pytest.mark.parametrize("published", ["5.2 ± 1.3 (95% CI 4.7–5.7)", "5.2 (SD 1.3, 95% CI 4.7–5.7)"])
def test_a_standard_deviation_beside_limits_is_no_standard_error(published):
    """Of 26 with SD 1.3 the standard error is 0.255 and the mean's limits 4.7 to 5.7."""
    assert audit(published, 26).verdict in (CONSISTENT, NO_DATA)
    assert audit(published.replace("±", "± SE ").replace("SD", "SE"), 26).verdict == INCONSISTENT


def test_a_spread_in_percent_is_no_percentage_of_patients():
    """45.3 ± 6.2% is an estimate with its standard error: 6.2% is no count of 64."""
    assert infer_kind("45.3 ± 6.2%", 64) == "mean_sd"
    assert audit("45.3 ± 6.2%", 64).verdict == CONSISTENT


def test_a_period_in_the_wording_is_no_estimate():
    """45.3 - 1.96 × 6.2 = 33.1 and 45.3 + 1.96 × 6.2 = 57.5; the 1 of "1-year" is no estimate."""
    assert audit("1-year survival 45.3% (SE 6.2%, 95% CI 33.1–57.5%)").verdict == CONSISTENT


# P-values --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("statistic", "p"), list(csv.reader(P_VALUES.read_text("utf-8").splitlines()))[1:])
def test_a_p_value_agrees_with_r(statistic, p):
    """R's p of each statistic is consistent to three and four decimals; twice or half of it is not."""
    exact = float(p)
    for places in (3, 4):
        assert audit(f"{statistic}, p = {exact:.{places}f}").verdict == CONSISTENT
    assert audit(f"{statistic}, p = {min(1, exact * 2 + 0.02):.3f}").verdict == INCONSISTENT
    assert audit(f"{statistic}, p < {exact * 1.2:.4f}").verdict == CONSISTENT
    assert audit(f"{statistic}, p > {exact * 0.8:.4f}").verdict == CONSISTENT
    assert audit(f"{statistic}, p < {exact / 2:.6f}").verdict == INCONSISTENT


@pytest.mark.parametrize(
    "published",
    [
        "chi2 4.2, df 1, p 0.04",
        "χ²(1) = 4.2, p = .04",
        "χ² = 4.2 (df = 1), P=0.040",
        "X2=4.2; sd=1; p=0,04",
        "ki-kare 4,2, sd 1, p=0,040",
        "chi-square(1, N=32)=4.20, p=.04",
        "卡方 4.2，df 1，p=0.04",
        "p = 0.04 (chi2 = 4.2, df = 1)",
        "log-rank 4.2, df 1, p value 0.04",
    ],
)
def test_a_test_is_read_however_it_is_written(published):
    """pchisq(4.2, 1) is 0.0404."""
    assert audit(published).verdict == CONSISTENT
    assert audit(published.replace("4", "8")).verdict == INCONSISTENT  # 8.2 with p 0.08


@pytest.mark.parametrize(
    ("published", "verdict", "named"),
    [
        ("t(30) = 2.1, p = .022", INCONSISTENT, "one-sided"),  # half of 0.0442
        ("t(30) = 2.1, one-tailed p = .022", CONSISTENT, ""),
        ("t(30) = 2.1, p = .06", INCONSISTENT, "different sides of 0.05"),
        ("chi2 4.2, df 1, p = 0.000", INCONSISTENT, "0.0404"),
        ("chi2 14.2, df 1, p = 0.000", ROUNDING, "no p is zero"),  # 0.00016
        ("p = 0.000", ROUNDING, "no p is zero"),
        ("p = 0.04", NO_DATA, "no statistic"),
        ("chi2 4.2, p 0.04", NO_DATA, "degrees of freedom"),
        ("p = 1.2", INCONSISTENT, "no probability"),
        ("r(30) = 1.35, p = .05", INCONSISTENT, "can't be"),
        ("chi2(1) = -4.2, p = .04", INCONSISTENT, "can't be"),
        ("t(30) = 2.1, n.s.", INCONSISTENT, "0.0442"),
        ("t(30) = 2.1, p = 0.044", CONSISTENT, ""),
    ],
)
def test_what_is_said_of_a_p_value(published, verdict, named):
    """One-sided fits, impossible values, zeros and missing degrees of freedom are told apart."""
    cell = audit(published, kind="p_value")
    assert cell.verdict == verdict
    assert named in cell.note


@pytest.mark.parametrize("p", ["4.4×10⁻²", "4.4 x 10^-2", "4.4 * 10-2", "4.4e-2"])
def test_a_p_value_may_have_a_power_of_ten(p):
    """R: 2 * pt(2.1, 30, lower.tail = FALSE) is 0.04422."""
    assert audit(f"t(30) = 2.1, p = {p}").verdict == CONSISTENT
    assert audit(f"t(30) = 2.1, p = {p.replace('4.4', '9.4')}").verdict == INCONSISTENT


def test_a_coefficient_of_determination_is_no_correlation():
    """R² = 0.42 is not an r of 2."""
    assert audit("R² = 0.42, p = 0.017", 32, "p_value").verdict == NO_DATA


def test_a_one_sided_p_is_half():
    """pt(2.1, 30) leaves 0.0221 above."""
    assert audit("t(30) = 2.1, one-tailed p = .022").recomputed == "0.022"


def test_a_rounded_statistic_gives_a_range_of_p():
    """t(30) from 2.05 to 2.15 gives p from 0.049 to 0.040 (R: pt), so 0.045 agrees and 0.052 does not."""
    assert audit("t(30) = 2.1, p = .045").verdict == CONSISTENT
    assert audit("t(30) = 2.1, p = .052").verdict == INCONSISTENT


# Kinds and files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "kind"),
    [
        ("12 (37.5%)", "percent"),
        ("12 (37.5)", "percent"),
        ("55.4 ± 12", "mean_sd"),
        ("55.4 (12.0)", "mean_sd"),
        ("54.37 (SD 3.2)", "mean_sd"),
        ("14.2 (SE 2.1, 95% CI 10.1-18.3)", "median_interval"),
        ("30± 9.5 gün (%95CI:11.2-48.7)", "median_interval"),
        ("30± 9.5gün (%95 güven aralığı:11.2-48.7)", "median_interval"),
        ("chi2 4.2, df 1, p 0.04", "p_value"),
        ("P<0.001", "p_value"),
        ("32", "total"),
        ("54.37", None),
        ("12 (3)", None),
    ],
)
def test_an_empty_kind_is_inferred_but_never_as_a_claim(published, kind):
    """A bare mean is not called one of whole numbers, and "12 (3)" of 32 could be two things."""
    assert infer_kind(published, 32) == kind


def write(folder, text, encoding="utf-8"):
    path = folder / "cells.csv"
    path.write_bytes(text.encode(encoding))
    return path


HEADINGS = "table,row,kind,published,n"


def test_cells_are_read_from_a_csv(tmp_path):
    """Quoted commas, an empty n and kind, spaces, and a column that the audit has no use for."""
    text = f'{HEADINGS},part_of,page\nT1,Men,percent,"20 (%62,5)",32,All,3\n\nT1, p ,,p = 0.04,,,\n'
    cells = read_cells(write(tmp_path, text))
    assert cells[0] == PrintedCell("T1", "Men", "percent", "20 (%62,5)", 32, "All")
    assert cells[1] == PrintedCell("T1", "p", "", "p = 0.04", None, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_encoding_and_delimiter_is_read(tmp_path, encoding, delimiter):
    """A semicolon file of a Turkish Excel is read like any other."""
    text = f"{HEADINGS}\nT,Bilinç değişikliği,,17 (%53.1),32\n".replace(",", delimiter)
    assert read_cells(write(tmp_path, text, encoding))[0].row == "Bilinç değişikliği"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (HEADINGS + "\n", "headings only"),
        ("table,row,kind,n\nT,a,,32\n", "lacks published"),
        ("a\n1\n", "lacks table, row, kind, published, n"),
        (HEADINGS + "\nT,a,share,12,32\n", "'share' is not known"),
        (HEADINGS + "\nT,a,,12,many\n", "n is 'many'"),
        (HEADINGS + "\nT,a,,12 (%37,5),32\n", "in quotation marks"),
        (HEADINGS + "\nT,a,,,32\n", "published is empty"),
        (HEADINGS + ",n\nT,a,,12,32,32\n", "the column n twice"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(tmp_path, text, named):
    """Each refusal names the file, the place, what was found and what to do."""
    with pytest.raises(DataError, match=r"cells\.csv") as refused:
        read_cells(write(tmp_path, text))
    assert named in str(refused.value)


def test_records_are_json():
    """Six keys, and null where there is nothing to print."""
    records = to_records(audit_cells([PrintedCell("T", "p", "", "p = 0.04")]))
    assert json.loads(json.dumps(records)) == [
        {
            "table": "T",
            "row": "p",
            "published": "p = 0.04",
            "recomputed": None,
            "verdict": NO_DATA,
            "note": "no statistic is printed beside p",
        }
    ]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    text=st.text(alphabet="0123456789.,%()±-–<>=/ pntFχ²SECI;", max_size=25),
    n=st.sampled_from([None, 0, 1, 32]),
)
@pytest.mark.parametrize(
    "kind", ["", "percent", "mean_of_integers", "mean_sd", "median_interval", "p_value", "total"]
)
def test_no_text_breaks_the_audit(kind, text, n):
    """Whatever stands in a cell, it gets a verdict."""
    assert audit(text, n, kind).verdict in (CONSISTENT, ROUNDING, INCONSISTENT, NO_DATA)


def test_the_readers_say_nothing_of_text():
    """A cell without numbers is no cell of any kind."""
    assert read_percent("none") is read_mean("none") is read_median("none") is None
    assert read_mean("55.4 ± 12").sd == Decimal(12)
