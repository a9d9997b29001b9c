"""A judgement's parts: which risks count where, what groups are compared on, and what the notes say."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sksurv.metrics import integrated_brier_score
from sksurv.util import Surv

from analysis.calibration.change import metrics_by_group
from analysis.calibration.comparisons import change_of_column, score_difference
from analysis.calibration.judgement import Risks, default_horizons, judge_columns, own_risks, scored
from analysis.calibration.score_metrics import oe_metrics
from analysis.dictionary import load_dictionary
from analysis.errors import DataError
from analysis.loaders.read import read
from analysis.scores import score_of
from analysis.survival.event_table import count_events
from analysis.survival.outcome import observe


@pytest.fixture
def cohort(tmp_path: Path):
    """Return how a frame with the columns t and d becomes an outcome in months."""

    def build(rows: pd.DataFrame):
        path = tmp_path / "registry.csv"
        rows.to_csv(path, index=False)
        return observe(read(path, dictionary=load_dictionary()), time="t", event="d", unit="months")

    return build


def rows(n: int = 150, seed: int = 2) -> pd.DataFrame:
    """Random patients whose censorings never fall on an event's time, so that all weights agree."""
    draw = np.random.default_rng(seed)
    points = draw.integers(0, 6, n)
    death, censoring = (
        draw.exponential(30 / (1 + points), n).round(1) + 0.1,
        draw.uniform(0.05, 30, n).round(6),
    )
    columns = {f"risk{at}": (draw.random(n) * at / 20).round(3) for at in (3, 8, 15)}
    time, died = np.where(death <= censoring, death, censoring), (death <= censoring).astype(int)
    return pd.DataFrame(
        {"t": time, "d": died, "points": points, "centre": draw.choice(["a", "b"], n), **columns}
    )


RISKS = Risks({3.05: "risk3", 8.05: "risk8", 15.05: "risk15"})


def test_the_integrated_brier_score_of_three_risks_is_that_of_scikit_survival(cohort):
    """Each horizon has its own column of risks; scikit-survival takes them as a matrix of survival."""
    frame = rows()
    horizons = list(RISKS.at)
    found = judge_columns(cohort(frame), "points", horizons, higher_is="worse", risks=RISKS).metrics
    y = Surv.from_arrays(frame["d"] == 1, frame["t"])
    survival = 1 - frame[["risk3", "risk8", "risk15"]].to_numpy()
    line = found[found["metric"] == "integrated_brier"].iloc[0]
    assert line["estimate"] == pytest.approx(integrated_brier_score(y, y, survival, horizons), abs=1e-9)
    assert line["horizon"] == 15.05


def test_a_horizon_without_a_risk_is_judged_by_the_score(cohort):
    """The AUC of the score where no risk is given, and no Brier score there; the risk's elsewhere."""
    outcome = cohort(rows())
    own = judge_columns(
        outcome, "points", [3.05, 8.05], higher_is="worse", risks=Risks({3.05: "risk3"})
    ).metrics
    plain = judge_columns(outcome, "points", [3.05, 8.05], higher_is="worse").metrics
    own, plain = (frame.set_index(["metric", "horizon"])["estimate"] for frame in (own, plain))
    assert own["auc", 8.05] == plain["auc", 8.05]
    assert own["auc", 3.05] != plain["auc", 3.05]
    assert np.isnan(own["brier", 8.05]) and own["brier", 3.05] > 0
    assert "integrated_brier" not in own.index


def test_patients_without_a_risk_are_counted(cohort):
    frame = rows()
    frame.loc[:9, "risk3"] = np.nan
    found = judge_columns(cohort(frame), "points", [3.05], higher_is="worse", risks=Risks({3.05: "risk3"}))
    assert "AUC, Brier score and O/E leave out 10 patients without risk3." in found.notes
    n = found.metrics.set_index("metric")["n"]
    assert (n["harrell_c"], n["auc"], n["oe"]) == (150, 140, 140)


def test_a_risk_for_any_time_gives_way_to_one_with_its_time():
    risks = Risks({6.0: "by six"}, "ever")
    assert (risks.column(6), risks.column(12)) == ("by six", "ever")
    assert Risks().column(6) is None


def test_the_same_risk_for_every_time_is_counted_once(cohort):
    own = own_risks(cohort(rows()), Risks(at_any="risk8"), [3, 8])
    assert own.together.strata == ("risk8",)
    assert own_risks(cohort(rows()), Risks(), [3, 8]) is None


def test_levels_with_an_order_can_be_judged_and_names_not(cohort):
    """Grades are shown by level; a centre has no order."""
    outcome = cohort(rows().assign(frankel_grade=np.resize(list("ABCDE"), 150)))
    found = judge_columns(outcome, "frankel_grade", [6], higher_is="better")
    assert found.bands["band"].tolist() == ["all", *"ABCDE"]
    assert found.notes == ("O/E is not given: frankel_grade predicts no risk.",)
    with pytest.raises(DataError, match="names without an order"):
        judge_columns(outcome, "centre", [6], higher_is="worse")


def test_horizons_are_3_6_12_and_24_months_in_the_unit_of_the_results(cohort):
    outcome = cohort(rows())
    assert default_horizons(outcome) == (3, 6, 12, 24)


