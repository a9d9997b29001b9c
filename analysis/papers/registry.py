"""A cohort's rows as recipes see them, and the numbers that recipes give."""

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import narwhals as nw
import pandas as pd

from analysis.cohort import Cohort
from analysis.papers.recipes import (
    AllAre,
    AllBetween,
    Claim,
    Count,
    CountPercent,
    MeanSdRange,
    MedianSurvival,
    MostFrequent,
    Percent,
    Quantity,
    Recipe,
    SomeoneIs,
    Wanted,
    Where,
    variables,
)
from analysis.survival.event_table import event_table
from analysis.survival.quantiles import survival_quantile

Patient = Mapping[str, Any]
_EPOCH = datetime.date(1970, 1, 1)


@dataclass(frozen=True)
class Registry:
    """The patients that a cohort kept, row by row, and the cohort they come from."""

    cohort: Cohort
    patients: tuple[Patient, ...]

    @staticmethod
    def of(cohort: Cohort) -> "Registry":
        """Return the registry of a cohort; any frame that narwhals reads."""
        frame = nw.from_native(cohort.kept()).lazy().collect()
        return Registry(cohort, tuple(frame.rows(named=True)))

    def has(self, variable: str) -> bool:
        """Return whether a variable is a column that is not empty."""
        return any(_known(patient.get(variable)) for patient in self.patients)

    def values(self, variable: str) -> list[Any]:
        """Return one variable of every patient."""
        return [patient[variable] for patient in self.patients]

    def matching(self, where: Where, among: Iterable[Patient] | None = None) -> list[Patient]:
        """Return the patients who meet a condition; an unknown value meets none."""
        patients = self.patients if among is None else among
        return [patient for patient in patients if all(self._meets(patient, *item) for item in where.items())]

    def _meets(self, patient: Patient, variable: str, wanted: Wanted) -> bool:
        value = patient[variable]
        if not _known(value):
            return False
        if isinstance(wanted, int):
            return bool(value == wanted)
        members = frozenset(str(value).split("|"))
        options = frozenset((wanted,)) if isinstance(wanted, str) else frozenset(wanted)
        if isinstance(wanted, frozenset):
            return options <= members
        if variable in self.cohort.dictionary and self.cohort.dictionary[variable].kind == "primary":
            return members <= options
        return bool(members & options)


@dataclass(frozen=True)
class Numbers:
    """What a quantity comes to, in the order in which its cell prints the numbers."""

    values: tuple[Fraction, ...]


@dataclass(frozen=True)
class Answer:
    """Whether a claim holds, and the counts that show it."""

    holds: bool
    evidence: str


def recompute(recipe: Recipe, registry: Registry) -> Numbers | Answer | None:
    """Return what a recipe gives on a registry; None where the registry lacks what it asks.

    Percentages and means of whole numbers are exact fractions. A quantity without a value (no patient,
    a median not reached) is None too.
    """
    if not all(map(registry.has, variables(recipe))):
        return None
    if isinstance(recipe, SomeoneIs | AllAre | AllBetween | MostFrequent):
        return _answer(recipe, registry)
    values = _quantity(recipe, registry)
    return None if values is None else Numbers(values)


def _quantity(recipe: Quantity, registry: Registry) -> tuple[Fraction, ...] | None:
    match recipe:
        case Count(where):
            return (Fraction(len(registry.matching(where))),)
        case Percent(where, of):
            share = _share(registry, where, of)
            return share and share[1:]
        case CountPercent(where, of):
            return _share(registry, where, of)
        case MeanSdRange(variable):
            return _mean_sd_range([Fraction(v) for v in registry.values(variable) if _known(v)])
        case MedianSurvival():
            return _median_survival(recipe, registry.cohort)


def _share(registry: Registry, where: Where, of: Where) -> tuple[Fraction, ...] | None:
    whole = registry.matching(of)
    part = len(registry.matching(where, whole))
    return (Fraction(part), Fraction(100 * part, len(whole))) if whole else None


def _mean_sd_range(values: Sequence[Fraction]) -> tuple[Fraction, ...] | None:
    if len(values) < 2:
        return None
    mean = sum(values, Fraction(0)) / len(values)
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)
    return mean, Fraction(math.sqrt(variance)), min(values), max(values)


def _answer(recipe: Claim, registry: Registry) -> Answer:
    match recipe:
        case SomeoneIs(where):
            found = len(registry.matching(where))
            return Answer(found > 0, f"{found} of {len(registry.patients)}")
        case AllAre(where, among):
            asked = registry.matching(among)
            return _all(len(registry.matching(where, asked)), len(asked))
        case AllBetween(variable, first, last):
            days = range((first - _EPOCH).days, (last - _EPOCH).days + 1)
            inside = sum(_known(day) and int(day) in days for day in registry.values(variable))
            return _all(inside, len(registry.patients))
        case MostFrequent(these, than):
            ours = [len(registry.matching(where)) for where in these]
            others = [len(registry.matching(where)) for where in than]
            return Answer(
                min(ours) > max(others), f"{' and '.join(map(str, ours))} against at most {max(others)}"
            )


def _all(found: int, asked: int) -> Answer:
    return Answer(found == asked > 0, f"{found} of {asked}")


def _known(value: Any) -> bool:
    return not bool(pd.isna(value))


def _median_survival(recipe: MedianSurvival, cohort: Cohort) -> tuple[Fraction, ...] | None:
    table = event_table(cohort, origin=recipe.origin, unit="days")
    found = survival_quantile(table, rule=recipe.rule)
    row = found.frame.iloc[0]
    numbers = [float(row[name]) for name in ("quantile", "std_error", "conf_low", "conf_high")]
    if not all(map(math.isfinite, numbers)):
        return None
    median, error, low, high = map(Fraction, numbers)
    return median, error, Fraction(str(100 * found.level)), low, high
