"""Who hears of what needs a person: by mail, collected, in their own language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from curation.footage.models import Footage
from publishing.connectors.errors import NeedsReconnect, Rejected
from publishing.connectors.platforms.sandbox import SandboxConnector
from publishing.delivery import notices, services
from publishing.delivery.models import Delivery, DeliveryNotice
from publishing.posts import channels
from publishing.posts.models import Channel
from tests.fakes.mail import MailServer
from tests.publishing import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture
def publisher(person):
    found = person("Publisher")
    found.email = "publisher@example.org"
    found.save()
    return found


def fail(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(self, *arguments, **options):
        raise error

    monkeypatch.setattr(SandboxConnector, "_publish", refuse)


def a_minute_passes() -> None:
    DeliveryNotice.objects.update(next_at=timezone.now() - timedelta(seconds=1))


def test_what_fails_together_is_told_in_one_mail(server: MailServer, publisher, person, monkeypatch) -> None:
    editor = person("Editor")
    editor.email = "editor@example.org"
    editor.save()
    fail(monkeypatch, Rejected("rejected", {"platform": "Sandbox", "words": "no cats"}))
    stage.scheduled(stage.sandbox(), languages=("en", "ru"))
    services.publish_due()
    assert notices.send_due() == 0, "collected first"
    a_minute_passes()
    assert notices.send_due() == 1
    (told,) = server.mails
    assert told.recipients == ("publisher@example.org",)
    assert told.message["subject"] == "2 deliveries need a look"
    assert told.text.count("no cats") == 2 and "/deliveries/" in told.text


def test_a_second_mail_waits_some_minutes(server: MailServer, publisher, monkeypatch) -> None:
    fail(monkeypatch, Rejected("rejected", {"platform": "Sandbox", "words": "no cats"}))
    for _again in range(2):
        services.run_now(stage.scheduled(stage.sandbox()))
        a_minute_passes()
        notices.send_due()
    assert len(server.mails) == 1
    DeliveryNotice.objects.filter(state="sent").update(sent_at=timezone.now() - notices.DIGEST)
    notices.send_due()
    assert len(server.mails) == 2


def test_a_flood_is_one_mail_with_a_number(server: MailServer, publisher) -> None:
    delivery = stage.scheduled(stage.sandbox(), ahead=timedelta(hours=1))
    for _each in range(100):
        notices.about(
            delivery, kind="failed", fields={"error_code": "no_publication", "error_params": {"_source": "delivery"}}
        )
    a_minute_passes()
    notices.send_due()
    (told,) = server.mails
    assert "… and 75 more." in told.text and told.text.count("Failed") == 25


def test_each_reads_their_own_language(server: MailServer, publisher, monkeypatch) -> None:
    UserProfile.objects.update_or_create(user=publisher, defaults={"preferred_language": "zh-hans"})
    Footage.objects.update(state=Footage.State.READY)
    delivery = stage.scheduled(stage.sandbox())
    Footage.objects.update(state=Footage.State.WITHDRAWN)
    services.publish_due()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.HELD
    a_minute_passes()
    notices.send_due()
    assert "has been withdrawn" not in server.mails[0].text
    assert "HC-0417" not in server.mails[0].text, "no place by mail"


def test_a_mail_server_that_is_away_loses_nothing(server: MailServer, publisher, monkeypatch) -> None:
    fail(monkeypatch, Rejected("rejected", {"platform": "Sandbox", "words": "no cats"}))
    services.run_now(stage.scheduled(stage.sandbox()))
    server.mood = "busy"
    a_minute_passes()
    assert notices.send_due() == 0
    server.mood = "kind"
    a_minute_passes()
    assert notices.send_due() == 1 and len(server.mails) == 1


def test_a_withdrawn_permission_holds_everything_planned_and_is_told_once(
    server: MailServer, publisher, monkeypatch
) -> None:
    channel = stage.sandbox()
    later = stage.scheduled(channel, ahead=timedelta(hours=3))
    now = stage.scheduled(channel)
    fail(monkeypatch, NeedsReconnect("reconnect", {"platform": "Sandbox", "words": "token revoked"}))
    services.publish_due()
    for delivery in (now, later):
        delivery.refresh_from_db()
        assert delivery.state == Delivery.State.HELD
    a_minute_passes()
    notices.send_due()
    (told,) = server.mails
    assert "token revoked" in told.text and "wait for it: 1." in told.text
    monkeypatch.undo()
    channel.refresh_from_db()
    channels.verify(channel, user=publisher, feed=None)
    later.refresh_from_db()
    assert later.state == Delivery.State.SCHEDULED and later.next_at == later.due_at, "at its own hour again"
    assert channel.state == Channel.State.ACTIVE
