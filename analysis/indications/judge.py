"""Judge one patient by one rule, in three-valued logic; what isn't known stays between FAILS and HOLDS."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.indications.definition import (
    ALL,
    ANY,
    EITHER_READING,
    FAILS,
    FIRST,
    HOLDS,
    UNSETTLED,
    Condition,
    Rule,
)

MET, NOT_MET, CONTRAINDICATED, CANNOT_BE_TOLD = "met", "not_met", "contraindicated", "cannot_be_told"
VERDICTS = (MET, NOT_MET, CONTRAINDICATED, CANNOT_BE_TOLD)

NOT_RECORDED = 3
"""The state of what excludes a treatment, where neither an answer nor an empty cell says anything of it."""


@dataclass(frozen=True)
class Span:
    """What a row leaves possible of an item: the lowest and the highest value, from FAILS to HOLDS.

    `recorded` says whether the registry has a column that says anything of the item at all.
    """

    low: int = FAILS
    high: int = HOLDS
    recorded: bool = False
    note: str = ""

    @property
    def settled(self) -> bool:
        """Whether it holds or fails for sure."""
        return self.low == self.high != UNSETTLED

    @property
    def is_gap(self) -> bool:
        """Whether a cell that ought to say it is empty or leaves several levels."""
        return self.recorded and self.low < self.high


@dataclass(frozen=True)
class Judgement:
    """A verdict, None where the rule doesn't concern the patient, and what decides it.

    `deciding` and `not_recorded` are keys of conditions.
    """

    verdict: str | None
    deciding: tuple[str, ...] = ()
    not_recorded: tuple[str, ...] = ()


_NOBODY_KNOWS = Span()


def _first_settled(spans: Sequence[Span]) -> Span:
    return next((span for span in spans if span.settled), _NOBODY_KNOWS)


_COMBINE: Mapping[str, Callable[[Sequence[Span]], Span]] = {
    ALL: lambda spans: Span(min(s.low for s in spans), min(s.high for s in spans)),
    ANY: lambda spans: Span(max(s.low for s in spans), max(s.high for s in spans)),
    EITHER_READING: lambda spans: Span(min(s.low for s in spans), max(s.high for s in spans)),
    FIRST: _first_settled,
}


def combined(mode: str, spans: Sequence[Span]) -> Span:
    """Return what several items together leave possible.

    >>> combined(ANY, [Span(0, 0), Span(0, 2)]), combined(ALL, [Span(0, 0), Span(0, 2)]).settled
    (Span(low=0, high=2, recorded=False, note=''), True)
    """
    return _COMBINE[mode](spans) if spans else _NOBODY_KNOWS


def state(condition: Condition, spans: Sequence[Span], *, excludes: bool) -> int:
    """Return FAILS, HOLDS or UNSETTLED; of what excludes a treatment, NOT_RECORDED where no cell is a gap."""
    together = combined(condition.mode, spans)
    if together.settled:
        return together.low
    return NOT_RECORDED if excludes and not any(span.is_gap for span in spans) else UNSETTLED


def judge(rule: Rule, spans: Mapping[str, Sequence[Span]]) -> Judgement:
    """Return the verdict of a rule, given the spans of each condition's items by the condition's key.

    Whom the rule concerns is asked first, then contraindications, then whether the conditions can be
    assessed at all, then the conditions. The deciding conditions are those that give the verdict: all that
    hold where it is met, those that fail, exclude or are open elsewhere. What is not recorded is told where
    it leaves a doubt: where the indication is met or can't be told.
    """
    excluding = (*rule.contraindications, *rule.unless)
    states = {c.key: state(c, spans[c.key], excludes=c in excluding) for c in rule.every}

    def those(conditions: Iterable[Condition], *wanted: int) -> tuple[str, ...]:
        return tuple(c.key for c in conditions if states[c.key] in wanted)

    if those(rule.among, FAILS):
        return Judgement(None)
    not_recorded = those(excluding, NOT_RECORDED)
    unassessable = those(rule.unless, HOLDS)
    cannot = Judgement(CANNOT_BE_TOLD, (*those(rule.every, UNSETTLED), *unassessable), not_recorded)
    if those(rule.among, UNSETTLED):
        return cannot
    if present := those(rule.contraindications, HOLDS):
        return Judgement(CONTRAINDICATED, present)
    if unassessable or those(rule.unless, UNSETTLED):
        return cannot
    if failing := those(rule.conditions, FAILS):
        return Judgement(NOT_MET, failing)
    if those((*rule.conditions, *rule.contraindications), UNSETTLED):
        return cannot
    return Judgement(MET, those((*rule.among, *rule.conditions), HOLDS), not_recorded)
