"""The baseline table and the printed tables: what a reader sees, in three languages."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.dictionary.model import Dictionary, Level, Unit, Variable
from analysis.tables.baseline import baseline, to_records
from analysis.tables.compare import Rules
from analysis.tables.format import STYLES
from analysis.tables.layout import baseline_table, frequency_table, summary_table
from analysis.tables.printed import PrintedTable


def level(key: str, en: str, tr: str, zh: str) -> Level:
    return Level(key, {"en": en, "tr": tr, "zh": zh})


VARIABLES = (
    Variable("age_years", "number", {"en": "Age", "tr": "Yaş", "zh": "年龄"}, unit="years"),
    Variable("crp_mg_dl", "number", {"en": "CRP", "tr": "CRP", "zh": "CRP"}, unit="mg/dL"),
    Variable(
        "sex",
        "level",
        {"en": "Sex", "tr": "Cinsiyet", "zh": "性别"},
        levels=(level("female", "Female", "Kadın", "女"), level("male", "Male", "Erkek", "男")),
    ),
    Variable(
        "hydrocephalus",
        "flag",
        {"en": "Hydrocephalus", "tr": "Hidrosefali", "zh": "脑积水"},
        levels=(level("yes", "Yes", "Var", "有"), level("no", "No", "Yok", "无")),
    ),
    Variable(
        "primary_site",
        "primary",
        {"en": "Primary", "tr": "Primer", "zh": "原发部位"},
        levels=(
            level("lung_nsclc", "NSCLC", "KHDAK", "非小细胞肺癌"),
            level("lung_sclc", "SCLC", "KHAK", "小细胞肺癌"),
        ),
    ),
    Variable("cranial_nerves", "set", {"en": "Cranial nerves", "tr": "Kraniyal sinirler", "zh": "脑神经"}),
    Variable("metastases", "count", {"en": "Metastases", "tr": "Metastaz sayısı", "zh": "转移灶数"}),
)
UNITS = {"years": Unit("years", {"en": "years", "tr": "yıl", "zh": "岁"})}
DICTIONARY = Dictionary({variable.name: variable for variable in VARIABLES}, units=UNITS)
FRAME = pd.DataFrame(
    {
        "age_years": [50.0, 60, 70, 52, 63, 74],
        "crp_mg_dl": [0.25, 0.31, 0.46, 0.28, 0.33, 0.41],
        "sex": ["female", "male", "male", "male", "female", None],
        "hydrocephalus": ["yes", "no", None, "yes", "no", "no"],
        "primary_site": ["lung_nsclc", "lung_nsclc|lung_sclc", "lung_sclc"] * 2,
        "cranial_nerves": ["7|8", "none", None, "7", "none", "none"],
        "metastases": [1.0, np.nan, 2, 3, 4, 6],
        "metastases_low": [np.nan, 4.0, np.nan, np.nan, np.nan, np.nan],
    }
)


def lines(table: PrintedTable) -> dict[str, tuple[str, ...]]:
    """Return first cell → the others; a label that comes twice keeps its first line."""
    found: dict[str, tuple[str, ...]] = {}
    for row in table.rows:
        found.setdefault(row.cells[0], row.cells[1:])
    return found


def test_a_frequency_table_reads_as_statistical_packages_print_it():
    """Two of five known are women, one is missing: 33.3% of all, 40.0% valid."""
    table = frequency_table(baseline(FRAME, DICTIONARY).statistics, DICTIONARY)
    assert table.header == ("Variable", "n", "%", "Valid %", "Cumulative %")
    found = lines(table)
    assert found["Female"] == ("2", "33.3", "40.0", "40.0")
    assert found["Male"] == ("3", "50.0", "60.0", "100.0")
    assert found["Missing"] == ("1", "16.7", "", "")
    assert found["Total"] == ("6", "100.0", "", "")
    assert found["7"] == ("2", "33.3", "40.0", "")
    assert found["NSCLC, SCLC"][0] == "2"
    assert "Cranial nerves" in table.note


def test_a_summary_table_has_every_number_of_a_variable():
    """Ages 50 52 60 63 70 74: mean 61.5, SD 9.5 (sum of squares 451.5 / 5), type 7 quartiles 54 and 68.25."""
    table = summary_table(baseline(FRAME, DICTIONARY).statistics, DICTIONARY)
    found = lines(table)
    assert found["Age (years)"][:5] == ("6", "0", "61.5 ± 9.5", "50–74", "61.5 (54.0–68.3)")
    assert found["Metastases"][:4] == ("5", "1", "3.2 ± 1.9", "1–6")
    assert "type 7" in table.note
    assert "range (such as >3)" in table.note


def test_the_quantile_rule_is_named():
    """SPSS's rule gives other quartiles, and the note says that it is SPSS's: (n + 1) / 4 = 1.75 → 51.5."""
    statistics = baseline(FRAME, DICTIONARY, quantiles="spss").statistics
    table = summary_table(statistics, DICTIONARY)
    assert lines(table)["Age (years)"][4] == "61.5 (51.5–71.0)"
    assert "SPSS (type 6" in table.note


def test_small_numbers_keep_two_digits_of_their_spread():
    """CRP with an SD below 0.1 has three decimals: mean 2.04 / 6 = 0.34."""
    found = lines(summary_table(baseline(FRAME, DICTIONARY).statistics, DICTIONARY))
    assert found["CRP (mg/dL)"][2].startswith("0.340 ± 0.0")


def test_a_baseline_table_has_columns_of_groups_and_tests_with_their_names():
    """The patient without a sex is in the first column alone, and the note says so."""
    table = baseline_table(baseline(FRAME, DICTIONARY, by="sex"), DICTIONARY)
    groups = ("All patients (n = 6)", "Female (n = 2)", "Male (n = 3)")
    assert table.header == ("Variable", *groups, "p", "Test", "SMD")
    found = lines(table)
    # Women 1 of 2, men 1 of 2 known: every table with these margins is as probable, so p is 1
    assert found["Hydrocephalus"] == (
        "2 (40.0%)",
        "1 (50.0%)",
        "1 (50.0%)",
        "1.000",
        "Fisher's exact test",
        "0.00",
    )
    assert found["Missing"][:3] == ("1", "0", "1")
    assert found["Age (years)"][:3] == ("", "", "")
    assert found["Age (years)"][4] == "Mann-Whitney U test, exact"
    assert found["Mean ± SD (range)"][0] == "61.5 ± 9.5 (50–74)"
    assert found["7"][:3] == ("2 (40.0%)", "1 (50.0%)", "1 (50.0%)")
    assert "1 patients without a group" in table.note
    assert "Shapiro-Wilk test (p ≥ 0.05)" in table.note


def test_a_table_without_groups_has_no_tests():
    """One column of numbers, and no word of a test in the note."""
    table = baseline_table(baseline(FRAME, DICTIONARY), DICTIONARY)
    assert table.header == ("Variable", "All patients (n = 6)")
    assert "Fisher" not in table.note
    assert all(len(row.cells) == 2 for row in table.rows)


HEADERS = {
    "en": ("All patients (n = 6)", "2 (40.0%)", "61.5 ± 9.5 (50–74)", "Missing", "Age (years)"),
    "tr": ("Tüm hastalar (n = 6)", "2 (%40,0)", "61,5 ± 9,5 (50–74)", "Eksik", "Yaş (yıl)"),
    "zh": ("全部患者（n = 6）", "2（40.0%）", "61.5 ± 9.5（50～74）", "缺失", "年龄（岁）"),
}


@pytest.mark.parametrize("lang", HEADERS)
def test_every_language_has_its_own_numbers_and_words(lang):
    """Decimal mark, percent sign, brackets and words change with the language; no English is left."""
    table = baseline_table(baseline(FRAME, DICTIONARY, by="sex"), DICTIONARY, lang=lang)
    cells = {cell for row in table.rows for cell in row.cells}
    heading, flag, mean, missing, age = HEADERS[lang]
    assert heading in table.header
    assert {flag, mean, missing, age} <= cells
    if lang != "en":
        text = " ".join([table.caption, *table.header, *cells, table.note])
        assert not any(word in text for word in ("patient", "Female", "test,", "Missing", "Mean", "where"))


def test_a_paper_s_own_style_reaches_the_cells():
    """A Turkish paper with decimal points and no idle zeros: 2 (%40)."""
    own = replace(STYLES["tr"], decimal_mark=".", trim_zeros=True)
    table = baseline_table(baseline(FRAME, DICTIONARY), DICTIONARY, lang="tr", style=own)
    assert lines(table)["Hidrosefali"] == ("2 (%40)",)


def test_every_row_is_as_wide_as_the_header():
    """Renderers rely on it, whatever the variables' kinds."""
    numbers = baseline(FRAME, DICTIONARY, by="sex")
    for table in (
        frequency_table(numbers.statistics, DICTIONARY),
        summary_table(numbers.statistics, DICTIONARY),
        baseline_table(numbers, DICTIONARY),
    ):
        assert {len(row.cells) for row in table.rows} == {len(table.header)}


