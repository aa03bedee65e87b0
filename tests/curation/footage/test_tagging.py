"""People say what they see: add, agree, correct, take back; and it is known who did."""

import json

import pytest
from django.core import signing
from django.urls import reverse
from wagtail.models import ModelLogEntry

from curation.footage.models import Footage, Observation
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, machine_saw, saw, taxon

pytestmark = pytest.mark.django_db


def tell(client, method: str, url: str, **body):
    return getattr(client, method)(url, json.dumps(body), content_type="application/json")


def of(footage: Footage) -> str:
    return reverse("footage:observations", args=[footage.pk])


def one(observation: Observation) -> str:
    return reverse("footage:observation", args=[observation.footage_id, observation.pk])


def test_an_observation_is_stored_with_who_said_so(signed_in, piece):
    footage, client = piece(), signed_in("Ranger")
    body = {
        "type": "animal",
        "taxon": taxon(TIGER).pk,
        "count": "3",
        "sex": "female",
        "lifeStage": "adult",
        "behavior": "drinking",
    }
    answer = tell(client, "post", of(footage), **body)
    assert answer.status_code == 200
    shown = answer.json()["observations"][0]
    assert (shown["label"], shown["count"], shown["behaviorLabel"], shown["by"]) == (
        "Amur tiger",
        3,
        "drinking",
        "ranger",
    )
    stored = footage.observations.get()
    assert stored.classification_method == "human" and stored.classification_timestamp is not None
    entry = ModelLogEntry.objects.get()
    assert entry.user.username == "ranger" and entry.data["observation"] == {
        "did": "observed",
        "seen": TIGER,
        "count": 3,
    }


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"type": "animal"}, "Choose a species"),
        ({"type": "animal", "taxon": 10**9}, "from the list"),
        ({"type": "animal", "taxon": "x"}, "from the list"),
        ({"type": "human", "count": "many"}, "whole number"),
        ({"type": "human", "count": "0"}, "1"),
        ({"type": "dragon"}, "dragon"),
        ({}, "required"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(signed_in, piece, body, says):
    answer = tell(signed_in("Editor"), "post", of(piece()), **body)
    assert answer.status_code == 400 and says in answer.json()["error"] and not Observation.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", "7"])
def test_what_is_no_json_object_is_refused(signed_in, piece, body):
    assert signed_in("Editor").post(of(piece()), body, content_type="application/json").status_code == 400


def test_a_blank_has_no_animal_in_it(signed_in, piece):
    body = {"type": "blank", "taxon": taxon(TIGER).pk, "count": "2", "sex": "male", "behavior": "running"}
    shown = tell(signed_in("Editor"), "post", of(piece()), **body).json()["observations"][0]
    assert (shown["type"], shown["taxon"], shown["count"], shown["sex"], shown["behavior"]) == (
        "blank",
        None,
        None,
        "",
        "",
    )


def test_agreeing_makes_the_machines_word_a_persons(signed_in, piece):
    footage, client = piece(), signed_in("Editor")
    machine = machine_saw(footage, LEOPARD, count=2, behavior="walking")
    answer = client.post(one(machine))
    layers = {shown["layer"]: shown for shown in answer.json()["observations"]}
    assert layers["human"]["label"] == layers["machine"]["label"] == "Amur leopard"
    assert (
        layers["human"]["by"] == "editor" and layers["human"]["probability"] is None and layers["human"]["count"] == 2
    )
    assert client.post(one(machine)).status_code == 409  # once is enough


def test_correcting_a_machine_keeps_what_it_said(signed_in, piece):
    footage = piece()
    machine = machine_saw(footage, LEOPARD)
    tell(signed_in("Editor"), "put", one(machine), type="animal", taxon=taxon(TIGER).pk)
    said = dict(footage.observations.values_list("classification_method", "taxon__scientific_name"))
    assert said == {"machine": LEOPARD, "human": TIGER}


def test_a_persons_word_is_changed_in_place(signed_in, piece):
    mine = saw(piece(), BOAR)
    tell(signed_in("Editor"), "put", one(mine), type="animal", taxon=taxon(BOAR).pk, count="5")
    mine.refresh_from_db()
    assert (mine.count, mine.classified_by) == (5, "editor")


def test_what_was_removed_comes_back_as_it_was(signed_in, piece):
    footage, client = piece(), signed_in("Editor")
    saw(footage, TIGER, count=3, behavior="playing", classified_by="Wang Wei")
    answer = client.delete(one(footage.observations.get())).json()
    assert answer["observations"] == [] and not footage.observations.exists()
    tell(client, "post", of(footage), restore=answer["undo"])
    back = footage.observations.get()
    assert (back.taxon.scientific_name, back.count, back.behavior, back.classified_by) == (
        TIGER,
        3,
        "playing",
        "Wang Wei",
    )
    assert [entry.data["observation"]["did"] for entry in ModelLogEntry.objects.order_by("pk")] == [
        "removed",
        "restored",
    ]


def test_an_undo_is_only_good_for_what_it_was_given_for(signed_in, piece):
    footage, other, client = piece(), piece(), signed_in("Editor")
    undo = client.delete(one(saw(footage))).json()["undo"]
    for url, token in [(of(other), undo), (of(footage), signing.dumps({"footage": footage.pk})), (of(footage), "x")]:
        assert tell(client, "post", url, restore=token).status_code == 409
    assert not Observation.objects.exists()


def test_a_machines_word_cannot_be_removed(signed_in, piece):
    machine = machine_saw(piece())
    answer = signed_in("Editor").delete(one(machine))
    assert answer.status_code == 409 and "Correct it instead" in answer.json()["error"]


def test_looking_is_not_tagging(signed_in, piece):
    footage, client = piece(), signed_in("Translator")
    seen = saw(footage)
    assert client.get(of(footage)).json()["observations"][0]["label"] == "Amur tiger"
    assert tell(client, "post", of(footage), type="blank").status_code == 403
    assert client.delete(one(seen)).status_code == 403 and client.post(one(seen)).status_code == 403
    assert footage.observations.count() == 1


@pytest.mark.parametrize("text", ["东北虎", "tigre de siberie", "호랑이", "амурский", "Panthera tigris"])
def test_the_picker_finds_by_any_name(signed_in, text):
    found = signed_in("Editor").get(reverse("footage:species"), {"q": text}).json()["species"]
    assert found[0]["scientific"] == TIGER and found[0]["name"] == "Amur tiger" and found[0]["id"] == taxon(TIGER).pk
    assert found[0]["matched"] != "Amur tiger"


def test_the_picker_speaks_the_readers_language(signed_in):
    client = signed_in("Editor")
    found = client.get(reverse("footage:species"), {"q": "Amur tiger"}, headers={"Accept-Language": "zh-hans"}).json()[
        "species"
    ]
    assert (found[0]["name"], found[0]["matched"]) == ("东北虎", "Amur tiger")
