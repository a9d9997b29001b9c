"""Every survival estimate against R survival 3.5-3, on 200 random tied cohorts and two trials.

The numbers were written by tests/reference/survival.R. `python tests/test_survival_r.py DIR` compares with a
larger simulation by the same script and prints the largest difference of each kind.
"""

import sys
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.survival.event_table import EventTable, count_events
from analysis.survival.kaplan_meier import CONF_TYPES, kaplan_meier, landmarks
from analysis.survival.log_rank import log_rank, log_rank_trend
from analysis.survival.quantiles import follow_up, survival_quantile
from analysis.survival.restricted_mean import restricted_mean

REFERENCE = Path(__file__).parent / "reference"
TOLERANCE = 1e-8


@cache
def pooled(folder: Path) -> EventTable:
    """All cohorts in one table, so that one call estimates every group of every cohort."""
    rows = pd.read_csv(folder / "survival_cohorts.csv", float_precision="round_trip")
    return count_events(rows, "time", "event", ["cohort", "group"])


@cache
def each(folder: Path) -> dict[int, EventTable]:
    rows = pd.read_csv(folder / "survival_cohorts.csv", float_precision="round_trip")
    cohorts = rows.groupby("cohort")
    return {number: count_events(cohort, "time", "event", ["group"]) for number, cohort in cohorts}


def from_r(folder: Path, name: str) -> pd.DataFrame:
    """R's frame, its groups named as those of `pooled`: "7" for a cohort, "cohort=7, group=2" within it."""
    frame = pd.read_csv(folder / f"survival_{name}.csv", float_precision="round_trip")
    cohort, group = frame["cohort"].astype(str), frame["group"].astype(str)
    return frame.assign(group=np.where(group == "all", cohort, "cohort=" + cohort + ", group=" + group))


def frames(estimate, folder: Path) -> pd.DataFrame:
    """The frame of an estimate of every cohort and of every group within it."""
    table = pooled(folder)
    return pd.concat([estimate(table.margin("cohort")).frame, estimate(table).frame], ignore_index=True)


def with_limits_of_one(r: pd.DataFrame) -> pd.DataFrame:
    """R's frame with limits of 1 before the first event, where some of R's scales give none and others 1."""
    unmoved = r["estimate"] == 1
    return r.assign(**{limit: r[limit].mask(unmoved, 1.0) for limit in ("conf_low", "conf_high")})


def gap(ours: pd.DataFrame, r: pd.DataFrame, keys: list[str], columns: list[str]) -> float:
    """The largest difference, relative for numbers above 1; infinite where only one side has a number."""
    both = r[[*keys, *columns]].merge(ours, on=keys, how="left", suffixes=("_r", ""), indicator=True)
    assert len(both) == len(r) > 0
    assert (both["_merge"] == "both").all()
    mine = both[columns].to_numpy(dtype=float)
    theirs = both[[f"{column}_r" for column in columns]].to_numpy(dtype=float)
    if (np.isnan(mine) != np.isnan(theirs)).any():
        return float("inf")
    return float(np.nanmax(np.abs(mine - theirs) / np.maximum(1, np.abs(theirs))))


def curve_gap(folder: Path, conf_type: str) -> float:
    limits = {f"{conf_type}_{end}": f"conf_{end}" for end in ("low", "high")}
    r = with_limits_of_one(from_r(folder, "curves").rename(columns=limits))
    ours = frames(partial(kaplan_meier, conf_type=conf_type), folder)
    r, ours = (frame.assign(time=frame["time"].round(9)) for frame in (r, ours))
    columns = ["n_risk", "n_event", "n_censor", "estimate", "std_error", "conf_low", "conf_high"]
    return gap(ours, r, ["group", "time"], columns)


QUANTILES = {"median": 0.5, "q25": 0.25, "q75": 0.75}


def quantile_gap(folder: Path, name: str, conf_type: str) -> float:
    """Of the median, a quartile, or ("reverse") the median follow-up."""
    ends = ("low", "high") if name == "median" else (f"{name}_low", f"{name}_high")
    columns = dict(zip((name, *ends), ("quantile", "conf_low", "conf_high"), strict=True))
    r = from_r(folder, "medians").query("conf_type == @conf_type").rename(columns=columns)
    if name == "reverse":
        ours = frames(lambda table: follow_up(table, conf_type=conf_type), folder)
        return gap(ours, r, ["group"], ["n", *columns.values()])
    ours = frames(partial(survival_quantile, probability=QUANTILES[name], conf_type=conf_type), folder)
    return gap(ours, r, ["group"], ["n", "events", *columns.values()])


def mean_gap(folder: Path, horizon: str) -> float:
    r = from_r(folder, "means").query("horizon == @horizon")
    found = []
    for cohort, rows in r.groupby("cohort"):
        tau = float(rows["tau"].iloc[0]) if horizon == "given" else horizon
        frame = restricted_mean(each(folder)[cohort], tau=tau).frame
        found.append(frame.assign(group=f"cohort={cohort}, group=" + frame["group"]))
    return gap(pd.concat(found), r, ["group"], ["tau", "estimate", "std_error"])


def landmark_gap(folder: Path) -> float:
    """R leaves out what lies after a group's last time."""
    r = with_limits_of_one(from_r(folder, "landmarks"))
    ours = frames(partial(landmarks, times=sorted(r["time"].unique())), folder)
    return gap(ours, r, ["group", "time"], ["n_risk", "estimate", "std_error", "conf_low", "conf_high"])


