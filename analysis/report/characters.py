"""Characters that would act instead of being read: shown by their number in every medium."""

import re

# Controls but tab and newline, the marks that turn the writing direction, invisible fillers,
# lone surrogates (no file can hold them) and what XML forbids. Joiners stay: Persian and emoji need them.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def shown(text: str) -> str:
    """Return the text with every acting character made visible and ends of line made one newline.

    >>> print(shown("abc\\u202edcba" + chr(0)))
    abc[U+202E]dcba[U+0000]
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ACTING.sub(lambda match: f"[U+{ord(match[0]):04X}]", lines)
