"""Agreement of raters on numbers: the intraclass correlation of a single rating."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import fdtri

from analysis.calibration.raters import Agreement
from analysis.errors import DataError

Floats = npt.NDArray[np.float64]
Interval = tuple[float, float, float]
"""Estimate, lower and upper limit."""


@dataclass(frozen=True)
class MeanSquares:
    """The analysis of variance of n subjects by k raters: mean squares, in the letters of Shrout and Fleiss.

    `subjects` BMS, `within` WMS, `raters` JMS, `error` EMS.
    """

    n: int
    k: int
    subjects: float
    within: float
    raters: float
    error: float


def intraclass_correlation(ratings: npt.ArrayLike, *, form: str = "2,1", level: float = 0.95) -> Agreement:
    """Return the intraclass correlation of a single rating, in one of Shrout and Fleiss's forms.

    ratings: (n_subjects, n_raters) numbers, NaN where missing; a subject with a missing rating is left out
    and counted. Form "1,1": each subject had raters of its own. "2,1": all subjects had the same raters, a
    sample of many, and that one of them rates higher throughout is disagreement. "3,1": only these raters
    matter, and that one rates higher throughout is none. Limits are by F, those of "2,1" with Satterthwaite's
    degrees of freedom; there is no standard error. It can't be had of fewer than two subjects, nor where
    each rater gave one number throughout. Another form, or fewer than two raters, is a DataError.

    Source: Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-8, doi:10.1037/0033-2909.86.2.420.

    >>> judges = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> [round(intraclass_correlation(judges, form=form).estimate, 2) for form in ("1,1", "2,1", "3,1")]
    [0.17, 0.29, 0.71]
    """
    table = np.asarray(ratings, dtype=np.float64)
    if form not in _FORMS:
        raise DataError(
            f"The forms of an intraclass correlation are {'; '.join(_FORMS)}, and found {form!r}."
        )
    if table.ndim != 2 or table.shape[1] < 2 or not 0 < level < 1:
        raise DataError(
            "An intraclass correlation needs one row a subject, two raters or more, and a confidence level"
            f" between 0 and 1; it was given a table of shape {table.shape} and {level:g}."
        )
    whole = table[~np.isnan(table).any(axis=1)]
    n, n_missing, name = len(whole), len(table) - len(whole), f"ICC({form})"
    obstacle = _obstacle(whole)
    if obstacle:
        note = f"The {name} is not given: {obstacle}."
        return Agreement(name, n, n_missing, level=level, note=note)
    estimate, low, high = _FORMS[form](mean_squares(whole), (1 - level) / 2)
    return Agreement(name, n, n_missing, estimate, conf_low=low, conf_high=high, level=level)


def mean_squares(ratings: Floats) -> MeanSquares:
    """Return the mean squares of ratings (n_subjects, n_raters) without missing ones."""
    n, k = ratings.shape
    by_subject, by_rater = ratings.mean(axis=1), ratings.mean(axis=0)
    within = ratings - by_subject[:, None]
    error = within - (by_rater - ratings.mean())
    return MeanSquares(
        n,
        k,
        subjects=k * float(by_subject.var(ddof=1)),
        within=float(np.sum(within**2)) / (n * (k - 1)),
        raters=n * float(by_rater.var(ddof=1)),
        error=float(np.sum(error**2)) / ((n - 1) * (k - 1)),
    )


def _of_one_source(ms: MeanSquares, noise: float, df: float, tail: float) -> Interval:
    """Return the forms in which all that isn't the subjects' is one noise with df degrees of freedom."""

    def share(subjects: float, noise: float) -> float:
        return (subjects - noise) / (subjects + (ms.k - 1) * noise)

    low = share(ms.subjects, noise * fdtri(ms.n - 1, df, 1 - tail))
    high = share(ms.subjects * fdtri(df, ms.n - 1, 1 - tail), noise)
    return share(ms.subjects, noise), float(low), float(high)


def _own_raters(ms: MeanSquares, tail: float) -> Interval:
    return _of_one_source(ms, ms.within, ms.n * (ms.k - 1), tail)


def _these_raters(ms: MeanSquares, tail: float) -> Interval:
    return _of_one_source(ms, ms.error, (ms.n - 1) * (ms.k - 1), tail)


def _sampled_raters(ms: MeanSquares, tail: float) -> Interval:
    n, k = ms.n, ms.k
    spread = k * ms.raters + (k * n - k - n) * ms.error
    estimate = n * (ms.subjects - ms.error) / (n * ms.subjects + spread)
    # Satterthwaite's degrees of freedom of the raters' and the error's mean squares together.
    one = k * estimate * ms.raters
    two = (n * (1 + (k - 1) * estimate) - k * estimate) * ms.error
    squares = (n - 1) * one**2 + two**2
    df = (k - 1) * (n - 1) * ((one + two) ** 2 / squares if squares > 0 else 1.0)
    above, below = fdtri(n - 1, df, 1 - tail), fdtri(df, n - 1, 1 - tail)
    low = n * (ms.subjects - above * ms.error) / (above * spread + n * ms.subjects)
    high = n * (below * ms.subjects - ms.error) / (spread + n * below * ms.subjects)
    return estimate, float(low), float(high)


_FORMS: dict[str, Callable[[MeanSquares, float], Interval]] = {
    "1,1": _own_raters,
    "2,1": _sampled_raters,
    "3,1": _these_raters,
}


def _obstacle(whole: Floats) -> str:
    if len(whole) < 2:
        return f"all raters rated {len(whole)} subject{'' if len(whole) == 1 else 's'}, and it needs two"
    if not np.ptp(whole, axis=0).any():
        return "each rater gave one number throughout, so the subjects don't differ"
    return ""
