"""Numbers and counts as registries write them: 12,5 · 1.234,5 · 65 yaş · >3 · 3+ · 3-5."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.dictionary import Variable, fold
from analysis.loaders.cells import (
    NO_PROOFS,
    Cells,
    Fault,
    Floats,
    Parsed,
    Proofs,
    is_missing,
    text_of,
    without_name,
)
from analysis.loaders.count_words import count_in_words, without_counter
from analysis.loaders.decimals import AMBIGUOUS, UNSIGNED, Mark, proven_marks, settled_mark, value_of

_NUMBER = rf"[+-]?{UNSIGNED}"
_SIGNS = {
    **dict.fromkeys((">=", "=>", "≥", "at least", "en az", "至少", "不少于", "不低于"), ">="),
    **dict.fromkeys(("<=", "=<", "≤", "at most", "up to", "en fazla", "en çok", "最多", "不超过"), "<="),
    **dict.fromkeys((">", "more than", "greater than", "over", "大于", "超过", "多于"), ">"),
    **dict.fromkeys(("<", "less than", "fewer than", "under", "小于", "少于", "不到", "不足"), "<"),
}
_SIGNED = re.compile(rf"({'|'.join(_SIGNS)})\s*({_NUMBER})", re.IGNORECASE)
_OR_MORE = re.compile(
    rf"({_NUMBER})\s*(?:\+|(?:or|and) (?:more|over|above|greater)"
    r"|(?:ve|veya|ya da) (?:üzeri|üstü|daha (?:fazla|çok))|[及或]?以上|[及或]更多)",
    re.IGNORECASE,
)
_TURKISH_THAN = re.compile(
    rf"({_NUMBER})\s*['’]?[dt][ea]n\s+(?:(fazla|çok|büyük)|(?:az|küçük))", re.IGNORECASE
)
_BETWEEN = re.compile(
    rf"({UNSIGNED})\s*(?:-|–|—|~|to|or|ile|veya|ya da|至|到|或)\s*({UNSIGNED})", re.IGNORECASE
)
_WITH_UNIT = re.compile(r"(.*?[0-9]\+?)\s*([^0-9\s.,<>+-].*)")

_POINTS = "分"
"""Chinese for the points of a score, and for minutes."""
_SCALES = {"kps": 10, "ecog": 1}
"""Whole numbers that count nothing, so that "none" isn't 0 of them → the step between two of their grades."""


@dataclass(frozen=True)
class _Reading:
    """What one text says: a number, an interval, nothing (both NaN), or a fault beside either."""

    low: float = np.nan
    high: float = np.nan
    fault: Fault | None = None


def parse_numbers(
    cells: Cells,
    variable: Variable,
    *,
    unit: str | None = None,
    units: Mapping[str, str] = MappingProxyType({}),
    sheet: Proofs = NO_PROOFS,
) -> Parsed:
    """Read the distinct cells of a number or a count, in the variable's unit.

    The decimal mark is settled from the column as a whole (`proven_marks`) and returned as the note. A
    "1.234" that neither the column nor the plausible range settles follows the one mark that all columns
    prove (`sheet`), and is a warning where there is none.
    `unit` is that of the heading; a cell may bear its own ("12 ay"), spelled as in `units` (folded
    spelling → unit). A bound or a range (">3", "3+", "3-5") leaves the value missing and goes to `low` and
    `high` (an end that isn't known is NaN); for a number, where it is unusual, it is a warning too. "none"
    counts 0 and "multiple" from 2 up. A number up to 1 beside cells with a percent sign is a warning.
    A value outside the plausible range is kept and reported.

    >>> from analysis.dictionary import Variable
    >>> cells = Cells(("12,5", "1.234,5"), np.array([0, 1]))
    >>> parse_numbers(cells, Variable("x", "number", {})).values.tolist()
    [12.5, 1234.5]
    """
    factor = _factor(variable, unit) or 1.0
    texts = {i: text_of(cell) for i, cell in enumerate(cells.values) if isinstance(cell, str)}
    proven = proven_marks(texts.values())
    mark = settled_mark(proven, sheet=sheet.marks)
    values, faults = _given_numbers(cells, variable)
    index = np.fromiter(texts, dtype=np.int64, count=len(texts))
    values[index] = _plainly_written(list(texts.values()), mark.own)
    low, high = values * factor, values * factor
    for i in index[np.isnan(values[index])].tolist():
        reading = _read(texts[i], mark, variable, factor, units)
        low[i], high[i] = reading.low, reading.high
        if reading.fault:
            faults[i] = reading.fault
    values = np.where(low == high, low, np.nan)
    bounded = bool(np.any(np.isnan(values) & ~(np.isnan(low) & np.isnan(high))))
    faults = _out_of_range(values, variable) | _beside_percents(values, texts, variable) | faults
    parsed = Parsed(values, faults, note=mark.own, proofs=Proofs(marks=proven))
    return replace(parsed, low=low, high=np.where(np.isinf(high), np.nan, high)) if bounded else parsed


