"""YouTube, against a server that checks every request with Google's discovery document."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.connectors.base import Account, Connector, Done, Draft, Media, Wait, Wording
from publishing.connectors.checks import check
from publishing.connectors.errors import NeedsReconnect, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.platforms.youtube import YouTubeConnector, related, until_midnight
from publishing.connectors.registry import connect
from tests.fakes.youtube import REFRESH, TOKEN, YouTubeServer
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk
from tests.samples import sample

CALLS = {"upload": "POST /resumable/upload/*", "publish": "PUT /youtube/v3/videos"}
HOUR = 3600


class YouTubeStage:
    def __init__(self, server: YouTubeServer) -> None:
        self.server = server
        self.stored = {
            "client_secret": "youtube-client-secret-7d1",
            "access_token": TOKEN,
            "refresh_token": REFRESH,
            "expires_at": str(int(time.time()) + HOUR),
        }

    def connect(self, *, http: HttpLimits = PATIENT, visibility: str = "public") -> Connector:
        address = self.server.url
        settings = {"client_id": "pugmark", "api": address, "www": address, "token": address, "visibility": visibility}
        return connect("youtube", Account(settings, self.stored), http=http, keep_secrets=self.stored.update)

    def texts(self) -> list[str]:
        shown = [each for each in self.server.videos.values() if each["status"]["privacyStatus"] == "public"]
        return [each["snippet"]["description"] for each in shown]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=CALLS[on], times=times)

    def secrets(self) -> list[str]:
        return [value for name, value in self.stored.items() if name != "expires_at"]


@pytest.fixture
def stage() -> Iterator[YouTubeStage]:
    with YouTubeServer(description=sample("api/youtube.v3.json")) as server:
        yield YouTubeStage(server)
    assert server.violations == []


PICTURE = b"\xff\xd8 a tiger \xff\xd9"


def with_picture(draft: Draft, folder: Path, *, size: int = 0) -> Draft:
    """The draft with a picture for its video, of at least `size` bytes."""
    assert draft.media is not None
    poster = folder / "poster.jpg"
    poster.write_bytes(PICTURE + b"\0" * size)
    return replace(draft, media=replace(draft.media, poster=poster))


def large(draft: Draft, size: int) -> Draft:
    """The draft with a file of `size` bytes."""
    assert draft.media is not None
    content = hashlib.sha256(b"tiger").digest() * (size // 32 + 1)
    draft.media.path.write_bytes(content[:size])
    return replace(draft, media=replace(draft.media, size=size, sha256=hashlib.sha256(content[:size]).hexdigest()))


class TestYouTube(NetworkContract):
    text_alone = False
    too_long = "标题\n" + "虎" * 1667

    def test_nothing_is_public_before_the_last_step(self, stage: YouTubeStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.before_publishing()
        (video,) = stage.server.videos.values()
        assert video["status"]["privacyStatus"] == "private"
        assert stage.texts() == []

    def test_sends_title_languages_and_the_whole_file(self, stage: YouTubeStage, draft: Draft) -> None:
        wording = Wording("ru", "Амурский тигр", "Тигр идёт по снегу.")
        Walk(stage, replace(draft, title="东北虎", translations=(wording,)), {}).all()
        (video,) = stage.server.videos.values()
        assert draft.media is not None
        assert video["_sha256"] == draft.media.sha256
        assert video["snippet"]["title"] == "东北虎"
        assert video["snippet"]["defaultLanguage"] == "zh-Hans"
        assert video["localizations"] == {"ru": {"title": "Амурский тигр", "description": "Тигр идёт по снегу."}}

    def test_captions_go_as_tracks_of_their_own(self, stage: YouTubeStage, draft: Draft) -> None:
        Walk(stage, draft, {}).all()
        assert [language for _video, language, _text in stage.server.captions] == ["en", "ru", "zh-Hans"]
        assert stage.server.captions[1][2].startswith("WEBVTT")

    def test_goes_on_where_a_broken_upload_stopped(self, stage: YouTubeStage, draft: Draft) -> None:
        walk = Walk(stage, large(draft, 40_000_000), {})
        walk.through("prepare")
        stage.server.misbehave("cut_after", on="PUT /session/*")
        with pytest.raises(TryLater):
            walk.step("upload")
        walk.through("upload")
        (video,) = stage.server.videos.values()
        assert walk.draft.media is not None
        assert video["_sha256"] == walk.draft.media.sha256
        # Three chunks and one question, and no byte twice.
        assert stage.server.calls.count("PUT /session/1") == 4

    def test_a_session_that_youtube_forgot_is_begun_again(self, stage: YouTubeStage, draft: Draft) -> None:
        walk = Walk(stage, large(draft, 20_000_000), {})
        walk.through("prepare")
        stage.server.misbehave("cut_after", on="PUT /session/*")
        with pytest.raises(TryLater):
            walk.step("upload")
        stage.server.forget_sessions()
        with pytest.raises(TryLater) as lost:
            walk.step("upload")
        assert lost.value.code == "media_lost"
        walk.all()
        assert stage.texts() == [draft.text]

    def test_an_upload_whose_last_answer_was_lost_makes_no_second_video(
        self, stage: YouTubeStage, draft: Draft
    ) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        stage.server.misbehave("cut_after", on="PUT /session/*")
        with pytest.raises(TryLater):
            walk.step("upload")
        walk.all()
        assert len(stage.server.videos) == 1

    def test_waits_for_processing_and_says_why_it_failed(self, stage: YouTubeStage, draft: Draft) -> None:
        stage.server.polls, stage.server.failure = 2, "codec"
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        walk.through("upload")
        assert isinstance(walk.step("process"), Wait)
        assert isinstance(walk.step("process"), Wait)
        with pytest.raises(Rejected) as failed:
            walk.step("process")
        assert failed.value.code == "media_failed"
        assert failed.value.params["words"] == "codec"

    def test_captions_beyond_the_quota_follow_later_and_the_video_is_out(
        self, stage: YouTubeStage, draft: Draft
    ) -> None:
        stage.server.units = 900
        walk = Walk(stage, draft, {})
        walk.all()
        assert stage.texts() == [draft.text]
        assert [language for _video, language, _text in stage.server.captions] == ["en", "ru"]
        with stage.connect() as connector:
            still = connector.follow_up(draft, walk.checkpoint, save=lambda checkpoint: None)
            assert isinstance(still, Wait)
            assert 0 < still.after <= 25 * HOUR
            stage.server.units = 10_000
            done = connector.follow_up(draft, still.checkpoint, save=lambda checkpoint: None)
        assert isinstance(done, Done)
        assert [language for _video, language, _text in stage.server.captions] == ["en", "ru", "zh-Hans"]

    def test_a_track_that_youtube_refuses_never_fails_the_video(self, stage: YouTubeStage, draft: Draft) -> None:
        stage.server.refused_languages = {"ru"}
        walk = Walk(stage, draft, {})
        published = walk.all()
        assert stage.texts() == [draft.text]
        assert published.checkpoint["captions"]["ru"].startswith("refused")
        assert published.checkpoint["captions"]["zh-Hans"] == "sent"

    def test_a_caption_whose_answer_was_lost_is_not_sent_twice(self, stage: YouTubeStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        for step in ("prepare", "upload", "process"):
            walk.through(step)
        stage.server.misbehave("cut_after", on="POST /upload/*captions")
        with pytest.raises(TryLater):
            walk.step("captions")
        walk.all()
        assert [language for _video, language, _text in stage.server.captions] == ["en", "ru", "zh-Hans"]

    def test_the_posts_own_picture_is_set_before_anybody_sees_the_video(
        self, stage: YouTubeStage, draft: Draft, tmp_path: Path
    ) -> None:
        walk = Walk(stage, with_picture(draft, tmp_path), {})
        for step in ("prepare", "upload", "process", "thumbnail"):
            walk.through(step)
        assert list(stage.server.thumbnails.values()) == [PICTURE]
        assert stage.texts() == []
        walk.all()
        assert stage.server.units == 10_000 - 50 - 3 * 400

    @pytest.mark.parametrize("why", ["unverified", "spent", "too large", "gone", "faults"])
    def test_a_picture_that_youtube_does_not_take_never_fails_the_video(
        self, stage: YouTubeStage, draft: Draft, tmp_path: Path, why: str
    ) -> None:
        """A channel without a telephone number may set none (403): its sign-in is as good as before."""
        pictured = with_picture(draft, tmp_path, size=3_000_000 if why == "too large" else 0)
        walk = Walk(stage, pictured, {})
        for step in ("prepare", "upload", "process"):
            walk.through(step)
        stage.server.unverified = why == "unverified"
        if why == "spent":
            stage.server.units = 10
        if why == "gone":
            (tmp_path / "poster.jpg").unlink()
        if why == "faults":
            stage.server.misbehave("server_error", on="POST /upload/*thumbnails*", times=9)
            for _ in range(2):
                with pytest.raises(TryLater):
                    walk.step("thumbnail")
        walk.all()
        assert stage.texts() == [draft.text]
        assert stage.server.thumbnails == {}
        assert walk.checkpoint["thumbnail"].startswith("refused: ")

    def test_a_token_that_ended_is_renewed_on_the_way(self, stage: YouTubeStage, draft: Draft) -> None:
        stage.stored |= {"access_token": "ended", "expires_at": str(int(time.time()) - 5)}
        Walk(stage, draft, {}).all()
        assert stage.stored["access_token"] == TOKEN
        assert stage.stored["refresh_token"] == REFRESH

    def test_an_account_without_a_refresh_token_asks_for_a_person(self, stage: YouTubeStage) -> None:
        stage.stored |= {"access_token": "ended", "expires_at": "1", "refresh_token": ""}
        with stage.connect() as connector, pytest.raises(NeedsReconnect):
            connector.verify()

    def test_counts(self, stage: YouTubeStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            found = connector.insights(published.remote_id, published.checkpoint)
        assert found == {"views": 120, "likes": 9, "comments": 2}

    def test_what_would_be_refused_is_said_beforehand(self, draft: Draft, clip: Media) -> None:
        capabilities = YouTubeConnector.capabilities
        fits = replace(draft, title="虎" * 100, text="虎" * 1666 + "ab")
        assert check(fits, capabilities) == []
        over = replace(fits, title="虎" * 101, text="虎" * 1667)
        assert [each.code for each in check(over, capabilities)] == ["title_too_long", "text_too_long"]
        untitled = replace(fits, title="")
        assert [(each.code, each.severity) for each in check(untitled, capabilities)] == [("title_missing", "warning")]


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1)))
def test_the_quota_begins_anew_at_midnight_in_california(now: datetime) -> None:
    seconds = until_midnight(now)
    assert 0 < seconds <= 25 * HOUR


def test_a_boundary_never_stands_in_the_file() -> None:
    body, kind = related({"snippet": {}}, b"--pugmark-part--\r\n", content_type="text/vtt")
    boundary = kind.partition("boundary=")[2].encode()
    assert body.count(b"--" + boundary + b"\r\n") == 2
