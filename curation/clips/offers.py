"""What a version can be rendered for: the platforms with their limits, and how large their files will be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext, gettext_noop

from curation.clips import outputs
from curation.clips.models import ClipVersion
from curation.video.producing.presets import PRESETS, Preset, estimate_size
from curation.video.producing.specification import Output
from curation.video.shapes import SHAPES

# Names that differ by language; the others are called the same everywhere.
LABELS = {
    "": gettext_noop("Any use"),
    "bilibili": gettext_noop("Bilibili"),
    "douyin": gettext_noop("Douyin"),
    "kuaishou": gettext_noop("Kuaishou"),
    "wechat_channels": gettext_noop("WeChat Channels"),
    "xiaohongshu": gettext_noop("Xiaohongshu"),
    "weibo": gettext_noop("Weibo"),
    "broadcast_master": gettext_noop("Broadcast master"),
    "archive_master": gettext_noop("Archive master"),
}
LIMITS = ("longest", "shortest", "largest", "fastest", "least")
MASTERS = ("broadcast_master", "archive_master")
USUAL_RATE, FASTEST_RATE = 25.0, 60.0
NOWHERE = Path("estimate.mp4")


def offers(version: ClipVersion | None) -> list[dict[str, Any]]:
    """Each platform of `video.presets`, after a file for any use; without a version sizes are of full pictures.

    {name, label, kind: any, platform or master; shapes; longest, shortest, largest, fastest, least: null or as
    `Preset`; burnt, titles, watermark: bool; loudness: LUFS or null; rate; sizes: {shape: [width, height]};
    bytes: {shape: bytes per second, estimated}}
    """
    rate = _rate(version)
    sizes = {name: _size(version, name) for name in SHAPES}
    return [_offer(preset, sizes=sizes, rate=rate) for preset in (None, *PRESETS.values())]


def label_of(name: str) -> str:
    """What a platform, or a file for any use (""), is called in the reader's language."""
    if name in LABELS:
        return gettext(LABELS[name])
    return PRESETS[name].label if name in PRESETS else name


def _offer(preset: Preset | None, *, sizes: dict[str, tuple[int, int]], rate: float) -> dict[str, Any]:
    name = preset.name if preset else ""
    return {
        "name": name,
        "label": label_of(name),
        "kind": "master" if name in MASTERS else "platform" if name else "any",
        "shapes": list(preset.shapes if preset else SHAPES),
        **{limit: getattr(preset, limit, None) for limit in LIMITS},
        # For any use: as the editor says, each language and none.
        "burnt": preset.burnt if preset else True,
        "titles": preset.titles if preset else True,
        "watermark": preset.watermark if preset else True,
        "loudness": preset.loudness if preset else None,
        "rate": rate,
        "sizes": {shape: list(size) for shape, size in sizes.items()},
        "bytes": {shape: _per_second(preset, shape, size, rate=rate) for shape, size in sizes.items()},
    }


def _per_second(preset: Preset | None, shape: str, size: tuple[int, int], *, rate: float) -> int:
    width, height = size
    output = (
        preset.output(NOWHERE, shape=shape, width=width, height=height)
        if preset
        else Output(NOWHERE, width, height, shape=shape)
    )
    return estimate_size(output, 1.0, rate=rate)


def _rate(version: ClipVersion | None) -> float:
    first = next(iter(outputs.segments_of(version)), None) if version else None
    return min((first.footage.frame_rate if first else None) or USUAL_RATE, FASTEST_RATE)


def _size(version: ClipVersion | None, shape: str) -> tuple[int, int]:
    full = SHAPES[shape]
    return outputs.picture_size(version, shape) if version else (full.width, full.height)
