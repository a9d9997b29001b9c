"""Agreement with predicted windows: by hand, against R, by brute force, and what can't be had."""

import numpy as np
import pandas as pd
import pytest
from calibration_data import GROUP_OF, by_group, from_r, months, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.calibration.bands import by_band
from analysis.calibration.survival_at import between, pooled_share, survival_at
from analysis.calibration.windows import readings, window_agreement
from analysis.errors import DataError, DefinitionError
from analysis.scores import score_of
from analysis.scores.definition import Band
from analysis.survival.event_table import count_events
from analysis.survival.risk_set import risk_sets

TOKUHASHI, TOMITA = score_of("tokuhashi_2005"), score_of("tomita_2001")
SEED002 = "tokuhashi_2005_seed002"


def agreement(frame: pd.DataFrame, score=TOKUHASHI, strata=("total",), unit="months", **options):
    table = count_events(frame, "t", "dead", list(strata), unit=unit)
    return window_agreement(table, score, **options)


def found(result, reading: str, band: str) -> pd.Series:
    frame = result.frame.set_index(["reading", "band"])
    return frame.loc[(reading, band)]


def test_less_than_six_months_is_the_left_limit():
    """Deaths in month 6 lived six months: of 2 4 6 6 8, two in five died before, four in five by then."""
    result = agreement(rows_of("2 4 6 6 8", total=5))
    assert found(result, "tokuhashi_2005", "0-8")["estimate"] == pytest.approx(2 / 5)


def test_six_months_or_more_holds_those_who_died_at_six():
    result = agreement(rows_of("2 4 6 6 8", total=10))
    assert found(result, "tokuhashi_2005", "9-11")["estimate"] == pytest.approx(3 / 5)


def test_six_to_twelve_holds_both_of_its_ends():
    """Of 5 6 9 12 13, the closed reading holds three, the source's four."""
    result = agreement(rows_of("5 6 9 12 13", total=10))
    assert found(result, SEED002, "9-11")["estimate"] == pytest.approx(3 / 5)
    assert found(result, "tokuhashi_2005", "9-11")["estimate"] == pytest.approx(4 / 5)


def test_the_reprints_last_window_leaves_twelve_out():
    """Seed 002 prints more than 12 months where the source has 12 or more."""
    result = agreement(rows_of("5 12 12 13", total=14))
    assert found(result, SEED002, "12-15")["estimate"] == pytest.approx(1 / 4)
    assert found(result, "tokuhashi_2005", "12-15")["estimate"] == pytest.approx(3 / 4)


def test_censoring_by_hand():
    """2 3+ 5 8: S(6−) = 3/4 · 1/2, variance of its log 1/(4·3) + 1/(2·1); naive: two of the three known."""
    row = found(agreement(rows_of("2 3+ 5 8", total=5)), "tokuhashi_2005", "0-8")
    assert row["estimate"] == pytest.approx(1 - 3 / 8)
    assert row["std_error"] == pytest.approx(3 / 8 * np.sqrt(1 / 12 + 1 / 2))
    assert (row["naive"], row["naive_n"]) == (pytest.approx(2 / 3), 3)


def test_what_is_known_of_the_censored():
    """Followed to 6+ is wrong for less than 6 and right for 6 or more, and open for 6 to 12; 12+ is wrong."""
    low = found(agreement(rows_of("2 5+ 6+", total=5)), "tokuhashi_2005", "0-8")
    assert (low["naive"], low["naive_n"]) == (1 / 2, 2)
    result = agreement(rows_of("5+ 6+ 8 12+", total=10))
    middle, closed = found(result, "tokuhashi_2005", "9-11"), found(result, SEED002, "9-11")
    assert (middle["naive"], middle["naive_n"]) == (1, 3)
    assert (closed["naive"], closed["naive_n"]) == (1 / 2, 2)


def test_over_all_without_censoring_is_a_plain_proportion():
    """Seven of ten in their windows: 0.7, with the binomial error sqrt(0.7 · 0.3 / 10)."""
    low = rows_of("1 2 5 6 20", total=3)  # three before 6
    middle = rows_of("6 7 30", total=10)  # all three
    high = rows_of("11 12", total=15)  # one
    row = found(agreement(pd.concat([low, middle, high])), "tokuhashi_2005", "all")
    assert (row["estimate"], row["naive"]) == (pytest.approx(0.7), pytest.approx(0.7))
    assert row["std_error"] == pytest.approx(np.sqrt(0.7 * 0.3 / 10))


