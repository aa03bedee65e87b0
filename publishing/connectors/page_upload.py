"""Uploading to a Facebook Page: a video in the chunks that Facebook names, a Reel from the byte that it has.

Source: developers.facebook.com/docs/video-api/guides, and Meta's own Business SDK (`video_uploader`, AdVideo), read
2026-11-23.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from publishing.connectors.base import Checkpoint, Media, Save, media_file
from publishing.connectors.courier import Answer, FilePart, refusal
from publishing.connectors.errors import Rejected, TryLater
from publishing.connectors.exchange import Exchange, host_of
from publishing.connectors.multipart import MultipartStream

WRONG_OFFSET = 1363037  # the error says which byte is wanted
SESSION_GONE = {1363030, 1363033, 1363041}  # the upload took too long, its session has ended or is not known

Ask = Callable[..., Answer]
"""`SignedInConnector.ask` in the name of the Page."""


class PageUpload:
    """One file on its way to one Page. platform: its name for messages."""

    def __init__(self, ask: Ask, media: Media, *, platform: str) -> None:
        self._ask, self._media, self._platform = ask, media, platform

    def begin(self, url: str) -> Checkpoint:
        """Return a new session: `video_id`, `session`, `start` and `end` (bytes) of the chunk that is wanted first."""
        form = {"upload_phase": "start", "file_size": str(self._media.size)}
        answer = self._ask("POST", url, form=form)
        return self._read(
            answer,
            lambda each: {
                "video_id": each.text("video_id"),
                "session": each.text("upload_session_id"),
                **_wanted(each.data),
            },
            url=url,
        )

    def send(self, url: str, checkpoint: Checkpoint, *, save: Save) -> Checkpoint:
        """Send chunk after chunk as Facebook asks for them. Raises TryLater with the session forgotten, or Rejected."""
        corrected = False
        with media_file(self._media).open("rb") as stream:
            while checkpoint["start"] < checkpoint["end"]:
                start, end = checkpoint["start"], min(checkpoint["end"], self._media.size)
                answer = self._chunk(url, checkpoint["session"], FilePart(stream, start=start, length=end - start))
                number = _subcode(answer)
                if number in SESSION_GONE:
                    save({**checkpoint, "session": "", "video_id": ""})
                    raise TryLater("media_lost", {"platform": self._platform}, after=1)
                if answer.status >= 400 and (number != WRONG_OFFSET or corrected):
                    raise refusal(answer, Exchange(platform=self._platform, host=host_of(url), irreversible=False))
                wanted = self._read(answer, lambda each: _wanted(_offsets(each)), url=url)
                corrected = number == WRONG_OFFSET
                if not corrected and wanted["start"] <= start:
                    raise TryLater("answer_unreadable", {"platform": self._platform, "host": host_of(url)})
                checkpoint = {**checkpoint, **wanted}
                save(checkpoint)
        return checkpoint

    def send_whole(self, url: str, *, start: int, headers: Mapping[str, str]) -> None:
        """Send a Reel from byte `start` on, in one request. Raises Rejected where Facebook says that it failed."""
        told = {"offset": str(start), "file_size": str(self._media.size), "Content-Type": "application/octet-stream"}
        with media_file(self._media).open("rb") as stream:
            part = FilePart(stream, start=start, length=self._media.size - start)
            answer = self._ask("POST", url, body=part, headers={**headers, **told})
        if answer.data.get("success") is not True:
            words = str(answer.data.get("debug_info") or answer.data.get("message") or "the upload failed")[:300]
            raise Rejected("media_failed", {"platform": self._platform, "words": words})

    def _chunk(self, url: str, session: str, part: FilePart) -> Answer:
        fields = {"upload_phase": "transfer", "upload_session_id": session, "start_offset": str(part.start)}
        form = MultipartStream(
            fields, file_field="video_file_chunk", file_name="chunk", content_type="video/mp4", stream=part
        )
        return self._ask("POST", url, body=form, headers={"Content-Type": form.content_type}, accepted=(400, 500))

    def _read(self, answer: Answer, reader: Callable[[Answer], Any], *, url: str) -> Any:
        try:
            return reader(answer)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise TryLater("answer_unreadable", {"platform": self._platform, "host": host_of(url)}) from None


def is_about_upload(answer: Answer) -> bool:
    """Tell whether an error is one that `PageUpload.send` knows what to do about."""
    return _subcode(answer) in {WRONG_OFFSET, *SESSION_GONE}


def _subcode(answer: Answer) -> int:
    error = answer.data.get("error") if isinstance(answer.data, dict) else None
    number = error.get("error_subcode") if isinstance(error, dict) else 0
    return number if isinstance(number, int) else 0


def _offsets(answer: Answer) -> Any:
    """Return what holds the offsets: the answer itself, or the data of its error, which may be JSON within JSON."""
    if answer.status < 400:
        return answer.data
    told = answer.data["error"]["error_data"]
    return json.loads(told) if isinstance(told, str) else told


def _wanted(data: Mapping[str, Any]) -> Checkpoint:
    return {"start": int(data["start_offset"]), "end": int(data["end_offset"])}
