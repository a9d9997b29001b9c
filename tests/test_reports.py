"""What is committed under reports/ is what the code makes of the bundled cohorts, and so are these."""

import json
import re
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main

ROOT = Path(__file__).parents[1]
REPORTS, COHORTS = ROOT / "reports", ROOT / "analysis" / "cohorts"
MAKING = runpy.run_path(str(REPORTS / "make.py"))
FOLDERS = sorted(MAKING["COMMANDS"])
LARGEST = 3_000_000
"""Bytes of a folder that a repository may well hold."""


@pytest.fixture(scope="module")
def made(tmp_path_factory, without_pictures):
    """All reports made anew, with a tiny picture in the place of each of the registry's."""
    folder = tmp_path_factory.mktemp("reports")
    MAKING["make"](folder)
    return folder


def lasting_text(page):
    """Return a page without the versions of the libraries, which differ between machines as they may."""
    text = page.read_text(encoding="utf-8").split("\n## Provenance\n")[0]
    return re.sub(r"^Software: .*$", "", text, flags=re.MULTILINE)


def test_every_folder_is_made_and_described():
    """Under reports/ lies what make.py makes and nothing else, and the README names each with its command."""
    assert [
        path.name for path in sorted(REPORTS.iterdir()) if path.is_dir() and path.name[0] != "_"
    ] == FOLDERS
    readme = (REPORTS / "README.md").read_text(encoding="utf-8")
    assert "python reports/make.py" in readme
    for folder, words in MAKING["COMMANDS"].items():
        command = " ".join(("neuromets", *words, "-o", f"reports/{folder}"))
        assert f"| `{folder}/` | `{command.replace(str(COHORTS), 'analysis/cohorts')}` |" in readme, folder


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_same_files_are_made(made, folder):
    """No file is missing under reports/, and none is left from before."""
    committed = {path.name for path in (REPORTS / folder).iterdir()}
    assert committed == {path.name for path in (made / folder).iterdir()}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_table_is_the_committed_one(made, folder):
    """Tables are compared byte for byte; images and Word documents hold versions and fonts."""
    tables = [path for path in (made / folder).glob("*.csv") if path.name != "provenance.csv"]
    assert len(tables) > 5
    for table in tables:
        assert table.read_bytes() == (REPORTS / folder / table.name).read_bytes(), table.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_sentence_is_the_committed_one(made, folder):
    """The page is the same to the letter, but for the versions it names."""
    assert lasting_text(made / folder / "report.md") == lasting_text(REPORTS / folder / "report.md")


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_provenance_names_the_bundled_files_as_they_are(made, folder):
    """Input, its hash and the choices made are those of today; versions may differ."""
    records = [json.loads((where / folder / "provenance.json").read_bytes()) for where in (REPORTS, made)]
    assert records[0]["inputs"] == records[1]["inputs"]
    assert records[0]["options"] == records[1]["options"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page_says_that_its_patients_are_not_real(folder):
    """The first words below the title, and the first column of every table's file."""
    start = (REPORTS / folder / "report.md").read_text(encoding="utf-8").splitlines()[2]
    assert "not real patients" in start
    for table in (REPORTS / folder).glob("*.csv"):
        assert "not real patients" in table.read_text(encoding="utf-8").splitlines()[1], table.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_stays_small(folder):
    """Each folder is small enough for a repository."""
    assert sum(path.stat().st_size for path in (REPORTS / folder).iterdir()) < LARGEST


def test_the_kept_pictures_are_those_of_the_page():
    """Each picture that is kept exists and is shown in the page."""
    folder = REPORTS / "spinal_registry_synthetic"
    assert {path.name for path in folder.glob("*.svg")} == MAKING["KEPT_PICTURES"]
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert all(f"]({name})" in text for name in MAKING["KEPT_PICTURES"])


@pytest.mark.parametrize("page", [ROOT / "README.md", REPORTS / "README.md"], ids=["project", "reports"])
def test_what_a_readme_shows_is_there(page):
    """Every link and picture of a README that stays within the project leads to a file."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert targets
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_the_same_input_gives_the_same_bytes(tmp_path):
    """Made twice, every file is the same to the byte: page, Word document, images and all."""
    once, again = tmp_path / "once", tmp_path / "again"
    for folder in (once, again):
        CliRunner().invoke(main, ["paper", "leptomeningeal", "-o", str(folder)])
    assert len(list(once.iterdir())) == len(list((REPORTS / "leptomeningeal").iterdir()))
    for path in once.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_the_bundled_registry_is_what_simulate_writes(tmp_path):
    """The line in the cohorts' README, run elsewhere, writes the bundled files to the byte."""
    readme = (COHORTS / "README.md").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if line.startswith("neuromets simulate "))
    words = [word.replace("analysis/cohorts", str(tmp_path)) for word in line.split()[1:]]
    assert CliRunner().invoke(main, words).exit_code == 0
    for name in ("spinal_registry_synthetic.csv", "spinal_lesions_synthetic.csv"):
        assert (tmp_path / name).read_bytes() == (COHORTS / name).read_bytes(), name
        rows = (COHORTS / name).read_text(encoding="utf-8").splitlines()
        assert rows[0].startswith("cohort_note,")
        assert all(row.startswith('"synthetic, not real patients",') for row in rows[1:])
