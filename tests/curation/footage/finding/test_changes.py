"""No change is missed: not when transactions end in another order than they began, not when a process dies."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from curation.footage import search
from curation.footage.finding import changes, finder, keeper
from curation.footage.models import Footage, Observation
from curation.footage.query import FootageQuery
from tests.curation.footage.conftest import TIGER, saw


class Noted:
    """Takes batches like an index and notes which footage was in them."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def apply(self, batch) -> None:
        self.seen += [int(key) for key in batch.footage.id] + [-int(key) for key in batch.removed]


def news(follower: changes.Follower) -> set[int]:
    noted = Noted()
    follower.look()
    follower.apply_to(noted, budget=10)
    return set(noted.seen)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_late_is_seen_when_it_ends(piece):
    early, late = piece(), piece()
    follower = changes.Follower(position=changes.here())
    slow = connections.create_connection("default")
    try:
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute("UPDATE curation_footage SET notes = 'slow' WHERE id = %s", [early.pk])
        Footage.objects.filter(pk=late.pk).update(notes="quick")
        assert news(follower) == {late.pk}
        assert news(follower) == set()
        slow.commit()
        assert news(follower) == {early.pk}
        assert news(follower) == set()
    finally:
        slow.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_written_after_a_look_in_the_same_transaction_is_seen_too(piece):
    first, second = piece(), piece()
    follower = changes.Follower(position=changes.here())
    with transaction.atomic():
        Footage.objects.filter(pk=first.pk).update(notes="a")
        assert news(follower) == {first.pk}
        busy = connections.create_connection("default")  # others go on, so that numbers above this one's are finished
        with busy.cursor() as cursor:
            cursor.execute("UPDATE curation_footage SET size = 3 WHERE id = %s", [second.pk])
        busy.close()
        assert second.pk in news(follower)
        Footage.objects.filter(pk=first.pk).update(notes="b")
    assert first.pk in news(follower)


@pytest.mark.django_db(transaction=True)
def test_every_way_to_change_footage_is_noted(piece, station):
    one = piece(station=station)
    observation = saw(one, TIGER)
    for change in [
        lambda: Footage.objects.bulk_update([one], ["notes"]),
        lambda: Observation.objects.bulk_create([Observation(footage=one)]),
        lambda: Observation.objects.filter(pk=observation.pk).update(count=3),
        lambda: observation.delete(),
        lambda: connection.cursor().execute("UPDATE curation_station SET zone = 'Elsewhere'"),
    ]:
        follower = changes.Follower(position=changes.here())
        change()
        assert news(follower) == {one.pk}
    follower = changes.Follower(position=changes.here())
    key = one.pk
    one.delete()
    assert news(follower) == {-key}


@pytest.mark.django_db(transaction=True)
def test_a_pruned_log_is_told_only_to_those_who_needed_it(piece, monkeypatch):
    piece()
    old = changes.Follower(position="1:1:")
    connection.cursor().execute("UPDATE curation_footagechange SET at = now() - interval '3 days'")
    try:
        for _again in range(300):  # transactions of other tests hold the horizon for a moment
            if changes.prune():
                break
            time.sleep(0.1)
        with pytest.raises(changes.LogLost):
            old.look()
        changes.Follower(position=changes.here()).look()
    finally:
        connection.cursor().execute("TRUNCATE curation_footagechange")


@pytest.fixture
def served(tmp_path: Path, settings):
    """A search server on a Unix socket of this test, and how to stop and start it."""
    address, folder = str(tmp_path / "s.sock"), tmp_path / "search"
    running: list[tuple[threading.Event, threading.Thread]] = []

    def start() -> list[str]:
        told, ready, stopped = [], threading.Event(), threading.Event()

        def tell(sentence: str) -> None:
            told.append(sentence)
            if "knows" in sentence:
                ready.set()

        thread = threading.Thread(
            target=keeper.serve, args=(folder, address), kwargs={"told": tell, "stopped": stopped}
        )
        thread.start()
        assert ready.wait(20)
        running.append((stopped, thread))
        return told

    def stop() -> None:
        stopped, thread = running.pop()
        stopped.set()
        thread.join(20)

    settings.SEARCH_ADDRESS = address
    yield start, stop
    while running:
        stop()


@pytest.mark.django_db(transaction=True)
def test_the_server_answers_follows_and_comes_back_where_it_was(piece, served):
    start, stop = served
    one = piece()
    saw(one, TIGER)
    assert any("anew" in sentence for sentence in start())
    assert search.run(FootageQuery(q="tiger"), search.SYSTEM).items == [one]
    two = piece()
    saw(two, TIGER)
    assert set(search.run(FootageQuery(q="tiger"), search.SYSTEM).items) == {one, two}
    stop()
    silent = search.run(FootageQuery(), search.SYSTEM)
    assert silent.items == [] and str(silent.error).startswith("Not searched")
    Observation.objects.filter(footage=one).delete()
    told = start()
    assert not any("anew" in sentence for sentence in told)
    page = search.run(FootageQuery(q="tiger"), search.SYSTEM, explained=True)
    counted = search.facets(FootageQuery(), search.SYSTEM)
    assert page.items == [two] and counted.values("species") == [search.Facet(TIGER, 1)]
    assert set(search.why(page)) == {two.pk}


@pytest.mark.django_db(transaction=True)
def test_a_second_server_does_not_take_the_address_of_the_first(served, settings, tmp_path):
    from curation.search.errors import SearchUnavailable

    start, _stop = served
    start()
    with pytest.raises(SearchUnavailable):
        keeper.serve(tmp_path / "other", settings.SEARCH_ADDRESS, told=print, stopped=threading.Event())
    assert finder.finder().ping()


@pytest.mark.parametrize(
    ("text", "address"),
    [("/run/p/search.sock", "/run/p/search.sock"), ("127.0.0.1:9100", ("127.0.0.1", 9100)), ("[::1]:9", ("::1", 9))],
)
def test_an_address_is_a_socket_or_a_port(text, address):
    assert keeper.address_of(text) == address
