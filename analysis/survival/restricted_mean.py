"""Restricted mean survival: the area under the Kaplan-Meier curve up to a time tau."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import SAME_TIME, normal_quantile
from analysis.survival.risk_set import Floats, RiskSet, risk_sets

HORIZONS = ("shared", "common", "individual")


@dataclass(frozen=True, eq=False)
class RestrictedMeans:
    """The mean survival time of each group up to tau.

    `frame` has the columns group, n, tau, estimate, std_error, conf_low, conf_high and status
    ("estimated", or "follow-up ended": tau lies after the group's last time and survival was not 0).
    `horizon` says how tau was chosen: "given", "shared", "common" or "individual".
    """

    frame: pd.DataFrame
    unit: str
    horizon: str
    level: float


def restricted_mean(
    table: EventTable, *, tau: float | str = "shared", level: float = 0.95
) -> RestrictedMeans:
    """Return each group's mean survival time up to tau, in the table's unit.

    tau is a time, or
    - "shared" (default): the latest time to which every group's curve is known; the groups can be compared;
    - "individual": each group's own last time, as SPSS prints its mean and R with rmean = "individual";
    - "common": the last time of all groups. R's rmean = "common": a shorter curve is drawn out level.

    A given tau past a group's last time is answered only where survival had reached 0. The variance is
    the sum of A² d / (n (n − d)), A the area from each event time to tau, as R's print(survfit(...),
    rmean = tau) and SPSS have it, without the factor m / (m − 1). The limits are symmetric. Source: Klein
    and Moeschberger, Survival Analysis, 2nd ed., section 4.5.

    >>> from analysis.survival.event_table import count_events
    >>> table = count_events(pd.DataFrame({"days": [2, 4], "dead": [1, 1]}), "days", "dead")
    >>> restricted_mean(table, tau=3).frame[["estimate", "std_error"]].round(4).values.tolist()
    [[2.5, 0.3536]]
    """
    if tau not in HORIZONS and not (isinstance(tau, (int, float)) and 0 < tau < np.inf):
        raise DataError(f"tau is a time after 0, or one of {', '.join(HORIZONS)}, and found {tau!r}.")
    groups = risk_sets(table)
    rows = [
        _mean(group, end, level, extend=tau == "common")
        for group, end in zip(groups, _ends(groups, tau), strict=True)
    ]
    return RestrictedMeans(pd.DataFrame(rows), table.unit, tau if isinstance(tau, str) else "given", level)


def _ends(groups: tuple[RiskSet, ...], tau: float | str) -> list[float]:
    last = [float(group.time[-1]) for group in groups]
    if tau == "individual":
        return last
    if tau == "common":
        return [max(last)] * len(groups)
    if tau == "shared":
        known = [end for end, group in zip(last, groups, strict=True) if group.survival[-1] > 0]
        return [min(known, default=max(last))] * len(groups)
    return [float(tau)] * len(groups)


def _mean(group: RiskSet, tau: float, level: float, *, extend: bool) -> dict[str, Any]:
    ended = not extend and tau > group.time[-1] + SAME_TIME and group.survival[-1] > 0
    estimate, error = (np.nan, np.nan) if ended else _area(group, tau)
    half = normal_quantile(level) * error
    return {
        "group": group.group,
        "n": group.n,
        "tau": tau,
        "estimate": estimate,
        "std_error": error,
        "conf_low": estimate - half,
        "conf_high": estimate + half,
        "status": "follow-up ended" if ended else "estimated",
    }


def _area(group: RiskSet, tau: float) -> tuple[float, float]:
    """Return the area under the curve to tau and its standard error."""
    until = np.searchsorted(group.time, tau, side="right")
    widths = np.diff(group.time[:until], prepend=0.0, append=tau)
    areas: Floats = widths * np.append(1.0, group.survival[:until])
    beyond = np.cumsum(areas[::-1])[::-1][1:]
    terms = group.hazard_variance[:until]
    variance = np.sum(beyond**2 * np.where(np.isfinite(terms), terms, 0.0))
    return float(areas.sum()), float(np.sqrt(variance))
