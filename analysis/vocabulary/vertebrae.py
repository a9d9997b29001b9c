"""Vertebral levels as registries write them: "Th3–5", "D10-11", "胸10", "L2 and L3", "lomber 3"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from analysis.dictionary import fold, plain

COUNTS = {"C": 7, "T": 12, "L": 5, "S": 5}
"""How many vertebrae each region has."""

LEVELS = ("C0", *(f"{region}{n}" for region, last in COUNTS.items() for n in range(1, last + 1)))
"""Every level in anatomical order; C0 is the occiput."""

_ORDER = {level: place for place, level in enumerate(LEVELS)}

_REGION_WORDS = {
    "C": "servikal|cervical|cerv|boyun|颈椎|颈",
    "T": "torakal|torasik|thoracic|thorakal|thoracal|dorsal|sirt|胸椎|胸",
    "L": "lomber|lumbar|lumber|lumbal|bel|腰椎|腰",
    "S": "sakral|sacral|sakrum|sacrum|骶椎|骶骨|骶",
}
_REGION_LETTERS = {"C": "c", "T": "th|t|d", "L": "l", "S": "s"}
_REGION_OF = {
    text: region
    for table in (_REGION_WORDS, _REGION_LETTERS)
    for region, texts in table.items()
    for text in texts.split("|")
}
_NAMED = {
    **dict.fromkeys(("occiput", "oksiput", "枕骨"), "C0"),
    **dict.fromkeys(("atlas", "寰椎"), "C1"),
    **dict.fromkeys(("axis", "aksis", "枢椎", "odontoid", "odontoit", "dens", "齿状突"), "C2"),
}
_HAN_NUMBERS = {"十": 10, "十一": 11, "十二": 12} | {han: n for n, han in enumerate("一二三四五六七八九", 1)}

_WORDS = "|".join(_REGION_WORDS.values())
_LETTERS = "|".join(_REGION_LETTERS.values())
_NUMBER = r"\d{1,2}(?!\d)|十[一二]?|[一二三四五六七八九]"

# What a text is made of, in the order in which it is looked for; written without accents, see plain().
_PATTERNS = {
    "whole": (
        rf"(?:whole|entire|all|tum|butun|全部?)\s*(?:the\s+)?(?P<whole_region>{_WORDS})"
        r"(?:\s*(?:spine|omurga|omurlar|vertebra\w*))?"
    ),
    "ordinal": (
        rf"(?:第\s*(?P<n1>{_NUMBER})|(?P<n2>\d{{1,2}})\s*(?:\.|st\b|nd\b|rd\b|th\b))\s*(?P<r1>{_WORDS})"
    ),
    "level": (
        rf"(?:(?<![a-z])(?P<r2>{_LETTERS})\s*[.\-]?"
        rf"|(?<![a-z])(?P<r3>{_WORDS})(?:\s*(?:vertebra|omur))?\s*[.:]?\s*第?)\s*(?P<n3>{_NUMBER})"
    ),
    "named": "|".join(_NAMED),
    "region": rf"(?:{_WORDS})(?![a-z])",
    "bare": r"(?<![a-z0-9])\d{1,2}(?![a-z0-9])",
    "range": r"\s*(?:[-–—−~〜]|\b(?:to|through|thru|ila)\b|[至到])\s*",
    "benign": (
        r"non-?\s?cancerous|benign|selim|ha?eman[gj]iom\w*|bone\s+islands?|kemik\s+adasi|enosto[sz]\w*"
        r"|schmorl\w*|degenerati\w+|dejeneratif|良性|血管瘤|骨岛|退变"
    ),
    "lesion": (
        r"(?:osteo)?(?:lyti[ck]|liti[ck]|blasti[ck])|mixed|mi[kx]st|sclerotic|sklerotik|lesions?|lezyon\w*"
        r"|metasta\w+|mets?\b|溶骨性?|成骨性?|混合性?|转移灶?|病[灶变]"
    ),
    "stop": r"[;\n]",
    "separator": r"[,/+&、.:()\[\]|]|\b(?:and|ve|ile|with)\b|[和及与]",
    "space": r"\s+",
    "filler": (
        r"\b(?:vertebra\w*|vertebral|bod(?:y|ies)|korpus\w*|corpus|levels?|seviye\w*|spine|omurga|omur\w*"
        r"|tumou?rs?|tumor\w*|kitle|mass|small|multiple|multipl|at|in|of|the|kemik|bone|arasi(?:nda)?"
        r"|left|right|r|sol|sag|bilateral|pedi(?:cles?|kul\w*)|lamina\w*|facets?|faset\w*|pars|endplates?"
        r"|(?:spinous|transverse)\s+process(?:es)?|(?:spinoz|transvers)\s+proses\w*)\b"
        r"|椎体|椎弓根?|椎板|横突|棘突|[椎骨处级左右侧]|节段|水平|肿瘤"
    ),
    "unknown": r"[^\W\d_]+|\S",
}
_TURKISH = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"\bile\b(?=.*\barasi)", "-"),
        (r"(?<=\d)['’][dt][ea]n\s+(?=[a-z]*\s?\d+['’]y?[ea]\b)", "-"),
        (r"(?<=\d)['’](?:[dt][ea]n?|y?[eaiu]|n?[iu]n)\b(?:\s+kadar)?", ""),
        (rf"(\d{{1,2}})\.\s*(ve|ile|-|–|,)\s*(?=\d{{1,2}}\.\s*({_WORDS}))", r"\1. \3 \2 "),
    )
)
"""What Turkish says by endings, and how the tokens say it: "T5'ten T8'e" is T5-T8."""
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()))
_NONE = re.compile(
    r"(?:no|none|nil|yok|hicbiri|negative|negatif|无|未见|没有"
    r"|(?:no|without|无|未见)"
    r"(?: ?(?:vertebral|spinal|bone|lesions?|metastas[ei]s|involvement|病灶|病变|转移灶?|受累|异常))+"
    r"(?: (?:observed|seen|found|detected|identified|present|noted))?"
    r"|(?:vertebra |omurga )?(?:lezyon|metastaz|tutulum)u? (?:yok|izlenmedi|saptanmadi|gorulmedi))"
)


@dataclass(frozen=True)
class VertebraeResult:
    """The levels a text names, in anatomical order, and what was not taken for one.

    `none` says that the text denies any level; `notes` tell what was left out on purpose; `leftovers`
    are the parts that could not be read, which a loader reports.
    """

    levels: tuple[str, ...] = ()
    none: bool = False
    notes: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()

    @property
    def value(self) -> str | None:
        """The cell of a typed column: "T3|T4|T5", "none", or None where nothing was read."""
        return "|".join(self.levels) or ("none" if self.none else None)


@lru_cache(maxsize=65536)
def parse_vertebrae(text: str) -> VertebraeResult:
    """Return the vertebral levels of a text.

    Ranges run across regions and may be written backwards; a number without a letter belongs to the
    region before it ("L3-5", "T1, 2"). D and Th are thoracic. A lesion called benign is left out with a
    note. Nothing is dropped in silence: T13, C8, L6 or a region without a number is a leftover, and so is
    "T12-1", which may end at T1 or at L1.

    >>> parse_vertebrae("Th12-L2, L5").value
    'T12|L1|L2|L5'
    >>> parse_vertebrae("No lesions observed").value
    'none'
    >>> parse_vertebrae("Hemangioma (noncancerous Tumor): T8, Mixed lesion: T2")
    VertebraeResult(levels=('T2',), none=False, notes=('T8 was left out: called benign',), leftovers=())
    """
    if _NONE.fullmatch(fold(text)):
        return VertebraeResult(none=True)
    reading = _Reading()
    for kind, token in _tokens(plain(text)):
        reading.take(kind, token)
    return reading.result()


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    between = text
    for spelled, meant in _TURKISH:
        between = spelled.sub(meant, between)
    for token in _TOKEN.finditer(between):
        kind = next(name for name in _PATTERNS if token[name] is not None)
        yield kind, token


@dataclass
class _Reading:
    """What has been read so far: an item is one level, or levels joined by range signs."""

    chosen: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    item: list[str] = field(default_factory=list)
    awaits_end: bool = False
    region: str | None = None
    number: int = 0
    benign: bool = False
    benign_settled: bool = False

    def take(self, kind: str, token: re.Match[str]) -> None:
        """Read one token."""
        if kind in ("level", "ordinal", "bare", "named"):
            self.take_level(_spelled(kind, token, self.region, self.number))
        elif kind == "range":
            self.awaits_end = bool(self.item)
        elif kind != "space" or not self.awaits_end:
            self.take_other(kind, token)

    def take_level(self, level: str) -> None:
        """Add a level to the item that a range sign left open, or begin a new item."""
        if not self.awaits_end:
            self.end_item()
        self.item.append(level)
        self.awaits_end = False
        if level in _ORDER:
            self.region, self.number = level[0], int(level[1:])

    def take_other(self, kind: str, token: re.Match[str]) -> None:
        """Read a word or a sign between levels."""
        if kind == "benign" and self.item and not _is_label(token):
            self.end_item(called_benign=True)
            return
        if kind in ("space", "filler") or token[0] in "(":
            return
        if kind == "separator" and token[0] == ":" and self.item:
            return
        self.end_item()
        if kind == "benign":
            self.benign, self.benign_settled = True, False
        elif kind == "stop":
            self.benign = False
        elif kind == "separator":
            self.benign_settled = self.benign_settled or token[0] == ","
        elif kind == "lesion":
            self.benign = self.benign and not self.benign_settled
        elif kind == "whole":
            region = _REGION_OF[token["whole_region"]]
            self.choose([level for level in LEVELS[1:] if level[0] == region], self.benign)
        elif kind == "region":
            self.leftovers.append(f"{token[0]} (which level isn't said)")
        else:
            self.leftovers.append(token[0])

    def end_item(self, *, called_benign: bool = False) -> None:
        """Settle the item that was being read."""
        item, self.item, self.awaits_end = self.item, [], False
        if not item:
            return
        self.benign_settled = True
        strange = [level for level in item if level not in _ORDER]
        if strange:
            self.leftovers.append("-".join(item) if len(item) > 1 else f"{item[0]} (no such level)")
        else:
            self.choose(self.spread(item), called_benign or self.benign)

    def spread(self, item: list[str]) -> list[str]:
        """Return the levels from the first to the last of a range; three or more signs make a list."""
        places = [_ORDER[level] for level in item]
        if len(item) > 2 and any(abs(a - b) > 1 for a, b in pairwise(places)):
            self.notes.append(f"{'-'.join(item)} was read as a list, not as a range")
            return item
        return list(LEVELS[min(places) : max(places) + 1])

    def choose(self, levels: list[str], benign: bool) -> None:
        """Keep levels, or note that they were left out."""
        if benign:
            self.notes.append(f"{', '.join(levels)} was left out: called benign")
        else:
            self.chosen.update(levels)

    def result(self) -> VertebraeResult:
        """Settle the last item and return what was read."""
        if self.awaits_end:
            self.leftovers.append(f"{self.item[-1]}- (the end of the range is missing)")
        self.end_item()
        levels = tuple(level for level in LEVELS if level in self.chosen)
        return VertebraeResult(levels, False, tuple(self.notes), tuple(self.leftovers))


def _spelled(kind: str, token: re.Match[str], region: str | None, before: int) -> str:
    """Return a token's level, such as "T3"; a level that doesn't exist, or a bare number, as it stands."""
    if kind == "named":
        return _NAMED[token[0]]
    if kind == "bare":
        number = int(token[0])
        begins_next_region = region is not None and number == 1 and before == COUNTS[region]
        return token[0] if region is None or begins_next_region else f"{region}{number}"
    digits = token["n1"] or token["n2"] or token["n3"]
    letter = _REGION_OF[token["r1"] or token["r2"] or token["r3"]]
    return f"{letter}{_HAN_NUMBERS.get(digits) or int(digits)}"


def _is_label(token: re.Match[str]) -> bool:
    """Say whether a word heads what follows it: "Hemangioma (noncancerous tumour): T8"."""
    return re.match(r"[^,;:0-9]*:", token.string[token.end() :]) is not None
