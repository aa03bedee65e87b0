"""Single characters: what no font can draw, what cannot be seen, marks of direction."""

import re
import unicodedata

from curation.subtitles import fonts
from curation.subtitles.quality.findings import Found
from curation.subtitles.quality.setting import Setting

OPENING, CLOSING = "\u202a\u202b\u202d\u202e", "\u202c"
ISOLATES, POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
DIRECTION = re.compile(f"[{OPENING}{CLOSING}{ISOLATES}{POP_ISOLATE}]")
# direction marks, joiners (Arabic and Mongolian need them), soft hyphen and word joiner are proper text
_WANTED = frozenset("\u200e\u200f\u061c\u200b\u200c\u200d\u00ad\u2060\u180e\n" + ISOLATES + POP_ISOLATE)


def characters(plain: str, setting: Setting) -> Found:
    """Glyphs that are missing, controls, and embeddings left open."""
    printable = plain.replace("\n", "").isprintable()
    if plain.isascii() and printable:
        return
    if missing := fonts.missing_glyphs(plain, setting.spoken.tag):
        yield "missing_glyphs", {"characters": " ".join(missing)}
    hidden = () if printable else dict.fromkeys(character for character in plain if is_hidden(character))
    if hidden:
        yield "control_characters", {"characters": " ".join(f"U+{ord(character):04X}" for character in hidden)}
    if DIRECTION.search(plain):
        for line in plain.split("\n"):
            if not _closed(line, OPENING, CLOSING) or not _closed(line, ISOLATES, POP_ISOLATE):
                yield "unbalanced_direction", {}
                return


def is_hidden(character: str) -> bool:
    """A control, a lone surrogate, a private or unassigned character: nothing that belongs into a caption."""
    if character.isprintable() or character in _WANTED or character in OPENING + CLOSING:
        return False
    # emoji flags and the like are told of as missing glyphs
    return unicodedata.category(character) in _HIDDEN and not 0xE0000 <= ord(character) <= 0xE007F


_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn")


def _closed(line: str, opening: str, closing: str) -> bool:
    depth = 0
    for character in line:
        depth += (character in opening) - (character in closing)
        if depth < 0:
            return False
    return depth == 0


def balanced_directions(plain: str) -> str:
    """One line with what it opened closed at its end, and what closes nothing left out."""
    result: list[str] = []
    stack: list[str] = []
    for character in plain:
        if character in OPENING + ISOLATES:
            stack.append(CLOSING if character in OPENING else POP_ISOLATE)
        elif character in (CLOSING, POP_ISOLATE):
            if character not in stack:
                continue
            while stack[-1] != character:
                result.append(stack.pop())
            stack.pop()
        result.append(character)
    return "".join(result + stack[::-1])
