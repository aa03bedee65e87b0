"""The footage of the demo: scenes drawn, taken in and tagged, one after the other, while others are still drawn."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from curation.files.local import scratch
from curation.footage import services as footage_services
from curation.footage.models import Deployment, Footage
from curation.jobs.models import Job
from curation.jobs.services import finish
from curation.scenery import SceneSpec
from publishing.demo.crew import Crew
from publishing.demo.drawing import draw
from publishing.demo.labour import finish_in_thread
from publishing.demo.places import survey
from publishing.demo.sightings import observe

TELL_EVERY = 4  # scenes
SEASONS = {"spring": "春季 spring", "summer": "夏季 summer", "autumn": "秋季 autumn", "winter": "冬季 winter"}
"""Tags as a desk of two languages would name its folders."""


def shoot(scenes: Sequence[SceneSpec], crew: Crew) -> dict[str, Footage]:
    """Draw, store, read and tag every scene; returns footage by `SceneSpec.name`. What cannot be read is left out."""
    sites = survey({spec.camera for spec in scenes})
    order = {spec.name: number for number, spec in enumerate(scenes)}
    taken: dict[str, Footage] = {}
    pool = ThreadPoolExecutor(crew.hands, thread_name_prefix="demo") if crew.hands > 1 else None
    with scratch() as folder, pool or nullcontext():
        reading: list[Future[Job]] = []
        try:
            for spec, path in draw(scenes, folder, processes=crew.processes):
                footage, job = _take(spec, path, site=sites[spec.camera], number=order[spec.name], crew=crew)
                taken[spec.name] = footage
                path.unlink()
                if job is not None:
                    _read(job, pool=pool, reading=reading)
                _tell(crew, "drawing scenes", len(taken), len(scenes))
            _wait(reading, crew)
        finally:
            for task in reading:
                task.cancel()
    return _readable(taken, crew)


def _take(spec: SceneSpec, path: Path, *, site: Deployment, number: int, crew: Crew) -> tuple[Footage, Job | None]:
    """Register one drawn file with what is known of it; the job that reads it is queued."""
    station = site.station
    footage = footage_services.register(
        path,
        folder=f"{station.zone}/{spec.started:%Y-%m}",
        tags=[station.zone, f"{spec.started:%Y}", SEASONS[spec.season]],
        station=station,
        user=crew.people["ranger"],
        demo=True,
        queue=False,
    ).footage
    Footage.objects.filter(pk=footage.pk).update(deployment=site)
    observe(footage, spec, number=number, user=crew.people["ranger" if number % 3 else "editor"])
    return footage, footage_services.queue_ingest(footage, user=crew.people["ranger"])


def _read(job: Job, *, pool: ThreadPoolExecutor | None, reading: list[Future[Job]]) -> None:
    if pool is None:
        finish(job)
    else:
        reading.append(pool.submit(finish_in_thread, job))


def _wait(reading: list[Future[Job]], crew: Crew) -> None:
    for number, task in enumerate(reading, start=1):
        task.result()
        _tell(crew, "reading footage", number, len(reading))


def _tell(crew: Crew, what: str, done: int, total: int) -> None:
    if done % TELL_EVERY == 0 or done == total:
        crew.say(f"{what} {done}/{total} …")


def _readable(taken: dict[str, Footage], crew: Crew) -> dict[str, Footage]:
    ready = {}
    for name, footage in taken.items():
        footage.refresh_from_db()
        if footage.state == Footage.State.READY:
            ready[name] = footage
        else:
            crew.say(f"“{name}” could not be read ({footage.error_code or footage.state}); the demo goes on without it")
    return ready
