"""The taxa of the park, with their names."""

from django.db import migrations

from curation.species.services import load_taxa


def load(apps, schema_editor):
    load_taxa(taxa=apps.get_model("curation", "Taxon"), names=apps.get_model("curation", "TaxonName"))


class Migration(migrations.Migration):
    dependencies = [("curation", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
