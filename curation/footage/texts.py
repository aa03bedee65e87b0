"""Words that other chapters say about footage, so that a search finds it by them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from curation.footage.models import FootageText

LONGEST = 20_000  # characters of one source; captions of a long clip in a dozen languages fit


@transaction.atomic
def say(source: str, *, footage: Collection[int], text: str) -> None:
    """Let `source` (such as "clip:12") say `text` of exactly this footage; what it said before is replaced."""
    FootageText.objects.filter(source=source).exclude(footage__in=footage).delete()
    if not text.strip():
        FootageText.objects.filter(source=source).delete()
        return
    FootageText.objects.bulk_create(
        [FootageText(footage_id=key, source=source, text=text[:LONGEST]) for key in footage],
        update_conflicts=True,
        unique_fields=["footage", "source"],
        update_fields=["text"],
    )
