"""The quarantine's pages: for rangers, newest alarm first, released in place."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from curation.footage.alarms import views
from curation.footage.alarms.raising import raise_as
from curation.footage.models import AlarmContact, AlarmNotice, Footage
from curation.footage.selectors import in_quarantine, visible_to

pytestmark = pytest.mark.django_db
INDEX, RELEASE = "quarantine:index", "quarantine:release"


@pytest.fixture
def alarmed(piece, station):
    def make(kind="human", **known):
        footage = piece(station=station, probe={"duration": 1}, **known)
        raise_as({footage.pk: kind})
        return footage

    return make


def test_the_newest_alarm_stands_first_and_pages_go_on(signed_in, alarmed, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    made = [alarmed() for _ in range(5)]
    by_hand = alarmed()
    Footage.objects.filter(pk=by_hand.pk).update(alarm="", alarm_at=None)
    ranger, shown, more = signed_in("Ranger"), [], ""
    while True:
        context = ranger.get(reverse(INDEX), {"after": more} if more else {}).context
        shown += [footage.pk for _card, footage in context["cards"]]
        more = context["more"]
        if not more:
            break
    assert shown == [*[footage.pk for footage in reversed(made)], by_hand.pk]
    assert ranger.get(reverse(INDEX), {"after": "made:up"}).status_code == 200


def test_kinds_are_counted_and_narrow_the_list(signed_in, alarmed):
    alarmed("human"), alarmed("human"), alarmed("fire")
    ranger = signed_in("Ranger")
    page = ranger.get(reverse(INDEX), {"kind": "fire"})
    assert len(page.context["cards"]) == 1
    assert [(each["value"], each["count"]) for each in page.context["kinds"]] == [("", 3), ("fire", 1), ("human", 2)]


@pytest.mark.parametrize("role", ["Editor", "Publisher", "Translator", "Rights manager"])
def test_nobody_else_learns_of_it(signed_in, alarmed, role):
    footage, client = alarmed(), signed_in(role)
    for name in (INDEX, "quarantine:notices"):
        assert client.get(reverse(name)).status_code == 302
    client.post(reverse(RELEASE), {"footage": footage.pk, "reason": "x"})
    footage.refresh_from_db()
    assert footage.alarm == "human"
    body = client.get("/studio/").content.decode()
    assert "quarantine" not in body.lower()


def test_the_menu_says_how_much_waits(signed_in, alarmed):
    cache.clear()
    alarmed(), alarmed()
    assert "Quarantine (2)" in signed_in("Ranger").get(reverse(INDEX)).content.decode()


def test_several_are_released_at_once_with_one_reason(signed_in, alarmed):
    made, ranger = [alarmed() for _ in range(3)], signed_in("Ranger")
    answer = ranger.post(
        reverse(RELEASE),
        {"footage": [footage.pk for footage in made[:2]], "reason": "our patrol", "kind": "human"},
        follow=True,
    )
    assert answer.redirect_chain == [(f"{reverse(INDEX)}?kind=human", 302)]
    assert "2 pieces of footage were released" in answer.content.decode()
    assert [Footage.objects.get(pk=footage.pk).state for footage in made] == ["ready", "ready", "quarantined"]


def test_without_a_reason_nothing_is_released_and_it_says_so(signed_in, alarmed):
    footage, ranger = alarmed(), signed_in("Ranger")
    answer = ranger.post(reverse(RELEASE), {"footage": footage.pk, "reason": " "}, follow=True)
    assert "Say why" in answer.content.decode()
    assert "Nothing" not in str(ranger.post(reverse(RELEASE), {"footage": "x", "reason": "y"}, follow=True).content)
    footage.refresh_from_db()
    assert footage.state == "quarantined"


def test_an_empty_quarantine_says_what_it_is_for(signed_in):
    ranger = signed_in("Ranger")
    body = ranger.get(reverse(INDEX)).content.decode()
    assert "Nothing is in quarantine" in body and "Nobody is told of alarms yet" in body


def test_rangers_say_who_is_told_and_see_the_key_once(signed_in, settings):
    settings.WEBHOOK_PRIVATE_HOSTS = []
    ranger, add = signed_in("Ranger"), reverse("alarm-contacts:add")
    values = {"name": "rangers", "email": "r@example.org", "webhook": "https://example.org/hook", "active": "on"}
    body = ranger.post(add, values | {"kinds": ["fire"]}, follow=True).content.decode()
    contact = AlarmContact.objects.get()
    assert "whsec_" in body and contact.kinds == ["fire"] and b"whsec_" not in bytes(contact.secret)
    edit = reverse("alarm-contacts:edit", args=[contact.pk])
    page = ranger.get(edit).content.decode()
    assert "whsec_" not in page
    assert "whsec_" not in ranger.post(edit, values, follow=True).content.decode()
    assert bytes(AlarmContact.objects.get().secret) == bytes(contact.secret)
    assert "whsec_" in ranger.post(edit, values | {"new_key": "on"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Enter an e-mail address or a webhook"),
        ({"webhook": "http://example.org/hook"}, "begins with https://"),
        ({"webhook": "https://10.0.0.7/hook"}, "private network"),
        ({"webhook": "http://127.0.0.1:6379/"}, "private network"),
        ({"webhook": "https://[::ffff:10.0.0.7]/"}, "private network"),
        ({"webhook": "https://user:word@example.org/"}, "not an address"),
        ({"email": "nobody"}, "valid email"),
    ],
)
def test_contacts_that_reach_nobody_or_too_far_are_refused(signed_in, settings, values, said):
    settings.WEBHOOK_PRIVATE_HOSTS = []
    body = signed_in("Ranger").post(reverse("alarm-contacts:add"), {"name": "x", "active": "on"} | values)
    assert said in body.content.decode() and not AlarmContact.objects.exists()


def test_what_was_given_up_says_why_and_is_sent_again(signed_in, alarmed):
    contact = AlarmContact.objects.create(name="rangers", email="r@example.org")
    footage, ranger = alarmed(), signed_in("Ranger")
    notice = AlarmNotice.objects.get()
    AlarmNotice.objects.update(state="failed", detail="refused: 550 no such mailbox", attempts=1)
    body = ranger.get(reverse("quarantine:notices")).content.decode()
    assert "The other side refused it (550 no such mailbox)" in body and str(footage) in body and contact.name in body
    ranger.post(reverse("quarantine:again", args=[notice.pk]))
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("queued", 0) and notice.next_at <= timezone.now()
    assert signed_in("Editor").post(reverse("quarantine:again", args=[notice.pk])).status_code == 302


def test_the_list_and_the_count_come_from_an_index_of_their_own(alarmed, person):
    """Among ten million pieces a look through all of them would take seconds on every page."""
    alarmed(), alarmed()
    everything = visible_to(person("Ranger")).filter(in_quarantine())
    with connection.cursor() as cursor:
        for other in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{other} = off")
    listed = views._of_kind(everything, "")[:10]
    assert "footage_in_quarantine" in listed.explain() and "Sort" not in listed.explain()
    assert "footage_in_quarantine" in Footage.objects.filter(in_quarantine())[:1000].explain()
