"""LinkedIn, against a server that checks our reading of its documentation."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.connectors.base import Account, Connector, Draft, Wait
from publishing.connectors.checks import check, losses
from publishing.connectors.errors import NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.little_text import RESERVED, little, plain
from publishing.connectors.oauth import begin, finish
from publishing.connectors.platforms.linkedin import VERSION, LinkedInConnector
from publishing.connectors.registry import connect
from tests.fakes.linkedin import CLIENT_ID, CLIENT_SECRET, REFRESH, TOKEN, LinkedInServer, refused, shown
from tests.fakes.loopback import Reply
from tests.publishing.connectors.contract import PATIENT, NetworkContract, Walk

CALLS = {"upload": "POST /rest/videos", "publish": "POST /rest/posts"}


class LinkedInStage:
    def __init__(self, server: LinkedInServer) -> None:
        self.server = server
        self.settings = {"client_id": CLIENT_ID, "organization": "2414183", "api": server.url, "www": server.url}
        self.stored = {
            "client_secret": CLIENT_SECRET,
            "access_token": TOKEN,
            "refresh_token": REFRESH,
            "expires_at": str(int(time.time()) + 86400),
        }

    def connect(self, *, http: HttpLimits = PATIENT) -> Connector:
        return connect("linkedin", Account(self.settings, self.stored), http=http, keep_secrets=self.stored.update)

    def texts(self) -> list[str]:
        return [each["_text"] for each in self.server.posts]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        self.server.behave()
        if kind != "nothing":
            self.server.misbehave(kind, on=CALLS[on], times=times)

    def secrets(self) -> list[str]:
        return [TOKEN, REFRESH, CLIENT_SECRET]


@pytest.fixture
def stage() -> Iterator[LinkedInStage]:
    with LinkedInServer() as server:
        yield LinkedInStage(server)
    assert server.violations == []


class TestLinkedIn(NetworkContract):
    too_long = "虎" * 3001

    def test_the_whole_file_arrives_with_the_captions_of_its_language(self, stage: LinkedInStage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.all()
        (video,) = stage.server.videos.values()
        assert draft.media is not None
        assert len(video["parts"]) == 3
        assert video["sha256"] == draft.media.sha256
        assert video["captions"]["locale"] == {"language": "ZH", "country": "CN"}
        assert "一只虎" in video["captions"]["text"]
        assert walk.checkpoint["captions"] == {"zh-Hans": "sent"}

    @pytest.mark.parametrize("kind", ["cut_before", "cut_after", "server_error", "server_error_after"])
    def test_goes_on_where_a_broken_upload_stopped(self, stage: LinkedInStage, draft: Draft, kind: str) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        stage.server.misbehave(kind, on="PUT /dms/*/4096")
        with pytest.raises(TryLater):
            walk.step("upload")
        walk.all()
        assert len(stage.server.videos) == 1
        assert stage.server.calls.count(next(each for each in stage.server.calls if each.endswith("/0"))) == 1
        assert stage.texts() == [draft.text]

    @pytest.mark.parametrize("kind", ["cut_before", "server_error", "server_error_after"])
    def test_is_finalized_once(self, stage: LinkedInStage, draft: Draft, kind: str) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        # The second call to the address is the one that finalizes.
        stage.server.misbehave("cut_before", on="PUT /dms/*/8192")
        with pytest.raises(TryLater):
            walk.step("upload")
        stage.server.misbehave(kind, on="POST /rest/videos")
        with pytest.raises(TryLater):
            walk.step("upload")
        walk.all()
        assert stage.texts() == [draft.text]
        assert len(stage.server.videos) == 1

    def test_an_upload_whose_addresses_ended_is_begun_again_but_not_for_ever(
        self, stage: LinkedInStage, draft: Draft
    ) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        for _time in range(3):
            stage.server.misbehave("cut_before", on="PUT /dms/*/4096")
            with pytest.raises(TryLater):
                walk.step("upload")
            stage.server.forget_uploads()
            with pytest.raises(TryLater) as lost:
                walk.step("upload")
            assert lost.value.code == "media_lost"
        walk.all()
        assert stage.texts() == [draft.text]

    def test_an_upload_that_was_lost_when_it_was_whole_is_sent_again_with_its_captions(
        self, stage: LinkedInStage, draft: Draft
    ) -> None:
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        stage.server.misbehave("cut_before", on="PUT /dms/*/8192")
        with pytest.raises(TryLater):
            walk.step("upload")
        stage.server.misbehave("cut_before", on="POST /rest/videos")
        with pytest.raises(TryLater):
            walk.step("upload")
        stage.server.forget_uploads()
        with pytest.raises(TryLater) as lost:
            walk.step("upload")
        assert lost.value.code == "media_lost"
        walk.all()
        (video,) = stage.server.videos.values()
        assert video["captions"] is not None
        assert stage.texts() == [draft.text]

    def test_parts_go_to_no_strange_host(self, stage: LinkedInStage, draft: Draft) -> None:
        stage.server.elsewhere = "https://linkedin.com.evil.example"
        with pytest.raises(Rejected) as refusal:
            Walk(stage, draft, {}).all()
        assert refusal.value.code == "redirected"

    def test_processing_that_fails_late_says_why(self, stage: LinkedInStage, draft: Draft) -> None:
        stage.server.failure = "MEDIA_FORMAT_NOT_SUPPORTED"
        with pytest.raises(Rejected) as failed:
            Walk(stage, draft, {}).all()
        assert "MEDIA_FORMAT_NOT_SUPPORTED" in failed.value.message

    def test_waits_while_linkedin_is_at_work(self, stage: LinkedInStage, draft: Draft) -> None:
        stage.server.polls = 2
        walk = Walk(stage, draft, {})
        walk.through("prepare")
        walk.through("upload")
        assert isinstance(walk.step("process"), Wait)
        walk.all()
        assert stage.texts() == [draft.text]

    def test_captions_that_are_refused_never_fail_the_video(
        self, stage: LinkedInStage, draft: Draft, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stage.server, "_captions", lambda request: refused(400, "The captions are empty", "BAD"))
        walk = Walk(stage, draft, {})
        walk.all()
        assert stage.texts() == [draft.text]
        assert "The captions are empty" in walk.checkpoint["captions"]["zh-Hans"]

    def test_nothing_of_a_text_is_lost_or_becomes_a_mention(self, stage: LinkedInStage, draft: Draft) -> None:
        text = r"Tiger (cub) @park [2026] <3 *wow* a_b ~ {x|y} C:\n #虎_豹 #1 https://example.org/a_(b)#c"
        Walk(stage, replace(draft, text=text), {}).all()
        assert stage.texts() == [text]
        assert r"{hashtag|\#|虎\_豹}" in stage.server.posts[0]["commentary"]
        walk = Walk(stage, replace(draft, text=text, media=None, subtitles=()), {})
        step = walk.before_publishing()
        stage.misbehave("cut_after")
        with pytest.raises(OutcomeUnknown):
            walk.step(step)
        found = walk.look()
        assert found is not None
        assert ":share:" in found.remote_id

    def test_the_same_words_from_before_are_not_ours(self, stage: LinkedInStage, draft: Draft) -> None:
        stage.server.post_by_hand(draft.text)
        walk = Walk(stage, self.words_alone(draft), {})
        walk.before_publishing()
        assert walk.look() is None
        with pytest.raises(Rejected) as twin:
            walk.step("publish")
        assert "duplicate" in twin.value.message

    def test_a_repeat_that_linkedin_calls_a_duplicate_is_the_post_itself(
        self, stage: LinkedInStage, draft: Draft
    ) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.misbehave("server_error_after")
        with pytest.raises(OutcomeUnknown):
            walk.step(step)
        published = walk.through(step)
        assert stage.texts() == [draft.text]
        assert published.checkpoint["remote_id"] == stage.server.posts[0]["id"]

    def test_a_version_that_was_retired_pauses_the_channel_and_says_what_to_do(
        self, stage: LinkedInStage, draft: Draft
    ) -> None:
        stage.server.retired = {VERSION}
        stage.stored.pop("refresh_token")
        walk = Walk(stage, draft, {})
        with pytest.raises(NeedsReconnect) as retired:
            walk.all()
        assert retired.value.code == "version_retired"
        assert VERSION in retired.value.message
        stage.settings["version"] = "202611"
        walk.all()
        assert stage.texts() == [draft.text]

    def test_a_missing_permission_asks_for_a_person(
        self, stage: LinkedInStage, draft: Draft, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        words = "Not enough permissions to access: partnerApiPosts"
        monkeypatch.setattr(stage.server, "_publish", lambda body: refused(403, words, "ACCESS_DENIED"))
        with pytest.raises(NeedsReconnect):
            Walk(stage, draft, {}).all()

    @pytest.mark.parametrize("organization", ["tigers", "urn:li:person:1", "1/../2"])
    def test_an_organisation_is_a_number(self, stage: LinkedInStage, organization: str) -> None:
        stage.settings["organization"] = organization
        with stage.connect() as connector, pytest.raises(Rejected):
            connector.verify()
        stage.settings["organization"] = "urn:li:organization:2414183"
        with stage.connect() as connector:
            assert connector.verify().url == "https://www.linkedin.com/company/tigers/"

    def test_counts(self, stage: LinkedInStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            found = connector.insights(published.remote_id, published.checkpoint)
            assert found == {"views": 70, "likes": 5, "comments": 4, "shares": 3}
            stage.server.statistics = False
            assert connector.insights(published.remote_id, published.checkpoint) == {"likes": 5, "comments": 4}

    def test_an_answer_without_the_number_is_an_unknown_outcome(
        self, stage: LinkedInStage, draft: Draft, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = stage.server._publish

        def without_number(body: dict[str, object]) -> Reply:
            return replace(made(body), headers={})

        monkeypatch.setattr(stage.server, "_publish", without_number)
        walk = Walk(stage, draft, {})
        with pytest.raises(OutcomeUnknown):
            walk.all()
        assert walk.look() is not None


def test_one_track_of_three_is_kept_and_the_others_are_named(draft: Draft) -> None:
    assert check(draft, LinkedInConnector.capabilities) == []
    (lost,) = [each for each in losses(draft, LinkedInConnector.capabilities) if each.code == "other_tracks_lost"]
    assert lost.params["languages"] == "en, ru"


@given(st.text(alphabet=st.sampled_from(sorted(RESERVED) + list("ab虎 1\n#/&🐅")), max_size=40))
def test_what_is_written_is_what_is_read(text: str) -> None:
    assert plain(little(text)) == text
    assert shown(little(text)) == text


def test_signing_in_gives_a_token_for_sixty_days(stage: LinkedInStage) -> None:
    how = LinkedInConnector.capabilities.oauth
    assert how is not None
    with stage.connect() as connector:
        settings = connector.settings()  # type: ignore[attr-defined]
    secrets = {"client_secret": CLIENT_SECRET}
    begun = begin(how, settings, redirect_uri="https://desk.example/back")
    assert "code_challenge" not in begun.url
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
    assert int(kept["expires_at"]) > time.time() + 59 * 86400
    stage.stored = {**kept, "expires_at": str(int(time.time()) + 60)}
    with stage.connect() as connector, pytest.raises(NeedsReconnect) as ended:
        connector.verify()  # LinkedIn gave this app no refresh token
    assert "no token can be renewed" in ended.value.message
