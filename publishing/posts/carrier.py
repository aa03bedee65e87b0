"""Who carries scheduled variants to their platforms: the delivery chapter, which stands above and registers itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django.contrib.auth.models import AbstractBaseUser

from publishing.posts.models import Channel, Post, Variant
from publishing.posts.obstacles import Obstacle


class Carrier(Protocol):
    """What posts ask of deliveries."""

    def plan(self, variants: Sequence[Variant], *, due_at: datetime, user: AbstractBaseUser | None) -> list[Any]:
        """Make or renew a delivery for each variant that is not out yet; returns all of them."""

    def move(self, post: Post, *, due_at: datetime, user: AbstractBaseUser | None) -> list[Any]:
        """Give every delivery that has not begun another hour."""

    def withdraw(self, variants: Sequence[Variant], *, user: AbstractBaseUser | None) -> None:
        """Cancel what has not gone out."""

    def forget(self, variants: Sequence[Variant]) -> None:
        """Erase the cancelled deliveries of posts that were planned by mistake and never begun."""

    def is_out(self, variant: Variant) -> bool:
        """Whether a variant is on its way, published, or may be."""

    def quota_obstacles(self, variants: Sequence[Variant], *, at: datetime) -> list[Obstacle]:
        """What the quotas of the platforms say against these variants at this hour."""

    def quota_standings(self, channel: Channel) -> list[Any]:
        """How the channel stands with each quota: what, limit, seconds, used, planned, left, next_free, shared."""

    def channel_lost(self, channel: Channel) -> int:
        """Hold what is planned on a channel that must be connected again, and tell people; returns how many."""

    def release(self, channel: Channel, *, user: AbstractBaseUser | None) -> int:
        """Let go what was held because of this channel; returns how many."""


_carriers: list[Carrier] = []


def register(carrier: Carrier) -> None:
    """Make `carrier` the one that is asked from now on."""
    _carriers[:] = [carrier]


def carrier() -> Carrier:
    """The registered carrier. Raises LookupError before the application is ready."""
    if not _carriers:
        raise LookupError("no carrier is registered")
    return _carriers[0]
