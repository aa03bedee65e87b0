"""Watch over publications, write down what was told, and keep the sums of reports true."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from curation.footage.models import Observation
from publishing.delivery.models import Delivery
from publishing.insights import counters, schedule
from publishing.insights.models import Gain, Measurement, Watch
from publishing.insights.states import WATCH
from publishing.posts import hours
from publishing.posts.models import Post

BATCH = 500
DAY_TOLERANCE = 12.0  # hours: what is measured further from the 24th says too little of it
State = Watch.State
WATCHED: Collection[str] = (State.WATCHING, State.GONE, State.ENDED, State.UNMEASURABLE)
RECENT = timedelta(days=3)


def follow(*, recent: bool) -> None:
    """Watch what is new, leave what was taken down, move what joined a campaign.

    recent: only what was published in the last days, which is cheap; the rest is looked through once a day.
    """
    since = timezone.now() - RECENT if recent else None
    enrol(since=since)
    note_take_downs(since=since)
    while not recent and follow_campaigns() == BATCH:
        pass


def enrol(*, since: datetime | None = None) -> int:
    """Watch over every publication that nobody watches yet, published at `since` or later; returns how many."""
    fresh = Delivery.objects.filter(
        ~Exists(Watch.objects.filter(pk=OuterRef("pk"))), state=Delivery.State.PUBLISHED, published_at__isnull=False
    )
    if since is not None:
        fresh = fresh.filter(published_at__gte=since)
    made = 0
    while batch := list(fresh.select_related("variant__channel", "variant__post")[:BATCH]):
        species = species_of(delivery.variant.post for delivery in batch)
        Watch.objects.bulk_create(
            [_watch(delivery, species[delivery.variant.post_id]) for delivery in batch], ignore_conflicts=True
        )
        made += len(batch)
    return made


def _watch(delivery: Delivery, taxa: list[int]) -> Watch:
    variant, channel = delivery.variant, delivery.variant.channel
    published = delivery.published_at or delivery.due_at
    try:
        local = hours.local_hour(published, zone_name=channel.time_zone)
    except hours.UnknownZone:
        local = published
    # The first question is due at once where hours have passed already.
    due = schedule.next_moment(published, after=published) or published
    return Watch(
        delivery=delivery, channel=channel, language=variant.language, campaign=variant.post.campaign_id or 0,
        taxa=taxa, published_at=published, weekday=local.weekday(), hour=local.hour,
        demo=variant.post.demo, next_at=due,
    )  # fmt: skip


def species_of(posts: Iterable[Post]) -> dict[int, list[int]]:
    """The species of each post's clip, by post: what people said, and machines only where no person did."""
    wanted = {post.pk: post.version_id for post in posts}
    rows = (
        Observation.objects.filter(footage__segments__version__in={each for each in wanted.values() if each})
        .exclude(taxon=None)
        .values_list("footage__segments__version", "footage", "taxon", "classification_method")
        .distinct()
    )
    said: dict[tuple[int, int], dict[str, set[int]]] = {}
    for version, footage, taxon, method in rows:
        said.setdefault((version, footage), {}).setdefault(method, set()).add(taxon)
    taxa: dict[int, set[int]] = {}
    for (version, _footage), methods in said.items():
        taxa.setdefault(version, set()).update(methods.get(Observation.Method.HUMAN) or methods["machine"])
    return {post: sorted(taxa.get(version or 0, ())) for post, version in wanted.items()}


@transaction.atomic
def record(watch: Watch, told: Mapping[str, Any], *, at: datetime, owner: str | None = None) -> Measurement | None:
    """Write down what a platform told at a moment, and when to ask next. None where this slot is measured already.

    owner: the lease that the caller holds; where somebody else has it by now nothing is written.
    """
    row = Watch.objects.select_for_update().get(pk=watch.pk)
    if owner is not None and row.lease_owner != owner:
        return None
    hours_old = schedule.age(row.published_at, at)
    slot = schedule.slot_at(hours_old)
    if row.measured_at is not None and (slot <= row.slot or at <= row.measured_at):
        _rest(row, at=at)
        return None
    counts = counters.cleaned(told)
    known = known_of(row)
    seen = counters.change(known, counts)
    made = Measurement.objects.create(watch_id=row.pk, slot=slot, at=at, fell=list(seen.fell) or None, **counts)
    _book(row, seen.gained, day=timezone.localdate(at, timezone.get_default_timezone()))
    _at_24_hours(row, known, seen.known, hours_old=hours_old)
    for name, value in seen.known.items():
        setattr(row, name, value)
    row.slot, row.measured_at = slot, at
    _rest(row, at=at)
    return made


def known_of(row: Watch | Measurement) -> dict[str, int]:
    """The counters of a row that are known."""
    return {name: getattr(row, name) for name in counters.NAMES if getattr(row, name) is not None}


