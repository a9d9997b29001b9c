"""Cox regression on rows, by lifelines: for covariates that are numbers."""

import warnings

import numpy as np
import pandas as pd

from analysis.survival.cox_counts import Maximum, PartialLikelihood, maximise, partial_likelihood
from analysis.survival.cox_design import Design
from analysis.survival.risk_set import Floats

PRECISION = 1e-9


def maximise_by_rows(null: PartialLikelihood) -> Maximum:
    """Return the maximum of the partial likelihood that lifelines finds, to the last digit.

    lifelines does not take its last step, so that Newton's method goes on from where it ends. Where it ends
    nowhere the search from coefficients of 0, those of `null`, says which of them have no maximum.
    """
    coefficients = _by_lifelines(null.design)
    if coefficients is None or not np.isfinite(coefficients).all():
        return maximise(null)
    maximum = maximise(partial_likelihood(null.design, coefficients))
    return maximum if maximum.found else maximise(null)


def _by_lifelines(design: Design) -> Floats | None:
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of is looked for before and after
        try:
            fitter = CoxPHFitter().fit(
                _rows(design), "time", "event", strata="stratum", fit_options={"precision": PRECISION}
            )
        except (ConvergenceError, np.linalg.LinAlgError):
            return None
    return np.asarray(fitter.params_, dtype=float)


def _rows(design: Design) -> pd.DataFrame:
    """Return one row a patient who was at risk at an event, with the last such moment for its time.

    Nothing else of time matters to the likelihood, and whole numbers can't be nearly equal.
    """
    stratum = np.repeat(np.arange(len(design.ends)), design.ends - design.starts + 1)
    kinds = ((0, (design.leaving - design.events).tocoo()), (1, design.events.tocoo()))
    parts = []
    for event, cells in kinds:
        n = cells.data.astype(np.int64)
        moment, profile = np.repeat(cells.row, n), np.repeat(cells.col, n)
        frame = pd.DataFrame(design.values[profile])
        parts.append(frame.assign(time=moment, event=event, stratum=stratum[moment]))
    return pd.concat(parts, ignore_index=True)
