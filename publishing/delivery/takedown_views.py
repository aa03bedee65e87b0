"""What is left where: posts to be taken down, to be decided about, and to be removed by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.jobs.graph import UndeclaredTransition
from publishing.delivery import reasons, selectors, takedowns
from publishing.delivery.models import Delivery, TakedownProposal
from publishing.posts.models import Channel, Post

PER_PAGE = 50
RIGHT = "publishing.take_down"


@require_safe
@permission_required("publishing.view_delivery")
def index(request: HttpRequest) -> HttpResponse:
    post, channel = _scope(request.GET)
    page = Paginator(takedowns.proposals(), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "post": post,
        "channel": channel,
        "may": request.user.has_perm(RIGHT),
        "proposals": page,
        "reasons": [(each, reasons.sentence_of(each.code, each.params)) for each in page],
        "by_hand": takedowns.by_hand()[:PER_PAGE],
        "scoped": post is not None or channel is not None,
    }
    if context["scoped"]:
        left = takedowns.left_standing(post=post.pk if post else None, channel=channel.pk if channel else None)
        standing = Paginator(left, PER_PAGE).get_page(request.GET.get("standing"))
        context |= {"standing": standing, "rows": [selectors.delivery_row(each) for each in standing]}
    return render(request, "publishing/delivery/takedowns.html", context)


def _scope(data: Any) -> tuple[Post | None, Channel | None]:
    """The post or channel that an address names. Raises Http404."""
    found: list[Any] = []
    for model, name in ((Post, "post"), (Channel, "channel")):
        key = data.get(name, "")
        row = model._default_manager.filter(pk=int(key)).first() if key.isdigit() and len(key) < 19 else None
        if key and row is None:
            raise Http404
        found.append(row)
    return found[0], found[1]


@require_POST
@permission_required(RIGHT)
def ask_all(request: HttpRequest) -> HttpResponse:
    """Take down all that stands of one post or on one channel."""
    post, channel = _scope(request.POST)
    if post is None and channel is None:
        raise Http404
    left = takedowns.left_standing(post=post.pk if post else None, channel=channel.pk if channel else None)
    number = takedowns.ask_all(left, user=request.user)  # type: ignore[arg-type]
    sentence = ngettext("%(number)s post is being taken down.", "%(number)s posts are being taken down.", number)
    messages.success(request, sentence % {"number": number})
    named = f"post={post.pk}" if post else f"channel={channel.pk if channel else ''}"
    return redirect(f"{reverse('delivery:takedowns')}?{named}")


@require_POST
@permission_required(RIGHT)
def decide(request: HttpRequest) -> HttpResponse:
    """Take down, or leave, the proposals that are ticked."""
    keys = [int(key) for key in request.POST.getlist("proposal") if key.isdigit() and len(key) < 19]
    chosen = list(TakedownProposal.objects.filter(pk__in=keys, state="open").select_related("delivery"))
    if not chosen:
        messages.warning(request, _("Nothing is ticked."))
    elif request.POST.get("do") == "keep":
        for proposal in chosen:
            takedowns.keep(proposal, user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Left where they are; the ledger says that you decided so."))
    else:
        number = takedowns.ask_all([each.delivery for each in chosen], user=request.user)  # type: ignore[arg-type]
        sentence = ngettext("%(number)s post is being taken down.", "%(number)s posts are being taken down.", number)
        messages.success(request, sentence % {"number": number})
    return redirect("delivery:takedowns")


@require_POST
@permission_required(RIGHT)
def removed(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """A person has removed the post on its platform."""
    delivery = get_object_or_404(Delivery, pk=delivery_id)
    try:
        takedowns.removed_by_hand(delivery, user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Ticked off: it is gone."))
    except (takedowns.NotByHand, UndeclaredTransition):
        messages.warning(request, _("This has changed meanwhile. Look at the ledger before you decide."))
    return redirect("delivery:takedowns")
