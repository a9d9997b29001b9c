"""Numbers become text in one place: half away from zero, in each language's way."""

import string
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dictionary.model import LANGUAGES
from analysis.tables import format as fmt
from analysis.tables.words import WORDS

EN, TR, ZH = (fmt.STYLES[lang] for lang in ("en", "tr", "zh"))

# Each by hand: the digit after the cut is 5 or more, so the number moves away from zero
ROUNDED = {
    (6.25, 1): "6.3",
    (56.25, 1): "56.3",
    (43.75, 1): "43.8",
    (12.25, 1): "12.3",
    (0.15, 1): "0.2",
    (2.675, 2): "2.68",
    (1.005, 2): "1.01",
    (-2.5, 0): "-3",
    (-0.04, 1): "0.0",
    (0.1 + 0.2, 1): "0.3",
    (6.249999999999999, 1): "6.3",  # 6.25 but for the last bit of a sum
    (6.2499, 1): "6.2",
    (1e16, 0): "10000000000000000",
    (1.7e308, 0): "17" + "0" * 307,
    (5e-324, 2): "0.00",
}


@pytest.mark.parametrize(("value", "digits"), ROUNDED)
def test_halves_are_rounded_away_from_zero(value, digits):
    """A float is the decimal that it prints as, and its halves move away from zero."""
    assert fmt.number(value, digits, EN) == ROUNDED[value, digits]


@given(st.decimals(-10_000, 10_000, places=5), st.integers(0, 4))
@settings(derandomize=True)
def test_a_float_rounds_as_the_decimal_it_was_written_as(value, digits):
    """The decimal library's half-up of the written digits is the oracle."""
    expected = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    assert fmt.rounded(float(value), digits) == expected


def test_percentages_are_exact_for_every_count_up_to_200():
    """Whole-number arithmetic is the oracle: tenths = floor(1000 k / n + 1/2)."""
    for n in range(1, 201):
        for k in range(n + 1):
            tenths = (2000 * k + n) // (2 * n)
            assert fmt.share(k, n, EN) == f"{tenths // 10}.{tenths % 10}"


def test_a_fraction_is_cut_exactly():
    """1/3 + 10^-30 is above a third, and half of a unit is a tie whatever the number of digits."""
    assert str(fmt.rounded(Fraction(1, 2) - Fraction(1, 10**300), 0)) == "0"
    assert str(fmt.rounded(Fraction(1, 2), 0)) == "1"
    assert str(fmt.rounded(Fraction(2, 3), 4)) == "0.6667"


def test_other_roundings_have_names():
    """An audit can ask what a number is under truncation or half to even: 56.25 → 56.2 both times."""
    found = {name: str(fmt.rounded(56.25, 1, rounding=name)) for name in fmt.ROUNDINGS}
    assert found == {"half away from zero": "56.3", "truncation": "56.2", "half to even": "56.2"}


def test_numpy_scalars_are_numbers():
    """Counts of numpy and its floats format as Python's."""
    assert fmt.count_percent(np.int64(9), np.int64(16), EN) == "9 (56.3%)"
    assert fmt.number(np.float64(12.25), 1, EN) == "12.3"


def test_each_language_writes_its_own_percent():
    """17 of 32 patients with lung cancer: 53.125%."""
    assert [fmt.count_percent(17, 32, style) for style in (EN, TR, ZH)] == [
        "17 (53.1%)",
        "17 (%53,1)",
        "17（53.1%）",
    ]


def test_a_paper_can_keep_its_own_decimals():
    """The leptomeningeal series prints 17 (%53.1), 8 (%25) and 14 (%43.8): a point, and no idle zero."""
    own = replace(TR, decimal_mark=".", trim_zeros=True)
    found = [fmt.count_percent(k, 32, own) for k in (17, 8, 14, 32)]
    assert found == ["17 (%53.1)", "8 (%25)", "14 (%43.8)", "32 (%100)"]


def test_why_there_is_no_number_is_said():
    """Not reached, not estimable and missing are three things, in every language; a dash says nothing."""
    reasons = ("not_reached", "not_estimable", "missing")
    for style in (EN, TR, ZH):
        assert len({fmt.number(None, 1, style, absent=reason) for reason in reasons}) == 3
    assert [fmt.number(value, 1, EN) for value in (None, float("nan"), float("inf"))] == ["–"] * 3
    assert fmt.count_percent(0, 0, EN) == "0 (–)"


P_VALUES = {
    0.0: "<0.001",
    0.000999: "<0.001",
    0.001: "0.001",
    0.0455: "0.046",
    0.9994: "0.999",
    0.9996: ">0.999",
}


@pytest.mark.parametrize("p", P_VALUES)
def test_p_values_have_three_decimals_or_a_bound(p):
    """Below 0.001 and just below 1 the printed p is a bound."""
    assert fmt.p_value(p, EN) == P_VALUES[p]
    assert fmt.p_value(p, TR) == P_VALUES[p].replace(".", ",")


def test_a_p_of_one_and_no_p():
    """Fisher's p can be exactly 1; a test that was not done has a dash."""
    assert (fmt.p_value(1.0, EN), fmt.p_value(float("nan"), EN), fmt.p_value(None, EN)) == ("1.000", "–", "–")


def test_intervals_never_hide_a_sign():
    """A dash before a minus would read as one; identical words stand once."""
    assert fmt.interval("11.2", "48.7", EN) == "11.2–48.7"
    assert fmt.interval("-1,2", "3,4", TR) == "-1,2 ile 3,4"
    assert fmt.interval("11.2", "48.7", ZH) == "11.2～48.7"
    assert fmt.interval("not reached", "not reached", EN) == "not reached"
    assert fmt.interval("5", "5", EN) == "5–5"


def test_observed_values_share_their_decimals():
    """Quartiles 47 and 59 beside a median 52.5 read 47.0 and 59.0; whole ages stay whole."""
    assert fmt.observed([47.0, 52.5, 59.0], 1, TR) == ("47,0", "52,5", "59,0")
    assert fmt.observed([29.0, 75.0], 1, EN) == ("29", "75")
    assert fmt.observed([float("nan"), 75.25], 1, EN) == ("–", "75.3")


def test_dates_follow_the_language():
    """16466 days after 1970-01-01 is 31 January 2015."""
    assert [fmt.day(16466, style) for style in (EN, TR, ZH)] == ["2015-01-31", "31.01.2015", "2015-01-31"]


def test_every_word_is_there_in_every_language():
    """No word is missing or empty, and translations fill in the same names."""
    for key, words in WORDS.items():
        assert set(words) == set(LANGUAGES), key
        assert all(text.strip() for text in words.values()), key
        names = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in words.values()
        ]
        assert names[0] == names[1] == names[2], key
