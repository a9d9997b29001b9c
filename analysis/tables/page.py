"""What laying out a table needs to look up: numbers by their address, and the labels around them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from analysis.dictionary import Dictionary, Variable
from analysis.tables.columns import ALL
from analysis.tables.compare import SMD, Comparisons
from analysis.tables.format import Style, bracketed, count_percent, number, p_value
from analysis.tables.frequency import Statistics
from analysis.tables.words import word, words


class Cell(NamedTuple):
    """One statistic: its value, of how many, and how many had no answer; NaN where that is withheld."""

    value: float
    denominator: float
    missing: float

    @property
    def whole(self) -> int:
        """The value as the whole number that it is."""
        return int(self.value)


@dataclass(frozen=True)
class Page:
    """The statistics of a table by address, and their labels in one style's language."""

    statistics: Statistics
    dictionary: Dictionary
    style: Style

    @cached_property
    def cells(self) -> Mapping[tuple[str, str | None, str, str], Cell]:
        """(variable, level, group, statistic) → its numbers."""
        frame = self.statistics.frame
        addresses = zip(frame["variable"], frame["level"], frame["group"], frame["statistic"], strict=True)
        values = zip(frame["value"], frame["denominator"], frame["missing"], strict=True)
        return dict(zip(addresses, (Cell(*value) for value in values), strict=True))

    @cached_property
    def levels(self) -> Mapping[str, tuple[str, ...]]:
        """Variable → the levels that were counted, in order."""
        found: dict[str, dict[str, None]] = {}
        for name, level, _, _ in self.cells:
            found.setdefault(name, {}).update({} if level is None else {level: None})
        return {name: tuple(levels) for name, levels in found.items()}

    @cached_property
    def missing(self) -> Mapping[tuple[str, str], float]:
        """(variable, group) → how many have no answer."""
        return {(name, group): cell.missing for (name, _, group, _), cell in self.cells.items()}

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in order, "all" first."""
        return tuple(self.statistics.groups)

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables of the table, in order."""
        return tuple(self.dictionary[name] for name in self.levels)

    def heading(self, variable: Variable) -> str:
        """Return a variable's label, with its unit."""
        label, unit = variable.label(self.style.lang), variable.unit
        if not unit:
            return label
        known = self.dictionary.units.get(unit)
        return bracketed(label, known.label(self.style.lang) if known else unit, self.style)

    def count(self, n: float) -> str:
        """Return a count, or that it is withheld."""
        return word("withheld", self.style.lang) if math.isnan(n) else str(int(n))

    def count_percent(self, cell: Cell) -> str:
        """Return a count with its percentage, without it where that would tell what is withheld."""
        if math.isnan(cell.value) or math.isnan(cell.denominator):
            return self.count(cell.value)
        return count_percent(cell.whole, int(cell.denominator), self.style)

    def level_label(self, variable: Variable, level: str) -> str:
        """Return a level's label, or the common word of a "yes", "no" or "none" that has no own."""
        if level in ("yes", "no", "none") and level not in variable.level_keys:
            return word(level, self.style.lang)
        return variable.level_label(level, self.style.lang)

    def group_label(self, group: str) -> str:
        """Return a group's label."""
        by = self.statistics.by
        if by is None or group == ALL:
            return word("all", self.style.lang)
        return self.level_label(self.dictionary[by], group)

    def group_heading(self, group: str) -> str:
        """Return a group's label, with how many records it has."""
        return bracketed(self.group_label(group), f"n = {self.statistics.groups[group]}", self.style)


@dataclass(frozen=True)
class Tested:
    """The comparisons of a table by address, as the last cells of its rows."""

    comparisons: Comparisons | None
    style: Style

    @property
    def header(self) -> tuple[str, ...]:
        """The headings of the cells; none where nothing was compared."""
        return () if self.comparisons is None else words(("p", "test", "smd"), self.style.lang)

    def cells(self, variable: Variable, level: str | None = None) -> tuple[str, ...]:
        """Return p, the test's name and the standardised difference of a variable or a set's member."""
        if (variable.name, level) not in self._tests:
            return ("",) * len(self.header)
        test, p = self._tests[variable.name, level]
        difference = self._differences[variable.name, level]
        return p_value(p, self.style), word(test, self.style.lang), number(difference, 2, self.style)

    @cached_property
    def _tests(self) -> Mapping[tuple[str, str | None], tuple[str, float]]:
        return {address: (test, p) for address, test, _, p in self._lines() if test != SMD}

    @cached_property
    def _differences(self) -> Mapping[tuple[str, str | None], float]:
        return {address: statistic for address, test, statistic, _ in self._lines() if test == SMD}

    def _lines(self) -> Iterator[tuple[tuple[str, str | None], str, float, float]]:
        if self.comparisons is not None:
            frame = self.comparisons.frame
            addresses = zip(frame["variable"], frame["level"], strict=True)
            yield from zip(addresses, frame["test"], frame["statistic"], frame["p_value"], strict=True)
