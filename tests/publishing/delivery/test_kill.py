"""The worker is killed in the middle of a publication, at every moment that matters; afterwards there is one post."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import services
from publishing.delivery.models import Delivery
from publishing.posts.models import Post
from tests.fakes.mastodon import TOKEN, MastodonProcess
from tests.publishing import stage
from tests.publishing.delivery.worker import MOMENTS
from tests.samples import sample

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def worker(django_db_setup, django_db_blocker) -> Iterator[Callable[..., int]]:
    """`worker(media, kill)` runs a worker process to its end and returns the signal that ended it."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.publishing.delivery.worker", str(name)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def run(*, media: Path, kill: str = "") -> int:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps({"media": str(media), "kill": kill}) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())["signal"]

    yield run
    assert process.stdin and process.stdout
    process.stdin.close()
    process.stdout.close()
    process.wait(timeout=30)


@pytest.mark.django_db
def test_undisturbed_it_is_published_at_once(settings) -> None:
    with MastodonProcess(description=sample("api/mastodon.openapi.json"), polls=0) as platform:
        delivery = services.run_now(stage.scheduled(stage.mastodon(platform.url, TOKEN)))
        assert delivery.state == Delivery.State.PUBLISHED, delivery.error_params
        assert platform.violations == []
        assert [status["language"] for status in platform.statuses] == ["en"]


def test_no_transaction_is_open_while_the_platform_is_asked(committed, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = stage.scheduled(stage.sandbox())
    genuine = SandboxConnector.run
    seen = []

    def run(self, step, draft, checkpoint, *, save):
        seen.append(connection.in_atomic_block)
        assert Delivery.objects.get(pk=delivery.pk).step == step
        return genuine(self, step, draft, checkpoint, save=save)

    monkeypatch.setattr(SandboxConnector, "run", run)
    services.publish_due()
    assert seen == [False, False]


@pytest.fixture(scope="module")
def platform() -> Iterator[MastodonProcess]:
    """In a process of its own: it outlives the worker."""
    with MastodonProcess(description=sample("api/mastodon.openapi.json")) as process:
        yield process


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_worker_leaves_one_post_or_its_evidence(committed, worker, platform, settings, moment: str) -> None:
    before = len(platform.statuses)
    if moment == "within publish":
        platform.misbehave("timeout_after", on="POST /api/v1/statuses")
    delivery = stage.scheduled(stage.mastodon(platform.url, TOKEN))
    media = Path(settings.MEDIA_ROOT)
    assert worker(media=media, kill=moment) == signal.SIGKILL
    assert worker(media=media) == 0
    delivery.refresh_from_db()
    kinds = list(delivery.ledger.values_list("kind", flat=True))
    made = platform.statuses[: len(platform.statuses) - before]  # newest first
    assert platform.violations == []
    if delivery.state == Delivery.State.UNCONFIRMED:
        assert len(made) <= 1
        assert {"lease_expired", "unconfirmed", "looked"} <= set(kinds)
        return
    assert delivery.state == Delivery.State.PUBLISHED, kinds
    assert [status["id"] for status in made] == [delivery.remote_id]
    assert kinds.count("published") + kinds.count("adopted") == 1
    assert delivery.variant.post.state == Post.State.CLOSED
