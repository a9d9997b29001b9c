"""The axis of a forest plot: it holds every estimate, and of endless intervals no more than is legible."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.ticker import MaxNLocator

LINEAR, LOG = "linear", "log"
Limits = tuple[float | None, float | None]

_SLACK = 4.0
"""How many times as far as the furthest estimate an interval is shown, on the logarithmic axis."""
_FURTHEST = 100.0
"""How many times as far from no effect, or from the middle, an estimate is shown, on the logarithmic axis."""
_MARKS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0))
_FEWEST, _MOST = 3, 7
_WAYS: Mapping[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    LINEAR: (float, float),
    LOG: (math.log10, lambda x: 10.0**x),
}
"""Scale → the way to the place on the axis, and back."""


@dataclass(frozen=True)
class ForestAxis:
    """The range that is shown, where it is marked, its scale, and which value means no effect."""

    low: float
    high: float
    marks: tuple[float, ...]
    scale: str
    no_effect: float | None

    def holds(self, value: float) -> bool:
        """Return whether a value is there and lies on the axis."""
        return self.low <= value <= self.high


def forest_axis(
    points: Sequence[float],
    ends: Sequence[float],
    *,
    scale: str = LINEAR,
    no_effect: float | None = None,
    limits: Limits = (None, None),
) -> ForestAxis:
    """Return the axis for estimates and for the ends of their intervals; what is missing doesn't count.

    All points lie on it, unless one is 100 times as far from no effect as is usual; ends lie on it up to the
    width of the points beyond them (up to 4 times on the logarithmic scale). limits: never gone beyond.

    >>> axis = forest_axis([0.5, 2.0], [0.3, float("inf")], scale=LOG, no_effect=1)
    >>> axis.holds(0.3), axis.holds(2), axis.holds(20), axis.marks
    (True, True, False, (0.5, 1.0, 2.0))
    """
    there, back = _WAYS[scale]
    placed = [there(x) for x in points if _has_place(x, scale)]
    middle = float(np.median(placed or [0.0])) if no_effect is None else there(no_effect)
    furthest = math.log10(_FURTHEST) if scale == LOG else math.inf
    placed = [middle, *(min(max(x, middle - furthest), middle + furthest) for x in placed)]
    least, most = min(placed), max(placed)
    reach = math.log10(_SLACK) if scale == LOG else max(most - least, abs(middle)) or 1.0
    placed += [min(max(there(x), least - reach), most + reach) for x in ends if _has_place(x, scale)]
    pad = 0.04 * (max(placed) - min(placed)) or 0.5 * reach
    low, high = back(min(placed) - pad), back(max(placed) + pad)
    low, high = max(low, _or(limits[0], -math.inf)), min(high, _or(limits[1], math.inf))
    return ForestAxis(low, high, _marks(low, high, scale), scale, no_effect)


def _has_place(value: float, scale: str) -> bool:
    return math.isfinite(value) and (value > 0 or scale == LINEAR)


def _or(value: float | None, other: float) -> float:
    return other if value is None else value


def _marks(low: float, high: float, scale: str) -> tuple[float, ...]:
    """Return round numbers, three to seven where the range allows it."""
    if scale == LOG:
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        for steps in _MARKS:
            marks = [float(f"{step}e{k}") for k in decades for step in steps]
            inside = tuple(mark for mark in marks if low <= mark <= high)
            if _FEWEST <= len(inside) <= _MOST:
                return inside
    found = MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return tuple(round(float(x), 12) for x in found if low - slack <= x <= high + slack)
