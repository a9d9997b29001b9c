"""Survival estimates laid out as printed tables in a language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.tables.columns import ALL
from analysis.tables.format import STYLES, Style, interval, number, observed, p_value
from analysis.tables.printed import PrintedRow, PrintedTable, lines_of
from analysis.tables.words import word, words

TIME_DIGITS = 2
"""Decimals of a time, where it needs any."""

SHARE_DIGITS = 3

_EVENTS = {"survival": "events", "follow_up": "censored"}

Naming = Callable[[str], str]


def median_table(
    medians: pd.DataFrame,
    *,
    unit: str,
    rule: str,
    conf_type: str,
    of: str = "survival",
    lang: str = "en",
    names: Naming = str,
) -> PrintedTable:
    """Lay out medians by group: n, events, median, its standard error where the rule has one, interval.

    medians: columns group, n, events, median, std_error, conf_low, conf_high and their status columns.
    of: "survival", or "follow_up", whose events are the censorings. names: what groups are called. The
    rule and the interval are named in the note.
    """
    style = STYLES[lang]
    with_error = bool(medians["std_error"].notna().any())
    header = ["group", "n", _EVENTS[of], "Median", *(["std_error"] if with_error else []), "interval_95"]
    rows = []
    for line in lines_of(medians):
        error = [number(line["std_error"], TIME_DIGITS, style)] if with_error else []
        cells = (_time(line, "median", "status", style), *error, _limits(line, style))
        rows.append(
            PrintedRow((_name(line["group"], lang, names), str(line["n"]), str(line["events"]), *cells))
        )
    note = word("note_median", lang).format(unit=word(unit, lang), rule=rule, conf_type=conf_type)
    return PrintedTable(f"median_{of}", word(f"median_{of}", lang), words(header, lang), tuple(rows), note)


def landmark_table(
    landmarks: pd.DataFrame, *, unit: str, conf_type: str, lang: str = "en", names: Naming = str
) -> PrintedTable:
    """Lay out survival at given times by group, with the number at risk just before each.

    landmarks: columns group, time, n_risk, estimate, std_error, conf_low, conf_high and status.
    """
    style = STYLES[lang]
    rows = []
    for line in lines_of(landmarks):
        time = observed([line["time"]], TIME_DIGITS, style)[0]
        cells = (time, str(line["n_risk"]), *_estimate(line, SHARE_DIGITS, style))
        rows.append(PrintedRow((_name(line["group"], lang, names), *cells)))
    header = ("group", "time", "at_risk", "survival", "std_error", "interval_95")
    note = word("note_landmark", lang).format(unit=word(unit, lang), conf_type=conf_type)
    return PrintedTable("landmarks", word("landmark_caption", lang), words(header, lang), tuple(rows), note)


def incidence_table(
    incidence: pd.DataFrame,
    *,
    unit: str,
    variance: str,
    conf_type: str,
    lang: str = "en",
    names: Naming = str,
    causes: Naming = str,
) -> PrintedTable:
    """Lay out the cumulative incidence of each cause at given times by group.

    incidence: columns group, cause, time, n_risk, n_event, estimate, std_error, conf_low, conf_high and
    status. causes: what causes are called. The variance and the interval are named in the note.
    """
    style = STYLES[lang]
    rows = []
    for line in lines_of(incidence):
        time = observed([line["time"]], TIME_DIGITS, style)[0]
        counts = (str(line["n_risk"]), str(line["n_event"]))
        cells = (causes(line["cause"]), time, *counts, *_estimate(line, SHARE_DIGITS, style))
        rows.append(PrintedRow((_name(line["group"], lang, names), *cells)))
    header = ("group", "cause", "time", "at_risk", "events", "incidence", "std_error", "interval_95")
    note = word("note_incidence", lang).format(unit=word(unit, lang), variance=variance, conf_type=conf_type)
    return PrintedTable("incidence", word("incidence_caption", lang), words(header, lang), tuple(rows), note)


def mean_table(means: pd.DataFrame, *, unit: str, lang: str = "en", names: Naming = str) -> PrintedTable:
    """Lay out mean survival restricted to tau by group.

    means: columns group, n, tau, estimate, std_error, conf_low, conf_high and status.
    """
    style = STYLES[lang]
    rows = []
    for line in lines_of(means):
        tau = observed([line["tau"]], TIME_DIGITS, style)[0]
        cells = (str(line["n"]), tau, *_estimate(line, TIME_DIGITS, style))
        rows.append(PrintedRow((_name(line["group"], lang, names), *cells)))
    header = ("group", "n", "tau", "restricted_mean", "std_error", "interval_95")
    note = word("note_mean", lang).format(unit=word(unit, lang))
    return PrintedTable(
        "restricted_means", word("mean_caption", lang), words(header, lang), tuple(rows), note
    )


def test_table(tests: Sequence[Any], *, lang: str = "en") -> PrintedTable:
    """Lay out tests between groups: χ², degrees of freedom and p; in the note, why one is not given.

    tests: results with the fields test, statistic, df, p_value and not_tested.
    """
    style = STYLES[lang]
    rows = [
        PrintedRow((t.test, number(t.statistic, SHARE_DIGITS, style), str(t.df), p_value(t.p_value, style)))
        for t in tests
        if not t.not_tested
    ]
    note = " ".join(t.not_tested for t in tests if t.not_tested)
    header = words(("test", "chi_squared", "df", "p"), lang)
    return PrintedTable("survival_tests", word("test_caption", lang), header, tuple(rows), note)


def _name(group: str, lang: str, names: Naming) -> str:
    return word("all", lang) if group == ALL else names(group)


def _time(line: Mapping[str, Any], name: str, status: str, style: Style) -> str:
    if line[status] != "reached":
        return word(str(line[status]).replace(" ", "_"), style.lang)
    return observed([line[name]], TIME_DIGITS, style)[0]


def _estimate(line: Mapping[str, Any], digits: int, style: Style) -> tuple[str, str, str]:
    """Return an estimate, its standard error and its interval."""
    absent = "not_estimable" if line["status"] != "estimated" else None
    low, high = (number(line[name], digits, style) for name in ("conf_low", "conf_high"))
    estimate = number(line["estimate"], digits, style, absent=absent)
    return estimate, number(line["std_error"], digits, style), interval(low, high, style)


def _limits(line: Mapping[str, Any], style: Style) -> str:
    limits = [_time(line, name, f"{name}_status", style) for name in ("conf_low", "conf_high")]
    return interval(limits[0], limits[1], style)
