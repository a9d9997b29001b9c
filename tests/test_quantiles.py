"""Medians under the rules of R, SPSS, Stata and SAS: printed values, and each definition by brute force."""

from fractions import Fraction
from math import asin, isnan, log, nan, sqrt

import numpy as np
import pandas as pd
import pytest

from analysis.errors import DataError
from analysis.survival.event_table import EventTable, count_events
from analysis.survival.quantiles import RULES, follow_up, survival_quantile

SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
Z = 1.959963984540054


def rows(text: str) -> list[tuple[float, bool]]:
    return [(float(word.rstrip("+")), not word.endswith("+")) for word in text.split()]


def table(text: str) -> EventTable:
    return count_events(pd.DataFrame(rows(text), columns=["t", "e"]), "t", "e")


def quantile(text: str, **options) -> pd.Series:
    return survival_quantile(table(text), **options).frame.iloc[0]


@pytest.mark.parametrize(
    ("times", "medians"),
    [  # R print, SPSS, Stata, SAS
        (" ".join(map(str, range(1, 11))), (5.5, 5, 5, 5.5)),
        (" ".join(map(str, range(1, 21))), (10.5, 10, 10, 10.5)),
        ("1 2 2 4 6 8", (3, 2, 2, 3)),
        ("1 2 3+ 4+", (2, 2, 2, nan)),
        ("1 2 3+ 4", (3, 2, 2, 3)),
        ("1 2+ 3+ 4+", (nan, nan, nan, nan)),
        ("0.1 0.3 0.3 0.7", (0.3, 0.3, 0.3, 0.3)),
    ],
)
def test_the_rules_differ_where_survival_is_one_half(times, medians):
    """Survival of exactly a half, with and without a later drop, and survival that never comes so low."""
    found = [quantile(times, rule=rule)["quantile"] for rule in RULES]
    assert found == pytest.approx(medians, nan_ok=True)


@pytest.mark.parametrize(
    ("times", "printed"),
    [(SIX_MP, (23.000, 5.255, 12.700, 33.300)), (PLACEBO, (8.000, 1.669, 4.729, 11.271))],
)
def test_spss_prints_these_medians_of_freireich(times, printed):
    """IBM SPSS 31, Freireich 1963: median, standard error and limits to three decimals.

    1.96 times 5.25538 is 10.30054, so the limits of 6-MP miss what is printed by 0.00004 of rounding.
    """
    found = quantile(times, rule="spss")[["quantile", "std_error", "conf_low", "conf_high"]]
    assert found.tolist() == pytest.approx(printed, abs=5.5e-4)


# ---- each definition again, written patient by patient and in exact fractions ----------------------------


def steps(patients: list[tuple[float, bool]]) -> list[tuple[float, Fraction, float]]:
    """Event time, survival after it, Greenwood's error of log survival (infinite at 0)."""
    found, survival, variance = [], Fraction(1), 0.0
    for t in sorted({time for time, dead in patients if dead}):
        n = sum(time >= t for time, _ in patients)
        d = sum(dead and time == t for time, dead in patients)
        survival *= Fraction(n - d, n)
        variance += d / (n * (n - d)) if n > d else float("inf")
        found.append((t, survival, sqrt(variance)))
    return found


def first(times: list[float]) -> float:
    return min(times, default=nan)


def spss(patients, p: Fraction) -> tuple[float, float, float, float]:
    curve = steps(patients)
    reached = [(t, s, e) for t, s, e in curve if s <= p]
    upper = [(t, s) for t, s, _ in curve if s >= p + Fraction(1, 20)]
    lower = [(t, s) for t, s, _ in curve if s <= p - Fraction(1, 20)]
    if not reached:
        return nan, nan, nan, nan
    t, s, error = reached[0]
    if not upper or not lower or s == 0:
        return t, nan, nan, nan
    (u, s_u), (low, s_l) = max(upper), min(lower)
    se = float(s) * error / (float(s_u - s_l) / (low - u))
    return t, se, t - 1.96 * se, t + 1.96 * se


def log_log_limits(s: Fraction, error: float) -> tuple[float, float]:
    theta = np.exp(Z * error / log(s))
    return float(s) ** (1 / theta), float(s) ** theta


def stata(patients, p: Fraction) -> tuple[float, float, float, float]:
    curve = steps(patients)
    bands = [(t, *log_log_limits(s, error)) for t, s, error in curve if s > 0]
    point = first([t for t, s, _ in curve if s <= p])
    return (
        point,
        nan,
        first([t for t, low, _ in bands if low <= p]),
        first([t for t, _, up in bands if up <= p]),
    )


SCALES = {  # g and its derivative: SAS/STAT LIFETEST, CONFTYPE=
    "log-log": (lambda s: log(-log(s)), lambda s: 1 / (s * log(s))),
    "log": (log, lambda s: 1 / s),
    "plain": (lambda s: s, lambda s: 1.0),
    "logit": (lambda s: log(s / (1 - s)), lambda s: 1 / (s * (1 - s))),
    "arcsin": (lambda s: asin(sqrt(s)), lambda s: 1 / (2 * sqrt(s * (1 - s)))),
}


