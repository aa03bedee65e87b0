"""An S3 store on loopback: moto behind a gate that is as strict as Amazon's and can die and come back.

moto believes everything; the gate checks signed addresses (signature, hour, signed headers), Content-MD5 and the CORS
rule, counts what passes, and takes its port back after it died, with all that was stored still there.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import http.client
import socket
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer
from werkzeug.serving import WSGIRequestHandler

ACCESS, SECRET, REGION = "ranger-post-7", "cedar under snow", "cn-north-1"
HOP = {"connection", "keep-alive", "transfer-encoding", "host", "content-length"}
CORS_HEADERS = {"content-md5"}
CORS_METHODS = {"GET", "HEAD", "PUT"}


class Store:
    """Context manager with `.url`, `.bucket`, `.client`, `.requests`, and `die`, `die_after`, `revive`."""

    def __init__(self) -> None:
        self.bucket = f"pugmark-{uuid.uuid4().hex[:10]}"
        self.requests: list[str] = []  # "PUT /bucket/key", in order, also refused ones
        self.refused: list[str] = []
        self.fail_next: list[int] = []  # statuses with which the next signed requests are answered
        self.spoil_next = 0  # parts whose bytes change after they were checked
        self.lock = threading.Lock()
        self.port = 0
        self._bytes_left: int | None = None
        self.died = threading.Event()
        self.open: set[socket.socket] = set()
        self._gate: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Store:
        WSGIRequestHandler.log = lambda *_args, **_kwargs: None  # type: ignore[method-assign]
        self._moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._moto.start()
        self.behind = self._moto.get_host_and_port()
        self.revive()
        self.client.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        return self

    def __exit__(self, *_: object) -> None:
        self.die()
        host, port = self.behind
        connection = http.client.HTTPConnection(host, port, timeout=30)
        connection.request("POST", "/moto-api/reset")
        connection.getresponse().read()
        connection.close()
        self._moto.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def client(self) -> Any:
        """A client that speaks with the store past the gate."""
        host, port = self.behind
        return boto3.client(
            "s3",
            endpoint_url=f"http://{host}:{port}",
            aws_access_key_id=ACCESS,
            aws_secret_access_key=SECRET,
            region_name=REGION,
            config=Config(s3={"addressing_style": "path"}),
        )

    def settings(self) -> dict[str, str]:
        """The environment of a desk that keeps its files here."""
        return {
            "AWS_STORAGE_BUCKET_NAME": self.bucket,
            "AWS_S3_ENDPOINT_URL": self.url,
            "AWS_S3_REGION_NAME": REGION,
            "AWS_ACCESS_KEY_ID": ACCESS,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }

    def stored(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.bucket)
        return [one["Key"] for one in found.get("Contents", [])]

    def unfinished(self) -> list[str]:
        """Keys of uploads whose parts lie in the store and cost money."""
        found = self.client.list_multipart_uploads(Bucket=self.bucket)
        return [one["Key"] for one in found.get("Uploads", [])]

    def die_after(self, count: int) -> None:
        """Die in the middle of a request once so many bytes of parts have come."""
        with self.lock:
            self._bytes_left = count

    def passed(self, count: int) -> None:
        with self.lock:
            if self._bytes_left is None:
                return
            self._bytes_left -= count
            if self._bytes_left > 0:
                return
            self._bytes_left = None
        threading.Thread(target=self.die, daemon=True).start()
        raise ConnectionAbortedError("the store dies")

    def die(self) -> None:
        """Close the port and every connection, as a machine that loses its power."""
        gate, self._gate = self._gate, None
        if gate is None:
            return
        gate.shutdown()
        gate.socket.close()
        with self.lock:
            sockets = list(self.open)
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        gate.server_close()
        if self._thread is not None:
            self._thread.join()
        self.died.set()

    def revive(self) -> None:
        """Listen again at the same port."""
        self.died.clear()
        self._gate = _Gate(("127.0.0.1", self.port), _Handler)
        self._gate.store = self  # type: ignore[attr-defined]
        self.port = self._gate.server_address[1]
        self._thread = threading.Thread(target=self._gate.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()


class _Gate(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    store: Store

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that the store itself broke is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Gate

    def setup(self) -> None:
        super().setup()
        with self.server.store.lock:
            self.server.store.open.add(self.connection)

    def finish(self) -> None:
        with self.server.store.lock:
            self.server.store.open.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def do_OPTIONS(self) -> None:
        asked = {name.strip().lower() for name in self.headers.get("Access-Control-Request-Headers", "").split(",")}
        method = self.headers.get("Access-Control-Request-Method", "")
        if method not in CORS_METHODS or asked - CORS_HEADERS - {""}:
            self._refuse(403, f"CORS does not allow {method} with {sorted(asked)}")
            return
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", "*"))
        self.send_header("Access-Control-Allow-Methods", ", ".join(sorted(CORS_METHODS)))
        self.send_header("Access-Control-Allow-Headers", ", ".join(sorted(CORS_HEADERS)))
        self.send_header("Access-Control-Max-Age", "600")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _handle(self) -> None:
        store, parts = self.server.store, urlsplit(self.path)
        store.requests.append(f"{self.command} {parts.path}")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        body = b"".join(self._body(counted="partNumber" in query))
        problem = self._problem(query, parts.path, body)
        if problem:
            self._refuse(*problem)
            return
        if "X-Amz-Signature" in query and store.fail_next:
            self._refuse(store.fail_next.pop(0), "SlowDown")
            return
        if "partNumber" in query and store.spoil_next:
            store.spoil_next -= 1
            body = bytes([body[0] ^ 1]) + body[1:]
        self._forward(body)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _handle

    def _body(self, *, counted: bool) -> Iterator[bytes]:
        left = int(self.headers.get("Content-Length") or 0)
        while left:
            block = self.rfile.read(min(left, 2**18))
            if not block:
                raise ConnectionError("the client is gone")
            left -= len(block)
            if counted:
                self.server.store.passed(len(block))
            yield block

    def _problem(self, query: dict[str, str], path: str, body: bytes) -> tuple[int, str] | None:
        if "X-Amz-Signature" in query:
            problem = signature_problem(self.command, path, query, self.headers)
            if problem:
                return 403, problem
        elif not self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256"):
            return 403, "AccessDenied"
        md5 = self.headers.get("Content-MD5")
        if md5 and base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode() != md5:
            return 400, "BadDigest"
        return None

    def _refuse(self, status: int, code: str) -> None:
        self.server.store.refused.append(code)
        content = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _forward(self, body: bytes) -> None:
        host, port = self.server.store.behind
        connection = http.client.HTTPConnection(host, port, timeout=120)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            connection.request(
                self.command, self.path, body=body or None, headers={"Host": f"{host}:{port}", **headers}
            )
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        self.send_response(answer.status)
        length = answer.headers.get("Content-Length") if self.command == "HEAD" else str(len(content))
        for name, value in answer.headers.items():
            if name.lower() not in HOP and not name.lower().startswith("access-control-"):
                self.send_header(name, value)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr."""


