"""The data sets on which calibration is compared with R, and what R says of them."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.survival.event_table import EventTable, count_events

REFERENCE = Path(__file__).parent / "reference"
GROUP_OF = {
    "lung": "ph.ecog",
    "veteran": "trt",
    "colon": "rx",
    "pbc": "stage",
    "gbsg": "grade",
    "mgus2": "sex",
}
"""Data set → the column whose groups R was asked about."""


@cache
def months(name: str) -> pd.DataFrame:
    """A data set as calibration.R reads it: time in whole months, status, group and age."""
    rows = pd.read_csv(REFERENCE / "datasets" / f"{name}.csv")
    time = rows["time"] if name == "mgus2" else np.ceil(rows["time"] / 30.4375)
    status = rows["status"] == (2 if name in ("pbc", "mgus2") else 1)
    group = rows[GROUP_OF[name]]
    if pd.api.types.is_float_dtype(group):
        group = group.map(lambda level: f"{level:g}", na_action="ignore")
    frame = pd.DataFrame({"time": time, "status": status, "group": group, "age": rows["age"]})
    return frame.dropna().reset_index(drop=True).astype({"group": str})


def by_group(name: str) -> EventTable:
    """The event table of a data set by its groups, in months."""
    return count_events(months(name), "time", "status", ["group"], unit="months")


@cache
def from_r(what: str) -> pd.DataFrame:
    """What calibration.R found of one kind: columns data, group, horizon, name and value."""
    found = pd.read_csv(REFERENCE / "calibration.csv", dtype={"group": str}, float_precision="round_trip")
    return found[found["what"] == what].drop(columns="what").reset_index(drop=True)


def rows_of(text: str, **columns: object) -> pd.DataFrame:
    """Patients from times such as "3 5+ 6", where + is censored, with columns of one value each."""
    words = text.split()
    times = {"t": [float(word.rstrip("+")) for word in words], "dead": ["+" not in word for word in words]}
    return pd.DataFrame({**times, **columns})
