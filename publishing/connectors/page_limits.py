"""What a Facebook Page takes: videos, and the narrower limits of Reels."""

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
from publishing.connectors.oauth import Grant, OAuth

_CHECKED = date(2026, 11, 23)
_DAY = 24 * 3600
_VERSION = "v25.0"


def _source(title: str, path: str) -> Source:
    return Source(title=title, url=f"https://developers.facebook.com/docs/{path}", checked=_CHECKED)


_PUBLISHING = _source("Video API: publishing", "video-api/guides/publishing")
_REELS = _source("Reels Publishing API", "video-api/guides/reels-publishing")
_CAPTIONS = _source("Video captions", "graph-api/reference/video/captions/")
_VIDEO = _source("Video", "graph-api/reference/video/")
_THIRD = _source("Page videos (third party for length, size and text)", "graph-api/reference/page/videos/")
_TOKENS = _source("Access tokens: long-lived and Page tokens", "facebook-login/guides/access-tokens/get-long-lived")

REELS = MediaLimits(
    content_types=("video/mp4", "video/quicktime"),
    min_seconds=3,
    max_seconds=90,
    min_width=540,
    min_height=960,
    min_ratio=0.5575,  # 9:16 is 0.5625; encoders round the picture to even numbers
    max_ratio=0.5675,
    min_rate=23.9,  # the guide says 24; film is 23.976
    max_rate=60,
    source=_REELS,
)

# Meta's exchange of a user's token for one of sixty days, which also lengthens one that has not ended yet.
_EXCHANGE = Grant(
    url="{api}/oauth/access_token",
    grant_type="fb_exchange_token",
    token_name="fb_exchange_token",  # noqa: S106 - a name, not a secret
    token="access_token",  # noqa: S106
    method="GET",
)

CAPABILITIES = Capabilities(
    platform="facebook",
    name="Facebook",
    text=(
        TextLimit(field="text", limit=63_206, rule="characters", source=_THIRD),
        TextLimit(field="title", limit=255, rule="characters", source=_THIRD),
    ),
    media=MediaLimits(
        content_types=("video/mp4", "video/quicktime"),
        max_bytes=10 * 2**30,
        min_seconds=1,
        max_seconds=4 * 3600,
        source=_THIRD,
    ),
    media_when=(("kind", "reel", REELS),),
    subtitles=Subtitles(route="track", content_type="application/x-subrip", source=_CAPTIONS),
    languages=Languages(per_post=0, source=_PUBLISHING),
    scheduling=Scheduling(native=True, min_ahead=600, source=_VIDEO),
    repeat=Repeat(
        safe_seconds=ALWAYS,
        note=gettext_noop("The video is made public by its own number; doing it twice changes nothing."),
        source=_VIDEO,
    ),
    quotas=(Quota(what="post", limit=30, seconds=_DAY, source=_REELS),),
    media_required=True,
    measures=("views", "likes", "comments"),
    notes=(
        gettext_noop("An upright video of 9:16 and 3 to 90 seconds becomes a Reel, every other one a video."),
        gettext_noop("Reels: at most 30 a day. Their subtitles follow once Facebook shows them."),
    ),
    oauth=OAuth(
        authorize_url="{www}/" + _VERSION + "/dialog/oauth",
        token_url="{api}/oauth/access_token",  # noqa: S106 - an address
        scopes=("pages_show_list", "pages_read_engagement", "pages_manage_posts", "read_insights"),
        separator=",",
        pkce=False,
        lengthen=_EXCHANGE,
        renew=_EXCHANGE,
        # A long token lasts sixty days and cannot be renewed once it has ended; the Page's own is asked for with it.
        ahead=20 * _DAY,
        source=_TOKENS,
    ),
    settings_fields=(
        Field(
            name="client_id",
            label=gettext_noop("App ID"),
            help=gettext_noop("Of your own app on developers.facebook.com, with Facebook Login for Business."),
        ),
        Field(
            name="page",
            label=gettext_noop("Page ID"),
            help=gettext_noop("The number of the Page; needed where the account has several."),
            required=False,
        ),
        Field(
            name="kind",
            label=gettext_noop("Videos or Reels"),
            help=gettext_noop("What a video becomes."),
            default="auto",
            required=False,
            per_post=True,
            choices=(
                ("auto", gettext_noop("By its shape and length")),
                ("video", gettext_noop("Always a video")),
                ("reel", gettext_noop("Always a Reel")),
            ),
        ),
        address_field("api", gettext_noop("Address of the API"), f"https://graph.facebook.com/{_VERSION}"),
        address_field("video", gettext_noop("Address of videos"), f"https://graph-video.facebook.com/{_VERSION}"),
        address_field(
            "upload", gettext_noop("Address of uploads"), f"https://rupload.facebook.com/video-upload/{_VERSION}"
        ),
        address_field("www", gettext_noop("Address of the sign-in page"), "https://www.facebook.com"),
    ),
    secret_fields=(
        Field(name="client_secret", label=gettext_noop("App secret"), help=gettext_noop("Of the same app.")),
    ),
)
