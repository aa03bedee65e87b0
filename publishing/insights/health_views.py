"""The health of the desk: a page for operators, the same as JSON for a monitoring system."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from publishing.insights import health

KEPT = 5  # seconds for which an answer to monitoring is good: it may be asked by anybody


@require_safe
@never_cache
@permission_required("publishing.change_channel")
def page(request: HttpRequest) -> HttpResponse:
    found = health.lines()
    bad = sum(not line.good for line in found)
    return render(request, "publishing/insights/health.html", {"lines": found, "bad": bad, "at": timezone.now()})


@require_safe
@never_cache
def told(request: HttpRequest) -> JsonResponse:
    """Numbers and verdicts only: no names, addresses or commands. 503 where anything is not good."""
    try:
        answer = cache.get("health")
    except Exception:  # noqa: BLE001 - a cache that is away is one of the things to be told
        answer = None
    if answer is None:
        with override("en"):
            found = health.lines()
        answer = {
            "good": all(line.good for line in found if line.key not in health.OPTIONAL),
            "at": timezone.now().isoformat(timespec="seconds"),
            "lines": {line.key: {"good": line.good, **line.figures} for line in found},
        }
        try:
            cache.set("health", answer, KEPT)
        except Exception:  # noqa: BLE001 - as above
            answer["good"] = False
    return JsonResponse(answer, status=200 if answer["good"] else 503)
