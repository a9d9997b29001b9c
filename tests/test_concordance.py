"""Harrell's and Uno's C against R's concordance, scikit-survival, a count of all pairs, and by hand."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from discrimination_reference import SETS, apart_cohort, from_r, gap, jackknife_error, table_of, tied_cohort
from sksurv.metrics import concordance_index_ipcw
from sksurv.util import Surv

from analysis.calibration import concordance
from analysis.calibration.censoring import censoring
from analysis.calibration.concordance import harrell_c, uno_c
from analysis.errors import DataError
from analysis.survival.event_table import count_events

TOLERANCE = 1e-10


@pytest.fixture(params=["on a grid", "by digits"])
def way(request, monkeypatch):
    """Count the pairs either way, whatever the number of cells."""
    monkeypatch.setattr(concordance, "_GRID", np.inf if request.param == "on a grid" else 0)


def counted(frame, by=("a",), **options):
    return count_events(frame, "t", "dead", list(by), **options)


def c_of(frame, **options) -> float:
    return float(harrell_c(counted(frame), higher_is="worse", **options).frame["estimate"][0])


def by_pairs(frame, weight) -> float:
    """C by looking at every pair of rows."""
    lead = pairs = 0.0
    rows = list(frame[["t", "dead", "a"]].itertuples(index=False))
    for first, w in zip(rows, weight, strict=True):
        for second in rows:
            if first.dead and (second.t > first.t or (second.t == first.t and not second.dead)):
                pairs += w
                lead += w * ((first.a > second.a) + (first.a == second.a) / 2)
    return lead / pairs


def censoring_before(frame, times) -> np.ndarray:
    """G(t−) at each time by the product over earlier censorings, events first."""
    found = []
    for t in times:
        g = 1.0
        for u in sorted(set(frame["t"][frame["t"] < t])):
            here = frame["t"] == u
            left = (frame["t"] >= u).sum() - (here & (frame["dead"] == 1)).sum()
            g *= 1 - (here & (frame["dead"] == 0)).sum() / left if left else 1
        found.append(g)
    return np.array(found)


@pytest.mark.parametrize("score", "ab")
@pytest.mark.parametrize("name", SETS)
def test_c_and_its_error_are_those_of_r(name, score, way):
    """survival::concordance with timewt n, n/G2, and n/G2 with ymax."""
    table, columns = table_of(name).margin(score), ["estimate", "std_error"]
    tau = float(from_r(name).query("metric == 'uno_c_tau_a'")["horizon"].iloc[0])
    found = {
        "harrell_c": harrell_c(table, higher_is="worse"),
        "uno_c": uno_c(table, higher_is="worse"),
        "uno_c_tau": uno_c(table, higher_is="worse", tau=tau),
    }
    for metric, ours in found.items():
        assert gap(ours.frame, name, f"{metric}_{score}", columns) < TOLERANCE


def test_c_by_hand():
    """Events at 1 (worst), 2 and 4, a censoring at 3: five comparable pairs, of which four concordant."""
    frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": [1, 1, 0, 1], "a": [5, 3, 4, 1]})
    found = harrell_c(counted(frame), higher_is="worse").frame.loc[0]
    assert (found["estimate"], found["n"], found["events"]) == (0.8, 4, 3)


@pytest.mark.parametrize("seed", range(12))
def test_c_is_the_count_of_all_pairs(seed, way):
    """Harrell's, and Uno's with weights 1/G(t−)², on heavily tied patients."""
    frame = tied_cohort(seed)
    assert c_of(frame) == pytest.approx(by_pairs(frame, np.ones(len(frame))), abs=1e-12)
    weight = 1 / np.maximum(censoring_before(frame, frame["t"]), 1e-9) ** 2
    ours = uno_c(counted(frame), higher_is="worse").frame["estimate"][0]
    assert ours == pytest.approx(by_pairs(frame, weight), abs=1e-12)


@pytest.mark.parametrize("sizes", [(6, 40), (40, 6)])
def test_the_sums_below_are_those_of_all_pairs(sizes):
    """Strictly lower in both ranks, whichever is the shorter."""
    draw = np.random.default_rng(1)
    first, second = np.unique(np.column_stack([draw.integers(0, size, 80) for size in sizes]), axis=0).T
    value = draw.integers(1, 9, len(first)).astype(float)
    lower = (first[:, None] > first) & (second[:, None] > second)
    assert concordance._sums_below(first, second, value).tolist() == (lower @ value).tolist()


def test_weights_stop_after_tau():
    """Events at tau count, later ones do not."""
    frame = tied_cohort(3)
    weight = (frame["t"] <= 4) / np.maximum(censoring_before(frame, frame["t"]), 1e-9) ** 2
    found = uno_c(counted(frame), higher_is="worse", tau=4).frame.loc[0]
    assert found["estimate"] == pytest.approx(by_pairs(frame, weight), abs=1e-12)
    assert (found["horizon"], found["events"]) == (4, int(frame.query("t <= 4")["dead"].sum()))


def test_the_censoring_distribution_is_the_left_limit():
    """G(t−) by a product over rows."""
    frame = tied_cohort(5)
    followed = censoring(counted(frame))
    times = np.arange(9)
    assert followed.before(times) == pytest.approx(censoring_before(frame, times), abs=1e-12)


@pytest.mark.parametrize("tau", [None, 12.34567])
def test_uno_is_that_of_scikit_survival(tau):
    """It weighs by G(t) and counts events before tau only: equal where no censoring falls on an event."""
    frame = apart_cohort(1)
    y = Surv.from_arrays(frame["dead"] == 1, frame["t"])
    theirs = concordance_index_ipcw(y, y, frame["a"], tau=tau)[0]
    assert uno_c(counted(frame), higher_is="worse", tau=tau).frame["estimate"][0] == pytest.approx(
        theirs, abs=1e-9
    )


@pytest.mark.parametrize("estimate", [harrell_c, uno_c])
def test_a_reversed_score_has_the_complement(estimate, way):
    """C of −score, and of the score declared the other way round, is 1 − C, with the same error."""
    table = counted(tied_cohort(7))
    worse, better = (estimate(table, higher_is=way).frame.loc[0] for way in ("worse", "better"))
    assert worse["estimate"] + better["estimate"] == pytest.approx(1, abs=1e-12)
    assert worse["std_error"] == pytest.approx(better["std_error"], abs=1e-12)


def test_two_sites_add():
    """C of two tables added is C of the pooled rows."""
    frames = [tied_cohort(seed) for seed in (1, 2)]
    added = counted(frames[0]) + counted(frames[1])
    assert harrell_c(added, higher_is="worse").frame["estimate"][0] == c_of(pd.concat(frames))


def test_the_error_is_near_the_jackknife():
    """Delete-one jackknife of Harrell's C on 120 patients, within 3%."""
    frame = tied_cohort(11, 120, times=60)
    error = harrell_c(counted(frame), higher_is="worse").frame["std_error"][0]
    assert error == pytest.approx(jackknife_error(frame, c_of)[0], rel=0.03)


