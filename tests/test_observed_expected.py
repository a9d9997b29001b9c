"""Predicted against observed risk: by hand, against R, and what can't be had."""

import numpy as np
import pandas as pd
import pytest
from calibration_data import GROUP_OF, by_group, from_r, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calibration.bands import by_band, by_ranges
from analysis.calibration.observed_expected import observed_expected
from analysis.calibration.points_score import calibrate_risks, calibrate_values
from analysis.calibration.predictions import risk_fault, risk_predictions, score_predictions
from analysis.errors import DataError
from analysis.scores import score_of
from analysis.survival.event_table import count_events
from analysis.survival.kaplan_meier import landmarks

Z = 1.959963984540054


def table_of(*parts: pd.DataFrame, by: str = "band", unit: str = "months"):
    return count_events(pd.concat(parts), "t", "dead", [by], unit=unit)


def by_hand() -> pd.DataFrame:
    """Band a: 1 2 3+ 4, risk 0.8; band b: 2+ 5 6 7 9, risk 0.2; horizon 4."""
    table = table_of(rows_of("1 2 3+ 4", band="a"), rows_of("2+ 5 6 7 9", band="b"))
    return observed_expected(table, risk_predictions(["a", "b"], [0.8, 0.2], 4)).frame.set_index("band")


def test_observed_over_expected_by_hand():
    """a: S(4) = 0; b: no event by 4; all: S(4) = 8/9 · 7/8 · 4/5 = 28/45, told (4 · 0.8 + 5 · 0.2) / 9."""
    found = by_hand()
    assert found["observed"].tolist() == pytest.approx([17 / 45, 1, 0])
    assert found["predicted"].tolist() == pytest.approx([4.2 / 9, 0.8, 0.2])
    assert found["oe"].tolist() == pytest.approx([17 / 45 * 9 / 4.2, 1.25, 0])
    assert found["events"].tolist() == [3, 3, 0]
    assert found["n_risk"].tolist() == [5, 1, 4]


def test_the_interval_is_symmetric_on_the_log_scale():
    """All: Greenwood 1/(9·8) + 1/(8·7) + 1/(5·4); the error of log(1 − S) is S/(1 − S) its root."""
    row = by_hand().loc["all"]
    ratio, error = 17 / 45 * 9 / 4.2, 28 / 17 * np.sqrt(1 / 72 + 1 / 56 + 1 / 20)
    assert row["oe_std_error"] == pytest.approx(ratio * error)
    limits = (ratio * np.exp(-Z * error), ratio * np.exp(Z * error))
    assert (row["oe_conf_low"], row["oe_conf_high"]) == pytest.approx(limits)


def test_what_is_missing_is_said():
    found = by_hand()["note"]
    assert "no interval: everyone had had the event" in found["a"]
    assert "no interval: no one had the event" in found["b"]
    assert "fewer than 10 events" in found["all"]


@pytest.mark.parametrize("name", GROUP_OF)
def test_observed_risks_are_those_of_survfit(name):
    """R: 1 − survfit at months 6 and 12 with log-log limits; O/E of a predicted 0.5 is twice that."""
    table = by_group(name)
    parts = [risk_predictions(table.groups, [0.5] * len(table.groups), t) for t in (6, 12)]
    ours = observed_expected(table, pd.concat(parts)).frame.set_index(["band", "horizon"])
    r = from_r("observed").query("data == @name")
    r = r.pivot(index=["group", "horizon"], columns="name", values="value")
    assert len(r) >= 4
    for key, expected in r.iterrows():
        row = ours.loc[key]
        assert row["observed"] == pytest.approx(expected["observed"], rel=1e-8, abs=1e-12)
        assert row["oe"] == pytest.approx(2 * expected["observed"], rel=1e-8, abs=1e-12)
        if 0 < expected["observed"] < 1:  # at the ends R gives no limits
            limits = [row["conf_low"], row["conf_high"], row["oe_std_error"] / row["oe"]]
            assert limits == pytest.approx(list(expected[["conf_low", "conf_high", "se_log"]]), rel=1e-8)
            reach = np.exp(Z * expected["se_log"])
            assert row["oe_conf_high"] == pytest.approx(2 * expected["observed"] * reach, rel=1e-8)


