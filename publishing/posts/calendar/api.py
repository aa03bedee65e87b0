"""What the calendar asks for and sends: JSON in, JSON out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from publishing.posts import hours, outlook
from publishing.posts.best_hours import best_hours
from publishing.posts.calendar import chips, collisions, feed, occasions, placing, slots
from publishing.posts.calendar.asked import Asked
from publishing.posts.gate import BadBody, answering, body, text_of
from publishing.posts.models import Channel, Post
from publishing.posts.models.feed import CalendarFeed

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
_LONGEST_VIEW = timedelta(days=70)
_MOST_EACH = 200


def _moving(view: View[Rest]) -> View[Rest]:
    """Says what may go wrong when a post gets another hour."""

    @wraps(view)
    def told(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except placing.NotAllowed:
            return JsonResponse({"error": str(placing.MAY_NOT)}, status=403)
        except placing.MovedMeanwhile as moved:
            if moved.at is None:
                sentence = _("Somebody has taken it off the calendar meanwhile.")
            else:
                when = date_format(timezone.localtime(moved.at), "DATETIME_FORMAT")
                sentence = _("Somebody has moved it meanwhile, to %(when)s.") % {"when": when}
            return JsonResponse({"error": sentence, "stale": True}, status=409)
        except LookupError:
            return JsonResponse({"error": _("This post is gone.")}, status=404)

    return told


@require_safe
@answering("publishing.view_post")
def posts(request: HttpRequest) -> HttpResponseBase:
    """Everything that a page of the calendar draws, in one answer: posts, numbers, posts without an hour, occasions."""
    asked = request.GET
    try:
        first, last = (datetime.fromisoformat(asked.get(name, "").replace(" ", "+")) for name in ("from", "to"))
        zone = hours.zone(asked.get("zone") or timezone.get_current_timezone_name())
        each = min(max(int(asked.get("each", "4")), 1), _MOST_EACH)
    except ValueError:
        raise BadBody from None
    if first.tzinfo is None or last.tzinfo is None or not timedelta() < last - first <= _LONGEST_VIEW:
        return JsonResponse({"error": _("Choose at most ten weeks.")}, status=400)
    wanted = Asked.of(asked)
    channels = Channel.objects.filter(pk=wanted.channel) if wanted.channel else Channel.objects.all()
    days = occasions.between(
        first.astimezone(zone).date(), (last - timedelta(seconds=1)).astimezone(zone).date(),
        countries=occasions.audiences(channels),
    )  # fmt: skip
    return JsonResponse({
        **chips.between(first, last, asked=wanted, zone=zone, each=each),
        "drafts": chips.unplaced(asked=wanted),
        "occasions": [day.as_json() for day in days],
    })  # fmt: skip


@require_POST
@answering("publishing.view_post")
@_moving
def move(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Give a post another moment (`at`: ISO 8601 with an offset) or local hour (`local`, `zone`, `second`).

    `seen`: the moment that the page showed; another one means that somebody was faster, and nothing is changed.
    An hour that clocks skip or repeat is answered with the choices and 422.
    """
    data = body(request)
    zone = text_of(data, "zone", longest=60)
    if "local" in data:
        second = data.get("second")
        found = outlook.hour_outlook(
            text_of(data, "local", longest=40), zone_name=zone, second=second if isinstance(second, bool) else None,
            channels=Channel.objects.filter(variants__post=post_id).distinct(),
        )  # fmt: skip
        if "error" in found:
            return JsonResponse(found, status=422)
        at = datetime.fromisoformat(found["due_at"])
    else:
        at = _moment(text_of(data, "at"))
    post = Post.objects.filter(pk=post_id).first()
    post, before = placing.place(
        post_id, due_at=at, time_zone=zone or (post.time_zone if post else "UTC"), user=request.user, seen=_seen(data)
    )
    return _moved(post.pk, before)


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadBody from None
    if at.tzinfo is None:
        raise BadBody
    return at


def _seen(data: dict[str, Any]) -> Callable[[datetime | None], bool] | None:
    if "seen" not in data:
        return None
    told = _moment(text_of(data, "seen")) if data["seen"] else None
    return lambda at: at == told


