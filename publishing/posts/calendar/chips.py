"""What the calendar draws: the first posts of every day and how many there are, in a fixed number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils.translation import get_language

from curation.species.models import Taxon
from publishing.posts import selectors
from publishing.posts.calendar import collisions
from publishing.posts.calendar.asked import Asked
from publishing.posts.models import Campaign, Post

MOST_IN_A_DAY = 200
MOST_DRAFTS = 50
_SPECIES_STAY = 300  # seconds that the choice of species is kept


def between(first: datetime, last: datetime, *, asked: Asked, zone: ZoneInfo, each: int) -> dict[str, Any]:
    """Chips of [first, last), at most `each` a day on the clocks of `zone`, and the number of posts of every day."""
    rows = asked.posts().filter(due_at__gte=first, due_at__lt=last)
    rows = rows.annotate(day=TruncDate("due_at", tzinfo=zone)).annotate(
        place=Window(RowNumber(), partition_by=F("day"), order_by=["due_at", "pk"]),
        number=Window(Count("pk"), partition_by=F("day")),
    )
    chosen = list(rows.filter(place__lte=min(each, MOST_IN_A_DAY)).values_list("pk", "day", "number"))
    return {
        "posts": chips([pk for pk, _, _ in chosen]),
        "counts": {day.isoformat(): number for _, day, number in chosen},
    }


def unplaced(*, asked: Asked) -> list[dict[str, Any]]:
    """Posts that have no hour yet, what was touched last first."""
    rows = asked.posts().filter(due_at__isnull=True).exclude(state=Post.State.CLOSED).order_by("-updated_at")
    return chips(list(rows.values_list("pk", flat=True)[:MOST_DRAFTS]))


def chips(ids: list[int]) -> list[dict[str, Any]]:
    """Posts as the calendar draws them, in the order given, with what is to be known about their hours."""
    rows = Post.objects.filter(pk__in=ids).select_related("clip", "campaign")
    posts = rows.prefetch_related("variants__channel", "variants__delivery").in_bulk()
    clashes = collisions.among([(pk, posts[pk].due_at) for pk in ids if pk in posts])
    return [_chip(posts[pk], clashes.get(pk, [])) for pk in ids if pk in posts]


def one(post_id: int) -> dict[str, Any]:
    """One post as the calendar draws it. Raises LookupError where it is gone."""
    return chips([post_id])[0]


def _chip(post: Post, clashes: list[Any]) -> dict[str, Any]:
    campaign = post.campaign
    return {
        **selectors.chip(post),
        "placeable": post.state == Post.State.APPROVED,
        "proposable": post.state in {Post.State.DRAFT, Post.State.IN_REVIEW},
        "campaign": {"id": campaign.pk, "name": campaign.name, "colour": campaign.colour} if campaign else None,
        "marks": [each.message for each in clashes],
        "pairs": [[variant.channel_id, variant.language] for variant in post.variants.all()],
    }


def choices() -> dict[str, Any]:
    """What the filters offer: languages, campaigns, and the species that posts are about."""
    return {
        "languages": [{"value": each["tag"], "text": each["name"]} for each in selectors.language_choices()],
        "campaigns": [
            {"value": str(each.pk), "text": each.name, "colour": each.colour}
            for each in Campaign.objects.filter(archived=False)
        ],
        "species": _species(),
    }


def _species() -> list[dict[str, str]]:
    language = get_language() or "en"
    key = f"calendar-species:{language}"
    found = cache.get(key)
    if found is None:
        clips = Post.objects.values("clip").distinct()
        rows = Taxon.objects.filter(observations__footage__segments__version__clip__in=clips).distinct()
        tag = "zh-Hans" if language.startswith("zh") else language
        found = sorted(
            ({"value": str(taxon.pk), "text": taxon.name_in(tag)} for taxon in rows.prefetch_related("names")),
            key=lambda each: each["text"],
        )
        cache.set(key, found, _SPECIES_STAY)
    return found
