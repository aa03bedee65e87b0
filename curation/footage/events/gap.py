"""The longest gap between two pieces of one event: the desk's own, else the installation's."""

from __future__ import annotations

from django.conf import settings

from curation.footage.models import EventSetting


def seconds() -> int:
    """The gap that holds now, in seconds."""
    own = EventSetting.objects.order_by("pk").values_list("gap_seconds", flat=True).first()
    return own if own is not None else int(settings.EVENT_GAP_SECONDS)