def _moved(post_id: int, before: dict[str, Any]) -> JsonResponse:
    return JsonResponse({"chip": chips.one(post_id), "before": before["due_at"], "undo": before})


@require_POST
@answering("publishing.view_post")
@_moving
def next_slot(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Put a post into the next free slot of its channels."""
    post, before = placing.into_next_slot(post_id, user=request.user)
    return _moved(post.pk, before)


@require_POST
@answering("publishing.view_post")
@_moving
def take_back(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """Undo a move: `undo` is what the move answered with."""
    undo = body(request).get("undo")
    if not isinstance(undo, dict):
        raise BadBody
    known = undo.get("post") == post_id and undo.get("state") in Post.State.values
    if not known or not isinstance(undo.get("zone"), str):
        raise BadBody
    if undo.get("due_at"):
        _moment(str(undo["due_at"]))
    placing.take_back(undo, user=request.user)  # type: ignore[arg-type]
    return JsonResponse({"chip": chips.one(post_id)})


@require_safe
@answering("publishing.view_post")
def hour(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """What speaks for and against hours of a post: free slots, best hours, and clashes at `?at=`."""
    post = get_object_or_404(Post, pk=post_id)
    channels = list(Channel.objects.filter(variants__post=post).distinct())
    at = _moment(request.GET["at"].replace(" ", "+")) if request.GET.get("at") else None
    return JsonResponse({
        "slots": [
            {"at": slot.at.isoformat(), "audiences": [outlook.audience(channel, slot.at) for channel in channels]}
            for slot in slots.next_free(channels, post=post)
        ],
        "best": [_best(channel) for channel in channels],
        "clashes": [each.message for each in collisions.at(post_id, at)] if at else [],
    })  # fmt: skip


def _best(channel: Channel) -> dict[str, Any]:
    known = best_hours(channel)
    return {
        "channel": channel.name,
        "zone": channel.time_zone,
        "measured": known.measured,
        "missing": known.missing,
        "hours": [{"weekday": each.weekday, "hour": each.hour, "posts": each.posts} for each in known.hours[:5]],
    }


@require_POST
@answering("publishing.change_channel")
def write_slots(request: HttpRequest, channel_id: int) -> HttpResponseBase:
    """Store the slots of a channel."""
    channel = get_object_or_404(Channel, pk=channel_id)
    try:
        slots.write_slots(channel, body(request).get("slots"))
    except slots.BadSlots:
        return JsonResponse({"error": _("A slot needs a day of the week and an hour such as 19:30.")}, status=422)
    return JsonResponse({"slots": channel.slots})


@require_safe
@answering("publishing.view_post")
def feeds(request: HttpRequest) -> HttpResponseBase:
    """The person's own feeds."""
    return JsonResponse({"feeds": [_feed(each) for each in feed.of_person(request.user)]})  # type: ignore[arg-type]


def _feed(each: CalendarFeed) -> dict[str, Any]:
    read = each.read_at
    return {"id": each.pk, "name": each.name, "made": each.created_at.isoformat(), "read": read and read.isoformat()}


@require_POST
@answering("publishing.view_post")
def new_feed(request: HttpRequest) -> HttpResponseBase:
    """Make a feed of what the page is filtered by; its address is in this answer and nowhere else."""
    data = body(request)
    asked = data.get("asked")
    try:
        made, secret = feed.make(
            request.user, name=text_of(data, "name", longest=120), language=get_language() or "en",
            asked=Asked.of(asked if isinstance(asked, dict) else {}),
        )  # fmt: skip
    except feed.TooManyFeeds:
        return JsonResponse({"error": _("You have twenty feeds. Take one back first.")}, status=422)
    return JsonResponse({"feed": _feed(made), "address": feed.address(secret)})


@require_POST
@answering("publishing.view_post")
def revoke_feed(request: HttpRequest, feed_id: int) -> HttpResponseBase:
    """Take one of one's own feeds back."""
    feed.revoke(get_object_or_404(CalendarFeed, pk=feed_id, user=request.user))
    return JsonResponse({"feeds": [_feed(each) for each in feed.of_person(request.user)]})  # type: ignore[arg-type]
