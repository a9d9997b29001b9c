"""Frequencies and summaries: denominators, missing answers, sets, quantile rules."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dictionary.model import Dictionary, Level, Variable
from analysis.errors import DataError
from analysis.tables.frequency import QUANTILE_RULES, frequency, summary

REFERENCE = json.loads((Path(__file__).parent / "reference" / "tables.json").read_text(encoding="utf-8"))
SAMPLES = REFERENCE["samples"]


def levels(*keys: str) -> tuple[Level, ...]:
    return tuple(Level(key, {"en": key}) for key in keys)


DICTIONARY = Dictionary(
    {
        variable.name: variable
        for variable in (
            Variable("patient_id", "identifier", {}, role="identifier"),
            Variable("diagnosis_date", "date", {}, role="date"),
            Variable("age_years", "number", {"en": "Age"}),
            Variable("metastases", "count", {"en": "Metastases"}),
            Variable("sex", "level", {"en": "Sex"}, levels=levels("female", "male")),
            Variable("site", "level", {"en": "Site"}, levels=levels("lung", "breast", "skin", "liver")),
            Variable("hydrocephalus", "flag", {"en": "Hydrocephalus"}, levels=levels("yes", "no")),
            Variable("cranial_nerves", "set", {"en": "Nerves"}, levels=levels("4", "5", "7", "8", "10")),
            Variable("vertebral_levels", "vertebrae", {"en": "Levels"}),
            Variable(
                "primary_site", "primary", {"en": "Primary"}, levels=levels("lung_sclc", "breast", "colon")
            ),
        )
    }
)


def values(frame: pd.DataFrame, variable: str, statistic: str, group: str = "all") -> dict[str | None, float]:
    """Return level → value of one statistic."""
    chosen = frame[
        (frame["variable"] == variable) & (frame["statistic"] == statistic) & (frame["group"] == group)
    ]
    return dict(zip(chosen["level"], chosen["value"], strict=True))


def denominators(
    frame: pd.DataFrame, variable: str, statistic: str, group: str = "all"
) -> set[tuple[int, int]]:
    """Return the denominators and numbers of missing answers that a statistic bears."""
    chosen = frame[
        (frame["variable"] == variable) & (frame["statistic"] == statistic) & (frame["group"] == group)
    ]
    return set(zip(chosen["denominator"], chosen["missing"], strict=True))


def test_levels_are_counted_in_the_dictionary_s_order():
    """Of 10 sites 5, 3 and 1 are known levels, 1 is missing: percents of 10, valid percents of 9."""
    frame = pd.DataFrame({"site": ["breast"] * 3 + ["lung"] * 5 + ["skin", None]})
    found = frequency(frame, DICTIONARY).frame
    assert values(found, "site", "n") == {"lung": 5, "breast": 3, "skin": 1}
    assert list(values(found, "site", "n")) == ["lung", "breast", "skin"]
    assert values(found, "site", "percent") == {"lung": 50, "breast": 30, "skin": 10}
    assert values(found, "site", "valid_percent") == {"lung": 500 / 9, "breast": 300 / 9, "skin": 100 / 9}
    assert values(found, "site", "cumulative_percent") == {"lung": 500 / 9, "breast": 800 / 9, "skin": 100}
    assert denominators(found, "site", "percent") == {(10, 1)}
    assert denominators(found, "site", "valid_percent") == {(9, 1)}


def test_a_text_that_is_no_level_counts_under_itself():
    """Unknown codes come after the levels, 2 before 10, and are never dropped."""
    frame = pd.DataFrame(
        {"site": pd.Categorical(["x10", "x2", "lung", "x2"], categories=["lung", "x10", "x2"])}
    )
    assert values(frequency(frame, DICTIONARY).frame, "site", "n") == {"lung": 1, "x2": 2, "x10": 1}
    assert list(values(frequency(frame, DICTIONARY).frame, "site", "n")) == ["lung", "x2", "x10"]


def test_a_flag_has_both_levels_even_where_one_is_empty():
    """Nobody with hydrocephalus is 0 of 3, not a missing row."""
    found = frequency(pd.DataFrame({"hydrocephalus": ["no", "no", "no"]}), DICTIONARY).frame
    assert values(found, "hydrocephalus", "n") == {"yes": 0, "no": 3}


def test_a_set_counts_under_each_member():
    """Of five patients one is unknown; 5 is involved in two of the four others; nothing cumulates."""
    frame = pd.DataFrame({"cranial_nerves": ["4|5", "5|10", "none", "none", None]})
    found = frequency(frame, DICTIONARY).frame
    assert values(found, "cranial_nerves", "n") == {"4": 1, "5": 2, "10": 1, "none": 2}
    assert values(found, "cranial_nerves", "valid_percent") == {"4": 25, "5": 50, "10": 25, "none": 50}
    assert denominators(found, "cranial_nerves", "valid_percent") == {(4, 1)}
    assert not values(found, "cranial_nerves", "cumulative_percent")
    assert set(found["note"]) == {"a patient can have several"}


def test_vertebrae_run_from_the_neck_downwards():
    """C, T, L, S and by number, not by letter; a denied lesion comes last."""
    frame = pd.DataFrame({"vertebral_levels": ["L1|S1", "T10|T9", "C2", "none"]})
    assert list(values(frequency(frame, DICTIONARY).frame, "vertebral_levels", "n")) == [
        *("C2", "T9", "T10", "L1", "S1", "none")
    ]


def test_a_primary_known_as_candidates_is_one_answer():
    """ "Lung or breast" is one patient's uncertainty, not two answers, and stands behind its first."""
    frame = pd.DataFrame({"primary_site": ["colon", "lung_sclc|breast", "breast", "lung_sclc"]})
    found = values(frequency(frame, DICTIONARY).frame, "primary_site", "cumulative_percent")
    assert list(found.items()) == [
        ("lung_sclc", 25),
        ("lung_sclc|breast", 50),
        ("breast", 75),
        ("colon", 100),
    ]


