"""Cox models against R on public data and random cohorts, by hand, row by row, and where there is none."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter
from test_outcome import cohort

from analysis.errors import DataError
from analysis.survival.cox import cox
from analysis.survival.cox_counts import partial_likelihood
from analysis.survival.cox_models import cox_model, univariable
from analysis.survival.event_table import count_events
from analysis.survival.outcome import observe
from analysis.survival.proportional_hazards import TRANSFORMS, proportional_hazards

REFERENCE = Path(__file__).parent / "reference"
MODELS = pd.read_csv(REFERENCE / "cox_models.csv", keep_default_na=False)
COUNTED = MODELS.loc[MODELS["numbers"] == "", "model"].tolist()
BY_ROWS = MODELS.loc[MODELS["numbers"] != "", "model"].tolist()
COLUMNS = ["coef", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]


@cache
def from_r(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / f"cox_{name}.csv", float_precision="round_trip")


def r_rows(name: str, model: str) -> pd.DataFrame:
    frame = from_r(name)
    return frame[frame["model"] == model].reset_index(drop=True)


@cache
def fitted(model: str):
    """The model of that name, fitted here."""
    row = MODELS.set_index("model").loc[model]
    levels, numbers, strata = (row[name].split() for name in ("levels", "numbers", "strata"))
    data = pd.read_csv(REFERENCE / "datasets" / f"{row['data']}.csv")
    table = count_events(data, "time", "status", [*levels, *numbers, *strata])
    terms = [*levels, *numbers]
    return cox(table, terms, continuous=numbers, stratified_by=strata, event=int(row["event"]))


def compare_with_r(model: str) -> None:
    """To 1e-8 relatively, and to 1e-9 of numbers near 0, where R's own search stops."""
    ours, fit = fitted(model), r_rows("fits", model).iloc[0]
    r = r_rows("coefficients", model)
    assert ours.not_given == ""
    assert (ours.n, ours.events) == (fit["n"], fit["events"])
    assert ours.coefficients[COLUMNS].to_numpy() == pytest.approx(r[COLUMNS].to_numpy(), rel=1e-8, abs=1e-9)
    likelihoods = (ours.log_likelihood_null, ours.log_likelihood)
    assert likelihoods == pytest.approx((fit["null"], fit["fitted"]), rel=1e-10)
    tests = ours.tests.set_index("test")["statistic"][lambda t: ~t.index.duplicated()]
    assert tests.tolist() == pytest.approx(fit[["ratio", "wald", "score"]].tolist(), rel=1e-8)
    p_values = ours.tests.set_index("test").loc[["likelihood ratio", "score"], "p_value"].tolist()
    assert p_values == pytest.approx(fit[["ratio_p", "score_p"]].tolist(), rel=1e-6, abs=1e-14)


@pytest.mark.parametrize("model", COUNTED)
def test_a_model_of_levels_is_that_of_coxph(model):
    """Fitted on counts; R fits the rows (tests/reference/cox.R)."""
    compare_with_r(model)


@pytest.mark.parametrize("model", BY_ROWS)
def test_a_model_with_numbers_is_that_of_coxph(model):
    """Fitted on rows by lifelines, its last step taken; R as above."""
    compare_with_r(model)
    assert fitted(model).fitted_by == "lifelines, on rows"


@pytest.mark.parametrize("model", MODELS["model"])
def test_proportional_hazards_are_tested_as_by_cox_zph(model):
    """Every transform, each covariate with all its levels, and all of them; Wald's test of each too."""
    r = r_rows("zph", model)
    for transform in TRANSFORMS:
        found, expected = (
            proportional_hazards(fitted(model), transform=transform),
            r[r["transform"] == transform],
        )
        assert (found.not_given, found.frame["term"].tolist()) == ("", expected["term"].tolist())
        columns = ["statistic", "df", "p_value"]
        assert found.frame[columns].to_numpy() == pytest.approx(expected[columns].to_numpy(), rel=1e-6)
    tests, wald = fitted(model).tests, r[r["transform"] == "wald"]
    own = tests[tests["variable"] != ""]
    assert own["variable"].tolist() == wald["term"].tolist()
    assert own[["statistic", "df"]].to_numpy() == pytest.approx(
        wald[["statistic", "df"]].to_numpy(), rel=1e-7, abs=1e-9
    )


