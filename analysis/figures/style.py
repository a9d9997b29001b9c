"""What all figures share: colours, line styles, fonts that hold every letter, and files with stable bytes."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.figures.fonts.subset import FAMILY as BUNDLED_FONT
from analysis.figures.fonts.subset import FONT as BUNDLED_FILE

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's palette, told apart in every kind of colour blindness; without its pale yellow."""

DASHES: tuple[Any, ...] = ("solid", (0, (5, 2)), (0, (5, 1.5, 1, 1.5)), (0, (1, 1.2)))
"""Line styles that keep curves apart in grey print."""

MARKERS = ("o", "s", "^", "D", "v", "P", "<", "X", ">", "*")
"""Shapes that keep points apart in grey print; from the eleventh point on they are hollow."""

BASE_FONT = "DejaVu Sans"
"""Comes with matplotlib; it has the Turkish letters and none of the Chinese, which the bundled font has."""

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
)
"""Installed fonts for what a user writes beyond the characters of the bundled font."""

RESOLUTION = 300
"""Dots per inch of the PNG, which journals ask for."""

_SETTINGS: Any = {
    "text.parse_math": False,  # a group named "$5–$10" is no formula
    "svg.fonttype": "path",  # looks the same where the font is not installed
    "svg.hashsalt": "neuromets",
    "pdf.fonttype": 42,
    "axes.unicode_minus": False,
}
_WITHOUT_DATE: Mapping[str, Mapping[str, None]] = {
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
    "png": {"Software": None},
}


class Look(NamedTuple):
    """A curve's colour and line style, and the shape and filling of its points."""

    colour: str
    dashes: Any
    marker: str = "o"
    face: str = "white"


class Fonts(NamedTuple):
    """The fonts that texts are drawn with, in order of preference."""

    families: tuple[str, ...]

    def has(self, text: str) -> bool:
        """Return whether every letter of a text can be drawn."""
        return all(
            any(ord(c) in _letters(family) for family in self.families) for c in text if c.isprintable()
        )

    def drawable(self, text: str) -> str:
        """Return a text with a question mark for every letter that no font holds."""
        return "".join(c if self.has(c) else "?" for c in text)


def look(position: int) -> Look:
    """Return the look of the curve at a position; the first 28 lines differ, and 20 points even in grey.

    >>> look(0).marker, look(10).marker, look(10).face
    ('o', 'o', 'white')
    """
    colour = COLOURS[position % len(COLOURS)]
    filled = position // len(MARKERS) % 2 == 0
    marker = MARKERS[position % len(MARKERS)]
    return Look(colour, DASHES[position % len(DASHES)], marker, colour if filled else "white")


def fonts_for(texts: Iterable[str]) -> Fonts:
    """Return the fonts to draw texts with: the base font, and Chinese ones where they are needed.

    The bundled font comes before an installed one, so that figures are the same on every machine.
    """
    wanted = "".join(texts)
    base, bundled = Fonts((BASE_FONT,)), Fonts((BASE_FONT, _bundled()))
    if base.has(wanted):
        return base
    if bundled.has(wanted):
        return bundled
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return Fonts((*bundled.families, *[name for name in CHINESE_FONTS if name in installed][:1]))


def settings() -> Any:
    """Return the context in which figures are drawn and saved."""
    return mpl.rc_context(_SETTINGS)


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of so many inches, with a canvas of its own and no shared state."""
    figure = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def figure_files(figure: Figure, stem: str, forms: Iterable[str] = tuple(_WITHOUT_DATE)) -> dict[str, bytes]:
    """Return a figure as SVG, PDF and PNG, by file name; the same figure gives the same bytes."""
    return {f"{stem}.{form}": _encoded(figure, form) for form in forms}


def _encoded(figure: Figure, form: str) -> bytes:
    buffer = io.BytesIO()
    with settings():
        figure.savefig(buffer, format=form, dpi=RESOLUTION, metadata=dict(_WITHOUT_DATE[form]))
    return buffer.getvalue()


@cache
def _bundled() -> str:
    """Make the bundled font known to matplotlib, once, and return its name.

    It has one weight, which stands for bold as well; otherwise matplotlib logs that bold is missing.
    """
    known = font_manager.fontManager
    known.addfont(BUNDLED_FILE)
    known.ttflist.append(replace(known.ttflist[-1], weight="bold"))
    return BUNDLED_FONT


@cache
def _letters(family: str) -> frozenset[int]:
    path = font_manager.findfont(font_manager.FontProperties(family=[family]), fallback_to_default=False)
    return frozenset(font_manager.get_font(path).get_charmap())
