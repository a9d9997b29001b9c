"""The bundled Chinese font: what it holds, that it is drawn, and that its licence is beside it."""

import pytest
from matplotlib.font_manager import get_font

from analysis.figures import style
from analysis.figures.fonts.subset import FAMILY, FOLDER, FONT, wanted_characters

CHINESE = "年龄（岁）：风险人数、脊柱转移瘤"


def is_chinese(character):
    return "\u3000" <= character <= "\u9fff" or "\uff01" <= character <= "\uff5e"


def test_every_chinese_character_of_the_package_is_in_the_font():
    """A label or sentence that gained a character needs the font made anew: see analysis/figures/fonts."""
    held = set(map(chr, get_font(str(FONT)).get_charmap()))
    assert not sorted(filter(is_chinese, wanted_characters() - held))


def test_the_letters_of_the_three_languages_can_be_drawn():
    """The base font and the bundled one hold every printed letter of every text of the package."""
    fonts = style.fonts_for([CHINESE])
    text = "ABCabc 0123 ğüşıöçĞÜŞİÖÇ χ²±≥≤–—“”·×→" + CHINESE
    assert fonts.families == (style.BASE_FONT, FAMILY)
    assert fonts.drawable(text) == text


def test_the_bundled_font_comes_before_an_installed_one(monkeypatch):
    """A figure looks the same on every machine; an installed font is only for what the bundled one lacks."""
    monkeypatch.setattr(style, "CHINESE_FONTS", ("DejaVu Serif",))
    assert style.fonts_for([CHINESE]).families == (style.BASE_FONT, FAMILY)
    assert style.fonts_for([CHINESE, "龘"]).families == (style.BASE_FONT, FAMILY, "DejaVu Serif")
    assert style.fonts_for(["plain"]).families == (style.BASE_FONT,)


def test_what_no_font_holds_is_marked(monkeypatch):
    """A question mark stands for it, and nothing else changes."""
    monkeypatch.setattr(style, "CHINESE_FONTS", ())
    assert style.fonts_for(["肺龘癌"]).drawable("肺龘癌") == "肺?癌"


@pytest.mark.parametrize("form", ["svg", "pdf", "png"])
def test_a_chinese_text_is_drawn_with_it(form, monkeypatch):
    """Every kind of image is made without a warning about a missing glyph; the PDF names the font."""
    monkeypatch.setattr(style, "CHINESE_FONTS", ())
    with style.settings():
        figure = style.new_figure(3, 1)
        figure.text(0.1, 0.5, CHINESE, family=style.fonts_for([CHINESE]).families)
    image = style.figure_files(figure, "x")[f"x.{form}"]
    assert len(image) > 1000
    assert form != "pdf" or b"NeurometsSansSC" in image


def test_the_font_is_small_and_its_licence_is_beside_it():
    """Less than 600 kB; the Open Font License, and no name that it reserves."""
    assert FONT.stat().st_size < 600_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "Source" not in FAMILY


def test_bold_chinese_draws_without_a_word_in_the_log(caplog):
    """The bundled font stands for bold too, so that drawing a Chinese title logs nothing."""
    fonts = style.fonts_for(["生存率"])
    figure = style.new_figure(2, 1)
    figure.text(0.1, 0.5, "生存率", family=fonts.families, fontweight="bold")
    with caplog.at_level("WARNING"):
        style.figure_files(figure, "bold", ["png"])
    assert caplog.messages == []
