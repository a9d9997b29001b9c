"""Everything that is said of two raters' agreement on one grade or score."""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np

from analysis.calibration.accuracy import wilson_interval
from analysis.calibration.intraclass import intraclass_correlation
from analysis.calibration.raters import WEIGHTS, Agreement, RatedPairs, cohen_kappa, count_cells, pair_ratings

MOST_LEVELS = 60
"""Beyond so many distinct numbers a rating is a measurement, and kappa has nothing to count."""
FORMS = ("2,1", "3,1")
"""The forms of the intraclass correlation that suit two raters who rated all subjects."""


def rater_agreement(
    frame: Any,
    first: str,
    second: str,
    *,
    levels: Sequence[str] | None = None,
    ordered: bool = False,
    level: float = 0.95,
) -> tuple[Agreement, ...]:
    """Return what two columns of a frame of any engine, one row a subject, say of two raters' agreement.

    Percent agreement and Cohen's kappa; of numbers (`levels` None) and of `ordered` levels also kappa with
    linear and quadratic weights; of numbers also the intraclass correlations ICC(2,1) and ICC(3,1). Subjects
    that one rater didn't rate are left out and counted. Of more than 60 distinct numbers there is no kappa.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"a": [5, 7, 13, 9], "b": [6, 7, 13, 9]})
    >>> [f"{one.statistic} {one.estimate:.2f}" for one in rater_agreement(frame, "a", "b")][:2]
    ['agreement 0.75', 'kappa 0.69']
    """
    numbers = levels is None
    cells = count_cells(frame, first, second, numbers=(numbers, numbers))
    rated = [cell for cell in cells if None not in cell]
    measured = numbers and len({value for cell in rated for value in cell[:2]}) > MOST_LEVELS
    found: tuple[Agreement, ...] = ()
    if not measured:
        pairs = pair_ratings(frame, first, second, levels=levels)
        weights = WEIGHTS if numbers or ordered else ("none",)
        found = (
            percent_agreement(pairs, level=level),
            *(cohen_kappa(pairs, weights=w, level=level) for w in weights),
        )
    if not numbers:
        return found
    n_missing = sum(n for *_, n in cells) - sum(n for *_, n in rated)
    ratings = np.repeat(
        np.array([cell[:2] for cell in rated], dtype=np.float64).reshape(-1, 2),
        np.array([cell[2] for cell in rated], dtype=np.int64),
        axis=0,
    )
    correlations = (intraclass_correlation(ratings, form=form, level=level) for form in FORMS)
    return (*found, *(replace(one, n_missing=n_missing) for one in correlations))


def percent_agreement(pairs: RatedPairs, *, level: float = 0.95) -> Agreement:
    """Return the share of subjects to whom both raters gave the same level, with Wilson's limits.

    >>> percent_agreement(RatedPairs(("no", "yes"), (0, 1), np.array([[20, 5], [10, 15]]))).estimate
    0.7
    """
    same, n = int(pairs.counts.trace()), pairs.n
    if n == 0:
        note = "The agreement is not given: no subject was rated by both."
        return Agreement("agreement", 0, pairs.n_missing, level=level, note=note)
    share = same / n
    low, high = wilson_interval(same, n, level=level)
    error = sqrt(share * (1 - share) / n)
    return Agreement("agreement", n, pairs.n_missing, share, error, low, high, level, observed=share)
