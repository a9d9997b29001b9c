"""Efron's partial likelihood on counts: its value, score and information, and where it is largest."""

from dataclasses import dataclass

import numpy as np

from analysis.survival.cox_design import Design
from analysis.survival.risk_set import Floats

MOST_STEPS = 100
_DONE = 1e-12
"""Newton's last step promises no more than this of log-likelihood; the error after it is about its square."""
_FLAT, _MOVING = 1e-6, 1e-4
"""Where the log-likelihood rises by less than the first while a coefficient, per standard deviation, moves on
by more than the second and hardly slower than before, it has its maximum at infinity."""
_FARTHEST = 5.0
"""How far one step may move a log hazard: beyond, nothing but rounding may be left to tell where to go."""


@dataclass(frozen=True, eq=False)
class PartialLikelihood:
    """Efron's log partial likelihood at some coefficients, per standard deviation, with its derivatives.

    `scores` is the first derivative, moments × columns. `hazard` is each profile's relative hazard;
    `at_risk` and `dying` are the covariates summed with it over those at risk and those with the event,
    moments × columns; `sums` are five sums over the tied events of each moment, see `_tie_sums`.
    """

    design: Design
    coefficients: Floats
    value: float
    scores: Floats
    hazard: Floats
    at_risk: Floats
    dying: Floats
    sums: Floats

    def score(self, weight: Floats | float = 1.0) -> Floats:
        """Return the first derivative, each moment weighted."""
        found: Floats = (self.scores.T * weight).sum(axis=1)
        return found

    def information(self, weight: Floats | float = 1.0) -> Floats:
        """Return minus the second derivative, each moment weighted: columns × columns.

        The sum over moments of the second moments of those at risk is taken profile by profile: each
        counts with the hazard that has gathered by the moment at which it leaves.
        """
        design, (a0, a1, b0, b1, b2) = self.design, self.sums * weight
        gathered = design.leaving.T @ within_strata(a0, design.ends) - design.events.T @ a1
        second = design.values.T @ ((self.hazard * gathered)[:, None] * design.values)
        crossed = (self.at_risk.T * b1) @ self.dying
        squares = (self.at_risk.T * b0) @ self.at_risk + (self.dying.T * b2) @ self.dying
        found: Floats = second - squares + crossed + crossed.T
        return found

    def covariance(self) -> Floats:
        """Return the covariance of the coefficients, the inverse of the information."""
        found: Floats = np.asarray(np.linalg.inv(self.information()), dtype=float)
        return found

    def newton_step(self) -> Floats:
        """Return the step to the maximum of the parabola that fits here; LinAlgError where none does."""
        with np.errstate(invalid="ignore", over="ignore"):
            step: Floats = np.asarray(np.linalg.solve(self.information(), self.score()), dtype=float)
        if not np.isfinite(step).all():
            raise np.linalg.LinAlgError("the hazards of those at risk are too far apart to be summed")
        return step


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where a search for the largest likelihood ended, after so many steps of Newton's.

    `found` is False where it has no maximum or the search did not come to rest; `endless` then marks the
    coefficients that grow without bound.
    """

    likelihood: PartialLikelihood
    iterations: int
    found: bool
    endless: "np.ndarray[tuple[int], np.dtype[np.bool_]]"


def partial_likelihood(design: Design, coefficients: Floats) -> PartialLikelihood:
    """Return Efron's log partial likelihood of a design with events, in O(cells × columns).

    Of d events at one moment the k-th, k from 0, is compared with all at risk less k/d of the d. Counts
    enter as so many patients, never as weights, which would change the ties. Source: Efron 1977,
    doi:10.1080/01621459.1977.10480613.
    """
    predictor = design.values @ coefficients
    predictor = predictor - predictor.max(initial=0)
    hazard = np.exp(predictor)
    weighted = np.column_stack([hazard, hazard[:, None] * design.values])
    leaving, dying = design.leaving @ weighted, design.events @ weighted
    at_risk = within_strata(leaving[::-1], len(leaving) - 1 - design.starts[::-1])[::-1]
    denominators, sums = _tie_sums(design, at_risk[:, 0], dying[:, 0])
    expected = at_risk[:, 1:].T * sums[0] - dying[:, 1:].T * sums[1]
    value = float((design.events @ predictor).sum()) - denominators
    scores = design.events @ design.values - expected.T
    return PartialLikelihood(design, coefficients, value, scores, hazard, at_risk[:, 1:], dying[:, 1:], sums)


def _tie_sums(design: Design, at_risk: Floats, dying: Floats) -> tuple[float, Floats]:
    """Return the sum of log D, and by moment the sums of 1/D, l/D, 1/D², l/D² and l²/D².

    l = k/d is the share of the moment's events passed, and D the hazard of those still compared: at risk
    less l times dying. That gives the sums with l from those without.
    """
    tied, first = design.tied, design.first_event
    left = np.repeat(at_risk, tied) - design.share_passed * np.repeat(dying, tied)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        inverse = 1 / left
        a0, b0 = np.add.reduceat(inverse, first), np.add.reduceat(inverse**2, first)
        a1 = (at_risk * a0 - tied) / dying
        b1 = (at_risk * b0 - a0) / dying
        b2 = (at_risk * b1 - a1) / dying
        return float(np.log(left).sum()), np.stack([a0, a1, b0, b1, b2])


def within_strata(values: Floats, ends: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Floats:
    """Return running totals along the moments that start again after each stratum's last moment."""
    parts = np.split(values, ends[:-1] + 1) if len(ends) > 1 else [values]
    return np.concatenate([part.cumsum(axis=0) for part in parts])


def maximise(start: PartialLikelihood) -> Maximum:
    """Return the maximum of the partial likelihood by Newton's method, steps halved until they climb."""
    at, before = start, np.zeros(len(start.coefficients))
    for iteration in range(1, MOST_STEPS + 1):
        try:
            step = _shortened(at.design, at.newton_step())
        except np.linalg.LinAlgError:  # flat to the last digit along the way that it went
            return Maximum(at, iteration, found=False, endless=np.abs(before) > _MOVING)
        promised = abs(float(at.score() @ step))
        moving = np.abs(step) > _MOVING
        endless = moving & (np.abs(step) > np.abs(before) / 2)
        if iteration > 1 and promised < _FLAT and endless.any():
            return Maximum(at, iteration, found=False, endless=endless)
        at = _climb(at, step)
        if promised < _DONE and not moving.any():
            return Maximum(at, iteration, found=True, endless=moving)
        before = step
    return Maximum(at, MOST_STEPS, found=False, endless=np.zeros(len(before), dtype=bool))


def _shortened(design: Design, step: Floats) -> Floats:
    """Return a step, or the part of it that moves no log hazard too far."""
    reach = float(np.abs(design.values @ step).max(initial=0))
    return step if reach <= _FARTHEST else step * (_FARTHEST / reach)


def _climb(at: PartialLikelihood, step: Floats) -> PartialLikelihood:
    """Take a step, or the first half, quarter … of it that doesn't lower the likelihood."""
    rounding = 1e-12 * abs(at.value)
    for _ in range(40):
        reached = partial_likelihood(at.design, at.coefficients + step)
        if reached.value >= at.value - rounding:
            return reached
        step = step / 2
    return at
