"""Bulk observations: good rows kept, bad rows named, the same ids again double nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curation.footage.interchange.loading import ObservationRow, store_observations
from curation.footage.models import Deployment, Event, Footage, Individual, Observation, Package, Station
from curation.species.models import Taxon

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def package() -> Package:
    return Package.objects.create(format="monitoring", name="park", identifier="park")


@pytest.fixture
def footage(package: Package) -> Footage:
    station = Station.objects.create(code="T-1", zone="Hunchun")
    deployment = Deployment.objects.create(station=station, deployment_id="d1", start=NOON, end=NOON)
    return Footage.objects.create(
        package=package,
        media_id="m1",
        original_name="a.mp4",
        state="catalogued",
        station=station,
        deployment=deployment,
    )


def test_good_rows_are_kept_and_bad_ones_named(package: Package, footage: Footage) -> None:
    rows = [
        ObservationRow("o1", media_id="m1", scientific_name="东北虎", count=2, bbox=(0.1, 0.1, 0.5, 0.5), row=2),
        ObservationRow("o2", media_id="m9", row=3),
        ObservationRow("o1", media_id="m1", row=4),
        ObservationRow("o3", footage=footage.pk, classification_probability=1.4, row=5),
        ObservationRow("o4", footage=footage.pk, count=-1, row=6),
        ObservationRow("o5", footage=footage.pk, bbox=(0.5, 0.5, 0.9, 0.1), row=7),
        ObservationRow("o6", footage=footage.pk, scientific_name="Nessiteras rhombopteryx", row=8),
        ObservationRow("o7", footage=footage.pk, event_start=datetime(2026, 5, 1), row=9),
        ObservationRow("o8", footage=footage.pk, deployment_id="nowhere", row=10),
        ObservationRow("o9", row=11),
        ObservationRow("o10", footage=footage.pk, classified_by="a\0b", row=12),
        ObservationRow("o11", footage=footage.pk + 1000, row=13),
        ObservationRow("o12", footage=footage.pk, observation_type="blank", row=14),
    ]
    report = store_observations(rows, source="batch", package=package)
    assert {problem.row: problem.code for problem in report.problems} == {
        3: "no_media", 4: "duplicate_id", 5: "out_of_range", 6: "too_small", 7: "bbox_outside", 8: "species_unknown",
        9: "no_zone", 10: "no_deployment", 11: "no_subject", 12: "nul", 13: "no_footage",
    }  # fmt: skip
    assert all(problem.sentence for problem in report.problems)
    assert "row 2" in next(problem.sentence for problem in report.problems if problem.row == 4)
    assert report.counts("observations").to_dict() == {
        "read": 13, "inserted": 2, "updated": 0, "unchanged": 0, "refused": 11,
    }  # fmt: skip
    tiger = Observation.objects.get(observation_id="o1")
    assert (tiger.footage, tiger.count, tiger.deployment_id) == (footage, 2, footage.deployment_id)
    assert tiger.taxon is not None and tiger.taxon.scientific_name.startswith("Panthera tigris")


def test_the_same_ids_again_change_what_differs(package: Package, footage: Footage) -> None:
    rows = [ObservationRow(f"o{number}", media_id="m1", count=number, row=number) for number in range(1, 4)]
    store_observations(rows, source="first", package=package)
    rows[1] = rows[1]._replace(count=9)
    counts = store_observations(rows, source="second", package=package).counts("observations")
    assert (counts.inserted, counts.updated, counts.unchanged) == (0, 1, 2)
    assert sorted(Observation.objects.values_list("count", flat=True)) == [1, 3, 9]


def test_an_event_takes_its_footage_and_its_times(package: Package, footage: Footage) -> None:
    later = NOON.replace(hour=13)
    rows = [
        ObservationRow("o1", media_id="m1", event_id="e1", event_start=NOON, event_end=NOON),
        ObservationRow("o2", event_id="e1", deployment_id="d1", event_start=NOON, event_end=later, count=3),
    ]
    assert store_observations(rows, source="batch", package=package).refused == 0
    event = Event.objects.get()
    footage.refresh_from_db()
    assert (event.start, event.end, footage.event) == (NOON, later, event)
    whole = Observation.objects.get(observation_id="o2")
    assert (whole.footage, whole.event, whole.count) == (None, event, 3)


def test_a_known_animal_is_linked(package: Package, footage: Footage) -> None:
    tiger = Taxon.objects.get(scientific_name="Panthera tigris altaica")
    known = Individual.objects.create(code="T-07", taxon=tiger)
    rows = [
        ObservationRow("o1", media_id="m1", individual_id="T-07"),
        ObservationRow("o2", media_id="m1", individual_id="X"),
    ]
    store_observations(rows, source="batch", package=package)
    assert Observation.objects.get(observation_id="o1").individual == known
    assert Observation.objects.get(observation_id="o2").individual_label == "X"


def test_people_keep_footage_out_of_the_newsroom(package: Package, footage: Footage) -> None:
    store_observations([ObservationRow("o1", media_id="m1", observation_type="human")], source="batch", package=package)
    footage.refresh_from_db()
    assert footage.alarm == "human"
