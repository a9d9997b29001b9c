"""REDCap's row per repeated form or event made one row a patient."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from analysis.cohort import ROW, Problems
from analysis.dictionary import Dictionary, fold
from analysis.loaders.cells import text_of
from analysis.loaders.records import PATIENT, Mask, Records, is_private, repeats

_EVENT = frozenset({"redcap event name", "event name"})
_FORM = _EVENT | {"redcap repeat instrument", "repeat instrument"}
_INSTANCE = frozenset({"redcap repeat instance", "repeat instance"})
STRUCTURE = _FORM | _INSTANCE
"""Folded headings of the columns that say which form, event and instance a row is."""

ONE_A_PATIENT = frozenset(
    (
        *(
            "sex",
            "birth_date",
            "primary_site",
            "primary_diagnosis_date",
            "diagnosis_date",
            "died",
            "censored",
        ),
        *("death_date", "cause_of_death", "last_follow_up_date", "follow_up_time"),
    )
)
"""Variables that further instances and other events may not have otherwise; what is measured anew, may."""


@dataclass(frozen=True)
class Instances:
    """The rows of repeated forms and events merged: one row a patient, and what else there was.

    `lesions` holds the rows of a form of lesions, None where there is none; `notes` say what was merged
    and which columns were added; `problems` where the rows of a patient contradict each other.
    """

    records: Records
    lesions: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    problems: Problems = field(default_factory=Problems)


@dataclass(frozen=True)
class _Places:
    """What each row is: of which form and which instance of it, a patient's own row, one of lesions.

    Rows of `again` measure once more what may change: further instances, other events, lesions.
    """

    form: "pd.Series[str]"
    number: "pd.Series[int]"
    is_base: Mask
    of_lesions: Mask
    again: Mask


def merge_instances(rows: Records) -> Instances:
    """Merge the rows that REDCap exports for one patient, a row per repeated form or event.

    The patient's row without a form, else the first, takes what the first instance of every form holds
    where it is blank itself. What it has otherwise, and what further instances hold, goes to columns of
    their own ("Sample Type #2"), so nothing is lost; the instances of a form of lesions become rows of
    lesions. Without such columns, or without patients, the records are returned as they are.
    """
    structure = [name for name in rows.frame.columns if fold(name) in STRUCTURE]
    if PATIENT not in rows.frame or not any(fold(name) in _FORM for name in structure):
        return Instances(rows)
    places, plain = _places(rows), rows.frame.drop(columns=structure)
    merged = plain[places.is_base].set_index(PATIENT, drop=False)
    sources, notes = {name: name for name in merged.columns}, [_merged_note(plain, merged)]
    further = plain[~places.is_base & ~places.of_lesions]
    for (form, number), instance in further.groupby([places.form, places.number], sort=False):
        suffix = f"{form} #{number}" if number > 1 else form
        merged, added = _filled(merged, instance, suffix, is_first=number == 1)
        sources |= added
        notes += [f'columns added for "{suffix}": {", ".join(added)}'] if added else []
    problems = _contradictions(replace(rows, frame=plain), merged, places)
    lesions = plain[places.of_lesions].dropna(axis=1, how="all") if places.of_lesions.any() else None
    if lesions is not None:
        merged = merged.drop(columns=[name for name in lesions.columns if merged[name].isna().all()])
    return Instances(_as_records(rows, merged, sources), lesions, tuple(notes), problems)


def _places(rows: Records) -> _Places:
    frame, patient = rows.frame, rows.frame[PATIENT]
    form, event = _texts_of(frame, _FORM), _texts_of(frame, _EVENT)
    number = frame.groupby([patient, form], dropna=False, sort=False).cumcount() + 1
    has_own = patient.isin(patient[form == ""])
    is_base = (form == "") | (~has_own & ~patient.duplicated()) | patient.isna()
    of_lesions = ~is_base & form.isin(_forms_of_lesions(frame, form[number > 1], rows.dictionary))
    own_event = patient.map(dict(zip(patient[is_base], event[is_base], strict=True)))
    return _Places(form, number, is_base, of_lesions, (number > 1) | of_lesions | (event != own_event))


def _texts_of(frame: pd.DataFrame, headings: Collection[str]) -> "pd.Series[str]":
    """Return what a row says in the columns of these folded headings, as one text."""
    columns = frame[[name for name in frame.columns if fold(name) in headings]].astype(object)
    cells = columns.where(columns.notna(), "").to_numpy().tolist()
    return pd.Series([" ".join(map(text_of, row)).strip() for row in cells], frame.index, dtype=object)


def _merged_note(frame: pd.DataFrame, merged: pd.DataFrame) -> str:
    patients = int((~repeats(merged[PATIENT])).sum())
    return f"{len(frame)} rows of repeated forms or events were merged into {patients} patients"


def _forms_of_lesions(frame: pd.DataFrame, repeated: "pd.Series[str]", dictionary: Dictionary) -> set[str]:
    """Return the forms repeated for one patient that hold a column which the dictionary keeps by lesion."""
    of_lesions = [
        name for name in frame.columns if name in dictionary and dictionary[name].sheet == "lesions"
    ]
    filled = frame.loc[repeated.index, of_lesions].notna().any(axis=1)
    return set(repeated[filled])


def _filled(
    merged: pd.DataFrame, rows: pd.DataFrame, suffix: str, *, is_first: bool
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the patients with what one instance of a form adds, and its new columns with their sources.

    The first instance fills what is blank; where it would lose a value, and for every further instance,
    the whole column stands beside it too.
    """
    block = rows.drop(columns=ROW).set_index(PATIENT).dropna(axis=1, how="all")
    new, sources = {}, {}
    for name in block.columns:
        there, here = merged[name], block[name].reindex(merged.index)
        if is_first:
            merged = merged.assign(**{name: there.where(there.notna(), here)})
        if not is_first or _differ(there, here).any():
            new[f"{name} ({suffix})"] = here
            sources[f"{name} ({suffix})"] = name
    return pd.concat([merged, pd.DataFrame(new, index=merged.index)], axis=1), sources


