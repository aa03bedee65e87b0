"""What each platform takes, as far as it says so, and the settings that suit it.

The limits are those gathered in the reference on platforms, each with its kind of source: D official document,
S official machine-readable description, T third party. A limit that is not known is None and nothing is made up for it.
Connectors state the limits that they enforce themselves; these are for the render panel, before an account is chosen.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from curation.video.errors import VideoError
from curation.video.producing.specification import Output
from curation.video.shapes import SHAPES

MEBIBYTE, GIBIBYTE = 1024**2, 1024**3
SOUND_BITRATE = 160_000  # bits per second, of `encode`
# Bits per pixel of moving pictures at crf 20, veryfast: 0.07 for a cat by infrared light, 0.11 for a chimpanzee by day,
# 0.01 to 0.07 for the trail cameras among the samples, whose pictures are tiny.
BITS_PER_PIXEL = 0.09
CRF_HALVES = 6  # steps of crf that halve the size, as x264 documents


# EBU R 128 for broadcasters and archives; for streaming no platform of the list publishes a level, and -14 LUFS is the
# one that the trade works to.
BROADCAST, STREAMING = -23.0, -14.0


@dataclass(frozen=True)
class Preset:
    """A platform and its limits.

    name: also the connector's, where there is one. label: its name where it is at home or in English. shapes: names of
    shapes that suit it, the best first. longest, shortest: seconds. largest: bytes. fastest: pictures per second.
    least: the fewest pixels of a side. burnt: True where captions must be burnt in, since the platform shows none of
    its own. loudness: LUFS that it is levelled to. speed: x264's preset. sources: by field, where a limit comes from.
    """

    name: str
    label: str
    shapes: tuple[str, ...]
    longest: float | None = None
    shortest: float | None = None
    largest: int | None = None
    fastest: int | None = None
    least: int | None = None
    burnt: bool = True
    loudness: float | None = STREAMING
    crf: int = 20
    speed: str = "veryfast"
    maxrate: int | None = None
    watermark: bool = True
    titles: bool = True
    sources: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return dataclasses.asdict(self) | {"shapes": list(self.shapes), "sources": dict(self.sources)}

    def output(self, file: Path, *, shape: str | None = None, **changes: Any) -> Output:
        """The output for this platform, in `shape` or the one that suits it best; `changes` are fields of Output."""
        chosen = SHAPES[shape or self.shapes[0]]
        settings: dict[str, Any] = {
            "width": chosen.width,
            "height": chosen.height,
            "shape": chosen.name,
            "loudness": self.loudness,
            "crf": self.crf,
            "preset": self.speed,
            "maxrate": self.maxrate,
            "watermark": self.watermark,
            "titles": self.titles,
        }
        return Output(file, **(settings | changes))


ALL, WIDE, UPRIGHT, MIXED = tuple(SHAPES), ("16:9",), ("9:16",), ("16:9", "1:1", "4:5", "9:16")

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("youtube", "YouTube", WIDE, largest=256 * GIBIBYTE, burnt=False, sources=(("largest", "S"),)),
        Preset(
            "youtube_shorts",
            "YouTube Shorts",
            UPRIGHT,
            largest=256 * GIBIBYTE,
            burnt=False,
            sources=(("largest", "S"),),
        ),
        Preset("facebook", "Facebook", MIXED, burnt=False),
        Preset(
            "facebook_reels",
            "Facebook Reels",
            UPRIGHT,
            shortest=3,
            longest=90,
            least=540,
            burnt=False,
            sources=(("shortest", "D"), ("longest", "D"), ("least", "D")),
        ),
        Preset(
            "instagram_reels",
            "Instagram",
            ("9:16", "4:5", "1:1"),
            shortest=3,
            longest=15 * 60,
            largest=GIBIBYTE,
            sources=(("shortest", "T"), ("longest", "T"), ("largest", "T")),
        ),
        Preset(
            "threads",
            "Threads",
            ("9:16", "4:5", "1:1", "16:9"),
            longest=5 * 60,
            largest=GIBIBYTE,
            sources=(("longest", "T"), ("largest", "T")),
        ),
        Preset(
            "x",
            "X",
            MIXED,
            shortest=0.5,
            longest=140,
            largest=512 * MEBIBYTE,
            fastest=60,
            burnt=False,
            sources=(("shortest", "D"), ("longest", "D"), ("largest", "D"), ("fastest", "D")),
        ),
        Preset(
            "tiktok",
            "TikTok",
            UPRIGHT,
            shortest=3,
            longest=10 * 60,
            fastest=60,
            least=360,
            sources=(("shortest", "T"), ("longest", "T"), ("fastest", "T"), ("least", "T")),
        ),
        Preset("telegram", "Telegram", MIXED, largest=50 * MEBIBYTE, maxrate=4_000_000, sources=(("largest", "S"),)),
        Preset("vk", "VK", MIXED),
        Preset("mastodon", "Mastodon", MIXED),
        Preset("bluesky", "Bluesky", MIXED, burnt=False),
        Preset(
            "linkedin",
            "LinkedIn",
            MIXED,
            shortest=3,
            longest=30 * 60,
            largest=500 * MEBIBYTE,
            burnt=False,
            sources=(("shortest", "T"), ("longest", "T"), ("largest", "T")),
        ),
        Preset(
            "bilibili",
            "Bilibili",
            WIDE,
            longest=5 * 3600,
            largest=4 * GIBIBYTE,
            sources=(("longest", "D"), ("largest", "D")),
        ),
        Preset("douyin", "Douyin", UPRIGHT),
        Preset("kuaishou", "Kuaishou", UPRIGHT),
        Preset("wechat_channels", "WeChat Channels", ("9:16", "1:1", "16:9")),
        Preset("xiaohongshu", "Xiaohongshu", ("9:16", "4:5", "1:1")),
        Preset("weibo", "Weibo", MIXED),
        Preset(
            "broadcast_master",
            "Broadcast master",
            WIDE,
            loudness=BROADCAST,
            crf=14,
            speed="medium",
            burnt=False,
            watermark=False,
            titles=False,
        ),
        Preset(
            "archive_master",
            "Archive master",
            ALL,
            loudness=None,
            crf=12,
            speed="medium",
            burnt=False,
            watermark=False,
            titles=False,
        ),
    )
}


@dataclass(frozen=True)
class Excess:
    """A limit of `preset` that an output breaks: `limit` is the field's name, `most` its value, `found` what it is."""

    preset: str
    limit: str
    most: float
    found: float


