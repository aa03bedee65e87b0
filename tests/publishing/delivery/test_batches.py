"""What is due is claimed in batches, shared between workers, and given back where it was not begun."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import batches, carriage, lease, services
from publishing.delivery.models import Delivery, SandboxPost
from publishing.posts.models import Channel
from tests.publishing import stage

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def three() -> list[Delivery]:
    channel = stage.sandbox()
    return [stage.scheduled(channel) for _ in range(3)]


def test_all_that_is_due_is_published_and_its_ledger_says_who_took_it(three: list[Delivery]) -> None:
    later = stage.scheduled(Channel.objects.get(), ahead=timedelta(hours=1))
    assert batches.publish_in_batches() == 3
    assert SandboxPost.objects.count() == 3
    for delivery in three:
        delivery.refresh_from_db()
        assert (delivery.state, delivery.lease_owner) == (State.PUBLISHED, "")
        assert list(delivery.ledger.values_list("kind", flat=True)).count("claimed") == 1
    later.refresh_from_db()
    assert (later.state, later.lease_until) == (State.SCHEDULED, None)
    assert batches.publish_in_batches() == 0


def test_what_one_worker_has_claimed_another_does_not_take(three: list[Delivery]) -> None:
    tickets = lease.claim_batch(most=2)
    assert [each.number for each in tickets] == [three[0].pk, three[1].pk]
    assert [each.number for each in lease.claim_batch(most=9)] == [three[2].pk]
    assert lease.claim_due() is None


def test_what_was_not_begun_goes_back_at_once(three: list[Delivery]) -> None:
    tickets = lease.claim_batch(most=3)
    lease.give_back(tickets[1:])
    assert [each.number for each in lease.claim_batch(most=3)] == [three[1].pk, three[2].pk]


def test_a_ticket_that_was_lost_is_not_carried(three: list[Delivery]) -> None:
    """A worker that was stopped wakes after its leases ran out; another has them by then."""
    tickets = lease.claim_batch(most=3)
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    services.sweep_leases()
    assert batches.publish_in_batches() == 3
    assert [lease.take_up(each) for each in tickets] == [None, None, None]
    lease.renew(tickets)
    lease.give_back(tickets)
    assert set(Delivery.objects.values_list("state", "lease_until")) == {(State.PUBLISHED, None)}
    assert SandboxPost.objects.count() == 3


def test_a_process_that_has_proved_nothing_yet_claims_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be there because the one before it was killed; what it keeps would wait for its lease to run out."""
    channel = stage.sandbox()
    for _ in range(7):
        stage.scheduled(channel)
    monkeypatch.setattr(batches, "_carried", 0)
    genuine, most = lease.claim_batch, []

    def seen(*, most: int, asked: list[int] = most) -> list[lease.Ticket]:
        asked.append(most)
        return genuine(most=most)

    monkeypatch.setattr(lease, "claim_batch", seen)
    assert batches.publish_in_batches() == 7
    assert most[0] == 4
    assert most[1] > most[0]


def test_what_waits_behind_a_long_upload_goes_back_for_others(
    three: list[Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LONG_SECONDS", 0.0)
    queue = batches.Queue()
    queue.claim(most=3)
    genuine, others = SandboxConnector._publish, []

    def publish_slowly(self, *arguments, **options):
        queue.beat()  # the heartbeat's thread, in the middle of a long request
        others.extend(each.number for each in lease.claim_batch(most=9))
        return genuine(self, *arguments, **options)

    monkeypatch.setattr(SandboxConnector, "_publish", publish_slowly)
    assert queue.carry_next() == 1
    assert others == [three[1].pk, three[2].pk]
    assert queue.carry_next() == 0
    assert SandboxPost.objects.count() == 1


def test_a_delivery_costs_few_questions_to_the_database(three: list[Delivery], django_assert_max_num_queries) -> None:
    """Ten thousand may be due in one minute; savepoints of the test's own transaction count here as well."""
    batches.publish_in_batches(seconds=0.0)
    tickets = lease.claim_batch(most=3)
    with django_assert_max_num_queries(46):  # with those for printed strips and release delays
        held = lease.take_up(tickets[1])
        assert held is not None
        carriage.carry(held)
    assert Delivery.objects.get(pk=tickets[1].number).state == State.PUBLISHED
