"""AUC and Brier scores against riskRegression, scikit-survival, sums over all patients, and by hand."""

import numpy as np
import pandas as pd
import pytest
from discrimination_reference import (
    HORIZONS,
    SETS,
    apart_cohort,
    gap,
    jackknife_error,
    risks_of,
    table_of,
    tied_cohort,
)
from sksurv.metrics import brier_score, cumulative_dynamic_auc, integrated_brier_score
from sksurv.util import Surv
from test_concordance import censoring_before

from analysis.calibration.auc import auc
from analysis.calibration.brier import brier, brier_null, integrated_brier
from analysis.errors import DataError
from analysis.survival.event_table import count_events

TOLERANCE = 1e-10
COLUMNS = ["estimate", "std_error", "conf_low", "conf_high"]
RISK = {level: 0.1 + 0.15 * level for level in range(6)}


def counted(frame):
    return count_events(frame, "t", "dead", ["a"])


def metric(found, name: str) -> pd.DataFrame:
    return found.frame[found.frame["metric"] == name]


def weights(frame, horizon):
    """Cases, controls and their weights, row by row; G by products over rows."""
    cases = ((frame["t"] <= horizon) & (frame["dead"] == 1)).to_numpy()
    controls = (frame["t"] > horizon).to_numpy()
    before, at = censoring_before(frame, frame["t"]), censoring_before(frame, [horizon + 0.5])[0]
    return cases / np.maximum(before, 1e-9), controls / max(at, 1e-9)


@pytest.mark.parametrize("score", "ab")
@pytest.mark.parametrize("name", SETS)
def test_auc_and_its_limits_are_those_of_risk_regression(name, score):
    """Score(metrics = "auc", cens.model = "km"): AUC, standard error, limits."""
    found = auc(table_of(name).margin(score), HORIZONS[name], higher_is="worse")
    assert gap(found.frame, name, f"auc_{score}", COLUMNS) < TOLERANCE


@pytest.mark.parametrize("score", "ab")
@pytest.mark.parametrize("name", SETS)
def test_brier_scores_and_their_limits_are_those_of_risk_regression(name, score):
    """Score(metrics = "brier", cens.model = "km"): Brier, null Brier, IPA (no error there), IBS."""
    table, risks = table_of(name).margin(score), risks_of(name, score)
    found = brier(table, risks)
    assert gap(metric(found, "brier"), name, f"brier_{score}", COLUMNS) < TOLERANCE
    assert gap(metric(found, "brier_null"), name, "brier_null", COLUMNS) < TOLERANCE
    assert gap(metric(found, "scaled_brier"), name, f"scaled_brier_{score}", ["estimate"]) < TOLERANCE
    steps = [
        metric(integrated_brier(table, {h: risks[h] for h in HORIZONS[name][:last]}, rule="step"), kind)
        for last, kind in ((2, "integrated_brier"), (3, "integrated_brier"))
    ]
    ibs = pd.concat([pd.DataFrame({"horizon": [HORIZONS[name][0]], "estimate": 0.0}), *steps])
    assert gap(ibs, name, f"integrated_brier_step_{score}", ["estimate"]) < TOLERANCE


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("horizon", [2, 5])
def test_auc_is_the_weighted_count_of_all_pairs(seed, horizon):
    """Every case with every control, on heavily tied patients."""
    frame = tied_cohort(seed)
    case, control = weights(frame, horizon)
    a = frame["a"].to_numpy()
    wins = (a[:, None] > a) + (a[:, None] == a) / 2
    expected = case @ wins @ control / (case.sum() * control.sum())
    found = auc(counted(frame), [horizon], higher_is="worse").frame["estimate"][0]
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("horizon", [2, 5])
def test_brier_is_the_weighted_mean_over_patients(seed, horizon):
    """Row by row, on heavily tied patients."""
    frame = tied_cohort(seed)
    case, control = weights(frame, horizon)
    risk = frame["a"].map(RISK).to_numpy()
    expected = np.mean(case * (1 - risk) ** 2 + control * risk**2)
    found = metric(brier(counted(frame), {horizon: RISK}), "brier")["estimate"].iloc[0]
    assert found == pytest.approx(expected, abs=1e-12)


def test_auc_is_that_of_scikit_survival():
    """It weighs by G(T) instead of G(T−): equal where no censoring falls on an event's time."""
    frame, horizons = apart_cohort(1), [3.05, 8.05, 15.05]
    y = Surv.from_arrays(frame["dead"] == 1, frame["t"])
    theirs, _ = cumulative_dynamic_auc(y, y, frame["a"], horizons)
    ours = auc(counted(frame), horizons, higher_is="worse").frame["estimate"]
    assert ours.to_numpy() == pytest.approx(theirs, abs=1e-9)


