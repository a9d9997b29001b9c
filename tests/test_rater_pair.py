"""Raters' agreement and accuracy of cut-offs, in numbers and through `neuromets table`."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.calibration.accuracy import Judgements, diagnostic_accuracy
from analysis.calibration.rater_pair import rater_agreement
from analysis.cli import main
from analysis.errors import DataError
from analysis.tables.agreement import CutOff, Rated, accuracy_table, raters_table

ESCC = ["0", "1a", "1b", "1c", "2", "3"]
FRAME = pd.DataFrame(
    {
        "first": ["0", "1a", "2", "3", "1c", "1b", None],
        "second": ["0", "1b", "2", "2", "1c", "1b", "0"],
        "a": [5, 7, 13, 9, None, 4, 6],
        "b": [6, 7, 12, 10, 8, 4, None],
    }
)
REGISTRY = """patient_id,ESCC,ESCC reader 2,sins_a,sins_b,A,B,unstable,coded,Tokuhashi,vertebral_levels,\
sins_pain,sins_lesion,sins_alignment,sins_collapse,sins_posterolateral,kps
1,0,grade 0,5,6,stable,stable,no,0,5,L3,none,lytic,normal,none,none,80
2,1a,1b,7,7,stable,unstable,yes,1,7,T12,mechanical,lytic,normal,>50%,none,70
3,2,2,13,12,unstable,unstable,yes,1,9,L1,mechanical,lytic,subluxation,>50%,bilateral,70
4,3,2,9,10,unstable,unstable,no,0,11,S3,none,lytic,normal,none,none,90
5,1c,1c,,8,stable,stable,no,0,12,L3,none,,normal,none,none,90
6,1b,1b,4,4,stable,stable,no,0,8,L3,none,blastic,normal,none,none,60
"""


@pytest.fixture
def table(tmp_path):
    """Run `neuromets table` on the registry of six."""
    path = tmp_path / "raters.csv"
    path.write_text(REGISTRY, encoding="utf-8")
    return lambda *words: CliRunner().invoke(main, ["table", str(path), *words])


def by_name(agreements):
    return {one.statistic: one for one in agreements}


def test_of_ordered_levels_there_are_all_kappas():
    """By hand: 4 of 6 agree, chance gives 6/36, kappa (2/3 - 1/6) / (5/6); Wilson by R's prop.test(4, 6)."""
    found = by_name(rater_agreement(FRAME, "first", "second", levels=ESCC, ordered=True))
    assert [*found] == ["agreement", "kappa", "linear weighted kappa", "quadratic weighted kappa"]
    assert found["agreement"].estimate == pytest.approx(4 / 6)
    assert found["agreement"].conf_low == pytest.approx(0.2999933, abs=1e-7)
    assert found["agreement"].conf_high == pytest.approx(0.9032286, abs=1e-7)
    assert found["kappa"].estimate == pytest.approx(0.6)
    # Distances are 1 twice of 5 at most: 1 - 2/6/5; those by chance sum to 64 over 36 pairs.
    chance = 1 - 64 / 36 / 5
    assert found["linear weighted kappa"].estimate == pytest.approx((1 - 2 / 30 - chance) / (1 - chance))
    assert all(one.n == 6 and one.n_missing == 1 for one in found.values())


def test_of_levels_without_order_there_is_only_the_plain_kappa():
    found = rater_agreement(FRAME, "first", "second", levels=ESCC)
    assert [one.statistic for one in found] == ["agreement", "kappa"]


def test_of_numbers_there_are_intraclass_correlations_too():
    """Mean squares 22.65, 0.10 and 0.35 by R's anova(lm(y ~ subject + rater)); limits of (3,1) by its qf."""
    found = by_name(rater_agreement(FRAME, "a", "b"))
    assert found["ICC(2,1)"].estimate == pytest.approx(0.9737991, abs=1e-7)
    assert found["ICC(3,1)"].estimate == pytest.approx(0.9695652, abs=1e-7)
    assert found["ICC(3,1)"].conf_low == pytest.approx(0.7415317, abs=1e-7)
    assert found["ICC(3,1)"].conf_high == pytest.approx(0.9967874, abs=1e-7)
    assert all(one.n == 5 and one.n_missing == 2 for one in found.values())


def test_a_measurement_has_no_kappa():
    frame = pd.DataFrame({"a": [i / 7 for i in range(70)], "b": [i / 7 + 0.1 for i in range(70)]})
    assert [one.statistic for one in rater_agreement(frame, "a", "b")] == ["ICC(2,1)", "ICC(3,1)"]


def test_nobody_rated_by_both_is_said():
    frame = pd.DataFrame({"a": [1.0, None], "b": [None, 2.0]})
    found = rater_agreement(frame, "a", "b")
    assert all(one.n == 0 and one.estimate != one.estimate and "not given" in one.note for one in found)
    printed = raters_table([Rated("a", "b", found)])
    assert "not estimable" in printed.rows[1].cells and "The kappa is not given" in printed.note


@pytest.mark.parametrize("lang", ["en", "tr", "zh"])
def test_the_printed_tables_speak_each_language(lang):
    found = rater_agreement(FRAME, "a", "b")
    printed = raters_table([Rated("a", "b", found)], lang=lang)
    assert len(printed.rows) == 7 and all(len(row.cells) == len(printed.header) for row in printed.rows)
    judged = CutOff("sins >= 7", "unstable = yes", diagnostic_accuracy(Judgements(9, 2, 1, 8, 3)))
    rows = accuracy_table([judged], lang=lang).rows
    assert rows[1].cells[1:3] == ("9/10", "0,900" if lang == "tr" else "0.900")
    assert rows[-1].cells[1] == "3"


