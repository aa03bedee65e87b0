"""Bluesky, against its real personal data server on loopback; only the video service is stood in for."""

import base64
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from publishing.connectors.base import Account, Connector, Draft, SubtitleTrack, Wait
from publishing.connectors.errors import NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.registry import connect
from tests.fakes.bluesky import PersonalDataServer, require_installed
from tests.fakes.proxy import UnreliableProxy
from tests.fakes.video_service import VideoService
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk

CALLS = {"upload": "POST /xrpc/com.atproto.repo.uploadBlob", "publish": "POST /xrpc/com.atproto.repo.createRecord"}


class BlueskyStage:
    """An account behind a proxy that can misbehave. Secrets are kept as the delivery keeps them."""

    def __init__(self, server: PersonalDataServer, proxy: UnreliableProxy, who: dict[str, str]) -> None:
        self.server = server
        self.proxy = proxy
        self.who = who
        self.kept: dict[str, str] = {"app_password": self.who["app_password"]}
        self.video_service = ""

    def connect(self, *, http: HttpLimits = PATIENT) -> Connector:
        settings = {"service": self.proxy.url, "identifier": f"@{self.who['handle']}"}
        account = Account({**settings, "video_service": self.video_service}, dict(self.kept))
        return connect("bluesky", account, http=http, keep_secrets=self.kept.update)

    def texts(self) -> list[str]:
        return [each["value"]["text"] for each in self.server.records(self.who["did"])]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.proxy.behave()
        if kind != "nothing":
            self.proxy.misbehave(kind, on=CALLS[on], times=times)

    def secrets(self) -> list[str]:
        tokens = self.kept.get("session", "").split(":::")[2:4]
        return [self.who["app_password"], *tokens]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PersonalDataServer]:
    require_installed()
    with PersonalDataServer(folder=tmp_path_factory.mktemp("bluesky")) as running:
        yield running


@pytest.fixture(scope="module")
def who(server: PersonalDataServer) -> dict[str, str]:
    return server.new_account()


@pytest.fixture
def stage(server: PersonalDataServer, who: dict[str, str]) -> Iterator[BlueskyStage]:
    if not server.alive:  # it crashed in an earlier test, which says so
        server.__enter__()
        who.update(server.new_account())
    server.clear(who)
    with UnreliableProxy(target=server.url) as proxy:
        yield BlueskyStage(server, proxy, who)


