"""Threads and Instagram, against servers that check our reading of Meta's guides."""

import functools
import http.server
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.connectors.base import Account, Connector, Draft
from publishing.connectors.checks import check
from publishing.connectors.errors import NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.platforms.instagram import InstagramConnector
from publishing.connectors.platforms.threads import ThreadsConnector
from publishing.connectors.registry import connect
from publishing.connectors.text import count
from tests.fakes.graph import ACCOUNT, SECRET, TOKEN, GraphServer, refused
from tests.fakes.loopback import Reply
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk


class GraphStage:
    def __init__(self, server: GraphServer, platform: str) -> None:
        self.server, self.platform = server, platform
        edge = "threads" if server.fetches else "media"
        self.calls = {"upload": f"POST /{ACCOUNT}/{edge}", "publish": f"POST /{ACCOUNT}/{edge}_publish"}
        self.stored = {
            "client_secret": SECRET,
            "access_token": TOKEN,
            "expires_at": str(int(time.time()) + 50 * 24 * 3600),
        }

    def connect(self, *, http: HttpLimits = PATIENT) -> Connector:
        address = self.server.url
        settings = dict.fromkeys(("api", "host", "token", "www"), address)
        account = Account({**settings, "client_id": "1", "upload": f"{address}/upload"}, self.stored)
        return connect(self.platform, account, http=http, keep_secrets=self.stored.update)

    def texts(self) -> list[str]:
        return [each["text"] for each in self.server.posts if "_container" in each]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=self.calls[on], times=times)

    def secrets(self) -> list[str]:
        return [TOKEN, SECRET]


