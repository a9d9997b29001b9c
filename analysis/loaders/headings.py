"""Which variable each column of a sheet is: by --map, else by its heading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.cohort import ROW, Problem, Problems
from analysis.dictionary import Dictionary, HeadingMatch, fold
from analysis.errors import DataError
from analysis.loaders.cells import text_of
from analysis.loaders.grid import is_blank
from analysis.loaders.instances import STRUCTURE
from analysis.loaders.records import PATIENT
from analysis.loaders.table import RawTable

_RUNNING_NUMBERS = frozenset(
    map(
        fold,
        ("No", "Nr", "S.No", "Sr. No", "Serial no", "Sıra", "Sıra no", "Sıra numarası", "序号", "顺序号"),
    )
)
"""Headings that name the patient only for want of a better one. In the dictionary, "No" would make every
row of such cells look like headings."""


@dataclass(frozen=True)
class Assignment:
    """What one column is: the variable that its heading names, or None, and its name in the cohort."""

    index: int
    heading: str
    match: HeadingMatch | None
    name: str


def assign_headings(
    raw: RawTable, dictionary: Dictionary, *, mapping: Mapping[str, str]
) -> tuple[tuple[Assignment, ...], Problems]:
    """Return what each column of a sheet is, in their order, and a warning for each that isn't known.

    `mapping` (heading → variable) goes before the dictionary. Of two columns that name one variable the
    mapped one keeps it, else the one headed by the variable's very name, else the first; the other stays
    under its own heading. A running number ("No", "Sıra no", "序号") stands for the patient where no other
    column does, with a warning. Raise DataError where the mapping names a heading that isn't there or a
    variable that doesn't exist.
    """
    mapped = _resolved_mapping(raw.headings, mapping, dictionary)
    matches: dict[int, HeadingMatch] = {}
    taken: dict[str, int] = {}
    # Sorting is stable: the first of equals stays first.
    for index in sorted(
        range(len(raw.headings)), key=lambda i: (i not in mapped, raw.headings[i] not in dictionary)
    ):
        match = mapped.get(index) or _match(raw, index, dictionary)
        if match and taken.setdefault(match.variable, index) == index:
            matches[index] = match
    counter = None if PATIENT in taken or PATIENT not in dictionary else _running_number(raw, matches)
    if counter is not None:
        matches[counter] = HeadingMatch(PATIENT)
    assignments = _named(raw, matches)
    unknown = [a for a in assignments if a.match is None and fold(a.heading) not in STRUCTURE]
    problems = Problems.of(*(_unknown_column(raw, a, dictionary, taken) for a in unknown))
    return assignments, problems if counter is None else problems + _counted_patients(raw, counter)


def _running_number(raw: RawTable, matches: Mapping[int, HeadingMatch]) -> int | None:
    """Return the first column that is called a running number and has another one in every record."""
    for index, heading in enumerate(raw.headings):
        if index not in matches and fold(heading) in _RUNNING_NUMBERS:
            numbers = {text_of(cell) for cell in raw.columns[index] if not is_blank(cell)}
            if len(numbers) == len(raw.rows):
                return index
    return None


def _counted_patients(raw: RawTable, index: int) -> Problems:
    message = (
        f'"{raw.headings[index]}" numbers the rows and stands for the patient, whom no other column names: '
        f'repeated patients can\'t be found; give --map "heading={PATIENT}" if one does.'
    )
    cell = f"{raw.sheet}!{raw.letters[index]}"
    return Problems.of(Problem(cell, None, PATIENT, None, "no_patient_column", "warning", message))


def _match(raw: RawTable, index: int, dictionary: Dictionary) -> HeadingMatch | None:
    heading = raw.headings[index]
    label = raw.labels.get(heading)
    return dictionary.match_heading(heading) or (dictionary.match_heading(label) if label else None)


def _resolved_mapping(
    headings: Sequence[str], mapping: Mapping[str, str], dictionary: Dictionary
) -> dict[int, HeadingMatch]:
    """Return column → variable as mapped; a heading is found as written, else by its folded form."""
    found = {}
    for heading, name in mapping.items():
        if name not in dictionary:
            raise DataError(
                f'--map "{heading}={name}": {name} is no variable; see neuromets dictionary for their names.'
            )
        index = next((i for i, h in enumerate(headings) if h == heading), None)
        if index is None:
            index = next((i for i, h in enumerate(headings) if fold(h) == fold(heading)), None)
        if index is None:
            there = ", ".join(f'"{h}"' for h in headings[:20])
            raise DataError(f'There is no column "{heading}" to map to {name}; the headings are {there}.')
        own = dictionary.match_heading(headings[index])
        found[index] = (
            own if own and own.variable == name else _with_unit_written(headings[index], name, dictionary)
        )
    return found


def _with_unit_written(heading: str, name: str, dictionary: Dictionary) -> HeadingMatch:
    """Return the match of a mapped heading with the unit that its last words state, if they do."""
    variable, words = dictionary[name], fold(heading).split()
    for start in range(1, len(words)):
        unit = dictionary.unit_of_text.get(" ".join(words[start:]))
        if unit is not None and (unit == variable.unit or unit in variable.factors):
            return HeadingMatch(name, unit)
    return HeadingMatch(name)


def _named(raw: RawTable, matches: Mapping[int, HeadingMatch]) -> tuple[Assignment, ...]:
    """Name every column: by its variable, or by its heading, with the column's letter where that is taken."""
    variables = [match.variable for match in matches.values()]
    used = {ROW, *variables, *(f"{name}_{end}" for name in variables for end in ("low", "high"))}
    named = []
    for index, heading in enumerate(raw.headings):
        match = matches.get(index)
        name = match.variable if match else heading.strip()
        if match is None:
            name = f"{name} ({raw.letters[index]})" if name in used else name
            used.add(name)
        named.append(Assignment(index, heading, match, name))
    return tuple(named)


def _unknown_column(
    raw: RawTable, assignment: Assignment, dictionary: Dictionary, taken: Mapping[str, int]
) -> Problem:
    match = _match(raw, assignment.index, dictionary)
    if match is None:
        why = f'The dictionary knows no variable "{assignment.heading}"'
    else:
        first = raw.headings[taken[match.variable]]
        why = f'"{assignment.heading}" means {match.variable}, which the column "{first}" holds already'
    message = (
        f'{why}: kept under its own heading; give --map "{assignment.heading}=variable" if it is another.'
    )
    cell = f"{raw.sheet}!{raw.letters[assignment.index]}"
    return Problem(cell, None, None, assignment.heading, "unknown_column", "warning", message)