class TestBluesky(NetworkContract):
    processes = False  # the personal data server takes the file as it is; see TestVideoService for the other way

    def test_the_record_holds_what_the_draft_says(self, stage: BlueskyStage, draft: Draft) -> None:
        Walk(stage, draft, {}).all()
        (stored,) = stage.server.records(stage.who["did"])
        value, embed = stored["value"], stored["value"]["embed"]
        assert value["langs"] == ["zh-Hans"]
        assert value["tags"] == ["leopard"]
        assert embed["alt"] == draft.alt_text
        assert (embed["aspectRatio"]["width"], embed["aspectRatio"]["height"]) == (1280, 720)
        assert [each["lang"] for each in embed["captions"]] == ["en", "ru", "zh-Hans"]
        assert draft.media is not None
        assert stage.server.blob(stage.who["did"], embed["video"]["ref"]["$link"]) == draft.media.path.read_bytes()
        for track, caption in zip(draft.subtitles, embed["captions"], strict=True):
            link = caption["file"]["ref"]["$link"]
            assert stage.server.blob(stage.who["did"], link) == track.path.read_bytes()

    def test_links_and_hashtags_are_marked_by_their_bytes(self, stage: BlueskyStage, draft: Draft) -> None:
        text = "🐅雪 #东北虎 https://example.org/a，#tiger"
        Walk(stage, replace(draft, text=text, media=None, subtitles=()), {}).all()
        (stored,) = stage.server.records(stage.who["did"])
        marked = {
            text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(): facet["features"][0]
            for facet in stored["value"]["facets"]
        }
        assert marked["#东北虎"]["tag"] == "东北虎"
        assert any(feature.get("uri", "").startswith("https://example.org/a") for feature in marked.values())

    def test_mentions_of_accounts_that_exist_are_marked(self, stage: BlueskyStage, draft: Draft) -> None:
        text = f"虎 @{stage.who['handle']} and @nobody-at-all.test"
        Walk(stage, replace(draft, text=text, media=None, subtitles=()), {}).all()
        (stored,) = stage.server.records(stage.who["did"])
        (facet,) = stored["value"]["facets"]
        assert facet["features"][0]["did"] == stage.who["did"]
        index = facet["index"]
        assert text.encode()[index["byteStart"] : index["byteEnd"]].decode() == f"@{stage.who['handle']}"

    def test_the_session_is_kept_so_that_one_delivery_signs_in_once(self, stage: BlueskyStage, draft: Draft) -> None:
        Walk(stage, draft, {}).all()
        assert stage.proxy.calls.count("POST /xrpc/com.atproto.server.createSession") == 1

    def test_a_session_that_the_server_ended_is_begun_anew(self, stage: BlueskyStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.misbehave("unauthorized")
        walk.through(step)
        assert stage.texts() == [draft.text]
        assert stage.proxy.calls.count("POST /xrpc/com.atproto.server.createSession") == 2

    @pytest.mark.parametrize(("refresh_holds", "sign_ins"), [(True, 1), (False, 2)])
    def test_a_session_near_its_end_is_renewed_and_kept(
        self, stage: BlueskyStage, refresh_holds: bool, sign_ins: int
    ) -> None:
        with stage.connect() as connector:
            connector.verify()
        handle, did, _access, refresh, place = stage.kept["session"].split(":::")
        claims = base64.urlsafe_b64encode(json.dumps({"exp": int(time.time()) + 60}).encode()).decode().rstrip("=")
        parts = [handle, did, f"e30.{claims}.c2ln", refresh if refresh_holds else f"e30.{claims}.c2ln", place]
        stage.kept["session"] = ending = ":::".join(parts)
        with stage.connect() as connector:
            assert connector.verify().name == stage.who["handle"]
        assert stage.proxy.calls.count("POST /xrpc/com.atproto.server.refreshSession") == 1
        assert stage.proxy.calls.count("POST /xrpc/com.atproto.server.createSession") == sign_ins
        assert stage.kept["session"] != ending

    def test_a_session_that_cannot_be_read_is_begun_anew(self, stage: BlueskyStage) -> None:
        with stage.connect() as connector:
            connector.verify()
        stage.kept["session"] = "of another version"
        with stage.connect() as connector:
            assert connector.verify().name == stage.who["handle"]

    def test_a_kept_session_of_another_account_is_not_used(self, stage: BlueskyStage) -> None:
        with stage.connect() as connector:
            connector.verify()
        stage.who = stage.server.new_account()
        stage.kept["app_password"] = stage.who["app_password"]
        with stage.connect() as connector:
            assert connector.verify().name == stage.who["handle"]

    def test_a_wrong_password_asks_for_a_person(self, stage: BlueskyStage) -> None:
        stage.kept["app_password"] = "wrong-password-9"
        with stage.connect() as connector, pytest.raises(NeedsReconnect) as refused:
            connector.verify()
        assert "wrong-password-9" not in str(refused.value)

    def test_captions_too_large_are_refused_before_anything_is_published(
        self, stage: BlueskyStage, draft: Draft, tmp_path: Path
    ) -> None:
        large = tmp_path / "large.vtt"
        large.write_text("WEBVTT\n\n" + "x" * 20_001, encoding="utf-8")
        walk = Walk(stage, replace(draft, subtitles=(*draft.subtitles, SubtitleTrack("fr", large))), {})
        with pytest.raises(Rejected) as refused:
            walk.all()
        assert refused.value.code == "subtitles_too_large"
        assert list(walk.checkpoint["captions"]) == ["en", "ru", "zh-Hans"]
        assert stage.texts() == []

    def test_captions_go_on_where_they_stopped(self, stage: BlueskyStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        walk.through("upload")
        stage.proxy.misbehave("server_error", on=CALLS["upload"])
        with pytest.raises(TryLater):
            walk.through("captions")
        walk.through("captions")
        walk.through("publish")
        uploads = 1 + 1 + len(draft.subtitles)  # the clip, the failed one, the tracks
        assert stage.proxy.calls.count(CALLS["upload"]) == uploads

    def test_a_server_that_is_not_there_only_delays(
        self, server: PersonalDataServer, who: dict[str, str], draft: Draft
    ) -> None:
        with UnreliableProxy(target=server.url) as proxy:
            stage = BlueskyStage(server, proxy, who)
            walk = Walk(stage, draft, {})
            step = walk.before_publishing()
        with pytest.raises(TryLater) as later:
            walk.step(step)
        assert later.value.code == "unreachable"

    def test_a_repeat_of_a_published_record_adds_nothing(self, stage: BlueskyStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.all()
        with pytest.raises(OutcomeUnknown):
            walk.step("publish")
        assert walk.look() is not None
        assert len(stage.texts()) == 1


class TestVideoService:
    """The way over Bluesky's own video service."""

    @pytest.fixture
    def service(self, stage: BlueskyStage) -> Iterator[VideoService]:
        with VideoService(server=stage.server) as running:
            stage.video_service = running.url
            yield running

    def test_the_processed_video_is_embedded(self, stage: BlueskyStage, service: VideoService, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        walk.through("upload")
        assert isinstance(walk.step("process"), Wait)
        walk.all()
        (stored,) = stage.server.records(stage.who["did"])
        assert stored["value"]["embed"]["video"] == walk.checkpoint["video"]

    def test_a_file_sent_twice_is_one_job(self, stage: BlueskyStage, service: VideoService, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        service.misbehave("cut_after", on="POST *")
        with pytest.raises(TryLater):
            walk.step("upload")
        walk.http = PATIENT
        walk.all()
        assert len(stage.texts()) == 1

    def test_processing_that_fails_says_why(self, stage: BlueskyStage, service: VideoService, draft: Draft) -> None:
        service.broken = True
        with pytest.raises(Rejected) as refused:
            Walk(stage, draft, {}).all()
        assert refused.value.code == "media_failed"
        assert "could not be encoded" in refused.value.message
        assert stage.texts() == []

    def test_asks_what_is_left_today(self, stage: BlueskyStage, service: VideoService) -> None:
        with stage.connect() as connector:
            assert connector.limits().media.max_bytes == 7_000_000
