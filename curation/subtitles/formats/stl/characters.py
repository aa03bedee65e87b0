"""The character tables of EBU STL: which of them holds a text, and the bytes of it.

Table 00 is ISO 6937/2 with its accents before the letter; 01 to 04 are ISO 8859-5 to -8. Nothing else exists: there is
no Chinese, Japanese or Korean in EBU STL.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache

from ttconv.stl import iso6937

from curation.subtitles.formats.plainer import PLAINER

CODECS = {"01": "iso8859_5", "02": "iso8859_6", "03": "iso8859_7", "04": "iso8859_8"}
UNKNOWN = ord("?")
# what stands between A0 and FF in a table, but is not to be shown
_CONTROLS = range(0x7F, 0xA1)


@cache
def _latin() -> dict[str, bytes]:
    """The other way round than ttconv's decoder reads: every character of table 00 and its bytes."""
    table: dict[str, bytes] = {}
    singles = [bytes([code]) for code in (*range(0x20, 0x7F), *range(0xA1, 0x100)) if not 0xC0 <= code <= 0xCF]
    pairs = [bytes([accent, letter]) for accent in range(0xC1, 0xD0) for letter in range(0x41, 0x7B)]
    for code in (*singles, *pairs):
        text = iso6937.decode(code, errors="replace")[0]
        if len(text) == 1 and text != "\ufffd":
            table.setdefault(text, code)
    table.setdefault("\u0110", table["\u00d0"])  # the standard has one sign for both, and decoders take it for eth
    return table


def encode(text: str, table: str) -> tuple[bytes, bool, bool]:
    """The bytes of a text in a table; whether signs had to be replaced by plainer ones; and whether letters were lost.

    A letter lost stands without its accent, or as a question mark.
    """
    result = bytearray()
    plainer = lost = False
    for character in unicodedata.normalize("NFC", text):
        code = _code(character, table)
        if code is None and character in PLAINER:
            plainer = True
            code = b"".join(_code(one, table) or b"" for one in PLAINER[character])
        if code is None:
            lost = True
            code = _code(unicodedata.normalize("NFD", character)[0], table) or bytes([UNKNOWN])
        result += code
    return bytes(result), plainer, lost


def _code(character: str, table: str) -> bytes | None:
    if table == "00":
        return _latin().get(character)
    try:
        code = character.encode(CODECS[table])
    except UnicodeEncodeError:
        return None
    return None if code[0] in _CONTROLS or code[0] < 0x20 else code


def best_table(texts: Iterable[str]) -> str:
    """The table that loses the fewest characters of these texts; Latin where several lose as few."""
    counts: dict[str, int] = {}
    for text in texts:
        for character in text:
            counts[character] = counts.get(character, 0) + 1

    def lost(table: str) -> int:
        return sum(count for character, count in counts.items() if encode(character, table)[2])

    return min(("00", *CODECS), key=lost)
