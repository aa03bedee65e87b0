"""The workflow that posts begin with: one task, for the group Publisher (administrators may always approve).

An operator changes it, or makes another, in Wagtail's settings (Workflows); this migration never comes back to it.
"""

from django.db import migrations

NAME, TASK = "Approval of posts · 帖子审批", "Publisher approves · 发布人员批准"


def make(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    chosen = apps.get_model("wagtailcore", "WorkflowContentType").objects
    review, _ = content_types.get_or_create(app_label="publishing", model="review")
    if chosen.filter(content_type=review).exists():
        return
    kind, _ = content_types.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(name=TASK, active=True, content_type=kind)
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name="Publisher"))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=NAME, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    chosen.create(content_type=review, workflow=workflow)


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0015_approval"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
