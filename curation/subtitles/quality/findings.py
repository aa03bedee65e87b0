"""What can be found in a caption: codes, English sentences with their parameters, and how grave each is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

Severity = Literal["error", "warning"]
Found = Iterator[tuple[str, dict[str, object]]]

MESSAGES: dict[str, str] = {
    "backwards": "It ends before it starts.",
    "endless": "Its times are not times of a film: %(start)s to %(end)s s.",
    "overlap": "It overlaps the caption before by %(seconds)s s.",
    "outside": "It lies outside the clip, which lasts %(duration)s s.",
    "empty": "There is no text.",
    "does_not_fit": "Burnt into %(width)s × %(height)s it takes %(lines)s lines; at most %(limit)s.",
    "missing_glyphs": "No font here can draw: %(characters)s.",
    "unbalanced_tags": "A tag is closed that was not opened: %(tags)s.",
    "numbers_differ": "The figures differ from the original: %(differences)s.",
    "dates_differ": "The dates or hours differ from the original: %(differences)s.",
    "units_differ": "The units differ from the original: %(differences)s.",
    "wrong_script": "“%(text)s” is not written in the script of this language.",
    "wrong_language": "This looks like %(found)s, not %(wanted)s.",
    "untranslated": "It still says the same as the original.",
    "loop": "“%(text)s” is repeated over and over.",
    "stale": "The original has changed since this was translated.",
    "term_missing": "“%(term)s” is not translated as the glossary wants it: %(expected)s.",
    "term_wrong": "“%(found)s” is named, but the source does not speak of it.",
    "term_forbidden": "“%(found)s” must not be used; write %(expected)s.",
    "too_short": "Shown for %(seconds)s s; it needs at least %(limit)s s.",
    "too_long": "Shown for %(seconds)s s; at most %(limit)s s are comfortable.",
    "too_fast": "%(speed)s characters a second; viewers read %(limit)s.",
    "small_gap": "Only %(frames)s frames lie between this caption and the one before; leave %(limit)s or none.",
    "off_frame": "It does not start on a frame; the nearest is at %(time)s s.",
    "off_frame_end": "It does not end on a frame; the nearest is at %(time)s s.",
    "starts_near_shot": "It starts %(seconds)s s from the cut at %(time)s s; start on it or half a second away.",
    "ends_near_shot": "It ends %(seconds)s s from the cut at %(time)s s; end on it or half a second away.",
    "line_too_long": "Line %(line)s has %(length)s characters; %(limit)s fit.",
    "too_many_lines": "%(lines)s lines; at most %(limit)s.",
    "bad_line_start": "Line %(line)s begins with “%(character)s”, which belongs to the line before.",
    "bad_line_end": "Line %(line)s ends with “%(word)s”, which belongs to the line after.",
    "widow": "“%(word)s” stands alone in the last line.",
    "white_space": "Spaces at the beginning or end of a line, or several in a row.",
    "control_characters": "Invisible control characters: %(characters)s.",
    "unbalanced_direction": "A mark of writing direction is opened and not closed, or the other way round.",
    "no_italics": "Italics are not used in this language.",
    "western_punctuation": "Between Chinese characters write “%(right)s”, not “%(wrong)s”.",
    "straight_quotes": "Straight quotation marks; this language writes %(right)s.",
    "three_dots": "Three full stops; write an ellipsis “…”.",
    "punctuation_space": "The space before “%(character)s” is not the one this language wants.",
    "length_ratio": "It is %(times)s times as long as the original; %(usual)s is usual.",
    "repeated": "The caption before says the same.",
}
_ERRORS = frozenset(
    [
        "backwards",
        "endless",
        "overlap",
        "outside",
        "empty",
        "does_not_fit",
        "missing_glyphs",
        "unbalanced_tags",
        "numbers_differ",
        "dates_differ",
        "units_differ",
        "wrong_script",
        "wrong_language",
        "untranslated",
        "loop",
        "stale",
        "term_missing",
        "term_wrong",
        "term_forbidden",
    ]
)
SEVERITY: dict[str, Severity] = {code: "error" if code in _ERRORS else "warning" for code in MESSAGES}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. `cue_index` counts from 0; `message` is English, `MESSAGES[code] % params`."""

    code: str
    cue_index: int
    message: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """`error`: it must not go out like this; `warning`: a person may let it pass."""
        return SEVERITY[self.code]


class TermFinding(Protocol):
    """What a glossary found in a translation; the glossary belongs to another engine, which hands these in."""

    @property
    def code(self) -> str: ...
    @property
    def entry(self) -> str: ...
    @property
    def expected(self) -> tuple[str, ...]: ...
    @property
    def found(self) -> str: ...