def test_small_tied_cohorts_have_estimates_exactly_where_r_finds_finite_ones():
    """Random cohorts of 8 to 60 patients; R warns of an infinite coefficient where there is separation."""
    rows = pd.read_csv(REFERENCE / "survival_cohorts.csv", float_precision="round_trip")
    for number, expected in from_r("cohorts").groupby("cohort"):
        model = cox(count_events(rows[rows["cohort"] == number], "time", "event", ["group"]))
        assert (model.not_given == "") == bool(expected["finite"].all()), (number, model.not_given)
        if not model.not_given:
            found = model.coefficients[["coef", "std_error"]].to_numpy()
            assert found == pytest.approx(expected[["coef", "std_error"]].to_numpy(), rel=1e-8, abs=1e-10)


# ---- by hand, by brute force, and row by row --------------------------------------------------------------


def tied_rows(seed: int, n: int = 120) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    sex, band = draw.integers(0, 2, n), draw.integers(0, 3, n)
    months = np.ceil(draw.exponential(8 * np.exp(0.5 * sex - 0.4 * band)))
    return pd.DataFrame(
        {
            "t": np.minimum(months, 12).astype(int),
            "e": (months <= 12) & (draw.random(n) < 0.8),
            "sex": np.array(["f", "m"])[sex],
            "band": np.array(["A", "B", "C"])[band],
            "age": draw.integers(40, 80, n),
        }
    )


def efron_by_rows(rows: pd.DataFrame, covariates: np.ndarray, coefficients: np.ndarray) -> float:
    """Efron's log likelihood written out death by death."""
    time, died, total = rows["t"].to_numpy(), rows["e"].to_numpy(), 0.0
    predictor = covariates @ coefficients
    for t in np.unique(time[died]):
        dying = died & (time == t)
        at_risk, own = np.exp(predictor[time >= t]).sum(), np.exp(predictor[dying]).sum()
        for k in range(dying.sum()):
            total -= np.log(at_risk - k / dying.sum() * own)
        total += predictor[dying].sum()
    return float(total)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_likelihood_on_counts_is_efrons_written_out_by_rows(seed):
    """At any coefficients, and its derivatives are those of finite differences."""
    rows = tied_rows(seed)
    design = cox(count_events(rows, "t", "e", ["sex", "band"])).fit.design
    dummies = np.column_stack([rows["sex"] == "m", rows["band"] == "B", rows["band"] == "C"]).astype(float)
    at, step = np.array([0.7, -0.3, 1.1]), 1e-5
    likelihood = partial_likelihood(design, at * design.scale)
    assert likelihood.value == pytest.approx(efron_by_rows(rows, dummies, at), rel=1e-12)
    for j in range(3):
        ahead, behind = at + step * np.eye(3)[j], at - step * np.eye(3)[j]
        slope = (efron_by_rows(rows, dummies, ahead) - efron_by_rows(rows, dummies, behind)) / (2 * step)
        assert likelihood.score()[j] * design.scale[j] == pytest.approx(slope, abs=1e-6)
        bend = partial_likelihood(design, behind * design.scale).score()
        bend = (bend - partial_likelihood(design, ahead * design.scale).score()) / (2 * step)
        assert likelihood.information()[j] == pytest.approx(bend / design.scale[j], abs=1e-6)


@pytest.mark.parametrize("seed", [4, 5])
def test_counts_give_the_row_wise_fit_and_weighted_rows_do_not(seed):
    """A weight changes Efron's correction for ties: lifelines on collapsed rows fits another model."""
    rows = tied_rows(seed, n=400)
    rows["male"] = (rows["sex"] == "m").astype(float)
    ours = cox(count_events(rows, "t", "e", ["sex"])).coefficients["coef"][0]
    plain = rows[["t", "e", "male"]]
    collapsed = plain.groupby(list(plain), as_index=False).size()
    exactly = {"fit_options": {"precision": 1e-12}}
    by_row = CoxPHFitter().fit(plain, "t", "e", **exactly).params_["male"]
    weighted = CoxPHFitter().fit(collapsed, "t", "e", weights_col="size", **exactly).params_["male"]
    assert ours == pytest.approx(by_row, abs=1e-6)
    assert abs(ours - weighted) > 1e-3


def test_four_deaths_by_hand():
    """a b a b die in turn: the hazard ratio x solves 4x² + x − 1 = 0."""
    rows = pd.DataFrame({"t": [1, 2, 3, 4], "e": True, "arm": ["a", "b", "a", "b"]})
    model = cox(count_events(rows, "t", "e", ["arm"]))
    assert model.coefficients["estimate"].tolist() == pytest.approx([(17**0.5 - 1) / 8], abs=1e-12)
    assert model.log_likelihood_null == pytest.approx(-np.log(24))


