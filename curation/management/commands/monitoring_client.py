"""`manage.py monitoring_client add NAME | list | revoke NAME`: the programs that may use the monitoring API."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from curation.footage.models import ApiClient
from curation.footage.monitoring import clients


class Command(BaseCommand):
    help = "Add, list or revoke the programs that may use the monitoring API. A token is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        add = what.add_parser("add", help="make a client and print its token")
        add.add_argument("name")
        what.add_parser("list", help="print a line for each client")
        revoke = what.add_parser("revoke", help="from now on its token opens nothing")
        revoke.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "add":
            self._add(options["name"])
        elif options["what"] == "revoke":
            self._revoke(options["name"])
        else:
            self._list()

    def _add(self, name: str) -> None:
        if not name.strip() or len(name) > 120:
            raise CommandError("A name has between 1 and 120 characters.")
        try:
            with transaction.atomic():
                _client, token = clients.add_client(name)
        except IntegrityError as error:
            raise CommandError(f"There is a client called {name} already. Choose another name.") from error
        self.stdout.write(token)
        self.stderr.write("Copy this token now; it is not shown again.")

    def _revoke(self, name: str) -> None:
        client = ApiClient.objects.filter(name=name).first()
        if client is None:
            raise CommandError(f"There is no client called {name}.")
        clients.revoke(client)
        self.stdout.write(f"The token of {name} opens nothing any more.")

    def _list(self) -> None:
        for client in ApiClient.objects.all():
            used = f"last used {client.last_used_at:%Y-%m-%d %H:%M}" if client.last_used_at else "never used"
            state = "active" if client.active else "revoked"
            self.stdout.write(f"{client.token_hint}…  {state:8}  {used:28}  {client.name}")
