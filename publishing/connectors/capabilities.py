"""What a platform takes, as data: the form of a channel, the checks, the page and the documentation derive from it.

Lengths are in the unit that the counting rule names, sizes in bytes, times in seconds, pictures in pixels.
Zero means: no limit is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from publishing.connectors.oauth import OAuth

ALWAYS = 10**9
"""Seconds for which a repeat is safe, where it is safe for ever."""

SubtitleRoute = Literal["track", "burn_in"]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a limit was read, and when."""

    title: str
    url: str
    checked: date


@dataclass(frozen=True, kw_only=True)
class TextLimit:
    """The most that one text of a post may hold.

    field: "text", "title" or "alt_text".  rule: a rule of `publishing.connectors.text`.
    url_length: what every link counts, 0 where a link counts as it is written.
    when: "media" or "alone" where the limit holds only for posts with a video or without one.
    """

    field: Literal["text", "title", "alt_text"]
    limit: int
    rule: str
    source: Source
    url_length: int = 0
    when: Literal["always", "media", "alone"] = "always"


@dataclass(frozen=True, kw_only=True)
class MediaLimits:
    """What a video must be. max_pixels is width times height; the ratios are width divided by height."""

    content_types: tuple[str, ...]
    source: Source
    max_bytes: int = 0
    min_seconds: float = 0
    max_seconds: float = 0
    min_width: int = 0
    min_height: int = 0
    max_width: int = 0
    max_height: int = 0
    max_pixels: int = 0
    min_ratio: float = 0
    max_ratio: float = 0
    min_rate: float = 0
    max_rate: float = 0
    """Frames a second."""
    sound_required: bool = False
    fetched: bool = False
    """The platform fetches the file from a public address (`Media.public_url`) instead of taking an upload."""


@dataclass(frozen=True, kw_only=True)
class Subtitles:
    """Whether captions travel as tracks of their own or must be burnt into the picture."""

    route: SubtitleRoute
    source: Source
    content_type: str = ""
    max_tracks: int = 0
    max_track_bytes: int = 0
    single: bool = False
    """The platform takes one track, that of the post's own language; the others are lost."""


@dataclass(frozen=True, kw_only=True)
class Languages:
    """How many languages a post can declare; 0 where it cannot."""

    per_post: int
    source: Source


@dataclass(frozen=True, kw_only=True)
class Scheduling:
    """Whether the platform itself can wait for the hour, and how far ahead it must be told (seconds)."""

    native: bool
    source: Source
    min_ahead: int = 0


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """For how long after the first attempt the irreversible step may be sent again without making a second post.

    safe_seconds: 0 never, ALWAYS for ever.  note: how the platform makes it so.
    """

    safe_seconds: int
    note: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How often something may be done: `limit` units within `seconds`, each `what` taking `cost` of them.

    what: "post", "caption", "thumbnail", "request"; a caption and a thumbnail of the same limit share one budget.
    scope: "account" or "app", whose budget it is.
    """

    what: Literal["post", "caption", "thumbnail", "request"]
    limit: int
    seconds: int
    source: Source
    cost: int = 1
    scope: Literal["account", "app"] = "account"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One line of the form that connects a channel. `label` and `help` are English and to be translated.

    advanced: shown only on request, such as the address of the API itself. choices: values and their labels.
    per_post: a post may choose otherwise than its channel (`Draft.options`); never for addresses and keys. address:
    of a server that is asked, which `reach` looks at before.
    """

    name: str
    label: str
    help: str
    required: bool = True
    default: str = ""
    advanced: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    per_post: bool = False
    address: bool = False


def address_field(name: str, label: str, default: str, help: str = "") -> Field:
    """Return the line for an address of the platform's own, which an operator may point elsewhere."""
    return Field(name=name, label=label, help=help, default=default, required=False, advanced=True, address=True)


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """Everything Pugmark knows about a platform before it asks."""

    platform: str
    name: str
    text: tuple[TextLimit, ...]
    media: MediaLimits
    subtitles: Subtitles
    languages: Languages
    scheduling: Scheduling
    repeat: Repeat
    settings_fields: tuple[Field, ...]
    secret_fields: tuple[Field, ...]
    media_required: bool = False
    title_required: bool = False
    tags_apart: bool = False
    """Whether hashtags can be given beside the text; where not, only those within the text exist."""
    max_tags: int = 0
    """How many hashtags beside the text; 0 where no limit is known."""
    max_tags_length: int = 0
    """The characters of all hashtags beside the text together, joined by commas."""
    max_hashtags: int = 0
    """How many hashtags within the text."""
    max_mentions: int = 0
    links_clickable: bool = True
    """Whether a reader can open a link within the text."""
    by_hand: bool = False
    """Whether a person posts what we prepare; the platform takes no posts from a program."""
    quotas: tuple[Quota, ...] = ()
    oauth: OAuth | None = None
    """How a person signs in; None where secrets are typed in."""
    measures: tuple[str, ...] = ()
    """What `insights` can tell: among views, likes, comments, shares, quotes."""
    notes: tuple[str, ...] = ()
    """What a publisher must know besides, in English and to be translated."""
    media_when: tuple[tuple[str, str, MediaLimits], ...] = ()
    """Narrower limits on the video where an option has a value: name of the option, value, limits."""

    def limits(self, field: str, *, media: bool | None = None) -> tuple[TextLimit, ...]:
        """Return the limits on one text; a platform may have two (Bluesky: graphemes and bytes).

        media: only those that hold for a post with a video, or without one.
        """
        unfit = {None: "", True: "alone", False: "media"}[media]
        return tuple(limit for limit in self.text if limit.field == field and limit.when != unfit)

    def media_for(self, options: Mapping[str, str]) -> MediaLimits:
        """Return the limits on the video of a post with these options (`Draft.options`)."""
        found = (limits for name, value, limits in self.media_when if options.get(name) == value)
        return next(found, self.media)

    def sources(self) -> tuple[Source, ...]:
        """Return the source of every limit, without repeats, in order."""
        found = [limit.source for limit in self.text]
        found += [self.media.source, *(limits.source for _name, _value, limits in self.media_when)]
        found += [self.subtitles.source, self.languages.source]
        found += [self.scheduling.source, self.repeat.source, *(quota.source for quota in self.quotas)]
        return tuple(dict.fromkeys(found))

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON, dates as ISO text."""
        return _plain(asdict(self))

    def quota(self, what: str) -> tuple[Quota, ...]:
        """Return the quotas on one kind of act."""
        return tuple(each for each in self.quotas if each.what == what)

    def with_text_limit(self, field: str, limit: int, *, rule: str, url_length: int = 0) -> Capabilities:
        """Return the same with one limit replaced by what the platform itself said; 0 leaves it as it is."""
        if limit <= 0:
            return self
        changed = tuple(
            replace(each, limit=limit, url_length=url_length or each.url_length)
            if (each.field, each.rule) == (field, rule)
            else each
            for each in self.text
        )
        return replace(self, text=changed)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
