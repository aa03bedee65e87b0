"""How fast the monitoring system's observations come in over HTTP, in batches and one by one.

    .venv/bin/python benchmarks/monitoring.py [--observations 100000] [--footage 20000] [--batch 5000] [--sample 300]

An installation of its own in a temporary folder, served by `manage.py serve` on loopback; one client sends one request
after the other. One in a hundred observations is a person, so alarms are raised on the way.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

BASE = Path(__file__).resolve().parents[1]
SPECIES = ("Panthera tigris altaica", "东北豹", "Sus scrofa", "roe deer", "кабарга", "Sika deer", "Martes flavigula")
FILL = """
from curation.footage.models import Footage
from curation.footage.monitoring.clients import add_client, package_of
client, token = add_client("benchmark")
package = package_of(client)
for first in range(0, {footage}, 5000):
    Footage.objects.bulk_create(
        Footage(state="catalogued", original_name=f"{{n}}.mp4", package=package, media_id=f"m{{n}}")
        for n in range(first, min(first + 5000, {footage}))
    )
print("token=" + token)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--no-demo"],
        cwd=BASE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        if not any("listens on" in line for line in process.stdout or ()):
            raise SystemExit("it ended before it listened")
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


def prepared(environment: dict[str, str], *, footage: int) -> str:
    """Fill the installation; returns the client's token."""
    program = FILL.format(footage=footage)
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", program]
    done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split("token=")[1].strip()


def observation(number: int, *, footage: int, chance: random.Random) -> dict[str, object]:
    kind = "human" if number % 100 == 0 else "animal"
    return {
        "observationID": f"d{number}",
        "mediaID": f"m{chance.randrange(footage)}",
        "observationType": kind,
        "scientificName": chance.choice(SPECIES) if kind == "animal" else "",
        "count": chance.randint(1, 4),
        "classifiedBy": "park-net 3.2",
        "classificationProbability": round(chance.uniform(0.3, 1), 3),
        "classificationTimestamp": "2026-01-14T05:12:00+08:00",
        "bboxX": 0.1,
        "bboxY": 0.2,
        "bboxWidth": round(chance.uniform(0.05, 0.5), 4),
        "bboxHeight": 0.3,
    }


def send(client: httpx.Client, items: list[dict[str, object]], *, key: str) -> tuple[float, dict[str, object]]:
    body = json.dumps({"observations": items}).encode()
    began = time.perf_counter()
    answer = client.post("observations", content=body, headers={"Idempotency-Key": key})
    took = time.perf_counter() - began
    answer.raise_for_status()
    return took, answer.json()


def measure(client: httpx.Client, options: argparse.Namespace) -> None:
    chance = random.Random(7)
    items = [
        observation(number, footage=options.footage, chance=chance)
        for number in range(options.observations + options.sample)
    ]
    batches = [items[first : first + options.batch] for first in range(0, options.observations, options.batch)]
    singles = items[options.observations :]
    began = time.perf_counter()
    took, stored = [], 0
    for number, batch in enumerate(batches):
        seconds, answer = send(client, batch, key=f"b{number}")
        took.append(seconds)
        stored += int(str(answer["stored"]))
    whole = time.perf_counter() - began
    began = time.perf_counter()
    for number, item in enumerate(singles):
        send(client, [item], key=f"s{number}")
    one_by_one = (time.perf_counter() - began) / len(singles)
    rate = options.observations / whole
    print(f"{stored:,} of {options.observations:,} observations in {whole:.1f} s: {rate:,.0f} a second")
    print(f"a batch of {options.batch:,}: median {statistics.median(took):.2f} s, slowest {max(took):.2f} s")
    print(
        f"one request for each: {1 / one_by_one:,.0f} a second ({len(singles)} sent); batches {rate * one_by_one:.0f}x"
    )
    seconds, again = send(client, batches[0], key="b0")
    same = again["stored"] == len(batches[0])
    print(f"a batch sent again under its key: {seconds * 1000:.0f} ms, the same answer: {same}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--observations", type=int, default=100_000)
    parser.add_argument("--footage", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=5_000)
    parser.add_argument("--sample", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pugmark-") as folder:
        Path(folder).chmod(0o755)
        port = free_port()
        environment = {
            **os.environ,
            "PUGMARK_VAR": f"{folder}/var",
            "MEDIA_ROOT": f"{folder}/media",
            "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        with serving(environment):
            token = prepared(environment, footage=options.footage)
            print(
                f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
            )
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            base = f"http://127.0.0.1:{port}/api/monitoring/v1/"
            with httpx.Client(base_url=base, headers=headers, timeout=120, trust_env=False) as client:
                measure(client, options)


if __name__ == "__main__":
    main()
