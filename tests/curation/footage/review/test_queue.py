"""Who gets what to look at, in which order, and what a decision does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import ModelLogEntry

from curation.footage.finding import finder
from curation.footage.models import BulkEdit, Event, Footage, Observation, ReviewEntry
from curation.footage.review import queue
from tests.curation.footage.bulk.test_edits import everything, machine, said
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, saw, taxon

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(settings):
    """Counts of an earlier test's catalogue, and its index, are no good here."""
    finder.forget()
    yield
    finder.forget()


def build() -> None:
    queue.species_counts(anew=True)
    queue.build()


def following(client: Client, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(reverse("footage:review_next"), asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["pieces"]


def keys(pieces: list[dict[str, Any]]) -> list[int]:
    return [piece["id"] for piece in pieces]


def decide(client: Client, footage: Footage, **body: Any):
    url = reverse("footage:review_decide", args=[footage.pk])
    return client.post(url, json.dumps(body), content_type="application/json")


def undo(client: Client, answer: dict[str, Any]):
    return client.post(reverse("footage:review_undo", args=[answer["edit"]]))


@pytest.fixture
def boars(piece) -> list[Footage]:
    """Three boars of which a machine is sure, unsure, and surest."""
    made = [piece(), piece(), piece()]
    for footage, sure in zip(made, (0.8, 0.55, 0.99), strict=True):
        machine(footage, BOAR, sure=sure)
    return made


def test_rare_before_common_and_doubtful_before_sure(signed_in, piece, boars):
    tiger, animal, untold, empty, split = piece(), piece(), piece(), piece(), piece()
    machine(tiger, TIGER, sure=0.99)
    machine(animal, None, observation_type="animal")
    machine(empty, None)
    machine(split, BOAR, sure=0.99)
    machine(split, None, by="MegaDetector 5", sure=0.9)
    seen, caught, archived = piece(), piece(alarm="human"), piece(state="catalogued")
    saw(seen, TIGER)
    for footage in (seen, caught, archived):
        machine(footage, LEOPARD)
    build()
    found = following(signed_in("Editor"), number=5)
    first, second, third = boars
    assert keys(found) == [tiger.pk, split.pk, second.pk, first.pk, third.pk]
    assert found[0]["why"] == "Amur tiger: 2 pieces so far"
    assert found[1]["why"] == "Wild boar: 4 pieces so far; the machines do not agree"
    rest = following(signed_in_again(signed_in), number=5)
    assert keys(rest) == [animal.pk, untold.pk, empty.pk]


def test_how_many_are_known_is_told_as_it_is_now_and_to_none_who_may_not_know(signed_in, piece):
    queue.species_counts(anew=True)  # an empty catalogue's, which stand for a while
    first = piece()
    machine(first, TIGER)
    queue.build()
    client = signed_in("Editor")
    assert [one["why"] for one in following(client)] == ["Amur tiger: the only piece so far"]
    machine(piece(alarm="human"), TIGER)
    saw(piece(), TIGER)
    queue.follow()
    assert [one["why"] for one in following(client)] == ["Amur tiger: 2 pieces so far"]


def signed_in_again(signed_in) -> Client:
    return signed_in("Ranger")


def test_two_people_never_get_the_same_piece(signed_in, boars):
    build()
    one, two = signed_in("Editor"), signed_in("Ranger")
    mine, theirs = keys(following(one, number=2)), keys(following(two, number=2))
    assert len(mine) == 2 and len(theirs) == 1 and not set(mine) & set(theirs)
    assert keys(following(one, number=2)) == mine  # a page loaded again gets what it had
    one.post(reverse("footage:review_leave"), {"keys": ",".join(map(str, mine))})
    assert keys(following(two, number=3, without=theirs[0])) == mine
    ReviewEntry.objects.update(reserved_until=timezone.now())  # the reservations ran out
    assert len(following(one, number=3)) == 3


def test_who_finds_nothing_left_is_told_what_colleagues_hold(signed_in, boars):
    build()
    one, two = signed_in("Editor"), signed_in("Ranger")
    following(one, number=3)
    answer = two.get(reverse("footage:review_next"), {"number": 1}).json()
    assert answer["pieces"] == [] and answer["elsewhere"]["number"] == 3
    assert parse_datetime(answer["elsewhere"]["until"]) > timezone.now()
    ReviewEntry.objects.update(reserved_until=timezone.now())
    assert len(following(two, number=3)) == 3


def test_skipping_leaves_it_to_others(signed_in, boars):
    build()
    one, two = signed_in("Editor"), signed_in("Ranger")
    first = following(one, number=1)[0]["id"]
    url = reverse("footage:review_skip", args=[first])
    one.post(url)
    assert first not in keys(following(one, number=3)) and ReviewEntry.objects.get(pk=first).reserved_by is None
    one.post(reverse("footage:review_leave"), {"keys": ",".join(str(each.pk) for each in boars)})
    assert following(two, number=1)[0]["id"] == first
    one.post(url, json.dumps({"undo": True}), content_type="application/json")
    two.post(reverse("footage:review_leave"), {"keys": str(first)})
    assert following(one, number=1)[0]["id"] == first


def test_agreeing_and_back(signed_in, piece):
    client, footage = signed_in("Editor"), piece()
    machine(footage, TIGER, count=2)
    build()
    before = everything()
    answer = decide(client, footage, action="agree").json()
    assert said(footage) == [(TIGER, 2)] and not following(client) and answer["progress"]["mine"] == 1
    undo(client, answer)
    assert everything() == before and keys(following(client)) == [footage.pk]
    assert [entry.data["review"]["did"] for entry in ModelLogEntry.objects.order_by("pk")] == ["agree", "undone"]


def test_the_number_is_what_the_person_counts(signed_in, piece):
    client, one, two = signed_in("Editor"), piece(), piece()
    machine(one, TIGER, count=1)
    machine(two, TIGER, count=1)
    machine(two, BOAR, count=1)
    build()
    decide(client, one, action="agree", count=3)
    decide(client, two, action="agree", count=3)
    assert said(one) == [(TIGER, 3)] and sorted(said(two)) == sorted([(TIGER, 1), (BOAR, 1)])


def test_saying_otherwise(signed_in, piece):
    client, wrong, grass = signed_in("Editor"), piece(), piece()
    machine(wrong, BOAR)
    machine(grass, BOAR)
    build()
    decide(client, wrong, action="observe", values={"type": "animal", "taxon": taxon(LEOPARD).pk, "count": 1})
    decide(client, grass, action="blank")
    assert said(wrong) == [(LEOPARD, 1)] and said(wrong, "machine") == [(BOAR, None)]
    assert said(grass) == [("blank", None)] and not ReviewEntry.objects.exists()


def test_a_whole_event_at_once(signed_in, piece, station):
    now = timezone.now()
    event = Event.objects.create(station=station, start=now, end=now)
    first, second, hidden = piece(event=event), piece(event=event), piece(event=event, alarm="human")
    machine(first, TIGER)
    machine(second, None)
    client = signed_in("Editor")
    build()
    shown = following(client)
    assert shown[0]["event"] == {"pieces": 2}  # what cannot be seen is not counted
    answer = decide(client, first, action="agree", event=True).json()
    assert answer["pieces"] == 2 and not ReviewEntry.objects.exists() and hidden.pk
    row = Observation.objects.get(classification_method="human")
    assert (row.footage, row.event, row.taxon.scientific_name) == (None, event, TIGER)
    page = client.get(reverse("footage:observations", args=[second.pk])).json()
    assert page["answer"] == "Amur tiger" and [one["event"] for one in page["observations"]] == [False, True]
    undo(client, answer)
    assert ReviewEntry.objects.count() == 2 and not Observation.objects.filter(footage=None).exists()
    blank = decide(client, second, action="blank", event=True).json()
    assert blank["pieces"] == 2 and Observation.objects.get(footage=None).observation_type == "blank"


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"action": "dance"}, 400, "no such action"),
        ({"action": "observe", "values": {"type": "animal"}}, 400, "Choose a species"),
        ({"action": "agree", "event": True}, 409, "no event"),
    ],
)
def test_what_is_refused(signed_in, boars, body, status, says):
    build()
    answer = decide(signed_in("Editor"), boars[0], **body)
    assert answer.status_code == status and says in answer.json()["error"]
    assert not BulkEdit.objects.exists() and ReviewEntry.objects.count() == 3


