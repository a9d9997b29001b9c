"""The notebooks: where they are, what may be said to them, and one run on a user's cohort."""

import ast
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.errors import DataError, DefinitionError

PARAMETERS = "parameters"
"""The tag of the cell that says what may be chosen; papermill puts the choice behind it."""

_PATHS = ("path", "dictionaries", "lesions")
"""Parameters that name files. What is kept of a run has their names without folders."""


_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)


@cache
def notebook_paths() -> Mapping[str, Path]:
    """Return the notebooks by name, in the order of their numbers."""
    return {path.stem: path for path in sorted(_folder().glob("[0-9][0-9]_*.ipynb"))}


def find_notebook(name: str) -> Path:
    """Return the notebook of a name such as "04_survival", "survival", "04" or "4".

    A name that is none of these is a DataError that lists them.
    """
    wanted = name.removesuffix(".ipynb")
    for stem, path in notebook_paths().items():
        number, _, words = stem.partition("_")
        if wanted in (stem, words) or (wanted.isdecimal() and int(wanted) == int(number)):
            return path
    raise DataError(f"There is no notebook {name!r}: choose one of {', '.join(notebook_paths())}.")


def title(notebook: Path) -> str:
    """Return a notebook's title, the heading it begins with."""
    first = str(_cells(notebook)[0])
    return first.splitlines()[0].lstrip("# ")


def defaults(notebook: Path) -> dict[str, Any]:
    """Return what a notebook can be told, and the values it has otherwise: those of its `parameters` cell."""
    source = _cells(notebook, tag=PARAMETERS)[0]
    lines = [line for line in ast.parse(source).body if isinstance(line, ast.Assign)]
    return {ast.unparse(line.targets[0]): ast.literal_eval(line.value) for line in lines}


def run_notebook(
    notebook: Path, parameters: Mapping[str, Any], *, progress: bool = False
) -> dict[str, bytes]:
    """Return the executed notebook and its HTML, by file name.

    It runs on the Python that calls it, whatever other kernels there are, in an empty folder, so that no file
    beside the user's takes the place of a library. Folders and times of the run are not kept.

    Raises DataError for data that can't be used as asked, for anything else that stops a cell, and where
    papermill, ipykernel or nbconvert is not installed.
    """
    papermill, nbconvert = _libraries()
    try:
        done = _execute(papermill, notebook, parameters, progress=progress)
    except papermill.PapermillExecutionError as error:
        raise DataError(_stopped(notebook, error.ename, error.evalue)) from error
    except RuntimeError as error:  # the kernel didn't start, or died
        raise DataError(_stopped(notebook, "its kernel", str(error))) from error
    if parameters:
        done = papermill.parameterize.parameterize_notebook(done, _without_folders(parameters))
    _forget_the_run(done)
    text = json.dumps(done, ensure_ascii=False, indent=1) + "\n"
    title_of_page = {"metadata": {"name": title(notebook)}}
    page, _ = nbconvert.HTMLExporter().from_notebook_node(done, resources=title_of_page)
    page = _SCRIPT.sub("", page)  # what it would fetch from elsewhere is for formulas and widgets
    return {notebook.name: text.encode("utf-8"), f"{notebook.stem}.html": page.encode("utf-8")}


def _libraries() -> tuple[Any, Any]:
    """Return papermill and nbconvert, which only this needs, or say in a DataError what to install."""
    try:
        import_module("ipykernel")
        return import_module("papermill"), import_module("nbconvert")
    except ImportError as error:
        raise DataError(
            f"A notebook can't be run, since {error.name} is not installed: "
            'pip install "neuromets[notebooks]" installs it.'
        ) from error


def _execute(papermill: Any, notebook: Path, parameters: Mapping[str, Any], *, progress: bool) -> Any:
    from traitlets.config import Config

    with TemporaryDirectory() as empty:
        return papermill.execute_notebook(
            notebook,
            None,
            dict(parameters),
            kernel_name="python3",
            cwd=empty,
            progress_bar=progress,
            # Without folders of kernels only the one of this Python is found
            config=Config({"KernelSpecManager": {"kernel_dirs": []}}),
            extra_arguments=["--IPKernelApp.log_level=50"],
        )


def _folder() -> Path:
    """Return notebooks/: inside the package where it was installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if folder.is_dir():
            return folder
    raise DefinitionError(f"notebooks/ is neither in {package} nor beside it")


def _cells(notebook: Path, *, tag: str | None = None) -> list[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if tag in (None, *cell["metadata"].get("tags", ()))]


def _stopped(notebook: Path, kind: str, message: str) -> str:
    if kind == DataError.__name__:
        return message
    return f"{notebook.stem} was stopped by {kind} ({message}): look at the values given with --param."


def _without_folders(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _without_folder(name, value) for name, value in parameters.items()}


def _without_folder(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return _without_folders(value)
    if isinstance(value, list):
        return [_without_folder(name, one) for one in value]
    return Path(value).name if name in _PATHS and value else value


def _forget_the_run(notebook: Any) -> None:
    """Take away where and when it ran, which differs from run to run."""
    for part in (notebook, *notebook.cells):
        part.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata.pop("execution", None)
