"""The only place where a number becomes text: half away from zero, in each language's way of writing."""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_05UP, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from numbers import Integral
from typing import SupportsFloat

from analysis.tables.words import word

Number = SupportsFloat
"""An int, float, Fraction, Decimal or a scalar of numpy."""

ROUNDINGS: Mapping[str, str] = {
    "half away from zero": ROUND_HALF_UP,
    "truncation": ROUND_DOWN,
    "half to even": ROUND_HALF_EVEN,
}
"""The ways in which a number is shortened; all tables use the first, an audit tries the others."""

NO_NUMBER = "–"
"""What stands where there is no number to print; a stated reason is a word instead."""

_EXACT = Context(prec=400, rounding=ROUND_05UP)
"""Wide enough for every float, and its rounding leaves a later, shorter rounding correct."""


@dataclass(frozen=True)
class Style:
    """How a language, or one paper, writes its numbers."""

    lang: str
    decimal_mark: str = "."
    percent_first: bool = False
    brackets: tuple[str, str] = (" (", ")")
    between: str = "–"
    between_signed: str = " to "
    """Stands between two limits of which one is negative, where a dash would read as a sign."""
    date_form: str = "%Y-%m-%d"
    trim_zeros: bool = False
    """Whether 25.0 is printed as 25, as many Turkish papers do."""


STYLES: Mapping[str, Style] = {
    "en": Style("en"),
    "tr": Style("tr", decimal_mark=",", percent_first=True, between_signed=" ile ", date_form="%d.%m.%Y"),
    "zh": Style("zh", brackets=("（", "）"), between="～", between_signed="～"),
}
"""The style of each language; a paper's own habits are `dataclasses.replace(STYLES["tr"], …)`."""


def rounded(value: Number, digits: int, *, rounding: str = "half away from zero") -> Decimal:
    """Return a number shortened to so many decimals, under one of ROUNDINGS.

    A float stands for the decimal of 15 significant digits that it prints as, since 2.675 and 12.25
    mean what they say and not the binary fraction beside them; a Fraction is taken exactly.

    >>> str(rounded(12.25, 1)), str(rounded(2.675, 2)), str(rounded(-2.5, 0))
    ('12.3', '2.68', '-3')
    >>> str(rounded(Fraction(100 * 9, 16), 1, rounding="truncation"))
    '56.2'
    """
    unit = Decimal(1).scaleb(-digits)
    short = _decimal(value).quantize(unit, rounding=ROUNDINGS[rounding], context=_EXACT)
    return short if short else abs(short)  # no "-0.0"


def number(value: Number | None, digits: int, style: Style, *, absent: str | None = None) -> str:
    """Return a number with so many decimals; NaN, infinity and None print as a dash.

    `absent` names the word that says why there is no number: "not_reached", "not_estimable" and
    "missing" are three different things.

    >>> number(6.25, 1, STYLES["tr"]), number(None, 1, STYLES["en"], absent="not_reached")
    ('6,3', 'not reached')
    """
    if value is None or not math.isfinite(float(value)):
        return word(absent, style.lang) if absent else NO_NUMBER
    text = f"{rounded(value, digits):f}"
    return (_trimmed(text) if style.trim_zeros else text).replace(".", style.decimal_mark)


def observed(values: Sequence[Number | None], digits: int, style: Style) -> tuple[str, ...]:
    """Return observed values with as many decimals as they need, the same for all, up to a limit.

    >>> observed([29.0, 75.0], 1, STYLES["en"]), observed([52.5, 47.0], 1, STYLES["en"])
    (('29', '75'), ('52.5', '47.0'))
    """
    known = [rounded(v, digits) for v in values if v is not None and math.isfinite(float(v))]
    needed = max((len(_trimmed(f"{value:f}").partition(".")[2]) for value in known), default=0)
    return tuple(number(value, needed, style) for value in values)


