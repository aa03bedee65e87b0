"""A first text for a variant, in its language: the clip's title or its first captions, and the species as hashtags."""

from __future__ import annotations

import re

from curation.clips.models import CaptionTrack, Clip
from curation.species.models import Taxon

_NOT_IN_TAG = re.compile(r"[^\w]+")
_HASHTAGS = 3


def default_text(clip: Clip, *, language: str) -> str:
    """Text to begin with. In the clip's own language its title; in others the first approved words of its captions."""
    lines = [_opening(clip, language=language)]
    tags = hashtags(clip, language=language)
    if tags:
        lines.append(" ".join(f"#{tag}" for tag in tags))
    return "\n\n".join(line for line in lines if line)


def _opening(clip: Clip, *, language: str) -> str:
    if language.lower() == clip.source_language.lower():
        return clip.title
    track = clip.tracks.filter(language=language).exclude(state=CaptionTrack.State.STALE).first()
    first = track.cues.exclude(text="").first() if track else None
    return " ".join(first.text.split()) if first else ""


def species_of(clip: Clip) -> list[Taxon]:
    """The taxa seen in the newest version, most protected first."""
    version = clip.version
    if version is None:
        return []
    return list(
        Taxon.objects.filter(observations__footage__segments__version=version).prefetch_related("names").distinct()
    )


def hashtags(clip: Clip, *, language: str) -> list[str]:
    """Names of the species as one word each, in the language; without #."""
    words = (
        _NOT_IN_TAG.sub(
            "", taxon.name_in(language).title() if " " in taxon.name_in(language) else taxon.name_in(language)
        )
        for taxon in species_of(clip)
    )
    return [word for word in dict.fromkeys(words) if word][:_HASHTAGS]


def default_alt_text(clip: Clip, *, language: str) -> str:
    """Words for people who cannot see the picture: the first caption of the language, else the species' names."""
    opening = _opening(clip, language=language)
    if opening:
        return opening
    return ", ".join(taxon.name_in(language) for taxon in species_of(clip))
