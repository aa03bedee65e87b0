"""Gives the groups their rights to clips for partners, requests, the download ledger and the guard's findings."""

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
    dependencies = [("publishing", "0022_partner_portal")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
