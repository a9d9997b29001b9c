"""What a Cox model is fitted on: covariates as columns, and how many of each profile leave when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from analysis.errors import DataError
from analysis.survival.cells import level_name
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import Floats, Integers


@dataclass(frozen=True)
class Column:
    """One coefficient: a level against the reference of its variable, or one unit of a number.

    `level` and `reference` are empty for a number.
    """

    variable: str
    level: str = ""
    reference: str = ""

    @property
    def term(self) -> str:
        """The column's name, "sex: male" for a level and "age_years" for a number."""
        return f"{self.variable}: {self.level}" if self.level else self.variable


@dataclass(frozen=True, eq=False)
class Design:
    """Counts of profiles at the moments of events.

    A profile is a combination of covariates that patients have: a row of `values`, whose columns have mean
    0 and standard deviation 1 over the patients, after division by `scale`. A moment is a time at which a
    stratum has events, sorted by stratum and time. `leaving` counts, moments × profiles, those whose last
    moment at risk this is; `events` those who have the event at it. `ends` are the strata's last moments.
    """

    columns: tuple[Column, ...]
    values: Floats
    scale: Floats
    ticks: Integers
    ends: Integers
    leaving: Any
    events: Any

    @property
    def starts(self) -> Integers:
        """The strata's first moments."""
        return np.append(0, self.ends[:-1] + 1)

    @cached_property
    def tied(self) -> Integers:
        """The number of events at each moment."""
        return np.asarray(self.events.sum(axis=1), dtype=np.int64).ravel()

    @cached_property
    def first_event(self) -> Integers:
        """The place of each moment's first event, were the events listed moment by moment."""
        return np.append(0, self.tied.cumsum()[:-1])

    @cached_property
    def share_passed(self) -> Floats:
        """Of each event, were they listed, the share of its moment's events that come before it."""
        place = np.arange(self.tied.sum()) - np.repeat(self.first_event, self.tied)
        share: Floats = place / np.repeat(self.tied, self.tied)
        return share


def design(
    table: EventTable,
    terms: Sequence[str],
    *,
    continuous: Collection[str],
    reference: Mapping[str, Any],
    stratified_by: Sequence[str],
) -> Design:
    """Return the design of a table whose strata are the terms and `stratified_by`, kind 1 being the event."""
    counts = table.counts
    n, happened = counts["n"].to_numpy(), (counts["kind"] == 1).to_numpy()
    profile, first = _codes(counts, terms)
    profiles = counts.loc[first, list(terms)]
    patients = np.bincount(profile, n)
    columns, values = _columns(profiles, terms, continuous, reference)
    centred = values - np.average(values, axis=0, weights=patients)
    scale = np.sqrt(np.average(centred**2, axis=0, weights=patients))
    scale[scale == 0] = 1
    stratum, _ = _codes(counts, stratified_by)
    ticks, when = np.unique(counts["time"].to_numpy(), return_inverse=True)
    key = stratum * len(ticks) + when
    moments = np.unique(key[happened])
    last = np.searchsorted(moments, key, side="right") - 1
    # Who leaves before the first event of the stratum is never at risk at one
    at_risk = (last >= 0) & (moments[last] // len(ticks) == stratum)
    shape = (len(moments), len(profiles))
    return Design(
        columns,
        centred / scale,
        scale,
        ticks[moments % len(ticks)],
        np.flatnonzero(np.diff(moments // len(ticks), append=-1)),
        csr_matrix((n[at_risk], (last[at_risk], profile[at_risk])), shape=shape, dtype=float),
        csr_matrix((n[happened], (last[happened], profile[happened])), shape=shape, dtype=float),
    )


def _codes(counts: pd.DataFrame, names: Sequence[str]) -> tuple[Integers, Integers]:
    """Return which combination of the strata named each row has, and a row of each combination."""
    if not names:
        return np.zeros(len(counts), dtype=np.int64), np.zeros(1, dtype=np.int64)
    code = np.asarray(counts.groupby(list(names), observed=True).ngroup(), dtype=np.int64)
    return code, np.asarray(np.unique(code, return_index=True)[1], dtype=np.int64)


def _columns(
    profiles: pd.DataFrame, terms: Sequence[str], continuous: Collection[str], reference: Mapping[str, Any]
) -> tuple[tuple[Column, ...], Floats]:
    columns: list[Column] = []
    values: list[Floats] = []
    for variable in terms:
        held = profiles[variable]
        if variable in continuous:
            columns.append(Column(variable))
            values.append(_numbers(held))
            continue
        levels = {level_name(level): level for level in held.cat.remove_unused_categories().cat.categories}
        against = reference_level(variable, tuple(levels), reference)
        for name in levels:
            if name != against:
                columns.append(Column(variable, name, against))
                values.append((held == levels[name]).to_numpy(dtype=float))
    return tuple(columns), np.column_stack(values) if values else np.zeros((len(profiles), 0))


def _numbers(held: "pd.Series[Any]") -> Floats:
    if not pd.api.types.is_numeric_dtype(held.cat.categories.dtype):
        raise DataError(
            f"The covariate {held.name!r} was asked for as a number and holds text: fit it by levels."
        )
    return held.to_numpy(dtype=float)


def reference_level(variable: str, levels: Sequence[str], reference: Mapping[str, Any]) -> str:
    """Return the level that the others of a variable are compared with: the one asked for, or the first."""
    if variable not in reference:
        return levels[0]
    asked = level_name(reference[variable])
    if asked not in levels:
        raise DataError(
            f"The reference {asked!r} is no level that patients of {variable} have: choose one of "
            f"{', '.join(levels)}."
        )
    return asked
