"""The desk's side of the portal: members and invitations, clips for partners, requests, the download ledger."""

from __future__ import annotations

import smtplib
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.clips.models import Clip
from curation.files import tables
from publishing.partners import copies, invitations, ledger, offers, requests
from publishing.partners.forms import AnswerForm, InvitationForm, OfferForm
from publishing.partners.models import Copy, FootageRequest, Invitation, Member, Offer, Organisation
from publishing.posts.obstacles import Refused

_FOLDER = "publishing/partners"
PAGE = 50


# -------------------------------------------------------------------------------------------------------- members
@require_http_methods(["GET", "POST"])
@permission_required("publishing.change_organisation")
def members(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Who signs in for an organisation; invite more."""
    owner = get_object_or_404(Organisation, pk=organisation_id)
    form, address = InvitationForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            row, address = invitations.invite(owner, **form.cleaned_data, user=request.user)
        except invitations.InvitationRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            _mail(request, row, address)
            form = InvitationForm()
    context = {
        "owner": owner,
        "form": form,
        "address": address,
        "members": owner.members.select_related("user"),
        "invitations": invitations.standing(owner),
        "copies": Copy.objects.filter(member__organisation=owner).select_related("member__user")[:PAGE],
    }
    return render(request, f"{_FOLDER}/members.html", context)


def _mail(request: HttpRequest, row: Invitation, address: str) -> None:
    try:
        invitations.send(row, address)
    except (OSError, smtplib.SMTPException):
        messages.warning(request, _("The mail server did not take the letter. Hand the address over yourself."))
    else:
        messages.success(request, _("%(name)s is invited.") % {"name": row.email})


@require_POST
@permission_required("publishing.change_organisation")
def end_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    row = get_object_or_404(Invitation, pk=invitation_id)
    invitations.revoke(row, user=request.user)
    return redirect("partners:members", organisation_id=row.organisation_id)


@require_POST
@permission_required("publishing.change_organisation")
def close_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Close an account, or open it again."""
    member = get_object_or_404(Member.objects.select_related("user", "organisation"), pk=member_id)
    change = invitations.reopen if member.closed_at else invitations.close
    change(member, user=request.user)
    return redirect("partners:members", organisation_id=member.organisation_id)


@require_POST
@permission_required("publishing.change_organisation")
def revoke_copy(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """Take a download back."""
    copy = get_object_or_404(Copy.objects.select_related("member__organisation", "member__user"), pk=copy_id)
    copies.revoke(copy, why=request.POST.get("why", ""), origin=ledger.origin_of(request))
    return redirect("partners:members", organisation_id=copy.member.organisation_id)


# ------------------------------------------------------------------------------------------------ clips for partners
@require_safe
@permission_required("publishing.view_organisation")
def offered(request: HttpRequest) -> HttpResponse:
    """Clips, and which of them partners may find."""
    words = request.GET.get("q", "").strip()[:100]
    rows = Clip.objects.select_related("offer__version", "offer__job").order_by("-updated_at")
    page = Paginator(rows.filter(title__icontains=words) if words else rows, PAGE).get_page(request.GET.get("page"))
    return render(request, f"{_FOLDER}/offers.html", {"page": page, "words": words})


@require_http_methods(["GET", "POST"])
@permission_required("publishing.offer_clip")
def offer(request: HttpRequest, clip_id: int) -> HttpResponse:
    """Offer the newest version of a clip with what partners read of it."""
    clip = get_object_or_404(Clip, pk=clip_id)
    row = Offer.objects.filter(clip=clip).first()
    found: list[Any] = []
    form = OfferForm(request.POST or None, offer=row, clip=clip)
    if request.method == "POST" and form.is_valid():
        try:
            offers.offer(clip, titles=form.titles(), summaries=form.summaries(), user=request.user)
        except Refused as refused:
            found = refused.obstacles
        else:
            messages.success(request, _("“%(title)s” is offered to partners.") % {"title": clip.title})
            return redirect("partners:offers")
    elif request.method == "GET":
        found = offers.obstacles(clip, titles=form.initial_titles(), summaries={})
    context = {"clip": clip, "form": form, "row": row, "obstacles": found, "version": clip.version}
    return render(request, f"{_FOLDER}/offer.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required("publishing.offer_clip")
def withdraw(request: HttpRequest, clip_id: int) -> HttpResponse:
    row = get_object_or_404(Offer.objects.select_related("clip", "version"), clip_id=clip_id)
    offers.withdraw(row, user=request.user)
    messages.success(request, _("Partners no longer find “%(title)s”.") % {"title": row.clip.title})
    return redirect("partners:offers")


# ------------------------------------------------------------------------------------------------ requests, ledger
@require_http_methods(["GET", "POST"])
@permission_required("publishing.view_organisation")
def wishes(request: HttpRequest) -> HttpResponse:
    """Requests of partners, the open ones first."""
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and request.user.has_perm("publishing.change_footagerequest") and form.is_valid():
        row = get_object_or_404(FootageRequest, pk=form.cleaned_data["request"])
        requests.answer(row, agreed=form.cleaned_data["agreed"], words=form.cleaned_data["answer"], user=request.user)
        return redirect("partners:requests")
    rows = FootageRequest.objects.select_related("member__organisation", "member__user").order_by(
        "-state", "-created_at"
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, f"{_FOLDER}/wishes.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


@require_safe
@permission_required("publishing.view_downloadmoment")
def moments(request: HttpRequest) -> HttpResponseBase:
    """The download ledger; `?format=csv` as a table, `?organisation=` of one."""
    key = request.GET.get("organisation", "")
    owner = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else None
    rows = ledger.moments(organisation=owner)
    if request.GET.get("format") == "csv":
        return tables.download("downloads.csv", head=ledger.HEAD, rows=ledger.lines(rows))
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    context = {"page": page, "organisations": Organisation.objects.all(), "owner": owner}
    return render(request, f"{_FOLDER}/ledger.html", context)
