"""What a printed cell says: its text read into the numbers that a check compares."""

import re
from dataclasses import dataclass
from decimal import Decimal

from analysis.papers.printed_numbers import NUMBER, count, number, plain

PERCENT = "percent"
MEAN_OF_INTEGERS = "mean_of_integers"
MEAN_SD = "mean_sd"
MEDIAN_INTERVAL = "median_interval"
P_VALUE = "p_value"
TOTAL = "total"
KINDS = (PERCENT, MEAN_OF_INTEGERS, MEAN_SD, MEDIAN_INTERVAL, P_VALUE, TOTAL)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_DASHED_RANGE = _pattern(rf"(?<![\d.,])(?P<low>{NUMBER})\s*(?:-|to|ile|ila|至|到)\s*(?P<high>{NUMBER})")
_LISTED_RANGE = _pattern(rf"(?<![\d.,])(?P<low>{NUMBER})\s*[;,]\s+(?P<high>{NUMBER})")
_SAMPLE_SIZE = _pattern(r"\bn\s*=\s*\d+")

_PERCENT_FIRST = _pattern(rf"(?<![\d.,])%\s*(?P<sign>[<>]?)\s*(?P<value>{NUMBER})")
_PERCENT_LAST = _pattern(rf"(?P<sign>[<>]?)\s*(?P<value>{NUMBER})\s*%")
_PERCENT_BRACKETED = _pattern(rf"\(\s*(?P<sign>[<>]?)\s*(?P<value>{NUMBER})\s*\)")
_PERCENT_THEN_COUNT = _pattern(r"^(?P<sign>[<>]?)(?P<value>\d+[.,]\d+)\s*\(\s*\d+(?:/\d+)?\s*\)")
_PERCENT_ALONE = _pattern(rf"^[^\d.,<>]*(?P<sign>[<>]?)\s*(?P<value>{NUMBER})[^\d]*$")
_COUNT_BESIDE = _pattern(r"(?<![\w.,])(?P<count>\d+)(?:'\w+)?\s*[(\[,;:=]*\s*%?\s*[<>]?\s*\Z")
_WHOLE_FIRST = _pattern(
    r"(?P<of>\d+)(?:\s*(?:hasta|olgu|vaka)(?:nın|nin|nun|dan|den)\s+|\s*[例名位](?:患者)?中(?:有)?\s*)(?P<count>\d+)"
    r"|\bof (?:the )?(?P<whole>\d+) \w+, (?P<part>\d+)"
)
_COUNT_FIRST = _pattern(rf"(?<![^\W\d_]){NUMBER}")
_FRACTION = _pattern(r"(?P<count>\d+)\s*(?:/|out of|of)\s*(?P<of>\d+)")

_SD_LABEL = r"\bs\.?d\b\.?|\bss\b|\bstd\.? ?dev\w*\.?|标准差"
_SE_LABEL = r"\bs\.?e\.?m?\b\.?|\bstd\.? ?err(?:or)?\.?|\bsh\b|standart hata|标准误"
_SD = _pattern(rf"(?:±|{_SD_LABEL})\s*[=:,]?\s*(?P<value>{NUMBER})")
_SE = _pattern(rf"(?:±|{_SE_LABEL})\s*[=:,]?\s*(?P<value>{NUMBER})")
_LABELLED_SE = _pattern(_SE_LABEL)
_CONFIDENCE = _pattern(r"c\.?i\b|\bconfidence|güven|\bga\b|置信|可信")
_NOT_EXTREMES = _pattern(rf"{_CONFIDENCE.pattern}|iqr|quartile|çeyrek|çaa|四分位")
_LEVEL_OF_LIMITS = _pattern(rf"(?:%\s*(?:80|9[0589])|(?:80|9[0589])\s*%)\s*(?:{_CONFIDENCE.pattern})")
_COUNT_THEN_PERCENT = _pattern(rf"\d+\s*(?:/\s*\d+)?\s*\(\s*(?:%\s*{NUMBER}|{NUMBER}\s*%)")
_DURATION = _pattern(r"\b\d+-(?=[^\W\d])")
"""What a text names, not gives: the 1 of "1-year survival"."""
_LABELLED_SD = _pattern(_SD_LABEL)
_LEVEL = _pattern(r"%\s*(?P<first>(?:80|9[0589])(?![\d.,]))|(?<![\d.,])(?P<last>80|9[0589])\s*%")
_P = _pattern(rf"(?<![^\W\d_])p\s*(?:-?\s*(?:value|değeri|值))?\s*[<>=≤≥:]*\s*{NUMBER}|\bn\.?s\b")


