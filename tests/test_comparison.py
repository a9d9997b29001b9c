"""Groups tested: R on nine public data sets, lifelines, hand calculations, and what can't be tested."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest
from comparison_reference import cases, counted, data, name_of, near, rows, table
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.survival.event_table import EventTable, count_events
from analysis.survival.log_rank import log_rank, log_rank_trend
from analysis.survival.pairwise import pairwise_log_rank
from analysis.survival.weights import WEIGHTS, Weight


def weight_named(test: str) -> str | Weight:
    """The weight of a test as the reference calls it, such as "Fleming-Harrington (rho 0; gamma 1)"."""
    if test in WEIGHTS:
        return test
    rho, gamma = (float(part.split()[-1]) for part in test.rstrip(")").split(";"))
    return Weight(rho=rho, gamma=gamma)


# ---- R -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("case", "reference"), cases("tests", "dataset", "by", "stratified_by"), ids=name_of)
def test_eight_weights_give_the_tests_of_r(case, reference):
    """χ², degrees of freedom, p, trend, observed and expected; survdiff's where it has the weight."""
    dataset, by, stratum = case
    strata = [stratum] if stratum else []
    events = counted(dataset, by, *strata)
    for r in reference.itertuples():
        weight = weight_named(r.test)
        found = log_rank(events, weight=weight, stratified_by=strata)
        assert found.test.split(",")[0] == r.test.split(";")[0]
        ours = [found.statistic, found.df, found.p_value, *found.groups.loc[0, ["observed", "expected"]]]
        assert near(ours, [r.statistic, r.df, r.p_value, r.observed_1, r.expected_1]), r.test
        ranks = range(1, len(found.groups) + 1)
        trend = log_rank_trend(events, scores=ranks, weight=weight, stratified_by=strata)
        assert near(trend.statistic, r.trend), r.test


@pytest.mark.parametrize(("case", "r"), cases("pairs", "dataset", "by", "rho"), ids=name_of)
def test_pairs_and_their_adjusted_p_are_those_of_survdiff_and_p_adjust(case, r):
    """survdiff of each pair alone; p.adjust with "holm" and "BH"."""
    dataset, by, rho = case
    found = pairwise_log_rank(counted(dataset, by), weight=Weight(rho=rho)).frame
    assert found[["group_1", "group_2"]].values.tolist() == r[["group_1", "group_2"]].values.tolist()
    assert near(found[["p_value", "p_holm", "p_bh"]], r[["p_value", "p_holm", "p_bh"]])


# ---- lifelines ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "weightings", "options"),
    [
        ("Gehan-Breslow", "wilcoxon", {}),
        ("Tarone-Ware", "tarone-ware", {}),
        (Weight(rho=0.5, gamma=1.5), "fleming-harrington", {"p": 0.5, "q": 1.5}),
    ],
)
@pytest.mark.parametrize(("dataset", "by"), [("colon", "rx"), ("veteran", "celltype"), ("gbsg", "grade")])
def test_weights_that_survdiff_lacks_are_those_of_lifelines(dataset, by, weight, weightings, options):
    """multivariate_logrank_test, an implementation of another hand than ours and the reference's."""
    from lifelines.statistics import multivariate_logrank_test

    frame = data(dataset)
    theirs = multivariate_logrank_test(
        frame["time"], frame[by], frame["dead"], weightings=weightings, **options
    )
    assert log_rank(counted(dataset, by), weight=weight).statistic == pytest.approx(theirs.test_statistic)


# ---- by hand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "statistic"),
    [
        ("log-rank", (1 / 2 + 2 / 3) ** 2 / (1 / 4 + 2 / 9)),
        ("Gehan-Breslow", (4 / 2 + 3 * 2 / 3) ** 2 / (16 / 4 + 9 * 2 / 9)),
        ("Tarone-Ware", (2 / 2 + sqrt(3) * 2 / 3) ** 2 / (4 / 4 + 3 * 2 / 9)),
        ("Peto-Peto", (1 / 2 + 3 / 4 * 2 / 3) ** 2 / (1 / 4 + 9 / 16 * 2 / 9)),
        (Weight(gamma=1), (1 / 4 * 2 / 3) ** 2 / (1 / 16 * 2 / 9)),
        (Weight(rho=1, gamma=1), 2),
    ],
)
def test_two_deaths_in_each_group_by_hand(weight, statistic):
    """Both groups are at risk at times 1 and 2 only: n 4 and 3, a's share 1/2 and 1/3, S(t−) 1 and 3/4."""
    found = log_rank(table(a="1 2", b="3 4"), weight=weight)
    assert found.statistic == pytest.approx(statistic)
    assert found.df == 1


