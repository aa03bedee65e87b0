"""The hours at which a channel's audience has watched most: asked of the insights chapter, which stands above.

Insights register themselves as the adviser, as deliveries do in `posts.carrier`. Without one nothing is known, and
that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from publishing.posts.models import Channel


@dataclass(frozen=True)
class GoodHour:
    """An hour of the week on the clocks of a channel's audience. weekday: 0 is Monday; hour: 0 to 23.

    views: what a post of that hour is expected to be seen in its first day; posts: how many were measured for it.
    """

    weekday: int
    hour: int
    views: float
    posts: int


@dataclass(frozen=True)
class BestHours:
    """Best hours first. measured: posts that were counted; missing: how many more are needed before anything is said.

    Where something is missing there are no hours.
    """

    hours: tuple[GoodHour, ...] = ()
    measured: int = 0
    missing: int = 0


class Adviser(Protocol):
    """What posts ask of insights."""

    def best_hours(self, channel: Channel, *, language: str = "") -> BestHours:
        """The best hours of a channel, of its posts in one language where one is given."""


NEEDED = 20
"""Posts that must have been measured where nobody says otherwise."""

_advisers: list[Adviser] = []


def register(adviser: Adviser) -> None:
    """Make `adviser` the one that is asked from now on."""
    _advisers[:] = [adviser]


def best_hours(channel: Channel, *, language: str = "") -> BestHours:
    """What is known of a channel's best hours; nothing, with everything missing, before an adviser is registered."""
    if not _advisers:
        return BestHours(missing=NEEDED)
    return _advisers[0].best_hours(channel, language=language)
