"""What the workbench's script asks of terms and memory."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curation.language import suggesting
from curation.language.errors import LanguageError
from curation.language.memory import MOST_CHARACTERS, tag


@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest) -> JsonResponse:
    """Matches, terms and, with `machine=1`, what the machine says of `text`, from `source` to `target`.

    By GET, or by POST as a form for texts too long for an address.
    """
    asked = request.POST if request.method == "POST" else request.GET
    if not request.user.has_perm("curation.view_captiontrack"):
        return JsonResponse({"error": _("Your role may not do this.")}, status=403)
    # What the database and the engines cannot hold is no text.
    text = asked.get("text", "").replace("\0", "\ufffd").encode("utf-8", "replace").decode()[:MOST_CHARACTERS]
    try:
        source, target = tag(asked.get("source", "")), tag(asked.get("target", ""))
    except LanguageError as error:
        return JsonResponse({"error": str(error), "code": error.code}, status=400)
    said: dict[str, Any] = {
        "matches": suggesting.matches(text, source=source, target=target) if source != target else [],
        "terms": suggesting.terms(text, source=source, target=target, user=request.user),
        "machine": [],
        "machineSays": "",
    }
    if asked.get("machine") == "1" and text.strip() and source != target:
        said["machine"], said["machineSays"] = suggesting.machine(text, source=source, target=target)
    return JsonResponse(said)
