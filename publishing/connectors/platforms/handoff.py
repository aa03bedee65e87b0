"""Platforms on which a person posts: Weibo, WeChat Channels, Douyin, Xiaohongshu. Steps: pack, hand_over.

`pack` makes a package with everything that the person needs (`publishing.connectors.package`); `hand_over` ends the
machine's part. It is declared irreversible: from then on somebody may post it, so the machine begins nothing anew.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import ClassVar, Protocol

from publishing.connectors import package
from publishing.connectors.base import (
    Account,
    ByHand,
    Checkpoint,
    Connector,
    Done,
    Draft,
    Identity,
    KeepSecrets,
    Outcome,
    Published,
    Save,
    Step,
    UnknownStep,
)
from publishing.connectors.errors import CannotLook, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.targets import TARGETS, Target, capabilities_of

_TARGETS = {each.platform: each for each in TARGETS}


class Packages(Protocol):
    """Where packages are kept for the people who post. The same key replaces what was there."""

    def keep(self, key: str, path: Path) -> str:
        """Keep the file and return its name there."""

    def has(self, name: str) -> bool:
        """Tell whether it is still there."""


class HandoffConnector(Connector):
    """Hands one post over to a person. Its subclasses are the targets."""

    target: ClassVar[Target]
    services: ClassVar[frozenset[str]] = frozenset({"packages"})

    def __init__(
        self,
        account: Account,
        *,
        packages: Packages | None = None,
        http: HttpLimits | None = None,
        keep_secrets: KeepSecrets | None = None,
    ) -> None:
        super().__init__(account, http=http, keep_secrets=keep_secrets)
        self.packages = packages

    def steps(self, draft: Draft) -> tuple[Step, ...]:
        return (Step("pack"), Step("hand_over", irreversible=True))

    def run(self, step: str, draft: Draft, checkpoint: Checkpoint, *, save: Save) -> Outcome:
        if step == "pack":
            return Done({**checkpoint, "package": self._pack(draft)})
        if step == "hand_over":
            return self._hand_over(draft, checkpoint)
        raise UnknownStep(step)

    def _pack(self, draft: Draft) -> str:
        if draft.media is None:
            raise Rejected("rejected", {"platform": self.capabilities.name, "words": "a video is required"})
        handle, language = self.setting("handle"), self.setting("language")
        with tempfile.TemporaryDirectory(prefix="pugmark-package-") as folder:
            path = Path(folder) / "package.zip"
            package.write(draft, self.target, path, handle=handle, language=language)
            try:
                return self._kept().keep(draft.key, path)
            except OSError as error:  # the store is away, or its disk is full
                raise TryLater("unreachable", {"host": "the store of files"}) from error

    def _hand_over(self, draft: Draft, checkpoint: Checkpoint) -> ByHand:
        name = str(checkpoint.get("package") or "")
        if not name or not self._kept().has(name):
            name = self._pack(draft)
        return ByHand({**checkpoint, "package": name}, name)

    def _kept(self) -> Packages:
        if self.packages is None:
            raise Rejected("setting_missing", {"field": "packages"})
        return self.packages

    def find_existing(self, draft: Draft, checkpoint: Checkpoint) -> Published | None:
        raise CannotLook("cannot_look", {"platform": self.capabilities.name})

    def take_down(self, remote_id: str, checkpoint: Checkpoint) -> None:
        raise Rejected("take_down_by_hand", {"platform": self.capabilities.name})

    def verify(self) -> Identity:
        handle = self.setting("handle")
        return Identity(name=handle, handle=handle, url="")


class WeiboConnector(HandoffConnector):
    """Packages for Weibo."""

    platform, target = "weibo", _TARGETS["weibo"]
    capabilities = capabilities_of(target)


class WechatChannelsConnector(HandoffConnector):
    """Packages for WeChat Channels."""

    platform, target = "wechat_channels", _TARGETS["wechat_channels"]
    capabilities = capabilities_of(target)


class DouyinConnector(HandoffConnector):
    """Packages for Douyin."""

    platform, target = "douyin", _TARGETS["douyin"]
    capabilities = capabilities_of(target)


class XiaohongshuConnector(HandoffConnector):
    """Packages for Xiaohongshu."""

    platform, target = "xiaohongshu", _TARGETS["xiaohongshu"]
    capabilities = capabilities_of(target)
