"""The page that says how to use the monitoring API; made from the same description as openapi.json."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from curation.footage.alarms import kinds
from curation.footage.monitoring import limits
from curation.footage.monitoring.api import api
from curation.footage.monitoring.problems import DETAILS, Problem


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Plain HTML without scripts or anything from elsewhere; open to all, for it tells nothing of anybody."""
    schema = api.get_openapi_schema()
    context = {
        "base": settings.PUBLIC_URL + reverse("monitoring_reference"),
        "openapi": reverse("monitoring:openapi-json"),
        "operations": _operations(schema),
        "items": [_fields(schema, name) for name in ("ObservationItem", "FootageItem", "ItemProblem")],
        "problems": sorted(DETAILS.items()),
        "limits": limits,
        "mebibytes": limits.LARGEST_BODY // 2**20,
        "threshold": kinds.MACHINE_THRESHOLD,
        "prefixes": settings.MONITORING_PREFIXES,
    }
    return render(request, "curation/footage/monitoring/reference.html", context)


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address that the API does not have, for a program to read."""
    return Problem(HTTPStatus.NOT_FOUND, "not_found").response()


def _operations(schema: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary", ""),
            "description": operation.get("description", "").replace("`", ""),
        }
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]


def _fields(schema: dict[str, Any], name: str) -> dict[str, Any]:
    described = schema["components"]["schemas"][name]
    required = described.get("required", [])
    fields = [
        {
            "name": field,
            "type": _type(about),
            "required": field in required,
            "about": about.get("description", ""),
        }
        for field, about in described["properties"].items()
    ]
    return {"name": name, "about": described.get("description", "").replace("`", ""), "fields": fields}


def _type(about: dict[str, Any]) -> str:
    if "anyOf" in about:
        return " or ".join(_type(one) for one in about["anyOf"] if one.get("type") != "null")
    if "enum" in about:
        return " | ".join(str(value) for value in about["enum"])
    return str(about.get("format") or about.get("const") or about.get("type", ""))