@dataclass(frozen=True)
class CountAndPercent:
    """A count, what it is of where the cell says so, and a percentage with "<" or ">" before it."""

    count: int | None
    of: int | None
    percent: Decimal
    sign: str = ""


@dataclass(frozen=True)
class MeanAndSpread:
    """A mean with the standard deviation and the range that stand beside it, if they do.

    `digits` are the mean's as printed; `mean` is None where they have two points, as after a lost ±.
    """

    digits: str
    mean: Decimal | None
    sd: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class PointAndLimits:
    """An estimate with its standard error, if printed, and its confidence limits at a level in percent."""

    point: Decimal
    std_error: Decimal | None
    low: Decimal
    high: Decimal
    level: Decimal = Decimal(95)


def read_percent(published: str) -> CountAndPercent | None:
    """Return the count and percentage of "12 (37.5%)", "17 (%53,1)", "37.5% (12/32)" or "37.5".

    >>> read_percent("17（53.1%）")
    CountAndPercent(count=17, of=None, percent=Decimal('53.1'), sign='')
    """
    text = plain(published)
    found = _percentage(text)
    if found is None:
        return None
    rest = text[: found.start("value")] + " " + text[found.end("value") :]
    percent, sign = number(found["value"]), found["sign"]
    fraction = _fraction(rest)
    if fraction:
        return CountAndPercent(*fraction, percent, sign)
    beside = _COUNT_BESIDE.search(text[: found.start("value")])
    first = _COUNT_FIRST.search(rest)
    token = beside["count"] if beside else first[0] if first else ""
    return CountAndPercent(count(token), None, percent, sign)


def _fraction(text: str) -> tuple[int, int] | None:
    """Return a count and what it is of, whichever stands first: "12 of 32", "32 hastanın 12'si"."""
    whole_first = _WHOLE_FIRST.search(text)
    if whole_first:
        of, part = (int(token) for token in whole_first.groups() if token)
        return part, of
    fraction = _FRACTION.search(text)
    return (int(fraction["count"]), int(fraction["of"])) if fraction else None


def _percentage(text: str) -> re.Match[str] | None:
    """Find the percentage: beside its sign; without one, alone, before a count, or in brackets after it."""
    if "%" in text:
        return _PERCENT_FIRST.search(text) or _PERCENT_LAST.search(text)
    return _PERCENT_ALONE.search(text) or _PERCENT_THEN_COUNT.search(text) or _PERCENT_BRACKETED.search(text)


def read_mean(published: str) -> MeanAndSpread | None:
    """Return the mean, standard deviation and range of "55.4 ± 12 (29-75)" or "54.37 (SD 3.2)".

    A confidence interval, quartiles or a standard error beside the mean are neither, and left out.

    >>> read_mean("55,4 ±12 (dağılım 29–75)").sd
    Decimal('12')
    """
    text = _SAMPLE_SIZE.sub("", plain(published))
    first = re.search(rf"\d+[.,]\d+[.,]\d+(?![\d.,])|{NUMBER}", text)
    if first is None:
        return None
    digits = first[0].replace(",", ".")
    mean = number(first[0]) if re.fullmatch(NUMBER, first[0]) else None
    if _NOT_EXTREMES.search(text) or _LABELLED_SE.search(text):
        spread = _SD.search(text) if not _LABELLED_SE.search(text) else None
        return MeanAndSpread(digits, mean, number(spread["value"]) if spread else None)
    limits, rest = _split_range(text[first.end() :])
    spread = _SD.search(rest)
    bare = re.search(NUMBER, rest)
    token = spread["value"] if spread else bare[0] if bare else None
    return MeanAndSpread(digits, mean, number(token) if token else None, *(limits or (None, None)))


