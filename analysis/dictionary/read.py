"""Read the CSVs of data_dictionary/, and those with which a user extends it."""

import csv
import hashlib
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from analysis.dictionary.fold import fold
from analysis.dictionary.model import (
    KINDS,
    LANGUAGES,
    ROLES,
    Dictionary,
    Heading,
    Level,
    Unit,
    Variable,
)
from analysis.errors import DataError, DefinitionError

Row = Mapping[str, str]
Levels = Mapping[str, tuple[Level, ...]]

COLUMNS = ("name", "kind", "unit", "low", "high", "role", "ordered", "form", "sheet", *LANGUAGES, "source")
MORE_COLUMNS = (*COLUMNS, "levels", "headings")
"""What a user's file may have: `levels` as "key=label|key=label", `headings` as "text|text"."""

_FLAG_LEVELS = "*"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def load_dictionary(*more: str | Path) -> Dictionary:
    """Return the data dictionary, extended by the variables of further CSV files.

    A further file has the columns of variables.csv, of which only name and kind are needed, and may have
    `levels` ("key=label|key=label") and `headings` ("text|text"). Its variable replaces one of ours that
    has the same name, and its headings go before ours.

    Raises:
        DataError: a further file can't be read or contradicts itself; says which line.
        DefinitionError: our own files contradict themselves.

    >>> load_dictionary()["escc_grade"].level_keys
    ('0', '1a', '1b', '1c', '2', '3')
    """
    dictionary = _own_dictionary()
    for path in more:
        dictionary = _extend(dictionary, Path(path))
    return dictionary


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of our own CSV files, such as "primaries.csv"."""
    with (_folder() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _folder() -> Path:
    """Return data_dictionary/: inside the package where it was installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    for folder in (package / "data_dictionary", package.parent / "data_dictionary"):
        if (folder / "variables.csv").is_file():
            return folder
    raise DefinitionError(f"data_dictionary/ is neither in {package} nor beside it")


@cache
def _own_dictionary() -> Dictionary:
    levels = _own_levels()
    factors = _own_factors()
    variables = {row["name"]: _own_variable(row, levels, factors) for row in read_rows("variables.csv")}
    headings = tuple(
        Heading(row["heading"], row["variable"], row["unit"] or None) for row in read_rows("headings.csv")
    )
    units = {
        row["unit"]: Unit(row["unit"], _labels(row), _split(row["texts"])) for row in read_rows("units.csv")
    }
    strangers = {*levels, *factors, *(heading.variable for heading in headings)} - {*variables, _FLAG_LEVELS}
    if strangers:
        raise DefinitionError(f"no variable is named {', '.join(sorted(strangers))}")
    return Dictionary(
        variables, headings, units, _sha256(path.read_bytes() for path in sorted(_folder().glob("*.csv")))
    )


def _own_levels() -> dict[str, tuple[Level, ...]]:
    levels: dict[str, tuple[Level, ...]] = {}
    for row in read_rows("levels.csv"):
        level = Level(row["level"], _labels(row), _split(row["texts"]), int(row["code"]))
        levels[row["variable"]] = (*levels.get(row["variable"], ()), level)
    return levels


def _own_factors() -> dict[str, dict[str, float]]:
    factors: dict[str, dict[str, float]] = {}
    for row in read_rows("conversions.csv"):
        factors.setdefault(row["variable"], {})[row["unit"]] = float(row["factor"])
    return factors


def _own_variable(row: Row, levels: Levels, factors: Mapping[str, Mapping[str, float]]) -> Variable:
    variable = replace(_variable(row), factors=factors.get(row["name"], {}))
    if variable.kind == "flag":
        return replace(variable, levels=_flag_levels(levels.get(variable.name, ()), levels[_FLAG_LEVELS]))
    if variable.kind == "primary":
        primaries = tuple(Level(row["key"], _labels(row)) for row in read_rows("primaries.csv"))
        groups = tuple(Level(row["keys"], _labels(row)) for row in read_rows("primary_groups.csv"))
        return replace(variable, levels=primaries, groups=groups)
    return replace(variable, levels=levels.get(variable.name, ()))


def _flag_levels(own: tuple[Level, ...], common: tuple[Level, ...]) -> tuple[Level, ...]:
    """Return a flag's no and yes: its own labels where it has any, its own spellings and everybody's."""
    mine = {level.key: level for level in own}
    return tuple(
        replace(
            level, labels=mine[level.key].labels or level.labels, texts=_with_common(mine[level.key], level)
        )
        if level.key in mine
        else level
        for level in common
    )


def _with_common(own: Level, common: Level) -> tuple[str, ...]:
    return (*own.texts, *common.labels.values(), *common.texts)


