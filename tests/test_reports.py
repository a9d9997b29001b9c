"""What is committed under reports/ is what the code makes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main

REPORTS = Path(__file__).parents[1] / "reports"
BY_VERSION = {"provenance.csv", "provenance.json"}
"""What names the versions of the libraries, which differ between machines as they may."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make the report of the leptomeningeal series anew."""
    folder = tmp_path_factory.mktemp("report")
    result = CliRunner().invoke(main, ["paper", "leptomeningeal", "-o", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def test_the_same_files_are_made(made):
    """No file is missing under reports/, and none is left from before."""
    committed = {path.name for path in (REPORTS / "leptomeningeal").iterdir()}
    assert committed == {path.name for path in made.iterdir()}


def test_every_table_is_the_committed_one(made):
    """Tables are compared byte for byte; pages and images hold versions and fonts."""
    tables = [path for path in made.glob("*.csv") if path.name not in BY_VERSION]
    assert len(tables) > 5
    for table in tables:
        assert table.read_bytes() == (REPORTS / "leptomeningeal" / table.name).read_bytes(), table.name


def test_the_same_input_gives_the_same_bytes(made, tmp_path):
    """Made twice, every file is the same to the byte: page, Word document, images and all."""
    CliRunner().invoke(main, ["paper", "leptomeningeal", "-o", str(tmp_path)])
    for path in made.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name
