"""Unsaved edits: kept as they are made, and told to whoever else has the clip open."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from curation.clips.errors import ClipError
from curation.clips.models import Clip, ClipDraft
from curation.people import name_of

OPEN = timedelta(seconds=45)  # a studio is heard of every fifteen
LARGEST = 2_000_000  # characters of JSON
LONGEST_KEY = 40


def keep(
    clip: Clip | None,
    *,
    author: AbstractBaseUser,
    base_version: int | None,
    document: dict[str, Any] | None,
    key: str = "",
) -> ClipDraft:
    """Store the edit of this person, or with `document` None only that their studio is open.

    `key` tells drafts of clips apart that have no version yet. ClipError `draft_too_large`.
    """
    now = timezone.now()
    changes: dict[str, Any] = {"seen_at": now}
    if document is not None:
        if len(json.dumps(document)) > LARGEST:
            raise ClipError("draft_too_large")
        changes |= {"document": document, "changed_at": now, "base_version": base_version}
    draft, _made = ClipDraft.objects.update_or_create(
        clip=clip, author_id=author.pk, key=_key(clip, key), defaults=changes
    )
    return draft


def draft_of(clip: Clip | None, *, author: AbstractBaseUser, key: str = "") -> ClipDraft | None:
    """What this person changed and did not save."""
    return ClipDraft.objects.filter(
        clip=clip, author_id=author.pk, key=_key(clip, key), changed_at__isnull=False
    ).first()


def forget(clip: Clip | None, *, author: AbstractBaseUser, key: str = "") -> None:
    """The edit was saved or thrown away; that the studio is open stays known."""
    rows = ClipDraft.objects.filter(clip=clip, author_id=author.pk, key=_key(clip, key))
    rows.update(document={}, changed_at=None, base_version=None)


def company(clip: Clip | None, *, reader: AbstractBaseUser) -> dict[str, Any]:
    """Who else has the clip open, and which version is the newest by now.

    {saved_at, newest, by, others: [{name, changed, since}]}; `changed`: with edits that are not saved.
    """
    now = timezone.now()
    newest = clip.version if clip else None
    seen = ClipDraft.objects.filter(clip=clip, seen_at__gt=now - OPEN).select_related("author")
    open_now = seen.exclude(author_id=reader.pk) if clip else []
    return {
        "saved_at": now.isoformat(),
        "newest": newest.number if newest else None,
        "by": name_of(newest.created_by) if newest else "",
        "others": [
            {
                "name": name_of(each.author),
                "changed": each.changed_at is not None,
                "since": (each.changed_at or each.seen_at).isoformat(),
            }
            for each in open_now
        ],
    }


def _key(clip: Clip | None, key: str) -> str:
    return "" if clip else key[:LONGEST_KEY]
