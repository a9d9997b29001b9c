"""Restricted means: by hand, by summing survival day by day, and where follow-up ends."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.survival.event_table import count_events
from analysis.survival.restricted_mean import restricted_mean


def table(**groups: str):
    rows = [
        (float(word.rstrip("+")), not word.endswith("+"), group)
        for group, text in groups.items()
        for word in text.split()
    ]
    return count_events(pd.DataFrame(rows, columns=["t", "e", "g"]), "t", "e", ["g"])


def brute_force(rows: list[tuple[int, bool]], tau: int) -> tuple[float, float]:
    """Sum survival over whole days, and the squared area left after each death times Greenwood's term."""
    survival, term = [], {}
    s = 1.0
    for day in range(tau + 1):
        n = sum(time >= day for time, _ in rows)
        d = sum(dead and time == day for time, dead in rows)
        if d:
            s *= 1 - d / n
            term[day] = d / (n * (n - d)) if n > d else 0.0
        survival.append(s)
    area = {day: sum(survival[day:tau]) for day in range(tau + 1)}
    return area[0], sqrt(sum(area[day] ** 2 * value for day, value in term.items()))


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30),
    tau=st.integers(1, 12),
)
def test_area_and_error_equal_the_sum_over_days(rows, tau):
    """For a tau within the follow-up; beyond it nothing is estimated unless survival was 0."""
    found = restricted_mean(
        count_events(pd.DataFrame(rows, columns=["t", "e"]), "t", "e"), tau=tau
    ).frame.iloc[0]
    last = max(time for time, _ in rows)
    all_dead_at_last = all(dead for time, dead in rows if time == last)
    if tau > last and not all_dead_at_last:
        assert np.isnan(found["estimate"])
        assert found["status"] == "follow-up ended"
    else:
        assert (found["estimate"], found["std_error"]) == pytest.approx(brute_force(rows, tau), abs=1e-12)


def test_spss_prints_these_means_of_freireich():
    """Mean survival to each group's own last time, as SPSS has it: simply the mean where all died."""
    six_mp = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
    placebo = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
    frame = restricted_mean(table(a=six_mp, b=placebo), tau="individual").frame
    assert frame["tau"].tolist() == [35, 23]
    times = np.array(placebo.split(), dtype=float)
    assert frame["estimate"][1] == pytest.approx(times.mean())
    assert frame["std_error"][1] == pytest.approx(times.std(ddof=0) / sqrt(21))


def test_groups_are_compared_up_to_the_time_that_all_curves_reach():
    """The first group is known to 4; the second died out at 3 and is 0 from there on."""
    frame = restricted_mean(table(a="1 2 4+", b="1 3")).frame
    assert frame["tau"].tolist() == [4, 4]
    assert frame["estimate"].tolist() == pytest.approx([1 + 2 / 3 + 2 / 3, 2])
    assert restricted_mean(table(a="1 2", b="1 3")).frame["tau"].tolist() == [3, 3]


def test_a_curve_is_drawn_out_only_when_common_is_asked_for():
    """R's rmean = "common" goes on level to the last time of all; a given tau does not."""
    groups = table(a="1 2+", b="1 5+")
    assert restricted_mean(groups, tau="common").frame["estimate"].tolist() == [3, 3]
    given_tau = restricted_mean(groups, tau=5).frame
    assert given_tau["status"].tolist() == ["follow-up ended", "estimated"]
    assert given_tau["estimate"].tolist() == pytest.approx([np.nan, 3], nan_ok=True)


def test_limits_are_symmetric():
    """± 1.959964 standard errors."""
    row = restricted_mean(table(a="1 2 3 4"), tau=3).frame.iloc[0]
    half = 1.959963984540054 * row["std_error"]
    assert (row["conf_low"], row["conf_high"]) == pytest.approx(
        (row["estimate"] - half, row["estimate"] + half)
    )


@pytest.mark.parametrize("tau", [0, -1, float("inf"), float("nan"), "longest"])
def test_a_tau_that_is_no_time_is_refused(tau):
    """The message says which words are allowed."""
    with pytest.raises(DataError, match="shared, common, individual"):
        restricted_mean(table(a="1 2"), tau=tau)
