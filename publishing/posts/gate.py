"""Who may pass: permission checks whose refusal a script can read."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from curation.jobs.graph import UndeclaredTransition
from publishing.posts.obstacles import Refused

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


class BadBody(ValueError):
    """The body of a request is not the JSON object that was asked for."""


def answering(permission: str) -> Callable[[View[Rest]], View[Rest]]:
    """A view for scripts: 403, 400, 409 and 422 with `{"error": sentence}` instead of a page."""

    def decorate(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                return JsonResponse(
                    {"error": _("You may not do this. Ask an administrator for the right to it.")}, status=403
                )
            try:
                return view(request, *args, **kwargs)
            except BadBody:
                return JsonResponse({"error": _("The request could not be read.")}, status=400)
            except UndeclaredTransition:
                sentence = _("This has changed meanwhile. Load the page again to see how it stands.")
                return JsonResponse({"error": sentence}, status=409)
            except Refused as refused:
                sentences = [each.message for each in refused.obstacles]
                body = {"error": " ".join(sentences), "obstacles": [each.as_json() for each in refused.obstacles]}
                return JsonResponse(body, status=422)

        return guarded

    return decorate


def body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in a request. Raises BadBody."""
    try:
        data = json.loads(request.body or b"{}")
    except ValueError:
        raise BadBody from None
    if not isinstance(data, dict):
        raise BadBody
    return data


def text_of(data: dict[str, Any], name: str, *, default: str = "", longest: int = 20_000) -> str:
    """A text field of a body. Raises BadBody."""
    value = data.get(name, default)
    if not isinstance(value, str) or len(value) > longest:
        raise BadBody
    return value


def number_of(data: dict[str, Any], name: str) -> int:
    """A whole number of a body. Raises BadBody."""
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadBody
    return value
