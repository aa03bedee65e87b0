"""The cards of channels: limits, quotas, the token, and the one button."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from publishing.delivery.models import Delivery
from publishing.posts import cards
from publishing.posts.models import Channel
from publishing.posts.seal import seal
from tests.publishing import stage

pytestmark = pytest.mark.django_db
DAY = 86400


def tiktok(**secrets: object) -> Channel:
    kept = {name: str(value) for name, value in secrets.items()}
    return Channel.objects.create(
        name="Tigers", platform="tiktok", settings={"client_id": "key"}, sealed=seal(kept), time_zone="Europe/Berlin"
    )


def card() -> cards.ChannelCard:
    (found,) = cards.channel_cards()
    return found


def test_a_card_says_what_the_platform_takes(signed_in) -> None:
    tiktok(access_token="a", refresh_token="r", expires_at=int(time.time()) + DAY)
    told = dict(card().limits)
    assert told["Text"] == "2,200 UTF-16 units"
    assert told["Video"].endswith("3 seconds to 10 minutes") and told["Captions"] == "burnt into the picture"
    page = signed_in("Publisher").get(reverse("posts:channels")).content.decode()
    assert "What it takes" in page and "5 of 5 posts left (1 day)" in page
    assert "Posts of an app that TikTok has not audited" in page


def test_quotas_are_counted_from_our_own_deliveries() -> None:
    channel = tiktok(access_token="a")
    for _number in range(2):
        delivery = stage.scheduled(stage.sandbox(), ahead=timedelta(minutes=5))
        variant = delivery.variant
        variant.channel = channel
        variant.save()
        now = timezone.now()
        Delivery.objects.filter(pk=delivery.pk).update(
            state=Delivery.State.PUBLISHED, due_at=now - timedelta(hours=1), published_at=now - timedelta(hours=1)
        )
    found = next(each for each in cards.channel_cards() if each.channel == channel)
    ((standing, span),) = found.quotas
    assert (standing.limit, standing.left, span) == (5, 3, "1 day")
    assert (found.published, found.waiting) == (2, 0)


@pytest.mark.parametrize(
    ("secrets", "words", "tone", "button"),
    [
        ({}, "nobody has signed in yet", "bad", "sign_in"),
        ({"access_token": "a", "refresh_token": "r", "expires_at": time.time() + 60}, "renews itself", "good", ""),
        (
            {"access_token": "a", "refresh_token": "r", "refresh_expires_at": time.time() + 3 * DAY},
            "can be renewed only until a person signs in again",
            "warn",
            "sign_in",
        ),
        ({"access_token": "a", "expires_at": time.time() + 90 * DAY}, "does not renew itself", "", ""),
        ({"access_token": "a", "expires_at": time.time() + 3 * DAY}, "does not renew itself", "warn", "sign_in"),
        ({"access_token": "a", "expires_at": time.time() - 3 * DAY}, "has ended", "bad", "sign_in"),
        ({"access_token": "a", "expires_at": "soon"}, "has no known end", "", ""),
    ],
)
def test_how_a_token_stands(signed_in, secrets: dict[str, object], words: str, tone: str, button: str) -> None:
    tiktok(**secrets)
    found = card()
    assert found.token is not None
    assert (found.token.words, found.token.tone, found.reconnect) == (words, tone, button)
    page = signed_in("Publisher").get(reverse("posts:channels")).content.decode()
    assert words in page
    assert ("Sign in again" in page) is (button == "sign_in")


def test_a_tokens_age_is_shown_and_the_token_is_not(signed_in) -> None:
    tiktok(access_token="very-secret", refresh_token="also-secret", issued_at=int(time.time()) - 2 * DAY)
    page = signed_in("Publisher").get(reverse("posts:channels")).content.decode()
    assert "given 2\xa0days ago" in page
    assert "very-secret" not in page and "also-secret" not in page


def test_a_broken_seal_asks_to_be_given_again(signed_in) -> None:
    tiktok()
    Channel.objects.update(sealed="gibberish")
    found = card()
    assert found.token is not None and (found.token.tone, found.reconnect) == ("bad", "sign_in")


def test_channels_without_secrets_show_no_sign_in_and_strangers_do_not_break_the_page(signed_in) -> None:
    stage.sandbox()
    Channel.objects.create(name="Old", platform="myspace")
    assert all(each.token is None for each in cards.channel_cards())
    page = signed_in("Publisher").get(reverse("posts:channels")).content.decode()
    assert "Sign-in" not in page and "myspace" in page


def test_the_number_of_queries_does_not_grow_with_what_was_published(django_assert_max_num_queries) -> None:
    for number in range(4):
        stage.sandbox(name=f"Channel {number}")
    with django_assert_max_num_queries(4):
        cards.channel_cards()


def test_spans_in_words() -> None:
    assert [cards.span(each) for each in (0.5, 1, 140, 600, 86400, 5 * 3600 - 1)] == [
        "0.5 seconds", "1 second", "2 minutes 20 seconds", "10 minutes", "1 day", "4 hours 59 minutes",
    ]  # fmt: skip
    with translation.override("zh-hans"):
        assert cards.span(600)
