"""Levels, flags, sets, vertebrae, primaries and texts as registries write them."""

import re
from collections.abc import Sequence

from analysis.dictionary import Variable, fold
from analysis.loaders.cells import (
    Cells,
    Fault,
    Parsed,
    code_of,
    is_missing,
    missing_among,
    text_of,
    texts_of,
    without_name,
)
from analysis.vocabulary.primaries import parse_primary
from analysis.vocabulary.vertebrae import VertebraeResult, parse_vertebrae

_DIGITS = re.compile(r"[+-]?[0-9]+")
_DASHES = frozenset("-–—−")
_MEMBERS = re.compile(r"[,;&+、，；/\n]+|\s(?:and|ve|及|和)\s|(?<=[^\W\d_])\s+(?=[^\W\d_])")
_RUN = re.compile(r"\s*(.+?)\s*[-–—~]\s*(.+?)\s*")
_NONE = frozenset(map(fold, ("none", "no", "yok", "hiçbiri", "无", "没有")))
_LISTED_LEVELS = 12


def parse_levels(cells: Cells, variable: Variable) -> Parsed:
    """Read the distinct cells of a level or a flag as level keys.

    A text in any of the dictionary's spellings becomes its key. A number that is no key is a code
    without a label: it stays as it is, with a warning; in a flag, 0 and 1 are no and yes only if no other
    number occurs (1 and 2 leave open which is yes). An unknown text stays as it is, an error. In a flag
    with "+" somewhere, a dash is "no".
    """
    texts = texts_of(cells.values)
    unlabelled = _unlabelled_codes(texts, variable)
    dash_is_no = variable.kind == "flag" and "+" in texts
    values: list[str | None] = []
    faults = {}
    for i, text in enumerate(texts):
        key = _level(text, variable) if text not in unlabelled else None
        if key is None and dash_is_no and text in _DASHES:
            key = "no"
        if key is None and not is_missing(text):
            key, faults[i] = code_of(text), _unknown(text, variable)
        values.append(key)
    return Parsed(values, faults)


def parse_sets(cells: Cells, variable: Variable) -> Parsed:
    """Read the distinct cells of a set as its members in the dictionary's order, joined by "|".

    Members are divided by "|", else by commas, semicolons, slashes, "+" or "and"; "4-7" is a run in the
    dictionary's order; "none" is the empty set. An unknown member stays behind the known ones,
    an error.
    """
    values: list[str | None] = []
    faults = {}
    for i, text in enumerate(texts_of(cells.values)):
        known, unknown = _members(text, variable)
        if unknown:
            faults[i] = _unknown(unknown[0], variable)
        values.append("|".join((*known, *unknown)) or None)
    return Parsed(values, faults)


def parse_vertebral_levels(cells: Cells, variable: Variable) -> Parsed:
    """Read the distinct cells of a column of vertebrae as levels in anatomical order, joined by "|".

    What was left out on purpose (a lesion called benign) and what could not be read is reported; the
    latter is an error where no level was read at all.
    """
    values: list[str | None] = []
    faults = {}
    for i, text in enumerate(texts_of(cells.values)):
        read = VertebraeResult() if is_missing(text) else parse_vertebrae(text)
        values.append(read.value)
        left = "; ".join((*read.leftovers, *read.notes)) or text
        if read.value is None and not is_missing(text):
            message = (
                f'{variable.name} names no vertebra: found "{left}", expected levels as in T3-T5; correct it.'
            )
            faults[i] = Fault("unparsed", "error", message)
        elif read.leftovers or read.notes:
            levels = (read.value or "").replace("|", ", ")
            message = (
                f"{variable.name} was read as {levels}, leaving: {left}; correct the cell if that is wrong."
            )
            faults[i] = Fault("unparsed", "warning", message)
    return Parsed(values, faults)


def parse_primaries(cells: Cells, variable: Variable) -> Parsed:
    """Read the distinct cells of a primary tumour as the keys it may be, joined by "|".

    A text that leaves no key is missing, and an error. "Unknown" alone is missing, with a warning: nobody may
    know where the tumour began, or nobody wrote it down.
    """
    values: list[str | None] = []
    faults = {}
    for i, text in enumerate(texts_of(cells.values)):
        read, missing = parse_primary(text), is_missing(text)
        values.append(None if missing else read.value)
        if missing and read.keys:
            message = (
                f'{variable.name} is "{text}", which may be an unknown primary or nothing recorded: it was '
                'taken as missing; write "unknown primary", or leave the cell empty.'
            )
            faults[i] = Fault("unknown_level", "warning", message)
        elif not missing and not read.keys:
            message = (
                f'{variable.name} names no known primary: found "{text}", {read.note}; correct the cell.'
            )
            faults[i] = Fault("unknown_level", "error", message)
    return Parsed(values, faults)


def parse_texts(cells: Cells, variable: Variable) -> Parsed:
    """Read the distinct cells of a text or an identifier: trimmed, a text for "missing" as missing."""
    identifies = variable.kind == "identifier"
    texts = texts_of(cells.values) if identifies else [_as_written(cell) for cell in cells.values]
    missing = missing_among(texts)
    return Parsed([None if text in missing else text for text in texts])


def _as_written(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else text_of(cell)


def _level(text: str, variable: Variable) -> str | None:
    known = variable.level_of_text
    for spelling in (text, code_of(text), without_name(text, variable)):
        if key := known.get(fold(spelling)):
            return key
    return None


def _unlabelled_codes(texts: Sequence[str], variable: Variable) -> frozenset[str]:
    """Return the numbers of a flag that can't be read because others than 0 and 1 stand beside them."""
    if variable.kind != "flag":
        return frozenset()
    numbers = frozenset(text for text in texts if _DIGITS.fullmatch(code_of(text)))
    return frozenset() if {code_of(text) for text in numbers} <= {"0", "1"} else numbers


def _members(text: str, variable: Variable) -> tuple[list[str], list[str]]:
    """Return the known members in the dictionary's order, and the parts that are none."""
    whole = _level(text, variable)
    if whole:
        return [whole], []
    if is_missing(text):
        return [], []
    if fold(text) in _NONE:
        return ["none"], []
    found: set[str] = set()
    unknown = []
    parts = text.split("|") if "|" in text else _MEMBERS.split(text)
    for part in filter(None, (part.strip() for part in parts)):
        keys = _run(part, variable)
        found.update(keys)
        if not keys:
            unknown.append(part)
    return [key for key in variable.level_keys if key in found], unknown if found or unknown else [text]


def _run(part: str, variable: Variable) -> tuple[str, ...]:
    """Return the one level of a part, or all from one to another; nothing where it names none."""
    if key := _level(part, variable):
        return (key,)
    ends = _RUN.fullmatch(part)
    first, last = (_level(end, variable) for end in ends.groups()) if ends else (None, None)
    if first is None or last is None:
        return ()
    keys = variable.level_keys
    return keys[keys.index(first) : keys.index(last) + 1]


def _unknown(text: str, variable: Variable) -> Fault:
    allowed = ", ".join(variable.level_keys[:_LISTED_LEVELS])
    if len(variable.level_keys) > _LISTED_LEVELS:
        allowed += " and others"
    if _DIGITS.fullmatch(code_of(text)):
        message = (
            f"{variable.name} holds the code {text} without a label, allowed are {allowed}: write the codes "
            f'into the heading, as in "{variable.name} (1=…, 2=…)", give a codebook, or --map the column.'
        )
        return Fault("unknown_code", "warning", message)
    message = f'{variable.name} is no known level: found "{text}", allowed are {allowed}; correct the cell.'
    return Fault("unknown_level", "error", message)
