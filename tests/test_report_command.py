"""`neuromets report` writes a whole report of what the data allow, in three languages, and no identifier."""

import csv
import string
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.errors import DataError
from analysis.report.cohort import document as making
from analysis.report.cohort.calibration import _predicted
from analysis.report.cohort.guidelines import GUIDELINES
from analysis.report.cohort_words import SENTENCES
from analysis.report.guideline import NOT_APPLICABLE
from analysis.report.methods_words import LIMITATIONS, METHODS
from analysis.tables.quality_words import QUALITY_WORDS

SERIES = Path(__file__).parents[1] / "analysis" / "cohorts" / "leptomeningeal_reconstructed.csv"
LANGUAGES = ("en", "tr", "zh")

THREE = """Hasta no,Yaş,Cinsiyet,KPS,Notlar,Doğum tarihi
GIZLI-1,50,Erkek,80,Ali Veli ile görüşüldü,01.02.1961
GIZLI-2,60,Kadın,70,Ayşe Yılmaz aradı,03.04.1962
GIZLI-3,70,Kadın,50,=cmd|'/C calc'!A0,05.06.1963
"""
CHINESE = """患者编号,年龄,性别,KPS,诊断日期,末次随访日期,死亡
A1,50,男,80,2020-01-01,2020-06-01,是
A2,61,女,70,2020-02-01,2021-06-01,否
A3,55,男,60,2020-03-01,2020-05-01,是
A4,66,女,90,2020-03-05,2021-03-05,否
"""

pytestmark = pytest.mark.usefixtures("without_pictures")


def run(path, folder, *words):
    return CliRunner().invoke(main, ["report", str(path), "-o", str(folder), *words])


def texts_of(folder):
    """All that can be read in a report as text, by file; Word files are unpacked."""
    texts = {path.name: path.read_bytes().decode("utf-8", "replace") for path in folder.iterdir()}
    if "report.docx" in texts:
        with zipfile.ZipFile(folder / "report.docx") as packed:
            parts = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
        texts["report.docx"] = "\n".join(parts)
    return texts


@pytest.fixture(scope="module")
def series(tmp_path_factory, without_pictures):
    """The report of the reconstructed series, by sex and age."""
    folder = tmp_path_factory.mktemp("series")
    result = run(SERIES, folder, "--by", "sex", "--adjust", "age_years", "--format", "html,md,csv")
    assert result.exit_code == 0, result.output
    return folder


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row[1:] for row in csv.reader(file)]


def test_a_report_has_every_section_that_the_data_allow(series):
    """The series has no spinal variable, so that no indication applies; everything else is there."""
    text = (series / "report.md").read_text(encoding="utf-8")
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    absent = {"indications", "calibration"}
    expected = [SENTENCES[name]["en"] for name in making.SECTIONS if name not in absent]
    assert headings == [*expected, "Reporting guidelines", "What was left out, and why", "Provenance"]
    left_out = text.split("## What was left out, and why")[1]
    assert "Stated indications: the data hold no variable of a spinal metastasis" in left_out
    assert SENTENCES["calibration"]["en"] in left_out


def test_the_numbers_are_those_of_the_file(series):
    """Patients and deaths as counted in the file by the csv module."""
    with SERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    died = sum(row["died"] == "yes" for row in rows)
    women = sum(row["sex"] == "female" for row in rows)
    assert table(series, "median_survival")[1][1:3] == [str(len(rows)), str(died)]
    assert table(series, "flow")[-1][1] == str(len(rows))
    assert table(series, "baseline")[0][2] == f"Female (n = {women})"


def test_progress_is_shown(tmp_path):
    """Each section is named on standard error before it is made."""
    result = run(SERIES, tmp_path / "out", "--format", "md", "--lang", "tr")
    assert result.stderr.splitlines()[0] == "… reading leptomeningeal_reconstructed.csv"
    assert "… Hasta akışı" in result.stderr.splitlines()


def test_every_page_says_that_the_patients_are_not_real(series):
    """The notice stands at the top, and in the first column of every table."""
    assert "reconstructed, not real patients" in (series / "report.html").read_text(encoding="utf-8")
    for path in series.glob("*.csv"):
        assert (
            path.read_text(encoding="utf-8").splitlines()[1].startswith(('"reconstructed', "These", '"These'))
        )


@pytest.fixture(scope="module")
def three(tmp_path_factory, without_pictures):
    """The report of three patients with notes and dates of birth, and no outcome."""
    folder = tmp_path_factory.mktemp("three")
    (folder / "three.csv").write_text(THREE, encoding="utf-8")
    result = run(folder / "three.csv", folder / "out", "--lang", "tr")
    assert result.exit_code == 0, result.output
    return folder / "out"


def test_no_identifier_birth_date_or_free_text_is_in_any_file(three):
    """Nothing of three patients' identifiers, notes and dates of birth is written, in any format."""
    for name, text in texts_of(three).items():
        for secret in ("GIZLI", "Ali Veli", "Ayşe", "cmd|", "1961", "1962", "01.02", "05.06"):
            assert secret not in text, (name, secret)


def test_what_needs_an_outcome_is_left_out_once_with_the_reason(three):
    """Survival, regression and calibration share one sentence."""
    text = (three / "report.md").read_text(encoding="utf-8")
    assert text.count("no outcome to estimate survival from") == 1
    assert "Sağkalım, Regresyon" in text.split("## Verilmeyenler")[1]


