"""What a platform says of itself counts at scheduling; one that is silent holds nothing up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.posts import platform_limits, readiness
from publishing.posts import services as posts
from publishing.posts.models import Post
from publishing.posts.obstacles import Refused
from tests.fakes.mastodon import TOKEN, MastodonServer
from tests.publishing import stage
from tests.samples import sample

pytestmark = pytest.mark.django_db
ASKED = "GET /api/v2/instance/"


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with MastodonServer(description=sample("api/mastodon.openapi.json")) as running:
        yield running
    assert running.violations == []


def written(server: MastodonServer, *, characters: int) -> Post:
    post = stage.approved(stage.mastodon(server.url, TOKEN))
    post.variants.update(text="x" * characters)
    return post


def schedule(post: Post) -> None:
    posts.schedule(post, due_at=timezone.now() + timedelta(hours=1), time_zone="Asia/Shanghai", user=None)


def test_a_server_that_takes_more_is_believed(server: MastodonServer) -> None:
    server.max_characters = 2000
    schedule(written(server, characters=2000))


def test_a_server_that_takes_less_is_believed_before_it_refuses(server: MastodonServer) -> None:
    server.max_characters = 300
    with pytest.raises(Refused) as refused:
        schedule(written(server, characters=301))
    (told,) = refused.value.obstacles
    assert (told.code, told.params["over"], told.params["limit"]) == ("text_too_long", 1, 300)
    schedule(written(server, characters=300))


def test_a_platform_is_asked_once_in_some_minutes(server: MastodonServer) -> None:
    post = written(server, characters=10)
    channel = post.variants.get().channel
    for _again in range(3):
        platform_limits.ask([channel])
    assert server.calls == [ASKED]


def test_a_platform_that_is_down_stops_nobody_and_the_checks_say_so(server: MastodonServer) -> None:
    post = written(server, characters=10)
    channel = post.variants.get().channel
    channel.settings = {"server": "http://127.0.0.1:9"}
    channel.save()
    schedule(post)
    told = readiness.obstacles(post, at=timezone.now() + timedelta(hours=1))
    assert [(each.code, each.severity) for each in told if each.code == "limits_declared"] == [
        ("limits_declared", "warning")
    ]
    with pytest.raises(Refused):
        schedule(_longer(post))


def _longer(post: Post) -> Post:
    post.variants.update(text="x" * 501)
    return post


def test_an_answer_that_makes_no_sense_stops_nobody(server: MastodonServer, monkeypatch) -> None:
    post = written(server, characters=10)
    server.misbehave("garbage_after", on=ASKED, times=5)
    schedule(post)
