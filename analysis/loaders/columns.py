"""One raw column made a typed one: its cells parsed by its variable's kind, its problems addressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.cohort import Problem, Problems
from analysis.dictionary import Dictionary, HeadingMatch, Variable, fold
from analysis.loaders.cells import (
    NO_PROOFS,
    Cell,
    Cells,
    Fault,
    Floats,
    Parsed,
    Places,
    Proofs,
    code_of,
    distinct_cells,
    text_of,
)
from analysis.loaders.headings import Assignment
from analysis.loaders.infer import inferred
from analysis.loaders.parse import parse
from analysis.loaders.table import CellError, RawTable, Uncalculated

FOLLOW_UP = "follow_up_time"
"""The one variable that keeps the unit its column is written in."""

_BROKEN: frozenset[type] = frozenset({CellError, Uncalculated})
_ERROR_TEXTS = frozenset(
    (
        *("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
        *("#YOK", "#SAYI/0!", "#BAŞV!", "#DEĞER!", "#AD?", "#SAYI!", "#BOŞ!"),
    )
)
"""What spreadsheets show for errors, in English and Turkish."""


@dataclass(frozen=True)
class TypedColumn:
    """A column of the cohort: what it means, a value for every record, and what was doubtful.

    `values` is a pandas array as Cohort.frame holds it; `low` and `high` are there where a number or
    count was a bound. `note` is the decimal mark or the date order that the column proved, `proofs` what
    its cells prove of both.
    """

    assignment: Assignment
    variable: Variable
    values: Any
    problems: Problems
    low: Floats | None = None
    high: Floats | None = None
    note: str | None = None
    remarks: tuple[str, ...] = ()
    proofs: Proofs = NO_PROOFS


def type_column(
    raw: RawTable,
    assignment: Assignment,
    dictionary: Dictionary,
    *,
    date_order: str | None = None,
    unit: str | None = None,
    sheet: Proofs = NO_PROOFS,
) -> TypedColumn:
    """Parse every distinct cell of a column once and return the typed column.

    Errors of the spreadsheet and formulas without a value are reported and left blank; codes become the
    labels that the file or the heading gives them; codes declared missing become blank and are counted
    in `remarks`. A column that the dictionary doesn't know gets an inferred variable. `date_order` goes
    before an order that the heading states; `unit` is that of a follow-up time of which
    neither heading nor cells tell the unit; `sheet` is what all columns prove together, once that is known.
    """
    every = distinct_cells(raw.columns[assignment.index])
    is_whole = _ERROR_TEXTS.isdisjoint(every.values) and _BROKEN.isdisjoint(map(type, every.values))
    cells = every if is_whole else every.replaced(lambda cell: None if _is_broken(cell) else cell)
    cells, remarks = _without_user_missing(cells, raw, assignment)
    cells = _labelled(cells, raw, assignment)
    if assignment.match is None:
        variable, parsed = inferred(
            assignment.name, cells, dictionary, date_order=date_order, date1904=raw.date1904, sheet=sheet
        )
    else:
        as_kind = partial(parse, dictionary=dictionary, date1904=raw.date1904, sheet=sheet)
        variable, parsed = _as_matched(cells, assignment.match, dictionary, as_kind, date_order, unit)
    broken = {} if is_whole else _broken_faults(every, variable)
    low, high = (None if end is None else _everywhere(end, cells.places) for end in (parsed.low, parsed.high))
    return TypedColumn(
        assignment=assignment,
        variable=variable,
        values=_spread(parsed, variable, cells.places),
        problems=_addressed(raw, assignment, variable, every, broken)
        + _addressed(raw, assignment, variable, cells, parsed.faults),
        low=low,
        high=high,
        note=parsed.note,
        remarks=remarks,
        proofs=parsed.proofs,
    )


def _as_matched(
    cells: Cells,
    match: HeadingMatch,
    dictionary: Dictionary,
    as_kind: Callable[..., Parsed],
    date_order: str | None,
    unit: str | None,
) -> tuple[Variable, Parsed]:
    """Parse the cells of a known variable in the unit or the date order that its heading states."""
    variable = dictionary[match.variable]
    if variable.kind == "date":
        return variable, as_kind(cells, variable, date_order=date_order or match.unit)
    if variable.name == FOLLOW_UP:
        variable = measured_in(variable, match.unit or _unit_of_every_cell(cells, dictionary) or unit)
        return variable, as_kind(cells, variable)
    return variable, as_kind(cells, variable, unit=match.unit)


def measured_in(variable: Variable, unit: str | None) -> Variable:
    """Return a variable whose unit is another, its range and factors converted.

    >>> months = Variable("t", "number", {}, unit="months", high=12, factors={"years": 12})
    >>> measured_in(months, "years").high
    1.0
    """
    if unit is None or unit == variable.unit:
        return variable
    size = variable.factors.get(unit)
    if size is None:
        return replace(variable, unit=unit, low=None, high=None, factors={})
    factors = {other: factor / size for other, factor in variable.factors.items() if other != unit}
    if variable.unit:
        factors[variable.unit] = 1 / size
    low, high = (None if end is None else end / size for end in (variable.low, variable.high))
    return replace(variable, unit=unit, low=low, high=high, factors=factors)


def _unit_of_every_cell(cells: Cells, dictionary: Dictionary) -> str | None:
    """Return the one unit written in all cells ("12 ay", "3 ay"), None where they differ or bear none."""
    units = {
        dictionary.unit_of_text.get(fold(text_of(cell).lstrip("0123456789., <>≤≥+-")))
        for cell in cells.values
    }
    return units.pop() if len(units) == 1 else None


def _without_user_missing(
    cells: Cells, raw: RawTable, assignment: Assignment
) -> tuple[Cells, tuple[str, ...]]:
    declared = raw.user_missing.get(assignment.heading, frozenset())
    missing = [i for i, cell in enumerate(cells.values) if text_of(cell) in declared] if declared else []
    if not missing:
        return cells, ()
    count = int(np.isin(cells.places, missing).sum())
    codes = ", ".join(sorted(text_of(cells.values[i]) for i in missing))
    remark = f"{assignment.heading}: {count} cells hold what the file declares missing ({codes})"
    return cells.replaced(lambda cell: None if text_of(cell) in declared else cell), (remark,)


def _labelled(cells: Cells, raw: RawTable, assignment: Assignment) -> Cells:
    labels = dict(raw.value_labels.get(assignment.heading, {}))
    if assignment.match:
        labels |= assignment.match.codes
    return cells.replaced(lambda cell: labels.get(code_of(text_of(cell)), cell)) if labels else cells


def _is_broken(cell: Cell) -> bool:
    return type(cell) in _BROKEN or cell in _ERROR_TEXTS


def _broken_faults(cells: Cells, variable: Variable) -> dict[int, Fault]:
    return {i: _broken_fault(cell, variable) for i, cell in enumerate(cells.values) if _is_broken(cell)}


def _broken_fault(cell: Cell, variable: Variable) -> Fault:
    if isinstance(cell, Uncalculated):
        message = (
            f"{variable.name} is a formula whose value the file doesn't hold; open the file in a spreadsheet "
            "program and save it, or write the value."
        )
        return Fault("uncalculated_formula", "error", message)
    shown = cell.text if isinstance(cell, CellError) else cell
    return Fault(
        "error_cell", "error", f"{variable.name} shows the error {shown}; correct the cell or clear it."
    )


def _addressed(
    raw: RawTable, assignment: Assignment, variable: Variable, cells: Cells, faults: Mapping[int, Fault]
) -> Problems:
    """Return one problem a faulty cell, counted in full, listed up to the limit."""
    if not faults:
        return Problems()
    faulty = np.zeros(len(cells.values) + 1, dtype=bool)
    faulty[list(faults)] = True
    records = np.flatnonzero(faulty[cells.places])
    counts: dict[tuple[str, str], int] = {}
    for i, n in zip(*np.unique(cells.places[records], return_counts=True), strict=True):
        key = (faults[i].rule, faults[i].severity)
        counts[key] = counts.get(key, 0) + int(n)
    private = variable.kind in ("identifier", "date") or variable.role == "identifier"
    listed = []
    for record in records[: Problems.LIMIT].tolist():
        place = cells.places[record]
        fault = faults[place]
        value = None if private else _shown(cells.values[place])
        cell = raw.address(assignment.index, record)
        row = int(raw.rows[record])
        listed.append(Problem(cell, row, variable.name, value, fault.rule, fault.severity, fault.message))
    return Problems(tuple(listed), counts)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Uncalculated):
        return cell.formula
    return cell.text if isinstance(cell, CellError) else text_of(cell)


def _spread(parsed: Parsed, variable: Variable, places: Places) -> Any:
    """Return the value of every record as the pandas array that its kind is kept in."""
    if variable.kind in ("number", "count"):
        return _everywhere(parsed.values, places)
    if variable.kind == "date":
        missing = np.array([day is None for day in parsed.values] + [True])
        days = np.array([day or 0 for day in parsed.values] + [0], dtype=np.int64)
        return pd.arrays.IntegerArray(days[places], missing[places])
    if variable.kind in ("text", "identifier"):
        return np.array([*parsed.values, None], dtype=object)[places]
    keys = variable.level_keys if variable.kind in ("flag", "level") else ()
    observed = (value for value in parsed.values if value is not None)
    categories: list[str] = list(dict.fromkeys((*keys, *observed)))
    code = {category: i for i, category in enumerate(categories)}
    codes = np.array([code.get(value, -1) for value in parsed.values] + [-1], dtype=np.int64)
    return pd.Categorical.from_codes(codes[places], categories=pd.Index(categories, dtype=object))


def _everywhere(values: Floats, places: Places) -> Floats:
    return np.append(values, np.nan)[places]
