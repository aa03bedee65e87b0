"""The staged protocol that every platform follows.

A delivery asks a connector for its `steps`, runs them in order and stores the checkpoint of every outcome before it
goes on. A step never sleeps: it returns `Wait`. A step that cannot be taken back says so (`irreversible`), so that the
delivery announces it in its ledger first and never repeats it blindly.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from publishing.connectors import reach
from publishing.connectors.capabilities import Capabilities, Field
from publishing.connectors.errors import CannotLook, Rejected
from publishing.connectors.exchange import HttpLimits

Checkpoint = dict[str, Any]
"""Plain JSON: what a step needs to go on after a crash. Never a secret."""

Save = Callable[[Checkpoint], None]
KeepSecrets = Callable[[Mapping[str, str]], None]


@dataclass(frozen=True)
class Media:
    """A finished rendition. size in bytes, width and height in pixels, duration in seconds, sha256 in hex.

    rate: frames a second, 0 where it is not known.  sound: whether it has any, None where it is not known.
    poster: a JPEG of the picture that stands for it.  public_url: where the platform itself may fetch the file, for
    those that take no upload.
    """

    path: Path
    content_type: str
    size: int
    width: int
    height: int
    duration: float
    sha256: str
    rate: float = 0.0
    sound: bool | None = None
    poster: Path | None = None
    public_url: str = ""


@dataclass(frozen=True)
class SubtitleTrack:
    """A WebVTT file. language is a BCP-47 tag.  srt: the same as SubRip, for platforms that take nothing else."""

    language: str
    path: Path
    srt: Path | None = None


@dataclass(frozen=True)
class Wording:
    """Title and text in one language (BCP-47)."""

    language: str
    title: str
    text: str


@dataclass(frozen=True)
class Draft:
    """One post for one channel in one language.

    key: unique per delivery and the same at every retry.  tags: hashtags without #, beyond those in the text.
    translations: title and text in further languages, for platforms that keep several (YouTube).
    options: what a platform offers besides, by the names that it declares (visibility, category).
    """

    key: str
    text: str
    language: str = ""
    media: Media | None = None
    alt_text: str = ""
    subtitles: tuple[SubtitleTrack, ...] = ()
    title: str = ""
    tags: tuple[str, ...] = ()
    translations: tuple[Wording, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """A connected channel. `secrets` never show in its repr."""

    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Step:
    """One stage. `irreversible`: from here on the world may see the post."""

    name: str
    irreversible: bool = False


@dataclass(frozen=True)
class Done:
    """The step is complete; go on with the next one."""

    checkpoint: Checkpoint


@dataclass(frozen=True)
class Wait:
    """The platform is still at work: run the same step again after `after` seconds."""

    checkpoint: Checkpoint
    after: float


@dataclass(frozen=True)
class Published:
    """The post stands. remote_id is what `take_down` and `insights` take."""

    checkpoint: Checkpoint
    remote_id: str
    url: str


@dataclass(frozen=True)
class ByHand:
    """The machine's part is done: a person posts it and tells the desk. package: the kept name of what they need."""

    checkpoint: Checkpoint
    package: str


Outcome = Done | Wait | Published | ByHand


@dataclass(frozen=True)
class Identity:
    """Who the platform says we are."""

    name: str
    handle: str
    url: str


class UnknownStep(ValueError):
    """A step was asked for that the connector does not declare."""


class Connector(ABC):
    """One account on one platform. Cheap to build; makes no request before it is asked to.

    http: time-outs.  keep_secrets: called with the whole new mapping when the platform renews a session or a token,
    so that the caller stores it encrypted before the next request is made.
    """

    platform: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    services: ClassVar[frozenset[str]] = frozenset()
    """Names of further keyword arguments that this connector's constructor needs."""

    def __init__(
        self, account: Account, *, http: HttpLimits | None = None, keep_secrets: KeepSecrets | None = None
    ) -> None:
        self.account = account
        self.http = http or HttpLimits()
        self.keep_secrets = keep_secrets
        self._reached: set[str] = set()  # addresses that this one has been allowed

    @abstractmethod
    def steps(self, draft: Draft) -> tuple[Step, ...]:
        """Return the stages of this draft in order; the same at every call."""

    @abstractmethod
    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        """Take one step from where the checkpoint stands. `save` stores progress within the step.

        Raises UnknownStep and every kind of ConnectorError but CannotLook.
        """

    @abstractmethod
    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        """Look, without changing anything, whether the draft is published already. None: it is not to be seen.

        Raises CannotLook where the platform gives no way, TryLater and NeedsReconnect.
        """

    @abstractmethod
    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        """Remove the post. Quiet when it is gone already. Raises TryLater, Rejected, NeedsReconnect."""

    @abstractmethod
    def verify(self) -> Identity:
        """Ask the platform who we are. Raises TryLater, Rejected, NeedsReconnect."""

    def insights(self, remote_id: str, checkpoint: Checkpoint) -> Mapping[str, int]:
        """Return what the platform counts: keys among views, likes, comments, shares, quotes. Raises CannotLook."""
        raise CannotLook("cannot_measure", {"platform": self.capabilities.name})

    def follow_up(self, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Done | Wait:
        """Do what is left once the post stands, such as caption tracks beyond a day's quota; Done when nothing is.

        Never changes whether the post stands. Raises TryLater, NeedsReconnect.
        """
        return Done(checkpoint)

    def limits(self) -> Capabilities:
        """Return the capabilities as the platform itself states them now, else the declared ones."""
        return self.capabilities

    def close(self) -> None:  # noqa: B027 - most connectors hold nothing open
        """Let go of connections. Safe to call twice; not calling it leaks nothing either."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def setting(self, name: str) -> str:
        """Return a setting or secret of the account, stripped. Raises Rejected when a required one is empty."""
        fields = {each.name: each for each in self.capabilities.settings_fields + self.capabilities.secret_fields}
        value = str(self.account.settings.get(name) or self.account.secrets.get(name) or fields[name].default).strip()
        if not value and fields[name].required:
            raise Rejected("setting_missing", {"field": fields[name].label})
        return self.reachable(fields[name], value)

    def reachable(self, field: Field, value: str) -> str:
        """Return the value; an address that was entered is looked at once. Raises Rejected where it lies inside."""
        if field.address and value and value != field.default and value not in self._reached:
            reach.require(value if "://" in value else f"https://{value}")
            self._reached.add(value)
        return value

    def option(self, draft: Draft, name: str) -> str:
        """Return what the post chose where it may choose (`Field.per_post`), else the account's setting."""
        mine = any(each.name == name and each.per_post for each in self.capabilities.settings_fields)
        return str(draft.options.get(name) or "").strip() if mine and draft.options.get(name) else self.setting(name)


def media_file(media: Media) -> Path:
    """Return the absolute path of a media file that is still the one described. Raises Rejected."""
    path = media.path.absolute()
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Rejected("media_missing", {"name": path.name}) from error
    if size != media.size:
        raise Rejected("media_changed", {"name": path.name})
    return path


def look_again(checkpoint: Checkpoint, pauses: Sequence[float]) -> Wait:
    """Return a wait that grows with every look: `pauses` in seconds, the last of them for all that follow."""
    polls = int(checkpoint.get("polls") or 0)
    return Wait({**checkpoint, "polls": polls + 1}, pauses[min(polls, len(pauses) - 1)])


def main_track(draft: Draft) -> SubtitleTrack | None:
    """Return the track in the language of the post, else the first: the one that a platform with one gets."""
    own = (each for each in draft.subtitles if each.language == draft.language)
    return next(own, next(iter(draft.subtitles), None))
