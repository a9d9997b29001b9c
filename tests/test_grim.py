"""GRIM and GRIMMER against published examples, brute force and data that exist."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.papers.grim import has_power, nearest_means, possible_totals, sample_exists
from analysis.papers.printed_numbers import HALF_AWAY, HALF_EVEN, RULES, TRUNCATION, stands_for
from analysis.tables.format import rounded

samples = st.lists(st.integers(-30, 90), min_size=2, max_size=40)


def sum_of_squared_deviations(values):
    mean = Fraction(sum(values), len(values))
    return sum((value - mean) ** 2 for value in values)


def printed(value: Fraction, places: int) -> Decimal:
    """Round half away from zero in whole numbers, by another way than the package."""
    doubled = 2 * abs(value) * 10**places + 1
    size = Decimal(int(doubled // 2)).scaleb(-places)
    return -size if value < 0 else size


def printed_root(square: Fraction, places: int) -> Decimal:
    """Return the root of a square rounded half up: the greatest k/10^places with (k − ½)² ≤ square."""
    unit = Fraction(1, 10**places)
    k = int(float(square) ** 0.5 / float(unit)) + 2
    while k > 0 and ((k - Fraction(1, 2)) * unit) ** 2 > square:
        k -= 1
    return Decimal(k).scaleb(-places)


def test_the_example_of_the_grim_paper():
    """A mean of 5.19 of 28 whole numbers is impossible, 5.18 and 5.21 are its neighbours (145/28, 146/28)."""
    assert not possible_totals(Decimal("5.19"), 28)
    assert list(possible_totals(Decimal("5.18"), 28)) == [145]
    assert nearest_means(Decimal("5.19"), 28) == (Decimal("5.18"), Decimal("5.21"))


def test_the_example_of_analytic_grimmer():
    """Allard's example: mean 3.44 and SD 2.47 of 18 whole numbers pass GRIM and fail GRIMMER."""
    assert list(possible_totals(Decimal("3.44"), 18)) == [62]
    assert not sample_exists(Decimal("3.44"), Decimal("2.47"), 18)
    assert sample_exists(Decimal("3.44"), Decimal("2.48"), 18)


def test_that_example_by_counting():
    """No sum of squares that 18 whole numbers of sum 62 can have prints 2.47, one prints 2.48.

    Counted value by value as differences from 3, whose sum is 8: an SD of 2.47 or 2.48 is a sum of squares
    of 103.3 to 105.0 above 64/18.
    """
    reached = {(0, 0)}
    for _ in range(18):
        reached = {(s + x, q + x * x) for s, q in reached for x in range(-10, 11) if q + x * x <= 109}
    deviations = {Fraction(q) - Fraction(64, 18) for s, q in reached if s == 8}
    shown = {printed_root(deviation / 17, 2) for deviation in deviations}
    assert Decimal("2.48") in shown and Decimal("2.47") not in shown


def test_power_ends_where_n_reaches_the_reciprocal_of_the_precision():
    """Of 9 whole numbers not every mean to one decimal is possible, of 10 it is."""
    means = [Decimal(k).scaleb(-1) for k in range(50)]
    assert has_power(Decimal("55.4"), 9) and not all(possible_totals(m, 9) for m in means)
    assert not has_power(Decimal("55.4"), 10) and all(possible_totals(m, 10) for m in means)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_grimmer_is_right_for_every_mean_and_sd_of_small_samples(n):
    """By enumeration: with mean and SD from 0 to 2, no value of up to five lies outside -5 to 8."""
    shown = set()
    for values in combinations_with_replacement(range(-5, 9), n):
        mean, square = Fraction(sum(values), n), sum_of_squared_deviations(values) / (n - 1)
        shown.add((printed(mean, 2), printed_root(square, 2)))
    for mean in {m for m, _ in shown if 0 <= m <= 2}:
        for k in range(201):
            sd = Decimal(k).scaleb(-2)
            assert sample_exists(mean, sd, n) == ((mean, sd) in shown), (mean, sd)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(values=samples, places=st.integers(0, 3))
def test_a_sample_that_exists_is_never_refuted(values, places):
    """The mean and SD of any whole numbers, rounded half away from zero, pass GRIM and GRIMMER."""
    n = len(values)
    mean = printed(Fraction(sum(values), n), places)
    sd = printed_root(sum_of_squared_deviations(values) / (n - 1), places)
    assert possible_totals(mean, n)
    assert sample_exists(mean, sd, n)


@pytest.mark.parametrize(
    ("text", "rule", "inside", "outside"),
    [
        ("9.5", HALF_AWAY, ["9.45", "9.5499"], ["9.4499", "9.55"]),
        ("9.5", HALF_EVEN, ["9.4501", "9.5499"], ["9.45", "9.55"]),
        ("9.4", HALF_EVEN, ["9.35", "9.45"], ["9.3499", "9.4501"]),
        ("9.5", TRUNCATION, ["9.5", "9.5999"], ["9.4999", "9.6"]),
        ("-9.5", HALF_AWAY, ["-9.45", "-9.5499"], ["-9.4499", "-9.55"]),
        ("-9.5", TRUNCATION, ["-9.5", "-9.5999"], ["-9.4999", "-9.6"]),
        ("0", HALF_AWAY, ["-0.4999", "0.4999"], ["-0.5", "0.5"]),
        ("0.0", TRUNCATION, ["-0.0999", "0.0999"], ["-0.1", "0.1"]),
        ("12", HALF_AWAY, ["11.5", "12.4999"], ["11.4999", "12.5"]),
    ],
)
def test_what_a_printed_number_stands_for(text, rule, inside, outside):
    """The ends of the interval belong to it or not as each rule of rounding has it, below zero mirrored."""
    interval = stands_for(Decimal(text), rule)
    assert all(Fraction(value) in interval for value in inside)
    assert not any(Fraction(value) in interval for value in outside)


@settings(derandomize=True, deadline=None)
@given(numerator=st.integers(-5000, 5000), denominator=st.integers(1, 64), places=st.integers(0, 3))
def test_a_value_lies_in_what_its_rounding_stands_for(numerator, denominator, places):
    """Rounded by any rule, a fraction is among the values that the printed number stands for."""
    value = Fraction(numerator, denominator)
    for rule in RULES:
        assert value in stands_for(rounded(value, places, rounding=rule), rule)
