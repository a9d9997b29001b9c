"""Every metric of how well a score, or risks, told who would die when, in one frame."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pandas as pd

from analysis.calibration.auc import auc
from analysis.calibration.brier import Risk, brier, integrated_brier
from analysis.calibration.concordance import harrell_c, uno_c
from analysis.calibration.influence import Metrics
from analysis.calibration.predictions import PROBABILITY, RISK, score_predictions
from analysis.calibration.resample import bootstrap
from analysis.scores.definition import HIGHER_IS_WORSE, Score
from analysis.survival.event_table import EventTable

Statistic = Callable[[EventTable], Metrics]
Intervals = Callable[[EventTable, Statistic], Metrics]
"""How a statistic of a table gets its interval."""


@dataclass(frozen=True, eq=False)
class OwnRisks:
    """A user's own risks of dying: by each horizon the column that holds them, and tables counted by them.

    `tables` has for each horizon the table counted by its risk alone, of all who have one; `together` is
    counted by every risk, of those who have them all.
    """

    columns: Mapping[float, str]
    tables: Mapping[float, EventTable]
    together: EventTable


@dataclass(frozen=True, eq=False)
class Judged:
    """A score whose metrics are asked for.

    `table` is counted by the score, `higher_is` its direction. `risks` maps a horizon to the risk that each
    of the score's levels has. Where a user gives risks of their own, AUC and Brier score are of those.
    """

    table: EventTable
    higher_is: str
    risks: Mapping[float, Risk] = field(default_factory=dict)
    own: OwnRisks | None = None


def by_influence(table: EventTable, statistic: Statistic) -> Metrics:
    """Return a statistic with the interval of its influence function."""
    return statistic(table)


def by_bootstrap(runs: int, seed: int, *, level: float = 0.95) -> Intervals:
    """Return how a statistic gets the interval of a seeded bootstrap; see `bootstrap`."""
    return lambda table, statistic: bootstrap(table, statistic, runs=runs, seed=seed, level=level)


def direction(score: Score) -> str:
    """Return what a higher total of a published score means, "worse" or "better"."""
    return "worse" if score.direction == HIGHER_IS_WORSE else "better"


def published_risks(
    score: Score, table: EventTable, horizons: Sequence[float], *, days_per_month: float
) -> dict[float, Mapping[float, float]]:
    """Return horizon → the probability of dying by then that the source gives for each total of a table.

    Windows and medians are no probabilities, and a horizon for which the source gives none has no totals.
    """
    said = score_predictions(score, at=horizons, unit=table.unit, days_per_month=days_per_month)
    stated = said[said["basis"] == PROBABILITY].set_index(["horizon", "band"])["predicted"].to_dict()
    totals = [float(total) for total in table.counts[table.strata[0]].cat.categories]
    bands = {total: band.name for total in totals if (band := score.band_of(int(total)))}
    return {
        horizon: {t: stated[horizon, band] for t, band in bands.items() if (horizon, band) in stated}
        for horizon in horizons
    }


def score_metrics(
    judged: Judged,
    horizons: Sequence[float],
    *,
    tau: float | None = None,
    level: float = 0.95,
    intervals: Intervals = by_influence,
) -> Metrics:
    """Return Harrell's and Uno's C, at each horizon the AUC and the Brier scores, and the integrated Brier.

    Horizons are times in the table's unit; `tau` is that of `uno_c`. A metric that can't be had, for want of
    a risk or of follow-up, is missing with a note, and the others are given. The Brier score is integrated
    over the horizons at which it is given, where these are two or more. A score without direction is a
    DataError, as is a table without patients.
    """
    table, higher_is = judged.table, judged.higher_is
    found = [
        intervals(table, partial(harrell_c, higher_is=higher_is, level=level)),
        intervals(table, partial(uno_c, higher_is=higher_is, tau=tau, level=level)),
    ]
    for horizon in horizons:
        if judged.own and horizon in judged.own.tables:
            found += risk_metrics(judged.own.tables[horizon], horizon, level=level, intervals=intervals)
            continue
        risks = {horizon: judged.risks.get(horizon, {})}
        found.append(intervals(table, partial(auc, horizons=[horizon], higher_is=higher_is, level=level)))
        found.append(intervals(table, partial(brier, risks=risks, level=level)))
    found += _integrated(judged, _joined(found), level, intervals)
    return replace(found[0], frame=_joined(found))


def risk_metrics(
    table: EventTable, horizon: float, *, level: float = 0.95, intervals: Intervals = by_influence
) -> list[Metrics]:
    """Return the AUC and the Brier scores of the risk of a horizon, by which a table is counted."""
    return [
        intervals(table, partial(auc, horizons=[horizon], higher_is="worse", level=level)),
        intervals(table, partial(brier, risks={horizon: float}, level=level)),
    ]


def _integrated(judged: Judged, frame: pd.DataFrame, level: float, intervals: Intervals) -> list[Metrics]:
    """Return the integrated Brier scores over the horizons that have one, nothing where these are too few."""
    given = frame.loc[(frame["metric"] == "brier") & frame["estimate"].notna(), "horizon"].tolist()
    if len(given) < 2 or (judged.own and not judged.own.together.n):
        return []
    if judged.own:
        table, risks = judged.own.together, dict.fromkeys(given, float)
        stratum = {horizon: judged.own.columns[horizon] for horizon in given}
        return [intervals(table, partial(integrated_brier, risks=risks, stratum=stratum, level=level))]
    stated = {horizon: judged.risks[horizon] for horizon in given}
    return [intervals(judged.table, partial(integrated_brier, risks=stated, level=level))]


def oe_metrics(bands: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return overall O/E at each horizon as metrics; where no probability is predicted it is missing.

    bands: the frame of `ObservedExpected`, whose "all" rows are read.
    """
    overall = bands[bands["band"] == "all"].reset_index(drop=True)
    stated = overall["basis"].isin([PROBABILITY, RISK])
    numbers = {
        "estimate": overall["oe"],
        "std_error": overall["oe_std_error"],
        "conf_low": overall["oe_conf_low"],
        "conf_high": overall["oe_conf_high"],
    }
    given = {name: values.where(stated, np.nan) for name, values in numbers.items()}
    windows = [
        f"Overall O/E at {horizon:g} {unit} is not given: a window is predicted, and no probability."
        for horizon in overall["horizon"]
    ]
    note = overall["note"].where(stated | (overall["predicted"].isna()), windows)
    columns = {"metric": "oe", **{name: overall[name] for name in ("horizon", "n", "events")}}
    return pd.DataFrame({**columns, **given, "note": note})


def _joined(found: Sequence[Metrics]) -> pd.DataFrame:
    return pd.concat([one.frame for one in found], ignore_index=True)
