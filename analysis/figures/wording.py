"""How a figure writes its texts: its language, its fonts, its numbers, and what surrounds every plot."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes

from analysis.figures.sheet import LINE, POINTS, Sheet, wrapped
from analysis.figures.style import Fonts, fonts_for
from analysis.tables.format import STYLES, Style, bracketed, interval, number, percent
from analysis.tables.words import WORDS, word

MARGIN = 0.12
UNDER_AXIS = 0.58
"""From an axis to the first line under it: its numbers and its name, in inches."""
SHARES = (0, 0.2, 0.4, 0.6, 0.8, 1)
BEYOND = "∞"


@dataclass(frozen=True)
class Wording:
    """How texts are written: the style of numbers, the fonts, the unit of time, the intervals' level."""

    style: Style
    fonts: Fonts
    unit: str = ""
    level: float = 0.95

    def word(self, key: str, **filled: str) -> str:
        """Return a word with its gaps filled."""
        return word(key, self.style.lang).format(**filled) if filled else word(key, self.style.lang)

    @property
    def unit_word(self) -> str:
        """The unit of time in the language, or as it is given."""
        return self.word(self.unit) if self.unit in WORDS else self.unit

    @property
    def interval_name(self) -> str:
        """Such as "95% CI"."""
        level = percent(round(1000 * self.level), 1000, replace(self.style, trim_zeros=True))
        return self.word("interval", level=level)

    @property
    def text(self) -> dict[str, Any]:
        """The options of a text that stands in axes."""
        return {"family": self.fonts.families, "fontsize": POINTS}

    def with_unit(self, key: str) -> str:
        """Return a word with the unit of time in brackets."""
        return bracketed(self.word(key), self.unit_word, self.style)

    def mark(self, value: float) -> str:
        """Return a mark of an axis, such as a time, in as few decimals as it needs."""
        return number(value, 6, replace(self.style, trim_zeros=True))

    def time(self, value: float) -> str:
        """Return a time in at most two decimals."""
        return number(value, 2, replace(self.style, trim_zeros=True))

    def estimate(self, value: float, digits: int) -> str:
        """Return an estimate, or that it is not estimable."""
        return number(value, digits, self.style, absent="not_estimable")

    def interval(self, low: float, high: float, digits: int) -> str:
        """Return an interval; a limit that is not known is "not estimable", one without end is ∞."""
        ends = [BEYOND if limit == math.inf else self.estimate(limit, digits) for limit in (low, high)]
        return interval(ends[0], ends[1], self.style)

    def joined(self, parts: Iterable[str]) -> str:
        """Return parts of a sentence with semicolons between them."""
        return ("；" if self.style.lang == "zh" else "; ").join(parts)

    def mark_shares(self, axes: Axes, *, x: bool = False) -> None:
        """Mark the y axis, or both, with shares from 0 to 1."""
        labels = [number(share, 1, self.style) for share in SHARES]
        axes.set_yticks(SHARES, labels, **self.text)
        if x:
            axes.set_xticks(SHARES, labels, **self.text)

    def name_axes(self, axes: Axes, across: str, upward: str) -> None:
        """Name both axes, and leave out the lines at the top and the right."""
        axes.set_xlabel(across, **self.text)
        axes.set_ylabel(upward, **self.text)
        axes.spines[["top", "right"]].set_visible(False)


def wording_for(
    texts: Iterable[str],
    *,
    lang: str,
    unit: str = "",
    level: float = 0.95,
    style: Style | None = None,
) -> Wording:
    """Return how to write these texts in a language."""
    fonts = fonts_for([word("at_risk", lang), *texts])
    return Wording(style or STYLES[lang], fonts, unit, level)


def write_lines(sheet: Sheet, x: float, y: float, lines: Sequence[str], **options: Any) -> float:
    """Write lines, the middle of the first at y, and return where the next one may stand."""
    if lines:
        sheet.write(x, y, "\n".join(lines), **options)
    return y + LINE * len(lines)


def title_lines(title: str | None, room: float, wording: Wording) -> list[str]:
    """Return a title in lines that fit, none where there is no title."""
    return wrapped(wording.fonts.drawable(title), room, wording.fonts, bold=True) if title else []
