"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from analysis.errors import DataError
from analysis.report.write import write_files

OLD = {"report.html": b"old report", "notes.txt": b"a file of the user's"}
NEW = {"provenance.json": b"{}", "report.html": b"new report", "table.csv": b"a,b\n"}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() if path.is_file() else b"<folder>" for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path):
    """A folder with an earlier report in it."""
    target = tmp_path / "report"
    target.mkdir()
    for name, old in OLD.items():
        (target / name).write_bytes(old)
    return target


def test_files_are_replaced_and_others_left(folder):
    """The new files stand there, the user's own is untouched, nothing hidden is left."""
    write_files(folder, NEW)
    assert content(folder) == {**OLD, **NEW}


def test_folders_are_made(tmp_path):
    """A target that is not there yet is made, with the folders above it."""
    write_files(tmp_path / "a" / "b", NEW)
    assert content(tmp_path / "a" / "b") == NEW


@pytest.mark.parametrize("call", range(1, 6))
@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(28, "No space left on device"), DataError),
        (PermissionError(13, "Permission denied"), DataError),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (MemoryError(), MemoryError),
    ],
)
@pytest.mark.parametrize("method", ["write_bytes", "replace"])
def test_a_failure_in_the_middle_changes_nothing(folder, monkeypatch, method, call, error, raised):
    """Whichever write or rename fails, and however, the earlier report stands and nothing else is left."""
    original, calls = getattr(Path, method), []

    def failing(path, argument):
        calls.append(path)
        if len(calls) == call:
            raise error
        return original(path, argument)

    monkeypatch.setattr(Path, method, failing)
    if call > {"write_bytes": 3, "replace": 4}[method]:
        write_files(folder, NEW)
        assert content(folder) == {**OLD, **NEW}
        return
    with pytest.raises(raised):
        write_files(folder, NEW)
    assert content(folder) == OLD


def test_a_failure_takes_new_folders_away(tmp_path, monkeypatch):
    """Folders made for a report that could not be written are gone again."""

    def full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DataError, match=r"No space left on device; nothing there was changed"):
        write_files(tmp_path / "a" / "b", NEW)
    assert content(tmp_path) == {}


def test_a_folder_that_may_not_be_written_to(folder, monkeypatch):
    """The sentence says where and why, and nothing is changed."""

    def forbidden(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "mkdir", forbidden)
    with pytest.raises(DataError, match=r"could not be written to .*report: Permission denied"):
        write_files(folder, NEW)
    assert content(folder) == OLD


def test_a_target_that_is_a_file(tmp_path):
    """A file where the folder should be is an error, and stays as it is."""
    target = tmp_path / "report"
    target.write_bytes(b"a file")
    with pytest.raises(DataError):
        write_files(target, NEW)
    assert content(tmp_path) == {"report": b"a file"}


def test_a_folder_under_the_name_of_a_file_is_not_taken_away(folder):
    """A folder called as one of the files is an error; what is in it stays."""
    (folder / "table.csv").mkdir()
    (folder / "table.csv" / "precious").write_bytes(b"x")
    with pytest.raises(DataError, match=r"table\.csv is a folder there"):
        write_files(folder, NEW)
    assert content(folder) == {**OLD, "table.csv": b"<folder>"}
    assert content(folder / "table.csv") == {"precious": b"x"}


def test_a_link_is_replaced_and_what_it_led_to_is_not(folder, tmp_path):
    """Writing does not follow a link out of the folder."""
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    (folder / "table.csv").symlink_to(outside)
    (folder / "provenance.json").symlink_to(tmp_path / "nowhere")
    write_files(folder, NEW)
    assert content(folder) == {**OLD, **NEW}
    assert outside.read_bytes() == b"x"


def test_a_link_to_nowhere_is_put_back(folder, tmp_path, monkeypatch):
    """A failure after its replacement leaves even a broken link as it was."""
    link = folder / "provenance.json"
    link.symlink_to(tmp_path / "nowhere")
    original = Path.replace

    def failing(path, target):
        if path.name == "table.csv":
            raise OSError(28, "No space left on device")
        return original(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(DataError):
        write_files(folder, NEW)
    assert link.readlink() == tmp_path / "nowhere"
    assert sorted(path.name for path in folder.iterdir()) == ["notes.txt", "provenance.json", "report.html"]


@pytest.mark.parametrize("name", ["../up.csv", "a/b.csv", "/etc/x", "", ".hidden", "a\\b", "c:x", "-rf"])
def test_a_name_is_only_a_name(tmp_path, name):
    """No file name may lead out of the folder or hide in it."""
    with pytest.raises(DataError):
        write_files(tmp_path / "report", {name: b""})
    assert content(tmp_path) == {}


@pytest.mark.parametrize("name", ["kayıt (1).csv", "登记表.xlsx"])
def test_a_name_may_be_written_in_any_letters(tmp_path, name):
    """A user's own name for a file is kept, spaces, Turkish and Chinese letters included."""
    write_files(tmp_path, {name: b"x"})
    assert (tmp_path / name).read_bytes() == b"x"