def test_groups_have_their_own_denominators():
    """A woman's missing answer is in her group's count of missing alone; no sex, no group but all."""
    frame = pd.DataFrame(
        {
            "hydrocephalus": ["yes", None, "no", "no", "yes"],
            "sex": ["female", "female", "male", "male", None],
        }
    )
    statistics = frequency(frame, DICTIONARY, by="sex")
    assert statistics.groups == {"all": 5, "female": 2, "male": 2}
    assert values(statistics.frame, "hydrocephalus", "valid_percent", "female") == {"yes": 100, "no": 0}
    assert denominators(statistics.frame, "hydrocephalus", "n", "female") == {(1, 1)}
    assert denominators(statistics.frame, "hydrocephalus", "n") == {(4, 1)}
    assert set(statistics.frame["variable"]) == {"hydrocephalus"}


def test_a_variable_nobody_answered_is_still_there():
    """All missing: n is 0 of 0, and two are missing."""
    frame = pd.DataFrame({"site": pd.Categorical([None, None]), "age_years": [np.nan, np.nan]})
    found = frequency(frame, DICTIONARY).frame
    assert values(found, "site", "n") == {None: 0}
    assert denominators(found, "site", "n") == {(0, 2)}
    assert values(found, "age_years", "n") == {None: 0}
    assert np.isnan(values(found, "age_years", "mean")[None])


def test_no_record_is_no_reason_to_fail():
    """A cohort from which everybody was removed gives counts of 0."""
    frame = pd.DataFrame({"hydrocephalus": pd.Categorical([]), "age_years": np.array([], dtype=float)})
    found = frequency(frame, DICTIONARY).frame
    assert values(found, "hydrocephalus", "n") == {"yes": 0, "no": 0}
    assert np.isnan(values(found, "hydrocephalus", "percent")["yes"])


@pytest.mark.parametrize("key", SAMPLES)
@pytest.mark.parametrize("rule", QUANTILE_RULES)
def test_quantiles_agree_with_r(key, rule):
    """R's types 7 (its own), 6 (SPSS) and 2 (Stata and SAS)."""
    found = summary(np.array(SAMPLES[key]["values"], dtype=float), rule)
    expected = SAMPLES[key]["stata" if rule == "sas" else rule]
    assert [found["q1"], found["median"], found["q3"]] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("key", SAMPLES)
def test_moments_and_shapiro_wilk_agree_with_r(key):
    """mean, sd and shapiro.test; scipy's normal quantiles have some digits fewer than R's."""
    found, expected = summary(np.array(SAMPLES[key]["values"], dtype=float)), SAMPLES[key]
    for name in ("mean", "sd", "min", "max"):
        assert found[name] == pytest.approx(expected[name], rel=1e-12)
    assert found["shapiro_wilk"] == pytest.approx(expected["shapiro_wilk"]["statistic"], rel=1e-9)
    assert found["shapiro_wilk_p"] == pytest.approx(expected["shapiro_wilk"]["p_value"], rel=1e-8)


WITHOUT = {
    "two values": ([1.0, 2.0], "the test needs 3 to 5000 values"),
    "equal values": ([2.0, 2.0, 2.0], "the values are equal"),
    "too many values": (list(np.linspace(0, 1, 5001)), "the test needs 3 to 5000 values"),
}


@pytest.mark.parametrize("case", WITHOUT)
def test_shapiro_wilk_is_missing_with_a_reason(case):
    """Where Royston's algorithm is not valid there is no W, and the note says why."""
    sample, reason = WITHOUT[case]
    found = frequency(pd.DataFrame({"age_years": sample}), DICTIONARY).frame
    line = found[found["statistic"] == "shapiro_wilk"].iloc[0]
    assert np.isnan(line["value"])
    assert line["note"] == reason


