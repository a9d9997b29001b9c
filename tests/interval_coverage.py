"""Measure how often the 95% intervals hold the truth, in cohorts drawn of a population that is known.

Run it: python tests/interval_coverage.py; it writes reference/interval_coverage.csv, in a few minutes on two
processors. reference/interval_coverage.md says what was found.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from known_population import (
    BAND,
    CUT_OFF,
    HALF_YEAR,
    HIGHER_IS,
    RISKS,
    SCORES,
    TARGET,
    TAU,
    TOKUHASHI,
    TOTAL,
    cohort,
    mean_prediction,
    truth,
)
from scipy.stats import norm

from analysis.calibration.auc import auc
from analysis.calibration.bands import by_band
from analysis.calibration.brier import brier
from analysis.calibration.concordance import harrell_c, uno_c
from analysis.calibration.cut_off import cut_off_accuracy
from analysis.calibration.observed_expected import observed_expected
from analysis.calibration.paired import paired_difference
from analysis.calibration.predictions import risk_predictions
from analysis.calibration.windows import window_agreement
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import landmarks

TABLE = Path(__file__).parent / "reference" / "interval_coverage.csv"
SEED, SIZES, RUNS, BLOCK = 20261122, (100, 300), 2000, 100
LEVEL = 0.95

KEY = [*TARGET, "interval"]
"""What is estimated, and by which interval: the one that is "given", or another to compare it with."""
NUMBERS = ["estimate", "std_error", "conf_low", "conf_high"]


def estimates(table: EventTable) -> pd.DataFrame:
    """Return every estimate with a truth, and other intervals of some: KEY and NUMBERS, a row each."""
    own = table.margin("tokuhashi")
    risks = {horizon: dict(zip(TOTAL, map(bands.get, BAND), strict=True)) for horizon, bands in RISKS.items()}
    better: Any = {"higher_is": HIGHER_IS["tokuhashi"]}
    metrics = [
        harrell_c(own, **better).frame,
        uno_c(own, tau=TAU, **better).frame.assign(metric="uno_c, tau"),
        uno_c(own, **better).frame.assign(metric="uno_c, last event", horizon=np.nan),
        auc(own, list(RISKS), **better).frame,
        brier(own, risks).frame,
    ]
    pair = paired_difference(table, SCORES, higher_is=HIGHER_IS, horizons=list(RISKS), tau=TAU).frame
    pair = pair.assign(of="tokuhashi less tomita", metric=pair["metric"].replace("uno_c", "uno_c, tau"))
    found = [*(frame.assign(of="tokuhashi") for frame in metrics), pair, _agreements(own), _sides(own)]
    given = pd.concat(found).assign(interval="given")
    return pd.concat([given, _ratios(own), _null_scores(own)], ignore_index=True)[KEY + NUMBERS]


def _agreements(own: EventTable) -> pd.DataFrame:
    """Return agreement with the source's windows, and with the closed reading's where it differs."""
    frame = window_agreement(own, TOKUHASHI).frame.rename(columns={"band": "of"}).assign(horizon=np.nan)
    closed = frame["reading"] != TOKUHASHI.key
    frame["metric"] = np.where(closed, "window 6-12", "window")
    return frame[~closed | frame["of"].isin(["all", "9-11"])]


def _sides(own: EventTable) -> pd.DataFrame:
    frame = cut_off_accuracy(own, CUT_OFF, horizon=HALF_YEAR, higher_is=HIGHER_IS["tokuhashi"]).frame
    return frame.rename(columns={"measure": "metric"}).assign(of=f"total <= {CUT_OFF}", horizon=HALF_YEAR)


def _ratios(own: EventTable) -> pd.DataFrame:
    """Return O/E with its interval, and with two others that tell why it covers as it does.

    "observed": the limits of the observed risk, over the risk predicted. "fixed expected": over all patients,
    by the mean prediction of the population, which does not vary with the patients drawn.
    """
    predicted = [risk_predictions(list(r), list(r.values()), horizon) for horizon, r in RISKS.items()]
    frame = observed_expected(by_band(own, TOKUHASHI), pd.concat(predicted)).frame
    frame = frame.rename(columns={"band": "of"}).assign(metric="oe")
    ratios = frame[["oe", "oe_std_error", "oe_conf_low", "oe_conf_high"]]
    given = frame.assign(interval="given", **ratios.set_axis(NUMBERS, axis=1))
    limits = frame[["conf_low", "conf_high"]].div(frame["predicted"], axis=0)
    observed = given.assign(interval="observed", **limits.where(given["conf_low"].notna()))
    fixed = given[given["of"] == "all"].assign(interval="fixed expected")
    drawn = fixed["predicted"] / fixed["horizon"].map(mean_prediction)
    return pd.concat([given, observed, fixed.assign(**fixed[NUMBERS].mul(drawn, axis=0))])


def _null_scores(own: EventTable) -> pd.DataFrame:
    """Return the null Brier score p(1 − p) with its range between the limits of the observed risk p."""
    frame = landmarks(own.margin(), list(RISKS)).frame.rename(columns={"time": "horizon"})
    ends = frame[["conf_low", "conf_high"]]
    scores = ends * (1 - ends)
    half = (ends["conf_low"] < 0.5) & (ends["conf_high"] > 0.5)
    return frame.assign(
        metric="brier_null",
        of="tokuhashi",
        interval="risk",
        std_error=np.nan,
        estimate=frame["estimate"] * (1 - frame["estimate"]),
        conf_low=scores.min(axis=1),
        conf_high=scores.max(axis=1).mask(half, 0.25),
    )


def block(number: int, n: int, runs: int = BLOCK) -> pd.DataFrame:
    """Return the estimates of a block of runs; the same number and n always give the same."""
    draw = np.random.default_rng((SEED, n, number))
    return pd.concat([estimates(cohort(n, draw)) for _ in range(runs)], ignore_index=True)


def coverage(found: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the table of the runs of one size, a row for each estimate.

    `runs` gave an interval and count; `no_interval` did not. `below` and `above` are the shares of runs in
    which the whole interval lies below or above the truth. Two columns say what a miss is due to:
    `error_ratio`, the mean standard error over the standard deviation of the estimates, and `known_error`,
    the coverage of the estimate ± 1.96 of those deviations.
    """
    parts = found.merge(truth(), on=TARGET, validate="many_to_one").groupby(KEY, sort=False, dropna=False)
    rows = [{"n": n, **dict(zip(KEY, key, strict=True)), **_summary(part)} for key, part in parts]
    return pd.DataFrame(rows)