def _rest(row: Watch, *, at: datetime) -> None:
    """Let go of a row after a good answer."""
    following = schedule.next_moment(row.published_at, after=at)
    if row.state != State.WATCHING and following is not None:
        WATCH.check(row.state, State.WATCHING)
        row.state = State.WATCHING
    if following is None and row.state == State.WATCHING:
        row.state = State.ENDED
    row.next_at = following or row.next_at
    row.lease_owner, row.lease_until, row.attempts, row.absences = "", None, 0, 0
    row.error_code, row.error_params = "", {}
    row.save()


def _at_24_hours(row: Watch, known: dict[str, int], now: dict[str, int], *, hours_old: float) -> None:
    """Fill in what stood after 24 hours, once, from the measurements on both sides of that hour."""
    if hours_old < 24 or row.slot >= 24:
        return
    before = schedule.age(row.published_at, row.measured_at) if row.measured_at else 0.0
    if hours_old - 24 > DAY_TOLERANCE:
        return
    for name, early, late in (
        ("day_views", known.get("views", 0), now.get("views")),
        ("day_reactions", counters.reactions(known) or 0, counters.reactions(now)),
    ):
        if late is not None:
            setattr(row, name, counters.between((before, early), (hours_old, late), at=24.0))


def _book(row: Watch, gained: Mapping[str, int], *, day: Any) -> None:
    """Add what was gained to the sums: of everything, and of each species. Always in the same order: no deadlock."""
    if not any(gained.values()):
        return
    values = [gained.get(name, 0) for name in counters.NAMES]
    cells = [[day, row.channel_id, row.language, row.campaign, taxon, *values] for taxon in (0, *sorted(row.taxa))]
    _add(cells)


def _add(cells: list[list[Any]]) -> None:
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"] * len(cells))
    sums = ", ".join(f"{name} = publishing_gain.{name} + EXCLUDED.{name}" for name in counters.NAMES)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO publishing_gain"  # noqa: S608 - names of our own columns only
            f" (day, channel_id, language, campaign, taxon, {', '.join(counters.NAMES)}) VALUES {marks}"
            f" ON CONFLICT (taxon, day, channel_id, language, campaign) DO UPDATE SET {sums}",
            [value for cell in cells for value in cell],
        )


def gains_of(watch: Watch) -> dict[Any, dict[str, int]]:
    """What one publication gained, by day of the desk, from its measurements alone."""
    known: dict[str, int] = {}
    days: dict[Any, dict[str, int]] = {}
    for measurement in watch.measurements.order_by("slot"):
        seen = counters.change(known, known_of(measurement))
        day = timezone.localdate(measurement.at, timezone.get_default_timezone())
        for name, value in seen.gained.items():
            days.setdefault(day, dict.fromkeys(counters.NAMES, 0))[name] += value
        known = seen.known
    return days


def _rebook(row: Watch, *, sign: int) -> None:
    for day, gained in sorted(gains_of(row).items()):
        _book(row, {name: sign * value for name, value in gained.items()}, day=day)


@transaction.atomic
def forget(deliveries: QuerySet[Delivery]) -> int:
    """Take publications and all they gained out of the reports, before their deliveries are deleted."""
    rows = list(Watch.objects.select_for_update().filter(delivery__in=deliveries).order_by("pk"))
    for row in rows:
        _rebook(row, sign=-1)
    Watch.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Gain.objects.filter(**dict.fromkeys(counters.NAMES, 0)).delete()
    return len(rows)


def follow_campaigns(*, limit: int = BATCH) -> int:
    """Book what was gained where its campaign is now: a post may join or leave one later. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.delivery_id FROM publishing_watch w JOIN publishing_delivery d ON d.id = w.delivery_id"
            " JOIN publishing_variant v ON v.id = d.variant_id JOIN publishing_post p ON p.id = v.post_id"
            " WHERE w.campaign <> coalesce(p.campaign_id, 0) ORDER BY 1 LIMIT %s",
            [limit],
        )
        moved = [key for (key,) in cursor.fetchall()]
    for key in moved:
        _move(key)
    return len(moved)


@transaction.atomic
def _move(key: int) -> None:
    row = Watch.objects.select_for_update(of=("self",)).select_related("delivery__variant__post").get(pk=key)
    _rebook(row, sign=-1)
    row.campaign = row.delivery.variant.post.campaign_id or 0
    row.save(update_fields=["campaign"])
    _rebook(row, sign=1)


def note_take_downs(*, since: datetime | None = None) -> int:
    """Ask no more about what was taken down."""
    watched = Watch.objects.filter(state__in=WATCHED, delivery__state=Delivery.State.TAKEN_DOWN)
    if since is not None:
        watched = watched.filter(published_at__gte=since)
    return watched.update(state=State.TAKEN_DOWN, lease_owner="", lease_until=None)
