"""Log-rank tests: published values, tables of two by two at each death, and groups that can't be tested."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from analysis.errors import DataError
from analysis.survival.event_table import count_events
from analysis.survival.log_rank import log_rank, log_rank_trend
from analysis.survival.weights import Weight

SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def rows(**groups: str) -> pd.DataFrame:
    found = [
        (float(word.rstrip("+")), not word.endswith("+"), group)
        for group, text in groups.items()
        for word in text.split()
    ]
    return pd.DataFrame(found, columns=["t", "e", "g"])


def table(frame: pd.DataFrame):
    return count_events(frame, "t", "e", ["g"])


def random_rows(groups: int, n: int, seed: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    group = draw.integers(0, groups, n)
    time = np.ceil(draw.exponential(5 + 2 * group))
    return pd.DataFrame({"t": time, "e": draw.random(n) < 0.7, "g": group})


def moments(n: list[int], d: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of the deaths a group gets, over every way to choose d of the patients at risk."""
    group = np.repeat(np.arange(len(n)), n)
    ways = np.array(
        [np.bincount(group[list(who)], minlength=len(n)) for who in combinations(range(sum(n)), d)]
    )
    return ways.mean(axis=0), np.cov(ways, rowvar=False, ddof=0).reshape(len(n), len(n))


