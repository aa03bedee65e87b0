"""Finds labels of individuals that have no dossier yet, without reading all observations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("curation", "0010_footage_names")]

    operations = [
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                condition=models.Q(("individual__isnull", True), models.Q(("individual_label", ""), _negated=True)),
                fields=["individual_label"],
                name="observation_label",
            ),
        ),
    ]
