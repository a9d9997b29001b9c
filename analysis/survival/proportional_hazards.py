"""Whether the hazards of a Cox model are proportional: the score test of R's cox.zph."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from analysis.errors import DataError
from analysis.survival.cox import CoxModel, Fit
from analysis.survival.risk_set import Floats, Integers, risk_sets

TRANSFORMS = ("km", "identity", "log", "rank")
_NEGLIGIBLE = 1e-10
"""Share of a score's variance up to which what the coefficients leave of it is rounding."""


@dataclass(frozen=True, eq=False)
class ProportionalHazards:
    """The test of each covariate and of all, the last row, "GLOBAL".

    `frame` has the columns term, statistic (χ²), df and p_value. Where a test can't be had its numbers are
    missing and `not_given` says why in a sentence; elsewhere it is empty.
    """

    frame: pd.DataFrame
    transform: str
    not_given: str = ""


def proportional_hazards(model: CoxModel, *, transform: str = "km") -> ProportionalHazards:
    """Test whether the log hazard ratios of a model change with time, as R's cox.zph (survival 3 and later).

    Each covariate, of all its levels together, is tested for a coefficient times g(t), at the model's
    estimates: the score test. g is, by `transform`, 1 minus the Kaplan-Meier estimate just before t of all
    patients ("km"), the time itself ("identity"), its logarithm ("log"), or its mean rank among all times
    ("rank"). Another transform is a DataError. Source: Grambsch and Therneau 1994,
    doi:10.1093/biomet/81.3.515.

    >>> from analysis.survival.cox import cox
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": True, "arm": ["a", "b", "b", "a"]})
    >>> proportional_hazards(cox(count_events(frame, "t", "dead", ["arm"]))).frame["term"].tolist()
    ['arm', 'GLOBAL']
    """
    if transform not in TRANSFORMS:
        raise DataError(f"The transform {transform!r} is not known: choose one of {', '.join(TRANSFORMS)}.")
    terms = (*model.terms, "GLOBAL")
    if model.fit is None:
        return _without(terms, transform, "there is no fitted model to test")
    if transform == "log" and not model.fit.design.ticks.all():
        return _without(terms, transform, "an event at time 0 has no logarithm; choose another transform")
    moved = _centred(model.fit, transform)
    if not moved.any():
        return _without(terms, transform, "all events happened at one time")
    rows = _score_tests(model.fit, moved)
    frame = pd.DataFrame(rows, columns=["term", "statistic", "df"])
    frame["p_value"] = chdtrc(frame["df"], frame["statistic"])
    missing = frame.loc[frame["statistic"].isna(), "term"]
    return ProportionalHazards(frame, transform, _unmeasured(tuple(missing)))


def _score_tests(fit: Fit, moved: Floats) -> list[tuple[str, float, int]]:
    """Return term, χ² and df of each covariate and of all, the coefficients themselves adjusted for."""
    likelihood, columns = fit.maximum.likelihood, fit.design.columns
    plain, crossed, moving = (likelihood.information(moved**power) for power in (0, 1, 2))
    left = moving - crossed @ np.linalg.solve(plain, crossed)
    score = likelihood.score(moved)
    variables = list(dict.fromkeys(column.variable for column in columns))
    own = {name: [k for k, c in enumerate(columns) if c.variable == name] for name in variables}
    own["GLOBAL"] = list(range(len(columns)))
    return [(name, _quadratic(score[k], left[np.ix_(k, k)], moving[k, k]), len(k)) for name, k in own.items()]


def _quadratic(score: Floats, variance: Floats, scale: Floats) -> float:
    """Return score' variance⁻¹ score, missing where some direction's variance is rounding."""
    size = np.sqrt(scale)
    if not (size > 0).all() or np.linalg.eigvalsh(variance / np.outer(size, size))[0] < _NEGLIGIBLE:
        return np.nan
    return float(score @ np.linalg.solve(variance, score))


def _centred(fit: Fit, transform: str) -> Floats:
    """Return g of each moment, less its mean over the events."""
    moved = _transformed(fit, transform)
    return moved - np.average(moved, weights=fit.design.tied)


def _transformed(fit: Fit, transform: str) -> Floats:
    """Return g of each moment; Kaplan-Meier and ranks are those of all patients, whatever the strata."""
    ticks: Integers = fit.design.ticks
    if transform in ("identity", "log"):
        time = ticks / fit.table.ticks_per_unit
        return np.log(time) if transform == "log" else time
    (everyone,) = risk_sets(fit.table.margin())
    place = np.searchsorted(everyone.ticks, ticks)
    if transform == "km":
        before: Floats = 1 - np.append(1.0, everyone.survival)[place]
        return before
    leaving = everyone.n_event + everyone.n_censor
    mean_rank: Floats = (everyone.n - everyone.n_risk + (leaving + 1) / 2)[place]
    return mean_rank


def _without(terms: tuple[str, ...], transform: str, why: str) -> ProportionalHazards:
    frame = pd.DataFrame({"term": terms, "statistic": np.nan, "df": 0, "p_value": np.nan})
    return ProportionalHazards(frame, transform, f"The test of proportional hazards is not given: {why}.")


def _unmeasured(terms: tuple[str, ...]) -> str:
    if not terms:
        return ""
    return (
        f"The test of proportional hazards is not given for {', '.join(terms)}: the events say nothing of a "
        "change of its hazard ratio with time."
    )
