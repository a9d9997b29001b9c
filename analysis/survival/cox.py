"""Cox regression on an event table: hazard ratios, tests, and a sentence where there are none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtr

from analysis.errors import DataError
from analysis.survival.cells import level_name
from analysis.survival.cox_counts import Maximum, maximise, partial_likelihood
from analysis.survival.cox_design import Column, Design, design, reference_level
from analysis.survival.cox_obstacles import endless_coefficients, unidentified, without_contrast
from analysis.survival.cox_rows import maximise_by_rows
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import normal_quantile
from analysis.survival.risk_set import Floats

EVENTS_PER_COEFFICIENT = 10
"""Peduzzi et al. 1995, doi:10.1016/0895-4356(95)00048-8."""
_ESTIMATES = ["coef", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
NO_REFERENCE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model as its diagnostics need it: the patients, the design and the maximum."""

    table: EventTable
    design: Design
    maximum: Maximum


@dataclass(frozen=True, eq=False)
class CoxModel:
    """A Cox model with Efron's ties.

    `frame` has the columns term ("sex: male"), variable, level, reference, is_reference, n, events, coef,
    estimate (the hazard ratio), std_error (of coef), statistic (z), p_value, conf_low and conf_high (of
    the hazard ratio): one row a level, that of the reference with ratio 1 and no interval, or one row a
    number, of which level and reference are empty. `tests` has the columns test ("likelihood ratio", "Wald",
    "score"), variable (empty: all of them), statistic, df and p_value. `excluded` says how many patients
    could not be counted, by reason. `iterations` are the steps of Newton's method, after lifelines where
    that was used. Where the model can't be fitted, estimates are missing, `fit` is None and `not_given`
    says why in a sentence; elsewhere it is empty. `notes` are sentences for the reader.
    """

    frame: pd.DataFrame
    tests: pd.DataFrame
    terms: tuple[str, ...]
    stratified_by: tuple[str, ...]
    n: int
    events: int
    excluded: Mapping[str, int]
    level: float
    log_likelihood: float = np.nan
    log_likelihood_null: float = np.nan
    iterations: int = 0
    fitted_by: str = ""
    ties: str = "efron"
    notes: tuple[str, ...] = ()
    not_given: str = ""
    fit: Fit | None = None

    @property
    def n_excluded(self) -> int:
        """The number of patients who could not be counted."""
        return sum(self.excluded.values())

    @property
    def coefficients(self) -> pd.DataFrame:
        """The rows of `frame` that were estimated: all but those of reference levels."""
        return self.frame[~self.frame["is_reference"]].reset_index(drop=True)


def cox(
    table: EventTable,
    terms: Sequence[str] = (),
    *,
    continuous: Collection[str] = (),
    reference: Mapping[str, Any] = NO_REFERENCE,
    stratified_by: Sequence[str] = (),
    level: float = 0.95,
    event: int = 1,
) -> CoxModel:
    """Fit a Cox model of the table's strata, proportional hazards with Efron's treatment of ties.

    `terms` are the covariates, without them every stratum that is not in `stratified_by`, which have
    baseline hazards of their own. Covariates count by level, against `reference[covariate]` or else their
    first level that holds patients; those in `continuous` by their number, per unit. Levels alone are
    fitted on the counts; with a number among them lifelines fits the rows, which the table has as cells.
    Patients with another kind of event are censored at it. An unknown covariate or reference is a
    DataError; a model that has no estimate is returned with the reason in `not_given`. Equals R's coxph.
    Source: Cox 1972, doi:10.1111/j.2517-6161.1972.tb00899.x; Efron 1977,
    doi:10.1080/01621459.1977.10480613.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": True, "arm": ["a", "b", "a", "b"]})
    >>> model = cox(count_events(frame, "t", "dead", ["arm"]))
    >>> model.coefficients[["term", "estimate"]].round(4).values.tolist()  # (√17 − 1) / 8
    [['arm: b', 0.3904]]
    """
    terms = _chosen_terms(table, terms, continuous, reference, stratified_by)
    strata = (*terms, *stratified_by)
    chosen = table if set(strata) == set(table.strata) else table.margin(*strata)
    kinds = chosen.counts["kind"].to_numpy()
    chosen = replace(chosen, counts=chosen.counts.assign(kind=(kinds == event).astype(np.int64)))
    model = CoxModel(
        _empty_frame(chosen, terms, continuous, reference),
        pd.DataFrame(columns=["test", "variable", "statistic", "df", "p_value"]),
        terms,
        tuple(stratified_by),
        chosen.n,
        _events(chosen),
        dict(table.excluded),
        level,
        notes=_competing_note(kinds, event),
    )
    obstacle = without_contrast(model.frame, chosen)
    if obstacle:
        return _not_given(model, obstacle)
    made = design(chosen, terms, continuous=continuous, reference=reference, stratified_by=stratified_by)
    return _fitted(model, chosen, made, by_rows=bool(continuous))


def _chosen_terms(
    table: EventTable,
    terms: Sequence[str],
    continuous: Collection[str],
    reference: Mapping[str, Any],
    stratified_by: Sequence[str],
) -> tuple[str, ...]:
    """Return the covariates; what contradicts itself or names none of them is a DataError."""
    chosen = tuple(terms) or tuple(name for name in table.strata if name not in stratified_by)
    named = (*chosen, *stratified_by)
    if not chosen:
        raise DataError("A Cox model needs a covariate: count the table by one, or name one of its strata.")
    if len(set(named)) < len(named):
        raise DataError(
            f"A Cox model has each covariate or stratum once, and was asked for {', '.join(named)}."
        )
    for name in (*continuous, *reference):
        if name not in chosen:
            raise DataError(f"{name!r} is no covariate of this Cox model, which has {', '.join(chosen)}.")
    return chosen


