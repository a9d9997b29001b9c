"""Which variable each column of a sheet is: by --map, else by its heading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.cohort import ROW, Problem, Problems
from analysis.dictionary import Dictionary, HeadingMatch, fold
from analysis.errors import DataError
from analysis.loaders.redcap import STRUCTURE
from analysis.loaders.table import RawTable


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
    under its own heading. Raise DataError where the
    mapping names a heading that isn't there or a variable that doesn't exist.
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
    assignments = _named(raw, matches)
    unknown = [a for a in assignments if a.match is None and fold(a.heading) not in STRUCTURE]
    return assignments, Problems.of(*(_unknown_column(raw, a, dictionary, taken) for a in unknown))


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
