"""The audit of printed numbers against each other, without patients' data."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.papers.cell_text import (
    MEAN_OF_INTEGERS,
    MEAN_SD,
    MEDIAN_INTERVAL,
    P_VALUE,
    PERCENT,
    TOTAL,
    infer_kind,
    names_standard_error,
    read_mean,
)
from analysis.papers.cells import AuditCell, PrintedCell, read_cells
from analysis.papers.counts import check_percent, check_total
from analysis.papers.finding import INCONSISTENT, NO_DATA, Finding
from analysis.papers.means import check_mean
from analysis.papers.median_intervals import check_interval
from analysis.papers.p_values import check_p_value
from analysis.papers.printed_numbers import plain
from analysis.papers.wholes import check_wholes

__all__ = ["AuditCell", "PrintedCell", "audit_cells", "check_cell", "findings", "read_cells", "to_records"]


def audit_cells(rows: Iterable[PrintedCell]) -> tuple[AuditCell, ...]:
    """Return a verdict on every printed cell, from its own numbers and from the cells it belongs with.

    The verdict is `consistent`, `rounding`, `inconsistent`, or `no data` where nothing can be judged.

    >>> cells = audit_cells([PrintedCell("2", "VII-VIII", "percent", "3 (6.3%)", 32)])
    >>> cells[0].verdict, cells[0].recomputed
    ('inconsistent', '3 (9.4%)')
    """
    cells = tuple(rows)
    return tuple(
        AuditCell(cell.table, cell.row, cell.published, found.recomputed, found.verdict, found.note)
        for cell, found in zip(cells, findings(cells), strict=True)
    )


def to_records(cells: Iterable[AuditCell]) -> list[dict[str, str | None]]:
    """Return the cells as the records of the JSON contract; a missing number is None."""
    fields = ("table", "row", "published", "recomputed", "verdict", "note")
    return [{name: getattr(cell, name) for name in fields} for cell in cells]


def findings(cells: Sequence[PrintedCell]) -> tuple[Finding, ...]:
    """Return what the printed numbers alone say of each cell, in order."""
    found = [check_cell(cell) for cell in cells]
    for position, of_whole in check_wholes(cells):
        found[position] = found[position] + of_whole
    return tuple(_with_twin(cell, finding, cells) for cell, finding in zip(cells, found, strict=True))


def check_cell(cell: PrintedCell) -> Finding:
    """Return the verdict on one cell from its own numbers and its n.

    A kind that is given as `mean_sd` holds mean and standard deviation of whole numbers against n; an
    inferred one makes no such claim, so that GRIM and GRIMMER have no say.
    """
    kind = cell.kind or infer_kind(cell.published, cell.n)
    if kind == PERCENT:
        return check_percent(cell.published, cell.n)
    if kind in (MEAN_OF_INTEGERS, MEAN_SD):
        return check_mean(cell.published, cell.n, integers=bool(cell.kind))
    if kind == MEDIAN_INTERVAL:
        found = check_interval(cell.published)
        return found if cell.kind or found.verdict != INCONSISTENT else _unless_a_deviation(cell, found)
    if kind == P_VALUE:
        return check_p_value(cell.published, cell.n)
    if kind == TOTAL:
        return check_total(cell.published, cell.n)
    return Finding(NO_DATA, note="the kind of the cell can't be inferred; name it")


def _unless_a_deviation(cell: PrintedCell, found: Finding) -> Finding:
    """Withhold the verdict where the number after ± may be a standard deviation, not a standard error."""
    if "±" not in plain(cell.published) or names_standard_error(cell.published):
        return found
    return Finding(NO_DATA, note="± may be a standard deviation; the kind median_interval says it is not")


def _with_twin(cell: PrintedCell, found: Finding, cells: Sequence[PrintedCell]) -> Finding:
    """Say where the mean ± standard deviation stand in full whose ± this cell has lost."""
    digits = read_mean(cell.published)
    if found.verdict != INCONSISTENT or digits is None or "±" in cell.published:
        return found
    for other in cells:
        twin = read_mean(other.published) if "±" in other.published else None
        if twin and twin.sd is not None and f"{twin.mean}{twin.sd}" == digits.digits:
            note = f"{found.note}, as {other.table} prints it: {other.published}"
            return replace(found, recomputed=f"{twin.mean} ± {twin.sd}", note=note)
    return found
