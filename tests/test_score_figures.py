"""The pictures of scores and the vertebral map show the counts they were given, whole and legible."""

import hashlib
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from analysis.dictionary import load_dictionary
from analysis.figures import style
from analysis.figures.score_distribution import draw_score_distribution
from analysis.figures.style import figure_files
from analysis.figures.vertebral_map import TINTS, draw_vertebral_map
from analysis.scores import score_of, scores
from analysis.tables.score_distribution import distribution
from analysis.tables.vertebrae import count_vertebrae

DICTIONARY = load_dictionary()
NOTICE = "These patients do not exist: synthetic, not real patients."
TOMITA = score_of("tomita_2001")


def found(score, ranges):
    """Return the distribution of these ranges of totals."""
    columns = {
        score.column("low"): [low for low, _ in ranges],
        score.column("high"): [high for _, high in ranges],
        score.column("missing"): [None if low == high else score.items[0].name for low, high in ranges],
    }
    return distribution(score, pd.DataFrame(columns))


def everywhere(score, times=1):
    """Return a distribution with every total, a range in each band, and one over all."""
    bands = [(band.low, band.high) for band in score.bands]
    ranges = [*((total, total) for total in score.reachable), *bands, (score.lowest, score.highest)]
    return found(score, ranges * times)


def texts(figure):
    """Return every text that the figure shows outside its axes."""
    return [text.get_text() for text in figure.texts]


def bars(figure):
    """Return label → height of the bars, in their order."""
    axes = figure.axes[0]
    labels = [label.get_text() for label in axes.get_xticklabels()]
    heights = [patch.get_height() for patch in axes.patches if isinstance(patch, Rectangle)]
    return [*zip(labels, heights, strict=True)]


def test_bars_are_the_counts():
    """Tomita by hand: twice 2, once 3, one 2 to 3, one 10, and one that may be anything."""
    figure = draw_score_distribution(
        found(TOMITA, [(2, 2), (2, 2), (3, 3), (2, 3), (10, 10), (2, 10)]), DICTIONARY
    )
    assert bars(figure) == [
        *(("2", 2), ("3", 1), ("?", 1), ("4", 0), ("5", 0), ("6", 0), ("7", 0)),
        *(("8", 0), ("9", 0), ("10", 1), ("?", 1)),
    ]
    counts = [text.get_text() for text in figure.axes[0].texts]
    assert counts == ["2", "1", "1", "0", "0", "0", "0", "0", "0", "1", "1"]
    assert {"Patients, n = 6", "Tomita prognostic score", "Band not known   n = 1"} <= set(texts(figure))
    assert "2–3: wide or marginal excision   4 (80.0%)" in texts(figure)


def brightness(colour):
    """Return how light a colour is in grey print, by Rec. 709."""
    red, green, blue = to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("key", "sign"), [("sins_2010", 1), ("tokuhashi_2005", -1), ("kps", -1)])
def test_worse_bands_are_darker_in_grey_print(key, sign):
    """SINS is worse the higher, Tokuhashi and Karnofsky the lower; no two neighbours are alike."""
    figure = draw_score_distribution(found(score_of(key), [(0, 0)]), DICTIONARY)
    shades = list(dict.fromkeys(patch.get_facecolor() for patch in figure.axes[0].patches))
    greys = [brightness(shade[:3]) for shade in shades]
    assert len(greys) == len(score_of(key).bands)
    assert all(sign * (lighter - darker) > 0.03 for lighter, darker in pairwise(greys))


def test_locations_are_told_apart_in_grey_print():
    """The more points a location has, the darker it is."""
    greys = [brightness(tint[:3]) for tint in TINTS.values()]
    assert all(lighter - darker > 0.1 for darker, lighter in pairwise(greys))


def clear(figure, axes=None):
    """Assert that every text lies inside the sheet and clear of all other texts."""
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    shown = list(figure.texts)
    if axes is not None:
        drawn = [label for label in axes.get_yticklabels() if label.get_position()[1] <= axes.get_ylim()[1]]
        shown += [*axes.get_xticklabels(), *drawn, axes.xaxis.label, axes.yaxis.label, *axes.texts]
    boxes = [text.get_window_extent(renderer) for text in shown if text.get_text()]
    for position, box in enumerate(boxes):
        assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, shown[position]
        assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, shown[position]
        assert not any(box.padded(-1).overlaps(other.padded(-1)) for other in boxes[:position]), shown[
            position
        ]


