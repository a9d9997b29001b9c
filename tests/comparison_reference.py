"""What R says of the public data sets, and groups written as a line of times, + for censored."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.survival.event_table import EventTable, count_events

REFERENCE = Path(__file__).parent / "reference"
EVENT = {"pbc": 2}
"""The status that is the event, where it isn't 1."""


def from_r(name: str) -> pd.DataFrame:
    """What tests/reference/comparison.R wrote; groups are text, as we name them."""
    text = dict.fromkeys(["group", "group_1", "group_2"], str)
    path = REFERENCE / f"comparison_{name}.csv"
    return pd.read_csv(path, float_precision="round_trip", keep_default_na=False, na_values=[""], dtype=text)


@cache
def data(dataset: str) -> pd.DataFrame:
    frame = pd.read_csv(REFERENCE / "datasets" / f"{dataset}.csv")
    return frame.assign(dead=frame["status"] == EVENT.get(dataset, 1))


def counted(dataset: str, *by: str) -> EventTable:
    return count_events(data(dataset), "time", "dead", by)


def cases(name: str, *keys: str) -> list[tuple[tuple[str, ...], pd.DataFrame]]:
    frame = from_r(name)
    return [(key, rows) for key, rows in frame.fillna({"stratified_by": ""}).groupby(list(keys))]


def name_of(parameter: object) -> str:
    return "-".join(map(str, parameter)) if isinstance(parameter, tuple) else "r"


def near(found, expected) -> bool:
    """Equal to a relative 1e-8, down to rounding; missing only where R's is missing."""
    return np.asarray(found, dtype=float) == pytest.approx(
        np.asarray(expected, dtype=float), rel=1e-8, abs=1e-13, nan_ok=True
    )


def rows(**groups: str) -> pd.DataFrame:
    found = [
        (float(word.rstrip("+")), not word.endswith("+"), group)
        for group, text in groups.items()
        for word in text.split()
    ]
    return pd.DataFrame(found, columns=["t", "e", "g"])


def table(**groups: str) -> EventTable:
    return count_events(rows(**groups), "t", "e", ["g"])
