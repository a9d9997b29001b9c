"""A figure as a sheet of paper: texts and line samples placed in inches from its top left corner."""

import textwrap
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path
from matplotlib.transforms import ScaledTranslation, Transform

from analysis.figures.style import Fonts, Look

WIDTH = 7.1
"""The width of a journal's page, 180 mm, in inches."""

READABLE = 0.95
"""How much of a line running text fills: on a screen letters are wider than in print."""

POINTS = 8.5
"""The size of all texts."""

LINE = 0.17
"""From one line of text to the next, in inches."""

SAMPLE = 0.36
"""The length of a line sample before a text, in inches, with the gap after it."""

_POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Sheet:
    """A figure and the fonts of its texts; x and y are inches from the top left corner."""

    figure: Figure
    fonts: Fonts

    @property
    def width(self) -> float:
        """The sheet's width in inches."""
        return float(self.figure.get_size_inches()[0])

    @property
    def height(self) -> float:
        """The sheet's height in inches."""
        return float(self.figure.get_size_inches()[1])

    def write(self, x: float, y: float, text: str, **options: Any) -> None:
        """Write lines of text, the middle of the first at y."""
        top = 1 - (y - LINE / 2) / self.height
        options = {"ha": "left", "va": "top", "fontsize": POINTS, "linespacing": 1.2, **options}
        self.figure.text(x / self.width, top, text, family=self.fonts.families, **options)

    def sample(self, x: float, y: float, look: Look) -> None:
        """Draw a short line as a curve is drawn."""
        ends = [x / self.width, (x + SAMPLE - 0.08) / self.width]
        height = 1 - y / self.height
        line = Line2D(ends, [height, height], color=look.colour, linestyle=look.dashes, linewidth=1.6)
        self.figure.add_artist(line)

    def point(self, x: float, y: float, look: Look) -> None:
        """Draw a point as a series has it, in the middle of where its line's sample would be."""
        middle = (x + (SAMPLE - 0.08) / 2) / self.width
        point = Line2D([middle], [1 - y / self.height], linestyle="none", **point_style(look))
        self.figure.add_artist(point)

    def box(self, x: float, y: float, **fill: Any) -> None:
        """Draw a small box before a text whose line is at y, filled as bars are."""
        corner = (x / self.width, 1 - (y + 0.055) / self.height)
        size = ((SAMPLE - 0.1) / self.width, 0.11 / self.height)
        self.figure.add_artist(Rectangle(corner, *size, transform=self.figure.transFigure, **fill))

    def axes(self, left: float, top: float, right: float, bottom: float) -> Axes:
        """Return axes whose box has these edges."""
        box = (left / self.width, 1 - bottom / self.height, (right - left) / self.width)
        return self.figure.add_axes((*box, (bottom - top) / self.height))


def moved_aside(transform: Transform, figure: Any, points: float) -> Transform:
    """Return a transform that draws so many points of print further right; the values stay what they are."""
    return transform + ScaledTranslation(points / _POINTS_PER_INCH, 0, figure.dpi_scale_trans)


def point_style(look: Look) -> dict[str, Any]:
    """Return how a series' points are drawn."""
    return {
        "marker": look.marker,
        "color": look.colour,
        "markerfacecolor": look.face,
        "markeredgecolor": look.colour if look.face == "white" else "white",
        "markeredgewidth": 1.0 if look.face == "white" else 0.5,
        "markersize": 8.5 if look.marker == "*" else 6.5,
    }


def text_width(text: str, fonts: Fonts, *, bold: bool = False) -> float:
    """Return how wide a line of text is, in inches."""
    font = FontProperties(family=fonts.families, size=POINTS, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, False)[0]) / _POINTS_PER_INCH


def wrapped(text: str, width: float, fonts: Fonts, *, bold: bool = False) -> list[str]:
    """Return a text in lines no wider than so many inches; a word that is wider is broken."""
    letters = len(text)
    while True:
        lines = textwrap.wrap(text, max(letters, 1)) or [""]
        if letters <= 1 or max(text_width(line, fonts, bold=bold) for line in lines) <= width:
            return lines
        letters = min(letters - 1, max(map(len, lines)) - 1) or 1
