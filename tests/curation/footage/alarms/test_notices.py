"""Notices arrive, once a minute and contact, by mail and webhook; or they say why they did not."""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from curation.footage.alarms import notices, seal, webhook
from curation.footage.alarms.errors import NotSent
from curation.footage.alarms.raising import raise_as
from curation.footage.models import AlarmContact, AlarmNotice, Footage
from tests.curation.footage.conftest import day
from tests.fakes.loopback import LoopbackServer, Reply, Request
from tests.fakes.mail import MailServer

pytestmark = pytest.mark.django_db
SECRET = seal.fresh_secret()


class Hook(LoopbackServer):
    """A webhook that checks signatures and keeps what it was told; `status` is its answer."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[dict] = []
        self.status = 204

    def reply(self, request: Request) -> Reply:
        given = request.header("webhook-signature")
        signed = f"{request.header('webhook-id')}.{request.header('webhook-timestamp')}.".encode() + request.body
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert hmac.compare_digest(given, right) and abs(int(request.header("webhook-timestamp")) - time.time()) < 60
        self.told.append(json.loads(request.body))
        return Reply(self.status, body=b"" if self.status == 204 else b"x" * 1000)


@pytest.fixture
def mail(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        yield server


@pytest.fixture
def hook(settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.0/8"]
    with Hook() as server:
        yield server


def contact(**known):
    known |= {"secret": seal.seal(SECRET)} if known.get("webhook") else {}
    return AlarmContact.objects.create(**{"name": "rangers", **known})


def later(**delta):
    """Let time pass for the outbox."""
    for row in AlarmNotice.objects.all():
        row.next_at -= timedelta(**delta)
        row.sent_at = row.sent_at and row.sent_at - timedelta(**delta)
        row.save()


def test_a_hundred_alarms_are_one_mail_in_both_languages(mail, piece, station):
    contact(email="rangers@example.org")
    made = [piece(station=station, captured_at=day("2026-01-14T05:12")) for _ in range(100)]
    raise_as({footage.pk: "human" for footage in made} | {made[0].pk: "fire"})
    assert notices.send_due() == 1 and notices.send_due() == 0
    [one] = mail.mails
    assert one.recipients == ("rangers@example.org",)
    assert one.message["Subject"].strip() == "Pugmark alarm: People 99, Fire 1 / Pugmark 警报：人员 99, 火情 1"
    assert f"F{made[5].pk} · People · Hunchun · " in one.text and f"/studio/footage/{made[0].pk}/" in one.text
    assert "and 60 more" in one.text
    assert set(AlarmNotice.objects.values_list("state", flat=True)) == {"sent"}


def test_a_notice_tells_no_exact_place(mail, hook, piece, station):
    contact(email="rangers@example.org", webhook=f"{hook.url}/hook")
    footage = piece(station=station, folder="ridge/secret", original_name="HC-0042_IMG.mp4", source_path="a/HC-0042")
    raise_as({footage.pk: "vehicle"})
    assert notices.send_due() == 2
    told = mail.mails[0].text + str(mail.mails[0].message) + json.dumps(hook.told)
    for secret in ("HC-0042", "Hidden ridge", "43.12", "131.23", "ridge", "IMG"):
        assert secret not in told
    assert "Hunchun" in told


def test_what_comes_within_the_minute_waits_for_the_next_digest(mail, piece):
    contact(email="rangers@example.org")
    first, second, third = piece(), piece(), piece()
    raise_as({first.pk: "fire"})
    assert notices.send_due() == 1
    raise_as({second.pk: "fire", third.pk: "smoke"})
    assert notices.send_due() == 0
    later(seconds=61)
    assert notices.send_due() == 1
    assert len(mail.mails) == 2 and f"F{second.pk}" in mail.mails[1].text and f"F{third.pk}" in mail.mails[1].text


def test_a_webhook_gets_signed_json(hook, piece, station):
    contact(webhook=f"{hook.url}/hook")
    footage = piece(station=station, captured_at=day("2026-01-14T05:12"))
    raise_as({footage.pk: "fire"})
    assert notices.send_due() == 1
    [told] = hook.told
    [alarm] = told["data"]["alarms"]
    assert told["type"] == "footage.alarm" and alarm["alarm"] == "fire" and alarm["zone"] == "Hunchun"
    assert alarm["footage"] == str(footage) and alarm["link"].endswith(f"/studio/footage/{footage.pk}/")


@pytest.mark.parametrize(
    ("mischief", "code"),
    [
        ("server_error", "refused: HTTP 500"),
        ("cut_before", "unreachable"),
        ("drip_after", ""),
        ("redirect", "redirected"),
    ],
)
def test_webhooks_that_misbehave(hook, piece, mischief, code):
    contact(webhook=f"{hook.url}/hook")
    footage = piece()
    raise_as({footage.pk: "fire"})
    hook.misbehave(mischief)
    arrived = notices.send_due()
    row = AlarmNotice.objects.get()
    assert row.detail.startswith(code) and arrived == (not code)
    assert row.state == {"": "sent", "redirected": "failed"}.get(code, "queued")
    if row.state == "queued":
        assert row.attempts == 1 and row.next_at > timezone.now() + timedelta(seconds=20)
        later(minutes=1)
        assert notices.send_due() == 1 and AlarmNotice.objects.get().state == "sent"


def test_a_webhook_that_says_nothing_is_given_up_in_time(hook):
    hook.misbehave("timeout_before")
    began = time.monotonic()
    with pytest.raises(NotSent) as error:
        webhook.send(hook.url, b"{}", identity="m", secret=SECRET, allowed=["127.0.0.1"], patience=0.5)
    assert error.value.code == "too_slow" and time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:{port}/", "private_address"),
        ("http://localhost:{port}/", "private_address"),
        ("https://[::1]:{port}/", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://0.0.0.0/", "private_address"),
        ("https://[::ffff:127.0.0.1]:{port}/", "private_address"),
        ("http://example.org/", "not_https"),
        ("ftp://example.org/", "not_an_address"),
        ("https://u:p@example.org/", "not_an_address"),
        ("file:///etc/passwd", "not_an_address"),
        ("https://127.0.0.1:99999/", "not_an_address"),
        ("https:///hook", "not_an_address"),
    ],
)
def test_nothing_is_asked_of_the_network_that_the_machine_stands_in(hook, url, code):
    port = hook.url.rpartition(":")[2]
    with pytest.raises(NotSent) as error:
        webhook.send(url.format(port=port), b"{}", identity="m", secret=SECRET, allowed=[])
    assert (error.value.code, error.value.final) == (code, True) and not hook.calls


def test_a_name_is_asked_once_and_its_address_is_the_one_that_was_checked(hook, monkeypatch):
    from curation.footage.alarms import addresses

    asked = []

    def answer(host, port, **_):
        asked.append(host)
        address = "93.184.216.34" if len(asked) > 1 else "10.0.0.7"
        return [(2, 1, 6, "", (address, port))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", answer)
    with pytest.raises(NotSent) as error:
        webhook.send("https://rebinding.example/", b"{}", identity="m", secret=SECRET)
    assert error.value.code == "private_address" and asked == ["rebinding.example"]


@pytest.mark.parametrize(
    ("mood", "state", "detail"),
    [
        ("refuses", "failed", "refused: 550 no such mailbox"),
        ("busy", "queued", "refused: 451 come back later"),
        ("drops", "queued", "unreachable"),
    ],
)
def test_mail_servers_that_misbehave(mail, piece, mood, state, detail):
    contact(email="rangers@example.org")
    footage = piece()
    raise_as({footage.pk: "fire"})
    mail.mood = mood
    assert notices.send_due() == 0
    row = AlarmNotice.objects.get()
    assert row.state == state and row.detail.startswith(detail)
    mail.mood = "kind"
    later(minutes=1)
    assert notices.send_due() == (state == "queued")


def test_a_mute_mail_server_keeps_no_worker(mail, piece, monkeypatch):
    monkeypatch.setattr(notices, "SMTP_PATIENCE", 0.3)
    contact(email="rangers@example.org")
    raise_as({piece().pk: "fire"})
    mail.mood = "mute"
    assert notices.send_due() == 0
    row = AlarmNotice.objects.get()
    assert row.state == "queued" and (row.detail == "too_slow" or "timed out" in row.detail)


def test_after_nine_tries_it_is_given_up_and_new_alarms_wait_their_turn(mail, piece):
    contact(email="rangers@example.org")
    raise_as({piece().pk: "fire"})
    mail.mood = "busy"
    waits = []
    for _ in range(notices.ATTEMPTS):
        notices.send_due()
        row = AlarmNotice.objects.order_by("pk").first()
        waits.append(round((row.next_at - timezone.now()).total_seconds()))
        if len(waits) == 1:
            raise_as({piece().pk: "smoke"})
            assert notices.send_due() == 0
            assert AlarmNotice.objects.get(alarm="smoke").attempts == 0  # it does not go around the wait
        later(hours=1)
    assert AlarmNotice.objects.get(alarm="fire").state == "failed"
    assert waits[:4] == [30, 60, 120, 240]
    mail.mood = "kind"
    later(hours=1)
    assert notices.send_due() == 1 and AlarmNotice.objects.get(alarm="smoke").state == "sent"


def test_one_contact_that_cannot_be_reached_keeps_no_other_waiting(mail, hook, piece):
    contact(name="a", webhook=f"{hook.url}/hook")
    contact(name="b", email="rangers@example.org")
    hook.status = 500
    raise_as({piece().pk: "fire"})
    assert notices.send_due() == 1 and len(mail.mails) == 1


def test_a_sweep_that_died_is_caught_up_with(mail, piece, monkeypatch):
    contact(email="rangers@example.org")
    raise_as({piece().pk: "fire"})
    claimed = notices._claim("email")
    assert claimed is not None and notices.send_due() == 0
    later(seconds=notices.LEASE.total_seconds() + 1)
    assert notices.send_due() == 1


def test_contacts_switched_off_meanwhile_are_not_told(mail, piece):
    one = contact(email="rangers@example.org")
    raise_as({piece().pk: "fire"})
    AlarmContact.objects.filter(pk=one.pk).update(active=False)
    assert notices.send_due() == 0 and not mail.mails
    assert AlarmNotice.objects.get().detail == "switched_off"


def test_a_key_that_cannot_be_opened_says_so(hook, piece):
    contact(webhook=f"{hook.url}/hook")
    AlarmContact.objects.update(secret=b"broken")
    raise_as({piece().pk: "fire"})
    assert notices.send_due() == 0
    assert AlarmNotice.objects.get().detail == "key_broken" and not hook.calls
    assert Footage.objects.get().alarm == "fire"
