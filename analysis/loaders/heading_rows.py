"""Which row, or two rows, of a sheet hold the headings, and what each column is called."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from analysis.errors import DataError
from analysis.loaders.grid import Grid, Lines, cell_text, column_letter

DEEPEST_HEADING = 30
"""Among how many rows from the top, blank ones aside, the headings are looked for."""
SAMPLE = 60

Known = Callable[[str], bool]
_NUMBER_OR_DATE = re.compile(r"[\W\d_]+|\d{4}年.*")
_UNIT = re.compile(
    r"[\[(（].*[\])）]|%|years?|months?|days?|weeks?|hours?|yıl|yil|ay|gün|gun|hafta|saat|岁|年|月|天|日"
    r"|[mµu]?mol/l|[mµun]?k?g(/[md]?l)?|[mc]?m|m2|kg/m[2²^]+2?|mmhg|cmh2o|[miµu]*u/[m]?l|/[µu]l|10\^?[39]/l",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heading:
    """The headings of a sheet: the lines (indexes into the grid) they stand on and the name of each column.

    `names` is blank where a column has no heading. `labels` gives the half of a name of two rows that
    the dictionary knows by itself.
    """

    first: int
    last: int
    names: tuple[str, ...]
    labels: Mapping[str, str]


def find_heading(grid: Grid, filled: Lines, known: Known, where: str) -> Heading:
    """Find the headings among the first lines that aren't blank.

    The heading row is the first that is filled over more than half of the usual width with words that
    don't recur below as values do, unless another row has more headings that the dictionary knows, and
    two at least.
    A row of groups above it or of units, subheadings or names below it joins it.
    Raises DataError where no row will do.
    """
    lines = [_Line(index, [cell_text(cell) for cell in grid.line(index)]) for index in filled[:SAMPLE]]
    place = _choose(lines, known)
    if place is None:
        raise DataError(
            f"{where} has no row of headings among its first {min(len(lines), DEEPEST_HEADING)} rows:"
            " put the name of each column above it"
        )
    upper = lower = lines[place]
    if place and _adjacent(grid, lines[place - 1], upper) and _is_upper_row(lines[place - 1], lower, known):
        upper = lines[place - 1]
    elif place + 1 < len(lines) and _adjacent(grid, lower, lines[place + 1]):
        lower = lines[place + 1] if _is_second_row(grid, upper, lines[place + 1], known) else upper
    names, labels = _join(grid, upper, lower, known) if upper is not lower else (upper.texts, {})
    return Heading(upper.index, lower.index, tuple(names), labels)


def distinct_names(
    headings: Sequence[str], columns: Sequence[int] | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return headings that differ from each other and aren't blank, and a note for each that had to change.

    >>> distinct_names(["Age", "", "Age"])[0]
    ('Age', 'column B', 'Age.2')
    """
    names: dict[str, None] = {}  # in their order, and found at once among thousands
    written = frozenset(headings)
    uses: defaultdict[str, int] = defaultdict(lambda: 1)
    notes = []
    for heading, column in zip(headings, columns or range(len(headings)), strict=True):
        letter = column_letter(column)
        name = first = heading or f"column {letter}"
        while name in names or (name != first and name in written):
            uses[first] += 1
            name = f"{first}.{uses[first]}"
        if not heading:
            notes.append(f"column {letter} has cells but no heading and is called {name!r}")
        elif name != heading:
            notes.append(
                f"the heading {heading!r} is used again in column {letter} and is called {name!r} there"
            )
        names[name] = None
    return tuple(names), tuple(notes)


@dataclass(frozen=True)
class _Line:
    index: int
    texts: list[str]

    @property
    def filled(self) -> list[int]:
        return [column for column, text in enumerate(self.texts) if text]

    def known(self, known: Known) -> int:
        return sum(known(text) for text in self.texts if text)

    def is_known(self, known: Known) -> bool:
        """Return whether half of the cells, and two at least, are headings that the dictionary knows."""
        return self.known(known) >= max(2, len(self.filled) / 2)


