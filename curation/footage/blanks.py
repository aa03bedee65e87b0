"""What motion says about empty footage, as one more machine that people can overrule."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from curation.footage.models import Footage, Observation
from curation.video.surveying.motion import VERSION, Motion

BY = f"pugmark-motion {VERSION}"
SURE = 0.75  # of the blank score: what is less sure is only kept as a number
LEAST_SECONDS = 2.0  # in less nothing needs to move


@transaction.atomic
def note_blank(footage: Footage, *, motion: Motion) -> Observation | None:
    """Say that footage is blank, as a machine, where nobody and no other machine has said anything yet."""
    if not motion.blank or motion.blank_score < SURE or (footage.duration or 0) < LEAST_SECONDS:
        return None
    if Observation.objects.filter(footage=footage).exists():
        return None
    return Observation.objects.create(
        footage=footage,
        observation_type=Observation.Type.BLANK,
        classification_method=Observation.Method.MACHINE,
        classified_by=BY,
        classification_timestamp=timezone.now(),
        classification_probability=motion.blank_score,
    )
