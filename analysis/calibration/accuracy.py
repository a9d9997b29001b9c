"""How well a cut-off of a score tells what a reference judgement says: sensitivity and its kin."""

from collections.abc import Collection
from dataclasses import dataclass
from math import nan, sqrt
from typing import Any

import pandas as pd

from analysis.calibration.raters import count_cells
from analysis.errors import DataError
from analysis.survival.kaplan_meier import normal_quantile


@dataclass(frozen=True)
class Judgements:
    """How many subjects the cut-off and the reference call positive and negative.

    `n_missing` lack the score or the reference. Two hospitals' judgements add.
    """

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int
    n_missing: int = 0

    def __post_init__(self) -> None:
        if min(vars(self).values()) < 0:
            raise DataError(f"Judgements are counts of subjects, none below 0, and found {vars(self)}.")

    def __add__(self, other: "Judgements") -> "Judgements":
        return Judgements(**{name: n + getattr(other, name) for name, n in vars(self).items()})

    @property
    def n(self) -> int:
        """The number of subjects with both judgements."""
        return self.true_positive + self.false_positive + self.false_negative + self.true_negative


@dataclass(frozen=True, eq=False)
class Accuracy:
    """Sensitivity, specificity, predictive values and prevalence of the reference's positives.

    `frame` has the columns measure, numerator, denominator, estimate, std_error, conf_low, conf_high and
    note, which is empty unless the measure can't be had. `n_missing` subjects were left out.
    """

    frame: pd.DataFrame
    n: int
    n_missing: int
    level: float


def count_judgements(
    frame: Any,
    score: str,
    reference: str,
    *,
    cut_off: float,
    higher_is: str = "worse",
    positive: Collection[str] = ("yes",),
) -> Judgements:
    """Count how a score's cut-off and a reference judge the subjects of a frame of any engine.

    Where higher is worse, a score of the cut-off or above is positive; where higher is better, one of the
    cut-off or below. The reference is positive where it has one of the levels `positive`.

    >>> frame = pd.DataFrame({"sins": [5, 7, 13, None], "unstable": ["no", "no", "yes", "yes"]})
    >>> count_judgements(frame, "sins", "unstable", cut_off=7)
    Judgements(true_positive=1, false_positive=1, false_negative=0, true_negative=1, n_missing=1)
    """
    if higher_is not in ("worse", "better"):
        raise DataError(f'A higher score is "worse" or "better", and found {higher_is!r}.')
    counts = dict.fromkeys(
        ("true_positive", "false_positive", "false_negative", "true_negative", "n_missing"), 0
    )
    for value, judgement, n in count_cells(frame, score, reference, numbers=(True, False)):
        if value is None or judgement is None:
            counts["n_missing"] += n
            continue
        called = value >= cut_off if higher_is == "worse" else value <= cut_off
        right = called == (judgement in positive)
        counts[f"{str(right).lower()}_{'positive' if called else 'negative'}"] += n
    return Judgements(**counts)


def diagnostic_accuracy(judgements: Judgements, *, level: float = 0.95) -> Accuracy:
    """Return sensitivity, specificity, predictive values and prevalence, with Wilson's limits.

    A measure whose denominator is empty is missing, and its note says so. Predictive values hold for the
    prevalence of these subjects only. The standard error is the binomial one; the limits aren't made of it.

    >>> found = diagnostic_accuracy(Judgements(9, 2, 1, 8)).frame.set_index("measure")
    >>> found["estimate"].tolist()
    [0.9, 0.8, 0.8181818181818182, 0.8888888888888888, 0.5]
    """
    tp, fp = judgements.true_positive, judgements.false_positive
    fn, tn = judgements.false_negative, judgements.true_negative
    measures = (
        ("sensitivity", tp, tp + fn, "is positive by the reference"),
        ("specificity", tn, tn + fp, "is negative by the reference"),
        ("positive predictive value", tp, tp + fp, "is positive by the cut-off"),
        ("negative predictive value", tn, tn + fn, "is negative by the cut-off"),
        ("prevalence", tp + fn, judgements.n, "has both judgements"),
    )
    rows = [_measure(*measure, level) for measure in measures]
    return Accuracy(pd.DataFrame(rows), judgements.n, judgements.n_missing, level)


def wilson_interval(count: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score limits of a proportion, without continuity correction; missing where n is 0.

    Source: Wilson EB. J Am Stat Assoc 1927;22:209-12, doi:10.1080/01621459.1927.10502953.

    >>> [round(limit, 4) for limit in wilson_interval(0, 10)]
    [0.0, 0.2775]
    """
    if not 0 <= count <= n:
        raise DataError(f"A proportion is of {n} subjects at most {n} and at least 0, and found {count}.")
    z = normal_quantile(level)
    if n == 0:
        return nan, nan
    middle = count + z**2 / 2
    half = z * sqrt(count * (n - count) / n + z**2 / 4)
    # At either end the limit is the end itself, which rounding would miss.
    low = 0.0 if count == 0 else (middle - half) / (n + z**2)
    high = 1.0 if count == n else (middle + half) / (n + z**2)
    return low, high


def _measure(name: str, count: int, n: int, who: str, level: float) -> dict[str, Any]:
    low, high = wilson_interval(count, n, level=level)
    estimate = count / n if n else nan
    return {
        "measure": name,
        "numerator": count,
        "denominator": n,
        "estimate": estimate,
        "std_error": sqrt(estimate * (1 - estimate) / n) if n else nan,
        "conf_low": low,
        "conf_high": high,
        "note": "" if n else f"The {name} is not given: no subject {who}.",
    }
