"""How two spellings are compared: case, accents, width, spaces and punctuation set aside."""

import re
import unicodedata

_PUNCTUATION = re.compile(r"[\s_\-–—./\\,:;()\[\]{}'\"’`*#?!]+")


def fold(text: str) -> str:
    """Return the form in which headings and level texts are compared.

    Full-width forms are narrowed and accents removed, so "Yaş" meets "YAS"; the Turkish İ, I, ı and i
    fall together, so that "KADIN", "Kadın" and "kadin" meet whichever keyboard wrote them (Python's
    own lower() makes two characters of İ); runs of spaces and punctuation become one space.

    >>> fold("  SON_DURUM (Exitus) ") == fold("son durum exitus")
    True
    >>> fold("DİYARBAKIR") == fold("Diyarbakır")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _PUNCTUATION.sub(" ", bare.lower().replace("ı", "i")).strip()
