"""The server answers like the index; when it is away, slow or behind, the asker is told."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from pyroaring import BitMap

from curation.search import wire
from curation.search.ask import Ask, Ids, Word
from curation.search.client import Client
from curation.search.errors import BadAsk, SearchTimeout, SearchUnavailable
from curation.search.server import FEW, UNKNOWN, Server
from tests.curation.search.catalogues import small
from tests.curation.search.model import Piece, batch
from tests.curation.search.test_against_model import ASKS


@contextlib.contextmanager
def serving(index, address, **more):
    server = Server(index, address, **more)
    thread = server.start()
    client = Client(server.address)
    try:
        yield server, client
    finally:
        client.close()
        server.close()
        thread.join(5)


@pytest.fixture(params=["unix", "tcp"])
def address(request, tmp_path):
    return tmp_path / "search.sock" if request.param == "unix" else ("127.0.0.1", 0)


def test_every_answer_is_that_of_the_index(address):
    index = small()
    ask = Ask(any_of={"station": (1, 2)}, tree=Ids(BitMap([1, 3, 200_000])), without=BitMap([3]))
    with serving(index, address) as (_, client):
        assert client.page(ask, size=1) == index.page(ask, size=1)
        assert client.page(ask, after=client.page(ask, size=1).next) == index.page(
            ask, after=index.page(ask, size=1).next
        )
        whole = {"explained": True, "beside": Ask(within=BitMap([1, 2]))}
        assert client.page(ask, **whole) == index.page(ask, **whole) and index.page(ask, **whole).beside == 2
        assert client.page(ask, **whole).reasons == index.reasons([hit.id for hit in index.page(ask).hits])
        assert client.facets(ask) == index.facets(ask)
        few = {"dimensions": ["station"], "most": {"station": 1}}
        assert client.facets(Ask(), **few) == index.facets(Ask(), **few)
        assert client.ids(ask) == index.ids(ask)
        assert client.map(ask) == index.map(ask)
        assert client.explain(1) == index.explain(1)
        assert client.reasons([1, 2, 999]) == index.reasons([1, 2, 999])
        assert client.sizes() == index.sizes()
        assert client.ping() == "12"
        assert client.page(Ask(tree=Word("tigre"))).replaced == {"tigre": ("tiger",)}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ask=ASKS)
def test_questions_travel_whole(ask):
    message = wire.Message({})
    plain = wire.write_ask(ask, message)
    assert wire.read_ask(json.loads(json.dumps(plain)), message) == ask


def test_a_question_that_makes_no_sense_is_an_error_and_the_connection_lives(tmp_path):
    with serving(small(), tmp_path / "s") as (_, client):
        with pytest.raises(BadAsk, match="colour"):
            client.page(Ask(any_of={"colour": ("red",)}))
        assert client.page(Ask()).total == 5


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"call": "page"},
        {"call": "page", "ask": {"tree": {"not": {}}}},
        {"call": "__init__", "ask": None},
        {"call": "explain", "footage": -1},
        {"call": "explain", "footage": "1"},
        {"call": "facets", "ask": 3, "dimensions": 4},
        {"call": ["page"]},
    ],
)
def test_nonsense_is_answered_with_an_error(tmp_path, plain):
    with serving(small(), tmp_path / "s") as (server, client):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(server.address))
            wire.send(connection, wire.Message(dict(plain)))
            assert wire.receive(connection, seconds=5).plain["error"] == "search_bad_ask"
        assert client.ping() == "12"


@pytest.mark.parametrize(
    "noise",
    [b"GET / HTTP/1.1\r\n\r\n", b"\0" * 8, struct.pack(">II", 2, 0) + b"{}", struct.pack(">II", 5, 0) + b"[[[[["],
)
def test_noise_ends_only_its_own_connection(tmp_path, noise):
    with serving(small(), tmp_path / "s") as (server, client):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(server.address))
            connection.sendall(noise)
            with contextlib.suppress(ConnectionResetError):  # it may leave before all was read
                assert connection.recv(1) == b""
        assert client.ping() == "12"


def test_no_server_is_an_error(tmp_path):
    with pytest.raises(SearchUnavailable):
        Client(tmp_path / "nobody").page(Ask())


def test_a_server_that_dies_is_an_error_and_a_new_one_is_found(tmp_path):
    with serving(small(), tmp_path / "s") as (server, _):
        client = Client(server.address)
        assert client.ping() == "12"
    with pytest.raises(SearchUnavailable):
        client.page(Ask())
    with serving(small(), tmp_path / "s"):
        assert client.page(Ask()).total == 5
    client.close()


def test_a_server_that_was_killed_leaves_a_socket_that_the_next_one_replaces(tmp_path):
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "s"))
    with serving(small(), tmp_path / "s") as (_, client):
        assert client.ping() == "12"
        with pytest.raises(SearchUnavailable):
            Server(small(), tmp_path / "s")


def test_only_this_user_may_ask(tmp_path):
    with serving(small(), tmp_path / "s"):
        assert (tmp_path / "s").stat().st_mode & 0o077 == 0


def test_a_server_that_does_not_answer_in_time_is_an_error(tmp_path):
    index = small()
    with serving(index, tmp_path / "s") as (server, _):
        client = Client(server.address, read_timeout=0.2)
        with index.turns.changing(), pytest.raises(SearchTimeout, match=r"0\.2"):
            client.page(Ask())
        assert client.page(Ask()).total == 5
        client.close()


def test_a_server_that_goes_away_in_the_middle_of_an_answer_is_an_error(tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()

        def half() -> None:
            connection, _ = listener.accept()
            with connection:
                wire.receive(connection)
                connection.sendall(struct.pack(">II", 100, 0) + b'{"answer"')

        thread = threading.Thread(target=half)
        thread.start()
        with pytest.raises(SearchUnavailable):
            Client(tmp_path / "s").page(Ask())
        thread.join(5)


def test_what_has_changed_is_in_the_next_answer(tmp_path):
    changes = [[Piece(55)], [Piece(56), Piece(57)]]

    def follow(index, budget, most):
        assert budget > 0 and most > 2
        if changes:
            index.apply(batch(changes.pop(0)))
        return len(changes)

    with serving(small(), tmp_path / "s", follow=follow) as (server, client):
        server.follow()
        page = client.page(Ask())
        while page.behind:
            page = client.page(Ask())
        assert page.total == 8
        assert client.facets(Ask()).behind == 0


def test_no_answer_waits_for_a_flood_of_changes_but_says_how_many_there_are(tmp_path):
    outstanding, applied, let_go = [3 * FEW], [], threading.Event()

    def follow(index, budget, most):
        if outstanding[0] > most or not outstanding[0]:
            return outstanding[0]
        assert let_go.wait(5)  # only in a thread of its own
        index.apply(batch([Piece(55)]))
        applied.append(threading.current_thread().name)
        outstanding[0] = 0
        return 0

    with serving(small(), tmp_path / "s", follow=follow) as (_, client):
        answers = [client.page(Ask()) for _time in range(3)]
        assert {(page.total, page.behind) for page in answers} == {(5, 3 * FEW)}
        let_go.set()
        while client.page(Ask()).behind:
            pass
        assert client.page(Ask()).total == 6
        assert applied == ["search-follow"]


def test_answers_say_when_changes_cannot_be_read(tmp_path, caplog):
    def follow(index, budget, most):
        raise ConnectionError("the database is away")

    with serving(small(), tmp_path / "s", follow=follow) as (_, client):
        page = client.page(Ask())
        assert (page.total, page.behind) == (5, UNKNOWN)
        assert client.ids(Ask()).behind == UNKNOWN
    assert "could not read what has changed" in caplog.text
