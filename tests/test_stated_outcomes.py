"""What no score has points for: each has a stated outcome and a message, never a silent number."""

import csv
import json

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.dictionary.read import read_rows
from analysis.scores import scores

CASES = {
    "unknown level": ("escc_2010", {"escc_grade": "1d"}, (0, 5), "escc_grade 1d has no points"),
    "grade of another scale": (
        "asia_2019",
        {"frankel_grade": "F"},
        (0, 4),
        "frankel_grade F has no points for asia_grade",
    ),
    "KPS 45": ("tokuhashi_2005", {"kps": "45"}, (0, 15), "kps 45 has no points"),
    "KPS 45 for ECOG": ("ecog", {"kps": "45"}, (0, 5), "kps 45 has no points for ecog"),
    "count of -1": (
        "tokuhashi_2005",
        {"vertebral_metastases": "-1"},
        (0, 15),
        "vertebral_metastases -1 has no points",
    ),
    "count of -1 behind an item": (
        "tomita_2001",
        {"vertebral_metastases": "-1", "extraspinal_bone_metastases": "0"},
        (2, 10),
        "vertebral_metastases -1 has no points for bone_metastasis",
    ),
    "exactly 50%": (
        "sins_2010",
        {"sins_collapse": "50%"},
        (0, 18),
        "exactly 50% is in no class of the source",
    ),
    "S1-S2": ("sins_2010", {"vertebral_levels": "S1–S2"}, (3, 18), "the one with the most points was taken"),
    "S1-S2 without junctions": (
        "sins_2010_seed000",
        {"vertebral_levels": "S1-S2"},
        (0, 17),
        "vertebral_levels S1|S2 has no points for sins_location",
    ),
}
REPORTED = {
    "KPS 45": "kps is 45, which is none of its grades",
    "unknown level": "escc_grade is no known level",
    "grade of another scale": "frankel_grade is no known level",
    "count of -1": "vertebral_metastases is -1, outside",
    "count of -1 behind an item": "vertebral_metastases is -1, outside",
    "exactly 50%": "sins_collapse is no known level",
}


@pytest.fixture
def run(tmp_path):
    """Run `neuromets`; a registry of one patient with these cells is what FILE stands for."""

    def invoke(verb, cells, *words):
        path = tmp_path / "registry.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["patient_id", *cells], ["P1", *cells.values()]])
        replaced = [str(path) if word == "FILE" else word for word in words]
        return CliRunner().invoke(main, [verb, *replaced])

    return invoke


@pytest.mark.parametrize("case", CASES)
def test_in_a_file_it_is_an_interval_with_a_note(run, tmp_path, case):
    """In the JSON, and in the CSV beside the points."""
    key, cells, ends, note = CASES[case]
    result = run("score", cells, "FILE", "-s", key, "--json")
    (entry,) = json.loads(result.stdout)["scores"]
    assert (entry["low"], entry["high"], entry["total"]) == (*ends, None)
    assert entry["missing"] and any(note in one for one in entry["notes"])
    run("score", cells, "FILE", "-s", key, "-o", str(tmp_path / "scores.csv"))
    with (tmp_path / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row[f"{key}_total"] == "" and note in row[f"{key}_notes"]


@pytest.mark.parametrize("case", REPORTED)
def test_check_reports_the_cell(run, case):
    result = run("check", CASES[case][1], "FILE", "--json")
    messages = [p["message"] for p in json.loads(result.stdout)["problems"]]
    assert any(REPORTED[case] in message for message in messages)


@pytest.mark.parametrize("case", CASES)
def test_for_one_patient_the_terminal_says_so(run, case):
    key, cells, _, note = CASES[case]
    words = [f"{name}={value}" for name, value in cells.items()]
    result = run("score", {}, "--patient", *words, "-s", key)
    assert result.exit_code == 0, result.output
    assert note in result.stdout and REPORTED.get(case, "") in result.stderr


def test_a_count_below_0_is_not_said_to_be_used(run):
    cells = {"vertebral_metastases": "-1", "vertebral_levels": "T3"}
    problems = json.loads(run("check", cells, "FILE", "--json").stdout)["problems"]
    assert [p["rule"] for p in problems] == ["out_of_range"]


def test_a_class_assigned_by_convention_says_so_in_json_and_csv(run, tmp_path):
    """Every primary of the map: where Tomita's class rests on convention or is recalled, and nowhere else."""
    basis = {row["key"]: row["tomita_points_basis"] for row in read_rows("primaries.csv")}
    path, written = tmp_path / "all.csv", tmp_path / "scores.csv"
    path.write_text("\n".join(["patient_id,primary_site", *(f"{key},{key}" for key in basis)]), "utf-8")
    result = run("score", {}, str(path), "-s", "tomita_2001", "--json")
    for entry in json.loads(result.stdout)["scores"]:
        said = any("assigned by convention" in note for note in entry["notes"])
        assert said == (basis[entry["patient"]] in ("convention", "recalled_unverified")), entry["patient"]
    run("score", {}, str(path), "-s", "tomita_2001", "-o", str(written))
    with written.open(encoding="utf-8-sig", newline="") as file:
        noted = {r["patient_id"] for r in csv.DictReader(file) if "by convention" in r["tomita_2001_notes"]}
    assert noted == {key for key in basis if basis[key] in ("convention", "recalled_unverified")}


def test_the_basis_is_said_of_every_score_that_classes_primaries(run):
    for key, primary in (
        ("tokuhashi_2005", "bile_duct"),
        ("tokuhashi_1990", "cervix"),
        ("katagiri_2014", "bladder"),
        ("bauer_1995", "upper_tract_urothelial"),
        ("tomita_2001", "melanoma"),
    ):
        (entry,) = json.loads(run("score", {"primary_site": primary}, "FILE", "-s", key, "--json").stdout)[
            "scores"
        ]
        assert any("assigned by convention" in note for note in entry["notes"]), key


def test_no_note_holds_the_divider_of_notes():
    """Notes are joined by "; " and told apart again in the JSON."""
    undefined = [item.undefined for score in scores().values() for item in score.items]
    assert not any("; " in text for text in undefined)
