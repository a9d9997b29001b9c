"""Competing risks: R on six cohorts, five patients by hand, brute force, and what can't be had."""

from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.survival.competing import VARIANCES, cumulative_incidence, incidence_at, one_event
from analysis.survival.event_table import EventTable, count_events
from analysis.survival.gray import gray_test
from analysis.survival.kaplan_meier import CONF_TYPES, kaplan_meier
from analysis.survival.log_rank import log_rank

REFERENCE = Path(__file__).parent / "reference"
STRATA = {"pbc-trt": "sex", "pbc-stage": "trt"}
"""The strata of the public cohorts in competing.R; mgus2 has none."""
NUMBERS = ["estimate", "std_error", "conf_low", "conf_high"]


def from_r(name: str) -> pd.DataFrame:
    path = REFERENCE / f"competing_{name}.csv"
    return pd.read_csv(path, float_precision="round_trip", dtype={"group": str})


@cache
def counted(case: str) -> EventTable:
    if "-" not in case:
        cohorts = from_r("cohorts")
        return count_events(cohorts[cohorts["cohort"] == case], "time", "kind", ["group", "stratum"])
    name, group = case.split("-")
    frame = pd.read_csv(REFERENCE / "datasets" / f"{name}.csv")
    stratum = frame[STRATA.get(case, group)].astype(str)
    frame = frame.assign(group=frame[group].astype(str), stratum=stratum)
    return count_events(frame, "time", "status", ["group", "stratum"])


def cases(name: str) -> list[tuple[str, pd.DataFrame]]:
    return list(from_r(name).groupby("case"))


def written(text: str, **groups: str) -> EventTable:
    """A table of words such as "3:1", the time and the kind of event; "3" is censored."""
    groups = groups or {"all": text}
    found = [
        (*map(int, f"{word}:0".split(":")[:2]), g) for g, words in groups.items() for word in words.split()
    ]
    return count_events(pd.DataFrame(found, columns=["t", "e", "g"]), "t", "e", ["g"])


def of_cause(frame: pd.DataFrame, cause: str, column: str = "estimate") -> list[float]:
    return frame.loc[frame["cause"] == cause, column].tolist()


# ---- R -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "r"), cases("curves"), ids=lambda value: value if isinstance(value, str) else "r"
)
@pytest.mark.parametrize("variance", VARIANCES)
def test_incidences_and_both_variances_are_those_of_r(case, r, variance):
    """survfit's estimates and errors, and cuminc's errors, at quantiles of follow-up, to 1e-8."""
    found = incidence_at(counted(case).margin("group"), sorted(r["time"].unique()), variance=variance).frame
    both = r.merge(found, on=["group", "kind", "time"], suffixes=("_r", ""), validate="1:1")
    assert len(both) == len(r)
    assert both["n_risk"].tolist() == both["n_risk_r"].tolist()
    assert both["n_event"].tolist() == both["n_event_r"].tolist()
    assert both["estimate"].to_numpy() == pytest.approx(both["estimate_r"].to_numpy(), rel=1e-8)
    known = both[both[variance].notna()]  # cuminc has no curve of a cause that a group hasn't had
    assert len(known) > 0.8 * len(both)
    assert known["std_error"].to_numpy() == pytest.approx(known[variance].to_numpy(), rel=1e-8)


@pytest.mark.parametrize(
    ("case", "r"), cases("curves"), ids=lambda value: value if isinstance(value, str) else "r"
)
@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_limits_are_those_of_survfit(case, r, conf_type):
    """On each scale, wherever the incidence is not 0; there survfit's plain limits are 0, ours missing."""
    found = incidence_at(counted(case).margin("group"), sorted(r["time"].unique()), conf_type=conf_type).frame
    both = r.merge(found, on=["group", "kind", "time"], suffixes=("_r", ""))
    risen = both["estimate"] > 0
    for end in ("low", "high"):
        theirs = both.loc[risen, f"{conf_type}_{end}"].clip(
            upper=1
        )  # survfit draws log and plain ones past 1
        assert both.loc[risen, f"conf_{end}"].to_numpy() == pytest.approx(theirs.to_numpy(), rel=1e-8)
        assert both.loc[~risen, f"conf_{end}"].isna().all()


