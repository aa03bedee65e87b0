"""What platforms count of a publication: when it is asked for, what was told, and sums that reports read."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.delivery.models import Delivery
from publishing.posts.models import Channel


class Counters(models.Model):
    """Views, likes, comments, shares and quotes; NULL is what the platform did not tell."""

    views = models.BigIntegerField(_("views"), null=True, blank=True)
    likes = models.BigIntegerField(_("likes"), null=True, blank=True)
    comments = models.BigIntegerField(_("comments"), null=True, blank=True)
    shares = models.BigIntegerField(_("shares"), null=True, blank=True)
    quotes = models.BigIntegerField(_("quotes"), null=True, blank=True)

    class Meta:
        abstract = True


class Watch(Counters):
    """A publication whose figures are asked for: the last ones told, and when we ask again.

    Channel, language, campaign, species and hour are copies, so that reports join nothing; `services` keeps them true.
    """

    class State(models.TextChoices):
        WATCHING = "watching", _("Being measured")
        ENDED = "ended", _("Measured to the end")
        GONE = "gone", _("No longer there")
        TAKEN_DOWN = "taken_down", _("Taken down")
        UNMEASURABLE = "unmeasurable", _("The platform tells no figures")
        REFUSED = "refused", _("The platform refuses the figures")

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, primary_key=True, related_name="watch")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=12)
    campaign = models.BigIntegerField(default=0)  # 0 is none; no foreign key: a campaign may go, its figures stay
    taxa = ArrayField(models.BigIntegerField(), default=list)  # the species of its clip
    published_at = models.DateTimeField()  # UTC
    weekday = models.PositiveSmallIntegerField()  # of the audience when it was published; Monday is 0
    hour = models.PositiveSmallIntegerField()  # of the audience, 0..23
    demo = models.BooleanField(default=False)

    state = models.CharField(max_length=12, choices=State.choices, default=State.WATCHING)
    next_at = models.DateTimeField()
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # in vain, in a row
    absences = models.PositiveSmallIntegerField(default=0)  # how often the platform no longer showed it, in a row
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict, blank=True)

    slot = models.PositiveIntegerField(default=0)  # hours of the schedule that the last measurement stands for
    measured_at = models.DateTimeField(null=True, blank=True)
    day_views = models.BigIntegerField(null=True, blank=True)  # after 24 hours; NULL: not told, or not measured then
    day_reactions = models.BigIntegerField(null=True, blank=True)  # likes, comments, shares and quotes after 24 hours

    class Meta:
        app_label = "publishing"
        indexes = [
            models.Index(fields=["next_at"], name="watch_due", condition=models.Q(state="watching")),
            models.Index(fields=["channel", "lease_until"], name="watch_leased", condition=~models.Q(lease_owner="")),
            models.Index(fields=["published_at"], name="watch_published"),
            models.Index(fields=["channel", "language", "published_at"], name="watch_channel"),
            models.Index(models.F("views").desc(nulls_last=True), name="watch_views"),
        ]

    def __str__(self) -> str:
        return f"W{self.pk}"


class Measurement(Counters):
    """What a platform told at one moment. One for each slot of the schedule: asking twice changes nothing."""

    pk = models.CompositePrimaryKey("watch_id", "slot")
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="measurements", db_index=False)
    slot = models.PositiveIntegerField()  # hours after publication, of `schedule.SLOTS`
    at = models.DateTimeField()  # UTC
    fell = ArrayField(models.CharField(max_length=10), null=True, blank=True)  # counters lower than the time before

    class Meta:
        app_label = "publishing"
        ordering = ["watch", "slot"]


class Gain(models.Model):
    """What was gained on one day of the desk: the sums of reports. taxon 0 is everything, else one species of it.

    The sum over all days is what the platforms told last. A publication with two species stands under both, so species
    are never added up.
    """

    day = models.DateField()
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=12)
    campaign = models.BigIntegerField(default=0)
    taxon = models.BigIntegerField(default=0)
    views = models.BigIntegerField(default=0)
    likes = models.BigIntegerField(default=0)
    comments = models.BigIntegerField(default=0)
    shares = models.BigIntegerField(default=0)
    quotes = models.BigIntegerField(default=0)

    class Meta:
        app_label = "publishing"
        constraints = [
            models.UniqueConstraint(
                fields=["taxon", "day", "channel", "language", "campaign"],
                name="gain_once",
            )
        ]


class Pace(models.Model):
    """Until when a channel's platform wants no more questions about figures."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, primary_key=True, related_name="+")
    not_before = models.DateTimeField()
    reason = models.CharField(max_length=60, blank=True)  # code of a connector's error; empty: our own restraint

    class Meta:
        app_label = "publishing"
