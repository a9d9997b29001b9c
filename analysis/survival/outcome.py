"""The outcome of a cohort: from when to when each patient was followed, and who had the event."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import narwhals as nw

from analysis.cohort import DAYS_PER_MONTH, Cohort, Step
from analysis.dictionary import Variable
from analysis.errors import DataError
from analysis.survival.cause import not_told_apart, tell_apart
from analysis.survival.had_event import can_die, had_event

ORIGINS = ("diagnosis_date", "treatment_start_date", "surgery_date")
"""Dates from which time is counted: the first that the cohort has, unless one is named."""
UNITS = ("days", "weeks", "months", "years")
TIME_COLUMN, EVENT_COLUMN = "observed_time", "observed_event"


@dataclass(frozen=True)
class Observed:
    """A cohort with the columns observed_time (in `recorded_unit`) and observed_event (0 or 1, or the kind).

    `cohort` has three more attrition steps: outcome known, time known, time not negative. `time` is the
    column that held the time, "" where it is counted in days from `origin`. One `unit`, that of results,
    is `length` recorded units. `notes` say in a sentence each what a reader must know of the choice.
    `causes` names the kinds of event, kind → level, and is empty where they were not told apart.
    """

    cohort: Cohort
    time: str
    event: str
    origin: str
    recorded_unit: str
    unit: str
    days_per_month: float
    notes: tuple[str, ...] = ()
    causes: Mapping[int, str] = field(default_factory=dict)

    @property
    def length(self) -> float:
        """How many recorded units make one unit."""
        return days_of(self.unit, self.days_per_month) / days_of(self.recorded_unit, self.days_per_month)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The attrition steps that the outcome added."""
        return self.cohort.steps[-3:]

    def of_any_cause(self) -> "Observed":
        """Return the outcome with events of every cause as the event."""
        return replace(self, cohort=not_told_apart(self.cohort, EVENT_COLUMN), causes={})


def observe(
    cohort: Cohort,
    *,
    origin: str | None = None,
    time: str | None = None,
    event: str | None = None,
    unit: str | None = None,
    days_per_month: float = DAYS_PER_MONTH,
    cause: str | None = None,
) -> Observed:
    """Choose a cohort's follow-up and event, and record the choice and whom it leaves out.

    `origin` names the date that is time 0, without it the first of ORIGINS that holds a value. The dead
    are followed to death_date (last_follow_up_date where that is missing), the living to
    last_follow_up_date. `time` and `event` name columns instead: a number, and 0/1, yes/no or any text
    the dictionary knows for `died`. If neither is named, dates are taken where there are an origin and
    an end, else follow_up_time. `unit` is the unit of the results; without it dates count days and a
    column its own unit. `cause` names the column that tells events apart, as `tell_apart` says; where it
    is the event's own column too, what is not known to be 0 or no is an event. An outcome that isn't there,
    or can't serve as one, is a DataError.
    """
    if unit not in (None, *UNITS):
        raise DataError(f"The unit {unit!r} is not known: choose one of {', '.join(UNITS)}.")
    if origin is not None and time is not None:
        raise DataError(
            f"Survival was asked for with both an origin and a time, {origin} and {time}: name one."
        )
    known = _values_known(cohort)
    origin, time, event, cause = (name and cohort.column(name) for name in (origin, time, event, cause))
    if origin is not None and event not in (None, "died"):
        raise DataError(
            f"The event {event!r} has no date, so an origin can't time it: name its --time instead."
        )
    if time is None and (origin is not None or _has_dates(known, event)):
        observed = _by_dates(cohort, known, origin, unit, days_per_month, cause)
    else:
        column = time or _default_time(cohort, known, event)
        happened = had_event(cohort, known, event or "died", cause)
        observed = _by_column(cohort, column, event or "died", happened, unit, days_per_month)
    _check_follow_up(observed)
    if cause is None:
        return observed
    told = tell_apart(observed.cohort, EVENT_COLUMN, cause)
    return replace(observed, cohort=told.cohort, causes=told.names, notes=(*observed.notes, *told.notes))


