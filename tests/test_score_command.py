"""`neuromets score`: its JSON contract, its files, its list, and one patient against the paper."""

import csv
import json

import openpyxl
import pytest
from click.testing import CliRunner

from analysis.cli import main

HEADINGS = (
    "patient_id,KPS,primary_site,vertebral_metastases,extraspinal_bone_metastases,organ_metastasis,"
    "frankel_grade,Ward"
)
REGISTRY = f"""{HEADINGS}
P1,80,thyroid,1,0,none,E,=1+1
P2,70,Akciğer,≥3,,,C,@sum
P3,45,colon,2,1,removable,D,plain
"""


@pytest.fixture
def run(tmp_path):
    """Run `neuromets score`; {file} stands for the registry, {folder} for a folder to write in."""
    path = tmp_path / "registry.csv"
    path.write_text(REGISTRY, encoding="utf-8")

    def invoke(*words):
        replaced = [word.replace("{file}", str(path)).replace("{folder}", str(tmp_path)) for word in words]
        return CliRunner().invoke(main, ["score", *replaced])

    return invoke


def test_json_holds_every_key_of_the_contract(run):
    """P1 has 15 points by hand; P2's organ and bone are open; P3's Karnofsky 45 is not known."""
    result = run("{file}", "-s", "tokuhashi_2005", "--json")
    assert result.exit_code == 0, result.output
    first, second, third = json.loads(result.stdout)["scores"]
    assert first == {
        "patient": "P1",
        "lesion": None,
        "score": "tokuhashi_2005",
        "total": 15,
        "low": 15,
        "high": 15,
        "band": "12-15",
        "missing": [],
        "notes": [],
    }
    # P2: Karnofsky 70 = 1, three vertebrae or more = 0, lung = 0, Frankel C = 1, the other two 0 to 2 each.
    assert (second["low"], second["high"], second["total"], second["band"]) == (2, 6, None, "0-8")
    assert second["missing"] == ["extraspinal_bone_metastases", "organ_metastasis"]
    # P3: 0 to 2, extraspinal 1, vertebral 1, organ 1, colon 2, Frankel D 1.
    assert (third["low"], third["high"], third["band"]) == (6, 8, "0-8")
    assert third["notes"][0].startswith("kps 45 has no points")


def test_scores_of_which_the_file_holds_nothing_are_left_out(run):
    """Without -s, a registry without SINS gets no SINS."""
    keys = {entry["score"] for entry in json.loads(run("{file}", "--json").stdout)["scores"]}
    assert {"tokuhashi_2005", "tomita_2001", "kps"} <= keys
    assert not {"sins_2010", "escc_2010", "rades_2008", "tomita_2001_seed000"} & keys


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_file_keeps_what_was_read_and_runs_no_formula(run, tmp_path, ending):
    """Input columns first, results beside them; =1+1 and @sum get an apostrophe."""
    assert run("{file}", "-s", "tomita_2001", "-o", f"{{folder}}/out.{ending}").exit_code == 0
    if ending == "csv":
        text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        lines = [*csv.DictReader(text.splitlines())]
    else:
        book = openpyxl.load_workbook(tmp_path / "out.xlsx")
        rows = book["patients"].values
        header = next(rows)
        lines = [dict(zip(header, row, strict=True)) for row in rows]
    assert [line["Ward"] for line in lines] == ["'=1+1", "'@sum", "plain"]
    assert [str(line["tomita_2001_low"]) for line in lines] == ["2", "6", "6"]
    assert lines[0]["tomita_2001_band"] == "wide or marginal excision"
    assert str(lines[0]["tomita_2001_total"]) == "2"
    assert lines[1]["tomita_2001_total"] in ("", None)


def test_the_list_names_withheld_scores_with_their_reason(run):
    """Computed, off and why, withheld and why."""
    text = run("--list").stdout
    for word in ("tokuhashi_2005", "nesms_2015", "cut-offs were not seen", "the points are recalled"):
        assert word in text
    assert "no band" in run("--list", "--conflicts").stdout


def test_one_patient_as_a_surgeon_checks_the_paper(run):
    """Items, points, total, band and source; values in any language."""
    result = run("--patient", "kps=80", "primary_site=Akciğer", "frankel_grade=E", "-s", "tokuhashi_2005")
    assert result.exit_code == 0, result.output
    for text in ("General condition", "10-40 = 0", "4 to 10", "0-15", "PMID 16205345"):
        assert text in result.stdout


@pytest.mark.parametrize(
    ("words", "exit_code", "message"),
    [
        (("{file}", "-s", "nesms_2015"), 1, "withheld: the cut-offs were not seen"),
        (("{file}", "-s", "nonsense"), 1, "there is none"),
        (("{file}", "-o", "{folder}/out.pdf"), 1, ".csv or .xlsx"),
        (("--patient", "nonsense=1"), 1, "VARIABLE=VALUE"),
        (("{file}", "{file}"), 2, "Give one FILE"),
        ((), 2, "Give one FILE"),
    ],
)
def test_refusals(run, words, exit_code, message):
    """What can't be done is said in a sentence."""
    result = run(*words)
    assert result.exit_code == exit_code
    assert message in result.stderr


