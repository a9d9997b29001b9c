"""An event table and its Kaplan-Meier curve, from a million rows, against lifelines' fit of the same rows."""

import sys

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter
from ratio import best_ratio, report

from analysis.survival.event_table import count_events
from analysis.survival.kaplan_meier import kaplan_meier

ROWS = 1_000_000


def synthetic(seed: int = 20160131) -> pd.DataFrame:
    """Return exponential follow-up with independent censoring, all times distinct."""
    draw = np.random.default_rng(seed)
    death, censoring = draw.exponential(300, ROWS), draw.exponential(500, ROWS)
    return pd.DataFrame({"time": np.minimum(death, censoring), "died": death <= censoring})


def ratio_of(frame: pd.DataFrame) -> float:
    """Return our time over that of lifelines."""
    return best_ratio(
        lambda: kaplan_meier(count_events(frame, "time", "died")),
        lambda: KaplanMeierFitter().fit(frame["time"], frame["died"]),
    )


def main() -> bool:
    """Print the ratio of each way to write a time and return whether all targets are met."""
    rows = synthetic()
    days = np.ceil(rows["time"])
    written = {
        "whole days as integers": days.astype(int),
        "whole days as floats": days,
        "all times distinct": rows["time"],
    }
    name = "event table and Kaplan-Meier of 1,000,000 rows"
    met = [
        report(f"{name}, {how} / lifelines", ratio_of(rows.assign(time=time)), 1 / 5)
        for how, time in written.items()
    ]
    return all(met)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
