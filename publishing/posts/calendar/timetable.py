"""Many hours from one table: tried without a trace, applied in one transaction, taken back with one word.

A trial does what applying does and rolls it back, so what it says is what will be. It is long work: a job does it, and
how far it is stands in the cache, for nothing that a transaction writes is seen before it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curation.jobs import services as jobs
from curation.jobs.graph import UndeclaredTransition
from curation.jobs.models import Job
from curation.jobs.work import JobCancelled, JobFailed, Work, handler
from publishing.posts import services
from publishing.posts.calendar import collisions, placing, table
from publishing.posts.calendar.entries import Entry, entries
from publishing.posts.carrier import carrier
from publishing.posts.models import Post
from publishing.posts.models.timetable import Timetable
from publishing.posts.obstacles import Obstacle, Refused
from publishing.posts.readiness import obstacles
from publishing.posts.wording import deriving

KIND = "timetable"
State = Timetable.State
Do = Literal["try", "apply", "undo"]
Then = Literal["review", "schedule"]
FILE_SENTENCES = {
    "too_large": gettext_lazy("The file is larger than %(most)s MB."),
    "too_many": gettext_lazy("The table has more than %(most)s rows. Cut it into several."),
    "empty": gettext_lazy("The table has no rows below its head."),
    "broken": gettext_lazy("Line %(line)s cannot be read: a quotation mark is not closed, perhaps."),
    "columns_missing": gettext_lazy("These columns are missing: %(columns)s. Take the template as a beginning."),
    "columns_twice": gettext_lazy("A column stands there twice."),
    "encoding_unknown": gettext_lazy(
        "The letters of line %(line)s are neither UTF-8 nor UTF-16 nor GB18030. Save the table as CSV UTF-8."
    ),
    "encoding_mixed": gettext_lazy(
        "The file mixes two encodings: line %(line)s is GB18030, others are UTF-8. Save all of it as CSV UTF-8."
    ),
}
_FORGOTTEN = 3600  # seconds after which progress is


class _Rollback(Exception):
    """Ends a trial, and an application that would leave rows out."""


def file_sentence(error: table.Unreadable) -> str:
    """Why a file cannot be taken, in the reader's language."""
    return str(FILE_SENTENCES[error.code]) % error.params


def take(content: bytes, *, file_name: str, zone: str, then: Then, user: Any) -> Timetable:
    """Read a file and begin its trial. Raises table.Unreadable."""
    rows = table.read(content)
    made = Timetable.objects.create(
        file_name=file_name[:200], zone=zone, created_by=user, kept={"then": then},
        rows=[{"line": row.line, "cells": dict(row.cells), "faults": list(row.faults)} for row in rows],
    )  # fmt: skip
    begin(made, do="try", user=user)
    return made


def begin(timetable: Timetable, *, do: Do, user: Any, good_only: bool = False) -> Job:
    """Start to try, apply or take back; one at a time. Raises UndeclaredTransition where it is not the time for it."""
    wanted = {"try": State.TRIED, "apply": State.TRIED, "undo": State.APPLIED}[do]
    with transaction.atomic():
        row = Timetable.objects.select_for_update().get(pk=timetable.pk)
        if row.state != wanted or running(row) is not None:
            raise UndeclaredTransition("timetable", row.state, do)
        payload = {"do": do, "good": good_only, "user": user.pk, "language": translation.get_language() or "en",
                   "zone": timezone.get_current_timezone_name()}  # fmt: skip
        return jobs.start(KIND, subject=row.pk, payload=payload, user=user)


def running(timetable: Timetable) -> Job | None:
    """The job that works on it now."""
    open_ = [Job.State.QUEUED, Job.State.RUNNING]
    return Job.objects.filter(kind=KIND, subject=timetable.pk, state__in=open_).first()


def last_job(timetable: Timetable) -> Job | None:
    """The job that worked on it last."""
    return Job.objects.filter(kind=KIND, subject=timetable.pk).order_by("-pk").first()


def progress(timetable: Timetable) -> float:
    """How far the running job is, 0 to 1."""
    return float(cache.get(_key(timetable.pk)) or 0.0)


