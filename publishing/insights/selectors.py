"""What was published, what waits, what went wrong, and whether the workers keep up. Reads the deliveries' rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from curation.jobs.models import Job
from publishing.posts.drafts import language_name
from publishing.posts.models import Channel

OPEN = ("scheduled", "preparing", "publishing", "waiting", "taking_down")
TROUBLED = ("unconfirmed", "by_hand", "held", "failed", "missed")
STOOD = ("published", "taking_down", "taken_down")


@dataclass(frozen=True)
class Period:
    """Whole days of the reader's calendar; `last` is included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first moment of it to the first after it, by the reader's clock: an index can tell what lies there,
        as it cannot for the days of moments.
        """
        begins, ends = (datetime.combine(day, time.min) for day in (self.first, self.last + timedelta(days=1)))
        return timezone.make_aware(begins), timezone.make_aware(ends)


def period(*, days: int, today: date | None = None) -> Period:
    """The last `days` days with today."""
    last = today or timezone.localdate()
    return Period(last - timedelta(days=days - 1), last)


def deliveries() -> QuerySet[Any]:
    """All deliveries. The model is asked for by name: reports stand beside that chapter, not upon it."""
    return apps.get_model("publishing", "Delivery").objects.all()


def published(when: Period) -> QuerySet[Any]:
    """What was published in the period, also what has been taken down since."""
    since, until = when.moments
    rows = deliveries().filter(state__in=STOOD, published_at__gte=since, published_at__lt=until)
    return rows.select_related("variant__post", "variant__channel").order_by("published_at", "pk")


def per_day(when: Period) -> list[dict[str, Any]]:
    """Every day of the period with its number of publications and the share of the busiest day."""
    rows = published(when).order_by().annotate(day=TruncDate("published_at")).values("day").annotate(number=Count("pk"))
    numbers = {row["day"]: row["number"] for row in rows}
    most = max(numbers.values(), default=0)
    return [
        {"day": day, "number": numbers.get(day, 0), "share": round(100 * numbers.get(day, 0) / most) if most else 0}
        for day in when.days
    ]


def per_channel(when: Period) -> list[dict[str, Any]]:
    """Channels with publications in the period, what waits and what needs a person; the busiest first."""
    state = "variants__delivery__state"
    in_period = Q(
        **{
            f"{state}__in": STOOD,
            "variants__delivery__published_at__gte": when.moments[0],
            "variants__delivery__published_at__lt": when.moments[1],
        }
    )
    rows = Channel.objects.annotate(
        published=Count("variants", filter=in_period),
        waiting=Count("variants", filter=Q(**{f"{state}__in": OPEN})),
        troubled=Count("variants", filter=Q(**{f"{state}__in": TROUBLED})),
    )
    return [
        {"channel": each, "published": each.published, "waiting": each.waiting, "troubled": each.troubled}
        for each in rows.order_by("-published", "name")
    ]


def per_language(when: Period) -> list[dict[str, Any]]:
    """Languages with publications in the period, the most used first."""
    rows = published(when).order_by().values("variant__language").annotate(number=Count("pk"))
    return [
        {"language": language_name(row["variant__language"]), "tag": row["variant__language"], "number": row["number"]}
        for row in sorted(rows, key=lambda row: (-row["number"], row["variant__language"]))
    ]


def figures(when: Period) -> dict[str, int]:
    """The numbers at the head of the page."""
    counted = deliveries().aggregate(
        waiting=Count("pk", filter=Q(state__in=OPEN)),
        unconfirmed=Count("pk", filter=Q(state="unconfirmed")),
        held=Count("pk", filter=Q(state="held")),
        failed=Count("pk", filter=Q(state__in=("failed", "missed"))),
    )
    return {"published": published(when).count(), **counted}


@dataclass(frozen=True)
class QueueHealth:
    """Whether long work is done: how much waits and for how long, how much runs, how much failed lately."""

    waiting: int
    running: int
    failed_today: int
    oldest_since: datetime | None
    late: bool


LATE_AFTER = timedelta(minutes=5)


def jobs_health(*, now: datetime | None = None) -> QueueHealth:
    """Of jobs: renders, imports, translations."""
    at = now or timezone.now()
    found = Job.objects.aggregate(
        waiting=Count("pk", filter=Q(state=Job.State.QUEUED)),
        running=Count("pk", filter=Q(state=Job.State.RUNNING)),
        failed=Count("pk", filter=Q(state=Job.State.FAILED, finished_at__gte=at - timedelta(days=1))),
        oldest=Min("created_at", filter=Q(state=Job.State.QUEUED)),
    )
    oldest = found["oldest"]
    late = oldest is not None and at - oldest > LATE_AFTER
    return QueueHealth(found["waiting"], found["running"], found["failed"], oldest, late)


def publishing_health(*, now: datetime | None = None) -> QueueHealth:
    """Of deliveries that are due: a row that nobody takes up means that no worker listens."""
    at = now or timezone.now()
    found = deliveries().aggregate(
        waiting=Count("pk", filter=Q(state__in=OPEN, next_at__lte=at, lease_until__isnull=True)),
        running=Count("pk", filter=Q(state__in=OPEN, lease_until__gt=at)),
        failed=Count("pk", filter=Q(state="failed", due_at__gte=at - timedelta(days=1))),
        oldest=Min("next_at", filter=Q(state__in=OPEN, next_at__lte=at, lease_until__isnull=True)),
    )
    oldest = found["oldest"]
    late = oldest is not None and at - oldest > timedelta(seconds=30)
    return QueueHealth(found["waiting"], found["running"], found["failed"], oldest, late)
