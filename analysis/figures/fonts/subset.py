"""Make the bundled Chinese font anew: `python -m analysis.figures.fonts.subset NotoSansCJK-Regular.ttc`.

Needed when a text of the package gains a character that the font lacks, which a test tells. The source
is Noto Sans CJK (SIL Open Font License 1.1; Debian's fonts-noto-cjk).
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FAMILY = "Neuromets Sans SC"
"""A name of its own: a changed font may not pass for the one that a reader has installed."""

FOLDER = Path(__file__).parent
FONT = FOLDER / "NeurometsSansSC-Regular.ttf"
PACKAGE = FOLDER.parents[1]
_SOURCE_FACE = "Noto Sans CJK SC"
_LATIN = range(0x20, 0x180)
_PUNCTUATION = (*range(0x2010, 0x2040), *range(0x3000, 0x3020), *range(0xFF01, 0xFF5F))
_LARGEST_ERROR = 1.0
"""In thousandths of the letter's height, when its cubic curves become quadratic ones."""


def wanted_characters() -> set[str]:
    """Return what the font must hold: every character of the package's texts, and 1,900 common ones.

    The common ones (`common_characters.txt`) are the most frequent of jieba's dictionary, weighted by
    its counts of words; they are for what users write: groups, hospitals, headings.
    """
    texts = [path.read_text(encoding="utf-8") for path in _texts()]
    return {*"".join(texts), *map(chr, _LATIN), *map(chr, _PUNCTUATION)}


def _texts() -> Iterator[Path]:
    yield FOLDER / "common_characters.txt"
    yield from sorted(PACKAGE.rglob("*.py"))
    for folder in (PACKAGE / "data_dictionary", PACKAGE.parent / "data_dictionary"):
        yield from sorted(folder.glob("*.csv"))


def main(source: str) -> None:
    """Write the font from a collection that holds Noto Sans CJK SC."""
    font = _face(source)
    _keep(font, wanted_characters())
    _draw_with_quadratic_curves(font)
    _rename(font)
    font.save(FONT)
    print(f"{FONT.name}: {len(font.getBestCmap())} characters, {FONT.stat().st_size:,} bytes")


def _face(source: str) -> Any:
    from fontTools.ttLib import TTCollection

    faces: Iterable[Any] = TTCollection(source, recalcTimestamp=False).fonts
    return next(face for face in faces if face["name"].getDebugName(1) == _SOURCE_FACE)


def _keep(font: Any, characters: set[str]) -> None:
    from fontTools.subset import Options, Subsetter

    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["GPOS", "GSUB", "vhea", "vmtx", "VORG", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(characters))
    subsetter.subset(font)


def _draw_with_quadratic_curves(font: Any) -> None:
    """Make a TrueType font of it: a PDF figure can't hold the cubic curves of the source."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = newTable("glyf")
    outlines.glyphOrder, outlines.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, _LARGEST_ERROR, reverse_direction=True))
        outlines.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), outlines
    del font["CFF "]
    _set_maxima(font, len(order))
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def _set_maxima(font: Any, glyphs: int) -> None:
    maxima = font["maxp"]
    maxima.tableVersion, maxima.numGlyphs = 0x00010000, glyphs
    for name in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
        setattr(maxima, f"max{name}", 0)
    maxima.maxZones, maxima.maxSizeOfInstructions = 1, 0


def _rename(font: Any) -> None:
    names = font["name"]
    named = {
        1: FAMILY,
        2: "Regular",
        3: f"{FAMILY} subset",
        4: f"{FAMILY} Regular",
        6: "NeurometsSansSC-Regular",
    }
    names.names = [
        record for record in names.names if record.nameID in (0, 5, 13, 14) and record.langID == 0x409
    ]
    for number, text in named.items():
        names.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main(sys.argv[1])