def test_one_value_has_no_spread():
    """The standard deviation of one age does not exist."""
    found = frequency(pd.DataFrame({"age_years": [61.0]}), DICTIONARY).frame.set_index("statistic")
    assert np.isnan(found.loc["sd", "value"])
    assert found.loc["sd", "note"] == "one value has no spread"
    assert found.loc["median", "value"] == 61


def test_a_count_known_as_a_range_is_missing_and_said_to_be_so():
    """ ">3" stands in the companion column; a blank cell does not."""
    frame = pd.DataFrame({"metastases": [1.0, np.nan, np.nan], "metastases_low": [np.nan, 4.0, np.nan]})
    found = frequency(frame, DICTIONARY).frame
    line = found[found["statistic"] == "n"].iloc[0]
    assert (line["value"], line["missing"], line["note"]) == (1, 2, "1 of the missing are known as a range")
    assert set(found["variable"]) == {"metastases"}


MIXED = pd.DataFrame(
    {
        "patient_id": ["a", "b", "c", "d"],
        "diagnosis_date": [1, 2, 3, 4],
        "age_years": [50.0, 60.5, None, 71.0],
        "sex": ["male", None, "female", "male"],
        "cranial_nerves": ["4|5", None, "none", "7"],
        "hydrocephalus": ["no", "yes", None, "no"],
        "source_row": [2, 3, 4, 5],
    }
)


def test_identifiers_dates_and_rows_are_not_tabulated():
    """Without a list of variables, those that make sense in a table are taken, in the frame's order."""
    found = frequency(MIXED, DICTIONARY).frame
    assert list(dict.fromkeys(found["variable"])) == ["age_years", "sex", "cranial_nerves", "hydrocephalus"]


def test_every_engine_and_every_kind_of_text_column_gives_the_same_numbers():
    """Polars, plain strings and categories agree."""
    expected = frequency(MIXED, DICTIONARY, by="sex").frame
    texts = ["sex", "cranial_nerves", "hydrocephalus"]
    for other in (
        pl.from_pandas(MIXED),
        pl.from_pandas(MIXED).lazy(),
        MIXED.astype(dict.fromkeys(texts, "category")),
    ):
        pd.testing.assert_frame_equal(frequency(other, DICTIONARY, by="sex").frame, expected)


def test_the_frame_is_left_as_it_was():
    """Nothing edits its argument."""
    before = MIXED.copy(deep=True)
    frequency(MIXED, DICTIONARY, by="sex")
    pd.testing.assert_frame_equal(MIXED, before)


REFUSED = {
    "unknown": ({"variables": ["ldh"]}, "no variable 'ldh'"),
    "date": ({"variables": ["diagnosis_date"]}, "of kind date"),
    "unknown group": ({"by": "arm"}, "no variable 'arm'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_tabulated_is_refused_in_one_sentence(case):
    """The sentence names the variable and says what to ask for."""
    asked, sentence = REFUSED[case]
    with pytest.raises(DataError, match=sentence) as refusal:
        frequency(MIXED, DICTIONARY, **asked)
    assert "ask for" in str(refusal.value)


def test_a_level_called_all_is_not_everyone():
    """A level named as all records together bears its variable's name; 4 records, 2 of them "all"."""
    frame = pd.DataFrame({"age_years": [1.0, 2.0, 3.0, 4.0], "site": ["all", "all", "lung", "lung"]})
    statistics = frequency(frame, DICTIONARY, ["age_years"], by="site")
    assert statistics.groups == {"all": 4, "lung": 2, "site=all": 2}
    assert values(statistics.frame, "age_years", "mean") == {None: 2.5}
    assert values(statistics.frame, "age_years", "mean", "site=all") == {None: 1.5}


def test_too_many_groups_are_refused():
    """Ages make a group each; the sentence has the number and the limit."""
    with pytest.raises(DataError, match="makes 21 groups, and a table can hold 1 to 20"):
        frequency(pd.DataFrame({"age_years": np.arange(21.0), "sex": "male"}), DICTIONARY, by="age_years")


sexes = st.lists(
    st.tuples(st.sampled_from(["female", "male", "x", None]), st.sampled_from(["yes", "no", None]))
)


@given(sexes)
@settings(derandomize=True, max_examples=50)
def test_counts_agree_with_counting_by_hand(rows):
    """Every count, denominator and number of missing answers equals a plain loop's; parts add to totals."""
    frame = pd.DataFrame({"sex": [s for s, _ in rows], "hydrocephalus": [h for _, h in rows]}, dtype=object)
    if not any(s for s, _ in rows):
        return
    found = frequency(frame, DICTIONARY, ["hydrocephalus"], by="sex").frame
    for group in ("all", *{s for s, _ in rows if s}):
        answers = [h for s, h in rows if group in ("all", s)]
        counts = values(found, "hydrocephalus", "n", group)
        assert counts == {"yes": answers.count("yes"), "no": answers.count("no")}
        assert denominators(found, "hydrocephalus", "n", group) == {
            (len(answers) - answers.count(None), answers.count(None))
        }
