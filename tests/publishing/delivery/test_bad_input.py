"""What goes wrong in the world: refused early with the sentence that helps, or held at the hour; never cut, never late
without saying so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from curation.clips.models import Rendition
from curation.footage.models import Footage
from publishing.connectors.capabilities import MediaLimits
from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.connectors.registry import connectors
from publishing.delivery import services
from publishing.delivery.models import Delivery, SandboxPost
from publishing.delivery.reasons import sentence
from publishing.posts import outlook, readiness
from publishing.posts import services as posts
from publishing.posts.models import Channel, Post
from publishing.posts.obstacles import Obstacle, Refused
from tests.publishing import stage

pytestmark = pytest.mark.django_db
State = Delivery.State
FITTING = {"text": "A tiger", "title": "A tiger", "alt_text": "A tiger walks."}
SIGN = {"characters": "虎", "graphemes": "👩\u200d👩\u200d👧", "mastodon": "虎"}
"""Signs of several bytes that a way of counting counts as one; others count a letter as one."""


def schedule(post: Post) -> list[Delivery]:
    return posts.schedule(post, due_at=timezone.now(), time_zone="Asia/Shanghai", user=None)


def refused(post: Post) -> list[Obstacle]:
    with pytest.raises(Refused) as error:
        schedule(post)
    assert not Delivery.objects.exists()
    return error.value.obstacles


def video(monkeypatch: pytest.MonkeyPatch, **limits: object) -> Post:
    """A post whose finished video a platform with these limits shall take."""
    declared = SandboxConnector.capabilities
    narrow = MediaLimits(content_types=("video/mp4",), source=declared.media.source, **limits)
    monkeypatch.setattr(SandboxConnector, "capabilities", replace(declared, media=narrow))
    post = stage.approved(stage.sandbox())
    posts.order_rendition(post.variants.get(), user=None)
    return post


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"max_seconds": 7}, "media_too_long"),
        ({"min_seconds": 9}, "media_too_short"),
        ({"max_width": 1280, "max_height": 1280}, "picture_too_large"),
        ({"max_ratio": 1.0}, "picture_shape"),
        ({"max_bytes": 1000}, "media_too_large"),
        ({"sound_required": True}, "sound_missing"),
        ({"max_rate": 24}, "rate_too_high"),
    ],
)
def test_a_video_that_the_platform_refuses_is_refused_before_it_is_planned(limits, code, monkeypatch) -> None:
    post = video(monkeypatch, **limits)
    Rendition.objects.update(proof={"frame_count": 400, "audio_codec": None})
    (told,) = refused(post)
    assert told.code == code and "%" not in told.message


def _counted() -> list[tuple[str, str, str]]:
    return [
        (platform, limit.field, limit.rule)
        for platform, connector in connectors().items()
        for limit in connector.capabilities.text
    ]


@pytest.mark.parametrize(("platform", "field", "rule"), _counted())
def test_one_sign_too_many_is_refused_and_one_less_is_not(platform: str, field: str, rule: str) -> None:
    channel = Channel.objects.create(name="Over by one", platform=platform)
    post = posts.create_post(clip=stage.clip(), title="Tiger", user=None)
    variant = posts.write_variant(post, channel=channel, language="en", text="A tiger", alt_text="A tiger walks.")
    limit = next(
        each for each in connectors()[platform].capabilities.limits(field, media=True) or
        connectors()[platform].capabilities.limits(field) if (each.field, each.rule) == (field, rule)
    )  # fmt: skip
    if limit.when == "alone":
        pytest.skip("a post with a video has another limit")
    for name, value in FITTING.items():
        setattr(variant, name, value)
    codes = []
    for over in (0, 1):
        setattr(variant, field, SIGN.get(rule, "x") * (limit.limit + over))
        told = readiness.variant_obstacles(variant, post.clip.version)
        codes.append([(each.params["over"], each.params["rule"]) for each in told if each.code == f"{field}_too_long"])
    assert len(codes[1]) == len(codes[0]) + 1, "refused at one over, not at the limit itself"
    assert 1 in {by for by, _rule in codes[1]}


def test_an_hour_that_clocks_skip_is_explained_with_the_next_one() -> None:
    told = outlook.hour_outlook("2027-03-28T02:30", zone_name="Europe/Berlin", second=None, channels=[])
    assert "does not exist" in told["error"] and told["instead"] == "2027-03-28T03:30"


def test_an_hour_that_is_over_is_refused() -> None:
    post = stage.approved(stage.sandbox())
    with pytest.raises(Refused) as error:
        posts.schedule(post, due_at=timezone.now() - timedelta(hours=1), time_zone="Asia/Shanghai", user=None)
    assert "past" in {each.code for each in error.value.obstacles}


def test_rights_that_change_after_approval_are_refused_at_scheduling_and_hold_it_at_the_hour() -> None:
    post = stage.approved(stage.sandbox())
    Footage.objects.update(embargo_until=timezone.now() + timedelta(days=2))
    assert [each.code for each in refused(post)] == ["embargoed"]
    Footage.objects.update(embargo_until=None)
    (delivery,) = schedule(post)
    Footage.objects.update(embargo_until=timezone.now() + timedelta(days=2))
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.HELD and "embargo" in sentence(delivery)
    assert SandboxPost.objects.count() == 0


def test_a_clip_with_planned_posts_cannot_be_deleted() -> None:
    delivery = stage.scheduled(stage.sandbox())
    with pytest.raises(ProtectedError):
        delivery.variant.post.clip.delete()


def test_a_video_that_is_gone_from_the_store_fails_it_with_the_reason() -> None:
    delivery = stage.scheduled(stage.sandbox())
    default_storage.delete(Rendition.objects.get().file)
    services.publish_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == (State.FAILED, "media_missing")
    assert "is not there" in sentence(delivery)


def test_late_within_tolerance_it_goes_out_and_the_page_says_how_late(client, person) -> None:
    delivery = stage.scheduled(stage.sandbox())
    past = timezone.now() - timedelta(minutes=20)
    Delivery.objects.update(due_at=past, next_at=past)
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == State.PUBLISHED
    client.force_login(person("Publisher"))
    page = client.get(reverse("delivery:detail", args=[delivery.pk]))
    assert "s after its hour" in page.content.decode()


def test_nothing_is_cut_silently_at_the_hour() -> None:
    delivery = stage.scheduled(stage.sandbox())
    variant = delivery.variant
    limit = SandboxConnector.capabilities.limits("text")[0].limit
    variant.text = "x" * (limit + 1)
    variant.save()
    services.publish_due()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error_code) == (State.HELD, "text_too_long")
