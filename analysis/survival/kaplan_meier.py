"""Kaplan-Meier estimates with Greenwood's limits, at the times observed or at given landmarks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import Floats, RiskSet, risk_sets

SAME_TIME = 6e-10
"""Difference up to which a time asked for and an observed one are the same: these are counted to 1e-9."""


@dataclass(frozen=True, eq=False)
class SurvivalCurves:
    """Survival of each group at its own times.

    `frame` has the columns group, time, n_risk, n_event, n_censor, estimate, std_error, std_error_log,
    conf_low and conf_high, one row a group and distinct time.
    """

    frame: pd.DataFrame
    unit: str
    conf_type: str
    level: float


@dataclass(frozen=True, eq=False)
class Landmarks:
    """Survival of each group at given times.

    `frame` has the columns group, time, n_risk (just before the time), n_event (up to it), estimate,
    std_error, conf_low, conf_high and status ("estimated", or "follow-up ended").
    """

    frame: pd.DataFrame
    unit: str
    conf_type: str
    level: float


def kaplan_meier(
    table: EventTable, *, conf_type: str = "log-log", level: float = 0.95, event: int = 1
) -> SurvivalCurves:
    """Estimate survival at each distinct time of each group.

    Censorings follow the events of the same time, and times with censorings only are kept, for figures.
    `std_error` is Greenwood's for survival, `std_error_log` for its logarithm. Limits are 1 before the
    first event; once survival is 0, limits and standard errors are missing. All is as in R's
    summary(survfit(...), censored = TRUE). `event` is the kind that counts; every other is censored.
    Source: Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"days": [1, 2, 2, 4], "dead": [1, 1, 0, 1]})
    >>> kaplan_meier(count_events(frame, "days", "dead")).frame["estimate"].tolist()
    [0.75, 0.5, 0.0]
    """
    curves = [_curve(group, conf_type, level) for group in risk_sets(table, event=event)]
    frame = curves[0] if len(curves) == 1 else pd.concat(curves, ignore_index=True)
    return SurvivalCurves(frame, table.unit, conf_type, level)


def landmarks(
    table: EventTable, times: Sequence[float], *, conf_type: str = "log-log", level: float = 0.95
) -> Landmarks:
    """Estimate survival of each group at given times, in the table's unit.

    After a group's last observed time survival is 0 if it had reached 0, otherwise missing: it is never
    carried forward. As in R's summary(survfit(...), times = ..., extend = FALSE), which leaves such rows
    out. A negative or endless time is a DataError.
    """
    if any(not 0 <= time < np.inf for time in times):
        raise DataError(f"Landmarks are times from 0 on, and found {list(times)}.")
    at = np.asarray(sorted(times), dtype=float)
    found = [_landmarks(group, at, conf_type, level) for group in risk_sets(table)]
    return Landmarks(pd.concat(found, ignore_index=True), table.unit, conf_type, level)


def confidence_limits(
    survival: Floats, std_error_log: Floats, *, conf_type: str = "log-log", level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the pointwise limits of survival on a scale: log-log, log, plain, logit or arcsin.

    `std_error_log` is the standard error of log survival. Limits are 1 where survival is 1 and missing
    where it is 0. Another conf_type, or a level that is not between 0 and 1, is a DataError.
    """
    if conf_type not in _LIMITS:
        raise DataError(f"The interval {conf_type!r} is not known: choose one of {', '.join(_LIMITS)}.")
    inside = (survival > 0) & (survival < 1)
    low, high = (np.where(survival == 1, 1.0, np.nan) for _ in range(2))
    low[inside], high[inside] = _LIMITS[conf_type](
        survival[inside], normal_quantile(level) * std_error_log[inside]
    )
    return low, high


def normal_quantile(level: float) -> float:
    """Return z of a two-sided confidence level, 1.959964 for 0.95."""
    if not 0 < level < 1:
        raise DataError(f"A confidence level lies between 0 and 1, such as 0.95, and found {level:g}.")
    return NormalDist().inv_cdf((1 + level) / 2)


def _plain(s: Floats, half: Floats) -> tuple[Floats, Floats]:
    return np.maximum(s * (1 - half), 0), np.minimum(s * (1 + half), 1)


def _log(s: Floats, half: Floats) -> tuple[Floats, Floats]:
    return s * np.exp(-half), np.minimum(s * np.exp(half), 1)


def _log_log(s: Floats, half: Floats) -> tuple[Floats, Floats]:
    factor = np.exp(half / np.log(s))
    return s ** (1 / factor), s**factor


def _logit(s: Floats, half: Floats) -> tuple[Floats, Floats]:
    odds, factor = s / (1 - s), np.exp(half / (1 - s))
    return odds / (odds + factor), odds / (odds + 1 / factor)


def _arcsin(s: Floats, half: Floats) -> tuple[Floats, Floats]:
    angle, reach = np.arcsin(np.sqrt(s)), half / 2 * np.sqrt(s / (1 - s))
    return np.sin(np.maximum(angle - reach, 0)) ** 2, np.sin(np.minimum(angle + reach, np.pi / 2)) ** 2


_LIMITS: Mapping[str, Callable[[Floats, Floats], tuple[Floats, Floats]]] = {
    "log-log": _log_log,
    "log": _log,
    "plain": _plain,
    "logit": _logit,
    "arcsin": _arcsin,
}
"""Survival and z times the standard error of its logarithm → limits, on each scale."""

CONF_TYPES = tuple(_LIMITS)


def _curve(group: RiskSet, conf_type: str, level: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": group.group,
            "time": group.time,
            "n_risk": group.n_risk,
            "n_event": group.n_event,
            "n_censor": group.n_censor,
            **_estimates(group.survival, group.log_variance, conf_type, level),
        },
        copy=False,
    )


def _estimates(survival: Floats, log_variance: Floats, conf_type: str, level: float) -> dict[str, Floats]:
    log_error = np.where(survival > 0, np.sqrt(log_variance), np.nan)
    low, high = confidence_limits(survival, log_error, conf_type=conf_type, level=level)
    return {
        "estimate": survival,
        "std_error": survival * log_error,
        "std_error_log": log_error,
        "conf_low": low,
        "conf_high": high,
    }


def _landmarks(group: RiskSet, at: Floats, conf_type: str, level: float) -> pd.DataFrame:
    passed = np.searchsorted(group.time, at + SAME_TIME, side="right")
    before = np.searchsorted(group.time, at - SAME_TIME)
    ended = (before == len(group.time)) & (group.survival[-1] > 0)
    survival = np.where(ended, np.nan, np.append(1.0, group.survival)[passed])
    estimates = _estimates(survival, np.append(0.0, group.log_variance)[passed], conf_type, level)
    del estimates["std_error_log"]
    return pd.DataFrame(
        {
            "group": group.group,
            "time": at,
            "n_risk": np.append(group.n_risk, 0)[before],
            "n_event": np.append(0, np.cumsum(group.n_event))[passed],
            **estimates,
            "status": np.where(ended, "follow-up ended", "estimated"),
        }
    )
