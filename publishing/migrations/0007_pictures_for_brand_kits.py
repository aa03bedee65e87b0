"""Lets those who keep the brand kits bring in the pictures that stand in them."""

from django.db import migrations

RIGHTS = ["add_image", "change_image", "choose_image"]


def give(apps, schema_editor):
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    group = apps.get_model("auth", "Group").objects.filter(name="Publisher").first()
    if root is None or group is None:
        return
    rights = apps.get_model("auth", "Permission").objects
    for right in rights.filter(content_type__app_label="wagtailimages", codename__in=RIGHTS):
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=group, collection=root, permission=right
        )


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0006_groups_clip_studio"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailcore", "0026_group_collection_permission"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
