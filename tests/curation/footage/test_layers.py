"""What counts of all that is said, and that it explains itself."""

from __future__ import annotations

import pytest
from django.utils import translation

from curation.footage import layers
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, saw

pytestmark = pytest.mark.django_db


def machine(footage, species, *, by="MegaDetector v5a", sure=0.41, **known):
    return saw(
        footage, species, classification_method="machine", classified_by=by, classification_probability=sure, **known
    )


def derived(footage) -> layers.Answer:
    return layers.derive(list(footage.observations.select_related("taxon").order_by("pk")))


def test_people_count_before_machines_and_the_answer_says_so(piece):
    footage = piece()
    for who in ("Wang Wei", "Li Na", "Kim Min"):
        saw(footage, TIGER, classified_by=who)
    machine(footage, TIGER, by="SpeciesNet 4.0", sure=0.9)
    machine(footage, LEOPARD)
    answer = derived(footage)
    assert answer.layer == "human" and len(answer.values) == 3 and not answer.conflict
    assert " ".join(answer.because) == (
        "Wang Wei, Li Na, Kim Min and SpeciesNet 4.0 (90 %) say Amur tiger. MegaDetector v5a (41 %) says Amur leopard."
    )


def test_four_people_are_counted(piece):
    footage = piece()
    for number in range(4):
        saw(footage, TIGER, classified_by=f"Person {number}")
    assert derived(footage).because == ("4 people say Amur tiger.",)


def test_a_machine_that_contradicts_people_is_told(piece):
    footage = piece()
    saw(footage, TIGER)
    machine(footage, LEOPARD)
    answer = derived(footage)
    assert answer.conflict and answer.because[-1] == "People count before machines."


def test_the_desk_decides(piece):
    footage = piece()
    saw(footage, TIGER)
    saw(footage, LEOPARD, classified_by="Li Na")
    split = derived(footage)
    assert split.conflict and split.because[-1].startswith("People do not agree") and len(split.values) == 2
    decided = saw(footage, TIGER, editorial=True, classified_by="Editor")
    answer = derived(footage)
    assert answer.layer == "editorial" and answer.values == (decided,) and not answer.conflict


def test_a_newer_version_replaces_the_older_of_the_same_model(piece):
    footage = piece()
    old = machine(footage, BOAR, by="SpeciesNet 4.0.1a")
    new = machine(footage, LEOPARD, by="SpeciesNet v4.0.10")
    other = machine(footage, None, by="MegaDetector 5", observation_type="animal")
    answer = derived(footage)
    assert set(answer.values) == {new, other} and answer.older == (old,)
    assert "SpeciesNet v4.0.10 has looked again, so SpeciesNet 4.0.1a no longer counts." in answer.because
    assert answer.because[-1].startswith("Nobody has looked yet") or "do not agree" in answer.because[-1]


def test_nothing_said(piece):
    assert derived(piece()) == layers.Answer("", (), ())


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("MegaDetector v5a", "MegaDetector v5b"),
        ("MD 9", "md 10"),
        ("Net", "Net 1"),
        ("speciesnet-v4.0.1", "SpeciesNet 4.1"),
    ],
)
def test_versions_are_compared_as_versions(older, newer):
    one, other = layers.machine_of(older), layers.machine_of(newer)
    assert one.model == other.model and one.generation < other.generation
    ranks = layers.generations([older, newer])
    assert ranks[older][0] == ranks[newer][0] and ranks[older][1] < ranks[newer][1]


def test_in_chinese(piece):
    footage = piece()
    saw(footage, TIGER)
    with translation.override("zh-hans"):
        assert derived(footage).because[0] == "Wang Wei认为是东北虎。"
