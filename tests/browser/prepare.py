"""Fills an empty desk for the browser tests, as `manage.py demo start` fills one, with a plan in small.

Run as `python -m tests.browser.prepare [--empty]` (only people, no content) with the environment of that desk. Prints
one line of JSON: the logins, and for each role in each language a session, so that not every page needs a sign-in of
its own.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from publishing.demo.plans import Plan

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
PASSPHRASE = "snow lynx under cedar"
EDITOR = "xue"
"""The journey's person: an Editor and a Publisher who reads Chinese."""
LANGUAGES = ("en", "zh-hans")


def _plan() -> Plan:
    from curation.scenery import catalogue
    from curation.translation.corpus.scene import Scene
    from publishing.demo.plans import Caption, ChannelPlan, ClipPlan, Cut, PartnerPlan, Plan, PostPlan

    scenes = {spec.name: dataclasses.replace(spec, duration=4, frame_rate=12, codec="h264") for spec in catalogue()}
    ridge = "leopard on a ridge"
    wanted = ("tiger in autumn forest", ridge, "only grass at night")
    caption = Caption(0.2, 2.8, Scene(scientific_name="Panthera pardus orientalis", behaviour="look"))
    return Plan(
        scenes=tuple(scenes[name] for name in wanted),
        clips=(ClipPlan("leopard", "山脊上的东北豹", (Cut(ridge, 0.0, 3.0),), (caption,), approved=("en", "ru")),),
        channels=(
            ChannelPlan("home", "演示 · 虎豹公园", "Asia/Shanghai", ("zh-Hans",)),
            ChannelPlan("europe", "Tiger & Leopard Europe", "Europe/Berlin", ("en", "ru", "ko", "fr")),
        ),
        posts=(
            PostPlan("leopard", "山脊上的东北豹", "published", (("home", "zh-Hans"), ("europe", "en")), days=-2),
            PostPlan("leopard", "东北豹 · 预告", "scheduled", (("europe", "ru"),), days=3),
            PostPlan("leopard", "东北豹 · 草稿", "draft", (("europe", "en"),)),
        ),
        partners=(PartnerPlan("Museum", "DE", "L. Hartwig", "Loop", "education", ("leopard",), 30, "Park"),),
    )  # fmt: skip


def _person(name: str, roles: tuple[str, ...], language: str, *, passphrase: str | None = None) -> User:
    from django.contrib.auth.models import Group, User
    from wagtail.users.models import UserProfile

    user = User.objects.create_user(name, f"{name}@example.org", passphrase, is_superuser=not roles)
    user.groups.set(Group.objects.filter(name__in=roles))
    UserProfile.objects.create(user=user, preferred_language=language, current_time_zone="Asia/Shanghai")
    return user


def _unreviewed() -> None:
    """A burst of two pieces of which only a machine has spoken: an event, and work for the review."""
    from datetime import timedelta

    from curation.footage.events.grouping import group
    from curation.footage.models import Footage, Observation, Station
    from curation.species.models import Taxon

    station = Station.objects.create(code="B-1", name="Burst", zone="Hunchun")
    pattern = Footage.objects.filter(state="ready", captured_at__isnull=False).exclude(poster="").order_by("pk").first()
    assert pattern is not None and pattern.captured_at is not None
    filmed = pattern.captured_at
    for minute in (0, 1):
        pattern.pk, pattern.fingerprint, pattern.event = None, None, None
        pattern.station, pattern.deployment, pattern.captured_at = station, None, filmed + timedelta(minutes=minute)
        pattern.likeness, pattern.likeness_bands, pattern.likeness_group = [], [], None
        pattern.save(force_insert=True)
        Observation.objects.create(
            footage=pattern,
            observation_type="animal",
            taxon=Taxon.objects.get(scientific_name="Sus scrofa"),
            classification_method="machine",
            classified_by="park-net 3",
            classification_probability=0.6,
        )
    group([station.pk])


def _session(user: User) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def main() -> None:
    from config import embedded

    embedded.ensure()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from publishing.demo import services
    from publishing.demo.crew import Crew
    from publishing.roles import ROLES

    def say(text: str) -> None:
        sys.stderr.write(f"{text}\n")

    if "--empty" not in sys.argv:
        outcome = services.start(_plan(), Crew(say=say, processes=1, hands=2))
        if outcome is not services.Outcome.MADE:
            raise SystemExit(f"The desk was not empty: {outcome.value}")
        _unreviewed()
    _person(EDITOR, ("Editor", "Publisher"), "zh-hans", passphrase=PASSPHRASE)
    sessions = {
        role: {
            language: _session(_person(f"{role.split()[0].lower()}-{language}", (role,) if role else (), language))
            for language in LANGUAGES
        }
        for role in ROLES
    }
    administrator = {language: _session(_person(f"keeper-{language}", (), language)) for language in LANGUAGES}
    sys.stdout.write(json.dumps({"sessions": {**sessions, "Administrator": administrator}}) + "\n")


if __name__ == "__main__":
    main()
