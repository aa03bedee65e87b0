"""What publications reached, read from the sums: totals, days, and breakdowns that name who or what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, FloatField, Func, QuerySet, Sum, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from curation.species.selectors import taxa_by_key
from publishing.connectors.registry import UnknownPlatform
from publishing.insights.asked import Asked
from publishing.insights.best_hours import usual_by_channel
from publishing.insights.counters import NAMES
from publishing.insights.models import Gain, Watch
from publishing.posts.drafts import capabilities_of, language_name
from publishing.posts.models import Campaign, Channel

TOP = 20
_SUMS = {name: Sum(name) for name in NAMES}


@dataclass(frozen=True)
class Line:
    """A line of a breakdown. key: what the address names it by; share: of the largest, in percent (0..100)."""

    key: str
    label: str
    posts: int
    counts: Mapping[str, int]
    share: float = 0.0
    language: str = ""


@dataclass(frozen=True)
class Breakdown:
    """A table: of what, by which parameter of the address, and its lines, the largest first."""

    name: str
    title: str | Promise
    parameter: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Totals:
    """What was gained in a period, what in the one before, and how many posts were published."""

    counts: Mapping[str, int]
    before: Mapping[str, int]
    posts: int

    def change(self, name: str) -> int | None:
        """Percent more than in the period before; None where there was nothing."""
        if self.before[name] <= 0:
            return None
        return round(100 * (self.counts[name] - self.before[name]) / self.before[name])


def gains(asked: Asked, *, by_species: bool = False) -> QuerySet[Gain]:
    """The sums that belong to a question. by_species: those of single species instead of everything's."""
    rows = Gain.objects.filter(day__gte=asked.when.first, day__lte=asked.when.last)
    rows = rows.filter(taxon=asked.species) if asked.species or not by_species else rows.filter(taxon__gt=0)
    return _filtered(rows, asked)


def publications(asked: Asked) -> QuerySet[Watch]:
    """What was published in the period."""
    rows = Watch.objects.filter(published_at__gte=asked.start, published_at__lt=asked.end)
    if asked.species:
        rows = rows.filter(taxa__contains=[asked.species])
    return _filtered(rows, asked)


def _filtered(rows: Any, asked: Asked) -> Any:
    if asked.channel:
        rows = rows.filter(channel=asked.channel)
    if asked.platform:
        rows = rows.filter(
            channel__in=list(Channel.objects.filter(platform=asked.platform).values_list("pk", flat=True))
        )
    if asked.language:
        rows = rows.filter(language=asked.language)
    return rows.filter(campaign=asked.campaign) if asked.campaign else rows


def _counts(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(row[name] or 0) for name in NAMES}


def totals(asked: Asked) -> Totals:
    """The numbers at the head of the page."""
    return Totals(
        _counts(gains(asked).aggregate(**_SUMS)),
        _counts(gains(asked.before).aggregate(**_SUMS)),
        publications(asked).count(),
    )


def per_day(asked: Asked) -> list[tuple[date, dict[str, int]]]:
    """Every day of the period with what was gained on it."""
    found = {row["day"]: _counts(row) for row in gains(asked).values("day").annotate(**_SUMS)}
    nothing = dict.fromkeys(NAMES, 0)
    return [(day, found.get(day, nothing)) for day in asked.when.days]


def breakdowns(asked: Asked) -> list[Breakdown]:
    """All tables of the page."""
    return [breakdown(name, asked) for name in TITLES]


TITLES: dict[str, Callable[[], str]] = {
    "platform": lambda: _("By platform"),
    "language": lambda: _("By language"),
    "species": lambda: _("By species"),
    "campaign": lambda: _("By campaign"),
    "channel": lambda: _("By channel"),
}


def breakdown(name: str, asked: Asked) -> Breakdown:
    """One table. Raises KeyError for one that there is not."""
    title = TITLES[name]()
    if name == "species":
        sums = gains(asked, by_species=True).values(key=F("taxon"))
        posts = publications(asked).values(key=Func(F("taxa"), function="unnest"))
    else:
        column = "channel" if name == "platform" else name
        sums, posts = gains(asked).values(key=F(column)), publications(asked).values(key=F(column))
    gained = {row["key"]: _counts(row) for row in sums.annotate(**_SUMS)}
    published = {row["key"]: row["posts"] for row in posts.annotate(posts=Count("pk"))}
    if name == "species" and asked.species:
        published = {key: number for key, number in published.items() if key == asked.species}
    if name == "platform":
        gained, published = _by_platform(gained, published)
    return Breakdown(name, title, name, _lines(gained, published, label=_labels(name), metric=asked.metric))


