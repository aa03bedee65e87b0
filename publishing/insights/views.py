"""The report of the desk, and the same as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.files import tables
from publishing.insights import selectors

SPANS = (7, 30, 90)


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked.isdigit() and int(asked) in SPANS else 30


@require_safe
@permission_required("publishing.view_delivery")
def index(request: HttpRequest) -> HttpResponse:
    when = selectors.period(days=_days(request))
    context = {
        "days": _days(request),
        "spans": SPANS,
        "period": when,
        "figures": selectors.figures(when),
        "per_day": selectors.per_day(when),
        "channels": selectors.per_channel(when),
        "languages": selectors.per_language(when),
        "jobs": selectors.jobs_health(),
        "publishing": selectors.publishing_health(),
    }
    return render(request, "publishing/insights/index.html", context)


@require_safe
@permission_required("publishing.view_delivery")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """What was published in the period as CSV: UTF-8 with a mark, so that spreadsheets read Chinese."""
    when = selectors.period(days=_days(request))
    head = [_("Published at (UTC)"), _("Hour planned (UTC)"), _("Post"), _("Channel"), _("Platform"), _("Language"),
            _("State"), _("Address")]  # fmt: skip

    def rows() -> Iterator[list[str]]:
        for row in selectors.published(when).iterator(chunk_size=500):
            variant = row.variant
            hours = [f"{each.astimezone(UTC):%Y-%m-%d %H:%M:%S}" for each in (row.published_at, row.due_at)]
            place = [variant.post.title, variant.channel.name, variant.channel.platform, variant.language]
            yield [*hours, *place, row.state, row.remote_url]

    return tables.download(f"published-{when.first:%Y%m%d}-{when.last:%Y%m%d}.csv", head=head, rows=rows())
