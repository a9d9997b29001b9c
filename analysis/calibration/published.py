"""What others found for a score: medians, survival and accuracies as published, beside the cohort's own."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.calibration.accuracy import Accuracy
from analysis.calibration.predictions import SAME_HORIZON, units_per_month
from analysis.calibration.recalibrated import RecalibratedTable
from analysis.calibration.windows import WindowAgreement
from analysis.cohort import DAYS_PER_MONTH
from analysis.scores.definition import Score

MEDIAN, SURVIVAL, AGREEMENT = "median", "survival", "agreement"
SENSITIVITY, SPECIFICITY = "sensitivity", "specificity"
ALL = "all"

_GONG = "Gong 2021, Chinese Journal of Spine and Spinal Cord (abstract; volume not seen)"
_ZENG = "Zeng 2007 (abstract)"
_ZOCCALI = "Zoccali C et al. Eur Spine J 2016;25(3):673-678 (abstract of the review; identifiers recalled)"
_YAMASHITA = "Yamashita T et al. Spine 2011;36(11):910-917 (as summarised by a commentary)"
_TOKUHASHI = "Tokuhashi Y et al. Spine 2005;30(19):2186-2191 (recalled)"
_FOURNEY = "Fourney DR et al. J Clin Oncol 2011;29(22):3072-3077 (as quoted by a review)"
_RADES = "Rades D et al. Cancer 2010;116(15):3670-3673"
_KATAGIRI = "Katagiri H et al. Cancer Med 2014;3(5):1359-1367"
_BAUER = "Bauer HC, Wedin R. Acta Orthop Scand 1995;66(2):143-146"


@dataclass(frozen=True)
class Finding:
    """One number that a series or review printed for a score.

    `kind` is median (in months), survival (a proportion, at `months`), agreement with the windows,
    sensitivity or specificity; `n` is the size of the whole series where that is stated, and `certainty` a
    key of `definition.CERTAINTIES`.
    """

    score: str
    kind: str
    band: str
    published: float
    source: str
    certainty: str = "C"
    n: int | None = None
    months: float | None = None


def _medians(score: str, source: str, n: int, **by_band: float) -> Iterator[Finding]:
    for band, months in by_band.items():
        yield Finding(score, MEDIAN, band, months, source, n=n)


FINDINGS: tuple[Finding, ...] = (
    *_medians("tomita_2001", _GONG, 221, **{"2-3": 34.0, "4-5": 41.0, "6-7": 16.0, "8-10": 12.0}),
    *_medians("tokuhashi_2005", _ZENG, 447, **{"0-8": 4.0, "9-11": 10.0, "12-15": 29.0}),
    *_medians("tokuhashi_2005", _GONG, 221, **{"0-8": 18.0, "9-11": 30.0, "12-15": 51.0}),
    Finding("tokuhashi_2005", AGREEMENT, ALL, 0.630, _ZOCCALI, n=1686),
    Finding("tokuhashi_2005", AGREEMENT, "0-8", 0.641, _ZOCCALI, n=1686),
    Finding("tokuhashi_2005", AGREEMENT, "9-11", 0.5532, _ZOCCALI, n=1686),
    Finding("tokuhashi_2005", AGREEMENT, "12-15", 0.7721, _ZOCCALI, n=1686),
    Finding("tokuhashi_2005", AGREEMENT, ALL, 0.79, _YAMASHITA, n=85),
    Finding("tokuhashi_2005", AGREEMENT, ALL, 0.825, _TOKUHASHI, "K", 246),
    Finding("sins_2010", SENSITIVITY, ALL, 0.957, _FOURNEY, "C2"),
    Finding("sins_2010", SPECIFICITY, ALL, 0.795, _FOURNEY, "C2"),
    *(
        Finding("rades_2008", SURVIVAL, band, share, _RADES, n=439, months=6)
        for band, share in (("20-25", 0.07), ("26-30", 0.19), ("31-35", 0.56), ("36-40", 0.73))
    ),
    *(
        Finding("katagiri_2014", SURVIVAL, ALL, share, _KATAGIRI, n=808, months=months)
        for months, share in ((6, 0.57), (12, 0.36), (24, 0.23), (36, 0.16))
    ),
    *(
        Finding("bauer_1995", SURVIVAL, ALL, share, _BAUER, n=241, months=months)
        for months, share in ((12, 0.30), (24, 0.15), (36, 0.08))
    ),
)
"""What was printed elsewhere than in a definition. Recalled medians that no text supports are not here."""


def findings(score: Score) -> tuple[Finding, ...]:
    """Return what was found for a score: the medians and survival of its own source first.

    >>> from analysis.scores import score_of
    >>> [(found.band, found.published) for found in findings(score_of("van_der_linden_2005"))]
    [('A', 3.0), ('B', 9.0), ('C', 18.7)]
    """
    own = []
    for band in score.bands:
        said = (score.source, score.certainty)
        if band.median_months is not None:
            own.append(Finding(score.key, MEDIAN, band.name, band.median_months, *said))
        for months, share in band.survival.items():
            own.append(Finding(score.key, SURVIVAL, band.name, share, *said, months=months))
    names = {band.totals: band.name for band in score.bands}
    others = (found for found in FINDINGS if found.score == score.key)
    return (*own, *(replace(found, band=names.get(found.band, found.band)) for found in others))


def beside_published(
    score: Score,
    *,
    own: RecalibratedTable | None = None,
    agreement: WindowAgreement | None = None,
    accuracy: Accuracy | None = None,
    days_per_month: float = DAYS_PER_MONTH,
) -> pd.DataFrame:
    """Return what others found for a score beside the cohort's own estimates.

    One row a finding, and for agreement one a finding and reading: the columns of Finding, then reading,
    estimate, conf_low, conf_high (medians in months) and within: whether the published number lies in the
    cohort's interval, None where that has no lower limit. An upper limit that is not reached is open. What
    is not given (`own`, `agreement`, or the `accuracy` of a cut-off against a reference judgement, for
    SINS) leaves its estimates missing; so does a horizon at which `own` was not asked.
    """
    rows = [
        {**asdict(finding), **estimate, "within": _within(finding.published, estimate)}
        for finding in findings(score)
        for estimate in _estimates(finding, own, agreement, accuracy, days_per_month)
    ]
    frame = pd.DataFrame(rows, columns=[*Finding.__dataclass_fields__, *_ESTIMATE, "within"])
    return frame.astype({"n": "Int64", "months": float})


_ESTIMATE = ("reading", "estimate", "conf_low", "conf_high")


def _estimates(
    finding: Finding,
    own: RecalibratedTable | None,
    agreement: WindowAgreement | None,
    accuracy: Accuracy | None,
    days_per_month: float,
) -> list[dict[str, Any]]:
    """Return the cohort's own estimates of what a finding is of; one without numbers where there is none."""
    found = pd.DataFrame()
    if finding.kind == AGREEMENT and agreement is not None:
        found = agreement.frame[agreement.frame["band"] == finding.band]
    elif finding.kind in (SENSITIVITY, SPECIFICITY) and accuracy is not None:
        found = accuracy.frame[accuracy.frame["measure"] == finding.kind]
    elif own is not None and finding.kind in (MEDIAN, SURVIVAL):
        found = _own(finding, own, units_per_month(own.unit, days_per_month=days_per_month))
    blank = {"reading": "", "estimate": np.nan, "conf_low": np.nan, "conf_high": np.nan}
    return [
        {name: line.get(name, blank[name]) for name in _ESTIMATE} for line in found.to_dict("records")
    ] or [blank]


def _own(finding: Finding, own: RecalibratedTable, month: float) -> pd.DataFrame:
    if finding.months is not None:
        months = own.survival["time"] / month
        near = (months - finding.months).abs() <= SAME_HORIZON * months
        return own.survival[near & (own.survival["band"] == finding.band)]
    medians = own.medians[own.medians["band"] == finding.band].rename(columns={"median": "estimate"})
    return medians[["estimate", "conf_low", "conf_high"]] / month


def _within(published: float, estimate: dict[str, Any]) -> bool | None:
    low, high = estimate["conf_low"], estimate["conf_high"]
    return None if np.isnan(low) else bool(low <= published and not published > high)
