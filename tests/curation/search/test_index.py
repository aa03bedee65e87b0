"""What an editor notices of the index: the order, the words, the reasons, embargoes that end."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from curation.search.ask import Ask, Has, Ids, Range, Seen, Word
from curation.search.batch import Batch, FootageRows, ObservationRows
from curation.search.errors import BadAsk, BadBatch
from curation.search.index import Index
from tests.curation.search.catalogues import NOW, PIECES, small
from tests.curation.search.model import Piece, Sight, batch


def _ids(index: Index, ask: Ask, **more: object) -> list[int]:
    return [hit.id for hit in index.page(ask, **more).hits]


def _words(index: Index, text: str, **more: bool) -> set[int]:
    return set(_ids(index, Ask(tree=Word(text, **more))))


def test_one_observation_answers_all_that_is_asked_of_observations():
    index = small()
    assert set(_ids(index, Ask(any_of={"species": (1,), "behaviour": ("drinking",)}))) == {1}
    assert set(_ids(index, Ask(any_of={"species": (4,), "behaviour": ("drinking",)}))) == {3, 200_000}
    assert set(_ids(index, Ask(tree=Seen({"species": (1,), "behaviour": ("drinking",)})))) == {1}


def test_what_people_say_counts_and_descendants_are_found():
    index = small()
    assert set(_ids(index, Ask(any_of={"species": (1,)}))) == {1, 3}
    assert set(_ids(index, Ask(any_of={"species": (10,)}))) == {1, 3}
    assert index.facets(Ask(), dimensions=["tagging", "disputed"]).counts == {
        "tagging": {"approved": 3, "machine": 1, "untagged": 1},
        "disputed": {"yes": 1},
    }


def test_newest_first_with_unknown_times_last_and_pages_that_meet():
    index = small()
    everything = [200_000, 2, 1, 7, 3]
    assert _ids(index, Ask(), sort="newest") == everything
    shown, after = [], None
    for _ in range(3):
        page = index.page(Ask(), sort="newest", size=2, after=after)
        assert page.total == 5
        shown += [hit.id for hit in page.hits]
        after = page.next
    assert shown == everything
    assert after is None


def test_words_are_found_in_any_script_and_in_the_middle_of_a_run():
    index = small()
    assert _words(index, "北虎") == {1}
    assert _words(index, "雪地里") == {1}
    assert _words(index, "虎") == {1}
    assert _words(index, "北雪") == set()
    assert _words(index, "ТИГР") == {1}
    assert _words(index, "river tiger") == {2}
    assert _words(index, "river") == {1, 2}
    assert _words(index, "ti") == set()
    assert _words(index, "ti", prefix=True) == {2}
    assert _words(index, "froz", prefix=True) == {1}
    assert len(_words(index, "…!")) == 5


def test_a_slip_of_the_finger_is_forgiven_and_said():
    index = small()
    page = index.page(Ask(tree=Word("tigre")))
    assert [hit.id for hit in page.hits] == [2]
    assert page.replaced == {"tigre": ("tiger",)}
    assert _words(index, "амурскй") == {1}
    assert index.page(Ask(tree=Word("tgr"))).total == 0
    assert index.page(Ask(tree=Word("tiger"))).replaced == {}


def test_places_are_searched_only_for_those_who_may():
    index = small()
    assert _words(index, "ravine") == set()
    assert _words(index, "ravin", prefix=True) == set()
    assert index.page(Ask(tree=Word("ravime"))).replaced == {}
    assert _words(index, "ravine", places=True) == {1}


def test_words_that_were_taken_back_are_forgotten():
    index = small()
    index.apply(batch([Piece(1, texts=(("open", "a leopard"),))]))
    assert _words(index, "雪地里") == set()
    assert _words(index, "leopard") == {1}
    index.apply(Batch(removed=[1]))
    assert _words(index, "leopard") == set()


def test_an_embargo_ends_by_itself():
    now = [float(NOW)]
    index = Index(clock=lambda: now[0])
    index.apply(batch(list(PIECES)))
    assert _ids(index, Ask(any_of={"rights": ("embargo",)})) == [7]
    now[0] += 101
    assert _ids(index, Ask(any_of={"rights": ("embargo",)})) == []
    assert index.facets(Ask(), dimensions=["rights"]).counts["rights"] == {"free": 5}


def test_a_station_that_moves_to_another_zone_takes_its_footage_along():
    index = small()
    assert set(_ids(index, Ask(any_of={"zone": ("Hunchun",)}))) == {1, 3, 200_000}
    index.apply(Batch(zones={1: "Antu"}))
    assert index.facets(Ask(), dimensions=["zone"]).counts["zone"] == {"Antu": 2, "Hunchun": 1, "Wangqing": 1}


def test_a_taxon_that_moves_is_found_under_its_new_family():
    index = small()
    index.apply(Batch(ancestors={4: (55, 100)}))
    assert set(_ids(index, Ask(any_of={"species": (55,)}))) == {1, 2, 3, 200_000}
    index.apply(Batch(ancestors={4: (56,)}))
    assert _ids(index, Ask(any_of={"species": (55,)})) == []
    assert index.facets(Ask(), dimensions=["species"]).counts["species"] == {1: 2, 10: 2, 100: 2, 4: 4, 56: 4}


def test_the_map_counts_stations():
    assert small().map(Ask(any_of={"station": (1, 3)})).counts == {"station": {1: 2, 3: 1}}


def test_ranges():
    index = small()
    assert set(_ids(index, Ask(ranges={"captured": Range(NOW - 1000, NOW)}))) == {1, 2}
    assert set(_ids(index, Ask(ranges={"duration": Range(9.5, 15)}))) == {2}
    assert set(_ids(index, Ask(ranges={"duration": Range(None, 60)}))) == {1, 2}
    assert len(_ids(index, Ask(ranges={"score": Range(0, None)}))) == 5


def test_the_rare_comes_before_the_common_and_says_why():
    random = np.random.default_rng(1)
    count = 3000
    index = Index(clock=lambda: NOW)
    species = np.where(np.arange(count) == 77, 1, 4)
    index.build([
        Batch(
            footage=FootageRows(
                id=np.arange(count), state=["ready"] * count, station=random.integers(1, 4, count),
                captured=NOW - np.arange(count) * 3600, light=["day"] * count, duration=np.full(count, 15.0),
            ),
            observations=ObservationRows(
                footage=np.arange(count), method=["human"] * count, species=species, type=["animal"] * count,
                life_stage=np.where(np.arange(count) == 500, "juvenile", "adult").tolist(),
            ),
            zones={1: "A", 2: "B", 3: "C"},
        )
    ])  # fmt: skip
    first, second = _ids(index, Ask())[:2]
    assert (first, second) == (77, 500)
    parts = index.explain(77)
    assert parts[0].code == "species"
    assert parts[0].params == {"species": 1, "seen": 1, "of": count}
    assert [part.value for part in parts] == sorted((part.value for part in parts), reverse=True)
    assert "life_stage" in {part.code for part in index.explain(500)}
    assert index.explain(99_999_999) == []


def test_cubs_stand_out_in_a_tiny_catalogue_and_keep_that_when_they_are_usual():
    index = Index(clock=lambda: NOW)
    ages = {1: "adult", 2: "subadult", 3: "juvenile", 4: ""}
    index.apply(batch([Piece(key, sights=(Sight(species=1, life_stage=age),)) for key, age in ages.items()]))
    assert _ids(index, Ask())[:2] == [3, 2]
    part = next(part for part in index.explain(3) if part.code == "life_stage")
    assert (part.value, part.params["value"]) == (2.0, "juvenile")
    index.apply(batch([Piece(key, sights=(Sight(species=1, life_stage="juvenile"),)) for key in range(10, 40)]))
    while not index.settle(0.01):
        pass
    scores = {hit.id: hit.score for hit in index.page(Ask(), size=100).hits}
    assert scores[3] == scores[39] == scores[1] + 2 == scores[4] + 2
    index.apply(batch([Piece(3, sights=(Sight(species=1, life_stage="adult"),))]))
    assert "life_stage" not in {part.code for part in index.explain(3)}


def test_footage_without_animals_is_no_surprise():
    index = small()
    assert index.page(Ask(tree=Ids(BitMap([7])))).hits[0].score == 0
    index.apply(batch([Piece(8, light="day", duration=20.0, sharpness=1.0, sights=(Sight(type="blank"),))]))
    assert index.page(Ask(tree=Ids(BitMap([8])))).hits[0].score == 0


def test_the_first_record_of_an_individual_passes_on_when_it_is_taken_back():
    index = small()
    index.apply(batch([Piece(9, station=1, captured=NOW - 100, sights=(Sight(species=1, individual="T-7"),))]))
    assert "first_individual" not in {part.code for part in index.explain(9)}
    index.apply(Batch(removed=[1]))
    assert "first_individual" in {part.code for part in index.explain(9)}


def test_a_species_that_becomes_common_sinks():
    index = small()
    index.apply(batch([Piece(9, sights=(Sight(species=1, life_stage="adult"),))]))
    tiger = Ask(tree=Ids(BitMap([9])))
    before = index.page(tiger).hits[0].score
    index.apply(batch([Piece(key, sights=(Sight(species=1),)) for key in range(1000, 3000)]))
    while not index.settle(0.01):
        pass
    assert index.page(tiger).hits[0].score < before / 2
    assert index.settle(0) is True


def test_answers_stay_whole_while_footage_changes():
    index = small()
    pieces = [Piece(key, state="ready", station=1, sights=(Sight(species=4),)) for key in range(100, 200)]
    index.apply(batch(pieces))
    over, wrong = threading.Event(), []

    def ask() -> None:
        while not over.is_set():
            counted = index.facets(Ask(any_of={"species": (4,)}), dimensions=["zone", "state"])
            if counted.total not in (4, 104) or sum(counted.counts["state"].values()) != counted.total:
                wrong.append(counted)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(15):
        index.apply(Batch(removed=[piece.id for piece in pieces]))
        index.apply(batch(pieces))
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize(
    "wrong",
    [
        Batch(footage=FootageRows(id=[1, 1], state=["ready", "ready"])),
        Batch(footage=FootageRows(id=[-1], state=["ready"])),
        Batch(footage=FootageRows(id=[1], state=["ready", "ready"])),
        Batch(observations=ObservationRows(footage=[5], method=["human"])),
        Batch(footage=FootageRows(id=[1], state=["ready"]), texts=[(2, "open", "a")]),
        Batch(footage=FootageRows(id=[1], state=["ready"]), texts=[(1, "secret", "a")]),
        Batch(footage=FootageRows(id=[1], state=["ready"]), tags=[(2, "a")]),
    ],
)
def test_a_batch_that_contradicts_itself_changes_nothing(wrong):
    index = small()
    before = index.facets(Ask()), index.page(Ask())
    with pytest.raises(BadBatch):
        index.apply(wrong)
    assert (index.facets(Ask()), index.page(Ask())) == before


@pytest.mark.parametrize(
    "ask",
    [
        Ask(any_of={"colour": ("red",)}),
        Ask(none_of={"colour": ("red",)}),
        Ask(ranges={"colour": Range(1, 2)}),
        Ask(tree=Has("colour", ("red",))),
        Ask(tree=Seen({"zone": ("Hunchun",)})),
    ],
)
def test_questions_that_nobody_can_answer_are_refused(ask):
    with pytest.raises(BadAsk):
        small().page(ask)


def test_other_orders_and_sizes_are_refused():
    with pytest.raises(BadAsk):
        small().page(Ask(), sort="size")  # type: ignore[arg-type]
    with pytest.raises(BadAsk):
        small().page(Ask(), size=0)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.booleans(), st.booleans())
def test_any_text_may_be_asked_and_kept(text, places, prefix):
    index = small()
    index.page(Ask(tree=Word(text, places=places, prefix=prefix)))
    index.apply(batch([Piece(50, texts=(("open", text),), tags=(text,) if text else ())]))
    assert 50 in index.ids(Ask(tree=Word(text))).ids
