"""A score judged in each group of patients, and beside another score on the same patients."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analysis.calibration.bands import by_band
from analysis.calibration.change import Change, Measure, metrics_by_group
from analysis.calibration.influence import Metrics
from analysis.calibration.judgement import Risks, judged_score, own_risks
from analysis.calibration.observed_expected import observed_expected
from analysis.calibration.paired import paired_difference
from analysis.calibration.points_score import calibrate_risks
from analysis.calibration.predictions import score_predictions
from analysis.calibration.score_metrics import (
    Judged,
    direction,
    oe_metrics,
    published_risks,
    risk_metrics,
    score_metrics,
)
from analysis.calibration.windows import window_agreement
from analysis.errors import DataError
from analysis.scores.definition import Score
from analysis.survival.event_table import EventTable, count_observed
from analysis.survival.outcome import Observed


def change_of_score(
    observed: Observed, score: Score, horizons: Sequence[float], by: str, *, conf_type: str = "log-log"
) -> Change:
    """Return a published score's metrics, O/E and window agreement by levels of a variable, and the tests.

    Uno's C counts events up to the last horizon, so that it is of the same time in every group.
    """
    judged = judged_score(observed, score, horizons, by)
    ends = count_observed(observed, [score.column("low"), score.column("high"), by])
    month = observed.days_per_month
    said = score_predictions(score, at=horizons, unit=observed.unit, days_per_month=month)

    def metrics_of(part: EventTable) -> pd.DataFrame:
        return score_metrics(replace(judged, table=part), horizons, tau=max(horizons)).frame

    def ratio_of(part: EventTable) -> pd.DataFrame:
        banded = by_band(part, score)
        found = observed_expected(banded, said, conf_type=conf_type).frame if banded.n else pd.DataFrame()
        return oe_metrics(found, observed.unit) if len(found) else found

    def agreement_of(part: EventTable) -> pd.DataFrame:
        found = window_agreement(part, score, days_per_month=month, conf_type=conf_type).frame
        whole = found[found["band"] == "all"]
        return whole.assign(metric=[f"agreement ({reading})" for reading in whole["reading"]])

    return metrics_by_group([(judged.table, metrics_of), (ends, ratio_of), (ends, agreement_of)], by)


def change_of_column(
    observed: Observed,
    column: str,
    horizons: Sequence[float],
    by: str,
    *,
    higher_is: str,
    risks: Risks | None = None,
) -> Change:
    """Return the metrics of a user's own score and risks in each level of a variable, and the tests.

    Uno's C counts events up to the last horizon. A variable that is itself judged is a DataError.
    """
    stated = risks or Risks()
    if by in {column, *map(stated.column, horizons)}:
        raise DataError(f"{by!r} is judged itself, so it can't make the groups: name another variable.")
    counted = own_risks(observed, stated, horizons, by)
    without = [horizon for horizon in horizons if not counted or horizon not in counted.tables]
    judged = Judged(count_observed(observed, [column, by]), higher_is)

    def metrics_of(part: EventTable) -> pd.DataFrame:
        return score_metrics(replace(judged, table=part), without, tau=max(horizons)).frame

    tables = counted.tables.items() if counted else ()
    measures = [(table, _of_risk(horizon)) for horizon, table in tables]
    return metrics_by_group([(judged.table, metrics_of), *measures], by)


def _of_risk(horizon: float) -> Measure:
    """Return what measures a user's risk by a horizon in one group."""

    def measure(part: EventTable) -> pd.DataFrame:
        bands = calibrate_risks({horizon: part}).bands
        ratio = [oe_metrics(bands, part.unit)] if len(bands) else []
        return pd.concat([*(found.frame for found in risk_metrics(part, horizon)), *ratio])

    return measure


def score_difference(
    observed: Observed, first: tuple[str, str], second: Score, horizons: Sequence[float], risks: Score | None
) -> Metrics:
    """Return a score's metrics less those of a published score on the same patients, with paired intervals.

    `first` is the column of the one score and its direction; `risks` is its definition if it is a published
    one, so that Brier scores are compared where both give probabilities. `observed` must hold the total of
    `second`. The same score twice, or two that no patient has both of, is a DataError.
    """
    column, higher_is = first
    other = second.column("total")
    if column == other:
        raise DataError(f"A paired comparison is of two different scores, and found {second.key} twice.")
    table = count_observed(observed, [column, other])
    if not table.n:
        raise DataError(f"No patient's {column} and {other} are both known, so they can't be compared.")
    predicted = {
        name: published_risks(score, table.margin(name), horizons, days_per_month=observed.days_per_month)
        for name, score in ((column, risks), (other, second))
        if score is not None
    }
    stated = {name: {at: risk for at, risk in by.items() if risk} for name, by in predicted.items()}
    return paired_difference(
        table,
        (column, other),
        higher_is={column: higher_is, other: direction(second)},
        horizons=horizons,
        risks=stated,
    )
