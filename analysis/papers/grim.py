"""GRIM and GRIMMER: can whole numbers have this mean and this standard deviation?

Sources: Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-9,
doi:10.1177/1948550616673876. Anaya J. The GRIMMER test. PeerJ Preprints 2016;4:e2400v1,
doi:10.7287/peerj.preprints.2400v1. Allard A. Analytic-GRIMMER. 2018.
"""

import math
from decimal import Decimal
from fractions import Fraction

from analysis.papers.printed_numbers import HALF_AWAY, Interval, decimals, stands_for
from analysis.tables.format import rounded

MOST_TOTALS = 20_000
"""More possible totals than this are not searched: with so many, some always fits."""


def has_power(mean: Decimal, n: int) -> bool:
    """Return whether GRIM can refute a mean: only while n is below the reciprocal of its precision.

    >>> has_power(Decimal("55.4"), 32), has_power(Decimal("55.412"), 32)
    (False, True)
    """
    return n < int(10 ** decimals(mean))


def possible_totals(mean: Decimal, n: int, rule: str = HALF_AWAY) -> range:
    """Return the sums of n whole numbers whose mean a rule prints as given; empty where none does.

    >>> len(possible_totals(Decimal("55.412"), 32))
    0
    """
    return stands_for(mean, rule).scaled(Fraction(n)).integers()


def nearest_means(mean: Decimal, n: int) -> tuple[Decimal, Decimal]:
    """Return the means of n whole numbers on either side of a mean, at its printed decimals.

    >>> nearest_means(Decimal("55.412"), 32)
    (Decimal('55.406'), Decimal('55.438'))
    """
    below = math.floor(Fraction(mean) * n)
    places = decimals(mean)
    return rounded(Fraction(below, n), places), rounded(Fraction(below + 1, n), places)


def sample_exists(mean: Decimal, sd: Decimal, n: int, rule: str = HALF_AWAY) -> bool:
    """Return whether n whole numbers have a mean and a sample standard deviation that print as given.

    The sum of squares of whole numbers is a whole number with the parity of their sum, and no less
    than that of the most even split of the sum; from five values on every such sum of squares occurs,
    below five it is looked for.

    >>> sample_exists(Decimal("3.44"), Decimal("2.47"), 18)
    False
    """
    totals = possible_totals(mean, n, rule)
    if n < 2 or sd < 0 or len(totals) > MOST_TOTALS:
        return sd >= 0 and len(totals) > 0
    spread = _squared(stands_for(sd, rule)).scaled(Fraction(n - 1))
    return any(_fits(total, spread, n) for total in totals)


def _squared(sd: Interval) -> Interval:
    """Return the variances of an interval of standard deviations, none of which is negative."""
    if sd.low < 0:
        return Interval(Fraction(0), sd.high**2, True, sd.high_closed)
    return Interval(sd.low**2, sd.high**2, sd.low_closed, sd.high_closed)


def _fits(total: int, spread: Interval, n: int) -> bool:
    """Return whether n whole numbers of this total have their squared deviations in the interval."""
    shifted = total % n
    centre = Fraction(shifted**2, n)
    squares = Interval(spread.low + centre, spread.high + centre, spread.low_closed, spread.high_closed)
    candidates = squares.integers()
    start = max(candidates.start, shifted)
    start += (start - shifted) % 2
    options = range(start, candidates.stop, 2)
    return any(_representable(shifted, q, n) for q in options) if n < 5 else len(options) > 0


def _representable(total: int, squares: int, n: int) -> bool:
    """Return whether n whole numbers have this total and this sum of squares."""
    if n == 1:
        return total * total == squares
    limit = math.isqrt(max(squares, 0))
    return squares >= 0 and any(
        _representable(total - x, squares - x * x, n - 1) for x in range(-limit, limit + 1)
    )
