"""What can go wrong with moving pictures, each with a code that a page can translate.

`gettext_noop` only marks a sentence for extraction: this package may not import Django, so whoever shows the
error does `gettext(MESSAGES[error.code]) % error.params`.
"""

from __future__ import annotations

from typing import Any


def gettext_noop(message: str) -> str:
    """Mark `message` for the translation catalogue and hand it back unchanged."""
    return message


MESSAGES: dict[str, str] = {
    "not_a_video": gettext_noop("This file is not a video that can be read here. Check that it is the original file."),
    "empty_file": gettext_noop("This file is empty. Copy it from the card again."),
    "truncated": gettext_noop(
        "The end of this video is missing. Copy it from the card again; the first copy probably stopped early."
    ),
    "no_video_stream": gettext_noop("This file holds no pictures, only sound or other data. Choose a video."),
    "no_sound": gettext_noop("This file holds no sound that can be read."),
    "cannot_scrub": gettext_noop(
        "It cannot be made sure that nothing stays hidden in a copy of this file (%(reason)s). Render it anew instead."
    ),
    "unreadable": gettext_noop(
        "The pictures in this video cannot be read. It may be damaged, or its codec may not be supported."
    ),
    "missing": gettext_noop("This file cannot be opened. Check that it is still there and may be read."),
    "too_long": gettext_noop(
        "This video says that it lasts %(duration)s seconds, more than the %(limit)s seconds allowed. "
        "Split it, or repair its time stamps."
    ),
    "too_large": gettext_noop(
        "This video is larger than is allowed (%(limit)s). Make the pictures smaller or the range shorter."
    ),
    "timed_out": gettext_noop("Working on this video took longer than is allowed. Try a shorter range."),
    "out_of_memory": gettext_noop("Working on this video needed more memory than is allowed. Use a smaller size."),
    "disk_full": gettext_noop("The disk is full. Free some space and try again."),
    "cancelled": gettext_noop("This was cancelled."),
    "killed": gettext_noop(
        "Something outside ended the work on this video, most likely this computer because its memory ran short. "
        "Try again when less is going on."
    ),
    "ffmpeg_failed": gettext_noop(
        "The video could not be made. Try again; if it happens again, show the operator the details."
    ),
    "bad_range": gettext_noop(
        "The range from %(start)s to %(end)s seconds does not lie inside the video of %(duration)s seconds. "
        "Move the in or the out point."
    ),
    "bad_request": gettext_noop("The output setting “%(setting)s” cannot be used. Choose another value."),
    "glyph_missing": gettext_noop(
        "No font here can draw “%(character)s” (%(point)s). Choose another character, or have a font for it added."
    ),
    "text_missing": gettext_noop(
        "The title “%(text)s” is not written in the language %(language)s. Write it, or leave the title out."
    ),
    "not_a_picture": gettext_noop(
        "The picture %(name)s of the brand kit cannot be read. Choose a PNG, JPEG or WebP file."
    ),
    "proof_failed": gettext_noop(
        "The finished video is not what was asked for (%(checks)s), so it was not kept. Try again."
    ),
}


class VideoError(Exception):
    """A failure that a person can be told about.

    `code` is a key of `MESSAGES`, `params` fills its template, `detail` is evidence for an operator (the last
    lines that a child wrote), never meant for a page.
    """

    def __init__(self, code: str, *, detail: str = "", **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = params
        self.detail = detail

    def __str__(self) -> str:
        return MESSAGES[self.code] % self.params

    def __reduce__(self) -> tuple[Any, ...]:
        # A worker hands exceptions on by pickling them; the default would forget the parameters.
        return _rebuild, (self.code, self.detail, self.params)


def _rebuild(code: str, detail: str, params: dict[str, Any]) -> VideoError:
    return VideoError(code, detail=detail, **params)
