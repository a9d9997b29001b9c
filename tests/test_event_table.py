"""Event tables: what is counted, what is left out, and that tables of two sites add exactly."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError
from analysis.survival.event_table import EventTable, count_events
from analysis.survival.risk_set import risk_sets

ROWS = pd.DataFrame(
    {
        "months": [0.1 + 0.2, 0.3, 0.3, 2.5, 2.5, 0.0, -1.0, np.nan, 4.0, 4.0],
        "died": [1, 1, 0, 1, np.nan, 0, 1, 1, 2, 1],
        "arm": ["za", "za", "za", "control", "za", "control", "za", "za", "za", None],
        "score": [3, 3, 1, 1, 1, 10, 1, 1, 3, 3],
    }
)
ENGINES = {
    "pandas": lambda frame: frame,
    "pandas nullable": lambda frame: frame.convert_dtypes(convert_floating=True),
    "pandas categorical": lambda frame: frame.astype({"arm": pd.CategoricalDtype(["control", "za"])}),
    "polars": pl.from_pandas,
    "polars with NaN": lambda frame: pl.from_pandas(frame, nan_to_null=False),
    "polars lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "duckdb": lambda frame: duckdb.connect().from_df(frame),
}


def cells(table: EventTable) -> list[tuple]:
    return [tuple(row) for row in table.counts.itertuples(index=False)]


def count(rows: pd.DataFrame = ROWS, by: tuple[str, ...] = ("arm",)) -> EventTable:
    return count_events(rows, "months", "died", by, unit="months")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_counts_the_same_cells(engine):
    """By hand: 0.1 + 0.2 and 0.3 are one time, time 0 is kept, and four rows can't be counted."""
    table = count(ENGINES[engine](ROWS))
    nano = 10**9
    assert cells(table) == [
        ("control", 0, 0, 1),
        ("control", int(2.5 * nano), 1, 1),
        ("za", int(0.3 * nano), 0, 1),
        ("za", int(0.3 * nano), 1, 2),
        ("za", 4 * nano, 2, 1),
    ]
    assert table.excluded == {"months or died missing": 2, "months negative": 1, "arm missing": 1}
    assert table.n + sum(table.excluded.values()) == len(ROWS)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_counts_all_patients_the_same(engine):
    """Without strata, where frames in memory are counted by another way than lazy ones."""
    assert cells(count(ENGINES[engine](ROWS), ())) == [
        (0, 0, 1),
        (300_000_000, 0, 1),
        (300_000_000, 1, 2),
        (2_500_000_000, 1, 1),
        (4_000_000_000, 1, 1),
        (4_000_000_000, 2, 1),
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("by", [(), ("arm",)])
def test_whole_days_are_their_own_ticks(engine, by):
    """An integer column needs no decimals; a missing event or a negative day is left out all the same."""
    rows = pd.DataFrame(
        {
            "months": [5, 5, 900, -1, 0, 7],
            "died": pd.array([True, True, False, True, True, None], dtype="boolean"),
            "arm": ["a", "b", "a", "a", "b", "b"],
        }
    )
    table = count(
        ENGINES[engine](rows.astype({"arm": object})) if engine != "pandas categorical" else rows, by
    )
    assert table.ticks_per_unit == 1
    assert [row[-3:] for row in sorted(cells(table.margin()))] == [(0, 1, 1), (5, 1, 2), (900, 0, 1)]
    assert table.excluded == {"months or died missing": 1, "months negative": 1}


def test_a_time_comes_back_as_the_literal_that_was_written():
    """Ticks over ticks per unit is the nearest float, so 0.0831 is 0.0831 again."""
    literals = [0.0831, 0.3, 1.1, 12.7, 100.123456789]
    rows = pd.DataFrame({"months": literals, "died": 1})
    (group,) = risk_sets(count(rows, ()))
    assert group.time.tolist() == literals


TIMES = st.lists(
    st.tuples(
        st.integers(0, 40).map(lambda k: k * 0.1), st.integers(0, 2), st.sampled_from("abc"), st.booleans()
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=25, deadline=None)
@given(rows=TIMES)
def test_the_tables_of_two_sites_add_to_the_table_of_both(rows):
    """However the patients are divided; a site without patients included."""
    frame = pd.DataFrame(rows, columns=["months", "died", "arm", "here"])
    here, there = (count(frame[frame["here"] == site]) for site in (True, False))
    both = count(frame)
    assert cells(here + there) == cells(there + here)
    assert sorted(cells(here + there)) == sorted(cells(both))


def test_a_time_just_below_its_decimal_is_that_decimal():
    """0.8 − 0.7 is 0.10000000000000009, 1 − 0.9 is 0.09999999999999998: both are 0.1."""
    rows = pd.DataFrame({"months": [0.8 - 0.7, 1 - 0.9, 0.1], "died": 1})
    assert cells(count(rows, ())) == [(100_000_000, 1, 3)]


@settings(max_examples=15, deadline=None)
@given(rows=TIMES)
def test_a_margin_is_the_table_that_was_never_split(rows):
    """Summing strata away gives the counts without them."""
    frame = pd.DataFrame(rows, columns=["months", "died", "arm", "here"])
    assert cells(count(frame, ("arm", "here")).margin("arm")) == cells(count(frame, ("arm",)))
    assert cells(count(frame, ("arm", "here")).margin()) == cells(count(frame, ()))


def test_whole_days_and_decimal_days_add():
    """One site dates its patients, the other writes days with decimals: 1 tick and 10**9 ticks a day."""
    dated = count_events(pd.DataFrame({"t": [3, 5], "e": [1, 0]}), "t", "e")
    written = count_events(pd.DataFrame({"t": [3.0, 4.5], "e": [1, 0]}), "t", "e")
    assert cells(dated + written) == [(3 * 10**9, 1, 2), (45 * 10**8, 0, 1), (5 * 10**9, 0, 1)]


def test_what_was_left_out_adds_too():
    """The reasons of both sites, summed by reason."""
    twice = count() + count()
    assert twice.excluded == {"months or died missing": 4, "months negative": 2, "arm missing": 2}


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (count_events(ROWS, "months", "died", ["arm"], unit="days"), "unit"),
        (count(ROWS, ("score",)), "strata"),
        (count(ROWS, ()), "strata"),
        (count(ROWS.assign(arm=1)), "'arm' holds numbers"),
        (count().in_unit("months", 1.5), "ticks"),
    ],
)
def test_tables_that_do_not_mean_the_same_are_not_added(other, what):
    """Another unit, other strata, numbers against names, ticks that do not divide one another."""
    with pytest.raises(DataError, match=what):
        count() + other


