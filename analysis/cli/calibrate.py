"""neuromets calibrate: whether a score's prediction agrees with the survival observed."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli import options, show
from analysis.cli.calibrate_choice import Asked, check_usage, choice_of
from analysis.errors import DataError
from analysis.tables.printed import lines_of

if TYPE_CHECKING:
    from analysis.calibration.change import Change
    from analysis.calibration.cut_off import CutOffAccuracy
    from analysis.calibration.influence import Metrics
    from analysis.calibration.judgement import Judgement
    from analysis.scores.definition import Score
    from analysis.survival.outcome import Observed

MOST_GROUPS = 40
"""So many levels a classification of primaries can have; a number or a name has more."""


@dataclass(frozen=True)
class Found:
    """A judgement, and the further comparisons that were asked for."""

    judgement: "Judgement"
    change: "Change | None"
    difference: "Metrics | None"
    cut_offs: "tuple[CutOffAccuracy, ...]"


@click.command("calibrate")
@options.file_argument
@options.reading_options
@options.outcome_options
@click.option("-s", "--score", "key", metavar="KEY", help="The published score to judge.")
@click.option("--score-column", "column", metavar="C", help="A column that holds a score of your own.")
@click.option("--higher-is", type=click.Choice(["worse", "better"]), help="Direction of --score-column.")
@click.option(
    "--risk-column",
    "risk_columns",
    multiple=True,
    metavar="R[@T]",
    help="A column with predicted risks of the event by time T (repeatable).",
)
@click.option("--at", metavar="T,T,…", help="Horizons; without it 3, 6, 12 and 24 months.")
@click.option("--by", metavar="V", help="Judge each level of V by itself, and test for a difference.")
@click.option("--periods", metavar="Y,Y,…", help="The same by period of the origin's date, new from year Y.")
@click.option("--against", metavar="KEY", help="A second published score, compared on the same patients.")
@click.option("--cut-off", type=float, help="A total whose sensitivity and specificity are given.")
@click.option("--rule", type=click.Choice(["r", "spss", "stata", "sas"]), default="r", show_default=True)
@click.option(
    "--conf-type",
    type=click.Choice(["log-log", "log", "plain", "logit", "arcsin"]),
    default="log-log",
    show_default=True,
    help="Interval of survival.",
)
@click.option("--bootstrap", type=int, metavar="RUNS", help="Bootstrap the metrics' intervals.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the bootstrap."
)
@options.lang_option
@options.json_option
def command(
    file: Path,
    by: str | None,
    periods: str | None,
    against: str | None,
    cut_off: float | None,
    lang: str,
    as_json: bool,
    **asked: Any,
) -> None:
    """Say whether a score still predicts the survival of the patients of FILE."""
    from analysis.survival.outcome import observe

    check_usage(cut_off, asked)
    cohort = options.read_cohort(file, **asked)
    observed = observe(cohort, **{name: asked[name] for name in ("time", "event", "origin", "unit")})
    observed, group = _grouped(observed, by, periods)
    observed = _scored(observed, asked["key"], against)
    choice = choice_of(observed, asked)
    found = judge(observed, choice, group, against, cut_off)
    if as_json:
        show.print_json(payload(found, choice))
    else:
        _print(observed, found, choice, against, lang)


def judge(
    observed: "Observed", asked: Asked, by: str | None, against: str | None, cut_off: float | None
) -> Found:
    """Judge what was asked for, and make the further comparisons."""
    from analysis.calibration import comparisons
    from analysis.calibration import judgement as judging
    from analysis.scores import score_of

    score = score_of(asked.key) if asked.key else None
    column = score.column("total") if score else str(asked.column)
    own: dict[str, Any] = {"conf_type": asked.conf_type, "intervals": asked.intervals}
    if score:
        found = judging.judge_score(observed, score, asked.horizons, rule=asked.rule, **own)
    else:
        found = judging.judge_columns(
            observed, column, asked.horizons, higher_is=str(asked.higher_is), risks=asked.risks, **own
        )
    change = _change(observed, score, (column, found.higher_is), asked, by) if by else None
    difference = None
    if against:
        side = (column, found.higher_is)
        difference = comparisons.score_difference(observed, side, score_of(against), asked.horizons, score)
    ends = [score.column("low"), score.column("high")] if score else [column]
    cut_offs = () if cut_off is None else _cut_offs(observed, ends, found.higher_is, asked, cut_off)
    return Found(found, change, difference, cut_offs)


def _change(
    observed: "Observed", score: "Score | None", side: tuple[str, str], asked: Asked, by: str
) -> "Change":
    from analysis.calibration.comparisons import change_of_column, change_of_score
    from analysis.survival.event_table import count_observed

    groups = len(count_observed(observed, [by]).groups)
    if groups > MOST_GROUPS:
        raise DataError(
            f"{by!r} makes {groups} groups, and up to {MOST_GROUPS} can be compared: choose a variable of "
            "levels, or --periods for a date."
        )
    if score:
        return change_of_score(observed, score, asked.horizons, by, conf_type=asked.conf_type)
    return change_of_column(observed, side[0], asked.horizons, by, higher_is=side[1], risks=asked.risks)


def _cut_offs(
    observed: "Observed", ends: list[str], higher_is: str, asked: Asked, cut_off: float
) -> "tuple[CutOffAccuracy, ...]":
    from analysis.calibration.cut_off import cut_off_accuracy
    from analysis.survival.event_table import count_observed

    table = count_observed(observed, ends)
    return tuple(
        cut_off_accuracy(table, cut_off, horizon=at, higher_is=higher_is, conf_type=asked.conf_type)
        for at in asked.horizons
    )


def _grouped(observed: "Observed", by: str | None, periods: str | None) -> "tuple[Observed, str | None]":
    """Return the outcome with its calendar periods where they are asked for, and the grouping variable."""
    from dataclasses import replace

    from analysis.calibration.subgroups import PERIOD, with_period

    if by and periods:
        raise click.UsageError("Groups are made by --by or by --periods, not by both.")
    if not periods:
        return observed, observed.cohort.column(by) if by else None
    if not observed.origin:
        raise DataError("--periods needs a date from which time is counted: name it with --origin.")
    years = [part.strip() for part in periods.split(",")]
    if not all(re.fullmatch("[0-9]{4}", year) for year in years):
        raise DataError(
            f"--periods {periods!r} is not a list of years: write them as in --periods 2013,2016."
        )
    cohort = with_period(observed.cohort, observed.origin, [int(year) for year in years])
    return replace(observed, cohort=cohort), PERIOD


def _scored(observed: "Observed", *keys: str | None) -> "Observed":
    from analysis.calibration.judgement import scored
    from analysis.scores import score_of

    wanted = [score_of(key) for key in dict.fromkeys(keys) if key]
    return scored(observed, wanted) if wanted else observed


def payload(found: Found, asked: Asked) -> dict[str, Any]:
    """Return a judgement as the JSON of the contract."""
    judged = found.judgement
    extra: dict[str, Any] = {}
    if judged.score:
        own = judged.score.recalibrated
        extra["recalibrated"] = {"medians": lines_of(own.medians), "survival": lines_of(own.survival)}
        extra["published"] = lines_of(judged.score.published)
    if found.change:
        extra["groups"] = {
            "by": found.change.stratum,
            "metrics": lines_of(found.change.frame),
            "tests": lines_of(found.change.tests),
            "not_tested": list(found.change.not_tested),
        }
    if found.difference:
        extra["differences"] = lines_of(found.difference.frame)
    if found.cut_offs:
        extra["cut_off"] = [
            {"cut_off": one.cut_off, "horizon": one.horizon, **line}
            for one in found.cut_offs
            for line in lines_of(one.frame)
        ]
    return {
        "score": judged.name,
        "higher_is": judged.higher_is,
        "unit": judged.unit,
        "rule": asked.rule,
        "conf_type": asked.conf_type,
        "intervals": judged.method,
        "bands": lines_of(judged.bands),
        "agreement": lines_of(judged.agreement),
        "metrics": lines_of(judged.metrics),
        "slope": lines_of(judged.slope),
        "excluded": dict(judged.excluded),
        "notes": [*asked.notes, *judged.notes],
        **extra,
    }


def _print(observed: "Observed", found: Found, asked: Asked, against: str | None, lang: str) -> None:
    from analysis.tables import calibration as tables
    from analysis.tables import calibration_comparisons as comparisons

    judged = found.judgement
    show.print_lines(*_preamble(observed, judged), *asked.notes, *judged.notes)
    for table in tables.judgement_tables(judged, conf_type=asked.conf_type, rule=asked.rule, lang=lang):
        show.print_table(table)
    if found.cut_offs:
        show.print_table(comparisons.cut_off_table(found.cut_offs, lang=lang))
    if found.difference and against:
        pair = (judged.name, against)
        show.print_table(comparisons.difference_table(found.difference, pair, lang=lang))
    if found.change:
        variable = observed.cohort.dictionary[found.change.stratum]
        for table in comparisons.change_tables(found.change, variable, unit=judged.unit, lang=lang):
            show.print_table(table)


def _preamble(observed: "Observed", judged: "Judgement") -> list[str]:
    when = f"from {observed.origin}" if observed.origin else f"by {observed.time}"
    lines = [
        f"{observed.cohort.source.name}: {judged.name}, higher is {judged.higher_is}; time {when} in "
        f"{judged.unit}, event {observed.event}; {observed.days_per_month} days per month"
    ]
    lines += [f"{n} not counted: {reason}" for reason, n in judged.excluded.items()]
    return [*lines, *observed.notes, *show.doubts(observed.cohort)]