class GraphContract(NetworkContract):
    """What the two have in common."""

    def test_the_whole_file_arrives(self, stage: GraphStage, draft: Draft) -> None:
        Walk(stage, draft, {}).all()
        assert draft.media is not None
        assert stage.server.posts[0]["_container"]["sha256"] == draft.media.sha256

    def test_processing_that_fails_late_says_why(self, stage: GraphStage, draft: Draft) -> None:
        stage.server.failure = "FAILED_PROCESSING_AUDIO"
        with pytest.raises(Rejected) as failed:
            Walk(stage, draft, {}).all()
        assert failed.value.code == "media_failed"
        assert "FAILED_PROCESSING_AUDIO" in failed.value.message

    def test_a_container_that_expired_while_the_post_was_held_is_made_again(
        self, stage: GraphStage, draft: Draft
    ) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.server.expire()
        with pytest.raises(TryLater) as lost:
            walk.step(step)
        assert lost.value.code == "media_lost"
        walk.all()
        assert stage.texts() == [draft.text]

    def test_the_same_words_from_before_are_not_ours(self, stage: GraphStage, draft: Draft) -> None:
        stage.server.post_by_hand(draft.text)
        walk = Walk(stage, draft, {})
        walk.before_publishing()
        assert walk.look() is None

    @pytest.mark.parametrize("code", [4, 17, 32, 613])
    def test_a_limit_that_meta_calls_by_a_number_only_delays(
        self, stage: GraphStage, draft: Draft, monkeypatch: pytest.MonkeyPatch, code: int
    ) -> None:
        monkeypatch.setattr(stage.server, "_publish", lambda number: refused(code, "limit reached"))
        with pytest.raises(TryLater) as limited:
            Walk(stage, draft, {}).all()
        assert limited.value.code == "rate_limited"

    @pytest.mark.parametrize("code", [10, 190, 200])
    def test_a_permission_that_is_gone_asks_for_a_person(
        self, stage: GraphStage, draft: Draft, monkeypatch: pytest.MonkeyPatch, code: int
    ) -> None:
        monkeypatch.setattr(stage.server, "_container", lambda form: refused(code, "permission"))
        with pytest.raises(NeedsReconnect):
            Walk(stage, draft, {}).all()

    def test_a_fault_of_metas_own_amid_publishing_is_not_taken_for_a_refusal(
        self, stage: GraphStage, draft: Draft
    ) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        made = stage.server._publish

        def published_and_then_lost(number: str) -> Reply:
            made(number)
            return refused(2, "An unexpected error has occurred. Please retry your request later.", status=500)

        stage.server._publish = published_and_then_lost  # type: ignore[method-assign]
        with pytest.raises(OutcomeUnknown):
            walk.step(step)
        found = walk.look()
        assert found is not None
        assert found.url.startswith("https://m.example/")

    def test_counts(self, stage: GraphStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            found = connector.insights(published.remote_id, published.checkpoint)
        assert set(found) == set(connector.capabilities.measures)

    def test_a_long_token_is_renewed_long_before_its_end(self, stage: GraphStage) -> None:
        stage.stored["expires_at"] = str(int(time.time()) + 10 * 24 * 3600)
        with stage.connect() as connector:
            connector.verify()
        assert int(stage.stored["expires_at"]) > time.time() + 50 * 24 * 3600


class TestThreads(GraphContract):
    too_long = "虎" * 501

    @pytest.fixture
    def stage(self) -> Iterator[GraphStage]:
        with GraphServer(fetches=True) as server:
            yield GraphStage(server, "threads")
        assert server.violations == []

    @pytest.fixture
    def draft(self, draft: Draft, tmp_path: Path) -> Iterator[Draft]:
        """A draft whose video lies at an address."""
        assert draft.media is not None
        handler = functools.partial(_Quiet, directory=str(tmp_path))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        (tmp_path / "public.mp4").symlink_to(draft.media.path)
        address = f"http://127.0.0.1:{server.server_address[1]}/public.mp4"
        yield replace(draft, media=replace(draft.media, public_url=address))
        server.shutdown()
        server.server_close()

    def test_without_a_public_address_it_says_what_is_missing(self, stage: GraphStage, draft: Draft) -> None:
        assert draft.media is not None
        with pytest.raises(Rejected) as refusal:
            Walk(stage, replace(draft, media=replace(draft.media, public_url="")), {}).all()
        assert refusal.value.code == "public_address_missing"

    def test_the_text_for_the_blind_travels_along(self, stage: GraphStage, draft: Draft) -> None:
        Walk(stage, draft, {}).all()
        assert stage.server.posts[0]["_container"]["alt_text"] == draft.alt_text


class TestInstagram(GraphContract):
    text_alone = False
    too_long = "虎" * 2201

    @pytest.fixture
    def stage(self) -> Iterator[GraphStage]:
        with GraphServer(fetches=False) as server:
            yield GraphStage(server, "instagram")
        assert server.violations == []

    def test_takes_down_and_stays_quiet_when_it_is_gone(self, stage: GraphStage, draft: Draft) -> None:  # type: ignore[override]
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            with pytest.raises(Rejected) as by_hand:
                connector.take_down(published.remote_id, published.checkpoint)
            assert by_hand.value.code == "take_down_by_hand"
            stage.server.posts.clear()  # a person did it
            connector.take_down(published.remote_id, published.checkpoint)

    def test_an_upload_that_broke_off_is_sent_again_into_the_same_container(
        self, stage: GraphStage, draft: Draft
    ) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        stage.server.misbehave("cut_before", on="POST /upload/*")
        with pytest.raises(TryLater):
            walk.step("container")
        walk.all()
        assert len(stage.server.containers) == 1
        assert stage.texts() == [draft.text]

    def test_hashtags_and_mentions_are_counted(self, draft: Draft) -> None:
        tags = replace(draft, text=" ".join(f"#虎{number}" for number in range(31)))
        assert [each.code for each in check(tags, InstagramConnector.capabilities)] == ["too_many_hashtags"]
        names = replace(draft, text=" ".join(f"@park{number}" for number in range(21)))
        assert [each.code for each in check(names, InstagramConnector.capabilities)] == ["too_many_mentions"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr."""


EMOJI = ["🐅", "❤️", "👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "1️⃣"]


@given(st.lists(st.sampled_from([*EMOJI, "虎", "a", " ", "é", "#", "1", "©"]), max_size=30))
def test_threads_counts_emoji_by_their_bytes(pieces: list[str]) -> None:
    # A sign between two emoji keeps them from becoming one.
    text = "虎".join(pieces)
    expected = sum(len(piece.encode()) if piece in EMOJI else 1 for piece in pieces) + max(0, len(pieces) - 1)
    assert count(text, "threads") == expected


def test_threads_limit_is_met_to_the_byte(draft: Draft) -> None:
    capabilities = ThreadsConnector.capabilities
    assert draft.media is not None
    assert [each.code for each in check(replace(draft, text="a"), capabilities)] == ["public_address_missing"]
    draft = replace(draft, media=replace(draft.media, public_url="https://desk.example/clip.mp4"))
    assert check(replace(draft, text="🐅" * 125), capabilities) == []
    (problem,) = check(replace(draft, text="🐅" * 125 + "a"), capabilities)
    assert problem.params["over"] == 1
