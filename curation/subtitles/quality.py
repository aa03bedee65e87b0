"""What a cue should be checked for before it is shown: timing, reading, lines, characters.

Limits and their sources: `limits`. Findings carry a code, an English sentence and its parameters; Django translates
`MESSAGES[code]` and fills in the parameters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from curation.subtitles import fonts, markup
from curation.subtitles.cues import Cue, Document
from curation.subtitles.layout import burnt_lines
from curation.subtitles.limits import Limits, limits_for, reading_length

MESSAGES = {
    "too_short": "Shown for %(seconds)s s; it needs at least %(limit)s s.",
    "too_long": "Shown for %(seconds)s s; at most %(limit)s s are comfortable.",
    "backwards": "It ends before it starts.",
    "too_fast": "%(speed)s characters a second; viewers read %(limit)s.",
    "overlap": "It overlaps the caption before by %(seconds)s s.",
    "small_gap": "Only %(frames)s frames lie between this caption and the one before; leave %(limit)s or none.",
    "outside": "It lies outside the clip, which lasts %(duration)s s.",
    "off_frame": "It does not start on a frame; the nearest is at %(time)s s.",
    "line_too_long": "Line %(line)s has %(length)s characters; %(limit)s fit.",
    "too_many_lines": "%(lines)s lines; at most %(limit)s.",
    "does_not_fit": "Burnt into %(width)s × %(height)s it takes %(lines)s lines; at most %(limit)s.",
    "missing_glyphs": "No font here can draw: %(characters)s.",
    "control_characters": "Invisible control characters: %(characters)s.",
    "unbalanced_direction": "A mark of writing direction is opened and not closed, or the other way round.",
    "unbalanced_tags": "A tag is closed that was not opened: %(tags)s.",
    "white_space": "Spaces at the beginning or end of a line, or several in a row.",
    "bad_line_start": "Line %(line)s begins with “%(character)s”, which belongs to the line before.",
    "empty": "There is no text.",
    "repeated": "The caption before says the same.",
}
_OPENING, _CLOSING = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
# direction marks, joiners (Arabic and Mongolian need them), soft hyphen and word joiner are proper text
_WANTED_FORMATS = frozenset("\u200e\u200f\u061c\u200b\u200c\u200d\u00ad\u2060\u180e" + _ISOLATES + _POP_ISOLATE)
_SLACK = 0.0005  # seconds: half of the millisecond that every format rounds to


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. `cue_index` counts from 0; `message` is English, `MESSAGES[code] % params`."""

    code: str
    cue_index: int
    message: str
    params: dict[str, object] = field(default_factory=dict)


def check(
    document: Document,
    *,
    language: str,
    duration: float | None = None,
    frame_rate: float | None = None,
    picture: tuple[int, int] | None = None,
) -> list[Finding]:
    """All findings in the order of the cues.

    `duration`: of the clip, in seconds; `frame_rate`: frames a second; `picture`: width and height in pixels, where the
    captions will be burnt in. Raises SubtitleError `unknown_language`.
    """
    limits = limits_for(language)
    findings: list[Finding] = []
    previous: Cue | None = None
    for index, cue in enumerate(document.cues):
        found = [*_timing(cue, limits, language), *_text(cue, limits, language)]
        found += [*_place(cue, duration, frame_rate), *_burnt(cue, limits, language, picture)]
        if previous is not None:
            found += _neighbours(previous, cue, limits, frame_rate)
        findings += [Finding(code, index, MESSAGES[code] % params, params) for code, params in found]
        previous = cue
    return findings


_Found = Iterator[tuple[str, dict[str, object]]]


