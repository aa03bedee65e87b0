"""Linking footage with an animal, labels of packages, and taking it back."""

import pytest

from curation.footage.events import services as events
from curation.footage.events.grouping import group
from curation.footage.individuals import selectors, services
from curation.footage.individuals.errors import DossierError
from curation.footage.models import Event, Individual, Observation
from tests.curation.footage.conftest import BOAR, LEOPARD, TIGER, day, machine_saw, saw, taxon

pytestmark = pytest.mark.django_db


def linked(individual: Individual, *, user) -> list[int]:
    """Keys of the footage that shows the animal."""
    return sorted(selectors.footage_of(individual.pk, user=user).values_list("pk", flat=True))


def test_what_a_person_saw_becomes_this_animal_and_back(piece, person, animal):
    footage, tiger, ranger = piece(), animal("T-07"), person("Ranger")
    seen = saw(footage, TIGER, classified_by="Wang Wei")
    token = services.link(footage, individual=tiger, user=ranger)
    seen.refresh_from_db()
    assert (seen.individual, seen.individual_by, seen.classified_by) == (tiger, "ranger", "Wang Wei")
    assert Observation.objects.count() == 1
    services.relink(token, user=ranger)
    seen.refresh_from_db()
    assert (seen.individual, seen.individual_by, seen.individual_at) == (None, "", None)


def test_one_animal_is_taken_out_of_a_group_and_put_back(piece, person, animal):
    footage, ranger = piece(), person("Ranger")
    group_ = saw(footage, TIGER, count=3, life_stage="juvenile")
    token = services.link(footage, individual=animal("T-07"), user=ranger)
    assert sorted(Observation.objects.values_list("count", "individual__code"), key=str) == [(1, "T-07"), (2, None)]
    services.link(footage, individual=animal("T-08"), user=ranger)
    assert Observation.objects.filter(individual__code="T-08", count=1, life_stage="juvenile").exists()
    services.relink(token, user=ranger)
    group_.refresh_from_db()
    assert group_.count == 2
    assert not Observation.objects.filter(individual__code="T-07").exists()


def test_a_machines_word_stays_as_evidence(piece, person, animal):
    footage, ranger = piece(), person("Ranger")
    machine = machine_saw(footage, TIGER, count=1, behavior="walking")
    services.link(footage, individual=animal("T-07"), user=ranger)
    machine.refresh_from_db()
    assert machine.individual is None
    human = Observation.objects.get(classification_method="human")
    assert (human.taxon, human.behavior, human.individual.code) == (taxon(TIGER), "walking", "T-07")


def test_footage_without_any_word_gets_an_observation_that_the_undo_takes_away(piece, person, animal):
    footage, tiger, ranger = piece(), animal("T-07"), person("Ranger")
    token = services.link(footage, individual=tiger, user=ranger)
    assert linked(tiger, user=ranger) == [footage.pk]
    services.relink(token, user=ranger)
    assert not Observation.objects.exists()


def test_another_species_is_refused_and_so_is_the_same_link_twice(piece, person, animal):
    footage, ranger, tiger = piece(), person("Ranger"), animal("T-07")
    saw(footage, BOAR)
    with pytest.raises(DossierError, match="another species"):
        services.link(footage, individual=tiger, user=ranger)
    other = piece()
    services.link(other, individual=tiger, user=ranger)
    with pytest.raises(DossierError, match="already"):
        services.link(other, individual=tiger, user=ranger)


def test_unlinking_leaves_what_was_seen(piece, person, animal):
    footage, tiger, ranger = piece(), animal("T-07"), person("Ranger")
    seen = saw(footage, TIGER, individual=tiger, individual_by="Li Na")
    token = services.unlink(seen, user=ranger)
    assert linked(tiger, user=ranger) == []
    assert Observation.objects.get().taxon == taxon(TIGER)
    services.relink(token, user=ranger)
    seen.refresh_from_db()
    assert (seen.individual, seen.individual_by) == (tiger, "Li Na")
    with pytest.raises(DossierError):
        services.relink("nonsense", user=ranger)


