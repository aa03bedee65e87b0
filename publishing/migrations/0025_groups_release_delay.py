"""Gives the groups their rights to release delays."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from publishing.roles import grant


def give(apps, schema_editor):
    create_permissions(
        installed.get_app_config("publishing"), verbosity=0, apps=apps, using=schema_editor.connection.alias
    )
    grant(apps)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0024_release_delay")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
