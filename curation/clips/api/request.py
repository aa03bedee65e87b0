"""How the studio's and the workbench's scripts ask: JSON in, JSON out, refusals as sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from curation.clips.errors import ClipError
from curation.jobs.graph import UndeclaredTransition

CONFLICTS = {"newer_version", "newer_captions"}

View = Callable[..., HttpResponseBase]


def permitted(right: str) -> Callable[[View], View]:
    """Answers 403 with a sentence instead of a redirect: a script reads it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(right):
                return JsonResponse({"error": _("Your role may not do this.")}, status=403)
            try:
                return view(request, *args, **kwargs)
            except ClipError as error:
                status = 409 if error.code in CONFLICTS else 400
                return JsonResponse({"error": str(error), "code": error.code, **error.params}, status=status)
            except UndeclaredTransition:
                return JsonResponse({"error": _("That is not possible in its present state.")}, status=409)
            except BadJson:
                return JsonResponse({"error": _("The request could not be read. Load the page again.")}, status=400)
            except PermissionDenied:
                return JsonResponse({"error": _("Your role may not do this.")}, status=403)

        return checked

    return decorate


class BadJson(Exception):
    """The request's body is not what this address takes."""


def body(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body)
    except (ValueError, UnicodeDecodeError) as error:
        raise BadJson from error
    if not isinstance(data, dict):
        raise BadJson
    return data


def person(request: HttpRequest) -> AbstractBaseUser:
    """Who asks; `permitted` has let nobody anonymous through."""
    return cast(AbstractBaseUser, request.user)


def number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadJson
    try:
        return float(value)
    except OverflowError as error:  # an integer of 400 digits
        raise BadJson from error


def row(value: Any) -> int | None:
    """A primary key or a counter as sent; None where there is none."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise BadJson
    return value


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadJson
    return value


def listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadJson
    return value
