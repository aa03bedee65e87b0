"""`python manage.py demo start|remove|status`."""

from __future__ import annotations

import logging
import os
import signal
import time
import traceback
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from publishing.demo import plans, removal, services
from publishing.demo.crew import Crew
from publishing.demo.services import Outcome

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Demo content: `start` fills an empty installation once, `status` tells what is there, `remove` takes it away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["start", "remove", "status"])

    def handle(self, *args: Any, **options: Any) -> None:
        {"start": self._start, "remove": self._remove, "status": self._status}[options["what"]]()

    def _say(self, text: str) -> None:
        self.stdout.write(f"Demo: {text}")
        self.stdout.flush()

    def _start(self) -> None:
        crew = Crew(say=self._say, processes=os.cpu_count() or 2, hands=os.cpu_count() or 2)
        began = time.monotonic()
        try:
            with _polite():
                outcome = services.start(plans.full(), crew)
        except removal.StillUsed as used:
            self._say(f"it was interrupted, and cannot be made again while people use what is there: {used}")
            return
        except KeyboardInterrupt:
            self._say("interrupted; the next start clears what is there and begins again")
            raise
        except Exception as error:  # noqa: BLE001  the edge of the command: the server that called it goes on
            logger.error("The demo broke: %s", traceback.format_exc())
            self._say(f"it broke off ({error}). The next start clears it and tries again.")
            return
        if outcome is Outcome.MADE:
            self._say(f"complete after {time.monotonic() - began:.1f} s; remove it with: python manage.py demo remove")
        if outcome in {Outcome.MADE, Outcome.THERE}:
            self._print_logins()
        elif outcome is Outcome.OCCUPIED:
            self._say("there is footage already, so no demo content is made")
        elif outcome is Outcome.BUSY:
            self._say(f"{outcome.value}")

    def _print_logins(self) -> None:
        self.stdout.write(f"Demo logins for {settings.PUBLIC_URL}{reverse('wagtailadmin_home')}")
        for login in services.status().logins:
            words = login.passphrase or "(changed)"
            self.stdout.write(f"  {login.username:<12} {words:<32} {login.role}")
        self.stdout.write(f"Sandbox page (public on this machine): {settings.PUBLIC_URL}{reverse('sandbox:feed')}")
        self.stdout.flush()

    def _remove(self) -> None:
        with services.alone() as allowed:
            if not allowed:
                raise CommandError("The demo is being made or removed by another process; try again when it has ended.")
            if not any(removal.counts().values()):
                self._say("there is no demo content")
                return
            try:
                gone = removal.remove(self._say)
            except removal.StillUsed as used:
                listed = "\n".join(f"  {sentence}" for sentence in used.uses)
                raise CommandError(
                    f"Nothing was removed, for people's own work refers to demo content:\n{listed}"
                ) from used
        self._say("removed " + ", ".join(f"{number} {what}" for what, number in gone.items()))
        if not User.objects.filter(is_superuser=True).exists():
            self._say(
                "nobody can administer this installation now; make somebody with: python manage.py createsuperuser"
            )

    def _status(self) -> None:
        found = services.status()
        self._say({"none": "never made", "removed": "removed"}.get(found.state, found.state))
        for what, number in found.counts.items():
            self.stdout.write(f"  {number:>5} {what}")
        if found.logins:
            self._print_logins()


@contextmanager
def _polite() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the making as Ctrl-C does, so that the caller stops what it started."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
