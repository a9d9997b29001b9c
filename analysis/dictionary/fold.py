"""How two spellings are compared: case, accents, width, spaces and punctuation set aside."""

import re
import unicodedata

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_PUNCTUATION = re.compile(r"[\s_\-–—−./\\,:;()\[\]{}'\"’`*#?!^、。·|]+")
_AROUND_PLUS = re.compile(r" ?\+ ?")
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def plain(text: str) -> str:
    """Return the text in lower case without accents or full-width forms; punctuation stays.

    The Turkish İ, I, ı and i fall together (Python's own lower() makes two characters of İ), so that
    it does not matter which keyboard wrote a word.

    >>> plain("AĞRISIZ İnfratentoryal：Ｔ３")
    'agrisiz infratentoryal:t3'
    """
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).replace("ı", "i")
    return text.lower()


def fold(text: str) -> str:
    """Return the form in which headings and level texts are compared.

    Full-width forms are narrowed and accents removed, so "Yaş" meets "YAS"; the Turkish İ, I, ı and i
    fall together, so that "KADIN", "Kadın" and "kadin" meet; runs of spaces and punctuation become
    one space, none beside a plus sign or between Chinese characters.

    >>> fold("  SON_DURUM (Exitus) ") == fold("son durum exitus")
    True
    >>> fold("DİYARBAKIR") == fold("Diyarbakır")
    True
    >>> fold("姓 名") == fold("姓名")
    True
    """
    folded = _PUNCTUATION.sub(" ", plain(text)).strip()
    if "+" in folded:
        folded = _AROUND_PLUS.sub("+", folded)
    return folded if folded.isascii() else _BETWEEN_HAN.sub("", folded)


def natural_key(text: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts texts by letter and their numbers by size.

    >>> sorted(["x10", "x2", "III", "II"], key=natural_key)
    ['II', 'III', 'x2', 'x10']
    """
    parts = re.split(r"(\d+)", text)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
