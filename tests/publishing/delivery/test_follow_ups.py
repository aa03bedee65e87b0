"""Caption tracks beyond a day's quota: on YouTube's own terms, over days, and never at the price of the video."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from curation.clips.models import CaptionTrack, Cue
from publishing.delivery import follow_ups, services, tracks
from publishing.delivery.models import Delivery, FollowUp
from publishing.delivery.tracks import Wish, chosen
from publishing.posts.models import Channel
from publishing.posts.seal import seal
from tests.fakes.youtube import REFRESH, TOKEN, YouTubeServer
from tests.publishing import stage
from tests.samples import sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[YouTubeServer]:
    with YouTubeServer(description=sample("api/youtube.v3.json")) as running:
        running.polls = 0
        yield running
    assert running.violations == []


def youtube(server: YouTubeServer, *, languages: list[str]) -> Channel:
    secrets = {
        "client_secret": "s" * 20, "access_token": TOKEN, "refresh_token": REFRESH,
        "expires_at": str(int(time.time()) + 3600),
    }  # fmt: skip
    return Channel.objects.create(
        name="Tigers on YouTube", platform="youtube", sealed=seal(secrets), languages=languages,
        settings={"client_id": "pugmark", "api": server.url, "www": server.url, "token": server.url},
    )  # fmt: skip


def clip(languages: tuple[str, ...]):
    made = stage.clip()
    for language in languages:
        track = CaptionTrack.objects.create(clip=made, language=language, state=CaptionTrack.State.APPROVED)
        Cue.objects.create(track=track, start=0.5, end=3.0, text="…")
    return made


def published(channel: Channel, *, more: tuple[str, ...] = ()) -> Delivery:
    delivery = services.run_now(stage.scheduled(channel, source=clip(more)))
    assert delivery.state == Delivery.State.PUBLISHED
    return delivery


def a_day_passes() -> None:
    """As if everything had happened 25 hours ago."""
    for row in FollowUp.objects.all():
        told = {
            language: {**each, "at": (datetime.fromisoformat(each["at"]) - timedelta(hours=25)).isoformat()}
            for language, each in row.tracks.items()
        }
        FollowUp.objects.filter(pk=row.pk).update(tracks=told, next_at=timezone.now())


def sent(server: YouTubeServer) -> list[str]:
    return [language for _video, language, _text in server.captions]


def test_tracks_beyond_the_quota_follow_on_another_day_by_priority(server: YouTubeServer) -> None:
    server.units = 850
    delivery = published(youtube(server, languages=["ja", "ru"]), more=("ja", "de"))
    assert sent(server) == ["en", "ja"], "the post's own language, then the channel's first"
    follow_ups.due()
    left = FollowUp.objects.get()
    assert left.state == FollowUp.State.WAITING and left.next_at > timezone.now()
    assert {language for language, told in left.tracks.items() if told["state"] == "waits"} == {"ru", "de", "zh-Hans"}
    assert delivery.ledger.filter(kind="follow_up_waits").count() == 1
    server.units = 10_000
    a_day_passes()
    follow_ups.due()
    assert sent(server) == ["en", "ja", "ru", "de", "zh-Hans"]
    left.refresh_from_db()
    assert left.state == FollowUp.State.DONE
    assert {each["state"] for each in left.tracks.values()} == {"sent"}
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.PUBLISHED and delivery.ledger.last().kind == "follow_up_done"


def test_our_own_count_asks_for_no_more_than_the_day_gives(server: YouTubeServer, monkeypatch) -> None:
    quota = tracks.quota_of
    monkeypatch.setattr(tracks, "quota_of", lambda variant: _smaller(quota(variant), limit=1200))
    channel = youtube(server, languages=["ru"])
    published(channel)
    assert sent(server) == ["en", "ru", "zh-Hans"], "three places are all that there are"
    published(channel)
    assert len(sent(server)) == 3, "not even asked: nothing is left today"
    follow_ups.due()
    waiting = FollowUp.objects.get(state=FollowUp.State.WAITING)
    assert waiting.next_at > timezone.now() + timedelta(hours=23)
    a_day_passes()
    follow_ups.due()
    assert len(sent(server)) == 6


def test_a_post_still_to_come_keeps_a_place_for_its_first_language(server: YouTubeServer, monkeypatch) -> None:
    quota = tracks.quota_of
    monkeypatch.setattr(tracks, "quota_of", lambda variant: _smaller(quota(variant), limit=1200))
    channel = youtube(server, languages=["ru"])
    stage.scheduled(channel, ahead=timedelta(hours=5))
    published(channel)
    assert sent(server) == ["en", "ru"]


def _smaller(quota, *, limit: int):
    from dataclasses import replace

    return replace(quota, limit=limit)


def test_a_refused_track_is_told_and_costs_neither_the_video_nor_the_others(server: YouTubeServer) -> None:
    server.refused_languages = {"ru"}
    delivery = published(youtube(server, languages=["ru"]))
    follow_ups.due()
    left = FollowUp.objects.get()
    assert left.state == FollowUp.State.DONE
    assert left.tracks["ru"]["state"] == "refused" and "not supported" in left.tracks["ru"]["words"]
    assert sorted(sent(server)) == ["en", "zh-Hans"]
    assert delivery.state == Delivery.State.PUBLISHED


def test_a_worker_lost_in_a_follow_up_leaves_it_to_the_next(server: YouTubeServer) -> None:
    server.units = 450
    published(youtube(server, languages=[]))
    past = timezone.now() - timedelta(seconds=1)
    FollowUp.objects.update(lease_owner="dead:1", lease_until=timezone.now() + timedelta(minutes=1))
    assert follow_ups.due() == 0, "a living lease is nobody else's"
    FollowUp.objects.update(lease_until=past, next_at=past)
    server.units = 10_000
    assert follow_ups.due() == 1
    assert len(sent(server)) == len(set(sent(server))) == 3


def test_a_post_that_was_taken_down_gets_no_more_tracks(server: YouTubeServer) -> None:
    server.units = 450
    delivery = published(youtube(server, languages=[]))
    services.ask_take_down(delivery, user=None)
    services.publish_due()
    server.units = 10_000
    FollowUp.objects.update(next_at=timezone.now())
    follow_ups.due()
    assert sent(server) == ["en"] and FollowUp.objects.get().state == FollowUp.State.DONE


def test_what_breaks_in_a_follow_up_leaves_the_post_standing(server: YouTubeServer, monkeypatch) -> None:
    delivery = published(youtube(server, languages=[]))
    monkeypatch.setattr(follow_ups, "planned_draft", None)
    monkeypatch.setattr(follow_ups, "ATTEMPTS", 1)
    follow_ups.due()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.PUBLISHED
    assert FollowUp.objects.get().state == FollowUp.State.GIVEN_UP


def test_a_platform_without_anything_left_has_no_follow_up() -> None:
    services.run_now(stage.scheduled(stage.sandbox()))
    assert not FollowUp.objects.exists()


wishes = st.lists(
    st.builds(
        Wish, st.integers(0, 5), st.integers(0, 9).map(lambda hour: datetime(2026, 11, 23, hour, tzinfo=UTC)),
        st.integers(1, 5), st.sampled_from(["en", "ru", "ja"]),
    ),
    max_size=20,
)  # fmt: skip


@given(wishes, st.integers(-2, 25))
def test_nobodys_second_language_comes_before_anybodys_first(asked: list[Wish], places: int) -> None:
    taken = chosen(asked, places=places)
    assert len(taken) == min(max(0, places), len(asked))
    rest = list(asked)
    for each in taken:
        rest.remove(each)
    assert all(each.rank <= other.rank for each in taken for other in rest)
