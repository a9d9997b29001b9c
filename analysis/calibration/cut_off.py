"""How well a cut-off of a score tells who dies by a horizon, where some were not followed so long."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from analysis.calibration.bands import by_cut_off
from analysis.calibration.survival_at import between, pooled_share, share_limits, survival_at
from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import normal_quantile
from analysis.survival.risk_set import RiskSet, risk_sets

BY, BEFORE = "by", "before"
"""Whether dying at the horizon itself counts: by 6 months, or before, as in "less than 6 months"."""


@dataclass(frozen=True, eq=False)
class CutOffAccuracy:
    """Sensitivity, specificity and predictive values of a cut-off for dying by a horizon.

    `frame` has the columns measure, n (patients of the group or groups it rests on), estimate, std_error,
    conf_low, conf_high and note, which says why a measure or an interval is missing. `excluded` counts the
    patients left out by reason.
    """

    frame: pd.DataFrame
    cut_off: float
    higher_is: str
    horizon: float
    died: str
    unit: str
    excluded: Mapping[str, int]
    conf_type: str
    level: float


def cut_off_accuracy(
    table: EventTable,
    cut_off: float,
    *,
    horizon: float,
    higher_is: str,
    died: str = BEFORE,
    conf_type: str = "log-log",
    level: float = 0.95,
) -> CutOffAccuracy:
    """Estimate how well a cut-off of a total tells those who die by a horizon from those who live longer.

    The table and the positive side are those of `by_cut_off`, `horizon` is in the table's unit. With died
    "before" a case dies before the horizon (survival of less than 6 months), with "by" at it or before.
    Survival S is estimated by Kaplan-Meier in the positive and the negative group, of shares π, so that
    censoring may differ between them: sensitivity is π₊(1 − S₊) / Σ π(1 − S), specificity π₋S₋ / Σ πS. Their
    limits are symmetric in log odds, with variances by the delta method; without censoring these are
    1/cases found + 1/cases missed. Predictive values, 1 − S₊ and S₋, have the limits of the survival
    curve, and the risk over all those of a pooled share. Source: Heagerty, Lumley and Pepe 2000,
    doi:10.1111/j.0006-341X.2000.00337.x, whose S over all is here the mean of the groups'.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 9, 2, 9, 9], "dead": 1, "total": [5, 5, 5, 2, 2, 2]})
    >>> found = cut_off_accuracy(
    ...     count_events(frame, "t", "dead", ["total"]), 5, horizon=6, higher_is="worse"
    ... )
    >>> found.frame["estimate"].round(3).tolist()
    [0.667, 0.667, 0.667, 0.667, 0.5]
    """
    if died not in (BY, BEFORE):
        raise DataError(f'Patients die "{BY}" the horizon or "{BEFORE}" it, and found {died!r}.')
    if not 0 < horizon < np.inf:
        raise DataError(f"A horizon is a time after 0, and found {horizon:g}.")
    grouped = by_cut_off(table, cut_off, higher_is=higher_is)
    sides = {group.group: _Side.of(group, horizon, died == BEFORE) for group in risk_sets(grouped)}
    nobody = _Side(0, np.nan, np.nan)
    positive, negative = sides.get("positive", nobody), sides.get("negative", nobody)
    frame = pd.DataFrame(_measures(positive, negative, conf_type, level))
    chosen = (cut_off, higher_is, horizon, died, table.unit)
    return CutOffAccuracy(frame, *chosen, grouped.excluded, conf_type, level)


@dataclass(frozen=True)
class _Side:
    """The patients on one side of a cut-off: how many, survival at the horizon, Greenwood's log variance."""

    n: int
    survival: float
    log_variance: float

    @staticmethod
    def of(group: RiskSet, horizon: float, before: bool) -> "_Side":
        return _Side(group.n, *survival_at(group, horizon, before=before))

    @property
    def dying(self) -> tuple[float, float]:
        """The probability of dying by the horizon, and its standard error."""
        return between((1.0, 0.0), (self.survival, self.log_variance))

    @property
    def cases(self) -> tuple[float, float]:
        """How many die by the horizon, were all followed, and the variance of the logarithm."""
        share, error = self.dying
        return self.n * share, 1 / self.n + (error / share) ** 2 if self.n and share else np.nan

    @property
    def survivors(self) -> tuple[float, float]:
        """How many live beyond the horizon, were all followed, and the variance of the logarithm."""
        return self.n * self.survival, 1 / self.n + self.log_variance if self.n else np.nan


def _measures(positive: _Side, negative: _Side, conf_type: str, level: float) -> list[dict[str, Any]]:
    n = positive.n + negative.n
    limits = partial(share_limits, conf_type=conf_type, level=level)
    dying, living = positive.dying, (negative.survival, negative.dying[1])
    risk = pooled_share((positive.n, negative.n), *zip(dying, negative.dying, strict=True))
    measures = (
        ("sensitivity", n, *_share(positive.cases, negative.cases, level)),
        ("specificity", n, *_share(negative.survivors, positive.survivors, level)),
        ("positive predictive value", positive.n, dying, limits(*dying, surviving=False)),
        ("negative predictive value", negative.n, living, limits(*living, surviving=True)),
        ("risk over all", n, risk, limits(*risk, surviving=False)),
    )
    empty = "positive" if not positive.n else "negative" if not negative.n else ""
    return [_row(*measure, empty) for measure in measures]


def _share(
    part: tuple[float, float], rest: tuple[float, float], level: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the share that a part is of part and rest, its error, and limits symmetric in log odds."""
    whole = part[0] + rest[0]
    share = part[0] / whole if whole else np.nan
    if not 0 < share < 1:
        return (share, np.nan), (np.nan, np.nan)
    error = float(np.sqrt(part[1] + rest[1]))
    half = normal_quantile(level) * error
    limits = float(expit(logit(share) - half)), float(expit(logit(share) + half))
    return (share, share * (1 - share) * error), limits


def _row(
    measure: str, n: int, found: tuple[float, float], limits: tuple[float, float], empty: str
) -> dict[str, Any]:
    estimate, note = found[0], ""
    if np.isnan(estimate):
        reason = f"no patient is {empty}" if empty else "follow-up ended before, or no one is of that kind"
        note = f"The {measure} is not given: {reason}."
    elif np.isnan(limits[0]):
        note = f"The {measure} has no interval: it is {estimate:g}."
    return {
        "measure": measure,
        "n": n,
        "estimate": estimate,
        "std_error": found[1],
        "conf_low": limits[0],
        "conf_high": limits[1],
        "note": note,
    }
