"""What stands below the records of a sheet: totals, remarks and legends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

import numpy as np

from analysis.dictionary import fold
from analysis.loaders.grid import Grid, Lines, cell_text

LONGEST_FOOTER = 200
"""How many rows at the end of a sheet, blank ones aside, may be totals and legends."""
SAMPLE = 60

_TOTAL = re.compile(
    r"(genel |ara )?toplam\b.*|(grand |sub ?)?totals?\b.*|[合总總小]计.*|总数.*|n ?=.*"
    r"|(mean|average|ortalama|median|medyan|平均)\b.*|中位数|标准差|ort|ortanca|sd|std|ss"
    r"|(std|standart) sapma|min|max|minimum|maximum|n|sum|count"
)
_REMARK = re.compile(
    r"(not|notes?|notlar|aciklama(lar)?|legend|lejant|kisaltmalar|abbreviations|kaynak|source|key)\b.*"
    r"|(注|说明|备注|图例|缩写|来源).*"
)
_DATE = re.compile(r"[0-9]{1,4}(?P<mark>[./-])[0-9]{1,2}(?P=mark)[0-9]{1,4}\b|[0-9]{4}年")
_MARKS = ("*", "†", "‡", "§", "¹", "#", "※")


def find_footers(grid: Grid, body: Lines, known_columns: Sequence[int]) -> dict[int, str]:
    """Return the lines at the end that are clearly no records, and why: "total" or "legend".

    From the end upwards: a block of sparse rows below a blank row, of which the first doesn't look like
    a record; a total; a remark; a row with nothing in the columns that the dictionary knows. The first
    row that is none of these ends the search, so that in doubt a row is a record.
    """
    footers: dict[int, str] = {}
    records = _Records(grid, body, tuple(known_columns))
    for block in reversed(_blocks(grid, body)):
        if records.is_legend(block):
            footers |= dict.fromkeys(map(int, block), "legend")
            continue
        for line in reversed(block):
            reason = records.reason_against(line)
            if reason is None:
                return footers
            footers[int(line)] = reason
    return footers


def _blocks(grid: Grid, body: Lines) -> list[Lines]:
    """Return the last lines, parted where blank rows stand between them."""
    tail = body[-LONGEST_FOOTER:]
    return np.split(tail, np.flatnonzero(np.diff(grid.rows[tail]) > 1) + 1) if len(tail) else []


@dataclass(frozen=True)
class _Records:
    """The lines below the headings, and what most of them are like."""

    grid: Grid
    body: Lines
    known_columns: tuple[int, ...]

    @cached_property
    def usual(self) -> float:
        """How many cells of a record are filled, as a rule."""
        return median(len(_filled(self.texts(line))) for line in self.body[:SAMPLE])

    @property
    def few(self) -> float:
        """How many filled cells at most make a line sparse."""
        return 1 if self.usual < 4 else max(2, self.usual // 3)

    @cached_property
    def sample(self) -> dict[int, list[str]]:
        """The first lines that aren't sparse, by their index."""
        lines = {int(line): self.texts(line) for line in self.body[:SAMPLE]}
        return {line: texts for line, texts in lines.items() if len(_filled(texts)) > self.few}

    def texts(self, line: int) -> list[str]:
        return [cell_text(cell) for cell in self.grid.line(line)]

    def is_legend(self, block: Lines) -> bool:
        sparse = all(len(_filled(self.texts(line))) <= self.few for line in block)
        return sparse and self.usual > 1 and not self.is_like_a_record(block[0])

    def is_like_a_record(self, line: int) -> bool:
        """Return whether the line's first cell is built like those of its column, and isn't one of them."""
        texts = self.texts(line)
        column = _filled(texts)[0]
        return self.is_unique(line, column) and _shape(texts[column]) in self.shapes(column, line)

    def is_unique(self, line: int, column: int) -> bool:
        cells = self.grid.columns[column]
        return int(np.count_nonzero(cells[self.body] == cells[line])) == 1

    def shapes(self, column: int, line: int) -> list[str]:
        """Return how the other lines' cells of a column are built."""
        return [
            _shape(texts[column]) for other, texts in self.sample.items() if other != line and texts[column]
        ]

    def reason_against(self, line: int) -> str | None:
        texts = self.texts(line)
        filled = _filled(texts)
        first = texts[filled[0]]
        if _TOTAL.fullmatch(fold(first)) and self.is_total(line, filled):
            return "total"
        if len(filled) <= self.few and self.usual > 1 and self.is_remark(first, line, filled):
            return "legend"
        aside = len(self.known_columns) >= 3 and not set(filled) & set(self.known_columns)
        # What begins left of all known columns as the records do may be a patient without data.
        numbered = aside and filled[0] < min(self.known_columns) and self.is_like_a_record(line)
        return "legend" if aside and not numbered else None

    def is_total(self, line: int, filled: Sequence[int]) -> bool:
        """Return whether a row that says so is a total, not a record of which a level is so called."""
        shapes = self.shapes(filled[0], line)
        numbered = 2 * sum(not any(map(str.isalpha, shape)) for shape in shapes) > len(shapes)
        place = int(np.searchsorted(self.body, line))
        apart = place > 0 and self.grid.rows[line] - self.grid.rows[self.body[place - 1]] > 1
        if not self.is_unique(line, filled[0]) or self.is_of_one_patient(line, filled):
            return False
        return len(filled) < self.usual or apart or numbered

    def is_of_one_patient(self, line: int, filled: Sequence[int]) -> bool:
        """Return whether a row is called as the others are, and has a date or a word that stands above too.

        Initials may be "SD" and a surname "Max", but no sum or mean is a woman, or of the 5th of March.
        """
        texts = self.texts(line)
        if _shape(texts[filled[0]]) not in self.shapes(filled[0], line):
            return False
        others = [known for other, known in self.sample.items() if other != line]
        return any(
            _DATE.match(texts[column])
            or (_is_word(texts[column]) and any(other[column] == texts[column] for other in others))
            for column in filled[1:]
        )

    def is_remark(self, first: str, line: int, filled: Sequence[int]) -> bool:
        if _REMARK.fullmatch(fold(first)):
            return True
        explains = first.startswith(_MARKS) or any(mark in first for mark in "=:：")
        return explains and len(filled) == 1 and _shape(first) not in self.shapes(filled[0], line)


def _filled(texts: Sequence[str]) -> list[int]:
    return [column for column, text in enumerate(texts) if text]


def _is_word(text: str) -> bool:
    return any(map(str.isalpha, text))


def _shape(text: str) -> str:
    """Return a text with its letters and digits made alike.

    >>> _shape("PT-033")
    'a-9'
    """
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", text))
