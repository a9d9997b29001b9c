"""What contradicts itself across the cells of a record, or between records.

Every check is a function from Records to Problems and stands in CHECKS. A contradiction is reported at a
cell and never blanks a value.
"""

import re
from collections.abc import Callable

import pandas as pd

from analysis.cohort import Problems
from analysis.dictionary import fold
from analysis.loaders.duplicates import one_row_a_patient, patients_told_apart
from analysis.loaders.records import Records
from analysis.vocabulary.vertebrae import parse_vertebrae

DAYS_PER_YEAR = 365.25
AGE_TOLERANCE_YEARS = 1.0

_STARTS = (
    "primary_diagnosis_date",
    "diagnosis_date",
    "admission_date",
    "mri_date",
    "enrolment_date",
    "treatment_start_date",
    "surgery_date",
)
_ENDS = ("last_follow_up_date", "death_date")
_ENDS_OF_LIVING = ("last_follow_up_date", "follow_up_time")
_EARLIER_LATER = (
    *(("birth_date", later) for later in (*_STARTS, *_ENDS)),
    *((earlier, later) for earlier in _STARTS for later in _ENDS),
    ("last_follow_up_date", "death_date"),
)
"""Dates that must follow each other. Starts may stand in any order: treatment of the primary precedes the
diagnosis of the metastasis."""

_AGE_AT = ("diagnosis_date", "enrolment_date", "treatment_start_date", "surgery_date")
_FEMALE_PRIMARIES = frozenset({"cervix", "endometrium", "ovary"})
_MALE_PRIMARIES = frozenset({"prostate_hs", "prostate_cr", "seminoma", "nonseminoma"})
_NOT_FREE = (
    ("organ_metastasis", "brain_metastasis", ("yes",)),
    ("organ_metastasis", "visceral_metastasis", ("treatable", "untreatable")),
    ("visceral_metastasis", "organ_metastasis", ("removable", "unremovable")),
)
"""A column that may be none, another, and the levels of that with which none doesn't go."""

_LESION_WORDS = {
    "lytic_levels": "lytic|litik|溶骨",
    "blastic_levels": "blastic|blastik|sclerotic|sklerotik|成骨",
    "mixed_levels": "mixed|mikst|miks|混合",
}
_ANY_LESION_WORD = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in _LESION_WORDS.items()), re.IGNORECASE
)


def dates_in_order(records: Records) -> Problems:
    """Report a date before one that must precede it, such as a death before the diagnosis (error)."""
    found = Problems()
    for earlier, later in _EARLIER_LATER:
        if records.has(earlier, later):
            wrong = records.frame[later] < records.frame[earlier]
            message = f"{later} lies before {earlier}; correct one of the two."
            found += records.report(wrong, later, "dates_out_of_order", "error", message)
    return found


def follow_up_above_zero(records: Records) -> Problems:
    """Report a follow-up time of 0 (warning); one below 0 is out of its range already (error)."""
    if not records.has("follow_up_time"):
        return Problems()
    message = (
        "follow_up_time is 0: the patient counts as followed for no time at all; correct it if that is wrong."
    )
    return records.report(
        records.frame["follow_up_time"] == 0, "follow_up_time", "out_of_range", "warning", message
    )


def age_fits_birth_date(records: Records) -> Problems:
    """Report an age more than a year off the one that birth date and diagnosis give (error).

    The first date there is stands for the time of the age: diagnosis, enrolment, treatment, surgery.
    """
    at = next((name for name in _AGE_AT if records.has(name)), None)
    if at is None or not records.has("age_years", "birth_date"):
        return Problems()
    age = records.frame["age_years"]
    derived = ((records.frame[at] - records.frame["birth_date"]) / DAYS_PER_YEAR).astype("Float64")
    # A whole age counts completed years, so it lies up to a year below the exact one.
    off = (age - derived > AGE_TOLERANCE_YEARS) | (derived - age > AGE_TOLERANCE_YEARS + 1)
    message = (
        f"age_years is {{age_years}}, which birth_date and {at} contradict by more than a year; correct one."
    )
    return records.report(off, "age_years", "contradiction", "error", message)


