"""Survival of one group up to a time or just before it, and what is made of two such."""

from typing import Any

import numpy as np

from analysis.survival.kaplan_meier import SAME_TIME, confidence_limits
from analysis.survival.risk_set import Floats, RiskSet


def times_before(group: RiskSet, time: float) -> int:
    """Return how many of a group's distinct times lie before a time."""
    return int(np.searchsorted(group.time, time - SAME_TIME))


def times_up_to(group: RiskSet, time: float) -> int:
    """Return how many of a group's distinct times lie before a time or at it."""
    return int(np.searchsorted(group.time, time + SAME_TIME, side="right"))


def survival_at(group: RiskSet, time: float, *, before: bool = False) -> tuple[float, float]:
    """Return the Kaplan-Meier estimate S(t), or the left limit S(t−), and Greenwood's variance of its log.

    Both are missing after the group's last time, unless survival had reached 0 by then. With times in whole
    months, "less than 6 months" is 1 − S(6−): those who died in month 6 lived for 6 months.
    """
    reached = times_before(group, time)
    if reached == len(group.time) and group.survival[-1] > 0:
        return np.nan, np.nan
    passed = reached if before else times_up_to(group, time)
    if not passed:
        return 1.0, 0.0
    return float(group.survival[passed - 1]), float(group.log_variance[passed - 1])


def between(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Return the probability of dying between two points of one curve, S(a) − S(b), and its standard error.

    Each point is survival and the variance of its log. By the delta method, since S(a) and S(b) / S(a) are
    independent: (S(a) − S(b))² V(a) + S(b)² (V(b) − V(a)). Missing where either point is.
    """
    (high, high_variance), (low, low_variance) = start, end
    dying = high - low
    variance = dying**2 * high_variance if high > 0 else 0 * dying
    if low > 0:
        variance += low**2 * (low_variance - high_variance)
    return dying, float(np.sqrt(variance))


def share_limits(
    share: float, std_error: float, *, surviving: bool, conf_type: str, level: float
) -> tuple[float, float]:
    """Return the limits of a probability on a scale of `confidence_limits`, of surviving or of dying.

    Limits of dying are 1 minus those of its complement, so that they are those of the survival curve.
    Missing where the probability is 0 or 1, since the error is then 0 or missing.
    """
    alive = share if surviving else 1 - share
    if not 0 < alive < 1 or np.isnan(std_error):
        return np.nan, np.nan
    limits = confidence_limits(
        np.array([alive]), np.array([std_error / alive]), conf_type=conf_type, level=level
    )
    low, high = (float(limit[0]) for limit in limits)
    return (low, high) if surviving else (1 - high, 1 - low)


def pooled_share(n: Any, shares: Any, std_errors: Any) -> tuple[float, float]:
    """Return a probability over groups, weighted by their sizes, and its standard error.

    The variance is that within the groups, Σ (n/N)² SE², and that of the sizes, Σ (n/N) (p − p̄)² / N: without
    censoring it is p̄ (1 − p̄) / N. Groups without patients do not matter.
    """
    sizes: Floats = np.asarray(n, dtype=float)
    held = sizes > 0
    weight = sizes[held] / sizes.sum()
    share, error = np.asarray(shares, dtype=float)[held], np.asarray(std_errors, dtype=float)[held]
    pooled = float(weight @ share)
    variance = weight**2 @ error**2 + weight @ (share - pooled) ** 2 / sizes.sum()
    return pooled, float(np.sqrt(variance))
