"""Which follow-up and which event a cohort is analysed by, whom that leaves out, and what it says of it."""

from dataclasses import replace

import pandas as pd
import polars as pl
import pytest

from analysis.cohort import ROW, Cohort, Source
from analysis.dictionary import Variable, load_dictionary
from analysis.errors import DataError
from analysis.survival.event_table import count_observed, event_table
from analysis.survival.outcome import EVENT_COLUMN, TIME_COLUMN, observe

DATES = {
    "diagnosis_date": [100, 100, 100, 100, 100, None],
    "surgery_date": [110, 105, None, 100, 130, 100],
    "last_follow_up_date": [400, 200, 300, None, 120, 500],
    "death_date": [None, 220, None, 150, None, None],
    "died": ["no", "yes", "yes", "yes", "no", "no"],
    "sex": ["male", "female", "female", "male", None, "male"],
}


def cohort(extra: tuple[Variable, ...] = (), engine: str = "pandas", **columns: list) -> Cohort:
    """A cohort typed as the loader types it: dates whole days, flags and levels text, numbers floats."""
    dictionary = load_dictionary().with_variables(extra)
    frame = pd.DataFrame({ROW: range(2, 2 + len(next(iter(columns.values()))))})
    for name, values in columns.items():
        kind = dictionary[name].kind
        if kind == "date":
            frame[name] = pd.array(values, dtype="Int64")
        elif kind in ("number", "count"):
            frame[name] = pd.Series(values, dtype=float)
        elif kind in ("flag", "level"):
            frame[name] = pd.Categorical(values, dictionary[name].level_keys)
        else:
            frame[name] = values
    if engine == "polars":
        frame = pl.from_pandas(frame.astype(dict.fromkeys(frame.select_dtypes("category"), object)))
    return Cohort(
        frame, dictionary, Source("registry.csv", "", "registry", columns={name: name for name in columns})
    )


def without(*names: str) -> dict[str, list]:
    return {name: values for name, values in DATES.items() if name not in names}


def outcomes(observed) -> list[tuple]:
    kept = pd.DataFrame({c: list(observed.cohort.kept()[c]) for c in (TIME_COLUMN, EVENT_COLUMN)})
    return [(int(time), int(event)) for time, event in kept.itertuples(index=False)]


@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_the_dead_are_followed_to_death_and_the_living_to_last_follow_up(engine):
    """A death without a date counts to the last follow-up; no diagnosis, no time."""
    observed = observe(cohort(engine=engine, **DATES))
    assert outcomes(observed) == [(300, 0), (120, 1), (200, 1), (50, 1), (20, 0)]
    assert (observed.origin, observed.unit, observed.days_per_month) == ("diagnosis_date", "days", 30.4375)
    assert [(step.reason, step.left, step.removed) for step in observed.steps] == [
        ("outcome known", 6, 0),
        ("diagnosis_date and end of follow-up known", 5, 1),
        ("follow-up not negative", 5, 0),
    ]


def test_another_origin_is_another_time_and_other_patients():
    """From surgery: one was not operated, one left before it; the choice is said where none was made."""
    observed = observe(cohort(**DATES), origin="surgery_date")
    assert outcomes(observed) == [(290, 0), (115, 1), (50, 1), (400, 0)]
    assert [step.removed for step in observed.steps] == [0, 1, 1]
    assert observed.notes == ()
    assert "the cohort also has surgery_date" in observe(cohort(**DATES)).notes[0]
    assert observe(cohort(**without("diagnosis_date"))).origin == "surgery_date"


def test_a_date_of_death_says_who_died_where_nothing_else_does():
    """Without died, and where died is missing; a died that is missing without a date stays unknown."""
    assert outcomes(observe(cohort(**without("died"))))[1] == (120, 1)
    doubtful = cohort(**{**DATES, "died": [None, None, "yes", "yes", "no", "no"]})
    observed = observe(doubtful)
    assert outcomes(observed)[0] == (120, 1)
    assert observed.steps[0].removed == 1


def test_a_recorded_time_is_used_where_there_are_no_dates():
    """In its own unit, with died; time 0 is kept, a negative one is not."""
    months = (replace(load_dictionary()["follow_up_time"], unit="months"),)
    recorded = cohort(months, follow_up_time=[1.5, 0, -2, None, 7], died=["yes", "no", "yes", "no", None])
    table = event_table(recorded)
    assert table.unit == "months"
    assert table.counts[["time", "kind", "n"]].values.tolist() == [[0, 0, 1], [1_500_000_000, 1, 1]]
    assert table.excluded == {"outcome known": 1, "follow_up_time known": 1, "follow-up not negative": 1}


def test_a_recorded_time_is_converted_only_when_another_unit_is_asked_for():
    """487 days are 16 months of 30.4375 days; the ticks stay as they were recorded."""
    days = (replace(load_dictionary()["follow_up_time"], unit="days"),)
    recorded = cohort(days, follow_up_time=[487, 31], died=["yes", "no"])
    assert event_table(recorded).unit == "days"
    observed = observe(recorded, unit="months")
    assert "converted to months, at 30.4375 days" in observed.notes[0]
    table = count_observed(observed)
    assert (table.counts["time"] / table.ticks_per_unit).tolist() == pytest.approx([31 / 30.4375, 16])
    thirty = count_observed(observe(recorded, unit="months", days_per_month=30))
    assert (thirty.counts["time"] / thirty.ticks_per_unit).max() == pytest.approx(487 / 30)


def test_dates_count_days_and_are_given_in_the_unit_asked_for():
    """A year is 12 months, 365.25 days; whole days stay whole ticks."""
    table = event_table(cohort(**DATES), unit="years")
    assert (table.unit, table.ticks_per_unit, table.origin) == ("years", 365.25, "diagnosis_date")
    assert table.counts["time"].tolist() == [20, 50, 120, 200, 300]


