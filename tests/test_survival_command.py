"""`neuromets survival` compares groups as R does, whatever the covariates and strata asked for."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.tables.format import STYLES
from tests.comparison_reference import REFERENCE, from_r, near

LUNG = ["--time", "time", "--event", "status", "--unit", "days"]


def run(*words, path=REFERENCE / "datasets" / "lung.csv"):
    return CliRunner().invoke(main, ["survival", str(path), *words])


def found(*words, **where):
    result = run(*words, "--json", **where)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def coefficients(model):
    """The coefficients that R's coxph printed for a model (tests/reference/cox.R)."""
    frame = pd.read_csv(REFERENCE / "cox_coefficients.csv", float_precision="round_trip")
    return frame[frame["model"] == model]


@pytest.mark.parametrize(
    "by, stratify", [("sex", ""), ("ph.ecog", ""), ("sex", "ph.ecog"), ("ph.ecog", "sex")]
)
def test_the_tests_are_those_of_survdiff(by, stratify):
    """Log-rank, Gehan-Breslow, Tarone-Ware, Peto-Peto and a chosen Fleming-Harrington, stratified or not."""
    said = found(*LUNG, "--by", by, *(["--stratify", stratify] if stratify else []), "--fleming", "0.5,2")
    r = from_r("tests").fillna({"stratified_by": ""})
    r = r[(r["dataset"] == "lung") & (r["by"] == by) & (r["stratified_by"] == stratify)]
    tests = {line["test"].split(",")[0] if stratify else line["test"]: line for line in said["tests"]}
    for line in r.to_dict("records"):
        name = line["test"].replace("; gamma", ", gamma").split(",")[0] if stratify else line["test"]
        name = name.replace("; gamma", ", gamma")
        if name in tests and "Fleming" not in name:
            assert near(tests[name]["statistic"], line["statistic"]), name
            assert tests[name]["df"] == line["df"]
    chosen = next(
        line for line in said["tests"] if line["test"].startswith("Fleming-Harrington (rho 0.5, gamma 2)")
    )
    of_r = r[r["test"] == "Fleming-Harrington (rho 0.5; gamma 2)"].iloc[0]
    assert near(chosen["p_value"], of_r["p_value"])


def test_pairs_are_given_for_three_groups_and_more():
    """Every pair's p, as it is and after Holm and Benjamini-Hochberg, is R's p.adjust of survdiff."""
    said = pd.DataFrame(found(*LUNG, "--by", "ph.ecog")["pairs"])
    r = from_r("pairs").query("dataset == 'lung' and by == 'ph.ecog' and rho == 0")
    assert list(zip(said["group_1"], said["group_2"], strict=True)) == list(
        zip(r["group_1"], r["group_2"], strict=True)
    )
    for name in ("p_value", "p_holm", "p_bh"):
        assert near(said[name], r[name])
    assert found(*LUNG, "--by", "sex")["pairs"] == []


def test_means_are_contrasted_by_difference_and_ratio():
    """The restricted means' difference and ratio to the shared time are those computed in R."""
    said = found(*LUNG, "--by", "sex")["mean_contrasts"]
    r = from_r("differences").query(
        "dataset == 'lung' and by == 'sex' and contrast in ('difference', 'ratio')"
    )
    for line, expected in zip(said, r.to_dict("records"), strict=False):
        assert line["contrast"] == expected["contrast"]
        assert near(
            [line[k] for k in ("estimate", "conf_low", "conf_high")],
            [expected[k] for k in ("estimate", "conf_low", "conf_high")],
        )


def test_cox_models_are_those_of_coxph():
    """`--by` and `--adjust` give a model of each covariate alone and one of all, equal to R's coxph."""
    said = found(*LUNG, "--by", "sex", "--adjust", "age")
    alone = [line for line in said["cox"] if line["model"] == "univariable"]
    for line, model in zip(alone, ("lung_sex", "lung_age"), strict=True):
        expected = coefficients(model).iloc[0]
        for name in ("estimate", "conf_low", "conf_high", "p_value"):
            assert line[name] == pytest.approx(expected[name], rel=1e-6)
    assert alone[0]["reference"] == "1" and alone[1]["reference"] is None
    hazards = said["cox_models"][0]["proportional_hazards"]
    assert hazards[0]["statistic"] == pytest.approx(2.86323515262166, rel=1e-6)  # cox.zph, cox_zph.csv


