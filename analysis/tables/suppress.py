"""Small counts withheld, and with them what would give them back by subtraction.

Whole lines are withheld, in every column at once. What a reader can work out of a table is then, for each
column, the sum of the lines withheld in it, and every way of dividing that sum among them remains possible.
"""

import re
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd

from analysis.tables.frequency import Statistics
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.words import word

Line = TypeVar("Line", bound=Hashable)
MISSING = "\x00missing"
"""The line of those without an answer; no level can bear its name."""

_COUNT = re.compile(r"\d+")
_ALONG = re.compile(r"(\d+)(?: ?[(（][^)）]*[)）])?$|(\d+)\D{1,6}(\d+)\s?[(（]")
"""A cell that holds a count, alone or with a percentage, or one of so many ("3 of 7 (10.0–75.1%)")."""
_OF_ONE = ("min", "max")
"""Statistics that are a single patient's value."""


def is_small(n: float, below: int) -> bool:
    """Say whether a count is one that is not shown; 0 says nothing of anybody, and is."""
    return 0 < n < below


def withheld(
    counts: Mapping[Line, Sequence[int]], below: int, *, also: Collection[Line] = ()
) -> frozenset[Line]:
    """Return the lines to withhold of a table whose columns have known totals; `also` in any case.

    counts: line → its count in each column; the lines of a column add up to a total that is printed
    somewhere. A line with a small count is withheld; then others follow, the smallest first, until
    there are two and no column of theirs adds up to a small number. Where there are no others left
    all are.

    >>> sorted(withheld({"a": [3], "b": [9], "c": [40]}, 5))
    ['a', 'b']
    >>> sorted(withheld({"a": [30], "b": [9]}, 5))
    []
    """
    hidden = {line for line, row in counts.items() if any(is_small(n, below) for n in row) or line in also}
    others = sorted((line for line in counts if line not in hidden), key=lambda line: sum(counts[line]))
    others.sort(key=lambda line: sum(counts[line]) == 0)  # an empty line hides nothing
    while hidden and others and not _is_safe([counts[line] for line in hidden], below):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def _is_safe(rows: Sequence[Sequence[int]], below: int) -> bool:
    return len(rows) > 1 and not any(is_small(sum(column), below) for column in zip(*rows, strict=True))


def suppressed_statistics(statistics: Statistics, below: int) -> Statistics:
    """Return the numbers of a table with those withheld missing; below 0 or 1 nothing is.

    Levels and the line of missing answers are withheld as `withheld` says, over all groups at once. Of a
    number the known and the missing are counted so; its smallest and largest value, which are single
    patients', are always withheld, and everything in a group of which too few are known.
    """
    if below <= 1:
        return statistics
    parts = [_suppressed(part, below) for _, part in statistics.frame.groupby("variable", sort=False)]
    return replace(statistics, frame=pd.concat(parts, ignore_index=True)) if parts else statistics


def _suppressed(part: pd.DataFrame, below: int) -> pd.DataFrame:
    part = part.astype({"value": float, "missing": float, "denominator": float})
    counted = part[part["statistic"] == "n"]
    is_number = counted["level"].isna().all()
    lines = {
        level: rows["value"].astype(int).tolist()
        for level, rows in counted.groupby(counted["level"].fillna(""), sort=False)
    }
    lines[MISSING] = counted.drop_duplicates("group")["missing"].astype(int).tolist()
    hidden = withheld({line: _with_rest(row) for line, row in lines.items()}, below)
    return _without_numbers(part, hidden, below) if is_number else _without_levels(part, hidden)


def _with_rest(row: Sequence[int]) -> list[int]:
    """Return the counts of all and of the groups, and of those who are in none, whom the others tell."""
    return [*row, row[0] - sum(row[1:])] if len(row) > 1 else list(row)


def _without_levels(part: pd.DataFrame, hidden: frozenset[str]) -> pd.DataFrame:
    """Return a variable's numbers without the lines withheld and what gives them back."""
    of_hidden = part["level"].isin(hidden)
    cumulative = part["statistic"].isin(["cumulative_percent"]) & bool(hidden)
    part.loc[of_hidden | cumulative, "value"] = np.nan
    if MISSING in hidden:  # a percentage of those with an answer says how many have none
        part.loc[part["statistic"] == "valid_percent", "value"] = np.nan
        part[["missing", "denominator"]] = np.nan
    return part


def _without_numbers(part: pd.DataFrame, hidden: frozenset[str], below: int) -> pd.DataFrame:
    few = part["group"].isin(part.loc[(part["statistic"] == "n") & (part["value"] < below), "group"])
    part.loc[few | part["statistic"].isin(_OF_ONE), "value"] = np.nan
    if hidden:
        part.loc[part["statistic"] == "n", "value"] = np.nan
        part[["missing", "denominator"]] = np.nan
    return part


