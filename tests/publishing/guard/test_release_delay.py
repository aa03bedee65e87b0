"""Footage of some animals and places stays in the house for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from curation.footage.models import Footage
from curation.species.models import Taxon
from publishing.guard import services as guard
from publishing.guard.models import ReleaseDelay
from publishing.posts import readiness
from tests.publishing import stage

pytestmark = pytest.mark.django_db


def tiger() -> Taxon:
    return Taxon.objects.get(scientific_name="Panthera tigris altaica")


@pytest.mark.parametrize(
    ("delay", "days"),
    [
        ({"days": 40}, 40),
        ({"taxon": "tiger", "days": 90}, 90),
        ({"zone": "Hunchun", "days": 60}, 60),
        ({"taxon": "tiger", "zone": "Hunchun", "days": 50}, 50),
        ({"zone": "Dongning", "days": 60}, None),
        ({"taxon": "other", "days": 60}, None),
    ],
)
def test_a_delay_holds_for_its_animal_and_its_place(delay: dict, days: int | None) -> None:
    version = stage.clip().version
    filmed = version.segments.get().footage.captured_at
    taxa = {"tiger": tiger(), "other": Taxon.objects.exclude(pk=tiger().pk).exclude(children=tiger()).first()}
    ReleaseDelay.objects.create(**{**delay, "taxon": taxa.get(delay.get("taxon"))})
    assert guard.released_at(version) == (filmed + timedelta(days=days) if days else None)


def test_a_post_is_held_until_the_longest_delay_is_over() -> None:
    post = stage.approved(stage.sandbox(), languages=("en",))
    ReleaseDelay.objects.create(days=10)
    ReleaseDelay.objects.create(taxon=tiger(), days=45)  # it was filmed 30 days ago
    now = timezone.now()
    told = {each.code: each.message for each in readiness.obstacles(post, at=now)}
    assert "stays in the house until" in told["released_later"]
    later = now + timedelta(days=16)
    assert "released_later" not in {each.code for each in readiness.obstacles(post, at=later)}
    Footage.objects.update(captured_at=None)
    assert guard.released_at(post.clip.version) is None


def test_rangers_write_delays_and_others_do_not(signed_in) -> None:
    address = reverse("release-delays:add")
    form = {"taxon": str(tiger().pk), "zone": "", "days": "30"}
    signed_in("Ranger").post(address, form)
    assert ReleaseDelay.objects.get().days == 30
    page = signed_in("Ranger", username="other-ranger").post(address, form).content.decode()
    assert "a delay for this animal and place already" in page
    signed_in("Editor").post(address, {**form, "zone": "Hunchun"})
    assert ReleaseDelay.objects.count() == 1
