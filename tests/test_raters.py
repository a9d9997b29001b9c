"""Raters' agreement: against R, statsmodels, the papers' examples and closed forms."""

import csv
from math import isnan, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from analysis.calibration.intraclass import intraclass_correlation
from analysis.calibration.raters import RatedPairs, cohen_kappa, pair_ratings
from analysis.errors import DataError

with (Path(__file__).parent / "reference" / "agreement.csv").open(encoding="utf-8") as file:
    REFERENCE = list(csv.DictReader(file))
KAPPAS = [row for row in REFERENCE if row["statistic"] == "kappa"]
ICCS = [row for row in REFERENCE if row["statistic"] == "icc"]

FLEISS_COHEN_EVERITT = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
ESCC = ["0", "1a", "1b", "1c", "2", "3"]


def matrix(text: str) -> np.ndarray:
    return np.array([[float(cell) for cell in row.split()] for row in text.split(";")])


def pairs_of(counts, positions=None) -> RatedPairs:
    counts = np.asarray(counts, dtype=np.int64)
    names = tuple(f"level {k}" for k in range(len(counts)))
    return RatedPairs(names, tuple(range(len(counts)) if positions is None else positions), counts)


def numbers(result) -> list[float]:
    return [result.estimate, result.std_error, result.conf_low, result.conf_high]


@pytest.mark.parametrize("row", KAPPAS, ids=lambda row: f"{row['form']} of {row['data'][:18]}")
def test_kappa_is_what_r_computes_from_the_printed_formula(row):
    """Estimate, error and limits, of levels at even and at uneven distances."""
    pairs = pairs_of(matrix(row["data"]), [float(place) for place in row["positions"].split()])
    expected = [float(row[name]) for name in ("estimate", "std_error", "conf_low", "conf_high")]
    assert numbers(cohen_kappa(pairs, weights=row["form"])) == pytest.approx(expected, rel=1e-10, abs=1e-13)


@pytest.mark.parametrize("row", ICCS, ids=lambda row: f"{row['form']} of {row['data'][:18]}")
def test_intraclass_correlation_is_what_r_computes_from_aov(row):
    """Three forms, with the limits by F."""
    found = intraclass_correlation(matrix(row["data"]), form=row["form"].replace("/", ","))
    expected = [float(row[name]) for name in ("estimate", "conf_low", "conf_high")]
    assert [found.estimate, found.conf_low, found.conf_high] == pytest.approx(expected, rel=1e-8)
    assert isnan(found.std_error)


