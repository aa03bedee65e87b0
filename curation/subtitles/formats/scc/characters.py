"""The characters of CEA-608: basic, special and extended, which stands behind a plainer letter that it replaces."""

import unicodedata
from functools import cache

from ttconv.scc.codes.extended_characters import SccExtendedCharacter
from ttconv.scc.codes.special_characters import SccSpecialCharacter
from ttconv.scc.codes.standard_characters import TO_SCC_BYTES

from curation.subtitles.formats.plainer import PLAINER


@cache
def _extended() -> dict[str, int]:
    return {code.get_unicode_value(): code.get_ch1_value() for code in SccExtendedCharacter}


@cache
def _special() -> dict[str, int]:
    return {code.get_unicode_value(): code.get_ch1_value() for code in SccSpecialCharacter}


@cache
def code(character: str) -> bytes | None:
    """The bytes of a character, without parity; None where CEA-608 has none.

    Two bytes are a code of its own; three are an extended code behind the letter that older sets show in its place.
    """
    if character in TO_SCC_BYTES:
        return bytes([TO_SCC_BYTES[character]])
    if character in _special():
        return _special()[character].to_bytes(2, "big")
    if character in _extended():
        base = unicodedata.normalize("NFD", character)[0]
        shown = TO_SCC_BYTES.get(PLAINER.get(base, base)[:1], TO_SCC_BYTES.get(base, 0x20))
        return bytes([shown]) + _extended()[character].to_bytes(2, "big")
    return None


def carried(text: str) -> tuple[str, bool, bool]:
    """The text in characters that CEA-608 has; whether signs became plainer; and whether letters were lost.

    A letter lost stands without its accent, or as a question mark.
    """
    result = []
    plainer = lost = False
    for character in unicodedata.normalize("NFC", text):
        if character == "\n" or code(character) is not None:
            result.append(character)
        elif character in PLAINER:
            plainer = True
            result.append(PLAINER[character])
        else:
            lost = True
            base = unicodedata.normalize("NFD", character)[0]
            result.append(base if code(base) is not None else "?")
    return "".join(result), plainer, lost
