"""The printed tables of calibration: what is left out, said once, and named in a language."""

import numpy as np
import pandas as pd
import pytest

from analysis.calibration.change import Change
from analysis.calibration.cut_off import cut_off_accuracy
from analysis.calibration.influence import Metrics
from analysis.dictionary import Level, Variable
from analysis.survival.event_table import count_events
from analysis.tables.calibration import agreement_table, bands_table, method_in, metrics_table
from analysis.tables.calibration_cells import metric_name, with_notes
from analysis.tables.calibration_comparisons import change_tables, cut_off_table, difference_table
from analysis.tables.calibration_words import CALIBRATION_WORDS
from analysis.tables.format import STYLES
from analysis.tables.words import WORDS

SEX = Variable(
    "sex",
    "level",
    {"en": "Sex", "tr": "Cinsiyet"},
    levels=(Level("male", {"en": "Male", "tr": "Erkek"}), Level("female", {"en": "Female", "tr": "Kadın"})),
)


def metrics(*lines) -> pd.DataFrame:
    """A frame of metrics from (metric, horizon, estimate, note)."""
    frame = pd.DataFrame(lines, columns=["metric", "horizon", "estimate", "note"])
    numbers = {"n": 50, "events": 20, "std_error": 0.05}
    return frame.assign(**numbers, conf_low=frame["estimate"] - 0.1, conf_high=frame["estimate"] + 0.1)


def test_no_word_of_calibration_is_overwritten_by_another_table():
    """Words share one dictionary: a key that another file takes too would change these tables."""
    assert [key for key, texts in CALIBRATION_WORDS.items() if WORDS[key] is not texts] == []


def test_every_word_is_there_in_three_languages():
    assert [key for key, texts in CALIBRATION_WORDS.items() if set(texts) != {"en", "tr", "zh"}] == []


def test_sentences_that_differ_in_their_time_are_one():
    said = [f"The AUC at {time} days is not given: no one died." for time in (91.3125, 180)]
    told = with_notes("Note.", [*said, "Another.", "", None, said[0]], STYLES["tr"])
    assert told == "Note. The AUC at 91,31, 180 days is not given: no one died. Another."


@pytest.mark.parametrize(
    ("name", "lang", "expected"),
    [
        ("uno_c", "en", "Uno's C"),
        ("agreement (tokuhashi_2005)", "en", "Agreement (tokuhashi_2005)"),
        ("own", "zh", "own"),
    ],
)
def test_metrics_are_named(name, lang, expected):
    assert metric_name(name, lang) == expected


def test_the_method_of_intervals_is_named_in_the_language():
    assert method_in("influence function", "zh") == "影响函数"
    assert method_in("", "en") == ""


def test_a_metric_missing_at_every_horizon_has_no_row():
    """Nor has the null score then; one that is given at one horizon has all its rows."""
    why = "The Brier score at {} months is not given: no risk."
    absent = metrics(
        ("harrell_c", np.nan, 0.7, ""),
        *(
            (name, at, value, why.format(at))
            for at in (3, 6)
            for name, value in (("brier", np.nan), ("brier_null", 0.2))
        ),
    )
    table = metrics_table(absent, unit="months", method="influence function")
    assert [row.cells[0] for row in table.rows] == ["Harrell's C"]
    assert table.note.endswith("The Brier score at 3, 6 months is not given: no risk.")
    given = metrics(("brier", 3, np.nan, ""), ("brier_null", 3, 0.2, ""), ("brier", 6, 0.1, ""))
    assert len(metrics_table(given, unit="months", method="").rows) == 3


def test_numbers_and_times_of_a_metric_are_printed_as_the_language_does():
    table = metrics_table(metrics(("auc", 182.625, 0.7, "")), unit="days", method="", lang="tr")
    assert table.rows[0].cells == ("AUC", "182,63", "50", "20", "0,700", "0,050", "0,600–0,800")