def comparison_gap(folder: Path, name: str) -> float:
    test = {
        "log-rank": log_rank,
        "Peto-Peto": partial(log_rank, weight="Peto-Peto"),
        "log-rank trend": log_rank_trend,
    }[name]
    r = from_r(folder, "tests").query("test == @name")
    found = []
    for cohort in r["cohort"].unique():
        result = test(each(folder)[cohort])
        numbers = {"statistic": result.statistic, "df": result.df, "p_value": result.p_value}
        group = f"cohort={cohort}, group=" + result.groups["group"]
        found.append(result.groups.assign(group=group, **numbers))
    columns = ["statistic", "df", "p_value", "n", "observed", "expected"]
    return gap(pd.concat(found), r, ["group"], columns)


@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_curves_and_their_limits_are_those_of_summary_survfit(conf_type):
    """n at risk, events, censorings, survival, Greenwood's error and the limits on each scale."""
    assert curve_gap(REFERENCE, conf_type) < TOLERANCE


@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_medians_and_their_limits_are_those_of_print_survfit(conf_type):
    """Midpoints where survival is exactly one half included."""
    assert quantile_gap(REFERENCE, "median", conf_type) < TOLERANCE


@pytest.mark.parametrize("name", ["q25", "q75", "reverse"])
def test_quartiles_and_median_follow_up_are_those_of_r(name):
    """The lower and upper quartile, and the median of survfit(Surv(time, 1 - event)).

    Quartiles on the default scale only: where a band of another turns back, R's quantile() takes another
    crossing than the first, which is what R prints for the median and what is followed here.
    """
    assert quantile_gap(REFERENCE, name, "log-log") < TOLERANCE


@pytest.mark.parametrize("name", ["log-rank", "Peto-Peto", "log-rank trend"])
def test_tests_are_those_of_survdiff(name):
    """χ², its degrees of freedom, p, and the observed and expected events of each group."""
    assert comparison_gap(REFERENCE, name) < TOLERANCE


@pytest.mark.parametrize("horizon", ["common", "individual", "given"])
def test_restricted_means_are_those_of_print_survfit(horizon):
    """rmean = "common", "individual" and a number."""
    assert mean_gap(REFERENCE, horizon) < TOLERANCE


def test_landmarks_are_those_of_summary_at_times():
    """summary(survfit(...), times = ..., extend = FALSE)."""
    assert landmark_gap(REFERENCE) < TOLERANCE


@pytest.mark.parametrize("trial", ["CALGB90202_2B", "TRAPEZE_1A"])
def test_real_trials_give_the_numbers_of_r(shared_data, trial):
    """Medians, landmarks, restricted means and the log-rank test of two reconstructed trials, in months."""
    rows = pd.read_csv(shared_data / "km_bone_metastases" / f"{trial}.csv")
    table = count_events(rows, "time", "event", ["arm"], unit="months")
    medians = pd.read_csv(REFERENCE / f"survival_trial_{trial}_medians.csv", float_precision="round_trip")
    marks = pd.read_csv(REFERENCE / f"survival_trial_{trial}_landmarks.csv", float_precision="round_trip")

    def ours(estimate) -> pd.DataFrame:
        return pd.concat([estimate(table.margin()).frame, estimate(table).frame])

    for conf_type, r in medians.groupby("conf_type"):
        found = ours(partial(survival_quantile, conf_type=conf_type))
        r = r.rename(columns={"median": "quantile", "low": "conf_low", "high": "conf_high"})
        columns = ["n", "events", "quantile", "conf_low", "conf_high"]
        assert gap(found, r, ["group"], columns) < TOLERANCE
    columns = ["n_risk", "estimate", "std_error", "conf_low", "conf_high"]
    assert gap(ours(partial(landmarks, times=[6, 12, 24])), marks, ["group", "time"], columns) < TOLERANCE
    means = marks.query("time == 6")[["group", "rmean_12", "rmean_12_error"]]
    means = means.set_axis(["group", "estimate", "std_error"], axis=1)
    assert (
        gap(ours(partial(restricted_mean, tau=12)), means, ["group"], ["estimate", "std_error"]) < TOLERANCE
    )
    assert log_rank(table).statistic == pytest.approx(marks["chisq"][0], rel=TOLERANCE)


def gaps(folder: Path) -> dict[str, float]:
    """Kind of number → largest difference from R."""
    found = {f"curve, {conf_type}": curve_gap(folder, conf_type) for conf_type in CONF_TYPES}
    for name in ("median", "reverse"):
        found |= {f"{name}, {conf_type}": quantile_gap(folder, name, conf_type) for conf_type in CONF_TYPES}
    found |= {f"{name}, log-log": quantile_gap(folder, name, "log-log") for name in ("q25", "q75")}
    for name in ("log-rank", "Peto-Peto", "log-rank trend"):
        found[name] = comparison_gap(folder, name)
    for horizon in ("common", "individual", "given"):
        found[f"restricted mean, {horizon}"] = mean_gap(folder, horizon)
    return found | {"landmarks": landmark_gap(folder)}


if __name__ == "__main__":
    for kind, difference in gaps(Path(sys.argv[1])).items():
        print(f"{kind:<30}{difference:.1e}")
