"""A JSON object too large for memory: its one long list is handed out item by item."""

from __future__ import annotations

import codecs
import json
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from curation.footage.interchange.reasons import InterchangeError

BLOCK = 1 << 18  # characters read at a time
LARGEST_ITEM = 64 << 20  # characters of one item
SPACE = " \t\n\r"
BEGINS_NUMBER = "-0123456789"


class _Scanner:
    """Values out of a stream of characters, one after the other."""

    def __init__(self, stream: BinaryIO, *, name: str) -> None:
        self._stream, self.name = codecs.getreader("utf-8-sig")(stream), name
        self._decoder = json.JSONDecoder(parse_constant=self._constant)
        self._text, self._at, self._ended = "", 0, False

    def _constant(self, name: str) -> float:
        raise ValueError(name)

    def fail(self, problem: object) -> InterchangeError:
        return InterchangeError("not_json", file=self.name, problem=str(problem)[:200])

    def _more(self, size: int = BLOCK) -> bool:
        try:
            read = self._stream.read(size)
        except UnicodeDecodeError as error:
            raise self.fail(error) from error
        self._text, self._at = self._text[self._at :] + read, 0
        self._ended = not read
        return bool(read)

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, *expected: str) -> str:
        found = self.peek()
        if found not in expected:
            raise self.fail(f"{found!r} instead of {' or '.join(expected)}")
        self._at += 1
        return found

    def value(self) -> Any:
        first = self.peek()
        size = BLOCK
        while True:
            problem: Exception | None = None
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
                if end < len(self._text) or self._ended or first not in BEGINS_NUMBER:
                    self._at = end
                    return found
            except RecursionError as error:
                raise self.fail(error) from error
            except ValueError as error:
                problem = error
            if len(self._text) - self._at > LARGEST_ITEM:
                raise InterchangeError("too_big", file=self.name, limit=f"{LARGEST_ITEM >> 20} MiB")
            if not self._more(size) and problem is not None:
                raise self.fail(problem)
            size *= 2  # else a long item would be read again and again from its beginning


def walk(stream: BinaryIO, *, name: str, lists: Collection[str]) -> Iterator[tuple[str, int, Any]]:
    """The object's entries: (key, 0, value), and (key, number, item) for each item of the `lists`, from 1.

    A list that is null or something else comes as a whole, with number 0. Raises InterchangeError.
    """
    scanner = _Scanner(stream, name=name)
    scanner.take("{")
    if scanner.peek() == "}":
        return
    while True:
        key = scanner.value()
        if not isinstance(key, str):
            raise scanner.fail(repr(key))
        scanner.take(":")
        if key in lists and scanner.peek() == "[":
            yield from ((key, number, item) for number, item in _items(scanner))
        else:
            yield key, 0, scanner.value()
        if scanner.take(",", "}") == "}":
            break
    if scanner.peek():
        raise scanner.fail(scanner.peek())


def _items(scanner: _Scanner) -> Iterator[tuple[int, Any]]:
    scanner.take("[")
    if scanner.peek() == "]":
        scanner.take("]")
        return
    number = 0
    while True:
        number += 1
        yield number, scanner.value()
        if scanner.take(",", "]") == "]":
            return
