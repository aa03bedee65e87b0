"""TikTok, against a server that checks our reading of its guides."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.connectors.base import Account, Connector, Draft, Wait
from publishing.connectors.errors import NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.platforms.tiktok import LARGEST, SMALLEST, cut
from publishing.connectors.registry import connect
from tests.fakes.loopback import Reply
from tests.fakes.tiktok import CLIENT_KEY, CLIENT_SECRET, REFRESH, TOKEN, TikTokServer, refused
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk
from tests.publishing.connectors.test_youtube import large

CALLS = {"upload": "POST /v2/post/publish/video/init/", "publish": "PUT /upload/*"}


class TikTokStage:
    def __init__(self, server: TikTokServer) -> None:
        self.server = server
        self.stored = {
            "client_secret": CLIENT_SECRET,
            "access_token": TOKEN,
            "refresh_token": REFRESH,
            "expires_at": str(int(time.time()) + 86400),
        }

    def connect(self, *, http: HttpLimits = PATIENT, privacy: str = "PUBLIC_TO_EVERYONE") -> Connector:
        address = self.server.url
        settings = {"client_id": CLIENT_KEY, "api": address, "www": address, "privacy": privacy}
        return connect("tiktok", Account(settings, self.stored), http=http, keep_secrets=self.stored.update)

    def texts(self) -> list[str]:
        return [each["title"] for each in self.server.uploads.values() if each.get("post") and not each.get("failed")]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=CALLS[on], times=times)

    def secrets(self) -> list[str]:
        return [TOKEN, REFRESH, CLIENT_SECRET]


@pytest.fixture
def stage() -> Iterator[TikTokStage]:
    with TikTokServer() as server:
        yield TikTokStage(server)
    assert server.violations == []


class TestTikTok(NetworkContract):
    text_alone = False
    too_long = "虎" * 2201

    def test_takes_down_and_stays_quiet_when_it_is_gone(self, stage: TikTokStage, draft: Draft) -> None:  # type: ignore[override]
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            with pytest.raises(Rejected) as by_hand:
                connector.take_down(published.remote_id, published.checkpoint)
            assert by_hand.value.code == "take_down_by_hand"
            stage.server.removed.add(published.remote_id)
            connector.take_down(published.remote_id, published.checkpoint)

    def test_a_large_file_goes_in_chunks_of_one_size(self, stage: TikTokStage, draft: Draft) -> None:
        walk = Walk(stage, large(draft, 40_000_000), {})
        published = walk.all()
        (upload,) = stage.server.uploads.values()
        assert walk.draft.media is not None
        assert upload["sha256"] == walk.draft.media.sha256
        assert published.url.startswith("https://www.tiktok.com/@tigers/video/")

    def test_goes_on_where_a_broken_upload_stopped(self, stage: TikTokStage, draft: Draft) -> None:
        walk = Walk(stage, large(draft, 40_000_000), {})
        step = walk.before_publishing()
        stage.server.misbehave("cut_before", on="PUT /upload/*", times=1)
        with pytest.raises(TryLater):  # the first of two chunks: nothing can be out
            walk.step(step)
        walk.through(step)
        assert stage.texts() == [draft.text]
        assert len(stage.server.uploads) == 1

    def test_waits_while_tiktok_is_at_work(self, stage: TikTokStage, draft: Draft) -> None:
        stage.server.polls = 2
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        assert isinstance(walk.step(step), Wait)
        with pytest.raises(TryLater):
            walk.look()
        walk.through(step)
        assert stage.texts() == [draft.text]

    def test_processing_that_fails_late_says_why(self, stage: TikTokStage, draft: Draft) -> None:
        stage.server.failure = "frame_rate_check_failed"
        with pytest.raises(Rejected) as failed:
            Walk(stage, draft, {}).all()
        assert "frame_rate_check_failed" in failed.value.message

    def test_what_the_account_allows_is_asked_before(self, stage: TikTokStage, draft: Draft) -> None:
        stage.server.privacy = ["SELF_ONLY"]
        with pytest.raises(Rejected) as refusal:
            Walk(stage, draft, {}).before_publishing()
        assert "SELF_ONLY" in refusal.value.message
        stage.server.privacy, stage.server.longest = ["PUBLIC_TO_EVERYONE"], 10
        with pytest.raises(Rejected):
            Walk(stage, draft, {}).before_publishing()
        assert stage.server.uploads == {}
        with stage.connect() as connector:
            assert connector.limits().media.max_seconds == 10

    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("rate_limit_exceeded", TryLater),
            ("spam_risk_too_many_posts", TryLater),
            ("scope_not_authorized", NeedsReconnect),
            ("invalid_params", Rejected),
        ],
    )
    def test_errors_by_their_words(
        self, stage: TikTokStage, draft: Draft, monkeypatch: pytest.MonkeyPatch, code: str, kind: type[Exception]
    ) -> None:
        def say(body: object) -> Reply:
            return refused(403, code, "TikTok's own words")

        monkeypatch.setattr(stage.server, "_init", say)
        with pytest.raises(kind):
            Walk(stage, draft, {}).all()

    def test_counts(self, stage: TikTokStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            found = connector.insights(published.remote_id, published.checkpoint)
        assert found == {"views": 9, "likes": 3, "comments": 2, "shares": 1}


@given(st.integers(1, 4 * 10**9))
def test_chunks_are_as_tiktok_wants_them(size: int) -> None:
    chunk, count = cut(size)
    last = size - chunk * (count - 1)
    assert last >= chunk or count == 1
    assert last <= 2 * LARGEST
    assert count == 1 or SMALLEST <= chunk <= LARGEST
    assert count <= 1000


def test_a_text_is_counted_in_utf16(draft: Draft) -> None:
    from publishing.connectors.checks import check
    from publishing.connectors.platforms.tiktok import TikTokConnector

    capabilities = TikTokConnector.capabilities
    assert check(replace(draft, text="🐅" * 1100), capabilities) == []
    (problem,) = check(replace(draft, text="🐅" * 1101), capabilities)
    assert problem.params["over"] == 2
