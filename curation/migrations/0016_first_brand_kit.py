"""Gives a new desk a kit to sign with."""

from django.db import migrations


def make(apps, schema_editor):
    kits = apps.get_model("curation", "BrandKit")
    if not kits.objects.exists():
        kits.objects.create(
            title="Northeast China Tiger and Leopard",
            name_zh="东北虎豹文化国际传播中心",
            name_en="Northeast China Tiger and Leopard Culture International Communication Center",
            call_zh="关注东北虎豹国家公园",
            call_en="Follow the Northeast China Tiger and Leopard National Park",
            default=True,
        )


class Migration(migrations.Migration):
    dependencies = [("curation", "0015_clip_studio")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
