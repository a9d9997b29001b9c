"""Whether a metric differs between groups of patients, or changes over time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import narwhals as nw
import numpy as np
import pandas as pd
from scipy.special import chdtrc, expit, logit

from analysis.calibration.bands import subtables
from analysis.cohort import Cohort
from analysis.dictionary import Level, Variable
from analysis.errors import DataError
from analysis.survival.event_table import EventTable
from analysis.survival.kaplan_meier import normal_quantile
from analysis.survival.risk_set import Floats

PERIOD = "calendar_period"
IDENTITY, LOG, LOGIT = "identity", "log", "logit"
Scale = tuple[Callable[[Floats], Floats], Callable[[Floats], Floats], Callable[[Floats], Floats]]
_SCALES: dict[str, Scale] = {
    IDENTITY: (lambda y: y, lambda y: y, np.ones_like),
    LOG: (np.log, np.exp, lambda y: 1 / y),
    LOGIT: (logit, expit, lambda y: 1 / (y * (1 - y))),
}
"""There, back, and the derivative of the way there."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Estimates of independent groups beside each other, and tests of whether they differ.

    `frame` has the columns group, estimate, std_error, conf_low, conf_high and weight (its share of the
    pooled estimate), and `pooled` is one such row. `tests` has the columns test, statistic, df, p_value.
    `scale` is that on which they are compared. `not_tested` says in a sentence what is missing and why.
    """

    frame: pd.DataFrame
    pooled: pd.DataFrame
    tests: pd.DataFrame
    scale: str
    level: float
    not_tested: str = ""


def by_subgroup(
    table: EventTable, stratum: str, measure: Callable[[EventTable], pd.DataFrame]
) -> pd.DataFrame:
    """Return a measure's frame for each level of a stratum, one below the other, with the column group.

    `measure` takes the table of a group's patients by the other strata. Where these do not allow it at all,
    a DataError, the level has one row, in which only `note` is there and says why. A stratum that the table
    lacks is a DataError.

    >>> from analysis.survival.event_table import count_events
    >>> rows = pd.DataFrame({"t": [1, 2, 3], "dead": 1, "centre": ["a", "a", "b"]})
    >>> table = count_events(rows, "t", "dead", ["centre"])
    >>> by_subgroup(table, "centre", lambda part: pd.DataFrame({"n": [part.n]})).values.tolist()
    [['a', 2], ['b', 1]]
    """
    frames = []
    for level, part in subtables(table, stratum).items():
        try:
            found = measure(part)
        except DataError as error:
            found = pd.DataFrame({"note": [str(error)]})
        frames.append(pd.concat({level: found}, names=["group"]).reset_index("group"))
    return pd.concat(frames, ignore_index=True)


def compare_estimates(
    estimates: pd.DataFrame,
    *,
    scale: str = IDENTITY,
    trend: Sequence[float] | None = None,
    level: float = 0.95,
) -> Comparison:
    """Test whether estimates of independent groups differ, and whether they rise or fall.

    estimates: columns group, estimate and std_error (of the estimate itself), one row a group.
    scale: "log" for ratios such as O/E, "logit" for proportions and C, or "identity"; standard errors go to
    it by the delta method. Groups are pooled with weights of inverse variance; Cochran's Q, the weighted
    sum of squared distances from the pooled estimate, is χ² with one degree of freedom less than groups; for
    two groups it is the square of the z test of their difference. `trend` is one number a group, such as
    the rank of a period: the slope of the weighted regression on it is tested too, χ² with one degree of
    freedom. Groups without an estimate or an error above 0 are left out, and named. An unknown scale, or a
    trend of another length, is a DataError. Source: Cochran 1954, doi:10.2307/3001666.

    >>> two = pd.DataFrame({"group": ["a", "b"], "estimate": [0.7, 0.6], "std_error": [0.03, 0.04]})
    >>> compare_estimates(two).tests[["statistic", "df"]].round(6).values.tolist()
    [[4.0, 1.0]]
    """
    if scale not in _SCALES:
        raise DataError(f"Estimates are compared on the scale {', '.join(_SCALES)}, and found {scale!r}.")
    order = range(len(estimates)) if trend is None else trend
    if len(order) != len(estimates):
        raise DataError(f"A trend needs one number for each of {len(estimates)} groups: found {len(order)}.")
    there, back, derivative = _SCALES[scale]
    value, error = (estimates[name].to_numpy(float) for name in ("estimate", "std_error"))
    with np.errstate(divide="ignore", invalid="ignore"):  # a proportion of 0 or 1 has no log odds
        moved, spread = there(value), error * derivative(value)
    usable = np.isfinite(moved) & np.isfinite(spread) & (spread > 0)
    y, weight = moved[usable], 1 / spread[usable] ** 2
    z = normal_quantile(level)
    frame = estimates[["group", "estimate", "std_error"]].assign(
        conf_low=back(moved - z * spread), conf_high=back(moved + z * spread), weight=0.0
    )
    frame.loc[usable, "weight"] = weight / weight.sum()
    left_out = list(estimates["group"][~usable])
    tests = _tests(y, weight, None if trend is None else np.asarray(trend, dtype=float)[usable])
    pooled = _pooled(y, weight, z, _SCALES[scale])
    return Comparison(frame, pooled, tests, scale, level, _not_tested(left_out, int(usable.sum())))


def _pooled(y: Floats, weight: Floats, z: float, scale: Scale) -> pd.DataFrame:
    """Return the mean weighted by inverse variance as one row, missing without groups."""
    _, back, derivative = scale
    middle = weight @ y / weight.sum() if len(y) else np.nan
    error = 1 / np.sqrt(weight.sum()) if len(y) else np.nan
    estimate, low, high = (back(np.array([x])) for x in (middle, middle - z * error, middle + z * error))
    found = {"estimate": estimate, "std_error": error / derivative(estimate)}
    return pd.DataFrame({"group": "pooled", **found, "conf_low": low, "conf_high": high})


def _tests(y: Floats, weight: Floats, trend: Floats | None) -> pd.DataFrame:
    """Return Cochran's Q and the test for trend; none for fewer than two groups."""
    rows = []
    if len(y) > 1:
        q = float(weight @ (y - weight @ y / weight.sum()) ** 2)
        rows.append(("heterogeneity", q, len(y) - 1))
    if trend is not None and len(np.unique(trend)) > 1:
        distance = trend - weight @ trend / weight.sum()
        rows.append(("trend", float((weight * distance) @ y) ** 2 / float(weight @ distance**2), 1))
    frame = pd.DataFrame(rows, columns=["test", "statistic", "df"])
    return frame.assign(p_value=chdtrc(frame["df"].astype(float), frame["statistic"].astype(float)))