def _key(timetable_id: int) -> str:
    return f"timetable-progress:{timetable_id}"


@handler(KIND)
def _work(work: Work) -> dict[str, Any] | None:
    timetable = Timetable.objects.filter(pk=work.subject).first()
    payload = work.job.payload
    user = get_user_model().objects.filter(pk=payload.get("user"), is_active=True).first()
    if timetable is None or user is None:
        raise JobFailed("gone")

    def step(fraction: float) -> None:
        cache.set(_key(timetable.pk), fraction, _FORGOTTEN)
        if Job.objects.filter(pk=work.job.pk, cancel_requested=True).exists():
            raise JobCancelled

    with translation.override(payload["language"]), timezone.override(payload["zone"]), work.kept_alive():
        if payload["do"] == "undo":
            return take_back(timetable, user=user, step=step)
        return run(timetable, user=user, step=step, apply=payload["do"] == "apply", good_only=bool(payload["good"]))


def run(
    timetable: Timetable, *, user: Any, step: Callable[[float], None], apply: bool, good_only: bool = False
) -> dict[str, Any]:
    """Do what the table says and, unless `apply`, leave no trace of it. Returns the numbers of the report.

    With `good_only` rows that are refused are left out; else one of them and nothing at all is done.
    """
    rows = [
        table.Row(row["line"], row["cells"], tuple(tuple(each) for each in row["faults"])) for row in timetable.rows
    ]
    then: Then = timetable.kept.get("then", "review")
    kept: dict[str, Any] = {"then": then, "made": [], "moved": []}
    try:
        with transaction.atomic():
            found = entries(rows, zone=timetable.zone)
            groups: dict[tuple[Any, ...], list[Entry]] = {}
            for entry in found:
                groups.setdefault(entry.key, []).append(entry)
            for number, group in enumerate(groups.values()):
                step(number / len(groups))
                _group(group, then=then, user=user, kept=kept)
            refused = any(entry.errors for entry in found)
            if apply and (good_only or not refused):
                _applied(timetable, report=[_line(entry) for entry in found], kept=kept)
            else:
                raise _Rollback
    except _Rollback:
        Timetable.objects.filter(pk=timetable.pk).update(report=[_line(entry) for entry in found])
    step(1.0)
    return {"rows": len(found), "refused": sum(bool(entry.errors) for entry in found)}


def _applied(timetable: Timetable, *, report: list[dict[str, Any]], kept: dict[str, Any]) -> None:
    done = Timetable.objects.filter(pk=timetable.pk, state=State.TRIED).update(
        state=State.APPLIED, applied_at=timezone.now(), report=report, kept=kept
    )
    if not done:
        raise UndeclaredTransition("timetable", timetable.state, State.APPLIED)


def _group(group: list[Entry], *, then: Then, user: Any, kept: dict[str, Any]) -> None:
    """Make or move one post. What cannot be done is undone and said at its rows."""
    if any(entry.errors for entry in group):
        _together(group)
        return
    try:
        with transaction.atomic():
            if group[0].post is not None:
                kept["moved"].append(_moved(group[0], user=user))
            else:
                kept["made"].append(_made(group, then=then, user=user))
    except Refused as refused:
        _told(group, refused.obstacles)
    except placing.NotAllowed:
        group[0].errors.append(str(placing.MAY_NOT))
    except UndeclaredTransition:
        group[0].errors.append(_("The post is in a state in which it gets no other hour."))
    _together(group)


def _together(group: list[Entry]) -> None:
    """Rows of one post go out together or not at all."""
    wrong = [entry.line for entry in group if entry.errors]
    for entry in group if wrong else ():
        if not entry.errors:
            entry.errors.append(_("Line %(line)s belongs to the same post and is refused.") % {"line": wrong[0]})


def _moved(entry: Entry, *, user: Any) -> dict[str, Any]:
    assert entry.post is not None and entry.at is not None  # noqa: S101 - rows with faults do not come here
    post, before = placing.place(entry.post, due_at=entry.at, time_zone=entry.zone, user=user)
    _told([entry], [*collisions.at(post.pk, entry.at)])
    entry.made = post.pk
    return before


