"""`neuromets calibrate`: its JSON against R and by hand, its choices, its languages, and every bad input."""

import json

import numpy as np
import pandas as pd
import pytest
from calibration_data import from_r as calibration_of_r
from calibration_data import months
from click.testing import CliRunner
from discrimination_reference import HORIZONS, SETS, risks_of, table_of
from discrimination_reference import from_r as discrimination_of_r

from analysis.cli import main

TOLERANCE = 1e-10
Z = 1.959963984540054
ITEMS = (
    "kps",
    "primary_site",
    "vertebral_metastases",
    "extraspinal_bone_metastases",
    "organ_metastasis",
    "frankel_grade",
)
WORST, BEST = "40,lung,≥3,≥3,unremovable,A", "80,thyroid,1,0,none,E"
"""Patients of 0 and of 15 points by Tokuhashi 2005."""


@pytest.fixture
def run(tmp_path):
    """Run `neuromets calibrate` on a frame, or on the text of a file."""

    def invoke(data, *words):
        path = tmp_path / "registry.csv"
        text = data if isinstance(data, str) else data.to_csv(index=False)
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["calibrate", str(path), *words])

    return invoke


@pytest.fixture
def judge(run):
    """Return the JSON of a run that must succeed."""

    def invoke(data, *words):
        result = run(data, *words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))

    return invoke


OWN = ("--time", "t", "--event", "d", "--unit", "months", "--score-column", "points", "--higher-is", "worse")


def cohort(n=60, seed=3) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "t": np.ceil(draw.exponential(10, n)),
            "d": (draw.random(n) < 0.7).astype(int),
            "points": draw.integers(0, 6, n),
            "risk": draw.random(n).round(3),
            "percent": draw.integers(2, 100, n),
            "word": draw.choice(["low", "mid"], n),
            "centre": draw.choice(["a", "b"], n),
            "empty": np.nan,
        }
    )


def tokuhashi(*patients: str) -> str:
    """Return a registry from patients such as "WORST 5+", the time in months and + for alive."""
    lines = ["patient_id,follow-up (months),died," + ",".join(ITEMS)]
    for place, patient in enumerate(patients):
        items, time = patient.split()
        held = "no" if time.endswith("+") else "yes"
        lines.append(
            f"P{place},{time.rstrip('+')},{held},{ {'WORST': WORST, 'BEST': BEST}.get(items, items) }"
        )
    return "\n".join(lines) + "\n"


def metric(found, name, horizon=None):
    return next(line for line in found["metrics"] if line["metric"] == name and line["horizon"] in (horizon,))


# Against R


def rows_with_risks(name):
    """A data set row by row with the risks of discrimination.R as columns, and the options that name them."""
    counts = table_of(name).counts
    rows = counts.loc[counts.index.repeat(counts["n"])].drop(columns="n").astype({"a": float, "b": float})
    words = []
    for horizon, risk in risks_of(name, "a").items():
        rows[f"risk {horizon}"] = rows["a"].map(risk)
        words += ["--risk-column", f"risk {horizon}@{horizon}"]
    rows = rows.rename(columns={"time": "t", "kind": "d", "a": "points"})
    return rows.assign(t=rows["t"] / table_of(name).ticks_per_unit), words


@pytest.mark.parametrize("name", SETS)
def test_metrics_are_those_of_r(judge, name):
    """survival::concordance, riskRegression::Score of committed data sets, by way of the command."""
    rows, words = rows_with_risks(name)
    found = judge(rows, *OWN, "--unit", "days", *words)
    r = discrimination_of_r(name).set_index("metric")
    for ours, theirs in (("harrell_c", "harrell_c_a"), ("uno_c", "uno_c_a")):
        line = next(line for line in found["metrics"] if line["metric"] == ours)
        estimate, error = r.loc[theirs, "estimate"], r.loc[theirs, "std_error"]
        assert line["estimate"] == pytest.approx(estimate, abs=TOLERANCE)
        assert line["conf_low"] == pytest.approx(estimate - Z * error, abs=TOLERANCE)
        assert line["conf_high"] == pytest.approx(estimate + Z * error, abs=TOLERANCE)
    for ours, theirs in (
        ("auc", "auc_a"),
        ("brier", "brier_a"),
        ("brier_null", "brier_null"),
        ("scaled_brier", "scaled_brier_a"),
    ):
        for _, row in r.loc[theirs].iterrows():
            line = metric(found, ours, row["horizon"])
            for part in ("estimate", "conf_low", "conf_high"):
                if pd.notna(row[part]):  # R gives no limits of the scaled score
                    assert line[part] == pytest.approx(row[part], abs=TOLERANCE)