def test_a_unit_says_what_a_column_without_one_is_in():
    """An unknown column with --unit is in that unit; without it, days are assumed and said to be."""
    column = (Variable("os", "number", {}), Variable("relapse", "number", {}))
    unknown = cohort(column, os=[0.1, 2.5], relapse=[1, 0])
    asked = observe(unknown, time="os", event="relapse", unit="months")
    assert (asked.recorded_unit, asked.unit, asked.length, asked.notes) == ("months", "months", 1, ())
    assert "days are assumed" in observe(unknown, time="os", event="relapse").notes[0]


@pytest.mark.parametrize(
    "values", [[1, 0, 1], ["yes", "no", "yes"], ["Dead", "ALIVE", "ex"], ["Eksitus", "sağ", "死亡"]]
)
@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_an_event_is_read_however_it_is_written(values, engine):
    """Numbers, yes and no, and the dictionary's texts for died."""
    kind = "number" if values[0] == 1 else "text"
    columns = (Variable("os", "number", {}), Variable("state", kind, {}))
    observed = observe(cohort(columns, engine, os=[1, 2, 3], state=values), time="os", event="state")
    assert [event for _, event in outcomes(observed)] == [1, 0, 1]


def test_an_event_coded_1_and_2_is_not_guessed_at():
    """The values found and those allowed are named."""
    columns = (Variable("os", "number", {}), Variable("state", "number", {}))
    with pytest.raises(DataError, match=r"holds .*2.*0/1, yes/no"):
        observe(cohort(columns, os=[1, 2, 3], state=[1, 2, 2]), time="os", event="state")


def test_dates_go_before_a_recorded_time_and_a_difference_is_said():
    """Time from dates 300, 120, 200, 50, 20; recorded with two errors and one missing."""
    both = cohort(**DATES, follow_up_time=[300, 121, 200, None, 10, 9])
    notes = observe(both, origin="diagnosis_date").notes
    assert notes == (
        "Time is counted from diagnosis_date, and follow_up_time is not used: "
        "it differs by a day or more in 2 of 4 patients.",
    )
    assert observe(both, time="follow_up_time").time == "follow_up_time"


def test_groups_take_the_levels_order_and_leave_out_who_has_none():
    """By sex: one is missing, and the dictionary says which comes first."""
    table = event_table(cohort(**DATES), by=["sex"])
    keys = load_dictionary()["sex"].level_keys
    assert table.groups == tuple(sorted(("female", "male"), key=keys.index))
    assert table.excluded == {"diagnosis_date and end of follow-up known": 1, "sex missing": 1}
    assert table.n == 4


def test_ordered_levels_can_be_tested_for_trend_and_names_can_not():
    """An ordered variable's levels are ranked, whatever their spelling."""
    ordered = Variable("grade", "level", {}, levels=load_dictionary()["asia_grade"].levels, ordered=True)
    grades = event_table(cohort((ordered,), **DATES, grade=list("EAAEEE")), by=["grade"])
    assert (grades.groups, grades.scores) == (("A", "E"), (1, 2))
    assert event_table(cohort(**DATES), by=["sex"]).scores is None


def test_patients_removed_before_are_not_counted_again():
    """Earlier steps stay, and their patients are no part of what the outcome leaves out."""
    import narwhals as nw

    operated = cohort(**DATES).keep(~nw.col("surgery_date").is_null(), "operated")
    observed = observe(operated)
    assert [step.reason for step in observed.cohort.steps][1] == "operated"
    assert [step.removed for step in observed.steps] == [0, 1, 0]
    assert count_observed(observed).n == 4
    timed = ["yes", "no", "no"], [None, 200, None], [150, None, None]
    one = cohort(
        **dict(zip(("died", "last_follow_up_date", "death_date"), timed, strict=True)), surgery_date=[1] * 3
    )
    assert event_table(one).n == 2
    with pytest.raises(DataError, match="none of the 1 living"):
        event_table(one.keep(nw.col("last_follow_up_date").is_null(), "not followed elsewhere"))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"sex": ["male"]}, "looked for follow_up_time with died, or diagnosis_date.*found none of them"),
        ({"died": ["yes"], "death_date": [5]}, "found died, death_date"),
        ({"follow_up_time": [5.0]}, "found follow_up_time"),
        ({"died": ["yes"], "surgery_date": [5]}, "found died, surgery_date"),
        ({"follow_up_time": [None], "died": ["yes"]}, "found died"),
        (without("last_follow_up_date"), "none of the 3 living patients"),
        ({"follow_up_time": [5.0, -1], "died": [None, "yes"]}, "outcome known: 1 removed"),
    ],
)
def test_a_cohort_without_an_outcome_is_refused(columns, message):
    """What was looked for, what was found and what to do; never survival of the dead alone."""
    with pytest.raises(DataError, match=message) as refused:
        event_table(cohort(**columns))
    assert str(refused.value).startswith(("registry.csv", "No patient of registry.csv"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "fortnights"}, "days, weeks, months, years"),
        ({"origin": "birth"}, "no column 'birth'"),
        ({"origin": "sex"}, "holds no dates"),
        ({"time": "sex", "event": "died"}, "holds no numbers"),
        ({"origin": "surgery_date", "time": "follow_up_time"}, "both an origin and a time"),
        ({"origin": "surgery_date", "event": "local_recurrence"}, "has no date"),
    ],
)
def test_an_outcome_asked_for_wrongly_is_refused(options, message):
    """Units, origins and times that are none, and an event that has no date."""
    with pytest.raises(DataError, match=message):
        event_table(cohort(**DATES, follow_up_time=[1.0] * 6, local_recurrence=["no"] * 6), **options)
