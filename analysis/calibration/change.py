"""Whether a score holds equally well in every period, centre, primary or treatment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.calibration.bands import subtables
from analysis.calibration.influence import FEW_EVENTS
from analysis.calibration.subgroups import IDENTITY, LOG, LOGIT, by_subgroup, compare_estimates
from analysis.errors import DataError
from analysis.survival.event_table import EventTable

_SCALES: Mapping[str, str] = {"harrell_c": LOGIT, "uno_c": LOGIT, "auc": LOGIT, "agreement": LOGIT, "oe": LOG}
"""On which scale a metric, by the first word of its name, is compared; the others on their own."""
OF_THE_COHORT = ("brier_null", "integrated_brier_null")
"""Metrics of the cohort's own survival, whose differences say nothing of the score."""
_METRICS = [
    *("group", "metric", "horizon", "n", "events"),
    *("estimate", "std_error", "conf_low", "conf_high", "note"),
]
_TESTS = ["metric", "horizon", "test", "groups", "statistic", "df", "p_value", "scale"]

Measure = Callable[[EventTable], pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Change:
    """A score's metrics in each group of patients, and tests of whether they differ.

    `frame` has the columns group, metric, horizon, n, events, estimate, std_error, conf_low, conf_high and
    note. `tests` has the columns metric, horizon, test ("heterogeneity", and "trend" where the groups have an
    order), groups (how many could be compared), statistic, df, p_value and scale. `not_tested` are sentences
    on who and what could not be compared.
    """

    stratum: str
    frame: pd.DataFrame
    tests: pd.DataFrame
    not_tested: tuple[str, ...]


def metrics_by_group(measures: Sequence[tuple[EventTable, Measure]], stratum: str) -> Change:
    """Return metrics in each level of a stratum, and test each metric for a difference between the levels.

    Each measure takes the table of one level's patients and returns a frame like that of `Metrics`; its table
    has `stratum` beside the strata that the measure reads. Metrics are compared by Cochran's Q, proportions
    on the log odds and O/E on the log scale. A group in which fewer than ten had the event (or which holds
    fewer than ten patients, where a metric counts no events) is shown and not compared, since the error of
    its estimate can't be trusted. A stratum that nobody has is a DataError.
    """
    held = [(table, measure) for table, measure in measures if table.n]
    if not held:
        raise DataError(f"No patient with {stratum} can be judged, so groups of it can't be compared.")
    lines = [
        {name: line.get(name) for name in _METRICS}
        for table, measure in held
        for line in by_subgroup(table, stratum, measure).to_dict("records")
    ]
    every = pd.DataFrame(lines).astype({"horizon": float, "events": float})
    refused = every.loc[every["metric"].isna(), ["group", "note"]].drop_duplicates()
    sentences = [*_without(held, stratum)]
    sentences += [f"{group}: {note}" for group, note in refused.itertuples(index=False)]
    frame = every[every["metric"].notna()].reset_index(drop=True)
    rank = {group: score for table, _ in held for group, score in _order(table, stratum)}
    tests: list[dict[str, Any]] = []
    for (metric, horizon), part in frame.groupby(["metric", "horizon"], sort=False, dropna=False):
        if metric in OF_THE_COHORT or part["estimate"].isna().all():
            continue
        compared = list(_tests(part, str(metric), rank))
        tests += compared
        if not compared:
            sentences.append(f"{metric}{_at(horizon)} is not tested: fewer than two groups can be compared.")
    return Change(stratum, frame, pd.DataFrame(tests, columns=_TESTS), tuple(sentences))


def _without(measures: Sequence[tuple[EventTable, Measure]], stratum: str) -> Iterator[str]:
    """Return how many of the patients who are judged are in no group, if there are any."""
    n = max(table.excluded.get(f"{stratum} missing", 0) for table, _ in measures)
    if n:
        yield f"{n} {'patient is' if n == 1 else 'patients are'} in no group, for want of {stratum}."


def _order(table: EventTable, stratum: str) -> Iterator[tuple[str, float]]:
    """Return each group with its place in the groups' order, nothing where they have none."""
    groups = table.margin(stratum)
    return zip(subtables(groups, stratum), groups.scores or (), strict=False)


def _tests(part: pd.DataFrame, metric: str, rank: Mapping[str, float]) -> Iterator[dict[str, Any]]:
    """Return the tests of one metric over the groups that hold enough events."""
    enough = part[part["events"].fillna(part["n"]) >= FEW_EVENTS]
    order = [rank[group] for group in enough["group"]] if rank else None
    compared = compare_estimates(enough, scale=_SCALES.get(metric.split()[0], IDENTITY), trend=order)
    named = {"metric": metric, "horizon": part["horizon"].iloc[0], "scale": compared.scale}
    for test, statistic, df, p_value in compared.tests.itertuples(index=False):
        found = {"test": test, "statistic": statistic, "df": df, "p_value": p_value}
        yield {**named, **found, "groups": int((compared.frame["weight"] > 0).sum())}


def _at(horizon: Any) -> str:
    return "" if pd.isna(horizon) else f" at {horizon:g}"