@pytest.mark.parametrize("name", SETS)
def test_the_integrated_brier_score_is_the_area_under_those_of_r(judge, name):
    """Trapezoids through R's Brier scores and null scores at the three horizons, over the time between."""
    rows, words = rows_with_risks(name)
    found = judge(rows, *OWN, "--unit", "days", *words)
    r, horizons = discrimination_of_r(name).set_index("metric"), HORIZONS[name]
    width = horizons[-1] - horizons[0]
    own, null = (np.trapezoid(r.loc[m, "estimate"], horizons) / width for m in ("brier_a", "brier_null"))
    assert metric(found, "integrated_brier", horizons[-1])["estimate"] == pytest.approx(own, abs=TOLERANCE)
    line = metric(found, "integrated_brier_null", horizons[-1])
    assert line["estimate"] == pytest.approx(null, abs=TOLERANCE)
    scaled = metric(found, "scaled_integrated_brier", horizons[-1])
    assert scaled["estimate"] == pytest.approx(1 - own / null, abs=TOLERANCE)


@pytest.mark.parametrize("name", ["lung", "veteran", "pbc"])
def test_observed_over_expected_and_slope_are_those_of_r(judge, name):
    """calibration.R: survfit and the weighted logistic regression of risks from age at 6 and 12 months."""
    data = months(name)
    rows = data.assign(risk=1 / (1 + np.exp(1 - 0.05 * (data["age"] - 60))))
    words = ("--time", "time", "--event", "status", "--unit", "months", "--at", "6,12")
    found = judge(rows, *words, "--score-column", "age", "--higher-is", "worse", "--risk-column", "risk")
    assert found["notes"] == ["risk names no time, and is taken for the risk by each of 6, 12 months."]
    r = calibration_of_r("observed").query("data == @name and group == 'all'")
    slopes = calibration_of_r("regression").query("data == @name")
    for horizon in (6.0, 12.0):
        expected = r[r["horizon"] == horizon].set_index("name")["value"]
        ratio = expected["observed"] / rows["risk"].mean()
        line = metric(found, "oe", horizon)
        assert line["estimate"] == pytest.approx(ratio, rel=1e-8)
        reach = np.exp(Z * expected["se_log"])
        assert [line["conf_low"], line["conf_high"]] == pytest.approx(
            [ratio / reach, ratio * reach], rel=1e-8
        )
        band = next(b for b in found["bands"] if b["band"] == "all" and b["horizon"] == horizon)
        assert band["observed"] == pytest.approx(expected["observed"], rel=1e-8)
        assert band["conf_low"] == pytest.approx(expected["conf_low"], rel=1e-8)
        assert band["oe"] == pytest.approx(ratio, rel=1e-8)
        theirs = slopes[slopes["horizon"] == horizon].set_index("name")["value"]
        ours = {line["metric"]: line["estimate"] for line in found["slope"] if line["horizon"] == horizon}
        assert ours["calibration slope"] == pytest.approx(theirs["slope"], abs=1e-6)
        assert ours["calibration-in-the-large"] == pytest.approx(theirs["large"], abs=1e-6)


# By hand


HAND = tokuhashi(
    *(f"WORST {time}" for time in ("2", "6", "8", "4+")),
    *(f"BEST {time}" for time in ("3", "12", "14+", "5+")),
)


def test_window_agreement_is_that_of_a_hand_calculation(judge):
    """0-8: S(6−) = 3/4. 12-15: S(12−) = 3/4, and S(12) = 3/8. Known are 3 of 4 patients of each."""
    found = judge(HAND, "-s", "tokuhashi_2005")
    lines = {(line["reading"], line["band"]): line for line in found["agreement"]}
    expected = {
        ("tokuhashi_2005", "0-8"): (1 / 4, 1 / 3),
        ("tokuhashi_2005", "12-15"): (3 / 4, 2 / 3),
        ("tokuhashi_2005", "all"): (1 / 2, 3 / 6),
        ("tokuhashi_2005_seed002", "0-8"): (1 / 4, 1 / 3),
        ("tokuhashi_2005_seed002", "12-15"): (3 / 8, 1 / 3),
    }
    for key, (estimate, naive) in expected.items():
        assert lines[key]["estimate"] == pytest.approx(estimate)
        assert lines[key]["naive"] == pytest.approx(naive)
    empty = lines["tokuhashi_2005", "9-11"]
    assert (empty["n"], empty["estimate"], empty["naive"]) == (0, None, None)


