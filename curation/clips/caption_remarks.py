"""Comments on captions: asked, answered by settling them; open ones are counted and forbid nothing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from curation.clips.cues import clean
from curation.clips.errors import ClipError
from curation.clips.models import CaptionRemark, Clip, Cue
from curation.people import name_of

LONGEST = 2000  # characters


def remarks(clip: Clip, *, language: str = "") -> list[dict[str, Any]]:
    """All comments on a clip's captions, or those in one language, oldest first."""
    found = CaptionRemark.objects.filter(cue__track__clip=clip).select_related("author", "cue__track", "settled_by")
    if language:
        found = found.filter(cue__track__language=language)
    return [
        {
            "id": each.pk,
            "cue": each.cue_id,
            "language": each.cue.track.language,
            "author": name_of(each.author),
            "when": each.created_at.isoformat(),
            "text": each.text,
            "settled": each.settled_at is not None,
            "settledBy": name_of(each.settled_by),
        }
        for each in found
    ]


def say(cue: Cue, *, author: AbstractBaseUser, text: str) -> CaptionRemark:
    """Leave a comment. ClipError `bad_caption_remark`."""
    text = clean(text)
    if not text or len(text) > LONGEST:
        raise ClipError("bad_caption_remark", most=LONGEST)
    return CaptionRemark.objects.create(cue=cue, author_id=author.pk, text=text)


def settle(remark: CaptionRemark, *, user: AbstractBaseUser, settled: bool) -> None:
    """What a comment asked for is done, or is not after all."""
    remark.settled_at = timezone.now() if settled else None
    remark.settled_by_id = user.pk if settled else None
    remark.save(update_fields=["settled_at", "settled_by"])
