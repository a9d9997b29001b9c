"""Primary tumours by code: ICD-10, and ICD-O-3 topography and morphology, as primaries.csv assigns them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from analysis.dictionary.read import read_rows

CODE = re.compile(
    r"(?P<topography>c ?\d\d(?:\.?\d)?|c7[ab](?:\.?\d)?|d\d\d(?:\.?\d)?)\d{0,3}(?![0-9a-z])", re.IGNORECASE
)
MORPHOLOGY = re.compile(
    r"(?<![\d.])m?-?(?P<morphology>[89]\d{3})(?:/?(?P<behaviour>\d)\d?)?(?!\d)", re.IGNORECASE
)

_REFUSED = {
    "C77": "it is a secondary site (lymph nodes)",
    "C78": "it is a secondary site (respiratory and digestive organs)",
    "C79": "it is a secondary site (bone, meninges and others)",
    "C7B": "it is a secondary neuroendocrine tumour",
    "C26": "it names ill-defined digestive organs",
    "C39": "it names ill-defined respiratory organs",
    "C76": "it names an ill-defined site",
    "C97": "it stands for several primaries",
}
METASTATIC = ("6", "9")
NOT_INVASIVE = ("0", "2")
"""Behaviours of an ICD-O-3 morphology."""
_BREAST = frozenset({"breast_hr_pos", "breast_hr_neg"})
_RECEPTORS_UNKNOWN = "breast_unknown"


@dataclass(frozen=True)
class PrimaryResult:
    """The candidate keys of a primary, in the order of primaries.csv.

    `basis` is "key", "name", "icd10" or "icd_o_3". `note` says why there are no keys, or why a histology
    narrowed nothing.
    """

    keys: tuple[str, ...] = ()
    basis: str = ""
    note: str = ""

    @property
    def value(self) -> str | None:
        """The cell of a typed column: "lung_nsclc|lung_sclc", or None where nothing was resolved."""
        return "|".join(self.keys) or None


@dataclass(frozen=True)
class Primary:
    """One row of primaries.csv, as far as finding it needs.

    `included` and `excluded` are ranges of ICD-O-3 morphologies; `any_site` says that the morphology
    alone decides, wherever the tumour grows.
    """

    key: str
    labels: tuple[str, ...]
    icd10: tuple[str, ...]
    topography: tuple[str, ...]
    included: tuple[range, ...]
    excluded: tuple[range, ...]
    any_site: bool


def parse_icd10(text: str) -> PrimaryResult:
    """Return the candidate keys of an ICD-10 code; what stands behind the code is not read.

    >>> parse_icd10("C61").keys
    ('prostate_hs', 'prostate_cr')
    """
    found = CODE.match(text.strip())
    if found is None:
        return PrimaryResult(note=f"{text!r} is no ICD-10 code of a tumour")
    code = _dotted(found["topography"])
    refusal = "it is not malignant, or not certainly" if code.startswith("D") else _REFUSED.get(code[:3])
    if refusal:
        return PrimaryResult(note=f"{code} is no primary: {refusal}")
    table = [(prefix, primary.key) for primary in primaries().values() for prefix in primary.icd10]
    return PrimaryResult(in_order(_under(code, table)), "icd10")


def parse_icd_o_3(text: str) -> PrimaryResult:
    """Return the candidate keys of an ICD-O-3 topography, morphology, or both, in either order.

    The topography of a metastasis (behaviour /6) says nothing of the primary and is passed over.

    >>> parse_icd_o_3("8720/3 C44.5").keys
    ('melanoma',)
    """
    topography, morphology = CODE.search(text), MORPHOLOGY.search(text)
    behaviour = morphology["behaviour"] if morphology else None
    if behaviour in NOT_INVASIVE:
        return PrimaryResult(note=f"behaviour /{behaviour} is no invasive malignant tumour")
    code = _dotted(topography["topography"]) if topography and behaviour not in METASTATIC else None
    if morphology:
        return _of_morphology(int(morphology["morphology"]), code)
    if code is None:
        return PrimaryResult(note=f"{text!r} is no ICD-O-3 code")
    if code[:3] in _REFUSED:
        return PrimaryResult(note=f"{code} is no primary: {_REFUSED[code[:3]]}")
    return PrimaryResult(in_order(_of_topography(code)), "icd_o_3")


def fitting(keys: Iterable[str], morphology: int) -> frozenset[str]:
    """Return the keys that a morphology leaves: those that claim it, or those that don't exclude it.

    A morphology that decides wherever the tumour grows, such as a lymphoma, outranks the organ.
    """
    anywhere = of_any_site(morphology)
    if anywhere:
        return anywhere & frozenset(keys) or anywhere
    return frozenset(key for key in keys if _allows(primaries()[key], morphology))


def common(keys: Iterable[str], said: Iterable[str]) -> frozenset[str]:
    """Return the keys that are also said; breast of unknown receptors is either of the two that are known.

    >>> sorted(common(["breast_unknown"], ["breast_hr_neg"]))
    ['breast_hr_neg']
    """
    known, also = frozenset(keys), frozenset(said)
    if _RECEPTORS_UNKNOWN in known and also & _BREAST:
        known |= {_RECEPTORS_UNKNOWN} if also >= _BREAST else _BREAST
        also |= {_RECEPTORS_UNKNOWN} if also >= _BREAST else frozenset()
    return known & also


def in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the keys in the order of primaries.csv."""
    wanted = set(keys)
    return tuple(key for key in primaries() if key in wanted)


