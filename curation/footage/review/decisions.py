"""What a reviewer decides about a piece, or about the whole event that it belongs to: each one action with its undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap
from wagtail.log_actions import log

from curation.footage.alarms import raising
from curation.footage.bulk import edits, observing, registry
from curation.footage.bulk.errors import BulkError
from curation.footage.bulk.forms import SeenForm, problems, stored
from curation.footage.bulk.registry import Chunk
from curation.footage.bulk.states import BULK_EDIT
from curation.footage.models import BulkEdit, Footage, Observation, ReviewEntry
from curation.footage.review import queue
from curation.footage.selectors import usable_by
from curation.footage.tagging import name_of

ACTIONS = ("agree", "observe", "blank")


class ReviewError(Exception):
    """It cannot be decided so; the message is for a person, `status` is HTTP's."""

    SENTENCES: ClassVar = {
        "unknown": (_("Pugmark knows no such action. Load the page again."), 400),
        "values": ("%(problems)s", 400),
        "settled": (_("Somebody has decided this meanwhile. Here is the next."), 409),
        "nothing_said": (_("No machine says anything here. Press C and say what you see."), 409),
        "no_event": (_("This piece belongs to no event."), 409),
        "not_yours": (_("Only your own decisions are undone here."), 403),
    }

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    @property
    def status(self) -> int:
        return int(self.SENTENCES[self.code][1])

    def __str__(self) -> str:
        return str(self.SENTENCES[self.code][0]) % self.params


@transaction.atomic
def decide(
    footage: Footage,
    *,
    user: User,
    action: str,
    values: Mapping[str, Any] | None = None,
    count: int | None = None,
    whole_event: bool = False,
) -> BulkEdit:
    """Agree with the machine, say what is seen (`values` as the page sends them), or say that nothing is.

    `count` replaces the machine's number where it names one kind. `whole_event`: an observation of the event, which
    holds for all of its footage. Raises ReviewError.
    """
    if action not in ACTIONS:
        raise ReviewError("unknown")
    entry = ReviewEntry.objects.select_for_update().filter(footage=footage.pk).first()
    if entry is None:
        raise ReviewError("settled")
    cleaned: dict[str, Any] = {"taxon": None, "count": count} if action == "agree" else {}
    if action == "observe":
        form = SeenForm(dict(values or {}))
        if not form.is_valid():
            raise ReviewError("values", problems=problems(form))
        cleaned = stored(form)
    pieces = _pieces(footage, user=user, whole_event=whole_event)
    edit = _keep(action, user=user, values=cleaned, pieces=pieces)
    edit.changed = _write(edit, footage, user=user, whole_event=whole_event)
    if not edit.changed:
        raise ReviewError("nothing_said")
    BULK_EDIT.move(edit, BulkEdit.State.RUNNING)
    BULK_EDIT.move(edit, BulkEdit.State.DONE, done=edit.pieces, changed=edit.changed)
    raising.raise_for(pieces)
    ReviewEntry.objects.filter(pk__in=pieces).delete()
    _note(footage, edit, user=user, did=action)
    return edit


def _pieces(footage: Footage, *, user: User, whole_event: bool) -> list[int]:
    if not whole_event:
        return [footage.pk]
    if footage.event_id is None:
        raise ReviewError("no_event")
    return list(usable_by(user).filter(event=footage.event_id).values_list("pk", flat=True))


def _keep(action: str, *, user: User, values: dict[str, Any], pieces: list[int]) -> BulkEdit:
    known = registry.known(action)
    if known is None:
        raise ReviewError("unknown")
    return edits.keep(known, user=user, values=values, keys=BitMap(pieces), origin=BulkEdit.Origin.REVIEW)


def _write(edit: BulkEdit, footage: Footage, *, user: User, whole_event: bool) -> int:
    chunk = Chunk(edit.pk, [footage.pk], edit.values, user, name_of(user), timezone.now())
    if not whole_event:
        known = registry.known(edit.action)
        return known.apply(chunk) if known else 0
    if edit.action == "agree":
        given = {"edit": edit.pk, "by": chunk.by, "at": chunk.at, "count": edit.values["count"]}
        return observing.event_observe(int(footage.event_id or 0), footage=footage.pk, parameters=given)
    event: Any = footage.event
    values = dict(edit.values) if edit.action == "observe" else {"observation_type": Observation.Type.BLANK}
    Observation.objects.create(
        event=event,
        deployment_id=event.deployment_id,
        event_start=event.start,
        event_end=event.end,
        bulk=edit,
        classification_method=Observation.Method.HUMAN,
        classified_by=chunk.by,
        classification_timestamp=chunk.at,
        **{f"{name}_id" if name in {"taxon", "individual"} else name: value for name, value in values.items()},
    )
    return 1


def undo(edit: BulkEdit, *, user: User) -> BulkEdit:
    """Take a decision of one's own back; its pieces stand in the queue again. Raises ReviewError or BulkError."""
    if edit.created_by_id != user.pk or edit.origin != BulkEdit.Origin.REVIEW:
        raise ReviewError("not_yours")
    if not BULK_EDIT.allows(edit.state, BulkEdit.State.UNDOING):
        raise BulkError("not_undoable")
    pieces = list(edits.pieces_of(edit))
    with transaction.atomic():
        edits.undo_now(edit, user=user, audit=False)
        queue.refresh(pieces)
        footage = Footage.objects.filter(pk__in=pieces).first()
        if footage is not None:
            _note(footage, edit, user=user, did="undone")
    return edit


def _note(footage: Footage, edit: BulkEdit, *, user: User, did: str) -> None:
    data = {"did": did, "action": edit.action, "values": edit.values, "pieces": edit.pieces, "edit": edit.pk}
    log(footage, "wagtail.edit", user=user, data={"review": data})
