"""The first page after signing in: what waits for a person, what goes out next, where to begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from curation.clips.models import CaptionTrack, Clip
from curation.footage.models import Footage, Observation
from publishing.delivery.models import Delivery
from publishing.posts import signatures
from publishing.posts.models import Channel, Post

NEXT = 6
ATTENTION = ["unconfirmed", "by_hand", "held", "failed", "missed"]


@dataclass(frozen=True)
class Tile:
    """A number that leads to the page where something can be done about it."""

    label: str | Promise
    number: int
    url: str
    urgent: bool = False


class DeskPanel(Component):
    """The desk at a glance, for what the person may see."""

    name = "desk"
    template_name = "publishing/insights/home.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "request": self.request,
            "tiles": list(_tiles(self.request)),
            "next_deliveries": _next_deliveries(self.request),
            "steps": _steps(self.request),
        }


def _tiles(request: HttpRequest) -> list[Tile]:
    user, tiles = request.user, []
    if user.has_perm("curation.view_footage"):
        person_said = Observation.objects.filter(footage=OuterRef("pk"), classification_method="human")
        untagged = Footage.objects.filter(~Exists(person_said), state=Footage.State.READY).count()
        footage = reverse("footage:index")
        tiles.append(Tile(_("Footage nobody has tagged yet"), untagged, f"{footage}?tags=untagged"))
        failed = Footage.objects.filter(state=Footage.State.FAILED).count()
        tiles.append(Tile(_("Files that could not be read"), failed, f"{footage}?state=failed", urgent=failed > 0))
    if user.has_perm("curation.view_captiontrack"):
        waiting = CaptionTrack.objects.filter(~Q(state=CaptionTrack.State.APPROVED)).count()
        tiles.append(Tile(_("Caption languages to review"), waiting, reverse("clips:captions")))
    if user.has_perm("publishing.view_post"):
        drafts = Post.objects.filter(state__in=[Post.State.DRAFT, Post.State.IN_REVIEW]).count()
        tiles.append(Tile(_("Posts to finish or approve"), drafts, reverse("posts:calendar")))
        mine = signatures.to_approve(user).count()
        if mine or user.has_perm(signatures.APPROVE):
            tiles.append(Tile(_("Posts that wait for you to approve"), mine, reverse("posts:reviews"), urgent=mine > 0))
    if user.has_perm("publishing.view_delivery"):
        attention = Delivery.objects.filter(state__in=ATTENTION).count()
        tiles.append(
            Tile(_("Deliveries that need a person"), attention, reverse("delivery:index"), urgent=attention > 0)
        )
    return tiles


def _next_deliveries(request: HttpRequest) -> list[Delivery]:
    if not request.user.has_perm("publishing.view_delivery"):
        return []
    soon = Delivery.objects.filter(
        Q(state__in=["scheduled", "preparing", "publishing", "waiting"])
        | Q(state="published", published_at__gte=timezone.now() - timedelta(hours=24))
    )
    return list(soon.select_related("variant__post", "variant__channel").order_by("due_at")[:NEXT])


def _steps(request: HttpRequest) -> list[dict[str, Any]]:
    """The way of a clip for somebody who is new; shown until each step has been done once."""
    steps = [
        (_("Bring footage in"), reverse("footage:upload"), Footage.objects.exists(), "curation.ingest_footage"),
        (_("Find a moment and cut it"), reverse("footage:index"), Clip.objects.exists(), "curation.add_clip"),
        (
            _("Write captions and translate them"),
            reverse("clips:captions"),
            CaptionTrack.objects.exists(),
            "curation.caption_clip",
        ),
        (_("Connect a channel"), reverse("posts:channels"), Channel.objects.exists(), "publishing.add_channel"),
        (_("Write a post and set its hour"), reverse("posts:calendar"), Post.objects.exists(), "publishing.add_post"),
    ]
    mine = [
        {"label": label, "url": url, "done": done} for label, url, done, right in steps if request.user.has_perm(right)
    ]
    return [] if all(step["done"] for step in mine) else mine
