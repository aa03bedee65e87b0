"""How fast a Camtrap DP package comes in: the import command on an empty database of its own, and row by row beside it.

    .venv/bin/python benchmarks/interchange.py [--observations 100000] [--sample 2000]

A package of that many observations, a quarter as many media and a station for every hundred media is generated in a
temporary folder and imported by `manage.py import_package` in a child process, twice: new, then again unchanged. A
sample of the same rows is then saved one by one through the ORM. Prints seconds, rows a second and peak memory.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
import psycopg

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from benchmarks.machine import machine  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
SPECIES = ["Panthera tigris altaica", "Panthera pardus orientalis", "Cervus nippon", "Sus scrofa", "Capreolus pygargus"]
ADDRESS = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.2/"
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)


def tables(observations: int) -> dict[str, tuple[list[str], object]]:
    """Headers and rows of a package; a tenth of the media are blank, the rest show bursts."""
    pick = random.Random(7)
    media = max(observations // 4, 1)
    stations = max(media // 100, 1)

    def at(number: int) -> str:
        return f"{BEGAN + timedelta(seconds=37 * number):%Y-%m-%dT%H:%M:%S}+08:00"

    def deployments():
        for number in range(stations):
            yield [f"d{number}", f"L{number}", 42 + number % 900 / 1000, 130 + number % 700 / 1000, at(0), at(media)]

    def files():
        for number in range(media):
            yield [f"m{number}", f"d{number % stations}", at(number), f"DCIM/{number}.mp4", "false", "video/mp4"]

    def seen():
        for number in range(observations):
            one = number // 4
            yield [
                f"o{number}", f"d{one % stations}", f"m{one}", f"e{one // 3}", at(one), at(one), "media", "animal",
                pick.choice(SPECIES), pick.randint(1, 4), 0.1, 0.2, 0.3, 0.4, "machine", "bench 1.0",
                round(pick.random(), 4),
            ]  # fmt: skip

    return {
        "deployments": (
            ["deploymentID", "locationID", "latitude", "longitude", "deploymentStart", "deploymentEnd"], deployments(),
        ),
        "media": (["mediaID", "deploymentID", "timestamp", "filePath", "filePublic", "fileMediatype"], files()),
        "observations": (
            ["observationID", "deploymentID", "mediaID", "eventID", "eventStart", "eventEnd", "observationLevel",
             "observationType", "scientificName", "count", "bboxX", "bboxY", "bboxWidth", "bboxHeight",
             "classificationMethod", "classifiedBy", "classificationProbability"], seen(),
        ),
    }  # fmt: skip


def generate(folder: Path, *, observations: int, name: str = "bench") -> None:
    folder.mkdir()
    resources = []
    for table, (header, rows) in tables(observations).items():
        with (folder / f"{table}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
        resources.append({"name": table, "path": f"{table}.csv", "profile": "tabular-data-resource",
                          "schema": f"{ADDRESS}{table}-table-schema.json"})  # fmt: skip
    descriptor = {
        "resources": resources, "profile": f"{ADDRESS}camtrap-dp-profile.json", "name": name, "id": name,
        "created": "2026-01-01T00:00:00Z", "contributors": [{"title": "bench"}], "project": {}, "spatial": {},
        "temporal": {}, "taxonomic": [],
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(descriptor))


def server_seconds(database: str, seen: dict[int, float]) -> None:
    """Note the processor seconds of the server's processes for this database, which end with their connection."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            if database in (process / "cmdline").read_text():
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                if (process / "comm").read_text().startswith("postgres"):
                    seen[int(process.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def imported(folder: Path, *, url: str) -> tuple[dict, float, float, float]:
    """The command's own report, its peak memory in MiB, its processor seconds and those of the server."""
    child = subprocess.Popen(
        [sys.executable, "manage.py", "import_package", str(folder), "--json"],
        cwd=BASE, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    seen: dict[int, float] = {}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            server_seconds(url.rpartition("/")[2], seen)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    told = json.loads(child.stdout.read() if child.stdout else "{}")
    ended.set()
    watcher.join()
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(json.dumps(told)[:2000])
    return told, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, sum(seen.values())


def one_by_one(sample: int) -> float:
    """Rows a second when each row is looked up and saved through the ORM, in one transaction."""
    from django.db import transaction

    from curation.footage.models import Deployment, Event, Footage, Observation, Package
    from curation.species.models import Taxon

    package = Package.objects.create(format="camtrap-dp", name="slow", identifier="slow")
    header, rows = tables(sample * 4)["observations"]
    began = time.perf_counter()
    with transaction.atomic():
        for count, values in enumerate(rows):
            if count == sample:
                break
            row = dict(zip(header, values, strict=True))
            start = datetime.fromisoformat(row["eventStart"])
            deployment = Deployment.objects.get(deployment_id=row["deploymentID"], package__identifier="bench")
            event, _made = Event.objects.get_or_create(
                package=package, deployment=deployment, event_id=row["eventID"], defaults={"start": start, "end": start}
            )
            Observation.objects.create(
                package=package, observation_id=row["observationID"], deployment=deployment, event=event,
                footage=Footage.objects.get(package__identifier="bench", media_id=row["mediaID"]),
                taxon=Taxon.objects.get(scientific_name=row["scientificName"]), count=row["count"], event_start=start,
                event_end=start, bbox=[0.1, 0.2, 0.3, 0.4], classification_method="machine", classified_by="bench 1.0",
                classification_probability=row["classificationProbability"],
            )  # fmt: skip
    return sample / (time.perf_counter() - began)


def measure(folder: Path, *, url: str, sample: int) -> None:
    for label in ("new", "again, unchanged"):
        told, memory, client, server = imported(folder, url=url)
        rows = sum(counts["read"] for counts in told["tables"].values())
        seconds = told["seconds"]
        print(f"{label}: {rows:,} rows in {seconds:.1f} s, {rows / seconds:,.0f} rows/s, {memory:.0f} MiB at most")
        # On a machine that does other things too, this is what the same takes with a core to itself.
        print(f"  processor: {client:.1f} s here, {server:.1f} s in PostgreSQL: {rows / (client + server):,.0f} rows/s")
        if label == "new":
            rate = rows / seconds
    slow = one_by_one(sample)
    print(
        f"one by one through the ORM, {sample} rows: {slow:,.0f} rows/s; the import is {rate / slow:.0f} times as fast"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--observations", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=2_000)
    asked = parser.parse_args()
    django.setup()
    from django.conf import settings

    from config import embedded
    from tests import template_database

    embedded.ensure()
    template = template_database.prepare()
    of = settings.DATABASES["default"]
    name = f"bench_interchange_{os.getpid()}"

    def connect(database: str) -> psycopg.Connection:
        return psycopg.connect(host=of["HOST"] or None, port=of["PORT"] or None, user=of["USER"] or None,
                               password=of["PASSWORD"] or None, dbname=database, autocommit=True)  # fmt: skip

    with connect("postgres") as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    print(machine())
    try:
        user = f"{of['USER']}:{of['PASSWORD']}@" if of["PASSWORD"] else f"{of['USER']}@"
        port = f":{of['PORT']}" if of["PORT"] else ""
        url = f"postgres://{user}{of['HOST'].replace('/', '%2F')}{port}/{name}"
        from django.db import connection as ours

        ours.settings_dict["NAME"] = name
        with tempfile.TemporaryDirectory(prefix="pugmark-") as scratch:
            small = Path(scratch) / "small"
            generate(small, observations=max(asked.observations // 10, 1), name="small")
            _told, memory, _client, _server = imported(small, url=url)
            print(f"a tenth of it takes {memory:.0f} MiB at most")
            folder = Path(scratch) / "package"
            generate(folder, observations=asked.observations)
            measure(folder, url=url, sample=asked.sample)
        ours.close()
    finally:
        with connect("postgres") as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    print(f"this script itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
