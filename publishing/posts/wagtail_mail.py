"""Wagtail's own mails about workflows give way to ours: collected, in the reader's language, never within a request."""

from __future__ import annotations

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

# The identifiers under which wagtail.admin.signal_handlers connects its mails.
_WAGTAIL = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def _say_nothing(**_signal: Any) -> None:
    """`publishing.posts.notices` tells people."""


def silence() -> None:
    """Take the places of Wagtail's mails; its applications are made ready after ours and find them taken."""
    for signal, sender, name in _WAGTAIL:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(_say_nothing, sender=sender, dispatch_uid=name)