def test_the_examples_of_the_papers():
    """Kappa by hand, (0.70 - 0.475) / (1 - 0.475) = 3/7; the intraclass correlations as they are printed."""
    found = cohen_kappa(pairs_of(FLEISS_COHEN_EVERITT))
    assert (found.observed, found.expected) == pytest.approx((0.70, 0.475))
    assert found.estimate == pytest.approx(3 / 7)
    forms = {form: intraclass_correlation(SHROUT_FLEISS, form=form) for form in ("1,1", "2,1", "3,1")}
    assert {form: round(found.estimate, 2) for form, found in forms.items()} == {
        "1,1": 0.17,
        "2,1": 0.29,
        "3,1": 0.71,
    }


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_statsmodels_agrees_on_random_tables(weights):
    """kappa, std_kappa and limits of statsmodels' cohens_kappa, thirty tables of two to eight levels."""
    rng = np.random.default_rng(5)
    for k in [*range(2, 8)] * 5:
        counts = rng.poisson(3, (k, k)) + np.diag(rng.poisson(6, k))
        wt = {} if weights == "none" else {"wt": weights, "weights": np.arange(k)}
        theirs = cohens_kappa(counts, **wt)
        expected = [theirs.kappa, theirs.std_kappa, theirs.kappa_low, theirs.kappa_upp]
        assert numbers(cohen_kappa(pairs_of(counts), weights=weights)) == pytest.approx(expected, rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(ratings=st.lists(st.tuples(st.integers(0, 18), st.integers(0, 18)), min_size=2, max_size=40))
def test_quadratic_kappa_of_totals_is_the_concordance_of_the_numbers(ratings):
    """2 cov / (var + var + (difference of means)²), the totals standing at their values and not at ranks."""
    one, two = np.array(ratings, dtype=float).T
    spread = one.var() + two.var() + (one.mean() - two.mean()) ** 2
    pairs = pair_ratings(pd.DataFrame({"one": one, "two": two}), "one", "two")
    found = cohen_kappa(pairs, weights="quadratic")
    if spread == 0:
        assert isnan(found.estimate)
    else:
        concordance = 2 * np.mean((one - one.mean()) * (two - two.mean())) / spread
        assert found.estimate == pytest.approx(concordance, abs=1e-12)


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_standard_error_is_the_spread_of_kappa_over_repeated_samples(weights):
    """4,000 multinomial draws of 1,000 pairs: their standard deviation is known to 1.1%."""
    shares = np.array(FLEISS_COHEN_EVERITT) / 200
    draws = np.random.default_rng(6).multinomial(1000, shares.ravel(), size=4000).reshape(-1, 3, 3)
    spread = np.std([cohen_kappa(pairs_of(draw), weights=weights).estimate for draw in draws])
    error = cohen_kappa(pairs_of(np.array(FLEISS_COHEN_EVERITT) * 5), weights=weights).std_error
    assert spread == pytest.approx(error, rel=0.04)


def test_who_is_first_and_which_way_the_levels_run_changes_nothing():
    """Transposed and turned round, kappa is the same; unordered, plain kappa is too and linear isn't."""
    counts = np.array(FLEISS_COHEN_EVERITT)
    shuffled = counts[np.ix_([1, 0, 2], [1, 0, 2])]
    for weights in ("none", "linear", "quadratic"):
        plain = numbers(cohen_kappa(pairs_of(counts), weights=weights))
        for other in (counts.T, counts[::-1, ::-1]):
            assert numbers(cohen_kappa(pairs_of(other), weights=weights)) == pytest.approx(plain)
        same = cohen_kappa(pairs_of(shuffled), weights=weights).estimate == pytest.approx(plain[0])
        assert same == (weights == "none")


def test_limits_follow_the_level_asked_for():
    """1.645 standard errors for 90%."""
    found = cohen_kappa(pairs_of(FLEISS_COHEN_EVERITT), level=0.9)
    assert found.conf_high - found.estimate == pytest.approx(1.6448536269514722 * found.std_error)
    wide, narrow = (intraclass_correlation(SHROUT_FLEISS, level=level) for level in (0.95, 0.5))
    assert wide.conf_low < narrow.conf_low < narrow.estimate < narrow.conf_high < wide.conf_high


def engines(frame: pd.DataFrame):
    import duckdb
    import polars as pl

    yield frame
    yield frame.astype({"a": pd.CategoricalDtype(ESCC), "b": pd.CategoricalDtype(ESCC)})
    yield pl.from_pandas(frame)
    yield pl.from_pandas(frame).lazy()
    yield duckdb.table("frame")


def test_pairs_are_counted_on_every_engine_and_missing_ones_stated():
    """Five subjects of whom two lack a rating; ESCC grades stand in their order, not the alphabet's."""
    frame = pd.DataFrame({"a": ["0", "1a", "3", None, "2"], "b": ["0", "1b", "3", "2", None]})
    for data in engines(frame):
        pairs = pair_ratings(data, "a", "b", levels=ESCC)
        assert (pairs.n, pairs.n_missing) == (3, 2)
        assert [tuple(map(int, cell)) for cell in np.argwhere(pairs.counts)] == [(0, 0), (1, 2), (5, 5)]
        # One step of five apart in one of three pairs: observed 1 - (1/5)/3.
        assert cohen_kappa(pairs, weights="linear").observed == pytest.approx(1 - 1 / 15)
        assert cohen_kappa(pairs).n_missing == 2


def test_totals_are_their_own_levels():
    """Numbers need no levels named; NaN is missing."""
    frame = pd.DataFrame({"a": [7.0, 13, np.nan, 7], "b": [7, 12, 3, 7]})
    pairs = pair_ratings(frame, "a", "b")
    assert (pairs.levels, pairs.positions, pairs.n, pairs.n_missing) == (
        ("7", "12", "13"),
        (7, 12, 13),
        3,
        1,
    )


def test_prevalence_says_how_often_each_rater_used_each_level():
    """The row and column sums of the table, as counts and shares."""
    frame = pairs_of(FLEISS_COHEN_EVERITT).prevalence.set_index("level")
    assert frame["n_first"].tolist() == [120, 60, 20]
    assert frame["n_second"].tolist() == [130, 50, 20]
    assert frame["n_both"].tolist() == [106, 28, 6]
    assert frame["share_second"].tolist() == [0.65, 0.25, 0.1]


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([[0, 0], [0, 0]], "no subject was rated by both"),
        ([[0, 0], [0, 9]], "both raters gave every subject level 1"),
    ],
)
def test_kappa_that_cannot_be_had_says_why(counts, sentence):
    """Missing, with a sentence."""
    for weights in ("none", "linear", "quadratic"):
        found = cohen_kappa(pairs_of(counts), weights=weights)
        assert np.isnan(numbers(found)).all()
        assert sentence in found.note


def test_kappa_that_misleads_says_how():
    """One constant rater makes it 0 whatever the other gave; perfect agreement makes the error 0."""
    constant = cohen_kappa(pairs_of([[12, 5], [0, 0]]))
    assert constant.estimate == pytest.approx(0, abs=1e-15)
    assert (
        constant.note == "The first rater gave every subject level 0: kappa is 0 whatever the other one gave."
    )
    second = cohen_kappa(pairs_of([[12, 0], [5, 0]]))
    assert "The second rater gave every subject level 0" in second.note
    perfect = cohen_kappa(pairs_of([[12, 0], [0, 5]]))
    assert numbers(perfect) == pytest.approx([1, 0, 1, 1])
    assert "never disagreed" in perfect.note
    assert cohen_kappa(pairs_of(FLEISS_COHEN_EVERITT)).note == ""


