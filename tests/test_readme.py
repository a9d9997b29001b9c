"""What the README says is run."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import VERBS, main
from analysis.papers import get_paper

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
REGISTRY = get_paper("leptomeningeal").path


def test_the_python_example_runs(capsys):
    """On the bundled series it prints a median for each sex, 12 women and 20 men."""
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(code.replace('"registry.xlsx"', repr(str(REGISTRY))), {})
    printed = capsys.readouterr().out
    assert re.search(r"female\s+12", printed) and re.search(r"male\s+20", printed)


@pytest.mark.parametrize("line", re.findall(r"^    neuromets (.* ?registry\.xlsx.*)$", README, re.MULTILINE))
def test_the_commands_on_a_registry_run(line, tmp_path, monkeypatch):
    """Each command of "Your own spreadsheet" runs on the bundled series, and writes where it is told."""
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line, comments=True)
    result = CliRunner().invoke(main, [str(REGISTRY) if word == "registry.xlsx" else word for word in words])
    assert result.exit_code == 0, result.output


def test_every_verb_is_in_the_table():
    """The table of verbs names all that the command has."""
    assert set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)) >= set(VERBS)
