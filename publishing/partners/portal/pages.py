"""The catalogue, a clip, one's downloads, requests and account."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curation.clips.exports import FORMATS
from curation.clips.models import Rendition
from curation.files import tables
from curation.files.ranged import first_byte, ranged_response
from curation.jobs.models import Job
from curation.rights.words import territories_words
from curation.subtitles.formats import NAMES
from curation.video.producing.presets import PRESETS
from publishing.partners import acceptances, catalogue, copies, handing, ledger, links, requests, tokens
from publishing.partners.catalogue import Entry
from publishing.partners.models import Agreement, Copy, FootageRequest, Member, PartnerToken
from publishing.partners.portal.forms import RequestForm, TokenForm
from publishing.partners.portal.gate import members_only, refused
from publishing.partners.refusals import NotGiven
from publishing.partners.selectors import running_agreements
from publishing.posts.drafts import language_name

_FOLDER = "publishing/partners/portal"
PAGE = 24
_LOOKS = {"preview": "video/mp4", "poster": "image/jpeg"}


def _language() -> str:
    return get_language() or "en"


# ------------------------------------------------------------------------------------------------------ catalogue
@require_safe
@members_only
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """What the member may have now, with a search by words and species."""
    words, wanted = request.GET.get("q", "")[:200], request.GET.get("species", "")
    everything = catalogue.entries(member)
    species = sorted(
        {taxon.pk: taxon for each in everything for taxon in each.species}.values(), key=lambda one: one.position
    )
    taxon = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else None
    found = catalogue.narrowed(everything, words=words, taxon=taxon)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "cards": [_card(each) for each in page.object_list],
        "page": page,
        "words": words,
        "species": species,
        "taxon": taxon,
        "total": len(everything),
        "agreements": [_agreement(each, member) for each in running_agreements(member.organisation)],
        "member": member,
    }
    return render(request, f"{_FOLDER}/catalogue.html", context)


def _card(entry: Entry) -> dict[str, Any]:
    seconds = round(entry.offer.version.duration)
    return {
        "offer": entry.offer,
        "title": entry.offer.title_in(_language()),
        "length": f"{seconds // 60}:{seconds % 60:02}",
        "species": ", ".join(str(taxon) for taxon in entry.species),
        "accepted": any(each.accepted for each in entry.licences),
    }


def _agreement(agreement: Agreement, member: Member) -> dict[str, Any]:
    """What one allows, in words."""
    left_days = (agreement.ends_on - timezone.localdate()).days if agreement.ends_on else None
    return {
        "agreement": agreement,
        "use": agreement.get_use_display(),
        "where": territories_words(agreement.territories),
        "languages": ", ".join(language_name(each) for each in agreement.languages),
        "left": copies.left(agreement),
        "soon": left_days is not None and left_days <= 30,
        "accepted": acceptances.standing(member, agreement),
        "hash": agreement.terms_hash,
    }


@require_safe
@members_only
def clip(request: HttpRequest, member: Member, offer_id: int) -> HttpResponse:
    """One clip: preview, what may be done with it, files and captions."""
    entry = catalogue.entry(member, offer_id)
    offer = entry.offer
    context = {
        "member": member,
        "offer": offer,
        "card": _card(entry),
        "summary": offer.summary_in(_language()),
        "species": entry.species,
        "licences": [{"licence": each, **_agreement(each.agreement, member)} for each in entry.licences],
        "renditions": [_rendition(each) for each in catalogue.renditions(offer)],
        "tracks": [
            {"language": each.language, "name": language_name(each.language)} for each in catalogue.tracks(offer)
        ],
        "formats": [{"ending": ending, "name": NAMES.get(f".{ending}", ending)} for ending in FORMATS],
    }
    return render(request, f"{_FOLDER}/clip.html", context)


def _rendition(rendition: Rendition) -> dict[str, Any]:
    made_for = PRESETS[rendition.preset].label if rendition.preset in PRESETS else ""
    return {
        "row": rendition,
        "size": f"{rendition.width} × {rendition.height}" if rendition.width else rendition.shape,
        "language": language_name(rendition.language) if rendition.language else "",
        "made_for": made_for,
    }


@require_safe
@members_only
def looked_at(request: HttpRequest, member: Member, offer_id: int, what: str) -> HttpResponseBase:
    """The small film (`preview`) or the picture (`poster`) with words across it."""
    name = getattr(catalogue.entry(member, offer_id).offer, what)
    if not name:
        raise Http404
    return ranged_response(request, name, content_type=_LOOKS[what], max_age=300)


@require_POST
@members_only
def accept(request: HttpRequest, member: Member, agreement_id: int) -> HttpResponse:
    """Accept the licence as it was read: by its hash."""
    acceptances.accept(
        member, agreement_id, terms_hash=request.POST.get("terms", "")[:64], origin=ledger.origin_of(request)
    )
    offer_id = request.POST.get("clip", "")
    return redirect("portal:clip", offer_id=int(offer_id)) if _number(offer_id) else redirect("portal:catalogue")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@require_POST
@members_only
def choose(request: HttpRequest, member: Member, offer_id: int) -> HttpResponse:
    """Have the chosen files prepared."""
    rendition = _number(request.POST.get("rendition", ""))
    if not rendition:
        raise NotGiven("nothing_chosen")
    choice = copies.Choice(
        agreement=_number(request.POST.get("agreement", "")),
        rendition=rendition,
        languages=tuple(request.POST.getlist("languages")[:40]),
        formats=tuple(request.POST.getlist("formats")[:20]) or ("vtt",),
    )
    copy = copies.ask(member, offer_id, choice, origin=ledger.origin_of(request))
    return redirect(f"{reverse('portal:downloads')}#copy-{copy.pk}")


# ------------------------------------------------------------------------------------------------------ downloads
@require_safe
@members_only
def downloads(request: HttpRequest, member: Member) -> HttpResponse:
    """What the member's organisation has asked for, with fresh links, and its ledger."""
    page = Paginator(copies.with_related().filter(member__organisation=member.organisation), PAGE).get_page(
        request.GET.get("page")
    )
    known = catalogue.facts_of_offers([each.offer for each in page.object_list if each.offer])
    context = {
        "copies": [_copy(each, member, known=known) for each in page.object_list],
        "page": page,
        "moments": ledger.moments(member=member)[:50],
        "member": member,
    }
    return render(request, f"{_FOLDER}/downloads.html", context)


