"""The Brier scores are those of R's pec (tests/reference/pec.R), a reference apart from riskRegression."""

import pandas as pd
import pytest

from analysis.calibration.brier import brier, integrated_brier
from tests.discrimination_reference import REFERENCE, risks_of, table_of

PEC = pd.read_csv(REFERENCE / "pec.csv", float_precision="round_trip")
OURS = {"a": "brier", "b": "brier", "Reference": "brier_null"}


def of_pec(dataset: str, model: str, what: str) -> list[float]:
    return PEC.query("dataset == @dataset and model == @model and what == @what")["estimate"].tolist()


@pytest.mark.parametrize("dataset", PEC["dataset"].unique())
@pytest.mark.parametrize("model", OURS)
def test_the_brier_score_is_that_of_pec(dataset, model):
    """Of two scores' risks and of the cohort's own Kaplan-Meier, at three horizons."""
    score = "a" if model == "Reference" else model
    found = brier(table_of(dataset), risks_of(dataset, score), stratum=score).frame
    ours = found.loc[found["metric"] == OURS[model], "estimate"].tolist()
    assert ours == pytest.approx(of_pec(dataset, model, "brier"), rel=1e-8)


@pytest.mark.parametrize("dataset", PEC["dataset"].unique())
@pytest.mark.parametrize("score", ["a", "b"])
def test_the_integral_by_steps_is_that_of_pec(dataset, score):
    """pec lets each score stand until the next horizon, from 0 at time 0: the rule "step"."""
    found = integrated_brier(table_of(dataset), risks_of(dataset, score), stratum=score, rule="step").frame
    ours = found.loc[found["metric"] == "integrated_brier", "estimate"].tolist()
    assert ours == pytest.approx(of_pec(dataset, score, "integrated"), rel=1e-8)