def test_nothing_to_agree_with(signed_in, piece):
    footage = piece()
    build()
    answer = decide(signed_in("Editor"), footage, action="agree")
    assert answer.status_code == 409 and "No machine" in answer.json()["error"]


def test_somebody_was_faster(signed_in, boars):
    build()
    first = decide(signed_in("Editor"), boars[0], action="agree").json()
    late = signed_in("Ranger")
    assert decide(late, boars[0], action="blank").status_code == 409
    assert undo(late, first).status_code == 403


def test_only_for_those_who_tag_and_see(signed_in, boars):
    build()
    client = signed_in("Translator")
    assert client.get(reverse("footage:review_next")).status_code == 403
    assert decide(client, boars[0], action="agree").status_code == 403
    Footage.objects.filter(pk=boars[0].pk).update(alarm="human")
    assert decide(signed_in("Editor"), boars[0], action="agree").status_code == 404


def test_no_place_is_told(signed_in, piece, station):
    footage = piece(station=station, folder="HC-0042/secret", original_name="HC-0042_0001.mp4")
    machine(footage, TIGER)
    build()
    text = signed_in("Editor").get(reverse("footage:review_next")).content.decode()
    assert "Hunchun" in text and "HC-0042" not in text and "43.12" not in text and "Hidden" not in text


def test_a_search_narrows_what_comes(signed_in, piece, boars):
    tiger = piece(light="night")
    machine(tiger, TIGER)
    Footage.objects.filter(pk=boars[2].pk).update(light="night")
    build()
    client = signed_in("Editor")
    assert keys(following(client, light="night", number=5)) == [tiger.pk, boars[2].pk]
    assert keys(following(signed_in("Ranger"), species=BOAR, number=5))[0] == boars[1].pk


@pytest.mark.django_db(transaction=True)
def test_the_queue_follows_what_happens(signed_in, piece):
    client, footage = signed_in("Editor"), piece()
    queue.follow()
    assert ReviewEntry.objects.get().heap == ReviewEntry.Heap.UNTAGGED
    machine(footage, TIGER)
    assert queue.follow() == 1 and ReviewEntry.objects.get().heap == taxon(TIGER).pk
    assert queue.follow() == 0
    person = saw(footage, TIGER)
    assert not following(client)
    person.delete()
    assert keys(following(client)) == [footage.pk]
    Footage.objects.filter(pk=footage.pk).update(state="withdrawn")
    assert not following(client) and not ReviewEntry.objects.exists()
