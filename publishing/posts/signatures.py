"""Who may approve a post, who has, and whether that is enough. Reads Wagtail's workflow; `approval` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Q, QuerySet
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState, WorkflowState

from publishing.posts.models import Channel, Post, Review, Variant
from publishing.posts.obstacles import Obstacle

APPROVE = "publishing.approve_post"


def newest(post: Post) -> Review | None:
    """The round of approval that counts: the last one."""
    return Review.objects.filter(post=post).order_by("-pk").first()


def running(post: Post) -> TaskState | None:
    """The task that waits for somebody; None where no workflow runs on the post."""
    review = newest(post) if post.state == Post.State.IN_REVIEW else None
    return review.current_workflow_task_state if review else None


def approvals(review: Review) -> list[TaskState]:
    """The approvals of what stands there now, oldest first; what was approved before it changed does not count."""
    rows = TaskState.objects.filter(revision=review.latest_revision_id, status=TaskState.STATUS_APPROVED)
    return list(rows.exclude(finished_by=None).select_related("finished_by", "task").order_by("finished_at", "pk"))


def approvers(post: Post) -> list[User]:
    """Everybody who has approved the post as it stands, once each, in their order."""
    review = newest(post)
    found = [each.finished_by for each in approvals(review)] if review and not review.withdrawn_at else []
    return list({each.pk: each for each in found}.values())


def demanding(post: Post) -> list[Channel]:
    """The channels of the post that want a second person."""
    return list(Channel.objects.filter(two_person=True, variants__post=post).distinct())


def enough(post: Post, people: Iterable[Any]) -> bool:
    """The two-person rule: somebody who neither began the post nor edited it last, or two different people."""
    names = {each.pk for each in people}
    return len(names) > 1 or bool(names - {post.created_by_id, post.edited_by_id})


def in_charge(task: Task, review: Review, user: Any) -> bool:
    """Whether the workflow lets this person approve at this task."""
    return any(name == "approve" for name, *_rest in task.specific.get_actions(review, user))


@dataclass(frozen=True)
class Say:
    """What a person may do about the approval: `finishes` is False where another person must follow."""

    approve: bool
    finishes: bool = True
    reason: Obstacle | None = None


def say_of(post: Post, user: Any) -> Say:
    """What `user` may do about a draft or a post in review."""
    if post.state not in {Post.State.DRAFT, Post.State.IN_REVIEW}:
        return Say(approve=False)
    waits = running(post)
    task, review = _next_task(post, waits)
    channels = demanding(post)
    asked = Obstacle("second_person", {"channels": ", ".join(each.name for each in channels)})
    if task is None:
        if not user.has_perm(APPROVE):
            return Say(approve=False, reason=Obstacle("not_approver"))
        return Say(approve=not channels, reason=asked if channels else None)
    if not in_charge(task, review, user):
        return Say(approve=False, reason=Obstacle("waits_for_task", {"task": task.name}))
    given = approvals(review) if waits is not None else []
    if any(each.finished_by_id == user.pk and each.task_id == task.pk for each in given):
        return Say(approve=False, reason=Obstacle("approved_by_you"))
    last = waits is None or waits.workflow_state.is_at_final_task
    if channels and last and not enough(post, [user, *(each.finished_by for each in given)]):
        return Say(approve=True, finishes=False, reason=asked)
    return Say(approve=True)


def _next_task(post: Post, waits: TaskState | None) -> tuple[Task | None, Review]:
    if waits is not None:
        return waits.task, waits.workflow_state.content_object
    review = Review(post=post)
    workflow = review.get_workflow()
    return (workflow.tasks.filter(active=True).first() if workflow else None), review


def obstacles(variant: Variant) -> Iterator[Obstacle]:
    """What the two-person rule says against a variant that was approved; asked again at its hour."""
    post = variant.post
    if variant.channel.two_person and post.state not in {Post.State.DRAFT, Post.State.IN_REVIEW}:
        people = approvers(post)
        if not people or not enough(post, people):
            yield Obstacle("second_person", {"channels": variant.channel.name}, variant=variant.pk)


def entrusted(task: Task) -> QuerySet[User]:
    """Those who may approve at a task: the members of its groups, and administrators."""
    kind = task.specific
    of_groups = Q(groups__in=kind.groups.all()) if isinstance(kind, AbstractGroupApprovalTask) else Q(pk__in=[])
    return User.objects.filter(of_groups | Q(is_superuser=True), is_active=True).distinct()


def to_approve(user: Any) -> QuerySet[Post]:
    """Posts in review that wait for this person by the workflow, those waiting longest first."""
    own = TaskState.objects.reviewable_by(user).filter(
        workflow_state__base_content_type=Review.get_base_content_type(),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    )
    mine = {int(key) for key in own.values_list("workflow_state__object_id", flat=True)}
    wanted = Q(reviews__in=mine)
    if user.has_perm(APPROVE):  # a workflow that was switched off leaves its posts to everybody with the right
        active = WorkflowState.objects.filter(
            base_content_type=Review.get_base_content_type(), status=WorkflowState.STATUS_IN_PROGRESS
        )
        held = {int(key) for key in active.values_list("object_id", flat=True)}
        wanted |= ~Q(reviews__in=held)
    rows = Post.objects.filter(wanted, state=Post.State.IN_REVIEW)
    return rows.distinct().order_by("updated_at", "pk")


def names(people: Iterable[AbstractBaseUser]) -> list[str]:
    """Usernames, for a ledger that outlives accounts."""
    return [each.get_username() for each in people]