def _values_known(cohort: Cohort) -> Mapping[str, int]:
    """Return column → number of its values among the patients kept."""
    counts = nw.from_native(cohort.kept()).lazy().select(nw.all().count()).collect()
    return dict(zip(counts.columns, counts.row(0), strict=True))


def _refuse_ambiguous(cohort: Cohort, origin: str | None) -> None:
    """Refuse dates of which day and month can't be told apart: some would be lost, and others wrong."""
    needed = {"death_date", "last_follow_up_date", *([origin] if origin else ORIGINS)}
    unread = {
        problem.variable or ""
        for problem in cohort.problems.listed
        if (problem.rule, problem.severity) == ("ambiguous_date", "error")
    } & needed
    if unread:
        raise DataError(
            f"{cohort.source.name} does not tell day from month in {', '.join(sorted(unread))}: give "
            "--date-order dmy or mdy."
        )


def _has_dates(known: Mapping[str, int], event: str | None) -> bool:
    """Return whether death can be timed by dates: an origin, and an end."""
    ends = known.get("death_date", 0) + known.get("last_follow_up_date", 0)
    return event in (None, "died") and ends > 0 and can_die(known) and any(known.get(o) for o in ORIGINS)


def _default_time(cohort: Cohort, known: Mapping[str, int], event: str | None) -> str:
    if known.get("follow_up_time") and (event or can_die(known)):
        return "follow_up_time"
    _refuse_ambiguous(cohort, None)
    found = [
        name
        for name in ("follow_up_time", "died", "death_date", "last_follow_up_date", *ORIGINS)
        if known.get(name)
    ]
    raise DataError(
        f"{cohort.source.name} has no outcome to estimate survival from: looked for follow_up_time with "
        f"died, or {', '.join(ORIGINS)} with death_date or last_follow_up_date, and found "
        f"{', '.join(found) or 'none of them'}; name the columns with --time and --event, or with --map."
    )


def _by_dates(
    cohort: Cohort,
    known: Mapping[str, int],
    origin: str | None,
    unit: str | None,
    days_per_month: float,
    cause: str | None,
) -> Observed:
    _refuse_ambiguous(cohort, origin)
    start = origin or next(name for name in ORIGINS if known.get(name))
    _check_dates(cohort, known, start)
    died = had_event(cohort, known, "died", cause)
    followed = _end_of_follow_up(known, died) - nw.col(start)
    timed = _with_outcome(cohort, followed, died, f"{start} and end of follow-up known")
    notes = _disagreement(timed, known, start, days_per_month)
    others = ", ".join(name for name in ORIGINS if known.get(name) and name != start)
    if others and origin is None:
        notes = (f"Time is counted from {start}; the cohort also has {others}.", *notes)
    return Observed(timed, "", "died", start, "days", unit or "days", days_per_month, notes)


def _check_dates(cohort: Cohort, known: Mapping[str, int], start: str) -> None:
    name = cohort.source.name
    if start in cohort.dictionary and cohort.dictionary[start].kind != "date":
        raise DataError(f"The origin {start!r} holds no dates: name a date, such as {', '.join(ORIGINS)}.")
    if not can_die(known):
        raise DataError(f"{name} does not say who died: give died or death_date, or --time and --event.")
    if not {"death_date", "last_follow_up_date"} & set(known):
        raise DataError(
            f"{name} does not say until when: give death_date and last_follow_up_date, or --time."
        )


def _end_of_follow_up(known: Mapping[str, int], died: nw.Expr) -> nw.Expr:
    """Return death for the dead, or else what is known of the last visit; for the living the latter alone."""
    ends = [nw.col(name) for name in ("death_date", "last_follow_up_date") if name in known]
    dead = nw.when(died == 1).then(nw.coalesce(*ends))
    return dead.otherwise(nw.col("last_follow_up_date")) if "last_follow_up_date" in known else dead


