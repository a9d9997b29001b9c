"""Two scores on the same patients: differences of C, AUC and Brier score with paired intervals."""

from collections.abc import Mapping, Sequence
from math import erfc, nan, sqrt
from typing import Any

import pandas as pd

from analysis.calibration.auc import auc_influences
from analysis.calibration.brier import Risk, brier_influences
from analysis.calibration.censoring import table_cells
from analysis.calibration.concordance import harrell_influence, uno_influence
from analysis.calibration.influence import Influenced, Metrics, difference, metrics
from analysis.errors import DataError
from analysis.survival.event_table import EventTable


def paired_difference(
    table: EventTable,
    scores: tuple[str, str],
    *,
    higher_is: Mapping[str, str],
    horizons: Sequence[float] = (),
    tau: float | None = None,
    risks: Mapping[str, Mapping[float, Risk]] | None = None,
    level: float = 0.95,
) -> Metrics:
    """Return the first score's C, AUC and Brier score less the second's, from the cross-classified cells.

    `scores` names two strata of the table, `higher_is` the direction of each; `tau` is that of `uno_c`.
    `horizons` are those of the AUC. `risks`, of each score by its name, are those of `brier`, and give the
    Brier score at the horizons that both have. Each patient's influence on the one is taken from that on the
    other, so that the interval knows that the patients are the same; it equals that of R's concordance of two
    models and of riskRegression's contrasts. statistic is difference / std_error, p_value that of a normal
    distribution, both missing where the standard error is 0. A score that is no stratum, or has no direction,
    is a DataError. Source: as for each metric.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": 1, "a": [4, 3, 2, 1], "b": [4, 3, 1, 2]})
    >>> table = count_events(frame, "t", "dead", ["a", "b"])
    >>> found = paired_difference(table, ("a", "b"), higher_is={"a": "worse", "b": "worse"}).frame
    >>> found.loc[0, "metric"], round(float(found.loc[0, "estimate"]), 4)
    ('harrell_c', 0.1667)
    """
    if len(set(scores)) != 2:
        raise DataError(f"A paired comparison is of two different scores, and found {', '.join(scores)}.")
    found = [_influences(table, score, higher_is.get(score), horizons, tau) for score in scores]
    predicted = [dict((risks or {}).get(score, {})) for score in scores]
    common = [horizon for horizon in predicted[0] if horizon in predicted[1]]
    for score, own, risk in zip(scores, found, predicted, strict=True):
        if common:
            own += brier_influences(table, {horizon: risk[horizon] for horizon in common}, score)
    pairs = [difference(first, second) for first, second in zip(*found, strict=True)]
    result = metrics(table, table_cells(table), pairs, level=level)
    return Metrics(_tested(result.frame), result.unit, level, result.method)


def _influences(
    table: EventTable, score: str, higher_is: str | None, horizons: Sequence[float], tau: float | None
) -> list[Influenced]:
    found = [harrell_influence(table, score, higher_is), uno_influence(table, score, higher_is, tau)]
    return found + (auc_influences(table, horizons, score, higher_is) if len(horizons) else [])


def _tested(frame: pd.DataFrame) -> pd.DataFrame:
    statistic = frame["estimate"] / frame["std_error"].where(frame["std_error"] > 0)
    p_value = [erfc(abs(z) / sqrt(2)) if z == z else nan for z in statistic]
    columns: dict[str, Any] = {"statistic": statistic, "p_value": p_value}
    return frame.assign(**columns)[[*frame.columns[:-1], *columns, "note"]]
