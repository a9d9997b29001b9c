"""A cohort's own numbers set beside those that the literature prints."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from math import inf, isnan, nan
from typing import Any, NamedTuple

import narwhals as nw
import pandas as pd

from analysis.calibration.accuracy import wilson_interval
from analysis.cohort import Cohort
from analysis.errors import DataError
from analysis.papers.literature.consensus import CONSENSUS_FIGURES
from analysis.papers.literature.definition import PERCENT, Levels, Population, PublishedFigure
from analysis.papers.literature.leptomeningeal import LEPTOMENINGEAL_FIGURES
from analysis.papers.literature.spinal import EPIDURAL, PAGE_FIGURES
from analysis.survival.event_table import count_observed
from analysis.survival.outcome import UNITS, days_of, observe
from analysis.survival.quantiles import survival_quantile
from analysis.tables.frequency import frequency
from analysis.tables.vertebrae import LEVEL_COLUMN, vertebral_counts

LITERATURE: tuple[PublishedFigure, ...] = (
    *EPIDURAL,
    *PAGE_FIGURES,
    *CONSENSUS_FIGURES,
    *LEPTOMENINGEAL_FIGURES,
)
"""Every figure, by document. Those of scores are not among them: `calibration.published` holds them."""

WITHIN, BELOW, ABOVE, NO_DATA = "within", "below", "above", "no data"
NO_REGISTRY, NO_VARIABLE, NO_CUT_OFF, NO_PATIENT = "no_registry", "no_variable", "no_cut_off", "no_patient"
NO_ANSWER, NO_OUTCOME, NO_UNIT, NO_LIMITS = "no_answer", "no_outcome", "no_unit", "no_limits"
REASONS = (NO_REGISTRY, NO_VARIABLE, NO_CUT_OFF, NO_PATIENT, NO_ANSWER, NO_OUTCOME, NO_UNIT, NO_LIMITS)
"""Why there is no verdict; their sentences are in `tables.literature_words`."""


class _Estimate(NamedTuple):
    n: int | None = None
    denominator: int | None = None
    missing: int | None = None
    estimate: float = nan
    conf_low: float = nan
    conf_high: float = nan
    conf_high_status: str = "reached"
    reason: str = ""


def compare_with_literature(
    cohort: Cohort,
    *,
    figures: Sequence[PublishedFigure] = LITERATURE,
    level: float = 0.95,
    lang: str = "en",
    **outcome: Any,
) -> pd.DataFrame:
    """Set a cohort's own share or median survival beside each published figure.

    One row a figure, with the columns key, label, of (of whom), unit ("percent", "weeks", "months"),
    published_low, published_high (NaN for an end that isn't printed), strict (whether the end is left out),
    n (of median survival the deaths), denominator (the patients it is of), missing (those without an answer
    or an outcome), estimate, conf_low, conf_high, conf_high_status (that of `survival_quantile`),
    verdict, reason, reading, source, line, quote and citation. A share has Wilson's limits, a
    median R's rule with the log-log interval; a limit that is not reached is NaN and counts as endless. The
    verdict is "within" where the published range and the interval overlap, "below" or "above" where the
    cohort's lies there, "no data" with its reason where they can't be compared. A patient who is not known
    to belong to those the figure is of isn't counted. outcome: `origin`, `time` and `event` of `observe`;
    an unknown one is a DataError.
    """
    for name in outcome.values():
        if name is not None:
            cohort.column(name)
    own = _Own(cohort, level, outcome)
    rows = [_row(figure, own.estimate(figure), lang) for figure in figures]
    return pd.DataFrame(rows).astype(dict.fromkeys(("n", "denominator", "missing"), "Int64"))


def _row(figure: PublishedFigure, own: _Estimate, lang: str) -> dict[str, Any]:
    return {
        "key": figure.key,
        "label": figure.labels[lang],
        "of": figure.of.labels[lang],
        "unit": figure.unit,
        "published_low": nan if figure.low is None else float(figure.low),
        "published_high": nan if figure.high is None else float(figure.high),
        "strict": figure.strict,
        **own._asdict(),
        "verdict": NO_DATA if own.reason else _verdict(figure, own),
        "reading": figure.reading.get(lang, ""),
        "source": figure.passage.seed,
        "line": figure.passage.line,
        "quote": figure.passage.quote,
        "citation": figure.passage.citation,
    }


def _verdict(figure: PublishedFigure, own: _Estimate) -> str:
    low = -inf if figure.low is None else figure.low
    high = inf if figure.high is None else figure.high
    own_high = inf if isnan(own.conf_high) else own.conf_high
    if own_high < low or (figure.strict and own_high == low):
        return BELOW
    if own.conf_low > high or (figure.strict and own.conf_low == high):
        return ABOVE
    return WITHIN


class _Own:
    """The cohort's own numbers, its populations counted once each."""

    def __init__(self, cohort: Cohort, level: float, outcome: Mapping[str, Any]) -> None:
        self._cohort, self._level, self._outcome = cohort, level, outcome
        self._groups: dict[Population, Cohort] = {}

    def estimate(self, figure: PublishedFigure) -> _Estimate:
        """Return the cohort's number for a figure, or why there is none."""
        if not figure.of.recorded:
            return _Estimate(reason=NO_REGISTRY)
        if figure.unit == PERCENT and not self._has(figure.variable):
            return _Estimate(reason=NO_VARIABLE)
        if figure.unit == PERCENT and not figure.levels:
            return _Estimate(reason=NO_CUT_OFF)
        group = self._group(figure.of)
        if group.steps[-1].left == 0:
            return _Estimate(reason=NO_PATIENT)
        if figure.unit != PERCENT:
            return _median(group, figure.unit, self._level, self._outcome)
        count = _count_regions if figure.variable == LEVEL_COLUMN else _count_levels
        return _share(*count(group, figure), self._level)

    @cached_property
    def _columns(self) -> frozenset[str]:
        return _columns(self._cohort.frame)

    def _has(self, variable: str) -> bool:
        if variable == LEVEL_COLUMN and self._cohort.lesions is not None:
            return variable in self._columns | _columns(self._cohort.lesions)
        return variable in self._columns

    def _group(self, population: Population) -> Cohort:
        if population not in self._groups:
            belongs = nw.all_horizontal(*self._conditions(population), ignore_nulls=True)
            self._groups[population] = self._cohort.keep(belongs, population.labels["en"])
        return self._groups[population]

    def _conditions(self, population: Population) -> Iterator[nw.Expr]:
        # Whoever keeps a list of lesions keeps one of spinal metastases
        if self._cohort.lesions is None or LEVEL_COLUMN not in population.recorded:
            yield _any(self._recorded(name) for name in population.recorded if name in self._columns)
        if population.any_of:
            yield _any(map(_all_hold, self._known(population.any_of)))
        if population.unless:
            yield ~_any(map(_all_hold, self._known(population.unless)))
        yield nw.lit(True)

    def _recorded(self, name: str) -> nw.Expr:
        if self._cohort.dictionary[name].kind == "count":
            return nw.col(name) > 0
        return ~nw.col(name).is_null() & (nw.col(name).cast(nw.String) != "none")

    def _known(self, alternatives: Sequence[Levels]) -> Iterator[Levels]:
        return (levels for levels in alternatives if self._columns.issuperset(levels))


def _columns(frame: Any) -> frozenset[str]:
    return frozenset(nw.from_native(frame).lazy().collect_schema().names())


def _any(conditions: Iterator[nw.Expr]) -> nw.Expr:
    return nw.any_horizontal(
        nw.lit(False), *(each.fill_null(False) for each in conditions), ignore_nulls=True
    )


def _all_hold(levels: Levels) -> nw.Expr:
    """Return whether each variable has one of its levels; a primary known as several has only such ones."""
    held = (nw.col(variable).cast(nw.String).is_in(_as_written(keys)) for variable, keys in levels.items())
    return nw.all_horizontal(*(each.fill_null(False) for each in held), ignore_nulls=True)


def _as_written(keys: tuple[str, ...]) -> list[str]:
    return ["|".join(some) for size in range(1, len(keys) + 1) for some in combinations(keys, size)]


def _share(n: int, denominator: int, missing: int, level: float) -> _Estimate:
    if not denominator:
        return _Estimate(0, 0, missing, reason=NO_ANSWER)
    low, high = (100 * limit for limit in wilson_interval(n, denominator, level=level))
    return _Estimate(n, denominator, missing, 100 * n / denominator, low, high)


def _count_levels(group: Cohort, figure: PublishedFigure) -> tuple[int, int, int]:
    """Return how many have a level of the figure's, of how many, and of how many that isn't known."""
    counted = frequency(group.kept(), group.dictionary, [figure.variable]).frame
    lines = counted[counted["statistic"] == "n"]
    wanted, apart = frozenset(figure.levels), frozenset(figure.apart)
    n = denominator = 0
    missing = int(lines["missing"].iloc[0])
    for level, value in zip(lines["level"], lines["value"], strict=True):
        members = frozenset(str(level).split("|"))
        if members <= apart:
            continue
        if members <= wanted or not members & (wanted | apart):
            denominator += int(value)
            n += int(value) if members <= wanted else 0
        else:
            # A primary that may be one of them, or none
            missing += int(value)
    return n, denominator, missing


def _count_regions(group: Cohort, figure: PublishedFigure) -> tuple[int, int, int]:
    """Return how many lesions, or patients without a list of lesions, have a vertebra in the region."""
    *_, found = vertebral_counts(group)
    return sum(found.counts["region", region] for region in figure.levels), found.known, found.missing


def _median(group: Cohort, unit: str, level: float, outcome: Mapping[str, Any]) -> _Estimate:
    """Return the median survival of a group, in weeks or months."""
    try:
        observed = observe(group, **outcome)
    except DataError:
        # The columns named exist, so that what is wrong is that this group has no outcome
        return _Estimate(reason=NO_OUTCOME)
    if observed.time and observed.cohort.dictionary[observed.time].unit not in UNITS:
        return _Estimate(reason=NO_UNIT)
    table = count_observed(observed)
    found = survival_quantile(table, level=level).frame.iloc[0]
    length = _length(table.unit, unit, observed.days_per_month)
    median, low, high = (float(found[name]) * length for name in ("quantile", "conf_low", "conf_high"))
    missing = sum(table.excluded.values())
    reason = NO_LIMITS if isnan(low) else ""
    status = str(found["conf_high_status"])
    return _Estimate(int(found["events"]), table.n, missing, median, low, high, status, reason)


def _length(unit: str, of: str, days_per_month: float) -> float:
    return days_of(unit, days_per_month) / days_of(of, days_per_month)
