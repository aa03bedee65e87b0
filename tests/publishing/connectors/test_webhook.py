"""A signed POST, against a receiver written after the standard."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from publishing.connectors.base import Account, Connector, Draft
from publishing.connectors.errors import NeedsReconnect, Rejected
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.platforms.webhook import sign
from publishing.connectors.registry import connect
from tests.fakes.webhook import SECRET, WebhookServer
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk


class WebhookStage:
    def __init__(self, server: WebhookServer) -> None:
        self.server = server
        self._publishing = False

    def connect(self, *, http: HttpLimits = PATIENT, secret: str = SECRET) -> Connector:
        return connect("webhook", Account({"address": f"{self.server.url}/hook"}, {"secret": secret}), http=http)

    def texts(self) -> list[str]:
        return [each["text"] for each in self.server.posts.values()]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on="POST /hook", times=times)

    def secrets(self) -> list[str]:
        return [SECRET]


@pytest.fixture
def stage() -> Iterator[WebhookStage]:
    with WebhookServer() as server:
        yield WebhookStage(server)
    assert server.forged == 0


class TestWebhook(NetworkContract):
    processes = False
    too_long = "虎" * 5001

    def test_everything_arrives(self, stage: WebhookStage, draft: Draft) -> None:
        Walk(stage, replace(draft, title="东北虎"), {}).all()
        (post,) = stage.server.posts.values()
        assert draft.media is not None
        assert stage.server.files == {draft.key: draft.media.sha256}
        assert post["video"]["sha256"] == draft.media.sha256
        assert post["title"] == "东北虎"
        assert set(post["captions"]) == {"en", "ru", "zh-Hans"}
        assert post["captions"]["ru"].startswith("WEBVTT")

    def test_a_text_that_the_receiver_refuses(self, stage: WebhookStage, draft: Draft) -> None:
        with pytest.raises(Rejected):
            Walk(stage, replace(draft, text=self.too_long), {}).all()

    def test_a_secret_that_is_no_secret_is_refused_before_anything_is_sent(self, stage: WebhookStage) -> None:
        for secret in ("short", "whsec_!!!", "whsec_" + base64.b64encode(b"short").decode()):
            with stage.connect(secret=secret) as connector, pytest.raises(Rejected):
                connector.verify()
        assert stage.server.calls == []


def test_a_wrong_secret_asks_for_a_person() -> None:
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    with WebhookServer() as server, WebhookStage(server).connect(secret=other) as connector:
        with pytest.raises(NeedsReconnect):
            connector.verify()
        assert server.forged == 1


def test_the_signature_is_the_standards_own_example() -> None:
    # The example of the specification's libraries: secret, id, time, body and signature.
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        identifier="msg_p5jXN8AQM9LWM0D4loKWxJek",
        moment=1614265330,
        body=json.dumps({"test": 2432232314}).encode(),
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
