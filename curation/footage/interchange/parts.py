"""A table in several files that follow each other, read as one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO, cast


class _Joined(io.RawIOBase):
    def __init__(self, parts: Sequence[BinaryIO]) -> None:
        self.parts = list(parts)
        self.ended = True  # whether what was read ends with a line's end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while self.parts:
            data = self.parts[0].read(len(view))
            if data:
                view[: len(data)] = data
                self.ended = data.endswith(b"\n")
                return len(data)
            self.parts.pop(0).close()
            if not self.ended and self.parts:
                view[:1] = b"\n"
                self.ended = True
                return 1
        return 0

    def close(self) -> None:
        while self.parts:
            self.parts.pop().close()
        super().close()


def joined(parts: Sequence[BinaryIO]) -> BinaryIO:
    """One stream of all parts, each beginning on a line of its own."""
    if len(parts) == 1:
        return parts[0]
    return cast("BinaryIO", io.BufferedReader(_Joined(parts), 1 << 18))
