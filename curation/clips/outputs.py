"""What a rendition is made of: the production that the video engine gets, and the hash of everything in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db.models import prefetch_related_objects

from curation.clips.brands import default_kit
from curation.clips.edit import Edit, ShotEdit
from curation.clips.masters import PRESET as MASTER
from curation.clips.masters import plain_cut
from curation.clips.models import BrandKit, ClipVersion, Rendition, Segment
from curation.clips.pieces import follow
from curation.footage.models import Footage
from curation.video.producing.brand import Brand
from curation.video.producing.framing import Key
from curation.video.producing.presets import PRESETS
from curation.video.producing.specification import Output, Shot
from curation.video.producing.titles import Title
from curation.video.shapes import SHAPES, even

RENDERER = "2"  # rises when the same input would give another picture
LEAST_SCALE = 2 / 3  # of the shape's full size: 720 lines are made of a smaller original, platforms shrink less
NARROWER = 0.98  # of a shape's ratio: a picture as narrow as that has nothing to be followed in
ENGLISH, CHINESE = "en", "zh"


def segments_of(version: ClipVersion) -> list[Segment]:
    """Its segments in order with their footage, read once: a version never changes."""
    prefetch_related_objects([version], "segments__footage")
    return list(version.segments.all())


def picture_size(version: ClipVersion, shape: str) -> tuple[int, int]:
    """Width and height in pixels: the shape's own size, smaller where the original has fewer lines."""
    full = SHAPES[shape]
    sides = [min(part.footage.width or 0, part.footage.height or 0) for part in segments_of(version)]
    scale = min(1.0, max(max(sides, default=0) / min(full.width, full.height), LEAST_SCALE))
    return even(full.width * scale), even(full.height * scale)


def digest(
    version: ClipVersion,
    *,
    kit: BrandKit | None,
    shape: str,
    language: str,
    cues: Sequence[Any],
    preset: str,
    watermark: bool,
) -> str:
    """The hash of everything that goes into a rendition; equal ones are the same file. kit: `kit_of` the version."""
    edit = Edit.from_dict(version.edit)
    segments = segments_of(version)
    facts = [
        RENDERER,
        [_shot_facts(segment, shape) for segment in segments],
        shape,
        picture_size(version, shape),
        fit(segments, shape),
        language,
        cues,
        preset,
        edit.look.to_dict(),
        edit.gain,
        [title.to_dict() for _name, title in edit.titles] if _has_titles(preset) else [],
        watermark,
        _brand_facts(kit) if kit and (watermark or edit.titles) else None,
    ]
    if preset == MASTER and not language and plain_cut(version, segments, shape=shape):
        facts.append("cut")
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def shot(segment: Segment, path: Path, *, shapes: Iterable[str]) -> Shot:
    """The engine's shot of a segment whose file lies at `path`, framed for `shapes`."""
    own, edit = ShotEdit.from_dict(segment.settings), Edit.from_dict(segment.version.edit)
    return Shot(
        path=path,
        start=segment.start,
        end=min(segment.end, segment.footage.duration or segment.end),
        speed=own.speed,
        gain=own.gain + edit.gain,
        mute=own.mute,
        fade_in=own.fade_in,
        fade_out=own.fade_out,
        framing={shape: keys for shape in shapes if (keys := keys_of(segment, shape))},
        look=own.look or edit.look,
    )


def keys_of(segment: Segment, shape: str) -> tuple[Key, ...]:
    """The keys that an editor set, else those that follow the animal; none where nothing moves."""
    own = ShotEdit.from_dict(segment.settings).framing.get(shape)
    if own:
        return own
    footage = segment.footage
    if not footage.motion or not footage.width or not footage.height or not footage.duration:
        return ()
    track = tuple(tuple(each) for each in footage.motion.get("track", []))
    return follow(track, shape, footage.width, footage.height, footage.duration)


