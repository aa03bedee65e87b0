"""Caption tracks as pages and scripts read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from curation.clips import translator
from curation.clips.approval import demands_second
from curation.clips.exports import FORMATS
from curation.clips.findings import Checked, Stage, findings
from curation.clips.models import CaptionRemark, CaptionTrack, Clip, Cue
from curation.people import name_of
from curation.subtitles.languages import LANGUAGES, language
from curation.subtitles.limits import limits_for
from curation.translation.engine import REASONS

State = Cue.State


@dataclass(frozen=True)
class TrackProgress:
    """The captions of one language as a list shows them: how many there are, approved, and left to a person."""

    track: CaptionTrack
    name: str
    total: int
    approved: int
    left: int


def progress(clip: Clip) -> list[TrackProgress]:
    """The languages of a clip from `clips()`, the one it was written in first."""
    tracks = sorted(clip.tracks.all(), key=lambda track: (track.language != clip.source_language, track.language))
    return [
        TrackProgress(
            track=track,
            name=language(track.language).own,
            total=len(cues),
            approved=sum(cue.state == Cue.State.APPROVED for cue in cues),
            left=sum(cue.state == Cue.State.EMPTY for cue in cues),
        )
        for track in tracks
        if (cues := list(track.cues.all()))
    ]


def tracks_of(clip: Clip, *, languages: Collection[str] | None = None) -> QuerySet[CaptionTrack]:
    """The clip's tracks, or those in `languages`, with all that `track_json` shows, in a fixed number of queries."""
    cues = Cue.objects.select_related("approved_by", "checked_by").order_by("start", "id")
    found = clip.tracks.all() if languages is None else clip.tracks.filter(language__in=languages)
    return found.select_related("assignee", "source").prefetch_related(Prefetch("cues", cues))


def tracks_json(clip: Clip, *, language: str = "") -> list[dict[str, Any]]:
    """A clip's tracks as the workbench reads them: all, or the one in `language`."""
    stage = Stage.of(clip.version)
    tracks = list(tracks_of(clip, languages=[language, clip.source_language] if language else None))
    remarks = _open_remarks(clip)
    by_pk = {track.pk: track for track in tracks}
    return [
        track_json(track, stage=stage, remarks=remarks, source=by_pk.get(track.source_id or 0))
        for track in tracks
        if language in ("", track.language)
    ]


def _open_remarks(clip: Clip) -> dict[int, int]:
    found = CaptionRemark.objects.filter(cue__track__clip=clip, settled_at=None).order_by()
    return dict(found.values_list("cue").annotate(Count("pk")))


def cue_json(cue: Cue, *, remarks: int = 0) -> dict[str, Any]:
    return {
        "id": cue.pk,
        "source": cue.source_cue_id,
        "start": cue.start,
        "end": cue.end,
        "text": cue.text,
        "settings": cue.settings,
        "state": cue.state,
        "confidence": cue.confidence,
        "abstained": abstention(cue),
        "engine": cue.engine,
        "method": cue.method,
        "match": cue.match,
        "terms": cue.provenance.get("terms", []),
        "alternatives": cue.provenance.get("alternatives", []),
        "approvedBy": name_of(cue.approved_by),
        "approvedAt": cue.approved_at.isoformat() if cue.approved_at else None,
        "checkedBy": name_of(cue.checked_by),
        "checkedById": cue.checked_by_id,
        "remarks": remarks,
    }


def abstention(cue: Cue) -> str:
    """Why the engine left this caption to a person, as a sentence; empty where it did not."""
    if not cue.abstained:
        return ""
    code = cue.abstained if cue.abstained in REASONS else "unsure"
    return gettext(REASONS[code])


def track_json(
    track: CaptionTrack,
    *,
    stage: Stage,
    remarks: dict[int, int] | None = None,
    source: CaptionTrack | None = None,
) -> dict[str, Any]:
    """A track with its cues, who works on it, how far it is, and what the checks find in it."""
    spoken = language(track.language)
    cues = list(track.cues.all())
    sources = list(source.cues.all()) if source else None
    counted = remarks or {}
    return {
        "id": track.pk,
        "language": track.language,
        "name": spoken.own,
        "direction": spoken.direction,
        "source": track.source_id,
        "state": track.state,
        "revision": track.revision,
        "assignee": {"id": track.assignee_id, "name": name_of(track.assignee)} if track.assignee_id else None,
        "due": track.due.isoformat() if track.due else None,
        "secondReview": demands_second(track.language),
        "progress": counts(cues, source=sources),
        "exports": {ending: reverse("clips:export", args=[track.pk, ending]) for ending in FORMATS},
        "cues": [cue_json(cue, remarks=counted.get(cue.pk, 0)) for cue in cues],
        "findings": findings(Checked.of(track, cues, stage=stage, source=sources)),
    }


def counts(cues: list[Cue], *, source: list[Cue] | None) -> dict[str, int]:
    """How many captions are in each state; what is not translated at all counts as empty."""
    found = Counter(cue.state for cue in cues)
    if source is not None:
        translated = {cue.source_cue_id for cue in cues}
        found[State.EMPTY] += sum(bool(cue.text.strip()) and cue.pk not in translated for cue in source)
    return {"total": sum(found.values()), **{str(state): found[state] for state in State.values}}


def language_choices() -> list[dict[str, Any]]:
    """Caption languages for a picker: tag, own name, direction, and how much a viewer reads in a second and a line."""
    return [
        {
            "tag": each.tag,
            "own": each.own,
            "direction": each.direction,
            "speed": limits_for(each.tag).characters_a_second,
            "line": limits_for(each.tag).characters_a_line,
            "half_width": limits_for(each.tag).half_width,
        }
        for each in LANGUAGES.values()
    ]


def translation_targets(source: str) -> list[str]:
    """Languages that machine translation reaches from `source` with what is installed."""
    return translator.targets(source)
