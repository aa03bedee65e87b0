"""Carries bulk edits out and takes them back: in chunks, each in a transaction of its own, so that it can be watched,
stopped, gone on with after a crash, and undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from pyroaring import BitMap
from wagtail.log_actions import log

from curation.footage.bulk import collecting, exporting, observing, registry, rows, selection
from curation.footage.bulk.errors import BulkError
from curation.footage.bulk.forms import problems, stored
from curation.footage.bulk.registry import Action, Chunk
from curation.footage.bulk.states import APPLY, BULK_EDIT, UNDO
from curation.footage.models import BulkBefore, BulkEdit
from curation.footage.tagging import name_of
from curation.jobs import services as jobs
from curation.jobs.work import JobCancelled, JobFailed, Work, handler

CHUNK = 10_000
AT_ONCE = 500  # pieces that are changed within the request; more is a job
KEPT = timedelta(days=30)

__all__ = [
    "apply",
    "collecting",
    "exporting",
    "forget_old",
    "observing",
    "prepare",
    "start",
    "take_back",
    "undo",
    "undo_now",
]

Report = Callable[[float], None]


def prepare(
    name: str, *, user: User, values: dict[str, Any], ids: Iterable[Any] | None = None, query: str = ""
) -> BulkEdit:
    """Store what is to be done, unless something about it is wrong (BulkError)."""
    action = registry.action_of(name, user=user)
    form = action.form(values)  # type: ignore[call-arg]
    if not form.is_valid():
        raise BulkError("values", problems=problems(form))
    keys = selection.keys_of(query, user=user) if ids is None else selection.chosen(ids)
    if not keys:
        raise BulkError("nothing_selected")
    return keep(action, user=user, values=stored(form), keys=keys, query=query if ids is None else "")


def keep(
    action: Action,
    *,
    user: User,
    values: dict[str, Any],
    keys: BitMap,
    query: str = "",
    origin: str = BulkEdit.Origin.BULK,
) -> BulkEdit:
    """The row of an edit that is about to be carried out; `values` as the action's form stored them."""
    return BulkEdit.objects.create(
        action=action.name,
        query=query,
        values=values,
        footage_ids=selection.pack(keys),
        pieces=len(keys),
        created_by=user,
        origin=origin,
    )


def start(edit: BulkEdit, *, user: User) -> BulkEdit:
    """Carry an edit out: little at once, much by a job."""
    action = registry.known(edit.action)
    own = action.job if action is not None else ""
    if edit.pieces <= AT_ONCE and not own:
        with transaction.atomic():  # all of it or nothing, where somebody waits for it
            apply(edit)
        return edit
    with transaction.atomic():
        edit.job = jobs.start(own or APPLY, subject=edit.pk, user=user)
        edit.save(update_fields=["job"])
    return edit


def apply(edit: BulkEdit, *, report: Report | None = None) -> BulkEdit:
    """Do what is not yet done of an edit; one entry of the audit history at its end."""
    action = registry.known(edit.action)
    user = edit.created_by
    if action is None or user is None:
        raise BulkError("unknown_action")
    if edit.state != BulkEdit.State.RUNNING:
        BULK_EDIT.move(edit, BulkEdit.State.RUNNING)
    keys = selection.unpack(edit.footage_ids)
    for part in selection.chunks(keys, first=edit.done, size=CHUNK):
        _apply_to(edit, part, action=action, user=user)
        if report:
            report(edit.done / max(edit.pieces, 1))
    BULK_EDIT.move(edit, BulkEdit.State.DONE)
    _note(edit, user=user, did="done")
    return edit


@transaction.atomic
def _apply_to(edit: BulkEdit, part: list[int], *, action: Action, user: User) -> None:
    held = BulkEdit.objects.select_for_update().only("done", "state").get(pk=edit.pk)
    if held.done != edit.done or held.state != BulkEdit.State.RUNNING:
        raise BulkError("not_undoable")  # another worker is at it
    ids = selection.among(part, user=user, tags=action.tags) if user.has_perms(action.permissions) else []
    if ids:
        chunk = Chunk(edit.pk, ids, edit.values, user, name_of(user), timezone.now())
        edit.changed += action.apply(chunk)
    edit.done += len(part)
    edit.save(update_fields=["done", "changed"])