def test_strata_add_their_differences_and_variances_by_hand():
    """Stratum x: O − E 1/2 + 2/3 of variance 1/4 + 2/9; y: −1/2 of 1/4. Unstratified they mix."""
    x = rows(a="1 2", b="3 4").assign(s="x")
    y = rows(a="7", b="2").assign(s="y")
    both = count_events(pd.concat([x, y]), "t", "e", ["g", "s"])
    found = log_rank(both, stratified_by=["s"])
    assert found.test == "log-rank, stratified by s"
    assert found.statistic == pytest.approx((1 / 2 + 2 / 3 - 1 / 2) ** 2 / (1 / 4 + 2 / 9 + 1 / 4))
    assert found.groups["n"].tolist() == [3, 3]
    assert found.statistic != pytest.approx(log_rank(both.margin("g")).statistic)


def test_holm_and_benjamini_hochberg_by_hand():
    """Of p in ascending order, Holm takes 3p, 2p, p and never goes down; BH 3p, 3p/2, p and never up."""
    found = pairwise_log_rank(table(a="1 2 3 4 5 6", b="4 5 6 7 8 9", c="5 7 8 9 12+ 15")).frame
    p, holm, bh = (found.sort_values("p_value")[name].to_numpy() for name in ("p_value", "p_holm", "p_bh"))
    assert holm == pytest.approx(np.minimum(np.maximum.accumulate(p * [3, 2, 1]), 1))
    assert bh == pytest.approx(np.minimum.accumulate((p * [3, 1.5, 1])[::-1])[::-1])


# ---- properties --------------------------------------------------------------------------------------------

PATIENTS = st.lists(
    st.tuples(st.integers(0, 8), st.booleans(), st.sampled_from("abc"), st.sampled_from("xy")),
    min_size=2,
    max_size=40,
)
EVERY_WEIGHT = st.sampled_from([*WEIGHTS, Weight(rho=0.5, gamma=1), Weight(gamma=2)])


def of(patients) -> EventTable:
    return count_events(pd.DataFrame(patients, columns=["t", "e", "g", "s"]), "t", "e", ["g", "s"])


def numbers(test) -> list[float]:
    return [test.statistic, test.df, test.p_value]


@settings(max_examples=10, deadline=None)
@given(patients=PATIENTS, cut=st.integers(1, 39), weight=EVERY_WEIGHT)
def test_two_sites_tables_add_to_the_pooled_test(patients, cut, weight):
    """Exactly: the same counts, the same numbers; plain, stratified and in pairs."""
    cut = min(cut, len(patients) - 1)
    pooled, added = of(patients), of(patients[:cut]) + of(patients[cut:])
    plain = [numbers(log_rank(events.margin("g"), weight=weight)) for events in (pooled, added)]
    np.testing.assert_array_equal(*plain)
    pairs = [
        pairwise_log_rank(events, weight=weight, stratified_by=["s"]).frame for events in (pooled, added)
    ]
    pd.testing.assert_frame_equal(*pairs, check_exact=True)
    stratified = [numbers(log_rank(events, weight=weight, stratified_by=["s"])) for events in (pooled, added)]
    np.testing.assert_array_equal(*stratified)


@settings(max_examples=20, deadline=None)
@given(patients=PATIENTS, weight=EVERY_WEIGHT, names=st.permutations("abc"))
def test_names_of_groups_and_strata_do_not_matter(patients, weight, names):
    """Nor does a stratification by one stratum."""
    renamed = dict(zip("abc", names, strict=True))
    other = of([(t, e, renamed[g], {"x": "y", "y": "x"}[s]) for t, e, g, s in patients])
    for strata in ([], ["s"]):
        here, there = (
            log_rank(t if strata else t.margin("g"), weight=weight, stratified_by=strata)
            for t in (of(patients), other)
        )
        assert numbers(here) == pytest.approx(numbers(there), rel=1e-7, abs=1e-9, nan_ok=True)
    one = log_rank(of([(t, e, g, "x") for t, e, g, _ in patients]), weight=weight, stratified_by=["s"])
    alone = log_rank(of(patients).margin("g"), weight=weight)
    assert numbers(one) == pytest.approx(numbers(alone), nan_ok=True)