def _given_numbers(cells: Cells, variable: Variable) -> tuple[Floats, dict[int, Fault]]:
    """Return the cells that are numbers already; a date or infinity among them is a fault."""
    values = np.full(len(cells.values), np.nan)
    faults = {}
    for i, cell in enumerate(cells.values):
        if isinstance(cell, str):
            continue
        if isinstance(cell, date) or not np.isfinite(float(cell)):
            what = "a date" if isinstance(cell, date) else "infinity"
            message = f"{variable.name} holds {what} where a number belongs; write the number as text."
            faults[i] = Fault("unparsed", "error", message)
        else:
            values[i] = float(cell)
    return values, faults


def _plainly_written(texts: list[str], mark: str | None) -> Floats:
    """Return the numbers that need no thought, all at once; NaN for the rest."""
    if mark == ".":
        plain = [text if "," not in text else None for text in texts]
    elif mark == ",":
        plain = [text.replace(",", ".") if "." not in text else None for text in texts]
    else:
        plain = [text if "." not in text and "," not in text else None for text in texts]
    values = pd.to_numeric(np.array(plain, dtype=object), errors="coerce").astype(np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def _read(text: str, mark: Mark, variable: Variable, factor: float, units: Mapping[str, str]) -> _Reading:
    if is_missing(text):
        return _Reading()
    body = without_name(text, variable).strip("% ")
    if variable.kind == "count" and variable.name not in _SCALES:
        body = without_counter(body)
        if ends := count_in_words(text) or count_in_words(body):
            return _Reading(*ends)
    if variable.unit is None:
        body = body.removesuffix(_POINTS).rstrip()
    found = _interval(body, mark, variable)
    if found is None and (parts := _WITH_UNIT.fullmatch(body)):
        unit = units.get(fold(parts.group(2)))
        own = _factor(variable, unit) if unit else None
        found, factor = (_interval(parts.group(1), mark, variable), own) if own else (None, factor)
    if found is None:
        message = (
            f'{variable.name} can\'t be read: found "{text}", expected {_expected(variable)}; correct it.'
        )
        return _Reading(fault=Fault("unparsed", "error", message))
    return replace(found, low=found.low * factor, high=found.high * factor)


def _factor(variable: Variable, unit: str | None) -> float | None:
    """Return what a value in a unit is multiplied by, None for a unit that the variable can't be in."""
    return 1.0 if unit in (None, variable.unit) else variable.factors.get(unit or "")


def _interval(text: str, mark: Mark, variable: Variable) -> _Reading | None:
    """Return the number or interval that a text without unit states, None if it states none."""
    if re.fullmatch(_NUMBER, text):
        return _number(text, mark, variable)
    counted = variable.kind == "count"
    if than := _TURKISH_THAN.fullmatch(text):
        text = f"{'>' if than.group(2) else '<'}{than.group(1)}"
    if signed := _SIGNED.fullmatch(text):
        sign, value = _SIGNS[signed.group(1).lower()], value_of(signed.group(2), mark.likely)
        beyond = 1.0 if counted and sign in "<>" else 0.0
        least = 0.0 if counted else np.nan
        return _bound(variable, text, *((value + beyond, np.inf) if ">" in sign else (least, value - beyond)))
    if more := _OR_MORE.fullmatch(text):
        return _bound(variable, text, value_of(more.group(1), mark.likely), np.inf)
    if between := _BETWEEN.fullmatch(text):
        return _bound(variable, text, *(value_of(end, mark.likely) for end in between.groups()))
    return None


def _bound(variable: Variable, text: str, low: float, high: float) -> _Reading | None:
    if low > high or (np.isnan(low) and not high < np.inf):
        return None
    if variable.kind == "count":
        return _Reading(low, high)
    message = (
        f'{variable.name} is a bound, not a number: found "{text}"; kept as the bound, its value missing.'
    )
    return _Reading(low, high, Fault("unparsed", "warning", message))


def _number(text: str, mark: Mark, variable: Variable) -> _Reading | None:
    if mark.own is None and AMBIGUOUS.fullmatch(text.lstrip("+-")):
        return _doubtful(text, mark.others, variable)
    value = value_of(text, mark.own)
    return None if np.isnan(value) else _Reading(value, value)


def _doubtful(text: str, others: str | None, variable: Variable) -> _Reading:
    """Read "1.234" where the column proves no mark: by kind, range, the other columns, or in doubt."""
    decimal, thousands = float(text.replace(",", ".")), float(re.sub("[.,]", "", text))
    if variable.kind == "count":
        return _Reading(thousands, thousands)
    if _inside(decimal, variable) != _inside(thousands, variable):
        value = decimal if _inside(decimal, variable) else thousands
        return _Reading(value, value)
    value = decimal if (others or ".") in text else thousands
    if others:
        return _Reading(value, value)
    message = (
        f'{variable.name} may be {decimal:g} or {thousands:g}: found "{text}", and no cell proves a decimal '
        f"mark; read as {value:g}, write the cell without the separator if that is wrong."
    )
    return _Reading(value, value, Fault("unparsed", "warning", message))


def _inside(value: float, variable: Variable) -> bool:
    low = -np.inf if variable.low is None else variable.low
    high = np.inf if variable.high is None else variable.high
    return low <= value <= high


def _out_of_range(values: Floats, variable: Variable) -> dict[int, Fault]:
    low = -np.inf if variable.low is None else variable.low
    high = np.inf if variable.high is None else variable.high
    faults = {}
    for i in np.flatnonzero((values < low) | (values > high)).tolist():
        message = (
            f"{variable.name} is {values[i]:g}, outside {_expected(variable)}; correct the cell or the range."
        )
        faults[i] = Fault("out_of_range", "error", message)
    if variable.kind == "count":
        for i in np.flatnonzero(values % 1 > 0).tolist():
            message = f"{variable.name} is {values[i]:g}, but a count is a whole number; correct the cell."
            faults[i] = Fault("out_of_range", "error", message)
    if step := _SCALES.get(variable.name):
        for i in np.flatnonzero(values % step > 0).tolist():
            message = (
                f"{variable.name} is {values[i]:g}, which is none of its grades, so that no score has points "
                "for it; correct the cell."
            )
            faults.setdefault(i, Fault("out_of_range", "warning", message))
    return faults


def _beside_percents(values: Floats, texts: Mapping[int, str], variable: Variable) -> dict[int, Fault]:
    """Return the numbers up to 1 beside a "30%": a spreadsheet keeps the 50% that it shows as 0.5."""
    signed = {i for i, text in texts.items() if "%" in text}
    if not signed or variable.kind == "count":
        return {}
    message = (
        f"{variable.name} may be a share of 1 or a percentage, for other cells bear a percent sign; "
        "kept as it stands, write all cells in one way."
    )
    low = np.flatnonzero((values > 0) & (values <= 1)).tolist()
    return {i: Fault("unparsed", "warning", message) for i in low if i not in signed}


def _expected(variable: Variable) -> str:
    unit = f" {variable.unit}" if variable.unit else ""
    if variable.low is not None and variable.high is not None:
        return f"{variable.low:g} to {variable.high:g}{unit}"
    if variable.low is not None:
        return f"{variable.low:g}{unit} or more"
    return f"a number{unit and ' in'}{unit}"
