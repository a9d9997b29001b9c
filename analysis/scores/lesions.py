"""Scores of lesions: each lesion is scored, and the patient gets the worst."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import narwhals as nw
import pandas as pd

from analysis.cohort import Cohort
from analysis.scores.core import evaluate_all, reads
from analysis.scores.definition import Score
from analysis.scores.plan import BAND_CERTAIN, result_columns
from analysis.scores.reading import MISSING_DIVIDER, NOTE_DIVIDER

PATIENT = "patient_id"


def evaluate_with_lesions(scores: Iterable[Score], cohort: Cohort) -> Cohort:
    """Return the cohort with scores of patients, and of lesions where it has any.

    A score made for lesions is computed lesion by lesion if the lesions have any of its items. Its patient
    gets the highest of the lesions' lowest totals and the highest of their highest, never a sum; items are
    those of the lesion with the highest total. A patient without lesions keeps what the own row says.
    """
    scores = tuple(scores)
    scored = evaluate_all(scores, cohort)
    if cohort.lesions is None:
        return scored
    of_lesions = [score for score in scores if score.per_lesion and reads(score, cohort.lesions)]
    lesions = evaluate_all(of_lesions, replace(cohort, frame=cohort.lesions, reasons=())).frame
    frame = scored.frame
    for score in of_lesions:
        frame = _with_worst(frame, lesions, score)
    return replace(scored, frame=frame, lesions=lesions)


def _with_worst(frame: Any, lesions: Any, score: Score) -> Any:
    """Return the patients with the worst of their lesions; in pandas, in which lesions are read."""
    patients = nw.from_native(frame).lazy().collect("pandas").to_native()
    rows = nw.from_native(lesions).lazy().collect("pandas").to_native()
    worst = rows[rows[PATIENT].notna()].groupby(PATIENT, sort=False, observed=True)
    found = {patient: _worst(group, score) for patient, group in worst}
    worst_of_row = [found.get(patient) for patient in patients[PATIENT]]
    columns = {
        name: pd.Series(
            [
                own if one is None else one[name]
                for one, own in zip(worst_of_row, patients[name], strict=True)
            ],
            index=patients.index,
            dtype=patients[name].dtype,
        )
        for name in result_columns(score)
    }
    return patients.assign(**columns)


def _worst(lesions: pd.DataFrame, score: Score) -> dict[str, Any]:
    """Return the result columns of a patient from those of the lesions."""
    low, high = (score.column(end) for end in ("low", "high"))
    worst = lesions.sort_values([high, low], ascending=False, kind="stable").iloc[0]
    ends = int(lesions[low].max()), int(lesions[high].max())
    bands = [score.band_of(end) for end in ends]
    certain = bands[0] is not None and bands[0] == bands[1]
    of_lesions = _each(lesions[score.column("notes")], NOTE_DIVIDER)
    notes = [f"worst of {len(lesions)} lesion{'s' if len(lesions) > 1 else ''}"]
    notes += [note for note in of_lesions if not note.startswith(BAND_CERTAIN)]
    notes += [f"{BAND_CERTAIN}{ends[0]} to {ends[1]}"] if certain and ends[0] < ends[1] else []
    missing = _each(lesions[score.column("missing")], MISSING_DIVIDER)
    return {
        **{name: worst[name] for name in result_columns(score)},
        low: ends[0],
        high: ends[1],
        score.column("total"): float(ends[0]) if ends[0] == ends[1] else float("nan"),
        score.column("band"): bands[0].name if certain and bands[0] else None,
        score.column("missing"): MISSING_DIVIDER.join(missing) or None if ends[0] < ends[1] else None,
        score.column("notes"): NOTE_DIVIDER.join(notes),
    }


def _each(texts: "pd.Series[Any]", divider: str) -> list[str]:
    """Return the parts of all texts, each once, in their order."""
    return [*dict.fromkeys(part for text in texts.dropna() for part in text.split(divider))]
