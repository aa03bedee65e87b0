"""Bilibili, against a server that checks our reading of its documents."""

import hashlib
import hmac
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from publishing.connectors import bilibili_api, oauth
from publishing.connectors.base import Account, Connector, Draft, Published, Wait
from publishing.connectors.checks import check
from publishing.connectors.courier import Courier
from publishing.connectors.errors import NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.platforms.bilibili import BilibiliConnector
from publishing.connectors.registry import connect
from tests.fakes.bilibili import CLIENT_ID, CLIENT_SECRET, REFRESH, TOKEN, BilibiliServer
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk
from tests.publishing.connectors.test_youtube import large

CALLS = {"upload": "POST /arcopen/fn/archive/video/init", "publish": "POST /arcopen/fn/archive/add-by-utoken"}


class BilibiliStage:
    def __init__(self, server: BilibiliServer) -> None:
        self.server = server
        self.stored = {
            "client_secret": CLIENT_SECRET,
            "access_token": TOKEN,
            "refresh_token": REFRESH,
            "expires_at": str(int(time.time()) + 86400),
        }

    def settings(self, **more: str) -> dict[str, str]:
        address = self.server.url
        return {"client_id": CLIENT_ID, "api": address, "upload": address, "accounts": address, **more}

    def connect(self, *, http: HttpLimits = PATIENT, **more: str) -> Connector:
        account = Account(self.settings(**more), self.stored)
        return connect("bilibili", account, http=http, keep_secrets=self.stored.update)

    def texts(self) -> list[str]:
        return [each["desc"] for each in self.server.archive.values() if not each["addit_info"].get("reject_reason")]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=CALLS[on], times=times)

    def secrets(self) -> list[str]:
        return [TOKEN, REFRESH, CLIENT_SECRET]


@pytest.fixture
def stage() -> Iterator[BilibiliStage]:
    with BilibiliServer() as server:
        yield BilibiliStage(server)
    assert server.violations == []


