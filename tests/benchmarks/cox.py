"""A Cox model of three categorical covariates: from a million rows to results, here and by lifelines.

Both are given the same rows, their covariates as text, and lifelines the precision at which it agrees.
"""

import sys

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter
from ratio import best_ratio, report

from analysis.survival.cox import cox
from analysis.survival.event_table import count_events

ROWS = 1_000_000
COVARIATES = ("sex", "tomita_band", "centre")
TEN_YEARS = 3653


def synthetic(seed: int = 20160131) -> pd.DataFrame:
    """Return follow-up in whole days over ten years, its hazard depending on sex, band and centre."""
    draw = np.random.default_rng(seed)
    sex, band, centre = (draw.integers(0, levels, ROWS) for levels in (2, 4, 6))
    death = draw.exponential(1500 * np.exp(-0.2 * sex - 0.4 * band - 0.05 * centre))
    censoring = draw.uniform(1, TEN_YEARS, ROWS)
    return pd.DataFrame(
        {
            "time": np.ceil(np.minimum(death, censoring)).astype(int),
            "died": death <= censoring,
            "sex": np.array(["female", "male"], dtype=object)[sex],
            "tomita_band": np.array(["2-3", "4-5", "6-7", "8-10"], dtype=object)[band],
            "centre": np.array(list("ABCDEF"), dtype=object)[centre],
        }
    )


def main() -> bool:
    """Print the ratio and return whether the target is met and the coefficients agree."""
    rows = synthetic()
    found: dict[str, np.ndarray] = {}

    def ours() -> None:
        found["ours"] = cox(count_events(rows, "time", "died", COVARIATES)).coefficients["coef"].to_numpy()

    def theirs() -> None:
        fitter = CoxPHFitter().fit(
            rows, "time", "died", formula=" + ".join(COVARIATES), fit_options={"precision": 1e-9}
        )
        found["lifelines"] = fitter.params_.to_numpy()

    ratio = best_ratio(ours, theirs, repeats=3)
    agree = bool(np.allclose(found["ours"], found["lifelines"], atol=1e-6))
    return report("Cox of 1,000,000 rows, from rows to results / lifelines", ratio, 1 / 10) and agree


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