@pytest.mark.parametrize(
    ("case", "r"), cases("tests"), ids=lambda value: value if isinstance(value, str) else "r"
)
def test_grays_tests_are_those_of_cuminc(case, r):
    """χ² and degrees of freedom to 1e-8; p to the digits that R's 1 − pchisq keeps; rho, strata, ties."""
    for row in r.itertuples():
        table = counted(case) if row.stratified else counted(case).margin("group")
        strata = ["stratum"] if row.stratified else []
        found = gray_test(table, cause=row.kind, rho=row.rho, stratified_by=strata)
        assert (found.statistic, found.df) == pytest.approx((row.statistic, row.df), rel=1e-8), row
        assert found.p_value == pytest.approx(row.p_value, rel=1e-8, abs=1e-14), row


# ---- by hand -----------------------------------------------------------------------------------------------


def test_five_patients_by_hand():
    """S just before is 1, 0.8, –, 0.6, 0.3; at 4, x = 0.3 is still to come at times 1 and 2."""
    table = written("1:1 2:2 3 4:1 5:2")
    found = cumulative_incidence(table).frame
    assert of_cause(found, "1") == pytest.approx([0.2, 0.2, 0.2, 0.5, 0.5])
    assert of_cause(found, "2") == pytest.approx([0, 0.2, 0.2, 0.2, 0.5])
    assert of_cause(found, "1", "n_risk") == [5, 4, 3, 2, 1]
    assert of_cause(found, "1", "n_event") == [1, 0, 0, 1, 0]
    greenwood = (0.09 / 20 + 0.032 - 2 * 0.3 / 25) + 0.09 / 12 + 0.36 / 8
    assert of_cause(found, "1", "std_error")[3] ** 2 == pytest.approx(greenwood)
    aalen = (1 - 0.3 * 5 / 4) ** 2 / 25 + (0.3 * 4 / 3) ** 2 / 16 + 0.36 / 4
    found = cumulative_incidence(table, variance="aalen").frame
    assert of_cause(found, "1", "std_error")[3] ** 2 == pytest.approx(aalen)


def test_grays_observed_and_expected_events_by_hand():
    """At 1, 2 of 4 at risk are a's. At 3, one of each: a's stands for 1/0.5 · (1 − 0.5), b's for 1/0.5."""
    found = gray_test(written("", a="1:1 4", b="2:2 3:1")).groups
    assert found["observed"].tolist() == [1, 1]
    assert found["expected"].tolist() == pytest.approx([1 / 2 + 1 / 3, 1 / 2 + 2 / 3])
    assert found["n"].tolist() == [2, 2]


# ---- brute force -------------------------------------------------------------------------------------------

PATIENTS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 3), st.sampled_from("abc"), st.sampled_from("xy")),
    min_size=2,
    max_size=40,
)


def of(patients, *by: str) -> EventTable:
    return count_events(pd.DataFrame(patients, columns=["t", "e", "g", "s"]), "t", "e", by)


def product_integral(patients, cause: int, until: int, weights):
    """Aalen and Johansen's estimate as they wrote it: the product of (I + dA), one transition a cause."""
    alive, dead = 1 + 0 * weights[0], 0 * weights[0]
    for now in range(until + 1):
        at_risk = sum(w for (t, *_), w in zip(patients, weights, strict=True) if t >= now)
        lost = [w for (t, e, *_), w in zip(patients, weights, strict=True) if t == now and e]
        own = [w for (t, e, *_), w in zip(patients, weights, strict=True) if t == now and e == cause]
        if lost:
            dead += alive * sum(own) / at_risk
            alive *= 1 - sum(lost) / at_risk
    return dead


@settings(max_examples=30, deadline=None)
@given(patients=PATIENTS, cause=st.integers(1, 3), until=st.integers(0, 8))
def test_the_estimate_is_the_product_integral_in_fractions(patients, cause, until):
    """At any time within follow-up, at a time of an event or not."""
    found = incidence_at(of(patients), [until], causes={cause: "it"}).frame.iloc[0]
    if found["status"] == "estimated":
        exact = product_integral(patients, cause, until, [Fraction(1)] * len(patients))
        assert found["estimate"] == pytest.approx(float(exact), abs=1e-14)
    else:
        assert until > max(t for t, *_ in patients)


