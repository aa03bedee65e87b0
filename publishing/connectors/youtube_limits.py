"""What YouTube takes, as data.

Source: the Data API's own description (discovery document) and developers.google.com/youtube/v3, read 2026-11-23.
"""

from __future__ import annotations

from datetime import date

from publishing.connectors.capabilities import (
    ALWAYS,
    Capabilities,
    Field,
    Languages,
    MediaLimits,
    Quota,
    Repeat,
    Scheduling,
    Source,
    Subtitles,
    TextLimit,
    address_field,
)
from publishing.connectors.message import gettext_noop
from publishing.connectors.oauth import OAuth, refresh_grant

TITLE = 100  # characters
THUMBNAIL = 2_000_000  # bytes
_CHECKED = date(2026, 11, 23)
_SITE = "https://developers.google.com/youtube/v3"
_DAY = 24 * 3600


def _source(title: str, path: str) -> Source:
    return Source(title=title, url=f"{_SITE}/{path}", checked=_CHECKED)


_VIDEOS = _source("Videos", "docs/videos")
_INSERT = _source("Videos: insert", "docs/videos/insert")
_CAPTIONS = _source("Captions: insert", "docs/captions/insert")
_COSTS = _source("Quota costs", "determine_quota_cost")
_SIGN_IN = _source("OAuth 2.0 for web server applications", "guides/auth/server-side-web-apps")
_THUMBNAILS = _source("Thumbnails: set", "docs/thumbnails/set")

CAPABILITIES = Capabilities(
    platform="youtube",
    name="YouTube",
    text=(
        TextLimit(field="title", limit=TITLE, rule="characters", source=_VIDEOS),
        TextLimit(field="text", limit=5000, rule="bytes", source=_VIDEOS),
    ),
    media=MediaLimits(
        content_types=("video/mp4", "video/quicktime", "video/webm"), max_bytes=256 * 10**9, source=_INSERT
    ),
    subtitles=Subtitles(route="track", content_type="text/vtt", max_track_bytes=100 * 2**20, source=_CAPTIONS),
    languages=Languages(per_post=80, source=_VIDEOS),
    scheduling=Scheduling(native=True, source=_VIDEOS),
    repeat=Repeat(
        safe_seconds=ALWAYS,
        note=gettext_noop("The video is made public by its own number; doing it twice changes nothing."),
        source=_VIDEOS,
    ),
    quotas=(
        Quota(what="post", limit=100, seconds=_DAY, source=_COSTS, scope="app"),
        Quota(what="caption", limit=10_000, seconds=_DAY, cost=400, source=_COSTS, scope="app"),
        Quota(what="thumbnail", limit=10_000, seconds=_DAY, cost=50, source=_THUMBNAILS, scope="app"),
    ),
    media_required=True,
    title_required=True,
    tags_apart=True,
    measures=("views", "likes", "comments"),
    notes=(
        gettext_noop("Videos of an app that Google has not audited stay private."),
        gettext_noop("Caption tracks beyond the day's quota follow on the next days, in the order of languages."),
    ),
    oauth=OAuth(
        authorize_url="{www}/o/oauth2/v2/auth",
        token_url="{token}/token",  # noqa: S106 - an address
        scopes=(
            "https://www.googleapis.com/auth/youtube.upload",
            "https://www.googleapis.com/auth/youtube.force-ssl",
        ),
        # Without these two Google gives no refresh token to an account that has agreed before.
        extra=(("access_type", "offline"), ("prompt", "consent")),
        renew=refresh_grant("{token}/token"),
        source=_SIGN_IN,
    ),
    settings_fields=(
        Field(
            name="client_id",
            label=gettext_noop("Client ID"),
            help=gettext_noop("Of your own project in the Google Cloud console, for a web application."),
        ),
        Field(
            name="visibility",
            label=gettext_noop("Who may see new videos"),
            help=gettext_noop("Everybody, whoever has the link, or only you."),
            default="public",
            required=False,
            per_post=True,
            choices=(
                ("public", gettext_noop("Everybody")),
                ("unlisted", gettext_noop("Whoever has the link")),
                ("private", gettext_noop("Only the channel's owners")),
            ),
        ),
        Field(
            name="category",
            label=gettext_noop("Category"),
            help=gettext_noop("Among which videos YouTube sorts it."),
            default="15",
            required=False,
            per_post=True,
            advanced=True,
            choices=(
                ("15", gettext_noop("Pets & Animals")),
                ("28", gettext_noop("Science & Technology")),
                ("27", gettext_noop("Education")),
                ("25", gettext_noop("News & Politics")),
                ("19", gettext_noop("Travel & Events")),
                ("29", gettext_noop("Nonprofits & Activism")),
                ("24", gettext_noop("Entertainment")),
                ("22", gettext_noop("People & Blogs")),
                ("1", gettext_noop("Film & Animation")),
            ),
        ),
        address_field("api", gettext_noop("Address of the API"), "https://www.googleapis.com"),
        address_field("www", gettext_noop("Address of the sign-in page"), "https://accounts.google.com"),
        address_field("token", gettext_noop("Address of the token service"), "https://oauth2.googleapis.com"),
    ),
    secret_fields=(
        Field(name="client_secret", label=gettext_noop("Client secret"), help=gettext_noop("Of the same project.")),
    ),
)
