"""How much groups differ: restricted means by difference and ratio, and survival at given times."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import erfc, exp, hypot, isnan, log, nan, sqrt
from typing import Any

import pandas as pd

from analysis.errors import DataError
from analysis.survival.comparison import without_pairs
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import landmarks, normal_quantile
from analysis.survival.restricted_mean import restricted_mean

_Row = dict[Hashable, Any]
_WALD = ("std_error", "conf_low", "conf_high", "statistic", "p_value")


@dataclass(frozen=True, eq=False)
class MeanContrasts:
    """The restricted means of pairs of groups, compared.

    `frame` has the columns group, reference, tau, contrast ("difference": group − reference, in `unit`;
    "ratio": group ÷ reference), estimate, std_error (of the ratio: of its logarithm), conf_low, conf_high,
    statistic (z), p_value and note: what is missing and why, otherwise empty. `horizon` says how tau was
    chosen, as in `RestrictedMeans`. `not_given` says why there is no pair, otherwise it is empty.
    """

    frame: pd.DataFrame
    unit: str
    horizon: str
    level: float
    not_given: str = ""


@dataclass(frozen=True, eq=False)
class LandmarkDifferences:
    """The survival of pairs of groups at given times, compared.

    `frame` has the columns group, reference, time, estimate (survival of group − of reference), std_error,
    conf_low, conf_high, statistic (z), p_value and note: what is missing and why, otherwise empty.
    `not_given` says why there is no pair, otherwise it is empty.
    """

    frame: pd.DataFrame
    unit: str
    level: float
    not_given: str = ""


def restricted_mean_contrasts(
    table: EventTable, *, tau: float | str = "shared", reference: str | None = None, level: float = 0.95
) -> MeanContrasts:
    """Compare the groups' mean survival times up to tau, by difference and by ratio.

    Every pair of groups is compared, the earlier one being the reference; or, where `reference` names a
    group, every other one with it. tau is a time, "shared" or "common", as in `restricted_mean`, and is one
    for all pairs. The default is the latest time to which every group's curve is known, which for two
    groups is survRM2's default. Variances are those of `restricted_mean`, which are survRM2's too; limits
    and p are normal, for the ratio on its logarithm by the delta method. An unknown reference, or the tau
    "individual", is a DataError. Source: Royston and Parmar 2013, doi:10.1186/1471-2288-13-152.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 3, 4, 2, 6, 7], "dead": 1, "arm": [*"aaabbb"]})
    >>> found = restricted_mean_contrasts(count_events(frame, "t", "dead", ["arm"]), tau=6).frame
    >>> found[["group", "reference", "contrast", "estimate"]].round(4).values.tolist()
    [['b', 'a', 'difference', 2.0], ['b', 'a', 'ratio', 1.75]]
    """
    if tau == "individual":
        raise DataError(
            'Restricted means are compared up to one tau, and "individual" is each group\'s own: choose a '
            "time, shared or common."
        )
    means = restricted_mean(table, tau=tau, level=level)
    by_group = {row["group"]: row for row in means.frame.to_dict("records")}
    rows = [
        {"group": group, "reference": other, "tau": by_group[other]["tau"], **contrast}
        for group, other in _pairs(table.groups, reference)
        for contrast in _mean_contrasts(by_group[group], by_group[other], level)
    ]
    columns = ["group", "reference", "tau", "contrast", "estimate", *_WALD, "note"]
    return MeanContrasts(
        pd.DataFrame(rows, columns=columns),
        table.unit,
        means.horizon,
        level,
        without_pairs(table.groups, "The comparison of restricted means"),
    )


def landmark_differences(
    table: EventTable, times: Sequence[float], *, reference: str | None = None, level: float = 0.95
) -> LandmarkDifferences:
    """Compare the groups' survival at given times, in the table's unit.

    Every pair of groups is compared, the earlier one being the reference; or, where `reference` names a
    group, every other one with it. The variance of a difference is the sum of Greenwood's two; limits and p
    are normal on the plain scale. It is missing where either curve is not known at the time, and without
    limits where a curve has reached 0, at which Greenwood's variance doesn't exist. A negative time or an
    unknown reference is a DataError. Source: Klein and others 2007, doi:10.1002/sim.2864.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 3, 5, 2, 6, 7], "dead": 1, "arm": [*"aaabbb"]})
    >>> found = landmark_differences(count_events(frame, "t", "dead", ["arm"]), [4]).frame
    >>> found[["group", "reference", "estimate", "std_error"]].round(4).values.tolist()
    [['b', 'a', 0.3333, 0.3849]]
    """
    known = landmarks(table, times, level=level).frame.to_dict("records")
    at = {(row["group"], row["time"]): row for row in known}
    rows = [
        {
            "group": group,
            "reference": other,
            "time": time,
            **_survival_contrast(at[group, time], at[other, time], level),
        }
        for group, other in _pairs(table.groups, reference)
        for time in sorted(map(float, times))
    ]
    columns = ["group", "reference", "time", "estimate", *_WALD, "note"]
    return LandmarkDifferences(
        pd.DataFrame(rows, columns=columns),
        table.unit,
        level,
        without_pairs(table.groups, "The comparison of survival"),
    )


def _pairs(groups: Sequence[str], reference: str | None) -> list[tuple[str, str]]:
    """Return each group with the reference that it is compared with."""
    if reference is None:
        return [(later, earlier) for earlier, later in combinations(groups, 2)]
    if reference not in groups:
        raise DataError(
            f"There is no group {reference!r} to compare with: choose one of {', '.join(groups)}."
        )
    return [(group, reference) for group in groups if group != reference]


def _mean_contrasts(one: _Row, other: _Row, level: float) -> list[dict[str, Any]]:
    a, b, errors = one["estimate"], other["estimate"], (one["std_error"], other["std_error"])
    difference = {"estimate": a - b, **_wald(a - b, hypot(*errors), level)}
    if a > 0 and b > 0:
        logarithm = _wald(log(a / b), hypot(errors[0] / a, errors[1] / b), level)
        limits = {limit: exp(logarithm[limit]) for limit in ("conf_low", "conf_high")}
        ratio = {"estimate": a / b, **logarithm, **limits}
    else:
        ratio = {"estimate": nan, **_wald(nan, nan, level)}
    return [
        {"contrast": "difference", **difference, "note": _mean_note(one, other)},
        {"contrast": "ratio", **ratio, "note": _mean_note(one, other, divided=True)},
    ]


def _mean_note(one: _Row, other: _Row, *, divided: bool = False) -> str:
    for row in (one, other):
        if isnan(row["estimate"]):
            return f"Not given: the follow-up of {row['group']} ended before {row['tau']:g}."
        if divided and row["estimate"] == 0:
            return f"No ratio is given: the restricted mean of {row['group']} is 0."
    if one["std_error"] == other["std_error"] == 0:
        return (
            f"No interval is given: up to {one['tau']:g} no group had an event that left others at risk, so "
            "that the means have no variance."
        )
    return ""


def _survival_contrast(one: _Row, other: _Row, level: float) -> dict[str, Any]:
    estimate = one["estimate"] - other["estimate"]
    wald = _wald(estimate, hypot(one["std_error"], other["std_error"]), level)
    return {"estimate": estimate, **wald, "note": _survival_note(one, other)}


def _survival_note(one: _Row, other: _Row) -> str:
    for row in (one, other):
        if isnan(row["estimate"]):
            return f"Not given: the follow-up of {row['group']} ended before {row['time']:g}."
    for row in (one, other):
        if row["estimate"] == 0:
            return (
                f"No interval is given: nobody of {row['group']} survived {row['time']:g}, and Greenwood's "
                "variance doesn't exist at 0."
            )
    if one["estimate"] == other["estimate"] == 1:
        return f"No interval is given: neither group had an event up to {one['time']:g}."
    return ""


def _wald(estimate: float, error: float, level: float) -> dict[str, float]:
    """Return the standard error, limits, z and p of an estimate that is 0 where groups are alike.

    Without a variance there is none of them: limits of no width would promise certainty.
    """
    half = normal_quantile(level) * error
    if not error > 0:
        return dict.fromkeys(_WALD, nan)
    z = estimate / error
    values = (error, estimate - half, estimate + half, z, erfc(abs(z) / sqrt(2)))
    return dict(zip(_WALD, values, strict=True))
