"""A Facebook Page, against a server that checks our reading of Meta's guides: videos, Reels, their captions."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from publishing.connectors.base import Account, Connector, Draft, Media, Wait
from publishing.connectors.checks import check
from publishing.connectors.errors import NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.oauth import begin, finish
from publishing.connectors.platforms.facebook import FacebookConnector
from publishing.connectors.registry import connect
from tests.fakes.facebook import OTHER_PAGE, PAGE, PAGE_TOKEN, SECRET, USER_TOKEN, FacebookServer
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk

DAY = 24 * 3600


class FacebookStage:
    def __init__(self, server: FacebookServer, *, edge: str) -> None:
        self.server = server
        upload = f"POST /{PAGE}/{edge}/start"
        publish = f"POST /{PAGE}/video_reels/finish" if edge == "video_reels" else f"POST /{'[0-9]' * 15}"
        self.calls = {"upload": upload, "publish": publish}
        self.settings = {"client_id": "1"}
        self.stored = {
            "client_secret": SECRET,
            "access_token": USER_TOKEN,
            "expires_at": str(int(time.time()) + 50 * DAY),
        }

    def connect(self, *, http: HttpLimits = PATIENT) -> Connector:
        address = self.server.url
        settings = {"api": address, "video": address, "upload": f"{address}/upload", "www": address, **self.settings}
        return connect("facebook", Account(settings, self.stored), http=http, keep_secrets=self.stored.update)

    def texts(self) -> list[str]:
        return [each["text"] for each in self.server.public()]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=self.calls[on], times=times)

    def secrets(self) -> list[str]:
        return [USER_TOKEN, PAGE_TOKEN, SECRET]


@pytest.fixture
def stage() -> Iterator[FacebookStage]:
    with FacebookServer() as server:
        yield FacebookStage(server, edge="videos")
    assert server.violations == []


class PageContract(NetworkContract):
    """What videos and Reels have in common."""

    text_alone = False
    too_long = "虎" * 63_207

    def test_a_takedown_without_permission_is_not_taken_for_done(self, stage: FacebookStage, draft: Draft) -> None:
        """Meta says of what one may not touch that it does not exist."""
        walk = Walk(stage, draft, {})
        published = walk.all()
        stage.server.untouchable = True
        with stage.connect() as connector:
            with pytest.raises(Rejected):
                connector.take_down(published.remote_id, walk.checkpoint)
            stage.server.untouchable = False
            assert stage.texts() == [draft.text]
            connector.take_down(published.remote_id, walk.checkpoint)
        assert stage.texts() == []

    def test_the_whole_file_arrives_with_its_captions(self, stage: FacebookStage, draft: Draft) -> None:
        Walk(stage, replace(draft, title="东北虎"), {}).all()
        (video,) = stage.server.public()
        assert draft.media is not None
        assert (video["sha256"], video["title"]) == (draft.media.sha256, "东北虎")
        assert set(video["captions"]) == {"en_US", "ru_RU", "zh_CN"}
        assert "一只虎" in video["captions"]["zh_CN"]
        assert video["default"] == "zh_CN"

    def test_captions_that_are_refused_never_fail_the_video(self, stage: FacebookStage, draft: Draft) -> None:
        stage.server.refused_locales = {"ru_RU"}
        walk = Walk(stage, draft, {})
        walk.all()
        assert stage.texts() == [draft.text]
        assert walk.checkpoint["captions"]["en"] == "sent"
        assert "ru_RU is not supported" in walk.checkpoint["captions"]["ru"]

    def test_processing_that_fails_late_says_why(self, stage: FacebookStage, draft: Draft) -> None:
        stage.server.failure = "Your video could not be decoded"
        with pytest.raises(Rejected) as failed:
            Walk(stage, draft, {}).all()
        assert failed.value.code == "media_failed"
        assert "could not be decoded" in failed.value.message
        assert stage.texts() == []

    def test_counts(self, stage: FacebookStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            assert connector.insights(published.remote_id, published.checkpoint) == {
                "views": 9,
                "likes": 3,
                "comments": 2,
            }

    def test_one_page_of_several_is_to_be_named(self, stage: FacebookStage, draft: Draft) -> None:
        stage.server.several = True
        with pytest.raises(Rejected) as unclear:
            Walk(stage, draft, {}).all()
        assert OTHER_PAGE in unclear.value.message
        stage.settings["page"] = PAGE
        Walk(stage, draft, {}).all()
        assert stage.texts() == [draft.text]

    def test_a_page_that_is_not_ours_asks_for_a_person(self, stage: FacebookStage, draft: Draft) -> None:
        stage.settings["page"] = "999"
        with pytest.raises(NeedsReconnect):
            Walk(stage, draft, {}).all()
        stage.server.violations.clear()

    def test_a_token_near_its_end_is_exchanged_first(self, stage: FacebookStage) -> None:
        stage.stored["expires_at"] = str(int(time.time()) + DAY)
        with stage.connect() as connector:
            assert connector.verify().handle == "@tigers"
        assert stage.server.renewals == 1
        assert int(stage.stored["expires_at"]) > time.time() + 50 * DAY


class TestPageVideo(PageContract):
    def test_nobody_sees_it_before_it_is_ready(self, stage: FacebookStage, draft: Draft) -> None:
        stage.server.polls = 2
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        walk.through("upload")
        assert isinstance(walk.step("process"), Wait)
        assert stage.texts() == []
        walk.all()
        assert stage.texts() == [draft.text]

    @pytest.mark.parametrize("kind", ["cut_after", "cut_before", "server_error_after", "server_error"])
    def test_goes_on_where_a_broken_upload_stopped(self, stage: FacebookStage, draft: Draft, kind: str) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        stage.server.misbehave(kind, on="POST */videos/transfer")
        with pytest.raises(TryLater):
            walk.step("upload")
        walk.all()
        assert stage.texts() == [draft.text]
        assert len(stage.server.videos) == 1

    @pytest.mark.parametrize("kind", ["cut_after", "cut_before", "server_error_after"])
    def test_is_finished_once(self, stage: FacebookStage, draft: Draft, kind: str) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        stage.server.misbehave(kind, on="POST */videos/finish")
        with pytest.raises(TryLater):
            walk.step("upload")
        walk.all()
        assert stage.texts() == [draft.text]
        assert len(stage.server.videos) == 1

    def test_a_session_that_ended_is_begun_again(self, stage: FacebookStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        stage.server.misbehave("cut_before", on="POST */videos/transfer")
        with pytest.raises(TryLater):
            walk.step("upload")
        stage.server.forget_sessions()
        with pytest.raises(TryLater) as lost:
            walk.step("upload")
        assert lost.value.code == "media_lost"
        walk.all()
        assert stage.texts() == [draft.text]

    def test_a_fault_amid_publishing_that_meta_calls_by_a_number_is_unknown(
        self, stage: FacebookStage, draft: Draft
    ) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.misbehave("server_error_after")
        with pytest.raises(OutcomeUnknown):
            walk.step(step)
        found = walk.look()
        assert found is not None
        assert found.url.startswith("https://www.facebook.com/tigers/videos/")


class TestReel(PageContract):
    @pytest.fixture
    def stage(self) -> Iterator[FacebookStage]:
        with FacebookServer() as server:
            yield FacebookStage(server, edge="video_reels")
        assert server.violations == []

    @pytest.fixture
    def clip(self, clip: Media) -> Media:
        return replace(clip, width=1080, height=1920)

    def test_goes_on_from_the_byte_that_arrived(self, stage: FacebookStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        stage.server.misbehave("cut_before", on="POST /upload/*")
        with pytest.raises(TryLater):
            walk.step("upload")
        assert draft.media is not None
        stage.server.receive_part(draft.media.path.read_bytes()[:4000])
        walk.all()
        assert len(stage.server.videos) == 1
        assert stage.server.public()[0]["sha256"] == draft.media.sha256

    def test_waits_until_facebook_shows_it(self, stage: FacebookStage, draft: Draft) -> None:
        stage.server.polls = 2
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        assert isinstance(walk.step(step), Wait)
        with pytest.raises(TryLater) as busy:
            walk.look()
        assert busy.value.code == "processing"
        walk.through(step)
        assert stage.texts() == [draft.text]
        assert stage.server.calls.count(f"POST /{PAGE}/video_reels/finish") == 1

    def test_captions_that_could_not_be_sent_follow(self, stage: FacebookStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        stage.server.misbehave("server_error", on="POST */captions")
        published = walk.all()
        with stage.connect() as connector:
            connector.follow_up(draft, published.checkpoint, save=lambda checkpoint: None)
        assert set(stage.server.public()[0]["captions"]) == {"en_US", "ru_RU", "zh_CN"}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"width": 1080, "height": 1920}, "reel"),
        ({"width": 720, "height": 1280, "rate": 23.976}, "reel"),
        ({"width": 720, "height": 1280, "rate": 15.0}, "video"),
        ({"width": 1080, "height": 1920, "duration": 90.5}, "video"),
        ({"width": 1080, "height": 1920, "duration": 2.5}, "video"),
        ({"width": 360, "height": 640}, "video"),
        ({"width": 1080, "height": 1350}, "video"),
        ({"width": 1920, "height": 1080}, "video"),
    ],
)
def test_shape_and_length_decide_what_a_video_becomes(
    draft: Draft, clip: Media, change: dict[str, float], kind: str
) -> None:
    with connect("facebook", Account({}, {})) as connector:
        steps = connector.steps(replace(draft, media=replace(clip, **change)))  # type: ignore[arg-type]
    assert ("process" in [each.name for each in steps]) is (kind == "video")


def test_what_does_not_fit_a_reel_is_refused_before_anything_is_sent(draft: Draft) -> None:
    reel = replace(draft, options={"kind": "reel"})
    assert [each.code for each in check(reel, FacebookConnector.capabilities)] == ["picture_too_small", "picture_shape"]
    assert check(replace(draft, options={"kind": "video"}), FacebookConnector.capabilities) == []
    with FacebookServer() as server:
        stage = FacebookStage(server, edge="video_reels")
        with pytest.raises(Rejected) as refused:
            Walk(stage, reel, {}).all()
        assert server.videos == {}
    assert "asks for at least 540" in refused.value.message


def test_what_the_channel_says_holds_unless_the_post_says_otherwise(draft: Draft) -> None:
    with connect("facebook", Account({"kind": "reel"}, {})) as connector:
        assert "process" not in [each.name for each in connector.steps(draft)]
        steps = connector.steps(replace(draft, options={"kind": "video"}))
    assert "process" in [each.name for each in steps]


def test_signing_in_gives_a_token_for_sixty_days(stage: FacebookStage) -> None:
    how = FacebookConnector.capabilities.oauth
    assert how is not None
    with stage.connect() as connector:
        settings = connector.settings()  # type: ignore[attr-defined]
    secrets = {"client_secret": SECRET}
    begun = begin(how, settings, redirect_uri="https://desk.example/back")
    assert "/v25.0/dialog/oauth?" in begun.url
    with stage.connect() as connector:
        kept = finish(
            how,
            settings,
            secrets,
            code="a-code",
            verifier=begun.verifier,
            redirect_uri="https://desk.example/back",
            courier=connector.courier,  # type: ignore[attr-defined]
        )
    assert kept["access_token"] == USER_TOKEN
    assert int(kept["expires_at"]) > time.time() + 59 * DAY
    assert stage.server.renewals == 1
