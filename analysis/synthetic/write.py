"""Write a synthetic registry as CSV, block by block, under a name that says what it is."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.synthetic.registry import MISSING, simulate_blocks

WORD = "synthetic"


def write_registry(
    n: int, seed: int, path: str | Path, *, lesions: str | Path | None = None, missing: float = MISSING
) -> None:
    """Write n synthetic patients to a CSV file and, where `lesions` names one, their lesions to another.

    UTF-8, commas, ISO dates, level keys as they are; the same arguments give the same bytes. A file is
    written whole or not at all, and memory doesn't grow with n.

    Raises DataError for a name that lacks the word "synthetic" or isn't a .csv, for one name given twice,
    for a file that can't be written, and for numbers that `simulate` refuses.
    """
    targets = {"patients": checked_name(path)}
    if lesions is not None:
        targets["lesions"] = checked_name(lesions)
        if targets["lesions"].resolve() == targets["patients"].resolve():
            raise DataError(f"{path} is named for the patients and for the lesions: give two files.")
    blocks = simulate_blocks(n, seed, missing=missing)
    try:
        with ExitStack() as stack:
            files = {sheet: stack.enter_context(_replacing(target)) for sheet, target in targets.items()}
            for number, block in enumerate(blocks):
                for sheet, file in files.items():
                    file.writelines(_lines(getattr(block, sheet), heading=number == 0))
    except OSError as error:
        raise DataError(
            f"The registry could not be written to {path}: {error.strerror or error}; name another file with"
            " -o, or make room or leave to write there."
        ) from error


def checked_name(path: str | Path) -> Path:
    """Return the path of a synthetic registry, whose name must say so, or raise DataError."""
    file = Path(path)
    if WORD not in file.name.lower() or file.suffix.lower() != ".csv":
        raise DataError(
            f"The file name {file.name} doesn't say that its patients don't exist: it needs the word"
            f' "{WORD}" and the ending .csv; name it {WORD}_{file.stem}.csv.'
        )
    return file


@contextmanager
def _replacing(target: Path) -> Iterator[TextIO]:
    """Open a file that takes the target's place once it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".unfinished-", dir=target.parent) as scratch:
        unfinished = Path(scratch, target.name)
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            yield file
        unfinished.replace(target)


def _lines(frame: pd.DataFrame, *, heading: bool) -> Iterator[str]:
    if heading:
        yield ",".join(frame.columns) + "\n"
    cells = zip(*(_texts(frame[name]) for name in frame.columns), strict=True)
    yield from (",".join(row) + "\n" for row in cells)


def _texts(column: "pd.Series[Any]") -> list[str]:
    """Return a column's cells; Python writes each distinct value once, which is several times faster."""
    codes, distinct = pd.factorize(column)
    texts = np.array([*map(_text, distinct), ""], dtype=object)
    return list(texts[codes])


def _text(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return np.format_float_positional(value, trim="-")
    text = str(value)
    return f'"{text}"' if "," in text else text