def brute_force(frame: pd.DataFrame, weight=lambda n, s: 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Observed minus expected deaths and their covariance, one death time after another."""
    names = sorted(frame["g"].unique())
    difference, covariance = np.zeros(len(names)), np.zeros((len(names), len(names)))
    survival = 1.0
    for t in sorted(frame.loc[frame["e"], "t"].unique()):
        n = [int(((frame["g"] == g) & (frame["t"] >= t)).sum()) for g in names]
        d = [int(((frame["g"] == g) & (frame["t"] == t) & frame["e"]).sum()) for g in names]
        mean, spread = moments(n, sum(d))
        w = weight(sum(n), survival)
        difference += w * (d - mean)
        covariance += w**2 * spread
        survival *= 1 - sum(d) / sum(n)
    return difference, covariance


def test_the_published_test_of_freireich():
    """Collett, Modelling Survival Data; R survdiff: χ² 16.79, 9 deaths against 19.25 expected."""
    found = log_rank(table(rows(six_mp=SIX_MP, placebo=PLACEBO)))
    groups = found.groups.set_index("group")
    assert (found.test, found.df) == ("log-rank", 1)
    assert found.statistic == pytest.approx(16.793, abs=5e-4)
    assert groups.loc["six_mp", ["n", "observed"]].tolist() == [21, 9]
    assert groups["expected"].round(2).to_dict() == {"placebo": 10.75, "six_mp": 19.25}


@pytest.mark.parametrize(("groups", "seed"), [(2, 1), (3, 2), (5, 3)])
def test_chi_squared_is_that_of_every_way_to_share_out_the_deaths(groups, seed):
    """Expected deaths, variances and covariances by listing who, of those at risk, could have died."""
    frame = random_rows(groups, 16, seed)
    difference, covariance = brute_force(frame)
    statistic = difference[1:] @ np.linalg.solve(covariance[1:, 1:], difference[1:])
    found = log_rank(table(frame))
    assert (found.statistic, found.df) == pytest.approx((statistic, groups - 1), abs=1e-9)
    assert found.p_value == pytest.approx(chi2.sf(statistic, groups - 1), abs=1e-12)
    assert (found.groups["observed"] - found.groups["expected"]).tolist() == pytest.approx(
        difference, abs=1e-9
    )
    score = np.arange(groups)
    trend = (score @ difference) ** 2 / (score @ covariance @ score)
    assert log_rank_trend(table(frame)).statistic == pytest.approx(trend, abs=1e-9)


@pytest.mark.parametrize(
    ("weight", "by_hand"),
    [
        ("Gehan-Breslow", lambda n, s: n),
        ("Tarone-Ware", lambda n, s: n**0.5),
        ("Peto-Peto", lambda n, s: s),
        (Weight(rho=0.5, gamma=1), lambda n, s: s**0.5 * (1 - s)),
    ],
)
def test_weighted_and_stratified_tests_add_up_over_deaths_and_strata(weight, by_hand):
    """The same listing of who could have died, each death time with its weight within its stratum."""
    strata = [random_rows(3, 14, seed) for seed in (5, 6)]
    parts = [brute_force(frame, by_hand) for frame in strata]
    difference, covariance = (sum(part) for part in zip(*parts, strict=True))
    both = pd.concat([frame.assign(s=name) for name, frame in zip("xy", strata, strict=True)])
    found = log_rank(count_events(both, "t", "e", ["s", "g"]), weight=weight, stratified_by=["s"])
    statistic = difference[1:] @ np.linalg.solve(covariance[1:, 1:], difference[1:])
    assert (found.statistic, found.df) == pytest.approx((statistic, 2), abs=1e-9)


def test_trend_of_two_groups_is_the_log_rank_test():
    """And no shift or stretch of the scores changes it."""
    counted = table(rows(six_mp=SIX_MP, placebo=PLACEBO))
    expected = log_rank(counted).statistic
    for scores in ([0, 1], [5, 3], [100, 250]):
        assert log_rank_trend(counted, scores=scores).statistic == pytest.approx(expected)


def test_numbers_are_scores_and_ordered_names_are_ranked():
    """Scores 1, 2, 10 differ from ranks 1, 2, 3."""
    frame = random_rows(3, 60, 4)
    numbered = table(frame.assign(g=frame["g"].map({0: 1, 1: 2, 2: 10})))
    named = table(frame.assign(g=frame["g"].map({0: "low", 1: "mid", 2: "high"})))
    ordered = named.with_levels("g", ["low", "mid", "high"], ordered=True)
    assert log_rank_trend(numbered).groups["score"].tolist() == [1, 2, 10]
    assert log_rank_trend(ordered).groups["score"].tolist() == [1, 2, 3]
    ranked = log_rank_trend(numbered, scores=[1, 2, 3]).statistic
    assert log_rank_trend(ordered).statistic == pytest.approx(ranked)
    assert log_rank_trend(numbered).statistic != pytest.approx(ranked)


def test_a_group_without_events_counts_in_the_expected():
    """It has observed 0, and the test is still of all groups."""
    found = log_rank(table(rows(a="1 2 3 4", b="1 3 5+", c="2+ 3+ 6+")))
    assert found.groups["observed"].tolist() == [4, 2, 0]
    assert found.groups["expected"].sum() == pytest.approx(6)
    assert found.df == 2


def test_a_group_that_is_never_at_risk_of_an_event_takes_no_degree_of_freedom():
    """Its patients all leave before the first death."""
    found = log_rank(table(rows(a="3 5 6", b="3 4 7", c="1+ 2+")))
    alone = log_rank(table(rows(a="3 5 6", b="3 4 7")))
    assert (found.statistic, found.df) == pytest.approx((alone.statistic, 1))


def test_peto_peto_weights_early_deaths():
    """Weighted by the survival of all just before each death: 1, 3/4, 1/2 and 1/4 here, by hand."""
    found = log_rank(table(rows(a="1 2", b="3 4")), weight="Peto-Peto")
    assert found.test == "Peto-Peto"
    assert found.groups["observed"].tolist() == pytest.approx([1.75, 0.75])
    assert found.groups["expected"].tolist() == pytest.approx(
        [1 / 2 + 3 / 4 / 3, 1 / 2 + 3 / 4 * 2 / 3 + 3 / 4]
    )


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (rows(a="1 2 3"), "there is one, a"),
        (rows(a="1+ 2+", b="3+"), "no patient had the event"),
        (rows(a="1 2", b="3 4").assign(t=[1, 1, 2, 2], e=[0, 0, 1, 1]), "at risk"),
    ],
)
def test_where_there_is_no_test_a_sentence_says_why(frame, why):
    """No number is given, and no error raised: the estimates beside it stand."""
    for found in (log_rank(table(frame)), log_rank_trend(table(frame), scores=range(frame["g"].nunique()))):
        assert why in found.not_tested
        assert np.isnan([found.statistic, found.p_value]).all()
        assert found.df == 0


def test_names_without_an_order_have_no_trend():
    """Unless scores are given, one for each."""
    counted = table(rows(six_mp=SIX_MP, placebo=PLACEBO))
    assert "no order" in log_rank_trend(counted).not_tested
    with pytest.raises(DataError, match="one score for each of placebo, six_mp"):
        log_rank_trend(counted, scores=[1, 2, 3])
