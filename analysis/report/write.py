"""Write a report's files whole or not at all."""

import re
from collections.abc import Mapping
from os.path import lexists  # Path.exists follows a link, and one that leads nowhere would be lost
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.errors import DataError

_SAFE_NAME = re.compile(r"\w[^/\\:\x00]*")
"""A user may name a file in any letters, but no name leads out of the folder or hides in it."""


def write_files(directory: str | Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a folder, made if need be, replacing those of the same names.

    All are written to a hidden folder inside the target first (a folder beside it could lie on another
    disk) and then renamed into place. If anything fails, an interruption too, the files that stood there
    stand there again and nothing new is left. Other files of the folder are not touched.
    Raise DataError when the folder can't be written to, and for a name with a path in it.
    """
    for name in files:
        if not _SAFE_NAME.fullmatch(name):
            raise DataError(
                f"{name!r} can't name a file: begin with a letter or digit; use no slash or colon."
            )
    target = Path(directory)
    made: list[Path] = []
    try:
        _make(target, made)
        _refuse_folders(target, files)
        with TemporaryDirectory(prefix=".unfinished-", dir=target) as scratch:
            _write_all(Path(scratch), files)
            _move_into_place(Path(scratch), target, tuple(files))
    except BaseException as error:
        _remove_empty(made)
        if isinstance(error, OSError):
            raise DataError(_sentence(target, error)) from error
        raise


def _make(target: Path, made: list[Path]) -> None:
    """Make the folder and those above it, noting each, so that a failure can take them away."""
    missing = [folder for folder in (target, *target.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        made.append(folder)


def _refuse_folders(target: Path, files: Mapping[str, bytes]) -> None:
    for name in files:
        if (target / name).is_dir():
            raise IsADirectoryError(None, f"{name} is a folder there")


def _write_all(scratch: Path, files: Mapping[str, bytes]) -> None:
    (scratch / "new").mkdir()
    (scratch / "old").mkdir()
    for name, content in files.items():
        (scratch / "new" / name).write_bytes(content)


def _move_into_place(scratch: Path, target: Path, names: tuple[str, ...]) -> None:
    new, old = scratch / "new", scratch / "old"
    try:
        for name in names:
            if lexists(target / name):
                (target / name).replace(old / name)
            (new / name).replace(target / name)
    except BaseException:
        for name in names:
            _put_back(new / name, old / name, target / name)
        raise


def _put_back(new: Path, old: Path, target: Path) -> None:
    """Undo one file's move, however far it had come."""
    if lexists(old):
        old.replace(target)
    elif not lexists(new):
        target.unlink(missing_ok=True)


def _remove_empty(made: list[Path]) -> None:
    for folder in reversed(made):
        try:
            folder.rmdir()
        except OSError:
            return


def _sentence(target: Path, error: OSError) -> str:
    return (
        f"The report could not be written to {target}: {error.strerror or error}; nothing there was changed: "
        "name another folder with -o, or make room or leave to write in this one."
    )
