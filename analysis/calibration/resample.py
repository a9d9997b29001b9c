"""Seeded bootstrap of an event table: patients drawn anew as a multinomial over the non-empty cells."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.calibration.influence import Metrics
from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import normal_quantile
from analysis.survival.risk_set import Floats

LEAST_RUNS = 100


def bootstrap(
    table: EventTable,
    statistic: Callable[[EventTable], Metrics],
    *,
    runs: int = 2000,
    seed: int,
    level: float = 0.95,
) -> Metrics:
    """Return the metrics of a table with percentile limits from patients drawn with replacement.

    `statistic` makes Metrics of a table, such as `lambda t: harrell_c(t, higher_is="worse")`. Each run draws
    as many patients as there are, with replacement, which is a multinomial draw over the cells, and
    estimates everything anew, the weights included. std_error is the standard deviation over the runs. A run
    in which a metric can't be had is left out of it, and the note says how many. The same seed gives the
    same result; `method` names both. Fewer than 100 runs are a DataError.

    >>> import pandas as pd
    >>> from analysis.calibration.concordance import harrell_c
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": range(9), "dead": 1, "points": [3, 4, 3, 2, 1, 2, 2, 1, 0]})
    >>> table = count_events(frame, "t", "dead", ["points"])
    >>> found = bootstrap(table, lambda t: harrell_c(t, higher_is="worse"), runs=100, seed=1)
    >>> found.method
    'bootstrap, 100 runs, seed 1'
    """
    if runs < LEAST_RUNS:
        raise DataError(f"A bootstrap takes at least {LEAST_RUNS} runs, and found {runs}.")
    normal_quantile(level)  # refuses a level that is none
    found = statistic(table)
    drawn = np.stack([statistic(sample).frame["estimate"] for sample in _samples(table, runs, seed)], axis=1)
    spread = pd.DataFrame([_spread(values[np.isfinite(values)], level) for values in drawn])
    given = found.frame["estimate"].notna()
    lost = [
        _lost(int(np.isnan(v).sum()), runs) if known else "" for v, known in zip(drawn, given, strict=True)
    ]
    notes = [" ".join(filter(None, both)) for both in zip(found.frame["note"], lost, strict=True)]
    frame = found.frame.assign(**spread, note=notes)
    return replace(found, frame=frame, level=level, method=f"bootstrap, {runs} runs, seed {seed}")


def _spread(values: Floats, level: float) -> dict[str, float]:
    if len(values) < 2:
        return dict.fromkeys(("std_error", "conf_low", "conf_high"), np.nan)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return {"std_error": float(values.std(ddof=1)), "conf_low": float(low), "conf_high": float(high)}


def _lost(n: int, runs: int) -> str:
    return f"{n} of {runs} bootstrap runs could not give it and are left out." if n else ""


def _samples(table: EventTable, runs: int, seed: int) -> Iterator[EventTable]:
    draw = np.random.default_rng(seed)
    n = table.counts["n"].to_numpy()
    for _ in range(runs):
        drawn = draw.multinomial(table.n, n / table.n)
        kept = drawn > 0
        yield replace(table, counts=table.counts[kept].assign(n=drawn[kept]).reset_index(drop=True))
