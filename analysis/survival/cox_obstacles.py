"""Why a Cox model has no estimates: each reason found before or after the search, as a clause."""

import numpy as np
import pandas as pd

from analysis.survival.cox_counts import Maximum, PartialLikelihood
from analysis.survival.cox_design import Column
from analysis.survival.event_table import EventTable

_NEGLIGIBLE = 1e-9
"""Share of a covariate's variance up to which what is left of it is rounding."""


def without_contrast(frame: pd.DataFrame, table: EventTable) -> str:
    """Return what the counts of events by level forbid, or "": no event at all, or none of a level."""
    if not table.n:
        return "no patient was counted"
    if not table.counts["kind"].any():
        return "no patient had the event"
    for variable, rows in frame.groupby("variable", sort=False):
        if len(rows) == 1 and table.counts[variable].nunique() == 1:
            return f"all patients have the same {variable}, {table.counts[variable].iloc[0]}"
        silent = rows.loc[(rows["events"] == 0), "level"]
        if len(silent):
            return (
                f"no patient with {variable} {', '.join(silent)} had the event, so that the hazard ratio is "
                "0 or endless (separation); join levels or leave it out"
            )
    return ""


def unidentified(at: PartialLikelihood) -> str:
    """Return which covariate the others determine, or "", from the likelihood at coefficients of 0."""
    information, columns = at.information(), at.design.columns
    events = at.design.tied.sum()
    for j, column in enumerate(columns):
        own = information[j, j]
        if own <= _NEGLIGIBLE * events:
            return f"no event happened while patients who differ in {_named(column)} were at risk"
        share = np.linalg.solve(information[:j, :j], information[:j, j])
        if own - share @ information[:j, j] <= _NEGLIGIBLE * own:
            telling = np.abs(share) * np.sqrt(np.diag(information)[:j] / own) > np.sqrt(_NEGLIGIBLE)
            others = dict.fromkeys(columns[k].variable for k in np.flatnonzero(telling))
            return f"{_named(column)} is determined by {' and '.join(others)} (collinear); leave one out"
    return ""


def endless_coefficients(maximum: Maximum) -> str:
    """Return whose coefficients grow without bound, or "" where the maximum was found."""
    if maximum.found:
        return ""
    columns: tuple[Column, ...] = maximum.likelihood.design.columns
    endless = [_named(columns[k]) for k in np.flatnonzero(maximum.endless)]
    if not endless:
        return "the search for the largest likelihood did not come to rest"
    verb = "has" if len(endless) == 1 else "have"
    return (
        f"{' and '.join(endless)} {verb} no finite hazard ratio, since the order of the events follows "
        "without exception (separation); join levels or leave out a covariate"
    )


def _named(column: Column) -> str:
    return f"{column.variable} {column.level}".strip()
