"""What each platform counts as a view. The numbers of two platforms are not the same thing, and pages say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Meaning:
    """words: what is counted. title and url: where that was read, and when; empty where it is our own counting."""

    words: str | Promise
    title: str = ""
    url: str = ""
    checked: date = date(2026, 11, 23)


VIEWS: Mapping[str, Meaning] = {
    "youtube": Meaning(
        _("Videos somebody chose to watch; of Shorts every start, also of a repeat (since 31 March 2025)."),
        "YouTube Help: how engagement metrics are counted",
        "https://support.google.com/youtube/answer/2991785",
    ),
    "facebook": Meaning(
        _("Videos watched for 3 seconds or to their end, whichever came first; of Reels every start."),
        "Video API: insights",
        "https://developers.facebook.com/docs/video-api/guides/insights",
    ),
    "instagram": Meaning(
        _("Every time the video was played or shown."),
        "Instagram Platform: media insights",
        "https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights",
    ),
    "threads": Meaning(
        _("Every time the post was seen in a feed, played or not."),
        "Threads API: insights",
        "https://developers.facebook.com/docs/threads/insights",
    ),
    "x": Meaning(
        _("Every time the post stood on somebody's screen, played or not; the same person counts again."),
        "X API: metrics",
        "https://docs.x.com/x-api/fundamentals/metrics",
    ),
    "tiktok": Meaning(
        _("Views of the video as TikTok shows them; TikTok does not say from which second on."),
        "TikTok: video object",
        "https://developers.tiktok.com/doc/tiktok-api-v2-video-object",
    ),
    "vk": Meaning(
        _("Every time the post was seen on a wall or in a feed, played or not."),
        "VK: wall post",
        "https://dev.vk.com/ru/reference/objects/post",
    ),
    "linkedin": Meaning(
        _("Every time the post was shown to somebody who is signed in."),
        "LinkedIn: organization share statistics",
        "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/share-statistics",
    ),
    "bilibili": Meaning(
        _("Plays of the video as Bilibili counts them."),
        "Bilibili open platform",
        "https://open.bilibili.com/doc",
    ),
    "sandbox": Meaning(_("Openings of its page on this desk; for the demo's posts an invented audience.")),
}
"""By platform. One that is not here tells no views."""

NO_VIEWS = Meaning(_("This platform tells no views. Likes, comments and shares stand in their place."))


def of(platform: str) -> Meaning:
    """What a view is on this platform."""
    return VIEWS.get(platform, NO_VIEWS)
