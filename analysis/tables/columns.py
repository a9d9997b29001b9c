"""Columns of a cohort made ready for counting: coded answers, numbers, and the groups of patients."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.dictionary import Dictionary, Variable, natural_key
from analysis.errors import DataError
from analysis.vocabulary.vertebrae import LEVELS as VERTEBRAE

ALL = "all"
"""The group of every record, whatever the others."""

NUMBERS = ("number", "count")
MANY = ("set", "vertebrae")
"""Kinds of which one patient may have several members, joined by "|"."""
TABULATED = (*NUMBERS, "flag", "level", "primary", *MANY)
MOST_GROUPS = 20

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Selection:
    """The part of a cohort that a table is about.

    `data` holds the variables' columns and, where a number is known only as a range (">3"), its
    companion `<name>_low`; `groups` says which records are in each group, "all" first.
    """

    data: pd.DataFrame
    variables: tuple[Variable, ...]
    groups: Mapping[str, Mask]


@dataclass(frozen=True)
class Answers:
    """The answers of all records to one variable of levels.

    `codes` (n_records,) is the position of each record's answer, −1 where it is missing; `holds`
    (n_answers, n_levels) says which levels an answer holds: one, or for a set any number.
    """

    levels: tuple[str, ...]
    codes: npt.NDArray[np.int64]
    holds: npt.NDArray[np.int64]

    @property
    def known(self) -> Mask:
        """Which records have an answer."""
        return self.codes >= 0

    def counts(self, among: Mask) -> npt.NDArray[np.int64]:
        """Return how many of the records marked hold each level."""
        chosen = self.codes[among & self.known]
        return np.bincount(chosen, minlength=len(self.holds)) @ self.holds


def select(
    frame: Any, dictionary: Dictionary, variables: Sequence[str] | None = None, *, by: str | None = None
) -> Selection:
    """Select the variables asked for, or every column that can be tabulated, and the groups of records.

    Identifiers, dates and free texts are not tabulated, nor the variable that makes the groups. A
    record without the grouping variable is in the group "all" alone.

    Raises DataError for a name that the data do not hold, a variable whose kind can't be tabulated,
    and a `by` that makes no groups or more than MOST_GROUPS.
    """
    columns = nw.from_native(frame).lazy().collect_schema().names()
    for name in (*(variables or ()), *([by] if by else ())):
        _demand_present(name, columns, dictionary)
    if variables is None:
        known = (name for name in columns if name in dictionary and name != by)
        variables = [name for name in known if dictionary[name].kind in TABULATED]
    chosen = tuple(_tabulable(dictionary[name]) for name in variables)
    ranges = [f"{v.name}_low" for v in chosen if v.kind in NUMBERS and f"{v.name}_low" in columns]
    data = _pandas(frame, dict.fromkeys([*variables, *ranges, *([by] if by else [])]))
    return Selection(data, chosen, _groups(data, dictionary[by] if by else None))


def answers(column: "pd.Series[Any]", variable: Variable) -> Answers:
    """Return a column of levels coded.

    The levels are those observed, in the dictionary's order, then texts that are no level, as they
    stand; a flag always has its two. A set counts under each of its members.
    """
    coded = column.astype("category")
    texts = [_text(value) for value in coded.cat.categories]
    members = [tuple(text.split("|")) if variable.kind in MANY else (text,) for text in texts]
    codes = coded.cat.codes.to_numpy().astype(np.int64)
    seen = np.bincount(codes[codes >= 0], minlength=len(texts)) > 0
    found = {m for held, here in zip(members, seen, strict=True) if here for m in held}
    levels = in_order(found | set(variable.level_keys if variable.kind == "flag" else ()), variable)
    holds = np.array([[level in held for level in levels] for held in members], dtype=np.int64)
    return Answers(levels, codes, holds.reshape(len(texts), len(levels)))


def numbers(column: "pd.Series[Any]") -> Floats:
    """Return a column of numbers as floats, NaN where missing."""
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def in_order(levels: Iterable[str], variable: Variable) -> tuple[str, ...]:
    """Return levels in the dictionary's order, vertebrae from above; others follow, "x2" before "x10".

    A set of candidate levels ("lung_nsclc|lung_sclc") stands behind its first.
    """
    keys = VERTEBRAE if variable.kind == "vertebrae" else variable.level_keys
    place = {key: position for position, key in enumerate(keys)}

    def order(level: str) -> tuple[int, tuple[tuple[int, str], ...]]:
        return place.get(level.partition("|")[0], len(place)), natural_key(level)

    return tuple(sorted(levels, key=order))


def _text(value: object) -> str:
    # 2.0 is how a code of a numeric column is kept, and not how anyone writes it
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _demand_present(name: str, columns: Sequence[str], dictionary: Dictionary) -> None:
    if name not in columns or name not in dictionary:
        known = ", ".join(column for column in columns if column in dictionary)
        raise DataError(
            f'the data have no variable {name!r}: ask for one of {known}, or use --map "heading=variable" '
            "to say which column it is."
        )


def _tabulable(variable: Variable) -> Variable:
    if variable.kind not in TABULATED:
        raise DataError(
            f"the variable {variable.name} is of kind {variable.kind}, which a table can't hold: "
            f"ask for one of kind {', '.join(TABULATED)}."
        )
    return variable


def _pandas(frame: Any, names: Iterable[str]) -> pd.DataFrame:
    # Tables are counted in pandas, whatever engine the records are in
    if isinstance(frame, pd.DataFrame):
        return frame[list(names)]
    found: pd.DataFrame = nw.from_native(frame).lazy().select(list(names)).collect("pandas").to_native()
    return found


def _groups(data: pd.DataFrame, by: Variable | None) -> Mapping[str, Mask]:
    found = {ALL: np.ones(len(data), dtype=np.bool_)}
    if by is None:
        return found
    coded = data[by.name].astype("category").cat
    codes = coded.codes.to_numpy()
    masks = {_text(value): codes == code for code, value in enumerate(coded.categories) if code in codes}
    if not 1 <= len(masks) <= MOST_GROUPS:
        raise DataError(
            f"the variable {by.name} makes {len(masks)} groups, and a table can hold 1 to {MOST_GROUPS}: "
            "group by a variable with fewer levels."
        )
    return found | {_apart(level, by): masks[level] for level in in_order(masks, by)}


def _apart(level: str, by: Variable) -> str:
    # A level that is called as all records together are keeps its variable's name, as in survival
    return f"{by.name}={level}" if level == ALL else level