def _copy(copy: Copy, member: Member, *, known: catalogue.Facts | None = None) -> dict[str, Any]:
    """One download as the page shows it; links for whoever asked for it only."""
    why, own = "", copy.member_id == member.pk
    state = copy.state
    if state == Copy.State.PREPARING and copy.job and copy.job.state in {Job.State.FAILED, Job.State.CANCELLED}:
        state = Copy.State.FAILED
    if state == Copy.State.READY:
        try:
            copies.still_allowed(copy, known=known)
        except NotGiven as refusal:
            state, why = Copy.State.EXPIRED, str(refusal)
    files = []
    if state == Copy.State.READY and own:
        files = [{**file, "url": links.address(copy, place)} for place, file in enumerate(copy.files)]
    return {
        "copy": copy,
        "state": state,
        "label": Copy.State(state).label,
        "why": why,
        "own": own,
        "who": copy.member.user.get_full_name() or str(copy.member.user),
        "files": files,
        "package": links.address(copy, links.PACKAGE) if len(files) > 1 else "",
        "percent": round(100 * copy.job.fraction) if copy.job else 0,
    }


@require_safe
@members_only
def download(request: HttpRequest, member: Member, copy_id: uuid.UUID) -> HttpResponse:
    """How one's own download stands, for the page's script: {state, label}."""
    row = get_object_or_404(copies.with_related(), pk=copy_id, member=member)
    told = _copy(row, member)
    return JsonResponse({"state": told["state"], "label": str(told["label"]), "percent": told["percent"]})


@require_safe
@members_only
def ledger_table(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The organisation's ledger as a table."""
    return tables.download("downloads.csv", head=ledger.HEAD, rows=ledger.lines(ledger.moments(member=member)))


@require_safe
def file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A file by its signed link; nobody needs to be signed in, so that a download manager can resume it."""
    origin, start = ledger.origin_of(request), first_byte(request)
    try:
        link = links.opened(token, origin=origin, start=start)
    except NotGiven as refusal:
        response = refused(request, refusal)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response
    return handing.answer(request, link, origin=origin)


# ----------------------------------------------------------------------------------------------- requests, account
@require_http_methods(["GET", "POST"])
@members_only
def wishes(request: HttpRequest, member: Member) -> HttpResponse:
    """Requests for footage that is not covered, and their answers."""
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            requests.ask(member, **form.cleaned_data)
            return redirect("portal:requests")
        except requests.TooManyRequests:
            form.add_error(None, _("Many of your requests are still open. Wait for an answer to one of them."))
    rows = FootageRequest.objects.filter(member__organisation=member.organisation).select_related("member__user")
    status = 422 if form.is_bound else 200
    return render(
        request, f"{_FOLDER}/requests.html", {"form": form, "rows": rows[:100], "member": member}, status=status
    )


@require_http_methods(["GET", "POST"])
@members_only
def account(request: HttpRequest, member: Member) -> HttpResponse:
    """Keys for programs."""
    form, fresh = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _row, fresh = tokens.give(member, name=form.cleaned_data["name"])
            form = TokenForm()
        except tokens.TooManyTokens:
            form.add_error(None, _("You have %(number)s keys already. End one first.") % {"number": tokens.MOST})
    context = {"form": form, "fresh": fresh, "tokens": tokens.standing(member), "member": member}
    return render(request, f"{_FOLDER}/account.html", context)


@require_POST
@members_only
def end_token(request: HttpRequest, member: Member, token_id: int) -> HttpResponse:
    tokens.revoke(get_object_or_404(PartnerToken, pk=token_id, member=member))
    return redirect("portal:account")
