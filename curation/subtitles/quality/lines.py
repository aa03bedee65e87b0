"""How a caption's text stands in its lines, in the file and in the picture."""

import re
from itertools import pairwise

from curation.subtitles import markup
from curation.subtitles.cues import Cue
from curation.subtitles.layout import breaks, fits, picture_for
from curation.subtitles.layout.breaks import Unit
from curation.subtitles.limits import Limits, reading_length
from curation.subtitles.quality.findings import Found
from curation.subtitles.quality.setting import Setting

_GAPS = re.compile(r"[^\S\n\u00a0\u202f\u2007]{2,}|^\s|[^\S\n]\n|\n[^\S\n]|\s\Z")
_DIALOGUE = re.compile(r"\s*[-‐–—]")
_BAD = 15.0  # the cost of a break after an article or inside a figure: see `layout.breaks`
_SENTENCE = ".!?。！？…"
_CLOSING = "\"'”’»)）」』"


def lines(cue: Cue, plain: str, setting: Setting) -> Found:
    """What is wrong with the lines as they are written."""
    found = plain.split("\n")
    if not plain.strip():
        yield "empty", {}
        return
    if len(found) > setting.limits.lines:
        yield "too_many_lines", {"lines": len(found), "limit": setting.limits.lines}
    yield from _lengths(found, setting)
    if len(found) > 1:
        yield from _breaks(found, setting)
    if _GAPS.search(plain):
        yield "white_space", {}
    if "<" in cue.text and (tags := markup.unbalanced(cue.text)):
        yield "unbalanced_tags", {"tags": ", ".join(tags)}
    if not setting.limits.italics and "<i" in cue.text and any(run.italic for run in markup.runs(cue.text)):
        yield "no_italics", {}


def _lengths(found: list[str], setting: Setting) -> Found:
    limit = setting.limits.characters_a_line
    for number, line in enumerate(found, start=1):
        if len(line) > limit:  # no character is longer than one
            length = reading_length(line.strip(), language=setting.spoken.tag)
            if length > limit:
                yield "line_too_long", {"line": number, "length": f"{length:g}", "limit": limit}


def _breaks(found: list[str], setting: Setting) -> Found:
    shown = [line.strip() for line in found]
    speeches = all(_DIALOGUE.match(line) for line in shown)
    for number, (above, below) in enumerate(pairwise(shown), start=1):
        if not above or not below or speeches:
            continue
        if below[0] in breaks.NO_START and not _DIALOGUE.match(below):
            yield "bad_line_start", {"line": number + 1, "character": below[0]}
            continue
        word = bad_end(above, below, setting)
        if word:
            yield "bad_line_end", {"line": number, "word": word}
    last = shown[-1]
    if len(shown) > 1 and not speeches and shown[-2] and _is_widow(last, shown[-2], setting.limits, setting):
        yield "widow", {"word": last}


def bad_end(above: str, below: str, setting: Setting) -> str:
    """The end of a line that should stand in the next; empty where the break is good."""
    if above[-1] in breaks.NO_END:
        return above[-1]
    if setting.spoken.is_ideographic:
        return above[-1] if breaks.tears_word([above, below], setting.spoken) else ""
    word = above.rsplit(maxsplit=1)[-1]
    cost = breaks.break_cost(Unit(word, " "), below.split(maxsplit=1)[0], setting.spoken)
    return word if cost >= _BAD else ""


def _is_widow(last: str, above: str, limits: Limits, setting: Setting) -> bool:
    """A syllable or a short word alone under a full line; not where a sentence of its own stands there."""
    core = last.rstrip(_CLOSING + _SENTENCE)
    if above.rstrip(_CLOSING)[-1:] in _SENTENCE or " " in last:
        return False
    length = reading_length(core, language=setting.spoken.tag)
    most = 1.0 if limits.half_width else 4.0
    return length <= most and reading_length(above, language=setting.spoken.tag) > 0.3 * limits.characters_a_line


def burnt(cue: Cue, setting: Setting) -> Found:
    """What does not fit the picture that the caption will be burnt into."""
    if setting.picture is None:
        return
    width, height = setting.picture
    count = fits(cue.text, language=setting.spoken.tag, width=width, height=height)
    if count:
        limit = picture_for(language=setting.spoken.tag, width=width, height=height).lines
        yield "does_not_fit", {"width": width, "height": height, "lines": count, "limit": limit}
