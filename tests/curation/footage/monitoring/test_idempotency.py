"""One key, one request: also at the same moment, also after a crash."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from curation.footage.models import ApiRequest, Footage, Observation
from curation.footage.monitoring import idempotency, observations
from tests.curation.footage.monitoring.conftest import Program, seen


def batch(footage, name="d1", **known):
    return {"observations": [seen(name, footage=footage.pk, **known)]}


@pytest.mark.django_db
def test_the_same_request_gets_the_same_answer_and_is_done_once(program, piece):
    footage, park = piece(), program()
    first = park.send("observations", batch(footage, scientificName="no such animal"), key="k")
    again = park.send("observations", batch(footage, scientificName="no such animal"), key="k")
    assert first.json() == again.json() and first.json()["refused"] == 1
    assert "Idempotency-Replayed" not in first and again["Idempotency-Replayed"] == "true"
    told = park.get("batches/k").json()
    assert (told["key"], told["status"], told["answer"]) == ("k", 200, first.json())
    assert program("other").get("batches/k").status_code == 404


@pytest.mark.django_db
def test_a_key_belongs_to_one_request(program, piece):
    footage, park = piece(), program()
    park.send("observations", batch(footage), key="k")
    other = park.send("observations", batch(footage, "d2"), key="k")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert Observation.objects.count() == 1
    assert program("other").send("observations", batch(footage, "d2"), key="k").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_post_needs_a_key(program, piece, key):
    answer = program().ask("POST", "observations", body=batch(piece()), key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "key_missing")


@pytest.mark.django_db
def test_a_refused_body_leaves_the_key_free(program, piece):
    park = program()
    assert park.send("observations", {"observations": []}, key="k").status_code == 422
    assert park.get("batches/k").status_code == 404
    assert park.send("observations", batch(piece()), key="k").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_breaks_keeps_nothing_and_can_be_sent_again(monkeypatch, piece):
    footage, park = piece(), Program("park")

    def breaks(entries, *, client):
        Observation.objects.create(footage=footage)
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(observations, "store_batch", breaks)
        answer = park.send("observations", batch(footage), key="k")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "disk" not in answer.content.decode()
    assert not Observation.objects.exists() and not ApiRequest.objects.exists()
    assert park.send("observations", batch(footage), key="k").json()["stored"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_request_that_died_is_done_by_the_next(piece):
    footage, park = piece(), Program("park")
    ApiRequest.objects.create(client=park.row, key="k", digest=_digest(park, batch(footage)))
    assert park.get("batches/k").json()["status"] is None
    assert park.send("observations", batch(footage), key="k").json()["stored"] == 1


def _digest(park, body):
    import json

    return idempotency.request_digest("POST", "/api/monitoring/v1/observations", json.dumps(body).encode())


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_one_does_it_and_the_other_waits_for_its_answer(monkeypatch, piece):
    footage, park = piece(), Program("park")
    begun, go_on, done = threading.Event(), threading.Event(), []
    store = observations.store_batch

    def slow(entries, *, client):
        done.append(1)
        begun.set()
        assert go_on.wait(20)
        return store(entries, client=client)

    monkeypatch.setattr(observations, "store_batch", slow)
    answers = {}

    def send(name):
        try:
            answers[name] = park.send("observations", batch(footage), key="k")
        finally:
            connections.close_all()

    first = threading.Thread(target=send, args=("first",))
    second = threading.Thread(target=send, args=("second",))
    first.start()
    assert begun.wait(20)
    monkeypatch.setattr(idempotency, "WAIT", 1)
    send("impatient")
    monkeypatch.setattr(idempotency, "WAIT", 20)
    second.start()
    while not _somebody_waits():
        pass
    go_on.set()
    first.join()
    second.join()
    assert len(done) == 1 and Observation.objects.count() == 1
    assert (answers["impatient"].status_code, answers["impatient"].json()["code"]) == (409, "key_busy")
    assert int(answers["impatient"]["Retry-After"]) > 0
    assert answers["second"].json() == answers["first"].json()
    assert answers["second"]["Idempotency-Replayed"] == "true"


def _somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
                       "WHERE NOT l.granted AND a.datname = current_database()")  # fmt: skip
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_old_requests_are_forgotten(program, piece):
    park = program()
    park.send("observations", batch(piece()), key="k")
    assert idempotency.forget_old() == 0
    ApiRequest.objects.update(created_at=timezone.now() - timedelta(days=15))
    assert idempotency.forget_old() == 1
    assert Footage.objects.count() == 1
