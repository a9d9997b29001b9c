"""Cumulative/dynamic area under the ROC curve at horizons, by inverse-probability weighting."""

from collections.abc import Sequence

import numpy as np

from analysis.calibration.censoring import Censoring, censoring, check_horizons, table_cells
from analysis.calibration.direction import worse_ranks
from analysis.calibration.influence import Influenced, Metrics, few_events, metrics, not_given
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import Floats, Integers


def auc(
    table: EventTable,
    horizons: Sequence[float],
    *,
    higher_is: str | None = None,
    stratum: str | None = None,
    level: float = 0.95,
) -> Metrics:
    """Return the AUC at each horizon: how often one who died by then had a worse score than one who lived on.

    Horizons are times in the table's unit. An event by the horizon weighs 1/G(T−) and a patient followed past
    it 1/G(horizon), G the Kaplan-Meier estimate of being still followed; equal scores count one half. The
    standard error is by the influence function, the estimation of G and the factor n / (n − 1) included, as
    in R's riskRegression::Score(cens.model = "km"); limits are symmetric, cut off at 0 and 1. Without an
    event by the horizon, or without a patient followed past it, it is missing and the note says so. The
    other options are those of `harrell_c`. Source: Blanche P et al. Stat Med 2013;32:5381-97,
    doi:10.1002/sim.5958.

    >>> import pandas as pd
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": [1, 1, 0, 1], "points": [5, 3, 4, 1]})
    >>> table = count_events(frame, "t", "dead", ["points"])
    >>> auc(table, [2], higher_is="worse").frame["estimate"].tolist()
    [0.75]
    """
    found = auc_influences(table, horizons, stratum, higher_is)
    return metrics(table, table_cells(table), found, level=level)


def auc_influences(
    table: EventTable, horizons: Sequence[float], stratum: str | None, higher_is: str | None
) -> list[Influenced]:
    """Return the AUC at each horizon with each patient's influence."""
    check_horizons(horizons)
    rank, followed = worse_ranks(table, stratum, higher_is), censoring(table)
    return [_auc(horizon, f"The AUC at {horizon:g} {table.unit}", rank, followed) for horizon in horizons]


def _auc(horizon: float, name: str, rank: Integers, followed: Censoring) -> Influenced:
    n, weights = followed.cells.n, followed.weights(horizon)
    events = int(n[weights.cases].sum())
    if not (weights.cases.any() and weights.controls.any()):
        lack = "no patient is followed past it" if weights.cases.any() else "no patient had the event by then"
        return not_given("auc", horizon, events, name, lack)
    total = n * weights.weight
    case_sum, control_sum = total[weights.cases].sum(), total[weights.controls].sum()
    above_controls = _share_below(rank, np.where(weights.controls, total, 0.0)) / control_sum
    below_cases = 1 - _share_below(rank, np.where(weights.cases, total, 0.0)) / case_sum
    area = float(np.sum(total[weights.cases] * above_controls[weights.cases]) / case_sum)
    direct = weights.weight * np.where(
        weights.cases, (above_controls - area) / case_sum, (below_cases - area) / control_sum
    )
    # The weight that all controls share cancels, and so does its estimation.
    influence = direct + followed.influence(direct, weights.horizon)
    return Influenced("auc", horizon, events, area, influence, few_events(name, events), sample=True)


def _share_below(rank: Integers, value: Floats) -> Floats:
    """Return for each row the values of lower ranks, and half of those of its own."""
    by_rank = np.bincount(rank, value)
    below: Floats = np.cumsum(by_rank) - by_rank / 2
    return below[rank]