def test_json_holds_the_contract(judge):
    """Every key of the contract, the direction of the score, and null with a sentence where nothing is."""
    found = judge(HAND, "-s", "tokuhashi_2005", "--at", "6,12")
    assert (found["score"], found["higher_is"], found["unit"]) == ("tokuhashi_2005", "better", "months")
    bands = ["band", "n", "events", "horizon", "predicted", "observed", "conf_low", "conf_high", "oe"]
    assert all(key in line for line in found["bands"] for key in bands)
    parts = ["reading", "band", "estimate", "conf_low", "conf_high", "naive"]
    assert all(key in line for line in found["agreement"] for key in parts)
    assert all(
        key in line
        for line in found["metrics"]
        for key in ["metric", "horizon", "estimate", "conf_low", "conf_high"]
    )
    names = {line["metric"] for line in found["metrics"]}
    assert names == {"harrell_c", "uno_c", "auc", "brier", "brier_null", "scaled_brier", "oe"}
    brier = metric(found, "brier", 6)
    assert brier["estimate"] is None
    assert brier["note"] == (
        "The Brier score at 6 months is not given: no probability of the event by then is predicted."
    )
    assert "a window is predicted, and no probability" in metric(found, "oe", 6)["note"]
    # The window of 0-8 ends at 6 months: all are predicted to have died by then, and 1/2 had
    band = next(b for b in found["bands"] if (b["band"], b["horizon"]) == ("0-8", 6))
    assert (band["predicted"], band["basis"]) == (1, "window")
    assert band["observed"] == band["oe"] == pytest.approx(1 - 3 / 4 * 1 / 2)


def test_a_score_that_is_better_when_higher_is_turned_round(judge):
    """C of a score and of its reverse direction add to 1."""
    worse, better = (
        metric(judge(cohort(), *OWN[:-1], which), "harrell_c")["estimate"] for which in ("worse", "better")
    )
    assert worse + better == pytest.approx(1)


def test_ranges_count_where_their_band_or_side_is_known(judge):
    """A patient of 0 to 2 points is in band 0-8 and below 9, and in no metric; the notes say so."""
    unknown = "40,lung,≥3,≥3,,A"
    text = tokuhashi("WORST 2", "BEST 9", "BEST 20+", f"{unknown} 3")
    found = judge(text, "-s", "tokuhashi_2005", "--at", "6", "--cut-off", "8")
    assert "Metrics leave out 1 patient whose total is not known exactly." in found["notes"]
    assert metric(found, "harrell_c")["n"] == 3
    assert next(b for b in found["bands"] if b["band"] == "0-8")["n"] == 2
    assert [line["n"] for line in found["cut_off"] if line["measure"] == "sensitivity"] == [4]


def test_bands_are_judged_where_no_total_is_known(run, judge):
    """Without organ metastases no total is exact: bands and windows are given, metrics are null."""
    text = tokuhashi(*(f"40,lung,≥3,≥3,,A {time}" for time in (2, 5, 7, 9)))
    found = judge(text, "-s", "tokuhashi_2005", "--bootstrap", "100")
    assert "No metric is given: of no patient is the total known exactly." in found["notes"]
    assert metric(found, "auc", 6.0)["estimate"] is None
    line = next(a for a in found["agreement"] if a["band"] == "0-8")
    assert line["estimate"] == 0.5
    assert run(text, "-s", "tokuhashi_2005").exit_code == 0


