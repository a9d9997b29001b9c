"""Predicted against observed: the risk that a band or group was given, and what Kaplan-Meier found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.calibration.influence import FEW_EVENTS
from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import landmarks, normal_quantile
from analysis.survival.risk_set import risk_sets

ALL = "all"
_PREDICTED = ("band", "horizon", "predicted", "basis", "note")


@dataclass(frozen=True, eq=False)
class ObservedExpected:
    """Observed and predicted risk, and their ratio O/E, at each horizon over all patients and by band.

    `frame` has the columns band ("all" first), horizon (in `unit`), n, n_risk (just before the horizon),
    events (up to it), predicted, basis (what the prediction rests on), observed, std_error, conf_low,
    conf_high (of observed), oe, oe_std_error, oe_conf_low, oe_conf_high and note. Where O/E or a limit is
    missing the note says why; elsewhere it warns or is empty.
    """

    frame: pd.DataFrame
    unit: str
    conf_type: str
    level: float


def observed_expected(
    table: EventTable, predictions: pd.DataFrame, *, conf_type: str = "log-log", level: float = 0.95
) -> ObservedExpected:
    """Compare the risk predicted by each horizon with the one observed, by band and over all patients.

    The table has one stratum or none; its groups are the bands of `predictions` (columns band, horizon,
    predicted, basis, note, as `score_predictions` and `risk_predictions` make them). Observed is 1 − S(t)
    with the interval of the survival curve. O/E is observed over predicted; over all patients it is 1 − S(t)
    of all together over their mean predicted risk, which is missing where a band with patients predicts
    none. Its interval is symmetric on the log scale, with Greenwood's variance of observed, and predicted
    taken as known. Kinds of event other than the first are censored. A group without a prediction's row, or
    a predicted risk outside 0 to 1, is a DataError. Source: Debray et al. 2019,
    doi:10.1177/0962280218785504.

    >>> from analysis.calibration.predictions import risk_predictions
    >>> from analysis.survival.event_table import count_events
    >>> frame = pd.DataFrame({"t": [1, 2, 3, 4], "dead": [1, 1, 0, 1], "risk": ["0.4"] * 4})
    >>> predicted = risk_predictions(["0.4"], [0.4], 2)
    >>> observed_expected(count_events(frame, "t", "dead", ["risk"]), predicted).frame["oe"].tolist()
    [1.25, 1.25]
    """
    _check(table, predictions)
    horizons = sorted(set(predictions["horizon"]))
    sizes = {group.group: group.n for group in risk_sets(table)}
    bands = predictions[list(_PREDICTED)].assign(n=predictions["band"].map(sizes).fillna(0).astype(int))
    tables, predicted = [table], bands
    if table.strata:
        everyone = [_over_all(part) for _, part in bands.groupby("horizon")]
        tables, predicted = [table.margin(), table], pd.concat([pd.DataFrame(everyone), bands])
    curves = pd.concat([landmarks(t, horizons, conf_type=conf_type, level=level).frame for t in tables])
    frame = predicted.merge(_observed(curves), on=["band", "horizon"], how="left")
    frame[["n_risk", "events"]] = frame[["n_risk", "events"]].fillna(0).astype(int)
    ratios = _ratios(frame, level)
    notes = [_note(line, table.unit) for line in ratios.to_dict("records")]
    return ObservedExpected(ratios.assign(note=notes)[_COLUMNS], table.unit, conf_type, level)


_COLUMNS = [
    *("band", "horizon", "n", "n_risk", "events", "predicted", "basis"),
    *("observed", "std_error", "conf_low", "conf_high"),
    *("oe", "oe_std_error", "oe_conf_low", "oe_conf_high", "note"),
]


def _check(table: EventTable, predictions: pd.DataFrame) -> None:
    unknown = set(table.groups) - set(predictions["band"])
    if unknown:
        raise DataError(f"Nothing is said of what is predicted for {', '.join(sorted(unknown))}.")
    incomplete = predictions["band"].nunique() * predictions["horizon"].nunique() != len(predictions)
    if incomplete:
        raise DataError("Predictions need one row for each band at each horizon; predicted may be missing.")
    risk = predictions["predicted"]
    wrong = predictions[(risk < 0) | (risk > 1)]
    if len(wrong):
        raise DataError(
            f"{len(wrong)} of {len(predictions)} predicted risks lie outside 0 to 1, such as "
            f"{wrong['predicted'].iloc[0]:g} for {wrong['band'].iloc[0]}: give proportions."
        )


def _over_all(bands: pd.DataFrame) -> dict[str, Any]:
    """Return the prediction for all patients at one horizon: the mean over the bands that hold any."""
    held = bands[bands["n"] > 0]
    silent = held.loc[held["predicted"].isna(), "band"]
    mean = float(np.average(held["predicted"], weights=held["n"]))
    return {
        "band": ALL,
        "horizon": bands["horizon"].iloc[0],
        "predicted": mean,
        "basis": " and ".join(sorted(set(held["basis"]) - {""})) if silent.empty else "",
        "note": "" if silent.empty else f"nothing is predicted for {', '.join(silent)}",
        "n": int(held["n"].sum()),
    }


def _observed(curves: pd.DataFrame) -> pd.DataFrame:
    """Return landmarks of survival as risks of dying."""
    return pd.DataFrame(
        {
            "band": curves["group"],
            "horizon": curves["time"],
            "n_risk": curves["n_risk"],
            "events": curves["n_event"],
            "observed": 1 - curves["estimate"],
            "std_error": curves["std_error"],
            "conf_low": 1 - curves["conf_high"],
            "conf_high": 1 - curves["conf_low"],
        }
    )


def _ratios(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return the frame with O/E, its standard error and its limits, which are symmetric on the log scale."""
    ratio = frame["observed"] / frame["predicted"].where(frame["predicted"] > 0)
    error = frame["std_error"] / frame["observed"].where(frame["observed"] > 0)
    error = error.where(ratio.notna())
    reach = np.exp(normal_quantile(level) * error)
    limits = {"oe_conf_low": ratio / reach, "oe_conf_high": ratio * reach}
    return frame.assign(oe=ratio, oe_std_error=ratio * error, **limits)


def _note(line: Mapping[Any, Any], unit: str) -> str:
    """Return why O/E or its interval is missing, or a warning that it rests on few events."""
    where = f"{'all patients' if line['band'] == ALL else line['band']} at {line['horizon']:g} {unit}"
    if line["n"] == 0:
        return f"Nothing was observed of {line['band']}: no patient is in it."
    if np.isnan(line["observed"]):
        return f"The observed risk of {where} is not given: follow-up ended before."
    if np.isnan(line["predicted"]):
        return f"O/E of {where} is not given: {line['note']}."
    if line["predicted"] == 0:
        return f"O/E of {where} is not given: the risk predicted is 0."
    if line["events"] == 0:
        return f"O/E of {where} has no interval: no one had the event by then."
    if np.isnan(line["oe_std_error"]):
        return f"O/E of {where} has no interval: everyone had had the event by then."
    if line["events"] < FEW_EVENTS:
        return f"O/E of {where} rests on fewer than {FEW_EVENTS} events."
    return ""
