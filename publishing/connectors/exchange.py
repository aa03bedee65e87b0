"""HTTP with platforms: time-outs, addresses, and one table from what happened to the error that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from publishing.connectors.errors import ConnectorError, NeedsReconnect, OutcomeUnknown, Rejected, TryLater

MAX_PAUSE = 24 * 3600.0
"""Seconds. A longer Retry-After is a mistake or an attack; the delivery asks again after a day at the latest."""

MAX_WORDS = 300
_SIGN_IN_WORDS = re.compile(r"token|scope|log.?in|sign.?in|authenti|authori[sz]|credential|suspended|deactivated", re.I)


@dataclass(frozen=True, kw_only=True)
class HttpLimits:
    """Seconds to connect, to wait for an answer, to wait for one to an upload; the largest answer in bytes."""

    connect: float = 10.0
    read: float = 30.0
    upload: float = 300.0
    max_answer: int = 4_000_000


def base_address(address: str) -> str:
    """Return `https://host[:port][/path]` without a trailing slash; a bare host becomes https.

    Raises Rejected for any other scheme, for credentials in the address, and where the host is missing.
    """
    address = address.strip()
    text = address if "://" in address else f"https://{address}"
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise Rejected("address_invalid", {"address": address}) from error
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or re.search(r"[\s\x00-\x1f]", text):
        raise Rejected("address_invalid", {"address": address.rpartition("@")[2]})
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def host_of(address: str) -> str:
    """Return the host of an address, for messages."""
    return urlsplit(address).hostname or ""


def is_loopback(address: str) -> bool:
    """Tell whether an address is on this machine, where a proxy of the environment has no business."""
    host = host_of(address)
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def redacted(words: str, secrets: Iterable[str]) -> str:
    """Return a platform's words in one line, cut to MAX_WORDS, with every secret of the account blacked out."""
    line = " ".join(str(words).split())
    for secret in sorted({each for each in secrets if len(each) >= 4}, key=len, reverse=True):
        line = line.replace(secret, "***")
    return line if len(line) <= MAX_WORDS else line[: MAX_WORDS - 1] + "…"


def pause(header: str | None) -> float | None:
    """Read a Retry-After header (RFC 9110 section 10.2.3: seconds or a date). None when absent or unreadable."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            moment = parsedate_to_datetime(header)
        except (TypeError, ValueError):
            return None
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), MAX_PAUSE) if seconds == seconds else None


def pause_until(moment: str | None) -> float | None:
    """Read when a rate limit ends (epoch seconds or ISO 8601); seconds from now, None if unreadable."""
    if not moment:
        return None
    try:
        end = float(moment)
    except ValueError:
        try:
            end = datetime.fromisoformat(moment).timestamp()
        except ValueError:
            return None
    return min(max(end - datetime.now(UTC).timestamp(), 0.0), MAX_PAUSE)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What is known about one request when it goes wrong."""

    platform: str
    host: str
    irreversible: bool
    secrets: tuple[str, ...] = ()

    def refused(self, *, status: int, words: str = "", after: float | None = None, target: str = "") -> ConnectorError:
        """Return the error for an answer that is no success. after: seconds the platform asked us to wait."""
        words = redacted(words, self.secrets) or str(status)
        names = {"platform": self.platform, "words": words, "status": status, "host": self.host}
        if status == 429:
            return TryLater("rate_limited", {**names, "seconds": round(after or 60)}, after=after)
        if 300 <= status < 400:
            return Rejected("redirected", {**names, "target": redacted(target, self.secrets)})
        if status == 401 or (status == 403 and _SIGN_IN_WORDS.search(words)):
            return NeedsReconnect("reconnect", names)
        if status >= 500 or status in {408, 425}:
            if self.irreversible:
                return OutcomeUnknown("unknown_server_error", names)
            return TryLater("server_error", names, after=after)
        return Rejected("rejected", names)

    def interrupted(self, *, sent: bool, timed_out: bool) -> ConnectorError:
        """Return the error for a request without an answer. sent: whether any of it may have reached the platform."""
        names = {"platform": self.platform, "host": self.host}
        if not sent:
            return TryLater("unreachable", names)
        if self.irreversible:
            return OutcomeUnknown("unknown_timed_out" if timed_out else "unknown_cut_off", names)
        return TryLater("timed_out" if timed_out else "cut_off", names)

    def unreadable(self) -> ConnectorError:
        """Return the error for a success whose body makes no sense."""
        names = {"platform": self.platform, "host": self.host}
        if self.irreversible:
            return OutcomeUnknown("unknown_answer", names)
        return TryLater("answer_unreadable", names)
