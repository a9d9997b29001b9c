"""neuromets survival --cause: the incidence of each cause, and Gray's tests between groups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.cli import show

if TYPE_CHECKING:
    import pandas as pd

    from analysis.dictionary import Variable
    from analysis.survival.event_table import EventTable
    from analysis.survival.log_rank import SurvivalTest
    from analysis.survival.outcome import Observed

MONTHS = (3, 6, 12, 24)
"""When incidence is given unless --at says."""


@dataclass(frozen=True)
class ByCause:
    """Incidence by group and cause, "all" first, a test for each cause, and why there is no incidence.

    `variable` is the one that names the causes.
    """

    variable: "Variable"
    frame: "pd.DataFrame"
    tests: "Mapping[str, SurvivalTest]"
    unit: str
    variance: str
    conf_type: str
    not_given: str


def estimate(
    observed: "Observed",
    cause: str,
    everyone: "EventTable",
    groups: "EventTable | None",
    *,
    at: Sequence[float],
    conf_type: str,
) -> ByCause:
    """Estimate the incidence of each cause among all patients and by group, and test each between groups."""
    import pandas as pd

    from analysis.survival.competing import incidence_at
    from analysis.survival.gray import gray_test

    times = at or [months * _month(observed) for months in MONTHS]
    tables = [everyone, groups] if groups else [everyone]
    found = [incidence_at(table, times, causes=observed.causes, conf_type=conf_type) for table in tables]
    tests = {name: gray_test(groups, cause=k) for k, name in observed.causes.items()} if groups else {}
    return ByCause(
        variable=observed.cohort.dictionary[observed.cohort.column(cause)],
        frame=pd.concat([one.frame for one in found], ignore_index=True),
        tests=tests,
        unit=everyone.unit,
        variance=found[0].variance,
        conf_type=conf_type,
        not_given=found[0].not_given,
    )


def of_any_cause(
    observed: "Observed", everyone: "EventTable", groups: "EventTable | None"
) -> "tuple[Observed, EventTable, EventTable | None]":
    """Return the outcome and its tables with events of every cause as the event."""
    from analysis.survival.competing import one_event

    return observed.of_any_cause(), one_event(everyone), one_event(groups) if groups else None


def _month(observed: "Observed") -> float:
    from analysis.survival.outcome import days_of

    return days_of("months", observed.days_per_month) / days_of(observed.unit, observed.days_per_month)


def add_to(payload: dict[str, Any], found: ByCause) -> dict[str, Any]:
    """Return the JSON of the verb with the incidences and the tests of each cause."""
    tests = [
        {"test": t.test, "cause": cause, "statistic": t.statistic, "df": t.df, "p_value": t.p_value}
        for cause, t in found.tests.items()
        if not t.not_tested
    ]
    return {
        **payload,
        "incidence": found.frame.drop(columns="kind").to_dict("records"),
        "incidence_variance": found.variance,
        "tests": [*payload["tests"], *tests],
        "not_tested": [*payload["not_tested"], *_sentences(found, str)],
    }


def show_by_cause(found: ByCause, lang: str, names: Callable[[str], str]) -> None:
    """Print the incidences and the tests; `names` says what groups are called."""
    from analysis.survival.cause import UNKNOWN
    from analysis.tables import survival
    from analysis.tables.words import word

    def causes(cause: str) -> str:
        label = found.variable.level_label(cause, lang)
        return word("cause_unknown", lang) if label == UNKNOWN else label

    how = {"unit": found.unit, "variance": found.variance, "conf_type": found.conf_type, "lang": lang}
    if not found.not_given:
        show.print_table(survival.incidence_table(found.frame, names=names, causes=causes, **how))
    tests = [replace(t, test=f"{t.test}, {causes(cause)}") for cause, t in found.tests.items()]
    if any(not test.not_tested for test in tests):
        given = [test for test in tests if not test.not_tested]
        show.print_table(survival.test_table(given, lang=lang))
    show.print_lines(*_sentences(found, causes))


def _sentences(found: ByCause, causes: Callable[[str], str]) -> list[str]:
    """Return what could not be had, and why."""
    untested = [f"{causes(cause)}: {t.not_tested}" for cause, t in found.tests.items() if t.not_tested]
    return [*([found.not_given] if found.not_given else []), *untested]
