"""neuromets survival: Kaplan-Meier estimates, medians and tests."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli import comparison, competing, options, show
from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.survival.compared import Compared
    from analysis.survival.estimates import Choice, Estimates
    from analysis.survival.event_table import EventTable
    from analysis.survival.outcome import Observed

MOST_GROUPS = 20


@click.command("survival")
@options.file_argument
@options.reading_options
@options.outcome_options
@click.option("--by", metavar="V", help="The variable that makes the groups.")
@click.option("--cause", metavar="V", help="The cause of death, or of the event: adds incidence by cause.")
@click.option("--at", metavar="T,T,…", help="Times at which survival is given.")
@click.option("--tau", type=float, help="Time to which the mean is restricted.")
@click.option("--rule", type=click.Choice(["r", "spss", "stata", "sas"]), default="r", show_default=True)
@click.option(
    "--conf-type",
    type=click.Choice(["log-log", "log", "plain", "logit", "arcsin", "spss"]),
    help="The interval; without it log-log, and spss for the rule spss.",
)
@comparison.comparison_options
@options.lang_option
@options.json_option
def command(
    file: Path,
    by: str | None,
    cause: str | None,
    at: str | None,
    tau: float | None,
    rule: str,
    conf_type: str | None,
    adjust: tuple[str, ...],
    levels: tuple[str, ...],
    stratify: str | None,
    fleming: str | None,
    lang: str,
    as_json: bool,
    **asked: Any,
) -> None:
    """Estimate survival of the patients of FILE, over all and by group."""
    from analysis.survival.compared import compare_groups
    from analysis.survival.estimates import Choice, estimate

    default = "spss" if rule == "spss" else "log-log"
    choice = Choice(rule, conf_type or default, options.parse_times(at, "--at"), tau)
    observed, everyone, groups = count(file, by, {**asked, "cause": cause})
    by_cause = None
    if cause:
        by_cause = competing.estimate(observed, cause, everyone, groups, at=choice.at, conf_type=choice.band)
        observed, everyone, groups = competing.of_any_cause(observed, everyone, groups)
    estimates = estimate(everyone, groups, choice)
    asked_for = comparison.comparing(
        observed, by, adjust=adjust, levels=levels, stratify=stratify, fleming=fleming
    )
    tau_used = float(estimates.means["tau"].iloc[-1]) or "shared"
    compared = compare_groups(observed, groups, asked_for, at=choice.at, tau=tau_used)
    if as_json:
        result = payload(everyone, groups, choice, estimates) | comparison.payload(compared)
        show.print_json(competing.add_to(result, by_cause) if by_cause else result)
    else:
        _print(observed, everyone, groups, choice, estimates, lang)
        _print_comparison(compared, _labels(observed, groups, lang), lang)
        if by_cause:
            competing.show_by_cause(by_cause, lang, _labels(observed, groups, lang))


def count(
    file: Path, by: str | None, asked: dict[str, Any]
) -> "tuple[Observed, EventTable, EventTable | None]":
    """Return the outcome as it was chosen, the event table of all patients and that of the groups.

    Patients without a group are among all patients, and counted as excluded in the second table.
    """
    from analysis.survival.event_table import count_observed
    from analysis.survival.outcome import observe

    cohort = options.read_cohort(file, **asked)
    chosen = {name: asked[name] for name in ("time", "event", "origin", "unit", "cause")}
    observed = observe(cohort, **chosen)
    groups = count_observed(observed, [cohort.column(by)]) if by else None
    if groups and not 1 <= len(groups.groups) <= MOST_GROUPS:
        raise DataError(
            f"{by!r} makes {len(groups.groups)} groups, and 1 to {MOST_GROUPS} can be compared: "
            "choose a variable of levels."
        )
    return observed, count_observed(observed), groups


def payload(
    everyone: "EventTable", groups: "EventTable | None", choice: "Choice", estimates: "Estimates"
) -> dict[str, Any]:
    """Return the estimates, as the JSON of the contract."""
    return {
        "unit": everyone.unit,
        "rule": choice.rule,
        "conf_type": choice.conf_type,
        "landmark_conf_type": choice.band,
        "origin": everyone.origin or None,
        "excluded": dict(everyone.excluded),
        "without_group": everyone.n - groups.n if groups else 0,
        "medians": estimates.medians.to_dict("records"),
        "follow_up": estimates.follow_up.to_dict("records"),
        "landmarks": [] if estimates.landmarks is None else estimates.landmarks.to_dict("records"),
        "rmst": estimates.means.to_dict("records"),
        "incidence": [],
    }


def _print(
    observed: "Observed",
    everyone: "EventTable",
    groups: "EventTable | None",
    choice: "Choice",
    estimates: "Estimates",
    lang: str,
) -> None:
    from analysis.tables import survival

    label = _labels(observed, groups, lang)
    show.print_lines(*_preamble(observed, everyone, groups))
    how = {"unit": everyone.unit, "lang": lang, "names": label}
    named = {"rule": choice.rule, "conf_type": choice.conf_type, **how}
    show.print_table(survival.median_table(estimates.medians, **named))
    show.print_table(survival.median_table(estimates.follow_up, of="follow_up", **named))
    if estimates.landmarks is not None:
        show.print_table(survival.landmark_table(estimates.landmarks, conf_type=choice.band, **how))
    show.print_table(survival.mean_table(estimates.means, **how))


def _print_comparison(compared: "Compared", names: Any, lang: str) -> None:
    from analysis.tables import comparison as tables
    from analysis.tables import survival

    show.print_lines(*(f"{n} in no stratified test: {reason}" for reason, n in compared.excluded.items()))
    if compared.tests:
        show.print_table(survival.test_table(compared.tests, lang=lang))
    if compared.pairs:
        show.print_table(tables.pairs_table(compared.pairs, lang=lang, names=names))
    if compared.means and len(compared.means.frame):
        show.print_table(tables.contrasts_table(compared.means, compared.landmarks, lang=lang, names=names))
    for model in compared.models:
        show.print_table(tables.cox_table(model.cox, kind=model.kind, lang=lang))
        if not model.hazards.not_given:
            show.print_table(tables.hazards_table(model.hazards, kind=model.kind, lang=lang))


def _preamble(observed: "Observed", everyone: "EventTable", groups: "EventTable | None") -> list[str]:
    source = observed.cohort.source.name
    when = f"from {observed.origin}" if observed.origin else f"by {observed.time}"
    lines = [f"{source}: {everyone.n} patients, time {when} in {everyone.unit}, event {observed.event}"]
    if observed.unit != observed.recorded_unit:
        lines.append(f"recorded in {observed.recorded_unit}; {observed.days_per_month} days per month")
    lines += [f"{n} not counted: {reason}" for reason, n in everyone.excluded.items()]
    if groups and groups.n < everyone.n:
        lines.append(f"{everyone.n - groups.n} without {groups.strata[0]}: among all patients, in no group")
    return [*lines, *observed.notes, *show.doubts(observed.cohort)]


def _labels(observed: "Observed", groups: "EventTable | None", lang: str) -> Any:
    if groups is None or groups.strata[0] not in observed.cohort.dictionary:
        return str
    variable = observed.cohort.dictionary[groups.strata[0]]
    return lambda group: variable.level_label(group, lang)
