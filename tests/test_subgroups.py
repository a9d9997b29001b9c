"""Differences between groups and over time: by hand, against R, and what can't be tested."""

import numpy as np
import pandas as pd
import pytest
from calibration_data import by_group, from_r, rows_of

from analysis.calibration.bands import subtables
from analysis.calibration.observed_expected import observed_expected
from analysis.calibration.predictions import score_predictions
from analysis.calibration.subgroups import PERIOD, by_subgroup, compare_estimates, with_period
from analysis.calibration.windows import window_agreement
from analysis.cohort import Cohort, Source
from analysis.dictionary import load_dictionary
from analysis.errors import DataError
from analysis.scores import score_of
from analysis.survival.event_table import count_events
from analysis.survival.kaplan_meier import landmarks


def estimates(*pairs: tuple[float, float]) -> pd.DataFrame:
    names = [f"g{number}" for number in range(len(pairs))]
    frame = pd.DataFrame(pairs, columns=["estimate", "std_error"])
    return frame.assign(group=names)


def statistic(comparison, test: str) -> pd.Series:
    return comparison.tests.set_index("test").loc[test]


@pytest.mark.parametrize("name", ["lung", "colon", "pbc", "gbsg"])
@pytest.mark.parametrize("scale", ["identity", "log", "logit"])
def test_heterogeneity_and_trend_are_those_of_weighted_regression(name, scale):
    """R: Q from lm(y ~ 1, weights = 1/se²), the trend from lm(y ~ x), risks at 12 months from survfit."""
    survival = landmarks(by_group(name), [12]).frame
    survival = survival[(survival["n_event"] > 0) & survival["estimate"].notna()]
    risks = survival.assign(estimate=1 - survival["estimate"])
    found = compare_estimates(risks, scale=scale, trend=range(1, len(risks) + 1))
    r = from_r("comparison").query("data == @name and group == @scale").set_index("name")["value"]
    assert statistic(found, "heterogeneity")["statistic"] == pytest.approx(r["heterogeneity"], rel=1e-8)
    assert statistic(found, "heterogeneity")["p_value"] == pytest.approx(r["heterogeneity_p"], rel=1e-8)
    assert statistic(found, "trend")["statistic"] == pytest.approx(r["trend"], rel=1e-8)
    assert found.pooled["estimate"][0] == pytest.approx(r["pooled"], rel=1e-8)


def test_two_groups_by_hand():
    """z = 0.1 / sqrt(0.03² + 0.04²) = 2, so Q is 4 with one degree of freedom, p 0.0455."""
    found = compare_estimates(estimates((0.7, 0.03), (0.6, 0.04)))
    assert tuple(statistic(found, "heterogeneity")) == pytest.approx((4, 1, 0.04550026389635842))
    assert found.frame["weight"].tolist() == pytest.approx([0.64, 0.36])
    assert found.pooled["estimate"][0] == pytest.approx(0.64 * 0.7 + 0.36 * 0.6)


def test_a_straight_line_is_all_trend():
    """Estimates on a line: the heterogeneity is the trend, and nothing is left."""
    found = compare_estimates(estimates((0.5, 0.1), (0.6, 0.1), (0.7, 0.1)), trend=[0, 1, 2])
    assert statistic(found, "trend")["statistic"] == pytest.approx(
        statistic(found, "heterogeneity")["statistic"]
    )


def test_ratios_are_compared_on_the_log_scale():
    """0.5 and 2 with errors of 0.1 on the log scale: pooled 1, z = log 4 / (0.1 √2)."""
    found = compare_estimates(estimates((0.5, 0.05), (2, 0.2)), scale="log")
    assert found.pooled["estimate"][0] == pytest.approx(1)
    assert found.pooled["std_error"][0] == pytest.approx(0.1 / np.sqrt(2))
    assert statistic(found, "heterogeneity")["statistic"] == pytest.approx(np.log(4) ** 2 / 0.02)
    assert found.frame["conf_high"][0] == pytest.approx(0.5 * np.exp(0.1959963984540054))


def test_groups_that_can_not_be_compared_are_named():
    """A proportion of 1 has no log odds, one without an error no weight."""
    found = compare_estimates(estimates((0.7, 0.03), (1, 0.0), (np.nan, np.nan)), scale="logit")
    assert found.tests.empty
    assert "g1, g2" in found.not_tested and "1 group can be compared" in found.not_tested
    assert found.pooled["estimate"][0] == pytest.approx(0.7)
    nobody = compare_estimates(estimates((np.nan, np.nan)))
    assert np.isnan(nobody.pooled["estimate"][0]) and "0 groups" in nobody.not_tested


