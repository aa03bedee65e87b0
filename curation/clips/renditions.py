"""Renditions: asked for, rendered in the background, proven, kept under the hash of everything that went in."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.storage import default_storage
from django.db import transaction

from curation.clips.cues import known_language
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, ClipVersion, Rendition
from curation.clips.standing import effective_state
from curation.clips.states import RENDITION
from curation.files import names
from curation.files.local import keep, local_copy, scratch
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.jobs.work import JobCancelled, JobFailed, Work, handler
from curation.subtitles import ass, fonts
from curation.subtitles.cues import Cue, Document
from curation.video import preview
from curation.video.errors import VideoError
from curation.video.render import RenderProof, RenderSpec, Segment, render
from curation.video.shapes import SHAPES, even

RENDERER = "1"  # rises when the same input would give another picture
LEAST_SCALE = 2 / 3  # of the shape's full size: 720 lines are made of a smaller original, platforms shrink less
POSTER_WIDTH = 640


def frozen_cues(track: CaptionTrack) -> list[list[Any]]:
    """A track as a rendition keeps it: [start, end, text, settings]."""
    return [[cue.start, cue.end, cue.text, cue.settings] for cue in track.cues.all() if cue.text.strip()]


def picture_size(version: ClipVersion, shape: str) -> tuple[int, int]:
    """Width and height in pixels: the shape's own size, smaller where the original has fewer lines."""
    full = SHAPES[shape]
    sides = [
        min(part.footage.width or 0, part.footage.height or 0) for part in version.segments.select_related("footage")
    ]
    scale = min(1.0, max(max(sides, default=0) / min(full.width, full.height), LEAST_SCALE))
    return even(full.width * scale), even(full.height * scale)


def request_rendition(
    version: ClipVersion, *, shape: str = "16:9", language: str = "", user: AbstractBaseUser | None = None
) -> Rendition:
    """The rendition of this version, shape and burnt language; queued unless it is there or under way already.

    ClipError `unknown_shape`, `unknown_language`, `no_captions`.
    """
    if shape not in SHAPES:
        raise ClipError("unknown_shape", shape=shape)
    cues: list[list[Any]] = []
    if language:
        language = known_language(language)
        track = version.clip.tracks.filter(language=language).first()
        cues = frozen_cues(track) if track else []
        if not cues:
            raise ClipError("no_captions", language=language)
    digest = _digest(version, shape, language, cues)
    with transaction.atomic():
        rendition, made = Rendition.objects.select_for_update().get_or_create(
            version=version, shape=shape, language=language, digest=digest, defaults={"cues": cues}
        )
        if made or effective_state(rendition) in OVER:
            _queue(rendition, user=user)
    return rendition


OVER = {Rendition.State.FAILED, Rendition.State.CANCELLED, Rendition.State.EXPIRED}


def _queue(rendition: Rendition, *, user: AbstractBaseUser | None) -> None:
    if rendition.state != Rendition.State.QUEUED:
        RENDITION.move(rendition, Rendition.State.QUEUED, error_code="", error_params={})
    rendition.job = jobs.start("render", subject=rendition.pk, user=user)
    rendition.save(update_fields=["job"])


def _digest(version: ClipVersion, shape: str, language: str, cues: list[list[Any]]) -> str:
    parts = [
        [segment.footage.fingerprint, round(segment.start, 6), round(segment.end, 6)]
        for segment in version.segments.select_related("footage")
    ]
    facts = [RENDERER, parts, shape, picture_size(version, shape), language, cues]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


