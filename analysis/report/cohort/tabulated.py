"""Which columns a report tabulates, and which it hides as likely names or free text."""

from typing import Any

import narwhals as nw

from analysis.cohort import Cohort
from analysis.report.scores import NOTE_COLUMN
from analysis.tables.columns import TABULATED

_REPEATED = 2
"""How often the texts of an unknown column must occur on average, or they may be free text or names."""


def tabulated(cohort: Cohort) -> tuple[list[str], list[str]]:
    """Return the variables that a report tabulates, and those that it hides as likely names or free text.

    Of a column under an unknown heading it isn't known what its texts are: only such as recur are shown.
    """
    frame = nw.from_native(cohort.kept())
    kinds = {name: cohort.dictionary[name].kind for name in frame.columns if name in cohort.dictionary}
    named = set(filter(None, cohort.source.columns.values()))
    shown: list[str] = []
    hidden: list[str] = []
    for name, kind in kinds.items():
        if kind not in TABULATED or name == NOTE_COLUMN:
            continue
        column = frame.get_column(name)
        rare = name not in named and kind == "level" and _hardly_repeats(column)
        (hidden if rare else shown).append(name)
    return shown, hidden


def _hardly_repeats(column: Any) -> bool:
    known = column.drop_nulls()
    return bool(len(known) < _REPEATED * known.n_unique())
