"""A proxy before a real server, so that a real server can misbehave too."""

import http.client
from urllib.parse import urlsplit

from tests.fakes.loopback import LoopbackServer, Reply, Request

_DROPPED = {"connection", "content-length", "transfer-encoding", "keep-alive", "date", "host"}


class UnreliableProxy(LoopbackServer):
    """Hands every call on to `target` unless told to misbehave."""

    def __init__(self, *, target: str) -> None:
        super().__init__()
        self._target = urlsplit(target)

    def reply(self, request: Request) -> Reply:
        connection = http.client.HTTPConnection(self._target.hostname or "", self._target.port or 80, timeout=20)
        headers = {name: value for name, value in request.headers.items() if name not in _DROPPED}
        try:
            connection.request(request.method, request.target, body=request.body or None, headers=headers)
            answer = connection.getresponse()
            found = {name: value for name, value in answer.getheaders() if name.lower() not in _DROPPED}
            return Reply(answer.status, body=answer.read(), headers=found)
        finally:
            connection.close()
