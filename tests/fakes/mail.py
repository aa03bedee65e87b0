"""An SMTP server on 127.0.0.1 that keeps what it is given, and can be told to misbehave."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self


@dataclass(frozen=True)
class Mail:
    """One mail as it arrived."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def text(self) -> str:
        return self.message.get_content()


class MailServer:
    """Context manager with `.port`, `.mails` and `.mood`: kind, refuses (550), busy (451), mute (says nothing),
    drops (closes after DATA)."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.mood = "kind"
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Talk)
        self._server.owner = self
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True
    owner: MailServer


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        owner = self.server.owner
        if owner.mood == "mute":
            owner.closing.wait(60)
            return
        sender, recipients = "", []
        self._say("220 loopback")
        while line := self.rfile.readline():
            word, _, rest = line.decode().strip().partition(" ")
            word = word.upper()
            if word == "MAIL":
                sender = rest
                self._say("250 ok")
            elif word == "RCPT":
                refusal = {"refuses": "550 no such mailbox", "busy": "451 come back later"}.get(owner.mood)
                recipients.append(rest.partition(":")[2].strip("<>"))
                self._say(refusal or "250 ok")
            elif word == "DATA":
                self._say("354 go on")
                content = self._content()
                if owner.mood == "drops":
                    return
                message = message_from_bytes(content, policy=policy.default)
                assert isinstance(message, EmailMessage)
                owner.mails.append(Mail(sender, tuple(recipients), message))
                self._say("250 kept")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")