def test_tables_with_different_times_zero_are_not_added():
    """An origin that one site does not know is not a difference."""
    from dataclasses import replace

    diagnosis, surgery = (replace(count(), origin=origin) for origin in ("diagnosis_date", "surgery_date"))
    with pytest.raises(DataError, match="diagnosis_date and surgery_date"):
        diagnosis + surgery
    assert (count() + surgery).origin == "surgery_date"


def test_numbers_are_ordered_as_numbers_and_score_a_trend():
    """10 comes after 3; names have no order unless one is given."""
    by_score = count(ROWS, ("score",))
    assert by_score.groups == ("1", "3", "10")
    assert by_score.scores == (1, 3, 10)
    assert count().groups == ("control", "za")
    assert count().scores is None


def test_levels_take_the_order_given():
    """Ordered levels are ranked; a level that was not listed follows and undoes the order."""
    ordered = count().with_levels("arm", ["za", "control", "never seen"], ordered=True)
    assert ordered.groups == ("za", "control")
    assert ordered.scores == (1, 2)
    assert count().with_levels("arm", ["za"], ordered=True).groups == ("za", "control")
    assert count().with_levels("arm", ["za"], ordered=True).scores is None


def test_groups_of_several_strata_name_each():
    """Without strata there is one group, all."""
    assert count(ROWS, ("arm", "score")).groups[:2] == ("arm=control, score=1", "arm=control, score=10")
    assert count(ROWS, ()).groups == ("all",)


def test_a_level_called_all_is_not_everyone():
    """A level named as all patients together bears its stratum's name."""
    rows = pd.DataFrame({"t": [1, 2, 3], "dead": [1, 1, 0], "arm": ["all", "za", "all"]})
    assert count_events(rows, "t", "dead", ["arm"]).groups == ("arm=all", "za")


def test_another_unit_keeps_the_counts():
    """At 30.4375 days a month, 487 days are 16 months."""
    days = count_events(pd.DataFrame({"t": [487], "e": [1]}), "t", "e")
    (group,) = risk_sets(days.in_unit("months", 30.4375))
    assert group.time.tolist() == [16.0]
    assert group.ticks.tolist() == [487]


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("months", ["1", "2"], "must hold numbers"),
        ("months", [1.0, np.inf], "endless"),
        ("died", ["yes", "no"], "must hold numbers"),
        ("died", [1, -1], "from -1 to 1"),
        ("died", [0.5, 1.0], "whole number"),
        ("died", [1, 99], "from 1 to 99"),
    ],
)
def test_columns_that_cannot_be_counted_are_refused(column, values, message):
    """Text, endless times, and events that are no kind."""
    rows = pd.DataFrame({"months": [1.0, 2.0], "died": [1, 0]}).assign(**{column: values})
    with pytest.raises(DataError, match=message):
        count(rows, ())


def test_absent_columns_and_strata_are_named():
    """What was asked for, and what there is."""
    with pytest.raises(DataError, match="no column 'arms'"):
        count(ROWS, ("arms",))
    with pytest.raises(DataError, match="no stratum 'score'"):
        count().margin("score")
    with pytest.raises(DataError, match="another"):
        count_events(ROWS.rename(columns={"arm": "kind"}), "months", "died", ["kind"])


def test_a_table_of_no_one_has_no_survival():
    """It can be added, and says why it is empty when it is asked for an estimate."""
    nobody = count(ROWS[ROWS["months"].isna()])
    assert cells(nobody + count()) == cells(count())
    with pytest.raises(DataError, match="months or died missing: 1"):
        risk_sets(nobody)


def test_risk_sets_count_those_followed_just_before():
    """Competing events leave the risk set without counting as the event."""
    control, za = risk_sets(count())
    assert (za.n, za.events) == (4, 2)
    assert za.n_risk.tolist() == [4, 1]
    assert za.n_event.tolist() == [2, 0]
    assert za.n_censor.tolist() == [1, 1]
    assert control.at_risk([0, 1, 2_500_000_000, 2_500_000_001]).tolist() == [2, 1, 1, 0]
    assert control.events_at([0, 2_500_000_000]).tolist() == [0, 1]
