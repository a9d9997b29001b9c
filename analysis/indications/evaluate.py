"""Tell, for every patient, whether a treatment was indicated as a text states it.

For retrospective description only, not for deciding treatment.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from analysis.cohort import ROW, Cohort, row_names
from analysis.indications.definition import ALL, Rule
from analysis.indications.facts import with_facts
from analysis.indications.judge import CANNOT_BE_TOLD, CONTRAINDICATED, MET, NOT_MET, Span, combined, judge
from analysis.indications.rules import RULES
from analysis.indications.spans import Spans, combination, first_rows, read_items
from analysis.scores.reading import NOTE_DIVIDER

SPINAL = ("surgery_type", "embolisation", "vertebral_metastases")
"""Variables of which a registry of spinal metastases has at least one, unless it has one of a lesion."""

KEY_DIVIDER = "|"
RESULTS = ("verdict", "deciding", "not_recorded", "notes", "given")
MOST_TELLING = (MET, CANNOT_BE_TOLD, CONTRAINDICATED, NOT_MET)
"""Of several lesions, the first of these that one of them has is the patient's."""

_PATIENT, _LESION, _PLACE = "patient_id", "lesion_id", "_place"


@dataclass(frozen=True, eq=False)
class Findings:
    """What the rules say of each patient they concern.

    `frame` is long, one row a patient and rule: source_row, patient, rule, verdict, deciding (keys of
    conditions joined by "|"), not_recorded (keys of what would exclude the treatment, but is in no column),
    notes, and given ("yes", "no", missing). A patient whom a rule doesn't concern has no row in it. `rules`
    are those that were asked of `n` patients.
    """

    frame: pd.DataFrame
    rules: tuple[Rule, ...]
    n: int

    def of(self, rule: Rule) -> pd.DataFrame:
        """Return the rows of a rule."""
        return self.frame[self.frame["rule"] == rule.key]


def find_indications(cohort: Cohort, rules: Iterable[Rule] = RULES) -> Findings:
    """Return the verdict of each rule on each patient kept, in three-valued logic.

    - contraindicated: a contraindication is recorded as present;
    - met: every condition holds, and every contraindication of which the registry has a column is absent;
    - not met: a condition fails;
    - cannot be told: a condition is not known, or a cell of a contraindication's own column is empty.
    A contraindication of which the registry has no column doesn't stand in the way: it is named in
    `not_recorded`. A condition without a column is never assumed: it can't be told. A primary that may be
    several keys meets a condition only if all of them do.

    Lesions, where the cohort has them, are told one by one, with the patient's own columns beside theirs, and
    the patient has the first that any lesion has of met, cannot be told, contraindicated, not met. A registry
    without any variable of a spinal metastasis has no rows. Rows of another engine are collected to pandas.

    For retrospective description only, not for deciding treatment.
    """
    rules = tuple(rules)
    patients = nw.from_native(cohort.kept()).lazy().collect("pandas").to_native().reset_index(drop=True)
    n = len(patients)
    if not is_spinal(cohort):
        return Findings(_long([]), (), n)
    items = [item for rule in rules for item in rule.items]
    rows = replace(cohort, frame=_beside_lesions(cohort, patients), reasons=(), lesions=None)
    facts = with_facts(rows, {item.name for item in items})
    spans = read_items(items, facts)
    return Findings(_long([_told(facts, rule, spans) for rule in rules]), rules, n)


def is_spinal(cohort: Cohort) -> bool:
    """Return whether the registry has a variable of a spinal metastasis or of its operation."""
    names = {*nw.from_native(cohort.frame).collect_schema().names()}
    of_lesions = {v.name for v in cohort.dictionary.variables.values() if v.form == "lesion"}
    return cohort.lesions is not None or bool(names & {*SPINAL, *of_lesions})


def _beside_lesions(cohort: Cohort, patients: pd.DataFrame) -> pd.DataFrame:
    """Return a row a lesion with its patient's columns; a patient without lesions keeps the own row."""
    patients = patients.assign(**{_PLACE: range(len(patients))})
    if cohort.lesions is None:
        return patients
    lesions: pd.DataFrame = nw.from_native(cohort.lesions).lazy().collect("pandas").to_native()
    lesions = lesions[lesions[_PATIENT].notna()].drop(columns=[ROW], errors="ignore")
    own = [name for name in patients if name == _PATIENT or name not in lesions]
    found = lesions.merge(patients[own], on=_PATIENT, how="inner")
    without = patients[~patients[_PLACE].isin(found[_PLACE])]
    return pd.concat([found, without], ignore_index=True) if len(without) else found


def _told(facts: pd.DataFrame, rule: Rule, spans: Mapping[Hashable, Spans]) -> pd.DataFrame:
    """Return a row a patient whom a rule concerns, of the lesion that tells most."""
    items = [spans[item.meaning] for item in rule.items]
    number = combination([one.codes for one in items], len(facts))
    judged = pd.DataFrame(
        [_judged(rule, [one.distinct[one.codes[row]] for one in items]) for row in first_rows(number)],
        columns=["_rank", *RESULTS],
    )
    rank = judged["_rank"].to_numpy()[number]
    place = facts[_PLACE].to_numpy()
    order = np.lexsort((rank, place))
    order = order[rank[order] < len(MOST_TELLING)]
    first = order[np.unique(place[order], return_index=True)[1]]
    rows, results = facts.iloc[first], judged.iloc[number[first]]
    columns = {
        "source_row": rows[ROW].to_numpy(),
        "patient": row_names(rows, _PATIENT).to_numpy(),
        "lesion": rows[_LESION].to_numpy() if _LESION in rows else None,
        "rule": pd.Categorical([rule.key] * len(rows)),
    }
    return pd.DataFrame({**columns, **{what: pd.Categorical(results[what]) for what in RESULTS}})


def _judged(rule: Rule, spans: Sequence[Span]) -> tuple[int, *tuple[str | None, ...]]:
    """Return the rank and the results of one combination of the spans of a rule's items."""
    left = iter(spans)
    of_condition = {condition.key: [next(left) for _ in condition.items] for condition in rule.every}
    given = combined(ALL, list(left))
    found = judge(rule, of_condition)
    notes = dict.fromkeys(span.note for each in of_condition.values() for span in each if span.note)
    return (
        len(MOST_TELLING) if found.verdict is None else MOST_TELLING.index(found.verdict),
        found.verdict,
        KEY_DIVIDER.join(found.deciding) or None,
        KEY_DIVIDER.join(found.not_recorded) or None,
        NOTE_DIVIDER.join(notes) or None,
        ("no", "yes")[given.low // 2] if given.settled else None,
    )


def _long(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all rules; what repeats is kept once, as a category."""
    plain: dict[str, Any] = {
        name: pd.concat([part[name] for part in parts], ignore_index=True) if parts else []
        for name in ("source_row", "patient", "lesion")
    }
    texts = {
        name: union_categoricals([part[name] for part in parts]) if parts else pd.Categorical([])
        for name in ("rule", *RESULTS)
    }
    return pd.DataFrame({**plain, **texts})
