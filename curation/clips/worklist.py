"""Captions as work: clips whose languages are somebody's, due, or in a state, with how far each language is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from curation.clips.models import CaptionRemark, CaptionTrack, Clip, ClipVersion, Cue
from curation.people import name_of
from curation.subtitles.languages import LANGUAGES

MINE, NOBODY = "mine", "nobody"
LATE, SOON = "late", "soon"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed down to; empty is no narrowing. `who`: MINE, NOBODY, or the id of a person."""

    query: str = ""
    who: str = ""
    language: str = ""
    state: str = ""
    due: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wanted:
        """What an address asks for; what it does not know is no narrowing."""
        who, language, state, due = (asked.get(name, "") for name in ("who", "language", "state", "due"))
        numbered = who.isascii() and who.isdecimal() and len(who) < 10
        return cls(
            query=asked.get("q", "").replace("\0", "").strip()[:200],
            who=who if who in (MINE, NOBODY) or numbered else "",
            language=language if language in LANGUAGES else "",
            state=state if state in CaptionTrack.State.values else "",
            due=due if due in (LATE, SOON) else "",
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything but a name is asked for."""
        return bool(self.who or self.language or self.state or self.due)

    @property
    def address(self) -> str:
        """The same as a querystring."""
        named = {"q": self.query, "who": self.who, "language": self.language, "state": self.state, "due": self.due}
        return urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True)
class Line:
    """One language of a clip: how many captions there are, approved, stale, left to a person, and open comments."""

    track: CaptionTrack
    name: str
    total: int
    approved: int
    stale: int
    left: int
    remarks: int
    assignee: str
    late: bool
    hit: bool


def clips(wanted: Wanted, *, user: Any) -> QuerySet[Clip]:
    """The clips that have such a language, the newest change first, with what a card shows of them."""
    versions = ClipVersion.objects.prefetch_related("segments__footage", "renditions__job").order_by("-number")
    found = Clip.objects.prefetch_related(Prefetch("versions", versions))
    if wanted.query:
        found = found.filter(title__icontains=wanted.query)
    if wanted.narrowed:
        found = found.filter(Exists(CaptionTrack.objects.filter(_matching(wanted, user=user), clip=OuterRef("pk"))))
    return found


def _matching(wanted: Wanted, *, user: Any) -> Q:
    today = timezone.localdate()
    match = Q()
    if wanted.who == NOBODY:
        match &= Q(assignee=None)
    elif wanted.who:
        match &= Q(assignee=user.pk if wanted.who == MINE else int(wanted.who))
    if wanted.language:
        match &= Q(language=wanted.language)
    if wanted.state:
        match &= Q(state=wanted.state)
    if wanted.due:
        open_ = ~Q(state=CaptionTrack.State.APPROVED)
        match &= open_ & (Q(due__lt=today) if wanted.due == LATE else Q(due__lte=today + WEEK))
    return match


def lines(clips: Sequence[Clip], wanted: Wanted, *, user: Any) -> dict[int, list[Line]]:
    """The languages of these clips, the own one first; counted by the database, however many captions there are."""
    keys = [clip.pk for clip in clips]
    tracks = CaptionTrack.objects.filter(clip__in=keys).select_related("assignee", "clip").order_by("clip", "language")
    hits = set(tracks.filter(_matching(wanted, user=user)).values_list("pk", flat=True)) if wanted.narrowed else set()
    states: dict[int, dict[str, int]] = defaultdict(dict)
    counted = Cue.objects.filter(track__clip__in=keys).order_by().values_list("track", "state").annotate(Count("pk"))
    for track, state, number in counted:
        states[track][state] = number
    remarks = CaptionRemark.objects.filter(cue__track__clip__in=keys, settled_at=None).order_by()
    open_ = dict(remarks.values_list("cue__track").annotate(Count("pk")))
    found: dict[int, list[Line]] = defaultdict(list)
    for track in sorted(tracks, key=lambda each: (each.language != each.clip.source_language, each.language)):
        told = _line(track, states[track.pk], remarks=open_.get(track.pk, 0), hit=track.pk in hits)
        if told.total or told.assignee or track.due:
            found[track.clip_id].append(told)
    return found


def _line(track: CaptionTrack, states: Mapping[str, int], *, remarks: int, hit: bool) -> Line:
    return Line(
        track=track,
        name=LANGUAGES[track.language].own if track.language in LANGUAGES else track.language,
        total=sum(states.values()),
        approved=states.get(Cue.State.APPROVED, 0),
        stale=states.get(Cue.State.STALE, 0),
        left=states.get(Cue.State.EMPTY, 0),
        remarks=remarks,
        assignee=name_of(track.assignee),
        late=_late(track.due, track),
        hit=hit,
    )


def _late(due: date | None, track: CaptionTrack) -> bool:
    return due is not None and due < timezone.localdate() and track.state != CaptionTrack.State.APPROVED