def sas(patients, p: Fraction, conf_type: str = "log-log") -> tuple[float, float, float, float]:
    curve = steps(patients)
    below, equal = first([t for t, s, _ in curve if s < p]), first([t for t, s, _ in curve if s == p])
    point = below if isnan(equal) else (equal + below) / 2
    g, slope = SCALES[conf_type]
    # Where S is 0 there is no standard error, so nothing is within it
    within = [
        t for t, s, error in curve if s > 0 and abs(g(s) - g(p)) <= Z * abs(slope(s)) * float(s) * error
    ]
    low = first(within)
    return point, nan, low, first([t for t, _, _ in curve if within and t > within[-1]])


def r(patients, p: Fraction) -> float:
    curve = steps(patients)
    reached = [(t, s) for t, s, _ in curve if s <= p]
    if not reached:
        return nan
    t, s = reached[0]
    later = [other for other, lower in reached if lower < s]
    return (t + later[0]) / 2 if s == p and later else t


def random_cohorts(number: int = 150, seed: int = 20160131) -> dict[int, list[tuple[float, bool]]]:
    """Cohorts of 3 to 40, in months or tenths of them, a third without censoring."""
    draw = np.random.default_rng(seed)
    cohorts = {}
    for cohort in range(number):
        n, divisor = int(draw.integers(3, 41)), int(draw.choice([1, 10]))
        time = (draw.integers(1, 25, n) / divisor).tolist()
        dead = (draw.random(n) >= draw.choice([0, 0.2, 0.5])).tolist()
        cohorts[cohort] = list(zip(time, dead, strict=True))
    return cohorts


COHORTS = random_cohorts()
POOLED = count_events(
    pd.DataFrame(
        [(c, *patient) for c, cohort in COHORTS.items() for patient in cohort], columns=["c", "t", "e"]
    ),
    "t",
    "e",
    ["c"],
)


@pytest.mark.parametrize("probability", [0.25, 0.5, 0.8])
@pytest.mark.parametrize(("rule", "definition"), [("spss", spss), ("stata", stata), ("sas", sas)])
def test_a_rule_is_its_definition(rule, definition, probability):
    """Point, standard error and limits on 150 random tied cohorts."""
    p = 1 - Fraction(str(probability))
    frame = survival_quantile(POOLED, rule=rule, probability=probability).frame
    found = frame[["quantile", "std_error", "conf_low", "conf_high"]].to_numpy()
    expected = np.array([definition(cohort, p) for cohort in COHORTS.values()])
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("conf_type", SCALES)
def test_the_limits_of_sas_on_every_scale(conf_type):
    """|g(S) − g(p)| ≤ z g′(S) SE, with g and its derivative written out."""
    frame = survival_quantile(POOLED, rule="sas", conf_type=conf_type).frame
    expected = np.array([sas(cohort, Fraction(1, 2), conf_type) for cohort in COHORTS.values()])
    np.testing.assert_allclose(frame[["conf_low", "conf_high"]], expected[:, 2:], rtol=0, atol=1e-9)


def test_the_midpoint_of_r_is_exact_where_floats_are_not():
    """Survival is compared as a fraction here, and within a tolerance there."""
    found = survival_quantile(POOLED).frame["quantile"]
    np.testing.assert_allclose(found, [r(cohort, Fraction(1, 2)) for cohort in COHORTS.values()], atol=1e-12)


# ---- what is printed when there is no number ---------------------------------------------------------------


def test_not_reached_and_not_estimable_are_told_apart():
    """An upper limit is not reached where the band was followed, not estimable where it ends at S = 0."""
    followed = quantile(SIX_MP)
    assert (followed["status"], followed["conf_high_status"]) == ("reached", "not reached")
    died_out = quantile("1 2 3 4")
    assert isnan(died_out["conf_high"])
    assert died_out["conf_high_status"] == "not estimable"
    nobody_died = quantile("1+ 2+ 3+")
    assert (nobody_died["status"], nobody_died["conf_low_status"]) == ("not reached", "not reached")
    assert (nobody_died["n"], nobody_died["events"]) == (3, 0)


def test_spss_has_a_median_without_an_interval():
    """Where survival leaps from above 0.55 to 0, there is no u, or no l, or no error."""
    found = quantile("1 1 1 1 5+", rule="spss")
    assert found["quantile"] == 1
    assert isnan(found["std_error"])
    assert (found["status"], found["conf_low_status"]) == ("reached", "not estimable")


def test_point_rule_and_interval_rule_are_chosen_apart():
    """SPSS's interval around R's midpoint, and R's log band without midpoints under SPSS's point rule."""
    times = " ".join(map(str, range(1, 21)))
    both = quantile(times, rule="r", conf_type="spss")
    assert both["quantile"] == 10.5
    assert both["conf_high"] - 10.5 == pytest.approx(1.96 * quantile(times, rule="spss")["std_error"])
    assert survival_quantile(table(times), rule="spss").conf_type == "spss"
    assert survival_quantile(table(times), rule="spss", conf_type="log").frame["std_error"].isna().all()


def test_median_follow_up_by_hand():
    """1+ 2 3+ 4+: of those not yet dead, 3/4 are followed past 1, 3/8 past 3."""
    assert follow_up(table("1+ 2 3+ 4+")).frame["quantile"].tolist() == [3]


@pytest.mark.parametrize(
    "options", [{"rule": "sps"}, {"conf_type": "loglog"}, {"probability": 1}, {"probability": 0}]
)
def test_unknown_rules_are_refused(options):
    """The message says what is allowed."""
    with pytest.raises(DataError, match=r"rules are r, spss, stata, sas|between 0 and 1"):
        quantile("1 2 3", **options)
