"""Tests that groups survive alike: log-rank, Peto-Peto and the test for trend."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import Floats, RiskSet, risk_sets

_NAMES = {0.0: "log-rank", 1.0: "Peto-Peto"}
_NEGLIGIBLE = 1e-12
"""Share of the total variance up to which a direction's variance is rounding."""


@dataclass(frozen=True, eq=False)
class SurvivalTest:
    """A χ² test over groups.

    `groups` has the columns group, n, observed and expected (weighted where rho is not 0), and score in a
    test for trend. Where there is nothing to test, statistic and p_value are missing, df is 0 and
    `not_tested` says why in a sentence; elsewhere it is empty.
    """

    test: str
    statistic: float
    df: int
    p_value: float
    groups: pd.DataFrame
    not_tested: str = ""


def log_rank(table: EventTable, *, rho: float = 0) -> SurvivalTest:
    """Test whether the groups of a table survive alike.

    Every event time is weighted by S(t−)^rho of all patients together: rho 0 is the log-rank test, rho 1
    the Peto-Peto modification of Gehan's, as in R's survdiff. χ² uses a generalised inverse of the
    covariance matrix, whose rank is the degrees of freedom. Source: Harrington and Fleming 1982,
    doi:10.1093/biomet/69.3.553.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": True, "arm": ["a", "a", "b", "b"]})
    >>> round(log_rank(count_events(frame, "t", "dead", ["arm"])).statistic, 4)
    2.8824
    """
    groups = risk_sets(table)
    observed, expected, covariance = _compare(groups, rho)
    variances, directions = np.linalg.eigh(covariance)
    proper = variances > _NEGLIGIBLE * covariance.trace()
    distances = directions.T[proper] @ (observed - expected)
    frame = _frame(groups, observed, expected)
    return _result(
        _NAMES.get(rho, f"Fleming-Harrington (rho {rho:g})"),
        float(np.sum(distances**2 / variances[proper])),
        int(proper.sum()),
        frame,
    )


def log_rank_trend(table: EventTable, *, scores: Sequence[float] | None = None) -> SurvivalTest:
    """Test for a trend of survival over groups that have an order.

    `scores` are one number a group, in the order of `table.groups`; without them the table's own: its
    levels where they are numbers, ranks where they are ordered. Groups without an order are not tested;
    scores of another number than the groups' are a DataError. Source: Tarone 1975,
    doi:10.1093/biomet/62.3.679.
    """
    groups = risk_sets(table)
    chosen = table.scores if scores is None else tuple(scores)
    if chosen is not None and len(chosen) != len(groups):
        raise DataError(
            f"A test for trend needs one score for each of {', '.join(table.groups)}: found {chosen}."
        )
    score = np.zeros(len(groups)) if chosen is None else np.asarray(chosen, dtype=float)
    observed, expected, covariance = _compare(groups, 0)
    variance = float(score @ covariance @ score)
    df = int(variance > _NEGLIGIBLE * covariance.trace() * float(score @ score))
    statistic = float(score @ (observed - expected)) ** 2 / variance if df else 0.0
    frame = _frame(groups, observed, expected).assign(score=score if chosen is not None else np.nan)
    return _result("log-rank trend", statistic, df, frame)


def _compare(groups: tuple[RiskSet, ...], rho: float) -> tuple[Floats, Floats, Floats]:
    """Return observed and expected events by group, and the covariance of their difference."""
    ticks = np.unique(np.concatenate([group.ticks[group.n_event > 0] for group in groups]))
    at_risk = np.stack([group.at_risk(ticks) for group in groups])
    events = np.stack([group.events_at(ticks) for group in groups])
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    before = np.cumprod(np.append(1.0, (n - d) / n))[:-1]
    weight, share = before**rho, at_risk / n
    spread = weight**2 * d * (n - d) / np.maximum(n - 1, 1)
    covariance = np.diag(share @ spread) - (share * spread) @ share.T
    return events @ weight, share @ (weight * d), covariance


def _frame(groups: tuple[RiskSet, ...], observed: Floats, expected: Floats) -> pd.DataFrame:
    names, n = [group.group for group in groups], [group.n for group in groups]
    return pd.DataFrame({"group": names, "n": n, "observed": observed, "expected": expected})


def _result(test: str, statistic: float, df: int, groups: pd.DataFrame) -> SurvivalTest:
    if df:
        return SurvivalTest(test, statistic, df, float(chdtrc(df, statistic)), groups)
    return SurvivalTest(
        test, np.nan, 0, np.nan, groups, f"The {test} test is not given: {_obstacle(groups)}."
    )


def _obstacle(groups: pd.DataFrame) -> str:
    if len(groups) == 1:
        return f"it compares groups, and there is one, {groups['group'][0]}"
    if groups["observed"].sum() == 0:
        return "no patient had the event"
    if "score" in groups and groups["score"].nunique() < 2:
        return "the groups have no order, and no scores were given"
    return "no event happened while patients of two groups were at risk"
