"""The loaders' front door: a spreadsheet in, a cohort out."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import narwhals as nw
import pandas as pd

from analysis.cohort import ROW, Cohort, Source
from analysis.dictionary import Dictionary, fold
from analysis.loaders.checks import check
from analysis.loaders.dates import checked_order
from analysis.loaders.files import read_raw
from analysis.loaders.heading_rows import Known
from analysis.loaders.lesions import read_second, with_lesions, without_those_of
from analysis.loaders.records import Mask, Records
from analysis.loaders.table import RawTable
from analysis.loaders.typed import TypedTable, type_table

FIRST_ROW_OF_EACH = "first row of each patient"
"""The attrition step that leaves out the further rows of a patient."""


def read(
    path: str | Path,
    *,
    dictionary: Dictionary,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    date_order: str | None = None,
    lesions: str | Path | None = None,
    unit: str | None = None,
) -> Cohort:
    """Read a registry's file into a cohort: headings understood, cells typed, contradictions reported.

    `mapping` is heading → variable and goes before the dictionary; `date_order` is dmy, mdy or ymd;
    `lesions` is a file, or a sheet of the same workbook, with one row a lesion; `unit` is that of the
    follow-up time. Every record read is in the frame; a further row of a patient is left out by the first
    attrition step. Nothing is blanked for being contradictory, and every cell that isn't understood is
    among the problems.

    Raises:
        DataError: the file can't be read, an option names what isn't there, or no record is left.
    """
    path, mapping = Path(path), dict(mapping or {})
    known = _known(dictionary, mapping)
    order = checked_order(date_order)
    raw = read_raw(path, sheet=sheet, known=known)
    second = None if lesions is None else read_second(lesions, path, sheet=raw.sheet, known=known)
    own = mapping if second is None else without_those_of(second, mapping, raw)
    table = type_table(raw, dictionary, mapping=own, date_order=order, unit=unit)
    records = with_died(table.records)
    cohort = Cohort(
        frame=records.frame,
        dictionary=records.dictionary,
        source=_source(path, raw, table),
        problems=table.problems + check(records),
        lesions=table.lesions,
    )
    if second is not None:
        cohort = with_lesions(cohort, second, dictionary=dictionary, mapping=mapping, date_order=order)
    return _first_rows(cohort, records.further)


def with_died(records: Records) -> Records:
    """Return the records with `died` as the reverse of `censored`, where there is only the latter.

    A record that is neither "yes" nor "no" stays missing.
    """
    if not records.has("censored") or records.has("died"):
        return records
    reverse = {"yes": "no", "no": "yes"}
    died = pd.Categorical(records.frame["censored"].astype(object).map(reverse), ["no", "yes"])
    return replace(records, frame=records.frame.assign(died=died))


def _known(dictionary: Dictionary, mapping: Mapping[str, str]) -> Known:
    mapped = {fold(heading) for heading in mapping}
    return lambda text: fold(text) in mapped or dictionary.match_heading(text) is not None


def _source(path: Path, raw: RawTable, table: TypedTable) -> Source:
    return Source(
        name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        sheet=raw.sheet,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        decimal_mark=table.decimal_mark,
        date_orders=table.date_orders,
        columns=table.columns,
        rows=len(raw.rows),
        notes=table.notes,
    )


def _first_rows(cohort: Cohort, further: Mask) -> Cohort:
    """Return the cohort with the further rows of a patient left out by a step, if there are any."""
    rows = cohort.frame.loc[further, ROW].tolist()
    return cohort.keep(~nw.col(ROW).is_in(rows), FIRST_ROW_OF_EACH) if rows else cohort