def test_chinese_headings_give_a_chinese_report(tmp_path):
    """Four patients under Chinese headings: medians, percentages and labels are Chinese."""
    (tmp_path / "队列.csv").write_text(CHINESE, encoding="utf-8")
    result = run(
        tmp_path / "队列.csv", tmp_path / "out", "--lang", "zh", "--by", "性别", "--format", "md,csv"
    )
    assert result.exit_code == 0, result.output
    text = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "## 患者流程" in text
    assert "2（50.0%）" in text


@pytest.mark.parametrize("words", [SENTENCES, METHODS, LIMITATIONS, QUALITY_WORDS])
def test_every_sentence_is_there_in_three_languages_with_the_same_gaps(words):
    """A translation that is missing, or that forgets a number, is found here."""
    for key, by_language in words.items():
        assert tuple(by_language) == LANGUAGES, key
        gaps = [
            {name for _, name, _, _ in string.Formatter().parse(by_language[lang]) if name}
            for lang in LANGUAGES
        ]
        assert gaps[0] == gaps[1] == gaps[2], key
        assert all(by_language[lang].strip() for lang in LANGUAGES), key


def test_guidelines_have_all_their_items_and_name_sections_that_exist():
    """STROBE has 22 items, REMARK 20 and TRIPOD 22, as their statements say."""
    assert {guideline.key: len(guideline.items) for guideline in GUIDELINES} == {
        "strobe": 22,
        "remark": 20,
        "tripod": 22,
    }
    known = {*making.SECTIONS, "provenance"}
    for guideline in GUIDELINES:
        assert [item.number for item in guideline.items] == [
            str(number) for number in range(1, len(guideline.items) + 1)
        ]
        for item in guideline.items:
            assert set(item.sections) <= known
            assert tuple(item.asks) == LANGUAGES


def test_an_item_whose_section_was_left_out_is_not_covered(series):
    """Without calibration TRIPOD's item 16 is not covered; items that don't apply say so."""
    rows = {row[0]: row[2] for row in table(series, "tripod")[1:]}
    assert rows["16"] == "not covered"
    assert rows["14"] == "does not apply"
    assert rows["10"] == "Methods"
    assert sum(item.covered == NOT_APPLICABLE for item in GUIDELINES[2].items) == 2


def test_a_section_that_fails_leaves_the_others_whole(tmp_path, monkeypatch):
    """A DataError of one section is printed as its reason."""

    def fail(setting):
        raise DataError("There is nothing to regress on.")
        yield

    monkeypatch.setattr(making, "SECTIONS", {**making.SECTIONS, "regression": fail})
    result = run(SERIES, tmp_path / "out", "--format", "md")
    text = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert "Regression: There is nothing to regress on." in text
    assert "## Methods" in text


def test_rounded_times_show_no_day(tmp_path):
    """Every time is a whole month, and the median one or the middle of two."""
    result = run(SERIES, tmp_path / "out", "--round-times", "--format", "md,csv")
    assert result.exit_code == 0, result.output
    assert table(tmp_path / "out", "median_survival")[1][3] in ("0.5", "1", "1.5", "2")
    text = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "rounded to whole months" in text


def test_what_acts_elsewhere_is_shown_as_text(tmp_path):
    """HTML in a column's heading and in answers that recur stands as text in the page."""
    rows = "\n".join(f"{n},{40 + n},<b>x</b>" for n in range(8))
    (tmp_path / "odd.csv").write_text(f"Patient ID,Age,<script>alert(1)</script>\n{rows}\n", encoding="utf-8")
    result = run(tmp_path / "odd.csv", tmp_path / "out", "--format", "html,md")
    assert result.exit_code == 0, result.output
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x" in page


@pytest.mark.parametrize("words", [["--by", "nothing"], ["--adjust", "nothing"], ["--format", "exe"]])
def test_what_is_not_there_is_refused_in_a_sentence(tmp_path, words):
    """A variable or a format that doesn't exist is named, and nothing is written."""
    result = run(SERIES, tmp_path / "out", *words)
    assert result.exit_code == 1
    assert repr(words[1]) in result.output
    assert not (tmp_path / "out").exists()


def test_a_file_as_the_folder_is_refused_before_anything_is_read(tmp_path):
    """The file stays as it was, and no section is made in vain."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = run(SERIES, tmp_path / "mine.txt")
    assert result.exit_code == 2
    assert "mine.txt" in result.stderr
    assert "…" not in result.stderr
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_calibration_is_drawn_by_two_times_at_which_something_is_predicted():
    """Of four times three have a prediction; where there is no table, nothing is drawn."""
    bands = pd.DataFrame({"horizon": [24, 3, 3, 6, 12], "predicted": [0.5, None, 0.2, None, 0.4]})
    assert [list(part["horizon"]) for part in _predicted(bands)] == [[3, 3, 12], [24]]
    assert not [*_predicted(pd.DataFrame())]


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_report_leaves_the_previous_one_whole(tmp_path, monkeypatch, trouble):
    """Ctrl-C or a full disk while the files are written leaves the old ones as they were."""
    folder = tmp_path / "out"
    assert run(SERIES, folder, "--format", "md").exit_code == 0
    before = texts_of(folder)
    written = []

    def fails_late(path, content):
        written.append(path)
        if len(written) > 3:
            raise trouble
        with path.open("wb") as file:
            return file.write(content)

    monkeypatch.setattr(Path, "write_bytes", fails_late)
    result = run(SERIES, folder, "--format", "md", "--lang", "tr")
    monkeypatch.undo()
    assert result.exit_code != 0
    assert texts_of(folder) == before
