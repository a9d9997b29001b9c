"""How often the 95% intervals hold a known truth: the committed table, and a short run against it."""

import numpy as np
import pandas as pd
import pytest
from interval_coverage import KEY, RUNS, SIZES, TABLE, block, coverage, estimates
from known_population import ALIVE, DAYS, FOLLOW_UP, FOLLOWED, POINTS, SCORES, SHARE, TARGET, TOTAL, truth
from scipy.stats import binom

from analysis.survival.cells import merge
from analysis.survival.event_table import EventTable

SHORT_RUNS = {100: 120, 300: 40}
BESIDE_THE_TABLE = RUNS  # a block's number that the table does not use, so that the runs are others
RARELY = 1e-5


@pytest.fixture(scope="module")
def committed() -> pd.DataFrame:
    return pd.read_csv(TABLE)


@pytest.fixture(scope="module")
def short() -> dict[int, pd.DataFrame]:
    return {n: block(BESIDE_THE_TABLE, n, runs) for n, runs in SHORT_RUNS.items()}


def whole_population() -> EventTable:
    """The population itself as an event table of 10**15 patients: deaths, and censorings after them."""
    died, left = SHARE[:, None] * -np.diff(ALIVE) * FOLLOWED, SHARE[:, None] * ALIVE[:, 1:] / FOLLOW_UP
    parts = []
    for kind, share in ((1, died), (0, left)):
        n = np.rint(share * 1e15).astype(np.int64)
        cell, day = np.nonzero(n)
        columns = {"tokuhashi": pd.Categorical(TOTAL[cell]), "tomita": pd.Categorical(POINTS[cell])}
        parts.append(pd.DataFrame({**columns, "time": DAYS[day], "kind": kind, "n": n[cell, day]}))
    return EventTable(merge(pd.concat(parts, ignore_index=True), SCORES), SCORES)


def test_every_truth_is_what_the_whole_population_gives():
    """Sums over days and kinds of patients, written without the estimators, meet them at n = 10**15."""
    found = estimates(whole_population()).merge(truth(), on=TARGET, how="outer")
    assert found["estimate"].to_numpy() == pytest.approx(found["truth"].to_numpy(), rel=1e-9)


def test_a_quarter_is_censored():
    censored = np.sum(SHARE[:, None] * ALIVE[:, 1:]) / FOLLOW_UP
    assert censored == pytest.approx(0.266, abs=0.001)


def test_the_committed_table_is_of_these_settings(committed):
    """Both sizes, 2,000 runs each, every estimate, the truths of this population."""
    assert tuple(committed["n"].unique()) == SIZES and RUNS == 2000
    assert (committed["runs"] + committed["no_interval"] == RUNS).all()
    keys = set(estimates(whole_population())[KEY].fillna(0).itertuples(index=False, name=None))
    for _, part in committed.groupby("n"):
        assert set(part[KEY].fillna(0).itertuples(index=False, name=None)) == keys
    known = committed[TARGET].merge(truth(), on=TARGET, how="left", validate="many_to_one")
    assert committed["truth"].to_numpy() == pytest.approx(known["truth"].to_numpy(), rel=1e-5)


def test_intervals_outside_93_to_97_percent_are_the_ones_explained(committed):
    """The table's given intervals that cover less or more are the rows of interval_coverage.md."""
    given = committed[committed["interval"] == "given"]
    outside = given[~given["coverage"].between(0.93, 0.97)]
    lines = TABLE.with_suffix(".md").read_text(encoding="utf-8").splitlines()
    explained = [line.strip("| ").split(" | ")[:5] for line in lines if line.startswith(("| 100 ", "| 300 "))]
    assert explained == [
        [str(row.n), row.metric, row.of, f"{row.horizon:g}", f"{row.coverage:.2%}"]
        for row in outside.itertuples()
    ]


@pytest.mark.parametrize("n", SHORT_RUNS)
def test_a_short_run_covers_as_often_as_the_table_says(n, short, committed):
    """Each share of intervals that hold the truth is one that chance gives, but once in 100,000."""
    pair = beside(coverage(short[n], n), committed)
    held, runs = np.rint(pair["coverage_short"] * pair["runs_short"]), pair["runs_short"]
    reach = 2 * pair["mc_error"]  # the table's own share is uncertain too
    low = binom.ppf(RARELY, runs, (pair["coverage"] - reach).clip(lower=0))
    high = binom.isf(RARELY, runs, (pair["coverage"] + reach).clip(upper=1))
    outside = pair[(held < low) | (held > high)]
    assert outside.empty, outside[[*KEY, "coverage", "coverage_short"]]


@pytest.mark.parametrize("n", SHORT_RUNS)
def test_a_short_run_has_the_tables_mean_estimates_and_errors(n, short, committed):
    """The mean estimate and the mean standard error differ from the table's by less than 4.5 errors."""
    pair = beside(coverage(short[n], n), committed)
    spread = short[n].groupby(KEY, sort=False, dropna=False)["std_error"].std().to_numpy()
    for name, deviation in (("mean", pair["sd"].to_numpy()), ("std_error", spread)):
        allowed = 4.5 * deviation * np.sqrt(1 / pair["runs_short"] + 1 / pair["runs"])
        outside = pair[np.abs(pair[f"{name}_short"] - pair[name]) > allowed]
        assert outside.empty, outside[[*KEY, name, f"{name}_short"]]


def beside(short: pd.DataFrame, committed: pd.DataFrame) -> pd.DataFrame:
    """The rows of a short run beside those of the table."""
    pair = short.merge(committed, on=["n", *KEY], suffixes=("_short", ""), validate="one_to_one")
    assert len(pair) == len(short)
    return pair
