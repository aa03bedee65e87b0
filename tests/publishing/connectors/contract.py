"""What every connector must keep, whatever the platform. A platform's tests inherit these and bring a `stage`."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pytest

from publishing.connectors.base import (
    ByHand,
    Checkpoint,
    Connector,
    Draft,
    Media,
    Outcome,
    Published,
    UnknownStep,
    Wait,
)
from publishing.connectors.checks import check
from publishing.connectors.errors import CannotLook, ConnectorError, NeedsReconnect, OutcomeUnknown, Rejected, TryLater
from publishing.connectors.exchange import HttpLimits
from tests.fakes.stages import server_of

PATIENT = HttpLimits(connect=5, read=20, upload=20)
IMPATIENT_SECONDS = 0.25
MAX_WAITS, MAX_STUMBLES = 20, 5
LATE = {"failure": "unknown codec", "broken_media": True, "restricted": "on request of the owner", "verdict": -2}
"""How the test servers are told to fail late, and with what."""
HOLD_SECONDS = 2


class Stage(Protocol):
    """A platform as a test sees it."""

    def connect(self, *, http: HttpLimits = PATIENT) -> Connector:
        """A new connector, as a new process would build it."""

    def texts(self) -> list[str]:
        """The texts of the posts that stand."""

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        """on: "upload" or "publish"."""

    def secrets(self) -> list[str]:
        """What must never be seen."""

    # def posted(self, outcome: ByHand) -> Published: a person posts what was handed over; only where a person does.


@dataclass
class Walk:
    """A delivery, reduced to what the protocol asks of it: every checkpoint goes through JSON."""

    stage: Stage
    draft: Draft
    checkpoint: Checkpoint
    http: HttpLimits = PATIENT

    def step(self, name: str) -> Outcome:
        with self.stage.connect(http=self.http) as connector:
            outcome = connector.run(name, self.draft, self._stored(self.checkpoint), save=self._save)
        self._save(outcome.checkpoint)
        return outcome

    def through(self, name: str) -> Outcome:
        for _attempt in range(MAX_WAITS):
            outcome = self.step(name)
            if isinstance(outcome, ByHand):
                return self.stage.posted(outcome)  # type: ignore[attr-defined]
            if not isinstance(outcome, Wait):
                return outcome
            assert outcome.after > 0
        raise AssertionError(f"{name} does not end")

    def before_publishing(self) -> str:
        """Take every step that can be taken back; return the name of the next one."""
        for step in self._steps():
            if step.irreversible:
                return step.name
            self.through(step.name)
        raise AssertionError("nothing irreversible")

    def all(self) -> Published:
        for step in self._steps():
            outcome = self.through(step.name)
        assert isinstance(outcome, Published)
        return outcome

    def look(self) -> Published | None:
        with self.stage.connect() as connector:
            return connector.find_existing(self.draft, self._stored(self.checkpoint))

    def _steps(self) -> Iterator[Any]:
        with self.stage.connect() as connector:
            yield from connector.steps(self.draft)

    def _save(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = self._stored(checkpoint)

    @staticmethod
    def _stored(checkpoint: Checkpoint) -> Checkpoint:
        return json.loads(json.dumps(checkpoint))


class ConnectorContract:
    """Holds for every platform.

    can_look: the platform gives a way to look for a post.  text_alone: it takes posts without a video.
    too_long: a text that it refuses.
    """

    can_look = True
    text_alone = True
    too_long = "虎" * 501

    def look(self, walk: Walk) -> Published | None:
        """Look for the post; a platform without a way to must say so, which is as good as not knowing."""
        if self.can_look:
            return walk.look()
        with pytest.raises(CannotLook):
            walk.look()
        return None

    def words_alone(self, draft: Draft) -> Draft:
        """The draft without its video, where the platform takes it so; a platform that does not says it beforehand."""
        alone = replace(draft, media=None, subtitles=())
        if not self.text_alone:
            pytest.skip("the platform takes no post without a video")
        return alone

    def test_declares_ordered_steps_that_end_with_the_irreversible_one(self, stage: Stage, draft: Draft) -> None:
        with stage.connect() as connector:
            for each in (draft, replace(draft, media=None, subtitles=())):
                steps = connector.steps(each)
                names = [step.name for step in steps]
                assert len(set(names)) == len(names)
                assert [step.irreversible for step in steps] == [False] * (len(steps) - 1) + [True]
                assert connector.steps(each) == steps

    def test_publishes_one_post_with_video(self, stage: Stage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        assert stage.texts() == [draft.text]
        assert published.remote_id
        assert published.url

    def test_publishes_text_alone_or_says_beforehand_that_it_cannot(self, stage: Stage, draft: Draft) -> None:
        alone = replace(draft, media=None, subtitles=())
        with stage.connect() as connector:
            refused = [each.code for each in check(alone, connector.capabilities) if each.severity == "error"]
        assert refused == ([] if self.text_alone else ["media_required"])
        if self.text_alone:
            Walk(stage, alone, {}).all()
            assert stage.texts() == [draft.text]

    def test_finds_nothing_before_and_the_post_afterwards(self, stage: Stage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        assert self.look(walk) is None
        walk.before_publishing()
        assert self.look(walk) is None
        before = dict(walk.checkpoint)
        published = walk.all()
        # The worker died after the post stood and before it could store the outcome.
        walk.checkpoint = before
        found = self.look(walk)
        if not self.can_look:
            return
        assert found is not None
        assert (found.remote_id, found.url) == (published.remote_id, published.url)

    def test_finds_a_post_without_video(self, stage: Stage, draft: Draft) -> None:
        walk = Walk(stage, self.words_alone(draft), {})
        step = walk.before_publishing()
        before = dict(walk.checkpoint)
        published = walk.through(step)
        walk.checkpoint = before
        assert isinstance(published, Published)
        found = self.look(walk)
        if not self.can_look:
            return
        assert found is not None
        assert found.remote_id == published.remote_id

    def test_does_not_take_another_delivery_for_its_own(self, stage: Stage, draft: Draft) -> None:
        Walk(stage, draft, {}).all()
        other = Walk(stage, replace(draft, key="another-delivery"), {})
        other.before_publishing()
        assert self.look(other) is None

    def test_takes_down_and_stays_quiet_when_it_is_gone(self, stage: Stage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        published = walk.all()
        with stage.connect() as connector:
            connector.take_down(published.remote_id, walk.checkpoint)
            assert stage.texts() == []
            connector.take_down(published.remote_id, walk.checkpoint)
        assert self.look(walk) is None

    def test_says_who_we_are(self, stage: Stage) -> None:
        with stage.connect() as connector:
            identity = connector.verify()
        assert identity.name
        assert identity.handle

    def test_refuses_a_file_that_is_gone_or_changed(self, stage: Stage, draft: Draft, clip: Media) -> None:
        walk = Walk(stage, draft, {})
        clip.path.write_bytes(b"something else")
        with pytest.raises(Rejected) as changed:
            walk.before_publishing()
        assert changed.value.code == "media_changed"
        clip.path.unlink()
        with pytest.raises(Rejected) as missing:
            walk.before_publishing()
        assert missing.value.code == "media_missing"
        assert stage.texts() == []

    def test_refuses_a_step_it_does_not_know(self, stage: Stage, draft: Draft) -> None:
        with stage.connect() as connector, pytest.raises(UnknownStep):
            connector.run("fly", draft, {}, save=lambda checkpoint: None)

    def test_every_limit_has_its_source_and_date(self, stage: Stage) -> None:
        with stage.connect() as connector:
            stated = connector.limits()
        for capabilities in (connector.capabilities, stated):
            assert capabilities.limits("text")
            assert all(source.title and source.checked.year >= 2026 for source in capabilities.sources())
            json.dumps(capabilities.as_dict())


class NetworkContract(ConnectorContract):
    """Holds for every platform that is reached over a network.

    processes: the platform works on a video after it has taken it, and may refuse it then.
    """

    processes = True

    def stumble(
        self, walk: Walk, take: Callable[[], object], *, kind: str, error: type[OutcomeUnknown | TryLater]
    ) -> None:
        """Take a step into the fault that awaits it, with little patience where only time shows the fault.

        The server says when the fault has struck. A step that ran out of time before has met a busy machine, and is
        taken again.
        """
        slow = kind.startswith(("timeout", "drip"))
        server = server_of(walk.stage)
        assert server is not None
        for attempt in range(MAX_STUMBLES):
            seconds = IMPATIENT_SECONDS * 2**attempt
            walk.http = HttpLimits(connect=2, read=seconds, upload=seconds) if slow else PATIENT
            with pytest.raises((error, TryLater)) as raised:
                take()
            if not slow or server.holding.wait(HOLD_SECONDS):
                assert isinstance(raised.value, error)
                return
            assert isinstance(raised.value, TryLater)
        raise AssertionError(f"{kind} did not strike")

    @pytest.mark.parametrize(
        "kind", ["server_error_after", "timeout_after", "cut_after", "garbage_after", "drip_after"]
    )
    def test_an_unknown_outcome_is_said_and_the_post_is_found(self, stage: Stage, draft: Draft, kind: str) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.misbehave(kind)
        self.stumble(walk, lambda: walk.step(step), kind=kind, error=OutcomeUnknown)
        found = self.look(walk)
        assert (found is not None and bool(found.url)) is self.can_look
        assert stage.texts() == [draft.text]

    def test_what_was_found_again_is_taken_down_by_the_id_it_was_found_under(self, stage: Stage, draft: Draft) -> None:
        """Containers and uploads have ids of their own; the one that the platform gave last is the post's."""
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.misbehave("server_error_after")
        with pytest.raises(OutcomeUnknown):
            walk.step(step)
        found = self.look(walk)
        if found is None:
            pytest.skip("the platform gives no way to look")
        with stage.connect() as connector:
            try:
                connector.take_down(found.remote_id, found.checkpoint)
            except Rejected:
                pytest.skip("the platform lets no program delete")
        assert stage.texts() == []

    def fail_late(self, stage: Stage) -> None:
        """Have the platform take the whole video, and refuse it while it works on it."""
        server = server_of(stage)
        for knob, value in LATE.items():
            if hasattr(server, knob):
                setattr(server, knob, value)
                return
        raise AssertionError("the test server has no way to fail late; say so with processes = False if none is there")

    def test_processing_that_fails_late_is_said_and_publishes_nothing(self, stage: Stage, draft: Draft) -> None:
        if not self.processes:
            pytest.skip("the platform answers for the whole video at once")
        self.fail_late(stage)
        with pytest.raises(Rejected) as failed:
            Walk(stage, draft, {}).all()
        assert failed.value.message
        assert stage.texts() == []

    def test_counting_a_post_that_is_gone_says_so(self, stage: Stage, draft: Draft) -> None:
        """Somebody deleted it on the platform: nobody asks for its numbers for ever."""
        published = Walk(stage, draft, {}).all()
        with stage.connect() as connector:
            if not connector.capabilities.measures:
                pytest.skip("the platform tells no numbers")
            try:
                connector.take_down(published.remote_id, published.checkpoint)
            except Rejected:
                pytest.skip("the platform lets no program delete")
            with pytest.raises(Rejected) as gone:
                connector.insights(published.remote_id, published.checkpoint)
        assert gone.value.code == "post_gone" or gone.value.params["status"] in (404, 410)

    @pytest.mark.parametrize("kind", ["server_error", "timeout_before", "cut_before"])
    def test_it_does_not_pretend_to_know_that_nothing_was_published(
        self, stage: Stage, draft: Draft, kind: str
    ) -> None:
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.misbehave(kind)
        self.stumble(walk, lambda: walk.step(step), kind=kind, error=OutcomeUnknown)
        assert self.look(walk) is None
        walk.http = PATIENT
        walk.through(step)
        assert stage.texts() == [draft.text]

    @pytest.mark.parametrize("kind", ["server_error_after", "timeout_after", "cut_after"])
    def test_a_repeat_within_the_safe_time_makes_no_second_post(self, stage: Stage, draft: Draft, kind: str) -> None:
        with stage.connect() as connector:
            if not connector.capabilities.repeat.safe_seconds:
                pytest.skip("the platform gives no safe repeat")
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        stage.misbehave(kind)
        self.stumble(walk, lambda: walk.step(step), kind=kind, error=OutcomeUnknown)
        walk.http = PATIENT
        try:
            walk.step(step)
        except OutcomeUnknown:
            assert walk.look() is not None
        assert stage.texts() == [draft.text]

    @pytest.mark.parametrize(
        "kind", ["server_error", "server_error_after", "timeout_before", "timeout_after", "cut_before", "cut_after"]
    )
    def test_before_publishing_a_fault_only_delays(self, stage: Stage, draft: Draft, kind: str) -> None:
        walk = Walk(stage, draft, {})
        with stage.connect() as connector:
            connector.verify()  # a sign-in is slow by design, so it comes before patience grows short
        stage.misbehave(kind, on="upload")
        self.stumble(walk, walk.before_publishing, kind=kind, error=TryLater)
        walk.http = PATIENT
        walk.all()
        assert stage.texts() == [draft.text]

    @pytest.mark.parametrize("on", ["upload", "publish"])
    def test_a_pause_that_is_asked_for_is_kept(self, stage: Stage, draft: Draft, on: str) -> None:
        walk = Walk(stage, draft, {})
        stage.misbehave("rate_limited", on=on)
        with pytest.raises(TryLater) as paused:
            walk.all()
        assert paused.value.after == 7
        stage.misbehave("rate_limited_silently", on=on)
        with pytest.raises(TryLater) as silent:
            walk.all()
        assert silent.value.after is None
        walk.all()
        assert stage.texts() == [draft.text]

    @pytest.mark.parametrize("on", ["upload", "publish"])
    def test_a_withdrawn_permission_asks_for_a_person(self, stage: Stage, draft: Draft, on: str) -> None:
        stage.misbehave("unauthorized", on=on, times=5)
        with pytest.raises(NeedsReconnect):
            Walk(stage, draft, {}).all()
        assert stage.texts() == []

    @pytest.mark.parametrize("on", ["upload", "publish"])
    def test_never_follows_to_another_host(self, stage: Stage, draft: Draft, on: str) -> None:
        stage.misbehave("redirect", on=on)
        with pytest.raises(Rejected) as refused:
            Walk(stage, draft, {}).all()
        assert refused.value.code == "redirected"

    def test_text_over_the_limit_is_refused_with_the_platforms_words(self, stage: Stage, draft: Draft) -> None:
        with pytest.raises(Rejected) as refused:
            Walk(stage, replace(draft, text=self.too_long), {}).all()
        assert refused.value.code == "rejected"
        assert len(refused.value.params["words"]) > 10
        assert stage.texts() == []

    def test_no_secret_is_in_an_error(self, stage: Stage, draft: Draft) -> None:
        for kind in ("unauthorized", "rate_limited", "server_error", "cut_before", "redirect", "garbage_after"):
            stage.misbehave(kind, times=5)
            with pytest.raises(ConnectorError) as raised:
                Walk(stage, draft, {}).all()
            shown = f"{raised.value!r} {raised.value} {raised.value.params} {raised.value.__cause__!r}"
            assert not any(secret in shown for secret in stage.secrets())
            stage.misbehave("nothing")

    def test_no_secret_is_in_a_checkpoint(self, stage: Stage, draft: Draft) -> None:
        walk = Walk(stage, draft, {})
        walk.all()
        stored = json.dumps(walk.checkpoint)
        assert not any(secret in stored for secret in stage.secrets())
