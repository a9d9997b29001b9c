"""The Kaplan-Meier figure shows the numbers it was given, whole and legible, the same every time."""

import hashlib
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from analysis.figures import style
from analysis.figures.curves import time_ticks
from analysis.figures.kaplan_meier import draw_kaplan_meier
from analysis.figures.style import COLOURS, figure_files, look

# Freireich 1963 in small: by hand, 5 patients, deaths at 2 and 5, censored at 3, 5 and 8 months
CURVES = pd.DataFrame(
    {
        "group": "all",
        "time": [2.0, 3.0, 5.0, 8.0],
        "n_risk": [5, 4, 3, 1],
        "n_event": [1, 0, 1, 0],
        "n_censor": [0, 1, 1, 1],
        "estimate": [0.8, 0.8, 0.8 * 2 / 3, 0.8 * 2 / 3],
        "conf_low": [0.204, 0.204, 0.068, 0.068],
        "conf_high": [0.969, 0.969, 0.863, 0.863],
    }
)
MEDIANS = pd.DataFrame(
    {
        "group": ["all"],
        "median": [np.nan],
        "conf_low": [2.0],
        "conf_high": [np.nan],
        "status": ["not reached"],
        "conf_low_status": ["reached"],
        "conf_high_status": ["not reached"],
    }
)