def test_the_worst_lesion_is_the_patients(run, tmp_path):
    """SINS of a second file; a note says what SINS is for."""
    heading = "sins_location,sins_pain,sins_lesion,sins_alignment,sins_collapse,sins_posterolateral"
    stable, unstable = (
        "rigid,none,blastic,normal,none,none",
        "junctional,mechanical,lytic,subluxation,gt50,bilateral",
    )
    lesions = [f"patient_id,{heading}", f"P0,{stable}", f"P0,{unstable}", f"P1,{stable}", f"P2,{unstable}"]
    (tmp_path / "lesions.csv").write_text("\n".join(lesions), encoding="utf-8")
    text = tokuhashi("WORST 2", "BEST 9", "BEST 7")
    result = run(text, "-s", "sins_2010", "--lesions", str(tmp_path / "lesions.csv"), "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    bands = {(b["band"], b["horizon"]): b["n"] for b in found["bands"]}
    assert [n for (band, at), n in bands.items() if at == 6] == [3, 1, 0, 2]
    assert any("judged against a reference judgement" in note for note in found["notes"])


# Groups, periods and a second score


def test_groups_are_tested_but_not_their_own_survival(judge):
    """Each metric that both centres have is tested, the null Brier score never; Uno's C is of one time."""
    found = judge(cohort(200), *OWN, "--risk-column", "risk", "--by", "centre")["groups"]
    tested = {line["metric"] for line in found["tests"]}
    assert tested == {"harrell_c", "uno_c", "auc", "brier", "scaled_brier", "oe"}
    assert {line["horizon"] for line in found["metrics"] if line["metric"] == "uno_c"} == {24}
    assert {line["groups"] for line in found["tests"]} == {2}
    assert {line["metric"] for line in found["metrics"]} >= {"brier_null"}


def test_metrics_of_a_group_are_those_of_its_patients_alone(judge):
    rows = cohort(200)
    grouped = judge(rows, *OWN, "--risk-column", "risk@6", "--by", "centre")["groups"]["metrics"]
    alone = judge(rows[rows["centre"] == "b"], *OWN, "--risk-column", "risk@6")
    for name in ("auc", "brier", "oe"):
        line = next(m for m in grouped if (m["group"], m["metric"]) == ("b", name))
        assert line["estimate"] == pytest.approx(metric(alone, name, 6)["estimate"])


def test_two_centres_are_compared_by_the_z_test_of_log_odds(judge):
    """Cochran's Q of two groups is z² of the difference of their logits, each with error SE / (C (1 − C))."""
    found = judge(cohort(200), *OWN, "--at", "6", "--by", "centre")["groups"]
    pair = [m for m in found["metrics"] if m["metric"] == "harrell_c"]
    c, error = (np.array([m[name] for m in pair]) for name in ("estimate", "std_error"))
    logit, spread = np.log(c / (1 - c)), error / (c * (1 - c))
    test = next(t for t in found["tests"] if t["metric"] == "harrell_c")
    assert test["statistic"] == pytest.approx((logit[0] - logit[1]) ** 2 / (spread**2).sum())


def test_small_groups_are_shown_and_not_compared(judge):
    rows = pd.concat([cohort(100), cohort(6, 9).assign(centre="tiny")])
    found = judge(rows, *OWN, "--at", "6", "--by", "centre")["groups"]
    assert "tiny" in {m["group"] for m in found["metrics"]}
    assert {t["groups"] for t in found["tests"]} == {2}
    lone = judge(cohort().assign(centre="a"), *OWN, "--at", "6", "--by", "centre")["groups"]
    assert lone["tests"] == []
    assert "auc at 6 is not tested: fewer than two groups can be compared." in lone["not_tested"]


DATED = ",".join(["patient_id,surgery_date,last_follow_up_date,died", *ITEMS])


def test_calendar_periods_are_ordered(judge):
    """Patients of 2010 to 2019 in three periods; trend and difference are tested."""
    draw = np.random.default_rng(8)
    lines = [DATED]
    for place in range(150):
        start = f"{2010 + place // 15}-03-04"
        end = pd.Timestamp(start) + pd.Timedelta(days=int(draw.integers(5, 900)))
        items = ",".join([draw.choice(["40", "60", "80"]), "lung", *BEST.split(",")[2:]])
        lines.append(f"P{place},{start},{end.date()},{draw.choice(['yes', 'no'])},{items}")
    found = judge("\n".join(lines), "-s", "tokuhashi_2005", "--periods", "2013,2016", "--at", "365")["groups"]
    assert dict.fromkeys(m["group"] for m in found["metrics"]).keys() == {
        "before 2013",
        "2013-2015",
        "from 2016",
    }
    assert {t["test"] for t in found["tests"]} == {"heterogeneity", "trend"}


def test_a_second_score_is_compared_on_the_same_patients(judge):
    """The difference of the two C of the patients that have both scores, which is hand-subtracted."""
    text = tokuhashi(*(f"{kind} {time}" for time in (2, 5, 8, 11) for kind in ("WORST", "BEST")))
    both = judge(text, "-s", "tokuhashi_2005", "--against", "tomita_2001", "--at", "6")
    other = judge(text, "-s", "tomita_2001", "--at", "6")
    line = next(d for d in both["differences"] if d["metric"] == "harrell_c")
    expected = metric(both, "harrell_c")["estimate"] - metric(other, "harrell_c")["estimate"]
    assert line["estimate"] == pytest.approx(expected)


# Tables for a person


ENGLISH = ("By time", "Metric", "Predicted", "influence", "difference", "All patients")


@pytest.mark.parametrize(("lang", "headings"), [("tr", ("Ölçüt", "Öngörülen")), ("zh", ("指标", "预测"))])
def test_tables_are_in_the_language(run, lang, headings):
    words = ("--risk-column", "risk", "--by", "centre", "--cut-off", "3", "--lang", lang)
    result = run(cohort(200), *OWN, *words)
    assert result.exit_code == 0, result.output
    assert all(heading in result.output for heading in headings)
    assert not [text for text in ENGLISH if text in result.output]


def test_what_is_missing_is_said_once(run):
    """Four horizons without a probability make one sentence, and no rows of dashes."""
    result = run(HAND, "-s", "tokuhashi_2005")
    told = " ".join(result.output.split())
    assert told.count("The Brier score at 3, 6, 12, 24 months is not given") == 1
    assert "Brier score, null" not in result.output


def test_headings_in_turkish_and_chinese(judge):
    turkish = HAND.replace("died", "Ex").replace("organ_metastasis", "Organ metastazı").replace("no", "hayır")
    turkish = turkish.replace("hayırne", "none").replace("yes", "evet")
    chinese = HAND.replace("died", "死亡").replace("yes", "是").replace(",no,", ",否,")
    expected = judge(HAND, "-s", "tokuhashi_2005")["agreement"]
    for text in (turkish, chinese):
        assert judge(text, "-s", "tokuhashi_2005")["agreement"] == expected


def test_a_synthetic_registry_is_judged(tmp_path):
    """What `simulate` writes is read and judged, in months although it holds dates."""
    path = str(tmp_path / "x_synthetic.csv")
    assert CliRunner().invoke(main, ["simulate", "150", "-o", path]).exit_code == 0
    words = ("calibrate", path, "--unit", "months", "--by", "sex", "--cut-off", "8", "--json", "-s")
    for key in ("tokuhashi_2005", "katagiri_2014", "sins_2010"):
        result = CliRunner().invoke(main, [*words, key])
        assert result.exit_code == 0, result.output
        assert {b["horizon"] for b in json.loads(result.stdout)["bands"]} == {3, 6, 12, 24}


# Bad input: a sentence, the other statistics, and never a traceback


def check(result, code=0):
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


@pytest.mark.parametrize("as_json", [(), ("--json",)])
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows.assign(d=0), "Harrell's C is not given: no patient had the event"),
        (lambda rows: rows.assign(d=1), ""),
        (lambda rows: rows.assign(t=5), "is not given: no patient is followed past it"),
        (lambda rows: rows.assign(t=0), "is not given"),
        (lambda rows: rows.head(8), "fewer than 10"),
        (lambda rows: rows.head(1), "is not given"),
        (lambda rows: rows.assign(risk=rows["percent"]), "percentages are to be divided by 100"),
        (lambda rows: rows.assign(risk=-rows["risk"]), "holds a risk outside 0 to 1"),
        (lambda rows: rows.assign(points=3), ""),
        (lambda rows: rows.assign(risk=rows["risk"].where(rows["d"] == 1)), "patients without risk"),
        (
            lambda rows: rows.assign(centre=rows["centre"].where(rows["d"] == 1)),
            "patients are in no group, for want of centre",
        ),
    ],
)
def test_what_cannot_be_had_is_said_and_the_rest_is_given(run, change, sentence, as_json):
    rows = change(cohort())
    words = ("--risk-column", "risk", "--by", "centre", "--cut-off", "3", "--at", "3,6")
    assert sentence in check(run(rows, *OWN, *words, *as_json))