class TestBilibili(NetworkContract):
    text_alone = False
    too_long = "虎\n" + "虎" * 249

    def test_a_large_file_goes_in_parts_of_8_mb(self, stage: BilibiliStage, draft: Draft) -> None:
        walk = Walk(stage, large(draft, 20_000_000), {})
        published = walk.all()
        (submitted,) = stage.server.archive.values()
        assert walk.draft.media is not None
        assert submitted["sha256"] == walk.draft.media.sha256
        assert published.url == f"https://www.bilibili.com/video/{published.remote_id}"

    def test_goes_on_where_a_broken_upload_stopped(self, stage: BilibiliStage, draft: Draft) -> None:
        walk = Walk(stage, large(draft, 20_000_000), {})
        walk.through("prepare")
        stage.server.misbehave("cut_before", on="POST /video/v2/part/upload")
        with pytest.raises(TryLater):
            walk.step("upload")
        walk.all()
        assert len(stage.server.uploads) == 1

    def test_an_upload_that_bilibili_forgot_begins_anew(self, stage: BilibiliStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        walk._save({**walk.checkpoint, "upload": "utoken-of-last-week", "sent": 0})
        with pytest.raises(TryLater) as lost:
            walk.step("upload")
        assert lost.value.code == "media_lost"
        walk.all()
        assert stage.texts() == [draft.text]

    def test_title_category_tags_and_cover_go_along(self, stage: BilibiliStage, draft: Draft, tmp_path: Path) -> None:
        poster = tmp_path / "poster.jpg"
        poster.write_bytes(b"\xff\xd8 a tiger \xff\xd9")
        assert draft.media is not None
        whole = replace(draft, title="雪地里的东北虎", tags=("东北虎", "野生动物"))
        Walk(stage, replace(whole, media=replace(draft.media, poster=poster)), {}).all()
        (submitted,) = stage.server.archive.values()
        assert (submitted["title"], submitted["tag"], submitted["tid"]) == ("雪地里的东北虎", "东北虎,野生动物", 221)
        assert submitted["cover"].startswith("https://archive.biliimg.com/")
        assert poster.read_bytes() in stage.server.covers[0]

    def test_waits_for_the_review_and_submits_once(self, stage: BilibiliStage, draft: Draft) -> None:
        stage.server.reviews = 3
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        waits = [walk.step(step), walk.step(step)]
        assert all(isinstance(each, Wait) for each in waits)
        with pytest.raises(TryLater):
            walk.look()
        assert isinstance(walk.through(step), Published)
        assert stage.texts() == [draft.text]

    def test_a_review_that_refuses_says_why(self, stage: BilibiliStage, draft: Draft) -> None:
        stage.server.verdict = -2
        with pytest.raises(Rejected) as refused:
            Walk(stage, draft, {}).all()
        assert "画面不清晰" in refused.value.message

    def test_a_submission_without_an_answer_is_found_among_ones_own(self, stage: BilibiliStage, draft: Draft) -> None:
        stage.server.reviews = 1
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.misbehave("timeout_after")
        walk.http = HttpLimits(connect=2, read=1, upload=1)
        with pytest.raises(OutcomeUnknown):
            walk.step(step)
        with pytest.raises(TryLater):  # it is there, and under review
            walk.look()
        stage.server._viewed(next(iter(stage.server.archive.values())))
        stage.server._viewed(next(iter(stage.server.archive.values())))
        assert walk.look() is not None

    @pytest.mark.parametrize(
        ("code", "kind"),
        [(127009, TryLater), (127201, OutcomeUnknown), (127011, NeedsReconnect), (127207, Rejected)],
    )
    def test_errors_by_their_codes(self, stage: BilibiliStage, draft: Draft, code: int, kind: type[Exception]) -> None:
        stage.server.refusal = code
        with pytest.raises(kind):
            Walk(stage, draft, {}).all()
        assert stage.texts() == []

    def test_a_category_or_title_that_is_none_is_refused_before_anything_is_sent(
        self, stage: BilibiliStage, draft: Draft
    ) -> None:
        for wrong in (
            replace(draft, options={"category": "999"}),
            replace(draft, title="虎" * 81),
            replace(draft, tags=tuple(f"标签{number}" * 8 for number in range(10))),
        ):
            with pytest.raises(Rejected):
                Walk(stage, wrong, {}).all()
        assert stage.server.uploads == {}

    def test_a_token_that_is_no_longer_taken_is_renewed_once(self, stage: BilibiliStage, draft: Draft) -> None:
        stage.server.access = "bili-access-secret-52"
        Walk(stage, draft, {}).all()
        assert stage.texts() == [draft.text]
        assert stage.stored["access_token"] == "bili-access-secret-52"
        assert int(stage.stored["expires_at"]) > time.time() + 86400, "Bilibili tells the moment of its end"

    def test_a_withdrawn_refresh_token_asks_for_a_person(self, stage: BilibiliStage) -> None:
        stage.server.access, stage.stored["refresh_token"] = "another", "used-up"
        with stage.connect() as connector, pytest.raises(NeedsReconnect):
            connector.verify()

    def test_counts(self, stage: BilibiliStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            found = connector.insights(published.remote_id, published.checkpoint)
        assert found == {"views": 9, "likes": 3, "comments": 2, "shares": 1}

    def test_a_post_that_was_deleted_is_said_to_be_gone(self, stage: BilibiliStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            connector.take_down(published.remote_id, published.checkpoint)
            with pytest.raises(Rejected) as gone:
                connector.insights(published.remote_id, published.checkpoint)
        assert gone.value.code == "post_gone"

    def test_a_person_is_sent_to_its_page_and_the_code_becomes_tokens(self, stage: BilibiliStage) -> None:
        declared = BilibiliConnector.capabilities.oauth
        assert declared is not None
        settings = stage.settings(www="https://account.bilibili.com")
        begun = oauth.begin(declared, settings, redirect_uri="https://desk.example/return")
        assert begun.url.startswith("https://account.bilibili.com/pc/account-pc/auth/oauth?")
        assert "gourl=https%3A%2F%2Fdesk.example%2Freturn" in begun.url
        assert "redirect_uri" not in begun.url and f"state={begun.state}" in begun.url
        with_secret = {"client_secret": CLIENT_SECRET}
        courier = Courier(platform="Bilibili", http=PATIENT)
        found = oauth.finish(
            *(declared, settings, with_secret),
            code="c", verifier=begun.verifier, redirect_uri="https://desk.example/return", courier=courier,
        )  # fmt: skip
        courier.close()
        assert (found["access_token"], found["refresh_token"]) == (TOKEN, REFRESH)


def test_tags_over_the_limit_by_one_are_said_before(draft: Draft) -> None:
    capabilities = BilibiliConnector.capabilities
    fitting = replace(draft, title="虎", tags=("虎" * 99, "豹" * 99))
    assert check(fitting, capabilities) == []
    (problem,) = check(replace(fitting, tags=("虎" * 99, "豹" * 100)), capabilities)
    assert (problem.code, problem.params["over"]) == ("tags_too_long", 1)


def test_the_signature_is_that_of_the_documents_example() -> None:
    """The line order and the empty digest as 接口签名实现标准 has them, worked out a second time by hand."""
    headers = bilibili_api.signature("key", "secret")
    assert headers["x-bili-content-md5"] == "d41d8cd98f00b204e9800998ecf8427e"
    lines = [
        f"x-bili-accesskeyid:{headers['x-bili-accesskeyid']}",
        f"x-bili-content-md5:{headers['x-bili-content-md5']}",
        "x-bili-signature-method:HMAC-SHA256",
        f"x-bili-signature-nonce:{headers['x-bili-signature-nonce']}",
        "x-bili-signature-version:2.0",
        f"x-bili-timestamp:{headers['x-bili-timestamp']}",
    ]
    assert headers["Authorization"] == hmac.new(b"secret", "\n".join(lines).encode(), hashlib.sha256).hexdigest()
    assert bilibili_api.signature("key", "secret", json_body={"名": "虎"})["x-bili-content-md5"] == (
        hashlib.md5('{"名":"虎"}'.encode(), usedforsecurity=False).hexdigest()
    )
