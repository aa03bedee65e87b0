"""What the review page asks and says, in JSON."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from curation.footage.api import allowed
from curation.footage.bulk import selection
from curation.footage.bulk.errors import BulkError
from curation.footage.models import BulkEdit
from curation.footage.review import decisions, queue, throughput, turns
from curation.footage.review.decisions import ReviewError
from curation.footage.review.pieces import pieces_json
from curation.footage.selectors import usable_by

MOST = 5  # pieces handed out at once
TAG = "curation.tag_footage"


def _refused(error: ReviewError | BulkError) -> JsonResponse:
    return JsonResponse({"error": str(error)}, status=error.status)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")[:50] if part.isdigit() and len(part) < 16]


def progress(user: Any) -> dict[str, int]:
    """Today's throughput, for the page's foot."""
    done = throughput.today(user)
    return {
        "mine": done.mine,
        "mineHourly": done.mine_hourly,
        "team": done.team,
        "teamHourly": done.team_hourly,
        "people": done.people,
    }


@require_GET
@allowed(TAG)
def following(request: HttpRequest) -> JsonResponse:
    """Next pieces for this person, reserved: `number`, `without` (keys at hand); the rest is the library's query."""
    user: Any = request.user
    query = request.GET.copy()
    number = min(max(next(iter(_numbers(query.pop("number", [""])[-1])), 3), 1), MOST)
    without = _numbers(",".join(query.pop("without", [])))
    queue.follow(most=queue.INLINE)
    within = None
    if query:
        try:
            within = selection.keys_of(query.urlencode(), user=user)
        except BulkError as error:
            return _refused(error)
    keys = turns.take(user, number=number, within=within, without=without)
    answer = {"pieces": pieces_json(keys, user=user), "progress": progress(user)}
    if not keys:
        answer["elsewhere"] = turns.elsewhere(user)
    return JsonResponse(answer)


@require_POST
@allowed(TAG)
def decide(request: HttpRequest, footage_id: int) -> JsonResponse:
    """{action: agree | observe | blank, values, count, event}; the answer's `edit` is for the undo."""
    user: Any = request.user
    footage = get_object_or_404(usable_by(user).select_related("event"), pk=footage_id)
    body = _body(request)
    count = body.get("count")
    values = body.get("values")
    try:
        edit = decisions.decide(
            footage,
            user=user,
            action=str(body.get("action", "")),
            values=values if isinstance(values, dict) else {},
            count=count if isinstance(count, int) and not isinstance(count, bool) and 0 < count < 10_000 else None,
            whole_event=body.get("event") is True,
        )
    except ReviewError as error:
        return _refused(error)
    return JsonResponse({"edit": edit.pk, "pieces": edit.pieces, "progress": progress(user)})


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


@require_POST
@allowed(TAG)
def undo(request: HttpRequest, edit_id: int) -> JsonResponse:
    """Take a decision of one's own back; its first piece comes with the answer."""
    user: Any = request.user
    edit = get_object_or_404(BulkEdit, pk=edit_id)
    try:
        decisions.undo(edit, user=user)
    except (ReviewError, BulkError) as error:
        return _refused(error)
    return JsonResponse({"message": _("Undone."), "progress": progress(user)})


@require_POST
@allowed(TAG)
def skip(request: HttpRequest, footage_id: int) -> JsonResponse:
    """Leave a piece to others; with {"undo": true} take that back."""
    user: Any = request.user
    footage = get_object_or_404(usable_by(user), pk=footage_id)
    (turns.unskip if _body(request).get("undo") is True else turns.skip)(user, footage.pk)
    return JsonResponse({})


@require_POST
@allowed(TAG)
def leave(request: HttpRequest) -> JsonResponse:
    """The page is being closed: let others have what this person holds. `keys` as a form field, for a beacon."""
    user: Any = request.user
    turns.give_back(user, _numbers(request.POST.get("keys", "")))
    return JsonResponse({})
