"""Hand in, approve, ask for changes, reject: the post moves by its states, Wagtail's workflow says who and when."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Task, WorkflowState

from curation.jobs.graph import UndeclaredTransition
from publishing.posts import notices, signatures
from publishing.posts.drafts import lends_title
from publishing.posts.models import Notice, Post, Review
from publishing.posts.obstacles import Obstacle, Refused
from publishing.posts.states import POST

Kind, State = Notice.Kind, Post.State
LONGEST = 4000  # characters of a remark


def _locked(post: Post) -> None:
    """Two people approving at once come one after the other."""
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    post.refresh_from_db(fields=["state", "approved_by", "edited_by"])


@transaction.atomic
def submit(post: Post, *, user: AbstractBaseUser | None = None) -> None:
    """Hand a draft in. Raises Refused for an empty one, UndeclaredTransition for what is in review already."""
    _locked(post)
    _hand_in(post, user=user, tell=True)


def _hand_in(post: Post, *, user: AbstractBaseUser | None, tell: bool) -> None:
    if not post.variants.exists():
        raise Refused([Obstacle("no_variant")])
    POST.move(post, State.IN_REVIEW, updated_at=timezone.now())
    review = signatures.newest(post)
    before = review.current_workflow_state if review else None
    if review is None or before is None or before.status != WorkflowState.STATUS_NEEDS_CHANGES:
        review, before = Review.objects.create(post=post), None
    review.words = _words(post)
    review.save(update_fields=["words"])
    review.save_revision(user=user, clean=False)
    workflow = review.get_workflow()
    if before is not None:
        before.resume(user=user)
    elif workflow is not None:
        workflow.start(review, user)
    waits = signatures.running(post)
    if tell and waits is not None:
        _ask(post, waits.task, user=user)


def _words(post: Post) -> list[dict[str, str]]:
    """What stands there, for the record of what was approved."""
    rows = post.variants.select_related("channel")
    return [
        {"channel": row.channel.name, "language": row.language, "text": row.text, "alt_text": row.alt_text,
         "title": post.title if lends_title(row) else row.title}
        for row in rows
    ]  # fmt: skip


def _ask(post: Post, task: Task, *, user: AbstractBaseUser | None, without: frozenset[int] = frozenset()) -> None:
    people = [each for each in signatures.entrusted(task) if each.pk not in without]
    notices.queue(people, post=post, kind=Kind.SUBMITTED, actor=user)


@transaction.atomic
def approve(post: Post, *, user: AbstractBaseUser | None, comment: str = "") -> None:
    """Approve what stands there; a draft is handed in and approved at once. The last task approves the post.

    `user` None is a command of the operator: it passes by the workflow, but not by the two-person rule.
    Raises Refused with the reason, UndeclaredTransition for what cannot be approved.
    """
    _locked(post)
    if not post.variants.exists():
        raise Refused([Obstacle("no_variant")])
    POST.check(post.state, State.APPROVED)
    if user is None:
        channels = ", ".join(each.name for each in signatures.demanding(post))
        if channels:
            raise Refused([Obstacle("second_person", {"channels": channels})])
        if post.state == State.IN_REVIEW:
            _stop(post, user=None, why="by_command")
        POST.move(post, State.APPROVED, approved_by=None)
        return
    said = signatures.say_of(post, user)
    if not said.approve:
        raise Refused([said.reason or Obstacle("not_approver")])
    if post.state == State.DRAFT:
        _hand_in(post, user=user, tell=False)
    elif signatures.running(post) is None:  # its workflow was switched off meanwhile
        POST.move(post, State.DRAFT)
        _hand_in(post, user=user, tell=False)
    _sign(post, user=user, comment=comment[:LONGEST], finishes=said.finishes)


def _sign(post: Post, *, user: Any, comment: str, finishes: bool) -> None:
    waits = signatures.running(post)
    if waits is not None:
        run = waits.workflow_state
        waits.approve(user=user, update=finishes, comment=comment)
        if not finishes:  # the same task again, for somebody else
            run.update(user=user, next_task=waits.task.specific)
        following = signatures.running(post)
        if following is not None:
            already = frozenset(each.pk for each in signatures.approvers(post))
            _ask(post, following.task, user=user, without=already)
            return
    POST.move(post, State.APPROVED, approved_by=user)
    notices.queue(_writers(post), post=post, kind=Kind.APPROVED, actor=user, words=comment)


def _writers(post: Post) -> list[User]:
    return [each for each in {post.created_by, post.edited_by} if each is not None]


@transaction.atomic
def send_back(post: Post, *, user: AbstractBaseUser | None = None, comment: str = "") -> None:
    """Ask for changes: a post in review, or an approved one, is a draft again. Raises Refused, UndeclaredTransition."""
    _return(post, user=user, comment=comment, finally_=False)


@transaction.atomic
def reject(post: Post, *, user: AbstractBaseUser | None, comment: str) -> None:
    """Say that it shall not go out like this at all: the round is over, the next one begins anew."""
    if not comment.strip():
        raise Refused([Obstacle("reason_missing")])
    _return(post, user=user, comment=comment, finally_=True)


def _return(post: Post, *, user: Any, comment: str, finally_: bool) -> None:
    _locked(post)
    if post.state not in {State.IN_REVIEW, State.APPROVED}:
        raise UndeclaredTransition("post", post.state, State.DRAFT)
    waits, comment = signatures.running(post), comment.strip()[:LONGEST]
    if user is not None and not user.has_perm(signatures.APPROVE):
        review = signatures.newest(post)
        if waits is None or review is None or not signatures.in_charge(waits.task, review, user):
            raise Refused([Obstacle("not_approver")])
    if waits is not None:
        waits.reject(user=user, update=not finally_, comment=comment)
    if waits is None or finally_:
        _stop(post, user=user, why="rejected" if finally_ else "sent_back")
    POST.move(post, State.DRAFT, approved_by=None)
    kind = Kind.REJECTED if finally_ else Kind.SENT_BACK
    notices.queue(_writers(post), post=post, kind=kind, actor=user, words=comment)


def withdraw(post: Post, *, user: AbstractBaseUser | None, why: str = "edited") -> None:
    """Words were changed: what was approved or in review is so no more; who had approved is told.

    Call it before the post becomes a draft, within its transaction.
    """
    people = signatures.approvers(post)
    _stop(post, user=user, why=why)
    if why == "edited":
        notices.queue(people, post=post, kind=Kind.WITHDRAWN, actor=user)


def _stop(post: Post, *, user: Any, why: str) -> None:
    review = signatures.newest(post)
    if review is None or review.withdrawn_at:
        return
    run = review.current_workflow_state
    if run is not None:
        run.cancel(user=user)
    Review.objects.filter(pk=review.pk).update(
        live=False, withdrawn_at=timezone.now(), withdrawn_by=user, withdrawn_for=why
    )


@transaction.atomic
def take_back(post: Post, *, user: AbstractBaseUser) -> None:
    """Undo one's own approval as long as nothing is scheduled: the post is in review again. Raises Refused."""
    _locked(post)
    if post.state != State.APPROVED:
        raise UndeclaredTransition("post", post.state, State.IN_REVIEW)
    review = signatures.newest(post)
    if post.approved_by_id != user.pk or review is None:
        raise Refused([Obstacle("not_approver")])
    first = WorkflowState.objects.for_instance(review).order_by("pk").first()
    _stop(post, user=user, why="undone")
    notices.drop(post, kind=Kind.APPROVED, actor=user)
    POST.move(post, State.DRAFT, approved_by=None)
    _hand_in(post, user=first.requested_by if first else user, tell=False)  # type: ignore[arg-type]
