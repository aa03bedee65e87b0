"""What the pages of campaigns read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min, Q, QuerySet
from wagtail.models import ModelLogEntry

from curation.people import name_of
from publishing.posts.models import Campaign

MOST_CHANGES = 20


def listed(*, over: bool) -> QuerySet[Campaign]:
    """Campaigns that run, or those that are over, with how many posts they have and when the next goes out."""
    still = Q(posts__state="scheduled")
    return Campaign.objects.filter(archived=over).annotate(
        number=Count("posts", distinct=True), waiting=Count("posts", filter=still, distinct=True),
        next_at=Min("posts__due_at", filter=still),
    ).order_by("name", "pk")  # fmt: skip


@dataclass(frozen=True)
class Change:
    """Who changed a row of the house's words, when, and what: (field, before, after)."""

    at: Any
    by: str
    action: str
    fields: tuple[tuple[str, str, str], ...]


def changes(row: Any) -> list[Change]:
    """The newest first."""
    kind = ContentType.objects.get_for_model(row)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).select_related("user")
    return [_change(entry) for entry in entries.order_by("-timestamp", "-pk")[:MOST_CHANGES]]


def _change(entry: ModelLogEntry) -> Change:
    data: dict[str, Any] = entry.data or {}
    before, after = data.get("before") or {}, data.get("after") or {}
    if not isinstance(before, dict) or not isinstance(after, dict):
        before, after = {}, {}
    fields = tuple(
        (name, str(before.get(name, "")), str(after.get(name, "")))
        for name in after
        if before.get(name, "") != after.get(name, "")
    )
    action = "over" if data.get("over") is True else "resumed" if data.get("over") is False else entry.action
    return Change(entry.timestamp, name_of(entry.user), action.removeprefix("wagtail."), fields)