def fit(segments: Sequence[Segment], shape: str) -> str:
    """“follow”: cut out of the pictures; “pad” where one of them is narrower than the shape and nobody framed it."""
    ratio = SHAPES[shape].ratio
    narrow = [part for part in segments if _ratio(part.footage) < ratio * NARROWER]
    framed = all(shape in ShotEdit.from_dict(part.settings).framing for part in narrow)
    return "follow" if framed else "pad"


def output(rendition: Rendition, file: Path, *, captions: Path | None, poster: Path | None) -> Output:
    """The engine's output of a rendition."""
    version = rendition.version
    width, height = picture_size(version, rendition.shape)
    settings: dict[str, Any] = {
        "width": width,
        "height": height,
        "fit": fit(segments_of(version), rendition.shape),
        "language": rendition.language or version.clip.source_language,
        "captions": captions,
        "watermark": rendition.watermark,
        "poster": poster,
    }
    if rendition.preset:
        return PRESETS[rendition.preset].output(file, shape=rendition.shape, **settings)
    return Output(file, shape=rendition.shape, **settings)


def titles(version: ClipVersion, *, languages: Iterable[str]) -> tuple[Title, ...]:
    """The version's titles, with something to say in each of `languages`."""
    source = version.clip.source_language
    return tuple(
        replace(
            title,
            text=_spoken(title.text, languages, source=source),
            detail=_spoken(title.detail, languages, source=source),
        )
        for _name, title in Edit.from_dict(version.edit).titles
        if any(title.text.values())
    )


def _spoken(texts: Mapping[str, str], languages: Iterable[str], *, source: str) -> dict[str, str]:
    """Where nobody wrote it: any Chinese for Chinese, else English, the clip's own language, or what there is."""
    written = {tag: text for tag, text in texts.items() if text.strip()}
    if not written:
        return {}
    return written | {tag: _nearest(written, tag, source=source) for tag in languages if tag not in written}


def _nearest(written: Mapping[str, str], tag: str, *, source: str) -> str:
    kin = [each for each in written if each.partition("-")[0] == tag.partition("-")[0]]
    for choice in (*kin, ENGLISH, source):
        if choice in written:
            return written[choice]
    return next(iter(written.values()))


def kit_of(version: ClipVersion) -> BrandKit | None:
    """The kit that its edit chose, the default one where that is gone."""
    edit = Edit.from_dict(version.edit)
    chosen = BrandKit.objects.filter(pk=edit.brand).first() if edit.brand else None
    return chosen or default_kit()


def brand(
    kit: BrandKit | None, *, languages: Iterable[str], fonts: Path, logo: Path | None, mark: Path | None
) -> Brand:
    """The engine's brand of a kit whose pictures lie at `logo` and `mark`."""
    if kit is None:
        return Brand(fonts=fonts)
    return Brand(
        name={tag: kit.name_zh if tag.startswith(CHINESE) else kit.name_en for tag in {ENGLISH, *languages}},
        colour=kit.colour,
        accent=kit.accent,
        logo=logo,
        watermark=mark or logo,
        watermark_corner=kit.corner,
        watermark_opacity=kit.opacity,
        fonts=fonts,
    )


def _shot_facts(segment: Segment, shape: str) -> list[Any]:
    own = ShotEdit.from_dict(segment.settings).to_dict() | {"id": "", "framing": None}
    keys = [key.to_dict() for key in keys_of(segment, shape)]
    return [segment.footage.fingerprint, round(segment.start, 6), round(segment.end, 6), own, keys]


def _brand_facts(kit: BrandKit) -> list[Any]:
    pictures = [picture.file_hash or picture.file.name if picture else "" for picture in (kit.logo, kit.watermark)]
    return [kit.name_zh, kit.name_en, kit.colour, kit.accent, kit.corner, kit.opacity, pictures]


def _has_titles(preset: str) -> bool:
    return PRESETS[preset].titles if preset else True


def _ratio(footage: Footage) -> float:
    return (footage.width or 16) / (footage.height or 9)
