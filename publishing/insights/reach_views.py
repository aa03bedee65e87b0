"""The pages of figures: an overview, the growth of a post, and each table as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.files import tables
from publishing.insights import asked as asking
from publishing.insights import charts, curves, meanings, reach
from publishing.insights.asked import Asked
from publishing.insights.counters import NAMES
from publishing.posts.models import Post

READ = "publishing.view_delivery"


def counter_names() -> dict[str, str]:
    """The five counters in the reader's language."""
    return {
        "views": _("Views"),
        "likes": _("Likes"),
        "comments": pgettext("what people write beneath a post", "Comments"),
        "shares": _("Shares"),
        "quotes": _("Quotes"),
    }


@require_safe
@permission_required(READ)
def overview(request: HttpRequest) -> HttpResponse:
    asked = asking.read(request.GET)
    names, days, choices = counter_names(), reach.per_day(asked), reach.choices()
    sums = reach.totals(asked)
    context = {
        "asked": asked,
        "spans": [(span, asked.query(days=span)) for span in asking.SPANS],
        "query": asked.query(),
        "figures": [
            (name, names[name], sums.counts[name], sums.change(name), asked.query(metric=name)) for name in NAMES
        ],
        "posts": sums.posts,
        "counters": names,
        "metric": names[asked.metric],
        "chart": _daily(days, asked),
        "days": days,
        "breakdowns": reach.breakdowns(asked),
        "top": reach.top(asked),
        "orders": [
            (name, label, asked.query(order=name))
            for name, label in {**names, "usual": _("Against its channel")}.items()
        ],
        "filters": [
            (name, label, choices[name], str(getattr(asked, name)))
            for name, label in (
                ("channel", _("Channel")), ("platform", _("Platform")), ("language", _("Language")),
                ("campaign", _("Campaign")), ("species", _("Species")),
            )
        ],
        "meanings": [(label, meanings.of(platform)) for platform, label in choices["platform"]],
        "demo": reach.has_demo(asked),
        "empty": not sums.posts and not any(sums.counts.values()),
    }  # fmt: skip
    return render(request, "publishing/insights/reach.html", context)


def _daily(days: list[Any], asked: Asked) -> charts.Chart:
    points = [
        (float(number), float(counts[asked.metric]), f"{date_format(day)}: {intcomma(counts[asked.metric])}")
        for number, (day, counts) in enumerate(days)
    ]
    step = max(1, -(-len(days) // 6))
    columns = [(float(number), date_format(days[number][0], "n/j")) for number in range(0, len(days), step)]
    return charts.draw([charts.Line(counter_names()[asked.metric], points)], columns=columns)


@require_safe
@permission_required(READ)
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    found = get_object_or_404(Post, pk=post_id)
    watches = curves.watches_of(post_id)
    context = {
        "post": found,
        "chart": curves.growth(watches),
        "publications": [(curves.facts(watch), meanings.of(watch.channel.platform)) for watch in watches],
        "counters": counter_names(),
        "demo": any(watch.demo for watch in watches),
    }
    return render(request, "publishing/insights/post.html", context)


@require_safe
@permission_required(READ)
def table(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """A table of the overview as CSV, of the same question as the page."""
    asked = asking.read(request.GET)
    names = list(counter_names().values())
    if name == "days":
        head = [_("Date"), *names]
        rows: Any = ([day.isoformat(), *counts.values()] for day, counts in reach.per_day(asked))
    elif name == "top":
        head = [_("Published at (UTC)"), _("Post"), _("Channel"), _("Platform"), _("Language"), *names,
                _("Times what is usual on its channel")]  # fmt: skip
        rows = _top_rows(asked)
    elif name in reach.TITLES:
        found = reach.breakdown(name, asked)
        head = [str(found.title), _("Published"), *names]
        rows = ([line.label, line.posts, *line.counts.values()] for line in found.lines)
    else:
        raise Http404
    file = f"{name}-{asked.when.first:%Y%m%d}-{asked.when.last:%Y%m%d}.csv"
    return tables.download(file, head=head, rows=rows)


def _top_rows(asked: Asked) -> Iterator[list[object]]:
    for each in reach.top(asked, number=1000):
        row = each["watch"]
        yield [
            row.published_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"), each["post"].title, row.channel.name,
            each["platform"], each["language"], *each["counts"].values(), each["usual"],
        ]  # fmt: skip


@require_safe
@permission_required(READ)
def post_table(request: HttpRequest, post_id: int) -> StreamingHttpResponse:
    """Every measurement of a post as CSV."""
    get_object_or_404(Post, pk=post_id)
    names = counter_names()
    head = [
        _("Channel"),
        _("Language"),
        _("Measured at (UTC)"),
        _("Hours after publication"),
        *names.values(),
        _("Fell"),
    ]
    rows = (
        [
            watch.channel.name, watch.language, each["at"].astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
            round(each["hours"], 1), *each["counts"].values(), " ".join(names[name] for name in each["fell"]),
        ]
        for watch in curves.watches_of(post_id)
        for each in curves.series(watch)
    )  # fmt: skip
    return tables.download(f"post-{post_id}.csv", head=head, rows=rows)
