"""Everything that is estimated of one outcome: medians, follow-up, survival at times, restricted means."""

from dataclasses import dataclass

import pandas as pd

from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import landmarks
from analysis.survival.quantiles import follow_up, survival_quantile
from analysis.survival.restricted_mean import restricted_mean


@dataclass(frozen=True)
class Choice:
    """The statistical choices of one run, each named in what is printed."""

    rule: str
    conf_type: str
    at: tuple[float, ...]
    tau: float | None

    @property
    def band(self) -> str:
        """The interval of survival itself; the rule spss has one for the median only."""
        return "log-log" if self.conf_type == "spss" else self.conf_type


@dataclass(frozen=True, eq=False)
class Estimates:
    """What is estimated: frames of numbers whose first group is "all"."""

    medians: pd.DataFrame
    follow_up: pd.DataFrame
    landmarks: pd.DataFrame | None
    means: pd.DataFrame


def estimate(everyone: EventTable, groups: EventTable | None, choice: Choice) -> Estimates:
    """Estimate everything that is printed, the patients together first and then each group."""
    tables = [everyone, groups] if groups else [everyone]
    rule, conf_type = choice.rule, choice.conf_type
    tau = _shared_time(tables[-1]) if choice.tau is None else choice.tau
    medians = [survival_quantile(t, rule=rule, conf_type=conf_type).frame for t in tables]
    reverse = [follow_up(t, rule=rule, conf_type=conf_type).frame for t in tables]
    at = [landmarks(t, choice.at, conf_type=choice.band).frame for t in tables] if choice.at else []
    return Estimates(
        pd.concat(medians, ignore_index=True).rename(columns={"quantile": "median"}),
        pd.concat(reverse, ignore_index=True).rename(columns={"quantile": "median"}),
        pd.concat(at, ignore_index=True) if at else None,
        pd.concat([restricted_mean(t, tau=tau).frame for t in tables], ignore_index=True),
    )


def _shared_time(table: EventTable) -> float | str:
    """Return the latest time to which every group's curve is known."""
    shared = float(restricted_mean(table).frame["tau"].min())
    return shared if shared > 0 else "shared"
