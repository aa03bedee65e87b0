"""Deliveries by the thousand for the benchmarks of publishing: one is made as a person would, the others are copies."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

Text = Callable[[int], str]


def video(size: int) -> bytes:
    """A file of `size` bytes that begins like a video and holds what breaks forms."""
    head = b"\x00\x00\x00\x18ftypmp42" + b"\r\n--\r\n\n"
    return head + os.urandom(size - len(head))


def plan(channels: Sequence[Any], *, number: int, text: Text, due: Callable[[int], datetime]) -> list[Any]:
    """`number` scheduled deliveries, dealt out to the channels in turn; returns them in the order of their texts."""
    from publishing.delivery.models import Delivery
    from publishing.posts.models import Post, Variant
    from tests.publishing import stage

    source = stage.clip()
    models = []
    for channel in channels:
        first = stage.scheduled(channel, source=source, ahead=timedelta(days=1), title="Tiger in snow")
        models.append((first.variant.post, first.variant))
    posts, variants, deliveries = [], [], []
    for each in range(number):
        post, variant = models[each % len(models)]
        posts.append(_copy(post, due_at=due(each), tolerance=24 * 60))
        variants.append(_copy(variant, text=text(each)))
    Post.objects.bulk_create(posts, batch_size=2000)
    for post, variant in zip(posts, variants, strict=True):
        variant.post = post
    Variant.objects.bulk_create(variants, batch_size=2000)
    for post, variant in zip(posts, variants, strict=True):
        deliveries.append(Delivery(variant=variant, due_at=post.due_at, next_at=post.due_at))
    Delivery.objects.bulk_create(deliveries, batch_size=2000)
    firsts = [post.pk for post, _variant in models]
    Delivery.objects.filter(variant__post__in=firsts).delete()
    Post.objects.filter(pk__in=firsts).delete()
    return deliveries


def _copy(row: Any, **changes: Any) -> Any:
    """An unsaved copy of a row."""
    values = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key}
    return type(row)(**{**values, **changes})


def now() -> datetime:
    return timezone.now()
