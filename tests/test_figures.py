"""The figures of survival, regression and calibration show the numbers they were given, whole and legible."""

import hashlib
import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from analysis.errors import DataError
from analysis.figures import score_outcome
from analysis.figures.calibration import draw_calibration
from analysis.figures.cumulative_incidence import draw_cumulative_incidence
from analysis.figures.forest import OWN, PUBLISHED, draw_forest, hazard_ratio_rows, published_rows
from analysis.figures.forest_axis import LOG, forest_axis
from analysis.figures.score_outcome import draw_score_outcome
from analysis.figures.style import MARKERS, figure_files, look
from analysis.figures.time_dependent import draw_over_time
from analysis.survival.competing import cumulative_incidence
from analysis.survival.cox import cox
from analysis.survival.event_table import count_events

LONG = "Küçük hücreli dışı akciğer karsinomu, hedefe yönelik tedavi alan ve beyin metastazı olan hastalar"
CHINESE = "非小细胞肺癌，接受靶向治疗并伴有脑转移及内脏转移的患者，年龄不限"
NAMES = ("$5–$10 \\alpha", "_hidden", LONG, CHINESE, *map(str, range(16)))
LANGS = ("en", "tr", "zh")


def incidence(groups, causes):
    """Return made-up curves: of 8 patients one is censored or has one of the causes at each of 8 times."""
    rows = [
        {
            "group": group,
            "cause": cause,
            "time": time,
            "n_risk": 9 - time,
            "n_event": int(hit),
            "n_censor": int(time % 3 == 0),
            "estimate": time / 20,
            "conf_low": time / 40,
            "conf_high": time / 10,
        }
        for group in groups
        for place, cause in enumerate(causes)
        for time in range(1, 9)
        for hit in [time % 3 and time % len(causes) == place]
    ]
    return pd.DataFrame(rows)


def calibrated(names, horizons=(3.0, 6.0)):
    """Return risks by band; nothing is predicted of the second, and the third is not estimable."""
    frame = pd.DataFrame(
        [
            {"band": name, "horizon": horizon, "n": 7 + k, "events": k, "predicted": k % 5 / 5}
            for horizon in horizons
            for k, name in enumerate(names)
        ]
    )
    k = frame.groupby("horizon").cumcount()
    observed = (0.1 + 0.04 * k).mask(k == 2)
    frame["predicted"] = frame["predicted"].mask(k == 1)
    return frame.assign(observed=observed, conf_low=observed - 0.1, conf_high=observed + 0.15)


def over_time(names, horizons, metric):
    """Return a metric that is missing at its second horizon, and its null where it has one."""
    rows = [
        {
            "score": name,
            "metric": one,
            "horizon": horizon,
            "events": 10 * k + 3,
            **dict(zip(("estimate", "conf_low", "conf_high"), values, strict=True)),
        }
        for name in names
        for k, horizon in enumerate(horizons)
        for one, values in ((metric, (0.7, 0.6, 0.8)), ("brier_null", (0.24, 0.23, 0.25)))
    ]
    frame = pd.DataFrame(rows)
    is_gap = (frame["horizon"] == horizons[-2:][0]) & (frame["metric"] == metric) & (len(horizons) > 1)
    frame.loc[is_gap, ["estimate", "conf_low", "conf_high"]] = math.nan
    return frame


def outcomes(names, times=1):
    """Return counts and risks by value; the third has no risk."""
    k = np.arange(len(names))
    risk = np.where(k == 2, np.nan, (k + 1) / (len(names) + 1))
    counts = {"n_event": (k + 3) * times, "n_alive": (k % 4) * times, "n_censor": (k % 2) * times}
    limits = {"conf_low": risk * 0.8, "conf_high": np.minimum(risk * 1.2, 1)}
    return pd.DataFrame({"value": list(names), **counts, "estimate": risk, **limits})