def test_ordered_levels_count_by_their_order():
    """A stratum of ordered text is ranked; the same numbers give the same C."""
    frame = tied_cohort(2)
    bands = pd.Categorical.from_codes(frame["a"], list("zyxwv"), ordered=True)
    assert c_of(frame.assign(a=bands)) == c_of(frame)


def test_other_kinds_of_event_count_as_censored():
    """As in R's concordance of one cause."""
    frame = tied_cohort(4)
    other = frame.assign(dead=np.where((frame["dead"] == 0) & (frame.index % 2 == 0), 2, frame["dead"]))
    assert c_of(other) == c_of(frame)


def test_equal_scores_have_half_and_no_error(way):
    """All patients in one band."""
    found = harrell_c(counted(tied_cohort(1).assign(a=3)), higher_is="worse").frame.loc[0]
    assert (found["estimate"], found["std_error"]) == (0.5, 0)


@pytest.mark.parametrize("estimate", [harrell_c, uno_c])
@pytest.mark.parametrize(
    "change, reason",
    [({"dead": 0}, "no patient had the event"), ({"t": 5, "dead": 1}, "no patient was followed longer")],
)
def test_what_cannot_be_had_is_missing_and_says_why(estimate, change, reason):
    """No events; all events at one time."""
    found = estimate(counted(tied_cohort(1).assign(**change)), higher_is="worse").frame.loc[0]
    assert found[["estimate", "std_error", "conf_low", "conf_high"]].isna().all()
    assert reason in found["note"]


def test_few_events_are_warned_about():
    """Nine events and ten."""
    frame = tied_cohort(1).assign(dead=0)
    for events, note in ((9, "Harrell's C rests on 9 events, fewer than 10."), (10, "")):
        frame["dead"] = (frame.index < events).astype(int)
        assert harrell_c(counted(frame), higher_is="worse").frame["note"][0] == note


@pytest.mark.parametrize(
    "options, message",
    [
        ({}, "needs its direction"),
        ({"higher_is": "up"}, "needs its direction"),
        ({"higher_is": "worse"}, "one of the table's strata, a, b, and found None"),
        ({"higher_is": "worse", "stratum": "c"}, "found 'c'"),
        ({"higher_is": "worse", "stratum": "a", "level": 95}, "level lies between 0 and 1"),
    ],
)
def test_impossible_requests_are_refused(options, message):
    """The direction must be declared, and the score named where there are several strata."""
    with pytest.raises(DataError, match=message):
        harrell_c(counted(tied_cohort(1), by="ab"), **options)


def test_names_without_an_order_are_refused():
    """Text levels that nobody ordered."""
    with pytest.raises(DataError, match="names without an order"):
        c_of(tied_cohort(1).assign(a=["x", "y"] * 20))


def test_many_distinct_scores_and_times_need_little_memory():
    """100,000 distinct scores at 100,000 distinct times: a dense matrix would take 80 GB."""
    draw = np.random.default_rng(1)
    rows = pd.DataFrame({"t": draw.random(100_000), "dead": 1, "a": draw.random(100_000)})
    table = counted(rows)
    tracemalloc.start()
    found = harrell_c(table, higher_is="worse").frame.loc[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6
    assert abs(found["estimate"] - 0.5) < 4 * found["std_error"]