def test_tomitas_windows_are_those_of_seed_000():
    """Its bands differ from the source's: 6 is in none, 7 with 8-10; windows 24 and more, 12-24, 3-12."""
    totals = pd.concat([rows_of(f"{t}", total=s) for t, s in ((24, 2), (24, 4), (12, 5), (2, 7), (12, 9))])
    result = agreement(pd.concat([totals, rows_of("5 6", total=6)]), TOMITA)
    assert set(result.frame["reading"]) == {"tomita_2001_seed000"}
    assert result.frame["estimate"].tolist() == pytest.approx([4 / 5, 1, 1, 1 / 2])
    assert result.excluded == {"tomita_2001_seed000": {"total in no band of tomita_2001_seed000": 2}}


def test_readings_have_names_and_no_twins():
    """The receptor variant has the source's windows, so these are offered once, under the score asked for."""
    assert [r.key for r in readings(score_of("tokuhashi_2005_wang"))] == ["tokuhashi_2005_wang", SEED002]
    assert [r.key for r in readings(TOMITA)] == ["tomita_2001_seed000"]
    assert readings(score_of("sins_2010")) == ()


@pytest.mark.parametrize("name", GROUP_OF)
def test_left_limits_are_those_of_survfit(name):
    """R: summary(survfit(Surv(time, status) ~ 1), times = 5.5) with times in whole months."""
    groups = {group.group: group for group in risk_sets(by_group(name))}
    r = (
        from_r("left_limit")
        .query("data == @name and group != 'all'")
        .pivot(index=["group", "horizon"], columns="name", values="value")
    )
    for (group, horizon), expected in r.iterrows():
        survival, variance = survival_at(groups[group], horizon, before=True)
        assert survival == pytest.approx(expected["surv"], rel=1e-8)
        assert survival * np.sqrt(variance) == pytest.approx(expected["se"], rel=1e-8)


@pytest.mark.parametrize("name", GROUP_OF)
def test_limits_of_less_than_six_months_are_those_of_the_curve(name):
    """One minus survfit's log-log limits just before month 6."""
    table = count_events(months(name).assign(total=8), "time", "status", ["total"], unit="months")
    row = found(window_agreement(table, TOKUHASHI), "tokuhashi_2005", "0-8")
    r = from_r("left_limit").query("data == @name and group == 'all' and horizon == 6")
    r = r.set_index("name")["value"]
    ours = [row["estimate"], row["std_error"], row["conf_low"], row["conf_high"]]
    assert ours == pytest.approx([1 - r["surv"], r["se"], 1 - r["high"], 1 - r["low"]], rel=1e-8)


@pytest.mark.parametrize("name", GROUP_OF)
def test_closed_windows_are_those_of_survfit(name):
    """S(6−) − S(12), its variance from survfit's two errors and their covariance S(12)/S(6−) · Var S(6−)."""
    groups = {group.group: group for group in risk_sets(by_group(name))}
    r = (
        from_r("closed_window")
        .query("data == @name and group != 'all'")
        .pivot(index="group", columns="name", values="value")
    )
    for group, expected in r.iterrows():
        start, end = survival_at(groups[group], 6, before=True), survival_at(groups[group], 12)
        ours = between(start, end)
        assert ours == pytest.approx((expected["estimate"], expected["std_error"]), rel=1e-8, abs=1e-12)


@given(
    times=st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=30),
    total=st.integers(0, 15),
)
@settings(max_examples=80, deadline=None)
def test_naive_agreement_is_counting_patient_by_patient(times, total):
    """Brute force: a patient's outcome is known if every death time still possible gives the same answer."""
    frame = pd.DataFrame(times, columns=["t", "dead"]).assign(total=total)
    result = agreement(frame)
    for reading in readings(TOKUHASHI):
        band = reading.band_of(total)
        answers = []
        for time, dead in times:
            possible = [time] if dead else range(time, 60)
            # a censored patient outlives the deaths of the same time
            possible = possible if dead else [later + 0.5 for later in possible]
            inside = {is_inside(death, band) for death in possible}
            answers += [inside.pop()] if len(inside) == 1 else []
        row = found(result, reading.key, band.name)
        assert row["naive_n"] == len(answers)
        if answers:
            assert row["naive"] == pytest.approx(np.mean(answers))


