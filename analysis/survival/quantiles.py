"""Quantiles of survival, the median above all, under the rules of R, SPSS, Stata and SAS."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import CONF_TYPES, confidence_limits, normal_quantile
from analysis.survival.risk_set import Floats, RiskSet, risk_sets

RULES = ("r", "spss", "stata", "sas")
_TOLERANCE = float(np.sqrt(np.finfo(float).eps))
"""Survival within this of the level equals it; R's tolerance, 1.49e-8."""
_BANDWIDTH = 0.05
"""How far above and below the level SPSS takes survival to estimate the density at a quantile."""


@dataclass(frozen=True, eq=False)
class SurvivalQuantiles:
    """The time by which survival falls to 1 − probability, by group.

    `frame` has the columns group, n, events, quantile, std_error, conf_low, conf_high, and status,
    conf_low_status and conf_high_status: "reached", "not reached" (survival, or the band, stays above
    the level as far as it was followed) or "not estimable" (the rule gives no number).
    """

    frame: pd.DataFrame
    probability: float
    unit: str
    rule: str
    conf_type: str
    level: float


def survival_quantile(
    table: EventTable,
    *,
    probability: float = 0.5,
    rule: str = "r",
    conf_type: str | None = None,
    level: float = 0.95,
    event: int = 1,
) -> SurvivalQuantiles:
    """Return each group's quantile of survival time under a named rule, with its interval.

    With p = 1 − probability:
    - r: the first time with S < p; where S = p first, the midpoint of that time and the next drop, or
      that time if there is none. The limits are found on the pointwise band in the same way.
    - spss: the first event time with S ≤ p, and an interval of ± 1.96 standard errors.
    - stata: the first time with S ≤ p; limits where the band is first ≤ p, without midpoints.
    - sas: as r, but missing if S never falls below p. The interval holds every event time at which
      |g(S) − g(p)| ≤ z g′(S) SE on the scale g; its upper limit is the first event time outside.

    `conf_type` is log-log, log, plain, logit, arcsin or spss; without it spss for the rule spss, else
    log-log. `std_error` is SPSS's, Greenwood's at the quantile over the slope of S between S ≥ p + 0.05
    and S ≤ p − 0.05, for that interval only. With event=0 it is the reverse Kaplan-Meier estimate of
    follow-up. An unknown rule or interval, or a probability not between 0 and 1, is a DataError. Sources:
    R survival (print.survfit), IBM SPSS Statistics Algorithms (KM), Stata stci, SAS/STAT LIFETEST;
    Brookmeyer and Crowley 1982, doi:10.2307/2530286.

    >>> from analysis.survival.event_table import count_events
    >>> table = count_events(pd.DataFrame({"t": range(1, 11), "dead": True}), "t", "dead")
    >>> [float(survival_quantile(table, rule=rule).frame["quantile"][0]) for rule in RULES]
    [5.5, 5.0, 5.0, 5.5]
    """
    conf_type = conf_type or ("spss" if rule == "spss" else "log-log")
    if rule not in RULES or conf_type not in (*CONF_TYPES, "spss"):
        raise DataError(
            f"The rule {rule!r} with the interval {conf_type!r} is not known: the rules are "
            f"{', '.join(RULES)}, the intervals {', '.join(CONF_TYPES)}, spss."
        )
    if not 0 < probability < 1:
        raise DataError(f"A quantile's probability lies between 0 and 1, and found {probability:g}.")
    rows = [_quantile(g, 1 - probability, rule, conf_type, level) for g in risk_sets(table, event=event)]
    return SurvivalQuantiles(pd.DataFrame(rows), probability, table.unit, rule, conf_type, level)


def follow_up(
    table: EventTable, *, rule: str = "r", conf_type: str | None = None, level: float = 0.95
) -> SurvivalQuantiles:
    """Return each group's median follow-up by the reverse Kaplan-Meier method.

    Deaths are censored, and censoring is the event, as in R's survfit(Surv(time, status == 0) ~ group).
    Source: Schemper and Smith 1996, doi:10.1016/0197-2456(96)00075-X.
    """
    return survival_quantile(table, rule=rule, conf_type=conf_type, level=level, event=0)


def _quantile(group: RiskSet, p: float, rule: str, conf_type: str, level: float) -> dict[str, Any]:
    drops = np.flatnonzero(group.n_event)  # survival and its band change nowhere else
    time, survival = group.time[drops], group.survival[drops]
    quantile, error = _crossing(time, survival, p, rule), np.nan
    if conf_type == "spss":
        error = _spss_error(time, survival, np.sqrt(group.log_variance[drops]), p)
        half = (1.96 if level == 0.95 else normal_quantile(level)) * error
        low, high = quantile - half, quantile + half
    else:
        log_error = np.sqrt(group.log_variance[drops])
        band = confidence_limits(survival, log_error, conf_type=conf_type, level=level)
        low, high = (
            _sas_limits(time, *band, p) if rule == "sas" else (_crossing(time, b, p, rule) for b in band)
        )
    open_ended = conf_type != "spss" and group.survival[-1] > 0
    return {
        "group": group.group,
        "n": group.n,
        "events": group.events,
        "quantile": quantile,
        "std_error": error,
        "conf_low": low,
        "conf_high": high,
        "status": _status(quantile, open_ended=True),
        "conf_low_status": _status(low, open_ended=open_ended),
        "conf_high_status": _status(high, open_ended=open_ended),
    }


def _crossing(time: Floats, curve: Floats, p: float, rule: str) -> float:
    """Return when a falling curve, of which some may be missing, first reaches p under a rule."""
    reached = np.flatnonzero(curve < p + _TOLERANCE)
    if not reached.size:
        return float("nan")
    first = reached[0]
    if curve[first] <= p - _TOLERANCE or rule in ("spss", "stata"):
        return float(time[first])
    lower = np.flatnonzero(curve < curve[first])
    if lower.size:
        return float((time[first] + time[lower[0]]) / 2)
    return float(time[first]) if rule == "r" else float("nan")


def _sas_limits(time: Floats, low: Floats, high: Floats, p: float) -> tuple[float, float]:
    """Return the first event time at which p is within the band, and the one after the last such time.

    Where survival is 0 there is no band, so that time is outside.
    """
    within = np.flatnonzero((low <= p + _TOLERANCE) & (high >= p - _TOLERANCE))
    if not within.size:
        return float("nan"), float("nan")
    after = within[-1] + 1
    return float(time[within[0]]), float(time[after]) if after < len(time) else float("nan")


def _spss_error(time: Floats, survival: Floats, log_error: Floats, p: float) -> float:
    """Return SPSS's standard error of a quantile, missing where survival leaps over p ± 0.05 or is 0."""
    reached = np.flatnonzero(survival < p + _TOLERANCE)
    above = np.flatnonzero(survival > p + _BANDWIDTH - _TOLERANCE)
    below = np.flatnonzero(survival < p - _BANDWIDTH + _TOLERANCE)
    if not (reached.size and above.size and below.size) or survival[reached[0]] == 0:
        return float("nan")
    at, upper, lower = reached[0], above[-1], below[0]
    slope = (survival[upper] - survival[lower]) / (time[lower] - time[upper])
    return float(survival[at] * log_error[at] / slope)


def _status(value: float, *, open_ended: bool) -> str:
    if not np.isnan(value):
        return "reached"
    return "not reached" if open_ended else "not estimable"
