"""Printed numbers, and the exact values that each of them may stand for.

A printed number is a `decimal.Decimal`, which remembers how many decimals were printed ("12" and "12.0"
differ). An exact value is a `fractions.Fraction`, so no check depends on binary rounding.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

HALF_AWAY = "half away from zero"
HALF_EVEN = "half to even"
TRUNCATION = "truncation"
RULES = (HALF_AWAY, HALF_EVEN, TRUNCATION)
"""How a number may have lost its further decimals, by the names of `tables.format`; journals do the first."""

NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+,\d+|\d+[.,]\d+|\d+|[.,]\d+)"
"""A number in a text that `plain` made: either decimal mark, and thousands where both marks occur."""

_SUPERSCRIPT_NOTE = re.compile(r"(?<=[\d%)])[¹²³⁰⁴-⁹]+")
_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—―−∼~", "-"), "٪": "%", "’": "'", "‘": "'"})


@dataclass(frozen=True)
class Interval:
    """All real numbers between two ends, each of which may belong to it or not."""

    low: Fraction
    high: Fraction
    low_closed: bool = True
    high_closed: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in the interval."""
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    def __contains__(self, value: Fraction | int) -> bool:
        above = value > self.low or (self.low_closed and value == self.low)
        below = value < self.high or (self.high_closed and value == self.high)
        return above and below

    def __and__(self, other: "Interval") -> "Interval":
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high, low in self and low in other, high in self and high in other)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_closed and other.low_closed,
            self.high_closed and other.high_closed,
        )

    def __neg__(self) -> "Interval":
        return Interval(-self.high, -self.low, self.high_closed, self.low_closed)

    def __sub__(self, other: "Interval") -> "Interval":
        return self + -other

    def scaled(self, factor: Fraction) -> "Interval":
        """Return the interval of the values multiplied by a positive factor."""
        return Interval(self.low * factor, self.high * factor, self.low_closed, self.high_closed)

    def integers(self) -> range:
        """Return the whole numbers in the interval."""
        first = math.ceil(self.low) if self.low_closed else math.floor(self.low) + 1
        last = math.floor(self.high) if self.high_closed else math.ceil(self.high) - 1
        return range(first, last + 1)


def point(value: Fraction | int | Decimal) -> Interval:
    """Return the interval that holds one value only."""
    return Interval(Fraction(value), Fraction(value))


def decimals(printed: Decimal) -> int:
    """Return how many decimals a number was printed with.

    >>> decimals(Decimal("9.50")), decimals(Decimal("12"))
    (2, 0)
    """
    return max(0, -int(printed.as_tuple().exponent))


def stands_for(printed: Decimal, rule: str = HALF_AWAY) -> Interval:
    """Return every exact value that a rule prints as the number.

    Under `HALF_AWAY` 9.5 stands for [9.45, 9.55), under `HALF_EVEN` for (9.45, 9.55) and 9.4 for
    [9.35, 9.45], under `TRUNCATION` 9.5 stands for [9.5, 9.6). Negative numbers are mirrored.

    >>> stands_for(Decimal("9.5"), TRUNCATION).high == Fraction("9.6")
    True
    """
    size, unit = abs(Fraction(printed)), Fraction(1, 10 ** decimals(printed))
    if rule == TRUNCATION:
        ends = Interval(size, size + unit, True, False)
    else:
        even = int(size / unit) % 2 == 0
        ends = Interval(
            size - unit / 2, size + unit / 2, rule == HALF_AWAY or even, rule == HALF_EVEN and even
        )
    if size == 0:
        return Interval(-ends.high, ends.high, ends.high_closed, ends.high_closed)
    return -ends if printed < 0 else ends


def plain(text: str) -> str:
    """Return a cell's text in one spelling of its signs: ASCII digits, brackets, percent and minus.

    Full-width forms are narrowed, every dash becomes a minus, "+/-" becomes ±, a raised point between
    digits becomes a decimal point and a superscript footnote mark after a number is dropped.

    >>> plain("17（53·1％）")
    '17(53.1%)'
    """
    narrowed = unicodedata.normalize("NFKC", _SUPERSCRIPT_NOTE.sub("", text)).translate(_SIGNS)
    pointed = re.sub(r"(?<=\d)[·∙•](?=\d)", ".", narrowed)
    signed = re.sub(r"\+\s*/?\s*-(?=\s*\d)", "±", pointed)
    return re.sub(r"\s+", " ", signed).strip()


def number(token: str) -> Decimal:
    """Return the number that a token matched by `NUMBER` prints; either mark is a decimal mark.

    >>> number("37,5"), number("1,234.5"), number(".04")
    (Decimal('37.5'), Decimal('1234.5'), Decimal('0.04'))
    """
    mark = max(token.rfind("."), token.rfind(","))
    if mark < 0:
        return Decimal(token)
    whole = token[:mark].replace(".", "").replace(",", "")
    return Decimal(f"{whole}.{token[mark + 1 :]}")


def count(token: str) -> int | None:
    """Return the whole number that a token prints, thousands marked or not; None for another number.

    >>> count("1,234"), count("12"), count("37.5")
    (1234, 12, None)
    """
    if re.fullmatch(r"\+?[1-9]\d{0,2}(?:[., ]\d{3})+", token):
        return int(re.sub(r"\D", "", token))
    return int(token) if re.fullmatch(r"\+?\d+", token) else None
