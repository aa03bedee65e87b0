"""One text per language: where it begins, how it is kept, and when it is out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction

from curation.clips.models import CaptionTrack, Clip
from publishing.posts.models import Master, Post
from publishing.posts.wording.links import tracked

_TITLE = 100  # characters; YouTube takes no longer ones


def begun(post: Post, *, language: str) -> Master:
    """The stored text of a language, else one to begin with, not stored: the clip's title in its own language, in
    others the first words of their captions."""
    kept = post.masters.filter(language=language).first()
    if kept is not None:
        return kept
    text = opening(post.clip, language=language)
    return Master(post=post, language=language, title=text if len(text) <= _TITLE else "", text=text)


def opening(clip: Clip, *, language: str) -> str:
    """The clip's title in its own language; in others the first caption, where the track is not out of date."""
    if language.lower() == clip.source_language.lower():
        return clip.title
    track = clip.tracks.filter(language=language).exclude(state=CaptionTrack.State.STALE).first()
    first = track.cues.exclude(text="").first() if track else None
    return " ".join(first.text.split()) if first else ""


@transaction.atomic
def save(post: Post, *, language: str, title: str, text: str, link: str = "") -> Master:
    """Keep the text of a language as what its variants are derived from; it fits the source text of this moment.

    Raises LinkInvalid. Saving what stands there already says that it still fits.
    """
    if link:
        tracked(link, platform="", language=language)
    before = source_digest(post)
    row, _made = Master.objects.update_or_create(
        post=post, language=language, defaults={"title": title.strip(), "text": text.strip(), "link": link.strip()}
    )
    digest = source_digest(post)
    if language == post.clip.source_language:
        if not before:
            # What was written before there was a text to translate was no translation of an older one.
            post.masters.exclude(pk=row.pk).filter(source_digest="").update(source_digest=digest)
    else:
        Master.objects.filter(pk=row.pk).update(source_digest=digest)
        row.source_digest = digest
    return row


def source_digest(post: Post) -> str:
    """The hash of the text in the clip's own language; empty where there is none."""
    return digest_of(post.masters.all(), source=post.clip.source_language)


def digest_of(masters: Iterable[Master], *, source: str) -> str:
    """The same out of what is read already."""
    found = next((each for each in masters if each.language == source), None)
    return hashlib.sha256(f"{found.title}\0{found.text}".encode()).hexdigest() if found else ""


def is_stale(master: Master, *, digest: str) -> bool:
    """Whether the source text has changed since this translation of it was written or found to fit."""
    return bool(master.source_digest and digest and master.source_digest != digest)


def stale_languages(post: Post) -> list[str]:
    """The languages whose text was made from an older one."""
    rows = list(post.masters.all())
    digest = digest_of(rows, source=post.clip.source_language)
    return [row.language for row in rows if is_stale(row, digest=digest)]
