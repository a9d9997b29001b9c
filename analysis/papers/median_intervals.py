"""An estimate with its standard error against a symmetric confidence interval."""

from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

from analysis.papers.cell_text import PointAndLimits, read_median
from analysis.papers.finding import CONSISTENT, INCONSISTENT, NO_DATA, ROUNDING, Finding, by, rules_that_fit
from analysis.papers.printed_numbers import (
    HALF_AWAY,
    RULES,
    Interval,
    decimals,
    point,
    stands_for,
)
from analysis.tables.format import rounded


def check_interval(published: str) -> Finding:
    """Hold an estimate ± its standard error against its limits: is there one standard error for all?

    The limits are estimate ∓ z·SE, z = 1.96 at 95% (SPSS) or 1.959964. An estimate printed without
    decimals beside limits that have some is a whole number, as a median of whole days is. Without a
    standard error the limits themselves must be symmetric to be judged.

    >>> check_interval("14.2 (SE 2.1, 95% CI 10.1-18.3)").verdict
    'consistent'
    """
    cell = read_median(published)
    if cell is None:
        return Finding(NO_DATA, note="no estimate with two limits can be read from the cell")
    if cell.low > cell.high or not cell.low <= cell.point <= cell.high:
        return Finding(INCONSISTENT, note=f"{cell.point} does not lie between {cell.low} and {cell.high}")
    return _judge(cell)


def _judge(cell: PointAndLimits) -> Finding:
    whole = decimals(cell.point) == 0 < decimals(cell.low)
    fitting = rules_that_fit(lambda rule: bool(standard_errors(cell, rule, whole=whole)))
    if HALF_AWAY in fitting:
        return Finding(CONSISTENT, _limits(cell))
    claim = f"{cell.point} being a whole number, " if whole else ""
    if fitting:
        return _only_under(cell, fitting, claim, whole=whole)
    if whole and standard_errors(cell, HALF_AWAY, whole=False):
        note = f"{cell.point} fits its limits only as a rounded number, not as a whole one"
        return Finding(ROUNDING, _limits(cell), note)
    if cell.std_error is None:
        return Finding(NO_DATA, note="the limits are not symmetric and no standard error is printed")
    return Finding(INCONSISTENT, _limits(cell), claim + _contradiction(cell, whole=whole))


def _only_under(cell: PointAndLimits, fitting: tuple[str, ...], claim: str, *, whole: bool) -> Finding:
    errors = standard_errors(cell, fitting[-1], whole=whole)[0]
    places = max(map(decimals, (cell.low, cell.high))) + 2
    span = f"{rounded(errors.low, places)}–{rounded(errors.high, places)}"
    note = f"{claim}the numbers fit no standard error {by(HALF_AWAY)}; {by(fitting[-1])}, one of {span} does"
    return Finding(ROUNDING, _limits(cell), note)


def _contradiction(cell: PointAndLimits, *, whole: bool) -> str:
    """Say which standard error the limits alone would need, and what the printed one would give."""
    without = PointAndLimits(cell.point, None, cell.low, cell.high, cell.level)
    places = decimals(cell.std_error or Decimal(0))
    needed = [errors for rule in RULES for errors in standard_errors(without, rule, whole=whole)]
    half_width = Fraction(cell.high - cell.low) / 2 / _quantiles(cell.level)[0]
    if needed:
        error = rounded(half_width, places)
        return f"the limits need a standard error of {error}, not {cell.std_error}; it gives {_limits(cell)}"
    return (
        f"no standard error gives these limits: they lie {cell.point - cell.low} below "
        f"and {cell.high - cell.point} above {cell.point}; {cell.std_error} gives {_limits(cell)}"
    )


def standard_errors(cell: PointAndLimits, rule: str, *, whole: bool) -> list[Interval]:
    """Return the standard errors under which a rule prints the cell; one interval a quantile, if any.

    With estimate m and standard error s, low = m − zs and high = m + zs. Three conditions on m that
    agree pairwise agree together, so s is free in the intersection of (m − low)/z, (high − m)/z and
    (high − low)/2z with what the printed standard error stands for.

    >>> cell = read_median("30 (SE 9.5, 95% CI 11.2-48.7)")
    >>> standard_errors(cell, HALF_AWAY, whole=True)
    []
    """
    estimate = point(cell.point) if whole else stands_for(cell.point, rule)
    low, high = stands_for(cell.low, rule), stands_for(cell.high, rule)
    found = []
    for z in _quantiles(cell.level):
        errors = (
            (estimate - low).scaled(1 / z)
            & (high - estimate).scaled(1 / z)
            & (high - low).scaled(1 / (2 * z))
        )
        if cell.std_error is not None:
            errors = errors & stands_for(cell.std_error, rule)
        if not errors.is_empty:
            found.append(errors)
    return found


def _quantiles(level: Decimal) -> tuple[Fraction, ...]:
    """Return the normal quantile of a two-sided level as it is used: to 2, 3 and 6 decimals."""
    z = NormalDist().inv_cdf(0.5 + float(level) / 200)
    return tuple(dict.fromkeys(Fraction(f"{z:.{places}f}") for places in (2, 3, 6)))


def _limits(cell: PointAndLimits) -> str | None:
    """Return the limits that the printed estimate and standard error give."""
    if cell.std_error is None:
        return None
    reach = _quantiles(cell.level)[0] * Fraction(cell.std_error)
    low, high = (rounded(Fraction(cell.point) + side * reach, decimals(cell.low)) for side in (-1, 1))
    return f"{low}–{high}"
