"""The outcome by a horizon at each value of a score: who had died, who lived on, whom follow-up lost."""

import numpy as np
import pandas as pd

from analysis.calibration.censoring import check_horizons, horizon_ticks
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import landmarks


def outcome_by_value(
    table: EventTable, horizon: float, *, conf_type: str = "log-log", level: float = 0.95
) -> pd.DataFrame:
    """Return the outcome by a horizon, in the table's unit, for each level of the table's one stratum.

    Columns: value (the level's name), n_event (event by then), n_alive (followed past it), n_censor (left
    before it is known), estimate (1 − S), conf_low and conf_high, missing where follow-up ended before.

    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 5, 4], "dead": [1, 0, 1, 1], "points": [3, 3, 3, 7]})
    >>> found = outcome_by_value(count_events(frame, "t", "dead", ["points"]), 3)
    >>> found[["value", "n_event", "n_alive", "n_censor"]].values.tolist()
    [['3', 1, 1, 1], ['7', 0, 1, 0]]
    """
    check_horizons([horizon])
    past = table.counts["time"].to_numpy() > horizon_ticks(horizon, table.ticks_per_unit)
    died = table.counts["kind"].to_numpy() == 1
    n, group = table.counts["n"].to_numpy(), table.group_codes()
    counts = {
        "n_event": np.bincount(group, np.where(died & ~past, n, 0)),
        "n_alive": np.bincount(group, np.where(past, n, 0)),
        "n_censor": np.bincount(group, np.where(~died & ~past, n, 0)),
    }
    curve = landmarks(table, [horizon], conf_type=conf_type, level=level).frame
    risk = {"estimate": 1 - curve["estimate"], "conf_low": 1 - curve["conf_high"]}
    return pd.DataFrame(
        {
            "value": list(table.groups),
            **{name: found.astype(int) for name, found in counts.items()},
            **{name: values.to_numpy() for name, values in risk.items()},
            "conf_high": 1 - curve["conf_low"].to_numpy(),
        }
    )
