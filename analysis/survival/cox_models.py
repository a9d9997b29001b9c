"""Cox models of a cohort: each covariate by what the dictionary says it is."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from analysis.errors import DataError
from analysis.survival.cox import NO_REFERENCE, CoxModel, cox
from analysis.survival.event_table import count_observed
from analysis.survival.outcome import Observed

MOST_LEVELS = 20
_NUMBERS, _NEITHER = ("number", "count"), ("identifier", "date")


def cox_model(
    observed: Observed,
    covariates: Sequence[str],
    *,
    by_level: Collection[str] = (),
    reference: Mapping[str, Any] = NO_REFERENCE,
    stratified_by: Sequence[str] = (),
    level: float = 0.95,
) -> CoxModel:
    """Fit one Cox model of a cohort's covariates together, over the patients who have them all.

    Numbers and counts enter per unit, everything else by level, in the dictionary's order; `by_level` names
    numbers that are to count by level, such as ECOG. The other options are those of `cox`. A covariate or
    stratum is a variable, or a heading of the registry; one that is absent, an identifier, a date, or has
    more than 20 levels is a DataError.
    """
    column = observed.cohort.column
    terms, strata = ([column(name) for name in names] for names in (covariates, stratified_by))
    as_levels = {column(name) for name in by_level}
    continuous = [name for name in terms if _is_number(observed, name) and name not in as_levels]
    table = count_observed(observed, [*dict.fromkeys((*terms, *strata))])
    for name in terms:
        found = table.counts[name].nunique()
        if name not in continuous and found > MOST_LEVELS:
            raise DataError(
                f"The covariate {name!r} has {found} levels, and a Cox model compares at most {MOST_LEVELS}: "
                "choose a variable of fewer levels."
            )
    against = {column(name): asked for name, asked in reference.items()}
    options: dict[str, Any] = {"continuous": continuous, "reference": against, "stratified_by": strata}
    return cox(table, terms, level=level, **options)


def univariable(
    observed: Observed,
    covariates: Sequence[str],
    *,
    by_level: Collection[str] = (),
    reference: Mapping[str, Any] = NO_REFERENCE,
    stratified_by: Sequence[str] = (),
    level: float = 0.95,
) -> tuple[CoxModel, ...]:
    """Fit a Cox model of each covariate alone, over the patients who have it, as `cox_model` does."""
    column = observed.cohort.column
    return tuple(
        cox_model(
            observed,
            [name],
            by_level=[each for each in by_level if column(each) == column(name)],
            reference={each: asked for each, asked in reference.items() if column(each) == column(name)},
            stratified_by=stratified_by,
            level=level,
        )
        for name in covariates
    )


def _is_number(observed: Observed, name: str) -> bool:
    dictionary = observed.cohort.dictionary
    kind = dictionary[name].kind if name in dictionary else "text"
    if kind in _NEITHER:
        raise DataError(
            f"The covariate {name!r} is of the kind {kind}: choose a number or a variable of levels."
        )
    return kind in _NUMBERS
