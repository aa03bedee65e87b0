"""Addresses at which a platform fetches a video itself."""

from __future__ import annotations

import pytest
from django.core import signing
from django.urls import reverse

from publishing.connectors.registry import connector
from publishing.delivery.models import Delivery
from publishing.posts.drafts import FETCH_SALT, fetch_address
from tests.publishing import stage

pytestmark = pytest.mark.django_db
THREADS = connector("threads").capabilities


def path_of(delivery: Delivery) -> str:
    return reverse("fetched", args=[signing.dumps(str(delivery.key), salt=FETCH_SALT)])


def test_a_stranger_fetches_the_video_of_a_delivery_that_is_under_way(client) -> None:
    delivery = stage.scheduled(stage.sandbox())
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.PREPARING)
    answer = client.get(path_of(delivery), headers={"range": "bytes=4-7"})
    assert answer.status_code == 206
    assert b"".join(answer.streaming_content) == b"ftyp"


@pytest.mark.parametrize("state", ["scheduled", "held", "published", "taken_down", "cancelled", "failed"])
def test_nothing_is_handed_out_before_or_after(client, state: str) -> None:
    delivery = stage.scheduled(stage.sandbox())
    Delivery.objects.filter(pk=delivery.pk).update(state=state)
    assert client.get(path_of(delivery)).status_code == 404


def test_a_forged_address_is_nobodys(client) -> None:
    delivery = stage.scheduled(stage.sandbox())
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.PREPARING)
    forged = signing.dumps(str(delivery.key), salt="another")
    assert client.get(reverse("fetched", args=[forged])).status_code == 404


def test_only_platforms_that_fetch_get_an_address_and_only_where_they_can_reach_it(settings) -> None:
    settings.FETCHABLE, settings.PUBLIC_URL = True, "https://desk.example"
    assert fetch_address("k", THREADS).startswith("https://desk.example/fetch/")
    assert fetch_address("k", connector("youtube").capabilities) == ""
    settings.FETCHABLE = False
    assert fetch_address("k", THREADS) == ""
