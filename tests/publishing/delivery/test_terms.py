"""Licence terms reach what depends on them: posts that wait, and posts that stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from curation.footage.licensing import services as licensing
from curation.rights.services import write_terms
from curation.rights.terms import Terms
from publishing.delivery import services, takedowns
from publishing.delivery.models import Delivery, TakedownProposal
from publishing.delivery.reasons import sentence
from publishing.posts import readiness
from tests.publishing import stage

pytestmark = pytest.mark.django_db
State = Delivery.State


def under(delivery: Delivery, terms: Terms):
    footage = [each.footage for each in delivery.variant.post.clip.version.segments.all()]
    row = write_terms(terms)
    licensing.attach(row, footage, user=None)
    return row


def test_a_post_is_held_at_its_hour_when_terms_have_come_in_between() -> None:
    delivery = stage.scheduled(stage.sandbox())
    under(delivery, Terms(name="Schools", uses=frozenset({"education"})))
    assert services.run_now(delivery).state == State.HELD
    delivery.refresh_from_db()
    assert "not licensed for this use: Social media" in sentence(delivery)


def test_scheduling_says_which_language_is_not_licensed() -> None:
    post = stage.approved(stage.sandbox(), languages=("en", "ru"))
    row = write_terms(Terms(name="English", languages=frozenset({"en"})))
    licensing.attach(row, [each.footage for each in post.clip.version.segments.all()], user=None)
    found = [each for each in readiness.obstacles(post, at=timezone.now()) if each.source == "rights"]
    assert [each.code for each in found] == ["language_not_licensed"]
    assert "Russian" in found[0].message


@pytest.mark.parametrize(
    ("terms", "refused"),
    [
        (Terms(name="a", sensitivity="restricted"), True),
        (Terms(name="b", territories=frozenset({"CN"})), True),
        (Terms(name="c", languages=frozenset({"ru"})), True),
        (Terms(name="d", languages=frozenset({"en"})), False),
        (Terms(name="e", uses=frozenset({"social"})), False),
        (Terms(name="f", until=timezone.now() - timedelta(hours=1)), True),
        (Terms(name="g", until=timezone.now() + timedelta(days=9)), False),
    ],
)
def test_what_stands_is_proposed_for_takedown_just_where_the_decision_refuses(terms: Terms, refused: bool) -> None:
    delivery = services.run_now(stage.scheduled(stage.sandbox()))
    assert delivery.state == State.PUBLISHED
    under(delivery, terms)
    assert takedowns.review_rights() == int(refused)
    assert takedowns.review_rights() == 0


def test_terms_that_are_taken_off_again_close_the_proposal() -> None:
    delivery = services.run_now(stage.scheduled(stage.sandbox()))
    row = under(delivery, Terms(name="a", sensitivity="internal"))
    takedowns.review_rights()
    licensing.detach(row, batch=row.attachments.get().batch, user=None)
    takedowns.review_rights()
    assert TakedownProposal.objects.get().state == "over"
