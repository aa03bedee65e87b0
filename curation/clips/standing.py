"""Where tracks and renditions stand, worked out from their cues and jobs, so that they never contradict them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from curation.clips.models import CaptionTrack, ClipVersion, Cue, Rendition
from curation.clips.states import CAPTION_TRACK
from curation.jobs.models import Job

State = CaptionTrack.State
BEGUN = {State.MACHINE, State.IN_REVIEW, State.APPROVED, State.STALE}


def missing(track: CaptionTrack) -> int:
    """How many captions of the source have no text in this translation; 0 for the source track itself."""
    if track.source is None:
        return 0
    translated = track.cues.exclude(text="").values("source_cue")
    return track.source.cues.exclude(text="").exclude(pk__in=translated).count()


def standing(track: CaptionTrack) -> str:
    """What the state should be: the worst of the cues, and approved only when nothing is missing."""
    cues: Sequence[Cue] = list(track.cues.all())
    states = {cue.state for cue in cues}
    lacking = missing(track)
    if Cue.State.STALE in states:
        return State.STALE
    if cues and not lacking and states == {Cue.State.APPROVED}:
        return State.APPROVED
    tried = any(cue.state == Cue.State.MACHINE or cue.abstained for cue in cues)
    if lacking and track.state in BEGUN and not tried:
        return State.STALE  # a new caption of the source is not translated yet
    by_people = states & {Cue.State.EDITED, Cue.State.CHECKED, Cue.State.APPROVED}
    if track.source is None:
        return State.DRAFT
    if tried and not by_people and track.state != State.APPROVED:
        return State.MACHINE
    read = Cue.State.CHECKED in states
    return State.IN_REVIEW if tried or read or track.state in BEGUN else State.DRAFT


def settle(track: CaptionTrack, **changes: Any) -> None:
    """Move the track to where its cues stand."""
    wanted = standing(track)
    if wanted == track.state:
        return
    if wanted != State.APPROVED:
        changes = {"approved_by": None}
    CAPTION_TRACK.move(track, wanted, **changes)


def captions_fit(version: ClipVersion) -> bool:
    """Whether the clip's captions, which follow its newest cut, belong to this version too: it is cut the same."""
    newest = version.clip.version
    return newest is None or newest.pk == version.pk or _cut(newest) == _cut(version)


def _cut(version: ClipVersion) -> list[tuple[int, float, float, float]]:
    return [(part.footage_id, round(part.start, 3), round(part.end, 3), part.speed) for part in version.segments.all()]


def effective_state(rendition: Rendition) -> str:
    """The state, also where its job ended without the rendition's knowledge: cancelled while it waited, or died."""
    job = rendition.job
    if rendition.state not in {Rendition.State.QUEUED, Rendition.State.RENDERING}:
        return rendition.state
    if job is None or job.state == Job.State.FAILED:
        return Rendition.State.FAILED
    return Rendition.State.CANCELLED if job.state == Job.State.CANCELLED else rendition.state