@settings(max_examples=30, deadline=None)
@given(patients=PATIENTS, cause=st.integers(1, 3), until=st.integers(0, 8))
def test_greenwoods_variance_is_the_infinitesimal_jackknife(patients, cause, until):
    """The sum of the squares of what a little more of each patient does to the estimate, by complex steps."""
    step, pulls = 1e-30, []
    for i in range(len(patients)):
        weights = [1 + step * 1j * (k == i) for k in range(len(patients))]
        pulls.append(product_integral(patients, cause, until, weights).imag / step)
    found = incidence_at(of(patients), [until], causes={cause: "it"}).frame.iloc[0]
    if found["status"] == "estimated":
        assert found["std_error"] == pytest.approx(float(np.sqrt(np.sum(np.square(pulls)))), abs=1e-7)


# ---- properties --------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(patients=PATIENTS, variance=st.sampled_from(VARIANCES))
def test_incidences_and_survival_add_to_one(patients, variance):
    """In each group and at each time."""
    table = of(patients, "g")
    causes = {1: "1", 2: "2", 3: "3"}
    found = cumulative_incidence(table, causes=causes, variance=variance).frame
    survival = kaplan_meier(one_event(table)).frame.set_index(["group", "time"])["estimate"]
    total = found.groupby(["group", "time"])["estimate"].sum() + survival
    assert total.to_numpy() == pytest.approx(1.0)
    assert (found["std_error"] >= 0).all()