def test_more_than_two_groups_name_the_mean_of_pairs():
    """Three candidates of the primary make three groups."""
    table = baseline_table(baseline(FRAME, DICTIONARY, by="primary_site"), DICTIONARY)
    assert "NSCLC, SCLC (n = 2)" in table.header
    assert "the mean over all pairs of groups" in table.note
    assert "Kruskal-Wallis" in table.note


def test_the_rules_asked_for_are_those_printed():
    """Student's t and Yates's correction on request, in the note by name."""
    rules = Rules(equal_variances=True, yates=True, alpha=0.01)
    note = baseline_table(baseline(FRAME, DICTIONARY, by="sex", rules=rules), DICTIONARY).note
    assert "Student's t test" in note
    assert "Yates" in note
    assert "p ≥ 0.01" in note


def test_records_are_json_without_nan():
    """Missing numbers are None, counts stay numbers, and JSON takes them without complaint."""
    numbers = baseline(FRAME, DICTIONARY, by="sex")
    rows, tests = to_records(numbers.statistics.frame), to_records(numbers.comparisons.frame)
    assert json.loads(json.dumps({"rows": rows, "tests": tests}, allow_nan=False))["rows"] == rows
    assert {"variable", "level", "group", "statistic", "value", "denominator", "missing"} <= set(rows[0])
    assert {"variable", "test", "statistic", "df", "p_value"} <= set(tests[0])
    age = next(row for row in rows if row["variable"] == "age_years" and row["statistic"] == "mean")
    assert (age["level"], age["group"], age["value"], age["denominator"]) == (None, "all", 61.5, 6)
    assert any(row["value"] is None for row in rows)  # two women have no Shapiro-Wilk test
