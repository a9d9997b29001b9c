"""The second table: one row a lesion, from a file of its own or another sheet of the workbook."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.cohort import Cohort, Problems
from analysis.dictionary import Dictionary, fold
from analysis.errors import DataError
from analysis.loaders.files import is_sheet_of_lesions, list_sheets, read_raw
from analysis.loaders.heading_rows import Known
from analysis.loaders.kinds import EXTENSIONS
from analysis.loaders.records import PATIENT, Records, without_zeros
from analysis.loaders.table import RawTable
from analysis.loaders.typed import type_table

_SUFFIXES = frozenset(suffix for suffixes in EXTENSIONS.values() for suffix in suffixes)


def read_second(lesions: str | Path, path: Path, *, sheet: str, known: Known) -> RawTable:
    """Read the raw table of lesions: `lesions` is a file, or a sheet of the patients' workbook `path`.

    Where it is the patients' own workbook, whose sheet of patients is `sheet`, the one whose name begins
    with "lesion", "lezyon" or "病灶" is read. Raise DataError where there is none.
    """
    file = Path(lesions)
    if not file.is_file():
        if file.suffix.lower() in _SUFFIXES and str(lesions) not in list_sheets(path):
            raise DataError(f"--lesions {file} does not exist: check the name and the folder.")
        return read_raw(path, sheet=str(lesions), known=known)
    if not file.samefile(path):
        return read_raw(file, known=known)
    for other in list_sheets(path):
        if other != sheet and is_sheet_of_lesions(other):
            return read_raw(path, sheet=other, known=known)
    raise DataError(
        f"{path.name} has no sheet of lesions besides {sheet!r}: give the sheet's name to --lesions."
    )


def without_those_of(second: RawTable, mapping: Mapping[str, str], first: RawTable) -> dict[str, str]:
    """Return the mapping without the headings that only the second table has."""
    here, there = (set(map(fold, raw.headings)) for raw in (first, second))
    return {heading: name for heading, name in mapping.items() if fold(heading) not in there - here}


def with_lesions(
    cohort: Cohort,
    raw: RawTable,
    *,
    dictionary: Dictionary,
    mapping: Mapping[str, str],
    date_order: str | None,
) -> Cohort:
    """Return the cohort with its lesions, named and typed as the patients' columns are.

    A lesion of nobody among the patients is reported. Raise DataError where no column names the patient.
    """
    own = {heading: name for heading, name in mapping.items() if fold(heading) in map(fold, raw.headings)}
    typed = type_table(raw, dictionary, mapping=own, date_order=date_order)
    records = typed.records
    # A running number of the lesions is no patient's.
    numbered = ("no_patient_column", "warning") in typed.problems.counts
    if numbered or not records.has(PATIENT) or PATIENT not in cohort.frame:
        where = raw.sheet if PATIENT in cohort.frame else cohort.source.sheet
        raise DataError(
            f"No column of {where} names the patient, so lesions can't be told whose they are: "
            f'give a column {PATIENT}, or --map "heading={PATIENT}".'
        )
    problems = typed.problems + _strangers(records, cohort.frame[PATIENT])
    note = f"{len(records.frame)} lesions read from the sheet {raw.sheet!r}"
    new = {name: v for name, v in records.dictionary.variables.items() if name not in cohort.dictionary}
    return replace(
        cohort,
        lesions=records.frame,
        dictionary=cohort.dictionary.with_variables(new.values()),
        problems=cohort.problems + problems,
        source=replace(cohort.source, notes=(*cohort.source.notes, note, *typed.notes)),
    )


def _strangers(records: Records, patients: "pd.Series[str]") -> Problems:
    """Report lesions of nobody among the patients, and those of whom zeros alone keep apart."""
    patient = records.frame[PATIENT]
    strangers = ~patient.isin(patients)
    almost = strangers & patient.notna() & without_zeros(patient).isin(without_zeros(patients))
    nobody = "This lesion's patient isn't among the patients; correct the identifier here or there."
    zeros = (
        'This lesion\'s patient differs from one of the patients by leading zeros or ".0" alone, so it is '
        "nobody's; write both alike."
    )
    return records.report(strangers & ~almost, PATIENT, "contradiction", "warning", nobody) + records.report(
        almost, PATIENT, "contradiction", "warning", zeros
    )
