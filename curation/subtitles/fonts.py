"""The fonts that the installation brought, and which of them draws what.

They come from the packages noto-cjk-sans-otc, fontpkg-noto-sans and fontpkg-noto-sans-arabic, so that a picture looks
the same on every machine; fonts of the system are never used.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from curation.subtitles.languages import LANGUAGES
from curation.subtitles.languages import language as find_language

_NO_INK = "\n \u00a0\u200e\u200f\u200b\u2060"  # what stands in ordinary captions and needs no glyph
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Font:
    """`family` is the name that libass and browsers find it by, `index` its place in a collection (.ttc)."""

    family: str
    path: Path
    index: int = 0


# (package, file in it, plain name in the prepared folder)
_FILES = (
    ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"),
    ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", "NotoSans.ttf"),
    ("fontpkg_noto_sans", "files/NotoSans-Italic[wdth,wght].ttf", "NotoSans-Italic.ttf"),
    ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf", "NotoSansArabic.ttf"),
)
# places in NotoSansCJK-Regular.ttc, as its name tables give them
_CJK = {"ja": ("JP", 0), "ko": ("KR", 1), "zh-Hans": ("SC", 2), "zh-Hant": ("TC", 3)}


def _source(package: str, name: str) -> Path:
    # found, not imported: the packages hold nothing but files
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {package} is not installed")
    return Path(spec.origin).parent / name


def _cjk(tag: str) -> Font:
    region, index = _CJK[tag]
    return Font(f"Noto Sans CJK {region}", _source(*_FILES[0][:2]), index)


def _latin() -> Font:
    return Font("Noto Sans", _source(*_FILES[1][:2]))


def _arabic() -> Font:
    return Font("Noto Sans Arabic", _source(*_FILES[3][:2]))


@lru_cache(maxsize=32)
def font_for(language: str) -> Font:
    """The font that a language's captions are drawn with. Raises SubtitleError `unknown_language`."""
    tag = find_language(language).tag
    if tag in _CJK:
        return _cjk(tag)
    return _arabic() if tag == "ar" else _latin()


@lru_cache(maxsize=32)
def fonts_for(language: str) -> tuple[Font, ...]:
    """All our fonts in the order they are asked for a character, the language's own first."""
    others = (_latin(), _cjk("zh-Hans"), _cjk("ko"), _arabic())
    return tuple(dict.fromkeys((font_for(language), *others)))


@lru_cache(maxsize=16)
def face(font: Font) -> hb.Face:
    """The font opened for shaping (mapped from the file, opened once)."""
    return hb.Face(hb.Blob.from_file_path(str(font.path)), font.index)


@lru_cache(maxsize=16)
def characters(font: Font) -> frozenset[int]:
    """The code points that a font has glyphs for."""
    return frozenset(face(font).unicodes)


@lru_cache(maxsize=16)
def line_ratio(font: Font) -> float:
    """What libass calls the size of a font, divided by its em: (usWinAscent + usWinDescent) / unitsPerEm.

    Source: `ass_face_set_size` in libass, which follows VSFilter. Without it the same size in ASS draws Arabic a third
    smaller than Chinese.
    """
    with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
        metrics = opened["OS/2"]
        return (metrics.usWinAscent + metrics.usWinDescent) / opened["head"].unitsPerEm


@lru_cache(maxsize=32)
def _drawn_by(font: Font) -> frozenset[str]:
    return frozenset(map(chr, characters(font)))


@lru_cache(maxsize=1)
def _drawn() -> frozenset[str]:
    """All characters that any of our fonts draws; every language can fall back to every font."""
    fonts = dict.fromkeys(font for tag in LANGUAGES for font in fonts_for(tag))
    return frozenset(_NO_INK).union(*map(_drawn_by, fonts))


@lru_cache(maxsize=32)
def _alone(language: str) -> tuple[Font, frozenset[str]]:
    font = font_for(language)
    return font, _drawn_by(font).union(_NO_INK)


def is_invisible(character: str) -> bool:
    """Spaces, marks of direction, joiners: drawn by no glyph."""
    return unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp") or 0xFE00 <= ord(character) <= 0xFE0F


def missing_glyphs(text: str, language: str) -> list[str]:
    """The characters (each once, in order) that none of our fonts can draw."""
    find_language(language)
    drawn = _drawn()
    if drawn.issuperset(text):
        return []
    missing = []
    for grapheme in _GRAPHEME.findall(text):
        # a flag or a family is one sign to a reader, made of several characters
        lacking = [each for each in grapheme if each not in drawn and not is_invisible(each)]
        if len(lacking) > 1 and lacking[0] == grapheme[0]:
            missing.append(grapheme)
        else:
            missing += lacking
    return list(dict.fromkeys(missing))


def font_runs(text: str, language: str) -> Iterator[tuple[Font, str]]:
    """Cut a text where the font must change because the one before lacks a glyph; what no font has stays."""
    alone, drawn = _alone(language)
    if drawn.issuperset(text):
        if text:
            yield alone, text
        return
    fonts = fonts_for(language)
    current, run = fonts[0], ""
    for character in text:
        font = _font_of(character, fonts, current)
        if font != current and run:
            yield current, run
            run = ""
        current = font
        run += character
    if run:
        yield current, run


def _font_of(character: str, fonts: tuple[Font, ...], current: Font) -> Font:
    if is_invisible(character) or unicodedata.combining(character):
        return current
    return next((font for font in fonts if ord(character) in characters(font)), fonts[0])


def prepare(directory: Path) -> Path:
    """A folder inside `directory` that holds all our fonts and nothing else, for libass's `fontsdir`.

    Made once, under a name that changes with the fonts; safe when several processes ask at the same moment.
    """
    sources = [(_source(package, name), plain) for package, name, plain in _FILES]
    state = "|".join(f"{plain}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path, plain in sources)
    target = directory.absolute() / f"fonts-{hashlib.sha256(state.encode()).hexdigest()[:12]}"
    if target.is_dir():
        return target
    directory.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".fonts-", dir=directory.absolute()))
    try:
        for path, plain in sources:
            _place(path, building / plain)
        building.chmod(0o755)
        # another process may have finished first: then its folder is as good as ours
        with contextlib.suppress(OSError):
            building.rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    if not target.is_dir():
        raise FileNotFoundError(f"the folder of fonts could not be made in {directory}")
    return target


def _place(source: Path, target: Path) -> None:
    try:
        os.link(source.resolve(), target)  # no second copy of 20 MB where the file system allows it
    except OSError:
        shutil.copyfile(source, target)