# ---- what can't be had -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "weight", "why"),
    [
        (table(a="1 2 3+"), "log-rank", "there is one, a"),
        (table(a="1+ 2+", b="3+"), "log-rank", "no patient had the event"),
        (table(a="1 2", b="0+ 0+"), "log-rank", "while patients of two groups were at risk"),
        (table(a="5 5", b="5 5 5"), "Gehan-Breslow", "had the event at once"),
        (table(a="5 5+", b="5+ 5"), Weight(gamma=1), "or the weight was 0"),
    ],
)
def test_a_sentence_says_why_there_is_no_test(events, weight, why):
    """One group, no events, never together, all at once; groups are still described."""
    found = log_rank(events, weight=weight)
    assert why in found.not_tested
    assert found.not_tested.startswith(f"The {found.test} test is not given: ")
    assert (found.df, len(found.groups)) == (0, len(events.groups))
    assert np.isnan([found.statistic, found.p_value]).all()
    trend = log_rank_trend(events, weight=weight, scores=range(len(events.groups)))
    assert why in trend.not_tested


def test_all_times_equal_with_some_censored_is_a_test_of_proportions():
    """One time, 2 of 3 events against 1 of 4: O − E 2 − 9/7, variance 3·4·3·4/(49·6); any weight."""
    events = table(a="5 5 5+", b="5 5+ 5+ 5+")
    for weight in WEIGHTS:
        assert log_rank(events, weight=weight).statistic == pytest.approx((5 / 7) ** 2 / (144 / 294))


def test_groups_that_meet_in_no_stratum_are_not_compared():
    """Each centre treats with one arm only."""
    frame = rows(a="1 2 3", b="2 4 5").assign(centre=[*"xxxyyy"])
    found = log_rank(count_events(frame, "t", "e", ["g", "centre"]), stratified_by=["centre"])
    assert "while patients of two groups were at risk" in found.not_tested


def test_groups_that_meet_two_by_two_have_their_rank_as_degrees_of_freedom():
    """a and b in one stratum, c and d in another: two comparisons, each its own χ²."""
    frame = rows(a="1 4 5", b="2 3 9", c="1 2 3", d="4 5 6").assign(s=[*"xxxxxxyyyyyy"])
    counts = count_events(frame, "t", "e", ["g", "s"])
    found = log_rank(counts, stratified_by=["s"])
    parts = [log_rank(count_events(part, "t", "e", ["g"])).statistic for _, part in frame.groupby("s")]
    assert (found.statistic, found.df) == pytest.approx((sum(parts), 2))
    pairs = pairwise_log_rank(counts, stratified_by=["s"]).frame
    assert pairs["df"].tolist() == [1, 0, 0, 0, 0, 1]
    assert pairs["p_holm"].notna().tolist() == [True, *[False] * 4, True]
    assert (pairs["not_tested"] != "").tolist() == [False, *[True] * 4, False]


def test_equal_scores_are_no_trend():
    """The sentence names the scores, not the groups."""
    found = log_rank_trend(table(a="1 2", b="3 4"), scores=[2, 2])
    assert "have the same score" in found.not_tested


def test_one_group_has_no_pairs():
    """An empty frame with all its columns, and the sentence."""
    alone = table(a="1 2 3+")
    assert pairwise_log_rank(alone).frame.empty
    assert "there is one group, a" in pairwise_log_rank(alone).not_given
    assert [*pairwise_log_rank(alone).frame][:3] == ["group_1", "group_2", "statistic"]


def test_what_is_asked_amiss_is_refused_in_a_sentence():
    """Each names what was found and what is allowed."""
    events = table(a="1 2", b="3 4")
    with pytest.raises(DataError, match="'Wilcoxon' is not known: choose one of log-rank, Gehan-Breslow"):
        log_rank(events, weight="Wilcoxon")
    with pytest.raises(DataError, match="numbers from 0 on, and found 0, 0 and -1"):
        Weight(gamma=-1)
    with pytest.raises(DataError, match="no stratum 'centre'"):
        log_rank(events, stratified_by=["centre"])
    with pytest.raises(DataError, match="one score for each of a, b"):
        log_rank_trend(events, scores=[1, float("nan")])


def test_a_million_patients_of_sixteen_levels_and_ten_centres():
    """From their table: the two sides of a stratified test add up, and no number overflows."""
    draw = np.random.default_rng(8)
    cells = pd.DataFrame({"t": draw.integers(1, 120, 10**6), "e": draw.random(10**6) < 0.6})
    cells = cells.assign(g=draw.integers(0, 16, 10**6), s=draw.integers(0, 10, 10**6))
    events = count_events(cells, "t", "e", ["g", "s"])
    for weight in ("log-rank", "Gehan-Breslow", Weight(power=3)):
        found = log_rank(events, weight=weight, stratified_by=["s"])
        assert found.df == 15
        assert 1e-6 < found.p_value < 1
        assert found.groups["observed"].sum() == pytest.approx(found.groups["expected"].sum())
