"""What a person does with a delivery that is theirs: fetch the package, say that it is posted, or that it is not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.files.ranged import ranged_response
from publishing.delivery import by_hand, selectors
from publishing.delivery.models import Delivery
from publishing.delivery.views import RESOLVE


def _found(delivery_id: int) -> Delivery:
    delivery = selectors.one(delivery_id)
    if delivery is None:
        raise Http404
    return delivery


def _back(delivery_id: int) -> HttpResponse:
    return redirect("delivery:detail", delivery_id)


@require_safe
@permission_required(RESOLVE)
def package(request: HttpRequest, delivery_id: int) -> HttpResponseBase:
    """The ZIP; where it may not leave any more, the page says why."""
    delivery = _found(delivery_id)
    try:
        name = by_hand.fetch(delivery, user=request.user)  # type: ignore[arg-type]
    except by_hand.MayNotLeave as error:
        messages.error(request, _("The package may not leave now: %(why)s") % {"why": error.obstacle.message})
        return _back(delivery_id)
    except by_hand.NoPackage:
        messages.error(
            request, _("The package is no longer in the store. Say that it was not posted and plan it again.")
        )
        return _back(delivery_id)
    except by_hand.NotByHand:
        raise Http404 from None
    # Named by its number: the title of a post may hold what no file name should.
    file = f"pugmark-{delivery.variant.channel.platform}-{delivery.pk}.zip"
    response = ranged_response(request, name, content_type="application/zip", download_as=file)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@permission_required(RESOLVE)
def posted(request: HttpRequest, delivery_id: int) -> HttpResponse:
    try:
        by_hand.posted(_found(delivery_id), url=request.POST.get("url", "").strip(), user=request.user)  # type: ignore[arg-type]
    except by_hand.AddressWrong as error:
        if error.hosts:
            words = _("That is not the address of a post there. Its addresses are on %(hosts)s.")
            messages.error(request, words % {"hosts": ", ".join(error.hosts)})
        else:
            messages.error(request, _("That is not the address of a post. It begins with https://"))
    except by_hand.NotByHand:
        messages.warning(request, _("This has changed meanwhile. Look at the ledger before you decide."))
    else:
        messages.success(request, _("Thank you: it counts as published."))
    return _back(delivery_id)


@require_POST
@permission_required(RESOLVE)
def not_posted(request: HttpRequest, delivery_id: int) -> HttpResponse:
    try:
        by_hand.not_posted(_found(delivery_id), user=request.user)  # type: ignore[arg-type]
    except by_hand.NotByHand:
        messages.warning(request, _("This has changed meanwhile. Look at the ledger before you decide."))
    else:
        messages.success(request, _("Cancelled. It can be planned again."))
    return _back(delivery_id)
