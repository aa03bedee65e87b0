"""Dates what was made just now back, so that the desk looks as if people had worked at it for weeks.

The order of moments and the time between them stay as they were; only demo rows are touched.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min

from curation.clips.models import Clip, ClipVersion, Rendition
from curation.footage.models import Arrival, Footage
from publishing.delivery.models import Delivery, LedgerEntry, SandboxPost
from publishing.posts.models import Post

WRITTEN_BEFORE = timedelta(hours=5)  # a post is written some hours before it goes out


@transaction.atomic
def date_post(post: Post, *, at: datetime) -> None:
    """Move a published post and its deliveries to the moment `at` (aware)."""
    deliveries = Delivery.objects.filter(variant__post=post)
    first = deliveries.aggregate(first=Min("due_at"))["first"]
    if first is None:
        return
    shift = at - first
    keys = [str(key) for key in deliveries.values_list("key", flat=True)]
    LedgerEntry.objects.filter(delivery__in=deliveries).update(at=F("at") + shift)
    SandboxPost.objects.filter(key__in=keys, channel__demo=True).update(published_at=F("published_at") + shift)
    deliveries.update(
        due_at=F("due_at") + shift,
        next_at=F("next_at") + shift,
        published_at=F("published_at") + shift,
        announced_at=F("announced_at") + shift,
    )
    Post.objects.filter(pk=post.pk).update(due_at=at, created_at=at - WRITTEN_BEFORE, updated_at=at)
    post.refresh_from_db()


@transaction.atomic
def date_clips(*, by: timedelta) -> None:
    """Let demo footage and clips have been made `by` earlier, before the first post about them."""
    Arrival.objects.filter(footage__demo=True).update(arrived_at=F("arrived_at") - by)
    Footage.objects.filter(demo=True).update(created_at=F("created_at") - by)
    Clip.objects.filter(demo=True).update(created_at=F("created_at") - by, updated_at=F("updated_at") - by)
    ClipVersion.objects.filter(clip__demo=True).update(created_at=F("created_at") - by)
    Rendition.objects.filter(version__clip__demo=True).update(created_at=F("created_at") - by)