def test_a_number_counted_by_level_or_taken_as_a_number_is_one_model_where_there_are_two_values():
    """The likelihood on counts and lifelines' on rows."""
    rows = tied_rows(6).assign(male=lambda r: (r["sex"] == "m").astype(int))
    table = count_events(rows, "t", "e", ["male", "band"])
    by_level, as_number = cox(table), cox(table, continuous=["male"])
    assert by_level.coefficients["term"].tolist() == ["male: 1", "band: B", "band: C"]
    assert as_number.coefficients["term"].tolist() == ["male", "band: B", "band: C"]
    assert by_level.coefficients[COLUMNS].to_numpy() == pytest.approx(
        as_number.coefficients[COLUMNS].to_numpy()
    )


# ---- what must not matter, and what must ------------------------------------------------------------------


def test_two_hospitals_counts_give_the_model_of_their_patients_together():
    """Counts add, so the pooled model needs no patient."""
    rows = tied_rows(7)
    sites = [count_events(part, "t", "e", ["sex", "band"]) for part in (rows[:50], rows[50:])]
    together = cox(count_events(rows, "t", "e", ["sex", "band"])).frame
    pd.testing.assert_frame_equal(cox(sites[0] + sites[1]).frame, together)


def test_another_reference_turns_the_hazard_ratio_over():
    """The interval too; the likelihood stays."""
    table = count_events(tied_rows(8), "t", "e", ["sex", "band"])
    one, other = cox(table), cox(table, reference={"sex": "m"})
    (male,), (female,) = (m.coefficients.query("variable == 'sex'").to_dict("records") for m in (one, other))
    assert (male["term"], female["term"]) == ("sex: m", "sex: f")
    assert female["estimate"] * male["estimate"] == pytest.approx(1)
    assert female["conf_low"] * male["conf_high"] == pytest.approx(1)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-12)
    reference = other.frame.query("is_reference and variable == 'sex'").iloc[0]
    assert (reference["level"], reference["estimate"]) == ("m", 1) and np.isnan(reference["conf_low"])


def test_times_that_are_nearly_equal_are_tied():
    """0.1 + 0.2 and 0.3 are one time, whichever way the covariates are taken."""
    rows = tied_rows(9)
    near = rows.assign(t=[0.1 * t + 1e-13 * (k % 2) for k, t in enumerate(rows["t"])])
    for continuous in ((), ("age",)):
        named = ["sex", *continuous]
        exact = cox(count_events(rows, "t", "e", named), continuous=continuous)
        blurred = cox(count_events(near, "t", "e", named), continuous=continuous)
        assert blurred.coefficients["coef"].tolist() == pytest.approx(
            exact.coefficients["coef"].tolist(), abs=1e-12
        )


def test_levels_without_patients_are_dropped_and_missing_ones_counted():
    """A level of the dictionary that nobody has makes no row; who has no level is excluded, and said."""
    rows = tied_rows(10).assign(band=lambda r: r["band"].where(r.index >= 5))
    table = count_events(rows, "t", "e", ["band"]).with_levels("band", ["Z", "C", "B", "A"])
    model = cox(table)
    assert model.frame["level"].tolist() == ["C", "B", "A"]
    assert model.frame["reference"].unique().tolist() == ["C"]
    assert (model.n, model.n_excluded, dict(model.excluded)) == (115, 5, {"band missing": 5})
    assert model.frame["n"].sum() == 115 and model.frame["events"].sum() == model.events


def test_few_events_a_coefficient_are_warned_of_with_their_number():
    """The rule of ten events, Peduzzi 1995."""
    rows = tied_rows(11, n=24)
    (note,) = cox(count_events(rows, "t", "e", ["sex", "band"])).notes
    assert note.startswith(f"{rows['e'].sum()} events for 3 coefficients are {rows['e'].sum() / 3:.1f} each")
    assert cox(count_events(tied_rows(11, n=300), "t", "e", ["sex", "band"])).notes == ()


def test_one_coefficient_is_no_plural():
    rows = tied_rows(12, n=10)
    note = cox(count_events(rows, "t", "e", ["sex"])).notes[0]
    assert " for 1 coefficient are " in note


def test_a_competing_event_is_censored_and_said():
    """The hazard is that of the event asked for."""
    rows = tied_rows(12).assign(kind=lambda r: np.where(r["e"], 1 + (r.index % 3 == 0), 0))
    model = cox(count_events(rows, "t", "kind", ["sex"]), event=2)
    plain = cox(count_events(rows.assign(second=rows["kind"] == 2), "t", "second", ["sex"]))
    pd.testing.assert_frame_equal(model.frame, plain.frame)
    assert "censored" in model.notes[0] and not any("censored" in note for note in plain.notes)


