"""A state for deliveries that wait for a person to post by hand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0018_groups_calendar"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="delivery",
            name="delivery_not_published",
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("scheduled", "Scheduled"),
                    ("preparing", "Preparing"),
                    ("publishing", "Publishing"),
                    ("waiting", "Waiting for the platform"),
                    ("by_hand", "Waits for a person to post it"),
                    ("published", "Published"),
                    ("held", "Held"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                    ("missed", "Missed its hour"),
                    ("unconfirmed", "Unconfirmed"),
                    ("taking_down", "Being taken down"),
                    ("taken_down", "Taken down"),
                ],
                default="scheduled",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(condition=models.Q(("state", "by_hand")), fields=["next_at"], name="delivery_by_hand"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "scheduled",
                            "preparing",
                            "publishing",
                            "waiting",
                            "by_hand",
                            "held",
                            "failed",
                            "cancelled",
                            "missed",
                            "unconfirmed",
                            "taking_down",
                            "taken_down",
                        ],
                    )
                ),
                fields=["-due_at", "-id"],
                name="delivery_not_published",
            ),
        ),
    ]
