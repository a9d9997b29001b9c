"""REDCap's own ways: a column per choice of a checkbox field, a row per repeated form or event."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.cohort import ROW, Problem, Problems
from analysis.dictionary import Dictionary, Level, Variable, fold
from analysis.loaders.cells import Cell, distinct_cells, text_of
from analysis.loaders.records import PATIENT
from analysis.loaders.table import RawTable

_CHOICE = re.compile(r"(?P<field>.+?)(?:___(?P<code>\w+)|\s*\(choice=(?P<label>.+)\))", re.DOTALL)
_BOXES = {"1": "yes", "checked": "yes", "yes": "yes", "0": "no", "unchecked": "no", "no": "no"}
_FORM = frozenset({"redcap repeat instrument", "repeat instrument", "redcap event name", "event name"})
_INSTANCE = frozenset({"redcap repeat instance", "repeat instance"})
STRUCTURE = _FORM | _INSTANCE
"""Folded headings of the columns that say which form, event and instance a row is."""

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


@dataclass(frozen=True)
class Instances:
    """The rows of repeated forms and events merged: one row a patient, and what else there was.

    `sources` is column of the frame → the column whose values it holds; `lesions` the rows of a form of
    lesions, None where there is none.
    """

    frame: pd.DataFrame
    sources: Mapping[str, str]
    lesions: pd.DataFrame | None = None
    remark: str | None = None


def merge_instances(frame: pd.DataFrame, dictionary: Dictionary) -> Instances:
    """Merge the rows that REDCap exports for one patient, a row per repeated form or event.

    The patient's first row takes what the first instance of every form holds where it is blank itself.
    What further instances hold goes to columns of their own ("Sample Type #2"), so nothing is lost; the
    instances of a form of lesions become rows of lesions. Without such columns, or without patients, the
    frame is returned as it is.
    """
    forms = [name for name in frame.columns if fold(name) in _FORM]
    if not forms or PATIENT not in frame:
        return Instances(frame, {name: name for name in frame.columns})
    structure = [name for name in frame.columns if fold(name) in STRUCTURE]
    form = frame[forms].astype(object).where(frame[forms].notna(), "").agg(" ".join, axis=1).str.strip()
    number = frame.groupby([frame[PATIENT], form], dropna=False, sort=False).cumcount() + 1
    is_base = ~frame[PATIENT].duplicated() | frame[PATIENT].isna()
    of_lesions = ~is_base & form.isin(_forms_of_lesions(frame, form[number > 1], dictionary))
    plain = frame.drop(columns=structure)
    merged = plain[is_base].set_index(PATIENT, drop=False)
    sources = {name: name for name in merged.columns}
    for _, rows in plain[~is_base & ~of_lesions].groupby([form, number], sort=False):
        merged, added = _filled(merged, rows, form[rows.index[0]], int(number[rows.index[0]]))
        sources |= added
    lesions = plain[of_lesions].dropna(axis=1, how="all") if of_lesions.any() else None
    if lesions is not None:
        moved = [name for name in lesions.columns if merged[name].isna().all()]
        merged = merged.drop(columns=moved)
    remark = f"{len(frame)} rows of repeated forms or events were merged into {len(merged)} patients"
    return Instances(merged.reset_index(drop=True), sources, lesions, remark)


def _forms_of_lesions(frame: pd.DataFrame, repeated: "pd.Series[str]", dictionary: Dictionary) -> set[str]:
    """Return the forms repeated for one patient that hold a column which the dictionary keeps by lesion."""
    of_lesions = [
        name for name in frame.columns if name in dictionary and dictionary[name].sheet == "lesions"
    ]
    filled = frame.loc[repeated.index, of_lesions].notna().any(axis=1)
    return set(repeated[filled])


def _filled(
    merged: pd.DataFrame, rows: pd.DataFrame, form: str, number: int
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the patients with what one instance of a form adds, and its new columns with their sources.

    The first instance fills a column where it is blank, unless a value would be lost; what it can't fill,
    and every further instance, stands in columns of its own.
    """
    suffix = " ".join(part for part in (form, f"#{number}" if number > 1 else "") if part)
    block = rows.drop(columns=ROW).set_index(PATIENT).dropna(axis=1, how="all")
    new, sources = {}, {}
    for name in block.columns:
        there, here = merged[name], block[name].reindex(merged.index)
        differs = there.notna() & here.notna() & (there.astype(object) != here.astype(object))
        if number == 1 and not differs.any():
            merged = merged.assign(**{name: there.where(there.notna(), here)})
        else:
            new[f"{name} ({suffix})"] = here
            sources[f"{name} ({suffix})"] = name
    return pd.concat([merged, pd.DataFrame(new, index=merged.index)], axis=1), sources
