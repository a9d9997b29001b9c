"""A raw table made a typed one, with everything that was doubtful in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd

from analysis.cohort import ROW, Problem, Problems
from analysis.dictionary import Dictionary
from analysis.loaders.cells import Proofs
from analysis.loaders.columns import TypedColumn, type_column
from analysis.loaders.headings import assign_headings
from analysis.loaders.instances import merge_instances
from analysis.loaders.primary import settle_primary
from analysis.loaders.records import Records
from analysis.loaders.redcap import Checkboxes, merge_checkboxes, with_own_codes
from analysis.loaders.table import RawTable


@dataclass(frozen=True)
class TypedTable:
    """The typed records of one sheet.

    `records.frame` has one row a record, columns as Cohort.frame has them; `columns` is heading as read →
    variable, None where the dictionary knows none; `date_orders` heading → the order its dates proved.
    `lesions` holds the rows of a repeated REDCap form of lesions.
    """

    records: Records
    problems: Problems
    columns: Mapping[str, str | None]
    decimal_mark: str | None
    date_orders: Mapping[str, str]
    notes: tuple[str, ...]
    lesions: pd.DataFrame | None = None


def type_table(
    raw: RawTable,
    dictionary: Dictionary,
    *,
    mapping: Mapping[str, str],
    date_order: str | None = None,
    unit: str | None = None,
) -> TypedTable:
    """Type every column of a raw table, merge what REDCap spreads out, and report what is doubtful.

    `mapping` is heading → variable; `date_order` settles every date column; `unit` is that of the
    follow-up time. The dictionary of the records also holds the variables inferred for unknown columns.
    """
    boxes = merge_checkboxes(with_own_codes(raw, dictionary), dictionary, apart=mapping.keys())
    known = dictionary.with_variables(boxes.variables)
    assignments, unknown = assign_headings(boxes.raw, known, mapping=mapping)
    type_one = partial(type_column, boxes.raw, dictionary=known, date_order=date_order, unit=unit)
    columns = _settled_together([type_one(assignment) for assignment in assignments], type_one)
    merged = merge_instances(_records(boxes.raw, columns, known))
    settled = settle_primary(merged.records)
    marks = {column.note for column in columns if column.note and column.variable.kind != "date"}
    remarks = [remark for column in columns for remark in column.remarks]
    return TypedTable(
        records=settled.records,
        problems=sum((column.problems for column in columns), _outside(raw) + boxes.problems + unknown)
        + merged.problems
        + settled.problems,
        columns=_read_as(raw, boxes, columns, dictionary),
        decimal_mark=" and ".join(sorted(marks)) or None,
        date_orders={c.assignment.heading: c.note for c in columns if c.note and c.variable.kind == "date"},
        notes=(*raw.notes, *remarks, *merged.notes, *settled.notes),
        lesions=merged.lesions,
    )


def _settled_together(columns: Sequence[TypedColumn], again: Callable[..., TypedColumn]) -> list[TypedColumn]:
    """Type those columns again that the others help to read, or contradict."""
    sheet = sum((column.proofs for column in columns), Proofs())
    return [
        _with_mark_told(column, again(column.assignment, sheet=sheet), sheet)
        if _concerns(sheet, column)
        else column
        for column in columns
    ]


def _concerns(sheet: Proofs, column: TypedColumn) -> bool:
    """Return whether the sheet proves what the column doesn't: its decimal mark, or another date order."""
    if column.variable.kind == "date":
        styles = {style for style, _ in column.proofs.orders}
        return any(style in styles for style, _ in sheet.orders.keys() - column.proofs.orders.keys())
    warned = ("unparsed", "warning") in column.problems.counts
    return warned and len(sheet.marks) == 1 and not column.proofs.marks


def _with_mark_told(before: TypedColumn, after: TypedColumn, sheet: Proofs) -> TypedColumn:
    """Return the column with a remark on how many doubtful numbers the other columns' mark has settled."""
    settled = before.problems.count("warning") - after.problems.count("warning")
    if before.variable.kind == "date" or not settled:
        return after
    remark = (
        f"{after.assignment.heading}: {settled} cells that may hold a decimal mark or thousands were read "
        f"with the decimal mark {''.join(sheet.marks)!r} of the other columns"
    )
    return replace(after, remarks=(*after.remarks, remark))


def _frame(raw: RawTable, columns: Iterable[TypedColumn]) -> pd.DataFrame:
    values: dict[str, Any] = {ROW: raw.rows}
    for column in columns:
        values[column.assignment.name] = column.values
        if column.low is not None:
            values[f"{column.assignment.name}_low"] = column.low
            values[f"{column.assignment.name}_high"] = column.high
    return pd.DataFrame(values, copy=False)


def _records(raw: RawTable, columns: Sequence[TypedColumn], dictionary: Dictionary) -> Records:
    """Return the records with the meaning and the address of every column."""
    by_name = {column.assignment.name: column for column in columns}
    return Records(
        frame=_frame(raw, columns),
        dictionary=dictionary.with_variables(replace(c.variable, name=name) for name, c in by_name.items()),
        sheet=raw.sheet,
        headings={name: c.assignment.heading for name, c in by_name.items()},
        letters={name: raw.letters[c.assignment.index] for name, c in by_name.items()},
        written={
            name: raw.columns[c.assignment.index]
            for name, c in by_name.items()
            if c.variable.kind == "vertebrae"
        },
    )


def _read_as(
    raw: RawTable, boxes: Checkboxes, columns: Iterable[TypedColumn], dictionary: Dictionary
) -> dict[str, str | None]:
    """Return heading → variable for every heading of the sheet, those of merged checkboxes too."""
    meant: dict[str, str | None] = {}
    for column in columns:
        match, heading = column.assignment.match, column.assignment.heading
        variable = match.variable if match and match.variable in dictionary else None
        meant |= dict.fromkeys(boxes.members.get(heading, (heading,)), variable)
    return {heading: meant.get(heading) for heading in raw.headings}


def _outside(raw: RawTable) -> Problems:
    return Problems.of(
        *(
            Problem(
                f"{raw.sheet}!{raw.letters[0]}{line.row}",
                line.row,
                None,
                None,
                "outside_table",
                "warning",
                f"This row is no record ({line.reason}) and was left out; a record belongs in the table.",
            )
            for line in raw.outside
        )
    )