def _choose(lines: Sequence[_Line], known: Known) -> int | None:
    """Return the place of the heading row among the lines.

    Of the rows that are full only the first two are taken for it, unless the dictionary knows better: a
    row of words further down is a record of a sheet without headings.
    """
    head = lines[:DEEPEST_HEADING]
    counts = [line.known(known) for line in head]
    best = max(range(len(head)), key=counts.__getitem__)
    usual = median(len(line.filled) for line in lines)
    full = [place for place, line in enumerate(head) if 2 * len(line.filled) > usual][:2]
    first = next((place for place in full if _is_wordy(head[place])), None)
    if first is None or (not counts[first] and _is_like_records(lines, first)):
        return best if counts[best] else None
    width = len(head[best].filled)
    better = counts[best] >= 2 and counts[best] > counts[first]
    better = better and not _holds_values(head[first], head[best], known)
    return best if better and (width >= len(head[first].filled) or head[best].is_known(known)) else first


def _is_wordy(line: _Line) -> bool:
    words = sum(_is_word(line.texts[column]) for column in line.filled)
    return 3 * words >= 2 * len(line.filled)


def _is_word(text: str) -> bool:
    return _NUMBER_OR_DATE.fullmatch(text) is None


def _is_like_records(lines: Sequence[_Line], place: int) -> bool:
    """Return whether a quarter of the line's cells are also values below it, as those of records are."""
    line = lines[place]
    below = [other for other in lines[place + 1 :] if other.texts != line.texts]
    recurring = [c for c in line.filled if any(line.texts[c] == other.texts[c] for other in below)]
    return bool(recurring) and 4 * len(recurring) >= len(line.filled)


def _adjacent(grid: Grid, upper: _Line, lower: _Line) -> bool:
    return bool(grid.rows[lower.index] - grid.rows[upper.index] == 1)


def _is_upper_row(above: _Line, heading: _Line, known: Known) -> bool:
    """Return whether the row above has headings too, or groups of several, rather than the sheet's title."""
    texts = [above.texts[column] for column in above.filled]
    if len(texts) < 2 or not all(_is_word(text) and ":" not in text for text in texts):
        return False
    grouped = len(set(texts)) < len(texts) or any(not above.texts[column] for column in heading.filled)
    return grouped or above.is_known(known)


def _is_second_row(grid: Grid, heading: _Line, below: _Line, known: Known) -> bool:
    if not all(_is_word(below.texts[column]) for column in below.filled):
        return False
    if all(_UNIT.fullmatch(below.texts[column]) for column in below.filled):
        return True
    named = below.is_known(known) and not _holds_values(heading, below, known)
    return named or _completes(grid, heading, below)


def _holds_values(heading: _Line, below: _Line, known: Known) -> bool:
    """Return whether the row below a complete heading row has a value under a heading that needs no other.

    "Chemotherapy" and "Headache" name columns, and are what a first patient was given and has.
    """
    if not all(heading.texts[column] for column in below.filled):
        return False
    return any(known(heading.texts[column]) and not known(below.texts[column]) for column in below.filled)


def _completes(grid: Grid, heading: _Line, below: _Line) -> bool:
    """Return whether the row below fills the gaps of a heading row, and nothing else but under groups."""
    groups = _spread(grid, heading, below)
    gaps = [column for column in below.filled if not heading.texts[column]]
    grouped = {column for column in below.filled if column + 1 in gaps or column in gaps}
    return bool(gaps) and set(below.filled) == grouped and all(groups[column] for column in below.filled)


def _spread(grid: Grid, upper: _Line, lower: _Line) -> list[str]:
    """Return the upper row with the text of each group over all of its columns.

    Merged cells say how far a group reaches; where the row has none, it reaches to the next text.
    """
    texts = list(upper.texts)
    spans = [s for s in grid.spans if s.top <= grid.rows[upper.index] <= s.bottom and s.right > s.left]
    for span in spans:
        texts[span.left : span.right + 1] = [texts[span.left]] * len(texts[span.left : span.right + 1])
    for column in range(1, len(texts)) if not spans else ():
        if not texts[column] and lower.texts[column]:
            texts[column] = texts[column - 1]
    return texts


def _join(grid: Grid, upper: _Line, lower: _Line, known: Known) -> tuple[list[str], dict[str, str]]:
    halves = list(zip(_spread(grid, upper, lower), lower.texts, strict=True))
    uses = Counter(half for pair in halves for half in set(pair))
    names, labels = [], {}
    for above, below in halves:
        name = f"{above} {below}" if above and below and above != below else above or below
        alone = [half for half in (below, above) if half and uses[half] == 1 and known(half)]
        if alone and not known(name):
            labels[name] = alone[0]
        names.append(name)
    return names, labels
