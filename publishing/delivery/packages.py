"""Where packages for people lie until they are fetched: beside the other files, handed out to those who may answer."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models import Max
from django.utils import timezone

from curation.files.local import keep
from publishing.delivery.endings import ENDED
from publishing.delivery.models import Delivery

FOLDER = "packages"
KEPT = timedelta(days=30)  # after the delivery has ended
_NAME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.zip")


class PackageShelf:
    """Implements `connectors.platforms.handoff.Packages`. A package is named by its delivery's key, which is a UUID."""

    def keep(self, key: str, path: Path) -> str:
        name = f"{key}.zip"
        if not _NAME.fullmatch(name):
            raise ValueError("a package is named by the key of a delivery")
        return keep(path, f"{FOLDER}/{name}")

    def has(self, name: str) -> bool:
        return default_storage.exists(name)


def name_of(delivery: Delivery) -> str:
    """The stored name of a delivery's package, "" where there is none or it is gone."""
    name = f"{FOLDER}/{delivery.key}.zip"
    return name if delivery.checkpoint.get("package") == name and default_storage.exists(name) else ""


def forget_old() -> int:
    """Remove packages whose delivery ended thirty days ago or is no more; returns how many."""
    try:
        names = [name for name in default_storage.listdir(FOLDER)[1] if _NAME.fullmatch(name)]
    except FileNotFoundError:  # none was ever made
        return 0
    before = timezone.now() - KEPT
    wanted = Delivery.objects.filter(key__in=[name.removesuffix(".zip") for name in names])
    living = set(wanted.exclude(state__in=ENDED).values_list("key", flat=True))
    fresh = wanted.filter(state__in=ENDED).annotate(last=Max("ledger__at")).filter(last__gte=before)
    living |= set(fresh.values_list("key", flat=True))
    old = [name for name in names if name.removesuffix(".zip") not in {str(key) for key in living}]
    for name in old:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(old)
