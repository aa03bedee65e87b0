"""Markers and comments at a moment of a clip."""

from __future__ import annotations

import math
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from curation.clips.errors import ClipError
from curation.clips.models import Clip, Remark
from curation.footage.models import Footage
from curation.people import name_of

LONGEST = 2000  # characters
MODERATE = "curation.change_clip"


def remarks(clip: Clip, *, reader: AbstractBaseUser) -> list[dict[str, Any]]:
    """All of a clip's, each with its answers."""
    found = clip.remarks.select_related("author", "resolved_by").prefetch_related("answered_by__author")
    return [
        _told(remark, reader=reader) | {"answers": [_told(each, reader=reader) for each in remark.answered_by.all()]}
        for remark in found.filter(answers=None)
    ]


def say(
    clip: Clip,
    *,
    author: AbstractBaseUser,
    footage: Footage,
    seconds: float,
    text: str = "",
    answers: int | None = None,
) -> Remark:
    """Leave a marker, a comment, or an answer to one. ClipError `bad_remark`."""
    text = text.strip()
    inside = math.isfinite(seconds) and 0 <= seconds <= (footage.duration or 0.0) + 0.05
    answered = clip.remarks.filter(pk=answers, answers=None).first() if answers is not None else None
    lost = answers is not None and (answered is None or not text)
    if not inside or lost or len(text) > LONGEST or "\0" in text:
        raise ClipError("bad_remark", most=LONGEST)
    if answered is not None:
        footage, seconds = answered.footage, answered.seconds
    return Remark.objects.create(
        clip=clip, footage=footage, seconds=seconds, text=text, answers=answered, author_id=author.pk
    )


def settle(remark: Remark, *, user: AbstractBaseUser, settled: bool) -> None:
    """What a comment asked for is done, or is not."""
    remark.resolved_at = timezone.now() if settled else None
    remark.resolved_by_id = user.pk if settled else None
    remark.save(update_fields=["resolved_at", "resolved_by"])


def withdraw(remark: Remark, *, user: AbstractBaseUser) -> None:
    """Delete one's own, or anybody's with the right to change clips."""
    if remark.author_id != user.pk and not user.has_perm(MODERATE):  # type: ignore[attr-defined]
        raise PermissionDenied
    remark.delete()


def _told(remark: Remark, *, reader: AbstractBaseUser) -> dict[str, Any]:
    return {
        "id": remark.pk,
        "footage": remark.footage_id,
        "seconds": remark.seconds,
        "text": remark.text,
        "author": name_of(remark.author),
        "own": remark.author_id == reader.pk,
        "at": remark.created_at.isoformat(),
        "resolved": remark.resolved_at is not None,
        "resolved_by": name_of(remark.resolved_by),
    }
