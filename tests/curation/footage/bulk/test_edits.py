"""Changes to much footage: what they write, whom they spare, and that the undo leaves everything as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from curation.footage.bulk import edits
from curation.footage.layers import surest
from curation.footage.models import BulkBefore, BulkEdit, Collection, CollectionItem, Footage, Individual, Observation
from curation.jobs import services as jobs
from curation.jobs.models import Job
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, saw, taxon

pytestmark = pytest.mark.django_db


def bulk(client: Client, action: str, pieces: list[Footage] | None = None, *, query: str | None = None, **values: Any):
    body: dict[str, Any] = {"action": action, "values": values}
    if pieces is not None:
        body["ids"] = [piece.pk for piece in pieces]
    if query is not None:
        body["query"] = query
    return client.post(reverse("footage:bulk"), json.dumps(body), content_type="application/json")


def undo(client: Client, answer: dict[str, Any]):
    return client.post(reverse("footage:bulk_undo", args=[answer["edit"]]))


def machine(
    footage: Footage, species: str | None = TIGER, *, by: str = "SpeciesNet 4.0", sure: float = 0.8, **known: Any
):
    return saw(
        footage,
        species,
        classification_method="machine",
        classified_by=by,
        classification_probability=sure,
        **known,
    )


def everything() -> list[dict[str, Any]]:
    return list(Observation.objects.order_by("pk").values())


def said(footage: Footage, method: str = "human") -> list[tuple[str, int | None]]:
    rows = footage.observations.filter(classification_method=method).select_related("taxon").order_by("pk")
    return [(one.taxon.scientific_name if one.taxon else one.observation_type, one.count) for one in rows]


def test_a_tag_for_many(signed_in, piece):
    client, pieces = signed_in("Editor"), [piece(), piece(), piece()]
    saw(pieces[0], None)  # somebody called it blank: a person who sees an animal knows better
    saw(pieces[1], TIGER, count=2, life_stage="juvenile", behavior="playing", classified_by="Wang Wei")
    before = everything()
    values = {"type": "animal", "taxon": taxon(TIGER).pk, "count": "2", "lifeStage": "juvenile", "behavior": "playing"}
    answer = bulk(client, "observe", pieces, **values).json()
    assert (answer["pieces"], answer["job"], answer["message"]) == (3, None, "Done for 3 pieces.")
    assert [said(each) for each in pieces] == [[(TIGER, 2)]] * 3
    assert [each.observations.get().classified_by for each in pieces] == ["editor", "Wang Wei", "editor"]
    assert undo(client, answer).json()["message"] == "Undone."
    assert everything() == before and not BulkBefore.objects.exists()


def test_one_entry_in_the_audit_history_for_each_way(signed_in, piece):
    client = signed_in("Editor")
    answer = bulk(client, "blank", [piece(), piece()]).json()
    undo(client, answer)
    entries = ModelLogEntry.objects.order_by("pk")
    assert [(entry.user.username, entry.data["bulk"]["did"], entry.data["bulk"]["pieces"]) for entry in entries] == [
        ("editor", "done", 2),
        ("editor", "undone", 2),
    ]


def test_agreeing_copies_what_machines_say_now(signed_in, piece):
    client = signed_in("Editor")
    plain, versions, boxes, spoken, empty, untold = (piece() for _ in range(6))
    machine(plain, TIGER, count=3, sex="female")
    machine(plain, None, by="MegaDetector v5a", observation_type="animal")
    machine(versions, BOAR, by="SpeciesNet 4.0")
    machine(versions, LEOPARD, by="SpeciesNet 4.1")
    machine(boxes, BOAR)
    machine(boxes, BOAR)
    machine(spoken, BOAR)
    saw(spoken, TIGER)
    machine(empty, None, by="MegaDetector v5a")
    pieces = [plain, versions, boxes, spoken, empty, untold]
    before = everything()
    answer = bulk(client, "agree", pieces).json()
    assert [said(each) for each in pieces] == [
        [(TIGER, 3)],
        [(LEOPARD, None)],
        [(BOAR, 2)],
        [(TIGER, None)],
        [("blank", None)],
        [],
    ]
    undo(client, answer)
    assert everything() == before


def test_agreeing_means_the_surest_machine_that_says_most(signed_in, piece):
    client = signed_in("Editor")
    split, bare, nothing = piece(), piece(), piece()
    machine(split, TIGER, by="PBDnet 2", sure=0.41)
    machine(split, LEOPARD, by="SpeciesNet 4.0", sure=0.71)
    machine(split, None, by="MegaDetector v5a", sure=0.95, observation_type="animal")
    machine(bare, None, by="MegaDetector v5a", sure=0.3, observation_type="animal")
    machine(bare, None, by="SpeciesNet 4.0", sure=0.9)
    machine(nothing, None, observation_type="unclassified")
    for footage in (split, bare, nothing):
        shown = surest(list(footage.observations.all()))
        bulk(client, "agree", [footage])
        written = [(one.observation_type, one.taxon_id) for one in shown]
        people = footage.observations.filter(classification_method="human")
        assert written == list(people.values_list("observation_type", "taxon_id"))
    assert said(split) == [(LEOPARD, None)] and said(bare) == [("animal", None)] and said(nothing) == []


def test_agreeing_with_one_species_only(signed_in, piece):
    client, tiger, boar = signed_in("Editor"), piece(), piece()
    machine(tiger, TIGER)
    machine(boar, BOAR)
    bulk(client, "agree", [tiger, boar], taxon=taxon(TIGER).pk)
    assert said(tiger) == [(TIGER, None)] and said(boar) == []


def test_blank_takes_peoples_words_with_it_until_the_undo(signed_in, piece):
    client, animals, nothing, decided = signed_in("Editor"), piece(), piece(), piece()
    saw(animals, TIGER, count=2)
    saw(nothing, None)
    saw(decided, TIGER, editorial=True)
    machine(animals, TIGER)
    before = everything()
    answer = bulk(client, "blank", [animals, nothing, decided]).json()
    assert said(animals) == [("blank", None)] and said(animals, "machine") == [(TIGER, None)]
    assert said(nothing) == [("blank", None)] and said(decided) == [(TIGER, None)]
    undo(client, answer)
    assert everything() == before


def test_correcting_a_species_keeps_the_machines_word(signed_in, piece):
    client, people, machines, other = signed_in("Editor"), piece(), piece(), piece()
    saw(people, BOAR, count=4, behavior="feeding", classified_by="Wang Wei")
    machine(machines, BOAR, count=2)
    saw(other, TIGER)
    before = everything()
    values = {"from": taxon(BOAR).pk, "to": taxon(LEOPARD).pk}
    answer = bulk(client, "correct", [people, machines, other], **values).json()
    assert said(people) == [(LEOPARD, 4)] and people.observations.get().classified_by == "editor"
    assert said(machines) == [(LEOPARD, 2)] and said(machines, "machine") == [(BOAR, 2)]
    assert said(other) == [(TIGER, None)]
    undo(client, answer)
    assert everything() == before


def test_removing_a_species(signed_in, piece):
    client, both = signed_in("Editor"), piece()
    saw(both, BOAR)
    saw(both, TIGER)
    machine(both, BOAR)
    before = everything()
    answer = bulk(client, "unobserve", [both], taxon=taxon(BOAR).pk).json()
    assert said(both) == [(TIGER, None)] and said(both, "machine") == [(BOAR, None)]
    undo(client, answer)
    assert everything() == before


def test_what_cannot_be_seen_is_not_touched(signed_in, piece):
    hidden = [piece(state="quarantined"), piece(state="withdrawn"), piece(alarm="human"), piece(state="failed")]
    shown = piece(state="catalogued")
    values = {"type": "animal", "taxon": taxon(TIGER).pk}
    assert bulk(signed_in("Editor"), "observe", [*hidden, shown], **values).status_code == 200
    assert [one.footage_id for one in Observation.objects.all()] == [shown.pk]
    bulk(signed_in("Ranger"), "observe", hidden, **values)
    assert said(hidden[0]) and said(hidden[2]) and not said(hidden[1])


@pytest.mark.parametrize(
    ("role", "action", "values", "status", "says"),
    [
        ("Translator", "blank", {}, 403, "permission"),
        ("Editor", "quarantine", {"reason": "people"}, 403, "permission"),
        ("Editor", "explode", {}, 400, "no such action"),
        ("Editor", "observe", {"type": "animal"}, 400, "Choose a species"),
        ("Editor", "correct", {"from": 1}, 400, "Choose a species"),
        ("Editor", "collect", {"collection": 99}, 400, "gone"),
        ("Ranger", "quarantine", {"reason": " "}, 400, "Say why"),
    ],
)
def test_what_is_refused_says_why(signed_in, piece, role, action, values, status, says):
    answer = bulk(signed_in(role), action, [piece()], **values)
    assert answer.status_code == status and says in answer.json()["error"]
    assert not BulkEdit.objects.exists()


def test_nothing_selected(signed_in):
    for client in [signed_in("Editor")]:
        assert bulk(client, "blank", []).status_code == 400
        assert client.post(reverse("footage:bulk"), "[", content_type="application/json").status_code == 400


def test_a_collection_is_filled_and_emptied(signed_in, piece, person):
    client, pieces = signed_in("Editor"), [piece(), piece()]
    owner = User.objects.get(username="editor")
    mine = Collection.objects.create(name="Cubs", owner=owner)
    CollectionItem.objects.create(collection=mine, footage=pieces[0])
    put = bulk(client, "collect", pieces, collection=mine.pk).json()
    assert mine.items.count() == 2
    out = bulk(client, "uncollect", pieces, collection=mine.pk).json()
    assert not mine.items.exists()
    undo(client, out)
    assert mine.items.count() == 2
    undo(client, put)
    assert [item.footage_id for item in mine.items.all()] == [pieces[0].pk]
    theirs = Collection.objects.create(name="Theirs", owner=person("Publisher"))
    bulk(client, "collect", pieces, collection=theirs.pk)
    assert not theirs.items.exists()


def test_quarantine_and_back(signed_in, piece):
    client, ready, archived = signed_in("Ranger"), piece(), piece(state="catalogued")
    answer = bulk(client, "quarantine", [ready, archived], reason="poachers").json()
    ready.refresh_from_db()
    assert (ready.state, ready.withheld_reason) == ("quarantined", "poachers")
    assert undo(signed_in("Editor"), answer).status_code == 403
    undo(client, answer)
    assert {each.pk: each.state for each in Footage.objects.all()} == {ready.pk: "ready", archived.pk: "catalogued"}


def test_what_somebody_changed_meanwhile_stays_changed(signed_in, piece):
    client, footage = signed_in("Editor"), piece()
    answer = bulk(client, "observe", [footage], type="animal", taxon=taxon(BOAR).pk).json()
    url = reverse("footage:observation", args=[footage.pk, footage.observations.get().pk])
    client.put(url, json.dumps({"type": "animal", "taxon": taxon(TIGER).pk}), content_type="application/json")
    undo(client, answer)
    assert said(footage) == [(TIGER, None)]


def test_undoing_the_first_of_two_does_not_come_back_with_the_second(signed_in, piece):
    client, footage = signed_in("Editor"), piece()
    first = bulk(client, "observe", [footage], type="animal", taxon=taxon(BOAR).pk).json()
    second = bulk(client, "correct", [footage], **{"from": taxon(BOAR).pk, "to": taxon(TIGER).pk}).json()
    undo(client, first)
    assert said(footage) == [(TIGER, None)]
    undo(client, second)
    assert said(footage) == []


def test_undo_once_and_for_thirty_days(signed_in, piece):
    client = signed_in("Editor")
    answer = bulk(client, "blank", [piece()]).json()
    assert undo(client, answer).status_code == 200 and undo(client, answer).status_code == 409
    late = bulk(client, "blank", [piece()]).json()
    BulkEdit.objects.filter(pk=late["edit"]).update(created_at=timezone.now() - edits.KEPT * 1.1)
    refused = undo(client, late)
    assert refused.status_code == 409 and "30 days" in refused.json()["error"]
    assert edits.forget_old() == 1 and edits.forget_old() == 0


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(edits, "CHUNK", 2)
    monkeypatch.setattr(edits, "AT_ONCE", 1)


def test_much_is_a_job_that_goes_on_after_a_crash(signed_in, piece, small_chunks, monkeypatch):
    client, pieces = signed_in("Editor"), [piece() for _ in range(5)]
    answer = bulk(client, "blank", pieces).json()
    assert answer["job"] and not Observation.objects.exists()
    real, calls = edits._apply_to, []

    def dies(*args: Any, **known: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise MemoryError
        real(*args, **known)

    monkeypatch.setattr(edits, "_apply_to", dies)
    jobs.run(answer["job"])
    edit = BulkEdit.objects.get()
    assert (edit.state, edit.done, Observation.objects.count()) == ("failed", 2, 2)
    jobs.retry(Job.objects.get(pk=answer["job"]))
    jobs.run(answer["job"])
    edit.refresh_from_db()
    assert (edit.state, edit.done, edit.changed, Observation.objects.count()) == ("done", 5, 5, 5)
    back = undo(client, answer).json()
    jobs.run(back["job"])
    edit.refresh_from_db()
    assert edit.state == "undone" and not Observation.objects.exists()


def test_a_stopped_edit_can_be_undone(signed_in, piece, small_chunks):
    client, pieces = signed_in("Editor"), [piece() for _ in range(5)]
    answer = bulk(client, "blank", pieces).json()
    job = Job.objects.get(pk=answer["job"])
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    jobs.run(job.pk)
    edit = BulkEdit.objects.get()
    job.refresh_from_db()
    assert job.state == "cancelled" and edit.state in {"stopped", "queued"}
    jobs.run(undo(client, answer).json()["job"])
    edit.refresh_from_db()
    assert edit.state == "undone" and not Observation.objects.exists()


def test_a_merged_dossier_is_no_choice(signed_in, piece):
    kept = Individual.objects.create(code="T-01", taxon=taxon(TIGER))
    merged = Individual.objects.create(code="T-02", taxon=taxon(TIGER), merged_into=kept)
    values = {"type": "animal", "taxon": taxon(TIGER).pk}
    client, footage = signed_in("Editor"), piece()
    assert bulk(client, "observe", [footage], **values, individual=merged.pk).status_code == 400
    assert bulk(client, "observe", [footage], **values, individual=kept.pk).status_code == 200
