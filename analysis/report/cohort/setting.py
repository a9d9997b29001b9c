"""What every section of a cohort's report works on: the cohort, its outcome, its groups, and the choices."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import narwhals as nw
import numpy as np

from analysis.calibration.judgement import default_horizons
from analysis.cohort import Cohort
from analysis.errors import DataError
from analysis.report.cohort.tabulated import tabulated
from analysis.report.cohort_words import say
from analysis.scores import default_scores
from analysis.scores.core import reads
from analysis.scores.definition import Score
from analysis.scores.lesions import evaluate_with_lesions
from analysis.survival.estimates import Choice
from analysis.survival.event_table import EventTable, count_observed
from analysis.survival.outcome import TIME_COLUMN, Observed, days_of, observe
from analysis.tables.format import STYLES, Style
from analysis.tables.frequency import Statistics, frequency
from analysis.tables.printed import PrintedTable
from analysis.tables.score_distribution import Distribution, distribution
from analysis.tables.score_labels import band_label, variable_label
from analysis.tables.suppress import suppressed_events, suppressed_statistics, withheld

LEAST_BANDED = 10
"""Of so many patients a score's band must be known before survival is given by it."""
FEWEST_GROUPS, MOST_GROUPS = 2, 20


class LeftOut(DataError):
    """A section, or a part of one, that the data do not allow; its sentence is in the report's language."""


@dataclass(frozen=True)
class Asked:
    """What a report was asked for.

    `outcome` holds the origin, time, event and unit of `observe`. `suppress_below` is the number of
    patients below which no count is printed, 0 for none; `whole_months` says whether times are rounded.
    """

    by: str | None = None
    adjust: tuple[str, ...] = ()
    at: tuple[float, ...] = ()
    rule: str = "r"
    conf_type: str = "log-log"
    outcome: Mapping[str, Any] = field(default_factory=dict)
    suppress_below: int = 0
    whole_months: bool = False


@dataclass(frozen=True, eq=False)
class Grouping:
    """Patients in groups: the variable's column and label, the event table, and what groups are called.

    `score` is the one whose bands make the groups, if any do. `hidden` are the groups that are withheld,
    "" standing for those without a group; the table does not hold them.
    """

    column: str
    title: str
    table: EventTable
    name: Callable[[str], str]
    score: Score | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What tells its tables and figures from those of others: the score's key, or "groups"."""
        return self.score.key if self.score else "groups"

    @property
    def labels(self) -> dict[str, str]:
        """Group → what it is called."""
        return {group: self.name(group) for group in self.table.groups}


