"""Every address as every role and as a stranger, compared with the table in the repository."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from curation.footage.monitoring.clients import add_client
from publishing.partners import tokens
from publishing.partners.models import Member, Organisation
from publishing.partners.portal.gate import PROVED
from publishing.roles import ROLES
from tests.config.addresses import FOLDER, TABLE, addresses, met

pytestmark = pytest.mark.django_db
WHO = ["stranger", "partner", "partner program", "monitoring program", *ROLES, "Administrator"]
LEFT_OUT = ("/studio/logout/", "/partner/sign-out/", "/studio/failwhale/")  # they end the session, and break on purpose


def asked(client: Client, address: str) -> str:
    """By GET, and by an empty POST where only that is taken; what it changes is taken back."""
    with transaction.atomic():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address)
        if answer.streaming:
            b"".join(answer.streaming_content)  # to its end, where what it has opened is closed
        transaction.set_rollback(True)
    return met(answer, address=address)


@pytest.fixture
def known() -> dict[str, dict[str, str]]:
    if FOLDER in os.environ:
        return {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["address"]: row for row in csv.DictReader(file)}


def key_of(person, who: str) -> dict[str, str]:
    """The header of a program."""
    if who == "monitoring program":
        return {"authorization": f"Bearer {add_client('Net')[1]}"}
    if who != "partner program":
        return {}
    organisation = Organisation.objects.create(name="A school")
    member = Member.objects.create(user=person(username="program"), organisation=organisation)
    return {"authorization": f"Bearer {tokens.give(member, name='Net')[1]}"}


def sign_in(client: Client, person, who: str) -> None:
    if who == "stranger" or who.endswith("program"):
        return
    user = person(*([who] if who in ROLES else []), username="asker")
    user.is_superuser = who == "Administrator"
    user.save(update_fields=["is_superuser"])
    if who == "partner":
        member = Member.objects.create(user=user, organisation=Organisation.objects.create(name="A broadcaster"))
        client.force_login(user)
        session = client.session
        session[PROVED] = member.pk  # the second factor was right
        session.save()
        return
    client.force_login(user)


@pytest.mark.parametrize("who", WHO)
def test_nobody_meets_more_or_less_than_the_table_says(person, known, who: str) -> None:
    client = Client(raise_request_exception=False, headers=key_of(person, who))
    sign_in(client, person, who)
    found = {each: asked(client, each) for each in addresses() if not each.startswith(LEFT_OUT)}
    if folder := os.environ.get(FOLDER):
        with (Path(folder) / f"{who}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(found.items())
        return
    different = {each: (said, known.get(each, {}).get(who)) for each, said in found.items()}
    assert {each: two for each, two in different.items() if two[0] != two[1]} == {}
    assert found.keys() == known.keys(), "addresses came or went: python -m tests.config.addresses"
    assert "fault" not in found.values()
