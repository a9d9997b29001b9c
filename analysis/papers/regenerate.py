"""A paper regenerated: its cells recomputed and judged, its tables printed anew, its curve and median."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from analysis.cohort import Cohort
from analysis.papers.audit import findings
from analysis.papers.cells import AuditCell
from analysis.papers.core import Paper, PaperCell
from analysis.papers.finding import (
    INCONSISTENT,
    NOT_REPRODUCED,
    REPRODUCED,
    ROUNDING,
    Finding,
    by,
    rules_that_fit,
)
from analysis.papers.printed_numbers import HALF_AWAY
from analysis.papers.recipes import Recipe, variables
from analysis.papers.registry import Answer, Numbers, Registry, recompute
from analysis.survival.event_table import event_table
from analysis.survival.kaplan_meier import SurvivalCurves, kaplan_meier
from analysis.survival.quantiles import SurvivalQuantiles, survival_quantile
from analysis.tables.format import rounded
from analysis.tables.printed import PrintedRow, PrintedTable

NOT_COMPUTED = "–"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, eq=False)
class PaperResult:
    """A regenerated paper.

    `tables` are the paper's own, row for row, with recomputed numbers; `cells` the verdict on every
    printed entry; `curves` the Kaplan-Meier estimate of all patients; `medians` its median by rule.
    """

    paper: Paper
    cohort: Cohort
    tables: tuple[PrintedTable, ...]
    cells: tuple[AuditCell, ...]
    curves: SurvivalCurves
    medians: Mapping[str, SurvivalQuantiles]


def regenerate(paper: Paper, cohort: Cohort) -> PaperResult:
    """Recompute every entry of a paper from a cohort, audit it, and print its tables anew.

    Raises DataError where the cohort has no outcome to draw the survival curve from.
    """
    cells = judge(paper, Registry.of(cohort))
    events = event_table(cohort, origin=paper.origin, unit="days")
    return PaperResult(
        paper=paper,
        cohort=cohort,
        tables=tuple(_printed_tables(paper, cells)),
        cells=cells,
        curves=kaplan_meier(events),
        medians={rule: survival_quantile(events, rule=rule) for rule in ("spss", "r")},
    )


def judge(paper: Paper, registry: Registry) -> tuple[AuditCell, ...]:
    """Return the verdict on every entry: first from the printed numbers alone, then from the patients."""
    entries = paper.entries
    found = findings([entry.printed(paper.n) for entry in entries])
    judged = [
        _judge(entry, finding, registry, paper.decimals)
        for entry, finding in zip(entries, found, strict=True)
    ]
    return tuple(
        AuditCell(entry.table, entry.row, entry.published, verdict.recomputed, verdict.verdict, verdict.note)
        for entry, verdict in zip(entries, judged, strict=True)
    )


def _judge(entry: PaperCell, printed: Finding, registry: Registry, decimals: int) -> Finding:
    if entry.recipe is None:
        return printed
    result = recompute(entry.recipe, registry)
    if result is None:
        return Finding(printed.verdict, None, _absent(entry.recipe, registry))
    if isinstance(result, Answer):
        verdict = REPRODUCED if result.holds else NOT_REPRODUCED
        return Finding(verdict, result.evidence)
    text = reprint(entry.layout or entry.published, result, decimals)
    if printed.verdict == INCONSISTENT:
        return Finding(INCONSISTENT, text, printed.note)
    return _compare(entry.published, text, result, printed, decimals)


def _absent(recipe: Recipe, registry: Registry) -> str:
    lacking = [name for name in sorted(variables(recipe)) if not registry.has(name)]
    return f"the registry lacks {', '.join(lacking)}" if lacking else "the registry gives no number"


def _compare(published: str, text: str, result: Numbers, printed: Finding, decimals: int) -> Finding:
    """Compare an entry with the recomputed one, printed under each rounding rule in turn."""
    rules = rules_that_fit(lambda rule: reprint(published, result, decimals, rule) == published)
    if HALF_AWAY in rules:
        verdict = ROUNDING if printed.verdict == ROUNDING else REPRODUCED
        return Finding(verdict, text, printed.note if verdict == ROUNDING else "")
    if rules:
        return Finding(ROUNDING, text, printed.note or f"equal only {by(*rules)}")
    return Finding(NOT_REPRODUCED, text, f"the registry gives {text}")


def reprint(text: str, result: Numbers, decimals: int, rule: str = HALF_AWAY) -> str:
    """Return an entry with its numbers, in order, replaced by recomputed ones.

    Each is shortened by a rounding rule to the paper's decimals, or as many as the entry prints, and
    keeps the entry's decimal mark; trailing zeros go. An entry with another count of numbers than the
    recipe gives can't be reprinted: it comes back with the numbers alone.

    >>> reprint("8 (%25)", Numbers((Fraction(9), Fraction(28125, 1000))), 1)
    '9 (%28.1)'
    """
    values = iter(result.values)
    tokens = _NUMBER.findall(text)
    if len(tokens) != len(result.values):
        return ", ".join(_shortened(value, decimals, rule) for value in values)
    comma = any("," in token for token in tokens)
    shown = (_as_wide(token, value, decimals, rule) for token, value in zip(tokens, values, strict=True))
    return _NUMBER.sub(lambda _: next(shown).replace(".", "," if comma else "."), text)


def _as_wide(token: str, value: Fraction, decimals: int, rule: str) -> str:
    printed = len(re.split(r"[.,]", token)[1]) if re.search(r"[.,]", token) else 0
    return _shortened(value, max(decimals, printed), rule)


def _shortened(value: Fraction, decimals: int, rule: str) -> str:
    short: Decimal = rounded(value, decimals, rounding=rule)
    return f"{short:f}".rstrip("0").rstrip(".") if decimals else f"{short:f}"


def _printed_tables(paper: Paper, cells: Sequence[AuditCell]) -> Iterator[PrintedTable]:
    for table in paper.tables:
        judged = iter([cell for cell in cells if cell.table == table.name])
        rows = tuple(_printed_row(row, judged) for row in paper.rows(table.name))
        yield PrintedTable(table.name, table.caption, table.header, rows, paper.note)


def _printed_row(row: PaperCell, judged: Iterator[AuditCell]) -> PrintedRow:
    if not row.published:
        return PrintedRow((row.row, ""), row.indent, heading=True)
    return PrintedRow((row.row, next(judged).recomputed or NOT_COMPUTED), row.indent)
