"""Telegram, against a server that checks every request with the published list of methods."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.connectors.base import Account, Connector, Draft
from publishing.connectors.checks import check
from publishing.connectors.errors import CannotLook, NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.platforms.telegram import TelegramConnector, may_post
from publishing.connectors.registry import connect
from tests.fakes.telegram import TOKEN, TelegramServer, flood
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk
from tests.samples import sample

CALLS = {"upload": "POST */getChat", "publish": "POST */sendVideo"}


class TelegramStage:
    def __init__(self, server: TelegramServer) -> None:
        self.server = server

    def connect(self, *, http: HttpLimits = PATIENT, chat: str = "@tigers") -> Connector:
        settings = {"api": self.server.url, "chat": chat}
        return connect("telegram", Account(settings, {"token": TOKEN}), http=http)

    def texts(self) -> list[str]:
        return [each.get("caption") or each.get("text") or "" for each in self.server.messages.values()]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=CALLS[on], times=times)

    def secrets(self) -> list[str]:
        return [TOKEN]


@pytest.fixture
def stage() -> Iterator[TelegramStage]:
    with TelegramServer(description=sample("api/telegram-bot.json")) as server:
        yield TelegramStage(server)
    assert server.violations == []


class TestTelegram(NetworkContract):
    processes = False
    can_look = False
    too_long = "虎" * 1025

    def test_the_whole_file_goes_out_in_one_request(self, stage: TelegramStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        assert draft.media is not None
        assert list(stage.server.files.values()) == [draft.media.sha256]
        assert published.url == "https://t.me/tigers/7"
        assert [call.rpartition("/")[2] for call in stage.server.calls].count("sendVideo") == 1

    def test_the_file_is_never_in_memory_whole(self, stage: TelegramStage, draft: Draft, tmp_path: object) -> None:
        assert draft.media is not None
        content = b"\0" * 20_000_000
        draft.media.path.write_bytes(content)
        large = replace(draft.media, size=len(content), sha256=hashlib.sha256(content).hexdigest())
        Walk(stage, replace(draft, media=large), {}).all()
        assert list(stage.server.files.values()) == [large.sha256]

    def test_a_bot_that_may_not_post_is_noticed_before_anything_is_out(
        self, stage: TelegramStage, draft: Draft
    ) -> None:
        stage.server.rights = {"status": "administrator", "can_post_messages": False}
        with pytest.raises(NeedsReconnect):
            Walk(stage, draft, {}).before_publishing()
        stage.server.rights = {"status": "left"}
        with pytest.raises(NeedsReconnect):
            Walk(stage, draft, {}).before_publishing()

    def test_a_channel_that_is_not_there_is_named(self, stage: TelegramStage) -> None:
        with stage.connect(chat="@nobody") as connector, pytest.raises(Rejected) as refused:
            connector.verify()
        assert "chat not found" in refused.value.message

    def test_a_flood_is_waited_for_as_long_as_the_body_says(
        self, stage: TelegramStage, draft: Draft, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        monkeypatch.setattr(stage.server, "_sendVideo", lambda fields: flood(41))
        with pytest.raises(TryLater) as paused:
            walk.step(step)
        assert paused.value.after == 41

    def test_a_message_that_telegram_put_off_is_not_called_published(self, stage: TelegramStage, draft: Draft) -> None:
        stage.server.put_off = True
        with pytest.raises(OutcomeUnknown):
            Walk(stage, draft, {}).all()

    def test_the_limit_depends_on_whether_there_is_a_video(self, draft: Draft) -> None:
        capabilities = TelegramConnector.capabilities
        fits = replace(draft, text="虎" * 1024)
        assert [each.code for each in check(fits, capabilities)] == []
        over = replace(draft, text="虎" * 1025)
        assert [each.code for each in check(over, capabilities)] == ["text_too_long"]
        assert check(replace(over, media=None), capabilities) == []
        emoji = replace(draft, text="🐅" * 513)  # two UTF-16 units each
        assert [each.params["over"] for each in check(emoji, capabilities)] == [2]

    def test_an_own_server_takes_larger_files(self, stage: TelegramStage) -> None:
        with stage.connect() as connector:
            assert connector.limits().media.max_bytes > connector.capabilities.media.max_bytes

    def test_it_says_that_nothing_can_be_measured(self, stage: TelegramStage) -> None:
        with stage.connect() as connector, pytest.raises(CannotLook):
            connector.insights("[1, 2]", {})


@given(st.text(max_size=40))
def test_utf16_units_are_what_javascript_counts(text: str) -> None:
    limit = TelegramConnector.capabilities.limits("text", media=True)[0]
    assert limit.source.checked == date(2026, 11, 23)
    units = sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)
    draft = Draft(key="k", text=text * 100)
    over = [each for each in check(draft, TelegramConnector.capabilities) if each.code == "text_too_long"]
    assert bool(over) is (units * 100 > 4096)


def test_who_may_post() -> None:
    assert may_post({"status": "creator"}, channel=True)
    assert not may_post({"status": "member"}, channel=True)
    assert may_post({"status": "member"}, channel=False)
    assert not may_post({"status": "restricted", "can_send_videos": False}, channel=False)
    assert not may_post({"status": "kicked"}, channel=False)
