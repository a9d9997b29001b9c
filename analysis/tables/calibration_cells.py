"""What the tables of calibration share: the cells of a metric, and the notes of a frame in few words."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.tables.format import NO_NUMBER, Style, bracketed, interval, number, observed
from analysis.tables.survival import TIME_DIGITS
from analysis.tables.words import WORDS, word

DIGITS = 3
METRIC_HEADER = ("metric", "horizon", "n", "events", "estimate", "std_error", "interval_95")
"""The words over `metric_cells`."""

_TIMED = re.compile(r"(?P<what>.+?) at (?P<time>[0-9.]+(?:e[+-]?[0-9]+)?)(?P<rest>\b.*)", re.DOTALL)


def metric_cells(line: Mapping[str, Any], style: Style) -> tuple[str, ...]:
    """Return metric, horizon, n, events, estimate, standard error and interval as texts."""
    name = metric_name(line["metric"], style.lang)
    return (name, time_cell(line["horizon"], style), *estimate_cells(line, style))


def estimate_cells(line: Mapping[str, Any], style: Style) -> tuple[str, ...]:
    """Return n, events, estimate, standard error and interval as texts."""
    estimate, error, low, high = (
        number(line[name], DIGITS, style) for name in ("estimate", "std_error", "conf_low", "conf_high")
    )
    events = "" if pd.isna(line["events"]) else str(int(line["events"]))
    return (str(int(line["n"])), events, estimate, error, interval(low, high, style))


def with_interval(line: Mapping[str, Any], names: tuple[str, str, str], style: Style) -> str:
    """Return an estimate with its limits in brackets, without them where it has none."""
    estimate, low, high = (number(line[name], DIGITS, style) for name in names)
    limits = interval(low, high, style)
    return estimate if NO_NUMBER in (estimate, limits) else bracketed(estimate, limits, style)


def metric_name(metric: Any, lang: str) -> str:
    """Return what a metric is called; of one of several readings the reading follows in brackets."""
    name, _, reading = str(metric).partition(" (")
    known = known_word(metric if metric in WORDS else name, lang)
    return f"{known} ({reading}" if reading and metric not in WORDS else known


def known_word(name: Any, lang: str) -> str:
    """Return a word of the tables in a language, or what is no such word as it is."""
    return word(name, lang) if name in WORDS else str(name)


def time_cell(time: Any, style: Style) -> str:
    """Return a time with as many decimals as it needs, "" where there is none."""
    return "" if pd.isna(time) else observed([time], TIME_DIGITS, style)[0]


def with_notes(note: str, notes: Iterable[Any], style: Style) -> str:
    """Return a table's note, and after it each of its rows' notes once.

    Those that differ in their time alone are one sentence that names all the times.

    >>> from analysis.tables.format import STYLES
    >>> said = [f"The AUC at {time} days is not given: no events." for time in (91.3125, 180)]
    >>> with_notes("AUC.", said, STYLES["en"])
    'AUC. The AUC at 91.31, 180 days is not given: no events.'
    """
    times: dict[tuple[str, str], list[str]] = {}
    for text in dict.fromkeys(text for text in notes if isinstance(text, str) and text):
        timed = _TIMED.fullmatch(text)
        key = (timed["what"], timed["rest"]) if timed else (text, "")
        times.setdefault(key, []).extend([time_cell(float(timed["time"]), style)] if timed else [])
    said = [f"{what} at {', '.join(found)}{rest}" if found else what for (what, rest), found in times.items()]
    return " ".join([note, *said])
