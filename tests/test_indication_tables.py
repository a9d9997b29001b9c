"""Agreement of treatment given and stated indication, and what `neuromets table --indications` prints."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.calibration.adherence import MEASURES, adherence
from analysis.cli import main
from analysis.indications.evaluate import Findings
from analysis.indications.judge import VERDICTS
from analysis.indications.rules import RULES
from analysis.tables.indication_words import SEEDS, WORDS
from analysis.tables.indications import deciding, indication_tables, summary

LEPTOMENINGEAL = Path(__file__).parents[1] / "analysis" / "cohorts" / "leptomeningeal_reconstructed.csv"
SEPARATION = next(rule for rule in RULES if rule.key == "separation")
PURPOSE = "For retrospective description only, not for deciding treatment."


def findings(*cells, rule=SEPARATION):
    """Return findings of a rule from (verdict, given, deciding, not_recorded, notes, number of patients)."""
    rows = [cell[:5] for cell in cells for _ in range(cell[5])]
    frame = pd.DataFrame(
        rows, columns=["verdict", "given", "deciding", "not_recorded", "notes"], dtype=object
    )
    numbers = range(2, len(rows) + 2)
    frame = frame.assign(source_row=numbers, patient=[str(k) for k in numbers], lesion=None, rule=rule.key)
    return Findings(frame, (rule,), len(rows))


CONVENTION = "vascularity: the class of this primary is assigned by convention"
TEXTBOOK = findings(
    ("met", "yes", "escc_2_or_3", None, CONVENTION, 15),
    ("met", "no", "escc_2_or_3", None, None, 10),
    ("not_met", "yes", "escc_2_or_3", None, None, 2),
    ("not_met", "no", "escc_2_or_3", None, None, 12),
    ("contraindicated", "yes", "radiosensitive", None, None, 3),
    ("contraindicated", "no", "radiosensitive|hypervascular", None, None, 8),
    ("cannot_be_told", "yes", "radiosensitive", "hypervascular", None, 4),
    ("met", None, "escc_2_or_3", None, None, 1),
)
"""Of the 50 with both: 20 neither, 5 given only, 10 indicated only, 15 both."""


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """A synthetic registry of 200 patients, as the command writes it."""
    folder = tmp_path_factory.mktemp("registry")
    files = [str(folder / name) for name in ("synthetic.csv", "synthetic_lesions.csv")]
    result = CliRunner().invoke(main, ["simulate", "200", "-o", files[0], "--lesions", files[1]])
    assert result.exit_code == 0, result.output
    return files


def run(*words):
    result = CliRunner().invoke(main, ["table", *map(str, words), "--indications"])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_agreement_is_the_textbooks():
    """Limits by R: prop.test(15, 20, correct = FALSE), (15, 25), (35, 50); kappa (0.7 - 0.5) / (1 - 0.5)."""
    found = adherence(TEXTBOOK).frame.set_index("measure")
    assert found["numerator"].to_dict() | {"kappa": 35} == {
        "met_of_given": 15,
        "given_of_met": 15,
        "given_of_contraindicated": 3,
        "agreement": 35,
        "kappa": 35,
    }
    assert found["denominator"].tolist() == [20, 25, 11, 50, 50]
    assert found["n_missing"].tolist() == [4, 1, 0, 5, 5]
    limits = found[["conf_low", "conf_high"]]
    assert limits.loc["met_of_given"].tolist() == pytest.approx([0.53129912, 0.88813830], abs=1e-8)
    assert limits.loc["given_of_met"].tolist() == pytest.approx([0.40739457, 0.76596698], abs=1e-8)
    assert limits.loc["agreement"].tolist() == pytest.approx([0.56249650, 0.80896446], abs=1e-8)
    assert found.loc["kappa", "estimate"] == pytest.approx(0.4, abs=1e-12)
    assert found["note"].eq("").all()


def test_where_there_is_nothing_to_count_a_sentence_says_so():
    found = adherence(findings(("cannot_be_told", "yes", "x", None, None, 3))).frame.set_index("measure")
    assert found["estimate"].isna().all()
    assert found.loc["given_of_met", "note"] == "given_of_met is not given: no patient counts for it."
    assert found.loc["kappa", "note"] == "The kappa is not given: no subject was rated by both."
    assert found.loc["met_of_given", "n_missing"] == 3


def test_a_rule_without_a_value_of_treatment_has_no_agreement():
    rule = next(rule for rule in RULES if not rule.given)
    assert adherence(findings(("met", None, "x", None, None, 3), rule=rule)).frame.empty


def test_the_summary_counts_verdicts_conventions_and_what_is_not_recorded():
    line = summary(TEXTBOOK).iloc[0]
    assert line[["n", *VERDICTS]].tolist() == [55, 26, 14, 11, 4]
    assert (line["by_convention"], line["not_recorded"]) == (15, ["hypervascular"])


def test_deciding_conditions_are_counted_by_verdict():
    found = deciding(TEXTBOOK).set_index(["condition", "verdict"])["n"].to_dict()
    assert found == {
        ("hypervascular", "contraindicated"): 8,
        ("radiosensitive", "contraindicated"): 11,
        ("radiosensitive", "cannot_be_told"): 4,
        ("escc_2_or_3", "not_met"): 14,
    }


@pytest.mark.parametrize(
    ("lang", "share", "kappa", "purpose"),
    [
        ("en", "15 of 20 (53.1–88.8%)", "0.40 (", PURPOSE),
        ("tr", "15/20 (%53,1–88,8)", "0,40 (", "Yalnızca geriye dönük betimleme içindir"),
        ("zh", "15/20（53.1～88.8%）", "0.40（", "仅供回顾性描述"),
    ],
)
def test_tables_are_printed_in_three_languages(lang, share, kappa, purpose):
    verdicts, decided, agreement = indication_tables(TEXTBOOK, adherence(TEXTBOOK), lang=lang)
    assert agreement.rows[0].cells[:2] == (SEPARATION.title(lang), share)
    assert agreement.rows[0].cells[5].startswith(kappa)
    assert verdicts.rows[1].cells[1:3] == ("135-136, 173-179", "55")
    assert "15" in verdicts.note and purpose in verdicts.note and purpose in agreement.note
    assert [row.cells[2:] for row in decided.rows[1:]] == [("", "8", ""), ("", "11", "4"), ("14", "", "")]


def test_every_word_is_there_in_three_languages():
    for words in (*WORDS.values(), *SEEDS.values(), *(rule.titles for rule in RULES)):
        assert set(words) == {"en", "tr", "zh"} and all(words.values())
    assert {rule.seed for rule in RULES} == set(SEEDS)
    assert {*VERDICTS, *MEASURES} <= set(WORDS)


def test_the_json_adds_to_the_contract_and_every_patient_is_told(registry):
    told = json.loads(run(registry[0], "--json"))
    assert {"rows", "tests", "indications", "deciding", "verdicts", "agreement"} <= set(told)
    assert told["rows"] and told["notes"] == [PURPOSE]
    assert [line["rule"] for line in told["indications"]] == [rule.key for rule in RULES]
    for line in told["indications"]:
        assert sum(line[verdict] for verdict in VERDICTS) == line["n"] <= 200
    assert sum(line["n"] for line in told["indications"]) == len(told["verdicts"])
    one = told["verdicts"][0]
    assert one["rule"] == "en_bloc" and one["verdict"] in VERDICTS and isinstance(one["deciding"], list)
    measured = {(line["rule"], line["measure"]) for line in told["agreement"]}
    assert measured == {(rule.key, measure) for rule in RULES if rule.given for measure in MEASURES}


def test_the_terminal_says_first_what_it_is_not_for(registry):
    printed = run(registry[0])
    assert printed.startswith(PURPOSE)
    for caption in ("Stated indications", "What decided the verdicts", "Agreement of treatment given"):
        assert caption in printed
    assert "Frequencies" not in printed


def test_lesions_change_verdicts_but_not_who_is_told(registry):
    alone, with_lesions = (
        {
            (each["patient"], each["rule"]): each["verdict"]
            for each in json.loads(run(*words, "--json"))["verdicts"]
        }
        for words in (registry[:1], (registry[0], "--lesions", registry[1]))
    )
    assert {k for k in alone if k[1] == "radiotherapy_alone"} == {
        k for k in with_lesions if k[1] == "radiotherapy_alone"
    }
    assert alone != with_lesions


@pytest.mark.parametrize("lang", ["en", "tr", "zh"])
def test_a_registry_without_a_spine_gets_a_sentence(lang):
    printed = run(LEPTOMENINGEAL, "--lang", lang).strip().splitlines()
    assert printed[0] == WORDS["purpose"][lang]
    assert printed[-1] == WORDS["nothing"][lang].format(name=LEPTOMENINGEAL.name)
    told = json.loads(run(LEPTOMENINGEAL, "--json", "--lang", lang))
    assert told["indications"] == told["verdicts"] == told["agreement"] == []
    assert told["notes"][-1] == printed[-1] and told["rows"]


def test_what_the_printed_tables_have_no_use_for_is_refused(registry):
    for more in (("--by", "sex"), ("--variable", "kps")):
        result = CliRunner().invoke(main, ["table", registry[0], "--indications", *more])
        assert result.exit_code == 2 and "--indications prints tables of its own" in result.output


def test_without_the_option_nothing_of_it_is_there(registry):
    result = CliRunner().invoke(main, ["table", registry[0], "--json"])
    assert "indications" not in json.loads(result.stdout)
