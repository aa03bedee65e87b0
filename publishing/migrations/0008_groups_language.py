"""Gives the groups the rights to terms, the translation memory and the rules of languages."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from publishing.roles import grant


def give(apps, schema_editor):
    create_permissions(installed.get_app_config("curation"), verbosity=0, apps=apps, using=schema_editor.connection.alias)
    grant(apps)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0007_pictures_for_brand_kits"), ("curation", "0019_language")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
