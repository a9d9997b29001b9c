"""Restricted means and landmarks of groups compared: R on nine public data sets, hand calculations, notes."""

from math import log, sqrt

import numpy as np
import pandas as pd
import pytest
from comparison_reference import cases, counted, name_of, near, table
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.survival.differences import landmark_differences, restricted_mean_contrasts
from analysis.survival.event_table import count_events

WALD = ["estimate", "std_error", "conf_low", "conf_high", "p_value"]


@pytest.mark.parametrize(("case", "r"), cases("differences", "dataset", "by"), ids=name_of)
def test_differences_against_the_first_group_are_those_of_survfit(case, r):
    """Restricted means to the shared tau by difference and ratio, and survival at two landmarks."""
    dataset, by = case
    events = counted(dataset, by)
    first = events.groups[0]
    means = restricted_mean_contrasts(events, reference=first).frame.rename(columns={"tau": "at"})
    times = r.query("contrast == 'landmark'")["at"].unique()
    marks = landmark_differences(events, times, reference=first).frame.rename(columns={"time": "at"})
    found = pd.concat([means, marks.assign(contrast="landmark")])
    both = r.merge(found, on=["group", "at", "contrast"], suffixes=("_r", ""), how="left", validate="1:1")
    assert near(both[WALD], both[[f"{column}_r" for column in WALD]])


def test_restricted_means_by_hand():
    """Nobody is censored, so that to tau 4 these are plain means: of 1, 3, 4 and of 2, 4, 4."""
    found = restricted_mean_contrasts(table(a="1 3 4", b="2 6 7"), tau=4).frame.set_index("contrast")
    a, b = np.array([1, 3, 4]), np.array([2, 4, 4])
    errors = np.array([x.std() / sqrt(3) for x in (a, b)])
    assert found["estimate"].tolist() == pytest.approx([10 / 3 - 8 / 3, 10 / 8])
    assert found.loc["difference", "std_error"] == pytest.approx(sqrt((errors**2).sum()))
    on_log = sqrt(((errors / [8 / 3, 10 / 3]) ** 2).sum())
    assert found.loc["ratio", "std_error"] == pytest.approx(on_log)
    assert found.loc["ratio", "conf_low"] == pytest.approx(1.25 * np.exp(-1.959963984540054 * on_log))
    assert found.loc["ratio", "statistic"] == pytest.approx(log(1.25) / on_log)


def test_landmarks_by_hand():
    """At 4, 1 of 3 and 2 of 3 live: the variances are those of proportions, 2/27 each."""
    found = landmark_differences(table(a="1 3 5", b="2 6 7"), [4]).frame.iloc[0]
    assert (found["group"], found["reference"]) == ("b", "a")
    assert found["estimate"] == pytest.approx(1 / 3)
    assert found["std_error"] == pytest.approx(sqrt(4 / 27))
    assert found["conf_low"] == pytest.approx(1 / 3 - 1.959963984540054 * sqrt(4 / 27))
    assert found["p_value"] == pytest.approx(0.386476, abs=1e-6)  # 2·Φ(−0.8660254), from R's pnorm


@settings(max_examples=20, deadline=None)
@given(
    patients=st.lists(
        st.tuples(st.integers(0, 8), st.booleans(), st.sampled_from("ab")), min_size=2, max_size=40
    )
)
def test_turning_a_pair_round_turns_its_contrasts_round(patients):
    """The difference changes its sign, the ratio is inverted, and p stays."""
    events = count_events(pd.DataFrame(patients, columns=["t", "e", "g"]), "t", "e", ["g"])
    if events.groups != ("a", "b"):
        return
    (one, other), marks = (
        [restricted_mean_contrasts(events, reference=name).frame for name in events.groups],
        [landmark_differences(events, [3], reference=name).frame for name in events.groups],
    )
    assert near(one["p_value"], other["p_value"])
    assert near(one["estimate"], [-other["estimate"][0], 1 / other["estimate"][1]])
    assert near(marks[0]["conf_low"], -marks[1]["conf_high"])
    for frame in (one, other, *marks):
        assert (frame["p_value"].isna() == (frame["note"] != "")).all()


def test_notes_say_which_group_was_not_followed_and_the_rest_is_given():
    """At 4 both are followed, at 8 only b; at 4 of c nobody is left."""
    found = landmark_differences(table(a="1 3 5+", b="2 6 9", c="1 2 2"), [0, 4, 8], reference="b").frame
    notes = found.set_index(["group", "time"])["note"]
    assert notes["a", 4] == ""
    assert notes["a", 8] == "Not given: the follow-up of a ended before 8."
    assert "nobody of c survived 4" in notes["c", 4]
    assert "neither group had an event up to 0" in notes["a", 0]
    known = found.set_index(["group", "time"])
    assert known.loc[("c", 4), "estimate"] == pytest.approx(-2 / 3)
    assert np.isnan(known.loc[("c", 4), "p_value"])
    assert known["p_value"].isna().tolist() == (known["note"] != "").tolist()


def test_means_without_a_variance_or_a_curve_are_noted():
    """No event before tau; a tau past one group's follow-up; a mean of 0 has no ratio."""
    early = restricted_mean_contrasts(table(a="5 6", b="4 7"), tau=3).frame
    assert early["estimate"].tolist() == [0, 1]
    assert early["note"].str.contains("no variance").all()
    late = restricted_mean_contrasts(table(a="1 2+", b="4 7"), tau=5).frame
    assert late["note"].tolist() == ["Not given: the follow-up of a ended before 5."] * 2
    at_once = restricted_mean_contrasts(table(a="0 0", b="4 7"), tau=5).frame
    assert at_once["note"].tolist() == ["", "No ratio is given: the restricted mean of a is 0."]


def test_one_group_is_compared_with_none():
    """Empty frames with all their columns, and the sentence."""
    alone = table(a="1 2 3+")
    assert "there is one group, a" in restricted_mean_contrasts(alone).not_given
    found = landmark_differences(alone, [1, 2])
    assert "there is one group, a" in found.not_given
    assert [*found.frame][:3] == ["group", "reference", "time"]


def test_a_reference_or_tau_that_is_none_is_refused_in_a_sentence():
    """Each names what is allowed."""
    events = table(a="1 2", b="3 4")
    with pytest.raises(DataError, match="choose one of a, b"):
        landmark_differences(events, [1], reference="c")
    with pytest.raises(DataError, match="choose a time, shared or common"):
        restricted_mean_contrasts(events, tau="individual")
