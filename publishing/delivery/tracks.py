"""Which caption tracks go out now and which on a later day, where a platform gives a budget for them.

Everybody's first language comes before anybody's second: a track waits for those that are more important, also for
those of posts that go out within the budget's time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from publishing.connectors.capabilities import Quota
from publishing.connectors.registry import UnknownPlatform
from publishing.delivery.models import Delivery, FollowUp
from publishing.delivery.quotas import gone_out, sharing, window_of
from publishing.posts import platform_limits
from publishing.posts.drafts import tracks_of
from publishing.posts.models import Variant

SENT, REFUSED, WAITS = "sent", "refused", "waits"


@dataclass(frozen=True, order=True)
class Wish:
    """A track that wants to be sent. rank: its place among the languages of its own post, 0 the first."""

    rank: int
    due_at: datetime
    variant: int
    language: str


def chosen(wishes: Iterable[Wish], *, places: int) -> list[Wish]:
    """The wishes that the places suffice for: by rank, then by hour."""
    return sorted(wishes)[: max(0, places)]


def told_by(
    checkpoint: Mapping[str, object], *, before: Mapping[str, dict[str, str]], now: datetime
) -> dict[str, dict[str, str]]:
    """What became of each track: as it was known before, with what a connector's checkpoint says since.

    A connector writes `captions`: language -> "sent", or why not.
    """
    found = dict(before)
    captions = checkpoint.get("captions")
    for language, words in (captions if isinstance(captions, Mapping) else {}).items():
        if words and found.get(str(language), {}).get("state") not in {SENT, REFUSED}:
            state = SENT if words == "sent" else REFUSED
            said = {} if state == SENT else {"words": str(words).removeprefix("refused: ")[:300]}
            found[str(language)] = {"state": state, "at": now.isoformat(), **said}
    return found


def allotted(variant: Variant, *, now: datetime, done: Iterable[str] = ()) -> list[str] | None:
    """The languages whose tracks may be sent now, in order; None where there is no budget. done: sent already."""
    quota = quota_of(variant)
    if quota is None:
        return None
    budget, window = sharing(variant.channel, quota), window_of(quota)
    wishes = _of(variant, due_at=now, done=done) + _others(budget, variant, now=now, last=now + window.length)
    since = now - window.length
    places = window.limit - len(sent_times(budget, since=since)) - _thumbnails(variant, quota, since=since, now=now)
    return [wish.language for wish in chosen(wishes, places=places) if wish.variant == variant.pk]


def next_chance(variant: Variant, *, now: datetime) -> datetime:
    """When tracks that wait may be tried again: as soon as the budget gives back its oldest place, within a day."""
    quota = quota_of(variant)
    if quota is None:
        return now + timedelta(hours=1)
    window = window_of(quota)
    times = sent_times(sharing(variant.channel, quota), since=now - window.length)
    full = times and len(times) >= window.limit
    return max(min(times) + window.length, now + timedelta(minutes=5)) if full else now + window.length / 4


def quota_of(variant: Variant) -> Quota | None:
    """The budget for caption tracks on the platform of a variant."""
    try:
        return next(iter(platform_limits.known(variant.channel).quota("caption")), None)
    except UnknownPlatform:
        return None


def _thumbnails(variant: Variant, quota: Quota, *, since: datetime, now: datetime) -> int:
    """The places that pictures of posts since a moment have taken, where they come out of the same budget."""
    pictures = platform_limits.known(variant.channel).quota("thumbnail")
    cost = next((each.cost for each in pictures if (each.limit, each.scope) == (quota.limit, quota.scope)), 0)
    if not cost:
        return 0
    return -(-cost * len(gone_out(sharing(variant.channel, quota), since=since, now=now)) // quota.cost)


def sent_times(budget: Sequence[int], *, since: datetime) -> list[datetime]:
    """When tracks went to these channels since a moment; refused ones cost as much."""
    rows = FollowUp.objects.filter(
        delivery__variant__channel__in=budget, delivery__published_at__gt=since - timedelta(days=60)
    )
    told = (each for tracks in rows.values_list("tracks", flat=True) for each in tracks.values())
    times = (datetime.fromisoformat(each["at"]) for each in told if each.get("state") in {SENT, REFUSED})
    return [at for at in times if at > since]


def _of(variant: Variant, *, due_at: datetime, done: Iterable[str] = ()) -> list[Wish]:
    gone = set(done)
    tracks = enumerate(tracks_of(variant))
    return [Wish(rank, due_at, variant.pk, each.language) for rank, each in tracks if each.language not in gone]


def _others(budget: Sequence[int], variant: Variant, *, now: datetime, last: datetime) -> list[Wish]:
    """What else wants tracks sent until `last`: posts to come, and what was left over of those that stand."""
    found: list[Wish] = []
    state = Delivery.State
    coming = Delivery.objects.filter(
        variant__channel__in=budget, variant__subtitle_route="track", due_at__lt=last,
        state__in=[state.SCHEDULED, state.PREPARING],
    )  # fmt: skip
    related = ("variant__channel", "variant__post__clip")
    ahead = coming.exclude(variant=variant).select_related(*related).prefetch_related("variant__post__clip__tracks")
    for delivery in ahead[:200]:
        found += _of(delivery.variant, due_at=delivery.due_at)
    left = FollowUp.objects.filter(state=FollowUp.State.WAITING, delivery__variant__channel__in=budget)
    rest = left.exclude(delivery__variant=variant).select_related(*(f"delivery__{each}" for each in related))
    for follow_up in rest[:200]:
        done = [language for language, told in follow_up.tracks.items() if told.get("state") in {SENT, REFUSED}]
        delivery = follow_up.delivery
        found += _of(delivery.variant, due_at=delivery.published_at or delivery.due_at, done=done)
    return found
