"""What a column heading means: the variable, and the unit, date order or codes written beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analysis.dictionary.fold import fold, plain

if TYPE_CHECKING:
    from analysis.dictionary.model import Dictionary, Variable

DATE_ORDERS = ("dmy", "mdy", "ymd")

_REMARK = re.compile(
    r"^(?P<subject>.+?)\s*[(\[【（](?P<remark>[^()\[\]【】（）]+)[)\]】）][\s:：*]*$", re.DOTALL
)
_SEPARATOR = re.compile(r"[/|\n\r;]+|\s[-–—]\s")
_SCRIPT_CHANGE = re.compile(r"(?<=[\u4e00-\u9fff])\s*(?=[A-Za-zÀ-ɏ])|(?<=[A-Za-zÀ-ɏ])\s*(?=[\u4e00-\u9fff])")
_RANGE = re.compile(r"(\d+)\s*[-–~]\s*(\d+)")
_CODE = re.compile(r"\s*(\d+)\s*[=:：]\s*(.+?)\s*")


@dataclass(frozen=True)
class HeadingMatch:
    """The variable that a heading names.

    `unit` is what the heading states: a key of the dictionary's units, for dates "dmy", "mdy" or
    "ymd", None where it states nothing. `codes` maps the codes that the heading explains to level keys.
    """

    variable: str
    unit: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)


def match_heading(text: str, dictionary: "Dictionary") -> HeadingMatch | None:
    """Return what a heading means, or None where it isn't certain; see Dictionary.match_heading."""
    return (
        dictionary.known_headings.get(fold(text))
        or _with_remark(text, dictionary)
        or _with_unit_behind(text, dictionary)
        or _in_several_languages(text, dictionary)
    )


def _with_remark(text: str, dictionary: "Dictionary") -> HeadingMatch | None:
    """Read "Takip süresi (ay)", "性别（1=男，2=女）", "Ölüm tarihi (gg.aa.yyyy)", "死亡日期 (died on)"."""
    parts = _REMARK.match(text.strip())
    if parts is None:
        return None
    match = match_heading(parts["subject"], dictionary)
    return None if match is None else _add_remark(match, parts["remark"], dictionary)


def _add_remark(match: HeadingMatch, remark: str, dictionary: "Dictionary") -> HeadingMatch | None:
    variable = dictionary[match.variable]
    unit = dictionary.unit_of_text.get(fold(remark))
    if unit is not None and _measures(variable, unit):
        return _add_unit(match, unit)
    codes = _explained_codes(remark, variable)
    if codes:
        return replace(match, codes=codes)
    if _repeats_what_is_known(remark, variable):
        return match
    return _agreed(match, match_heading(remark, dictionary))


def _with_unit_behind(text: str, dictionary: "Dictionary") -> HeadingMatch | None:
    """Read "OS_months", "CRP mg/L", "Yaş, yıl"."""
    words = fold(text).split(" ")
    for at in range(max(1, len(words) - 3), len(words)):
        match = dictionary.known_headings.get(" ".join(words[:at]))
        unit = dictionary.unit_of_text.get(" ".join(words[at:]))
        if match and unit and _measures(dictionary[match.variable], unit):
            return _add_unit(match, unit)
    return None


def _in_several_languages(text: str, dictionary: "Dictionary") -> HeadingMatch | None:
    """Read "Yaş / Age", "年龄 Age (years)": every part must name the same variable."""
    for divider in (_SEPARATOR, _SCRIPT_CHANGE):
        parts = [part for part in divider.split(text) if fold(part)]
        if len(parts) > 1:
            agreed = match_heading(parts[0], dictionary)
            for part in parts[1:]:
                agreed = _agreed(agreed, match_heading(part, dictionary))
            return agreed
    return None


def _agreed(one: HeadingMatch | None, other: HeadingMatch | None) -> HeadingMatch | None:
    if one is None or other is None or one.variable != other.variable:
        return None
    if other.codes and not one.codes:
        one = replace(one, codes=other.codes)
    return one if other.unit is None else _add_unit(one, other.unit)


def _add_unit(match: HeadingMatch, unit: str) -> HeadingMatch | None:
    return replace(match, unit=unit) if match.unit in (None, unit) else None


def _measures(variable: "Variable", unit: str) -> bool:
    if variable.kind == "date":
        return unit in DATE_ORDERS
    return unit == variable.unit or unit in variable.factors


def _explained_codes(remark: str, variable: "Variable") -> dict[str, str]:
    """Return code → level key of "1=kadın, 2=erkek"; nothing where any of it isn't understood."""
    codes = {}
    for entry in re.split(r"[,;/|，；、\n]", remark):
        parts = _CODE.fullmatch(entry)
        level = variable.level_of_text.get(fold(parts[2])) if parts else None
        if parts is None or level is None:
            return {}
        codes[parts[1]] = level
    return codes


def _repeats_what_is_known(remark: str, variable: "Variable") -> bool:
    """Say whether a remark only repeats the allowed values: "(0-100)", "(var/yok)", "(A-E)".

    A range from 0 or 1 of no more codes than there are levels, as "(0-3)" of four, says that they have codes.
    """
    span = _RANGE.fullmatch(plain(remark).strip())
    if variable.kind in ("number", "count"):
        return span is not None
    if span and variable.kind in ("level", "set") and int(span[1]) <= 1:
        return 0 < int(span[2]) - int(span[1]) < len(variable.levels)
    texts = [fold(text) for text in re.split(r"[-–~/,;|，；、]", remark)]
    return len(texts) > 1 and all(text in variable.level_of_text for text in texts)
