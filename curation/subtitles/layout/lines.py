"""Lines for a text: as few as the width allows, evenly filled, broken where the language lets them break.

No character other than white space is ever lost; a text that does not fit two lines gets more.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from curation.subtitles.languages import Language
from curation.subtitles.languages import language as find_language
from curation.subtitles.layout import breaks
from curation.subtitles.layout.breaks import FORBIDDEN, Unit
from curation.subtitles.layout.measure import text_width
from curation.subtitles.limits import limits_for, reading_length

_LINE_FEEDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_DIALOGUE = re.compile(r"\s*[-‐–—]")
_BAD = 20.0  # a break that costs as much is never an editor's wish
_TOP_HEAVY = 1.5
_WIDOW = 0.3  # of an even share: a last line as short looks lost
_MANY = 240  # units: more than this and lines are filled one after another instead of evenly


def wrap(text: str, *, language: str, max_width_px: float, font_size: float) -> list[str]:
    """Break plain text (no tags) for burning in, by the pixels it takes.

    `font_size` is the em in pixels, `max_width_px` the room for a line. Measured by shaping with the fonts that libass
    will draw with. Raises SubtitleError `unknown_language`.
    """

    def measure(piece: str) -> float:
        return text_width(piece, language=language, font_size=font_size)

    return _wrap(text, find_language(language), measure, max_width_px)


def wrap_characters(text: str, *, language: str) -> list[str]:
    """Break plain text for a sidecar file, by the characters a line may have (see `limits`)."""
    spoken = find_language(language)
    limits = limits_for(language)

    def measure(piece: str) -> float:
        return reading_length(piece, language=spoken.tag)

    return _wrap(text, spoken, measure, limits.characters_a_line)


def joined(text: str, *, language: str) -> str:
    """The lines of a plain text as one; those of several speakers stay apart."""
    given = _given(text)
    if len(given) < 2 or all(_DIALOGUE.match(line) for line in given):
        return text
    return _joined(given, find_language(language))


def _given(text: str) -> list[str]:
    return [line.strip() for line in _LINE_FEEDS.split(text) if line.strip()]


def _wrap(text: str, language: Language, measure: Callable[[str], float], limit: float) -> list[str]:
    given = _given(text)
    if not given:
        return []
    if len(given) > 1 and all(_DIALOGUE.match(line) for line in given):
        # two people speak: each keeps a line of their own
        return [line for speech in given for line in _paragraph(speech, language, measure, limit)]
    if len(given) <= 2 and all(measure(line) <= limit for line in given) and well_broken(given, language):
        return given
    return _paragraph(_joined(given, language), language, measure, limit)


def well_broken(lines: list[str], language: Language) -> bool:
    """Whether somebody broke these lines where one may: not before a comma, inside a word, before a unit."""
    return not breaks.tears_word(lines, language) and not any(
        below[0] in breaks.NO_START
        or above[-1] in breaks.NO_END
        or breaks.break_cost(_last_word(above, language), below.split(maxsplit=1)[0], language) >= _BAD
        for above, below in pairwise(lines)
    )


def _last_word(line: str, language: Language) -> Unit:
    if language.is_ideographic:
        return Unit(line)
    return Unit(line.rsplit(maxsplit=1)[-1], " ")


def _joined(lines: list[str], language: Language) -> str:
    text = lines[0]
    for line in lines[1:]:
        spaced = not language.is_ideographic or (line[0].isascii() and text[-1].isascii())
        text += f" {line}" if spaced else line
    return text


def _paragraph(text: str, language: Language, measure: Callable[[str], float], limit: float) -> list[str]:
    limit += 1e-6  # sums of floats: sixteen characters must fit a line for sixteen
    units = [part for unit in breaks.units(text, language) for part in _fitting(unit, measure, limit)]
    widths = [measure(unit.text) for unit in units]
    gaps = [measure(unit.space) if unit.space else 0.0 for unit in units]
    ends = _filled(widths, gaps, limit)
    if len(ends) > 1 and len(units) <= _MANY:
        ends = _balanced(units, widths, gaps, limit, len(ends))
    starts = [0, *ends[:-1]]
    lines = (_text(units[start:end]) for start, end in zip(starts, ends, strict=True))
    return [line for line in lines if line]


def _text(units: list[Unit]) -> str:
    return "".join(unit.text + unit.space for unit in units).strip(" ")


def _fitting(unit: Unit, measure: Callable[[str], float], limit: float) -> list[Unit]:
    """The unit itself, or, where no line is wide enough for it, its parts."""
    if measure(unit.text) <= limit:
        return [unit]
    parts = [""]
    for grapheme in breaks.graphemes(unit.text):
        if parts[-1] and measure(parts[-1] + grapheme) > limit:
            parts.append("")
        parts[-1] += grapheme
    *heads, tail = parts
    return [*(Unit(part, cost=FORBIDDEN) for part in heads), Unit(tail, unit.space, unit.cost)]


def _filled(widths: list[float], gaps: list[float], limit: float) -> list[int]:
    """Ends of lines when each takes what it can: the fewest lines there can be."""
    ends: list[int] = []
    used = 0.0
    for index, width in enumerate(widths):
        gap = gaps[index - 1] if index else 0.0
        if used and used + gap + width > limit:
            ends.append(index)
            used = width
        else:
            used += (gap if used else 0.0) + width
    return [*ends, len(widths)]


def _balanced(units: list[Unit], widths: list[float], gaps: list[float], limit: float, lines: int) -> list[int]:
    """Ends of exactly `lines` lines with the least sum of unevenness and cost of breaking."""
    count = len(units)
    along = [0.0]
    for width, gap in zip(widths, gaps, strict=True):
        along.append(along[-1] + width + gap)
    ideal = along[-1] / lines
    # best[k][end]: cost of k lines that end before unit `end`, and where the last of them starts
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number in range(1, lines + 1):
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[-1].items():
            for end in range(start + 1, count + 1):
                width = along[end] - along[start] - gaps[end - 1]
                if width > limit and end > start + 1:
                    break
                if (end == count) != (number == lines):
                    continue
                total = cost + ((width - ideal) / limit) ** 2 * 100 + (units[end - 1].cost if end < count else 0.0)
                # where all else is equal the lower line is the longer one, and covers no face
                total += _TOP_HEAVY * (width / limit) * (lines - number)
                if end == count and width < _WIDOW * ideal:
                    total += 10.0
                if end not in row or total < row[end][0]:
                    row[end] = (total, start)
        best.append(row)
    ends = [count]
    for number in range(lines, 1, -1):
        ends.append(best[number][ends[-1]][1])
    return ends[::-1]