def test_a_horizon_past_follow_up_is_said(judge):
    found = judge(cohort(), *OWN, "--risk-column", "risk", "--at", "6,1000")
    assert metric(found, "auc", 6)["estimate"] is not None
    assert metric(found, "auc", 1000)["note"].endswith("no patient is followed past it.")
    assert (
        metric(found, "oe", 1000)["estimate"] is None or metric(found, "brier", 1000)["estimate"] is not None
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((*OWN[:-2],), 2, "needs its direction"),
        (OWN[:6], 2, "Judge one score"),
        ((*OWN, "-s", "tomita_2001"), 2, "Judge one score"),
        ((*OWN[:6], "-s", "tomita_2001", "--risk-column", "risk"), 2, "brings its own direction and risks"),
        ((*OWN, "--risk-column", "risk", "--risk-column", "percent"), 2, "Only one --risk-column"),
        ((*OWN, "--risk-column", "risk@6", "--risk-column", "percent@6.0"), 2, "for the time 6"),
        ((*OWN, "--by", "centre", "--periods", "2013"), 2, "not by both"),
        ((*OWN, "--cut-off", "nan"), 2, "--cut-off is a total"),
        ((*OWN, "--bootstrap", "100", "--seed", "-1"), 2, "not in the range"),
        ((*OWN, "--bootstrap", "5"), 1, "at least 100 runs"),
        ((*OWN, "--risk-column", "risk@1.2.3"), 1, "no column 'risk@1.2.3'"),
        ((*OWN, "--risk-column", "risk@0"), 1, "name a time after 0"),
        ((*OWN, "--risk-column", "word"), 1, "holds text such as"),
        ((*OWN, "--risk-column", "empty"), 1, "'empty' is empty in every patient"),
        ((*OWN[:-4], "--score-column", "word", "--higher-is", "worse"), 1, "names without an order"),
        ((*OWN[:-4], "--score-column", "empty", "--higher-is", "worse"), 1, "'empty' is empty in every"),
        ((*OWN, "--by", "empty"), 1, "No patient with empty can be judged"),
        ((*OWN, "--by", "points"), 1, "'points' is judged itself"),
        ((*OWN, "--by", "risk"), 1, "up to 40 can be compared"),
        ((*OWN, "--at", "0"), 1, "a time after 0"),
        ((*OWN, "--at", "soon"), 1, "is not a list of times"),
        ((*OWN, "--periods", "2013"), 1, "needs a date"),
        ((*OWN, "--against", "tomita_2001"), 1, "none of the items of tomita_2001"),
        ((*OWN[:6], "-s", "tomita_2001"), 1, "it needs tumour_growth, visceral_metastasis, bone_metastasis"),
        ((*OWN[:6], "-s", "nonsense"), 1, "there are tomita_2001"),
    ],
)
def test_an_impossible_request_is_one_sentence(run, words, code, sentence):
    assert sentence in check(run(cohort(), *words), code)


