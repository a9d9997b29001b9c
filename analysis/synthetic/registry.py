"""A registry of patients who do not exist, drawn from the parameters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.synthetic import parameters as given
from analysis.synthetic.course import follow_up, prognosis, treatment
from analysis.synthetic.draws import Draws, Texts, categories, counts, levels_at
from analysis.synthetic.lesions import Lesions, draw_lesions
from analysis.synthetic.patients import condition, laboratory, metastases, person
from analysis.synthetic.primaries import primaries

NOTE = "synthetic, not real patients"
BLOCK = 100_000
"""Patients drawn at a time, so that a registry written block by block needs the memory of one block."""
MISSING = 0.05

IDENTITY = ("cohort_note", "patient_id", "lesion_id")
OUTCOME = ("died", "death_date", "last_follow_up_date", "lost_to_follow_up")
NEVER_MISSING = (
    *IDENTITY,
    *OUTCOME,
    "diagnosis_date",
    "treatment_start_date",
    "surgery_date",
    "surgery_type",
)


@dataclass(frozen=True, eq=False)
class Registry:
    """Patients and their lesions: one row each, under the dictionary's names and level keys.

    The first column of both is `cohort_note`, which says on every row that these are no real patients.
    Levels are Categorical, counts Int64, laboratory values float, dates datetime64. A patient's own row
    has all vertebrae of the patient in `vertebral_levels`, and in the other columns of the lesions' sheet
    what the worst lesion has there.
    """

    patients: pd.DataFrame
    lesions: pd.DataFrame


def simulate(n: int, seed: int, *, missing: float = MISSING) -> Registry:
    """Draw a registry of n synthetic patients; the same seed gives the same patients.

    A larger registry of the same seed begins with the smaller one, and another rate of `missing` blanks
    other cells of the same patients. Outcome, dates, identifiers and the type of surgery are never missing;
    a missing primary of the lung, breast or prostate leaves the set of that organ's keys.

    Printed elsewhere, and in parameters.py with its source, are the shares of the primaries and of the
    spine's regions (seeds/000), age (seeds/001), and median survival by band of Tokuhashi 2005 (Zeng 2007:
    4, 10 and 29 months). All else is convention:
    - one standard normal burden of disease per patient stands behind Karnofsky, Frankel, metastases,
      laboratory values, SINS items and ESCC: a Gaussian copula with the loadings given there;
    - visceral metastases and the look of the bone lesion follow the primary as well, ECOG and walking follow
      Karnofsky and Frankel, ASIA grades are Frankel's letters, surgery follows the band;
    - survival and loss to follow-up are exponential, follow-up ends with the closing date at the latest.
    It is for trying out software: nothing clinical may be learnt from it.

    Raises DataError for n below 1, a seed below 0, or a rate of missing outside 0 to below 1.

    >>> registry = simulate(3, seed=1)
    >>> registry.patients["cohort_note"].tolist()[0], len(registry.patients)
    ('synthetic, not real patients', 3)
    """
    blocks = list(simulate_blocks(n, seed, missing=missing))
    return Registry(
        pd.concat([block.patients for block in blocks], ignore_index=True),
        pd.concat([block.lesions for block in blocks], ignore_index=True),
    )


def simulate_blocks(n: int, seed: int, *, missing: float = MISSING) -> Iterator[Registry]:
    """Return the registry that `simulate` draws, in blocks of BLOCK patients, each drawn when asked for."""
    if n < 1 or seed < 0 or not 0 <= missing < 1:
        raise DataError(
            "A synthetic registry has at least 1 patient, a seed from 0 on and a rate of missing cells from"
            f" 0 to below 1; it was asked for {n} patients, seed {seed} and rate {missing}."
        )
    return (
        _block(Draws(seed, start // BLOCK), range(start, min(start + BLOCK, n)), missing)
        for start in range(0, n, BLOCK)
    )


def _block(draws: Draws, places: range, missing: float) -> Registry:
    n, table = len(places), primaries()
    burden = draws.normal("burden", n)
    primary = levels_at(draws.uniform("primary_site", n), tuple(table.shares))
    lesions = draw_lesions(draws, burden, table.organ[primary])
    disease = {**condition(draws, burden), **metastases(draws, burden, table.points[primary])}
    band = prognosis(disease, lesions.vertebrae, table.points[primary])
    treated = treatment(draws, burden, band)
    columns = {
        **_labels(np.array([f"SYN-{place + 1:07d}" for place in places], dtype=object)),
        **person(draws, primary),
        **disease,
        **laboratory(draws, burden),
        "vertebral_metastases": counts(lesions.vertebrae),
        "vertebral_levels": lesions.levels,
        **treated,
        **follow_up(draws, band, treated["surgery_type"] != "none"),
    }
    patients = _with_missing(pd.DataFrame(columns), draws, missing, "patients")
    sheet = _with_missing(_sheet(lesions, columns["patient_id"]), draws, missing, "lesions")
    worst = sheet.iloc[lesions.first].drop(columns=[*IDENTITY, "vertebral_levels"])
    return Registry(pd.concat([patients, worst.reset_index(drop=True)], axis=1), sheet)


def _labels(patient: Texts) -> dict[str, Any]:
    return {
        "cohort_note": categories(np.zeros(len(patient), dtype=np.int64), (NOTE,)),
        "patient_id": patient,
    }


def _sheet(lesions: Lesions, patient: Texts) -> pd.DataFrame:
    rank = np.arange(len(lesions.owner)) - lesions.first[lesions.owner] + 1
    return pd.DataFrame({**_labels(patient[lesions.owner]), "lesion_id": counts(rank), **lesions.columns})


def _with_missing(frame: pd.DataFrame, draws: Draws, rate: float, sheet: str) -> pd.DataFrame:
    """Return the frame with cells blanked at that rate; of a missing primary the organ may be left."""
    columns = {name: frame[name] for name in frame.columns}
    for name in columns.keys() - set(NEVER_MISSING):
        kept = draws.uniform(f"missing {sheet} {name}", len(frame)) >= rate
        left = _organ(frame[name]) if name == "primary_site" else None
        columns[name] = frame[name].where(kept, left)
    return pd.DataFrame(columns)


def _organ(primary: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the candidate keys of the primary's organ where parameters.ORGANS has it, else missing."""
    candidates = {key: "|".join(keys) for keys in given.ORGANS.values() for key in keys}
    return primary.astype(object).map(candidates)
