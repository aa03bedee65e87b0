"""What the audit history says of alarms."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry

from curation.footage.models import Footage


def note_raised(alarms: Mapping[int, str]) -> None:
    """An entry for each, in a few statements: wagtail's own `log` writes one by one."""
    kind, now = ContentType.objects.get_for_model(Footage), timezone.now()
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=kind,
                label=f"F{footage}",
                action="wagtail.edit",
                timestamp=now,
                uuid=uuid.uuid4(),
                object_id=str(footage),
                content_changed=True,
                data={"alarm": {"did": "raised", "kind": alarm}},
            )
            for footage, alarm in alarms.items()
        ],
        batch_size=2000,
    )
