"""The pages of deliveries: the list, a ledger like a flight recorder, and what people decide there."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from curation.jobs.graph import UndeclaredTransition
from publishing.connectors.registry import UnknownPlatform
from publishing.delivery import by_hand, follow_ups, selectors, services, takedowns
from publishing.delivery.models import Delivery

RESOLVE, TAKE_DOWN, SCHEDULE = "publishing.resolve_delivery", "publishing.take_down", "publishing.schedule_post"


def _found(delivery_id: int) -> Delivery:
    delivery = selectors.one(delivery_id)
    if delivery is None:
        raise Http404
    return delivery


@require_safe
@permission_required("publishing.view_delivery")
def detail(request: HttpRequest, delivery_id: int) -> HttpResponse:
    delivery = _found(delivery_id)
    try:
        facts = selectors.facts(delivery)
    except UnknownPlatform:
        facts = {}
    context = {
        "delivery": delivery,
        "facts": facts,
        "moments": selectors.moments(delivery),
        "may_resolve": request.user.has_perm(RESOLVE),
        "may_take_down": request.user.has_perm(TAKE_DOWN),
        "may_schedule": request.user.has_perm(SCHEDULE),
        "target": by_hand.target_of(delivery) if delivery.state == Delivery.State.BY_HAND else None,
        **follow_ups.shown(delivery),
        "remove_by_hand": delivery.state == "published" and delivery.error_code == takedowns.BY_HAND,
        "can_go": delivery.state in {"failed", "missed", "held", "cancelled"},
        "can_cancel": delivery.state in {"scheduled", "preparing", "held"},
    }
    return render(request, "publishing/delivery/detail.html", context)


def _decide(
    request: HttpRequest, delivery_id: int, *, permission: str, act: Callable[[Delivery, AbstractBaseUser], str]
) -> HttpResponse:
    """Let a person with the right to it act on a delivery; what changed meanwhile is said, not done."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    delivery = _found(delivery_id)
    try:
        messages.success(request, act(delivery, request.user))  # type: ignore[arg-type]
    except (services.NotUnconfirmed, UndeclaredTransition):
        messages.warning(request, _("This has changed meanwhile. Look at the ledger before you decide."))
    return redirect("delivery:detail", delivery_id)


@require_POST
@permission_required(RESOLVE)
def look(request: HttpRequest, delivery_id: int) -> HttpResponse:
    def act(delivery: Delivery, user: AbstractBaseUser) -> str:
        return selectors.sight_sentence(services.look(delivery, user=user).value)

    return _decide(request, delivery_id, permission=RESOLVE, act=act)


@require_POST
@permission_required(RESOLVE)
def adopt(request: HttpRequest, delivery_id: int) -> HttpResponse:
    url = request.POST.get("url", "").strip()
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        messages.error(request, _("That is not the address of a post. It begins with https://"))
        return redirect("delivery:detail", delivery_id)

    def act(delivery: Delivery, user: AbstractBaseUser) -> str:
        services.adopt(delivery, user=user, url=url[:500])
        return _("Adopted: it counts as published.")

    return _decide(request, delivery_id, permission=RESOLVE, act=act)


@require_POST
@permission_required(RESOLVE)
def publish_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    def act(delivery: Delivery, user: AbstractBaseUser) -> str:
        services.go_again(delivery, user=user)
        return _("It goes again now.")

    return _decide(request, delivery_id, permission=RESOLVE, act=act)


@require_POST
@permission_required(SCHEDULE)
def go(request: HttpRequest, delivery_id: int) -> HttpResponse:
    def act(delivery: Delivery, user: AbstractBaseUser) -> str:
        services.again(delivery, user=user)
        return _("It goes again now.")

    return _decide(request, delivery_id, permission=SCHEDULE, act=act)


@require_POST
@permission_required(SCHEDULE)
def cancel(request: HttpRequest, delivery_id: int) -> HttpResponse:
    def act(delivery: Delivery, user: AbstractBaseUser) -> str:
        if services.cancel(delivery, user=user):
            return _("Cancelled.")
        raise services.NotUnconfirmed

    return _decide(request, delivery_id, permission=SCHEDULE, act=act)


@require_POST
@permission_required(TAKE_DOWN)
def take_down(request: HttpRequest, delivery_id: int) -> HttpResponse:
    def act(delivery: Delivery, user: AbstractBaseUser) -> str:
        services.ask_take_down(delivery, user=user)
        return _("It is being taken down.")

    return _decide(request, delivery_id, permission=TAKE_DOWN, act=act)
