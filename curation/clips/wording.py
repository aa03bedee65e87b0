"""What a clip says, told to the search: footage is found by the titles and captions of the clips made of it."""

from __future__ import annotations

from curation.clips.models import Clip, Cue
from curation.footage import texts


def tell(clip: Clip) -> None:
    """Put the clip's title, notes and captions in all languages beside the footage of its newest version."""
    version = clip.version
    footage = set(version.segments.values_list("footage", flat=True)) if version else set()
    captions = Cue.objects.filter(track__clip=clip).exclude(text="").order_by("track", "start")
    words = dict.fromkeys([clip.title, clip.notes, *captions.values_list("text", flat=True)])
    texts.say(f"clip:{clip.pk}", footage=footage, text="\n".join(word for word in words if word))
