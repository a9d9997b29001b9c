"""The flow of patients: each step of the attrition under a name that a reader understands."""

import re
from collections.abc import Sequence

from analysis.cohort import Step
from analysis.dictionary import Dictionary
from analysis.loaders.read import FIRST_ROW_OF_EACH
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.suppress import is_small
from analysis.tables.words import word, words

_FIXED = {
    "records read": "records_read",
    "outcome known": "step_outcome",
    "follow-up not negative": "step_not_negative",
    FIRST_ROW_OF_EACH: "step_first_row",
}
_OF_VARIABLE = (
    (re.compile("(?P<name>.+) and end of follow-up known"), "step_dates_known"),
    (re.compile("(?P<name>.+) known"), "step_known"),
)
"""How the outcome's steps are written, and the words for them."""


def step_label(reason: str, dictionary: Dictionary, lang: str) -> str:
    """Return what a step is called in a language; a reason that the user wrote stays as it is."""
    if reason in _FIXED:
        return word(_FIXED[reason], lang)
    for pattern, key in _OF_VARIABLE:
        found = pattern.fullmatch(reason)
        if found and found["name"] in dictionary:
            return word(key, lang).format(variable=dictionary[found["name"]].label(lang))
    return reason


def joined_steps(steps: Sequence[Step], below: int, lang: str) -> tuple[Step, ...]:
    """Return the steps with each that removed fewer than `below` patients, but somebody, joined to the next.

    The last takes in what went before it until they removed enough together, or the first was reached.
    """
    joined: list[Step] = []
    for step in steps:
        if joined and is_small(joined[-1].removed, below):
            step = _joined(joined.pop(), step, lang)
        joined.append(step)
    while len(joined) > 2 and is_small(joined[-1].removed, below):
        last = joined.pop()
        joined.append(_joined(joined.pop(), last, lang))
    return tuple(joined)


def _joined(first: Step, second: Step, lang: str) -> Step:
    reason = f"{first.reason}{'；' if lang == 'zh' else '; '}{second.reason}"
    return Step(reason, second.left, first.removed + second.removed)


def flow_table(steps: Sequence[Step], *, lang: str = "en") -> PrintedTable:
    """Lay out the attrition: a line a step, with how many were left and removed."""
    rows = [
        PrintedRow((step.reason, str(step.left), str(step.removed) if k else ""))
        for k, step in enumerate(steps)
    ]
    header = words(("flow_step", "flow_left", "flow_removed"), lang)
    return PrintedTable("flow", word("flow_caption", lang), header, tuple(rows))