def test_a_label_of_packages_is_adopted_at_once_and_released_again(piece, person, animal):
    tiger, ranger = animal("T-07"), person("Ranger")
    pieces = [piece() for _ in range(3)]
    for footage in pieces:
        machine_saw(footage, TIGER, individual_label="tiger_7")
    own = saw(pieces[0], TIGER, individual=tiger, individual_by="Li Na", individual_label="tiger_7")
    leopard = saw(piece(), LEOPARD, individual_label="tiger_7")
    assert [(one.label, one.pieces) for one in selectors.labels(user=ranger)] == [("tiger_7", 3), ("tiger_7", 1)]
    assert services.adopt("tiger_7", individual=tiger, user=ranger) == 3
    assert linked(tiger, user=ranger) == sorted(one.pk for one in pieces)
    leopard.refresh_from_db()
    assert leopard.individual is None
    assert services.unadopt("tiger_7", individual=tiger, user=ranger) == 3
    own.refresh_from_db()
    assert own.individual == tiger
    with pytest.raises(DossierError):
        services.adopt("no such label", individual=tiger, user=ranger)


def test_an_animal_seen_in_a_whole_event_is_in_all_its_pieces(piece, station, person, animal):
    tiger, ranger = animal("T-07"), person("Ranger")
    pieces = [piece(station=station, captured_at=day(f"2026-01-14T05:0{minute}")) for minute in range(3)]
    group(gap=120)
    said = events.observe(Event.objects.get(), user=ranger, values={"taxon": taxon(TIGER)})
    Observation.objects.filter(pk=said.pk).update(individual=tiger)
    assert linked(tiger, user=ranger) == [one.pk for one in pieces]
    sightings = selectors.sightings(tiger, selectors.footage_of(tiger.pk, user=ranger))
    assert len(sightings) == 3
    assert all(sighting.links == (said,) for sighting in sightings)
    assert selectors.cards([tiger], user=ranger)[0].pieces == 3


def test_a_dossier_with_footage_is_not_removed(piece, person, animal):
    tiger, ranger = animal("T-07"), person("Ranger")
    saw(piece(), TIGER, individual=tiger)
    with pytest.raises(DossierError, match="has footage"):
        services.delete(tiger, user=ranger)
    services.delete(animal("T-08"), user=ranger)
    assert list(Individual.objects.values_list("code", flat=True)) == ["T-07"]


def test_names_in_any_language_find_the_dossier(animal):
    snow = animal("T-07", names={"en": "Snow Queen", "zh-Hans": "雪后", "ru": "Снежная"})
    other = animal("T-08", names={"en": "Queenie"})
    assert selectors.names() == [(snow.pk, "T-07", ("Snow Queen", "雪后", "Снежная")), (other.pk, "T-08", ("Queenie",))]
    assert selectors.found("雪") == [snow.pk]
    assert selectors.found("снежн") == [snow.pk]
    assert selectors.found("t-07") == [snow.pk]
    assert selectors.found("queen") == [other.pk, snow.pk]
    assert selectors.found("  ") == []


def test_quarantined_and_withdrawn_pieces_are_not_counted_for_editors(piece, person, animal):
    tiger = animal("T-07")
    shown, hidden, gone = piece(), piece(state="quarantined"), piece(state="withdrawn")
    for footage in (shown, hidden, gone):
        saw(footage, TIGER, individual=tiger)
    assert linked(tiger, user=person("Editor")) == [shown.pk]
    assert selectors.cards([tiger], user=person("Editor", username="e2"))[0].pieces == 1
    assert linked(tiger, user=person("Ranger")) == [shown.pk, hidden.pk]


def test_history_names_first_last_zones_and_every_month_between(piece, station, person, animal):
    tiger, ranger = animal("T-07"), person("Ranger")
    moments = ["2025-11-02T05:00", "2026-01-14T05:00", "2026-01-20T05:00"]
    pieces = [piece(station=station, captured_at=day(moment)) for moment in moments]
    for footage in pieces:
        saw(footage, TIGER, individual=tiger)
    history = selectors.history(tiger, user=ranger)
    assert (history.first, history.last, history.pieces) == (pieces[0], pieces[2], 3)
    assert history.zones == (("Hunchun", 3),)
    assert [(month.start.month, month.pieces) for month in history.months] == [(11, 1), (12, 0), (1, 2)]
