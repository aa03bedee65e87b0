"""Cues into whole sentences for translation, and translated sentences back into cues in step with the picture."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from curation.translation.clauses import breaks, ends_open, sentence_ends, starts_lower
from curation.translation.sentences import UNSPACED

PAUSE = 1.5
"""Seconds of silence after which what follows is not taken for the rest of a sentence."""

MOST_PARTS = 8
"""Cues of one sentence. Speech without an end mark is cut here: no model is at its best with a whole page."""

NEAR = 20
"""Places looked at on each side of where the picture wants a cut."""

_APART = re.compile(r"^\s*(?:[-–—‐]\s*\S|[\[(（【♪♫#>])")
"""Dialogue dashes, sounds in brackets and songs begin something new."""


@dataclass(frozen=True, kw_only=True)
class TimedText:
    """The text of one cue and when it stands, in seconds."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """The piece of a sentence that one cue says: the cue's place in the list, and its seconds for this piece."""

    cue: int
    start: float
    end: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A whole sentence and the cues that say it, in order."""

    text: str
    parts: tuple[Part, ...]


def joined(cues: Sequence[TimedText], language: str) -> list[Sentence]:
    """The sentences of a track in order. Every cue with text is part of one sentence or of several.

    A cue runs on into the next where it ends openly (with a comma, or without an end mark before a small letter), no
    pause of `PAUSE` seconds lies between, and neither begins with a dialogue dash, a sound or a song.
    """
    found: list[Sentence] = []
    open_parts: list[Part] = []
    for at, cue in enumerate(cues):
        pieces = _pieces(cue, at, language=language)
        if not pieces:
            continue
        full = len(open_parts) == MOST_PARTS
        if open_parts and (full or not _runs_on(cues[open_parts[-1].cue], cue, language=language)):
            found.append(_sentence(open_parts, language=language))
            open_parts = []
        for piece in pieces[:-1]:
            found.append(_sentence([*open_parts, piece], language=language))
            open_parts = []
        open_parts = [*open_parts, pieces[-1]]
    if open_parts:
        found.append(_sentence(open_parts, language=language))
    return found


def _flat(text: str, *, language: str) -> str:
    """Line breaks are layout: a space, or nothing where the language has none."""
    return _joint(language).join(line.strip() for line in text.splitlines() if line.strip())


def _joint(language: str) -> str:
    return "" if language in UNSPACED else " "


def _pieces(cue: TimedText, at: int, *, language: str) -> list[Part]:
    """The sentences within one cue, with their share of its time by their length."""
    flat = _flat(cue.text, language=language)
    cuts = [0, *sentence_ends(flat, language=language), len(flat)]
    texts = [flat[begin:end].strip() for begin, end in pairwise(cuts)]
    texts = [text for text in texts if text]
    total = sum(map(len, texts)) or 1
    parts, said, seconds = [], 0, max(cue.end - cue.start, 0.0)
    for text in texts:
        begin = cue.start + seconds * said / total
        said += len(text)
        parts.append(Part(cue=at, start=begin, end=cue.start + seconds * said / total, text=text))
    return parts


def _runs_on(before: TimedText, after: TimedText, *, language: str) -> bool:
    old, new = _flat(before.text, language=language), _flat(after.text, language=language)
    if not 0 <= after.start - before.end <= PAUSE or _APART.match(old) or _APART.match(new):
        return False
    return ends_open(old) or (starts_lower(new) and not sentence_ends(old[-NEAR:] + " X", language=language))


def _sentence(parts: Sequence[Part], *, language: str) -> Sentence:
    return Sentence(text=_joint(language).join(part.text for part in parts), parts=tuple(parts))


def cut_back(sentence: Sentence, translation: str, *, language: str, line: int = 0, lines: int = 2) -> list[str]:
    """The translation in as many pieces as the sentence has parts, in step with them.

    Each piece is as long as its part's share of the time wants, moved to the next good place: after a clause, before
    a small word rather than behind it, never inside a word. `line` is the most characters of a line (0: no limit) and
    `lines` the most lines: a piece that would not fit weighs more than a better place. Joined, the pieces are the
    translation but for white space. Where it has fewer words than there are parts the last pieces are empty.
    """
    text = " ".join(translation.split())
    wanted = len(sentence.parts)
    if wanted <= 1 or not text:
        return [text, *[""] * (wanted - 1)] if wanted else []
    places = breaks(text, language=language)
    if len(places) < wanted - 1:
        ends = [0, *sorted(places), len(text)]
        pieces = [text[begin:end].strip() for begin, end in pairwise(ends)]
        return [*pieces, *[""] * (wanted - len(pieces))]
    cuts = _best(places, _ideals(sentence, len(text)), size=len(text), most=line * lines)
    ends = [0, *cuts, len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(ends)]


def _ideals(sentence: Sentence, size: int) -> list[float]:
    """Where the picture would cut: by the seconds of the parts, or by their text where they have none."""
    weights = [max(part.end - part.start, 0.0) for part in sentence.parts]
    if min(weights) <= 0:
        weights = [float(len(part.text) or 1) for part in sentence.parts]
    total, passed, ideals = sum(weights), 0.0, []
    for weight in weights[:-1]:
        passed += weight
        ideals.append(size * passed / total)
    return ideals


def _best(places: dict[int, float], ideals: Sequence[float], *, size: int, most: int) -> list[int]:
    """The cheapest cuts: far from the ideal, at a bad place, or too long a piece all cost."""
    unit = size / (len(ideals) + 1)
    listed = sorted(places)
    # cost and cuts so far, by the last cut
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for turn, ideal in enumerate(ideals):
        # as many places must be left on either side as there are other cuts
        first, beyond = turn, len(listed) - (len(ideals) - turn - 1)
        middle = bisect_left(listed, ideal, first, beyond)
        near = listed[max(first, middle - NEAR) : min(beyond, middle + NEAR)]
        reached: dict[int, tuple[float, list[int]]] = {}
        for place in near:
            cost = ((place - ideal) / unit) ** 2 + places[place]
            options = [
                (before + cost + _excess(place - last, most), [*cuts, place])
                for last, (before, cuts) in ways.items()
                if last < place
            ]
            if options:
                reached[place] = min(options)
        if not reached:
            # the places near this cut are all used up: the next free one
            last = min(ways)
            place = listed[max(first, bisect_right(listed, last))]
            reached[place] = (ways[last][0], [*ways[last][1], place])
        ways = reached
    return min(((cost + _excess(size - last, most), cuts) for last, (cost, cuts) in ways.items()))[1]


def _excess(length: int, most: int) -> float:
    return 4.0 * (length - most) / most + 2.0 if most and length > most else 0.0
