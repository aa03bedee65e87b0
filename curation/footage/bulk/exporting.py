"""Much footage as a Camtrap DP package to take away: written by a job, kept for a week, handed to who asked for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from pyroaring import BitMap
from wagtail.admin.auth import permission_required
from wagtail.log_actions import log

from curation.files import names, store
from curation.files.local import keep, scratch
from curation.files.ranged import ranged_response
from curation.footage.bulk import selection
from curation.footage.bulk.forms import NothingForm
from curation.footage.bulk.registry import Action, declare
from curation.footage.bulk.states import BULK_EDIT
from curation.footage.interchange.packaging import Written, write_package
from curation.footage.interchange.reasons import InterchangeError
from curation.footage.interchange.selection import Selection
from curation.footage.models import BulkEdit
from curation.footage.selectors import in_quarantine, sees_locations, visible_to
from curation.jobs.messages import declare_notes
from curation.jobs.work import JobCancelled, JobFailed, Work, handler

NAME = JOB = "export"
EXPORT = "curation.export_footage"
KEPT = timedelta(days=7)
CHUNK = 10_000
PASSES = 3  # times that a package goes through its footage
WRITTEN = 0.8  # of the job; the rest is checking, packing and storing

declare_notes({"export": _("Writing the package"), "export_check": _("Checking the package against the standard")})


@handler(JOB)
def carry_out(work: Work) -> dict[str, Any]:
    """Write the package of an edit's footage. What the person may not see by now is left out."""
    edit = BulkEdit.objects.select_related("created_by").filter(pk=work.subject).first()
    if edit is None or edit.created_by is None:
        raise JobFailed("bulk_gone")
    if edit.state != BulkEdit.State.RUNNING:
        BULK_EDIT.move(edit, BulkEdit.State.RUNNING)
    exact = sees_locations(edit.created_by)
    try:
        with work.kept_alive():
            written = _written(edit, user=edit.created_by, exact=exact, work=work)
    except JobCancelled:
        BULK_EDIT.move(edit, BulkEdit.State.STOPPED)
        raise
    except InterchangeError as error:
        BULK_EDIT.move(edit, BulkEdit.State.FAILED)
        raise JobFailed(error.code, **error.params) from error
    except Exception:
        BulkEdit.objects.filter(pk=edit.pk, state=BulkEdit.State.RUNNING).update(state=BulkEdit.State.FAILED)
        raise
    BULK_EDIT.move(edit, BulkEdit.State.DONE, done=edit.pieces, values={"exact": exact})
    told = {"action": NAME, "pieces": edit.pieces, "exact": exact, "rows": written.rows, "did": "done"}
    log(edit, "wagtail.edit", user=edit.created_by, data={"bulk": told})
    return {"edit": edit.pk, "rows": written.rows, "left_out": written.left_out}


def _written(edit: BulkEdit, *, user: User, exact: bool, work: Work) -> Written:
    """Write and store the package. Raises InterchangeError where nothing of it has a place and a time."""
    keys, done = _allowed(edit, user=user, exact=exact), 0
    if not keys:
        raise InterchangeError("nothing_found")

    def watch(pieces: int) -> None:
        nonlocal done
        done += pieces
        fraction = min(done / (PASSES * len(keys)), 1.0)
        work.report(WRITTEN * fraction, "export" if fraction < 1 else "export_check")
        work.stop_if_cancelled()

    with scratch() as folder:
        written = write_package(Selection(keys=keys, watch=watch), folder / "package.zip", exact=exact)
        keep(written.path, names.export(edit.pk))
    return written


def _allowed(edit: BulkEdit, *, user: User, exact: bool) -> BitMap:
    if not user.has_perm(EXPORT):
        return BitMap()
    seen = visible_to(user)
    if not exact:  # as `manage.py export_package` without --exact: nothing that shows people
        seen = seen.exclude(in_quarantine())
    found = BitMap()
    for part in selection.chunks(selection.unpack(edit.footage_ids), first=0, size=CHUNK):
        found.update(selection.within(seen, part))
    return found


def available(edit: BulkEdit, *, user: Any) -> bool:
    """Whether this person may fetch what an edit has written, and it is still there."""
    mine = edit.action == NAME and edit.created_by_id == user.pk and edit.state == BulkEdit.State.DONE
    kept = bool(edit.footage_ids) and edit.created_at > timezone.now() - KEPT
    return mine and kept and user.has_perm(EXPORT) and (sees_locations(user) or not edit.values.get("exact"))


@require_safe
@permission_required(EXPORT)
def file(request: HttpRequest, edit_id: int) -> HttpResponseBase:
    """The package, for the one who asked for it."""
    edit = get_object_or_404(BulkEdit, pk=edit_id)
    name = names.export(edit.pk)
    if not available(edit, user=request.user) or not store.exists(name):
        raise Http404
    called = f"pugmark-{timezone.localdate(edit.created_at)}-{edit.pk}.zip"
    return ranged_response(request, name, content_type="application/zip", download_as=called, max_age=0)


def forget_old() -> int:
    """Remove packages that nobody may fetch any more; returns how many."""
    old = BulkEdit.objects.filter(action=NAME, created_at__lt=timezone.now() - KEPT).exclude(footage_ids=b"")
    keys = list(old.values_list("pk", flat=True))
    for key in keys:
        store.delete(names.export(key))
    BulkEdit.objects.filter(pk__in=keys).update(footage_ids=b"")
    return len(keys)


declare(
    Action(
        NAME,
        _("Export"),
        _("Exported as a Camtrap DP package"),
        (),
        NothingForm,
        lambda _chunk: 0,
        permissions=("curation.view_footage", EXPORT),
        tags=False,
        job=JOB,
    )
)
