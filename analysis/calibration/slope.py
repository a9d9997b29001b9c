"""Calibration-in-the-large and slope of predicted risks at a horizon, under censoring."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit, ndtr

from analysis.calibration.bands import totals
from analysis.calibration.censoring import (
    Cells,
    Censoring,
    Weights,
    censoring,
    check_horizons,
)
from analysis.calibration.influence import FEW_EVENTS
from analysis.calibration.predictions import risk_fault
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import normal_quantile
from analysis.survival.risk_set import Floats

IN_THE_LARGE, SLOPE = "calibration-in-the-large", "calibration slope"
_NULL = {IN_THE_LARGE: 0.0, SLOPE: 1.0}
"""What each metric is where predictions are perfect."""
_MOST_STEPS, _CONVERGED, _LONGEST_STEP = 100, 1e-12, 3.0
"""Newton's steps; the relative change at which they end; the most by which one moves any log odds."""


@dataclass(frozen=True, eq=False)
class CalibrationSlope:
    """How predicted log odds of dying by a horizon must be shifted, and stretched, to fit what happened.

    `frame` has the columns metric ("calibration-in-the-large", 0 where well calibrated, above 0 where more
    die than predicted; "calibration slope", 1 where well calibrated, below 1 where predictions are too
    extreme), horizon (in `unit`), n, events, estimate, std_error, conf_low, conf_high, statistic and p_value
    (of the null hypotheses 0 and 1) and note, which says why an estimate is missing.
    """

    frame: pd.DataFrame
    unit: str
    level: float


@dataclass(frozen=True, eq=False)
class _Outcome:
    """Who died by a horizon among the cells of a table, and what was predicted for each cell."""

    cells: Cells
    followed: Censoring
    weights: Weights
    log_odds: Floats

    @property
    def events(self) -> int:
        return int(self.cells.n[self.weights.cases].sum())


def calibration_slope(
    table: EventTable, predictions: pd.DataFrame, *, level: float = 0.95
) -> CalibrationSlope:
    """Estimate calibration-in-the-large and slope of the risks predicted for the groups of a table.

    `predictions` is a frame as for `observed_expected`. At each horizon t, dying by t is regressed on the
    log odds of the predicted risk by logistic regression in which those who died by t weigh 1/G(T−), those
    followed beyond t 1/G(t), and those censored by t nothing; G is the Kaplan-Meier estimate of being still
    followed. The slope is the coefficient; calibration-in-the-large is the intercept with the coefficient
    held at 1. Standard errors are by influence function, that of G included; without censoring they are
    those of the sandwich. Risks of 0 or 1, which windows imply, have no log odds: both are then missing, as
    they are where a prediction is. Sources: Crowson et al. 2016, doi:10.1177/0962280213497434; weights: Uno
    et al. 2007, doi:10.1198/016214507000000149.
    """
    found = []
    for horizon, at in predictions.groupby("horizon"):
        risk_of = dict(zip(at["band"], at["predicted"], strict=True))
        risks = np.array([risk_of.get(name, np.nan) for name in table.groups])
        found.append(_at_horizon(table, risks[table.group_codes()], float(str(horizon)), level))
    return CalibrationSlope(pd.concat(found, ignore_index=True), table.unit, level)


def risk_slope(table: EventTable, horizon: float, *, level: float = 0.95) -> CalibrationSlope:
    """Estimate the same of risks of a horizon by which a table is counted: its one stratum is the risk.

    Every different risk is used as it is, none is grouped. Risks outside 0 to 1 leave both missing.
    """
    risk, _ = totals(table)
    if fault := risk_fault(table):
        missing = {"horizon": horizon, "n": table.n, "events": 0, "estimate": np.nan, "std_error": np.nan}
        rows = [{"metric": metric, **missing, "note": fault} for metric in _NULL]
        return CalibrationSlope(_with_intervals(pd.DataFrame(rows), level), table.unit, level)
    return CalibrationSlope(_at_horizon(table, risk, horizon, level), table.unit, level)


