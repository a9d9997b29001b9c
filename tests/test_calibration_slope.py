"""Calibration-in-the-large and slope: by hand, against R, and what can't be had."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from calibration_data import from_r, months, rows_of
from scipy.special import expit, logit

from analysis.calibration.predictions import risk_predictions
from analysis.calibration.slope import IN_THE_LARGE, SLOPE, calibration_slope, risk_slope
from analysis.survival.event_table import count_events

METRIC = {"large": IN_THE_LARGE, "slope": SLOPE}


def by_risk_of_age(rows: pd.DataFrame):
    """The table of a data set by the risk that calibration.R gives to an age."""
    rows = rows.assign(risk=expit(-1 + 0.05 * (rows["age"] - 60)))
    return count_events(rows, "time", "status", ["risk"], unit="months")


def slope_of(table, horizon, **options) -> pd.DataFrame:
    return risk_slope(table, horizon, **options).frame.set_index("metric")


@pytest.mark.parametrize("name", ["lung", "veteran", "pbc"])
@pytest.mark.parametrize("horizon", [6, 12])
def test_coefficients_are_those_of_weighted_glm(name, horizon):
    """R: glm(y ~ offset(x)) and glm(y ~ x), quasibinomial, weights 1/G(T−) and 1/G(t) by prodlim."""
    ours = slope_of(by_risk_of_age(months(name)), horizon)
    r = from_r("regression").query("data == @name and horizon == @horizon").set_index("name")["value"]
    for short, metric in METRIC.items():
        assert ours.loc[metric, "estimate"] == pytest.approx(r[short], rel=1e-6)


@pytest.mark.parametrize(
    ("name", "horizon", "off"), [("lung", 6, 0.03), ("lung", 12, 0.03), ("pbc", 12, 0.05)]
)
def test_errors_are_near_those_of_the_jackknife(name, horizon, off):
    """R leaves out one patient at a time, G estimated anew; it differs in the order of 1 / (events)."""
    ours = slope_of(by_risk_of_age(months(name)), horizon)
    r = from_r("regression").query("data == @name and horizon == @horizon").set_index("name")["value"]
    for short, metric in METRIC.items():
        assert ours.loc[metric, "std_error"] == pytest.approx(r[f"{short}_jackknife"], rel=off)


def test_errors_are_those_of_an_infinitesimal_jackknife():
    """Brute force: every count 10,000-fold, one patient of each cell left out, both estimated anew.

    The influence by way of G is that of Nelson and Aalen's hazard, so that it agrees to a few per cent only
    where much of the error comes from G, as that of calibration-in-the-large does.
    """
    table, many = by_risk_of_age(months("veteran")), 10_000
    counts = table.counts.assign(n=table.counts["n"] * many)
    whole = slope_of(replace(table, counts=counts), 6)["estimate"]
    variance = 0.0
    for cell, n in enumerate(table.counts["n"]):
        fewer = counts.assign(n=counts["n"] - (np.arange(len(counts)) == cell))
        change = (whole - slope_of(replace(table, counts=fewer), 6)["estimate"]) * many
        variance = variance + n * change**2
    ours = slope_of(table, 6)["std_error"]
    assert ours[SLOPE] == pytest.approx(np.sqrt(variance[SLOPE]), rel=1e-3)
    assert ours[IN_THE_LARGE] == pytest.approx(np.sqrt(variance[IN_THE_LARGE]), rel=0.03)


@pytest.mark.parametrize("name", ["lung", "veteran", "pbc"])
def test_without_censoring_errors_are_those_of_the_sandwich(name):
    """R's glm of those who died, all weights 1, with the sandwich by hand."""
    rows = months(name)
    r = from_r("uncensored").query("data == @name and horizon == 6").set_index("name")["value"]
    ours = slope_of(by_risk_of_age(rows[rows["status"]]), 6)
    for short, metric in METRIC.items():
        assert ours.loc[metric, "estimate"] == pytest.approx(r[short], rel=1e-6)
        assert ours.loc[metric, "std_error"] == pytest.approx(r[f"{short}_sandwich"], rel=1e-6)


def test_by_hand():
    """Two bands of 4 with 1 and 3 deaths, told 0.2 and 0.6: the slope is the ratio of the log odds' steps."""
    table = count_events(
        pd.concat([rows_of("1 9 9 9", band="a"), rows_of("1 2 2 9", band="b")]), "t", "dead", ["band"]
    )
    found = calibration_slope(table, risk_predictions(["a", "b"], [0.2, 0.6], 5)).frame.set_index("metric")
    assert found.loc[SLOPE, "estimate"] == pytest.approx(2 * logit(0.75) / (logit(0.6) - logit(0.2)))
    shift = found.loc[IN_THE_LARGE, "estimate"]
    assert 4 * expit(logit(0.2) + shift) + 4 * expit(logit(0.6) + shift) == pytest.approx(4)


def test_a_perfect_prediction_is_neither_shifted_nor_stretched():
    """Bands told what happened: in-the-large 0 and slope 1, each with a p of 1."""
    table = count_events(
        pd.concat([rows_of("1 9 9 9", band="a"), rows_of("1 2 2 9", band="b")]), "t", "dead", ["band"]
    )
    found = calibration_slope(table, risk_predictions(["a", "b"], [0.25, 0.75], 5)).frame
    assert found["estimate"].tolist() == pytest.approx([0, 1], abs=1e-9)
    assert found["p_value"].tolist() == pytest.approx([1, 1], abs=1e-6)
    assert "fewer than 10 events" in found["note"][0]


def test_risks_far_from_the_truth_converge():
    """All told one in a million where half die: the shift is logit(0.5) − logit(1e-6)."""
    table = count_events(rows_of("1 2 9 9", risk=1e-6), "t", "dead", ["risk"])
    assert slope_of(table, 5).loc[IN_THE_LARGE, "estimate"] == pytest.approx(-logit(1e-6))


@pytest.mark.parametrize(
    ("parts", "horizon", "metric", "why"),
    [
        ({0.2: "1 9", 0.2001: "7 9"}, 0.5, SLOPE, "no one had the event by then"),
        ({0.2: "1 2", 0.4: "2 3"}, 5, SLOPE, "no one was followed beyond it"),
        ({0.2: "1 2 9"}, 5, SLOPE, "all have the same predicted risk"),
        ({0.2: "9 9", 0.4: "1 2"}, 5, SLOPE, "separate those who had the event"),
        ({0.0: "1 9", 0.4: "1 9"}, 5, IN_THE_LARGE, "2 of 4 patients have a predicted risk of 0 or 1"),
        ({1.5: "1 9", 0.4: "1 9"}, 5, IN_THE_LARGE, "risk outside 0 to 1 in 2 of 4 patients"),
    ],
)
def test_what_can_not_be_had_is_missing_with_a_reason(parts, horizon, metric, why):
    frame = pd.concat([rows_of(text, risk=risk) for risk, text in parts.items()])
    row = slope_of(count_events(frame, "t", "dead", ["risk"]), horizon).loc[metric]
    assert np.isnan(row["estimate"]) and np.isnan(row["p_value"])
    assert why in row["note"]


def test_a_prediction_that_is_missing_is_counted():
    table = count_events(
        pd.concat([rows_of("1 9 9 9", band="a"), rows_of("1 2", band="b")]), "t", "dead", ["band"]
    )
    found = calibration_slope(table, risk_predictions(["a", "b"], [0.25, np.nan], 5)).frame
    assert found["note"].str.contains("no risk is predicted for 2 of 6 patients").all()
