"""Groups compared: tests, pairs, contrasts of means and survival, and Cox models of covariates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.survival.cox import CoxModel
from analysis.survival.cox_models import cox_model, univariable
from analysis.survival.differences import (
    LandmarkDifferences,
    MeanContrasts,
    landmark_differences,
    restricted_mean_contrasts,
)
from analysis.survival.event_table import EventTable, count_observed
from analysis.survival.log_rank import SurvivalTest, log_rank, log_rank_trend
from analysis.survival.outcome import Observed
from analysis.survival.pairwise import PairwiseTests, pairwise_log_rank
from analysis.survival.proportional_hazards import ProportionalHazards, proportional_hazards
from analysis.survival.weights import WEIGHTS, Weight

UNIVARIABLE, MULTIVARIABLE = "univariable", "multivariable"


@dataclass(frozen=True)
class Comparing:
    """What is compared: the groups' variable, further covariates, the strata, and one more test's weight.

    `levels` are the covariates that count by level though they are numbers.
    """

    by: str | None
    adjust: tuple[str, ...]
    levels: tuple[str, ...]
    stratify: str | None
    extra: Weight | None


@dataclass(frozen=True)
class Model:
    """A Cox model and the test of its hazards."""

    kind: str
    cox: CoxModel
    hazards: ProportionalHazards


@dataclass(frozen=True)
class Compared:
    """The comparison of groups; without groups only the models of `--adjust`.

    `excluded` counts by reason the patients of the groups whom stratified tests leave out.
    """

    tests: tuple[SurvivalTest, ...] = ()
    pairs: PairwiseTests | None = None
    means: MeanContrasts | None = None
    landmarks: LandmarkDifferences | None = None
    models: tuple[Model, ...] = ()
    excluded: Mapping[str, int] = field(default_factory=dict)


def compare_groups(
    observed: Observed,
    groups: EventTable | None,
    asked: Comparing,
    *,
    at: Sequence[float],
    tau: float | str,
) -> Compared:
    """Compare the groups of a table, and fit the Cox models of the covariates.

    Tests and pairs are stratified where that is asked for; differences of means and of survival are not.
    """
    models = tuple(_models(observed, asked))
    if groups is None:
        return Compared(models=models)
    table, strata = _tested(observed, groups, asked)
    many = len(groups.groups) > 2
    return Compared(
        tuple(_tests(table, strata, asked.extra)),
        pairwise_log_rank(table, stratified_by=strata) if many else None,
        restricted_mean_contrasts(groups, tau=tau),
        landmark_differences(groups, at) if at else None,
        models,
        {reason: n for reason, n in table.excluded.items() if reason not in groups.excluded},
    )


def _tested(observed: Observed, groups: EventTable, asked: Comparing) -> tuple[EventTable, tuple[str, ...]]:
    """Return the table that is tested, and its strata."""
    if asked.stratify is None:
        return groups, ()
    return count_observed(observed, [groups.strata[0], asked.stratify]), (asked.stratify,)


def _tests(table: EventTable, strata: tuple[str, ...], extra: Weight | None) -> Iterator[SurvivalTest]:
    for weight in (*WEIGHTS.values(), *([extra] if extra else [])):
        yield log_rank(table, weight=weight, stratified_by=strata)
    yield log_rank_trend(table, stratified_by=strata)


def _models(observed: Observed, asked: Comparing) -> Iterator[Model]:
    """Fit a model of each covariate alone, and one of all where there are several."""
    covariates = list(dict.fromkeys([*([asked.by] if asked.by else []), *asked.adjust]))
    how: dict[str, Any] = {
        "by_level": asked.levels,
        "stratified_by": [asked.stratify] if asked.stratify else [],
    }
    for model in univariable(observed, covariates, **how):
        yield with_hazards(UNIVARIABLE, model)
    if len(covariates) > 1:
        yield with_hazards(MULTIVARIABLE, cox_model(observed, covariates, **how))


def with_hazards(kind: str, model: CoxModel) -> Model:
    """Return a model with the test of its hazards; kind: UNIVARIABLE or MULTIVARIABLE."""
    return Model(kind, model, proportional_hazards(model))
