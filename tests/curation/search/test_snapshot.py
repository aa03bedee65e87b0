"""What was saved comes back and answers as before; what was damaged does not come back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from curation.search import rarity, snapshot
from curation.search.ask import Ask
from curation.search.coding import DIMENSIONS
from curation.search.errors import SnapshotDamaged
from curation.search.index import Index
from tests.curation.search.catalogues import NOW, small
from tests.curation.search.model import batch
from tests.curation.search.test_against_model import ASKS, CATALOGUES


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=CATALOGUES, changed=CATALOGUES, ask=ASKS)
def test_a_loaded_index_answers_and_changes_like_the_saved_one(tmp_path_factory, before, changed, ask):
    folder = tmp_path_factory.mktemp("snapshot")
    index = Index(clock=lambda: NOW)
    index.apply(batch(before), position="77")
    snapshot.save(index, folder)
    loaded = snapshot.load(folder, clock=lambda: NOW)
    assert loaded.ping() == "77"
    for _ in range(2):
        for sort in ("rarest", "newest", "quality"):
            assert loaded.page(ask, sort=sort) == index.page(ask, sort=sort)
        assert loaded.facets(ask, dimensions=DIMENSIONS) == index.facets(ask, dimensions=DIMENSIONS)
        assert [loaded.explain(piece.id) for piece in before] == [index.explain(piece.id) for piece in before]
        for one in (index, loaded):
            one.apply(batch(changed, removed=[piece.id for piece in before[:3]]))


def test_a_newer_snapshot_takes_the_place_of_the_older(tmp_path):
    index = small()
    first = snapshot.save(index, tmp_path)
    index.position = "13"
    snapshot.save(index, tmp_path)
    assert snapshot.load(tmp_path).ping() == "13"
    assert not first.exists()


def test_a_child_may_write_it_while_questions_are_answered(tmp_path):
    index = small()
    assert snapshot.save_aside(index, tmp_path) is True
    assert snapshot.load(tmp_path).ping() == "12"
    (tmp_path / "file").touch()
    assert snapshot.save_aside(index, tmp_path / "file") is False


def test_a_save_that_breaks_off_leaves_the_old_one_in_force(tmp_path, monkeypatch):
    index = small()
    snapshot.save(index, tmp_path)
    monkeypatch.setattr(snapshot, "_texts_out", lambda *_: 1 / 0)
    index.position = "13"
    with pytest.raises(ZeroDivisionError):
        snapshot.save(index, tmp_path)
    assert snapshot.load(tmp_path).ping() == "12"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("harm", ["flip", "cut", "remove", "format", "nothing"])
def test_a_damaged_snapshot_is_not_loaded(tmp_path, harm):
    index = small()
    version = snapshot.save(index, tmp_path)
    target = version / "species.whole.bits"
    if harm == "flip":
        target.write_bytes(bytes([target.read_bytes()[0] ^ 1]) + target.read_bytes()[1:])
    elif harm == "cut":
        target.write_bytes(target.read_bytes()[:-1])
    elif harm == "remove":
        target.unlink()
    elif harm == "format":
        manifest = version / "manifest.json"
        manifest.write_text(manifest.read_text().replace('"format": ', '"format": 9'))
    else:
        (tmp_path / "current").unlink()
    with pytest.raises(SnapshotDamaged):
        snapshot.load(tmp_path)


def test_what_an_earlier_formula_scored_is_scored_anew_where_it_differs(tmp_path, monkeypatch):
    index = small()
    right = index.page(Ask()).hits
    monkeypatch.setattr(rarity, "YOUNG", (0.0, 0.0, 0.0))
    monkeypatch.setattr(snapshot, "FORMULA", 1)
    snapshot.save(small(), tmp_path)
    monkeypatch.undo()
    loaded = snapshot.load(tmp_path, clock=lambda: NOW)
    assert loaded.page(Ask()).hits != right
    while not loaded.settle(0.01):
        pass
    assert loaded.page(Ask()).hits == right