def death_fits_its_date(records: Records) -> Problems:
    """Report one alive with a date of death, and one dead for whom nothing dates the death (error)."""
    if not records.has("died", "death_date"):
        return Problems()
    died, dated = records.frame["died"], records.frame["death_date"].notna()
    timed = pd.Series(False, records.frame.index)
    for name in {"last_follow_up_date", "follow_up_time"} & set(records.frame.columns):
        timed |= records.frame[name].notna()
    alive = "died is no, but there is a death_date; correct one of the two."
    undated = "died is yes, but nothing dates the death; give death_date."
    return records.report((died == "no") & dated, "died", "contradiction", "error", alive) + records.report(
        (died == "yes") & ~dated & ~timed, "death_date", "contradiction", "error", undated
    )


def event_the_right_way_round(records: Records) -> Problems:
    """Report an event that may be coded the other way round.

    A column that --map made `died` and whose heading says censoring is a warning, as is `died` taken as
    the reverse of `censored`; a record whose `died` equals its `censored` is an error.
    """
    found = Problems()
    heading = records.headings.get("died", "")
    if re.search("cens|cnsr|sansur|删失|截尾", fold(heading)):
        message = (
            f'The column "{heading}" was taken for died, but its heading says censoring: 1 would mean alive.'
        )
        found += records.report_once("contradiction", "warning", message, name="died")
    if not records.has("died", "censored"):
        return found
    if "died" not in records.headings:
        message = "There is no column died; it was taken as the reverse of censored."
        return found + records.report_once("contradiction", "warning", message, name="censored")
    both = records.frame["died"].astype(object) == records.frame["censored"].astype(object)
    message = "died and censored are both {died}; one of them is coded the other way round."
    return found + records.report(
        both & records.frame["died"].notna(), "died", "contradiction", "error", message
    )


def counts_fit_lists(records: Records) -> Problems:
    """Report a count of vertebrae that the list of levels contradicts, and a solitary metastasis of several.

    The count wins over the list; both are kept (warning).
    """
    found = Problems()
    if records.has("vertebral_metastases", "vertebral_levels"):
        low, high = records.bounds("vertebral_metastases")
        wrong = records.where(_count_differs, low, high, records.frame["vertebral_levels"])
        message = (
            "vertebral_metastases is {vertebral_metastases}, but vertebral_levels lists {vertebral_levels}; "
            "the count is used, correct the one that is wrong."
        )
        found += records.report(wrong, "vertebral_metastases", "contradiction", "warning", message)
    if records.has("bone_metastasis", "vertebral_metastases"):
        low, _ = records.bounds("vertebral_metastases")
        wrong = (records.frame["bone_metastasis"] == "solitary") & (low > 1)
        message = (
            "bone_metastasis is solitary, but vertebral_metastases is {vertebral_metastases}; correct one."
        )
        found += records.report(wrong, "bone_metastasis", "contradiction", "warning", message)
    return found


def organs_fit_each_other(records: Records) -> Problems:
    """Report organs that one column calls free of metastases and another doesn't (warning).

    The major organs of Tokuhashi's score hold the brain.
    """
    found = Problems()
    for free, other, levels in _NOT_FREE:
        if records.has(free, other):
            wrong = (records.frame[free] == "none") & records.frame[other].isin(levels)
            message = f"{free} is none, but {other} is {{{other}}}; correct the one that is wrong."
            found += records.report(wrong, free, "contradiction", "warning", message)
    return found


def lists_fit_each_other(records: Records) -> Problems:
    """Report lytic, blastic or mixed levels that the list of levels lacks, or calls something else (warning).

    The list's own words count: "Mixed lesions: L3" where L3 stands in the lytic column.
    """
    found = Problems()
    if not records.has("vertebral_levels"):
        return found
    whole, written = records.frame["vertebral_levels"], records.written["vertebral_levels"]
    for name in filter(records.has, _LESION_WORDS):
        named = records.frame[name]
        lacking = records.where(_lacks, whole, named)
        message = f"{name} holds {{{name}}}, of which vertebral_levels lacks some; correct one of the two."
        found += records.report(lacking, name, "contradiction", "warning", message)
        otherwise = records.where(
            lambda text, levels, name=name: _called_otherwise(text, levels, name), written, named
        )
        message = f"{name} holds {{{name}}}, some of which vertebral_levels calls otherwise; correct one."
        found += records.report(otherwise, name, "contradiction", "warning", message)
    return found