def _timing(cue: Cue, limits: Limits, language: str) -> _Found:
    seconds = cue.end - cue.start
    if seconds <= 0:
        yield "backwards", {}
        return
    if seconds < limits.shortest - _SLACK:
        yield "too_short", {"seconds": round(seconds, 2), "limit": round(limits.shortest, 2)}
    if seconds > limits.longest + _SLACK:
        yield "too_long", {"seconds": round(seconds, 2), "limit": round(limits.longest, 2)}
    speed = reading_length(markup.plain(cue.text), language=language) / seconds
    if speed > limits.characters_a_second + 0.05:
        yield "too_fast", {"speed": round(speed, 1), "limit": limits.characters_a_second}


def _place(cue: Cue, duration: float | None, frame_rate: float | None) -> _Found:
    if cue.start < -_SLACK or (duration is not None and cue.end > duration + _SLACK):
        yield "outside", {"duration": "?" if duration is None else round(duration, 3)}
    if frame_rate:
        nearest = round(cue.start * frame_rate) / frame_rate
        # a millisecond is all that the formats can say, so a frame at 0.041666 stands at 0.042
        if abs(nearest - cue.start) > 0.001:
            yield "off_frame", {"time": round(nearest, 3)}


def _burnt(cue: Cue, limits: Limits, language: str, picture: tuple[int, int] | None) -> _Found:
    if picture is None:
        return
    width, height = picture
    lines = len(burnt_lines(cue.text, language=language, width=width, height=height))
    if lines > limits.lines:
        yield "does_not_fit", {"width": width, "height": height, "lines": lines, "limit": limits.lines}


def _neighbours(previous: Cue, cue: Cue, limits: Limits, frame_rate: float | None) -> _Found:
    gap = cue.start - previous.end
    if gap < -_SLACK:
        yield "overlap", {"seconds": round(-gap, 3)}
    elif frame_rate and _SLACK < gap < limits.minimum_gap_frames / frame_rate - 0.001:
        yield "small_gap", {"frames": round(gap * frame_rate, 1), "limit": limits.minimum_gap_frames}
    text = markup.plain(cue.text).split()
    if text and text == markup.plain(previous.text).split():
        yield "repeated", {}


def _text(cue: Cue, limits: Limits, language: str) -> _Found:
    plain = markup.plain(cue.text)
    lines = plain.split("\n")
    if not plain.strip():
        yield "empty", {}
        return
    if len(lines) > limits.lines:
        yield "too_many_lines", {"lines": len(lines), "limit": limits.lines}
    for number, line in enumerate(lines, start=1):
        length = reading_length(line.strip(), language=language)
        if length > limits.characters_a_line:
            yield "line_too_long", {"line": number, "length": f"{length:g}", "limit": limits.characters_a_line}
        if number > 1 and line and line[0] in "，。！？；：、）」』》】…":
            yield "bad_line_start", {"line": number, "character": line[0]}
    if any(line != line.strip() for line in lines) or re.search(r"[^\S\n]{2,}", plain):
        yield "white_space", {}
    if tags := markup.unbalanced(cue.text):
        yield "unbalanced_tags", {"tags": ", ".join(tags)}
    yield from _characters(plain, language)


def _characters(plain: str, language: str) -> _Found:
    if missing := fonts.missing_glyphs(plain, language):
        yield "missing_glyphs", {"characters": " ".join(missing)}
    control = {
        character: None
        for character in plain
        if character != "\n"
        and character not in _WANTED_FORMATS
        and character not in _OPENING + _CLOSING
        and unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn")
        # emoji flags and the like are told of as missing glyphs
        and not 0xE0000 <= ord(character) <= 0xE007F
    }
    if control:
        yield "control_characters", {"characters": " ".join(f"U+{ord(character):04X}" for character in control)}
    for line in plain.split("\n"):
        if not _closed(line, _OPENING, _CLOSING) or not _closed(line, _ISOLATES, _POP_ISOLATE):
            yield "unbalanced_direction", {}
            return


def _closed(line: str, opening: str, closing: str) -> bool:
    depth = 0
    for character in line:
        depth += (character in opening) - (character in closing)
        if depth < 0:
            return False
    return depth == 0