def _summary(every: pd.DataFrame) -> dict[str, float]:
    part = every[every["conf_low"].notna()]
    true, (estimate, error, low, high) = every["truth"].iloc[0], part[NUMBERS].to_numpy().T
    spread, z = estimate.std(ddof=1), norm.ppf((1 + LEVEL) / 2)
    covered = float(np.mean((low <= true) & (true <= high)))
    return {
        "runs": len(part),
        "no_interval": len(every) - len(part),
        "truth": true,
        "mean": estimate.mean(),
        "bias": estimate.mean() - true,
        "sd": spread,
        "std_error": error.mean(),
        "coverage": covered,
        "mc_error": np.sqrt(covered * (1 - covered) / len(part)),
        "below": np.mean(high < true),
        "above": np.mean(low > true),
        "error_ratio": error.mean() / spread,
        "known_error": np.mean(np.abs(estimate - true) <= z * spread),
    }


def simulate(n: int, pool: ProcessPoolExecutor) -> pd.DataFrame:
    """Return the table of all runs of one size."""
    blocks = pool.map(block, range(RUNS // BLOCK), repeat(n))
    return coverage(pd.concat(blocks, ignore_index=True), n)


if __name__ == "__main__":
    with ProcessPoolExecutor(int(sys.argv[1]) if len(sys.argv) > 1 else 2) as workers:
        whole = pd.concat([simulate(n, workers) for n in SIZES], ignore_index=True)
    whole.to_csv(TABLE, index=False, float_format="%.6g", lineterminator="\n")