def test_a_predicted_risk_of_0_needs_no_note_of_its_own():
    """Its dash is in the note of the table; that a ratio has no interval is a note of the row."""
    lines = [
        ("A", 0.0, np.nan, "O/E of A at 6 months is not given: the risk predicted is 0."),
        ("B", 0.5, 2.0, "O/E of B at 6 months has no interval: everyone had had the event by then."),
    ]
    bands = pd.DataFrame(lines, columns=["band", "predicted", "oe", "note"]).assign(
        horizon=6.0,
        n=4,
        events=4,
        observed=1.0,
        **dict.fromkeys(("conf_low", "conf_high"), np.nan),
        **dict.fromkeys(("oe_conf_low", "oe_conf_high"), np.nan),
    )
    table = bands_table(bands, unit="months", conf_type="log-log", names={"A": "first", "B": "second"}.get)
    assert [row.cells for row in table.rows] == [
        ("By time: 6 months", "", "", "", "", ""),
        ("first", "4", "4", "0.000", "1.000", "–"),
        ("second", "4", "4", "0.500", "1.000", "2.000"),
    ]
    assert "is not given" not in table.note and "everyone had had the event" in table.note


def test_bands_of_each_reading_bear_its_own_names():
    line = {
        "n": 3,
        "estimate": 0.5,
        "conf_low": 0.2,
        "conf_high": 0.8,
        "naive": 0.4,
        "naive_n": 2,
        "note": "",
    }
    window = {"window_low": 3.0, "window_high": np.nan, "window_ends": "[)", "band": "supportive care"}
    readings = ("tomita_2001", "tomita_2001_seed000")
    frame = pd.DataFrame([{**line, **window, "reading": reading} for reading in readings])
    cells = [row.cells for row in agreement_table(frame).rows if not row.heading]
    assert [line[0] for line in cells] == ["8–10: supportive care", "7–10: supportive care"]
    assert cells[0][1:] == ("[3, ∞)", "3", "0.500 (0.200–0.800)", "0.400 (n = 2)")


def test_what_a_cut_off_leaves_out_and_lacks_is_said():
    """A patient of 4 to 6 is on either side of 5; no one is negative, so there is no specificity."""
    frame = pd.DataFrame({"t": [2, 9, 4], "d": 1, "low": [5, 6, 4], "high": [5, 6, 6]})
    table = count_events(frame, "t", "d", ["low", "high"], unit="months")
    found = [cut_off_accuracy(table, 5, horizon=at, higher_is="worse") for at in (3, 6)]
    printed = cut_off_table(found)
    assert printed.caption == "Cut-off ≥ 5 for dying before a time"
    assert "1 left out: total on either side of 5." in printed.note
    assert "specificity" in printed.note
    assert [row.cells[0] for row in printed.rows if row.heading] == [
        "By time: < 3 months",
        "By time: < 6 months",
    ]


def test_a_difference_names_its_scores():
    frame = metrics(("harrell_c", np.nan, -0.1, "")).assign(p_value=0.03)
    table = difference_table(Metrics(frame, "days", 0.95, "influence function"), ("one", "two"), lang="zh")
    assert table.caption == "同一批患者：one减two"
    assert table.rows[0].cells[-1] == "0.030"


def change(**columns) -> Change:
    frame = pd.concat(
        [metrics(("auc", 6.0, 0.7, ""), ("brier_null", 6.0, 0.2, ""), ("brier", 6.0, np.nan, ""))] * 2
    )
    frame = frame.assign(group=["male"] * 3 + ["female"] * 3)
    test = {
        "metric": "auc",
        "horizon": 6.0,
        "groups": 2,
        "statistic": 1.0,
        "df": 1,
        "p_value": 0.3,
        "scale": "logit",
    }
    tests = pd.DataFrame([{**test, "test": name, **columns} for name in ("heterogeneity", "trend")])
    return Change("sex", frame, tests, ())


def test_groups_stand_under_the_metric_in_which_they_differ():
    """Rows with estimates only, without the cohort's own null score; labels are those of the variable."""
    by_group, tests = change_tables(change(), SEX, unit="months", lang="tr")
    assert [row.cells[0] for row in by_group.rows] == ["AUC, 6 ay", "Erkek", "Kadın"]
    assert by_group.caption == "Ölçütler: Cinsiyet"
    assert [row.cells for row in tests.rows] == [("AUC, 6 ay", "fark", "2", "1,000", "1", "0,300")]


def test_a_trend_is_printed_where_there_are_more_than_two_groups():
    _, tests = change_tables(change(groups=3), SEX, unit="months")
    assert [row.cells[1] for row in tests.rows] == ["difference", "trend"]
