"""Kaplan-Meier curves and landmarks: by hand, by brute force over patients, and by what must hold."""

from math import exp, isnan, log, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.survival.event_table import EventTable, count_events
from analysis.survival.kaplan_meier import CONF_TYPES, kaplan_meier, landmarks

# Freireich 1963, 6-MP: + is censored (STATISTICS of the trial in every textbook, e.g. Klein and Moeschberger)
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"


def table(text: str) -> EventTable:
    """Counts of times written as "6 6+ 7", + for censored."""
    rows = [(float(word.rstrip("+")), not word.endswith("+")) for word in text.split()]
    return count_events(pd.DataFrame(rows, columns=["t", "e"]), "t", "e")


def brute_force(time: np.ndarray, event: np.ndarray, at: float) -> tuple[float, float]:
    """Survival just after a time and Greenwood's variance of its logarithm, patient by patient."""
    survival, variance = 1.0, 0.0
    for t in sorted(set(time[event & (time <= at)])):
        n = sum(1 for other in time if other >= t)
        d = sum(1 for other, dead in zip(time, event, strict=True) if dead and other == t)
        survival *= 1 - d / n
        variance += d / (n * (n - d)) if n > d else float("inf")
    return survival, variance


def test_the_published_curve_of_freireich():
    """Klein and Moeschberger, 2nd ed., table 4.1A: estimates to three decimals, standard errors to four."""
    frame = kaplan_meier(table(SIX_MP)).frame.query("n_event > 0")
    assert frame["time"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert frame["n_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert frame["estimate"].round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert frame["std_error"].round(4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]


def test_limits_of_one_estimate_by_hand():
    """Three of 21 die at 6: S = 18/21, Greenwood's error of log S = sqrt(3 / (21 · 18)), z = 1.959964."""
    s, half = 18 / 21, 1.959963984540054 * sqrt(3 / (21 * 18))
    expected = {
        "plain": (s - s * half, min(1, s + s * half)),
        "log": (exp(log(s) - half), min(1, exp(log(s) + half))),
        "log-log": (s ** exp(half / -log(s)), s ** exp(-half / -log(s))),
    }
    for conf_type, limits in expected.items():
        first = kaplan_meier(table(SIX_MP), conf_type=conf_type).frame.iloc[0]
        assert (first["conf_low"], first["conf_high"]) == pytest.approx(limits, abs=1e-12)


PATIENTS = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


@settings(max_examples=30, deadline=None)
@given(rows=PATIENTS)
def test_every_row_equals_the_count_over_patients(rows):
    """n at risk, events, censorings, survival and error at each distinct time."""
    time, event = (np.array(column) for column in zip(*rows, strict=True))
    frame = kaplan_meier(count_events(pd.DataFrame({"t": time, "e": event}), "t", "e")).frame
    assert frame["time"].tolist() == sorted(set(time))
    for row in frame.itertuples():
        survival, variance = brute_force(time, event, row.time)
        assert row.n_risk == (time >= row.time).sum()
        assert row.n_event == (event & (time == row.time)).sum()
        assert row.n_censor == (~event & (time == row.time)).sum()
        assert row.estimate == pytest.approx(survival, abs=1e-12)
        assert row.std_error == pytest.approx(survival * sqrt(variance) if survival else np.nan, nan_ok=True)


@settings(max_examples=30, deadline=None)
@given(rows=PATIENTS, conf_type=st.sampled_from(CONF_TYPES), level=st.sampled_from([0.8, 0.95, 0.99]))
def test_limits_enclose_the_estimate_and_vanish_with_it(rows, conf_type, level):
    """1 before the first event, missing once survival is 0, otherwise within 0 and 1 around the estimate."""
    counted = count_events(pd.DataFrame(rows, columns=["t", "e"]), "t", "e")
    for row in kaplan_meier(counted, conf_type=conf_type, level=level).frame.itertuples():
        if row.estimate == 1:
            assert (row.conf_low, row.conf_high, row.std_error) == (1, 1, 0)
        elif row.estimate == 0:
            assert isnan(row.conf_low)
            assert isnan(row.conf_high)
            assert isnan(row.std_error)
        else:
            assert 0 <= row.conf_low < row.estimate < row.conf_high <= 1


def test_without_censoring_survival_is_a_proportion():
    """After the k-th of n deaths, (n − k) / n."""
    frame = kaplan_meier(table("1 2 3 4 5 6 7 8")).frame
    assert frame["estimate"].tolist() == pytest.approx([k / 8 for k in range(7, -1, -1)], abs=1e-12)


def test_those_censored_at_a_time_are_at_risk_of_its_events():
    """Two patients, one dies and one is censored at 5: survival is a half, not 0."""
    assert kaplan_meier(table("5 5+")).frame["estimate"].tolist() == [0.5]


def test_reverse_estimate_counts_censoring_as_the_event():
    """1+ 2 3+: of three one is lost at 1, of one one at 3."""
    frame = kaplan_meier(table("1+ 2 3+"), event=0).frame
    assert frame["estimate"].tolist() == pytest.approx([2 / 3, 2 / 3, 0])
    assert frame["n_event"].tolist() == [1, 0, 1]


def test_a_million_patients_cost_what_their_times_cost():
    """A table of counts needs no row a patient: 500,000 deaths of 1,000,000 at one time."""
    counts = pd.DataFrame({"time": [1, 2], "kind": [1, 0], "n": [500_000, 500_000]})
    row = kaplan_meier(EventTable(counts)).frame.iloc[0]
    assert (row["estimate"], row["std_error"]) == pytest.approx((0.5, 0.0005))


def test_landmarks_by_hand():
    """6-MP at 10: 15 at risk just before, survival 0.753 after; at 5 nobody died; 24 is no death's time."""
    frame = landmarks(table(SIX_MP), [24, 5, 10]).frame
    assert frame["time"].tolist() == [5, 10, 24]
    assert frame["n_risk"].tolist() == [21, 15, 5]
    assert frame["n_event"].tolist() == [0, 5, 9]
    assert frame["estimate"].round(3).tolist() == [1, 0.753, 0.448]
    assert frame["conf_low"].tolist()[0] == 1


def test_survival_is_not_carried_beyond_the_last_patient():
    """After the last time it is 0 if all had died, else missing; at the last time it is known."""
    alive, dead = (landmarks(table(text), [3, 4]).frame for text in ("1 2 3+", "1 2 3"))
    assert alive["estimate"].tolist() == pytest.approx([1 / 3, np.nan], nan_ok=True)
    assert alive["status"].tolist() == ["estimated", "follow-up ended"]
    assert alive["n_risk"].tolist() == [1, 0]
    assert dead["estimate"].tolist() == [0, 0]
    assert dead["conf_low"].isna().all()
    assert dead["status"].tolist() == ["estimated", "estimated"]


def test_a_landmark_meets_an_observed_time_however_it_was_computed():
    """0.1 + 0.2 and 0.3; 1 − 0.9 and 0.1; a year of 12 months over days at 30.4375 a month."""
    assert landmarks(table("0.3 1+"), [0.1 + 0.2]).frame["estimate"].tolist() == [0.5]
    assert landmarks(table("0.1 1+"), [1 - 0.9]).frame["estimate"].tolist() == [0.5]
    days = count_events(pd.DataFrame({"t": [365, 366], "e": 1}), "t", "e").in_unit("months", 30.4375)
    assert landmarks(days, [12]).frame["estimate"].tolist() == [0.5]
    thirds = count_events(pd.DataFrame({"t": [1 / 3, 2 / 3, 1], "e": 1}), "t", "e")
    frame = landmarks(thirds, [1 / 3, 2 / 3]).frame  # by hand: of three one dies at each third
    assert frame["estimate"].round(12).tolist() == [0.666666666667, 0.333333333333]
    assert frame[["n_risk", "n_event"]].values.tolist() == [[3, 1], [2, 2]]


def test_options_that_mean_nothing_are_refused():
    """An unknown scale, a level outside 0 to 1, a negative landmark."""
    with pytest.raises(DataError, match="log-log, log, plain, logit, arcsin"):
        kaplan_meier(table("1 2"), conf_type="loglog")
    with pytest.raises(DataError, match="between 0 and 1"):
        kaplan_meier(table("1 2"), level=95)
    with pytest.raises(DataError, match="from 0 on"):
        landmarks(table("1 2"), [-1])