@dataclass(frozen=True, eq=False)
class Setting:
    """A cohort to report on: `cohort` as it was read, the language, the choices and the notices."""

    cohort: Cohort
    lang: str
    asked: Asked
    notices: tuple[str, ...] = ()

    def say(self, key: str, **filled: object) -> str:
        """Return a sentence in the report's language."""
        return say(key, self.lang, **filled)

    @property
    def style(self) -> Style:
        """How numbers are written."""
        return STYLES[self.lang]

    @property
    def notice(self) -> str:
        """What figures must say of the patients, "" where nothing."""
        return " ".join(self.notices)

    @cached_property
    def by(self) -> str | None:
        """The column that makes the groups asked for."""
        return self.cohort.column(self.asked.by) if self.asked.by else None

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """The scores that are on by default and of which the data hold anything."""
        frames = [frame for frame in (self.cohort.frame, self.cohort.lesions) if frame is not None]
        return tuple(score for score in default_scores() if any(reads(score, frame) for frame in frames))

    @cached_property
    def scored(self) -> Cohort:
        """The cohort with the columns of its scores."""
        return evaluate_with_lesions(self.scores, self.cohort) if self.scores else self.cohort

    def banded(self, score: Score) -> int:
        """Return of how many patients a score's band is known."""
        return self.distributions[score.key].banded

    @cached_property
    def distributions(self) -> Mapping[str, Distribution]:
        """Score → how it is distributed over the patients."""
        kept = self.scored.kept()
        return {score.key: distribution(score, kept) for score in self.scores}

    @property
    def observed(self) -> Observed:
        """The outcome; LeftOut where there is none."""
        if isinstance(self._outcome, DataError):
            raise LeftOut(self.say("no_outcome", why=self._outcome))
        return self._outcome

    @property
    def has_outcome(self) -> bool:
        """Whether survival can be estimated."""
        return isinstance(self._outcome, Observed)

    @cached_property
    def everyone(self) -> EventTable:
        """The event table of all patients whose outcome is known."""
        return count_observed(self.observed)

    @property
    def choice(self) -> Choice:
        """The statistical choices."""
        return Choice(self.asked.rule, self.asked.conf_type, self.horizons, None)

    @cached_property
    def horizons(self) -> tuple[float, ...]:
        """The times at which survival is given, without `at` 3, 6, 12 and 24 months."""
        return self.asked.at or default_horizons(self.observed)

    @cached_property
    def grouping(self) -> Grouping | None:
        """The groups asked for, None where none were; LeftOut where they can't be compared."""
        if self.by is None:
            return None
        table = count_observed(self.observed, [self.by])
        variable = self.observed.cohort.dictionary[self.by]
        label = variable.label(self.lang)
        if not FEWEST_GROUPS <= len(table.groups) <= MOST_GROUPS:
            ends: dict[str, object] = {"least": FEWEST_GROUPS, "most": MOST_GROUPS, "n": len(table.groups)}
            raise LeftOut(self.say("too_many_groups", variable=label, **ends))
        return self._shown(Grouping(self.by, label, table, partial(variable.level_label, lang=self.lang)))

    @cached_property
    def predicting(self) -> tuple[Score, ...]:
        """The scores on hand that were made to predict survival."""
        return tuple(score for score in self.scores if predicts_survival(score))

    def by_band(self, score: Score) -> Grouping:
        """Return the patients by the bands of a score; LeftOut where too few have one."""
        table = count_observed(self.observed, [score.column("band")])
        if table.n < LEAST_BANDED:
            raise LeftOut(self.say("few_banded", n=table.n, least=LEAST_BANDED))
        bands = {
            band.name: band_label(score, band, self.cohort.dictionary, self.style) for band in score.bands
        }
        title = self.say("band_of", score=score.title)
        found = Grouping(score.column("band"), title, table, lambda name: bands.get(name, name), score)
        return self._shown(found)

    def groupings(self) -> Iterator[Grouping]:
        """Yield the groups asked for, then those of the scores of which enough patients have a band."""
        makers: tuple[Callable[[], Grouping | None], ...] = (
            lambda: self.grouping,
            *(partial(self.by_band, score) for score in self.predicting),
        )
        for make in makers:
            with suppress(LeftOut):  # the section that needs these groups says why there are none
                if (found := make()) and len(found.table.groups) >= FEWEST_GROUPS:
                    yield found

    @property
    def event(self) -> str:
        """What the event is called."""
        event = self.observed.event
        return self.say("death") if event == "died" else self.label(event)

    def label(self, name: str) -> str:
        """Return what a variable is called."""
        return variable_label(name, self.observed.cohort.dictionary, self.lang)

    @property
    def below(self) -> int:
        """The number below which counts are withheld."""
        return self.asked.suppress_below

    @cached_property
    def statistics(self) -> Statistics:
        """The frequencies of what is tabulated over all patients, small ones withheld."""
        shown, _ = tabulated(self.cohort)
        return suppressed_statistics(frequency(self.cohort.kept(), self.cohort.dictionary, shown), self.below)

    def without_small(self, table: PrintedTable, **columns: Any) -> PrintedTable:
        """Return a table of n and events without small ones; see `suppressed_events`."""
        return suppressed_events(table, self.below, lang=self.lang, **columns) if self.below else table

    def _shown(self, grouping: Grouping) -> Grouping:
        """Return the groups without those of few patients, and those that would give these back."""
        if not self.below:
            return grouping
        counts = {"": _exits(self.everyone), **_exits_by_group(grouping.table)}
        counts[""] = [
            n - sum(row[k] for name, row in counts.items() if name) for k, n in enumerate(counts[""])
        ]
        hidden = withheld(counts, self.below)
        table = grouping.table
        keep = [name not in hidden for name in table.groups]
        rows = table.counts[np.array(keep, dtype=bool)[table.group_codes()]].reset_index(drop=True)
        found = replace(grouping, table=replace(table, counts=rows), hidden=hidden)
        if len(found.table.groups) < FEWEST_GROUPS:
            raise LeftOut(self.say("small_groups", variable=grouping.title, below=self.below))
        return found

    @cached_property
    def _outcome(self) -> Observed | DataError:
        try:
            found = observe(self.scored, **self.asked.outcome)
        except DataError as error:
            return error
        return in_whole_months(found) if self.asked.whole_months else found


def _exits(table: EventTable) -> list[int]:
    """Return how many patients had the event, and how many did not."""
    happened = table.counts["kind"].to_numpy() != 0
    n = table.counts["n"].to_numpy()
    return [int(n[happened].sum()), int(n[~happened].sum())]


def _exits_by_group(table: EventTable) -> dict[str, list[int]]:
    code = table.group_codes()
    return {
        name: _exits(replace(table, counts=table.counts[code == position]))
        for position, name in enumerate(table.groups)
    }


def predicts_survival(score: Score) -> bool:
    """Return whether a score grades the prognosis of patients, with or without times for its bands."""
    times = any(band.window_months or band.survival or band.median_months for band in score.bands)
    return not score.per_lesion and (times or not score.graded)


def in_whole_months(observed: Observed) -> Observed:
    """Return the outcome with every follow-up rounded to whole months, so that no curve shows a day."""
    month = days_of("months", observed.days_per_month) / days_of(
        observed.recorded_unit, observed.days_per_month
    )
    rounded = ((nw.col(TIME_COLUMN).cast(nw.Float64) / month) + 0.5).floor().alias(TIME_COLUMN)
    frame: Any = nw.from_native(observed.cohort.frame).with_columns(rounded).to_native()
    cohort = replace(observed.cohort, frame=frame)
    return replace(observed, cohort=cohort, recorded_unit="months", unit="months")
