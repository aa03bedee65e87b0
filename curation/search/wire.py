"""How questions and answers travel: frames of JSON with bitmaps behind it. Nothing in a frame is ever executed.

A frame is two big-endian 32-bit lengths (JSON, rest), the JSON in UTF-8, then the bitmaps in Roaring's portable format,
whose lengths stand in the JSON under `bits`.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyroaring import BitMap

from curation.search.ask import (
    And,
    Ask,
    Facets,
    Found,
    Has,
    Hit,
    Ids,
    Node,
    Not,
    Or,
    Page,
    Part,
    Range,
    Seen,
    Sizes,
    Word,
)
from curation.search.errors import BadAsk

_LENGTHS = struct.Struct(">II")
_MOST_JSON = 64 * 1024**2
_MOST_BITS = 1024**3

Plain = dict[str, Any]


class BadFrame(Exception):
    """What came is no frame of ours, or the other side went away in the middle of one."""


class Silence(Exception):
    """The other side did not send in time."""


@dataclass
class Message:
    """Plain values, and the bitmaps that they name by number."""

    plain: Plain
    bits: list[BitMap] = field(default_factory=list)

    def put(self, bits: BitMap | None) -> int | None:
        """Add a bitmap; returns its number."""
        if bits is None:
            return None
        self.bits.append(bits)
        return len(self.bits) - 1

    def get(self, number: int | None) -> BitMap | None:
        if number is None:
            return None
        if not isinstance(number, int) or not 0 <= number < len(self.bits):
            raise BadFrame
        return self.bits[number]


def send(connection: socket.socket, message: Message) -> None:
    """Send one message. Raises OSError."""
    parts = [bits.serialize() for bits in message.bits]
    data = json.dumps({**message.plain, "bits": [len(part) for part in parts]}, ensure_ascii=False).encode()
    connection.sendall(b"".join([_LENGTHS.pack(len(data), sum(map(len, parts))), data, *parts]))


def receive(connection: socket.socket, *, seconds: float | None = None) -> Message | None:
    """The next message; None where the other side has closed. Raises BadFrame, Silence, OSError."""
    end = None if seconds is None else time.monotonic() + seconds
    start = _exactly(connection, _LENGTHS.size, end=end, may_end=True)
    if start is None:
        return None
    length, rest = _LENGTHS.unpack(start)
    if length > _MOST_JSON or rest > _MOST_BITS:
        raise BadFrame
    data, tail = _exactly(connection, length, end=end), _exactly(connection, rest, end=end)
    try:
        plain = json.loads(data or b"")
        sizes = plain.pop("bits")
        if not all(isinstance(size, int) and size >= 0 for size in sizes) or sum(sizes) != rest:
            raise BadFrame
        bits, offset = [], 0
        for size in sizes:
            bits.append(BitMap.deserialize((tail or b"")[offset : offset + size]))
            offset += size
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadFrame from error
    return Message(plain, bits)


def _exactly(connection: socket.socket, size: int, *, end: float | None, may_end: bool = False) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        if end is not None:
            left = end - time.monotonic()
            if left <= 0:
                raise Silence
            connection.settimeout(left)
        try:
            piece = connection.recv(min(size - len(data), 1 << 20))
        except TimeoutError as error:
            raise Silence from error
        if not piece:
            if may_end and not data:
                return None
            raise BadFrame
        data += piece
    return bytes(data)


def write_ask(ask: Ask, message: Message) -> Plain:
    return {
        "any_of": _lists(ask.any_of),
        "none_of": _lists(ask.none_of),
        "always": _lists(ask.always),
        "tree": None if ask.tree is None else _write_node(ask.tree, message),
        "ranges": {name: [limits.low, limits.high] for name, limits in ask.ranges.items()},
        "within": message.put(ask.within),
        "without": message.put(ask.without),
    }


def _lists(filters: Mapping[str, tuple]) -> dict[str, list]:
    return {name: list(values) for name, values in filters.items()}


def _write_node(node: Node, message: Message) -> Plain:
    if isinstance(node, Has):
        return {"has": node.dimension, "values": list(node.values)}
    if isinstance(node, Seen):
        return {"seen": _lists(node.filters)}
    if isinstance(node, Word):
        return {"word": node.text, "places": node.places, "prefix": node.prefix}
    if isinstance(node, Ids):
        return {"ids": message.put(node.ids)}
    if isinstance(node, Not):
        return {"not": _write_node(node.part, message)}
    return {"and" if isinstance(node, And) else "or": [_write_node(part, message) for part in node.parts]}


def read_ask(plain: Any, message: Message) -> Ask:
    """Raises BadAsk for anything that is not a question."""
    try:
        return Ask(
            any_of=_filters(plain["any_of"]),
            none_of=_filters(plain["none_of"]),
            always=_filters(plain["always"]),
            tree=None if plain["tree"] is None else _read_node(plain["tree"], message),
            ranges={str(name): Range(_number(low), _number(high)) for name, (low, high) in plain["ranges"].items()},
            within=message.get(plain["within"]),
            without=message.get(plain["without"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, BadFrame, RecursionError) as error:
        raise BadAsk(reason="it is not put as a question") from error


def _number(value: Any) -> float | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise TypeError
    return value


def _values(values: Any) -> tuple:
    if not isinstance(values, list) or not all(isinstance(value, str | int) for value in values):
        raise TypeError
    return tuple(values)


def _filters(filters: Any) -> dict[str, tuple]:
    return {str(name): _values(values) for name, values in filters.items()}


def _read_node(plain: Any, message: Message) -> Node:
    if "has" in plain:
        return Has(str(plain["has"]), _values(plain["values"]))
    if "seen" in plain:
        return Seen(_filters(plain["seen"]))
    if "word" in plain:
        return Word(str(plain["word"]), places=plain["places"] is True, prefix=plain["prefix"] is True)
    if "ids" in plain:
        return Ids(message.get(plain["ids"]) or BitMap())
    if "not" in plain:
        return Not(_read_node(plain["not"], message))
    parts = tuple(_read_node(part, message) for part in plain["and" if "and" in plain else "or"])
    return And(parts) if "and" in plain else Or(parts)


def write_page(page: Page, message: Message) -> Plain:
    return {
        "hits": [[hit.id, hit.value, hit.score] for hit in page.hits],
        "total": page.total,
        "next": page.next,
        "replaced": {word: list(others) for word, others in page.replaced.items()},
        "behind": page.behind,
        "reasons": write_reasons(page.reasons, message)["reasons"],
        "beside": page.beside,
    }


def read_page(plain: Plain, message: Message) -> Page:
    return Page(
        hits=tuple(Hit(id=key, value=value, score=score) for key, value, score in plain["hits"]),
        total=plain["total"],
        next=tuple(plain["next"]) if plain["next"] else None,  # type: ignore[arg-type]  # two numbers
        replaced={word: tuple(others) for word, others in plain["replaced"].items()},
        behind=plain["behind"],
        reasons=read_reasons(plain, message),
        beside=plain["beside"],
    )


def write_facets(facets: Facets, message: Message) -> Plain:
    counts = {name: [list(values), list(values.values())] for name, values in facets.counts.items()}
    return {"counts": counts, "total": facets.total, "behind": facets.behind}


def read_facets(plain: Plain, message: Message) -> Facets:
    counts = {name: dict(zip(*columns, strict=True)) for name, columns in plain["counts"].items()}
    return Facets(counts=counts, total=plain["total"], behind=plain["behind"])


def write_found(found: Found, message: Message) -> Plain:
    return {"ids": message.put(found.ids), "behind": found.behind}


def read_found(plain: Plain, message: Message) -> Found:
    return Found(ids=message.get(plain["ids"]) or BitMap(), behind=plain["behind"])


def write_parts(parts: list[Part], message: Message) -> Plain:
    return {"parts": [[part.code, part.value, dict(part.params)] for part in parts]}


def read_parts(plain: Plain, message: Message) -> list[Part]:
    return [Part(code, value, params) for code, value, params in plain["parts"]]


def write_reasons(reasons: Mapping[int, list[Part]], message: Message) -> Plain:
    return {"reasons": [[key, write_parts(parts, message)["parts"]] for key, parts in reasons.items()]}


def read_reasons(plain: Plain, message: Message) -> dict[int, list[Part]]:
    return {key: read_parts({"parts": parts}, message) for key, parts in plain["reasons"]}


def write_sizes(sizes: Sizes, message: Message) -> Plain:
    return dict(sizes.__dict__)


def read_sizes(plain: Plain, message: Message) -> Sizes:
    return Sizes(**plain)


def write_position(position: str, message: Message) -> Plain:
    return {"position": position}


def read_position(plain: Plain, message: Message) -> str:
    return plain["position"]


ANSWERS: dict[str, tuple[Callable[[Any, Message], Plain], Callable[[Plain, Message], Any]]] = {
    "page": (write_page, read_page),
    "facets": (write_facets, read_facets),
    "map": (write_facets, read_facets),
    "ids": (write_found, read_found),
    "explain": (write_parts, read_parts),
    "reasons": (write_reasons, read_reasons),
    "sizes": (write_sizes, read_sizes),
    "ping": (write_position, read_position),
}
"""For each call, how its answer is written and read."""