# ---- where there is no model ------------------------------------------------------------------------------


def changed(**columns) -> pd.DataFrame:
    return tied_rows(13).assign(**columns)


def stage(rows: pd.DataFrame) -> np.ndarray:
    return np.where(rows["sex"] == "m", np.where(rows["band"] == "A", "I", "II"), "III")


REFUSALS = {
    "no event": (changed(e=False), ["sex"], (), "no patient had the event"),
    "one level": (changed(sex="f"), ["sex", "band"], (), "all patients have the same sex, f"),
    "one number": (changed(age=60), ["age"], ("age",), "all patients have the same age, 60"),
    "a level without events": (
        changed(e=lambda r: r["e"] & (r["band"] != "B")),
        ["sex", "band"],
        (),
        "no patient with band B had the event",
    ),
    "a reference without events": (
        changed(e=lambda r: r["e"] & (r["band"] != "A")),
        ["band"],
        (),
        "no patient with band A had the event",
    ),
    "levels that determine others": (
        changed(stage=stage),
        ["sex", "stage"],
        (),
        "stage III is determined by sex (collinear)",
    ),
    "a number that determines another": (
        changed(months=lambda r: 12.0 * r["age"], years=lambda r: 1.0 * r["age"]),
        ["sex", "years", "months"],
        ("years", "months"),
        "months is determined by years (collinear)",
    ),
    "the first to die all of one level": (
        pd.DataFrame({"t": range(1, 13), "e": True, "arm": ["b"] * 5 + ["a"] * 7}),
        ["arm"],
        (),
        "arm b has no finite hazard ratio",
    ),
    "a number that orders the deaths": (
        pd.DataFrame(
            {"t": range(1, 31), "e": True, "size": np.arange(30)[::-1] ** 2.0, "arm": list("ab") * 15}
        ),
        ["arm", "size"],
        ("size",),
        "arm b and size have no finite hazard ratio",
    ),
    "the first to die, all at one moment and all of one level": (
        pd.DataFrame(
            {
                "t": [3] * 7 + [4 + k % 40 for k in range(200)],
                "e": [True] * 7 + [k % 3 > 0 for k in range(200)],
                "arm": ["c"] * 7 + list("ab") * 100,
            }
        ),
        ["arm"],
        (),
        "not given: arm c has no finite hazard ratio",
    ),
    "nobody else at risk": (
        pd.DataFrame({"t": [1, 1, 2, 3], "e": [0, 0, 1, 1], "arm": list("abab")}),
        ["arm"],
        (),
        "separation",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_model_that_has_no_estimate_says_why_and_still_counts(case):
    """The covariate and level are named, estimates are missing, patients and events are not."""
    rows, terms, continuous, why = REFUSALS[case]
    model = cox(count_events(rows, "t", "e", terms), terms, continuous=continuous)
    assert why in model.not_given, model.not_given
    assert model.not_given.startswith(f"The Cox model of {' and '.join(terms)} is not given: ")
    assert model.frame[COLUMNS].isna().all(axis=None) and model.fit is None
    assert model.frame.groupby("variable")["n"].sum().tolist() == [len(rows)] * len(terms)
    assert proportional_hazards(model).not_given


def test_separation_by_two_covariates_together_names_both():
    """Each level has events, yet b with y die first, and nobody who is a with x dies."""
    draw = np.random.default_rng(3)
    arm, grade = np.repeat(list("aabb"), 25), np.tile(list("xy"), 50)
    first = (arm == "b") & (grade == "y")
    rows = pd.DataFrame(
        {"arm": arm, "grade": grade, "t": np.where(first, 1, 2) * 100 + draw.permutation(100)}
    )
    rows["e"] = (arm == "b") | (grade == "y")
    model = cox(count_events(rows, "t", "e", ["arm", "grade"]))
    assert "arm b and grade y have no finite hazard ratio" in model.not_given


def test_a_rare_but_possible_level_is_estimated():
    """One death among two patients of a level, out of 20,000 patients."""
    rows = pd.concat([tied_rows(k, n=1000) for k in range(20, 40)], ignore_index=True)
    rows["rare"] = np.where(
        rows.index.isin([rows.index[rows["e"]][7], rows.index[~rows["e"]][7]]), "yes", "no"
    )
    model = cox(count_events(rows, "t", "e", ["sex", "rare"]))
    assert not model.not_given and model.coefficients["std_error"].max() < 1.5


def test_an_outlier_does_not_look_like_separation():
    """A value of a million, mistyped, in one patient who leaves last."""
    rows = tied_rows(14, n=200)
    rows["crp"] = np.random.default_rng(1).exponential(3, 200)
    rows.loc[200] = [13, False, "f", "A", 50, 1e6]
    model = cox(count_events(rows, "t", "e", ["crp"]), continuous=["crp"])
    coef = model.coefficients["coef"][0]
    lower, best, upper = (
        efron_by_rows(rows, rows[["crp"]].to_numpy(), np.array([coef * by])) for by in (0.99, 1, 1.01)
    )
    assert not model.not_given and best > lower and best > upper


def test_hazards_at_one_time_or_at_time_0_cannot_be_tested_for_change():
    """The test that can't be had says so."""
    once = pd.DataFrame({"t": [5] * 8, "e": list("11110000"), "arm": list("abbbaaab")}).astype({"e": int})
    assert "at one time" in proportional_hazards(cox(count_events(once, "t", "e", ["arm"]))).not_given
    at_0 = tied_rows(15).assign(t=lambda r: r["t"] - 1)
    model = cox(count_events(at_0, "t", "e", ["sex"]))
    assert "time 0" in proportional_hazards(model, transform="log").not_given
    assert proportional_hazards(model).not_given == ""


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"terms": ["sex", "arm"]}, "no stratum 'arm'"),
        ({"terms": ["sex", "sex"]}, "each covariate or stratum once"),
        ({"terms": ["sex"], "stratified_by": ["sex"]}, "each covariate or stratum once"),
        ({"reference": {"sex": "x"}}, "choose one of f, m"),
        ({"reference": {"arm": "x"}}, "'arm' is no covariate"),
        ({"continuous": ["sex"]}, "holds text"),
        ({"stratified_by": ["sex", "band"]}, "needs a covariate"),
        ({"level": 95}, "between 0 and 1"),
    ],
)
def test_an_impossible_request_is_refused(options, why):
    """One sentence names what was asked and what is allowed."""
    with pytest.raises(DataError, match=why):
        cox(count_events(tied_rows(16), "t", "e", ["sex", "band"]), **options)