def _made(group: list[Entry], *, then: Then, user: Any) -> int:
    first = group[0]
    assert first.clip is not None and first.at is not None  # noqa: S101 - rows with faults do not come here
    post = services.create_post(clip=first.clip, title=first.title, user=user)
    if first.campaign is not None:
        Post.objects.filter(pk=post.pk).update(campaign=first.campaign)
    for entry in group:
        assert entry.channel is not None  # noqa: S101 - as above
        begun = deriving.begin(post, channel=entry.channel, language=entry.language, user=user)
        if entry.text or entry.alt_text:
            services.write_variant(
                post, channel=entry.channel, language=entry.language, text=entry.text or begun.text,
                alt_text=entry.alt_text or begun.alt_text, user=user,
            )  # fmt: skip
        entry.made = post.pk
    found = [*obstacles(post, at=first.at), *collisions.at(post.pk, first.at)]
    _told(group, found, post=post)
    if any(each.forbids for each in found):
        raise Refused([])  # said already, each at its row
    if then == "schedule":
        services.approve(post, user=user)
        services.schedule(post, due_at=first.at, time_zone=first.zone, user=user)
    else:
        placing.propose(post, due_at=first.at, time_zone=first.zone)
        services.submit(post, user=user)
    return post.pk


def _told(group: list[Entry], found: list[Obstacle], *, post: Post | None = None) -> None:
    """Put each sentence to the row that it concerns; what concerns the whole post to its first."""
    rows = {}
    if post is not None:
        pairs = {(variant.channel_id, variant.language): variant.pk for variant in post.variants.all()}
        rows = {pairs[entry.channel.pk, entry.language]: entry for entry in group if entry.channel}
    for each in found:
        entry = rows.get(each.variant or 0, group[0])
        sentences = entry.errors if each.forbids else entry.warnings
        if each.message not in sentences:
            sentences.append(each.message)


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "line": entry.line,
        "post": entry.made if entry.made and not entry.errors else None,
        "title": entry.title or (entry.clip.title if entry.clip else ""),
        "channel": entry.channel.name if entry.channel else "",
        "language": entry.language,
        "at": entry.at.isoformat() if entry.at else None,
        "zone": entry.zone,
        "audience": entry.channel.time_zone if entry.channel else "",
        "errors": entry.errors,
        "warnings": entry.warnings,
    }


def take_back(timetable: Timetable, *, user: Any, step: Callable[[float], None]) -> dict[str, Any]:
    """Remove posts that were made, move back those that were moved; what is out already stays, and is counted."""
    stayed: list[int] = []
    with transaction.atomic():
        todo: list[tuple[Callable[..., None], Any]] = [
            (_discard, pk) for pk in reversed(timetable.kept.get("made", []))
        ]
        todo += [(placing.take_back, before) for before in reversed(timetable.kept.get("moved", []))]
        for number, (undo, what) in enumerate(todo):
            step(number / len(todo))
            try:
                with transaction.atomic():
                    undo(what, user=user)
            except (Refused, UndeclaredTransition):
                stayed.append(what["post"] if isinstance(what, dict) else what)
        kept = {**timetable.kept, "stayed": stayed}
        done = Timetable.objects.filter(pk=timetable.pk, state=State.APPLIED)
        done.update(state=State.UNDONE, undone_at=timezone.now(), kept=kept)
    step(1.0)
    return {"stayed": len(stayed)}


def _discard(post_id: int, *, user: Any) -> None:
    """Remove a post that a table made. Raises Refused where something of it is out."""
    post = Post.objects.select_for_update(of=("self",)).select_related("clip").filter(pk=post_id).first()
    if post is None:
        return
    variants = list(post.variants.all())
    if any(carrier().is_out(variant) for variant in variants):
        raise Refused([Obstacle("already_out", {"variant": str(post)})])
    services.cancel(post, user=user)
    carrier().forget(variants)
    Post.objects.filter(pk=post_id).delete()
