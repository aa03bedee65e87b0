"""Two dossiers of one animal become one, and two again."""

import pytest

from curation.footage.finding.names import _individuals as individuals_named
from curation.footage.individuals import merging, selectors
from curation.footage.individuals.errors import DossierError
from curation.footage.models import IndividualPicture, Observation
from tests.curation.footage.conftest import LEOPARD, TIGER, saw

pytestmark = pytest.mark.django_db


@pytest.fixture
def ranger(person):
    return person("Ranger")


def test_a_merge_moves_everything_and_its_undo_gives_back_exactly_that(piece, animal, ranger):
    kept, taken = animal("T-07", names={"en": "Snow"}), animal("T-19", names={"en": "Ash"})
    cub = animal("T-30", mother=taken)
    own, theirs = saw(piece(), TIGER, individual=kept), saw(piece(), TIGER, individual=taken)
    picture = IndividualPicture.objects.create(individual=taken, footage=theirs.footage, at=1.0, picture="x.jpg")
    row = merging.merge(taken, into=kept, user=ranger)
    assert set(Observation.objects.filter(individual=kept)) == {own, theirs}
    assert [one.code for one in selectors.standing().order_by("code")] == ["T-07", "T-30"]
    assert selectors.found("ash") == selectors.found("T-19") == [kept.pk]
    assert individuals_named("Ash") == individuals_named("t-19") == (kept.pk,)
    cub.refresh_from_db()
    assert cub.mother == kept
    later = saw(piece(), TIGER, individual=kept)
    merging.undo(row, user=ranger)
    assert list(Observation.objects.filter(individual=taken)) == [theirs]
    assert set(Observation.objects.filter(individual=kept)) == {own, later}
    picture.refresh_from_db()
    cub.refresh_from_db()
    assert (picture.individual, cub.mother) == (taken, taken)
    with pytest.raises(DossierError):
        merging.undo(row, user=ranger)


def test_a_chain_of_merges_is_undone_from_its_end(animal, piece, ranger):
    first, second, third = animal("T-1"), animal("T-2"), animal("T-3")
    seen = saw(piece(), TIGER, individual=first)
    early = merging.merge(first, into=second, user=ranger)
    late = merging.merge(second, into=third, user=ranger)
    assert selectors.found("T-1") == [third.pk]
    with pytest.raises(DossierError, match="later merge first"):
        merging.undo(early, user=ranger)
    merging.undo(late, user=ranger)
    seen.refresh_from_db()
    assert seen.individual == second
    assert selectors.found("T-1") == [second.pk]
    merging.undo(early, user=ranger)
    assert selectors.found("T-1") == [first.pk]


def test_what_cannot_be_one_animal_is_not_merged(animal, ranger):
    tiger, leopard, gone = animal("T-7"), animal("L-1", species=LEOPARD), animal("T-8")
    with pytest.raises(DossierError, match="different species"):
        merging.merge(leopard, into=tiger, user=ranger)
    with pytest.raises(DossierError, match="itself"):
        merging.merge(tiger, into=tiger, user=ranger)
    merging.merge(gone, into=tiger, user=ranger)
    with pytest.raises(DossierError, match="merged meanwhile"):
        merging.merge(gone, into=tiger, user=ranger)
