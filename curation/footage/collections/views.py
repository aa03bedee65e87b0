"""The page of all collections. One collection's page is the library with `collection=` in its address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from curation.footage.collections import selectors


@require_safe
@permission_required("curation.view_footage")
def index(request: HttpRequest) -> HttpResponse:
    """One's own collections and those shared with one."""
    return render(
        request,
        "curation/footage/collections.html",
        {
            "listed": selectors.listed(request.user),
            "data": {"url": reverse("footage:collections"), "footageUrl": reverse("footage:index")},
        },
    )
