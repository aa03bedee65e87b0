"""The review page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.footage.query import parse
from curation.footage.review import api
from curation.footage.views import choices


@require_safe
@permission_required(api.TAG)
def review(request: HttpRequest) -> HttpResponse:
    """One piece at a time; a query of the library narrows what comes."""
    parsed = parse(QueryDict(request.GET.urlencode()))
    query = parsed.query.querystring()
    return render(
        request,
        "curation/footage/review.html",
        {
            "query": query,
            "told": [value for _name, value in parsed.query.parameters()],
            "ignored": parsed.ignored,
            "may_bulk": request.user.has_perm("curation.bulk_tag_footage"),
            "data": {
                "choices": choices(request.user),
                "query": query,
                "nextUrl": reverse("footage:review_next"),
                "leaveUrl": reverse("footage:review_leave"),
                "decideUrl": reverse("footage:review_decide", args=[0]),
                "skipUrl": reverse("footage:review_skip", args=[0]),
                "undoUrl": reverse("footage:review_undo", args=[0]),
                "footageUrl": reverse("footage:index"),
                "progress": api.progress(request.user),
            },
        },
    )
