"""Offers a version of a clip to partners, once the guard has read it; and makes its preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from curation.clips.models import Clip, ClipVersion, Rendition
from curation.files import store
from curation.files.local import keep, local_copy, scratch
from curation.jobs import services as jobs
from curation.jobs.work import JobCancelled, JobFailed, Work, handler
from curation.subtitles import fonts
from curation.video.errors import VideoError
from curation.video.previews.marked import make_marked
from curation.video.probe import probe
from publishing.guard import lifting
from publishing.guard import services as guard
from publishing.guard.findings import Finding
from publishing.partners import catalogue
from publishing.partners.models import Offer
from publishing.posts.obstacles import Obstacle, Refused

WORDS = "PREVIEW · 预览 · PUGMARK"


def obstacles(clip: Clip, *, titles: Mapping[str, str], summaries: Mapping[str, str]) -> list[Obstacle]:
    """What speaks against offering the newest version under these words: the guard, people, no finished file."""
    version = clip.version
    if version is None:
        return [Obstacle("no_version")]
    ready = Rendition.objects.filter(version=version, state=Rendition.State.READY).exists()
    released = guard.released_at(version)
    return [
        *([Obstacle("released_later", {"until": released})] if released and released > timezone.now() else []),
        *([] if ready else [Obstacle("no_rendition")]),
        *(Obstacle("people_in_picture", {"subject": str(each)}) for each in guard.people_in(version)),
        *(Obstacle("vehicle_in_picture", {"subject": str(each)}) for each in guard.vehicles_in(version)),
        *(
            Obstacle(each.code, dict(each.params), source="guard", where=each.where)
            for each in findings(version, titles=titles, summaries=summaries)
        ),
    ]


def findings(version: ClipVersion, *, titles: Mapping[str, str], summaries: Mapping[str, str]) -> list[Finding]:
    """Leaks in all words that partners would read: titles, summaries, captions, words in the picture."""
    texts = {f"title:{language}": text for language, text in titles.items()}
    texts |= {f"summary:{language}": text for language, text in summaries.items()}
    for track in version.clip.tracks.prefetch_related("cues"):
        texts[f"caption:{track.language}"] = "\n".join(cue.text for cue in track.cues.all())
    for rendition in Rendition.objects.filter(version=version, state=Rendition.State.READY).exclude(language=""):
        texts[f"picture:{rendition.language}"] = "\n".join(str(cue[2]) for cue in rendition.cues)
    told = guard.findings_for(texts, finest=guard.finest_for(version))
    return lifting.still_held([*told, *guard.strips_in(version)], clip=version.clip)


def offer(clip: Clip, *, titles: Mapping[str, str], summaries: Mapping[str, str], user: Any) -> Offer:
    """Offer the newest version, or offer it anew. Raises Refused with everything that speaks against it."""
    found = obstacles(clip, titles=titles, summaries=summaries)
    version = clip.version
    if found or version is None:
        raise Refused(found)
    with transaction.atomic():
        row, made = Offer.objects.select_for_update().get_or_create(
            clip=clip, defaults={"version": version, "offered_at": timezone.now()}
        )
        same = not made and row.preview and row.version_id == version.pk
        row.version, row.titles, row.summaries = version, dict(titles), dict(summaries)
        row.offered_by, row.offered_at, row.withdrawn_at = user, timezone.now(), None
        if not same:
            row.preview = row.poster = ""
            row.save()
            row.job = jobs.start("partner_preview", subject=row.pk, user=user)
        row.save()
        log(clip, "wagtail.edit", user=user, data={"offered": row.version.number, "titles": row.titles})
    return row


@transaction.atomic
def withdraw(row: Offer, *, user: Any) -> None:
    """From now on no partner finds it, and what was prepared of it is not handed out any more."""
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        log(row.clip, "wagtail.edit", user=user, data={"offer_withdrawn": row.version.number})


@handler("partner_preview")
def make_preview(work: Work) -> dict[str, Any]:
    """A small film and a poster with words across them, of a file without captions if there is one."""
    row = Offer.objects.select_related("version").filter(pk=work.subject).first()
    source = preview_source(row) if row else None
    if row is None or source is None:
        raise JobFailed("source_gone")
    names = [f"previews/offers/{row.pk}-{source.digest[:24]}.{ending}" for ending in ("mp4", "jpg")]
    try:
        with scratch() as folder, local_copy(source.file) as path:
            film, poster = folder / "film.mp4", folder / "poster.jpg"
            make_marked(
                path,
                film,
                poster,
                probe=probe(path),
                words=WORDS,
                font=fonts.font_for("zh-Hans").path,
                sheet=folder / "words.png",
                on_progress=lambda progress: work.report(progress.fraction * 0.95),
                cancelled=work.cancelled,
            )
            for made, name in zip((film, poster), names, strict=True):
                keep(made, name)
    except VideoError as error:
        if error.code == "cancelled":
            raise JobCancelled from error
        raise JobFailed(error.code, error.detail, **error.params) from error
    old = [name for name in (row.preview, row.poster) if name and name not in names]
    Offer.objects.filter(pk=row.pk, version=row.version).update(preview=names[0], poster=names[1])
    for name in old:
        store.delete(name)
    return {"preview": names[0]}


def preview_source(row: Offer) -> Rendition | None:
    """The file that the preview is made of: the clean one, the widest shape first."""
    ready = catalogue.renditions(row) or list(
        Rendition.objects.filter(version=row.version_id, state=Rendition.State.READY)
    )
    return min(ready, key=lambda each: (bool(each.language), bool(each.preset), each.shape != "16:9"), default=None)
