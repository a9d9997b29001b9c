"""Which groups differ: every pair of groups tested, with p-values adjusted for the number of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.survival.comparison import compare, groups_within, without_pairs
from analysis.survival.event_table import EventTable
from analysis.survival.log_rank import chi_squared_test, full_name
from analysis.survival.weights import Weight, weight_of


@dataclass(frozen=True, eq=False)
class PairwiseTests:
    """A test of each pair of groups.

    `frame` has the columns group_1, group_2, statistic, df, p_value, p_holm and p_bh (adjusted after Holm
    and after Benjamini and Hochberg, for the pairs that could be tested) and not_tested: why a pair could
    not be, otherwise empty. `not_given` says why there is no pair, otherwise it is empty.
    """

    test: str
    frame: pd.DataFrame
    not_given: str = ""


def pairwise_log_rank(
    table: EventTable, *, weight: str | Weight = "log-rank", stratified_by: Sequence[str] = ()
) -> PairwiseTests:
    """Test each pair of groups by a member of the log-rank family; the options are those of `log_rank`.

    Each pair is tested as if there were no other group, weights included, as survminer's
    pairwise_survdiff. Of one group there are no pairs, and the frame is empty. Source: Holm 1979,
    Scand J Stat 6:65; Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4, 5, 6], "dead": True, "arm": [*"aabbcc"]})
    >>> pairs = pairwise_log_rank(count_events(frame, "t", "dead", ["arm"])).frame
    >>> pairs[["group_1", "group_2", "p_value", "p_holm"]].round(4).values.tolist()
    [['a', 'b', 0.0896, 0.2687], ['a', 'c', 0.0896, 0.2687], ['b', 'c', 0.0896, 0.2687]]
    """
    chosen = weight_of(weight)
    test = full_name(chosen.name, stratified_by)
    groups = groups_within(table, stratified_by)
    pairs = list(combinations(groups.names, 2))
    found = [chi_squared_test(compare(pair, groups.strata, chosen), test=test) for pair in pairs]
    frame = pd.DataFrame(pairs, columns=["group_1", "group_2"]).assign(
        statistic=np.array([one.statistic for one in found], dtype=float),
        df=np.array([one.df for one in found], dtype=int),
        p_value=np.array([one.p_value for one in found], dtype=float),
    )
    adjusted = frame.assign(
        p_holm=_adjusted(frame["p_value"], "holm"),
        p_bh=_adjusted(frame["p_value"], "fdr_bh"),
        not_tested=[one.not_tested for one in found],
    )
    return PairwiseTests(test, adjusted, without_pairs(groups.names, f"The {test} test of pairs"))


def _adjusted(p_values: "pd.Series[float]", method: str) -> "pd.Series[float]":
    """Return p-values adjusted for as many as there are; a missing one stays missing."""
    from statsmodels.stats.multitest import multipletests

    known = p_values.dropna()
    if known.empty:
        return p_values
    adjusted = pd.Series(multipletests(known, method=method)[1], index=known.index)
    return adjusted.reindex(p_values.index)
