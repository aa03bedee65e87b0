"""The quarantine: what lies in it, newest alarm first, and the way out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.footage import cards
from curation.footage.alarms import kinds
from curation.footage.alarms import notices as outbox
from curation.footage.alarms.errors import sentence
from curation.footage.alarms.releasing import RELEASE, ReleaseError, release
from curation.footage.models import AlarmContact, AlarmNotice, Footage
from curation.footage.selectors import SEE_QUARANTINE, in_quarantine, sees_locations, visible_to

PAGE = 48
SALT = "pugmark.quarantine"
SEE_CONTACTS = "curation.view_alarmcontact"


@require_safe
@permission_required(SEE_QUARANTINE)
def index(request: HttpRequest) -> HttpResponse:
    """Cards of what lies in quarantine; `kind` narrows it, `after` goes on where a page ended."""
    kind = request.GET.get("kind", "")
    everything = visible_to(request.user).filter(in_quarantine())
    chosen = _of_kind(everything, kind)
    rows = list(_after(chosen, request.GET.get("after", ""))[: PAGE + 1])
    context = {
        "cards": [(cards.card(footage), footage) for footage in rows[:PAGE]],
        "kinds": _kinds(everything, chosen=kind),
        "kind": kind,
        "more": _mark(rows[PAGE - 1]) if len(rows) > PAGE else "",
        "may_release": request.user.has_perm(RELEASE),
        "may_see_contacts": request.user.has_perm(SEE_CONTACTS),
        "told": AlarmContact.objects.filter(active=True).exists(),
        "places": sees_locations(request.user),
    }
    return render(request, "curation/footage/alarms/index.html", context)


def _of_kind(footage: QuerySet[Footage], kind: str) -> QuerySet[Footage]:
    if kind == "other":
        footage = footage.filter(alarm="")
    elif kind in Footage.Alarm.values:
        footage = footage.filter(alarm=kind)
    related = footage.select_related("station").prefetch_related("observations__taxon__names")
    return related.order_by(F("alarm_at").desc(nulls_last=True), "-pk")


def _mark(footage: Footage) -> str:
    """Where a page ended, signed, so that an address holds nothing that was made up."""
    at = footage.alarm_at.isoformat() if footage.alarm_at else ""
    return signing.dumps([at, footage.pk], salt=SALT)


def _after(footage: QuerySet[Footage], mark: str) -> QuerySet[Footage]:
    try:
        at, pk = signing.loads(mark, salt=SALT)
    except signing.BadSignature:
        return footage
    if not at:
        return footage.filter(alarm_at=None, pk__lt=pk)
    return footage.filter(Q(alarm_at__lt=at) | Q(alarm_at=at, pk__lt=pk) | Q(alarm_at=None))


def _kinds(footage: QuerySet[Footage], *, chosen: str) -> list[dict[str, Any]]:
    """Every kind with how many there are; those that a person put here without an alarm last."""
    counts = dict(footage.order_by().values_list("alarm").annotate(pieces=Count("pk")))
    labels = dict(Footage.Alarm.choices)
    listed = [{"value": "", "label": _("All"), "count": sum(counts.values())}]
    listed += [{"value": str(kind), "label": labels[kind], "count": counts.get(kind, 0)} for kind in kinds.ORDER]
    listed.append({"value": "other", "label": _("Put here by hand"), "count": counts.get("", 0)})
    return [one | {"chosen": one["value"] == chosen} for one in listed if one["count"] or not one["value"]]


@require_POST
@permission_required(SEE_QUARANTINE)
def release_some(request: HttpRequest) -> HttpResponse:
    """Release what is ticked, or one piece, with the reason; back to the list either way."""
    chosen = [int(pk) for pk in request.POST.getlist("footage") if pk.isascii() and pk.isdigit()][:1000]
    try:
        found = release(
            chosen,
            user=request.user,
            reason=request.POST.get("reason", ""),
            false_alarm=request.POST.get("false_alarm") == "yes",
        )
    except ReleaseError as error:
        messages.error(request, str(error))
    else:
        told = ngettext(
            "%(count)s piece of footage was released.", "%(count)s pieces of footage were released.", len(found)
        )
        messages.success(request, told % {"count": len(found)})
    kind = request.POST.get("kind", "")
    known = kind in {*Footage.Alarm.values, "other"}
    return redirect(reverse("quarantine:index") + (f"?kind={kind}" if known else ""))


@require_safe
@permission_required(SEE_CONTACTS)
def notices(request: HttpRequest) -> HttpResponse:
    """The last notices and whether they arrived."""
    rows = AlarmNotice.objects.select_related("contact").order_by("-created_at", "-pk")[:200]
    listed = [(row, sentence(row.detail) if row.detail else "") for row in rows]
    may_change = request.user.has_perm("curation.change_alarmcontact")
    return render(request, "curation/footage/alarms/notices.html", {"notices": listed, "may_change": may_change})


@require_POST
@permission_required("curation.change_alarmcontact")
def send_again(request: HttpRequest, notice_id: int) -> HttpResponse:
    outbox.send_again(get_object_or_404(AlarmNotice, pk=notice_id))
    messages.success(request, _("The notice is sent again within a minute."))
    return redirect("quarantine:notices")
