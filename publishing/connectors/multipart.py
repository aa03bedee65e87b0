"""A multipart/form-data body that is read from disk while it is sent, so that a clip never lies in memory."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from typing import IO, Any

from publishing.connectors import pulse


class MultipartStream:
    """RFC 7578. `len()` gives the bytes that remain, `read(n)` the next ones; what HTTP clients stream from.

    fields: plain values.  file_field, file_name, content_type, stream: the one file; the stream stays the caller's.
    stream: read from where it stands to its end, or a part that knows its length (`courier.FilePart`).
    """

    def __init__(
        self, fields: Mapping[str, str], *, file_field: str, file_name: str, content_type: str, stream: Any
    ) -> None:
        boundary = secrets.token_hex(16)
        head = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        head += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{file_field}"; filename="{file_name}"\r\n'
            f"Content-Type: {content_type}\r\n\r\n"
        )
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._before = head.encode()
        self._stream = stream
        self._after = f"\r\n--{boundary}--\r\n".encode()
        self._left = len(self._before) + _length(stream) + len(self._after)

    def __len__(self) -> int:
        return self._left

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, b"" at the end; all that is left for a negative size."""
        pulse.goes_on()
        if size is None or size < 0:
            size = self._left
        parts: list[bytes] = []
        while size:
            part = self._next(size)
            if not part:
                break
            parts.append(part)
            size -= len(part)
            self._left -= len(part)
        return b"".join(parts)

    def _next(self, size: int) -> bytes:
        if self._before:
            part, self._before = self._before[:size], self._before[size:]
            return part
        part = self._stream.read(size)
        if not part:
            part, self._after = self._after[:size], self._after[size:]
        return part


def _length(stream: Any) -> int:
    if hasattr(stream, "__len__"):
        return len(stream)
    return _rest(stream)


def _rest(stream: IO[bytes]) -> int:
    start = stream.tell()
    end = stream.seek(0, os.SEEK_END)
    stream.seek(start)
    return end - start
