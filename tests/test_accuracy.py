"""Sensitivity and its kin: against R, statsmodels, hand calculation and counting row by row."""

import csv
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analysis.calibration.accuracy import Judgements, count_judgements, diagnostic_accuracy, wilson_interval
from analysis.errors import DataError

with (Path(__file__).parent / "reference" / "agreement.csv").open(encoding="utf-8") as file:
    WILSON = [row for row in csv.DictReader(file) if row["statistic"] == "wilson"]


@pytest.mark.parametrize("row", WILSON, ids=lambda row: row["data"])
def test_wilson_limits_are_those_of_prop_test(row):
    """R's prop.test(x, n, correct = FALSE)."""
    count, n = map(int, row["data"].split())
    expected = (float(row["conf_low"]), float(row["conf_high"]))
    assert wilson_interval(count, n) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_wilson_limits_by_hand():
    """5 of 10: (5 + z²/2 ± z √(2.5 + z²/4)) / (10 + z²); at the ends the limit is the end itself."""
    z = 1.959963984540054
    half = z * sqrt(2.5 + z**2 / 4)
    expected = ((5 + z**2 / 2 - half) / (10 + z**2), (5 + z**2 / 2 + half) / (10 + z**2))
    assert wilson_interval(5, 10) == pytest.approx(expected)
    assert wilson_interval(0, 7)[0] == 0
    assert wilson_interval(7, 7)[1] == 1


@given(n=st.integers(1, 5000), share=st.floats(0, 1), level=st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_limits_are_those_of_statsmodels(n, share, level):
    """proportion_confint(method="wilson"), at any level."""
    count = round(share * n)
    theirs = proportion_confint(count, n, alpha=1 - level, method="wilson")
    assert wilson_interval(count, n, level=level) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


def test_measures_by_hand():
    """Of 50 positive by the reference 45 are found, of 150 negative 120; 75 are called positive."""
    accuracy = diagnostic_accuracy(Judgements(45, 30, 5, 120, n_missing=4))
    frame = accuracy.frame.set_index("measure")
    assert frame["estimate"].to_dict() == pytest.approx(
        {
            "sensitivity": 45 / 50,
            "specificity": 120 / 150,
            "positive predictive value": 45 / 75,
            "negative predictive value": 120 / 125,
            "prevalence": 50 / 200,
        }
    )
    assert frame.loc["specificity", ["numerator", "denominator"]].tolist() == [120, 150]
    assert frame.loc["specificity", "std_error"] == pytest.approx(sqrt(0.8 * 0.2 / 150))
    limits = tuple(frame.loc["sensitivity", ["conf_low", "conf_high"]])
    assert limits == pytest.approx(proportion_confint(45, 50, method="wilson"))
    assert (accuracy.n, accuracy.n_missing, set(frame["note"])) == (200, 4, {""})


def test_measures_that_cannot_be_had_say_why():
    """Nobody is positive by the reference, nor by the cut-off; the rest is given."""
    frame = diagnostic_accuracy(Judgements(0, 0, 0, 8)).frame.set_index("measure")
    missing = frame["estimate"].isna()
    assert set(frame.index[missing]) == {"sensitivity", "positive predictive value"}
    assert frame[missing][["std_error", "conf_low", "conf_high"]].isna().all(axis=None)
    assert frame["note"]["sensitivity"] == (
        "The sensitivity is not given: no subject is positive by the reference."
    )
    assert frame["estimate"]["prevalence"] == 0
    assert diagnostic_accuracy(Judgements(0, 0, 0, 0)).frame["estimate"].isna().all()


def engines(frame: pd.DataFrame):
    import duckdb
    import polars as pl

    yield frame
    yield frame.astype({"judged": "category"})
    yield pl.from_pandas(frame)
    yield pl.from_pandas(frame).lazy()
    yield duckdb.table("frame")


@pytest.mark.parametrize(
    ("higher_is", "called"), [("worse", lambda score: score >= 7), ("better", lambda score: score <= 7)]
)
def test_subjects_are_judged_as_row_by_row(higher_is, called):
    """At the cut-off itself a subject is positive, whichever way the score runs; any of two levels counts."""
    rng = np.random.default_rng(8)
    scores = [None if rng.random() < 0.1 else float(rng.integers(4, 11)) for _ in range(300)]
    judged = [rng.choice(["stable", "potential", "unstable", None]) for _ in scores]
    expected = dict.fromkeys(("tp", "fp", "fn", "tn", "missing"), 0)
    for score, reference in zip(scores, judged, strict=True):
        if score is None or reference is None:
            expected["missing"] += 1
        else:
            right = "t" if called(score) == (reference != "stable") else "f"
            expected[right + ("p" if called(score) else "n")] += 1
    for data in engines(pd.DataFrame({"score": scores, "judged": judged})):
        found = count_judgements(
            data, "score", "judged", cut_off=7, higher_is=higher_is, positive={"potential", "unstable"}
        )
        assert list(vars(found).values()) == list(expected.values())


def test_two_hospitals_judgements_add():
    """Counts are sufficient."""
    assert Judgements(1, 2, 3, 4, 5) + Judgements(10, 20, 30, 40, 50) == Judgements(11, 22, 33, 44, 55)


def test_what_is_asked_wrongly_is_refused():
    """The message says what is allowed."""
    frame = pd.DataFrame({"score": ["a"], "judged": ["yes"]})
    with pytest.raises(DataError, match="score doesn't hold numbers"):
        count_judgements(frame, "score", "judged", cut_off=7)
    with pytest.raises(DataError, match='"worse" or "better"'):
        count_judgements(frame, "score", "judged", cut_off=7, higher_is="good")
    with pytest.raises(DataError, match="none below 0"):
        Judgements(-1, 0, 0, 0)
    with pytest.raises(DataError, match="at most 10"):
        wilson_interval(11, 10)
    with pytest.raises(DataError, match="between 0 and 1"):
        wilson_interval(1, 10, level=95)
