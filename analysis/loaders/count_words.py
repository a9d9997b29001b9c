"""Counts as words: "three", "birden fazla", "多发", "2 adet", "3个以上"."""

import math
import re

from analysis.dictionary import fold

_NUMERALS = (
    "one bir 一|two iki 二 两|three üç 三|four dört 四|five beş 五|six altı 六|seven yedi 七|eight sekiz 八"
    "|nine dokuz 九|ten on 十"
)
_NONE = ("none", "no", "yok", "hiç", "无", "没有")
_ONE = ("single", "solitary", "tek", "soliter", "单发")
_SEVERAL = (
    *("multiple", "multipl", "many", "several", "diffuse", "多发", "多处", "多个", "弥漫"),
    *("çoklu", "çok sayıda", "birden fazla", "birden çok", "birkaç", "diffüz", "yaygın"),
)
_WORDS = {
    **{
        fold(word): (float(n), float(n))
        for n, words in enumerate(_NUMERALS.split("|"), 1)
        for word in words.split()
    },
    **dict.fromkeys(map(fold, _NONE), (0.0, 0.0)),
    **dict.fromkeys(map(fold, _ONE), (1.0, 1.0)),
    **dict.fromkeys(map(fold, _SEVERAL), (2.0, math.inf)),
}
_COUNTER = re.compile(
    r"(?<=[0-9一二两三四五六七八九十])\s*(?:[个處处枚]|(?:adet|tane|odak|foci|lesions?)\b)", re.IGNORECASE
)


def without_counter(text: str) -> str:
    """Return a count without the word of what is counted.

    >>> without_counter("3个以上"), without_counter("2 adet")
    ('3以上', '2')
    """
    return _COUNTER.sub("", text)


def count_in_words(text: str) -> tuple[float, float] | None:
    """Return the lowest and highest count that a word leaves possible, None for any other text.

    >>> count_in_words("iki"), count_in_words("multiple"), count_in_words("2")
    ((2.0, 2.0), (2.0, inf), None)
    """
    return _WORDS.get(fold(text))