def _variable(row: Row) -> Variable:
    return Variable(
        name=row["name"],
        kind=row["kind"],
        labels=_labels(row),
        role=row.get("role") or "descriptor",
        unit=row.get("unit") or None,
        low=_number(row.get("low", "")),
        high=_number(row.get("high", "")),
        ordered=row.get("ordered", "") == "yes",
        form=row.get("form") or "other",
        sheet=row.get("sheet") or "patients",
        source=row.get("source", ""),
    )


def _extend(dictionary: Dictionary, path: Path) -> Dictionary:
    """Return the dictionary with the variables of a user's file."""
    content = _content(path)
    variables: dict[str, Variable] = {}
    headings: list[Heading] = []
    for line, row in _user_rows(content, path):
        variable = _user_variable(row, f"{path.name} line {line}")
        if variable.name in variables:
            raise DataError(
                f"{path.name} line {line}: {variable.name!r} is defined twice; keep one of the two."
            )
        variables[variable.name] = variable
        texts = (*variable.labels.values(), *_split(row.get("headings", "")))
        headings += [Heading(text, variable.name) for text in texts]
    _check_headings(dictionary, headings, path)
    return replace(
        dictionary.with_variables(variables.values()),
        headings=(*headings, *dictionary.headings),
        sha256=_sha256([dictionary.sha256.encode(), content]),
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"The dictionary {path} can't be read: {error.strerror}.") from None


def _user_rows(content: bytes, path: Path) -> Iterator[tuple[int, Row]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"The dictionary {path.name} is not UTF-8 text: save it as CSV UTF-8.") from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first and "," not in first else ",")
    columns = [column.strip() for column in reader.fieldnames or ()]
    unknown = sorted(set(columns) - set(MORE_COLUMNS))
    if unknown or not {"name", "kind"} <= set(columns):
        fault = f"has an unknown column {unknown[0]!r}" if unknown else "lacks a column name or kind"
        raise DataError(f"{path.name} line 1 {fault}: the columns may be {', '.join(MORE_COLUMNS)}.")
    reader.fieldnames = columns
    for row in reader:
        if None in row:
            raise DataError(
                f"{path.name} line {reader.line_num} has more cells than headings: put quotes around commas."
            )
        yield reader.line_num, {column: (cell or "").strip() for column, cell in row.items()}


def _user_variable(row: Row, where: str) -> Variable:
    for column, allowed in (("kind", KINDS), ("role", ROLES), ("ordered", ("yes", "no"))):
        value = row.get(column, "")
        if value not in allowed and (value or column == "kind"):
            raise DataError(f"{where}: {column} is {value!r}; write one of {', '.join(allowed)}.")
    if not _NAME.fullmatch(row["name"]):
        raise DataError(
            f"{where}: {row['name']!r} is no name; write small letters, digits and _, as in serum_iron."
        )
    try:
        return _with_user_levels(_variable(row), row)
    except (ValueError, DefinitionError) as error:
        raise DataError(f"{where}: {error}.") from None


def _with_user_levels(variable: Variable, row: Row) -> Variable:
    """Add the levels of "key=label|key=label"; a flag and a primary have theirs without saying."""
    if variable.kind == "flag":
        return replace(variable, levels=_own_levels()[_FLAG_LEVELS])
    if variable.kind == "primary":
        ours = _own_dictionary()["primary_site"]
        return replace(variable, levels=ours.levels, groups=ours.groups)
    entries = [entry.partition("=") for entry in _split(row.get("levels", ""))]
    if variable.kind in ("level", "set") and not entries:
        raise ValueError(f"a {variable.kind} needs levels, written key=label|key=label")
    levels = (
        Level(key.strip(), {"en": label.strip() or key.strip()}, code=code)
        for code, (key, _, label) in enumerate(entries, 1)
    )
    return replace(variable, levels=tuple(levels))


def _check_headings(dictionary: Dictionary, headings: Iterable[Heading], path: Path) -> None:
    """Refuse a heading that two of the user's variables claim, or that is the name of another variable."""
    owner = {fold(name): name for name in dictionary.variables}
    for heading in headings:
        if owner.setdefault(fold(heading.text), heading.variable) != heading.variable:
            other = owner[fold(heading.text)]
            raise DataError(
                f"{path.name}: the heading {heading.text!r} names both {other} and {heading.variable}."
            )


def _labels(row: Row) -> dict[str, str]:
    return {lang: row[lang] for lang in LANGUAGES if row.get(lang)}


def _split(texts: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts.split("|") if text.strip())


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"{text!r} is no number") from None
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is no number; leave an open end empty")
    return number


def _sha256(contents: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()