@handler("render")
def render_job(work: Work) -> dict[str, Any]:
    """Render one rendition; repeating it is safe, a finished one is left as it is."""
    rendition = Rendition.objects.select_related("version__clip").filter(pk=work.subject).first()
    if rendition is None:
        raise JobFailed("source_gone")
    if rendition.state == Rendition.State.READY:
        return {"rendition": rendition.pk}
    if rendition.state == Rendition.State.RENDERING:  # a worker died in it
        RENDITION.move(rendition, Rendition.State.QUEUED)
    elif rendition.state != Rendition.State.QUEUED:
        RENDITION.move(rendition, Rendition.State.QUEUED, error_code="", error_params={})
    RENDITION.move(rendition, Rendition.State.RENDERING)
    twin = _twin(rendition)
    if twin is not None:
        RENDITION.move(rendition, Rendition.State.READY, **twin)
        return {"rendition": rendition.pk}
    try:
        facts = _render(rendition, work)
    except VideoError as error:
        if error.code == "cancelled":
            RENDITION.move(rendition, Rendition.State.CANCELLED)
            raise JobCancelled from error
        RENDITION.move(rendition, Rendition.State.FAILED, error_code=error.code, error_params=error.params)
        raise JobFailed(error.code, error.detail, **error.params) from error
    except OSError as error:
        code = "disk_full" if error.errno == 28 else "missing"
        RENDITION.move(rendition, Rendition.State.FAILED, error_code=code, error_params={})
        raise JobFailed(code, str(error)) from error
    RENDITION.move(rendition, Rendition.State.READY, **facts)
    return {"rendition": rendition.pk}


def _twin(rendition: Rendition) -> dict[str, Any] | None:
    """What is known of a finished file of the same digest: an earlier version had the same cut."""
    ready = Rendition.objects.filter(digest=rendition.digest, state=Rendition.State.READY).first()
    if ready is None or not default_storage.exists(ready.file):
        return None
    facts = ("file", "poster", "size", "width", "height", "duration", "sha256", "proof")
    return {name: getattr(ready, name) for name in facts}


def _render(rendition: Rendition, work: Work) -> dict[str, Any]:
    version = rendition.version
    width, height = picture_size(version, rendition.shape)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        segments = tuple(
            Segment(
                stack.enter_context(local_copy(part.footage.file)),
                part.start,
                min(part.end, part.footage.duration or part.end),
            )
            for part in version.segments.select_related("footage")
        )
        captions = _captions(rendition, folder, width=width, height=height)
        spec = RenderSpec(
            segments, width, height, captions=captions, fonts=fonts.prepare(Path(settings.FONTS)) if captions else None
        )
        out = folder / "rendition.mp4"
        work.report(0.0, "rendering")
        proof = render(
            spec, out, on_progress=lambda progress: work.report(progress.fraction * 0.97), cancelled=work.cancelled
        )
        work.report(0.98, "storing")
        poster = folder / "poster.jpg"
        preview.make_poster(out, poster, width=POSTER_WIDTH)
        name = names.rendition(rendition.digest)
        return {
            "file": keep(out, name),
            "poster": keep(poster, name.removesuffix(".mp4") + ".jpg"),
            **_facts(proof),
        }


def _captions(rendition: Rendition, folder: Path, *, width: int, height: int) -> Path | None:
    if not rendition.cues:
        return None
    document = Document(
        tuple(Cue(start=start, end=end, text=text, settings=extra) for start, end, text, extra in rendition.cues)
    )
    path = folder / "captions.ass"
    path.write_text(ass.write(document, language=rendition.language, width=width, height=height), encoding="utf-8")
    return path


def _facts(proof: RenderProof) -> dict[str, Any]:
    return {
        "size": proof.size,
        "width": proof.width,
        "height": proof.height,
        "duration": proof.duration,
        "sha256": proof.sha256,
        "proof": proof.to_dict(),
    }


def cancel_rendition(rendition: Rendition) -> None:
    """Stop a rendition that waits or runs; a running one ends within a second."""
    if rendition.job is None:
        return
    jobs.cancel(rendition.job)
    if rendition.job.state == Job.State.CANCELLED and rendition.state == Rendition.State.QUEUED:
        RENDITION.move(rendition, Rendition.State.CANCELLED)
