"""What somebody is to be told by mail: a row until it was sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.posts.models.comment import Comment
from publishing.posts.models.post import Post


class Notice(models.Model):
    """One thing to tell one person. All that wait for a person go out in one mail."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Handed in")
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Approval taken away")
        COMMENTED = "commented", _("Commented")
        MENTIONED = "mentioned", _("Mentioned")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("Not wanted any more")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="post_notices")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    words = models.TextField(blank=True)  # what somebody wrote along with it
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField()  # when it is due, or due again
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "publishing"
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["created_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["next_at"], name="post_notice_due", condition=models.Q(state="queued")),
            models.Index(fields=["person", "sent_at"], name="post_notice_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.post_id} {self.person_id}"
