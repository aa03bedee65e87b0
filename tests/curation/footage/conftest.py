"""Tiny films to take in, made once; footage rows as ingest leaves them; people at the browser."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import curation.work  # noqa: F401  (declares the jobs)
from curation.footage import services
from curation.footage.models import Footage, Observation, Station
from curation.jobs import services as jobs
from curation.jobs.models import Job
from curation.species.models import Taxon
from tests.curation.video.filming import film

TIGER, LEOPARD, BOAR = "Panthera tigris altaica", "Panthera pardus orientalis", "Sus scrofa"
numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page asked for in Chinese leaves its language to whatever runs next in the same thread."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One second in colours, 64 x 36, playable in a browser."""
    return film(tmp_path_factory.mktemp("films") / "tiny.mp4", size="64x36", rate="10", seconds=1)


@pytest.fixture
def take() -> Callable[..., Footage]:
    """`take(path, ...)` registers a file and reads it here and now, as a worker would."""

    def taken(path: Path, **known: Any) -> Footage:
        arrival = services.register(path, **known)
        job = services.open_job(arrival.footage)
        if job is not None:
            jobs.run(job.pk)
        arrival.footage.refresh_from_db()
        return arrival.footage

    return taken


@pytest.fixture
def station(db: None) -> Station:
    """A station whose place is a secret."""
    return Station.objects.create(
        code="HC-0042",
        name="Hidden ridge",
        zone="Hunchun",
        latitude=43.123456,
        longitude=131.234567,
        time_zone="Asia/Vladivostok",
    )


@pytest.fixture
def piece(db: None) -> Callable[..., Footage]:
    """`piece(light="night")` makes a row of ready footage without a file."""

    def make(**known: Any) -> Footage:
        number = next(numbers)
        fields: dict[str, Any] = {
            "state": Footage.State.READY,
            "fingerprint": f"{number:064x}",
            "file": f"originals/{number}.mp4",
            "size": 1000,
            "original_name": f"original-{number}.mp4",
            "duration": 10.0,
            "width": 640,
            "height": 360,
        }
        return Footage.objects.create(**fields | known)

    return make


def taxon(name: str) -> Taxon:
    return Taxon.objects.get(scientific_name=name)


def saw(footage: Footage, species: str | None = TIGER, **known: Any) -> Observation:
    """A person's observation, or with `classification_method="machine"` a machine's."""
    fields: dict[str, Any] = {"observation_type": "animal" if species else "blank", "classified_by": "Wang Wei"}
    if species:
        fields["taxon"] = taxon(species)
    return Observation.objects.create(footage=footage, **fields | known)


def machine_saw(footage: Footage, species: str | None = TIGER, **known: Any) -> Observation:
    fields = {"classification_method": "machine", "classified_by": "park-net 3", "classification_probability": 0.71}
    return saw(footage, species, **fields | known)


def day(text: str) -> datetime:
    """A moment in Shanghai, where the desk stands."""
    return datetime.fromisoformat(f"{text}+08:00")


def ended(job: Job) -> Job:
    """Do a job as a worker would and hand it back as it ended."""
    jobs.run(job.pk)
    job.refresh_from_db()
    return job
