"""A p-value against the statistic and the degrees of freedom printed beside it.

Source of the idea: Nuijten MB et al. The prevalence of statistical reporting errors in psychology.
Behav Res Methods 2016;48:1205-26, doi:10.3758/s13428-015-0664-2.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from analysis.papers.finding import CONSISTENT, INCONSISTENT, NO_DATA, ROUNDING, Finding, by
from analysis.papers.printed_numbers import NUMBER, RULES, decimals, number, plain, stands_for
from analysis.tables.format import rounded

_STARTS = r"(?<![^\W\d_])"
_ENDS = r"(?![\d.,])"
_STATISTICS = {
    "chi2": rf"(?:χ|chi|ki)[ -]?(?:\^?2{_ENDS}|squared?|kare)|x\^?2{_ENDS}|卡方|{_STARTS}[hq]|log[- ]?rank",
    "f": f"{_STARTS}f",
    "t": f"{_STARTS}t",
    "z": f"{_STARTS}z",
    "r": rf"{_STARTS}r(?!\^?2{_ENDS})",
}
"""How a statistic is named; H (Kruskal-Wallis), Q and the log-rank statistic are chi-squared."""

_SYMMETRIC = ("t", "z", "r")
_DF = re.compile(
    rf"(?:\bd\.?f\.?|\bsd\b|serbestlik derecesi|自由度)\s*[=:]?\s*({NUMBER})(?:\s*[,;]\s*({NUMBER}))?",
    re.IGNORECASE,
)
_P = re.compile(
    rf"(?<![^\W\d_])p\s*(?:-?\s*(?:value|değeri|值))?\s*(?P<sign>[<>=≤≥:]*)\s*(?P<p>{NUMBER})"
    r"(?:\s*(?:e|[x×*]\s*10\s*\^?)\s*(?P<exponent>-?\d+))?",
    re.IGNORECASE,
)
_NOT_SIGNIFICANT = re.compile(r"\bn\.?s\b", re.IGNORECASE)
_ONE_SIDED = re.compile(r"(?:one|1)[- ](?:sided|tailed)|tek (?:yönlü|kuyruk)|单[侧尾]", re.IGNORECASE)


@dataclass(frozen=True)
class TestResult:
    """A test as printed: its distribution, statistic and degrees of freedom, and p with its sign."""

    __test__ = False  # the name begins like a test's

    distribution: str | None
    statistic: Decimal | None
    df: tuple[Decimal, ...]
    p: Decimal
    sign: str = "="
    one_sided: bool = False


def read_test(published: str) -> TestResult | None:
    """Return the test that a text reports, such as "t(30) = 2.1, p = .04".

    >>> read_test("chi2 4.2, df 1, p 0.04").df
    (Decimal('1'),)
    """
    text = plain(published)
    printed = _printed_p(text)
    if printed is None:
        return None
    p, sign, start = printed
    one_sided = bool(_ONE_SIDED.search(text))
    before, after = text[:start], text[start:]
    for part in (before, after):
        found = _statistic(part)
        if found:
            return TestResult(*found, p, sign, one_sided)
    return TestResult(None, None, (), p, sign, one_sided)


def _printed_p(text: str) -> tuple[Decimal, str, int] | None:
    found = _P.search(text)
    if found:
        p = number(found["p"]).scaleb(int(found["exponent"] or 0))
        sign = found["sign"].replace("≤", "<").replace("≥", ">")
        return p, sign[0] if sign[:1] in ("<", ">") else "=", found.start()
    if _NOT_SIGNIFICANT.search(text):
        return Decimal("0.05"), ">", len(text)
    bare = re.fullmatch(rf"(?P<sign>[<>=]?)\s*(?P<p>{NUMBER})", text)
    return (number(bare["p"]), bare["sign"] or "=", 0) if bare else None


def _statistic(text: str) -> tuple[str, Decimal, tuple[Decimal, ...]] | None:
    for distribution, name in _STATISTICS.items():
        pattern = (
            rf"(?:{name})(?:[ -]?test\w*)?\s*(?:[(\[](?P<df>[^)\]]*)[)\]])?\s*[=:]?\s*(?P<value>{NUMBER})"
        )
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            return distribution, number(found["value"]), _degrees(found["df"], text)
    return None


def _degrees(bracketed: str | None, text: str) -> tuple[Decimal, ...]:
    """Return the degrees of freedom in brackets after the statistic's name, or labelled df."""
    inside = re.sub(r"n\s*=\s*\d+", "", bracketed or "", flags=re.IGNORECASE)
    numbers = re.findall(NUMBER, re.sub(r",(?=\S)", ", ", inside))
    if numbers:
        return tuple(map(number, numbers))
    labelled = _DF.search(text)
    return tuple(number(token) for token in labelled.groups() if token) if labelled else ()


