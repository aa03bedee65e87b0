"""What can go wrong with a platform. The kind of the error is the policy of the delivery.

Every error has a `code` and `params` (plain JSON, never a secret); `MESSAGES[code] % params` is its English sentence,
and the same sentence is the key of its translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publishing.connectors.message import gettext_noop

MESSAGES: dict[str, str] = {
    # TryLater
    "rate_limited": gettext_noop("%(platform)s asks for a pause of %(seconds)s seconds."),
    "unreachable": gettext_noop("%(host)s could not be reached."),
    "timed_out": gettext_noop("%(host)s did not answer in time."),
    "cut_off": gettext_noop("The connection to %(host)s broke."),
    "server_error": gettext_noop("%(platform)s has a fault of its own (%(status)s)."),
    "answer_unreadable": gettext_noop("The answer of %(host)s could not be read."),
    "media_lost": gettext_noop("%(platform)s no longer holds the uploaded file. It will be uploaded again."),
    "renewing": gettext_noop("The sign-in of %(platform)s is being renewed."),
    "processing": gettext_noop("%(platform)s has the whole video and is still at work on it."),
    "quota_spent": gettext_noop("The quota of %(platform)s is spent; it goes on in %(seconds)s seconds."),
    # Rejected
    "rejected": gettext_noop("%(platform)s refused: %(words)s"),
    "redirected": gettext_noop("%(host)s sends us to another address (%(target)s). Check the address of the channel."),
    "media_missing": gettext_noop("The media file %(name)s is not there."),
    "media_changed": gettext_noop("The media file %(name)s is not the one that was checked."),
    "media_failed": gettext_noop("%(platform)s could not process the media file: %(words)s"),
    "subtitles_too_large": gettext_noop(
        "The subtitles in %(language)s have %(size)s bytes; %(platform)s takes %(limit)s."
    ),
    "setting_missing": gettext_noop("The channel lacks its setting “%(field)s”."),
    "public_address_missing": gettext_noop(
        "%(platform)s fetches the video itself; this desk has no public address to give it (PUBLIC_URL)."
    ),
    "take_down_by_hand": gettext_noop(
        "%(platform)s lets no program remove a post. Remove it by hand at its address, then say here that it is gone."
    ),
    "post_gone": gettext_noop("%(platform)s no longer shows the post."),
    "address_private": gettext_noop(
        "%(host)s lies in a private network. The operator can allow it with CHANNEL_PRIVATE_HOSTS."
    ),
    "address_invalid": gettext_noop("“%(address)s” is not an http or https address."),
    # NeedsReconnect
    "reconnect": gettext_noop("%(platform)s no longer accepts our sign-in: %(words)s"),
    "version_retired": gettext_noop(
        "%(platform)s has retired the version %(version)s of its interface. Enter a newer one in the settings of the "
        "channel, then connect it again."
    ),
    # OutcomeUnknown
    "unknown_timed_out": gettext_noop("%(host)s did not answer in time. The post may or may not be published."),
    "unknown_cut_off": gettext_noop("The connection to %(host)s broke. The post may or may not be published."),
    "unknown_server_error": gettext_noop(
        "%(platform)s had a fault (%(status)s) while publishing. The post may or may not be published."
    ),
    "unknown_answer": gettext_noop("The answer of %(host)s could not be read. The post may or may not be published."),
    # CannotLook
    "cannot_look": gettext_noop("%(platform)s gives no way to look for the post."),
    "cannot_measure": gettext_noop("%(platform)s gives no figures for the post."),
}


class ConnectorError(Exception):
    """Anything a platform or the way to it did to us. Never raised itself; see its kinds."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.params: dict[str, Any] = dict(params or {})
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The English sentence."""
        return MESSAGES[self.code] % self.params


class TryLater(ConnectorError):
    """Nothing was published and the same step may be repeated.

    after: seconds to wait at least, None when the platform said nothing (the caller's backoff decides).
    """

    def __init__(self, code: str, params: Mapping[str, Any] | None = None, *, after: float | None = None) -> None:
        super().__init__(code, params)
        self.after = after


class Rejected(ConnectorError):
    """The platform will not take this draft as it is; repeating does not help."""


class NeedsReconnect(ConnectorError):
    """The account's permission is gone; nothing goes out until a person connects it again."""


class OutcomeUnknown(ConnectorError):
    """An irreversible request was sent, its outcome is not known. Look with `find_existing`; never repeat blindly."""


class CannotLook(ConnectorError):
    """The platform gives no way to find out; a person must."""
