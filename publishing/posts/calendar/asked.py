"""What a calendar is filtered by, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from curation.subtitles.languages import LANGUAGES
from publishing.posts.models import Post, Variant

NEEDS = ("unconfirmed", "by_hand", "failed", "missed", "held")
OPEN = ("publishing", "waiting", "preparing", "taking_down", "scheduled")
GROUPS = ("needs", "open", "published", "unwritten")


@dataclass(frozen=True)
class Asked:
    """Primary keys, a language tag and a group of states; None and "" ask for everything."""

    channel: int | None = None
    campaign: int | None = None
    species: int | None = None
    language: str = ""
    show: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Asked:
        """From an address. What cannot be understood is left out, as if it had not been asked."""
        numbers = {name: str(parameters.get(name, "")) for name in ("channel", "campaign", "species")}
        language, show = str(parameters.get("language", "")), str(parameters.get("show", ""))
        return cls(
            **{name: int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
               for name, text in numbers.items()},
            language=language if language in LANGUAGES else "", show=show if show in GROUPS else "",
        )  # fmt: skip

    def parameters(self) -> dict[str, Any]:
        """As it is stored, and stands in an address: only what is asked."""
        return {name: value for name, value in vars(self).items() if value}

    def posts(self) -> QuerySet[Post]:
        """The posts that are asked for, by their hour."""
        rows = Post.objects.order_by("due_at", "pk")
        mine = Variant.objects.filter(post=OuterRef("pk"))
        if self.channel:
            mine = mine.filter(channel=self.channel)
        if self.language:
            mine = mine.filter(language=self.language)
        if self.channel or self.language:
            rows = rows.filter(Exists(mine))
        if self.campaign:
            rows = rows.filter(campaign=self.campaign)
        if self.species:
            seen = Post.objects.filter(
                pk=OuterRef("pk"), clip__versions__segments__footage__observations__taxon=self.species
            )
            rows = rows.filter(Exists(seen))
        return rows.filter(_shown_as(self.show)) if self.show else rows


def _shown_as(group: str) -> Q:
    """Posts whose chip is in the group: the loudest of their deliveries decides, as in `selectors.chip_state`."""
    variants = Variant.objects.filter(post=OuterRef("pk"))
    # A delivery stays as scheduled behind a post that has become a draft again: it no longer counts.
    still = Q(post__state__in=[Post.State.SCHEDULED, Post.State.CLOSED])
    needs = Q(Exists(variants.filter(delivery__state__in=NEEDS)))
    going = Exists(variants.filter(Q(delivery__state__in=OPEN) & (~Q(delivery__state="scheduled") | still)))
    under_way = ~needs & (
        Q(going) | Q(state=Post.State.SCHEDULED) & ~Q(Exists(variants.filter(delivery__isnull=False)))
    )
    out = ~needs & ~under_way & Q(Exists(variants.filter(delivery__state="published")))
    return {"needs": needs, "open": under_way, "published": out, "unwritten": ~needs & ~under_way & ~out}[group]
