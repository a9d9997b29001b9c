"""Which encoding a text file is in, decided by rules that can be told."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from analysis.errors import DataError

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1a"))
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 100_000


@dataclass(frozen=True)
class DecodedText:
    """A text file as UTF-8 bytes without mark or NULs, the encoding it was in, and what was amended."""

    utf8: bytes
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> DecodedText:
    """Decode a text file: by its byte order mark, then as strict UTF-8, then as GB18030 or cp1254.

    UTF-16 without a mark is known by its NULs, on every other byte. Where neither UTF-8 nor UTF-16
    fits, GB18030 is chosen if it decodes the file to characters of which at least half are in
    everyday use (GB 2312); else cp1254, the superset of ISO-8859-9. A file that is UTF-8 but for a few
    stray bytes is UTF-8, with a note. `encoding` is "utf-8", "utf-16", "gb18030" or "cp1254".
    Raises DataError for what is no text, or in none of these encodings.
    """
    decoded = _by_mark(data) or _as_utf16(data) or _as_utf8(data) or _as_national(data)
    if decoded is None:
        raise DataError(
            f"{name} is in none of UTF-8, UTF-16, cp1254 and GB18030{_suggestion(data)}: save it as UTF-8"
        )
    if len(decoded.utf8) - len(decoded.utf8.translate(None, _CONTROLS)) > max(8, len(decoded.utf8) // 50):
        raise DataError(f"{name} is not a text file but binary data: export it as .csv or .xlsx")
    return _without_nuls(decoded)


def _by_mark(data: bytes) -> DecodedText | None:
    if data.startswith(codecs.BOM_UTF8):
        return _as_utf8(data.removeprefix(codecs.BOM_UTF8))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _recoded(data, "utf-16", "utf-16")
    return None


def _as_utf16(data: bytes) -> DecodedText | None:
    head = data[: 2 * _SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 10 < len(head) or min(even, odd) * 10 > max(even, odd):
        return None
    return _recoded(data, "utf-16-le" if odd > even else "utf-16-be", "utf-16")


def _as_utf8(data: bytes) -> DecodedText | None:
    return _recoded(data, "utf-8", "utf-8") or _mostly_utf8(data)


def _as_national(data: bytes) -> DecodedText | None:
    chinese = _recoded(data, "gb18030", "gb18030")
    turkish = _recoded(data, "cp1254", "cp1254")
    if chinese and (turkish is None or _is_everyday_chinese(chinese.utf8)):
        return chinese
    return turkish


def _recoded(data: bytes, codec: str, encoding: str) -> DecodedText | None:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return DecodedText(data if codec == "utf-8" else text.encode("utf-8", "replace"), encoding)


def _mostly_utf8(data: bytes) -> DecodedText | None:
    """Take a file for UTF-8 in which ten characters outside ASCII are sound for each byte that isn't."""
    sound = len(_MULTIBYTE.findall(data))
    text = data.decode("utf-8", "replace")
    stray = text.count("\ufffd")
    if sound < 10 * stray:
        return None
    rows = sorted(
        {text.count("\n", 0, match.start()) + 1 for match in islice(re.finditer("\ufffd", text), 10)}
    )
    where = ", ".join(map(str, rows))
    return DecodedText(
        text.encode(), "utf-8", (f"{stray} bytes are not UTF-8 and read as �, first in lines {where}",)
    )


def _is_everyday_chinese(utf8: bytes) -> bool:
    characters = "".join(islice(_characters_outside_ascii(utf8), _SAMPLE))
    everyday = len(characters.encode("gb2312", "ignore")) // 2
    return 2 * everyday >= len(characters)


def _characters_outside_ascii(utf8: bytes) -> Iterator[str]:
    return (match.group() for match in _NOT_ASCII.finditer(utf8.decode()))


def _suggestion(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return f" (it looks like {best.encoding})" if best else ""


def _without_nuls(decoded: DecodedText) -> DecodedText:
    nuls = decoded.utf8.count(0)
    clean = decoded.utf8.rstrip(b"\x1a")
    if not nuls:
        return DecodedText(clean, decoded.encoding, decoded.notes)
    note = f"{nuls} NUL characters were removed"
    return DecodedText(clean.replace(b"\0", b""), decoded.encoding, (*decoded.notes, note))
