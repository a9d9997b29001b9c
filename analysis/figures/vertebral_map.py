"""The vertebral map of a cohort: a column of vertebrae from the neck down, and how many have each."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Rectangle

from analysis.dictionary import Dictionary
from analysis.figures.sheet import LINE, READABLE, SAMPLE, WIDTH, Sheet, text_width, wrapped
from analysis.figures.style import fonts_for, new_figure, settings
from analysis.scores.derived import SINS_REGIONS
from analysis.tables.format import STYLES, Style, count_percent
from analysis.tables.score_labels import colon, of_whom
from analysis.tables.vertebrae import LOCATION_OF, VertebralCounts, place_label
from analysis.tables.words import word

ROW = 0.205
"""The height of a vertebra with the disc under it, in inches."""

TINTS: Mapping[str, Any] = {
    location: mpl.colormaps["cividis"](0.08 + 0.84 * place / (len(SINS_REGIONS) - 1))
    for place, location in enumerate(SINS_REGIONS)
}
"""SINS's location → its tint, the one with the most points the darkest; told apart in grey print too."""

BODY_WIDTHS: Mapping[str, tuple[float, float]] = {
    "C": (0.30, 0.36),
    "T": (0.36, 0.50),
    "L": (0.52, 0.60),
    "S": (0.56, 0.24),
}
"""Region → how wide its first and last vertebra are drawn, in inches: schematic, not anatomy."""

_MARGIN = 0.12
_COLUMN = 1.0
"""The middle of the column of vertebrae, from the left edge in inches."""
_BARS = 1.5
_BRACKET = 5.55


def draw_vertebral_map(
    found: VertebralCounts, dictionary: Dictionary, *, lang: str = "en", notice: str = ""
) -> Figure:
    """Draw the spine with a bar of counts at each vertebra, totals of regions, and locations tinted.

    Vertebrae and bars have the tint of their location in SINS, which the key above explains with n (%); at
    the right is n (%) by region. Percentages are of those of whom a level is known; who has none is said,
    and the notice, such as that the patients are not real. Nothing is counted here. Letters that no
    installed font holds become "?".
    """
    labels = (_key(found, location, dictionary, STYLES[lang]) for location in TINTS)
    fonts = fonts_for([word("level_known", lang), notice, *labels])
    style = STYLES[lang]
    caption = word("vertebrae_caption", style.lang).format(of=of_whom(found.of, style.lang), n=found.n)
    keys = [
        wrapped(_key(found, location, dictionary, style), WIDTH - 2 * _MARGIN - SAMPLE, fonts)
        for location in TINTS
    ]
    texts = [_note(found, style), *([notice] if notice else [])]
    room = READABLE * (WIDTH - 2 * _MARGIN)
    notes = [line for text in texts for line in wrapped(fonts.drawable(text), room, fonts)]
    above = LINE * (1.3 + sum(map(len, keys))) + 3 * _MARGIN
    height = above + ROW * len(found.vertebrae) + LINE * len(notes) + 3 * _MARGIN
    with settings():
        sheet = Sheet(new_figure(WIDTH, height), fonts)
        sheet.write(_MARGIN, _MARGIN + LINE / 2, caption, fontweight="bold")
        _write_keys(sheet, _MARGIN + 1.8 * LINE, keys)
        _draw_vertebrae(sheet, above, found, style)
        _draw_regions(sheet, above, found, dictionary, style)
        sheet.write(_MARGIN, height - _MARGIN - LINE * (len(notes) - 0.5), "\n".join(notes), color="0.25")
        return sheet.figure


def _key(found: VertebralCounts, location: str, dictionary: Dictionary, style: Style) -> str:
    label = place_label("location", location, dictionary, style.lang)
    return f"{label}   {count_percent(found.counts['location', location], found.known, style)}"


