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
    fitting,
    in_order,
    parse_icd10,
    parse_icd_o_3,
    primaries,
    split_texts,
)

__all__ = ["PrimaryResult", "narrow_primary", "parse_icd10", "parse_icd_o_3", "parse_primary"]

_PLUS = re.compile(r"\(\s*\+\s*\)|(?<=\w)\+(?=\W|$)")
_MINUS = re.compile(r"\(\s*[-–−]\s*\)|(?<=\w)[-–−](?=[\s,;/]|$)")
_SEVERAL = re.compile(r"[;,/&+、\n]|\b(?:and|ve)\b|[和及]")


@dataclass(frozen=True)
class _Meaning:
    """What a phrase says of a primary: candidate keys, a morphology, why it is refused, or nothing."""

    keys: frozenset[str] = frozenset()
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

    A text that isn't understood, or that fits none of the candidates, narrows nothing and is noted.

    >>> narrow_primary(("lung_nsclc", "lung_sclc"), "Küçük hücreli karsinom").keys
    ('lung_sclc',)
    """
    candidates = frozenset(keys)
    meanings, strange = _meanings(histology)
    left = candidates
    for meaning in meanings:
        if meaning.keys:
            left &= meaning.keys
        if meaning.morphology:
            left = fitting(left, meaning.morphology) & left
    if strange:
        return PrimaryResult(in_order(candidates), "name", f"not understood: {', '.join(strange)}")
    if not left:
        return PrimaryResult(in_order(candidates), "name", f"{histology!r} fits none of the candidates")
    return PrimaryResult(in_order(left), "name")


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
    for morphology in morphologies:
        keys = fitting(keys, morphology)
    if not keys:
        return PrimaryResult(note="the histology doesn't occur in that organ in primaries.csv")
    return PrimaryResult(in_order(keys), "name")


def _diagnosis_over_organ(said: list[frozenset[str]], text: str) -> frozenset[str]:
    """Return the tumour that a histology names wherever it grows: "gastric lymphoma" is a lymphoma."""
    if _SEVERAL.search(text):
        return frozenset()
    anywhere = frozenset(p.key for p in primaries().values() if p.any_site)
    diagnoses = [keys for keys in said if keys <= anywhere]
    return frozenset.intersection(*diagnoses) if diagnoses else frozenset()


def _meanings(text: str) -> tuple[list[_Meaning], list[str]]:
    """Return what the phrases of a text mean, the longest phrase first, and the words that are not known."""
    known = _phrases()
    longest = max(map(len, known))
    rest = fold(_MINUS.sub(" negative ", _PLUS.sub(" positive ", text)))
    meanings, strange = [], []
    while rest:
        ends = (n for n in range(min(longest, len(rest)), 0, -1) if rest[:n] in known and _is_whole(rest, n))
        end = next(ends, 0)
        if end:
            meanings.append(known[rest[:end]])
        else:
            end = re.match(r"[a-z0-9]+|.", rest, re.DOTALL).end()  # type: ignore[union-attr]
            strange.append(rest[:end])
        rest = rest[end:].strip()
    return meanings, strange


def _is_whole(text: str, end: int) -> bool:
    """Say whether a phrase ends with its word; Chinese has no spaces between words."""
    return not (end < len(text) and text[end - 1].isascii() and text[end].isascii() and text[end].isalnum())


@cache
def _phrases() -> dict[str, _Meaning]:
    """Return folded phrase → meaning, of primary_names.csv, the keys, and the labels of keys and groups."""
    phrases: dict[str, _Meaning] = {}
    for row in read_rows("primary_names.csv"):
        morphology = int(row["morphology"]) if row["morphology"] else None
        meaning = _Meaning(frozenset(split_texts(row["keys"])), morphology, row["refused"])
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
