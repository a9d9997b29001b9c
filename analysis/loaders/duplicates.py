"""Which rows are one patient's: repeated identifiers, and those that may mean the same."""

from analysis.cohort import Problems
from analysis.loaders.records import NATIONAL, PATIENT, Records, identity, repeats, without_zeros


def one_row_a_patient(records: Records) -> Problems:
    """Report every further row of a patient (error), and rows without an identifier (warning).

    Without a column patient_id, a national_id tells the patients apart, with a warning.
    """
    name = identity(records.frame.columns)
    if name is None:
        message = (
            "No column names the patient: each row stands for one, and repeated patients can't be found; "
            f'give --map "heading={PATIENT}" if one does.'
        )
        return records.report_once("no_patient_column", "warning", message)
    repeated = (
        "This patient has a row above: the first is kept and this one left out; merge them, or use --lesions."
    )
    blank = f"{name} is blank: the row stands for a patient of its own."
    found = records.report(records.further, name, "duplicate_patient", "error", repeated)
    found += records.report(records.frame[name].isna(), name, "no_patient_column", "warning", blank)
    if name != PATIENT:
        message = f"There is no column {PATIENT}: {name} tells the patients apart, and is never printed."
        found += records.report_once("no_patient_column", "warning", message, name=name)
    return found


def patients_told_apart(records: Records) -> Problems:
    """Report identifiers that may be one patient's though they differ (warning).

    They differ by leading zeros or a last ".0" alone, or two of patient_id share a national_id.
    """
    name = identity(records.frame.columns)
    if name is None:
        return Problems()
    found, identifiers = Problems(), records.frame[name]
    bare = without_zeros(identifiers)
    if bare is not identifiers:
        message = (
            f'{name} differs from another by leading zeros or ".0" alone, and counts as another patient; '
            "write both alike if they are one."
        )
        one = repeats(bare) & ~records.further
        found += records.report(one, name, "duplicate_patient", "warning", message)
    if name == PATIENT and records.has(NATIONAL):
        same = repeats(records.frame[NATIONAL]) & ~records.further
        message = f"Another {PATIENT} has this {NATIONAL}; correct one, or merge the rows."
        found += records.report(same, NATIONAL, "duplicate_patient", "warning", message)
    return found
