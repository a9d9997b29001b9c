"""Sensitivity and specificity of a cut-off under censoring: against R, by hand, and what can't be had."""

import numpy as np
import pandas as pd
import pytest
from calibration_data import from_r, months, rows_of

from analysis.calibration.cut_off import cut_off_accuracy
from analysis.errors import DataError
from analysis.survival.event_table import count_events

Z = 1.959963984540054


def table_of(*parts: pd.DataFrame):
    return count_events(pd.concat(parts), "t", "dead", ["total"], unit="months")


@pytest.mark.parametrize("name", ["lung", "veteran", "pbc", "colon"])
def test_sensitivity_and_specificity_are_those_of_survfit(name):
    """Age from 60 for dying before month 6 and 12; R: survfit of both, errors by derivatives."""
    table = count_events(months(name), "time", "status", ["age"], unit="months")
    r = from_r("cut_off").query("data == @name")
    for (measure, horizon), part in r.groupby(["group", "horizon"]):
        expected = part.set_index("name")["value"]
        result = cut_off_accuracy(table, 60, horizon=horizon, higher_is="worse").frame.set_index("measure")
        row = result.loc[measure]
        assert row["estimate"] == pytest.approx(expected["estimate"], rel=1e-8)
        assert row["std_error"] == pytest.approx(expected["std_error"], rel=1e-6)


def test_without_censoring_it_is_the_table_of_two_by_two():
    """8 of 10 who died were positive, 15 of 20 who lived negative; error² of log odds 1/8 + 1/2."""
    parts = [
        rows_of(" ".join([time] * n), total=total)
        for time, total, n in (("3", 9, 8), ("3", 1, 2), ("8", 9, 5), ("8", 1, 15))
    ]
    table = table_of(*parts)
    found = cut_off_accuracy(table, 5, horizon=6, higher_is="worse").frame.set_index("measure")
    assert found["estimate"].tolist() == pytest.approx([0.8, 0.75, 8 / 13, 15 / 17, 1 / 3])
    half = Z * np.sqrt(1 / 8 + 1 / 2)
    limits = [1 / (1 + np.exp(-(np.log(4) + sign * half))) for sign in (-1, 1)]
    assert found.loc["sensitivity", ["conf_low", "conf_high"]].tolist() == pytest.approx(limits)
    better = cut_off_accuracy(table, 5, horizon=6, higher_is="better").frame.set_index("measure")
    assert better.loc["sensitivity", "estimate"] == pytest.approx(0.2)


def test_dying_at_the_horizon_counts_only_by_it():
    table = table_of(rows_of("6 9", total=5), rows_of("2 9", total=1))
    before, by = (
        cut_off_accuracy(table, 5, horizon=6, higher_is="worse", died=died).frame["estimate"][0]
        for died in ("before", "by")
    )
    assert (before, by) == (0, 0.5)


def test_a_cut_off_that_all_pass_has_no_specificity():
    table = table_of(rows_of("2 9", total=5))
    found = cut_off_accuracy(table, 5, horizon=6, higher_is="worse").frame.set_index("measure")
    assert found.loc["sensitivity", "note"] == "The sensitivity is not given: no patient is negative."
    assert found.loc["positive predictive value", "estimate"] == 0.5


def test_a_cut_off_without_a_direction_is_refused():
    table = table_of(rows_of("2 9", total=5))
    with pytest.raises(DataError, match='"worse" or "better"'):
        cut_off_accuracy(table, 5, horizon=6, higher_is="")
    with pytest.raises(DataError, match="Patients die"):
        cut_off_accuracy(table, 5, horizon=6, higher_is="worse", died="after")
    with pytest.raises(DataError, match="time after 0"):
        cut_off_accuracy(table, 5, horizon=0, higher_is="worse")


def test_a_range_on_either_side_of_the_cut_off_is_left_out():
    frame = pd.DataFrame({"t": [2, 9, 9], "dead": 1, "low": [4, 5, 1], "high": [5, 6, 2]})
    table = count_events(frame, "t", "dead", ["low", "high"])
    assert cut_off_accuracy(table, 5, horizon=6, higher_is="worse").excluded == {
        "total on either side of 5": 1
    }
