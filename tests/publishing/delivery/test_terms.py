"""Licence terms reach what depends on them: posts that wait, and posts that stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from curation.footage.licensing import services as licensing
from curation.footage.models import Footage
from curation.rights.services import write_terms
from curation.rights.terms import Terms
from publishing.delivery import rights, services, takedowns
from publishing.delivery.models import Delivery, DeliveryNotice, TakedownProposal
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


AHEAD = timedelta(hours=3)


def planned(**how) -> Delivery:
    return stage.scheduled(stage.sandbox(), ahead=AHEAD, **how)


def test_a_planned_post_is_held_as_soon_as_its_terms_change_and_goes_on_when_they_change_back(person) -> None:
    reader = person("Publisher")
    reader.email = "publisher@desk.example"
    reader.save(update_fields=["email"])
    delivery = planned()
    assert rights.review_planned() == 0
    row = under(delivery, Terms(name="Schools", uses=frozenset({"education"})))
    assert rights.review_planned() == 1
    assert rights.review_planned() == 0
    delivery.refresh_from_db()
    assert delivery.state == State.HELD
    assert "not licensed for this use: Social media" in sentence(delivery)
    assert DeliveryNotice.objects.filter(delivery=delivery, kind="held").exists()
    licensing.detach(row, batch=row.attachments.get().batch, user=None)
    assert rights.review_planned() == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_at, sentence(delivery)) == (State.SCHEDULED, delivery.due_at, "")
    assert list(delivery.ledger.order_by("pk").values_list("kind", flat=True))[-2:] == ["refused", "released"]


@pytest.mark.parametrize(
    ("terms", "held"),
    [
        (Terms(name="a", until=timezone.now() + timedelta(hours=2)), True),
        (Terms(name="b", until=timezone.now() + timedelta(hours=4)), False),
        (Terms(name="c", since=timezone.now() + timedelta(hours=2)), False),
        (Terms(name="d", since=timezone.now() + timedelta(hours=4)), True),
        (Terms(name="e", languages=frozenset({"ru"})), True),
        (Terms(name="f", languages=frozenset({"en"})), False),
        (Terms(name="g", sensitivity="restricted"), True),
    ],
)
def test_what_counts_for_a_planned_post_is_its_own_hour(terms: Terms, held: bool) -> None:
    delivery = planned()
    under(delivery, terms)
    assert rights.review_planned() == int(held)
    delivery.refresh_from_db()
    assert (delivery.state == State.HELD) is held


def test_footage_that_is_withdrawn_holds_what_is_planned_of_it_and_other_reasons_keep_theirs() -> None:
    delivery = planned()
    footage = Footage.objects.filter(segments__version=delivery.variant.post.version)
    footage.update(state=Footage.State.WITHDRAWN)
    assert rights.review_planned() == 1
    delivery.refresh_from_db()
    assert "withdrawn" in sentence(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(error_code="gave_up", error_params={"_source": "delivery"})
    footage.update(state=Footage.State.READY)
    assert rights.review_planned() == 0
    delivery.refresh_from_db()
    assert delivery.state == State.HELD