def test_a_score_of_which_nothing_was_recorded_is_refused(cohort):
    with pytest.raises(DataError, match=r"none of the items of bauer_1995.*--map"):
        scored(cohort(rows()), [score_of("bauer_1995")])


def test_two_scores_that_no_patient_has_both_of_are_refused(cohort):
    """Tomita's items and the user's points are known in different patients."""
    frame = rows(20).assign(tumour_growth="slow", visceral_metastasis="none", bone_metastasis="solitary")
    frame.loc[:9, "tumour_growth"] = None
    frame["points"] = frame["points"].astype(float).where(frame.index < 10)
    outcome = scored(cohort(frame), [score_of("tomita_2001")])
    with pytest.raises(DataError, match="No patient's points and tomita_2001_total are both known"):
        score_difference(outcome, ("points", "worse"), score_of("tomita_2001"), [6], None)


# Groups


def table(frame: pd.DataFrame):
    return count_events(frame, "t", "d", ["group"])


def measured(**columns):
    """A measure that returns the estimate of each group from a dictionary, whatever its patients."""
    return lambda part: pd.DataFrame(
        {"metric": "x", "horizon": 1.0, "n": part.n, "events": part.n, **columns}, [0]
    )


def groups(**sizes: int) -> pd.DataFrame:
    names = [name for name, n in sizes.items() for _ in range(n)]
    return pd.DataFrame({"t": range(len(names)), "d": 1, "group": names})


def test_groups_with_fewer_than_ten_events_are_not_compared():
    change = metrics_by_group(
        [(table(groups(a=10, b=12, c=9)), measured(estimate=0.5, std_error=0.1))], "group"
    )
    assert change.frame["group"].tolist() == ["a", "b", "c"]
    assert change.tests["groups"].tolist() == [2]


def test_null_scores_are_shown_and_never_tested():
    measure = measured(estimate=0.2, std_error=0.1)
    change = metrics_by_group(
        [(table(groups(a=20, b=20)), lambda part: measure(part).assign(metric="brier_null"))], "group"
    )
    assert len(change.frame) == 2 and change.tests.empty and not change.not_tested


def test_numbered_groups_are_tested_for_a_trend():
    """Three groups of 1, 2 and 3: the trend's χ² of estimates on a line, weighted alike, is all of Q."""
    frame = groups(a=20, b=20, c=20)
    numbered = count_events(
        frame.assign(group=frame["group"].map({"a": 1.0, "b": 2.0, "c": 3.0})), "t", "d", ["group"]
    )
    estimates = iter([0.1, 0.2, 0.3])
    change = metrics_by_group(
        [(numbered, lambda part: measured(estimate=next(estimates), std_error=0.05)(part))], "group"
    )
    assert change.tests["test"].tolist() == ["heterogeneity", "trend"]
    # (0.1² + 0.1²) / 0.05²
    assert change.tests["statistic"].tolist() == pytest.approx([8, 8])


def test_a_group_that_cannot_be_measured_is_named_and_the_others_compared():
    def measure(part):
        if part.n == 11:
            raise DataError("Eleven is refused.")
        return measured(estimate=0.5, std_error=0.1)(part)

    change = metrics_by_group([(table(groups(a=20, b=11, c=20)), measure)], "group")
    assert change.not_tested == ("b: Eleven is refused.",)
    assert change.tests["groups"].tolist() == [2]


def test_one_group_is_not_tested():
    change = metrics_by_group([(table(groups(a=20)), measured(estimate=0.5, std_error=0.1))], "group")
    assert change.tests.empty
    assert change.not_tested == ("x at 1 is not tested: fewer than two groups can be compared.",)


def test_risks_of_groups_are_their_own(cohort):
    """Brier and O/E of each centre, and Uno's C up to the last horizon."""
    change = change_of_column(
        cohort(rows()), "points", list(RISKS.at), "centre", higher_is="worse", risks=RISKS
    )
    frame = change.frame.set_index(["group", "metric", "horizon"])
    assert frame.loc[("a", "brier", 3.05), "n"] == (rows()["centre"] == "a").sum()
    assert frame.loc[("b", "oe", 15.05), "estimate"] > 0
    assert ("a", "uno_c", 15.05) in frame.index


def test_a_window_is_no_probability():
    """O/E of a window's 0 or 1 stays in the bands and is no metric; what follow-up lacks is said instead."""
    bands = pd.DataFrame(
        {
            "band": ["all", "all", "0-8"],
            "horizon": [6.0, 12.0, 6.0],
            "n": 5,
            "events": 2,
            "predicted": [0.5, 0.4, 1.0],
            "basis": ["window", "probability", "window"],
            **dict.fromkeys(("oe", "oe_std_error", "oe_conf_low", "oe_conf_high"), 0.8),
            "note": "",
        }
    )
    found = oe_metrics(bands, "months")
    assert found["estimate"].tolist() == pytest.approx([np.nan, 0.8], nan_ok=True)
    assert found["note"].tolist() == [
        "Overall O/E at 6 months is not given: a window is predicted, and no probability.",
        "",
    ]
