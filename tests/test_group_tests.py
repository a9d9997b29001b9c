"""Tests between groups and standardised differences against R, by hand and by brute force."""

import json
from collections import Counter
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.dictionary.model import Dictionary, Level, Variable
from analysis.tables.compare import (
    NOT_TESTED,
    SMD,
    TOO_MANY_TABLES,
    Rules,
    compare,
    compare_counts,
    compare_numbers,
    difference_of_counts,
    difference_of_numbers,
)
from analysis.tables.fisher import fisher_exact
from analysis.tables.words import WORDS

REFERENCE = json.loads((Path(__file__).parent / "reference" / "tables.json").read_text(encoding="utf-8"))
COUNTS, MEANS, RANKS = REFERENCE["counts"], REFERENCE["means"], REFERENCE["ranks"]
ALWAYS_MEANS, ALWAYS_RANKS = 0.0, 1.1
"""Shapiro-Wilk p values below which ranks are compared: never and always."""


def exactly(value: float):
    """R printed 15 significant digits."""
    return pytest.approx(value, rel=1e-10, abs=1e-12)


def arrays(groups: list[list[float]]) -> list[np.ndarray]:
    return [np.array(group, dtype=float) for group in groups]


@pytest.mark.parametrize("key", COUNTS)
def test_fisher_agrees_with_r(key):
    """fisher.test, 2 × 2 to 9 × 3."""
    assert fisher_exact(COUNTS[key]["table"]) == exactly(COUNTS[key]["fisher"])


@pytest.mark.parametrize("key", ["two_by_two", "three_by_two"])
def test_chi_squared_agrees_with_r(key):
    """chisq.test without and with Yates's correction; the correction is for 2 × 2 alone."""
    table = np.array(COUNTS[key]["table"])
    for rules, expected in ((Rules(), "chi_squared"), (Rules(yates=True), "yates")):
        found, reference = compare_counts(table, rules), COUNTS[key][expected]
        assert found.statistic == exactly(reference["statistic"])
        assert found.df == reference["df"]
        assert found.p_value == exactly(reference["p_value"])
        assert found.test == ("chi-squared (Yates)" if rules.yates and table.size == 4 else "chi-squared")


def test_small_expected_counts_take_the_exact_test():
    """A 2 × 2 table on both sides of an expected count of 5: 10 · 10 / 20 is 5, 9 · 10 / 20 is 4.5."""
    assert compare_counts(np.array([[5, 5], [5, 5]])).test == "chi-squared"
    assert compare_counts(np.array([[4, 5], [6, 5]])).test == "Fisher exact"


def test_larger_tables_follow_cochran():
    """One of five levels expected below 5 is a fifth of the cells and is borne; one of four is not."""
    level = [10, 10]
    assert compare_counts(np.array([level, level, level, level, [3, 3]])).test == "chi-squared"
    assert compare_counts(np.array([level, level, level, [3, 3]])).test == "Fisher exact"
    assert compare_counts(np.array([*[level] * 9, [1, 0]])).test != "chi-squared"  # an expected count of 1/2


def every_dealing(table: np.ndarray) -> float:
    """Deal the patients' groups out in every order, and count the tables no more frequent than this one."""
    rows, columns = (np.repeat(np.arange(len(sums)), sums) for sums in (table.sum(axis=1), table.sum(axis=0)))
    dealt = Counter(tuple(sorted(zip(rows, order, strict=True))) for order in permutations(columns))
    seen = dealt[tuple(sorted((i, j) for i, j in np.ndindex(table.shape) for _ in range(table[i, j])))]
    return sum(n for n in dealt.values() if n <= seen) / sum(dealt.values())


def test_fisher_agrees_with_dealing_the_patients_in_every_order():
    """Twenty random tables of 7 patients, 2 × 2 to 3 × 3, against all 5,040 orders."""
    rng = np.random.default_rng(20150131)
    for _ in range(20):
        shape = rng.integers(2, 4, 2)
        table = np.eye(*shape, dtype=int)
        np.add.at(table, tuple(rng.integers(0, shape, (7 - table.sum(), 2)).T), 1)
        table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
        assert fisher_exact(table.tolist()) == pytest.approx(every_dealing(table), rel=1e-12)


