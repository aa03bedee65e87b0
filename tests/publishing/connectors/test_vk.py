"""VK, against a server that checks every method with VK's own schema."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from publishing.connectors.base import Account, Connector, Draft
from publishing.connectors.errors import NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.registry import connect
from tests.fakes.vk import COMMUNITY, REFRESH, TOKEN, VkServer, refused
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk
from tests.samples import sample

CALLS = {"upload": "POST /method/video.save", "publish": "POST /method/wall.post"}


class VkStage:
    def __init__(self, server: VkServer) -> None:
        self.server = server
        self.stored = {
            "access_token": TOKEN,
            "refresh_token": REFRESH,
            "device_id": "device-1",
            "expires_at": str(int(time.time()) + 3600),
        }

    def connect(self, *, http: HttpLimits = PATIENT) -> Connector:
        settings = {"client_id": "51", "community": COMMUNITY, "api": self.server.url, "www": self.server.url}
        return connect("vk", Account(settings, self.stored), http=http, keep_secrets=self.stored.update)

    def texts(self) -> list[str]:
        return [each["text"] for each in self.server.posts if "_ours" in each]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=CALLS[on], times=times)

    def secrets(self) -> list[str]:
        return [TOKEN, REFRESH]


@pytest.fixture
def stage() -> Iterator[VkStage]:
    with VkServer(description=sample("api/vk")) as server:
        yield VkStage(server)
    assert server.violations == []


class TestVk(NetworkContract):
    too_long = "虎" * 16_385

    def test_the_whole_file_arrives_without_the_token(self, stage: VkStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        assert draft.media is not None
        assert [each["sha256"] for each in stage.server.videos.values()] == [draft.media.sha256]
        assert published.url == f"https://vk.com/wall-{COMMUNITY}_{stage.server.posts[0]['id']}"

    def test_the_same_words_from_before_are_not_ours(self, stage: VkStage, draft: Draft) -> None:
        words = replace(draft, media=None, subtitles=())
        stage.server.post_by_hand(words.text)
        walk = Walk(stage, words, {})
        walk.before_publishing()
        assert walk.look() is None

    def test_a_video_that_vk_restricts_says_why(self, stage: VkStage, draft: Draft) -> None:
        stage.server.restricted = "Video is unavailable at the request of the copyright holder"
        with pytest.raises(Rejected) as failed:
            Walk(stage, draft, {}).all()
        assert "copyright" in failed.value.message
        assert stage.texts() == []

    @pytest.mark.parametrize(
        ("code", "kind"), [(6, TryLater), (9, TryLater), (10, OutcomeUnknown), (15, NeedsReconnect), (214, Rejected)]
    )
    def test_errors_that_come_with_status_200(
        self, stage: VkStage, draft: Draft, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[Exception]
    ) -> None:
        monkeypatch.setattr(stage.server, "_wall_post", lambda fields: refused(code, "VK's own words"))
        with pytest.raises(kind):
            Walk(stage, draft, {}).all()

    def test_counts(self, stage: VkStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            found = connector.insights(published.remote_id, published.checkpoint)
        assert found == {"views": 70, "likes": 5, "comments": 4, "shares": 2}

    def test_a_token_is_renewed_with_the_device_it_belongs_to(self, stage: VkStage) -> None:
        stage.stored |= {"access_token": "ended", "expires_at": "1"}
        with stage.connect() as connector:
            connector.verify()
        assert stage.stored["access_token"] == TOKEN
        assert stage.stored["device_id"] == "device-1"