def _by_column(
    cohort: Cohort, time: str, event: str, happened: nw.Expr, unit: str | None, days_per_month: float
) -> Observed:
    if not nw.from_native(cohort.frame).collect_schema()[time].is_numeric():
        raise DataError(
            f"The column {time!r} holds no numbers and can't be a time: name another with --time."
        )
    timed = _with_outcome(cohort, nw.col(time), happened, f"{time} known")
    recorded = _recorded_unit(cohort, time)
    notes = []
    if recorded is None and unit is None:
        notes = [f"The unit of {time} is not recorded: days are assumed."]
    elif recorded is not None and unit not in (None, recorded):
        notes = [
            f"{time} is recorded in {recorded} and converted to {unit}, at {days_per_month:g} days a month."
        ]
    if event == "censored":
        notes.append("The event is the reverse of censored.")
    own = recorded or unit or "days"
    return Observed(timed, time, event, "", own, unit or own, days_per_month, tuple(notes))


def _recorded_unit(cohort: Cohort, column: str) -> str | None:
    unit = cohort.dictionary[column].unit if column in cohort.dictionary else None
    return unit if unit in UNITS else None


def _with_outcome(cohort: Cohort, time: nw.Expr, event: nw.Expr, time_known: str) -> Cohort:
    """Return the cohort with the two columns of the outcome and its attrition steps."""
    frame = nw.from_native(cohort.frame).with_columns(time.alias(TIME_COLUMN), event.alias(EVENT_COLUMN))
    variables = (
        Variable(TIME_COLUMN, "number", {"en": "Follow-up", "tr": "Takip", "zh": "随访"}, role="outcome"),
        Variable(EVENT_COLUMN, "count", {"en": "Event", "tr": "Olay", "zh": "事件"}, role="outcome"),
    )
    timed = replace(cohort, frame=frame.to_native(), dictionary=cohort.dictionary.with_variables(variables))
    timed = timed.keep(~nw.col(EVENT_COLUMN).is_null(), "outcome known")
    timed = timed.keep(~nw.col(TIME_COLUMN).is_null(), time_known)
    return timed.keep(nw.col(TIME_COLUMN) >= 0, "follow-up not negative")


def _disagreement(
    timed: Cohort, known: Mapping[str, int], origin: str, days_per_month: float
) -> tuple[str, ...]:
    """Say in how many patients a recorded follow_up_time is not the time between the dates."""
    if not known.get("follow_up_time"):
        return ()
    unit = _recorded_unit(timed, "follow_up_time") or "days"
    gap = (nw.col("follow_up_time") - nw.col(TIME_COLUMN) / days_of(unit, days_per_month)).abs()
    frame = nw.from_native(timed.kept()).lazy()
    differ, of = frame.select(d=(gap >= 1).cast(nw.Int64).sum(), n=gap.count()).collect().row(0)
    if not differ:
        return ()
    differing = f"it differs by a {unit[:-1]} or more in {int(differ)} of {of} patients"
    return (f"Time is counted from {origin}, and follow_up_time is not used: {differing}.",)


def _check_follow_up(observed: Observed) -> None:
    """Refuse a cohort that no one is left of, or whose living were all lost for want of a date."""
    before = replace(observed.cohort, reasons=observed.cohort.reasons[:-3])
    frame = nw.from_native(before.kept()).lazy()
    alive = nw.col(EVENT_COLUMN) == 0
    untimed = (alive & nw.col(TIME_COLUMN).is_null()).cast(nw.Int64).sum()
    timed = (alive & ~nw.col(TIME_COLUMN).is_null()).cast(nw.Int64).sum()
    living = frame.select(untimed=untimed, timed=timed).collect().row(0)
    name = observed.cohort.source.name
    if living[0] and not living[1]:
        raise DataError(
            f"{name} says of none of the {living[0]} living patients how long they were followed, so "
            "survival would count the dead alone: give last_follow_up_date, or a column of times with --time."
        )
    if observed.steps[-1].left == 0:
        lost = "; ".join(f"{step.reason}: {step.removed} removed" for step in observed.steps)
        raise DataError(
            f"No patient of {name} is left with an outcome ({lost}): check the columns with `check`."
        )


def days_of(unit: str, days_per_month: float) -> float:
    """Return how many days make one of UNITS; a year is twelve months."""
    return {"days": 1.0, "weeks": 7.0, "months": days_per_month, "years": 12 * days_per_month}[unit]
