"""Who let footage go from quarantine and why; when an alarm was raised."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0008_review_and_bulk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="footage",
            name="alarm_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="package",
            name="format",
            field=models.CharField(
                choices=[
                    ("camtrap-dp", "Camtrap DP"),
                    ("megadetector", "MegaDetector"),
                    ("speciesnet", "SpeciesNet"),
                    ("monitoring", "Monitoring system"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="footage",
            index=models.Index(
                models.OrderBy(models.F("alarm_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("state", "quarantined"), ("alarm__gt", ""), _connector="OR"),
                name="footage_in_quarantine",
            ),
        ),
        migrations.CreateModel(
            name="AlarmRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "alarm",
                    models.CharField(
                        blank=True,
                        choices=[("human", "People"), ("vehicle", "Vehicle"), ("fire", "Fire"), ("smoke", "Smoke")],
                        max_length=8,
                    ),
                ),
                ("false_alarm", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=300)),
                ("released_at", models.DateTimeField(auto_now_add=True)),
                (
                    "footage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="releases", to="curation.footage"
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-released_at"]},
        ),
    ]
