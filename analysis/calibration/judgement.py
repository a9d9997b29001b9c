"""A score, or a user's own score and risks, judged by the survival that a cohort observed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.calibration.observed_expected import observed_expected
from analysis.calibration.points_score import (
    ColumnCalibration,
    ScoreCalibration,
    calibrate_risks,
    calibrate_score,
    calibrate_values,
)
from analysis.calibration.predictions import HORIZONS_MONTHS, no_predictions, units_per_month
from analysis.calibration.score_metrics import (
    Intervals,
    Judged,
    OwnRisks,
    by_influence,
    direction,
    oe_metrics,
    published_risks,
    score_metrics,
)
from analysis.errors import DataError
from analysis.scores.core import reads
from analysis.scores.definition import Score
from analysis.scores.lesions import evaluate_with_lesions
from analysis.survival.event_table import EventTable, count_observed
from analysis.survival.outcome import Observed


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a cohort's survival says of a score.

    `bands` is the frame of `ObservedExpected`, `agreement` that of `WindowAgreement`, `metrics` that of
    `Metrics` with overall O/E as "oe", `slope` that of `CalibrationSlope`; a part that does not apply is
    empty. `score` holds what only a published score has. `excluded` counts patients by reason; `notes` are
    sentences for the reader.
    """

    name: str
    higher_is: str
    unit: str
    method: str
    bands: pd.DataFrame
    agreement: pd.DataFrame
    metrics: pd.DataFrame
    slope: pd.DataFrame
    excluded: Mapping[str, int]
    notes: tuple[str, ...] = ()
    score: ScoreCalibration | None = None


@dataclass(frozen=True)
class Risks:
    """The columns that hold a user's own risks of dying: by each horizon, and by any that has none."""

    at: Mapping[float, str] = field(default_factory=dict)
    at_any: str | None = None

    def column(self, horizon: float) -> str | None:
        """Return the column that holds the risk by a horizon."""
        return self.at.get(horizon, self.at_any)


def default_horizons(observed: Observed) -> tuple[float, ...]:
    """Return 3, 6, 12 and 24 months in the unit of the results."""
    month = units_per_month(observed.unit, days_per_month=observed.days_per_month)
    return tuple(months * month for months in HORIZONS_MONTHS)


def scored(observed: Observed, scores: Sequence[Score]) -> Observed:
    """Return the outcome with the scores of its cohort, those of lesions included.

    A score of whose items the cohort holds none is a DataError.
    """
    cohort = observed.cohort
    for score in scores:
        if not any(reads(score, frame) for frame in (cohort.frame, cohort.lesions) if frame is not None):
            needed = ", ".join(item.name for item in score.items)
            raise DataError(
                f"{cohort.source.name} has none of the items of {score.key}, so it can't be judged: it "
                f"needs {needed}; say with --map which column is which."
            )
    return replace(observed, cohort=evaluate_with_lesions(scores, cohort))


def judge_score(
    observed: Observed,
    score: Score,
    horizons: Sequence[float],
    *,
    rule: str = "r",
    conf_type: str = "log-log",
    intervals: Intervals = by_influence,
) -> Judgement:
    """Judge a published score by the survival of a cohort that `scored` has scored.

    Horizons are in the unit of the results. Bands and windows count the patients whose band is known, even
    where the total is not; metrics those whose total is. `excluded` counts the patients whom the bands leave
    out. Where no patient's band is known, a DataError.
    """
    ends = count_observed(observed, [score.column("low"), score.column("high")])
    found = calibrate_score(
        ends, score, at=horizons, days_per_month=observed.days_per_month, rule=rule, conf_type=conf_type
    )
    judged = judged_score(observed, score, horizons)
    metrics, method = _metrics(judged, horizons, intervals)
    return Judgement(
        score.key,
        judged.higher_is,
        observed.unit,
        method,
        found.bands.frame,
        found.agreement.frame,
        _stacked(metrics, oe_metrics(found.bands.frame, observed.unit)),
        found.slope.frame,
        found.excluded,
        tuple(_notes(score, found, judged.table)),
        found,
    )


def judge_columns(
    observed: Observed,
    column: str,
    horizons: Sequence[float],
    *,
    higher_is: str,
    risks: Risks | None = None,
    conf_type: str = "log-log",
    intervals: Intervals = by_influence,
) -> Judgement:
    """Judge a user's own score, and risks of dying, by the survival of a cohort.

    `column` holds a number or an ordered level, of which `higher_is` is "worse" or "better". With risks, AUC
    and Brier score are of the risk and bands are ranges of it; without, bands are ranges of the score. A
    column without values, or a risk that is no number, is a DataError.
    """
    table = _counted(observed, column)
    own = own_risks(observed, risks or Risks(), horizons)
    metrics, method = _metrics(Judged(table, higher_is, own=own), horizons, intervals)
    found = calibrate_risks(own.tables, conf_type=conf_type) if own else _values(table, horizons, conf_type)
    overall = oe_metrics(found.bands, observed.unit) if len(found.bands) else pd.DataFrame()
    return Judgement(
        column,
        higher_is,
        observed.unit,
        method,
        found.bands,
        pd.DataFrame(),
        _stacked(metrics, overall),
        found.slope,
        table.excluded,
        (*found.not_given, *_unknown(own)),
    )


