"""Whatever is put in, changed, undone or taken out: the index answers as a plain look through the catalogue would."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from curation.search import facets
from curation.search.ask import And, Ask, Has, Ids, Not, Or, Range, Seen, Word
from curation.search.coding import DIMENSIONS
from curation.search.index import Index
from tests.curation.search.model import Piece, Sight, answers, batch, facet

NOW = 1_700_000_000
WORDS = ("snow", "river", "东北虎", "北方", "тайга", "雪")
IDS = st.integers(0, 40) | st.integers(131_060, 131_090)

SIGHTS = st.builds(
    Sight,
    method=st.sampled_from(["human", "machine", "machine"]),
    species=st.sampled_from([None, 1, 2, 3, 4]),
    behaviour=st.sampled_from(["", "walking", "drinking", "digging"]),
    count=st.sampled_from([None, 1, 2, 4, 7, 12]),
    sex=st.sampled_from(["", "female", "male"]),
    life_stage=st.sampled_from(["", "adult", "juvenile"]),
    individual=st.sampled_from(["", "", "T-7", "T-9"]),
    type=st.sampled_from(["animal", "animal", "human"]),
)
PIECES = st.builds(
    Piece,
    id=IDS,
    state=st.sampled_from(["ready", "ready", "withdrawn"]),
    station=st.sampled_from([None, 1, 2, 3, 4, 5]),
    captured=st.none() | st.integers(NOW - 80_000_000, NOW) | st.integers(NOW - 5, NOW),
    captured_exact=st.booleans(),
    duration=st.none() | st.sampled_from([0.0, 0.5, 10.0, 15.0, 59.9, 60.0]),
    light=st.sampled_from(["", "day", "night"]),
    quality=st.sampled_from([None, 0, 1, 3]),
    alarm=st.sampled_from(["", "", "fire"]),
    blank=st.sampled_from([None, True, False]),
    embargo_until=st.none() | st.integers(NOW - 2, NOW + 4),
    animal_share=st.none() | st.floats(0, 1, width=16),
    sharpness=st.none() | st.floats(0, 1, width=16),
    sights=st.lists(SIGHTS, max_size=4).map(tuple),
    tags=st.lists(st.sampled_from(["north camp", "river"]), max_size=2).map(tuple),
    texts=st.lists(st.tuples(st.sampled_from(["open", "place"]), st.sampled_from(WORDS)), max_size=2).map(tuple),
)
CATALOGUES = st.lists(PIECES, max_size=25, unique_by=lambda piece: piece.id)
SOME = {
    "state": ["ready", "withdrawn"],
    "station": [1, 3, 5, 99],
    "zone": ["Hunchun", "Dongning"],
    "light": ["day", "night"],
    "quality": [0, 3],
    "tagging": ["approved", "machine", "untagged"],
    "rights": ["free", "embargo"],
    "tag": ["river", "north camp"],
    "disputed": ["yes"],
    "species": [1, 2, 3, 10, 100, 77],
    "behaviour": ["walking", "drinking", "digging"],
    "number": ["1", "5-9"],
    "sex": ["female", "male"],
    "life_stage": ["juvenile"],
    "individual": ["T-7"],
    "type": ["animal", "human"],
}


def _values(name: str) -> st.SearchStrategy:
    return st.lists(st.sampled_from(SOME[name]), min_size=1, max_size=2, unique=True).map(tuple)


def _filters(names: list[str], *, most: int) -> st.SearchStrategy:
    chosen = st.lists(st.sampled_from(names), max_size=most, unique=True)
    return chosen.flatmap(lambda some: st.fixed_dictionaries({name: _values(name) for name in some}))


OBSERVED = ["species", "behaviour", "number", "sex", "life_stage", "individual", "type"]
LEAVES = st.one_of(
    st.sampled_from(sorted(SOME)).flatmap(lambda name: st.builds(Has, st.just(name), _values(name))),
    st.builds(Seen, _filters(OBSERVED, most=2).filter(bool)),
    st.builds(Word, st.sampled_from([*WORDS, "虎"]), st.booleans()),
    st.builds(Ids, st.lists(IDS, max_size=9).map(BitMap)),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)
ASKS = st.builds(
    Ask,
    any_of=_filters(sorted(SOME), most=3) | _filters(OBSERVED, most=3),
    none_of=_filters(sorted(SOME), most=1),
    always=_filters(["state"], most=1),
    tree=st.none() | TREES,
    ranges=st.just({})
    | st.builds(
        lambda low, length, tenths: {"captured": Range(low, low + length), "duration": Range(tenths, None)},
        st.integers(NOW - 80_000_000, NOW),
        st.integers(0, 80_000_000),
        st.sampled_from([0.5, 10.0, 59.95]),
    ),
    within=st.none() | st.lists(IDS, max_size=25).map(BitMap),
    without=st.none() | st.lists(IDS, max_size=9).map(BitMap),
)


def _agrees(index: Index, pieces: list[Piece], ask: Ask, *, sort: str, size: int) -> None:
    wanted = {piece.id for piece in pieces if answers(piece, ask, now=NOW)}
    assert set(index.ids(ask).ids) == wanted
    shown, after = [], None
    while True:
        page = index.page(ask, sort=sort, size=size, after=after)
        assert page.total == len(wanted)
        shown += page.hits
        after = page.next
        if after is None:
            break
    assert [hit.id for hit in shown] == [
        hit.id for hit in sorted(shown, key=lambda hit: (hit.value, hit.id), reverse=True)
    ]
    assert {hit.id for hit in shown} == wanted
    assert len(shown) == len(wanted)
    if sort == "newest":
        times = {piece.id: piece.captured for piece in pieces}
        assert [hit.id for hit in shown] == sorted(
            wanted, key=lambda key: (-1 if times[key] is None else times[key], key), reverse=True
        )
    counted = index.facets(ask, dimensions=DIMENSIONS)
    assert counted.total == len(wanted)
    for name in DIMENSIONS:
        assert counted.counts[name] == facet(pieces, ask, name, now=NOW), name


@pytest.mark.parametrize(("way", "few"), [(1e9, 0), (0.0, 10**9)], ids=["by bitmaps", "on columns"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    before=CATALOGUES,
    changes=st.lists(st.tuples(CATALOGUES, st.lists(IDS, max_size=6)), max_size=3),
    asks=st.lists(ASKS, min_size=1, max_size=4),
    sort=st.sampled_from(["rarest", "newest", "quality"]),
    size=st.sampled_from([1, 3, 100]),
)
def test_index_answers_as_the_catalogue_does(way, few, before, changes, asks, sort, size):
    index = Index(clock=lambda: NOW)
    pieces = {piece.id: piece for piece in before}
    with mock.patch.object(facets, "_ON_COLUMN", way), mock.patch("curation.search.ordering._FEW", 2 if few > 0 else 0):
        index.apply(batch(before))
        for changed, removed in [([], []), *changes]:
            for key in removed:
                pieces.pop(key, None)
            pieces |= {piece.id: piece for piece in changed}
            index.apply(batch(changed, removed=removed))
            for ask in asks:
                _agrees(index, list(pieces.values()), ask, sort=sort, size=size)
        # Undo: everything as it was before.
        index.apply(batch(before, removed=list(pieces)))
        for ask in asks:
            _agrees(index, before, ask, sort=sort, size=size)


@settings(max_examples=40, deadline=None)
@given(before=CATALOGUES, changes=st.lists(st.tuples(CATALOGUES, st.lists(IDS, max_size=6)), max_size=3))
def test_scores_after_changes_are_those_of_a_new_index(before, changes):
    index = Index(clock=lambda: NOW)
    pieces = {piece.id: piece for piece in before}
    index.apply(batch(before))
    for changed, removed in changes:
        for key in removed:
            pieces.pop(key, None)
        pieces |= {piece.id: piece for piece in changed}
        index.apply(batch(changed, removed=removed))
    index.score_all()
    fresh = Index(clock=lambda: NOW)
    # The same order of first mention, so that codes and smoothing agree.
    fresh.apply(batch(before))
    fresh.apply(batch([], removed=[piece.id for piece in before]))
    for changed, _ in changes:
        fresh.apply(batch(changed))
        fresh.apply(batch([], removed=[piece.id for piece in changed]))
    fresh.build([batch(list(pieces.values()))])
    mine = {hit.id: hit.value for hit in index.page(Ask(), size=1000).hits}
    assert mine == {hit.id: hit.value for hit in fresh.page(Ask(), size=1000).hits}
    for key in mine:
        parts = index.explain(key)
        assert abs(sum(part.value for part in parts) * 100 - mine[key]) <= 10