def _note(found: VertebralCounts, style: Style) -> str:
    """Say how many have a level, none, or nothing recorded, and what percentages are of."""
    counts = {"level_known": found.known, "level_none": found.none, "level_missing": found.missing}
    said = [
        f"{word(key, style.lang)}{colon(style.lang)}{n}{'。' if style.lang == 'zh' else '. '}"
        for key, n in counts.items()
        if n or key != "level_none"
    ]
    return f"{''.join(said)}{word('note_vertebrae', style.lang)}"


def _write_keys(sheet: Sheet, y: float, keys: Sequence[list[str]]) -> None:
    for tint, lines in zip(TINTS.values(), keys, strict=True):
        _box(sheet, _MARGIN, y - 0.055, SAMPLE - 0.1, 0.11, tint)
        sheet.write(_MARGIN + SAMPLE, y, "\n".join(lines))
        y += LINE * len(lines)


def _draw_vertebrae(sheet: Sheet, top: float, found: VertebralCounts, style: Style) -> None:
    """Draw each vertebra of the column with its name before it and its bar and count behind it."""
    highest = max(found.counts["vertebra", level] for level in found.vertebrae) or 1
    longest = max(text_width(_count(found, level, style), sheet.fonts) for level in found.vertebrae)
    room = _BRACKET - 0.2 - longest - _BARS
    for place, level in enumerate(found.vertebrae):
        y, tint = top + ROW * (place + 0.5), TINTS[LOCATION_OF[level]]
        width = _body_width(level, found.vertebrae)
        sheet.write(_COLUMN - 0.42, y, level, ha="right")
        _box(sheet, _COLUMN - width / 2, y - 0.42 * ROW, width, 0.84 * ROW, tint, rounded=True)
        length = room * found.counts["vertebra", level] / highest
        _box(sheet, _BARS, y - 0.32 * ROW, length, 0.64 * ROW, tint)
        sheet.write(_BARS + length + 0.06, y, _count(found, level, style))


def _count(found: VertebralCounts, level: str, style: Style) -> str:
    return count_percent(found.counts["vertebra", level], found.known, style)


def _body_width(level: str, shown: Sequence[str]) -> float:
    region = [other for other in shown if other[0] == level[0]]
    first, last = BODY_WIDTHS[level[0]]
    return first + (last - first) * region.index(level) / max(len(region) - 1, 1)


def _draw_regions(
    sheet: Sheet, top: float, found: VertebralCounts, dictionary: Dictionary, style: Style
) -> None:
    """Draw a line beside the vertebrae of each region, with its name and n (%)."""
    y = top
    for region, levels in groupby(found.vertebrae, key=lambda level: level[0]):
        height = ROW * len([*levels])
        ends = [1 - (y + 0.04) / sheet.height, 1 - (y + height - 0.04) / sheet.height]
        sheet.figure.add_artist(Line2D([_BRACKET / sheet.width] * 2, ends, color="0.35", linewidth=1))
        name = place_label("region", region, dictionary, style.lang)
        n = count_percent(found.counts["region", region], found.known, style)
        sheet.write(_BRACKET + 0.1, y + height / 2 - LINE / 2, f"{name}\n{n}")
        y += height


def _box(
    sheet: Sheet, x: float, y: float, width: float, height: float, tint: Any, *, rounded: bool = False
) -> None:
    """Draw a box whose upper left corner is at x, y, in inches; a rounded one looks like a vertebral body."""
    corner = (x / sheet.width, 1 - (y + height) / sheet.height)
    size = (width / sheet.width, height / sheet.height)
    options = {"facecolor": tint, "edgecolor": "black", "linewidth": 0.5}
    options["transform"] = sheet.figure.transFigure
    if not rounded:
        sheet.figure.add_artist(Rectangle(corner, *size, **options))
        return
    style = "round,pad=0,rounding_size=0.006"
    aspect = sheet.width / sheet.height
    sheet.figure.add_artist(FancyBboxPatch(corner, *size, boxstyle=style, mutation_aspect=aspect, **options))