def suppressed_counts(table: PrintedTable, below: int, *, lang: str, sums: bool = True) -> PrintedTable:
    """Return a printed table of counts, the first number of its second column, with small ones withheld.

    Headings with a count add up to the table's total, and the lines indented under a heading to it; lines
    under a heading without a count only stand together. `sums` says that the last line is the total.
    The note says what was done. A table without a small count is returned as it is.
    """
    rows = table.rows
    last = len(rows) - 1 if sums else len(rows)
    counts = {k: [n] for k in range(last) if (n := _count(rows[k])) is not None}
    heads = {k: counts[k] for k in counts if not rows[k].indent}
    families = {head: {k: counts[k] for k in lines if k in counts} for head, lines in _families(rows[:last])}
    # A heading with a single line under it would give that line back
    single = {head for head, own in families.items() if head in heads and len(withheld(own, below)) == 1}
    hidden = set(withheld(heads, below, also=single))
    top = bool(hidden)
    for head, own in families.items():
        hidden |= set(own) if head in hidden else withheld(own, below)
    if not hidden:
        return table
    return _blanked(table, hidden, below, lang, derived=top)


def _families(rows: Sequence[PrintedRow]) -> Iterator[tuple[int, list[int]]]:
    """Yield the place of each line that stands at the left edge, with those of the lines under it."""
    edges = [k for k, row in enumerate(rows) if not row.indent]
    for edge, following in zip(edges, [*edges[1:], len(rows)], strict=True):
        if following > edge + 1:
            yield edge, list(range(edge + 1, following))


def _blanked(table: PrintedTable, hidden: set[int], below: int, lang: str, *, derived: bool) -> PrintedTable:
    """Return a table without the counts of some lines; `derived`: further columns would tell them."""
    rows = []
    for k, row in enumerate(table.rows):
        first, *others = row.cells
        if k in hidden:
            others = [word("withheld", lang), *[""] * (len(others) - 1)]
        elif derived and len(others) > 2:
            others = [*others[:2], *[""] * (len(others) - 2)]
        rows.append(replace(row, cells=(first, *others)))
    note = withheld_note(below, lang)
    return replace(table, rows=tuple(rows), note=note if derived else f"{table.note} {note}".strip())


def suppressed_events(
    table: PrintedTable, below: int, *, lang: str, n: int = 1, events: int = 2, together: bool = False
) -> PrintedTable:
    """Return a printed table whose lines don't tell a small number of events, or of patients without one.

    n, events: the columns. together: lines add up, so that one that is withheld withholds all.
    """
    small = [_tells(row, n, events, below) for row in table.rows]
    if not any(small):
        return table
    rows = [
        _without(row, n, events, lang) if hide or (together and any(small)) else row
        for row, hide in zip(table.rows, small, strict=True)
    ]
    note = f"{table.note} {withheld_note(below, lang)}".strip()
    return replace(table, rows=tuple(rows), note=note)


def suppressed_lines(table: PrintedTable, below: int, *, lang: str) -> PrintedTable:
    """Return a printed table whose lines show no number of patients if one of their counts is small.

    For tables of which each line stands by itself, its counts adding up along the line; all cells that
    begin with a count are withheld together.
    """
    small = [any(is_small(int(n), below) for n in _counts_along(row)) for row in table.rows]
    if not any(small):
        return table
    mark = word("withheld", lang)
    rows = [
        replace(row, cells=tuple(mark if _ALONG.match(cell) else cell for cell in row.cells), tones={})
        if hide
        else row
        for row, hide in zip(table.rows, small, strict=True)
    ]
    note = f"{table.note} {withheld_note(below, lang)}".strip()
    return replace(table, rows=tuple(rows), note=note)


def _counts_along(row: PrintedRow) -> Iterator[str]:
    for cell in row.cells[1:]:
        if found := _ALONG.match(cell):
            yield from filter(None, found.groups())


def _tells(row: PrintedRow, n: int, events: int, below: int) -> bool:
    if len(row.cells) <= events or not (row.cells[n].isdigit() and row.cells[events].isdigit()):
        return False
    patients, happened = int(row.cells[n]), int(row.cells[events])
    return any(is_small(count, below) for count in (patients, happened, patients - happened))


def _without(row: PrintedRow, n: int, events: int, lang: str) -> PrintedRow:
    cells = [
        word("withheld", lang) if k in (n, events) and cell.isdigit() else cell
        for k, cell in enumerate(row.cells)
    ]
    return replace(row, cells=tuple(cells))


def withheld_variables(statistics: Statistics) -> frozenset[str]:
    """Return the variables of which some count is withheld."""
    counted = statistics.frame[statistics.frame["statistic"] == "n"]
    return frozenset(counted.loc[counted["value"].isna() | counted["missing"].isna(), "variable"])


def _count(row: PrintedRow) -> int | None:
    found = _COUNT.match(row.cells[1]) if len(row.cells) > 1 else None
    return int(found[0]) if found else None


def withheld_note(below: int, lang: str) -> str:
    """Return the sentence of a table's note that says what was withheld."""
    return word("note_withheld", lang).format(below=below, withheld=word("withheld", lang))