@pytest.mark.parametrize("key", scores())
def test_every_score_has_a_picture_in_which_nothing_overlaps(key):
    """All totals, open ones and unknown ones, in Turkish, whose words are the longest."""
    figure = draw_score_distribution(everywhere(score_of(key)), DICTIONARY, lang="tr", notice=NOTICE)
    clear(figure, figure.axes[0])


@pytest.mark.parametrize("key", ["sins_2010", "kps", "wbb_1997"])
def test_counts_of_a_million_fit(key):
    """Where a count is wider than its bar, counts stand upright."""
    one = everywhere(score_of(key))
    many = type(one)(one.score, one.of, one.n * 1_234_567, one.frame.assign(n=one.frame["n"] * 1_234_567))
    figure = draw_score_distribution(many, DICTIONARY)
    clear(figure, figure.axes[0])


def test_an_empty_cohort_still_has_a_picture():
    """Zeros, and no percentage."""
    figure = draw_score_distribution(found(TOMITA, []), DICTIONARY)
    assert {height for _, height in bars(figure)} == {0}
    clear(figure, figure.axes[0])


LEVELS = pd.DataFrame({"vertebral_levels": ["T11|T12|L1", "T12", "S1|S2", "none", None, "C3"]})


@pytest.mark.parametrize("lang", ["en", "tr", "zh"])
def test_the_map_is_legible_and_says_who_has_no_level(lang):
    """Four of six have a level; the notice stands under the map."""
    figure = draw_vertebral_map(count_vertebrae(LEVELS), DICTIONARY, lang=lang, notice=NOTICE)
    clear(figure)
    assert NOTICE in "\n".join(texts(figure))
    if lang == "en":
        assert "Level known: 4. No vertebra affected: 1. Level not known: 1." in " ".join(
            "\n".join(texts(figure)).split("\n")
        )
        assert {"Thoracic\n2 (50.0%)", "Sacral\n1 (25.0%)", "2 (50.0%)"} <= set(texts(figure))


def test_bars_of_the_map_are_in_proportion():
    """T12 has two patients, T11 one: its bar is twice as long; every body has its location's tint."""
    figure = draw_vertebral_map(count_vertebrae(LEVELS), DICTIONARY)
    boxes = [artist for artist in figure.artists + figure.patches if isinstance(artist, Rectangle)]
    lengths = [box.get_width() for box in boxes[len(TINTS) :]]
    shown = count_vertebrae(LEVELS).vertebrae
    bar = dict(zip(shown, lengths, strict=True))
    assert bar["T12"] == pytest.approx(2 * bar["T11"], rel=1e-9)
    assert bar["T1"] == 0
    tint = dict(zip(shown, (box.get_facecolor() for box in boxes[len(TINTS) :]), strict=True))
    assert tint["T12"] == TINTS["junctional"]
    assert tint["C3"] == TINTS["mobile"]
    assert tint["S2"] == TINTS["rigid"]


def test_pictures_have_the_same_bytes_each_time():
    """SVG, PDF and PNG, twice."""
    for draw, what in (
        (draw_score_distribution, everywhere(TOMITA)),
        (draw_vertebral_map, count_vertebrae(LEVELS)),
    ):
        first, second = (figure_files(draw(what, DICTIONARY), "x") for _ in range(2))
        assert [hashlib.sha256(data).digest() for data in first.values()] == [
            hashlib.sha256(data).digest() for data in second.values()
        ]


def test_without_an_installed_font_the_pictures_speak_chinese(monkeypatch):
    """The bundled font draws every word; a letter that no font holds becomes "?"; nothing warns."""
    monkeypatch.setattr(style, "CHINESE_FONTS", ())
    picture = draw_score_distribution(everywhere(score_of("escc_2010")), DICTIONARY, lang="zh", notice="龘")
    assert any("?" in text for text in texts(picture))
    assert any("肿瘤局限于骨" in text for text in texts(picture))
    spine = draw_vertebral_map(count_vertebrae(LEVELS), DICTIONARY, lang="zh")
    assert any("腰椎" in text for text in texts(spine))
    for figure in (picture, spine):
        figure_files(figure, "x")
