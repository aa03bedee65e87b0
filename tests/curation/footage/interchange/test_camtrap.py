"""A Camtrap DP package comes in as it is."""

from __future__ import annotations

import pytest

from curation.footage.interchange.camtrap import import_package
from curation.footage.models import Deployment, Event, Footage, Observation, Package, Station
from tests.samples import sample

pytestmark = pytest.mark.django_db


def test_the_example_comes_in() -> None:
    report = import_package(sample("camtrap-dp/example"))
    assert [problem.line() for problem in report.problems] == []
    assert {name: counts.inserted for name, counts in report.tables.items()} == {
        "deployments": 4, "media": 423, "observations": 549,
    }  # fmt: skip
    assert Package.objects.get().name == "camtrap-dp-example-dataset"
    assert Deployment.objects.count() == Station.objects.count() == 4
    assert set(Station.objects.values_list("zone", flat=True)) == {"camtrap-dp-example-dataset"}
    assert Footage.objects.filter(state="catalogued").count() > 300  # the rest shows people
    assert Footage.objects.filter(event=None).count() == 0
    assert Observation.objects.filter(footage=None).count() == 36
    assert Event.objects.filter(event_id="4bb69c45").get().footage.count() == 10


def test_the_example_again_changes_nothing() -> None:
    import_package(sample("camtrap-dp/example"))
    report = import_package(sample("camtrap-dp/example"))
    assert {name: counts.unchanged for name, counts in report.tables.items()} == {
        "deployments": 4, "media": 423, "observations": 549,
    }  # fmt: skip