def random_table(seed: int):
    draw = np.random.default_rng(seed)
    n = 200
    times, dead = draw.integers(1, 20, n), draw.random(n) < 0.7
    frame = pd.DataFrame({"t": times, "dead": dead, "g": draw.choice(list("abc"), n)})
    return count_events(frame, "t", "dead", ["g"], unit="months")


@given(seed=st.integers(0, 10_000), horizon=st.integers(3, 15))
@settings(max_examples=30, deadline=None)
def test_a_perfect_prediction_has_a_ratio_of_one(seed, horizon):
    """Each band is told its own Kaplan-Meier risk; over all, one band that is told its own."""
    table = random_table(seed)
    risks = 1 - landmarks(table, [horizon]).frame["estimate"]
    found = observed_expected(table, risk_predictions(table.groups, list(risks), horizon)).frame
    assert found["oe"][1:].tolist() == pytest.approx([1, 1, 1])
    alone = table.margin()
    risk = 1 - landmarks(alone, [horizon]).frame["estimate"][0]
    one = observed_expected(alone, risk_predictions(["all"], [risk], horizon)).frame
    assert one["oe"].tolist() == pytest.approx([1])


def test_two_sites_add():
    """The pooled table's O/E is that of all rows at once."""
    first, second = rows_of("1 2 3+ 4 9", band="a"), rows_of("2+ 5 6 7 9", band="a")
    risk = risk_predictions(["a"], [0.3], 5)
    pooled = observed_expected(table_of(first) + table_of(second), risk).frame
    pd.testing.assert_frame_equal(pooled, observed_expected(table_of(first, second), risk).frame)


# ---- what a band predicts ----


def predicted(key: str, band: str, months: float, **options) -> tuple[float, str]:
    frame = score_predictions(score_of(key), at=[months], **options).set_index("band")
    return frame.loc[band, "predicted"], frame.loc[band, "basis"]


def test_a_probability_is_kept_as_it_is():
    assert predicted("katagiri_2014", "low risk", 12) == (0.09, "probability")
    assert predicted("katagiri_2014", "high risk", 6) == (0.73, "probability")
    assert predicted("rades_2008", "20-25", 6) == (0.96, "probability")


def test_a_window_implies_one_from_its_end_and_nought_up_to_its_start():
    assert predicted("tokuhashi_2005", "0-8", 6) == (1, "window")
    assert predicted("tokuhashi_2005", "0-8", 24) == (1, "window")
    assert predicted("tokuhashi_2005", "9-11", 3) == (0, "window")
    assert predicted("tokuhashi_2005", "9-11", 6) == (0, "window")
    assert predicted("tokuhashi_2005_seed002", "9-11", 12) == (1, "window")
    assert np.isnan(predicted("tokuhashi_2005", "0-8", 3)[0])
    assert np.isnan(predicted("tokuhashi_2005", "9-11", 12)[0])


def test_a_median_predicts_one_half_at_itself_alone():
    assert predicted("van_der_linden_2005", "A", 3) == (0.5, "median")
    assert np.isnan(predicted("van_der_linden_2005", "B", 3)[0])


def test_horizons_in_days_find_what_was_published_in_months():
    """180 and 182.625 days are 6 months; 170 are not."""
    assert predicted("katagiri_2014", "high risk", 180, unit="days")[0] == 0.73
    assert predicted("katagiri_2014", "high risk", 182.625, unit="days")[0] == 0.73
    assert np.isnan(predicted("katagiri_2014", "high risk", 170, unit="days")[0])
    assert score_predictions(score_of("katagiri_2014"), unit="years")["horizon"].unique().tolist() == [
        0.25,
        0.5,
        1,
        2,
    ]


