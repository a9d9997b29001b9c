"""The parser of each kind of variable."""

from analysis.dictionary import Dictionary, Variable
from analysis.loaders.cells import NO_PROOFS, Cells, Parsed, Proofs
from analysis.loaders.dates import parse_dates
from analysis.loaders.numbers import parse_numbers
from analysis.loaders.values import (
    parse_levels,
    parse_primaries,
    parse_sets,
    parse_texts,
    parse_vertebral_levels,
)


def parse(
    cells: Cells,
    variable: Variable,
    dictionary: Dictionary,
    *,
    unit: str | None = None,
    date_order: str | None = None,
    date1904: bool = False,
    sheet: Proofs = NO_PROOFS,
) -> Parsed:
    """Parse the distinct cells of a column as its variable's kind asks.

    `unit` is the one its heading states; `date_order` is dmy, mdy or ymd where it is known beforehand;
    `sheet` is what all columns together prove of decimal marks and date orders.
    """
    match variable.kind:
        case "number" | "count":
            return parse_numbers(cells, variable, unit=unit, units=dictionary.unit_of_text, sheet=sheet)
        case "date":
            return parse_dates(cells, variable, order=date_order, date1904=date1904, sheet=sheet)
        case "flag" | "level":
            return parse_levels(cells, variable)
        case "set":
            return parse_sets(cells, variable)
        case "vertebrae":
            return parse_vertebral_levels(cells, variable)
        case "primary":
            return parse_primaries(cells, variable)
        case _:
            return parse_texts(cells, variable)