def judged_score(observed: Observed, score: Score, horizons: Sequence[float], *by: str) -> Judged:
    """Return a published score as its metrics need it: counted by its total, and `by` further variables."""
    table = count_observed(observed, [score.column("total"), *by])
    risks = published_risks(score, table, horizons, days_per_month=observed.days_per_month)
    return Judged(table, direction(score), risks)


def own_risks(observed: Observed, risks: Risks, horizons: Sequence[float], *by: str) -> OwnRisks | None:
    """Return a user's risks counted, and by further variables; None where there are none.

    A risk that is no number, or that no patient has, is a DataError.
    """
    columns = {horizon: name for horizon in horizons if (name := risks.column(horizon))}
    if not columns:
        return None
    for name in dict.fromkeys(columns.values()):
        risk = _counted(observed, name).counts[name].cat.categories
        if not pd.api.types.is_numeric_dtype(risk.dtype):
            raise DataError(
                f"The column {name!r} is no risk, since it holds text such as {str(risk[0])!r}: a risk is "
                "the probability of dying by a time, a number from 0 to 1."
            )
    tables = {horizon: count_observed(observed, [name, *by]) for horizon, name in columns.items()}
    return OwnRisks(columns, tables, count_observed(observed, [*dict.fromkeys(columns.values()), *by]))


def _counted(observed: Observed, column: str) -> EventTable:
    table = count_observed(observed, [column])
    if not table.n:
        raise DataError(
            f"The column {column!r} is empty in every patient whose outcome is known, so it can't be judged."
        )
    return table


def _metrics(judged: Judged, horizons: Sequence[float], intervals: Intervals) -> tuple[pd.DataFrame, str]:
    """Return the metrics of a score and how their intervals were made; all are missing without a total."""
    if judged.table.n:
        found = score_metrics(judged, horizons, intervals=intervals)
        return found.frame, found.method
    at_horizons = [(name, at) for at in horizons for name in ("auc", "brier", "brier_null", "scaled_brier")]
    missing = dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high"), np.nan)
    rows = [
        {"metric": name, "horizon": at, "n": 0, "events": 0, **missing, "note": ""}
        for name, at in [("harrell_c", np.nan), ("uno_c", np.nan), *at_horizons]
    ]
    return pd.DataFrame(rows), ""


def _stacked(*frames: pd.DataFrame) -> pd.DataFrame:
    """Return frames one below the other; a column of which one frame knows nothing stays as it is."""
    return pd.DataFrame([line for frame in frames for line in frame.to_dict("records")])


def _values(table: EventTable, horizons: Sequence[float], conf_type: str) -> ColumnCalibration:
    """Return what happened by range of a number, or by level."""
    if pd.api.types.is_numeric_dtype(table.counts[table.strata[0]].cat.categories.dtype):
        return calibrate_values(table, horizons, conf_type=conf_type)
    silent = no_predictions(table.groups, horizons, table.strata[0])
    found = observed_expected(table, silent, conf_type=conf_type).frame
    return ColumnCalibration(
        found, pd.DataFrame(), (f"O/E is not given: {table.strata[0]} predicts no risk.",)
    )


def _notes(score: Score, found: ScoreCalibration, exact: EventTable) -> Iterator[str]:
    """Return what a reader must know of a published score's judgement."""
    if found.agreement.not_given:
        yield found.agreement.not_given
    if score.per_lesion:
        yield (
            f"{score.title} predicts no survival: what it is for is judged against a reference judgement and "
            "between raters (neuromets table --accuracy, --raters)."
        )
    elif not any(band.window_months or band.survival or band.median_months for band in score.bands):
        yield (
            f"{score.title} gives no time of survival for its bands, so neither O/E nor a Brier score can be "
            "given."
        )
    unknown = exact.excluded.get(f"{score.column('total')} missing", 0)
    if not exact.n:
        yield "No metric is given: of no patient is the total known exactly."
    elif unknown:
        yield f"Metrics leave out {_patients(unknown)} whose total is not known exactly."


def _unknown(own: OwnRisks | None) -> Iterator[str]:
    """Return how many patients have no risk, column by column."""
    for horizon, name in (own.columns if own else {}).items():
        unknown = own.tables[horizon].excluded.get(f"{name} missing", 0) if own else 0
        if unknown:
            yield f"AUC, Brier score and O/E leave out {_patients(unknown)} without {name}."


def _patients(n: int) -> str:
    return "1 patient" if n == 1 else f"{n} patients"
