"""What `neuromets survival` says of groups beside their curves: tests, pairs, contrasts and Cox models."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from analysis.errors import DataError
from analysis.tables.printed import lines_of

if TYPE_CHECKING:
    from analysis.survival.compared import Compared, Comparing, Model
    from analysis.survival.differences import LandmarkDifferences, MeanContrasts
    from analysis.survival.outcome import Observed
    from analysis.survival.pairwise import PairwiseTests
    from analysis.survival.weights import Weight

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
) -> "Comparing":
    """Return what is compared, by the names of columns."""
    from analysis.survival.compared import Comparing

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


def payload(compared: "Compared") -> dict[str, Any]:
    """Return a comparison as the JSON of the contract."""
    return {
        "tests": [
            {"test": test.test, "statistic": test.statistic, "df": test.df, "p_value": test.p_value}
            for test in compared.tests
            if not test.not_tested
        ],
        "tests_excluded": dict(compared.excluded),
        "not_tested": [test.not_tested for test in compared.tests if test.not_tested],
        "pairs": _records(compared.pairs),
        "mean_contrasts": _records(compared.means),
        "survival_differences": _records(compared.landmarks),
        "cox": [entry for model in compared.models for entry in _coefficients(model)],
        "cox_models": [_summary(model) for model in compared.models],
    }


def _coefficients(model: "Model") -> Iterator[dict[str, Any]]:
    columns = [
        *("term", "variable", "level", "reference", "n", "events"),
        *("estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value"),
    ]
    for line in lines_of(model.cox.coefficients[columns]):
        level, reference = line["level"] or None, line["reference"] or None
        yield {"model": model.kind, **line, "level": level, "reference": reference}


def _summary(model: "Model") -> dict[str, Any]:
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
        "tests": lines_of(cox.tests),
        "proportional_hazards": lines_of(model.hazards.frame),
        "not_given": [text for text in (cox.not_given, model.hazards.not_given) if text],
        "notes": list(cox.notes),
    }


def _records(found: "PairwiseTests | MeanContrasts | LandmarkDifferences | None") -> list[dict[str, Any]]:
    return lines_of(found.frame) if found else []
