"""`manage.py search_index`: the search server of a machine; `make run` starts it."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from curation.footage.finding import keeper
from curation.search.errors import SearchUnavailable


class Command(BaseCommand):
    help = "Holds the search index in memory and answers the other processes of this machine, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--address", default="", help="path of a Unix socket, or host:port; default: SEARCH_ADDRESS"
        )
        parser.add_argument("--rebuild", action="store_true", help="do not use the stored index")

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        folder = settings.VAR / "search"
        if options["rebuild"]:
            keeper.forget(folder)
        address = keeper.address_of(options["address"] or settings.SEARCH_ADDRESS or settings.SEARCH_SOCKET)
        try:
            keeper.serve(folder, address, told=self._tell, stopped=stopped)
        except SearchUnavailable as error:
            raise CommandError("Another search server answers at this address already.") from error

    def _tell(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
