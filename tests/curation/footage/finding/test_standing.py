"""The index and the pages take the same for seen."""

from __future__ import annotations

import pytest

from curation.footage import search
from curation.footage.finding import finder
from curation.footage.query import FootageQuery
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, machine_saw, saw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index():
    finder.forget()
    yield
    finder.forget()


def found(species: str) -> set[int]:
    return set(search.keys(FootageQuery(species=(species,)), search.SYSTEM))


def test_the_desks_decision_counts_alone(piece):
    decided, open_ = piece(), piece()
    for footage in (decided, open_):
        saw(footage, TIGER, classified_by="Wang Wei")
        saw(footage, LEOPARD, classified_by="Li Na")
    saw(decided, TIGER, editorial=True)
    assert found(TIGER) == {decided.pk, open_.pk} and found(LEOPARD) == {open_.pk}


def test_of_one_model_the_newest_version_counts(piece):
    again, twice = piece(), piece()
    machine_saw(again, BOAR, classified_by="SpeciesNet 4.0")
    machine_saw(again, TIGER, classified_by="SpeciesNet 4.1")
    machine_saw(twice, BOAR, classified_by="SpeciesNet 4.0")
    machine_saw(twice, TIGER, classified_by="Another 1")
    assert found(BOAR) == {twice.pk} and found(TIGER) == {again.pk, twice.pk}
