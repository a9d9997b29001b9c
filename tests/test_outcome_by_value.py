"""The outcome by value of a score counts every patient once."""

import pandas as pd
import pytest

from analysis.calibration.outcome_by_value import outcome_by_value
from analysis.errors import DataError
from analysis.survival.event_table import count_events

# By hand, horizon 6: of value 1 one dies at 6, one is censored at 6, one lives to 9;
# of value 2 two die at 2 and 3; of value 3 nobody is followed to 6.
ROWS = pd.DataFrame(
    {"t": [6, 6, 9, 2, 3, 4], "dead": [1, 0, 0, 1, 1, 0], "points": [1, 1, 1, 2, 2, 3]},
)


def test_each_patient_is_counted_once():
    """Event by the horizon, followed past it, or left before it is known."""
    found = outcome_by_value(count_events(ROWS, "t", "dead", ["points"]), 6)
    assert found[["value", "n_event", "n_alive", "n_censor"]].values.tolist() == [
        ["1", 1, 1, 1],
        ["2", 2, 0, 0],
        ["3", 0, 0, 1],
    ]
    assert found["estimate"].iloc[0] == pytest.approx(1 / 3)
    assert found["estimate"].iloc[1] == 1
    assert found["estimate"].isna().tolist() == [False, False, True]


def test_a_horizon_is_a_time():
    """Time 0 is refused."""
    with pytest.raises(DataError, match="after 0"):
        outcome_by_value(count_events(ROWS, "t", "dead", ["points"]), 0)
