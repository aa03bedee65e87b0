"""`make run`: everything that one machine needs, in one command."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.environment import environment
from config.supervisor import Supervisor

WEB_WORKERS = 2
WEB_THREADS = 8
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class Command(BaseCommand):
    help = (
        "Starts web, workers and beat and prints the address; the first start fills the demo. Ctrl-C stops everything."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-demo", action="store_true", help="do not fill an empty installation with demo content"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for number in STOPS:  # from here on, not only once all is up
            signal.signal(number, _interrupt)
        if isinstance(sys.stdout, TextIOWrapper):  # what is said is read at once also through a pipe or in a file
            sys.stdout.reconfigure(line_buffering=True)
        self._refuse_taken_port()
        began = time.monotonic()
        supervisor = Supervisor(environment=self._child_environment())
        try:
            self._migrate()
            self._start_search(supervisor)
            self._start_web(supervisor)
            self._wait_until_it_answers(supervisor)
            self.stdout.write(
                f"Pugmark listens on {settings.PUBLIC_URL}/ ({time.monotonic() - began:.1f} s). Ctrl-C stops it."
            )
            self._start_workers(supervisor)
            self._fill(supervisor, demo=environment().DEMO and not options["no_demo"])
            supervisor.watch()
        except KeyboardInterrupt:
            pass
        finally:
            for number in STOPS:  # a second Ctrl-C must not leave half of it running
                signal.signal(number, signal.SIG_IGN)
            self.stdout.write("Stopping …")
            self.stdout.flush()
            connection.close()
            supervisor.stop()

    def _refuse_taken_port(self) -> None:
        env = environment()
        family = socket.AF_INET6 if ":" in env.HOST else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((env.HOST, env.PORT))
            except OSError as error:
                raise CommandError(
                    f"{env.HOST}:{env.PORT} cannot be listened on ({error.strerror}). "
                    "Choose another port: make run PORT=8001"
                ) from error

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)

    @staticmethod
    def _child_environment() -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUNBUFFERED": "1",
            # No child builds an index of its own while the server starts.
            "SEARCH_ADDRESS": settings.SEARCH_ADDRESS or settings.SEARCH_SOCKET,
        }

    def _start_search(self, supervisor: Supervisor) -> None:
        """The search server, unless one elsewhere is named."""
        if not settings.SEARCH_ADDRESS:
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "search_index"]
            supervisor.start("search", command, settings.VAR / "logs" / "search.log")

    def _start_web(self, supervisor: Supervisor) -> None:
        env, logs, scripts = environment(), settings.VAR / "logs", Path(sys.executable).parent
        supervisor.start(
            "web",
            [
                str(scripts / "gunicorn"),
                "config.wsgi:application",
                "--bind",
                f"{env.HOST}:{env.PORT}",
                "--worker-class",
                "gthread",
                "--workers",
                str(env.WEB_WORKERS or WEB_WORKERS),
                "--threads",
                str(WEB_THREADS),
                "--timeout",
                "120",
                "--graceful-timeout",
                "5",
                "--preload",
                "--no-control-socket",
            ],
            logs / "web.log",
        )

    def _start_workers(self, supervisor: Supervisor) -> None:
        env, logs, scripts = environment(), settings.VAR / "logs", Path(sys.executable).parent
        celery = [
            str(scripts / "celery"),
            "-A",
            "config",
            "worker",
            "--loglevel",
            "INFO",
            "--without-gossip",
            "--without-mingle",
        ]
        supervisor.start(
            "worker",
            [*celery, "-Q", "jobs,insights", "-c", str(env.worker_processes), "-n", "jobs@%h"],
            logs / "worker.log",
        )
        supervisor.start("publisher", [*celery, "-Q", "publish", "-c", "2", "-n", "publish@%h"], logs / "publisher.log")
        supervisor.start("measurer", [*celery, "-Q", "insights", "-c", "1", "-n", "insights@%h"], logs / "measurer.log")
        beat = [
            str(scripts / "celery"),
            "-A",
            "config",
            "beat",
            "--loglevel",
            "INFO",
            "--schedule",
            str(settings.VAR / "beat"),
            "--pidfile",
            "",
        ]
        supervisor.start("beat", beat, logs / "beat.log")

    def _wait_until_it_answers(self, supervisor: Supervisor) -> None:
        env = environment()
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(env.HOST, env.HOST)  # noqa: S104
        web = next(child for child in supervisor.children if child.name == "web")
        deadline = time.monotonic() + 60
        while True:
            if web.process is not None and web.process.poll() is not None:
                raise CommandError(f"The web server ended at once. Its log is {web.log}.")
            try:
                with urlopen(f"http://{host}:{env.PORT}/alive/", timeout=5):
                    return
            except (URLError, OSError) as error:
                if getattr(error, "code", 0):  # it answers, if only with an error
                    return
                if time.monotonic() > deadline:
                    raise CommandError(f"The web server does not answer. Its log is {web.log}.") from error
                time.sleep(0.05)

    def _fill(self, supervisor: Supervisor, *, demo: bool) -> None:
        """The demo at the first start, then the folder that was named."""
        if demo:
            call_command("demo", "start")
        if environment().FOOTAGE:
            try:
                call_command("ingest", environment().FOOTAGE)
            except CommandError as error:  # some files failed, and each was named; the desk goes on
                self.stdout.write(str(error))
