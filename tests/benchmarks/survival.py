"""An event table and its Kaplan-Meier curve, from a million rows, against lifelines' fit of the same rows."""

import sys

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter
from ratio import best_ratio, report

from analysis.survival.event_table import count_events
from analysis.survival.kaplan_meier import kaplan_meier

ROWS = 1_000_000


def synthetic(*, whole_days: bool, seed: int = 20160131) -> pd.DataFrame:
    """Return exponential follow-up with independent censoring, in whole days or with all its decimals."""
    draw = np.random.default_rng(seed)
    death, censoring = draw.exponential(300, ROWS), draw.exponential(500, ROWS)
    time = np.minimum(death, censoring)
    return pd.DataFrame(
        {"time": np.ceil(time).astype(int) if whole_days else time, "died": death <= censoring}
    )


def ratio_of(frame: pd.DataFrame) -> float:
    """Return our time over that of lifelines."""
    return best_ratio(
        lambda: kaplan_meier(count_events(frame, "time", "died")),
        lambda: KaplanMeierFitter().fit(frame["time"], frame["died"]),
    )


def main() -> bool:
    """Print both ratios and return whether both targets are met."""
    name = "event table and Kaplan-Meier of 1,000,000 rows / lifelines"
    return all(
        [
            report(f"{name}, whole days", ratio_of(synthetic(whole_days=True)), 1 / 5),
            report(f"{name}, all times distinct", ratio_of(synthetic(whole_days=False)), 1 / 5),
        ]
    )


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
