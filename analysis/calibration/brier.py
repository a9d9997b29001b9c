"""Brier score of predicted risks at horizons under censoring: plain, scaled and integrated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.calibration.censoring import Censoring, censoring, check_horizons, horizon_ticks, table_cells
from analysis.calibration.direction import score_stratum
from analysis.calibration.influence import Influenced, Metrics, few_events, metrics, not_given
from analysis.errors import DataError
from analysis.survival.cells import group_name
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import Floats

Risk = Mapping[Any, float] | Callable[[Any], float]
"""The predicted probability of the event by a horizon, of each level of the score."""

INTEGRATION_RULES = ("trapezoid", "step")
_NAMES = {
    "brier": "The Brier score",
    "brier_null": "The null Brier score",
    "scaled_brier": "The scaled Brier score",
}


def brier(
    table: EventTable, risks: Mapping[float, Risk], *, stratum: str | None = None, level: float = 0.95
) -> Metrics:
    """Return the Brier score of predicted risks at each horizon, the null score and the scaled one.

    `risks` maps each horizon, in the table's unit, to the risk of the event by then: a mapping or a function
    of the stratum's level. Where the stratum is itself the risk, `{365: float}` says so. The score is the
    mean of (outcome − risk)², an event by the horizon weighted 1/G(T−) and a patient followed past it
    1/G(horizon). `brier_null` predicts for everyone the risk of the cohort's own Kaplan-Meier curve, and
    `scaled_brier`, the index of prediction accuracy, is 1 − brier / brier_null. Standard errors are by the
    influence function, as in R's riskRegression::Score(cens.model = "km"), and that of the scaled score by
    the delta method; limits are symmetric, cut off at the ends of the range. Where a risk is missing or
    outside 0 to 1, or nobody is followed past the horizon while survival is above 0, the score is missing and
    the note says so. Sources: Graf E et al. Stat Med 1999;18:2529-45; Gerds TA, Schumacher M. Biom J
    2006;48:1029-40, doi:10.1002/bimj.200610301; Kattan MW, Gerds TA. Diagn Progn Res 2018;2:7,
    doi:10.1186/s41512-018-0029-2.

    >>> import pandas as pd
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": [1, 1, 0, 1], "band": list("hhll")})
    >>> table = count_events(frame, "t", "dead", ["band"])
    >>> brier(table, {2: {"h": 0.9, "l": 0.2}}).frame["estimate"].round(3).tolist()
    [0.025, 0.25, 0.9]
    """
    found = []
    scores = zip(brier_influences(table, risks, stratum), _null_influences(table, tuple(risks)), strict=True)
    for own, null in scores:
        name = f"{_NAMES['scaled_brier']} at {own.horizon:g} {table.unit}"
        found += [own, null, _scaled(name, own, null)]
    return metrics(table, table_cells(table), found, level=level)


def brier_null(table: EventTable, horizons: Sequence[float], *, level: float = 0.95) -> Metrics:
    """Return the Brier score of the cohort's own Kaplan-Meier risk at each horizon; it needs no score.

    That this risk is estimated does not move the score to first order, so its standard error holds it fixed.
    """
    return metrics(table, table_cells(table), _null_influences(table, horizons), level=level)


def integrated_brier(
    table: EventTable,
    risks: Mapping[float, Risk],
    *,
    rule: str = "trapezoid",
    stratum: str | Mapping[float, str] | None = None,
    level: float = 0.95,
) -> Metrics:
    """Return the Brier score averaged over time, the null one and the scaled one.

    `risks` is that of `brier`, at two horizons or more; `stratum` may name another one for each. Rule
    "trapezoid" joins the scores by straight lines from the first horizon to the last, as scikit-survival
    does; rule "step" lets each score stand until the next horizon, from time 0 where it is 0, as
    riskRegression's IBS and pec do. `horizon` in the frame is the last one. Missing where the score is
    missing at any horizon that counts.
    """
    horizons = sorted(risks)
    parts = _integration_weights(horizons, rule)
    named = stratum if isinstance(stratum, Mapping) else dict.fromkeys(horizons, stratum)
    scores = [brier_influences(table, {at: risks[at]}, named[at])[0] for at in horizons]
    own = _integrate("integrated_brier", scores, parts)
    null = _integrate("integrated_brier_null", _null_influences(table, horizons), parts)
    name = f"The scaled integrated Brier score to {horizons[-1]:g} {table.unit}"
    scaled = replace(_scaled(name, own, null), metric="scaled_integrated_brier")
    return metrics(table, table_cells(table), [own, null, scaled], level=level)


def brier_influences(table: EventTable, risks: Mapping[float, Risk], stratum: str | None) -> list[Influenced]:
    """Return the Brier score at each horizon with each patient's influence."""
    check_horizons(tuple(risks))
    column = table.counts[score_stratum(table, stratum)].cat
    present = np.unique(column.codes)
    levels = column.categories[present].tolist()
    position, followed = np.searchsorted(present, column.codes), censoring(table)
    found = []
    for horizon, risk in risks.items():
        predicted = _predictions(risk, levels)
        name = f"{_NAMES['brier']} at {horizon:g} {table.unit}"
        doubt = _doubt(predicted, levels)
        found.append(_brier("brier", name, horizon, predicted[position], followed, doubt))
    return found


