"""The notebooks: saved without output, run as they are, and run on a user's cohort by the verb."""

import ast
import json
import re
import sys

import pytest
from click.testing import CliRunner

from analysis import __all__ as public_names
from analysis.cli import main
from analysis.errors import DataError
from analysis.report.notebook import defaults, find_notebook, notebook_paths, run_notebook

NAMES = ("01_leptomeningeal_series", "02_your_own_spreadsheet", "03_scores", "04_survival", "05_calibration")


def cells(name):
    return json.loads(find_notebook(name).read_text(encoding="utf-8"))["cells"]


def code(name):
    return [ast.parse("".join(cell["source"])) for cell in cells(name) if cell["cell_type"] == "code"]


@pytest.fixture
def run():
    def invoke(*words):
        return CliRunner().invoke(main, ["notebook", *map(str, words)])

    return invoke


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """A file of 200 synthetic patients, as `neuromets simulate` writes it."""
    path = tmp_path_factory.mktemp("registry") / "a_synthetic_registry.csv"
    assert CliRunner().invoke(main, ["simulate", "200", "-o", str(path)]).exit_code == 0
    return path


def test_these_are_the_notebooks():
    """No notebook is missing, and none is untested."""
    assert tuple(notebook_paths()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_saved_without_output(name):
    """What is committed holds no result, no count of runs and no trace of where it ran."""
    for cell in cells(name):
        assert not cell.get("outputs") and cell.get("execution_count") is None
        assert set(cell["metadata"]) <= {"tags"}


@pytest.mark.parametrize("name", NAMES)
def test_the_parameters_come_first_after_the_title(name):
    """The first cell is the title, the second is tagged for papermill and says what each parameter is."""
    title, parameters, *others = cells(name)
    assert title["cell_type"] == "markdown" and title["source"][0].startswith("# ")
    assert parameters["metadata"]["tags"] == ["parameters"]
    assert all("tags" not in cell["metadata"] for cell in others)
    assert {"path", "reading", "dictionaries", "lang"} <= set(defaults(find_notebook(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_defines_nothing(name):
    """A cell that needs a function moves it into the package, where it has a test."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert not any(isinstance(node, defined) for tree in code(name) for node in ast.walk(tree))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_uses_public_names_only(name):
    """Of the package it uses nothing but what `analysis` promises."""
    nodes = [node for tree in code(name) for node in ast.walk(tree)]
    used = {
        node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "nm"
    }
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert not any(isinstance(node, ast.ImportFrom) for node in nodes)
    assert used and used <= set(public_names)
    assert imported <= {"analysis", "dataclasses", "narwhals", "pandas"}


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_out_of_the_box(name):
    """On the bundled data every cell runs, something is drawn, and all say that the patients are not real."""
    files = run_notebook(find_notebook(name), {})
    done = json.loads(files[f"{name}.ipynb"])
    outputs = [output for cell in done["cells"] for output in cell.get("outputs", ())]
    assert all(cell["execution_count"] for cell in done["cells"] if cell["cell_type"] == "code")
    assert any("image/svg+xml" in output.get("data", {}) for output in outputs)
    assert not any(output["output_type"] == "error" or output.get("name") == "stderr" for output in outputs)
    page = files[f"{name}.html"].decode("utf-8")
    assert "These patients do not exist" in page
    assert "<script" not in page and not re.search(r'(src|href)="http', page)


def test_the_verb_runs_a_notebook_on_a_cohort(run, registry, tmp_path):
    """The medians are those of `neuromets survival`; no patient and no folder is in what is written."""
    result = run("survival", registry, "-o", tmp_path / "out", "--param", "by=sex", "--param", "at=100,200")
    assert result.exit_code == 0, result.output
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "out").iterdir()}
    assert set(written) == {"04_survival.ipynb", "04_survival.html"}
    verb = CliRunner().invoke(main, ["survival", str(registry), "--by", "sex", "--json"])
    medians = json.loads(verb.output)["medians"][1:]
    assert [line["group"] for line in medians] == ["female", "male"]
    for line, label in zip(medians, ("Female", "Male"), strict=True):
        printed = re.search(
            rf"\| {label} \| {line['n']} \| {line['events']} \| ([\d.]+) ", written["04_survival.ipynb"]
        )
        assert printed and float(printed[1]) == line["median"]
    for text in written.values():
        assert "SYN-" not in text and str(registry.parent) not in text


def test_a_number_finds_a_notebook_and_no_other_name_does():
    """A notebook is called by its name, its words or its number."""
    names = ("04_survival", "04_survival.ipynb", "survival", "04", "4")
    assert {find_notebook(name).stem for name in names} == {"04_survival"}
    for wrong in ("6", "0", "surv", "../04_survival", ""):
        with pytest.raises(DataError, match="choose one of 01_lepto"):
            find_notebook(wrong)


def test_the_list_names_notebooks_and_parameters(run):
    """`--list` says what can be run, and what --param sets."""
    printed = run("--list").output
    assert all(name in printed for name in NAMES)
    assert "score=tokuhashi_2005" in printed and "path" not in printed


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (["4"], 2, "-o FOLDER"),
        (["7", "-o", "out"], 1, "There is no notebook '7'"),
        (["4", "-o", "out", "--param", "colour=red"], 2, "sets no parameter"),
        (["4", "-o", "out", "--param", "by"], 2, "sets no parameter"),
        (["4", "-o", "out", "--param", "path=x.csv"], 2, "sets no parameter"),
        (["4", "-o", "out", "--param", "lang=xx"], 2, "one of en, tr, zh"),
    ],
)
def test_wrong_usage_is_refused_before_anything_runs(run, tmp_path, monkeypatch, words, exit_code, said):
    """A notebook or a parameter that there is not ends with a sentence and writes nothing."""
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == exit_code and said in result.output
    assert not [*tmp_path.iterdir()]


def test_data_that_cannot_be_used_leave_the_last_run_whole(run, registry, tmp_path):
    """What a cell refuses is one sentence without traceback, and the earlier files stay."""
    (tmp_path / "05_calibration.html").write_text("the last run", encoding="utf-8")
    result = run("5", registry, "-o", tmp_path, "--param", "score=nonsense")
    assert result.exit_code == 1
    assert "No score 'nonsense'" in result.output and "Traceback" not in result.output
    assert (tmp_path / "05_calibration.html").read_text("utf-8") == "the last run"
    assert [path.name for path in tmp_path.iterdir()] == ["05_calibration.html"]


@pytest.mark.parametrize("library", ["papermill", "ipykernel", "nbconvert"])
def test_a_library_that_is_not_installed_is_named(run, tmp_path, monkeypatch, library):
    """One sentence says what to install."""
    monkeypatch.setitem(sys.modules, library, None)
    result = run("4", "-o", tmp_path)
    assert result.exit_code == 1
    assert f"{library} is not installed" in result.output and "neuromets[notebooks]" in result.output


def test_text_of_a_registry_is_shown_as_text(run, tmp_path):
    """Headings and levels that are tags, links or formulas of HTML, Markdown or TeX stay letters."""
    heading, level = "<img src=x onerror=alert(1)>", "[a](http://x.y) <script>b</script> $c$"
    lines = [f"Cinsiyet;yaş;{heading}", *(f"K;{age};{level}\nE;{age};other" for age in range(40, 55))]
    path = tmp_path / "registry.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert run("2", path, "-o", tmp_path).exit_code == 0
    page = (tmp_path / "02_your_own_spreadsheet.html").read_text("utf-8")
    assert "&lt;img src=x onerror=alert(1)&gt;" in page and "<img src=x" not in page
    assert "[a](http://x.y) &lt;script&gt;b&lt;/script&gt; $c$" in page and 'href="http://x.y' not in page