def _empty_frame(
    table: EventTable, terms: Sequence[str], continuous: Collection[str], reference: Mapping[str, Any]
) -> pd.DataFrame:
    """Return the rows of the model with what is counted, before anything is estimated."""
    rows = [
        {
            "term": column.term,
            "variable": variable,
            "level": column.level,
            "reference": column.reference,
            "is_reference": variable not in continuous and column.level == column.reference,
            "n": n,
            "events": events,
        }
        for variable in terms
        for column, n, events in _levels(table, variable, variable in continuous, reference)
    ]
    return pd.DataFrame(rows).assign(**dict.fromkeys(_ESTIMATES, np.nan))


def _levels(
    table: EventTable, variable: str, is_number: bool, reference: Mapping[str, Any]
) -> list[tuple[Column, int, int]]:
    """Return each level that holds patients with its patients and events; of a number one column and all."""
    if is_number or not table.n:
        return [(Column(variable), table.n, _events(table))]
    held, counts = table.counts[variable].cat, table.counts["n"]
    n = np.bincount(held.codes, counts, len(held.categories))
    events = np.bincount(held.codes, counts * table.counts["kind"], len(held.categories))
    found = {level_name(name): k for k, name in enumerate(held.categories) if n[k]}
    against = reference_level(variable, tuple(found), reference)
    return [(Column(variable, name, against), int(n[k]), int(events[k])) for name, k in found.items()]


def _events(table: EventTable) -> int:
    return int((table.counts["n"] * table.counts["kind"]).sum())


def _competing_note(kinds: Any, event: int) -> tuple[str, ...]:
    if not ((kinds != event) & (kinds > 0)).any():
        return ()
    return ("Patients with a competing event are censored at it: the hazards are cause-specific.",)


def _not_given(model: CoxModel, obstacle: str) -> CoxModel:
    named = " and ".join(model.terms)
    return replace(model, not_given=f"The Cox model of {named} is not given: {obstacle}.")


def _fitted(model: CoxModel, table: EventTable, made: Design, *, by_rows: bool) -> CoxModel:
    """Return the model with its estimates, or with the reason why it has none."""
    null = partial_likelihood(made, np.zeros(len(made.columns)))
    obstacle = unidentified(null)
    if obstacle:
        return _not_given(model, obstacle)
    maximum = maximise_by_rows(null) if by_rows else maximise(null)
    obstacle = endless_coefficients(maximum)
    if obstacle:
        return _not_given(model, obstacle)
    variance, coefficients = maximum.likelihood.covariance(), maximum.likelihood.coefficients
    score = float(null.score() @ null.newton_step())
    ratio = 2 * (maximum.likelihood.value - null.value)
    return replace(
        model,
        frame=_with_estimates(model, coefficients / made.scale, np.sqrt(np.diag(variance)) / made.scale),
        tests=_tests(made.columns, coefficients, variance, ratio=ratio, score=score),
        log_likelihood=maximum.likelihood.value,
        log_likelihood_null=null.value,
        iterations=maximum.iterations,
        fitted_by="lifelines, on rows" if by_rows else "Newton's method, on counts",
        notes=(*model.notes, *_few_events_note(model.events, len(made.columns))),
        fit=Fit(table, made, maximum),
    )


def _with_estimates(model: CoxModel, coef: Floats, std_error: Floats) -> pd.DataFrame:
    """Return the model's rows filled in, in the order of the columns; a reference has hazard ratio 1."""
    frame = model.frame.copy()
    estimated = ~frame["is_reference"]
    statistic, reach = coef / std_error, normal_quantile(model.level) * std_error
    frame.loc[~estimated, ["coef", "estimate"]] = (0.0, 1.0)
    with np.errstate(over="ignore"):  # a limit beyond the largest number is endless
        low, high = np.exp(coef - reach), np.exp(coef + reach)
        p_value = 2 * ndtr(-np.abs(statistic))
        numbers = (coef, np.exp(coef), std_error, statistic, p_value, low, high)
        frame.loc[estimated, _ESTIMATES] = np.column_stack(numbers)
    return frame


def _tests(
    columns: Sequence[Column], coefficients: Floats, variance: Floats, *, ratio: float, score: float
) -> pd.DataFrame:
    """Return the three tests of all coefficients, and Wald's of each covariate's."""
    every = list(range(len(columns)))
    rows = [("likelihood ratio", "", ratio, len(columns))]
    rows.append(("Wald", "", _wald(coefficients, variance, every), len(columns)))
    rows.append(("score", "", score, len(columns)))
    for variable in dict.fromkeys(column.variable for column in columns):
        own = [k for k in every if columns[k].variable == variable]
        rows.append(("Wald", variable, _wald(coefficients, variance, own), len(own)))
    frame = pd.DataFrame(rows, columns=["test", "variable", "statistic", "df"])
    return frame.assign(p_value=chdtrc(frame["df"], frame["statistic"].clip(lower=0)))


def _wald(coefficients: Floats, variance: Floats, own: list[int]) -> float:
    return float(coefficients[own] @ np.linalg.solve(variance[np.ix_(own, own)], coefficients[own]))


def _few_events_note(events: int, coefficients: int) -> tuple[str, ...]:
    each, s = events / coefficients, "s" * (coefficients != 1)
    if each >= EVENTS_PER_COEFFICIENT:
        return ()
    return (
        f"{events} events for {coefficients} coefficient{s} are {each:.1f} each: fewer than "
        f"{EVENTS_PER_COEFFICIENT}, so that estimates may be far off and intervals too narrow.",
    )
