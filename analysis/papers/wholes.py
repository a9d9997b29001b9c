"""Parts against their wholes, across the cells of a table."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from analysis.papers.cell_text import PERCENT, TOTAL, infer_kind, read_percent, read_total
from analysis.papers.cells import PrintedCell
from analysis.papers.counts import check_parts, check_shares, counts_of_percent
from analysis.papers.finding import CONSISTENT, INCONSISTENT, NO_DATA, Finding


def check_wholes(cells: Sequence[PrintedCell]) -> list[tuple[int, Finding]]:
    """Return what the sums of parts say, each with the position of the cell that it is said of.

    A sum that is wrong is said of the whole, and of its parts where the whole has no cell of its own.
    """
    said: list[tuple[int, Finding]] = []
    for (whole, _), parts in _families(cells).items():
        if isinstance(whole, int):
            found = _check_family(cells, whole, parts)
            agrees = [*parts] if found.verdict == CONSISTENT else []
            said += [(whole, found), *((part, Finding(CONSISTENT)) for part in agrees)]
        else:
            found = _check_heading(cells, whole, parts)
            said += [(part, found) for part in parts]
    return said


def _families(cells: Sequence[PrintedCell]) -> Mapping[tuple[int | str, str], list[int]]:
    """Return the positions of parts by their whole: its position, or its name and table if it has no cell."""
    families: dict[tuple[int | str, str], list[int]] = {}
    for position, cell in enumerate(cells):
        if cell.part_of:
            whole = _position_of(cells, position)
            key = (cell.part_of, cell.table) if whole is None else (whole, "")
            families.setdefault(key, []).append(position)
    return families


def _position_of(cells: Sequence[PrintedCell], part: int) -> int | None:
    """Return the whole of a part: the row of that name in its table, of several the nearest above."""
    table, name = cells[part].table, cells[part].part_of
    named = [k for k, cell in enumerate(cells) if (cell.table, cell.row) == (table, name) and k != part]
    return min(named, key=lambda k: (k > part, abs(k - part)), default=None)


def _check_family(cells: Sequence[PrintedCell], whole: int, parts: Sequence[int]) -> Finding:
    total = _counts(cells[whole])
    counted = [(cells[part].row, _counts(cells[part])) for part in parts]
    known = [(row, counts) for row, counts in counted if counts is not None]
    if total is not None and len(known) == len(counted):
        return check_parts(total, known)
    shares = [_percent(cells[part]) for part in parts]
    printed = [share for share in shares if share is not None]
    if len(printed) == len(shares):
        return check_shares(_percent(cells[whole]) or Decimal(100), printed)
    return Finding(NO_DATA, note="its parts can't be counted")


def _check_heading(cells: Sequence[PrintedCell], name: str, parts: Sequence[int]) -> Finding:
    """Hold parts without a printed whole against the n they share: they may fall short, not exceed it."""
    counted = [(cells[part].row, _counts(cells[part])) for part in parts]
    known = [(row, counts) for row, counts in counted if counts is not None]
    n = cells[parts[0]].n
    if n is None or len(known) < len(counted) or any(cells[part].n != n for part in parts):
        return Finding(NO_DATA)
    found = check_parts(range(n, n + 1), known)
    if found.verdict == CONSISTENT:
        return Finding(CONSISTENT)
    exceeds = sum(counts.start for _, counts in known) > n
    return Finding(INCONSISTENT if exceeds else NO_DATA, note=f"{name}: {found.note}")


def _counts(cell: PrintedCell) -> range | None:
    """Return the counts that a cell may stand for: the one it prints, or those its percentage allows."""
    kind = cell.kind or infer_kind(cell.published, cell.n)
    if kind == TOTAL:
        total = read_total(cell.published)
        return None if total is None else range(total, total + 1)
    share = read_percent(cell.published) if kind == PERCENT else None
    if share is None:
        return None
    if share.count is not None:
        return range(share.count, share.count + 1)
    of = share.of or cell.n
    return (counts_of_percent(share.percent, of) or None) if of and not share.sign else None


def _percent(cell: PrintedCell) -> Decimal | None:
    kind = cell.kind or infer_kind(cell.published, cell.n)
    share = read_percent(cell.published) if kind == PERCENT else None
    return share.percent if share and not share.sign else None
