"""How a report looks in Word: page, fonts, styles, and the marks that python-docx has no words for."""

from typing import Any, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from analysis.report.words import WORDS, Words

PORTRAIT_WIDTH = Cm(17)
"""What an upright A4 page has between its margins."""
PICTURE_HEIGHT = Cm(22)
"""What its height leaves for the caption of a picture."""

TABLE_STYLE = "Three-line Table"
CELL_STYLE = "Table Text"
NOTE_STYLE = "Table Note"
NOTICE_STYLE = "Notice"
GAP_STYLE = "Gap"
"""For the empty paragraphs that Word wants after a table and at a turn of the page: next to no height."""

_MARGIN = Cm(2)
_LATIN, _CHINESE = "Times New Roman", "SimSun"

_TABLE_STYLE_XML = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ThreeLineTable">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="12" w:space="0" w:color="000000"/>
      <w:bottom w:val="single" w:sz="12" w:space="0" w:color="000000"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="20" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="20" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr><w:tcBorders>
      <w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>
    </w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>
"""


class _Look(NamedTuple):
    """How a paragraph style looks, in points."""

    size: float
    before: float
    after: float
    bold: bool | None = None


_LOOKS = {
    "Normal": _Look(11, 0, 6),
    "Title": _Look(20, 10, 6, bold=True),
    "Heading 1": _Look(15, 14, 4, bold=True),
    "Heading 2": _Look(13, 12, 4, bold=True),
    "Heading 3": _Look(11.5, 10, 4, bold=True),
    "Caption": _Look(10, 10, 3, bold=False),
    CELL_STYLE: _Look(9, 0, 0),
    NOTE_STYLE: _Look(9, 2, 10),
    NOTICE_STYLE: _Look(10, 0, 6, bold=True),
    GAP_STYLE: _Look(1, 0, 0),
}


def prepare(document: Any, words: Words) -> None:
    """Set page, styles and language of an empty Word document."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    styles = document.styles
    styles.element.append(parse_xml(_TABLE_STYLE_XML))
    for name in (CELL_STYLE, NOTE_STYLE, NOTICE_STYLE, GAP_STYLE):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, look in _LOOKS.items():
        _set_look(styles[name], look)
        if words is WORDS["zh"]:
            _spell_latin_as_english(styles[name])
    styles[GAP_STYLE].paragraph_format.line_spacing = Pt(1)
    styles[NOTICE_STYLE].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = styles["Title"].element.pPr
    title.remove(title.find(qn("w:pBdr")))
    _set_language(styles, words.tag)


def add_field(paragraph: Any, instruction: str, shows: str) -> None:
    """Append a field that Word can renumber, showing a text until it does."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" {instruction} ")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shows
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_language(styles: Any, tag: str) -> None:
    properties = styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    language = properties.find(qn("w:lang"))
    language.set(qn("w:val"), tag)
    language.set(qn("w:eastAsia"), WORDS["zh"].tag)


def _spell_latin_as_english(style: Any) -> None:
    """Words of Latin letters in a Chinese report would else be broken between any two of them."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), WORDS["en"].tag)
    style.element.rPr.append(language)


def _set_look(style: Any, look: _Look) -> None:
    style.font.name, style.font.size, style.font.bold = _LATIN, Pt(look.size), look.bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(look.before), Pt(look.after)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font would win
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), _CHINESE)
    fonts.set(qn("w:cs"), _LATIN)
