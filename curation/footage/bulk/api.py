"""What the selection bar asks, in JSON; the contract stands in the package's docstring."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from curation.footage.bulk import edits, registry
from curation.footage.bulk.errors import BulkError
from curation.footage.models import BulkEdit


def refused(error: BulkError) -> JsonResponse:
    return JsonResponse({"error": str(error)}, status=error.status)


def sentence(edit: BulkEdit) -> str:
    """What has been done, in the reader's language."""
    if edit.state == BulkEdit.State.DONE:
        return ngettext("Done for %(count)s piece.", "Done for %(count)s pieces.", edit.pieces) % {"count": edit.pieces}
    if edit.state == BulkEdit.State.UNDONE:
        return _("Undone.")
    return ""


def answer(edit: BulkEdit) -> JsonResponse:
    """`job` only where there is one to wait for."""
    action = registry.known(edit.action)
    whole = action is not None and bool(action.job)
    ended = edit.state in {BulkEdit.State.DONE, BulkEdit.State.UNDONE}
    return JsonResponse(
        {
            "edit": edit.pk,
            "job": None if ended else edit.job_id,
            "pieces": edit.pieces,
            "changed": edit.changed,
            "state": edit.state,
            "message": sentence(edit),
            "undo": ended and edit.state == BulkEdit.State.DONE and not whole,
            "file": reverse("footage:bulk_file", args=[edit.pk]) if whole else "",
        }
    )


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def create(request: HttpRequest) -> JsonResponse:
    """Do an action on `ids` or on all that `query` finds."""
    body, user = _body(request), request.user
    values, ids = body.get("values"), body.get("ids")
    try:
        edit = edits.prepare(
            str(body.get("action", "")),
            user=user,  # type: ignore[arg-type]
            values=values if isinstance(values, dict) else {},
            ids=ids if isinstance(ids, list) else None if isinstance(body.get("query"), str) else [],
            query=str(body.get("query", ""))[:8000],
        )
        return answer(edits.start(edit, user=user))  # type: ignore[arg-type]
    except BulkError as error:
        return refused(error)


@require_POST
def undo(request: HttpRequest, edit_id: int) -> JsonResponse:
    """Take a change back."""
    edit = get_object_or_404(BulkEdit, pk=edit_id)
    try:
        return answer(edits.undo(edit, user=request.user))  # type: ignore[arg-type]
    except BulkError as error:
        return refused(error)
