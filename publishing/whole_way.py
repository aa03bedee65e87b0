"""One file taken the whole way, headless: ingest, tag, cut, caption, translate, render, schedule, publish.

The proof that the parts fit together. It calls the same services as the pages and does the jobs in this process.
Where a translation is sure it is approved in the operator's name, for whoever runs this stands for it; where the
engine abstains, the language ends there and says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

import curation.work  # noqa: F401  (declares the handlers of all jobs)
from curation.clips import services as clips
from curation.clips.edit import Edit
from curation.clips.models import CaptionTrack, ClipVersion, Rendition
from curation.clips.pieces import begun_look, strip_of
from curation.footage import services as footage_services
from curation.footage.models import Footage, Observation
from curation.jobs import services as jobs
from curation.jobs.messages import error_sentence
from curation.jobs.models import Job
from curation.species.models import Taxon
from curation.translation.corpus import Scene, SceneError, realise
from publishing.delivery import services as delivery_services
from publishing.delivery.models import Delivery
from publishing.posts import services as posts
from publishing.posts.models import Channel, Post

SANDBOX = "Sandbox"


class StepFailed(Exception):
    """A step did not end as it should; the message is for a person."""


@dataclass(frozen=True)
class Plan:
    """What to do with the file. `species` is a scientific name; `caption` is in `source` (BCP-47), drafted if empty."""

    file: Path
    languages: tuple[str, ...]
    species: str
    caption: str
    source: str = "zh-Hans"
    shape: str = "16:9"


@dataclass
class Journey:
    """What has come of it so far."""

    plan: Plan
    user: User | None
    footage: Footage | None = None
    version: ClipVersion | None = None
    spoken: list[str] = field(default_factory=list)  # languages with complete captions
    post: Post | None = None


@dataclass(frozen=True)
class StepResult:
    """One step: its name, seconds, and what it found."""

    step: str
    seconds: float
    ok: bool
    result: dict[str, Any]


def travel(plan: Plan, *, user: User | None) -> Iterator[StepResult]:
    """Do the steps one after another, yielding each as it ends; stops after the first that fails."""
    journey = Journey(plan, user)
    steps: list[tuple[str, Callable[[Journey], dict[str, Any]]]] = [
        ("ingest", _ingest), ("tag", _tag), ("cut", _cut), ("caption", _caption), ("translate", _translate),
        ("render", _render), ("schedule", _schedule), ("publish", _publish),
    ]  # fmt: skip
    for name, step in steps:
        began = time.monotonic()
        try:
            result, ok = step(journey), True
        except (StepFailed, clips.ClipError, footage_services.Refused, posts.Refused) as error:
            result, ok = {"error": str(error)}, False
        yield StepResult(name, round(time.monotonic() - began, 3), ok, result)
        if not ok:
            return


def _do(job: Job | None) -> None:
    """Have a job done, and fail where it fails."""
    if job is None:
        return
    jobs.finish(job)
    if job.state != Job.State.DONE:
        raise StepFailed(error_sentence(job.error_code, job.error_params))


def _ingest(journey: Journey) -> dict[str, Any]:
    arrival = footage_services.register(journey.plan.file, user=journey.user)
    footage = journey.footage = arrival.footage
    _do(footage_services.open_job(footage))
    footage.refresh_from_db()
    if footage.state != Footage.State.READY:
        raise StepFailed(error_sentence(footage.error_code, footage.error_params))
    return {
        "footage": footage.pk, "duplicate": arrival.duplicate, "duration": footage.duration, "light": footage.light,
        "captured_at": footage.captured_at.isoformat() if footage.captured_at else None,
        "captured_source": footage.captured_source,
    }  # fmt: skip


def _tag(journey: Journey) -> dict[str, Any]:
    taxon = Taxon.objects.filter(scientific_name=journey.plan.species).first()
    if taxon is None:
        raise StepFailed(f"The catalogue of species has no {journey.plan.species!r}; see `manage.py load_taxa`.")
    observation, made = Observation.objects.get_or_create(
        footage=journey.footage,
        taxon=taxon,
        classification_method=Observation.Method.HUMAN,
        defaults={
            "count": 1, "classified_by": journey.user.get_username() if journey.user else "whole_way",
            "classification_timestamp": timezone.now(),
        },
    )  # fmt: skip
    return {"observation": observation.pk, "new": made, "species": taxon.name_in("en")}


def _cut(journey: Journey) -> dict[str, Any]:
    footage = journey.footage
    assert footage is not None and footage.duration is not None  # noqa: S101 - the step before made it
    end = round(min(footage.duration, 12.0) * 0.75, 2)
    start = round(min(0.5, end / 4), 2)
    part = clips.Range(footage, start, end)
    title = f"{journey.plan.file.stem[:80]} · {footage}"
    version = journey.version = clips.save_clip(
        title=title,
        ranges=[part],
        user=journey.user,
        source_language=journey.plan.source,
        edit=Edit(look=begun_look([strip_of(footage)])),
    )
    return {"clip": version.clip_id, "version": version.number, "start": start, "end": end}


def _caption(journey: Journey) -> dict[str, Any]:
    version = journey.version
    assert version is not None  # noqa: S101
    text = journey.plan.caption or _drafted(journey)
    track = clips.track_for(version.clip, journey.plan.source)
    end = round(min(version.duration - 0.2, 6.0), 2)
    clips.write_cues(track, [clips.CueText(start=0.2, end=end, text=text)], user=journey.user)
    clips.approve_track(track, user=journey.user)
    journey.spoken.append(track.language)
    return {"language": track.language, "text": text}


def _drafted(journey: Journey) -> str:
    """A caption from the tag and the light, by the generator that the small model was trained with."""
    night = journey.footage is not None and journey.footage.light == Footage.Light.NIGHT
    try:
        scene = Scene(scientific_name=journey.plan.species, behaviour="walk", daytime="night" if night else "")
        return realise(scene, language=journey.plan.source)
    except (SceneError, KeyError) as error:
        raise StepFailed(f"No caption can be drafted for {journey.plan.species}: say one with --caption.") from error


def _translate(journey: Journey) -> dict[str, Any]:
    version = journey.version
    assert version is not None  # noqa: S101
    source = CaptionTrack.objects.get(clip=version.clip, language=journey.plan.source)
    _do(clips.translate_track(source, journey.plan.languages, user=journey.user))
    told: dict[str, Any] = {}
    for track in version.clip.tracks.filter(source=source):
        cues = list(track.cues.all())
        if all(cue.text for cue in cues):
            clips.approve_track(track, user=journey.user)
            journey.spoken.append(track.language)
            told[track.language] = [cue.text for cue in cues]
        else:
            told[track.language] = "left to a person: the model is unsure"
    missing = [language for language in journey.plan.languages if language not in journey.spoken]
    if missing:
        raise StepFailed(f"No sure translation into {', '.join(missing)}: {told}")
    return {"languages": told}


def _render(journey: Journey) -> dict[str, Any]:
    version = journey.version
    assert version is not None  # noqa: S101
    made = {}
    for language in ["", *journey.spoken]:
        rendition = clips.request_rendition(version, shape=journey.plan.shape, language=language, user=journey.user)
        if rendition.state != Rendition.State.READY:
            _do(rendition.job)
            rendition.refresh_from_db()
        if rendition.state != Rendition.State.READY:
            raise StepFailed(error_sentence(rendition.error_code, rendition.error_params))
        made[language or "clean"] = {
            "rendition": rendition.pk, "bytes": rendition.size, "seconds": rendition.duration,
            "frames": rendition.proof.get("frame_count"), "frames_wanted": rendition.proof.get("wanted_frames"),
        }  # fmt: skip
    return {"renditions": made}


def _schedule(journey: Journey) -> dict[str, Any]:
    version = journey.version
    assert version is not None  # noqa: S101
    channel, _made = Channel.objects.get_or_create(platform="sandbox", name=SANDBOX)
    post = journey.post = posts.create_post(clip=version.clip, title=version.clip.title, user=journey.user)
    for language in journey.spoken:
        cues = version.clip.tracks.get(language=language).cues.all()
        text = " ".join(cue.text for cue in cues)
        posts.write_variant(
            post, channel=channel, language=language, text=text, alt_text=text, shape=journey.plan.shape
        )
    posts.approve(post, user=journey.user)
    deliveries = posts.schedule(post, due_at=timezone.now(), time_zone=channel.time_zone, user=journey.user)
    return {"post": post.pk, "deliveries": [delivery.pk for delivery in deliveries]}


def _publish(journey: Journey) -> dict[str, Any]:
    published = {}
    for delivery in Delivery.objects.filter(variant__post=journey.post).select_related("variant"):
        delivery_services.run_now(delivery)
        delivery.refresh_from_db()
        published[delivery.variant.language] = {"state": delivery.state, "url": delivery.remote_url}
        if delivery.state != Delivery.State.PUBLISHED:
            raise StepFailed(f"Delivery {delivery.pk} ({delivery.variant}) is {delivery.state}: {delivery.error_code}")
    return {"published": published}
