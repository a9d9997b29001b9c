"""REDCap's own codes, and its column per choice of a checkbox field."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.cohort import Problem, Problems
from analysis.dictionary import Dictionary, Level, Variable, fold
from analysis.loaders.cells import Cell, distinct_cells, text_of
from analysis.loaders.table import RawTable

_CHOICE = re.compile(r"(?P<field>.+?)(?:___(?P<code>\w+)|\s*\(choice=(?P<label>.+)\))", re.DOTALL)
_BOXES = {"1": "yes", "checked": "yes", "yes": "yes", "0": "no", "unchecked": "no", "no": "no"}
_Column = np.ndarray[tuple[int], np.dtype[np.object_]]


def with_own_codes(raw: RawTable, dictionary: Dictionary) -> RawTable:
    """Return a raw export of a REDCap project made from this dictionary with the labels of its codes.

    Such an export has the variables' very names as headings, and a column `<form>_complete` for one of the
    dictionary's forms; sex 1 and 2 then have a codebook. Any other table is returned as it is.
    """
    complete = {f"{variable.form}_complete" for variable in dictionary.variables.values()}
    if complete.isdisjoint(raw.headings):
        return raw
    names = {heading.split("___")[0] for heading in raw.headings} & dictionary.variables.keys()
    codes = {name: dictionary[name].level_of_code for name in names if dictionary[name].levels}
    return replace(raw, value_labels={**codes, **raw.value_labels})


@dataclass(frozen=True)
class Checkboxes:
    """A raw table whose checkbox columns are merged, and what was merged into what.

    `members` is merged heading → the headings it was made of. `variables` are the sets that the
    dictionary doesn't know, each named in `problems`.
    """

    raw: RawTable
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    variables: tuple[Variable, ...] = ()
    problems: Problems = field(default_factory=Problems)


@dataclass(frozen=True)
class _Merged:
    """A column made of others: where it stands, its heading and cells, and the columns it was made of."""

    index: int
    heading: str
    cells: _Column
    sources: tuple[int, ...]


def merge_checkboxes(raw: RawTable, dictionary: Dictionary, *, apart: Collection[str] = ()) -> Checkboxes:
    """Merge the columns "sites___1" or "Sites (choice=Bone)" of one field into one column of a set.

    A choice that is a flag of the dictionary becomes that flag, where the field isn't a variable itself. A
    row whose boxes are all blank is blank; one with none checked is "none". Headings in `apart` are left
    alone.
    """
    merged: dict[int, _Merged] = {}
    sets = []
    for name, choices in _fields(raw, apart).items():
        is_known = dictionary.match_heading(name) is not None
        flags = {} if is_known else {i: c for i, c in choices.items() if _is_flag(c, dictionary)}
        merged |= {i: _Merged(i, choice, _boxes(raw.columns[i]), (i,)) for i, choice in flags.items()}
        rest = {i: choice for i, choice in choices.items() if i not in flags}
        if rest:
            first = min(rest)
            merged[first] = _Merged(first, name, _joined(raw, rest), tuple(rest))
            if not is_known:
                sets.append((first, _set_variable(name, rest.values())))
    if not merged:
        return Checkboxes(raw)
    members = {m.heading: tuple(raw.headings[i] for i in m.sources) for m in merged.values()}
    problems = Problems.of(*(_unknown_field(raw, index, variable.name) for index, variable in sets))
    return Checkboxes(_with_columns(raw, merged), members, tuple(variable for _, variable in sets), problems)


def _fields(raw: RawTable, apart: Collection[str]) -> dict[str, dict[int, str]]:
    """Return checkbox field → column → the choice that the column is, by its label where it has one."""
    fields: dict[str, dict[int, str]] = {}
    for index, heading in enumerate(raw.headings):
        found = _CHOICE.fullmatch(heading.strip())
        if found and heading not in apart:
            choice = found["code"] or found["label"]
            labels = raw.value_labels.get(found["field"], {})
            fields.setdefault(found["field"], {})[index] = labels.get(choice, choice)
    return fields


def _is_flag(choice: str, dictionary: Dictionary) -> bool:
    match = dictionary.match_heading(choice)
    return match is not None and dictionary[match.variable].kind == "flag"


def _boxes(column: _Column) -> _Column:
    """Return the boxes as "yes", "no" or None; a cell that is neither stays as it is."""
    cells = distinct_cells(column)
    return np.array([*map(_box, cells.values), None], dtype=object)[cells.places]


def _box(cell: Cell) -> Cell:
    text = text_of(cell)
    return _BOXES.get(text.lower(), cell if text not in ("NA", "") else None)


def _joined(raw: RawTable, choices: Mapping[int, str]) -> _Column:
    """Return the checked choices of every row joined by "|"; a cell that is no box stays, beside it."""
    rows: list[list[str] | None] = [None] * len(raw.rows)
    for index, choice in choices.items():
        for row, box in enumerate(_boxes(raw.columns[index])):
            if box is None:
                continue
            chosen = rows[row] = rows[row] or []
            if box != "no":
                chosen.append(choice if box == "yes" else f"{choice}: {text_of(box)}")
    texts = [None if chosen is None else "|".join(chosen) or "none" for chosen in rows]
    return np.array(texts, dtype=object)


def _set_variable(name: str, choices: Iterable[str]) -> Variable:
    unique = {fold(choice): choice for choice in choices}
    return Variable(name, "set", {"en": name}, levels=tuple(Level(c, {"en": c}) for c in unique.values()))


def _unknown_field(raw: RawTable, index: int, name: str) -> Problem:
    message = (
        f'The dictionary knows no variable "{name}": its checkboxes were merged into a set under that '
        f'heading; give --map "{name}=variable" if it is one.'
    )
    cell = f"{raw.sheet}!{raw.letters[index]}"
    return Problem(cell, None, None, name, "unknown_column", "warning", message)


def _with_columns(raw: RawTable, merged: Mapping[int, _Merged]) -> RawTable:
    gone = {i for column in merged.values() for i in column.sources} - merged.keys()
    kept = [i for i in range(len(raw.headings)) if i not in gone]
    return replace(
        raw,
        headings=tuple(merged[i].heading if i in merged else raw.headings[i] for i in kept),
        columns=tuple(merged[i].cells if i in merged else raw.columns[i] for i in kept),
        letters=tuple(raw.letters[i] for i in kept),
    )
