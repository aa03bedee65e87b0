"""The job that renders: all renditions that were asked for together, from one decode."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from curation.clips import masters, outputs
from curation.clips.models import ClipVersion, Rendition
from curation.clips.states import RENDITION
from curation.files import names
from curation.files.local import keep, local_copy, scratch
from curation.jobs.graph import UndeclaredTransition
from curation.jobs.work import JobCancelled, JobFailed, Work, handler
from curation.subtitles import ass, fonts
from curation.subtitles.cues import Cue, Document
from curation.video.cutting.cut import NotSmart
from curation.video.errors import VideoError
from curation.video.producing.production import produce
from curation.video.producing.proof import RenderProof
from curation.video.producing.specification import Production

State = Rendition.State
OPEN = {State.QUEUED, State.RENDERING}
# What stops one file stops all of them: there is no point in trying each by itself.
COMMON = {"cancelled", "disk_full", "timed_out", "out_of_memory", "source_gone"}


@handler("render")
def render_job(work: Work) -> dict[str, Any]:
    """Render what waits for this job; repeating it is safe, finished ones are left as they are."""
    asked = Rendition.objects.filter(job_id=work.job.pk).select_related("version__clip").order_by("pk")
    if not asked:
        raise JobFailed("source_gone")
    waiting = [rendition for rendition in asked if _begin(rendition)]
    work.report(0.0, "rendering")
    try:
        _make(waiting, work)
    except VideoError as error:
        if error.code == "cancelled":
            _end(waiting, State.CANCELLED)
            raise JobCancelled from error
        _end(waiting, State.FAILED, error_code=error.code, error_params=error.params)
        raise JobFailed(error.code, error.detail, **error.params) from error
    except OSError as error:
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "missing"
        _end(waiting, State.FAILED, error_code=code, error_params={})
        raise JobFailed(code, str(error)) from error
    made = Rendition.objects.filter(job_id=work.job.pk)
    failed = made.filter(state=State.FAILED).first()
    if failed is not None and not made.filter(state=State.READY).exists():
        raise JobFailed(failed.error_code, **failed.error_params)
    return {"renditions": list(made.filter(state=State.READY).values_list("pk", flat=True))}


def _begin(rendition: Rendition) -> bool:
    """Take it up, or the file that an earlier version of the same cut has; False where there is nothing to make."""
    if rendition.state in {State.READY, State.CANCELLED, State.EXPIRED}:
        return False
    try:
        if rendition.state != State.QUEUED:  # a worker died in it, or it failed and is tried again
            RENDITION.move(rendition, State.QUEUED, error_code="", error_params={})
        RENDITION.move(rendition, State.RENDERING)
    except UndeclaredTransition:
        if rendition.state == State.CANCELLED:  # a person stopped it at this very moment
            return False
        raise
    twin = _twin(rendition)
    if twin is not None:
        RENDITION.move(rendition, State.READY, **twin)
    return twin is None


def _twin(rendition: Rendition) -> dict[str, Any] | None:
    """What is known of a finished file of the same digest: an earlier version had the same cut."""
    ready = Rendition.objects.filter(digest=rendition.digest, state=State.READY).first()
    if ready is None or not default_storage.exists(ready.file):
        return None
    facts = ("file", "poster", "size", "width", "height", "duration", "sha256", "proof")
    return {name: getattr(ready, name) for name in facts}


def _end(renditions: Sequence[Rendition], state: str, **changes: Any) -> None:
    for rendition in renditions:
        rendition.refresh_from_db(fields=["state"])
        if rendition.state in OPEN:
            RENDITION.move(rendition, state, **changes)


def _make(renditions: Sequence[Rendition], work: Work) -> None:
    """What needs no encoding is cut; the rest at once; where one cannot be made each by itself, so that others are."""
    told = {rendition.pk: _cut(rendition, work) for rendition in renditions if rendition.preset == masters.PRESET}
    rest = [rendition for rendition in renditions if told.get(rendition.pk, {}).get("method") != masters.DONE]
    if not rest:
        return
    try:
        _produce(rest, work, told=told, begin=0.0, end=1.0)
    except VideoError as error:
        if len(rest) == 1 or error.code in COMMON:
            raise
        step = 1 / len(rest)
        for place, rendition in enumerate(rest):
            try:
                _produce([rendition], work, told=told, begin=place * step, end=(place + 1) * step)
            except VideoError as own:
                if own.code in COMMON:
                    raise
                RENDITION.move(rendition, State.FAILED, error_code=own.code, error_params=own.params)


def _cut(rendition: Rendition, work: Work) -> dict[str, Any]:
    """Cut an archive master out of its original and store it; else why it has to be encoded (`masters.told`)."""
    version = rendition.version
    segments = outputs.segments_of(version)
    ranges = None if rendition.language else masters.plain_cut(version, segments, shape=rendition.shape)
    if ranges is None:
        return masters.told(None)
    with scratch() as folder, local_copy(segments[0].footage.file) as source:
        file, poster = folder / f"{rendition.pk}.mp4", folder / f"{rendition.pk}.jpg"
        try:
            made = masters.make(
                source,
                file,
                poster,
                ranges=ranges,
                on_progress=lambda progress: work.report(progress.fraction * 0.1),
                cancelled=lambda: work.cancelled() or _nobody_waits([rendition]),
            )
        except NotSmart as failure:
            return masters.told(None, failure)
        except VideoError as error:
            if error.code in COMMON and (error.code != "cancelled" or work.cancelled()):
                raise
            return masters.told(None)  # encoding it says what is wrong with it
        _store(rendition, file, poster, made.proof, cut=masters.told(made.cut))
    return masters.told(made.cut)


def _produce(
    renditions: Sequence[Rendition], work: Work, *, told: Mapping[int, dict[str, Any]], begin: float, end: float
) -> None:
    """Make, prove and store these. Raises VideoError, FileNotFoundError."""
    version = renditions[0].version
    share = (end - begin) * 0.97
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        production = _production(version, renditions, folder, stack)
        proofs = produce(
            production,
            on_progress=lambda progress: work.report(begin + progress.fraction * share),
            cancelled=lambda: work.cancelled() or _nobody_waits(renditions),
        )
        work.report(begin + share, "storing")
        for rendition, made, proof in zip(renditions, production.outputs, proofs, strict=True):
            _store(rendition, made.file, made.poster, proof, cut=told.get(rendition.pk))


def _nobody_waits(renditions: Sequence[Rendition]) -> bool:
    """Whether each of them was cancelled by itself."""
    keys = [rendition.pk for rendition in renditions]
    return not Rendition.objects.filter(pk__in=keys, state__in=OPEN).exists()


def _production(version: ClipVersion, renditions: Sequence[Rendition], folder: Path, stack: ExitStack) -> Production:
    languages = {rendition.language or version.clip.source_language for rendition in renditions}
    shapes = {rendition.shape for rendition in renditions}
    segments = outputs.segments_of(version)
    paths = {
        name: stack.enter_context(local_copy(name)) for name in dict.fromkeys(part.footage.file for part in segments)
    }
    kit = outputs.kit_of(version)
    logo, mark = (
        stack.enter_context(local_copy(picture.file.name)) if picture else None
        for picture in ((kit.logo, kit.watermark) if kit else (None, None))
    )
    letters = fonts.prepare(Path(settings.FONTS))
    return Production(
        shots=tuple(outputs.shot(part, paths[part.footage.file], shapes=shapes) for part in segments),
        outputs=tuple(
            outputs.output(
                rendition,
                folder / f"{rendition.pk}.mp4",
                captions=_captions(rendition, folder),
                poster=folder / f"{rendition.pk}.jpg",
            )
            for rendition in renditions
        ),
        titles=outputs.titles(version, languages=languages),
        brand=outputs.brand(kit, languages=languages, fonts=letters, logo=logo, mark=mark),
    )


def _captions(rendition: Rendition, folder: Path) -> Path | None:
    if not rendition.cues:
        return None
    width, height = outputs.picture_size(rendition.version, rendition.shape)
    document = Document(
        tuple(Cue(start=start, end=end, text=text, settings=extra) for start, end, text, extra in rendition.cues)
    )
    path = folder / f"{rendition.pk}.ass"
    path.write_text(ass.write(document, language=rendition.language, width=width, height=height), encoding="utf-8")
    return path


def _store(
    rendition: Rendition, file: Path, poster: Path | None, proof: RenderProof, *, cut: dict[str, Any] | None
) -> None:
    rendition.refresh_from_db(fields=["state"])
    if rendition.state != State.RENDERING:  # cancelled by itself meanwhile
        return
    name = names.rendition(rendition.digest)
    picture = keep(poster, name.removesuffix(".mp4") + ".jpg") if poster else ""
    RENDITION.move(
        rendition,
        State.READY,
        file=keep(file, name),
        poster=picture,
        size=proof.size,
        width=proof.width,
        height=proof.height,
        duration=proof.duration,
        sha256=proof.sha256,
        proof=proof.to_dict() | ({"cut": cut} if cut else {}),
    )
