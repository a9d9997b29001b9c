"""Means and standard deviations against n and the range, and the ± that was lost between two of them."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from analysis.papers.cell_text import MeanAndSpread, read_mean
from analysis.papers.finding import CONSISTENT, INCONSISTENT, NO_DATA, Finding, agreement, rules_that_fit
from analysis.papers.grim import has_power, nearest_means, possible_totals, sample_exists
from analysis.papers.printed_numbers import HALF_AWAY, TRUNCATION, decimals, stands_for
from analysis.tables.format import rounded


def check_mean(published: str, n: int | None, *, integers: bool) -> Finding:
    """Hold a mean, and the standard deviation and range beside it, against n.

    With `integers` the values are whole numbers, and GRIM and GRIMMER apply; without, only what holds
    of any variable: the mean lies in the range, and the range bounds the standard deviation.

    >>> check_mean("55.412 (29-75)", 32, integers=True).verdict
    'inconsistent'
    """
    cell = read_mean(published)
    if cell is None:
        return Finding(NO_DATA, note="no mean can be read from the cell")
    if cell.sd is not None and cell.sd < 0:
        return Finding(INCONSISTENT, note="a standard deviation is never negative")
    if n is None or n < 1:
        return _without_n(cell)
    if cell.mean is None:
        return _lost_sign(cell, n, integers=integers)
    return _check_range(cell, cell.mean, n) + (
        _check_integers(cell, cell.mean, n) if integers else Finding(CONSISTENT)
    )


def _without_n(cell: MeanAndSpread) -> Finding:
    if cell.mean is not None and _outside(cell.mean, cell):
        return Finding(INCONSISTENT, note=f"the mean {cell.mean} lies outside {cell.low}–{cell.high}")
    return Finding(NO_DATA, note="no n is given")


def _check_integers(cell: MeanAndSpread, mean: Decimal, n: int) -> Finding:
    """Apply GRIM to the mean and, where a standard deviation is printed, GRIMMER to both."""
    rules = rules_that_fit(lambda rule: len(possible_totals(mean, n, rule)) > 0)
    if not rules:
        return _refuted(cell, mean, n)
    total = possible_totals(mean, n, rules[0])[0]
    found = replace(agreement(rules), recomputed=str(rounded(Fraction(total, n), decimals(mean))))
    if cell.sd is not None:
        found = _check_deviation(mean, cell.sd, n, rules) + found
    if has_power(mean, n):
        return found
    power = f"GRIM has no power: with n = {n} every mean to {decimals(mean)} decimals is possible"
    return replace(found, recomputed=None) + Finding(found.verdict, note=power)


def _refuted(cell: MeanAndSpread, mean: Decimal, n: int) -> Finding:
    """Say which means are possible, and whether the digits make sense with a ± between them."""
    below, above = nearest_means(mean, n)
    lost = _lost_sign(cell, n, integers=True) if cell.sd is None else Finding(INCONSISTENT)
    note = f"no {n} whole numbers have a mean that prints {mean} (GRIM); the nearest are {below} and {above}"
    nearest = min(below, above, key=lambda possible: abs(possible - mean))
    return Finding(INCONSISTENT, lost.recomputed or str(nearest), note) + Finding(
        INCONSISTENT, note=lost.note
    )


def _check_deviation(mean: Decimal, sd: Decimal, n: int, rules: tuple[str, ...]) -> Finding:
    """Apply GRIMMER; a standard deviation is taken as cut only beside a mean that must have been cut."""
    if n == 1:
        return Finding(INCONSISTENT, note="one value has no standard deviation")
    rounding = [rule for rule in rules if rule != TRUNCATION or HALF_AWAY not in rules]
    if any(sample_exists(mean, sd, n, rule) for rule in rounding):
        return Finding(CONSISTENT)
    note = f"no {n} whole numbers have the mean {mean} and the standard deviation {sd} (GRIMMER)"
    nearest = _nearest_deviations(mean, sd, n)
    if nearest:
        note += f"; with this mean the nearest are {' and '.join(map(str, nearest))}"
    closest = min(nearest, key=lambda possible: abs(possible - sd), default=None)
    return Finding(INCONSISTENT, None if closest is None else f"{mean} ± {closest}", note)


def _nearest_deviations(mean: Decimal, sd: Decimal, n: int) -> list[Decimal]:
    """Return the standard deviations that whole numbers of this mean can have, next below and above."""
    unit = Decimal(1).scaleb(-decimals(sd))
    below = (sd - step * unit for step in range(1, 200) if sd >= step * unit)
    above = (sd + step * unit for step in range(1, 200))
    found = (
        next((value for value in side if sample_exists(mean, value, n)), None) for side in (below, above)
    )
    return [value for value in found if value is not None]


def _check_range(cell: MeanAndSpread, mean: Decimal, n: int) -> Finding:
    if cell.low is None or cell.high is None:
        return Finding(CONSISTENT)
    if cell.low > cell.high or _outside(mean, cell):
        return Finding(INCONSISTENT, note=f"the mean {mean} lies outside {cell.low}–{cell.high}")
    if cell.sd is None or n < 2:
        return Finding(CONSISTENT)
    least, most = _deviation_bounds(mean, cell.low, cell.high, n)
    deviation = stands_for(cell.sd)
    if deviation.high < least or deviation.low > most:
        bounds = f"{rounded(least, 1)} to {rounded(most, 1)}"
        note = f"with n = {n} and the range {cell.low}–{cell.high} the standard deviation is {bounds}"
        return Finding(INCONSISTENT, note=note)
    return Finding(CONSISTENT)


def _outside(mean: Decimal, cell: MeanAndSpread) -> bool:
    """Return whether no exact value of the mean lies between the exact ends of the range."""
    if cell.low is None or cell.high is None:
        return False
    exact = stands_for(mean)
    return exact.high < stands_for(cell.low).low or exact.low > stands_for(cell.high).high


def _deviation_bounds(mean: Decimal, low: Decimal, high: Decimal, n: int) -> tuple[float, float]:
    """Return bounds of the sample standard deviation of n values that reach both ends of their range.

    It is greatest with every value at an end (Bhatia R, Davis C. Am Math Mon 2000;107:353-7) and least
    with all but two at one place. Every printed number is taken at its most lenient exact value.
    """
    bottom, top, centres = stands_for(low), stands_for(high), stands_for(mean)
    centre = min(max((bottom.low + top.high) / 2, centres.low), centres.high)
    most = max((centre - bottom.low) * (top.high - centre), Fraction(0)) * n / (n - 1)
    width = max(top.low - bottom.high, Fraction(0))
    off_centre = centres - (bottom + top).scaled(Fraction(1, 2))
    pull = max(off_centre.low, -off_centre.high, Fraction(0)) if n > 2 else Fraction(0)
    least = (width**2 / 2 + (2 * n * pull**2 / (n - 2) if n > 2 else 0)) / (n - 1)
    return math.sqrt(least), math.sqrt(most)


def _lost_sign(cell: MeanAndSpread, n: int, *, integers: bool) -> Finding:
    """Say which mean ± standard deviation the digits would be if a ± between them was lost."""
    possible = [
        f"{mean} ± {sd}" for mean, sd in _splits(cell.digits) if _possible(mean, sd, cell, n, integers)
    ]
    note = f"a ± may have been lost: {cell.digits} reads {' or '.join(possible)}" if possible else ""
    # Digits alone are too little to recompute from; a printed range that leaves one reading is enough
    certain = len(possible) == 1 and cell.low is not None
    return Finding(INCONSISTENT, possible[0] if certain else None, note)


def _possible(mean: Decimal, sd: Decimal, cell: MeanAndSpread, n: int, integers: bool) -> bool:
    whole = MeanAndSpread(str(mean), mean, sd, cell.low, cell.high)
    found = _check_range(whole, mean, n)
    return found.verdict == CONSISTENT and (not integers or sample_exists(mean, sd, n))


def _splits(digits: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Return every way to read a row of digits as a mean and a standard deviation of no more decimals.

    >>> [f"{mean} {sd}" for mean, sd in _splits("55.412")]
    ['55.4 12', '55.41 2']
    """
    number = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
    for cut in range(1, len(digits)):
        left, right = digits[:cut], digits[cut:]
        if number.fullmatch(left) and number.fullmatch(right):
            mean, sd = Decimal(left), Decimal(right)
            if decimals(sd) <= decimals(mean):
                yield mean, sd