def _by_platform(gained: dict[Any, Any], published: dict[Any, int]) -> tuple[dict[Any, Any], dict[Any, int]]:
    """Sums of channels as sums of their platforms."""
    platform = dict(Channel.objects.values_list("pk", "platform"))
    sums: dict[str, dict[str, int]] = {}
    posts: dict[str, int] = {}
    for key, counts in gained.items():
        into = sums.setdefault(platform[key], dict.fromkeys(NAMES, 0))
        for name in NAMES:
            into[name] += counts[name]
    for key, number in published.items():
        posts[platform[key]] = posts.get(platform[key], 0) + number
    return sums, posts


def _lines(
    gained: Mapping[Any, Mapping[str, int]], published: Mapping[Any, int], *, label: Callable[[Any], str], metric: str
) -> list[Line]:
    keys = sorted(
        {*gained, *published},
        key=lambda key: (-gained[key][metric] if key in gained else 0, -published.get(key, 0), key),
    )
    most = max((counts[metric] for counts in gained.values()), default=0)
    nothing = dict.fromkeys(NAMES, 0)
    return [
        Line(
            key=str(key),
            label=label(key),
            posts=published.get(key, 0),
            counts=gained.get(key, nothing),
            share=max(0.0, round(100 * gained.get(key, nothing)[metric] / most, 1)) if most > 0 else 0.0,
            language=key if isinstance(key, str) and label is language_name else "",
        )
        for key in keys
    ]


def _labels(name: str) -> Callable[[Any], str]:
    if name == "platform":
        return platform_name
    if name == "language":
        return language_name
    if name == "species":
        return lambda key: str(taxa_by_key().get(key) or _("A species that is no longer listed"))
    if name == "campaign":
        campaigns = dict(Campaign.objects.values_list("pk", "name"))
        return lambda key: campaigns.get(key) or (_("A campaign that was deleted") if key else _("No campaign"))
    channels = dict(Channel.objects.values_list("pk", "name"))
    return lambda key: channels[key]


def platform_name(platform: str) -> str:
    """What a platform is called."""
    try:
        return _(capabilities_of(platform).name)
    except UnknownPlatform:
        return platform


def top(asked: Asked, *, number: int = TOP) -> list[dict[str, Any]]:
    """The publications of the period that reached most, each beside what is usual on its own channel."""
    rows = publications(asked)
    usual = usual_by_channel(channels=list(Channel.objects.values_list("pk", flat=True)))
    if asked.order == "usual":
        ratios = [When(channel=key, then=F(counter) / median) for key, (counter, median) in usual.items()]
        rows = rows.annotate(ratio=Case(*ratios, output_field=FloatField()))
        rows = rows.filter(ratio__isnull=False).order_by("-ratio", "pk")
    else:
        rows = rows.filter(**{f"{asked.order}__isnull": False}).order_by(F(asked.order).desc(nulls_last=True), "pk")
    chosen = rows.select_related("channel", "delivery__variant__post")[:number]
    return [_publication(row, usual) for row in chosen]


def _publication(row: Watch, usual: Mapping[int, tuple[str, float]]) -> dict[str, Any]:
    counter, median = usual.get(row.channel_id, ("day_views", 0.0))
    first_day = getattr(row, counter)
    return {
        "watch": row,
        "post": row.delivery.variant.post,
        "language": language_name(row.language),
        "platform": platform_name(row.channel.platform),
        "counts": {name: getattr(row, name) for name in NAMES},
        "usual": round(first_day / median, 1) if median and first_day is not None else None,
    }


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: what there are figures of."""
    channels = list(Channel.objects.values_list("pk", "name", "platform"))
    languages = sorted({language for each in Channel.objects.values_list("languages", flat=True) for language in each})
    taxa = taxa_by_key()
    species = Gain.objects.filter(taxon__gt=0).values_list("taxon", flat=True).distinct()
    return {
        "channel": [(str(key), name) for key, name, _platform in channels],
        "platform": [(each, platform_name(each)) for each in sorted({platform for _k, _n, platform in channels})],
        "language": [(each, language_name(each)) for each in languages],
        "campaign": [(str(key), name) for key, name in Campaign.objects.values_list("pk", "name")],
        "species": [(str(key), str(taxa[key])) for key in species if key in taxa],
    }


def has_demo(asked: Asked) -> bool:
    """Whether invented figures are among what is shown."""
    return publications(asked).filter(demo=True).exists() or gains(asked).filter(channel__demo=True).exists()
