"""Zip archives, which workbooks are: opened only when what they unpack to is within bounds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from analysis.errors import DataError

LARGEST_UNPACKED = 2**30
"""Bytes to which a workbook may unpack, all parts together."""
LARGEST_UNCHECKED = 2**26
"""Bytes up to which a part may unpack however well it was packed."""
HIGHEST_RATIO = 200
"""Unpacked to packed bytes of a larger part; sheets of a million alike rows reach about 40."""


def open_archive(path: Path) -> ZipFile:
    """Open a zip archive after checking the sizes in its directory.

    A directory that lies is no danger: zipfile hands out no more bytes of a part than it declares.
    Raises DataError where the archive is damaged or would unpack to more than the limits.
    """
    with damage_told(path, "a workbook"):
        archive = ZipFile(path)
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED or any(_is_bomb(part) for part in parts):
        archive.close()
        raise DataError(
            f"{path.name} would unpack to {unpacked / 2**20:,.0f} MiB: at most"
            f" {LARGEST_UNPACKED / 2**20:,.0f} MiB and {HIGHEST_RATIO} times the packed size are read;"
            " save the sheet you need as a new file"
        )
    return archive


@contextmanager
def damage_told(path: Path, what: str) -> Iterator[None]:
    """Turn whatever a reader trips over in a damaged file into one sentence, a DataError."""
    try:
        yield
    except DataError:
        raise
    except Exception as error:  # each format's library has its own ways to fail on damage
        raise DataError(
            f"{path.name} can't be read as {what}: it is damaged or was cut short; open it in the"
            " program that made it and save it anew"
        ) from error


def _is_bomb(part: ZipInfo) -> bool:
    return part.file_size > max(LARGEST_UNCHECKED, HIGHEST_RATIO * part.compress_size)
