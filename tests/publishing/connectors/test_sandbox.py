"""The sandbox keeps the contract, and is no kinder than a real platform."""

import pytest

from publishing.connectors.base import Account, Connector, Draft
from publishing.connectors.errors import OutcomeUnknown
from publishing.connectors.exchange import HttpLimits
from publishing.connectors.platforms.sandbox import MemoryFeed, SandboxPost
from publishing.connectors.registry import connect
from tests.publishing.connectors.contract import PATIENT, ConnectorContract, Walk


class ForgetfulFeed(MemoryFeed):
    """Publishes, and loses the answer once."""

    faults = 1

    def put(self, key: str, post: SandboxPost) -> tuple[str, str]:
        found = super().put(key, post)
        if self.faults:
            self.faults -= 1
            raise TimeoutError
        return found


class SandboxStage:
    def __init__(self, feed: MemoryFeed) -> None:
        self.feed = feed

    def connect(self, *, http: HttpLimits = PATIENT) -> Connector:
        return connect("sandbox", Account(), feed=self.feed, http=http)

    def texts(self) -> list[str]:
        return [post.text for _key, post in self.feed.posts.values()]

    def misbehave(self, kind: str, *, on: str = "publish", times: int = 1) -> None:
        raise NotImplementedError

    def secrets(self) -> list[str]:
        return []


@pytest.fixture
def stage() -> SandboxStage:
    return SandboxStage(MemoryFeed())


class TestSandbox(ConnectorContract):
    def test_shows_everything_of_the_draft(self, stage: SandboxStage, draft: Draft) -> None:
        published = Walk(stage, draft, {}).all()
        _key, post = stage.feed.posts[published.remote_id]
        assert (post.language, post.alt_text, post.media, post.subtitles, post.tags) == (
            draft.language,
            draft.alt_text,
            draft.media,
            draft.subtitles,
            draft.tags,
        )

    def test_a_second_put_is_a_second_post(self, stage: SandboxStage, draft: Draft) -> None:
        """So that publishing once is the protocol's doing and not the sandbox's."""
        walk = Walk(stage, draft, {})
        step = walk.before_publishing()
        walk.through(step)
        walk.through(step)
        assert len(stage.texts()) == 2

    def test_a_lost_answer_is_an_unknown_outcome(self, draft: Draft) -> None:
        walk = Walk(SandboxStage(ForgetfulFeed()), draft, {})
        step = walk.before_publishing()
        with pytest.raises(OutcomeUnknown):
            walk.step(step)
        assert walk.look() is not None
