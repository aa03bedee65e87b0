"""Cues into whole sentences for translation, and translated sentences back into cues in step with the picture."""

from collections.abc import Sequence
from dataclasses import dataclass


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
    """The sentences of a track in order. Every cue with text is part of one sentence or of several."""
    raise NotImplementedError


def cut_back(sentence: Sentence, translation: str, *, language: str, line: int = 0, lines: int = 2) -> list[str]:
    """The translation in as many pieces as the sentence has parts, in step with them."""
    raise NotImplementedError
