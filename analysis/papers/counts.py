"""Counts and percentages: does k of n give the printed percentage, and do parts add up to their whole?"""

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from analysis.papers.cell_text import CountAndPercent, read_percent, read_total
from analysis.papers.finding import CONSISTENT, INCONSISTENT, NO_DATA, Finding, agreement, rules_that_fit
from analysis.papers.printed_numbers import Interval, decimals, point, stands_for
from analysis.tables.format import rounded

_HUNDRED = Fraction(100)


def check_percent(published: str, n: int | None) -> Finding:
    """Hold a percentage against its count and denominator, or against the denominator alone.

    The denominator is the one the cell prints ("12/32"), else `n`. Where the three disagree, the note
    says which percentage the count is, which count the percentage is, and of how many it would be right.

    >>> check_percent("3 (6.3%)", 32).note
    '3 of 32 is 9.4%; 6.3% of 32 is 2; 3 is 6.3% of 48'
    """
    cell = read_percent(published)
    if cell is None:
        return Finding(NO_DATA, note="no percentage can be read from the cell")
    of = cell.of if cell.of is not None else n
    if cell.percent > 100 or cell.percent < 0:
        return Finding(INCONSISTENT, note=f"{cell.percent}% is no part of a whole")
    if not of:
        return Finding(NO_DATA, note="no denominator is given")
    found = _check_count(cell, of) if cell.count is not None else _check_alone(cell, of)
    if n is not None and of != n:
        return found + Finding(found.verdict, note=f"the cell's own denominator is {of}, the column's {n}")
    return found


def _check_count(cell: CountAndPercent, of: int) -> Finding:
    k = cell.count or 0
    if k > of:
        return Finding(INCONSISTENT, note=f"{k} is more than the {of} it is counted among")
    exact = Fraction(100 * k, of)
    right = f"{k} ({_text(rounded(exact, max(1, decimals(cell.percent))))}%)"
    if cell.sign:
        below = exact < Fraction(cell.percent)
        fits = below if cell.sign == "<" else exact > Fraction(cell.percent)
        note = "" if fits else f"{k} of {of} is {_text(rounded(exact, 1))}%"
        return Finding(CONSISTENT if fits else INCONSISTENT, right, note)
    found = agreement(rules_that_fit(lambda rule: exact in stands_for(cell.percent, rule)))
    if found.verdict != INCONSISTENT:
        return replace(found, recomputed=f"{k} ({rounded(exact, decimals(cell.percent))}%)")
    return Finding(INCONSISTENT, right, "; ".join(_what_would_fit(k, of, cell.percent, exact)))


def _what_would_fit(k: int, of: int, percent: Decimal, exact: Fraction) -> list[str]:
    """Return what each of the three numbers would have to be for the other two to be right."""
    notes = [f"{k} of {of} is {_text(rounded(exact, max(1, decimals(percent))))}%"]
    counts = counts_of_percent(percent, of)
    if counts:
        notes.append(f"{percent}% of {of} is {_span(counts)}")
    denominators = _denominators(k, percent)
    if denominators:
        other = (
            f", another denominator than the {of} of the column's other rows" if denominators[-1] < of else ""
        )
        notes.append(f"{k} is {percent}% of {_span(denominators)}{other}")
    return notes


def _denominators(k: int, percent: Decimal) -> range:
    """Return the denominators of which k is the printed percentage."""
    shares = stands_for(percent) & Interval(Fraction(0), _HUNDRED)
    if k == 0 or shares.low <= 0:
        return range(0)
    return Interval(
        100 * k / shares.high, 100 * k / shares.low, shares.high_closed, shares.low_closed
    ).integers()


def _check_alone(cell: CountAndPercent, of: int) -> Finding:
    if cell.sign:
        return Finding(
            NO_DATA, note="a percentage given as a bound can't be held against its denominator alone"
        )
    counts = counts_of_percent(cell.percent, of)
    if of >= 10 ** (decimals(cell.percent) + 2):
        return Finding(
            CONSISTENT, note=f"of {of} every percentage to {decimals(cell.percent)} decimals is possible"
        )
    found = agreement(rules_that_fit(lambda rule: len(counts_of_percent(cell.percent, of, rule)) > 0))
    if found.verdict == INCONSISTENT:
        below = math.floor(Fraction(cell.percent) * of / 100)
        places = max(1, decimals(cell.percent))
        near = [f"{k} is {_text(rounded(Fraction(100 * k, of), places))}%" for k in (below, below + 1)]
        return Finding(INCONSISTENT, note=f"no count of {of} is {cell.percent}%: {near[0]} and {near[1]}")
    only = f"{counts[0]} of {of}" if len(counts) == 1 else None
    return replace(found, recomputed=only)


def counts_of_percent(percent: Decimal, of: int, *rule: str) -> range:
    """Return the counts whose share of a denominator prints as the percentage.

    >>> list(counts_of_percent(Decimal("6.3"), 32))
    [2]
    """
    counts = stands_for(percent, *rule).scaled(Fraction(of, 100)).integers()
    return range(max(0, counts.start), min(of + 1, counts.stop))


def check_total(published: str, n: int | None) -> Finding:
    """Hold a total against the column's n, and its percentage, if one is printed, against both."""
    total = read_total(published)
    if total is None:
        return Finding(NO_DATA, note="no whole number can be read from the cell")
    if "%" in published or "％" in published:
        return check_percent(published, n)
    if n is not None and total > n:
        return Finding(INCONSISTENT, str(n), f"the total is {total}, and n is {n}")
    return Finding(CONSISTENT if n == total else NO_DATA, str(total) if n == total else None)


def check_parts(total: range, parts: Sequence[tuple[str, range]]) -> Finding:
    """Hold the possible counts of a whole against those of its parts, which share nothing.

    >>> check_parts(range(32, 33), [("women", range(12, 13)), ("men", range(19, 20))]).note
    'its parts add up to 31, not 32 (women 12, men 19)'
    """
    low = sum(part.start for _, part in parts)
    high = sum(part.stop - 1 for _, part in parts)
    if low < total.stop and high >= total.start:
        return Finding(CONSISTENT, _span(total))
    if _in_turns(total.start, [counts.start for _, counts in parts]):
        return Finding(CONSISTENT, _span(total), "its parts make it up more than once, in turn")
    listed = ", ".join(f"{name} {_span(counts)}" for name, counts in parts)
    note = f"its parts add up to {_span(range(low, high + 1))}, not {_span(total)} ({listed})"
    return Finding(INCONSISTENT, _span(range(low, high + 1)), note)


def _in_turns(total: int, counts: Sequence[int]) -> bool:
    """Return whether the counts, in order, make up the whole again and again: by sex, then by treatment."""
    sums = list(accumulate(counts))
    return total > 0 and sums[-1] % total == 0 and set(range(total, sums[-1] + 1, total)) <= set(sums)


def check_shares(whole: Decimal, parts: Sequence[Decimal]) -> Finding:
    """Hold the percentages of parts against that of their whole, each within its rounding."""
    total = sum((stands_for(part) for part in parts), point(0))
    if not (total & stands_for(whole)).is_empty:
        return Finding(CONSISTENT)
    return Finding(INCONSISTENT, f"{sum(parts)}%", f"its parts add up to {sum(parts)}%, not {whole}%")


def _span(counts: range) -> str:
    first, last = counts.start, counts.stop - 1
    return str(first) if first == last else f"{first}–{last}"


def _text(percent: Decimal) -> str:
    """Return a percentage without a trailing zero, as "25" for 25.0."""
    text = f"{percent:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
