"""What has happened to the approval of a post, as its page tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from curation.people import name_of
from publishing.posts import signatures
from publishing.posts.models import Comment, Post, Review

SENTENCES: Mapping[str, str | Promise] = {
    "submitted": _("Handed in"),
    "approved": _("Approved"),
    "asked": _("Changes asked for"),
    "rejected": _("Rejected"),
    "withdrawn_edited": _("Changed: the approval is gone"),
    "withdrawn_unscheduled": _("Taken off the calendar: the approval is gone"),
    "withdrawn_sent_back": _("Sent back: the approval is gone"),
    "withdrawn_undone": _("Approval taken back"),
    "withdrawn_by_command": _("Approved by a command of the operator"),
}


@dataclass(frozen=True)
class Moment:
    """One line of the history. `who` is empty where nobody did it."""

    at: datetime
    kind: str
    who: str
    words: str = ""
    task: str = ""


def history(post: Post) -> list[Moment]:
    """Every round of approval, oldest moment first."""
    found: list[Moment] = []
    for review in Review.objects.filter(post=post).select_related("withdrawn_by").order_by("pk"):
        found += _round(review)
    return sorted(found, key=lambda moment: moment.at)


def _round(review: Review) -> Iterator[Moment]:
    for revision in review.revisions.select_related("user").defer("content"):
        yield Moment(revision.created_at, "submitted", name_of(revision.user))
    rejected = review.withdrawn_for == "rejected"
    decided = TaskState.objects.filter(workflow_state__in=review.workflow_states, finished_at__isnull=False)
    for state in decided.select_related("task", "finished_by").order_by("pk"):
        who = name_of(state.finished_by)
        if state.status == TaskState.STATUS_APPROVED:
            yield Moment(state.finished_at, "approved", who, state.comment, state.task.name)
        elif state.status == TaskState.STATUS_REJECTED:
            over = rejected and state.revision_id == review.latest_revision_id
            yield Moment(state.finished_at, "rejected" if over else "asked", who, state.comment, state.task.name)
    if review.withdrawn_at and not rejected:
        yield Moment(review.withdrawn_at, f"withdrawn_{review.withdrawn_for}", name_of(review.withdrawn_by))


def review_json(post: Post, *, user: Any) -> dict[str, Any]:
    """What the editor's panel shows: what this person may do, why not, the history and the comments."""
    said = signatures.say_of(post, user)
    waits = signatures.running(post)
    told = said.reason if post.state in {Post.State.DRAFT, Post.State.IN_REVIEW} else None
    decides = waits is not None and signatures.in_charge(waits.task, waits.workflow_state.content_object, user)
    return {
        "approve": said.approve,
        "finishes": said.finishes,
        "reason": told.message if told else "",
        "decides": bool(decides or (post.state != Post.State.DRAFT and user.has_perm(signatures.APPROVE))),
        "task": waits.task.name if waits else "",
        "undo": post.state == Post.State.APPROVED
        and post.approved_by_id == user.pk
        and signatures.newest(post) is not None,
        "twoPerson": [channel.name for channel in signatures.demanding(post)],
        "approvers": [name_of(each) for each in signatures.approvers(post)],
        "history": [_line(moment) for moment in history(post)],
        "comments": [comment_json(each) for each in _comments(post)],
    }


def _line(moment: Moment) -> dict[str, Any]:
    return {
        "at": moment.at.isoformat(),
        "kind": moment.kind,
        "title": str(SENTENCES.get(moment.kind, moment.kind)),
        "who": moment.who,
        "words": moment.words,
        "task": moment.task,
    }


def _comments(post: Post) -> list[Comment]:
    return list(Comment.objects.filter(post=post).select_related("author", "resolved_by"))


def comment_json(comment: Comment) -> dict[str, Any]:
    """A comment as the panel shows it."""
    return {
        "id": comment.pk,
        "at": comment.created_at.isoformat(),
        "who": name_of(comment.author) or gettext("Somebody"),
        "cell": comment.cell,
        "variant": comment.variant_id,
        "text": comment.text,
        "resolved": comment.resolved_at is not None,
        "resolvedBy": name_of(comment.resolved_by),
    }