def test_a_stratified_model_and_two_factors_together():
    """Two factors together, and one within the strata of the other, equal R's coxph."""
    both = [
        line
        for line in found(*LUNG, "--by", "sex", "--adjust", "ph.ecog", "--levels", "ph.ecog")["cox"]
        if line["model"] == "multivariable"
    ]
    assert both[0]["term"] == "sex: 2"
    sex = coefficients("lung_levels").iloc[0]
    assert both[0]["estimate"] == pytest.approx(sex["estimate"], rel=1e-6)
    within = found(*LUNG, "--by", "ph.ecog", "--stratify", "sex")["cox"]
    expected = coefficients("lung_strata")
    assert [line["estimate"] for line in within] == pytest.approx(list(expected["estimate"]), rel=1e-6)


def test_patients_without_a_stratum_are_in_no_stratified_test_and_that_is_said():
    """One of the 228 patients of the lung data has no ECOG."""
    words = (*LUNG, "--by", "sex", "--stratify", "ph.ecog")
    assert found(*words)["tests_excluded"] == {"ph.ecog missing": 1}
    assert "1 in no stratified test: ph.ecog missing" in run(*words).output
    assert found(*LUNG, "--by", "sex")["tests_excluded"] == {}


def test_covariates_need_no_groups():
    """`--adjust` alone fits models and compares nothing."""
    said = found(*LUNG, "--adjust", "age")
    assert said["tests"] == [] and [line["term"] for line in said["cox"]] == ["age_years"]


@pytest.mark.parametrize("words", [["--stratify", "sex"], ["--fleming", "0,1"], ["--levels", "sex"]])
def test_comparing_without_anything_to_compare_is_wrong_usage(words):
    """Strata or a weight without groups exit 2."""
    assert run(*LUNG, *words).exit_code == 2


@pytest.mark.parametrize("text", ["1", "a,b", "1,2,3", "-1,0"])
def test_a_weight_that_is_none_is_refused_in_a_sentence(text):
    """--fleming takes two numbers from 0 on."""
    result = run(*LUNG, "--by", "sex", "--fleming", text)
    assert result.exit_code == 1 and result.stderr.startswith("Error: ") and "Traceback" not in result.stderr


def test_no_events_leaves_the_rest(tmp_path):
    """Without an event the tests and models say why they are not given; survival is."""
    path = tmp_path / "none.csv"
    path.write_text("t,e,g\n5,0,a\n6,0,b\n7,0,a\n8,0,b\n")
    said = found("--time", "t", "--event", "e", "--by", "g", "--unit", "days", "--at", "6", path=path)
    assert said["tests"] == [] and len(said["not_tested"]) == 5
    assert said["landmarks"][0]["estimate"] == 1
    assert said["cox"][0]["estimate"] is None and said["cox_models"][0]["not_given"]


def test_a_group_without_events_is_named_and_the_others_stand(tmp_path):
    """A level in which nobody died separates: the Cox model is refused by name, the log-rank test given."""
    path = tmp_path / "separated.csv"
    rows = [f"{t},1,a" for t in range(1, 9)] + [f"{t},0,b" for t in range(1, 9)]
    path.write_text("t,e,g\n" + "\n".join(rows) + "\n")
    said = found("--time", "t", "--event", "e", "--by", "g", "--unit", "days", path=path)
    assert {line["test"] for line in said["tests"]} >= {"log-rank", "Tarone-Ware"}
    assert "g" in said["cox_models"][0]["not_given"][0] and "b" in said["cox_models"][0]["not_given"][0]


@pytest.mark.parametrize("lang", STYLES)
def test_a_person_reads_tables_in_the_language(lang):
    """Every table is printed; Turkish numbers have decimal commas."""
    result = run(*LUNG, "--by", "ph.ecog", "--adjust", "age", "--at", "180,365", "--lang", lang)
    assert result.exit_code == 0, result.output
    expected = {"en": "Hazard ratio", "tr": "Hazard oranı", "zh": "风险比"}[lang]
    assert expected in result.output
    assert ("1,45" if lang == "tr" else "1.45") in result.output  # HR of ECOG 1 against 0, coxph 1.446
