"""Primary tumours as registries write them, in words or in codes: a primary is a set of candidate keys."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from analysis.dictionary import fold
from analysis.dictionary.read import read_rows
from analysis.errors import DefinitionError
from analysis.vocabulary.primary_codes import (
    CODE,
    MORPHOLOGY,
    PrimaryResult,
    common,
    fitting,
    in_order,
    of_any_site,
    parse_icd10,
    parse_icd_o_3,
    primaries,
    split_texts,
)

__all__ = ["PrimaryResult", "narrow_primary", "parse_icd10", "parse_icd_o_3", "parse_primary"]

_PLUS = re.compile(r"[(（]\s*\+\s*[)）]|(?<=\w)\+(?=\W|$)")
_MINUS = re.compile(r"[(（]\s*[-–−]\s*[)）]|(?<=\w)[-–−](?=[\s,;/)）]|$)")
_NO_HISTOLOGY = frozenset({"other_specified", "unknown_primary"})
_SEVERAL = re.compile(r"[;,/&+、\n]|\b(?:and|ve)\b|[和及]")


_INFLECTION = re.compile(
    r"(?:e?s|l[iu]|(?=[a-z])(?:l[ae]r)?(?:s?[iu]n?)?(?:n?[iu]n)?(?:[dt][ae]n?)?)(?![a-z0-9])"
)
"""Endings of Turkish, and of English plurals, that leave the meaning of a word as it is."""
_SHORTEST_INFLECTED = 4


@dataclass(frozen=True)
class _Meaning:
    """What a phrase says of a primary: candidate keys, a morphology, why it is refused, or nothing.

    `also` are those of the keys that it may be whatever organ is named beside it.
    """

    keys: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    morphology: int | None = None
    refused: str = ""


@lru_cache(maxsize=65536)
def parse_primary(text: str) -> PrimaryResult:
    """Return the candidate keys of a primary tumour written as a key, a name or a code.

    "Lung" without histology is two candidates; a histology or receptor in the same text narrows them.
    C77 to C79 are secondary sites and are refused, and so is what names no organ or several; then `keys`
    is empty and `note` says why. Codes after WHO's ICD-10 and ICD-O-3; a bare topography is read as ICD-10.

    >>> parse_primary("Akciğer").value
    'lung_nsclc|lung_sclc'
    >>> parse_primary("肺腺癌").value, parse_primary("C34.1 8041/3").value
    ('lung_nsclc', 'lung_sclc')
    >>> parse_primary("C79.5").note
    'C79.5 is no primary: it is a secondary site (bone, meninges and others)'
    """
    written = text.strip()
    keys = written.lower().split("|")
    if written and set(keys) <= set(primaries()):
        return PrimaryResult(in_order(keys), "key")
    code = CODE.match(written)
    if MORPHOLOGY.search(written) and (code or not re.search(r"[^\W\d_]{3}", written)):
        return parse_icd_o_3(written)
    if code:
        return parse_icd10(written)
    return _of_name(written)


def narrow_primary(keys: Iterable[str], histology: str) -> PrimaryResult:
    """Return those of the candidate keys that a histology or a receptor status leaves.

    A tumour that its histology names wherever it grows outranks the organ: a lymphoma of the stomach is a
    lymphoma. A text that isn't understood narrows nothing and is noted; one that fits none of the candidates
    leaves none.

    >>> narrow_primary(("lung_nsclc", "lung_sclc"), "Küçük hücreli karsinom").keys
    ('lung_sclc',)
    >>> narrow_primary(("stomach",), "Lenfoma").keys, narrow_primary(("stomach",), "ILC").keys
    (('lymphoma',), ())
    """
    candidates, anywhere = frozenset(keys), of_any_site()
    meanings, strange = _meanings(histology)
    if strange:
        return PrimaryResult(in_order(candidates), "name", f"not understood: {', '.join(strange)}")
    left = candidates
    for meaning in meanings:
        if meaning.keys and not meaning.keys <= _NO_HISTOLOGY:
            outranks = meaning.keys <= anywhere and not left & anywhere
            left = meaning.keys if outranks and left else _left(left, meaning)
        if meaning.morphology and left:
            left &= fitting(left, meaning.morphology)
    note = "" if left else f"{histology!r} fits none of the candidates"
    return PrimaryResult(in_order(left), "name", note)


def _of_name(text: str) -> PrimaryResult:
    meanings, strange = _meanings(text)
    refused = [meaning.refused for meaning in meanings if meaning.refused]
    if refused or strange:
        return PrimaryResult(note=refused[0] if refused else f"not understood: {', '.join(strange)}")
    said = [meaning.keys for meaning in meanings if meaning.keys]
    morphologies = [meaning.morphology for meaning in meanings if meaning.morphology]
    if not said:
        return PrimaryResult(
            note="it names a histology but no organ" if morphologies else "it names no primary"
        )
    keys = frozenset.intersection(*said) or _diagnosis_over_organ(said, text)
    if not keys:
        return PrimaryResult(note="it names more than one primary")
    keys = _fitting_all(keys | frozenset().union(*(meaning.also for meaning in meanings)), morphologies)
    if not keys:
        return PrimaryResult(note="the histology doesn't occur in that organ in primaries.csv")
    return PrimaryResult(in_order(keys), "name")


def _left(keys: frozenset[str], meaning: _Meaning) -> frozenset[str]:
    left = common(keys, meaning.keys)
    return left | meaning.also if left else left


def _fitting_all(keys: frozenset[str], morphologies: list[int]) -> frozenset[str]:
    """Return the keys that fit every morphology; those that fit one where they contradict each other."""
    each = [fitting(keys, morphology) for morphology in morphologies]
    return (frozenset.intersection(*each) or frozenset().union(*each)) if each else keys


def _diagnosis_over_organ(said: list[frozenset[str]], text: str) -> frozenset[str]:
    """Return the tumour that a histology names wherever it grows: "gastric lymphoma" is a lymphoma."""
    if _SEVERAL.search(text):
        return frozenset()
    diagnoses = [keys for keys in said if keys <= of_any_site()]
    return frozenset.intersection(*diagnoses) if diagnoses else frozenset()


def _meanings(text: str) -> tuple[list[_Meaning], list[str]]:
    """Return what the phrases of a text mean, the longest phrase first, and the words that are not known."""
    known = _phrases()
    longest = max(map(len, known))
    rest = fold(_MINUS.sub(" negative ", _PLUS.sub(" positive ", text)))
    meanings, strange = [], []
    while rest:
        lengths = range(min(longest, len(rest)), 0, -1)
        ends = ((n, _end_of_word(rest, n)) for n in lengths if rest[:n] in known)
        phrase, end = next(((n, end) for n, end in ends if end), (0, 0))
        if phrase:
            meanings.append(known[rest[:phrase]])
        else:
            end = re.match(r"[a-z0-9]+|.", rest, re.DOTALL).end()  # type: ignore[union-attr]
            strange.append(rest[:end])
        rest = rest[end:].strip()
    return meanings, strange


def _end_of_word(text: str, end: int) -> int:
    """Return where the word ends whose phrase ends at `end`, 0 if it is another word.

    Chinese has no spaces between words; "melanomlu" is "melanom" with a Turkish ending.
    """
    if end == len(text) or not (text[end - 1].isascii() and text[end].isascii() and text[end].isalnum()):
        return end
    inflected = end - (text.rfind(" ", 0, end) + 1) >= _SHORTEST_INFLECTED
    ending = _INFLECTION.match(text, end) if inflected else None
    return ending.end() if ending else 0


@cache
def _phrases() -> dict[str, _Meaning]:
    """Return folded phrase → meaning, of primary_names.csv, the keys, and the labels of keys and groups."""
    phrases: dict[str, _Meaning] = {}
    for row in read_rows("primary_names.csv"):
        morphology = int(row["morphology"]) if row["morphology"] else None
        keys, also = (frozenset(split_texts(row[column])) for column in ("keys", "also"))
        meaning = _Meaning(keys, also, morphology, row["refused"])
        for text in split_texts(row["texts"]):
            if phrases.setdefault(fold(text), meaning) != meaning:
                raise DefinitionError(f"primary_names.csv: {text!r} means two things")
    for primary in primaries().values():
        for text in (primary.key, *primary.labels):
            phrases.setdefault(fold(text), _Meaning(frozenset({primary.key})))
    for row in read_rows("primary_groups.csv"):
        for text in (row["en"], row["tr"], row["zh"]):
            phrases.setdefault(fold(text), _Meaning(frozenset(split_texts(row["keys"]))))
    return phrases
