"""Alternative texts: what is seen, for people who cannot see it, said from the tags and never naming a place."""

from __future__ import annotations

from collections.abc import Sequence

from curation.clips.models import Clip
from curation.clips.scenes import Sight
from publishing.posts.wording.sightings import sights_of

_SENTENCES = 3
_JOINED = {"zh-Hans": "", "zh-Hant": "", "ja": ""}
_ENDS = (".", "。", "!", "?", "！", "？", "؟")


def proposed(clip: Clip, *, language: str) -> str:
    """A sentence for each of the first sights; empty where the tags say nothing in this language."""
    return told(sights_of(clip), language=language)


def told(seen: Sequence[Sight], *, language: str) -> str:
    """The same out of what is read already."""
    said = [sight.told(language, with_zone=False).strip() for sight in seen]
    sentences = list(dict.fromkeys(each for each in said if each))[:_SENTENCES]
    full = "。" if language in _JOINED else "."
    if len(sentences) > 1:
        sentences = [each if each.endswith(_ENDS) else each + full for each in sentences]
    return _JOINED.get(language, " ").join(sentences)
