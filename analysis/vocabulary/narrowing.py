"""What codes and histology, in columns beside the primary's own, leave of its candidate keys.

Each source takes the candidate keys known so far, none where nothing is known, and returns those that it
leaves. No keys are left where it contradicts all of them; a note says what of the source couldn't be used.
"""

import re
from collections.abc import Callable, Collection, Mapping

from analysis.vocabulary.primaries import narrow_primary, parse_primary
from analysis.vocabulary.primary_codes import (
    METASTATIC,
    MORPHOLOGY,
    NOT_INVASIVE,
    PrimaryResult,
    common,
    fitting,
    in_order,
    of_any_site,
    parse_icd10,
    parse_icd_o_3,
)

_CODED_BY_SITE = frozenset({"carcinoid", "soft_tissue_sarcoma"})
"""Tumours that ICD-10 codes as cancers of the organ where they grow."""
_SEVERAL_CODES = re.compile(r"[;,|+/\n]")
_NO_DIAGNOSIS = ("other_specified",)


def by_icd10(keys: Collection[str], text: str) -> PrimaryResult:
    """Return the keys that an ICD-10 code leaves; of several codes, those of metastases are passed over.

    >>> by_icd10(("stomach", "colon", "rectum"), "C18.7").keys
    ('colon',)
    >>> by_icd10(("lung_nsclc",), "C50.9").keys
    ()
    """
    said = _of_several(text)
    if not keys:
        return said
    if not said.keys:
        return PrimaryResult(in_order(keys), note=said.note)
    return PrimaryResult(in_order(_met(keys, said.keys, _CODED_BY_SITE)), "icd10")


def by_icd_o_3(keys: Collection[str], text: str) -> PrimaryResult:
    """Return the keys that an ICD-O-3 topography, morphology, or both leave.

    >>> by_icd_o_3(("lung_nsclc", "lung_sclc"), "8041/3").keys
    ('lung_sclc',)
    """
    said, morphology = parse_icd_o_3(text), MORPHOLOGY.search(text)
    if not keys:
        return said
    behaviour = morphology["behaviour"] if morphology else None
    site = parse_icd_o_3(MORPHOLOGY.sub("", text))
    if behaviour in NOT_INVASIVE or not (site.keys or morphology):
        return PrimaryResult(in_order(keys), note=said.note)
    left = frozenset(keys)
    if site.keys and behaviour not in METASTATIC:
        left = _met(left, site.keys, of_any_site())
    if morphology and left:
        left = _fitting(left, int(morphology["morphology"]))
    return PrimaryResult(in_order(left), "icd_o_3")


def by_histology(keys: Collection[str], text: str) -> PrimaryResult:
    """Return the keys that a histology leaves, in words or as a morphology; one not understood leaves all.

    >>> by_histology(("lung_nsclc", "lung_sclc"), "Adenokarsinom").keys
    ('lung_nsclc',)
    >>> by_histology((), "Multipl miyelom").keys
    ('myeloma',)
    """
    if MORPHOLOGY.search(text) and not re.search(r"[^\W\d_]{3}", text):
        result = by_icd_o_3(keys, text)
    else:
        result = narrow_primary(keys, text) if keys else parse_primary(text)
    return PrimaryResult(() if result.keys == _NO_DIAGNOSIS and not keys else result.keys, result.basis)


SOURCES: Mapping[str, Callable[[Collection[str], str], PrimaryResult]] = {
    "icd_o_3": by_icd_o_3,
    "icd10": by_icd10,
    "histology": by_histology,
}
"""The variables that say something of a primary, the most specific first."""


def _of_several(text: str) -> PrimaryResult:
    """Return what the codes of a cell such as "C79.5; C50.9" say together."""
    codes = [parse_icd10(part) for part in _SEVERAL_CODES.split(text) if part.strip()] or [parse_icd10(text)]
    named = [*{code.keys: code for code in codes if code.keys}.values()]
    if len(named) > 1:
        return PrimaryResult(note="it names more than one primary")
    return (named or codes)[0]


def _met(keys: Collection[str], said: Collection[str], anywhere: Collection[str]) -> frozenset[str]:
    """Return the keys that are also said; those of tumours that grow anywhere fit any site."""
    return common(keys, said) or frozenset(keys) & frozenset(anywhere)


def _fitting(keys: frozenset[str], morphology: int) -> frozenset[str]:
    """Return the keys that fit a morphology; one diagnosis doesn't become another."""
    left = fitting(keys, morphology)
    return frozenset() if keys <= of_any_site() and not left <= keys else left