def test_a_table_too_large_for_the_exact_test_says_so():
    """Ten levels in five groups of hundreds: χ², and the reason with it."""
    table = np.full((10, 5), 40)
    table[0] = [1, 0, 0, 2, 0]
    assert fisher_exact(table.tolist()) is None
    found = compare_counts(table)
    assert (found.test, found.reason) == ("chi-squared", TOO_MANY_TABLES)


def test_empty_levels_and_groups_take_no_part():
    """A level nobody has, and a group without answers, change neither test nor degrees of freedom."""
    table = np.array(COUNTS["three_by_two"]["table"])
    padded = np.zeros((4, 3), dtype=int)
    padded[1:, [0, 2]] = table
    assert compare_counts(padded) == compare_counts(table)
    assert compare_counts(np.array([[4, 3], [0, 0]])).test == "not tested"
    assert compare_counts(np.zeros((0, 2), dtype=int)).test == "not tested"


@pytest.mark.parametrize("key", MEANS)
@pytest.mark.parametrize("equal", [True, False])
def test_means_agree_with_r(key, equal):
    """t.test and oneway.test, with equal variances and without."""
    groups, expected = arrays(MEANS[key]["groups"]), MEANS[key]["student" if equal else "welch"]
    found = compare_numbers(groups, Rules(alpha=ALWAYS_MEANS, equal_variances=equal))
    assert found.statistic == exactly(expected["statistic"])
    df = expected["df"] if isinstance(expected["df"], list) else [expected["df"]]
    assert [found.df, found.df_within][: len(df)] == exactly(df)
    assert found.p_value == exactly(expected["p_value"])


@pytest.mark.parametrize("key", ["ties", "no_ties"])
def test_mann_whitney_agrees_with_r(key):
    """wilcox.test as it is by default (exact below 50 without ties) and without continuity correction."""
    groups, expected = arrays(RANKS[key]["groups"]), RANKS[key]
    found = compare_numbers(groups, Rules(alpha=ALWAYS_RANKS))
    assert found.test == ("Mann-Whitney U" if key == "ties" else "Mann-Whitney U (exact)")
    assert (found.statistic, found.p_value) == exactly(
        (expected["default"]["statistic"], expected["default"]["p_value"])
    )
    if key == "ties":
        plain = compare_numbers(groups, Rules(alpha=ALWAYS_RANKS, continuity=False))
        assert plain.p_value == exactly(expected["plain"]["p_value"])


def test_kruskal_wallis_agrees_with_r():
    """kruskal.test of three groups with ties."""
    found, expected = (
        compare_numbers(arrays(RANKS["three"]["groups"]), Rules(alpha=ALWAYS_RANKS)),
        RANKS["three"]["kruskal"],
    )
    assert (found.statistic, found.df, found.p_value) == exactly(
        (expected["statistic"], expected["df"], expected["p_value"])
    )


def test_shapiro_wilk_decides_between_means_and_ranks():
    """Ages are normal (R: p 0.89), days are not (p < 0.001): ages go to Welch, days to ranks."""
    ages, days = (np.array(REFERENCE["samples"][key]["values"], dtype=float) for key in ("ages", "days"))
    assert REFERENCE["samples"]["ages"]["shapiro_wilk"]["p_value"] > 0.05
    assert REFERENCE["samples"]["days"]["shapiro_wilk"]["p_value"] < 0.05
    assert compare_numbers([ages, ages + 2]).test == "Welch t"
    assert compare_numbers([ages, ages + 2, ages - 2]).test == "Welch ANOVA"
    assert compare_numbers([ages, days]).test == "Mann-Whitney U"
    assert compare_numbers([ages, ages, days]).test == "Kruskal-Wallis"