def _at_horizon(table: EventTable, risk: Floats, horizon: float, level: float) -> pd.DataFrame:
    check_horizons([horizon])
    followed = censoring(table)
    weights = followed.weights(horizon)
    with np.errstate(divide="ignore"):  # a risk of 0 or 1 is found by its infinite log odds
        outcome = _Outcome(followed.cells, followed, weights, logit(risk))
    rows = [
        {
            "metric": metric,
            "horizon": horizon,
            "n": table.n,
            "events": outcome.events,
            **_estimate(outcome, metric, f"The {metric} at {horizon:g} {table.unit}"),
        }
        for metric in _NULL
    ]
    return _with_intervals(pd.DataFrame(rows), level)


def _with_intervals(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return a frame of estimates with their limits and the test of perfect calibration."""
    half = normal_quantile(level) * frame["std_error"]
    statistic = (frame["estimate"] - frame["metric"].map(_NULL)) / frame["std_error"]
    found = frame.assign(
        conf_low=frame["estimate"] - half,
        conf_high=frame["estimate"] + half,
        statistic=statistic,
        p_value=2 * ndtr(-statistic.abs()),
    )
    return found[[*(name for name in found if name != "note"), "note"]]


def _estimate(outcome: _Outcome, metric: str, name: str) -> dict[str, Any]:
    """Return one metric's estimate, its error, and why it is missing or to be doubted."""
    fault = _fault(outcome, metric)
    estimate, error = (np.nan, np.nan) if fault else _coefficient(outcome, metric)
    if not fault and np.isnan(estimate):
        fault = "the predicted risks separate those who had the event from those who had not"
    note = f"{name} is not given: {fault}." if fault else ""
    if not fault and outcome.events < FEW_EVENTS:
        note = f"{name} rests on fewer than {FEW_EVENTS} events."
    return {"estimate": estimate, "std_error": error, "note": note}


def _fault(outcome: _Outcome, metric: str) -> str:
    """Return why a metric can't be had, "" where it can."""
    log_odds, n = outcome.log_odds, outcome.cells.n
    if np.isnan(log_odds).any():
        return f"no risk is predicted for {n[np.isnan(log_odds)].sum()} of {n.sum()} patients"
    if np.isinf(log_odds).any():
        return f"{n[np.isinf(log_odds)].sum()} of {n.sum()} patients have a predicted risk of 0 or 1"
    if not outcome.events:
        return "no one had the event by then"
    if not outcome.weights.controls.any():
        return "no one was followed beyond it"
    if metric == SLOPE and np.ptp(log_odds[outcome.weights.weight > 0]) == 0:
        return "all have the same predicted risk"
    return ""


def _coefficient(outcome: _Outcome, metric: str) -> tuple[float, float]:
    """Return the intercept with the log odds as an offset, or the coefficient of the log odds."""
    ones = np.ones(len(outcome.log_odds))
    if metric == IN_THE_LARGE:
        return _last_coefficient(outcome, ones[:, None], outcome.log_odds)
    return _last_coefficient(outcome, np.column_stack([ones, outcome.log_odds]), 0 * ones)


def _last_coefficient(outcome: _Outcome, design: Floats, offset: Floats) -> tuple[float, float]:
    """Return the weighted logistic regression's last coefficient and its error; missing if it diverges."""
    weight = outcome.weights.weight * outcome.cells.n
    beta = np.zeros(design.shape[1])
    for _ in range(_MOST_STEPS):
        fitted = expit(design @ beta + offset)
        information = (design.T * (weight * fitted * (1 - fitted))) @ design
        if not np.linalg.cond(information) < 1 / np.finfo(float).eps:
            break
        step = np.linalg.solve(information, design.T @ (weight * (outcome.weights.cases - fitted)))
        beta = beta + step * min(1, _LONGEST_STEP / max(np.abs(design @ step).max(), _CONVERGED))
        if np.abs(step).max() < _CONVERGED * (1 + np.abs(beta).max()):
            fitted = expit(design @ beta + offset)
            return float(beta[-1]), _last_error(outcome, design, fitted, np.linalg.inv(information))
    return np.nan, np.nan


def _last_error(outcome: _Outcome, design: Floats, fitted: Floats, inverse: Floats) -> float:
    """Return the last coefficient's standard error from each patient's influence, by way of G as well."""
    residual = outcome.weights.weight * (outcome.weights.cases - fitted)
    pull = residual * (design @ inverse[:, -1])
    by_censoring = outcome.followed.influence(pull, outcome.weights.horizon)
    return float(np.sqrt(outcome.cells.n @ (pull + by_censoring) ** 2))