def preset(name: str) -> Preset:
    """The preset called `name`; VideoError `bad_request` for a name we do not have."""
    try:
        return PRESETS[name]
    except KeyError:
        raise VideoError("bad_request", setting="preset", detail=f"unknown preset {name!r}") from None


def estimate_size(output: Output, duration: float, *, rate: Fraction | float = 25) -> int:
    """About how many bytes `output` will have after `duration` seconds, by its size, rate, crf and maxrate.

    Footage differs: grass in the wind may take twice as much, a still night a tenth.
    """
    pictures = output.width * output.height * float(output.rate or rate)
    bits = pictures * BITS_PER_PIXEL * 2 ** ((20 - output.crf) / CRF_HALVES)
    if output.maxrate is not None:
        bits = min(bits, output.maxrate)
    return round((bits + (SOUND_BITRATE if output.audio else 0)) * duration / 8)


def excesses(
    chosen: Preset, output: Output, *, duration: float, size: int | None = None, rate: Fraction | float = 25
) -> list[Excess]:
    """The limits of `chosen` that `output` breaks after `duration` seconds; `size` (bytes) is estimated when None."""
    size = estimate_size(output, duration, rate=rate) if size is None else size
    above = (("longest", duration), ("largest", size), ("fastest", float(output.rate or rate)))
    below = (("shortest", duration), ("least", min(output.width, output.height)))
    found = []
    for limit, value in above:
        most = getattr(chosen, limit)
        if most is not None and value > most + 1e-9:
            found.append(Excess(chosen.name, limit, most, value))
    for limit, value in below:
        fewest = getattr(chosen, limit)
        if fewest is not None and value < fewest:
            found.append(Excess(chosen.name, limit, fewest, value))
    return found