UNUSUAL = {
    "one group": ([[1, 2, 3]], "not tested"),
    "no values": ([[], []], "not tested"),
    "all equal": ([[2, 2, 2], [2, 2]], "not tested"),
    "two values": ([[1, 2], [3, 4, 5]], "Mann-Whitney U (exact)"),
    "one constant group": ([[2, 2, 2], [1, 5, 3, 4]], "Mann-Whitney U"),
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_unusual_groups_get_a_test_or_a_reason(case):
    """Nothing warns, fails or is silent where groups are empty, tiny or constant."""
    groups, expected = UNUSUAL[case]
    found = compare_numbers(arrays(groups))
    assert found.test == expected
    assert found.reason


def test_groups_too_large_for_shapiro_wilk_are_compared_by_means():
    """Above 5,000 values the test of normality is not defined, and the mean is normal enough."""
    values = np.random.default_rng(1).exponential(10, 6000)
    assert compare_numbers([values, values * 1.1]).test == "Welch t"


@pytest.mark.parametrize("key", REFERENCE["differences"]["counts"])
def test_standardised_difference_of_levels_agrees_with_r(key):
    """Yang and Dalton's distance, solved in R."""
    first, second = np.array(COUNTS[key]["table"]).T
    assert difference_of_counts(first, second) == exactly(REFERENCE["differences"]["counts"][key])


def test_standardised_difference_of_numbers_agrees_with_r():
    """Over the root of the mean of the two variances."""
    found = difference_of_numbers(*arrays(MEANS["two"]["groups"]))
    assert found == exactly(REFERENCE["differences"]["numbers"]["two"])


def test_standardised_differences_without_a_bound_are_missing():
    """Equal distributions differ by 0; groups without a common level, or empty ones, have no distance."""
    assert difference_of_counts(np.array([3, 0]), np.array([9, 0])) == 0
    assert difference_of_counts(np.array([2, 4]), np.array([1, 2])) == pytest.approx(0, abs=1e-12)
    assert np.isnan(difference_of_counts(np.array([3, 0]), np.array([0, 4])))
    assert np.isnan(difference_of_counts(np.array([0, 0]), np.array([1, 4])))
    assert np.isnan(difference_of_numbers(np.array([1.0]), np.array([1.0, 2.0])))
    assert np.isnan(difference_of_numbers(np.array([1.0, 1.0]), np.array([2.0, 2.0])))


LEVELS = (Level("yes", {"en": "Yes"}), Level("no", {"en": "No"}))
DICTIONARY = Dictionary(
    {
        "age_years": Variable("age_years", "number", {"en": "Age"}),
        "hydrocephalus": Variable("hydrocephalus", "flag", {"en": "Hydrocephalus"}, levels=LEVELS),
        "cranial_nerves": Variable("cranial_nerves", "set", {"en": "Cranial nerves"}),
        "arm": Variable("arm", "text", {"en": "Arm"}),
    }
)
FRAME = pd.DataFrame(
    {
        "age_years": [50.0, 60, 70, np.nan, 52, 63, 74, 80],
        "hydrocephalus": ["yes", "no", "yes", None, "no", "no", "no", "yes"],
        "cranial_nerves": ["4|5", "none", "5", "7", None, "5|7", "none", "none"],
        "arm": ["a", "a", "a", "a", "b", "b", "b", None],
    }
)


def test_a_frame_gets_a_test_and_a_difference_for_every_variable():
    """A set is tested by member; the patient without an arm takes no part."""
    found = compare(FRAME, DICTIONARY, by="arm").frame
    assert list(zip(found["variable"], found["level"], strict=True))[::2] == [
        ("age_years", None),
        ("hydrocephalus", None),
        *[("cranial_nerves", member) for member in ("4", "5", "7", "none")],
    ]
    assert found["test"].tolist()[1::2] == [SMD] * 6
    # 2 of 3 against 0 of 3 with hydrocephalus: tables (0,3), (1,2), (2,1) have 1, 9, 9, 1 of 20 ways;
    # of those with margins 2 and 4, C(3,2)·C(3,0) = 3 of C(6,2) = 15 on each side, so p = 6/15
    assert found["p_value"][2] == pytest.approx(0.4)
    # ages 50 60 70 against 52 63 74: means 60 and 63, variances 100 and 121
    assert found["statistic"][1] == pytest.approx(3 / np.sqrt(110.5))


def test_every_test_has_its_words():
    """Whatever test is chosen, under whatever rules, its name is translated: ten names and "not tested"."""
    tables = [np.array(COUNTS[key]["table"]) for key in ("two_by_two", "two_by_two_small")]
    samples = [arrays(RANKS[key]["groups"]) for key in ("ties", "no_ties", "three")]
    names = {NOT_TESTED}
    for alpha, choice in product((ALWAYS_MEANS, ALWAYS_RANKS), (False, True)):
        rules = Rules(alpha=alpha, equal_variances=choice, yates=choice)
        names |= {compare_counts(table, rules).test for table in tables}
        names |= {compare_numbers(groups, rules).test for groups in samples}
    assert len(names) == 11
    assert names <= set(WORDS)
