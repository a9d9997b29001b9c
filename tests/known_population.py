"""A population whose every C, AUC, Brier score, O/E and agreement is known exactly, and cohorts drawn of it.

Of each patient: a Tokuhashi total, a Tomita total that depends on it, survival exponential with a half-life
by the Tokuhashi total and rounded up to whole days, follow-up uniform over the days of four years and
independent of all else; it leaves 27% censored. Deaths come before censorings of the same day. Since times
are whole days, every truth is a finite sum over days and kinds of patients, written without the estimators.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binom

from analysis.cohort import DAYS_PER_MONTH
from analysis.scores import score_of
from analysis.survival.event_table import EventTable, count_events

SHARES = dict(
    enumerate((0.02, 0.04, 0.06, 0.08, 0.09, 0.10, 0.10, 0.10, 0.09, 0.08, 0.08, 0.07, 0.05, 0.04), start=2)
)
"""Tokuhashi total → its share of the population: 0.49 in band 0-8, 0.27 in 9-11 and 0.24 in 12-15."""
FOLLOW_UP = 1460
TOKUHASHI = score_of("tokuhashi_2005")
SCORES = ("tokuhashi", "tomita")
HIGHER_IS = {"tokuhashi": "better", "tomita": "worse"}
CUT_OFF = 8
HALF_YEAR, YEAR, TAU = (months * DAYS_PER_MONTH for months in (6, 12, 24))
RISKS = {
    HALF_YEAR: {"0-8": 0.5, "9-11": 0.3, "12-15": 0.2},
    YEAR: {"0-8": 0.8, "9-11": 0.5, "12-15": 0.4},
}
"""What is predicted of each band, by horizon; not quite what is true."""

TARGET = ["metric", "of", "horizon"]
"""What is estimated, of whom or of which score, and by which time in days."""


def half_life(total: Any) -> Any:
    """Return the median survival of a Tokuhashi total, in days."""
    return 60 * 1.18**total


def tomita_chance(total: Any) -> Any:
    """Return the chance of each of the eight points that a Tomita total can have above 2."""
    return 0.85 - 0.045 * total


CELLS = pd.MultiIndex.from_product([SHARES, range(2, 11)], names=SCORES).to_frame(index=False)
TOTAL, POINTS = (CELLS[name].to_numpy() for name in SCORES)
SHARE = CELLS["tokuhashi"].map(SHARES).to_numpy() * binom.pmf(POINTS - 2, 8, tomita_chance(TOTAL))
BAND = np.array([next(band.name for band in TOKUHASHI.bands if total <= band.high) for total in TOTAL])
DAYS = np.arange(1, FOLLOW_UP + 1)
ALIVE = 0.5 ** (np.append(0, DAYS) / half_life(TOTAL)[:, None])
FOLLOWED = 1 - (DAYS - 1) / FOLLOW_UP
"""The probability of being followed on a day, of those alive."""

Truths = dict[tuple[str, str, float], float]
"""(metric, of, horizon) → value."""


def truth() -> pd.DataFrame:
    """Return what each estimate tends to as patients grow in number: TARGET and truth, a row each.

    Harrell's C tends to a value that depends on the censoring: both patients of a pair must be followed until
    the earlier death. Uno's does not depend on it, but on the last day that counts, which without tau is the
    last day of follow-up.
    """
    found = _concordances()
    for horizon in RISKS:
        found |= _brier_scores(horizon)
        found |= _ratios(horizon)
    found |= _agreement() | _cut_off()
    return pd.DataFrame([(*target, value) for target, value in found.items()], columns=[*TARGET, "truth"])


def _concordances() -> Truths:
    found = {}
    censored, known = FOLLOWED**2, np.ones(FOLLOW_UP)
    weights = {
        ("harrell_c", np.nan): censored,
        ("uno_c, tau", TAU): np.where(TAU >= DAYS, known, 0),
        ("uno_c, last event", np.nan): known,
    }
    for (metric, horizon), weight in weights.items():
        own, other = (_concordance(score, weight) for score in SCORES)
        found[metric, "tokuhashi", horizon] = own
        if metric != "uno_c, last event":
            found[metric, "tokuhashi less tomita", horizon] = own - other
    for horizon in RISKS:
        own, other = (_area(score, horizon) for score in SCORES)
        found["auc", "tokuhashi", horizon] = own
        found["auc", "tokuhashi less tomita", horizon] = own - other
    return found


def _by_score(score: str, value: Any) -> Any:
    """Return the values of the cells summed by the levels of a score, the worst last."""
    sums = pd.DataFrame(value).groupby(CELLS[score].to_numpy()).sum()
    return (sums if HIGHER_IS[score] == "worse" else sums[::-1]).to_numpy()


def _share_concordant(pairs: Any) -> float:
    """Return the share of pairs in which the first has the worse score; equal ones count one half."""
    return float((np.tril(pairs, -1).sum() + np.trace(pairs) / 2) / pairs.sum())


def _concordance(score: str, weight: Any) -> float:
    dying = _by_score(score, SHARE[:, None] * -np.diff(ALIVE)) * weight
    surviving = _by_score(score, SHARE[:, None] * ALIVE[:, 1:])
    return _share_concordant(dying @ surviving.T)


def _area(score: str, horizon: float) -> float:
    alive = ALIVE[:, int(horizon)]
    return _share_concordant(_by_score(score, SHARE * (1 - alive)) @ _by_score(score, SHARE * alive).T)


def _dying(horizon: float, patients: Any = True) -> float:
    """Return the probability of dying by a horizon, of which none is a whole number of days."""
    return float(np.average(1 - ALIVE[:, int(horizon)], weights=SHARE * patients))


def _brier_scores(horizon: float) -> Truths:
    risk = np.array([RISKS[horizon][band] for band in BAND])
    alive, dying = ALIVE[:, int(horizon)], _dying(horizon)
    own, null = float(SHARE @ ((1 - alive) * (1 - risk) ** 2 + alive * risk**2)), dying * (1 - dying)
    scores = {"brier": own, "brier_null": null, "scaled_brier": 1 - own / null}
    return {(metric, "tokuhashi", horizon): value for metric, value in scores.items()}


def _ratios(horizon: float) -> Truths:
    by_band = {
        ("oe", band, horizon): _dying(horizon, band == BAND) / risk for band, risk in RISKS[horizon].items()
    }
    return {("oe", "all", horizon): _dying(horizon) / mean_prediction(horizon), **by_band}


def mean_prediction(horizon: float) -> float:
    """Return the risk predicted on average of the population."""
    return float(sum(risk * SHARE[band == BAND].sum() for band, risk in RISKS[horizon].items()))


def _agreement() -> Truths:
    low, middle, high = (band == BAND for band in ("0-8", "9-11", "12-15"))
    source = {"0-8": _dying(HALF_YEAR, low), "9-11": 1 - _dying(HALF_YEAR, middle)}
    source["12-15"] = 1 - _dying(YEAR, high)
    closed = {**source, "9-11": _dying(YEAR, middle) - _dying(HALF_YEAR, middle)}
    found = {("window", band, np.nan): share for band, share in source.items()}
    found["window 6-12", "9-11", np.nan] = closed["9-11"]
    for metric, shares in (("window", source), ("window 6-12", closed)):
        everyone = sum(share * SHARE[band == BAND].sum() for band, share in shares.items())
        found[metric, "all", np.nan] = float(everyone)
    return found


def _cut_off() -> Truths:
    positive, risk = TOTAL <= CUT_OFF, _dying(HALF_YEAR)
    share, found, missed = SHARE[positive].sum(), _dying(HALF_YEAR, positive), _dying(HALF_YEAR, ~positive)
    measures = {
        "sensitivity": share * found / risk,
        "specificity": (1 - share) * (1 - missed) / (1 - risk),
        "positive predictive value": found,
        "negative predictive value": 1 - missed,
        "risk over all": risk,
    }
    return {(metric, f"total <= {CUT_OFF}", HALF_YEAR): float(value) for metric, value in measures.items()}


def cohort(n: int, draw: np.random.Generator) -> EventTable:
    """Draw a cohort of n patients and count it by both scores."""
    total = draw.choice(list(SHARES), n, p=list(SHARES.values()))
    died = np.ceil(half_life(total) * draw.standard_exponential(n) / np.log(2)).astype(int)
    left = draw.integers(1, FOLLOW_UP, n, endpoint=True)
    tomita = 2 + draw.binomial(8, tomita_chance(total))
    rows = {"time": np.minimum(died, left), "dead": died <= left, "tokuhashi": total, "tomita": tomita}
    return count_events(pd.DataFrame(rows), "time", "dead", SCORES)