def share(n: int, of: int, style: Style, *, digits: int = 1) -> str:
    """Return n of so many in percent, without the sign, from the exact fraction; a dash for 0 of 0.

    >>> share(9, 16, STYLES["en"]), share(7, 16, STYLES["zh"])
    ('56.3', '43.8')
    """
    return number(Fraction(100 * int(n), int(of)), digits, style) if of else NO_NUMBER


def percent(n: int, of: int, style: Style, *, digits: int = 1) -> str:
    """Return n of so many in percent, with the sign where the language puts it.

    >>> percent(9, 16, STYLES["en"]), percent(9, 16, STYLES["tr"])
    ('56.3%', '%56,3')
    """
    if of == 0:
        return NO_NUMBER
    bare = share(n, of, style, digits=digits)
    return f"%{bare}" if style.percent_first else f"{bare}%"


def count_percent(n: int, of: int, style: Style, *, digits: int = 1) -> str:
    """Return a count with its percentage.

    >>> [count_percent(17, 32, STYLES[lang]) for lang in ("en", "tr", "zh")]
    ['17 (53.1%)', '17 (%53,1)', '17（53.1%）']
    """
    return bracketed(str(int(n)), percent(n, of, style, digits=digits), style)


def bracketed(text: str, inside: str, style: Style) -> str:
    """Return a text followed by another in the language's brackets."""
    return f"{text}{style.brackets[0]}{inside}{style.brackets[1]}"


def mean_sd(mean: Number, sd: Number, digits: int, style: Style) -> str:
    """Return mean ± standard deviation, each with so many decimals.

    >>> mean_sd(55.41, 12.03, 1, STYLES["en"])
    '55.4 ± 12.0'
    """
    return f"{number(mean, digits, style)} ± {number(sd, digits, style)}"


def interval(low: str, high: str, style: Style) -> str:
    """Return two printed limits as one interval; the same word twice, as "not reached", stands once.

    >>> interval("11.2", "48.7", STYLES["en"]), interval("-1.2", "3.4", STYLES["en"])
    ('11.2–48.7', '-1.2 to 3.4')
    >>> interval("0.10", NO_NUMBER, STYLES["en"])
    '0.10 to –'
    """
    if low == high and not any(map(str.isdigit, low)):
        return low
    dashed = any(limit.startswith(("-", NO_NUMBER)) for limit in (low, high))
    return f"{low}{style.between_signed if dashed else style.between}{high}"


def p_value(p: Number | None, style: Style) -> str:
    """Return a p value with three decimals; below 0.001 and just below 1 as a bound.

    >>> [p_value(p, STYLES["en"]) for p in (0.0123, 0.00099, 0.9997, 1.0)]
    ['0.012', '<0.001', '>0.999', '1.000']
    """
    if p is not None and 0 <= float(p) < 0.001:
        return "<" + "0.001".replace(".", style.decimal_mark)
    if p is not None and float(p) < 1 and rounded(p, 3) == 1:
        return ">" + "0.999".replace(".", style.decimal_mark)
    return number(p, 3, style)


def day(days: int, style: Style) -> str:
    """Return a date, given as whole days since 1970-01-01, in the language's order.

    >>> day(16466, STYLES["tr"]), day(16466, STYLES["en"])
    ('31.01.2015', '2015-01-31')
    """
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=int(days))).strftime(style.date_form)


def decimals_for(spread: Number | None) -> int:
    """Return how many decimals a mean deserves: one, or as many as show two digits of its spread.

    >>> [decimals_for(sd) for sd in (12.0, 0.53, 0.053, float("nan"))]
    [1, 2, 3, 1]
    """
    if spread is None or not 0 < float(spread) < 1:
        return 1
    return min(1 - math.floor(math.log10(float(spread))), 6)


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, Integral):
        return Decimal(int(value))
    if isinstance(value, Fraction):
        return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Decimal(f"{float(value):.15g}")


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
