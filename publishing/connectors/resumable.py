"""Google's resumable upload: a session, chunks in order, and the question how far it came.

Source: developers.google.com/youtube/v3/guides/using_resumable_upload_protocol, read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from publishing.connectors.base import Media, media_file
from publishing.connectors.courier import Answer, FilePart
from publishing.connectors.errors import Rejected, TryLater
from publishing.connectors.exchange import host_of

CHUNK = 64 * 262_144  # bytes: 16 MiB; every chunk but the last is a multiple of 256 KiB
INCOMPLETE = 308
GONE = (404, 410)

Ask = Callable[..., Answer]
Told = Callable[[int], None]


class SessionGone(Exception):
    """The platform no longer knows the session; nothing of it counts."""


class ResumableUpload:
    """One file on its way to one session. ask: `SignedInConnector.ask`."""

    def __init__(self, ask: Ask, media: Media, *, platform: str) -> None:
        self._ask, self._media, self._platform = ask, media, platform

    def begin(self, url: str, *, params: Mapping[str, str], body: Any) -> str:
        """Return the address of a new session; `body` is the JSON of what the file will be. Raises ConnectorError."""
        headers = {
            "X-Upload-Content-Type": self._media.content_type,
            "X-Upload-Content-Length": str(self._media.size),
        }
        answer = self._ask("POST", url, params=params, json_body=body, headers=headers)
        session = answer.headers.get("location", "")
        if not session:
            raise TryLater("answer_unreadable", {"platform": self._platform, "host": host_of(url)})
        if host_of(session) != host_of(url):
            raise Rejected("redirected", {"host": host_of(url), "target": session.split("?")[0]})
        return session

    def offset(self, session: str) -> int | Answer:
        """Ask how many bytes arrived, or the answer of a file that is whole. Raises SessionGone, ConnectorError."""
        headers = {"Content-Range": f"bytes */{self._media.size}"}
        return self._heard(self._put(session, b"", headers))

    def send(self, session: str, *, start: int, told: Told) -> Answer:
        """Send everything from byte `start` on; `told` hears each time how many bytes have arrived.

        Returns the platform's answer to the whole file. Raises SessionGone, ConnectorError.
        """
        size = self._media.size
        with media_file(self._media).open("rb") as stream:
            while start < size:
                length = min(CHUNK, size - start)
                headers = {"Content-Range": f"bytes {start}-{start + length - 1}/{size}"}
                heard = self._heard(self._put(session, FilePart(stream, start=start, length=length), headers))
                if isinstance(heard, Answer):
                    return heard
                if heard <= start:
                    raise TryLater("answer_unreadable", {"platform": self._platform, "host": host_of(session)})
                start = heard
                told(start)
        raise TryLater("answer_unreadable", {"platform": self._platform, "host": host_of(session)})

    def _put(self, session: str, body: FilePart | bytes, headers: Mapping[str, str]) -> Answer:
        kind = {"Content-Type": self._media.content_type}
        return self._ask("PUT", session, body=body, headers={**kind, **headers}, accepted=(INCOMPLETE, *GONE))

    def _heard(self, answer: Answer) -> int | Answer:
        if answer.status in GONE:
            raise SessionGone
        if answer.status != INCOMPLETE:
            return answer
        found = re.fullmatch(r"bytes=0-(\d+)", answer.headers.get("range", ""))
        return int(found[1]) + 1 if found else 0
