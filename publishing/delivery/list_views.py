"""The list of deliveries as a page and as a table for a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.files import tables
from curation.subtitles.languages import LANGUAGES
from publishing.delivery import listing, selectors
from publishing.delivery.models import Delivery
from publishing.posts.models import Campaign, Channel


@require_safe
@permission_required("publishing.view_delivery")
def index(request: HttpRequest) -> HttpResponse:
    wanted = listing.Filter.of(request.GET.dict())  # type: ignore[arg-type]
    page = listing.page(wanted, older_than=request.GET.get("older", ""), newer_than=request.GET.get("newer", ""))
    tabs = [
        ("", _("All")),
        ("troubled", _("Needs a person")),
        ("open", _("To come")),
        ("published", _("Published")),
        ("ended", _("Cancelled and taken down")),
    ]
    context = {
        "page": page,
        "wanted": wanted,
        "rows": [selectors.delivery_row(delivery) for delivery in page.rows],
        "tabs": [(value, label, wanted.address(show=value, state="")) for value, label in tabs],
        "here": wanted.address(),
        "states": Delivery.State.choices,
        "channels": Channel.objects.all(),
        "campaigns": Campaign.objects.all(),
        "languages": LANGUAGES.values(),
    }
    return render(request, "publishing/delivery/index.html", context)


@require_safe
@permission_required("publishing.view_delivery")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """What the page's filter finds, all of it, as CSV: UTF-8 with a mark, so that spreadsheets read Chinese."""
    wanted = listing.Filter.of(request.GET.dict())  # type: ignore[arg-type]
    head = [
        _("Hour (UTC)"), _("Published at (UTC)"), _("Post"), _("Channel"), _("Platform"), _("Language"), _("Campaign"),
        _("State"), _("State in words"), _("Reason"), _("Address"), _("Key"),
    ]  # fmt: skip

    name = f"deliveries-{timezone.localdate():%Y%m%d}.csv"
    return tables.download(name, head=head, rows=listing.lines(wanted))