def test_comparisons_that_make_no_sense_are_refused():
    with pytest.raises(DataError, match="on the scale identity, log, logit, and found 'cube'"):
        compare_estimates(estimates((0.7, 0.03)), scale="cube")
    with pytest.raises(DataError, match="one number for each of 1 groups: found 2"):
        compare_estimates(estimates((0.7, 0.03)), trend=[1, 2])


def two_centres():
    first = rows_of("1 2 3 8 9 9 20", total=5, centre="a")
    second = rows_of("1 7 8+ 9 12 13", total=5, centre="b")
    return count_events(pd.concat([first, second]), "t", "dead", ["total", "centre"], unit="months")


def test_a_measure_is_taken_of_each_group_by_itself():
    """Centre a: 3 of 7 died before month 6; b: 1 of 6. The parts are those of the groups' own tables."""
    score = score_of("tokuhashi_2005")
    found = by_subgroup(two_centres(), "centre", lambda part: window_agreement(part, score).frame)
    rows = found[(found["band"] == "all") & (found["reading"] == "tokuhashi_2005")]
    assert rows["estimate"].tolist() == pytest.approx([3 / 7, 1 / 6])
    compared = compare_estimates(rows, scale="logit")
    assert len(compared.tests) == 1
    assert {name: part.n for name, part in subtables(two_centres(), "centre").items()} == {"a": 7, "b": 6}


def test_ratios_of_groups_are_compared():
    """O/E of two centres at 6 months under the window's risk of 1: 3/7 and 1/6, compared on the log scale."""
    from analysis.calibration.bands import by_band

    score = score_of("tokuhashi_2005")
    risks = score_predictions(score, at=[6])
    found = by_subgroup(
        two_centres(), "centre", lambda part: observed_expected(by_band(part, score), risks).frame
    )
    rows = found[found["band"] == "all"][["group", "oe", "oe_std_error"]]
    rows = rows.rename(columns={"oe": "estimate", "oe_std_error": "std_error"})
    assert rows["estimate"].tolist() == pytest.approx([3 / 7, 1 / 6])
    variance = (4 / 7) / 3 + (5 / 6) / 1  # of log p without censoring: (1 − p) / (n p)
    expected = np.log((3 / 7) / (1 / 6)) ** 2 / variance
    found = statistic(compare_estimates(rows, scale="log"), "heterogeneity")
    assert found["statistic"] == pytest.approx(expected)


def test_a_group_that_does_not_allow_the_measure_says_why():
    def refuse(part):
        if part.n == 6:
            raise DataError("Too few.")
        return pd.DataFrame({"estimate": [1.0], "note": [""]})

    found = by_subgroup(two_centres(), "centre", refuse)
    assert found["group"].tolist() == ["a", "b"]
    assert found["note"].tolist() == ["", "Too few."]
    with pytest.raises(DataError, match="no stratum 'sex'"):
        by_subgroup(two_centres(), "sex", refuse)


def cohort_of(days: list[float | None]) -> Cohort:
    frame = pd.DataFrame({"surgery_date": days})
    return Cohort(frame, load_dictionary(), Source("registry", "", "Sheet1"))


def test_periods_begin_with_their_years():
    """31 December 2009 is before 2010, 1 January 2010 in 2010-2014; no date has no period."""
    day = [pd.Timestamp(text).toordinal() - 719163 for text in ("2009-12-31", "2010-01-01", "2015-01-01")]
    found = with_period(cohort_of([*map(float, day), None]), "surgery_date", [2015, 2010])
    assert found.frame[PERIOD].tolist()[:3] == ["before 2010", "2010-2014", "from 2015"]
    assert pd.isna(found.frame[PERIOD][3])
    assert found.dictionary[PERIOD].level_keys == ("before 2010", "2010-2014", "from 2015")
    assert found.dictionary[PERIOD].ordered


def test_a_single_year_is_a_period():
    day = float(pd.Timestamp("2012-06-01").toordinal() - 719163)
    found = with_period(cohort_of([day]), "surgery_date", [2012, 2013])
    assert found.frame[PERIOD].tolist() == ["2012"]


def test_a_column_without_dates_makes_no_period():
    cohort = Cohort(pd.DataFrame({"kps": [80.0]}), load_dictionary(), Source("registry", "", "Sheet1"))
    with pytest.raises(DataError, match="'kps' holds no dates"):
        with_period(cohort, "kps", [2010])
    with pytest.raises(DataError, match="years such as 2010"):
        with_period(cohort_of([1.0]), "surgery_date", [])
