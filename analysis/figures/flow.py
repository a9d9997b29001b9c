"""The flow diagram that STROBE asks for: a box for those left at each step, and beside it those removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from analysis.cohort import Step
from analysis.figures.sheet import LINE, READABLE, WIDTH, Sheet, wrapped
from analysis.figures.style import new_figure, settings
from analysis.figures.wording import MARGIN, Wording, title_lines, wording_for, write_lines

_BOX, _SIDE, _GAP = 3.1, 2.7, 0.5
_PADDING = 0.12
_BETWEEN = 0.62
"""From one box to the next, where the box of those removed stands beside the arrow, in inches."""


@dataclass(frozen=True)
class _Box:
    """A box's lines and how high it is."""

    lines: list[str]

    @property
    def height(self) -> float:
        return LINE * len(self.lines) + 2 * _PADDING


def draw_flow(steps: Sequence[Step], *, lang: str = "en", title: str | None = None) -> Figure:
    """Draw the flow of patients: each step's reason, as it is to be read, with those left and those removed.

    A step that removed nobody has no box at its side. Nothing is computed.
    """
    wording = wording_for([title or "", *(step.reason for step in steps)], lang=lang)
    boxes = [_box(step.reason, f"n = {step.left}", _BOX, wording) for step in steps]
    sides = [_removed(step.removed, wording) for step in steps]
    with settings():
        return _draw(boxes, sides, title, wording)


def _box(text: str, count: str, width: float, wording: Wording) -> _Box:
    room = READABLE * width - 2 * _PADDING
    return _Box([*wrapped(wording.fonts.drawable(text), room, wording.fonts), count])


def _removed(n: int, wording: Wording) -> _Box | None:
    return _Box([wording.word("flow_removed_n", n=str(n))]) if n else None


def _draw(boxes: Sequence[_Box], sides: Sequence[_Box | None], title: str | None, wording: Wording) -> Figure:
    titles = title_lines(title, WIDTH - 2 * MARGIN, wording)
    above = MARGIN + LINE * 1.3 * len(titles)
    height = above + sum(box.height for box in boxes) + _BETWEEN * (len(boxes) - 1) + 2 * MARGIN
    sheet = Sheet(new_figure(WIDTH, height), wording.fonts)
    write_lines(sheet, MARGIN, MARGIN + LINE / 2, titles, fontweight="bold")
    y = above + MARGIN / 2
    for position, (box, side) in enumerate(zip(boxes, sides, strict=True)):
        if position:
            _arrow(sheet, (MARGIN + _BOX / 2, y), (MARGIN + _BOX / 2, y + _BETWEEN))
            if side:
                middle = y + _BETWEEN / 2
                _arrow(sheet, (MARGIN + _BOX / 2, middle), (MARGIN + _BOX + _GAP, middle))
                _draw_box(sheet, MARGIN + _BOX + _GAP, middle - side.height / 2, _SIDE, side)
            y += _BETWEEN
        _draw_box(sheet, MARGIN, y, _BOX, box)
        y += box.height
    return sheet.figure


def _draw_box(sheet: Sheet, x: float, y: float, width: float, box: _Box) -> None:
    corner = (x / sheet.width, 1 - (y + box.height) / sheet.height)
    size = (width / sheet.width, box.height / sheet.height)
    frame: dict[str, Any] = {"facecolor": "white", "edgecolor": "black", "linewidth": 0.9}
    sheet.figure.add_artist(Rectangle(corner, *size, transform=sheet.figure.transFigure, **frame))
    sheet.write(x + width / 2, y + _PADDING + LINE / 2, "\n".join(box.lines), ha="center")


def _arrow(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x0, y0), (x1, y1) = ((x / sheet.width, 1 - y / sheet.height) for x, y in (start, end))
    how: dict[str, Any] = {
        "arrowstyle": "-|>",
        "mutation_scale": 10,
        "shrinkA": 0,
        "shrinkB": 0,
        "color": "black",
    }
    how["transform"] = sheet.figure.transFigure
    line = FancyArrowPatch((x0, y0), (x1, y1), linewidth=0.9, **how)
    sheet.figure.add_artist(line)
