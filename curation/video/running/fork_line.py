"""How a fork server and its client speak: messages over a Unix socket, each after its length, with pipes attached."""

from __future__ import annotations

import socket
import struct
from collections.abc import Sequence

HEADER = struct.Struct(">I")  # bytes of the message that follows
MOST_PIPES = 2
STARTED = b"started"  # the first of two answers to a request; the second tells how the child ended


def send(line: socket.socket, message: bytes, *, pipes: Sequence[int] = ()) -> None:
    """Send `message`, and with it the file descriptors `pipes`. Raises OSError when the other side is gone."""
    head = HEADER.pack(len(message))
    if pipes:
        socket.send_fds(line, [head], list(pipes))  # four bytes always go in one
    else:
        line.sendall(head)
    line.sendall(message)


def receive(line: socket.socket) -> tuple[bytes, list[int]]:
    """One message and the file descriptors that came with it. Raises EOFError when the other side is gone."""
    head, pipes, _flags, _address = socket.recv_fds(line, HEADER.size, MOST_PIPES)
    head += _exactly(line, HEADER.size - len(head)) if head else b""
    if not head:
        raise EOFError
    return _exactly(line, HEADER.unpack(head)[0]), pipes


def _exactly(line: socket.socket, count: int) -> bytes:
    found = bytearray()
    while len(found) < count:
        piece = line.recv(count - len(found))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)
