"""Finds files and folders by the beginning of their names, among ten million."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("curation", "0009_alarms_released_and_dated")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX footage_name ON curation_footage (upper(original_name) text_pattern_ops);"
            "CREATE INDEX footage_folder ON curation_footage (upper(folder) text_pattern_ops) WHERE folder <> '';"
            "CREATE INDEX footage_media ON curation_footage (media_id) WHERE media_id <> '';",
            "DROP INDEX footage_name; DROP INDEX footage_folder; DROP INDEX footage_media;",
        )
    ]
