"""Tests that groups survive alike: the weighted log-rank family and the test for trend."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from analysis.errors import DataError
from analysis.survival.comparison import Comparison, Groups, compare, groups_within
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import Floats
from analysis.survival.weights import Weight, weight_of

_NEGLIGIBLE = 1e-12
"""Share of the total variance up to which a direction's variance is rounding."""


@dataclass(frozen=True, eq=False)
class SurvivalTest:
    """A χ² test over groups.

    `groups` has the columns group, n, observed and expected (both weighted, and summed over strata), and
    score in a test for trend. Where there is nothing to test, statistic and p_value are missing, df is 0
    and `not_tested` says why in a sentence; elsewhere it is empty.
    """

    test: str
    statistic: float
    df: int
    p_value: float
    groups: pd.DataFrame
    not_tested: str = ""


def log_rank(
    table: EventTable, *, weight: str | Weight = "log-rank", stratified_by: Sequence[str] = ()
) -> SurvivalTest:
    """Test whether the groups of a table survive alike.

    `weight` is what each event time counts: "log-rank", "Gehan-Breslow", "Tarone-Ware", "Peto-Peto", or
    `Weight(rho=…, gamma=…)` for Fleming and Harrington's. `stratified_by` names strata of the table within
    which groups are compared, each with its own weights; the table's other strata make the groups. χ² uses
    a generalised inverse of the covariance matrix, whose rank is the degrees of freedom. As R's survdiff
    with rho and strata(). An unknown weight or stratum is a DataError. Source: Harrington and Fleming 1982,
    doi:10.1093/biomet/69.3.553; Gehan 1965, doi:10.1093/biomet/52.1-2.203; Tarone and Ware 1977,
    Biometrika 64:156.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": True, "arm": ["a", "a", "b", "b"]})
    >>> round(log_rank(count_events(frame, "t", "dead", ["arm"])).statistic, 4)
    2.8824
    """
    chosen = weight_of(weight)
    groups = groups_within(table, stratified_by)
    return chi_squared_test(
        compare(groups.names, groups.strata, chosen), test=full_name(chosen.name, stratified_by)
    )


def log_rank_trend(
    table: EventTable,
    *,
    scores: Sequence[float] | None = None,
    weight: str | Weight = "log-rank",
    stratified_by: Sequence[str] = (),
) -> SurvivalTest:
    """Test for a trend of survival over groups that have an order.

    `scores` are one number a group, in the order of the groups; without them the table's own: its levels
    where they are numbers, ranks where they are ordered. Groups without an order are not tested; scores of
    another number than the groups', or endless ones, are a DataError. `weight` and `stratified_by` are
    those of `log_rank`. Source: Tarone 1975, doi:10.1093/biomet/62.3.679.
    """
    chosen = weight_of(weight)
    groups = groups_within(table, stratified_by)
    compared = compare(groups.names, groups.strata, chosen)
    score = _scores(groups, scores)
    away = np.nan_to_num(score - score.mean())
    variance = float(away @ compared.covariance @ away)
    df = int(variance > _NEGLIGIBLE * compared.covariance.trace() * float(away @ away))
    statistic = float(away @ (compared.observed - compared.expected)) ** 2 / variance if df else np.nan
    test = full_name(f"{chosen.name} trend", stratified_by)
    obstacle = compared.obstacle or _without_trend(score)
    return _result(test, statistic, df, _frame(compared).assign(score=score), obstacle)


def chi_squared_test(compared: Comparison, *, test: str) -> SurvivalTest:
    """Return the χ² test of a comparison of groups, under the name given."""
    variances, directions = np.linalg.eigh(compared.covariance)
    proper = variances > _NEGLIGIBLE * compared.covariance.trace()
    distances = directions.T[proper] @ (compared.observed - compared.expected)
    statistic = float(np.sum(distances**2 / variances[proper]))
    return _result(test, statistic, int(proper.sum()), _frame(compared), compared.obstacle)


def _scores(groups: Groups, scores: Sequence[float] | None) -> Floats:
    """Return the scores given, or the table's own, or missing ones."""
    chosen = groups.scores if scores is None else scores
    if chosen is None:
        return np.full(len(groups.names), np.nan)
    found = np.asarray(chosen, dtype=float)
    if len(found) != len(groups.names) or not np.isfinite(found).all():
        raise DataError(
            f"A test for trend needs one score for each of {', '.join(groups.names)}: found {tuple(chosen)}."
        )
    return found


def _without_trend(score: Floats) -> str:
    if np.isnan(score).any():
        return "the groups have no order, and no scores were given"
    return "the groups that were at risk together have the same score"


def full_name(test: str, stratified_by: Sequence[str]) -> str:
    """Return the name of a test with the strata within which it compares."""
    return f"{test}, stratified by {' and '.join(stratified_by)}" if stratified_by else test


def _frame(compared: Comparison) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": compared.groups,
            "n": compared.n,
            "observed": compared.observed,
            "expected": compared.expected,
        }
    )


def _result(test: str, statistic: float, df: int, groups: pd.DataFrame, obstacle: str) -> SurvivalTest:
    if df:
        return SurvivalTest(test, statistic, df, float(chdtrc(df, statistic)), groups)
    return SurvivalTest(test, np.nan, 0, np.nan, groups, f"The {test} test is not given: {obstacle}.")