def test_intraclass_correlation_knows_shifts_of_raters():
    """A rater who adds 3 throughout is no disagreement in form 3,1, which is 1, and is one in the others."""
    first = np.array([4.0, 9, 1, 12, 7])
    found = {form: intraclass_correlation(np.stack([first, first + 3], axis=1), form=form) for form in FORMS}
    assert numbers(found["3,1"])[0::2] == pytest.approx([1, 1])
    # By hand: BMS = 2 var, var 18.3; JMS = 22.5, EMS = 0: 36.6 / (36.6 + 2 * 22.5 / 5).
    assert found["2,1"].estimate == pytest.approx(36.6 / 45.6)
    # WMS = 4.5: (36.6 - 4.5) / (36.6 + 4.5).
    assert found["1,1"].estimate == pytest.approx(32.1 / 41.1)


FORMS = ("1,1", "2,1", "3,1")


@pytest.mark.parametrize("form", FORMS)
def test_intraclass_correlation_has_no_unit(form):
    """Multiplied by ten and moved by five it is the same; equal ratings make it 1 with limits 1."""
    table = np.array(SHROUT_FLEISS, dtype=float)
    moved = intraclass_correlation(10 * table + 5, form=form)
    plain = intraclass_correlation(table, form=form)
    assert [moved.estimate, moved.conf_low, moved.conf_high] == pytest.approx(
        [plain.estimate, plain.conf_low, plain.conf_high]
    )
    equal = intraclass_correlation([[3, 3], [5, 5], [9, 9]], form=form)
    assert [equal.estimate, equal.conf_low, equal.conf_high] == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("form", FORMS)
def test_limits_hold_the_truth_nineteen_times_in_twenty(form):
    """1,500 samples of 15 subjects and 3 raters: 95% is known to 0.6 points.

    Subjects vary by 2, raters by 1 (not at all in form 1,1, whose error takes it up), errors by 1.
    """
    rng = np.random.default_rng(7)
    truth = {"1,1": 4 / 6, "2,1": 4 / 6, "3,1": 4 / 5}[form]
    held = 0
    for _ in range(1500):
        raters = rng.normal(0, 1, (15 if form == "1,1" else 1, 3))
        sample = rng.normal(0, 2, (15, 1)) + raters + rng.normal(0, 1, (15, 3))
        found = intraclass_correlation(sample, form=form)
        held += found.conf_low <= truth <= found.conf_high
    assert held / 1500 == pytest.approx(0.95, abs=3.5 * sqrt(0.95 * 0.05 / 1500))


def test_subjects_without_all_ratings_are_left_out_and_counted():
    """The example with a seventh subject whom one judge did not rate."""
    found = intraclass_correlation([*SHROUT_FLEISS, [5, 5, np.nan, 5]])
    assert (found.n, found.n_missing) == (6, 1)
    assert found.estimate == intraclass_correlation(SHROUT_FLEISS).estimate


@pytest.mark.parametrize(
    ("ratings", "sentence"),
    [
        ([[7, 8]], "all raters rated 1 subject, and it needs two"),
        ([[np.nan, 8], [7, np.nan]], "all raters rated 0 subjects"),
        ([[7, 8], [7, 8], [7, 8]], "each rater gave one number throughout"),
    ],
)
def test_intraclass_correlation_that_cannot_be_had_says_why(ratings, sentence):
    """Missing in every form, with a sentence."""
    for form in FORMS:
        found = intraclass_correlation(ratings, form=form)
        assert np.isnan(numbers(found)).all()
        assert sentence in found.note


def test_what_is_asked_wrongly_is_refused():
    """The message says what is allowed."""
    text = pd.DataFrame({"a": ["0", "1d"], "b": ["0", "3"]})
    with pytest.raises(DataError, match="'1d', which is none of the levels 0, 1a"):
        pair_ratings(text, "a", "b", levels=ESCC)
    with pytest.raises(DataError, match="doesn't hold numbers"):
        pair_ratings(text, "a", "b")
    with pytest.raises(DataError, match="no column c; they have a, b"):
        pair_ratings(text, "a", "c", levels=ESCC)
    with pytest.raises(DataError, match="none, linear, quadratic"):
        cohen_kappa(pairs_of(FLEISS_COHEN_EVERITT), weights="cubic")
    with pytest.raises(DataError, match="1,1; 2,1; 3,1"):
        intraclass_correlation(SHROUT_FLEISS, form="2,k")
    with pytest.raises(DataError, match="two raters"):
        intraclass_correlation([[1], [2]])
    with pytest.raises(DataError, match="between 0 and 1"):
        cohen_kappa(pairs_of(FLEISS_COHEN_EVERITT), level=95)
