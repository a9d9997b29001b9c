"""How often patients die inside the window that their band predicts, under censoring and naively."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.calibration.bands import by_band, has_names
from analysis.calibration.predictions import units_per_month
from analysis.calibration.survival_at import (
    between,
    pooled_share,
    share_limits,
    survival_at,
    times_before,
    times_up_to,
)
from analysis.cohort import DAYS_PER_MONTH
from analysis.scores import scores
from analysis.scores.definition import Band, Score
from analysis.survival.event_table import EventTable
from analysis.survival.risk_set import RiskSet, risk_sets

ALL = "all"
_COLUMNS = [
    *("reading", "band", "n", "window_low", "window_high", "window_ends"),
    *("estimate", "std_error", "conf_low", "conf_high", "naive", "naive_n", "note"),
]


@dataclass(frozen=True, eq=False)
class WindowAgreement:
    """The share of patients whose survival is in their band's window, for each reading of the score.

    `frame` has the columns reading (the key of the definition whose windows are used), band ("all" first), n,
    window_low and window_high (months, missing where open), window_ends ("[)" holds its start and not its
    end), estimate, std_error, conf_low, conf_high, naive, naive_n and note, which says what is missing and
    why. `excluded` says for each reading who was left out. `not_given` is a sentence where there is no
    window at all.
    """

    frame: pd.DataFrame
    excluded: Mapping[str, Mapping[str, int]]
    days_per_month: float
    conf_type: str
    level: float
    not_given: str = ""


def readings(score: Score) -> tuple[Score, ...]:
    """Return the definitions by whose windows a score is judged: its own first, then its reprints'.

    A reprint counts if it has windows, other ones, and the same totals can be reached in it.

    >>> from analysis.scores import score_of
    >>> [reading.key for reading in readings(score_of("tokuhashi_2005"))]
    ['tokuhashi_2005', 'tokuhashi_2005_seed002']
    >>> [reading.key for reading in readings(score_of("tomita_2001"))]
    ['tomita_2001_seed000']
    """
    origin = score.variant_of or score.key
    family = [other for other in scores().values() if origin in (other.key, other.variant_of)]
    found: dict[Any, Score] = {}
    for member in (score, *family):
        windows = tuple((band.low, band.high, band.window_months, band.window_ends) for band in member.bands)
        if _has_windows(member) and member.reachable == score.reachable:
            found.setdefault(windows, member)
    return tuple(found.values())


def window_agreement(
    table: EventTable,
    score: Score,
    *,
    days_per_month: float = DAYS_PER_MONTH,
    conf_type: str = "log-log",
    level: float = 0.95,
) -> WindowAgreement:
    """Estimate how often survival lies in the window that the band predicts, for every reading of a score.

    The table is one for `by_band`; counted by totals it serves every reading, counted by bands those only
    whose bands are the same. The estimate is the Kaplan-Meier probability of dying inside the window: before
    6 months 1 − S(6−), 6 months or more S(6−), 6 to 12 months with both ends S(6−) − S(12). Over all bands
    it is weighted by their sizes. Standard errors are Greenwood's, over all with the variance of the sizes.
    Limits of a window without an end are those of survival, else 1 minus those of surviving or missing it.
    `naive` is what papers print: the share among the `naive_n` patients whose outcome is known, which
    drops those censored before it was.

    >>> from analysis.scores import score_of
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [2, 6, 8, 4], "dead": [1, 1, 1, 0], "total": 5})
    >>> table = count_events(frame, "t", "dead", ["total"], unit="months")
    >>> found = window_agreement(table, score_of("tokuhashi_2005")).frame
    >>> found.loc[found["band"] == "0-8", ["estimate", "naive"]].round(3).values.tolist()
    [[0.25, 0.333], [0.25, 0.333]]
    """
    month = units_per_month(table.unit, days_per_month=days_per_month)
    asked = _same_bands(score) if has_names(table) else readings(score)
    found, excluded = [], {}
    for reading in asked:
        banded = by_band(table, reading)
        excluded[reading.key] = {
            reason: n for reason, n in banded.excluded.items() if reason not in table.excluded
        }
        found.append(_of_reading(banded, reading, month, conf_type, level))
    frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_COLUMNS)
    not_given = "" if found else f"Agreement is not given: {_obstacle(score)}."
    return WindowAgreement(frame, excluded, days_per_month, conf_type, level, not_given)


def _has_windows(score: Score) -> bool:
    return any(band.window_months is not None for band in score.bands)


def _obstacle(score: Score) -> str:
    others = ", ".join(reading.key for reading in readings(score))
    if others:
        return (
            f"the windows are those of {others}, whose bands are others; count the patients by their totals"
        )
    return f"{score.key} predicts no window of survival"


def _same_bands(score: Score) -> tuple[Score, ...]:
    names = [band.name for band in score.bands]
    return tuple(r for r in readings(score) if [band.name for band in r.bands] == names)


def _of_reading(
    banded: EventTable, reading: Score, month: float, conf_type: str, level: float
) -> pd.DataFrame:
    groups = {group.group: group for group in risk_sets(banded)} if banded.n else {}
    bands = [_of_band(band, groups.get(band.name), month, conf_type, level) for band in reading.bands]
    rows = [_over_all(bands, conf_type, level), *bands]
    return pd.DataFrame(rows).assign(reading=reading.key)[_COLUMNS]


def _of_band(band: Band, group: RiskSet | None, month: float, conf_type: str, level: float) -> dict[str, Any]:
    low, high = band.window_months or (None, None)
    row = {
        "band": band.name,
        "n": group.n if group else 0,
        "window_low": np.nan if low is None else float(low),
        "window_high": np.nan if high is None else float(high),
        "window_ends": band.window_ends if band.window_months else "",
        **dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high", "naive"), np.nan),
        "naive_n": 0,
    }
    if group is None:
        return {**row, "note": f"Agreement of {band.name} is not given: no patient is in it."}
    if band.window_months is None:
        return {**row, "note": f"Agreement of {band.name} is not given: no window is predicted."}
    start, end = (low or 0) * month, None if high is None else high * month
    estimate, error = _inside(group, start, end, band.window_ends)
    limits = share_limits(estimate, error, surviving=high is None, conf_type=conf_type, level=level)
    agree, known = _known(group, start, end, band.window_ends)
    row |= {"estimate": estimate, "std_error": error, "conf_low": limits[0], "conf_high": limits[1]}
    row |= {"naive": agree / known if known else np.nan, "naive_n": known}
    return {**row, "note": _note(row, band.name)}


def _inside(group: RiskSet, start: float, end: float | None, ends: str) -> tuple[float, float]:
    """Return the probability of dying inside a window and its standard error."""
    alive = survival_at(group, start, before=ends[0] == "[")
    later = (0.0, np.inf) if end is None else survival_at(group, end, before=ends[1] == ")")
    return between(alive, later)


def _known(group: RiskSet, start: float, end: float | None, ends: str) -> tuple[int, int]:
    """Return how many patients are known to have been in the window, and of how many that is known at all.

    The event tells it; so does being followed to the end of the window, or to the start of an endless one.
    """
    first = times_before(group, start) if ends[0] == "[" else times_up_to(group, start)
    followed = times_before(group, start if end is None else end)
    beyond = int(group.n_censor[followed:].sum())
    if end is None:
        return int(group.n_event[first:].sum()) + beyond, group.events + beyond
    last = times_before(group, end) if ends[1] == ")" else times_up_to(group, end)
    return int(group.n_event[first:last].sum()), group.events + beyond


def _over_all(bands: Sequence[Mapping[str, Any]], conf_type: str, level: float) -> dict[str, Any]:
    held = [band for band in bands if band["n"] > 0]
    row: dict[str, Any] = {"band": ALL, "n": sum(band["n"] for band in held)}
    row |= {"window_low": np.nan, "window_high": np.nan, "window_ends": ""}
    if not held:
        empty = dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high", "naive"), np.nan)
        return {**row, **empty, "naive_n": 0, "note": "Agreement is not given: no patient is in any band."}
    n, shares, errors = ([band[name] for band in held] for name in ("n", "estimate", "std_error"))
    estimate, error = pooled_share(n, shares, errors)
    low, high = share_limits(estimate, error, surviving=False, conf_type=conf_type, level=level)
    known = sum(band["naive_n"] for band in held)
    agree = sum(band["naive"] * band["naive_n"] for band in held if band["naive_n"])
    row |= {"estimate": estimate, "std_error": error, "conf_low": low, "conf_high": high}
    row |= {"naive": agree / known if known else np.nan, "naive_n": known}
    silent = [band["band"] for band in held if np.isnan(band["estimate"])]
    because = f"Agreement over all is not given: it is missing for {', '.join(silent)}."
    return {**row, "note": because if silent else _note(row, "all patients")}


def _note(row: Mapping[str, Any], name: str) -> str:
    if np.isnan(row["estimate"]):
        return f"Agreement of {name} is not given: follow-up ended before the window did."
    if np.isnan(row["conf_low"]):
        return f"Agreement of {name} has no interval: it is {row['estimate']:g}."
    return ""
