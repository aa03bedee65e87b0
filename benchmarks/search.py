"""How fast the library searches N pieces of footage: whole HTTP requests of its page and of its filters.

    .venv/bin/python benchmarks/search.py [--footage N] [--repeat 5] [--imported N] [--var FOLDER]

Fills an installation of its own (`big_catalogue.py`), builds the index, starts web and search server as `make run`
does, signs somebody in and asks 40 questions from easy to nasty, each with its filters, in turns. Beside it stands the
plain alternative: the same question as one SQL statement with a count. Then a package with `--imported` observations is
brought in by `manage.py import_package` while the questions go on. With `--var` the installation stays for a next time.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))

from benchmarks.machine import machine  # noqa: E402

QUESTIONS = [
    "", "sort=newest", "sort=quality", "species=Panthera+tigris+altaica", "species=Sus+scrofa&sort=newest",
    "light=night", "light=day&sort=newest", "tagging=approved", "tagging=untagged&sort=newest", "zone=Zone+1",
    "zone=Zone+1&zone=Zone+2&species=Panthera+tigris+altaica", "season=winter", "season=winter&light=night&sort=newest",
    "hour=5&hour=6", "hour=5&species=Panthera+pardus+orientalis", "behaviour=drinking",
    "behaviour=drinking&species=Sus+scrofa",
    "life_stage=juvenile", "life_stage=juvenile&behaviour=playing", "number=3&sex=female", "number=5-9", "quality=3",
    "quality=3&light=day&species=Panthera+tigris+altaica", "duration=60%2B", "shortest=12&longest=20&sort=newest",
    "since=2024-01-01&until=2024-03-31", "since=2023-06-01&sort=newest&light=day", "month=2025-01", "rights=embargo",
    "species=%21Sus+scrofa&sort=newest", "type=blank&sort=newest", "type=%21blank&tagging=machine",
    "q=%E4%B8%9C%E5%8C%97%E8%99%8E", "q=%D0%B0%D0%BC%D1%83%D1%80%D1%81%D0%BA%D0%B8%D0%B9+%D1%82%D0%B8%D0%B3%D1%80",
    "q=tiger+cubs+night", "q=%E5%B8%A6%E7%9D%80%E5%B9%BC%E5%B4%BD", "q=snow+or+stream+not+dusk", "q=leoprad",
    "q=%28tiger+or+leopard%29+-night&season=winter",
    "q=snow&species=Panthera+tigris+altaica&life_stage=juvenile&zone=Zone+1&hour=5&light=night",
]  # fmt: skip

IN_SQL = {
    "": ("true", "captured_at DESC NULLS LAST, id DESC"),
    "light=night": ("light = 'night'", "captured_at DESC NULLS LAST, id DESC"),
    "species=Panthera tigris altaica": (
        "EXISTS (SELECT 1 FROM curation_observation o JOIN curation_taxon t ON t.id = o.taxon_id"
        " WHERE o.footage_id = f.id AND t.scientific_name = 'Panthera tigris altaica'"
        " AND (o.classification_method = 'human' OR NOT EXISTS (SELECT 1 FROM curation_observation h"
        " WHERE h.footage_id = f.id AND h.classification_method = 'human')))",
        "captured_at DESC NULLS LAST, id DESC",
    ),
}


class Desk:
    """Web and search server of an installation, and somebody at the browser."""

    def __init__(self, var: Path) -> None:
        from benchmarks.start import free_port

        self.var, self.port = var, free_port()
        self.environment = {**os.environ, "PORT": str(self.port), "WORKER_PROCESSES": "1", "DEMO": "false"}

    def build(self) -> tuple[float, str]:
        """Seconds until a new index answers, and what the server said."""
        began = time.perf_counter()
        process = self._start("search_index", "--rebuild")
        said = self._until(process, "knows")
        seconds = time.perf_counter() - began
        process.send_signal(signal.SIGTERM)
        process.wait(300)
        return seconds, said

    @contextmanager
    def open(self) -> Iterator[float]:
        """Seconds until everything answers, the search from its stored index."""
        log = self.var / "logs" / "search.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        before = log.stat().st_size if log.exists() else 0
        began = time.perf_counter()
        process = self._start("serve", "--no-demo")
        try:
            self._until(process, "listens")
            while "knows" not in log.read_text()[before:]:
                time.sleep(0.2)
            yield time.perf_counter() - began
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(300)

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments], cwd=BASE, env=self.environment, stdout=subprocess.PIPE, text=True
        )

    @staticmethod
    def _until(process: subprocess.Popen[str], word: str) -> str:
        for line in process.stdout or ():
            if word in line:
                return line.strip()
        raise SystemExit("it ended before it was ready")

    def session(self) -> object:
        """Somebody with every right, signed in."""
        import requests
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.auth.models import User
        from django.contrib.sessions.backends.db import SessionStore

        user, _made = User.objects.get_or_create(username="bench", defaults={"is_superuser": True, "is_staff": True})
        kept = SessionStore()
        kept[SESSION_KEY], kept[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        kept[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        kept.save()
        session = requests.Session()
        session.trust_env = False
        session.cookies.set(settings.SESSION_COOKIE_NAME, str(kept.session_key))
        return session


def timed(session: object, address: str) -> tuple[float, str]:
    began = time.perf_counter()
    answer = session.get(address, timeout=120)
    spent = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    if "Not searched" in answer.text:
        raise SystemExit(f"{address}: it was not searched")
    return spent, answer.text


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]


def asked(desk: Desk, session: object, *, repeat: int, until: threading.Event | None = None) -> dict[str, list[float]]:
    """Milliseconds of every request: the whole page, its results as the page's script asks for them, the filters."""
    root = f"http://127.0.0.1:{desk.port}/studio/footage/"
    spent: dict[str, list[float]] = {"page": [], "results": [], "filters": []}
    slow: list[tuple[float, str, str]] = []
    for _round in range(repeat):
        for question in QUESTIONS:
            if until is not None and until.is_set():
                return spent
            for kind, address, headers in (
                ("page", f"{root}?{question}", {}),
                ("results", f"{root}?{question}", {"X-Requested-With": "XMLHttpRequest"}),
                ("filters", f"{root}facets/?{question}", {"X-Requested-With": "XMLHttpRequest"}),
            ):
                session.headers.pop("X-Requested-With", None)
                session.headers.update(headers)
                milliseconds, _text = timed(session, address)
                spent[kind].append(milliseconds)
                slow.append((milliseconds, kind, question))
    if until is None:
        for milliseconds, kind, question in sorted(slow, reverse=True)[:5]:
            print(f"  slowest: {milliseconds:7.0f} ms {kind:8} {question}")
    return spent


