"""A score on a million patients, from rows to results, against R; and Harrell's C against Python's libraries.

R runs discrimination.R on the same rows and times itself, reading left out; where Rscript is absent that part
is skipped with a message. Both libraries give C alone, ours its interval too, and ours begins at the rows.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from lifelines.utils import concordance_index
from ratio import best_ratio, report, seconds
from sksurv.metrics import concordance_index_censored

from analysis.calibration.auc import auc
from analysis.calibration.brier import brier
from analysis.calibration.concordance import harrell_c, uno_c
from analysis.survival.event_table import EventTable, count_events
from analysis.survival.log_rank import log_rank, log_rank_trend

ROWS, FEWER = 1_000_000, 100_000
HORIZONS = (180, 365, 730, 1825)


def synthetic(rows: int, seed: int = 20160131) -> pd.DataFrame:
    """Return survival in days over ten years that a 16-level score foretells in part."""
    draw = np.random.default_rng(seed)
    score = draw.integers(0, 16, rows)
    death = draw.exponential(1500 * np.exp((7.5 - score) / 8))
    censoring = draw.uniform(0, 3650, rows)
    time = np.ceil(np.minimum(death, censoring)).astype(int)
    return pd.DataFrame({"time": time, "died": (death <= censoring).astype(int), "score": score})


def counted(frame: pd.DataFrame) -> EventTable:
    """Return the event table of the rows."""
    return count_events(frame, "time", "died", ["score"])


def everything(frame: pd.DataFrame) -> list[object]:
    """Return tests, C, AUC and Brier scores with their intervals, from the rows."""
    table = counted(frame)
    risks = {horizon: (lambda score: (score + 1) / 20) for horizon in HORIZONS}
    return [
        log_rank(table),
        log_rank_trend(table),
        harrell_c(table, higher_is="worse"),
        uno_c(table, higher_is="worse"),
        auc(table, HORIZONS, higher_is="worse"),
        brier(table, risks),
    ]


def r_seconds(frame: pd.DataFrame) -> float:
    """Return the seconds of R's survfit, survdiff and concordance on the rows."""
    script = Path(__file__).with_name("discrimination.R")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        frame.to_csv(path, index=False)
        run = subprocess.run(["Rscript", str(script), str(path)], check=True, capture_output=True, text=True)
    return float(run.stdout.split()[-1])


def against_r() -> bool:
    """Report the ratio on a million rows."""
    if not shutil.which("Rscript"):
        print("discrimination of 1,000,000 patients / R: skipped, there is no Rscript here")
        return True
    frame = synthetic(ROWS)
    times = [(seconds(lambda: everything(frame)), r_seconds(frame)) for _ in range(3)]
    ratio = min(ours for ours, _ in times) / min(r for _, r in times)
    return report(
        "log-rank, trend, C, Uno's C, AUC, Brier of 1,000,000 rows / R's survfit, survdiff, C", ratio, 1 / 10
    )


def concordance(frame: pd.DataFrame) -> object:
    """Return Harrell's C with its interval, from the rows."""
    return harrell_c(counted(frame), higher_is="worse")


def against_lifelines(frame: pd.DataFrame, name: str, target: float | None) -> bool:
    """Report the ratio of C, from the rows."""
    ratio = best_ratio(
        lambda: concordance(frame),
        lambda: concordance_index(frame["time"], -frame["score"], frame["died"]),
        repeats=9,
    )
    return report(f"C of {len(frame):,} patients, {name} / lifelines", ratio, target)


def against_scikit_survival(frame: pd.DataFrame) -> bool:
    """Report the ratio of C, from the rows, to one run of the pairwise count."""
    died = frame["died"].astype(bool)
    reference = seconds(lambda: concordance_index_censored(died, frame["time"], frame["score"]))
    ours = min(seconds(lambda: concordance(frame)) for _ in range(9))
    return report(f"C of {len(frame):,} patients / scikit-survival", ours / reference, 1 / 1000)


def main() -> bool:
    """Print every ratio and return whether all targets are met."""
    bands = synthetic(FEWER)
    distinct = bands.assign(score=bands["score"] + np.random.default_rng(1).random(FEWER))
    return all(
        [
            against_r(),
            against_lifelines(bands, "16 levels", 1 / 20),
            against_lifelines(distinct, "every score distinct", None),
            against_scikit_survival(bands),
        ]
    )


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
