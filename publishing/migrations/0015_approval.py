"""Approval by Wagtail's workflow, comments, notices by mail; and indexes for the list of deliveries."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def user(**options):
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL,
        related_name="+", **options,
    )  # fmt: skip


def revision(name):
    return models.ForeignKey(
        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+",
        to="wagtailcore.revision", verbose_name=name,
    )  # fmt: skip


KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
NOT_PUBLISHED = [
    "scheduled", "preparing", "publishing", "waiting", "held", "failed", "cancelled", "missed", "unconfirmed",
    "taking_down", "taken_down",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0014_follow_ups_notices_takedowns"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(model_name="post", name="edited_by", field=user()),
        migrations.CreateModel(
            name="Comment",
            fields=[
                KEY,
                ("cell", models.CharField(blank=True, max_length=160)),
                ("text", models.TextField(verbose_name="comment")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("author", user()),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="publishing.post"
                    ),
                ),
                ("resolved_by", user()),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="comments",
                        to="publishing.variant",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["created_at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                KEY,
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("live", models.BooleanField(default=False, editable=False)),
                ("words", models.JSONField(blank=True, default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_for", models.CharField(blank=True, max_length=12)),
                ("latest_revision", revision("latest revision")),
                ("live_revision", revision("live revision")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="publishing.post",
                        verbose_name="post",
                    ),
                ),
                ("withdrawn_by", user()),
            ],
            options={
                "verbose_name": "approval of a post",
                "verbose_name_plural": "approvals of posts",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                KEY,
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submitted", "Handed in"),
                            ("approved", "Approved"),
                            ("sent_back", "Sent back"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Approval taken away"),
                            ("commented", "Commented"),
                            ("mentioned", "Mentioned"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("dropped", "Not wanted any more"),
                        ],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("next_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("actor", user()),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="publishing.comment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="post_notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="publishing.post"
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["created_at", "pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("state", "queued")), fields=["next_at"], name="post_notice_due"),
                    models.Index(fields=["person", "sent_at"], name="post_notice_sent"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="delivery", index=models.Index(fields=["-due_at", "-id"], name="delivery_newest")
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["-due_at", "-id"],
                name="delivery_not_published",
                condition=models.Q(("state__in", NOT_PUBLISHED)),
            ),
        ),
    ]