def told(spent: dict[str, list[float]], *, label: str) -> None:
    for kind, values in spent.items():
        if values:
            print(
                f"{label:22} {kind:8} median {statistics.median(values):7.1f} ms"
                f"  p95 {percentile(values, 0.95):7.1f} ms"
                f"  slowest {max(values):7.1f} ms  ({len(values)} requests)"
            )


def in_sql() -> None:
    """The plain alternative: a page and an exact count by SQL alone, without any filter's counts."""
    from django.db import connection

    for name, (where, order) in IN_SQL.items():
        shown = f"state IN ('ready', 'catalogued') AND {where}"
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM curation_footage f WHERE {shown}")
            total = cursor.fetchone()[0]
            cursor.execute(f"SELECT id FROM curation_footage f WHERE {shown} ORDER BY {order} LIMIT 24")
            cursor.fetchall()
        print(
            f"SQL alone              {(time.perf_counter() - began) * 1000:7.0f} ms  {name or 'everything'} ({total:,})"
        )


def sizes() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("curation_footage", "curation_observation", "curation_footagechange"):
            cursor.execute("SELECT pg_table_size(%s), pg_indexes_size(%s)", [table, table])
            data, indexes = cursor.fetchone()
            print(f"{table}: {data / 2**20:,.0f} MiB of rows, {indexes / 2**20:,.0f} MiB of indexes")


def imported(desk: Desk, session: object, *, media: int, before: dict[str, list[float]]) -> None:
    """Bring a package in while the questions go on."""
    from benchmarks.interchange import generate

    with tempfile.TemporaryDirectory(prefix="pugmark-") as folder:
        package = Path(folder) / "package"
        generate(package, observations=media)
        done = threading.Event()
        spent: dict[str, list[float]] = {}

        def ask() -> None:
            spent.update(asked(desk, session, repeat=1000, until=done))

        asking = threading.Thread(target=ask)
        asking.start()
        began = time.perf_counter()
        child = subprocess.run(
            [sys.executable, "manage.py", "import_package", str(package), "--json"],
            cwd=BASE, env=desk.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        done.set()
        asking.join()
    if child.returncode:
        raise SystemExit(child.stdout[-2000:] + child.stderr[-2000:])
    rows = sum(int(number) for number in re.findall(r'"read": (\d+)', child.stdout))
    print(
        f"import_package         {rows:,} rows in {seconds:.1f} s: {rows / seconds:,.0f} rows a second (wanted: 3,000)"
    )
    told(spent, label="during the import")
    for kind, values in spent.items():
        ratio = percentile(values, 0.95) / percentile(before[kind], 0.95)
        print(f"  p95 of {kind} during the import: {ratio:.2f} times that before (wanted: at most 2)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--footage", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--imported", type=int, default=60_000)
    parser.add_argument("--var", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pugmark-") as folder:
        Path(folder).chmod(0o755)
        var = options.var or Path(folder) / "var"
        os.environ |= {
            "PUGMARK_VAR": str(var),
            "MEDIA_ROOT": str(var / "media"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        os.chdir(BASE)
        measure(var, options)


def measure(var: Path, options: argparse.Namespace) -> None:
    import django

    from config import embedded

    embedded.ensure()
    django.setup()
    from django.core.management import call_command

    from benchmarks import big_catalogue
    from curation.footage.models import Footage

    print(machine())
    call_command("migrate", verbosity=0)
    if not Footage.objects.exists():
        print(f"Filling {options.footage:,} pieces …")
        print(f"filled in {big_catalogue.fill(options.footage):.0f} s")
    sizes()
    desk = Desk(var)
    seconds, said = desk.build()
    print(f"index built            {seconds:.1f} s ({said})")
    print(f"index on disk          {sum(f.stat().st_size for f in (var / 'search').rglob('*')) / 2**20:,.0f} MiB")
    with desk.open() as started:
        print(f"start                  {started:.1f} s until web and search answer from the stored index")
        session = desk.session()
        from curation.footage.finding import finder

        known = finder.finder().sizes()
        print(
            f"index in memory        {known.bytes / 2**20:,.0f} MiB: {known.footage:,} pieces,"
            f" {known.observations:,} observations, {known.words:,} words, {known.bitmaps:,} bitmaps"
        )
        asked(desk, session, repeat=1)
        spent = asked(desk, session, repeat=options.repeat)
        told(spent, label=f"{known.footage:,}")
        in_sql()
        if options.imported:
            imported(desk, session, media=options.imported, before=spent)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
