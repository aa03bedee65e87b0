"""The width of a line as libass will draw it: shaped by HarfBuzz with the same fonts."""

from functools import lru_cache

import uharfbuzz as hb

from curation.subtitles import fonts

_LONG = 400  # characters: longer texts are measured, not remembered


def text_width(text: str, *, language: str, font_size: float) -> float:
    """The width in pixels of one line of text drawn with an em of `font_size` pixels."""
    width = _remembered(text, language) if len(text) <= _LONG else _width_in_ems(text, language)
    return width * font_size


def _width_in_ems(text: str, language: str) -> float:
    return sum(_advance(font, run) for font, run in fonts.font_runs(text, language))


_remembered = lru_cache(maxsize=50_000)(_width_in_ems)


def _advance(font: fonts.Font, run: str) -> float:
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    shaper = _shaper(font)
    hb.shape(shaper, buffer)
    return sum(position.x_advance for position in buffer.glyph_positions) / shaper.face.upem


def about(text: str, language: str) -> float:
    """The width of a line in ems, letter by letter without shaping: quick, and hardly ever too little."""
    return sum(map(_letters(language).__getitem__, text))


class _Advances(dict[str, float]):
    """The advance of each character in ems, found once."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, character: str) -> float:
        self[character] = width = _width_in_ems(character, self._language)
        return width


@lru_cache(maxsize=32)
def _letters(language: str) -> _Advances:
    return _Advances(language)


@lru_cache(maxsize=16)
def _shaper(font: fonts.Font) -> hb.Font:
    return hb.Font(fonts.face(font))