def ratios(names):
    """Return hazard ratios: a reference, ordinary ones, a missing one, endless and huge ones."""
    values = [
        (1.0, math.nan, math.nan),
        (1.52, 1.1, 2.11),
        (math.nan, math.nan, math.nan),
        (2.2, 1.2, math.inf),
        (0.11, 0.0, 3.0),
        (12345.6, 100.0, 1e7),
    ]
    rows = [
        {
            **dict(zip(("estimate", "conf_low", "conf_high"), values[k % 6], strict=True)),
            "label": name,
            "section": NAMES[k // 6],
            "is_reference": k % 6 == 0,
            "n": 1000 + k,
            "events": k,
        }
        for k, name in enumerate(names)
    ]
    return pd.DataFrame(rows)


DRAWINGS = {
    "incidence": lambda names, lang: draw_cumulative_incidence(
        incidence(names, ["neurological", LONG]),
        unit="months",
        lang=lang,
        title=LONG,
        p_values={LONG: 0.0001},
    ),
    "causes": lambda names, lang: draw_cumulative_incidence(
        incidence(["all"], names), unit="days", lang=lang
    ),
    "calibration": lambda names, lang: draw_calibration(
        calibrated(["all", *names][: len(names)]), unit="months", lang=lang, title=LONG
    ),
    "forest": lambda names, lang: draw_forest(
        ratios(names),
        measure="Hazard ratio",
        scale=LOG,
        no_effect=1,
        title=LONG,
        lang=lang,
        counts={"n": "n", "events": "events"},
    ),
    "published": lambda names, lang: draw_forest(
        ratios(names).assign(published=3.0, estimate=2.0, is_reference=False), measure=LONG, lang=lang
    ),
    "auc": lambda names, lang: draw_over_time(
        over_time(names, [3.0, 6.0, 7.0, 12.0, 24.0], "auc"),
        metric="auc",
        unit="months",
        lang=lang,
        title=LONG,
    ),
    "brier": lambda names, lang: draw_over_time(
        over_time(names, [180.0], "brier"), metric="brier", unit="days", lang=lang
    ),
    "outcome": lambda names, lang: draw_score_outcome(
        outcomes(names), horizon=6, unit="months", lang=lang, title=LONG
    ),
    "outcome of a million": lambda names, lang: draw_score_outcome(
        outcomes(range(len(names)), 123_456), horizon=180, unit="days", lang=lang
    ),
}


def texts(figure):
    """Return every text that the figure shows outside its axes, in one line each."""
    return [" ".join(text.get_text().split()) for text in figure.texts]


def series(axes, marker):
    """Return x and y of everything drawn with a marker, in order."""
    lines = [line for line in axes.lines if line.get_marker() == marker]
    return [(float(x), float(y)) for line in lines for x, y in zip(*line.get_data(), strict=True)]


def visible_labels(axis, limits):
    """Return the numbers of an axis that lie within it, and its name."""
    shown = [t.label1 for t in axis.get_major_ticks() if min(limits) <= t.get_loc() <= max(limits)]
    return [*shown, axis.label]


def clear(figure):
    """Assert that every text lies inside the sheet, outside plots, and clear of every other text."""
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    shown = list(figure.texts)
    for axes in figure.axes:
        shown += visible_labels(axes.xaxis, axes.get_xlim()) + visible_labels(axes.yaxis, axes.get_ylim())
    shown = [text for text in shown if text.get_text()]
    boxes = np.array([text.get_window_extent(renderer).extents for text in shown])
    plots = np.array([axes.get_window_extent(renderer).extents for axes in figure.axes])
    inside = (boxes[:, :2] >= 0).all(axis=1) & (boxes[:, 2:] <= figure.bbox.size).all(axis=1)
    assert not [text for text, fits in zip(shown, inside, strict=True) if not fits]
    assert not overlaps(shown, boxes, plots).any()
    assert not np.triu(overlaps(shown, boxes, boxes), 1).any()


def overlaps(shown, boxes, others):
    """Return which boxes lie on which others by more than two pixels; say of which texts."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    found = (high - low > 2).all(axis=2)
    own = found & ~np.eye(*found.shape, dtype=bool) if len(boxes) == len(others) else found
    print(*(shown[k] for k in np.unique(np.nonzero(own)[0])), sep="\n")
    return found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", DRAWINGS)
def test_nothing_is_cut_and_no_text_lies_on_another(name, lang):
    """Four rows with long labels in each language."""
    clear(DRAWINGS[name](NAMES[:4], lang))


@pytest.mark.parametrize("n", [1, 20])
@pytest.mark.parametrize("name", DRAWINGS)
def test_one_row_and_twenty_fit(name, n):
    """With the longest labels among them."""
    clear(DRAWINGS[name](NAMES[:n], "tr"))


@pytest.mark.parametrize("name", ["causes", "calibration", "forest", "brier", "outcome"])
def test_the_same_figure_has_the_same_bytes(name):
    """SVG, PDF and PNG, twice."""
    first, second = (figure_files(DRAWINGS[name](["a"], "en"), "x") for _ in range(2))
    assert [hashlib.sha256(data).digest() for data in first.values()] == [
        hashlib.sha256(data).digest() for data in second.values()
    ]


def test_incidence_curves_step_from_zero_at_the_events():
    """By hand: of four, deaths of cause 1 at 1 and 4, of 2 at 2, one censored at 3."""
    rows = pd.DataFrame({"t": [1, 2, 3, 4], "kind": [1, 2, 0, 1]})
    found = cumulative_incidence(count_events(rows, "t", "kind"), causes={1: "spine", 2: "other"})
    figure = draw_cumulative_incidence(found.frame, unit="months", at_risk_times=(0, 2, 4))
    spine, other = (line.get_xydata().tolist() for line in figure.axes[0].lines if line.get_linewidth() > 1.5)
    assert spine == [
        [0, 0],
        [1, 0],
        [1, 0.25],
        [2, 0.25],
        [2, 0.25],
        [3, 0.25],
        [3, 0.25],
        [4, 0.25],
        [4, 0.75],
    ]
    assert [y for _, y in other] == [0, 0, 0, 0, *[0.25] * 5]
    shown = texts(figure)
    risk, events = shown.index("Number at risk"), shown.index("Cumulative events")
    assert shown[risk + 1 : events] == ["All patients", "4", "3", "1"]
    assert shown[events + 1 :] == ["spine", "0", "1", "2", "other", "0", "1", "1"]


def test_groups_are_compared_cause_by_cause():
    """One plot for each cause, with Gray's p above it; censored patients are ticks."""
    figure = draw_cumulative_incidence(
        incidence("ab", ["x", "y"]), unit="months", lang="tr", p_values={"x": 0.0312, "y": 0.0002}
    )
    assert len(figure.axes) == 2
    assert {"x (Gray testi: p = 0,031)", "y (Gray testi: p <0,001)"} <= set(texts(figure))
    assert series(figure.axes[0], "|") == 2 * [(3.0, 0.15), (6.0, 0.3)]
    assert "çentik: sansürlü; gölgeli alan: %95 GA" in texts(figure)


def test_calibration_points_are_observed_against_predicted():
    """Bands without a prediction or an observation have no point, and say so in words."""
    frame = calibrated(["all", "low", "mid", "high"])
    figure = draw_calibration(frame, unit="months")
    for axes, (_, part) in zip(figure.axes, frame.groupby("horizon"), strict=True):
        known = part.iloc[[0, 3]]
        points = [p for k in (0, 3) for p in series(axes, look(k).marker)]
        assert points == [*zip(known["predicted"], known["observed"], strict=True)]
        drawn = [tuple(line.get_ydata()) for line in axes.lines if len(line.get_ydata()) == 2]
        assert drawn[1:] == [*zip(known["conf_low"], known["conf_high"], strict=True)]
    shown = texts(figure)
    assert shown[:1] == ["By 3 months"]
    assert shown.count("not predicted") == shown.count("not estimable") == 2
    high = shown.index("high")
    assert shown[high : high + 5] == ["high", "10", "3", "0.60", "0.22 (0.12–0.37)"]


def test_calibration_points_of_one_prediction_stand_side_by_side():
    """Their values stay equal, their places on paper differ."""
    frame = calibrated(["a"], (6.0,))
    both = pd.concat([frame, frame.assign(band="b")])
    figure = draw_calibration(both, unit="months")
    figure.draw_without_rendering()
    points = [line for line in figure.axes[0].lines if line.get_marker() in MARKERS]
    first, second = (line.get_transform().transform(line.get_xydata())[0] for line in points)
    assert points[0].get_xydata().tolist() == points[1].get_xydata().tolist()
    assert second[0] - first[0] == pytest.approx(4 / 72 * figure.dpi)


def test_forest_draws_what_it_prints():
    """Squares are the estimates, lines the intervals, arrows where these go on, and texts say it."""
    figure = draw_forest(ratios(list("abcdef")), measure="HR", scale=LOG, no_effect=1)
    axes = figure.axes[0]
    assert [x for x, _ in series(axes, OWN.marker)] == [1.0, 1.52, 2.2, 0.11]
    low, high = axes.get_xlim()
    assert [x for x, _ in series(axes, ">")] == [high, high]
    assert [x for x, _ in series(axes, "<")] == [low]
    intervals = [tuple(line.get_xdata()) for line in axes.lines if line.get_linewidth() == 1.4]
    assert intervals == [(1.1, 2.11), (1.2, high), (low, 3.0), (100.0, high)]
    shown = texts(figure)
    printed = {"1.10–2.11", "1.20–∞", "0.00–3.00", "100.00–10000000.00", "reference", "not estimable"}
    assert printed <= set(shown)
    assert "bar: 95% CI; arrow: goes beyond the axis" in shown


def test_forest_speaks_turkish():
    """Decimal comma, and the words."""
    figure = draw_forest(ratios(list("abc")), measure="Hazard oranı", scale=LOG, no_effect=1, lang="tr")
    assert {"1,52", "1,10–2,11", "referans", "hesaplanamadı", "çizgi: %95 GA"} <= set(texts(figure))


def test_forest_of_a_cox_model():
    """Levels stand under their variable; the hazard ratio by hand is (√17 − 1) / 8."""
    rows = pd.DataFrame({"t": [1, 2, 3, 4], "dead": True, "arm": ["a", "b", "a", "b"]})
    frame = hazard_ratio_rows(cox(count_events(rows, "t", "dead", ["arm"])).frame, {"arm": "Arm"})
    assert frame[["section", "label"]].to_numpy().tolist() == [["Arm", "a"], ["Arm", "b"]]
    figure = draw_forest(frame, measure="Hazard ratio", scale=LOG, no_effect=1, counts={"n": "n"})
    assert [x for x, _ in series(figure.axes[0], OWN.marker)] == pytest.approx([1, (17**0.5 - 1) / 8])
    assert {"Arm", "0.39", "reference", "2"} <= set(texts(figure))


def test_forest_of_published_findings():
    """The cohort's median and the published one are different shapes; an upper limit not reached is open."""
    finding = {"band": "0-8", "months": math.nan, "reading": "", "source": "Zeng 2007", "published": 4.0}
    rows = pd.DataFrame([{**finding, "estimate": 6.5, "conf_low": 3.0, "conf_high": math.nan}])
    figure = draw_forest(published_rows(rows), measure="Median (months)", digits=1, limits=(0, None))
    axes = figure.axes[0]
    assert [x for x, _ in series(axes, OWN.marker)] == [6.5]
    assert [x for x, _ in series(axes, PUBLISHED.marker)] == [4.0]
    assert [x for x, _ in series(axes, ">")] == [axes.get_xlim()[1]]
    assert {"Zeng 2007", "0-8", "6.5", "3.0–∞", "4.0", "Published", "These patients"} <= set(texts(figure))
    assert OWN.marker != PUBLISHED.marker


AXES = [
    (
        ([0.5, 2.0], [0.3, math.inf]),
        {"scale": LOG, "no_effect": 1},
        (0.5, 2.0, 0.3, 1.0),
        (math.inf, 0.0, 20.0),
    ),
    (([1e9], [1e8, 1e10]), {"scale": LOG, "no_effect": 1}, (1.0, 50.0), (1e9,)),
    (([math.nan], [math.nan]), {"scale": LOG, "no_effect": 1}, (1.0,), (100.0,)),
    (([10.0], [5.0, math.inf]), {}, (5.0, 10.0), (30.0,)),
    (([0.9, 0.95], [0.7, 1.0]), {"limits": (0, 1)}, (0.9, 1.0), (1.0001,)),
    (([math.nan], [math.nan]), {}, (0.0,), ()),
]


@pytest.mark.parametrize(("values", "options", "held", "beyond"), AXES)
def test_forest_axes_hold_every_estimate_and_no_endless_interval(values, options, held, beyond):
    """Two marks or more, in order, within the axis, however odd the numbers."""
    axis = forest_axis(*values, **options)
    assert all(map(axis.holds, held))
    assert not any(map(axis.holds, beyond))
    assert all(map(axis.holds, axis.marks))
    assert len(axis.marks) >= 2
    assert all(low < high for low, high in pairwise(axis.marks))


def test_auc_is_drawn_beside_chance():
    """Points, intervals, a cross for what is missing, a dashed line at one half, and the events by then."""
    figure = draw_over_time(over_time(["T"], [3.0, 6.0, 12.0], "auc"), metric="auc", unit="months")
    axes = figure.axes[0]
    assert series(axes, "o")[::2] == [(3.0, 0.7), (12.0, 0.7)]
    assert [x for x, _ in series(axes, "x")] == [6.0]
    assert axes.lines[0].get_ydata() == [0.5, 0.5]
    bars = [tuple(line.get_ydata()) for line in axes.lines if tuple(line.get_xdata()) == (3.0, 3.0)]
    assert bars == [(0.6, 0.8)]
    shown = texts(figure)
    assert shown[-5:] == ["T", "3", "13", "23", "× not estimable: 6 months"]


def test_brier_is_drawn_beside_the_null():
    """The null's own values, dashed; two scores at a horizon stand beside each other."""
    frame = over_time(["A", "B"], [3.0, 6.0, 12.0], "brier")
    axes = draw_over_time(frame, metric="brier", unit="months").axes[0]
    assert series(axes, "_") == [(3.0, 0.24), (6.0, 0.24), (12.0, 0.24)]
    first, second = (next(line for line in axes.lines if line.get_marker() == m) for m in "os")
    assert first.get_xdata().tolist() == second.get_xdata().tolist()
    figure = axes.figure
    figure.draw_without_rendering()
    places = [line.get_transform().transform(line.get_xydata())[0, 0] for line in (first, second)]
    assert places[1] - places[0] == pytest.approx(5 / 72 * figure.dpi)


def test_bars_of_a_score_are_the_counts_and_points_the_risks():
    """Stacked from below: events, alive, censored; the counts stand in words beneath; no risk, a cross."""
    values = outcomes([2, 3, 5])
    figure = draw_score_outcome(values, horizon=6, unit="months")
    above, below = figure.axes
    bars = [patch for patch in below.patches if isinstance(patch, Rectangle)]
    assert [bar.get_height() for bar in bars] == [3, 4, 5, 0, 1, 2, 0, 1, 0]
    assert [bar.get_y() for bar in bars] == [0, 0, 0, 3, 4, 5, 3, 5, 7]
    assert series(above, "s")[:2] == [(0.0, 0.25), (1.0, 0.5)]
    assert [x for x, _ in series(above, "x")] == [2]
    shown = texts(figure)
    event = shown.index("event by 6 months")
    assert shown[event : event + 4] == ["event by 6 months", "3", "4", "5"]
    assert shown[-1] == "× not estimable: 5"


def test_points_differ_in_grey_print():
    """The first 20 differ in shape or filling, whatever their colours; neighbours differ in shape."""
    looks = [look(position) for position in range(20)]
    assert len({(one.marker, one.face == "white") for one in looks}) == 20
    assert all(a.marker != b.marker for a, b in pairwise(looks))


def test_parts_of_a_bar_differ_in_grey_print():
    """Dark, light and white with hatches, by Rec. 709."""
    fills = [to_rgb(fill["facecolor"]) for fill in score_outcome.FILLS.values()]
    greys = [0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in fills]
    assert all(lighter - darker > 0.15 for darker, lighter in pairwise(greys))
    assert "hatch" in score_outcome.FILLS["n_censor"]


@pytest.mark.parametrize(
    ("draw", "frame", "options"),
    [
        (draw_cumulative_incidence, incidence("a", "x").head(0), {}),
        (draw_over_time, over_time(["T"], [3.0], "auc"), {"metric": "brier"}),
        (draw_score_outcome, outcomes([]), {"horizon": 6}),
    ],
)
def test_nothing_to_draw_is_said(draw, frame, options):
    """A sentence, and no empty figure."""
    with pytest.raises(DataError, match=r"^There is no .*: the frame has .*\.$"):
        draw(frame, unit="months", **options)
