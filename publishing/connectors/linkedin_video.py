"""Uploading to LinkedIn: parts to addresses that are their own permission, each answered with its ETag.

Source: learn.microsoft.com/linkedin/marketing/community-management/shares/videos-api, read 2026-11-23.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from publishing.connectors.base import Checkpoint, Media, Save, SubtitleTrack, media_file
from publishing.connectors.courier import Answer, Courier, FilePart
from publishing.connectors.errors import Rejected
from publishing.connectors.exchange import host_of
from publishing.connectors.locales import locale_of
from publishing.connectors.multipart import MultipartStream

GONE = (400, 401, 403, 404, 410)
"""How the address of a part says that it has ended; no token of ours was sent there that could be at fault."""

_OWN = ".linkedin.com"


class SessionGone(Exception):
    """The addresses of the parts no longer hold; nothing of the upload counts."""


class LinkedInUpload:
    """One file on its way. api: the address of the API, whose host may take parts too (a proxy, a test)."""

    def __init__(self, courier: Courier, media: Media, *, api: str) -> None:
        self._courier, self._media, self._api = courier, media, api

    def begun(self, answer: Answer) -> Checkpoint:
        """Read a new session: its `video`, `parts` as [address, first byte, last byte], and where captions go.

        Raises KeyError, TypeError and ValueError for one that does not cover the file, Rejected for a strange host.
        """
        value = answer.data["value"]
        parts = [
            [each["uploadUrl"], int(each["firstByte"]), int(each["lastByte"])] for each in value["uploadInstructions"]
        ]
        ends = [0, *(last + 1 for _url, _first, last in parts)]
        if [first for _url, first, _last in parts] != ends[:-1] or ends[-1] != self._media.size:
            raise ValueError("the parts do not make up the file")
        captions = str(value.get("captionsUploadUrl") or "")
        for url in [*(url for url, _first, _last in parts), *([captions] if captions else [])]:
            self._trusted(url)
        return {
            "video": str(value["video"]),
            "session": str(value.get("uploadToken") or ""),
            "parts": parts,
            "etags": [],
            "captions_url": captions,
            "finalizing": False,
        }

    def send(self, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        """Send the parts that have no ETag yet. Raises SessionGone, TryLater."""
        etags = list(checkpoint["etags"])
        with media_file(self._media).open("rb") as stream:
            for url, first, last in checkpoint["parts"][len(etags) :]:
                part = FilePart(stream, start=first, length=last - first + 1)
                headers = {"Content-Type": "application/octet-stream"}
                answer = self._courier.ask("PUT", url, body=part, headers=headers, accepted=GONE)
                if answer.status in GONE:
                    raise SessionGone
                etags.append(self._courier.read(answer, lambda each: each.headers["etag"].strip('"'), url=url))
                checkpoint = {**checkpoint, "etags": list(etags)}
                save(checkpoint)
        return checkpoint

    def send_captions(self, track: SubtitleTrack, url: str, headers: Mapping[str, str]) -> str:
        """Send the one track that LinkedIn takes; returns "sent" or why not, which never fails the video."""
        try:
            content = (track.srt or track.path).read_bytes()
        except OSError:
            return f"refused: {track.path.name} is not there"
        form = MultipartStream(
            {"metadata": json.dumps(_about(track))},
            file_field="file",
            file_name="captions.srt",
            content_type="application/x-subrip",
            stream=BytesIO(content),
        )
        try:
            self._courier.ask("POST", url, body=form, headers={**headers, "Content-Type": form.content_type})
        except Rejected as error:
            return f"refused: {error.params.get('words') or error.code}"
        return "sent"

    def _trusted(self, url: str) -> None:
        """Raise Rejected for an address that is neither LinkedIn's nor the API's own."""
        host = host_of(url)
        if host != host_of(self._api) and not (url.startswith("https://") and f".{host}".endswith(_OWN)):
            raise Rejected("redirected", {"host": host_of(self._api), "target": host})


def _about(track: SubtitleTrack) -> dict[str, Any]:
    """Return what LinkedIn wants to know of captions."""
    language, _, country = locale_of(track.language).partition("_")
    locale = {
        "language": (language or track.language.split("-")[0]).upper(),
        **({"country": country} if country else {}),
    }
    return {"format": "SRT", "source": "USER_PROVIDED", "locale": locale, "transcriptType": "CLOSED_CAPTION"}