@cache
def primaries() -> dict[str, Primary]:
    """Return the rows of primaries.csv by key."""
    return {row["key"]: _primary(row) for row in read_rows("primaries.csv")}


def _primary(row: dict[str, str]) -> Primary:
    morphologies = split_texts(row["icd_o_3_morphology"])
    return Primary(
        key=row["key"],
        labels=(row["en"], row["tr"], row["zh"]),
        icd10=tuple(_prefixes(row["icd10"])),
        topography=tuple(_prefixes(row["icd_o_3_topography"])),
        included=tuple(_range(text) for text in morphologies if not text.startswith("not ")),
        excluded=tuple(_range(text[4:]) for text in morphologies if text.startswith("not ")),
        any_site=row["any_site"] == "yes",
    )


def split_texts(texts: str) -> tuple[str, ...]:
    """Return the parts of "one|two"."""
    return tuple(text.strip() for text in texts.split("|") if text.strip())


def _of_morphology(morphology: int, code: str | None) -> PrimaryResult:
    anywhere = of_any_site(morphology)
    if code is None:
        note = "" if anywhere else f"{morphology} names a histology but no organ"
        return PrimaryResult(in_order(anywhere), "icd_o_3" if anywhere else "", note)
    if code[:3] in _REFUSED and not anywhere:
        return PrimaryResult(note=f"{code} is no primary: {_REFUSED[code[:3]]}")
    keys = fitting(_of_topography(code), morphology)
    if not keys:
        return PrimaryResult(note=f"{morphology} doesn't occur at {code} in primaries.csv")
    return PrimaryResult(in_order(keys), "icd_o_3")


def _of_topography(code: str) -> set[str]:
    return _under(code, [(prefix, p.key) for p in primaries().values() for prefix in p.topography])


def _under(code: str, table: list[tuple[str, str]]) -> set[str]:
    """Return the keys of a code's longest prefix; those of its parts where it is unspecific (C22, C22.9).

    A code of a tumour that no key holds is some other specified primary.
    """
    longest = max((len(prefix) for prefix, _ in table if code.startswith(prefix)), default=0)
    found = {key for prefix, key in table if code.startswith(prefix) and len(prefix) == longest}
    if not found:
        stem = code[:3] if code[4:] in ("", "8", "9") else code
        found = {key for prefix, key in table if prefix.startswith(stem)}
    return found - {_RECEPTORS_UNKNOWN} or {"other_specified"}


def of_any_site(morphology: int | None = None) -> frozenset[str]:
    """Return the keys of tumours that a morphology decides wherever they grow: of one morphology, or all."""
    found = (p for p in primaries().values() if p.any_site)
    return frozenset(p.key for p in found if morphology is None or _allows(p, morphology))


def _allows(primary: Primary, morphology: int) -> bool:
    if primary.included:
        return any(morphology in codes for codes in primary.included)
    return not any(morphology in codes for codes in primary.excluded)


def _dotted(code: str) -> str:
    bare = code.upper().replace(".", "").replace(" ", "")
    return bare if len(bare) == 3 else f"{bare[:3]}.{bare[3:]}"


def _prefixes(texts: str) -> Iterable[str]:
    """Yield the three-character codes and subcodes of "C00-C10|C22.0"."""
    for text in split_texts(texts):
        first, _, last = text.partition("-")
        if last:
            yield from (f"C{n:02d}" for n in range(int(first[1:]), int(last[1:]) + 1))
        else:
            yield text


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)