def test_a_missing_prediction_leaves_the_ratio_missing_and_says_why():
    totals = table_of(rows_of("1 8 9", total=5), rows_of("2 8 30", total=10), by="total")
    table = by_band(totals, score_of("katagiri_2014"))
    found = observed_expected(table, score_predictions(score_of("katagiri_2014"), at=[6])).frame
    found = found.set_index("band")
    assert np.isnan(found.loc["intermediate risk", "oe"])
    assert found.loc["intermediate risk", "observed"] == pytest.approx(1 / 3)
    assert "a probability at 12 months only" in found.loc["intermediate risk", "note"]
    assert found.loc["high risk", "oe"] == pytest.approx(1 / 3 / 0.73)
    assert "nothing is predicted for intermediate risk" in found.loc["all", "note"]
    assert found.loc["low risk", "note"] == "Nothing was observed of low risk: no patient is in it."


def test_a_horizon_past_follow_up_is_missing_and_the_others_are_given():
    table = table_of(rows_of("1 2 3+ 4+", band="a"))
    both = pd.concat([risk_predictions(["a"], [0.5], t) for t in (2, 9)])
    found = observed_expected(table, both).frame.set_index(["band", "horizon"])
    assert found.loc[("a", 2), "oe"] == 1
    assert np.isnan(found.loc[("a", 9), "observed"]) and "follow-up ended" in found.loc[("a", 9), "note"]


def test_predictions_that_make_no_sense_are_refused():
    table = table_of(rows_of("1 2", band="a"))
    with pytest.raises(DataError, match="1 of 1 predicted risks lie outside 0 to 1, such as 40 for a"):
        observed_expected(table, risk_predictions(["a"], [40], 2))
    with pytest.raises(DataError, match="Nothing is said of what is predicted for a"):
        observed_expected(table, risk_predictions(["b"], [0.4], 2))
    uneven = pd.concat([risk_predictions(["a", "b"], [0.4, 0.5], 2), risk_predictions(["a"], [0.4], 3)])
    with pytest.raises(DataError, match="one row for each band at each horizon"):
        observed_expected(table, uneven)


# ---- a user's own risks ----


def test_ranges_of_risk_hold_equal_numbers_and_never_part_equal_risks():
    risks = [0.1] * 5 + [0.2, 0.3, 0.4, 0.5, 0.6]
    frame = pd.DataFrame({"t": range(1, 11), "dead": True, "risk": risks})
    table, mean = by_ranges(count_events(frame, "t", "dead", ["risk"]), groups=3)
    assert table.groups == ("0.1", "0.2-0.3", "0.4-0.6")
    assert mean.tolist() == pytest.approx([0.1, 0.25, 0.5])
    few, _ = by_ranges(count_events(frame, "t", "dead", ["risk"]), groups=6)
    assert few.n == 10 and len(few.groups) == 6


def test_risks_outside_nought_to_one_are_counted():
    frame = pd.DataFrame({"t": [1, 2, 3], "dead": True, "risk": [20.0, 35.0, 0.4]})
    table = count_events(frame, "t", "dead", ["risk"])
    assert "in 2 of 3 patients (from 0.4 to 35)" in risk_fault(table)
    result = calibrate_risks({2: table})
    assert result.bands.empty and result.slope["estimate"].isna().all()
    assert len(result.not_given) == 1 and "divided by 100" in result.not_given[0]


def test_one_risk_above_1_among_proportions_is_no_sign_of_percentages():
    frame = pd.DataFrame({"t": [1, 2, 3], "dead": True, "risk": [0.2, 1.3, 0.4]})
    fault = risk_fault(count_events(frame, "t", "dead", ["risk"]))
    assert "in 1 of 3 patients (from 0.2 to 1.3)" in fault and "divided by 100" not in fault


def test_a_risk_and_a_score_of_the_users_own():
    """Two risks, so two groups; a score predicts nothing, and what happened is still shown."""
    parts = rows_of("1 2 9 9", risk=0.5), rows_of("1 9 9 9", risk=0.25)
    table = table_of(*parts, by="risk")
    bands = calibrate_risks({5: table}).bands
    assert bands["oe"].tolist() == pytest.approx([1, 1, 1])
    assert bands["band"].tolist() == ["all", "0.25", "0.5"]
    shown = calibrate_values(table, [5])
    assert shown.bands["observed"].tolist() == pytest.approx([3 / 8, 1 / 4, 1 / 2])
    assert shown.bands["oe"].isna().all() and "predicts no risk" in shown.not_given[0]
