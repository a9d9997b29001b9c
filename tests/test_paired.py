"""Two scores on the same patients, and the bootstrap, against R, the jackknife and themselves."""

import numpy as np
import pandas as pd
import pytest
from discrimination_reference import (
    HORIZONS,
    SETS,
    WORSE,
    gap,
    jackknife_error,
    risks_of,
    table_of,
    tied_cohort,
)

from analysis.calibration.auc import auc
from analysis.calibration.concordance import harrell_c
from analysis.calibration.paired import paired_difference
from analysis.calibration.resample import bootstrap
from analysis.errors import DataError
from analysis.survival.event_table import count_events

TOLERANCE = 1e-10
COLUMNS = ["estimate", "std_error", "conf_low", "conf_high"]
RISK = {level: 0.1 + 0.15 * level for level in range(6)}


def counted(frame):
    return count_events(frame, "t", "dead", ["a", "b"])


def c_worse(table):
    return harrell_c(table, higher_is="worse")


@pytest.mark.parametrize("name", SETS)
def test_differences_and_their_errors_are_those_of_r(name):
    """dfbeta of two fits of survival::concordance; the contrasts of riskRegression::Score."""
    found = paired_difference(
        table_of(name),
        ("a", "b"),
        higher_is=WORSE,
        horizons=HORIZONS[name],
        risks={score: risks_of(name, score) for score in "ab"},
    ).frame
    for metric, columns in {
        "harrell_c": COLUMNS[:2],
        "uno_c": COLUMNS[:2],
        "auc": COLUMNS,
        "brier": COLUMNS,
    }.items():
        assert gap(found[found["metric"] == metric], name, f"{metric}_difference", columns) < TOLERANCE


def test_a_difference_is_that_of_the_two_estimates():
    """The first score less the second, each in its own direction."""
    table = counted(tied_cohort(3))
    found = paired_difference(table, ("a", "b"), higher_is={"a": "worse", "b": "better"}).frame
    each = [
        harrell_c(table, stratum="a", higher_is="worse").frame["estimate"][0],
        harrell_c(table, stratum="b", higher_is="better").frame["estimate"][0],
    ]
    assert found["estimate"][0] == each[0] - each[1]


def test_a_score_does_not_differ_from_itself():
    """Two equal columns: difference 0, standard error 0, and no p."""
    frame = tied_cohort(2).assign(b=lambda rows: rows["a"] * 10)
    found = paired_difference(counted(frame), ("a", "b"), higher_is=WORSE, horizons=[3]).frame
    assert (found[["estimate", "std_error"]] == 0).all(axis=None)
    assert found[["statistic", "p_value"]].isna().all(axis=None)


def test_a_difference_without_error_has_no_p():
    """A perfect score against its reverse: 1 − 0 whoever is left out."""
    frame = pd.DataFrame({"t": range(1, 13), "dead": 1, "a": range(12), "b": range(12)})
    found = paired_difference(counted(frame), ("a", "b"), higher_is={"a": "better", "b": "worse"}).frame
    assert found["estimate"].tolist() == [1, 1]
    assert found[["statistic", "p_value"]].isna().all(axis=None)


def test_p_is_that_of_the_normal_distribution():
    """From difference and error; 1.959964 errors give 0.05 (tables of the normal distribution)."""
    found = paired_difference(counted(tied_cohort(6, 200)), ("a", "b"), higher_is=WORSE).frame.loc[0]
    assert found["statistic"] == found["estimate"] / found["std_error"]
    assert (found["p_value"] < 0.05) == (abs(found["statistic"]) > 1.959964)


def test_paired_errors_are_near_the_jackknife():
    """Delete-one jackknife of the differences on 100 patients, within 5%; Uno's has fixed weights."""
    frame = tied_cohort(11, 100, times=60)
    risks = {"a": {30: RISK}, "b": {30: RISK}}

    def differences(rows) -> pd.DataFrame:
        found = paired_difference(
            counted(rows), ("a", "b"), higher_is=WORSE, horizons=[30], risks=risks
        ).frame
        return found[found["metric"] != "uno_c"]

    expected = jackknife_error(frame, lambda rows: differences(rows)["estimate"])
    assert differences(frame)["std_error"].to_numpy() == pytest.approx(expected, rel=0.05)


def test_a_metric_that_one_score_lacks_is_missing_and_the_others_are_given():
    """A risk outside 0 to 1 of the second score."""
    risks = {"a": {3: RISK, 4: RISK}, "b": {3: dict.fromkeys(range(5), 2.0)}}
    found = paired_difference(counted(tied_cohort(1)), ("a", "b"), higher_is=WORSE, risks=risks).frame
    assert found["metric"].tolist() == ["harrell_c", "uno_c", "brier"]
    assert found["estimate"].isna().tolist() == [False, False, True]
    assert "a risk lies between 0 and 1, and found 2" in found["note"][2]


@pytest.mark.parametrize(
    "scores, higher_is, message",
    [
        (("a", "a"), WORSE, "two different scores"),
        (("a", "c"), WORSE | {"c": "worse"}, "found 'c'"),
        (("a", "b"), {"a": "worse"}, "needs its direction"),
    ],
)
def test_impossible_comparisons_are_refused(scores, higher_is, message):
    """The same score twice; no such stratum; a direction that is missing."""
    with pytest.raises(DataError, match=message):
        paired_difference(counted(tied_cohort(1)), scores, higher_is=higher_is)


def test_a_bootstrap_averages_to_the_estimate():
    """The mean over 400 runs is within four Monte-Carlo errors, the error within 15% of the influence's."""
    table = counted(tied_cohort(5, 300, levels=3, times=12)).margin("a")
    drawn = []

    def noted(sample):
        drawn.append(c_worse(sample).frame["estimate"][0])
        assert sample.n == table.n
        return c_worse(sample)

    found, exact = bootstrap(table, noted, runs=400, seed=7).frame.loc[0], c_worse(table).frame.loc[0]
    draws = np.array(drawn[1:])  # the first is the table itself
    assert abs(draws.mean() - exact["estimate"]) < 4 * draws.std(ddof=1) / 20
    assert found["std_error"] == pytest.approx(draws.std(ddof=1))
    assert found["std_error"] == pytest.approx(exact["std_error"], rel=0.15)
    assert found[["conf_low", "conf_high"]].tolist() == pytest.approx(np.quantile(draws, [0.025, 0.975]))


def test_a_seed_gives_the_same_bootstrap_and_is_named():
    """Twice the same, another seed another; the estimate is the table's own."""
    table = counted(tied_cohort(5)).margin("a")
    first, again, other = (bootstrap(table, c_worse, runs=100, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert first.frame["conf_low"][0] != other.frame["conf_low"][0]
    assert first.method == "bootstrap, 100 runs, seed 1"
    assert first.frame["estimate"][0] == c_worse(table).frame["estimate"][0]


def test_runs_without_the_metric_are_counted():
    """Two deaths among forty: a sample may hold none, and the note says how many did."""
    frame = tied_cohort(1).assign(dead=0, t=range(40))
    frame.loc[[3, 20], "dead"] = 1
    found = bootstrap(
        counted(frame).margin("a"), lambda t: auc(t, [30], higher_is="worse"), runs=200, seed=1
    ).frame.loc[0]
    assert np.isfinite(found["std_error"])
    assert "left out" in found["note"]


def test_too_few_runs_are_refused():
    """Percentiles of a handful of runs are no interval."""
    with pytest.raises(DataError, match="at least 100 runs"):
        bootstrap(counted(tied_cohort(1)).margin("a"), c_worse, runs=20, seed=1)
