"""The report of a regenerated paper: its tables anew, its curve and median, and the audit of its numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from analysis.cohort import DAYS_PER_MONTH
from analysis.figures.kaplan_meier import draw_kaplan_meier
from analysis.figures.style import figure_files
from analysis.papers.cells import AuditCell
from analysis.papers.finding import CONSISTENT, INCONSISTENT, NO_DATA, NOT_REPRODUCED, REPRODUCED, ROUNDING
from analysis.papers.regenerate import PaperResult
from analysis.report.document import Block, Document, FigureBlock, Heading, Paragraph, TableBlock
from analysis.report.provenance import trace
from analysis.tables.printed import PrintedRow, PrintedTable
from analysis.tables.survival import median_table

LANG = "en"

VERDICTS: Mapping[str, tuple[str, str]] = {
    REPRODUCED: ("good", "equal at the printed digits"),
    CONSISTENT: ("good", "no data, and the numbers agree with each other"),
    ROUNDING: ("caution", "equal only under another rounding, which the note names"),
    NO_DATA: ("muted", "the registry has no such variable, or the numbers can't be judged"),
    NOT_REPRODUCED: ("bad", "the data give another number"),
    INCONSISTENT: ("bad", "the paper contradicts itself, whatever the data"),
}
"""Verdict → its tone, and what it says."""

NOTICE = (
    "Reconstructed cohort, not real patients: the rows were made to satisfy the numbers that the paper "
    "prints. What is not printed must not be read from them."
)


def paper_document(result: PaperResult) -> Document:
    """Return the report of a regenerated paper."""
    paper, source = result.paper, result.cohort.source
    options = {
        "paper": paper.key,
        "origin": paper.origin,
        "unit": "days",
        "median rules": tuple(result.medians),
        "days per month": DAYS_PER_MONTH,
        "rounding": "half away from zero",
    }
    return Document(
        title=f"{paper.title}: regenerated and audited",
        lang=LANG,
        blocks=tuple(block for section in _SECTIONS for block in section(result)),
        provenance=trace([source], dictionary=result.cohort.dictionary, options=options),
        notices=(NOTICE,) if "reconstructed" in source.name else (),
    )


def audit_table(cells: Iterable[AuditCell]) -> PrintedTable:
    """Lay out an audit, one line an entry, its verdict toned."""
    header = ("Where", "Row", "Published", "Recomputed", "Verdict", "Note")
    return PrintedTable("audit", "Audit of the printed numbers", header, tuple(map(_audit_row, cells)))


def verdict_table(cells: Iterable[AuditCell]) -> PrintedTable:
    """Lay out how many entries got each verdict."""
    counts = Counter(cell.verdict for cell in cells)
    rows = tuple(
        PrintedRow((verdict, str(counts[verdict]), meaning), tones={0: tone})
        for verdict, (tone, meaning) in VERDICTS.items()
        if counts[verdict]
    )
    total = PrintedRow(("all", str(counts.total()), "entries as printed"))
    return PrintedTable("verdicts", "Verdicts", ("Verdict", "n", "Meaning"), (*rows, total))


def _introduction(result: PaperResult) -> tuple[Block, ...]:
    source = result.cohort.source
    return (
        Paragraph(result.paper.citation),
        Paragraph(
            f"Every number below was computed from {source.name} ({source.rows} records). What the paper "
            "prints was first checked against itself, without the rows, and then recomputed from them and "
            "compared at the printed digits."
        ),
        TableBlock(verdict_table(result.cells), numbered=False),
    )


def _tables(result: PaperResult) -> tuple[Block, ...]:
    # The document numbers its tables itself, and these come first
    tables = [
        TableBlock(
            replace(table, key=f"table_{position}", caption=table.caption.removeprefix(f"{table.key}. "))
        )
        for position, table in enumerate(result.tables, start=1)
    ]
    return (Heading(1, "The paper's tables, regenerated"), *tables)


def _survival(result: PaperResult) -> tuple[Block, ...]:
    medians = {rule: _medians(found.frame) for rule, found in result.medians.items()}
    figure = draw_kaplan_meier(result.curves.frame, medians["spss"], unit="days", lang=LANG)
    n, events = medians["spss"].loc[0, ["n", "events"]]
    caption = f"Kaplan-Meier estimate of overall survival, {n} patients, {events} deaths"
    alt = (
        f"Step curve of survival against days from {result.paper.origin}, with its 95% log-log band, "
        "censoring ticks, the median, and the numbers at risk below."
    )
    tables = [
        replace(
            median_table(frame, unit="days", rule=rule, conf_type=result.medians[rule].conf_type, lang=LANG),
            key=f"median_{rule}",
        )
        for rule, frame in medians.items()
    ]
    return (
        Heading(1, "Survival"),
        FigureBlock("kaplan_meier", caption, alt, figure_files(figure, "kaplan_meier")),
        *map(TableBlock, tables),
    )


def _medians(quantiles: pd.DataFrame) -> pd.DataFrame:
    return quantiles.rename(columns={"quantile": "median"})


def _audit(result: PaperResult) -> tuple[Block, ...]:
    return (Heading(1, "Audit"), TableBlock(audit_table(result.cells)))


def _audit_row(cell: AuditCell) -> PrintedRow:
    tone, _ = VERDICTS[cell.verdict]
    cells = (cell.table, cell.row, cell.published, cell.recomputed or "–", cell.verdict, cell.note)
    return PrintedRow(cells, tones={4: tone})


def _patients(result: PaperResult) -> tuple[Block, ...]:
    steps = tuple(PrintedRow((s.reason, str(s.left), str(s.removed))) for s in result.cohort.steps)
    table = PrintedTable("patients", "Patients read, kept and removed", ("Step", "Left", "Removed"), steps)
    return (Heading(1, "Patients and provenance"), TableBlock(table))


_SECTIONS = (_introduction, _tables, _survival, _audit, _patients)
