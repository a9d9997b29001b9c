"""Dates as registries write them, and the day/month order that a column proves."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analysis.dictionary import Variable, fold
from analysis.errors import DataError
from analysis.loaders.cells import NO_PROOFS, Cells, Fault, Parsed, Proofs, is_missing, text_of

ORDERS = ("dmy", "mdy", "ymd")
_FIRST = {"dmy": "day", "mdy": "month"}
_Votes = Mapping[tuple[str, str], int]
"""(separator, order) → how many distinct cells prove it."""
FIRST_TWO_DIGIT_YEAR = 30
"""Two-digit years run from 1930 to 2029, as spreadsheets read them; each is reported."""

_EPOCH = date(1970, 1, 1)
_SERIAL_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_EARLIEST = (date(1900, 1, 1) - _EPOCH).days
_LATEST = (date(2099, 12, 31) - _EPOCH).days
_TIME_OF_DAY = re.compile(
    r"(.*?)(?:[T ]+|(?<=日))[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_PARTS = re.compile(r"([0-9]{1,4})\s*([./\- ])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})\.?")
_CHINESE = re.compile(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"[0-9]{5}(?:[.,][0-9]+)?")
_DAY_MONTH_NAME = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[\s.\-/,]*([^\W\d_]{3,})[\s.\-/,]*([0-9]{4}|[0-9]{2})"
)
_MONTH_NAME_DAY = re.compile(r"([^\W\d_]{3,})[\s.\-/]*([0-9]{1,2})(?:st|nd|rd|th)?[\s,]+([0-9]{4})")
_PARTIAL = re.compile(
    r"[0-9]{4}|[0-9]{1,2}\s*[./\- ]\s*[0-9]{4}|[0-9]{4}\s*[./\- ]\s*[0-9]{1,2}"
    r"|[0-9]{4}\s*年(?:\s*[0-9]{1,2}\s*月)?|[^\W\d_]{3,}[\s.\-/,]*[0-9]{4}"
)
_MONTHS = (
    ("january", "ocak"),
    ("february", "subat"),
    ("march", "mart"),
    ("april", "nisan"),
    ("may", "mayis"),
    ("june", "haziran"),
    ("july", "temmuz"),
    ("august", "agustos"),
    ("september", "eylul"),
    ("october", "ekim"),
    ("november", "kasim"),
    ("december", "aralik"),
)


@dataclass(frozen=True)
class _Found:
    """What one text may mean: the day by each order under which it is a date, and its separator."""

    days: Mapping[str, int]
    style: str = ""
    two_digits: bool = False


def parse_dates(
    cells: Cells,
    variable: Variable,
    *,
    order: str | None = None,
    date1904: bool = False,
    sheet: Proofs = NO_PROOFS,
) -> Parsed:
    """Read the distinct cells of a date column as whole days since 1970-01-01.

    Read: 05.03.2016 · 5/3/2016 · 2016-03-05 · 2016/3/5 · 2016年3月5日 · 20160305 · 05-Mar-2016 ·
    5 Mart 2016 · spreadsheet serials (five digits, counted from 1904 where the workbook says so) · dates
    with a time of day, which is dropped. Without `order` day and month are told apart by the column: by
    the cells of the same separator, else by all of them, a part above 12 being proof; a cell that stays
    open is an error and its value missing. Where all columns together (`sheet`) prove the other order for
    that separator, or both alike, the cells that prove the column's own are warned of. `note` is the order
    proven or given. A year of two digits is read by FIRST_TWO_DIGIT_YEAR with a warning; a month or a year
    alone is reported, never completed.

    >>> import numpy as np
    >>> cells = Cells(("13.02.2016", "05.03.2016"), np.array([0, 1]))
    >>> parse_dates(cells, Variable("d", "date", {})).values
    [16844, 16865]
    """
    found = [_read(text_of(cell), order, date1904) for cell in cells.values]
    proofs = _proofs(found, order)
    proven = _orders_by_separator(proofs)
    values: list[int | None] = []
    faults = {}
    for i, (cell, meant) in enumerate(zip(cells.values, found, strict=True)):
        day, fault = (
            _settled(meant, order, proven, variable) if meant else _unreadable(text_of(cell), variable)
        )
        values.append(day)
        if fault:
            faults[i] = fault
    if not order:
        doubted = _outvoted(cells, found, variable, proofs, sheet.orders)
        graver = {i: fault for i, fault in faults.items() if fault.severity == "error"}
        faults |= doubted | graver
    told = [order] if order else sorted({o for orders in proven.values() for o in orders})
    return Parsed(values, faults, note="/".join(told) or None, proofs=Proofs(orders=proofs))


def checked_order(order: str | None) -> str | None:
    """Return the order asked for; raise DataError for one that is not dmy, mdy or ymd."""
    if order is not None and order not in ORDERS:
        raise DataError(f"The date order {order!r} is not known: give one of {', '.join(ORDERS)}.")
    return order


def _read(text: str, order: str | None, date1904: bool) -> _Found | None:
    """Return what a text may mean as a date, None where it isn't written as one."""
    if timed := _TIME_OF_DAY.fullmatch(text):
        text = timed.group(1).strip()
    if parts := _PARTS.fullmatch(text):
        first, style, second, last = parts.groups()
        return _three_numbers(first, style, second, last, order)
    if parts := _CHINESE.fullmatch(text) or _COMPACT.fullmatch(text):
        return _certain(*(int(part) for part in parts.groups()))
    if _SERIAL.fullmatch(text):
        whole = _SERIAL_EPOCHS[date1904] + timedelta(days=int(text[:5]))
        return _certain(whole.year, whole.month, whole.day)
    if parts := _DAY_MONTH_NAME.fullmatch(text):
        return _named_month(parts.group(2), parts.group(1), parts.group(3))
    if parts := _MONTH_NAME_DAY.fullmatch(text):
        return _named_month(*parts.groups())
    return None


