"""First captions out of what is tagged: a sentence for each shot, in step with the animal that is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from curation.clips.cues import CueText, known_language, track_for, write_cues
from curation.clips.errors import ClipError
from curation.clips.models import CaptionTrack, Clip, ClipVersion, Cue, Segment
from curation.clips.retiming import length
from curation.clips.scenes import Sight, sights
from curation.footage.layers import current
from curation.footage.selectors import usable_by
from curation.subtitles.limits import limits_for, reading_length

GAP = 0.12  # seconds between two captions: three pictures of twenty-five, which readers see as a new one
LEAST = 1.0  # seconds; a shot that is shorter has no time for a sentence
LEAD = 0.2  # seconds for the eye to find the animal before it reads


@dataclass(frozen=True)
class Moment:
    """What is said from `start` to `end`, in seconds of the clip."""

    start: float
    end: float
    sight: Sight
    with_zone: bool


def draft(clip: Clip, *, languages: Sequence[str] = (), user: AbstractBaseUser) -> list[CaptionTrack]:
    """Write captions in the clip's own language, and in `languages`, from the tags of its footage.

    Every sentence waits for a person's approval. ClipError `captions_there` where there are captions already,
    `nothing_tagged` where nothing can be said, `no_segments`, `unknown_language`.
    """
    version = clip.version
    if version is None:
        raise ClipError("no_segments")
    wanted = dict.fromkeys(known_language(tag) for tag in languages)
    targets = [tag for tag in wanted if tag != clip.source_language]
    with transaction.atomic():
        Clip.objects.select_for_update().get(pk=clip.pk)
        for tag in (clip.source_language, *targets):
            if Cue.objects.filter(track__clip=clip, track__language=tag).exclude(text="").exists():
                raise ClipError("captions_there", language=tag)
        moments = [
            each
            for each in moments_of(version, languages=[clip.source_language, *targets], user=user)
            if each.sight.told(clip.source_language, with_zone=each.with_zone)
        ]
        if not moments:
            raise ClipError("nothing_tagged")
        source = _write(track_for(clip, clip.source_language), moments, user=user)
        cues = list(source.cues.order_by("start", "id"))
        return [
            source,
            *(_write(track_for(clip, tag, source=source), moments, sources=cues, user=user) for tag in targets),
        ]


def _write(
    track: CaptionTrack, moments: Sequence[Moment], *, user: AbstractBaseUser, sources: Sequence[Cue] = ()
) -> CaptionTrack:
    texts = [
        CueText(
            start=each.start,
            end=each.end,
            text=each.sight.told(track.language, with_zone=each.with_zone),
            source_id=sources[place].pk if sources else None,
        )
        for place, each in enumerate(moments)
    ]
    return write_cues(track, [each for each in texts if each.text], user=user, method=Cue.Method.TAGS)


def moments_of(version: ClipVersion, *, languages: Sequence[str], user: AbstractBaseUser) -> list[Moment]:
    """What can be said of each shot, and when; long enough to be read in each of the languages.

    A shot that shows the same as the one before says nothing again. The zone is said where it is new.
    """
    segments = list(
        version.segments.select_related("footage__station").prefetch_related("footage__observations__taxon__names")
    )
    usable = set(usable_by(user).filter(pk__in=[each.footage_id for each in segments]).values_list("pk", flat=True))
    found: list[Moment] = []
    offset, before, zone = 0.0, None, ""
    for segment in segments:
        seen = sights(segment.footage, current(list(segment.footage.observations.all())))
        seen = seen if segment.footage_id in usable else []
        if seen and seen != before:
            told = _placed(segment, offset, seen, languages=languages, zone=zone)
            found += told
            before, zone = seen, seen[0].zone if told else zone
        offset += length(segment)
    return found


def _placed(
    segment: Segment, offset: float, seen: Sequence[Sight], *, languages: Sequence[str], zone: str
) -> list[Moment]:
    """The sights of one shot one after another, from when the animal is seen, as many as there is time to read."""
    finish = offset + length(segment)
    begin = min(_first_seen(segment, offset), max(offset, finish - LEAST))
    moments: list[Moment] = []
    for place, sight in enumerate(seen):
        moment = Moment(round(begin, 3), round(finish, 3), sight, with_zone=place == 0 and sight.zone != zone)
        needed = _reading(moment, languages)
        if finish - begin < (LEAST if not moments else needed):
            break
        end = min(finish, begin + needed)
        moments.append(replace(moment, end=round(end, 3)))
        begin = end + GAP
    return moments


def _first_seen(segment: Segment, offset: float) -> float:
    """When the animal comes into the shot, in seconds of the clip; the shot's beginning where nothing was measured."""
    track = segment.footage.motion.get("track", []) if segment.footage.motion else []
    inside = [each[0] for each in track if segment.start <= each[0] <= segment.end]
    return offset + max(0.0, (min(inside) - segment.start) / segment.speed - LEAD) if inside else offset


def _reading(moment: Moment, languages: Sequence[str]) -> float:
    """Seconds that the slowest of the languages takes to be read, within what is comfortable."""
    needed = [LEAST]
    for tag in languages:
        said = moment.sight.told(tag, with_zone=moment.with_zone)
        limits = limits_for(tag)
        seconds = reading_length(said, language=tag) / limits.characters_a_second + LEAD
        needed.append(min(max(seconds, limits.shortest), limits.longest))
    return max(needed)
