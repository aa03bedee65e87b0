"""A cue's text broken anew, its tags kept on their words."""

from functools import lru_cache

from curation.subtitles import markup
from curation.subtitles.layout.lines import wrap_characters

_LONG = 400  # characters: longer texts are laid out each time, not remembered


def reflow(text: str, *, language: str) -> str:
    """A cue's text (tags and all, see `markup`) broken anew by `wrap_characters`; every tag stays where it was."""
    return _remembered(text, language) if len(text) <= _LONG else _reflow(text, language)


def _reflow(text: str, language: str) -> str:
    literal = "".join(piece for piece, is_tag in markup.pieces(text) if not is_tag)
    wanted = "\n".join(wrap_characters(literal, language=language))
    result: list[str] = []
    place = 0
    for piece, is_tag in markup.pieces(text):
        if is_tag:
            result.append(piece)
            continue
        start = place
        for character in piece:
            if not character.isspace():
                place = wanted.find(character, place) + 1 or place
        # white space belongs to the piece in front of it, unless a line ends there
        while place < len(wanted) and piece[-1].isspace() and wanted[place].isspace():
            place += 1
        result.append(markup.escape(wanted[start:place]))
    return markup.tidy("".join(result))


_remembered = lru_cache(maxsize=50_000)(_reflow)
