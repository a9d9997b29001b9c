"""What `neuromets survival` says of groups beside their curves: tests, pairs, contrasts and Cox models."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from analysis.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.survival.cox import CoxModel
    from analysis.survival.differences import LandmarkDifferences, MeanContrasts
    from analysis.survival.event_table import EventTable
    from analysis.survival.log_rank import SurvivalTest
    from analysis.survival.outcome import Observed
    from analysis.survival.pairwise import PairwiseTests
    from analysis.survival.proportional_hazards import ProportionalHazards
    from analysis.survival.weights import Weight

UNIVARIABLE, MULTIVARIABLE = "univariable", "multivariable"

_OPTIONS = (
    click.option("--adjust", multiple=True, metavar="V", help="A covariate of the Cox models (repeatable)."),
    click.option(
        "--levels",
        multiple=True,
        metavar="V",
        help="A number of --adjust that counts by level, not per unit (repeatable).",
    ),
    click.option("--stratify", metavar="V", help="Tests and Cox models within the levels of V."),
    click.option("--fleming", metavar="RHO,GAMMA", help="One more test, with Fleming-Harrington's weights."),
)


@dataclass(frozen=True)
class Comparing:
    """What is compared: the groups' variable, further covariates, the strata, and one more test's weight.

    `levels` are the covariates that count by level though they are numbers.
    """

    by: str | None
    adjust: tuple[str, ...]
    levels: tuple[str, ...]
    stratify: str | None
    extra: "Weight | None"


@dataclass(frozen=True)
class Model:
    """A Cox model and the test of its hazards."""

    kind: str
    cox: "CoxModel"
    hazards: "ProportionalHazards"


@dataclass(frozen=True)
class Compared:
    """The comparison of groups; without groups only the models of `--adjust`."""

    tests: "tuple[SurvivalTest, ...]" = ()
    pairs: "PairwiseTests | None" = None
    means: "MeanContrasts | None" = None
    landmarks: "LandmarkDifferences | None" = None
    models: tuple[Model, ...] = ()


def comparison_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --adjust, --levels, --stratify and --fleming."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def comparing(
    observed: "Observed",
    by: str | None,
    *,
    adjust: Sequence[str],
    levels: Sequence[str],
    stratify: str | None,
    fleming: str | None,
) -> Comparing:
    """Return what is compared, by the names of columns."""
    column = observed.cohort.column
    if fleming is not None and by is None:
        raise click.UsageError("--fleming tests groups: name them with --by.")
    if stratify is not None and by is None and not adjust:
        raise click.UsageError("--stratify needs something to compare: --by, or --adjust.")
    covariates = tuple(column(name) for name in adjust)
    by_level = tuple(column(name) for name in levels)
    if not set(by_level) <= set(covariates):
        raise click.UsageError("--levels says how covariates count: name them with --adjust as well.")
    group = (column(by),) if by else ()
    return Comparing(
        group[0] if group else None,
        covariates,
        (*group, *by_level),
        column(stratify) if stratify else None,
        _weight(fleming),
    )


def _weight(text: str | None) -> "Weight | None":
    from analysis.survival.weights import Weight

    if text is None:
        return None
    parts = text.split(",")
    try:
        rho, gamma = (float(part) for part in parts)
    except ValueError:
        raise DataError(f"--fleming {text!r} is not RHO,GAMMA: write two numbers, as in 0,1.") from None
    return Weight(rho=rho, gamma=gamma)


def compare_groups(
    observed: "Observed",
    groups: "EventTable | None",
    asked: Comparing,
    *,
    at: Sequence[float],
    tau: float | str,
) -> Compared:
    """Compare the groups of a table, and fit the Cox models of the covariates.

    Tests and pairs are stratified where that is asked for; differences of means and of survival are not.
    """
    from analysis.survival.differences import landmark_differences, restricted_mean_contrasts
    from analysis.survival.pairwise import pairwise_log_rank

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
    )


def _tested(
    observed: "Observed", groups: "EventTable", asked: Comparing
) -> "tuple[EventTable, tuple[str, ...]]":
    """Return the table that is tested, and its strata."""
    from analysis.survival.event_table import count_observed

    if asked.stratify is None:
        return groups, ()
    return count_observed(observed, [groups.strata[0], asked.stratify]), (asked.stratify,)


def _tests(table: "EventTable", strata: tuple[str, ...], extra: "Weight | None") -> "Iterator[SurvivalTest]":
    from analysis.survival.log_rank import log_rank, log_rank_trend
    from analysis.survival.weights import WEIGHTS

    for weight in (*WEIGHTS.values(), *([extra] if extra else [])):
        yield log_rank(table, weight=weight, stratified_by=strata)
    yield log_rank_trend(table, stratified_by=strata)


def _models(observed: "Observed", asked: Comparing) -> Iterator[Model]:
    """Fit a model of each covariate alone, and one of all where there are several."""
    from analysis.survival.cox_models import cox_model, univariable

    covariates = list(dict.fromkeys([*([asked.by] if asked.by else []), *asked.adjust]))
    how: dict[str, Any] = {
        "by_level": asked.levels,
        "stratified_by": [asked.stratify] if asked.stratify else [],
    }
    for model in univariable(observed, covariates, **how):
        yield _with_hazards(UNIVARIABLE, model)
    if len(covariates) > 1:
        yield _with_hazards(MULTIVARIABLE, cox_model(observed, covariates, **how))


def _with_hazards(kind: str, model: "CoxModel") -> Model:
    from analysis.survival.proportional_hazards import proportional_hazards

    return Model(kind, model, proportional_hazards(model))


def payload(compared: Compared) -> dict[str, Any]:
    """Return a comparison as the JSON of the contract."""
    return {
        "tests": [
            {"test": test.test, "statistic": test.statistic, "df": test.df, "p_value": test.p_value}
            for test in compared.tests
            if not test.not_tested
        ],
        "not_tested": [test.not_tested for test in compared.tests if test.not_tested],
        "pairs": _records(compared.pairs),
        "mean_contrasts": _records(compared.means),
        "survival_differences": _records(compared.landmarks),
        "cox": [entry for model in compared.models for entry in _coefficients(model)],
        "cox_models": [_summary(model) for model in compared.models],
    }


def _coefficients(model: Model) -> Iterator[dict[str, Any]]:
    columns = [
        *("term", "variable", "level", "reference", "n", "events"),
        *("estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value"),
    ]
    for line in _lines(model.cox.coefficients[columns]):
        level, reference = line["level"] or None, line["reference"] or None
        yield {"model": model.kind, **line, "level": level, "reference": reference}


def _summary(model: Model) -> dict[str, Any]:
    cox = model.cox
    return {
        "model": model.kind,
        "terms": list(cox.terms),
        "stratified_by": list(cox.stratified_by),
        "ties": cox.ties,
        "n": cox.n,
        "events": cox.events,
        "excluded": dict(cox.excluded),
        "log_likelihood": cox.log_likelihood,
        "tests": _lines(cox.tests),
        "proportional_hazards": _lines(model.hazards.frame),
        "not_given": [text for text in (cox.not_given, model.hazards.not_given) if text],
        "notes": list(cox.notes),
    }


def _records(found: "PairwiseTests | MeanContrasts | LandmarkDifferences | None") -> list[dict[str, Any]]:
    return _lines(found.frame) if found else []


def _lines(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    return [{str(name): value for name, value in line.items()} for line in frame.to_dict("records")]
