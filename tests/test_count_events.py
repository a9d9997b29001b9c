"""How rows are counted: the same cells by every way there, on a grid, sorted, or in the engine."""

import numpy as np
import pandas as pd
import pytest
from test_event_table import ENGINES, cells, count

from analysis.errors import DataError

DAYS = [0, 0, 3, 3, 3, 40, 40, -2, -7]
STATUS = [1, 0, 1, 1, 2, 0, 13, 1, 0]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("by", [(), ("arm",)])
@pytest.mark.parametrize(
    "months",
    [DAYS, [float(day) for day in DAYS], [*map(float, DAYS[:-1]), -0.25]],
    ids=["integers", "whole floats", "whole floats but for a negative time"],
)
def test_days_are_the_same_cells_however_they_are_written(engine, by, months):
    """By hand: a column of whole floats is counted as one of integers is, its ticks those of decimals."""
    rows = pd.DataFrame({"months": months, "died": STATUS, "arm": ["za", "control", "za"] * 3})
    table = count(ENGINES[engine](rows), by)
    day = table.ticks_per_unit
    expected = [(0, 0, 1), (0, 1, 1), (3 * day, 1, 2), (3 * day, 2, 1), (40 * day, 0, 1), (40 * day, 13, 1)]
    assert cells(table.margin()) == expected
    assert table.excluded == {"months negative": 2}


def test_one_decimal_among_whole_days_is_not_rounded_away():
    """The last of many days is half a day: it has its own time."""
    rows = pd.DataFrame({"months": [*map(float, range(5000)), 4999.5], "died": 1})
    assert cells(count(rows, ()))[-2:] == [(4999 * 10**9, 1, 1), (49_995 * 10**8, 1, 1)]


@pytest.mark.parametrize("endless", [np.inf, 1e300, 562_950.0])
def test_an_endless_time_is_refused_among_whole_days(endless):
    """Also where it, or what is longer than ticks can tell apart, is the one strange time of many."""
    with pytest.raises(DataError, match="'months' holds an endless or impossibly long time"):
        count(pd.DataFrame({"months": [5.0, 7.0, endless], "died": 1}), ())


def test_an_endless_time_before_the_origin_is_negative():
    """It is left out as any negative time is; and one whose event is missing as any such row is."""
    rows = pd.DataFrame({"months": [5.0, -np.inf, np.inf], "died": [1, 1, np.nan]})
    table = count(rows, ())
    assert cells(table) == [(5 * 10**9, 1, 1)]
    assert table.excluded == {"months or died missing": 1, "months negative": 1}


def tallied_by_python(rows: pd.DataFrame, by: list[str]) -> list[tuple]:
    """Count complete rows one at a time, in Python's own order of levels."""
    found: dict[tuple, int] = {}
    for row in rows.itertuples(index=False):
        cell = (*(getattr(row, name) for name in by), round(row.months * 10**9), int(row.died))
        found[cell] = found.get(cell, 0) + 1
    return [(*cell, found[cell]) for cell in sorted(found)]


@pytest.mark.parametrize("step", [1.0, 0.1, 1e-7])
@pytest.mark.parametrize("engine", ["pandas", "polars", "duckdb"])
def test_cells_are_those_of_a_count_row_by_row(engine, step):
    """Few cells on a grid, many that are sorted, and so many levels that no integer holds them all."""
    draw = np.random.default_rng(20160131)
    rows = pd.DataFrame(
        {
            "months": draw.integers(0, 300, 400) * step,
            "died": draw.integers(0, 4, 400),
            "arm": draw.choice(["z", "ça", "a"], 400),
            "score": draw.integers(-2, 3, 400).astype(float),
            **{f"risk_{i}": draw.random(400) for i in range(8)},
        }
    )
    for by in ([], ["score"], ["arm", "score"], ["risk_0"], [f"risk_{i}" for i in range(8)]):
        table = count(ENGINES[engine](rows), tuple(by))
        assert cells(table) == tallied_by_python(rows, by), by
        assert cells(table.margin()) == tallied_by_python(rows, []), by


@pytest.mark.parametrize("engine", ["pandas", "polars", "polars lazy", "duckdb"])
def test_the_levels_of_a_stratum_are_those_that_occur(engine):
    """Numbers ascend and are ordered, text is sorted, flags are no and yes; those of rows left out remain."""
    rows = pd.DataFrame(
        {
            "months": [1.0, 2.0, -3.0],
            "died": 1,
            "arm": ["za", "b", "a"],
            "score": [10, 3, 7],
            "flag": [True, True, True],
        }
    )
    counts = count(ENGINES[engine](rows), ("arm", "score", "flag")).counts
    levels = {name: counts[name].cat.categories.tolist() for name in ("arm", "score", "flag")}
    assert levels == {"arm": ["a", "b", "za"], "score": [3.0, 7.0, 10.0], "flag": ["no", "yes"]}
    assert [counts[name].cat.ordered for name in levels] == [False, True, False]


def test_a_level_that_no_one_has_is_no_group():
    """A Categorical's levels keep their order, and one without patients is a level but not a group."""
    arm = pd.Categorical(["za", "a", None], ["never seen", "za", "a"], ordered=True)
    table = count(pd.DataFrame({"months": [1.0, 2.0, 3.0], "died": 1, "arm": arm}))
    assert table.groups == ("za", "a")
    assert table.counts["arm"].cat.categories.tolist() == ["never seen", "za", "a"]
    assert table.excluded == {"arm missing": 1}


@pytest.mark.parametrize("by", [(), ("arm",), ("risk_0",), tuple(f"risk_{i}" for i in range(8))])
@pytest.mark.parametrize("step", [1, 0.1])
def test_three_sites_of_the_same_patients_count_each_cell_three_times(by, step):
    """Counts are summed, and not the rows of the tables: on a grid, sorted, or by wide levels."""
    draw = np.random.default_rng(20160131)
    risks = {f"risk_{i}": draw.random(200) for i in range(8)}
    days = np.repeat(np.arange(50), 4) * step
    one = count(
        pd.DataFrame({"months": days, "died": [0, 1, 0, 1] * 50, "arm": ["a", "b"] * 100, **risks}), by
    )
    three = one + one + one
    assert cells(three) == [(*cell, 3 * n) for *cell, n in cells(one)]
    assert cells(three.margin()) == [(*cell, 3 * n) for *cell, n in cells(one.margin())]


@pytest.mark.parametrize("engine", ["pandas", "polars", "polars lazy", "duckdb"])
def test_integers_without_a_sign_are_counted_as_others_are(engine):
    """A small unsigned event beside a missing time, and an unsigned time that is too long."""
    rows = pd.DataFrame({"months": [3.0, 3.0, np.nan], "died": np.array([1, 0, 1], dtype=np.uint8)})
    table = count(ENGINES[engine](rows), ())
    assert cells(table) == [(3 * 10**9, 0, 1), (3 * 10**9, 1, 1)]
    assert table.excluded == {"months or died missing": 1}
    rows = pd.DataFrame({"months": np.array([3, 2**50], dtype=np.uint64), "died": 1})
    with pytest.raises(DataError, match="endless"):
        count(ENGINES[engine](rows), ())
