"""What rules ask for that stands in no one column: totals of scores, days between dates, the primary unknown.

Each becomes a column of its own where the columns that it needs are there; it is missing where they are.
"""

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
import pandas as pd

from analysis.cohort import Cohort
from analysis.scores import scores
from analysis.scores.core import evaluate_all, reads

TOTALS = ("tomita_2001", "tokuhashi_2005", "sins_2010")
"""The scores whose totals rules ask for; the source's version, not a reprint."""

UNKNOWN_PRIMARY = "unknown_primary"
_DAYS = {
    "drug_free_days": ("targeted_therapy_end_date", "surgery_date"),
    "days_from_radiotherapy_to_surgery": ("radiotherapy_end_date", "surgery_date"),
    "days_from_surgery_to_radiotherapy": ("surgery_date", "radiotherapy_start_date"),
}
"""Number of days → the dates from which and to which they count; 0 where the second came first."""


def with_facts(cohort: Cohort, asked: Collection[str]) -> pd.DataFrame:
    """Return the rows of a cohort in pandas, with the totals, days and flags that rules ask for.

    Of the totals only those `asked` for are computed. A total stands under its score's key, beside its ends
    `…_low` and `…_high`.
    """
    frame = _with_totals(cohort, [key for key in TOTALS if key in asked])
    columns: dict[str, Any] = {
        name: (frame[end] - frame[start]).clip(lower=0)
        for name, (start, end) in _DAYS.items()
        if {start, end} <= set(frame.columns)
    }
    if "surgery_date" in frame:
        columns |= _order_of_radiotherapy(frame)
    if "primary_site" in frame:
        columns["primary_unknown"] = _primary_unknown(frame["primary_site"])
    if "pregnancy" in frame and "sex" in frame:
        columns["pregnancy"] = _filled(frame, "pregnancy", frame["sex"].eq("male"))
    painless = [
        frame[name].eq(least) for name, least in (("pain", "none"), ("pain_score", 0)) if name in frame
    ]
    if painless:
        columns["severe_pain"] = _filled(frame, "severe_pain", reduce(or_, painless))
    return frame.assign(**columns)


def _with_totals(cohort: Cohort, keys: Iterable[str]) -> pd.DataFrame:
    frame: pd.DataFrame = cohort.frame
    wanted = [scores()[key] for key in keys if reads(scores()[key], frame)]
    if not wanted:
        return frame
    scored: pd.DataFrame = evaluate_all(wanted, cohort).frame
    return scored.assign(**{score.key: scored[score.column("total")] for score in wanted})


def _order_of_radiotherapy(frame: pd.DataFrame) -> dict[str, Any]:
    """Return whether radiotherapy came before and after surgery: one begun on the day itself came after."""
    dates = [name for name in ("radiotherapy_start_date", "radiotherapy_end_date") if name in frame]
    if not dates and "radiotherapy" not in frame:
        return {}
    never = pd.Series(np.nan, index=frame.index)
    surgery = frame["surgery_date"]
    start, end = (
        frame.get(name, never).astype(float) for name in ("radiotherapy_start_date", "radiotherapy_end_date")
    )
    none = frame["radiotherapy"].eq("none") if "radiotherapy" in frame else pd.Series(False, frame.index)
    before, after = (start < surgery) | (end < surgery), (start >= surgery) | (end > surgery)
    return {
        "radiotherapy_before_surgery": _flag(before, none | (start >= surgery)),
        "radiotherapy_after_surgery": _flag(after, none | ((end <= surgery) & ~after)),
    }


def _primary_unknown(primary: "pd.Series[Any]") -> "pd.Series[Any]":
    """A set of keys of which one is the unknown primary leaves it open."""
    text = primary.astype(object)
    holds = text.map(lambda cell: UNKNOWN_PRIMARY in str(cell).split("|")).astype(bool)
    return _flag(text.eq(UNKNOWN_PRIMARY), text.notna() & ~holds)


def _filled(frame: pd.DataFrame, name: str, surely_no: "pd.Series[bool]") -> "pd.Series[Any]":
    """Return a flag whose empty cells are a no where another column rules it out."""
    empty = pd.Series(None, index=frame.index, dtype=object)
    own = frame.get(name, empty).astype(object)
    return own.mask(own.isna() & surely_no, "no")


def _flag(holds: "pd.Series[Any]", fails: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return yes, no and, where neither is sure, missing."""
    sure_yes, sure_no = (answer.astype("boolean").fillna(False) for answer in (holds, fails))
    found = pd.Series(None, index=holds.index, dtype=object)
    return found.mask(sure_no, "no").mask(sure_yes, "yes")