def test_the_same_score_twice_and_odd_years_are_refused(run):
    same = run(HAND, "-s", "tokuhashi_2005", "--against", "tokuhashi_2005")
    assert "found tokuhashi_2005 twice" in check(same, 1)
    dated = f"{DATED}\nP1,2013-01-01,2014-01-01,yes,{BEST}\n"
    odd = run(dated, "-s", "tokuhashi_2005", "--periods", "2013.5")
    assert "is not a list of years" in check(odd, 1)


def test_a_bootstrap_names_itself_and_repeats(judge):
    words = (*OWN, "--at", "6", "--bootstrap", "100", "--seed", "7")
    first, second = judge(cohort(), *words), judge(cohort(), *words)
    assert first == second
    assert first["intervals"] == "bootstrap, 100 runs, seed 7"
    by_influence = judge(cohort(), *words[:-4])
    for name in ("harrell_c", "uno_c"):
        ours, theirs = (next(m for m in f["metrics"] if m["metric"] == name) for f in (first, by_influence))
        assert ours["estimate"] == theirs["estimate"]
        assert ours["std_error"] == pytest.approx(theirs["std_error"], rel=0.35)


def test_a_score_that_is_the_same_in_all_tells_nothing_apart(judge):
    found = judge(cohort().assign(points=3), *OWN, "--at", "6")
    for name, at in (("harrell_c", None), ("auc", 6)):
        assert metric(found, name, at)["estimate"] == pytest.approx(0.5)
