"""Find and replace over the captions of clips: seen before it is done, done as one action, taken back as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import log

from curation.clips.cues import MOST_CHARACTERS, clean, known_language, source_hash, store, touched, unreviewed
from curation.clips.errors import ClipError
from curation.clips.models import CaptionReplacement, CaptionTrack, Clip, ClipVersion, Cue

LONGEST = 400  # characters of what is looked for
MOST_HITS = 5000
_TAG = re.compile(r"(<[^>]*>)")
_KEPT = ("text", "state", "method", "match", "confidence", "engine", "source_hash", "provenance", "abstained")
_PEOPLE = ("checked_by_id", "approved_by_id")


@dataclass(frozen=True)
class Search:
    """What is looked for in one language, and what stands in its place. Tags inside captions are never touched."""

    find: str
    replace: str
    language: str
    match_case: bool = False
    whole_word: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        body = re.escape(self.find)
        if self.whole_word:
            body = rf"(?<!\w){body}(?!\w)"
        return re.compile(body, 0 if self.match_case else re.IGNORECASE)

    def applied(self, text: str) -> str:
        """The text with every find replaced."""
        pattern = self.pattern
        pieces = _TAG.split(text)
        return "".join(
            piece if _TAG.fullmatch(piece) else pattern.sub(lambda _found: self.replace, piece) for piece in pieces
        ).strip()


@dataclass(frozen=True)
class Hit:
    """A caption that a replacement changes."""

    cue: Cue
    before: str
    after: str

    def as_json(self) -> dict[str, Any]:
        clip = self.cue.track.clip
        return {
            "clip": clip.pk, "title": clip.title, "cue": self.cue.pk, "before": self.before, "after": self.after,
            "start": self.cue.start, "state": self.cue.state,
        }  # fmt: skip


def search(*, find: str, replace: str, language: str, match_case: bool = False, whole_word: bool = False) -> Search:
    """What was asked for, checked. ClipError `bad_search`, `unknown_language`."""
    find, replace = find.strip("\r\n"), clean(replace) if replace.strip() else replace
    sent = (find + replace).encode("utf-8", "ignore").decode()
    if not find.strip() or len(find) > LONGEST or len(replace) > LONGEST or sent != find + replace or "\0" in sent:
        raise ClipError("bad_search", most=LONGEST)
    return Search(find, replace, known_language(language), match_case=match_case, whole_word=whole_word)


def clips_with(footage: QuerySet[Any, Any]) -> QuerySet[Clip]:
    """Clips whose newest version is made of some of this footage."""
    newest = ClipVersion.objects.order_by("clip_id", "-number").distinct("clip_id").values("pk")
    return Clip.objects.filter(versions__in=newest, versions__segments__footage__in=footage).distinct()


def hits(wanted: Search, clips: QuerySet[Clip] | None = None) -> list[Hit]:
    """What would change, in the order of clips and times; all clips without `clips`. ClipError `too_many_hits`."""
    found = list(_hits(wanted, clips))
    if len(found) > MOST_HITS:
        raise ClipError("too_many_hits", most=MOST_HITS)
    return found


def _hits(wanted: Search, clips: QuerySet[Clip] | None) -> Iterator[Hit]:
    rows = Cue.objects.filter(track__language=wanted.language)
    if clips is not None:
        rows = rows.filter(track__clip__in=clips.order_by().values("pk"))
    # The database narrows it down; what a word is, and what a tag, is decided here.
    rows = rows.filter(**{"text__contains" if wanted.match_case else "text__icontains": wanted.find})
    number = 0
    for cue in rows.select_related("track__clip").order_by("track__clip", "start", "id").iterator(1000):
        after = wanted.applied(cue.text)
        if after != cue.text:
            yield Hit(cue, cue.text, after)
            number += 1
            if number > MOST_HITS:
                return


def replace(
    wanted: Search, clips: QuerySet[Clip] | None = None, *, user: AbstractBaseUser | None
) -> CaptionReplacement | None:
    """Do it, everything or nothing; None where nothing is found. ClipError `too_many_hits`, `replaced_to_nothing`."""
    with transaction.atomic():
        tracks = CaptionTrack.objects.filter(pk__in={hit.cue.track_id for hit in hits(wanted, clips)})
        locked = {track.pk: track for track in tracks.select_for_update(of=("self",)).order_by("pk")}
        # Looked for again behind the locks: what somebody wrote in between is not overwritten with older words.
        found = [hit for hit in hits(wanted, clips) if hit.cue.track_id in locked]
        if not found:
            return None
        for hit in found:
            if not hit.after or len(hit.after) > MOST_CHARACTERS:
                raise ClipError("replaced_to_nothing", clip=hit.cue.track.clip.title, text=hit.before[:80])
        kept = _rewrite(found)
        for track in locked.values():
            touched(track, user=user)
        done = CaptionReplacement.objects.create(
            find=wanted.find, replace=wanted.replace, language=wanted.language, cues=kept,
            user_id=user.pk if user else None,
        )  # fmt: skip
        told = {"find": wanted.find, "replace": wanted.replace, "captions": len(found)}
        log(done, "wagtail.edit", user=user, title=f"{wanted.find} → {wanted.replace}"[:200], data=told)
    return done


def _rewrite(found: Sequence[Hit]) -> dict[str, Any]:
    """Write the new words; returns what undoing needs to know."""
    sources = dict(Cue.objects.filter(translations__in=[hit.cue.pk for hit in found]).values_list("pk", "text"))
    stale = Cue.objects.filter(source_cue__in=[hit.cue.pk for hit in found]).exclude(text="")
    translations = {str(each.pk): _remembered(each) for each in stale.exclude(state=Cue.State.STALE)}
    kept: dict[str, Any] = {"changed": {}, "stale": translations}
    for hit in found:
        cue = hit.cue
        kept["changed"][str(cue.pk)] = {"after": hit.after, **_remembered(cue)}
        cue.text, cue.state, cue.method, cue.abstained = hit.after, Cue.State.EDITED, Cue.Method.PERSON, ""
        cue.match, cue.confidence, cue.engine = None, None, ""
        cue.source_hash = source_hash(sources[cue.source_cue_id]) if cue.source_cue_id in sources else ""
        unreviewed(cue)
    store([hit.cue for hit in found])
    stale.update(state=Cue.State.STALE, checked_by=None, approved_by=None, approved_at=None)
    return kept


def _remembered(cue: Cue) -> dict[str, Any]:
    people = {name: getattr(cue, name) for name in _PEOPLE}
    at = cue.approved_at.isoformat() if cue.approved_at else None
    return {name: getattr(cue, name) for name in _KEPT} | people | {"approved_at": at}


def undo(done: CaptionReplacement, *, user: AbstractBaseUser | None) -> int:
    """Take it back where nobody has changed the caption since, with its approval. Returns how many captions.

    ClipError `undone_already`.
    """
    with transaction.atomic():
        locked = CaptionReplacement.objects.select_for_update().get(pk=done.pk)
        if locked.undone_at is not None:
            raise ClipError("undone_already")
        changed, stale = locked.cues["changed"], locked.cues["stale"]
        rows = Cue.objects.filter(pk__in=[int(key) for key in changed])
        tracks = CaptionTrack.objects.filter(pk__in=rows.order_by().values("track"))
        list(tracks.select_for_update(of=("self",)).order_by("pk"))
        back = [cue for cue in rows.select_for_update() if cue.text == changed[str(cue.pk)]["after"]]
        for cue in back:
            _restore(cue, changed[str(cue.pk)])
        of_these = Cue.objects.filter(pk__in=[int(key) for key in stale], source_cue__in=back, state=Cue.State.STALE)
        others = [cue for cue in of_these if cue.text == stale[str(cue.pk)]["text"]]
        for cue in others:
            _restore(cue, stale[str(cue.pk)])
        store([*back, *others])
        locked.undone_at = timezone.now()
        locked.save(update_fields=["undone_at"])
        for track in tracks.select_related("clip"):
            touched(track, user=user)
        log(
            locked,
            "wagtail.edit",
            user=user,
            title=f"{locked.find} ← {locked.replace}"[:200],
            data={"undone": len(back)},
        )
    done.refresh_from_db()
    return len(back)


def _restore(cue: Cue, kept: dict[str, Any]) -> None:
    for name in (*_KEPT, *_PEOPLE):
        setattr(cue, name, kept[name])
    cue.approved_at = parse_datetime(kept["approved_at"]) if kept["approved_at"] else None
