"""Which separator of a number is its decimal mark: 12,5 · 1.234,5 · 1,234.5 · 1.234."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

UNSIGNED = r"(?:[0-9]+(?:[.,'’ ][0-9]+)*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?"
_GROUPED = {
    mark: re.compile(rf"[+-]?[0-9]{{1,3}}(?:[{group}' ][0-9]{{3}})+(?:[{mark}][0-9]+)?")
    for mark, group in ((".", ","), (",", "."))
}
AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""A number whose one separator may group thousands or be the decimal mark."""


@dataclass(frozen=True)
class Mark:
    """The decimal mark that a column proves, or for one that proves none, that of the other columns."""

    own: str | None
    others: str | None

    @property
    def likely(self) -> str | None:
        """The mark of a number that doesn't tell its own."""
        return self.own or self.others


def settled_mark(proven: frozenset[str], *, sheet: frozenset[str]) -> Mark:
    """Return the mark of a column by what it and its sheet prove; where that is both marks, none is settled.

    >>> settled_mark(frozenset(), sheet=frozenset(",")).likely
    ','
    """
    own, others = (next(iter(marks)) if len(marks) == 1 else None for marks in (proven, sheet))
    return Mark(own, None if proven else others)


def proven_marks(texts: Iterable[str]) -> frozenset[str]:
    """Return the decimal marks that texts prove.

    A separator proves itself when it can't group thousands: 12,5 · 0,125 · 1.234,5. A lone "1.234"
    proves nothing.
    """
    proven: set[str] = set()
    for text in texts:
        if "." in text or "," in text:
            proven |= _proven(text)
            if len(proven) == 2:
                break
    return frozenset(proven)


def _proven(text: str) -> set[str]:
    number = re.search(UNSIGNED, text)
    core = number.group() if number else ""
    if "." in core and "," in core:
        return {max(".,", key=core.rfind)}
    if AMBIGUOUS.fullmatch(core):
        return set()
    return {mark for mark in ".," if core.count(mark) == 1}


def value_of(text: str, mark: str | None) -> float:
    """Return the number that a text states, by a mark where its own separators leave that open.

    NaN where its separators are in no order, or it isn't finite.
    """
    plain = text.replace("’", "'")
    decimal = _decimal_mark(plain, mark)
    if _GROUPED[decimal].fullmatch(plain):
        plain = re.sub(rf"[^0-9{decimal}+-]", "", plain)
    try:
        value = float(plain.replace(decimal, "."))
    except ValueError:
        return np.nan
    return value if np.isfinite(value) else np.nan


def _decimal_mark(text: str, mark: str | None) -> str:
    """Return the decimal mark of one text: its own where it proves one, else the column's, else a point."""
    if "." in text and "," in text:
        return max(".,", key=text.rfind)
    for candidate, other in ((".", ","), (",", ".")):
        if text.count(candidate) > 1:
            return other
        if text.count(candidate) == 1 and not AMBIGUOUS.fullmatch(text.lstrip("+-")):
            return candidate
    return mark or "."