def sex_fits_primary(records: Records) -> Problems:
    """Report a primary of an organ that the patient's sex hasn't (warning)."""
    if not records.has("sex", "primary_site"):
        return Problems()
    wrong = records.where(_of_the_other_sex, records.frame["sex"], records.frame["primary_site"])
    message = "sex is {sex}, but primary_site is {primary_site}; correct one of the two."
    return records.report(wrong, "primary_site", "contradiction", "warning", message)


def outcome_known(records: Records) -> Problems:
    """Report a patient whose follow-up has no end, or ends in nobody knows what (warning).

    Only where the sheet has an outcome at all: what needs none doesn't ask for one. Where nothing in the
    sheet says until when the living were followed, that is one problem. Further rows of a patient, which
    are left out, need no outcome.
    """
    ends = [name for name in ("death_date", *_ENDS_OF_LIVING) if records.has(name)]
    endless = records.frame[ends].isna().all(axis=1) & ~records.further
    found = Problems()
    if ends and any(records.frame[name].notna().any() for name in ends if name != "death_date"):
        message = f"The outcome is missing: give {' or '.join(ends)}; without, there is no survival time."
        found += records.report(endless, ends[0], "missing_outcome", "warning", message)
    elif ends and endless.any():
        message = (
            f"Nothing says until when the living were followed: give {' or '.join(_ENDS_OF_LIVING)}; "
            "without, they have no survival time."
        )
        found += records.report_once("missing_outcome", "warning", message, name=ends[0])
    if records.has("died"):
        unknown = records.frame["died"].isna() & ~records.further
        if ends:
            dead = records.frame["death_date"].notna() if records.has("death_date") else False
            unknown &= ~(endless | dead)
        message = (
            "died is missing: it isn't known how the follow-up ended; without, there is no survival time."
        )
        found += records.report(unknown, "died", "missing_outcome", "warning", message)
    return found


CHECKS: tuple[Callable[[Records], Problems], ...] = (
    dates_in_order,
    follow_up_above_zero,
    one_row_a_patient,
    patients_told_apart,
    age_fits_birth_date,
    death_fits_its_date,
    event_the_right_way_round,
    counts_fit_lists,
    lists_fit_each_other,
    organs_fit_each_other,
    sex_fits_primary,
    outcome_known,
)


def check(records: Records) -> Problems:
    """Return what every check finds, in the order of CHECKS."""
    return sum((one(records) for one in CHECKS), Problems())


def _count_differs(low: float | None, high: float | None, levels: str | None) -> bool:
    if low is None or high is None or levels is None or low < 0:
        return False
    return not low <= len(_levels(levels)) <= high


def _lacks(whole: str | None, named: str | None) -> bool:
    return whole is not None and named is not None and not _levels(named) <= _levels(whole)


def _called_otherwise(written: str | None, named: str | None, name: str) -> bool:
    """Return whether the list's own words give one of these levels to other kinds of lesions only."""
    if not isinstance(written, str) or named is None:
        return False
    called: dict[str, set[str]] = {}
    words = list(_ANY_LESION_WORD.finditer(written))
    ends = [*(word.start() for word in words[1:]), len(written)]
    for word, end in zip(words, ends, strict=False):
        part = written[word.end() : end]
        called.setdefault(word.lastgroup or "", set()).update(parse_vertebrae(part).levels)
    others = set().union(*(levels for kind, levels in called.items() if kind != name))
    return bool(_levels(named) & (others - called.get(name, set())))


def _levels(text: str) -> set[str]:
    return set(text.split("|")) - {"none"}


def _of_the_other_sex(sex: str | None, primary: str | None) -> bool:
    wrong = {"male": _FEMALE_PRIMARIES, "female": _MALE_PRIMARIES}.get(sex or "", frozenset())
    return primary is not None and set(primary.split("|")) <= wrong