def is_inside(death: float, band: Band) -> bool:
    low, high = band.window_months
    above = death >= low if band.window_ends[0] == "[" else death > low
    if high is None:
        return above
    return above and (death <= high if band.window_ends[1] == "]" else death < high)


@given(times=st.lists(st.integers(0, 20), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_without_censoring_the_estimate_is_the_naive_one(times):
    frame = pd.concat(
        [pd.DataFrame({"t": times, "dead": True, "total": total}) for total in (3, 10, 14)], ignore_index=True
    )
    result = agreement(frame).frame
    assert result["estimate"].tolist() == pytest.approx(result["naive"].tolist())


def test_days_and_months_agree():
    """The same patients in days: a month is 30.4375 days, and the constant can be chosen."""
    days = rows_of("182 183 365 366", total=10)
    assert found(agreement(days, unit="days"), "tokuhashi_2005", "9-11")["estimate"] == pytest.approx(3 / 4)
    thirty = agreement(rows_of("179 180", total=10), unit="days", days_per_month=30)
    assert found(thirty, "tokuhashi_2005", "9-11")["estimate"] == pytest.approx(1 / 2)


def test_a_total_that_reaches_two_bands_is_left_out():
    frame = pd.DataFrame({"t": [3, 4, 5], "dead": 1, "low": [8, 7, 16], "high": [9, 8, 16]})
    table = by_band(count_events(frame, "t", "dead", ["low", "high"]), TOKUHASHI)
    assert table.n == 1
    assert table.excluded == {
        "total in no band of tokuhashi_2005": 1,
        "total between bands of tokuhashi_2005": 1,
    }


def test_a_band_of_no_patients_is_said_and_does_not_matter():
    row = found(agreement(rows_of("2 8", total=5)), "tokuhashi_2005", "12-15")
    assert (row["n"], row["note"]) == (0, "Agreement of 12-15 is not given: no patient is in it.")
    assert found(agreement(rows_of("2 8", total=5)), "tokuhashi_2005", "all")["note"] == ""


def test_follow_up_that_ends_before_the_window_leaves_it_missing():
    """Nobody was followed for 6 months: no estimate, over all neither, and the naive share is still given."""
    result = agreement(rows_of("2 3+ 4+", total=5))
    row, over_all = (found(result, "tokuhashi_2005", band) for band in ("0-8", "all"))
    assert np.isnan(row["estimate"]) and "follow-up ended" in row["note"]
    assert np.isnan(over_all["estimate"]) and "missing for 0-8" in over_all["note"]
    assert (over_all["naive"], over_all["naive_n"]) == (1, 1)


def test_no_events_and_everyone_dead_have_an_estimate_without_an_interval():
    for times, expected in (("7+ 8+", 0), ("1 2", 1)):
        row = found(agreement(rows_of(times, total=5)), "tokuhashi_2005", "0-8")
        assert (row["estimate"], row["std_error"]) == (expected, 0)
        assert np.isnan(row["conf_low"]) and "no interval" in row["note"]


def test_a_score_without_windows_says_so():
    result = agreement(rows_of("2 8", total=5), score_of("sins_2010"))
    assert result.frame.empty and "predicts no window" in result.not_given


def test_names_that_are_no_bands_are_refused():
    with pytest.raises(DataError, match="no band radical: its bands are 0-8, 9-11, 12-15"):
        agreement(rows_of("2 8", total="radical"))
    with pytest.raises(DataError, match="unit 'visits'"):
        agreement(rows_of("2 8", total=5), unit="visits")


def test_a_table_counted_by_bands_serves_the_readings_of_these_bands():
    result = agreement(rows_of("2 8", total="0-8"))
    assert set(result.frame["reading"]) == {"tokuhashi_2005", SEED002}
    assert found(result, SEED002, "0-8")["estimate"] == 0.5
    other = agreement(rows_of("2 8", total="supportive care"), TOMITA)
    assert other.frame.empty and "count the patients by their totals" in other.not_given


def test_a_band_says_which_ends_its_window_holds():
    with pytest.raises(DefinitionError, match="window's ends"):
        Band(0, 8, window_months=(0, 6), window_ends="<6")


def test_pooled_shares_ignore_empty_groups():
    assert pooled_share([2, 0], [0.5, np.nan], [0.1, np.nan]) == pytest.approx((0.5, 0.1))
