"""How often the treatment given was the one that a text states: agreement of treatment and indication.

For retrospective description only: that a treatment wasn't the stated one says nothing of its being wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan, sqrt
from typing import Any

import numpy as np
import pandas as pd

from analysis.calibration.accuracy import wilson_interval
from analysis.calibration.raters import RatedPairs, cohen_kappa
from analysis.indications.definition import Rule
from analysis.indications.evaluate import Findings
from analysis.indications.judge import CANNOT_BE_TOLD, CONTRAINDICATED, MET, NOT_MET

MEASURES = ("met_of_given", "given_of_met", "given_of_contraindicated", "agreement", "kappa")
COLUMNS = (
    "rule",
    "measure",
    "numerator",
    "denominator",
    "estimate",
    "std_error",
    "conf_low",
    "conf_high",
    "n_missing",
    "note",
)


@dataclass(frozen=True, eq=False)
class Adherence:
    """Agreement of the treatment given with each rule's verdict, at a level of confidence.

    `frame` is long: rule, measure (of MEASURES), numerator, denominator, estimate, std_error, conf_low,
    conf_high, n_missing and note, which says why a number is missing or how it misleads.
    """

    frame: pd.DataFrame
    level: float


def adherence(findings: Findings, *, level: float = 0.95) -> Adherence:
    """Return how treatment given and stated indication agree, rule by rule.

    Of those given the treatment, how many had met the indication; of those who had met it, and of those with
    a contraindication, how many were given it; the proportion in whom the two agree, taking "not met" and
    "contraindicated" together as not indicated; and Cohen's kappa. Proportions have Wilson's limits.
    `n_missing` are the patients concerned of whom the verdict can't be told or the treatment isn't known.
    A rule for which the registry has no value of treatment has no rows.

    >>> from analysis.indications.rules import RULES
    >>> nobody = pd.DataFrame({"rule": [], "verdict": [], "given": []})
    >>> adherence(Findings(nobody, RULES[:1], 0)).frame["note"][0]
    'met_of_given is not given: no patient counts for it.'
    """
    rows = [row for rule in findings.rules if rule.given for row in _measures(rule, findings.of(rule), level)]
    return Adherence(pd.DataFrame(rows, columns=list(COLUMNS)), level)


def _measures(rule: Rule, found: pd.DataFrame, level: float) -> Iterator[dict[str, Any]]:
    counts = found.groupby(["verdict", "given"], observed=True, dropna=False).size()

    def n(verdicts: tuple[str, ...], *given: str) -> int:
        return sum(int(counts.get((verdict, answer), 0)) for verdict in verdicts for answer in given)

    against, told = (NOT_MET, CONTRAINDICATED), (MET, NOT_MET, CONTRAINDICATED)
    given = n(told, "yes")
    unknown = {v: int((found["verdict"] == v).sum()) - n((v,), "yes", "no") for v in (MET, CONTRAINDICATED)}
    shares = (
        ("met_of_given", n((MET,), "yes"), given, n((CANNOT_BE_TOLD,), "yes")),
        ("given_of_met", n((MET,), "yes"), n((MET,), "yes", "no"), unknown[MET]),
        (
            "given_of_contraindicated",
            n((CONTRAINDICATED,), "yes"),
            n((CONTRAINDICATED,), "yes", "no"),
            unknown[CONTRAINDICATED],
        ),
    )
    for measure, count, of, missing in shares:
        yield _share(rule, measure, count, of, missing, level)
    table = np.array(
        [[n(against, answer) for answer in ("no", "yes")], [n((MET,), a) for a in ("no", "yes")]]
    )
    missing = len(found) - int(table.sum())
    yield _share(rule, "agreement", int(table.trace()), int(table.sum()), missing, level)
    yield _kappa(rule, RatedPairs(("no", "yes"), (0.0, 1.0), table, missing), level)


def _share(rule: Rule, measure: str, count: int, of: int, missing: int, level: float) -> dict[str, Any]:
    estimate = count / of if of else nan
    low, high = wilson_interval(count, of, level=level)
    note = "" if of else f"{measure} is not given: no patient counts for it."
    error = sqrt(estimate * (1 - estimate) / of) if of else nan
    return dict(
        zip(COLUMNS, (rule.key, measure, count, of, estimate, error, low, high, missing, note), strict=True)
    )


def _kappa(rule: Rule, pairs: RatedPairs, level: float) -> dict[str, Any]:
    """Indication is the first rater, treatment the second."""
    found = cohen_kappa(pairs, level=level)
    note = found.note.replace("The first rater", "The rule").replace("The second rater", "The treatment")
    numbers = (found.estimate, found.std_error, found.conf_low, found.conf_high, pairs.n_missing)
    return dict(
        zip(COLUMNS, (rule.key, "kappa", int(pairs.counts.trace()), pairs.n, *numbers, note), strict=True)
    )