def test_a_scale_of_the_dictionary_reads_the_other_raters_spellings(table):
    result = table("--raters", "ESCC=ESCC reader 2", "--raters", "A=B", "--json")
    assert result.exit_code == 0, result.output
    payload = json.loads(result.stdout)
    assert payload.keys() >= {"rows", "tests", "raters", "accuracy"}
    escc = {one["statistic"]: one for one in payload["raters"] if one["first"] == "escc_grade"}
    assert escc["kappa"]["estimate"] == pytest.approx(0.6) and escc["kappa"]["n_missing"] == 0
    assert "quadratic weighted kappa" in escc
    assert [one["statistic"] for one in payload["raters"] if one["first"] == "A"] == ["agreement", "kappa"]


def test_a_scale_can_be_named(table):
    """Two columns that the dictionary doesn't know get the order of the variable named."""
    result = table("--raters", "sins_a=sins_b:kps", "--json")
    assert result.exit_code == 1 and "no variable with levels" in result.output
    payload = json.loads(table("--raters", "ESCC reader 2=ESCC reader 2:escc_grade", "--json").stdout)
    assert payload["raters"][-1]["statistic"] == "quadratic weighted kappa"


def test_accuracy_of_a_cut_off_of_a_column_and_of_a_score(table):
    """sins_a of 5, 7, 13, 9, 4: both unstable are found, one of three stable isn't; Wilson by R's prop.test.

    SINS from the items: 4, 11, 18, 2, 2 to 4 and 2 points, so that the fifth patient's total is missing.
    """
    words = ("--accuracy", "sins_a:7=unstable", "--accuracy", "sins_2010:7=coded", "--json")
    entries = json.loads(table(*words).stdout)["accuracy"]
    column, score = entries[:5], entries[5:]
    assert [e["measure"] for e in column[:2]] == ["sensitivity", "specificity"]
    assert {e["cut_off"] for e in column} == {"sins_a >= 7"} and column[0]["n_missing"] == 1
    assert (column[0]["estimate"], column[1]["numerator"], column[1]["denominator"]) == (1, 2, 3)
    assert column[1]["conf_low"] == pytest.approx(0.2076596, abs=1e-7)
    assert column[1]["conf_high"] == pytest.approx(0.9385081, abs=1e-7)
    assert {(e["cut_off"], e["reference"]) for e in score} == {("sins_2010_total >= 7", "coded = 1")}
    assert [e["estimate"] for e in score[:2]] == [1, 1] and score[0]["n_missing"] == 1


def test_the_direction_is_stated_and_can_be_given(table):
    """Of a score that is better when higher, a low total is positive."""
    words = ("--accuracy", "Tokuhashi:<=8=A:unstable", "--accuracy", "tokuhashi_2005:8=coded", "--json")
    entries = json.loads(table(*words).stdout)["accuracy"]
    assert entries[0]["cut_off"] == "Tokuhashi <= 8" and entries[0]["reference"] == "A = unstable"
    assert (entries[0]["numerator"], entries[0]["denominator"]) == (0, 2)
    assert entries[5]["cut_off"] == "tokuhashi_2005_total <= 8"
    assert "no subject" in entries[5]["note"] and entries[5]["n_missing"] == 6


def test_totals_are_compared_in_the_bands_of_a_score(table):
    """By hand, SINS: stable-stable twice, 7-7 and 9-10 indeterminate, 13-12 apart."""
    payload = json.loads(table("--raters", "sins_a=sins_b:sins_2010", "--json").stdout)
    found = {one["statistic"]: one for one in payload["raters"]}
    assert found["agreement"]["estimate"] == pytest.approx(4 / 5) and found["agreement"]["n_missing"] == 1
    # Margins 2, 2, 1 and 2, 3, 0 of 5: chance is (4 + 6 + 0) / 25.
    assert found["kappa"]["estimate"] == pytest.approx((4 / 5 - 10 / 25) / (1 - 10 / 25))
    assert "linear weighted kappa" in found
    refused = table("--raters", "sins_a=sins_b:escc_2010")
    assert refused.exit_code == 1 and "no score with bands" in refused.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--raters", "ESCC"), "write A=B"),
        (("--raters", "ESCC=nobody"), "no column 'nobody'"),
        (("--accuracy", "sins_a=unstable"), "SCORE:7=REFERENCE"),
        (("--accuracy", "sins_a:7=A"), "which of them is positive"),
        (("--raters", "ESCC=sins_a"), "none of the levels"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(table, words, said):
    result = table(*words)
    assert result.exit_code == 1 and said in result.output


def test_the_terminal_prints_both_tables(table):
    text = table("--raters", "sins_a=sins_b", "--accuracy", "sins_a:7=unstable").stdout
    assert "Agreement of raters" in text and "ICC(2,1)" in text and "Sensitivity" in text


def test_texts_that_are_no_numbers_need_levels():
    with pytest.raises(DataError, match="doesn't hold numbers"):
        rater_agreement(FRAME, "first", "second")