def test_the_terminal_shows_a_line_per_patient(run):
    """Points of every item, and an interval where the total is open."""
    text = run("{file}", "-s", "tomita_2001").stdout
    assert "P1" in text and "6 to 10" in text and "visceral_metastasis" in text


def test_a_folder_gets_rows_tables_pictures_and_a_document(run, tmp_path):
    """A name without an ending is a folder; the document says that there is no map without levels."""
    result = run("{file}", "-s", "tomita_2001", "-o", "{folder}/out")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("scores.csv", "tomita_2001_patients.csv", "list-of-tables.csv", "provenance.csv"),
        *(f"tomita_2001_patients_picture.{form}" for form in ("svg", "pdf", "png")),
        *("report.html", "report.md", "report.docx", "provenance.json"),
    }
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "no column of vertebral levels" in report
    assert "do not exist" not in report
    rows = (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in rows and "tomita_2001_total" in rows


SYNTHETIC = """cohort_note,patient_id,KPS,vertebral_levels
"synthetic, not real patients",P1,80,T3-T5
"synthetic, not real patients",P2,70,
"""
LESIONS = "patient_id,vertebral_levels,escc_grade\nP1,T3,1a\nP1,L1,3\nP2,S1,\n"


def test_every_file_of_a_synthetic_cohort_says_so(run, tmp_path):
    """The first column of the file is quoted in the report and its tables; lesions have theirs."""
    (tmp_path / "cohort.csv").write_text(SYNTHETIC, encoding="utf-8")
    (tmp_path / "lesions.csv").write_text(LESIONS, encoding="utf-8")
    words = ("{folder}/cohort.csv", "--lesions", "{folder}/lesions.csv", "-s", "escc_2010", "--lang", "tr")
    assert run(*words, "-o", "{folder}/out").exit_code == 0
    out = tmp_path / "out"
    notice = "Bu hastalar gerçek değildir: synthetic, not real patients."
    for name in ("report.html", "report.md", "escc_2010_lesions.csv", "vertebrae_lesions.csv"):
        assert notice in (out / name).read_text(encoding="utf-8"), name
    for name in ("scores_lesions.csv", "vertebral_map_patients.svg", "escc_2010_lesions_picture.svg"):
        assert (out / name).exists()
    # P2's own level is missing and taken from the lesion at S1
    table = (out / "vertebrae_patients.csv").read_text(encoding="utf-8")
    assert '  Sakral,"1 (%50,0)"' in table and '  T4,"1 (%50,0)"' in table


def test_many_patients_are_not_listed_in_the_terminal(run, tmp_path):
    """51 patients: no line for each, the distribution, and where to get the lines."""
    lines = [f"P{n},{70 + 10 * (n % 3)}" for n in range(51)]
    (tmp_path / "many.csv").write_text("\n".join(["patient_id,KPS", *lines]), encoding="utf-8")
    text = run("{folder}/many.csv", "-s", "kps").stdout
    assert "P50" not in text
    assert "-o FILE.csv" in text
    assert "80: normal activity with effort" in text and "33.3" in text


def test_tables_speak_the_language_asked(run):
    """Items, missing variables and furniture; bands stay the publication's."""
    text = run("{file}", "-s", "tomita_2001", "--lang", "tr").stdout
    for part in ("Toplam puan", "Visseral metastaz", "6 ile 10 arası", "Geçerli %", "İngilizce"):
        assert part in text
    text = run("--patient", "frankel_grade=E", "-s", "tokuhashi_2005", "--lang", "zh").stdout
    assert "总分" in text and "缺失：" in text


def test_the_list_as_json_holds_definitions_and_what_is_withheld(run):
    """Tomita's three items and four bands as published; NESMS with the reason."""
    result = run("--list", "--json")
    assert result.exit_code == 0, result.output
    listed = {entry["key"]: entry for entry in json.loads(result.stdout)["scores"]}
    tomita = listed["tomita_2001"]
    assert tomita["enabled"] and not tomita["withheld"] and "11224867" in tomita["source"]
    assert tomita["items"][2]["levels"] == [
        {"level": "solitary", "points": 1},
        {"level": "multiple", "points": 2},
    ]
    assert [(band["low"], band["high"]) for band in tomita["bands"]] == [(2, 3), (4, 5), (6, 7), (8, 10)]
    assert listed["rades_2008"]["enabled"] is False and listed["rades_2008"]["reason"]
    nesms = listed["nesms_2015"]
    assert nesms["withheld"] and "cut-offs were not seen" in nesms["reason"] and nesms["items"] == []
    assert {"key", "title", "source", "certainty", "enabled", "items", "bands", "withheld", "reason"} <= set(
        nesms
    )


def test_the_table_of_patients_says_whom_a_note_concerns(run):
    """A Karnofsky value of 45 is said of P3 below the table; what is doubtful is counted above it."""
    result = run("{file}", "-s", "tokuhashi_2005")
    assert "P3: kps 45 has no points" in result.stdout
    assert "0 errors, 2 warnings" in result.stdout