def read_median(published: str) -> PointAndLimits | None:
    """Return the estimate, standard error and limits of "30± 9.5 gün (%95CI:11.2-48.7)".

    >>> read_median("14.2 (SE 2.1, 95% CI 10.1–18.3)").high
    Decimal('18.3')
    """
    text = _DURATION.sub("", plain(published))
    level = _LEVEL.search(text)
    limits, rest = _split_range(_LEVEL.sub(" ", text))
    numbers = re.findall(NUMBER, rest)
    if limits is None or not numbers:
        return None
    error = _SE.search(rest)
    token = error["value"] if error else numbers[1] if len(numbers) > 1 else None
    percent = number(level["first"] or level["last"]) if level else Decimal(95)
    return PointAndLimits(number(numbers[0]), number(token) if token else None, *limits, percent)


def _split_range(text: str) -> tuple[tuple[Decimal, Decimal] | None, str]:
    """Return the two ends of the last range in a text, and the text without it."""
    found = [*_DASHED_RANGE.finditer(text)] or [*_LISTED_RANGE.finditer(text)]
    if not found:
        return None, text
    last = found[-1]
    return (number(last["low"]), number(last["high"])), text[: last.start()] + " " + text[last.end() :]


def read_total(published: str) -> int | None:
    """Return the first whole number of "32", "n = 32" or "1,234 (100%)".

    >>> read_total("N = 1,234 (100%)")
    1234
    """
    text = plain(published)
    found = re.search(r"(?<![\d.,])(?:\d{1,3}(?:[,.]\d{3})+(?![\d.,])|\d+(?!\d|[.,]\d))", text)
    return count(found[0]) if found else None


def names_standard_error(published: str) -> bool:
    """Return whether a cell calls its spread a standard error.

    >>> names_standard_error("5.2 (SE 1.3)"), names_standard_error("5.2 ± 1.3")
    (True, False)
    """
    return bool(_LABELLED_SE.search(plain(published)))


def infer_kind(published: str, n: int | None) -> str | None:
    """Return the kind that a cell's text shows, or None where it could be several.

    It is never `mean_of_integers`, which is a claim about the variable, not about the text.

    >>> infer_kind("17 (%53.1)", 32), infer_kind("p < 0.001", None), infer_kind("54.37", 32)
    ('percent', 'p_value', None)
    """
    text = plain(published)
    if _P.search(text):
        return P_VALUE
    if _CONFIDENCE.search(text) and _COUNT_THEN_PERCENT.match(_LEVEL_OF_LIMITS.sub(" ", text)):
        return PERCENT
    if _LABELLED_SD.search(text):
        return MEAN_SD
    if _CONFIDENCE.search(text) or (_LABELLED_SE.search(text) and _split_range(text)[0]):
        return MEDIAN_INTERVAL
    if "%" in text and "±" not in text:
        return PERCENT
    if _SD.search(text):
        return MEAN_SD
    return _kind_without_signs(text, n)


def _kind_without_signs(text: str, n: int | None) -> str | None:
    """Tell "32", "12/32 (37.5)", "12 (37.5)" and "55.4 (12.0)" apart; "12 (3)" only where 3% of n fits."""
    if re.fullmatch(r"(?:[nN]\s*=\s*)?\d+(?:,\d{3})*", text):
        return TOTAL
    if re.match(r"\d+\s*/\s*\d+\s*\(", text):
        return PERCENT
    pair = re.fullmatch(rf"(?P<first>{NUMBER})\s*\(\s*(?P<second>{NUMBER})\s*\)", text)
    if pair is None:
        return None
    first, second = count(pair["first"]), number(pair["second"])
    if first is None or first > (n or first):
        return MEAN_SD
    fits = bool(n) and abs(100 * Decimal(first) / Decimal(n or 1) - second) <= 1
    return PERCENT if fits or "." in str(second) else None