@settings(max_examples=20, deadline=None)
@given(patients=PATIENTS)
def test_a_single_cause_is_one_minus_kaplan_meier(patients):
    """With Greenwood's standard error; and the score of Gray's test is that of the log-rank test."""
    table = one_event(of(patients, "g"))
    found, curve = cumulative_incidence(table, causes={1: "it"}).frame, kaplan_meier(table).frame
    assert found["estimate"].to_numpy() == pytest.approx(1 - curve["estimate"].to_numpy())
    errors = curve["std_error"].fillna(0).to_numpy()  # once survival is 0, Kaplan and Meier's is missing
    alive = curve["estimate"].to_numpy() > 0
    assert found["std_error"].to_numpy()[alive] == pytest.approx(errors[alive], abs=1e-8)
    gray, plain = (test(table).groups for test in (gray_test, log_rank))
    difference = (gray["observed"] - gray["expected"], plain["observed"] - plain["expected"])
    assert difference[0].to_numpy() == pytest.approx(difference[1].to_numpy(), abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(patients=PATIENTS)
def test_without_censoring_an_incidence_is_a_proportion(patients):
    """k of n had the cause; its variance is that of a binomial proportion."""
    everyone = [(t, e or 1, g, s) for t, e, g, s in patients]
    found = cumulative_incidence(of(everyone), causes={1: "it"}).frame.iloc[-1]
    share = sum(e == 1 for _, e, *_ in everyone) / len(everyone)
    assert found["estimate"] == pytest.approx(share)
    assert found["std_error"] ** 2 == pytest.approx(share * (1 - share) / len(everyone), abs=1e-13)


@settings(max_examples=15, deadline=None)
@given(patients=PATIENTS, cut=st.integers(1, 39), rho=st.sampled_from([0, 1]))
def test_two_sites_tables_add_to_the_pooled_result(patients, cut, rho):
    """Exactly: the same counts, the same numbers; incidences and tests, stratified or not."""
    cut = min(cut, len(patients) - 1)
    pooled = of(patients, "g", "s")
    added = of(patients[:cut], "g", "s") + of(patients[cut:], "g", "s")
    frames = [cumulative_incidence(table).frame for table in (pooled, added)]
    pd.testing.assert_frame_equal(*frames, check_exact=True)
    for strata in ([], ["s"]):
        tests = [
            gray_test(t if strata else t.margin("g"), rho=rho, stratified_by=strata) for t in (pooled, added)
        ]
        np.testing.assert_array_equal(*([test.statistic, test.df, test.p_value] for test in tests))


@settings(max_examples=20, deadline=None)
@given(patients=PATIENTS, names=st.permutations("abc"), cause=st.integers(1, 3))
def test_names_of_groups_do_not_matter_to_grays_test(patients, names, cause):
    """Although cuminc leaves the last group out of its matrix."""
    renamed = dict(zip("abc", names, strict=True))
    other = [(t, e, renamed[g], s) for t, e, g, s in patients]
    here, there = (gray_test(of(rows, "g"), cause=cause) for rows in (patients, other))
    assert (here.df, here.statistic) == pytest.approx((there.df, there.statistic), rel=1e-6, nan_ok=True)


# ---- what can't be had -------------------------------------------------------------------------------------


def test_a_cause_that_nobody_had_has_incidence_zero_without_limits():
    """A cause asked for by name is shown, and one that a group lacks too."""
    found = cumulative_incidence(
        written("", a="1:1 2", b="1:2 3"), causes={1: "neurological", 3: "both"}
    ).frame
    assert of_cause(found, "both") == [0, 0, 0, 0]
    assert of_cause(found, "neurological") == [0.5, 0.5, 0, 0]
    assert found.loc[found["estimate"] == 0, ["conf_low", "conf_high"]].isna().all(axis=None)
    assert (found.loc[found["estimate"] == 0, "std_error"] == 0).all()


def test_no_event_at_all_is_said_in_a_sentence():
    """No rows, all columns, and why."""
    found = incidence_at(written("3 4"), [2])
    assert found.frame.empty
    assert found.not_given == "The cumulative incidence is not given: no patient had an event of any cause."
    assert list(found.frame) == list(incidence_at(written("3:1 4"), [2]).frame)
    assert incidence_at(written("3:1 4"), [2]).not_given == ""


def test_after_the_last_time_incidence_is_known_only_if_nobody_is_left():
    """As survival at a landmark: never carried forward in silence."""
    table = written("", a="1:1 2:2", b="1:1 2")
    found = incidence_at(table, [0, 2, 5], causes={1: "it"}).frame
    assert found["estimate"].tolist() == pytest.approx([0, 0.5, 0.5, 0, 0.5, np.nan], nan_ok=True)
    assert found["status"].tolist() == [*["estimated"] * 5, "follow-up ended"]
    assert found["n_risk"].tolist() == [2, 1, 0, 2, 1, 0]
    assert found["n_event"].tolist() == [0, 1, 1, 0, 1, 1]
    assert found.iloc[-1][["std_error", "conf_low", "conf_high"]].isna().all()


def test_all_events_at_one_time_are_a_proportion_each():
    """5 of 8 had cause 1 and 2 cause 2, one was censored then: 5/8 with variance 5/8 · 3/8 / 8."""
    found = cumulative_incidence(written("4:1 4:1 4:1 4:1 4:1 4:2 4:2 4")).frame
    assert found["estimate"].tolist() == [5 / 8, 2 / 8]
    assert found["std_error"].tolist() == pytest.approx([np.sqrt(15 / 512), np.sqrt(12 / 512)])


def test_everybody_dead_of_one_cause_is_certain():
    """Incidence 1, standard error 0 and no limits."""
    found = cumulative_incidence(written("2:1 2:1 2:1")).frame.iloc[0]
    assert found[["estimate", "std_error"]].tolist() == [1, 0]
    assert found[["conf_low", "conf_high"]].isna().all()


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (written("", a="1:1 2:2"), "it compares groups, and there is one, a"),
        (written("", a="1:2 2", b="2:2"), "no patient had an event of this cause"),
        (written("", a="1:2 2:2", b="3:1 4"), "while patients of two groups were at risk"),
        (written("", a="5:1 5:1", b="5:1 5:1 5:1"), "all their patients had the event at once"),
        (written("", a="1:1 1:1", b="0:1 1:1"), "corrected for ties, is negative"),
    ],
)
def test_a_sentence_says_why_there_is_no_test(table, why):
    """One group, none of the cause, never together, all at once; the groups are still described."""
    found = gray_test(table)
    assert found.not_tested.startswith("The Gray test is not given: ")
    assert why in found.not_tested
    assert (found.df, len(found.groups)) == (0, len(table.groups))
    assert np.isnan([found.statistic, found.p_value]).all()


