"""The shape of the package: which way imports point, what is documented, what loads at start."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "analysis"
ORDER = (
    "errors",
    "dictionary",
    "vocabulary",
    "cohort",
    "loaders",
    "synthetic",
    "scores",
    "indications",
    "survival",
    "calibration",
    "tables",
    "figures",
    "papers",
    "report",
    "cli",
)
HEAVY = {"pandas", "numpy", "scipy", "matplotlib", "lifelines", "statsmodels", "openpyxl", "docx"}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "cohorts" not in path.parts)


def layer(module: str) -> int:
    return ORDER.index(module.split(".")[1])


def imported_layers(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "analysis":
            modules |= {f"analysis.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
            modules.add(node.module)
        elif isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names if alias.name.startswith("analysis.")}
    return modules


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    """A layer imports itself and those before it, never one after it."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    if parts[0] == "__init__":
        return
    own = ORDER.index(parts[0])
    later = [module for module in imported_layers(path) if layer(module) > own]
    assert not later


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_public_name_is_documented(path):
    """Modules, public functions and public classes have a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def loaded_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in run.stdout.split()}


@pytest.mark.parametrize("statement", ["import analysis", "import analysis.cli"])
def test_heavy_libraries_load_only_on_use(statement):
    """Importing the package, or the command, loads none of the libraries that take a second."""
    assert not HEAVY & loaded_after(statement)


def test_every_public_name_is_there():
    """`from analysis import …` gives each name it promises, and no other."""
    import analysis

    assert all(getattr(analysis, name).__name__ == name for name in analysis.__all__)
    with pytest.raises(AttributeError, match="prophecy"):
        _ = analysis.prophecy