def check_p_value(published: str, n: int | None) -> Finding:
    """Hold a p-value against its statistic: the statistic's rounding gives an interval of p.

    Two-sided unless the text says one-sided. A correlation without degrees of freedom has n − 2. A p
    printed as zero, as SPSS does, stands for less than half its last digit and is `rounding`.

    >>> check_p_value("t(30) = 2.1, p = .14", None).recomputed
    '0.04'
    """
    test = read_test(published)
    if test is None:
        return Finding(NO_DATA, note="no p-value can be read from the cell")
    if not 0 <= test.p <= 1:
        return Finding(INCONSISTENT, note=f"{test.p} is no probability")
    if test.distribution is None or test.statistic is None:
        return _zero(test) or Finding(NO_DATA, note="no statistic is printed beside p")
    df = _completed(test, n)
    if df is None or not _possible(test, df):
        return _unusable(test, df)
    return _compare(test, df)


def _completed(test: TestResult, n: int | None) -> tuple[float, ...] | None:
    """Return the degrees of freedom that the distribution needs, or None where they are not printed."""
    needed = {"z": 0, "f": 2}.get(test.distribution or "", 1)
    if len(test.df) >= needed:
        return tuple(map(float, test.df[:needed]))
    return (float(n - 2),) if test.distribution == "r" and n is not None else None


def _possible(test: TestResult, df: tuple[float, ...]) -> bool:
    statistic = test.statistic or Decimal(0)
    if test.distribution in ("chi2", "f") and statistic < 0:
        return False
    return all(value > 0 for value in df) and not (test.distribution == "r" and abs(statistic) > 1)


def _unusable(test: TestResult, df: tuple[float, ...] | None) -> Finding:
    if df is None:
        return Finding(NO_DATA, note="the degrees of freedom are not printed")
    return Finding(
        INCONSISTENT, note=f"{test.distribution} can't be {test.statistic} with the degrees of freedom {df}"
    )


def _compare(test: TestResult, df: tuple[float, ...]) -> Finding:
    exact = _two_sided(test, float(test.statistic or 0), df) / (2 if test.one_sided else 1)
    places = max(decimals(test.p), 3 if exact < 0.1 else 2) if test.sign != "=" else decimals(test.p)
    recomputed = _p_text(exact, places)
    fitting = [rule for rule in RULES if _agrees(test, df, rule, sides=1 if test.one_sided else 2)]
    if fitting:
        zero = _zero(test)
        if zero or RULES[0] in fitting:
            return Finding((zero or Finding(CONSISTENT)).verdict, recomputed, zero.note if zero else "")
        return Finding(ROUNDING, recomputed, f"p fits only {by(*fitting)}, not {by(RULES[0])}")
    return Finding(INCONSISTENT, recomputed, _contradiction(test, df, exact))


def _agrees(test: TestResult, df: tuple[float, ...], rule: str, *, sides: int) -> bool:
    """Return whether some statistic that prints as given has a p that prints as given."""
    exact = stands_for(test.statistic or Decimal(0), rule)
    ends = (float(exact.low), float(exact.high))
    nearest = 0.0 if ends[0] <= 0 <= ends[1] else min(map(abs, ends))
    least = _two_sided(test, max(map(abs, ends)), df) * sides / 2
    most = _two_sided(test, nearest, df) * sides / 2
    slack = 1e-12
    if test.sign != "=":
        return least <= float(test.p) + slack if test.sign == "<" else most >= float(test.p) - slack
    printed = stands_for(test.p, rule)
    return (
        least < float(printed.high) - slack * (not printed.high_closed) and most >= float(printed.low) - slack
    )


def _two_sided(test: TestResult, statistic: float, df: tuple[float, ...]) -> float:
    """Return the p-value of a statistic; two-sided for those that have a sign."""
    from scipy import stats

    if test.distribution == "chi2":
        return float(stats.chi2.sf(statistic, *df))
    if test.distribution == "f":
        return float(stats.f.sf(statistic, *df))
    if test.distribution == "z":
        return float(2 * stats.norm.sf(abs(statistic)))
    size = min(abs(statistic), 1 - 1e-15) if test.distribution == "r" else abs(statistic)
    t = size * math.sqrt(df[0] / (1 - size**2)) if test.distribution == "r" else size
    return float(2 * stats.t.sf(t, *df))


def _zero(test: TestResult) -> Finding | None:
    """Return what a p of exactly zero means: the printed digits ran out."""
    if test.p != 0:
        return None
    bound = Decimal(1).scaleb(-decimals(test.p))
    return Finding(ROUNDING, f"< {bound}", f"no p is zero; {test.p} is p < {bound} with its digits cut")


def _contradiction(test: TestResult, df: tuple[float, ...], exact: float) -> str:
    sign = "" if test.sign == "=" else f"{test.sign} "
    degrees = f" with df {', '.join(f'{value:g}' for value in df)}" if df else ""
    notes = [f"{test.distribution} {test.statistic}{degrees} gives p {_p_text(exact, 4)}, not {sign}{test.p}"]
    if not test.one_sided and test.distribution in _SYMMETRIC and _agrees(test, df, RULES[0], sides=1):
        notes.append("it would fit a one-sided test, which is not stated")
    printed_below = test.p < Decimal("0.05") or (test.sign == "<" and test.p == Decimal("0.05"))
    if printed_below != (exact < 0.05):
        notes.append("the two lie on different sides of 0.05")
    return "; ".join(notes)


def _p_text(p: float, places: int) -> str:
    shown = rounded(Fraction(p), places)
    return f"{shown}" if shown else f"< {Decimal(1).scaleb(-places)}"
