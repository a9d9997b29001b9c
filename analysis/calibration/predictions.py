"""What a score's band, or a user's risk, says of dying by a horizon: a probability, a window or a median."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.calibration.bands import totals
from analysis.cohort import DAYS_PER_MONTH
from analysis.errors import DataError
from analysis.scores.definition import Band, Score
from analysis.survival.event_table import EventTable
from analysis.survival.outcome import UNITS, days_of

HORIZONS_MONTHS = (3.0, 6.0, 12.0, 24.0)
SAME_HORIZON = 0.02
"""Relative difference up to which two horizons are one: 180 and 182.6 days are both 6 months."""
PROBABILITY, WINDOW, MEDIAN, RISK = "probability", "window", "median", "risk"
"""What a predicted risk rests on: the source's probability, window or median, or the user's own risk."""


def units_per_month(unit: str, *, days_per_month: float = DAYS_PER_MONTH) -> float:
    """Return how many units of time make a month; one that is not in UNITS is a DataError.

    >>> units_per_month("days"), units_per_month("months"), units_per_month("years")
    (30.4375, 1.0, 0.08333333333333333)
    """
    if unit not in UNITS:
        raise DataError(f"The unit {unit!r} can't be turned into months: it is one of {', '.join(UNITS)}.")
    return days_of("months", days_per_month) / days_of(unit, days_per_month)


def score_predictions(
    score: Score,
    *,
    at: Sequence[float] | None = None,
    unit: str = "months",
    days_per_month: float = DAYS_PER_MONTH,
) -> pd.DataFrame:
    """Return the risk that each band predicts at each horizon.

    `at` are horizons in `unit`; without them 3, 6, 12 and 24 months. The frame has one row a band and
    horizon, with the columns band, horizon (in `unit`), predicted (the risk of dying by then, missing where
    the source says nothing of it), basis (see PROBABILITY) and note (why none is predicted). A window
    implies a risk of 1 from its end on and of 0 up to its start, and nothing between; a median a risk of one
    half at the median alone. Horizons within 2% of a published one are taken for it.

    >>> from analysis.scores import score_of
    >>> score_predictions(score_of("katagiri_2014"), at=[12])[["band", "predicted"]].values.tolist()
    [['low risk', 0.09], ['intermediate risk', 0.51], ['high risk', 0.94]]
    """
    month = units_per_month(unit, days_per_month=days_per_month)
    horizons = [m * month for m in HORIZONS_MONTHS] if at is None else sorted(set(at))
    rows = [
        {"band": band.name, "horizon": horizon, **_predicted(band, horizon / month)}
        for horizon in horizons
        for band in score.bands
    ]
    return pd.DataFrame(rows, columns=["band", "horizon", "predicted", "basis", "note"])


def risk_predictions(names: Sequence[str], risks: Sequence[float], horizon: float) -> pd.DataFrame:
    """Return a user's own risks as a frame like that of `score_predictions`, one row a group."""
    return pd.DataFrame(
        {"band": list(names), "horizon": horizon, "predicted": list(risks), "basis": RISK, "note": ""}
    )


def no_predictions(names: Sequence[str], at: Sequence[float], what: str) -> pd.DataFrame:
    """Return a frame like that of `score_predictions` for groups of a score that predicts no risk."""
    rows = [(name, horizon, np.nan, "", f"{what} predicts no risk") for horizon in at for name in names]
    return pd.DataFrame(rows, columns=["band", "horizon", "predicted", "basis", "note"])


def risk_fault(table: EventTable) -> str:
    """Return a sentence on risks outside 0 to 1 in a table counted by risk, "" where there are none."""
    risk, _ = totals(table)
    wrong = (risk < 0) | (risk > 1)
    if not wrong.any():
        return ""
    n, name = int(table.counts["n"].to_numpy()[wrong].sum()), table.strata[0]
    in_percent = 2 * n > table.n and risk.min() >= 0 and risk.max() <= 100
    percent = "; percentages are to be divided by 100" if in_percent else ""
    return (
        f"{name} holds a risk outside 0 to 1 in {n} of {table.n} patients (from {risk.min():g} to "
        f"{risk.max():g}), so O/E, calibration and the Brier score are not given{percent}."
    )


def _predicted(band: Band, months: float) -> dict[str, Any]:
    """Return what a band predicts at a horizon: predicted, basis and note."""
    published = next((risk for m, risk in _published(band).items() if _same(months, m)), None)
    if published is not None:
        return {"predicted": published, "basis": PROBABILITY, "note": ""}
    if band.window_months is not None:
        return _implied(band.window_months, months)
    if band.median_months is not None and _same(months, band.median_months):
        return {"predicted": 0.5, "basis": MEDIAN, "note": ""}
    return {"predicted": np.nan, "basis": "", "note": f"the source predicts {_instead(band)}"}


def _published(band: Band) -> dict[float, float]:
    """Return month → risk of dying; rounded, so that 1 − 0.91 is 0.09."""
    return {months: round(1 - survival, 12) for months, survival in band.survival.items()}


def _implied(window: tuple[float | None, float | None], months: float) -> dict[str, Any]:
    """Return what a window implies: everyone has died by its end, and no one up to its start."""
    low, high = window
    if high is not None and (months >= high or _same(months, high)):
        return {"predicted": 1.0, "basis": WINDOW, "note": ""}
    if low and (months <= low or _same(months, low)):
        return {"predicted": 0.0, "basis": WINDOW, "note": ""}
    return {"predicted": np.nan, "basis": "", "note": "the source's window implies no risk at that time"}


def _instead(band: Band) -> str:
    if band.survival:
        known = " and ".join(f"{months:g}" for months in band.survival)
        return f"a probability at {known} months only"
    return f"a median of {band.median_months:g} months only" if band.median_months else "no time of survival"


def _same(months: float, published: float) -> bool:
    return abs(months - published) <= SAME_HORIZON * published
