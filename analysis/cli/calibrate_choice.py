"""What `neuromets calibrate` is asked for: a score, its direction, the user's risks, horizons, intervals."""

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from analysis.cli import options
from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.calibration.judgement import Risks
    from analysis.calibration.score_metrics import Intervals
    from analysis.survival.outcome import Observed

_RISK = re.compile(r"(?P<column>.+)@(?P<horizon>[0-9]+(\.[0-9]+)?)")


@dataclass(frozen=True)
class Asked:
    """What is judged and how: a published score, or a column with its direction, and the user's own risks."""

    key: str | None
    column: str | None
    higher_is: str | None
    risks: "Risks"
    horizons: tuple[float, ...]
    rule: str
    conf_type: str
    intervals: "Intervals"
    notes: tuple[str, ...]


def check_usage(cut_off: float | None, asked: dict[str, Any]) -> None:
    """Refuse options that contradict each other, before the file is read."""
    if (asked["key"] is None) == (asked["column"] is None):
        raise click.UsageError("Judge one score: -s KEY, or --score-column C with --higher-is worse|better.")
    if asked["column"] and not asked["higher_is"]:
        raise click.UsageError("--score-column needs its direction: --higher-is worse or --higher-is better.")
    if asked["key"] and (asked["risk_columns"] or asked["higher_is"]):
        raise click.UsageError(
            "-s KEY brings its own direction and risks: --higher-is and --risk-column go with --score-column."
        )
    if cut_off is not None and not math.isfinite(cut_off):
        raise click.UsageError(f"--cut-off is a total of the score, and found {cut_off:g}.")


def choice_of(observed: "Observed", asked: dict[str, Any]) -> Asked:
    """Return what is judged and how, from the options and the columns of the file."""
    from analysis.calibration.judgement import default_horizons
    from analysis.calibration.score_metrics import by_bootstrap, by_influence

    risks = _risks(observed, asked["risk_columns"])
    named = options.parse_times(asked["at"], "--at")
    timed_only = tuple(risks.at) if risks.at_any is None else ()
    horizons = tuple(sorted({*(named or timed_only or default_horizons(observed)), *risks.at}))
    if 0 in horizons:
        raise DataError("A horizon of 0 was asked for, when nothing has happened yet: name a time after 0.")
    untimed = [f"{horizon:g}" for horizon in horizons if horizon not in risks.at]
    note = f"{risks.at_any} names no time, and is taken for the risk by each of {', '.join(untimed)} "
    return Asked(
        asked["key"],
        observed.cohort.column(asked["column"]) if asked["column"] else None,
        asked["higher_is"],
        risks,
        horizons,
        asked["rule"],
        asked["conf_type"],
        by_influence if asked["bootstrap"] is None else by_bootstrap(asked["bootstrap"], asked["seed"]),
        (f"{note}{observed.unit}.",) if risks.at_any and untimed else (),
    )


def _risks(observed: "Observed", named: tuple[str, ...]) -> "Risks":
    """Return the columns of the user's risks; R@T is the risk by T, R alone that of every other time."""
    from analysis.calibration.judgement import Risks

    at: dict[float, str] = {}
    at_any = None
    for text in named:
        timed = _RISK.fullmatch(text)
        if timed and float(timed["horizon"]) in at:
            raise click.UsageError(f"Two columns of --risk-column are for the time {timed['horizon']}.")
        if timed:
            at[float(timed["horizon"])] = observed.cohort.column(timed["column"])
        elif at_any:
            raise click.UsageError("Only one --risk-column may be without @T: it is taken for every horizon.")
        else:
            at_any = observed.cohort.column(text)
    return Risks(at, at_any)
