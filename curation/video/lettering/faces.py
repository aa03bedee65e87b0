"""The fonts of a folder, and which of them draws a character in a language."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from curation.video.errors import VideoError
from curation.video.wishes import refusal

ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
MOST_FILES = 64
BOLD = 680  # on the axis `wght`
# Fonts without that axis are drawn bolder by so much of an em: about what a weight of 680 looks like.
EMBOLDENED = 0.03
# Han characters look different from country to country: a family of each ends in its code.
REGIONS = {"zh-Hans": "SC", "zh-Hant": "TC", "ja": "JP", "ko": "KR"}
TRADITIONAL = {"zh-tw", "zh-hk", "zh-mo", "zh-hant"}
SCRIPTS = {"ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "ug": "Arabic", "th": "Thai", "he": "Hebrew"}


@dataclass(frozen=True)
class Face:
    """One face of a font file; `index` is its place in a collection."""

    path: Path
    index: int
    family: str
    italic: bool

    @property
    def region(self) -> str:
        """SC, TC, JP, KR for faces of Han characters, else empty."""
        last = self.family.rpartition(" ")[2]
        return last if last in (*REGIONS.values(), "HK") and "CJK" in self.family else ""

    @property
    def upem(self) -> int:
        """Units of an em."""
        return opened(self).upem

    def draws(self, character: str) -> bool:
        """True when it has a glyph for it."""
        return bool(font(self).get_nominal_glyph(ord(character)))


@dataclass(frozen=True)
class Faces:
    """All faces of one folder in the order in which they are asked for a character in `language`."""

    language: str
    faces: tuple[Face, ...]
    italics: tuple[Face, ...] = field(default=())

    def face_of(self, character: str, *, current: Face | None = None, italic: bool = False) -> Face:
        """The face that draws `character`. Raises VideoError `glyph_missing`.

        Marks and what is not seen stay with the character before them, whose face is `current`.
        """
        stays = unicodedata.combining(character) or invisible(character)
        if current is not None and stays and (invisible(character) or current.draws(character)):
            return current
        if invisible(character):
            return self.faces[0]
        for face in (*(self.italics if italic else ()), *self.faces):
            if face.draws(character):
                return face
        raise VideoError("glyph_missing", character=character, point=f"U+{ord(character):04X}")


@lru_cache(maxsize=64)
def faces_in(folder: Path, language: str) -> Faces:
    """The fonts in `folder` for `language`. Raises VideoError `bad_request` when there are none."""
    faces = _all_faces(folder)
    upright = [face for face in faces if not face.italic]
    if not upright:
        raise refusal("fonts", str(folder))
    region, script = REGIONS.get(base(language), ""), SCRIPTS.get(base(language), "\0")

    def rank(face: Face) -> tuple[bool, bool, bool, bool, str, int]:
        own = face.region == region if region else script in face.family
        latin = not face.region and face.family.endswith("Sans")
        return not own, not latin, face.region != "SC", face.region != "KR", face.family, face.index

    return Faces(language, tuple(sorted(upright, key=rank)), tuple(face for face in faces if face.italic))


def base(language: str) -> str:
    """The language without its region, Chinese with its script: `zh-CN` is `zh-Hans`, `pt-BR` is `pt`."""
    lowered = language.replace("_", "-").lower()
    if lowered == "zh" or lowered.startswith("zh-"):
        return "zh-Hant" if any(lowered.startswith(each) for each in TRADITIONAL) else "zh-Hans"
    return lowered.partition("-")[0]


@lru_cache(maxsize=8)
def _all_faces(folder: Path) -> tuple[Face, ...]:
    found: list[Face] = []
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS) if folder.is_dir() else []
    for path in files[:MOST_FILES]:
        blob = hb.Blob.from_file_path(str(path))
        for index in range(max(1, hb.Face.count(blob) if callable(hb.Face.count) else hb.Face(blob).count)):
            face = hb.Face(blob, index)
            family = face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) or path.stem
            style = face.get_name(hb.OTNameIdPredefined.FONT_SUBFAMILY) or ""
            if "mono" not in family.lower():
                found.append(Face(path, index, family, "italic" in f"{style} {path.stem}".lower()))
    return tuple(found)


@lru_cache(maxsize=64)
def opened(face: Face) -> hb.Face:
    """The face, mapped from its file."""
    return hb.Face(hb.Blob.from_file_path(str(face.path)), face.index)


@lru_cache(maxsize=64)
def font(face: Face, *, bold: bool = False) -> hb.Font:
    """The face ready for shaping and drawing, in units of its em."""
    made = hb.Font(opened(face))
    if bold:
        if any(axis.tag == "wght" for axis in opened(face).axis_infos):
            made.set_variations({"wght": BOLD})
        else:
            made.synthetic_bold = (EMBOLDENED, EMBOLDENED, False)
    return made


def invisible(character: str) -> bool:
    """Spaces, marks of direction, joiners: drawn by no glyph."""
    return unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp") or 0xFE00 <= ord(character) <= 0xFE0F
