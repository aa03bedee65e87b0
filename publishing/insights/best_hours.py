"""Best hours from own figures: what posts of an hour of the week were seen in their first day. Advises the calendar."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Aggregate, Count, F, FloatField, QuerySet
from django.utils import timezone

from publishing.insights.models import Watch
from publishing.posts.best_hours import NEEDED, BestHours, GoodHour, register
from publishing.posts.models import Channel

LOOKS_BACK = timedelta(days=365)
MOST = 5  # hours that are named
TRUST = 5.0
"""How many posts an hour needs for its own median to weigh as much as the channel's: one lucky post does not win."""


class Median(Aggregate):
    """PostgreSQL's percentile_cont(0.5)."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class OwnFigures:
    """Implements `posts.best_hours.Adviser`.

    Counted are views 24 hours after publication; where a platform tells none, likes, comments, shares and quotes.
    """

    def best_hours(self, channel: Channel, *, language: str = "") -> BestHours:
        rows, counter = measured(channel, language=language)
        whole = rows.aggregate(posts=Count("pk"), median=Median(counter))
        posts = int(whole["posts"] or 0)
        if posts < NEEDED:
            return BestHours(measured=posts, missing=NEEDED - posts)
        usual = float(whole["median"] or 0.0)
        cells = rows.values("weekday", "hour").annotate(posts=Count("pk"), median=Median(counter))
        hours = [
            GoodHour(cell["weekday"], cell["hour"], expected(cell["median"], cell["posts"], usual=usual), cell["posts"])
            for cell in cells
        ]
        good = sorted(
            (each for each in hours if each.views >= usual), key=lambda each: (-each.views, each.weekday, each.hour)
        )
        return BestHours(tuple(good[:MOST]), measured=posts)


def measured(channel: Channel, *, language: str = "") -> tuple[QuerySet[Watch], str]:
    """The channel's publications of a year that were measured after a day, and the counter that they are judged by."""
    rows = Watch.objects.filter(channel=channel, published_at__gte=timezone.now() - LOOKS_BACK)
    if language:
        rows = rows.filter(language=language)
    viewed = rows.filter(day_views__isnull=False)
    if viewed.exists():
        return viewed, "day_views"
    return rows.filter(day_reactions__isnull=False), "day_reactions"


def expected(median: float, posts: int, *, usual: float) -> float:
    """An hour's median, drawn towards the channel's the fewer posts stand behind it."""
    return round((posts * median + TRUST * usual) / (posts + TRUST), 1)


def usual_by_channel(*, channels: list[int]) -> dict[int, tuple[str, float]]:
    """What a post of each channel is usually counted after a day, in half a year: (counter, median); without zeros."""
    since = timezone.now() - LOOKS_BACK / 2
    rows = Watch.objects.filter(channel__in=channels, published_at__gte=since).values("channel")
    found = rows.annotate(views=Median(F("day_views")), reactions=Median(F("day_reactions")))
    usual: dict[int, tuple[str, float]] = {}
    for row in found:
        if row["views"]:
            usual[row["channel"]] = ("day_views", float(row["views"]))
        elif row["views"] is None and row["reactions"]:
            usual[row["channel"]] = ("day_reactions", float(row["reactions"]))
    return usual


register(OwnFigures())