def test_an_unknown_transform_is_refused():
    """The allowed ones are listed."""
    with pytest.raises(DataError, match="km, identity, log, rank"):
        proportional_hazards(cox(count_events(tied_rows(16), "t", "e", ["sex"])), transform="sqrt")


# ---- a cohort's covariates --------------------------------------------------------------------------------


def registry():
    rows = tied_rows(17)
    return observe(
        cohort(
            follow_up_time=rows["t"].astype(float).tolist(),
            died=np.where(rows["e"], "yes", "no").tolist(),
            sex=[None, *np.where(rows["sex"] == "m", "male", "female")[1:]],
            age_years=rows["age"].astype(float).tolist(),
            ecog=(rows["band"].map({"A": 0, "B": 1, "C": 2})).astype(float).tolist(),
            diagnosis_date=[100] * len(rows),
            patient_id=[str(k) for k in rows.index],
        ),
        time="follow_up_time",
    )


def test_the_dictionary_says_how_a_covariate_enters():
    """Numbers per unit, levels in the dictionary's order, numbers by level where asked."""
    model = cox_model(registry(), ["sex", "age_years", "ecog"], by_level=["ecog"])
    assert model.coefficients["term"].tolist() == ["sex: male", "age_years", "ecog: 1", "ecog: 2"]
    assert (model.n, dict(model.excluded)) == (119, {"sex missing": 1})


def test_univariable_models_keep_whoever_has_the_covariate():
    """Each covariate alone, over the patients who have it."""
    models = univariable(registry(), ["sex", "age_years"])
    assert [(m.terms, m.n) for m in models] == [(("sex",), 119), (("age_years",), 120)]


@pytest.mark.parametrize("name", ["diagnosis_date", "patient_id"])
def test_an_identifier_or_a_date_is_no_covariate(name):
    """The kind is named."""
    with pytest.raises(DataError, match="of the kind"):
        cox_model(registry(), [name])


def test_a_number_of_too_many_levels_is_no_factor():
    """More than 20 levels can't be compared one by one."""
    with pytest.raises(DataError, match="at most 20"):
        cox_model(registry(), ["age_years"], by_level=["age_years"])