def signature_problem(method: str, path: str, query: dict[str, str], headers: Any) -> str:
    """What Amazon would say of a signed address (SigV4 by query); empty where it is in order."""
    signed = query["X-Amz-SignedHeaders"].split(";")
    amazon = {name.lower() for name in headers if name.lower().startswith("x-amz-")}
    if amazon - set(signed):
        return "HeadersNotSigned"
    began = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if datetime.now(UTC) > began + timedelta(seconds=int(query["X-Amz-Expires"])):
        return "AccessDenied: Request has expired"
    pairs = sorted((quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in query.items() if k != "X-Amz-Signature")
    canonical = "\n".join(
        [
            method,
            path,
            "&".join(f"{name}={value}" for name, value in pairs),
            *(f"{name}:{(headers.get(name) or '').strip()}" for name in signed),
            "",
            ";".join(signed),
            "UNSIGNED-PAYLOAD",
        ]
    )
    access, *scope = query["X-Amz-Credential"].split("/")
    if access != ACCESS:
        return "InvalidAccessKeyId"
    told = "\n".join(
        ["AWS4-HMAC-SHA256", query["X-Amz-Date"], "/".join(scope), hashlib.sha256(canonical.encode()).hexdigest()]
    )
    key = f"AWS4{SECRET}".encode()
    for word in scope:
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    right = hmac.new(key, told.encode(), hashlib.sha256).hexdigest()
    return "" if hmac.compare_digest(right, query["X-Amz-Signature"]) else "SignatureDoesNotMatch"
