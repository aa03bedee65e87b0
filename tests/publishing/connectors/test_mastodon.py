"""Mastodon, against a server that checks every request with the OpenAPI description."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from publishing.connectors.base import Account, Connector, Draft, Wait
from publishing.connectors.checks import check
from publishing.connectors.errors import NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.registry import connect
from tests.fakes.mastodon import TOKEN, MastodonProcess, MastodonServer
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk
from tests.samples import sample

CALLS = {"upload": "POST /api/v2/media", "publish": "POST /api/v1/statuses"}


class MastodonStage:
    def __init__(self, server: MastodonServer) -> None:
        self.server = server

    def connect(self, *, http: HttpLimits = PATIENT, token: str = TOKEN) -> Connector:
        return connect("mastodon", Account({"server": self.server.url}, {"access_token": token}), http=http)

    def texts(self) -> list[str]:
        return [status["_text"] for status in self.server.statuses]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=CALLS[on], times=times)

    def secrets(self) -> list[str]:
        return [TOKEN]


@pytest.fixture
def stage() -> Iterator[MastodonStage]:
    with MastodonServer(description=sample("api/mastodon.openapi.json")) as server:
        yield MastodonStage(server)
    assert server.violations == []


class TestMastodon(NetworkContract):
    def test_sends_language_alternative_text_and_the_whole_file(self, stage: MastodonStage, draft: Draft) -> None:
        Walk(stage, draft, {}).all()
        (status,) = stage.server.statuses
        assert status["language"] == "zh-CN"
        (attachment,) = status["media_attachments"]
        assert attachment["description"] == draft.alt_text
        assert draft.media is not None
        assert stage.server.media[attachment["id"]]["_sha256"] == draft.media.sha256

    def test_waits_while_the_server_processes(self, stage: MastodonStage, draft: Draft) -> None:
        stage.server.polls = 4
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        walk.through("upload")
        waits = [walk.step("process") for _ in range(4)]
        assert all(isinstance(each, Wait) for each in waits)
        assert [each.after for each in waits if isinstance(each, Wait)] == [2, 3, 5, 8]
        walk.through("process")
        walk.through("publish")
        assert stage.server.calls.count("POST /api/v2/media") == 1

    def test_processing_that_fails_late_says_so(self, stage: MastodonStage, draft: Draft) -> None:
        stage.server.broken_media = True
        with pytest.raises(Rejected) as refused:
            Walk(stage, draft, {}).all()
        assert refused.value.code == "media_failed"
        assert "thumbnail" in refused.value.message

    def test_uploads_again_when_the_server_swept_the_file_away(self, stage: MastodonStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        walk.through("upload")
        stage.server.forget_media()
        with pytest.raises(TryLater) as lost:
            walk.through("process")
        assert lost.value.code == "media_lost"
        walk.through("process")
        walk.through("publish")
        assert len(stage.texts()) == 1

    def test_uploads_again_when_a_held_delivery_goes_on_after_days(self, stage: MastodonStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.server.forget_media()
        with pytest.raises(TryLater) as lost:
            walk.step(step)
        assert lost.value.code == "media_lost"
        walk.through(step)
        (status,) = stage.server.statuses
        assert len(status["media_attachments"]) == 1
        found = walk.look()
        assert found is not None
        assert found.remote_id == status["id"]

    def test_a_post_written_by_hand_is_not_ours(self, stage: MastodonStage, draft: Draft) -> None:
        words = replace(draft, media=None, subtitles=())
        stage.server.post_by_hand(words.text)  # before the delivery: the same words, but not ours
        walk = Walk(stage, words, {})
        walk.before_publishing()
        for number in range(45):
            stage.server.post_by_hand(f"{number}")  # a busy account: more than one page
        assert walk.look() is None

    def test_looks_past_the_first_page(self, stage: MastodonStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        before = dict(walk.checkpoint)
        walk.through(step)
        for number in range(45):
            stage.server.post_by_hand(f"{number}")
        walk.checkpoint = before
        assert walk.look() is not None

    def test_asks_the_server_for_its_limits(self, stage: MastodonStage, draft: Draft) -> None:
        stage.server.max_characters = 5000
        long = replace(draft, text="虎" * 600)
        with stage.connect() as connector:
            assert "text_too_long" in [problem.code for problem in check(long, connector.capabilities)]
            assert check(long, connector.limits()) == []

    def test_counts_what_readers_did(self, stage: MastodonStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            assert connector.insights(published.remote_id, {}) == {"likes": 5, "shares": 2, "comments": 1}

    def test_a_wrong_token_asks_for_a_person(self, stage: MastodonStage) -> None:
        with stage.connect(token="wrong-token-1234") as connector, pytest.raises(NeedsReconnect) as refused:
            connector.verify()
        assert "wrong-token-1234" not in str(refused.value)

    def test_a_token_that_is_the_name_of_a_file_is_not_read(self, stage: MastodonStage, draft: Draft) -> None:
        assert draft.subtitles
        path = draft.subtitles[0].path
        path.write_text(TOKEN, encoding="utf-8")
        with stage.connect(token=str(path)) as connector, pytest.raises(NeedsReconnect):
            connector.verify()


def test_a_server_that_is_not_there_only_delays_even_when_publishing(draft: Draft) -> None:
    with MastodonServer(description=sample("api/mastodon.openapi.json")) as server:
        stage = MastodonStage(server)
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
    with pytest.raises(TryLater) as later:
        walk.step(step)
    assert later.value.code == "unreachable"


@pytest.mark.parametrize("address", ["ftp://x", "https://", "https://me:word@x", "file:///etc/passwd", "http://a b"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with connect("mastodon", Account({"server": address}, {"access_token": "t"})) as connector:
        with pytest.raises(Rejected) as refused:
            connector.verify()
        assert "word" not in str(refused.value)


def test_the_server_can_live_in_a_process_of_its_own(draft: Draft) -> None:
    with MastodonProcess(description=sample("api/mastodon.openapi.json")) as server:
        stage = MastodonStage(server)  # type: ignore[arg-type]
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        server.misbehave("cut_before", on=CALLS["publish"])
        with pytest.raises(Exception, match="may or may not"):
            walk.step(step)
        assert server.statuses == []
        walk.step(step)
        assert len(server.statuses) == 1
        assert server.violations == []
        digest = hashlib.sha256(draft.media.path.read_bytes()).hexdigest() if draft.media else ""
        assert draft.media is not None
        assert draft.media.sha256 == digest
