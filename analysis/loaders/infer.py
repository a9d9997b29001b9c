"""What an unknown column holds: numbers, dates, yes or no, levels, or text."""

from collections.abc import Iterator
from functools import partial

from analysis.dictionary import Dictionary, Level, Variable, natural_key
from analysis.loaders.cells import NO_PROOFS, Cells, Parsed, Proofs, is_missing, text_of
from analysis.loaders.parse import parse
from analysis.loaders.values import parse_texts

MOST_LEVELS = 20
"""An unknown column of at most so many different texts holds levels, one of more free text."""

_SAMPLE = 200


def inferred(
    name: str,
    cells: Cells,
    dictionary: Dictionary,
    *,
    date_order: str | None = None,
    date1904: bool = False,
    sheet: Proofs = NO_PROOFS,
) -> tuple[Variable, Parsed]:
    """Return the variable that an unknown column seems to be, and its cells parsed as that.

    Numbers where every cell that isn't missing is one, else dates where every one is, else yes and no,
    else levels, in natural order, where there are at most MOST_LEVELS, else text. Nothing is
    reported of the cells but a day and month that can't be told apart, and what is no whole date.
    """
    sample = Cells(cells.values[:_SAMPLE], cells.places[:0])
    as_kind = partial(parse, dictionary=dictionary, date_order=date_order, date1904=date1904, sheet=sheet)
    if any(not is_missing(text_of(cell)) for cell in cells.values):
        for variable in _typed_candidates(name, dictionary):
            # A sample tells most columns of text at once; only what passes it is parsed in full.
            if _fits(as_kind(sample, variable)):
                parsed = as_kind(cells, variable)
                if _fits(parsed):
                    return variable, parsed
    text = Variable(name, "text", {"en": name})
    parsed = parse_texts(cells, text)
    found = sorted({value for value in parsed.values if value is not None}, key=natural_key)
    if not 0 < len(found) <= MOST_LEVELS:
        return text, parsed
    levels = tuple(Level(value, {"en": value}) for value in found)
    return Variable(name, "level", {"en": name}, levels=levels), parsed


def _typed_candidates(name: str, dictionary: Dictionary) -> Iterator[Variable]:
    labels = {"en": name}
    yield Variable(name, "number", labels)
    yield Variable(name, "date", labels)
    flags = next((v.levels for v in dictionary.variables.values() if v.kind == "flag" and v.levels), ())
    yield Variable(name, "flag", labels, levels=flags)


def _fits(parsed: Parsed) -> bool:
    """Return whether the cells are of the kind: no bound or code, no error but an open or odd date."""
    errors = {fault.rule for fault in parsed.faults.values() if fault.severity == "error"}
    coded = any(fault.rule == "unknown_code" for fault in parsed.faults.values())
    known = "ambiguous_date" in errors or any(value is not None and value == value for value in parsed.values)
    return parsed.low is None and not coded and known and errors <= {"ambiguous_date", "out_of_range"}