def undo(edit: BulkEdit, *, user: User) -> BulkEdit:
    """Take an edit back, at once where it was little. Raises BulkError when it is too late or not its turn."""
    if registry.action_of(edit.action, user=user).job:
        raise BulkError("not_undoable")
    if edit.created_at < timezone.now() - KEPT:
        raise BulkError("undo_over")
    if not BULK_EDIT.allows(edit.state, BulkEdit.State.UNDOING):
        raise BulkError("not_undoable")
    if edit.pieces <= AT_ONCE:
        with transaction.atomic():
            return undo_now(edit, user=user)
    with transaction.atomic():
        BULK_EDIT.move(edit, BulkEdit.State.UNDOING)
        edit.job = jobs.start(UNDO, subject=edit.pk, user=user)
        edit.save(update_fields=["job"])
    return edit


def undo_now(edit: BulkEdit, *, user: User | None, audit: bool = True) -> BulkEdit:
    """Take an edit back here, whatever its size. Without `audit` the caller notes it."""
    BULK_EDIT.move(edit, BulkEdit.State.UNDOING)
    return take_back(edit, user=user, audit=audit)


def pieces_of(edit: BulkEdit) -> BitMap:
    """The keys of the footage that an edit is of."""
    return selection.unpack(edit.footage_ids)


def take_back(edit: BulkEdit, *, user: User | None, report: Report | None = None, audit: bool = True) -> BulkEdit:
    """Remove what an edit wrote, then bring back what it changed or removed."""
    total = max(edit.changed, 1)
    steps: list[Callable[[], int]] = [
        lambda: rows.drop("observation", edit=edit.pk, most=CHUNK),
        lambda: rows.drop("item", edit=edit.pk, most=CHUNK),
        lambda: rows.bring_back("observation", edit=edit.pk, most=CHUNK),
        lambda: rows.bring_back("item", edit=edit.pk, most=CHUNK),
        lambda: collecting.release(edit=edit.pk, most=CHUNK),
    ]
    gone = 0
    for step in steps:
        while dealt := step():  # each statement is a transaction of its own
            gone += dealt
            if report:
                report(min(gone / total, 1.0))
    BULK_EDIT.move(edit, BulkEdit.State.UNDONE, undone_at=timezone.now())
    if audit:
        _note(edit, user=user, did="undone")
    return edit


def _note(edit: BulkEdit, *, user: User | None, did: str) -> None:
    # Without the search itself, which may name a station.
    data = {"action": edit.action, "values": edit.values, "pieces": edit.pieces, "did": did}
    log(edit, "wagtail.edit", user=user, data={"bulk": data | {"changed": edit.changed}})


@handler(APPLY)
def _carry_out(work: Work) -> dict[str, Any]:
    return _worked(work, lambda edit, report: apply(edit, report=report))


@handler(UNDO)
def _undo(work: Work) -> dict[str, Any]:
    user: Any = work.job.created_by
    return _worked(work, lambda edit, report: take_back(edit, user=user, report=report))


def _worked(work: Work, do: Callable[[BulkEdit, Report], BulkEdit]) -> dict[str, Any]:
    """Do it with the job's progress; what is broken off can be gone on with or undone."""
    edit = BulkEdit.objects.select_related("created_by").filter(pk=work.subject).first()
    if edit is None:
        raise JobFailed("bulk_gone")

    def report(fraction: float) -> None:
        work.report(fraction, work.job.kind)
        work.stop_if_cancelled()

    try:
        if work.job.kind == UNDO and edit.state in {BulkEdit.State.STOPPED, BulkEdit.State.FAILED}:
            BULK_EDIT.move(edit, BulkEdit.State.UNDOING)
        do(edit, report)
    except JobCancelled:
        BULK_EDIT.move(edit, BulkEdit.State.STOPPED)
        raise
    except Exception:
        BulkEdit.objects.filter(pk=edit.pk, state__in=["running", "undoing"]).update(state=BulkEdit.State.FAILED)
        raise
    return {"edit": edit.pk, "pieces": edit.pieces, "changed": edit.changed}


def forget_old() -> int:
    """Let go what an undo would need of edits that can no longer be undone; returns how many edits."""
    old = BulkEdit.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(footage_ids=b"")
    exporting.forget_old()
    BulkBefore.objects.filter(edit__in=old.values("pk")).delete()
    return old.update(footage_ids=b"")
