"""The calibration of a published score, of a user's own risks or of a user's own score, in one call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.calibration.bands import by_band, by_ranges
from analysis.calibration.observed_expected import ObservedExpected, observed_expected
from analysis.calibration.predictions import (
    HORIZONS_MONTHS,
    no_predictions,
    risk_fault,
    risk_predictions,
    score_predictions,
    units_per_month,
)
from analysis.calibration.published import beside_published
from analysis.calibration.recalibrated import RecalibratedTable, recalibrated_table
from analysis.calibration.slope import CalibrationSlope, calibration_slope, risk_slope
from analysis.calibration.windows import WindowAgreement, window_agreement
from analysis.cohort import DAYS_PER_MONTH
from analysis.errors import DataError
from analysis.scores.definition import Score
from analysis.survival.event_table import EventTable


@dataclass(frozen=True, eq=False)
class ScoreCalibration:
    """What a published score predicts against what happened.

    `bands` compares risks, `agreement` windows, `slope` log odds; `recalibrated` is the cohort's own survival
    by band, and `published` a frame of what others found beside it. `excluded` counts the patients left out.
    """

    bands: ObservedExpected
    agreement: WindowAgreement
    slope: CalibrationSlope
    recalibrated: RecalibratedTable
    published: pd.DataFrame
    excluded: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class ColumnCalibration:
    """A user's own score or risks against what happened, by range of them.

    `slope` has no rows for a score, which predicts no risk. `not_given` are sentences on what is missing.
    """

    bands: pd.DataFrame
    slope: pd.DataFrame
    not_given: tuple[str, ...] = ()


def calibrate_score(
    table: EventTable,
    score: Score,
    *,
    at: Sequence[float] | None = None,
    days_per_month: float = DAYS_PER_MONTH,
    rule: str = "r",
    conf_type: str = "log-log",
    level: float = 0.95,
) -> ScoreCalibration:
    """Compare what a published score predicts with what happened.

    The table is one for `by_band`: counted by `score.column("low")` and `"high"`, so that every reading can
    be judged. `at` are horizons in its unit; without them 3, 6, 12 and 24 months. A table in which no
    patient is in any band is a DataError.
    """
    month = units_per_month(table.unit, days_per_month=days_per_month)
    horizons = [months * month for months in HORIZONS_MONTHS] if at is None else list(at)
    banded = by_band(table, score)
    if not banded.n:
        reasons = "; ".join(f"{reason}: {n}" for reason, n in banded.excluded.items()) or "no patients"
        raise DataError(f"No patient is in a band of {score.key}, so it can't be judged ({reasons}).")
    predicted = score_predictions(score, at=horizons, unit=table.unit, days_per_month=days_per_month)
    agreement = window_agreement(
        table, score, days_per_month=days_per_month, conf_type=conf_type, level=level
    )
    own = recalibrated_table(banded, horizons, rule=rule, conf_type=conf_type, level=level)
    return ScoreCalibration(
        observed_expected(banded, predicted, conf_type=conf_type, level=level),
        agreement,
        calibration_slope(banded, predicted, level=level),
        own,
        beside_published(score, own=own, agreement=agreement, days_per_month=days_per_month),
        banded.excluded,
    )


def calibrate_risks(
    tables: Mapping[float, EventTable], *, groups: int = 5, conf_type: str = "log-log", level: float = 0.95
) -> ColumnCalibration:
    """Compare a user's own risks of dying by each horizon with what happened.

    `tables` holds for each horizon, in the tables' unit, the table counted by the risk of that horizon. O/E
    is given by ranges of risk, against their mean risk, and over all; the slope uses every risk as it is.
    Risks outside 0 to 1 leave a horizon's O/E and slope out, and `not_given` says how many there are.
    """
    bands, slopes, faults = [], [], []
    for horizon, table in sorted(tables.items()):
        slopes.append(risk_slope(table, horizon, level=level).frame)
        if fault := risk_fault(table):
            faults.append(fault)
            continue
        ranges, mean = by_ranges(table, groups=groups)
        predicted = risk_predictions(ranges.groups, list(mean), horizon)
        bands.append(observed_expected(ranges, predicted, conf_type=conf_type, level=level).frame)
    frames = [pd.concat(part, ignore_index=True) if part else pd.DataFrame() for part in (bands, slopes)]
    return ColumnCalibration(frames[0], frames[1], tuple(dict.fromkeys(faults)))


def calibrate_values(
    table: EventTable,
    at: Sequence[float],
    *,
    groups: int = 5,
    conf_type: str = "log-log",
    level: float = 0.95,
) -> ColumnCalibration:
    """Show what happened by range of a user's own score; it predicts no risk, so that O/E is missing."""
    ranges, _ = by_ranges(table, groups=groups)
    silent = no_predictions(ranges.groups, at, table.strata[0])
    found = observed_expected(ranges, silent, conf_type=conf_type, level=level).frame
    return ColumnCalibration(
        found, pd.DataFrame(), (f"O/E is not given: {table.strata[0]} predicts no risk.",)
    )