def _differ(one: "pd.Series[Any]", other: "pd.Series[Any]") -> Mask:
    """Return where both values are there and not the same."""
    return one.notna() & other.notna() & (one.astype(object) != other.astype(object))


def _contradictions(rows: Records, merged: pd.DataFrame, places: _Places) -> Problems:
    """Report what a row has otherwise than the patient it was merged into (outcomes and dates: error).

    What is measured again is held to ONE_A_PATIENT alone.
    """
    taken = merged[merged[PATIENT].notna() & ~repeats(merged[PATIENT])]
    found = Problems()
    for name in rows.frame.columns.intersection(list(rows.letters)).drop(PATIENT):
        here = rows.frame[name]
        there = taken[name].reindex(rows.frame[PATIENT]).set_axis(here.index)
        wrong = _differ(here, there) & ~places.is_base & (~places.again | (name in ONE_A_PATIENT))
        if wrong.any():
            pair = pd.DataFrame({ROW: rows.frame[ROW], name: here, "here": here, "there": there})
            found += _contradiction(replace(rows, frame=pair), name, wrong)
    return found


def _contradiction(pair: Records, name: str, wrong: Mask) -> Problems:
    variable = pair.dictionary[name]
    severity = "error" if variable.kind == "date" or variable.role == "outcome" else "warning"
    values = "is another here than" if is_private(variable) else "is {here} here, but {there}"
    called = name.replace("{", "{{").replace("}", "}}")
    message = f"{called} {values} in the row that it was merged into, which is used; correct one."
    return pair.report(wrong, name, "contradiction", severity, message)


def _as_records(rows: Records, frame: pd.DataFrame, sources: Mapping[str, str]) -> Records:
    """Return merged rows as records, in which an added column has the address of its source."""
    of_sheet = {name: source for name, source in sources.items() if source in rows.letters}
    variables = (replace(rows.dictionary[source], name=name) for name, source in of_sheet.items())
    return replace(
        rows,
        frame=frame.reset_index(drop=True),
        dictionary=rows.dictionary.with_variables(variables),
        headings={name: rows.headings[source] for name, source in of_sheet.items()},
        letters={name: rows.letters[source] for name, source in of_sheet.items()},
        written={
            name: pd.Series(cells, rows.frame[ROW]).reindex(frame[ROW]).to_numpy()
            for name, cells in rows.written.items()
        },
    )