def grouped(*names: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the same curve under several names, with a median of 5 for each."""
    curves = [CURVES.assign(group=name) for name in names]
    medians = [MEDIANS.assign(group=name, median=5.0, status="reached") for name in names]
    return pd.concat(curves, ignore_index=True), pd.concat(medians, ignore_index=True)


def texts(figure) -> list[str]:
    """Return every text that the figure shows outside its axes' numbers."""
    return [text.get_text() for text in figure.texts]


def test_numbers_at_risk_and_events_are_those_of_the_curve():
    """At 0, 2, 4, 6 and 8 months: 5, 5, 3, 1, 1 at risk just before; 0, 1, 1, 2, 2 events up to then."""
    figure = draw_kaplan_meier(CURVES, MEDIANS, unit="months", at_risk_times=(0, 2, 4, 6, 8))
    found = texts(figure)
    first, second = found.index("Number at risk"), found.index("Cumulative events")
    assert found[first + 1 : second] == ["All patients", "5", "5", "3", "1", "1"]
    assert found[second + 1 :] == ["All patients", "0", "1", "1", "2", "2"]


def test_the_curve_steps_at_the_events_and_ends_with_the_last_patient():
    """Corners of the step function by hand; censored patients are ticks on the curve."""
    axes = draw_kaplan_meier(CURVES, MEDIANS, unit="months").axes[0]
    curve, ticks = axes.lines[-2:]
    assert list(curve.get_xdata()) == [0, 2, 2, 3, 3, 5, 5, 8, 8]
    assert list(curve.get_ydata()) == [1, 1, *[0.8] * 4, *[0.8 * 2 / 3] * 3]
    assert list(ticks.get_xdata()) == [3, 5, 8]
    assert list(ticks.get_ydata()) == [0.8, 0.8 * 2 / 3, 0.8 * 2 / 3]


@pytest.mark.parametrize(
    ("lang", "key"),
    [
        ("en", "All patients: median not reached (95% CI 2–not reached)"),
        ("tr", "Tüm hastalar: medyan ulaşılamadı (%95 GA 2–ulaşılamadı)"),
    ],
)
def test_a_median_that_was_not_reached_says_so(lang, key):
    """The key names the median and its interval; no dashed line is drawn to nowhere."""
    figure = draw_kaplan_meier(CURVES, MEDIANS, unit="months", lang=lang)
    assert key in [text.replace("\u00a0", " ") for text in texts(figure)]
    assert len(figure.axes[0].lines) == 2


def test_medians_are_dashed_down_to_the_axis():
    """One line across at one half, one down for each group."""
    figure = draw_kaplan_meier(*grouped("a", "b"), unit="months")
    lines = [list(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in figure.axes[0].lines[:3]]
    assert lines == [[(5, 0), (5, 0.5)], [(5, 0), (5, 0.5)], [(0, 0.5), (5, 0.5)]]


LONG = "Küçük hücreli dışı akciğer karsinomu, hedefe yönelik tedavi alan ve beyin metastazı olan hastalar"
CASES = {
    "one": (("all",), "en", None),
    "two": (("Ağrılı", "İyileşmiş"), "tr", "Sağkalım"),
    "four": (("a", LONG, "$5–$10 \\alpha", "_hidden"), "tr", LONG),
    "nine": (tuple("abcdefghi"), "en", None),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("scale", [0.01, 1, 4000])
def test_nothing_is_cut_and_no_text_lies_on_another_or_on_a_line(case, scale):
    """Every text lies inside the sheet, outside the curves' box, and clear of every other text."""
    groups, lang, title = CASES[case]
    curves, medians = grouped(*groups)
    figure = draw_kaplan_meier(
        curves.assign(time=curves["time"] * scale), medians, unit="days", lang=lang, title=title
    )
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    axes = figure.axes[0]
    labels = [*axes.get_xticklabels(), *axes.get_yticklabels(), axes.xaxis.label, axes.yaxis.label]
    boxes = [text.get_window_extent(renderer) for text in [*figure.texts, *labels] if text.get_text()]
    sheet, plot = figure.bbox, axes.get_window_extent(renderer)
    for position, box in enumerate(boxes):
        assert sheet.x0 <= box.x0 <= box.x1 <= sheet.x1
        assert sheet.y0 <= box.y0 <= box.y1 <= sheet.y1
        assert not box.overlaps(plot)
        assert not any(box.padded(-1).overlaps(other.padded(-1)) for other in boxes[:position])


def test_the_same_figure_has_the_same_bytes():
    """Two drawings agree byte by byte in SVG, PDF and PNG, and none of them holds a date."""
    first, second = (figure_files(draw_kaplan_meier(CURVES, MEDIANS, unit="months"), "km") for _ in range(2))
    assert list(first) == ["km.svg", "km.pdf", "km.png"]
    assert {name: hashlib.sha256(data).digest() for name, data in first.items()} == {
        name: hashlib.sha256(data).digest() for name, data in second.items()
    }
    assert b"CreationDate" not in first["km.pdf"]
    assert b"<dc:date>" not in first["km.svg"]
    assert first["km.png"].startswith(b"\x89PNG")


def test_svg_looks_the_same_without_the_font():
    """Letters are outlines, so that no reader needs DejaVu Sans."""
    svg = figure_files(draw_kaplan_meier(CURVES, MEDIANS, unit="months", lang="tr"), "km")["km.svg"]
    assert b"<text" not in svg


def test_a_chinese_figure_needs_no_installed_font(monkeypatch):
    """The bundled font draws words and groups; a letter that no font holds becomes "?"; nothing warns."""
    monkeypatch.setattr(style, "CHINESE_FONTS", ())
    figure = draw_kaplan_meier(*grouped("肺癌 A", "龘"), unit="months", lang="zh")
    assert {"风险人数", "肺癌 A", "?"} <= set(texts(figure))
    figure_files(figure, "km")


def test_groups_can_be_called_by_their_labels():
    """A level's key is drawn under its label."""
    figure = draw_kaplan_meier(*grouped("f", "m"), unit="months", labels={"f": "Female"})
    assert {"Female", "m"} <= set(texts(figure))


TICKS = {
    ("days", 395.0): (0, 60, 120, 180, 240, 300, 360),
    ("days", 0.3): (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3),
    ("months", 60.0): (0, 12, 24, 36, 48, 60),
    ("years", 5.0): (0, 1, 2, 3, 4, 5),
    ("visits", 37.0): (0, 5, 10, 15, 20, 25, 30, 35),
    ("days", 1.0): (0, 0.2, 0.4, 0.6, 0.8, 1),
}


@pytest.mark.parametrize(("unit", "longest"), TICKS)
def test_the_time_axis_is_marked_as_clinicians_count(unit, longest):
    """At most nine marks, in round numbers of the unit."""
    assert time_ticks(longest, unit) == pytest.approx(TICKS[unit, longest])


def test_curves_differ_in_colour_and_in_grey():
    """28 looks are all different; neighbours differ in dashes; no colour is too pale for a line on white."""
    looks = [look(position) for position in range(28)]
    assert len(set(map(str, looks))) == 28
    assert all(a.dashes != b.dashes for a, b in pairwise(looks))
    for colour in COLOURS:
        red, green, blue = (((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
        luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        assert 1.05 / (luminance + 0.05) > 2
