"""Captions in a picture: how large the letters are, where they may stand, and the lines they take."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from curation.subtitles import markup
from curation.subtitles.languages import language as find_language
from curation.subtitles.layout.breaks import NO_START, tears_word
from curation.subtitles.layout.lines import wrap
from curation.subtitles.layout.measure import about
from curation.subtitles.limits import limits_for

# the sizes that are rendered: name -> width, height in pixels
SHAPES: dict[str, tuple[int, int]] = {
    "16:9": (1920, 1080),
    "9:16": (1080, 1920),
    "1:1": (1080, 1080),
    "4:5": (1080, 1350),
}
# these turn text around whatever it says; isolates and marks stay
_OVERRIDES = re.compile("[\u202d\u202e]")
_SMALLEST = 0.8
_LONG = 1_000  # characters: no size that is drawn would do
_UPRIGHT = 1.5  # height over width: from here on a phone's whole screen is filled, and the app's buttons lie over it
_TALL = 1.2


@dataclass(frozen=True, slots=True)
class Picture:
    """Sizes in pixels for one picture shape and language: `em` of the letters, `room` for a line, margins.

    `reading_room` is what a line may take to be read at a glance; `lines` is how many may be drawn at most.
    """

    em: float
    room: float
    reading_room: float
    side: int
    bottom: int
    lines: int


@lru_cache(maxsize=256)
def picture_for(*, language: str, width: int, height: int) -> Picture:
    """How large letters are and where they may stand.

    Letters are 5.3 % of the height, but no more than 5.8 % of the width, so that tall pictures hold 13 Chinese
    characters in a line. The sides and bottom stay clear by 5 % (EBU R 95, graphics safe area). Upright pictures fill a
    phone, and its apps draw over them: captions keep 20 % clear below and 11 % at the sides, where their texts and
    buttons lie. Where a line is so short, a third one is better than small letters.
    """
    limits = limits_for(language)
    em = min(0.053 * height, 0.058 * width)
    upright = height > _UPRIGHT * width
    side = (0.11 if upright else 0.05) * width
    bottom = (0.20 if upright else 0.06) * height
    room = width - 2 * side
    reading_room = limits.characters_a_line * em * (1.0 if limits.half_width else 0.62)
    lines = limits.lines + (1 if height > _TALL * width else 0)
    return Picture(em, room, min(room, reading_room), round(side), round(bottom), lines)


def fitted(plain: str, *, language: str, picture: Picture) -> tuple[list[str], float]:
    """The lines of a text without tags and the scale (1 or a little less) that its letters are drawn at.

    A long caption is drawn a little smaller before it takes a line more than two, and much smaller before it takes
    more than the picture allows. Where there is room for a third line, none is left out that would keep a word whole.
    """
    spoken = find_language(language)
    usual = limits_for(language).lines
    tries = [(usual, 1.0), (usual, 0.9), *((picture.lines, scale) for scale in (1.0, 0.9, _SMALLEST))]
    if len(plain) > _LONG:
        tries = tries[-1:]
    lines: list[str] = []
    scale = 1.0
    known: dict[tuple[float, float], list[str]] = {}
    for allowed, scale in tries:
        for room in (picture.reading_room, picture.room):
            key = (room, scale)
            if key not in known:
                known[key] = wrap(plain, language=language, max_width_px=room, font_size=picture.em * scale)
            lines = known[key]
            if len(lines) > allowed or (picture.lines > usual and tears_word(lines, spoken)):
                continue
            return lines, scale
    return next(((known[key], key[1]) for key in known if len(known[key]) <= picture.lines), (lines, scale))


def burnt_lines(text: str, *, language: str, width: int, height: int) -> list[str]:
    """The lines that a cue's text takes when burnt into a picture of `width` x `height` pixels, tags left out."""
    picture = picture_for(language=language, width=width, height=height)
    return fitted(markup.plain(drawable(text)), language=language, picture=picture)[0]


def fits(text: str, *, language: str, width: int, height: int) -> int:
    """0 where a cue's text fits a picture of `width` x `height` pixels, else the number of lines that it takes."""
    picture = picture_for(language=language, width=width, height=height)
    plain = markup.plain(drawable(text)) if "<" in text or "&" in text else drawable(text)
    if _surely_fits(plain, language, picture.room / (picture.em * _SMALLEST), picture.lines):
        return 0
    if len(plain) > _LONG:
        return ceil(about(plain, language) * _SMALLEST * picture.em / picture.room)
    count = len(fitted(plain, language=language, picture=picture)[0])
    return count if count > picture.lines else 0


def _surely_fits(plain: str, language: str, room: float, lines: int) -> bool:
    """A quick look: words filled into lines of `room` ems without shaping; Chinese with room for a word to spare."""
    if plain.count("\n") >= lines:
        return False
    if find_language(language).is_ideographic:
        return about(plain, language) < (room - 4) * lines
    used, count = 0.0, 1
    for word in plain.split():
        if word[0] in NO_START:
            return False
        width = about(word, language) * 1.02
        used += width + 0.3
        if used > room:
            used, count = width + 0.3, count + 1
        if width > room:
            return False
    return count <= lines


def drawable(text: str) -> str:
    """The text without what would make it read differently than it is written."""
    return _OVERRIDES.sub("", text)
