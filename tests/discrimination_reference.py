"""What several tests of discrimination share: R's numbers, the data they are of, and random tied cohorts."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.survival.event_table import EventTable, count_events

REFERENCE = Path(__file__).parent / "reference"
HORIZONS = {  # as in tests/reference/discrimination.R
    "lung": (180, 365, 700),
    "veteran": (30, 90, 365),
    "ovarian": (365, 500, 700),
    "colon": (365, 1000, 2500),
    "pbc": (365, 1500, 3000),
    "gbsg": (365, 1000, 2000),
    "mgus2": (24, 60, 120),
    "rossi": (10, 26, 45),
}
SETS = tuple(HORIZONS)
WORSE = {"a": "worse", "b": "worse"}


@cache
def from_r(name: str) -> pd.DataFrame:
    """Return what R says of a data set: metric, horizon, estimate, std_error, conf_low, conf_high."""
    frame = pd.read_csv(REFERENCE / "discrimination.csv", float_precision="round_trip")
    return frame[frame["dataset"] == name].reset_index(drop=True)


@cache
def table_of(name: str) -> EventTable:
    """Return a data set counted by its two scores, a and b."""
    rows = pd.read_csv(REFERENCE / "datasets" / f"{name}.csv")
    rows["status"] = (rows["status"] == (2 if name == "pbc" else 1)).astype(int)
    for score in "ab":
        column = from_r(name)[score].iloc[0]
        rows[score] = -rows[column[1:]] if column.startswith("-") else rows[column]
    return count_events(rows[["time", "status", "a", "b"]].dropna(), "time", "status", ["a", "b"])


def risks_of(name: str, score: str) -> dict[float, dict[float, float]]:
    """Return the risk of each level at each horizon, the formula of discrimination.R."""
    levels = table_of(name).counts[score].cat.categories
    rank = np.arange(1, len(levels) + 1) / len(levels)
    return {
        horizon: dict(zip(levels, 1 / (1 + np.exp(1.5 - 2 * rank - 0.5 * (place - 1))), strict=True))
        for place, horizon in enumerate(HORIZONS[name])
    }


def gap(ours: pd.DataFrame, name: str, metric: str, columns: list[str]) -> float:
    """Return the largest difference from R of one metric's rows, which stand in R's order."""
    r = from_r(name).query("metric == @metric")
    assert len(r) == len(ours) > 0
    assert r["horizon"].isna().all() or list(r["horizon"]) == list(ours["horizon"])
    return float(np.abs(ours[columns].to_numpy() - r[columns].to_numpy()).max())


def tied_cohort(seed: int, n: int = 40, *, levels: int = 5, times: int = 8) -> pd.DataFrame:
    """Return random patients, tied in time and in two scores that foretell something."""
    draw = np.random.default_rng(seed)
    a, b = draw.integers(0, levels, n), draw.integers(0, levels, n)
    time = np.minimum(draw.integers(0, times, n) + (levels - a) // 2, times)
    return pd.DataFrame({"t": time, "dead": draw.integers(0, 2, n), "a": a, "b": b})


def apart_cohort(seed: int, n: int = 150) -> pd.DataFrame:
    """Return random patients whose censorings never fall on an event's time, so that G(t) is G(t−) there."""
    draw = np.random.default_rng(seed)
    score = draw.integers(0, 6, n)
    death, censoring = draw.exponential(30 / (1 + score), n).round(1) + 0.1, draw.uniform(0.05, 30, n)
    time = np.where(death <= censoring, death, censoring)
    return pd.DataFrame({"t": time, "dead": (death <= censoring).astype(int), "a": score})


def jackknife_error(frame: pd.DataFrame, estimate) -> np.ndarray:
    """Return the delete-one standard errors of one or several estimates of a frame of rows."""
    left_out = np.array([np.atleast_1d(estimate(frame.drop(index=row))) for row in frame.index])
    n = len(frame)
    return np.sqrt((n - 1) / n * np.sum((left_out - left_out.mean(axis=0)) ** 2, axis=0))