def _null_influences(table: EventTable, horizons: Sequence[float]) -> list[Influenced]:
    check_horizons(horizons)
    followed, found = censoring(table), []
    for horizon in horizons:
        last = horizon_ticks(horizon, table.ticks_per_unit)
        until = np.searchsorted(followed.cohort.ticks, last, side="right")
        risk = np.full(len(table.counts), 1 - np.append(1.0, followed.cohort.survival)[until])
        name = f"{_NAMES['brier_null']} at {horizon:g} {table.unit}"
        found.append(_brier("brier_null", name, horizon, risk, followed))
    return found


def _predictions(risk: Risk, levels: Sequence[Any]) -> Floats:
    predict = risk if callable(risk) else lambda level: risk.get(level, np.nan)
    return np.array([predict(level) for level in levels], dtype=float)


def _doubt(predicted: Floats, levels: Sequence[Any]) -> str:
    """Return what is wrong with the risks of the levels, or nothing."""
    missing = np.flatnonzero(np.isnan(predicted))
    if missing.size == predicted.size:
        return "no probability of the event by then is predicted"
    if missing.size:
        return f"no risk is predicted for a score of {group_name([levels[missing[0]]], [''])}"
    outside = predicted[(predicted < 0) | (predicted > 1)]
    return f"a risk lies between 0 and 1, and found {outside[0]:g}" if outside.size else ""


def _brier(
    metric: str, name: str, horizon: float, risk: Floats, followed: Censoring, doubt: str = ""
) -> Influenced:
    cells, cohort, weights = followed.cells, followed.cohort, followed.weights(horizon)
    events = int(cells.n[weights.cases].sum())
    if not doubt and not weights.controls.any() and cohort.survival[-1] > 0:
        doubt = "no patient is followed past it"
    if doubt:
        return not_given(metric, horizon, events, name, doubt)
    residual = weights.weight * (weights.cases - risk) ** 2 / cohort.n
    score = float(np.sum(cells.n * residual))
    influence = residual - score / cohort.n + followed.influence(residual, weights.horizon)
    return Influenced(metric, horizon, events, score, influence, few_events(name, events), sample=True)


def _scaled(name: str, own: Influenced, null: Influenced) -> Influenced:
    """Return 1 less the ratio of two scores."""
    if np.isnan(own.estimate):
        return replace(own, metric="scaled_brier")
    if not null.estimate > 0:
        return not_given("scaled_brier", own.horizon, own.events, name, "the null score is 0")
    ratio = own.estimate / null.estimate
    influence = (ratio * null.influence - own.influence) / null.estimate
    return replace(own, metric="scaled_brier", estimate=1 - ratio, influence=influence, bounds=(-np.inf, 1.0))


def _integration_weights(horizons: Sequence[float], rule: str) -> Floats:
    """Return what each horizon's score counts in the mean over time."""
    if rule not in INTEGRATION_RULES:
        raise DataError(f"The rule {rule!r} is not known: choose one of {', '.join(INTEGRATION_RULES)}.")
    if len(horizons) < 2:
        raise DataError(f"A Brier score is integrated over two horizons or more, and found {list(horizons)}.")
    widths = np.diff(horizons)
    if rule == "step":
        step: Floats = np.append(widths, 0.0) / horizons[-1]
        return step
    ends: Floats = (np.append(widths, 0.0) + np.append(0.0, widths)) / 2 / (horizons[-1] - horizons[0])
    return ends


def _integrate(metric: str, scores: Sequence[Influenced], parts: Floats) -> Influenced:
    counted = [(score, part) for score, part in zip(scores, parts, strict=True) if part]
    notes = " ".join(dict.fromkeys(score.note for score, _ in counted if score.note))
    estimate = sum(score.estimate * part for score, part in counted)
    given = not np.isnan(estimate)
    influence = sum(score.influence * part for score, part in counted) if given else np.zeros(0)
    return replace(
        counted[0][0],
        metric=metric,
        horizon=scores[-1].horizon,
        events=scores[-1].events,
        estimate=estimate,
        influence=influence,
        note=notes,
    )
