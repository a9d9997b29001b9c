"""A user's own `analysis` beside the data is named, before a notebook there imports it by mistake."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.cli.shadow import PACKAGE, shadow

TABLE = "Age,Sex\n50,male\n61,female\n"


def run(folder, monkeypatch):
    (folder / "data.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, ["check", "data.csv"])


@pytest.mark.parametrize("name", ["analysis.py", "analysis/__init__.py"])
def test_what_takes_the_place_of_the_package_is_named_and_not_run(tmp_path, monkeypatch, name):
    """The same file stops `import analysis` of a Python that is started there."""
    (tmp_path / "analysis").mkdir()
    (tmp_path / name).write_text("raise SystemExit('run')", encoding="utf-8")
    result = run(tmp_path, monkeypatch)
    assert result.exit_code == 0
    assert str(tmp_path / name) in result.stderr
    assert "Warning" not in result.stdout
    started = subprocess.run([sys.executable, "-c", "import analysis"], capture_output=True, text=True)
    assert started.stderr.strip() == "run"


@pytest.mark.parametrize("names", [(), ("analysis/note.txt",), ("Analysis.csv",)])
def test_what_takes_no_place_is_not_named(tmp_path, monkeypatch, names):
    """A folder of the user's results, without __init__.py, hides nothing from Python."""
    (tmp_path / "analysis").mkdir()
    for name in names:
        (tmp_path / name).write_text("x", encoding="utf-8")
    result = run(tmp_path, monkeypatch)
    assert result.exit_code == 0
    assert result.stderr == ""


def test_the_package_itself_is_not_named(monkeypatch):
    """Work in the folder that holds the package is as anywhere else."""
    monkeypatch.chdir(PACKAGE.parent)
    assert shadow() is None


def test_a_folder_taken_away_meanwhile_is_no_trouble(tmp_path, monkeypatch):
    """Python looks nowhere then, and so there is nothing to name."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert shadow() is None
