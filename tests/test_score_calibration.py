"""A score's calibration in one call: its parts, the cohort's own table, and what others found beside it."""

import numpy as np
import pandas as pd
import pytest
from calibration_data import by_group, rows_of

from analysis.calibration.points_score import calibrate_score
from analysis.calibration.published import beside_published, findings
from analysis.calibration.recalibrated import recalibrated_table
from analysis.errors import DataError
from analysis.scores import score_of, scores
from analysis.survival.event_table import count_events
from analysis.survival.quantiles import survival_quantile


def tokuhashi_cohort():
    draw = np.random.default_rng(5)
    total = draw.integers(0, 16, 150)
    time = np.ceil(draw.exponential(3 + 2 * total))
    frame = pd.DataFrame({"t": time, "dead": draw.random(150) < 0.8, "low": total, "high": total})
    return count_events(frame, "t", "dead", ["low", "high"], unit="months")


def test_a_score_in_one_call():
    result = calibrate_score(tokuhashi_cohort(), score_of("tokuhashi_2005"), at=[6, 12])
    assert set(result.agreement.frame["reading"]) == {"tokuhashi_2005", "tokuhashi_2005_seed002"}
    assert result.bands.frame["band"].tolist() == ["all"] * 2 + ["0-8", "9-11", "12-15"] * 2
    assert result.recalibrated.medians["n"].tolist()[0] == 150


def test_every_score_of_which_totals_were_seen_can_be_judged():
    """No score fails; one whose totals the patients cannot have says so."""
    judged = 0
    for score in scores().values():
        try:
            calibrate_score(tokuhashi_cohort(), score)
            judged += 1
        except DataError as error:
            assert "No patient is in a band" in str(error)
    assert judged > 15


def test_the_recalibrated_table_is_the_cohorts_own_survival():
    table = by_group("lung")
    own = recalibrated_table(table, [6, 12])
    median = survival_quantile(table).frame
    assert own.medians["median"][1:].tolist() == median["quantile"].tolist()
    assert own.survival["band"].tolist()[:2] == ["all", "all"]


def test_published_numbers_stand_beside_the_cohorts_own():
    """Zeng's median of 4 months for 0-8, Zoccali's 63.0% under both readings, in this order of source."""
    result = calibrate_score(tokuhashi_cohort(), score_of("tokuhashi_2005"))
    frame = result.published
    zeng = frame[frame["source"].str.startswith("Zeng") & (frame["band"] == "0-8")].iloc[0]
    own = result.recalibrated.medians.set_index("band").loc["0-8"]
    assert (zeng["published"], zeng["n"], zeng["estimate"]) == (4, 447, own["median"])
    assert zeng["within"] == (own["conf_low"] <= 4 <= own["conf_high"])
    review = frame[(frame["kind"] == "agreement") & (frame["published"] == 0.63)]
    assert review["reading"].tolist() == ["tokuhashi_2005", "tokuhashi_2005_seed002"]


def test_medians_in_days_are_compared_in_months():
    frame = pd.concat([rows_of(" ".join(str(30 * k) for k in range(1, 40)), low=5, high=5)])
    table = count_events(frame, "t", "dead", ["low", "high"], unit="days")
    found = calibrate_score(table, score_of("tokuhashi_2005")).published
    assert found["estimate"][0] == pytest.approx(600 / 30.4375)


def test_survival_in_days_stands_beside_what_was_published_in_months():
    """Katagiri's 57% at 6 months of all 808 patients, beside S(182.6 days) here: 2 of 4."""
    frame = rows_of("100 182 183 400", low=5, high=5)
    table = count_events(frame, "t", "dead", ["low", "high"], unit="days")
    found = calibrate_score(table, score_of("katagiri_2014")).published
    row = found[(found["band"] == "all") & (found["months"] == 6)].iloc[0]
    assert (row["published"], row["n"], row["estimate"]) == (0.57, 808, 0.5)


def test_an_upper_limit_that_is_not_reached_is_open():
    """Two deaths in eight give no upper limit of the median, and none of the median itself."""
    table = count_events(rows_of("1 2 3 4 9+ 9+ 9+", band="A"), "t", "dead", ["band"], unit="months")
    score = score_of("van_der_linden_2005")
    own = recalibrated_table(table, [3])
    assert np.isnan(own.medians["conf_high"][1])
    row = beside_published(score, own=own).iloc[0]
    assert row["within"] == (own.medians["conf_low"][1] <= 3)
    assert beside_published(score)["within"].isna().all()


def test_every_finding_is_of_a_band_that_there_is():
    for score in scores().values():
        names = {band.name for band in score.bands} | {"all"}
        for finding in findings(score):
            assert finding.band in names
