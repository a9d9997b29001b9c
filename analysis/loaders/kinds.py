"""What kind of file a file is, by its first bytes rather than its name."""

from pathlib import Path

from analysis.errors import DataError
from analysis.loaders.archive import damage_told, open_archive
from analysis.loaders.encoding import decode
from analysis.loaders.grid import LARGEST_FILE

EXTENSIONS = {
    "text": (".csv", ".tsv", ".txt", ".tab", ".dat"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xls": (".xls", ".xlt"),
    "ods": (".ods", ".ots"),
    "sav": (".sav", ".zsav"),
    "por": (".por",),
    "dta": (".dta",),
    "sas7bdat": (".sas7bdat",),
    "xpt": (".xpt",),
    "parquet": (".parquet", ".pq"),
}
"""Kind of file → the extensions it usually has."""
NAMES = {
    "text": "a text file",
    "xlsx": "an Excel workbook",
    "xls": "an old Excel workbook",
    "ods": "an OpenDocument spreadsheet",
    "sav": "an SPSS file",
    "por": "an SPSS portable file",
    "dta": "a Stata file",
    "sas7bdat": "a SAS file",
    "xpt": "a SAS transport file",
    "parquet": "a Parquet file",
}
_WORKBOOKS = ("xlsx", "xls", "ods")

_BEGINNINGS = (
    (b"$FL2", "sav"),
    (b"$FL3", "sav"),
    (b"<stata_dta>", "dta"),
    (b"HEADER RECORD*******", "xpt"),
    (b"\0" * 12 + b"\xc2\xea\x81\x60", "sas7bdat"),
    (b"PAR1", "parquet"),
)
_REFUSED = (
    (b"%pdf", "a PDF document"),
    (b"\x89png", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"rar!", "a compressed archive"),
    (b"{\\rtf", "a text document"),
    (b"<html", "a web page"),
    (b"<!doctype html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_DOCUMENTS = ("WordDocument", "PowerPoint Document")
_OLD_STATA = tuple(bytes([version]) for version in (105, 108, 110, 111, 113, 114, 115))


def kind_of(path: Path) -> str:
    """Return which reader a file needs, a key of EXTENSIONS.

    The content decides; text is known by its extension, or where it is called a workbook, as the tables
    are that many hospital systems export.
    Raises DataError for what can't be opened, is empty, too large, protected by a password, or of a
    kind that isn't read.
    """
    head = _first_bytes(path)
    return _by_content(path, head) or _by_extension(path, head)


def _first_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise DataError(f"{path} is a folder: name a file in it")
        if not path.exists():
            raise DataError(f"{path} does not exist: check the name and the folder")
        if not path.is_file():
            raise DataError(f"{path} is not a file: save the table as a file first")
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(
                f"{path.name} is larger than {LARGEST_FILE / 2**30:.0f} GiB: split it, or save it as .parquet"
            )
        with path.open("rb") as file:
            head = file.read(512)
    except (OSError, ValueError) as error:
        raise DataError(f"{path} can't be opened ({error}): check your rights to it") from error
    if not head:
        raise DataError(f"{path.name} is empty (0 bytes): export it anew")
    return head


def _by_content(path: Path, head: bytes) -> str | None:
    kind = next((kind for beginning, kind in _BEGINNINGS if head.startswith(beginning)), None)
    if kind is None and head.startswith((b"PK\3\4", b"PK\5\6")):
        return _kind_of_archive(path)
    if kind is None and head.startswith(_OLE):
        return _kind_of_old_office(path)
    visible = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    refused = next((name for beginning, name in _REFUSED if visible.startswith(beginning)), None)
    if kind is None and refused:
        raise DataError(f"{path.name} is {refused}, not a table: open it and save the table as .xlsx or .csv")
    return kind


def _kind_of_archive(path: Path) -> str:
    with open_archive(path) as archive, damage_told(path, "a workbook"):
        parts = set(archive.namelist())
        if "mimetype" in parts and b"opendocument.spreadsheet" in archive.read("mimetype"):
            return "ods"
    if "xl/workbook.bin" in parts:
        raise DataError(f"{path.name} is a binary Excel workbook (.xlsb): save it as .xlsx")
    if "[Content_Types].xml" in parts and any(part.startswith("xl/") for part in parts):
        return "xlsx"
    raise DataError(f"{path.name} is an archive, not a workbook: unpack it and name the table in it")


def _kind_of_old_office(path: Path) -> str:
    """Tell workbooks in the container of old Office files by the names of its streams."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise DataError(f"{path.name} is protected by a password: save a copy without one")
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return "xls"
    if any(stream.encode("utf-16-le") in content for stream in _OLD_DOCUMENTS):
        raise DataError(
            f"{path.name} is an old Office document, not a workbook: save the table as .xlsx or .csv"
        )
    raise DataError(f"{path.name} is damaged or not a workbook: export it anew from the program that made it")


def _by_extension(path: Path, head: bytes) -> str:
    suffix = path.suffix.lower()
    kind = next((kind for kind, extensions in EXTENSIONS.items() if suffix in extensions), None)
    if kind is None:
        allowed = ", ".join(extension for extensions in EXTENSIONS.values() for extension in extensions)
        raise DataError(f"{path.name} is of no kind that is read: save it as one of {allowed}")
    if (
        kind == "text"
        or (kind == "dta" and head[:1] in _OLD_STATA)
        or (kind == "por" and b"SPSS PORT" in head)
    ):
        return kind
    if kind in _WORKBOOKS and _is_text(path):
        return "text"
    raise DataError(
        f"{path.name} is damaged or not {NAMES[kind]}: export it anew from the program that made it"
    )


def _is_text(path: Path) -> bool:
    try:
        decode(path.read_bytes(), path.name)
    except DataError:
        return False
    return True
