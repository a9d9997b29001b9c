"""Recipes: how each printed cell follows from patients' rows. Definitions only; `registry` evaluates them.

A condition (`Where`) maps variables to what they must be: a text or number for one value, a tuple for any
of several, a frozenset for all of several. In a variable that holds a set, such as cranial_nerves, a
value is a member; a primary that is known only as several candidates must lie within what is wanted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Wanted = str | int | tuple[str, ...] | frozenset[str]
Where = Mapping[str, Wanted]

EVERYONE: Where = {}


@dataclass(frozen=True)
class Count:
    """The number of patients who meet a condition: "26"."""

    where: Where


@dataclass(frozen=True)
class Percent:
    """Their percentage of those who meet another condition: "%53.1"."""

    where: Where
    of: Where = field(default_factory=dict)


@dataclass(frozen=True)
class CountPercent:
    """Both: "17 (%53.1)"."""

    where: Where
    of: Where = field(default_factory=dict)


@dataclass(frozen=True)
class MeanSdRange:
    """The mean, sample standard deviation, least and greatest value: "55.4 ± 12 (29-75)"."""

    variable: str


@dataclass(frozen=True)
class MedianSurvival:
    """The Kaplan-Meier median, its standard error, the level and the limits, under a rule of `survival`.

    Time runs from `origin` to death or the last follow-up, in days.
    """

    origin: str = "diagnosis_date"
    rule: str = "spss"


@dataclass(frozen=True)
class SomeoneIs:
    """A claim: at least one patient meets the condition."""

    where: Where


@dataclass(frozen=True)
class AllAre:
    """A claim: every patient who meets `among` meets the condition."""

    where: Where
    among: Where = field(default_factory=dict)


@dataclass(frozen=True)
class AllBetween:
    """A claim: a date of every patient lies between two days, both included."""

    variable: str
    first: date
    last: date


@dataclass(frozen=True)
class MostFrequent:
    """A claim: each of the first conditions is met by more patients than any of the others."""

    these: tuple[Where, ...]
    than: tuple[Where, ...]


Quantity = Count | Percent | CountPercent | MeanSdRange | MedianSurvival
Claim = SomeoneIs | AllAre | AllBetween | MostFrequent
Recipe = Quantity | Claim


def variables(recipe: Recipe) -> frozenset[str]:
    """Return the variables that a recipe asks of a registry.

    >>> sorted(variables(CountPercent({"sex": "male"}, of={"died": "yes"})))
    ['died', 'sex']
    """
    match recipe:
        case Count(where) | SomeoneIs(where):
            return frozenset(where)
        case Percent(where, of) | CountPercent(where, of) | AllAre(where, of):
            return frozenset({*where, *of})
        case MeanSdRange(variable) | AllBetween(variable):
            return frozenset({variable})
        case MedianSurvival(origin):
            return frozenset({origin, "died"})
        case MostFrequent(these, than):
            return frozenset().union(*these, *than)
