"""X, against a server that checks our reading of its documentation."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from publishing.connectors.base import Account, Connector, Draft, Wait
from publishing.connectors.checks import check
from publishing.connectors.errors import NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.platforms.x import XConnector
from publishing.connectors.registry import connect
from tests.fakes.loopback import Reply
from tests.fakes.x import CLIENT_ID, CLIENT_SECRET, REFRESH, TOKEN, XServer
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk
from tests.publishing.connectors.test_youtube import large

CALLS = {"upload": "POST /2/media/upload/initialize", "publish": "POST /2/tweets"}


class XStage:
    def __init__(self, server: XServer) -> None:
        self.server = server
        self.stored = {
            "client_secret": CLIENT_SECRET,
            "access_token": TOKEN,
            "refresh_token": REFRESH,
            "expires_at": str(int(time.time()) + 7200),
        }

    def connect(self, *, http: HttpLimits = PATIENT) -> Connector:
        settings = {"client_id": CLIENT_ID, "api": self.server.url, "www": self.server.url}
        return connect("x", Account(settings, self.stored), http=http, keep_secrets=self.stored.update)

    def texts(self) -> list[str]:
        return [each["_text"] for each in self.server.posts if "_text" in each]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=CALLS[on], times=times)

    def secrets(self) -> list[str]:
        return [TOKEN, REFRESH, CLIENT_SECRET]


@pytest.fixture
def stage() -> Iterator[XStage]:
    with XServer() as server:
        yield XStage(server)
    assert server.violations == []


class TestX(NetworkContract):
    too_long = "虎" * 141

    def test_sends_the_whole_file_in_parts(self, stage: XStage, draft: Draft) -> None:
        walk = Walk(stage, large(draft, 9_000_000), {})
        walk.all()
        assert walk.draft.media is not None
        video = next(each for each in stage.server.uploads.values() if each["media_category"] == "tweet_video")
        assert len(video["parts"]) == 3
        assert video["sha256"] == walk.draft.media.sha256

    def test_goes_on_after_the_last_part_that_arrived(self, stage: XStage, draft: Draft) -> None:
        walk = Walk(stage, large(draft, 9_000_000), {})
        walk.through("prepare")
        stage.server.misbehave("cut_before", on="POST /2/media/upload/*/finalize")
        with pytest.raises(TryLater):
            walk.step("upload")
        walk.all()
        appended = [call for call in stage.server.calls if call.endswith("/append")]
        assert len(appended) == 3 + len(draft.subtitles)

    def test_an_upload_that_x_forgot_is_begun_again(self, stage: XStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        stage.server.misbehave("cut_before", on="POST /2/media/upload/*/append")
        with pytest.raises(TryLater):
            walk.step("upload")
        stage.server.uploads.clear()
        with pytest.raises(TryLater) as lost:
            walk.step("upload")
        assert lost.value.code == "media_lost"
        walk.all()
        assert stage.texts() == [draft.text]

    def test_waits_as_long_as_x_says(self, stage: XStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        walk.through("upload")
        still = walk.step("process")
        assert isinstance(still, Wait)
        assert still.after == 2

    def test_processing_that_fails_late_says_why(self, stage: XStage, draft: Draft) -> None:
        stage.server.failure = "file is currently unsupported"
        with pytest.raises(Rejected) as failed:
            Walk(stage, draft, {}).all()
        assert "unsupported" in failed.value.message
        assert stage.texts() == []

    def test_subtitles_travel_as_subrip_with_two_letters(self, stage: XStage, draft: Draft) -> None:
        Walk(stage, draft, {}).all()
        assert [each["language_code"] for each in stage.server.tracks] == ["EN", "RU", "ZH"]
        assert all("-->" in each["text"] and not each["text"].startswith("WEBVTT") for each in stage.server.tracks)

    def test_a_track_that_x_refuses_never_fails_the_post(self, stage: XStage, draft: Draft) -> None:
        stage.server.refused_languages = {"RU"}
        published = Walk(stage, draft, {}).all()
        assert stage.texts() == [draft.text]
        assert published.checkpoint["captions"]["ru"].startswith("refused")

    def test_words_alone_are_found_by_what_was_written(self, stage: XStage, draft: Draft) -> None:
        words = replace(draft, media=None, subtitles=())
        walk = Walk(stage, words, {})
        step = walk.before_publishing()
        before = dict(walk.checkpoint)
        walk.through(step)
        for number in range(130):
            stage.server.post_by_hand(f"{number}")
        walk.checkpoint = before
        assert walk.look() is not None

    def test_the_same_words_from_before_are_not_ours(self, stage: XStage, draft: Draft) -> None:
        words = replace(draft, media=None, subtitles=(), text="东北虎")
        stage.server.post_by_hand(words.text)
        walk = Walk(stage, words, {})
        walk.before_publishing()
        assert walk.look() is None

    def test_a_missing_right_asks_for_a_person(
        self, stage: XStage, draft: Draft, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        forbidden = {"title": "Forbidden", "type": "https://api.x.com/2/problems/oauth1-permissions", "detail": "scope"}
        monkeypatch.setattr(stage.server, "_publish", lambda body: Reply(403, forbidden))
        with pytest.raises(NeedsReconnect):
            Walk(stage, draft, {}).all()

    def test_doubled_words_are_refused_in_x_own_words(
        self, stage: XStage, draft: Draft, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        words = "You are not allowed to create a Tweet with duplicate content."
        monkeypatch.setattr(stage.server, "_publish", lambda body: Reply(403, {"title": "Forbidden", "detail": words}))
        with pytest.raises(Rejected) as refused:
            Walk(stage, draft, {}).all()
        assert words in refused.value.message

    def test_counts(self, stage: XStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            found = connector.insights(published.remote_id, published.checkpoint)
        assert found == {"views": 50, "likes": 4, "comments": 3, "shares": 2, "quotes": 1}

    def test_a_post_that_was_deleted_is_said_to_be_gone(self, stage: XStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            connector.take_down(published.remote_id, published.checkpoint)
            with pytest.raises(Rejected) as gone:
                connector.insights(published.remote_id, published.checkpoint)
        assert gone.value.code == "post_gone"

    def test_what_would_be_refused_is_said_beforehand(self, draft: Draft) -> None:
        capabilities = XConnector.capabilities
        assert check(replace(draft, text="虎" * 140), capabilities) == []
        assert [each.code for each in check(replace(draft, text="虎" * 141), capabilities)] == ["text_too_long"]
        assert draft.media is not None
        long = replace(draft, media=replace(draft.media, duration=141, rate=120))
        assert [each.code for each in check(long, capabilities)] == ["media_too_long", "rate_too_high"]