def _not_tested(left_out: Sequence[str], used: int) -> str:
    sentences = []
    if left_out:
        sentences.append(f"Left out for want of an estimate with an error: {', '.join(left_out)}.")
    if used < 2:
        sentences.append(f"No difference is tested: {used} group{'s' * (used != 1)} can be compared.")
    return " ".join(sentences)


def with_period(cohort: Cohort, when: str, first_years: Sequence[int]) -> Cohort:
    """Return the cohort with the calendar period of a date, an ordered variable to stratify by.

    `when` is a date column, such as the origin of survival; `first_years` are the years with which a new
    period begins: [2010, 2015] makes "before 2010", "2010-2014" and "from 2015". A missing date has no
    period. Runs where the rows are. A column that is no date, or no year, is a DataError.
    """
    column = cohort.column(when)
    if column not in cohort.dictionary or cohort.dictionary[column].kind != "date":
        raise DataError(f"The column {when!r} holds no dates, so it makes no calendar period: name a date.")
    years = sorted(set(first_years))
    if not years or not all(1 <= year <= 9999 for year in years):
        raise DataError(f"Calendar periods begin with years such as 2010, at least one: found {first_years}.")
    levels = _periods(years)
    known = ~nw.col(column).is_null()
    period: nw.Expr = nw.when(known).then(nw.lit(levels[0].key))
    for level, year in zip(levels[1:], years, strict=True):
        begun = nw.col(column) >= (date(year, 1, 1) - date(1970, 1, 1)).days
        period = nw.when(begun).then(nw.lit(level.key)).otherwise(period)
    frame = nw.from_native(cohort.frame).with_columns(period.alias(PERIOD)).to_native()
    labels = {"en": "Calendar period", "tr": "Dönem", "zh": "时期"}
    variable = Variable(PERIOD, "level", labels, levels=levels, ordered=True)
    return replace(cohort, frame=frame, dictionary=cohort.dictionary.with_variables((variable,)))


def _periods(years: Sequence[int]) -> tuple[Level, ...]:
    first, last = years[0], years[-1]
    inner = [f"{a}-{b - 1}" if b - a > 1 else f"{a}" for a, b in pairwise(years)]
    return (
        Level(f"before {first}", {"en": f"before {first}", "tr": f"{first} öncesi", "zh": f"{first}年前"}),
        *(Level(name, {"en": name, "tr": name, "zh": f"{name}年"}) for name in inner),
        Level(f"from {last}", {"en": f"from {last}", "tr": f"{last} ve sonrası", "zh": f"{last}年起"}),
    )
