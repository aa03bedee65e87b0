"""A clip with captions, its finished video, and channels: what every test of publishing begins with."""

from __future__ import annotations

import hashlib
import itertools
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from curation.clips.models import CaptionTrack, Clip, ClipVersion, Cue, Rendition, Segment
from curation.clips.renditions import request_rendition
from curation.footage.models import Footage, Observation, Station
from curation.species.models import Taxon
from curation.video.producing.presets import PRESETS
from publishing.delivery.models import Delivery
from publishing.posts import services as posts
from publishing.posts.models import Channel, Post
from publishing.posts.seal import seal

VIDEO = b"\x00\x00\x00\x18ftypmp42" + b"v" * 2000
CAPTIONS = {
    "zh-Hans": "东北虎走过雪地",
    "en": "An Amur tiger walks through the snow",
    "ru": "Амурский тигр идёт по снегу",
}
_numbers = itertools.count(1)


def footage(**fields: object) -> Footage:
    number = next(_numbers)
    station, _made = Station.objects.get_or_create(
        code="HC-0417", defaults={"name": "Secret Spring", "zone": "Hunchun", "latitude": 43.1, "longitude": 130.9}
    )
    defaults = {
        "fingerprint": f"{number:064x}", "file": f"originals/{number}.mp4", "size": 2000,
        "original_name": "IMG_0001.MP4",
        "state": Footage.State.READY, "duration": 12.0, "width": 1920, "height": 1080, "station": station,
        "captured_at": timezone.now() - timedelta(days=30),
    }  # fmt: skip
    return Footage.objects.create(**{**defaults, **fields})


def clip(
    *, title: str = "东北虎走过雪地", languages: tuple[str, ...] = tuple(CAPTIONS), **footage_fields: object
) -> Clip:
    made = Clip.objects.create(title=title, source_language="zh-Hans")
    version = ClipVersion.objects.create(clip=made, number=1)
    source = footage(**footage_fields)
    Segment.objects.create(version=version, footage=source, start=1.0, end=9.0)
    tiger = Taxon.objects.filter(scientific_name="Panthera tigris altaica").first()
    Observation.objects.create(footage=source, taxon=tiger, count=1)
    for language in languages:
        track = CaptionTrack.objects.create(clip=made, language=language, state=CaptionTrack.State.APPROVED)
        Cue.objects.create(track=track, start=0.5, end=3.0, text=CAPTIONS[language])
    return made


def finished(
    version: ClipVersion,
    *,
    shape: str = "16:9",
    language: str = "",
    platform: str = "",
    cues: list[list[object]] | None = None,
) -> Rendition:
    """The rendition that the clips chapter would make, finished."""
    preset = platform if platform in PRESETS else ""
    rendition = request_rendition(version, shape=shape, language=language, preset=preset)
    name = f"renditions/{rendition.digest}.mp4"
    default_storage.save(name, ContentFile(VIDEO))
    poster = f"renditions/{rendition.digest}.jpg"
    default_storage.save(poster, ContentFile(b"\xff\xd8\xff\xd9"))
    Rendition.objects.filter(pk=rendition.pk).update(
        state=Rendition.State.READY, file=name, poster=poster, size=len(VIDEO), width=1920, height=1080, duration=8.0,
        sha256=hashlib.sha256(VIDEO).hexdigest(),
    )  # fmt: skip
    rendition.refresh_from_db()
    return rendition


def sandbox(*, name: str = "Try-out") -> Channel:
    return Channel.objects.create(name=name, platform="sandbox", languages=["en", "ru"], time_zone="Europe/Moscow")


def mastodon(url: str, token: str, *, name: str = "Tigers on Mastodon") -> Channel:
    return Channel.objects.create(
        name=name,
        platform="mastodon",
        settings={"server": url},
        sealed=seal({"access_token": token}),
        time_zone="Europe/Berlin",
    )


def approved(
    channel: Channel,
    *,
    source: Clip | None = None,
    languages: tuple[str, ...] = ("en",),
    title: str = "Tiger in the snow",
    user=None,
) -> Post:
    """A post with finished videos, approved, not scheduled yet."""
    source = source or clip()
    post = posts.create_post(clip=source, title=title, user=user)
    for language in languages:
        posts.write_variant(
            post,
            channel=channel,
            language=language,
            text=f"A tiger in the snow ({language})",
            alt_text="A tiger walks.",
        )
    for variant in post.variants.all():
        burnt = language if variant.subtitle_route == "burn_in" else ""
        finished(source.version, language=burnt, platform=channel.platform)
    posts.approve(post, user=user)
    return post


def scheduled(channel: Channel, *, ahead: timedelta = timedelta(), **options) -> Delivery:
    """One delivery, due now unless `ahead` says otherwise."""
    post = approved(channel, **options)
    return posts.schedule(post, due_at=timezone.now() + ahead, time_zone="Asia/Shanghai", user=None)[0]


def media_folder(settings) -> Path:
    return Path(settings.MEDIA_ROOT)