def test_all_times_equal_is_a_test_of_proportions():
    """One time, 2 of 3 against 1 of 4 of the cause, others competing or censored: log-rank's O − E."""
    found = gray_test(written("", a="5:1 5:1 5:2", b="5:1 5 5:2 5")).groups
    assert (found["observed"] - found["expected"]).tolist() == pytest.approx([2 - 9 / 7, 9 / 7 - 2])


def test_groups_that_meet_two_by_two_have_their_rank_as_degrees_of_freedom():
    """a and b in one stratum, c and d in another: two tests, each its own χ²."""
    rows = {"a": "1:1 4:2 5:1", "b": "2:1 3:2 9", "c": "1:1 2:1 3:2", "d": "4:1 5 6:2"}
    words = [
        (*map(int, f"{w}:0".split(":")[:2]), g, "x" if g in "ab" else "y")
        for g in rows
        for w in rows[g].split()
    ]
    found = gray_test(of(words, "g", "s"), stratified_by=["s"])
    parts = [gray_test(of([row for row in words if row[3] == s], "g")).statistic for s in "xy"]
    assert (found.statistic, found.df) == pytest.approx((sum(parts), 2))


@pytest.mark.parametrize(
    ("a", "rest", "rho"), [("1:1 1:1 1:1 1:1", "2:1 3:1", 0), ("1:1 1:1 1:1 1:1 1:1", "2:1 3:1 4:1", 0.5)]
)
def test_a_common_incidence_that_leaves_nobody_is_no_test(a, rest, rho):
    """Of 4 + 2 + 2, a's deaths are 1/2, and one each of b and c the other half; cuminc stops with NaN."""
    found = gray_test(written("", a=a, b=rest, c=rest), rho=rho)
    assert "the groups' common incidence passes 1" in found.not_tested
    assert np.isnan(found.statistic)


def test_what_is_asked_amiss_is_refused_in_a_sentence():
    """Each names what was found and what is allowed."""
    table = written("", a="1:1 2:2", b="3:1 4")
    with pytest.raises(DataError, match="'gray' is not known: choose one of greenwood, aalen"):
        cumulative_incidence(table, variance="gray")
    with pytest.raises(DataError, match="times from 0 on"):
        incidence_at(table, [-1])
    with pytest.raises(DataError, match="from 0 on, and found -1"):
        gray_test(table, rho=-1)
    with pytest.raises(DataError, match="no stratum 'centre'"):
        gray_test(table, stratified_by=["centre"])
    with pytest.raises(DataError, match="No patient was counted"):
        cumulative_incidence(count_events(pd.DataFrame({"t": [None], "e": [1.0]}).astype(float), "t", "e"))


def test_a_million_patients_in_days_keep_their_digits():
    """At the end, where few are left, cumulative sums still give the variance of the sum term by term."""
    draw = np.random.default_rng(4)
    cells = pd.DataFrame({"t": draw.exponential(800, 10**6).astype(int), "e": draw.integers(0, 3, 10**6)})
    cells = cells.assign(g=draw.integers(0, 3, 10**6))
    table = count_events(cells, "t", "e", ["g"])
    assert 1e-6 < gray_test(table, cause=2).p_value < 1
    found = cumulative_incidence(table.margin(), causes={1: "it"}).frame
    curve = kaplan_meier(one_event(table.margin())).frame
    n, d, own = (x.to_numpy(dtype=float) for x in (curve["n_risk"], curve["n_event"], found["n_event"]))
    before, f = np.append(1, curve["estimate"][:-1]), found["estimate"].to_numpy()
    for last in (5, len(f) // 2, len(f) - 2):
        gain = before * own * (n - own) / n**3 * before
        x = f[last] - f
        terms = gain - 2 * x * before * own / n**2 + x**2 * d / np.maximum(n * (n - d), 1)
        assert found["std_error"][last] ** 2 == pytest.approx(terms[: last + 1].sum(), rel=1e-8)