def test_brier_scores_are_those_of_scikit_survival():
    """At each horizon, and integrated by the trapezoid rule."""
    frame, horizons = apart_cohort(2), [3.05, 8.05, 15.05]
    y = Surv.from_arrays(frame["dead"] == 1, frame["t"])
    survival = 1 - np.repeat(frame["a"].map(RISK).to_numpy()[:, None], 3, axis=1)
    ours = metric(brier(counted(frame), dict.fromkeys(horizons, RISK)), "brier")["estimate"]
    assert ours.to_numpy() == pytest.approx(brier_score(y, y, survival, horizons)[1], abs=1e-9)
    whole = integrated_brier(counted(frame), dict.fromkeys(horizons, RISK)).frame["estimate"][0]
    assert whole == pytest.approx(integrated_brier_score(y, y, survival, horizons), abs=1e-9)


def test_errors_are_near_the_jackknife():
    """Delete-one jackknife on 100 patients, within 5%; it covers what R gives no error for."""
    frame = tied_cohort(11, 100, times=60)

    def every(rows) -> pd.DataFrame:
        table = counted(rows)
        found = (
            auc(table, [30], higher_is="worse"),
            brier(table, {30: RISK}),
            brier_null(table, [15]),
            integrated_brier(table, {15: RISK, 30: RISK}),
        )
        return pd.concat([each.frame for each in found])

    expected = jackknife_error(frame, lambda rows: every(rows)["estimate"])
    assert every(frame)["std_error"].to_numpy() == pytest.approx(expected, rel=0.05)


def test_without_censoring_they_are_the_plain_ones():
    """AUC is Mann and Whitney's share of pairs, Brier the mean squared error, the null one p(1 − p)."""
    frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": 1, "a": [4, 1, 2, 1]})
    assert auc(counted(frame), [2], higher_is="worse").frame["estimate"][0] == (2 + 0.5) / 4
    risk = {4: 0.9, 2: 0.4, 1: 0.1}
    plain, null, scaled = brier(counted(frame), {2: risk}).frame["estimate"]
    assert plain == pytest.approx((0.1**2 + 0.9**2 + 0.4**2 + 0.1**2) / 4)
    assert (null, scaled) == (0.25, pytest.approx(1 - plain / 0.25))


def test_a_reversed_score_has_the_complement():
    """AUC of a score declared the other way round is 1 − AUC."""
    worse, better = (
        auc(counted(tied_cohort(7)), [4], higher_is=way).frame.loc[0] for way in ("worse", "better")
    )
    assert worse["estimate"] + better["estimate"] == pytest.approx(1, abs=1e-12)
    assert worse["std_error"] == pytest.approx(better["std_error"], abs=1e-12)


def test_two_sites_add():
    """Metrics of two tables added are those of the pooled rows."""
    frames = [tied_cohort(seed) for seed in (1, 2)]
    added, pooled = counted(frames[0]) + counted(frames[1]), counted(pd.concat(frames))
    pd.testing.assert_frame_equal(
        auc(added, [3], higher_is="worse").frame, auc(pooled, [3], higher_is="worse").frame
    )
    pd.testing.assert_frame_equal(brier(added, {3: RISK}).frame, brier(pooled, {3: RISK}).frame)


def test_a_perfect_prediction_scores_one_and_none():
    """AUC 1 with no error, Brier 0, scaled 1."""
    table = counted(pd.DataFrame({"t": range(1, 21), "dead": 1, "a": [1] * 10 + [0] * 10}))
    found = auc(table, [10], higher_is="worse").frame.loc[0]
    assert tuple(found[COLUMNS]) == (1, 0, 1, 1)
    assert brier(table, {10: float}).frame["estimate"].tolist() == pytest.approx([0, 0.25, 1])


def test_a_horizon_without_end_of_digits_counts_the_events_at_it():
    """By 2/3, two of three have died, whatever the rounding of decimal times: AUC 1 of them by hand."""
    thirds = pd.DataFrame({"t": [1 / 3, 2 / 3, 1], "e": 1, "points": [3, 2, 1]})
    found = auc(count_events(thirds, "t", "e", ["points"]), [2 / 3], higher_is="worse").frame
    assert found[["events", "estimate"]].values.tolist() == [[2, 1.0]]


