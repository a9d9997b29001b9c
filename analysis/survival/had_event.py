"""Who had the event: 0, 1 or missing, whichever way a registry writes it."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from analysis.cohort import Cohort
from analysis.dictionary import fold
from analysis.errors import DataError


def can_die(known: Mapping[str, int]) -> bool:
    """Return whether a cohort says who died; `known` counts the values of each column."""
    return bool(known.get("died") or known.get("death_date"))


def had_event(cohort: Cohort, known: Mapping[str, int], event: str, cause: str | None) -> nw.Expr:
    """Return an event's column as 0, 1 or missing.

    Of the event died, a date of death says yes where died is silent, and decides without it. Where `cause`
    is the same column, every value is an event, except what is known to be none. A column that is absent,
    or holds anything else, is a DataError.
    """
    by_cause = event == cause
    if event != "died" or not known.get("death_date"):
        return _flagged(cohort, event, by_cause=by_cause)
    dated = nw.when(~nw.col("death_date").is_null()).then(nw.lit(1.0))
    if not known.get("died"):
        return dated.otherwise(nw.lit(0.0))
    return nw.coalesce(_flagged(cohort, "died", by_cause=by_cause), dated)


def _flagged(cohort: Cohort, column: str, *, by_cause: bool) -> nw.Expr:
    frame = nw.from_native(cohort.kept()).lazy()
    if column not in frame.collect_schema():
        raise DataError(
            f"{cohort.source.name} has no column {column!r} for who had the event: name one with --event."
        )
    values = frame.select(column).unique().collect("pandas").to_native()[column].dropna().tolist()
    coded = {value: _coded(value, cohort) for value in values}
    if by_cause:
        coded = {value: int(code != 0) for value, code in coded.items()}
    odd = [value for value, code in coded.items() if code is None]
    if odd:
        raise DataError(
            f"The column {column!r} can't say who had the event, since it holds "
            f"{', '.join(map(str, odd[:3]))}: 0/1, yes/no or a text that the dictionary knows for died "
            "are allowed; recode it, name another with --event, or --cause too if these are causes."
        )
    # A censoring indicator (CNSR) is coded the other way round
    codes = (0, 1) if column == "censored" else (1, 0)
    yes, no = ([value for value, code in coded.items() if code == which] for which in codes)
    return (
        nw.when(nw.col(column).is_in(yes))
        .then(nw.lit(1.0))
        .otherwise(nw.when(nw.col(column).is_in(no)).then(nw.lit(0.0)))
    )


def _coded(value: Any, cohort: Cohort) -> int | None:
    if isinstance(value, str):
        texts = cohort.dictionary["died"].level_of_text if "died" in cohort.dictionary else {}
        return {"yes": 1, "no": 0, "1": 1, "0": 0}.get(texts.get(fold(value), fold(value)))
    return int(value) if value in (0, 1) else None
