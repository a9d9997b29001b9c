"""A claim: what one column says of an item, and the claim of the item's own column."""

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals as nw

from analysis.scores.columns import OPEN, Columns, Interval
from analysis.scores.definition import Item, Level, Range


@dataclass(frozen=True)
class Claim:
    """What one column says of an item, row by row.

    `may` says of each level whether it is left possible, and is never null; a row where no level is says
    nothing. `heard` are the rows whose cell says something: where it leaves no level, it has no points, and
    `explained` says whether for the reason that the item gives. `remarks` are conditions with what is to be
    noted where they hold and this claim decides.
    """

    column: str
    may: Mapping[Level, nw.Expr]
    heard: nw.Expr | None = None
    remarks: tuple[tuple[nw.Expr, str], ...] = ()
    explained: bool = True


def own(columns: Columns, item: Item) -> Claim | None:
    """Return what the column of the item's own name says."""
    if item.name not in columns:
        return None
    if all(isinstance(level, Range) for level in item.points):
        low, high = columns.interval(item.name)
        may = within(item, (low, high))
    else:
        may = {level: columns.is_level(item.name, str(level)) for level in item.points}
    return Claim(item.name, may, columns.known(item.name))


def within(item: Item, interval: Interval) -> dict[Level, nw.Expr]:
    """Return which ranges an interval of numbers meets."""
    low, high = interval
    may: dict[Level, nw.Expr] = {}
    for level in item.points:
        assert isinstance(level, Range)
        above = high > level.low if level.above else high >= level.low
        below = low <= (OPEN if level.high is None else level.high)
        may[level] = (above & below).fill_null(False)
    return may