def test_months_and_days_give_the_same():
    """A horizon is in the table's unit, and decimal times meet it exactly."""
    frame = tied_cohort(3)
    days, tenths = counted(frame), counted(frame.assign(t=frame["t"] * 0.1))
    first = auc(days, [3], higher_is="worse").frame["estimate"]
    assert first.tolist() == auc(tenths, [0.1 + 0.2], higher_is="worse").frame["estimate"].tolist()


@pytest.mark.parametrize(
    "change, horizon, reason",
    [
        ({"dead": 0}, 3, "The AUC at 3 days is not given: no patient had the event by then."),
        ({}, 99, "The AUC at 99 days is not given: no patient is followed past it."),
        ({"dead": 1}, 99, "The AUC at 99 days is not given: no patient is followed past it."),
    ],
)
def test_an_auc_that_cannot_be_had_says_why_and_the_others_are_given(change, horizon, reason):
    """No events; a horizon past follow-up, whether survival reached 0 or not."""
    found = auc(counted(tied_cohort(1).assign(**change)), [horizon, 3], higher_is="worse").frame
    assert found.loc[0, COLUMNS].isna().all()
    assert found.loc[0, "note"] == reason
    assert change.get("dead") == 0 or found.loc[1, "estimate"] > 0


def test_a_brier_score_past_follow_up_needs_survival_of_zero():
    """After the last death of all it is the score of the deaths; after a last censoring it is missing."""
    frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": [1, 1, 0, 1], "a": 1})
    assert brier(counted(frame), {9: {1: 0.9}}).frame["estimate"][0] == pytest.approx(0.01)
    frame["dead"] = [1, 1, 0, 0]
    found = brier(counted(frame), {4: {1: 0.9}, 3: {1: 0.9}}).frame
    assert found["estimate"].isna().tolist() == [True] * 3 + [False] * 3
    assert found["note"][0] == "The Brier score at 4 days is not given: no patient is followed past it."


@pytest.mark.parametrize(
    "risk, reason",
    [
        ({0: 0.1, 1: 1.2, 2: 0, 3: 0, 4: 0}, "a risk lies between 0 and 1, and found 1.2"),
        ({0: 0.1, 1: 0.2}, "no risk is predicted for a score of 2"),
        (lambda level: np.nan if level == 3 else 0.5, "no risk is predicted for a score of 3"),
    ],
)
def test_a_wrong_risk_spoils_its_horizon_only(risk, reason):
    """Outside 0 to 1, or missing for a level: a sentence, and the null score and other horizons are given."""
    found = brier(counted(tied_cohort(1)), {2: risk, 4: RISK}).frame
    assert found["estimate"].isna().tolist() == [True, False, True, False, False, False]
    assert found["note"][0] == f"The Brier score at 2 days is not given: {reason}."
    whole = integrated_brier(counted(tied_cohort(1)), {2: risk, 4: RISK}).frame
    assert whole["estimate"].isna().tolist() == [True, False, True]
    assert reason in whole["note"][0]


def test_a_null_score_of_zero_scales_nothing():
    """Nobody dies by the horizon: the plain score is given, the scaled one is not."""
    found = brier(counted(tied_cohort(1).assign(dead=0)), {3: RISK}).frame
    assert found["estimate"].isna().tolist() == [False, False, True]
    assert "the null score is 0" in found["note"][2]


def test_few_events_are_warned_about():
    """Four events by the horizon."""
    frame = tied_cohort(1).assign(dead=0)
    frame.loc[frame.index[frame["t"] <= 3][:4], "dead"] = 1
    found = auc(counted(frame), [3], higher_is="worse").frame["note"][0]
    assert found == "The AUC at 3 days rests on 4 events, fewer than 10."


@pytest.mark.parametrize("horizons", [[], [0], [-1], [np.inf], [np.nan]])
def test_impossible_horizons_are_refused(horizons):
    """Horizons are times after 0."""
    with pytest.raises(DataError, match="Horizons are times after 0"):
        auc(counted(tied_cohort(1)), horizons, higher_is="worse")
    with pytest.raises(DataError, match="Horizons are times after 0"):
        brier(counted(tied_cohort(1)), dict.fromkeys(horizons, RISK))


def test_an_impossible_integral_is_refused():
    """One horizon only; an unknown rule."""
    with pytest.raises(DataError, match="two horizons or more"):
        integrated_brier(counted(tied_cohort(1)), {3: RISK})
    with pytest.raises(DataError, match="trapezoid, step"):
        integrated_brier(counted(tied_cohort(1)), {3: RISK, 4: RISK}, rule="simpson")