def _three_numbers(first: str, style: str, second: str, last: str, order: str | None) -> _Found | None:
    if len(first) == 4 and len(last) <= 2:
        return _certain(int(first), int(second), int(last))
    if len(first) > 2 or len(last) not in (2, 4):
        return None
    two_digits = len(last) == 2
    if two_digits and (order == "ymd" or int(first) > 31):
        return _certain(_full_year(first), int(second), int(last), two_digits=True)
    year = _full_year(last)
    days = {"dmy": _day(year, int(second), int(first)), "mdy": _day(year, int(first), int(second))}
    return _Found({order: day for order, day in days.items() if day is not None}, style, two_digits)


def _named_month(word: str, day: str, year: str) -> _Found | None:
    folded = fold(word)
    for month, names in enumerate(_MONTHS, start=1):
        if any(name.startswith(folded) for name in names):
            return _certain(_full_year(year), month, int(day), two_digits=len(year) == 2)
    return None


def _certain(year: int, month: int, day: int, *, two_digits: bool = False) -> _Found:
    days = _day(year, month, day)
    return _Found({} if days is None else dict.fromkeys(ORDERS, days), two_digits=two_digits)


def _day(year: int, month: int, day: int) -> int | None:
    try:
        return (date(year, month, day) - _EPOCH).days
    except ValueError:
        return None


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= FIRST_TWO_DIGIT_YEAR else 2000)


def _proof(meant: _Found | None) -> tuple[str, str] | None:
    """Return the separator of a date and the order that it proves by a part above 12, if it does."""
    return (meant.style, next(iter(meant.days))) if meant and len(meant.days) == 1 else None


def _proofs(found: Sequence[_Found | None], order: str | None) -> _Votes:
    """Return how many cells prove what; of a column whose order is given only those that agree with it."""
    proofs = Counter(proof for proof in map(_proof, found) if proof)
    return {proof: n for proof, n in proofs.items() if order in (None, "ymd", proof[1])}


def _orders_by_separator(proofs: _Votes) -> dict[str, set[str]]:
    proven: dict[str, set[str]] = {}
    for style, order in proofs:
        proven.setdefault(style, set()).add(order)
    return proven


def _outvoted(
    cells: Cells, found: Sequence[_Found | None], variable: Variable, proofs: _Votes, sheet: _Votes
) -> dict[int, Fault]:
    """Return a warning for the cells that prove an order which more or as many other dates contradict.

    A column that proves both orders has contradicted itself already.
    """
    doubted: dict[int, Fault] = {}
    for style, order in proofs:
        other = "mdy" if order == "dmy" else "dmy"
        if (style, other) in proofs or not 0 < sheet.get((style, order), 0) <= sheet.get((style, other), 0):
            continue
        proving = [i for i, meant in enumerate(found) if _proof(meant) == (style, order)]
        n = int(np.isin(cells.places, proving).sum())
        message = (
            f"{variable.name} reads {_FIRST[order]} first because of {n} cell{'s' if n > 1 else ''} such as "
            f"this, but other date columns are {_FIRST[other]} first; correct the cell or give --date-order."
        )
        doubted |= dict.fromkeys(proving, Fault("ambiguous_date", "warning", message))
    return doubted


def _settled(
    meant: _Found, order: str | None, proven: Mapping[str, set[str]], variable: Variable
) -> tuple[int | None, Fault | None]:
    """Return the day that a date means in its column, and what is doubtful about it."""
    name = variable.name
    asked = {order} & {"dmy", "mdy"} if order else set()
    if not meant.days:
        return None, Fault("unparsed", "error", f"{name} is no day of the calendar; correct the cell.")
    if asked and not asked & meant.days.keys():
        return None, Fault(
            "unparsed", "error", f"{name} is no date in the order {order}; correct the cell or --date-order."
        )
    column = proven.get(meant.style) or {o for orders in proven.values() for o in orders}
    orders = asked or (column if len(column) == 1 else set(ORDERS))
    days = {meant.days[o] for o in orders & meant.days.keys()} or set(meant.days.values())
    if len(days) > 1:
        return None, Fault("ambiguous_date", "error", _open_order(name, column))
    day = days.pop()
    if not _EARLIEST <= day <= _LATEST:
        message = f"{name} lies outside the years 1900 to 2099; correct the cell."
        return day, Fault("out_of_range", "error", message)
    if meant.two_digits:
        last = 1999 + FIRST_TWO_DIGIT_YEAR
        message = f"{name} has a year of two digits, read as one of {last - 99} to {last}; write four digits."
        return day, Fault("ambiguous_date", "warning", message)
    return day, None


def _open_order(name: str, column: set[str]) -> str:
    why = "the column's cells contradict each other" if column else "no cell of the column tells"
    return f"{name} may be day or month first, and {why}; give --date-order dmy or mdy."


def _unreadable(text: str, variable: Variable) -> tuple[None, Fault | None]:
    if is_missing(text):
        return None, None
    if _PARTIAL.fullmatch(text):
        message = f"{variable.name} names no day, and none is invented; left missing, give the whole date."
        return None, Fault("unparsed", "warning", message)
    message = f"{variable.name} can't be read as a date; write it as in 2016-03-05."
    return None, Fault("unparsed", "error", message)
