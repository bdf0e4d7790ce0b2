"""Who may read tips: editors and publishers, once their keys are in the list of recipients; publishers run the line."""

from django.db import migrations

RIGHTS = {"read_tips": "Read confidential tips", "run_tip_line": "Run the line for confidential tips"}
ROLES = {"Editor": ["read_tips"], "Publisher": ["read_tips", "run_tip_line"]}


def allow(apps, schema_editor):
    # On a fresh database neither content types nor permissions exist yet.
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="tips", model="tipline"
    )
    for name, rights in ROLES.items():
        group = apps.get_model("auth.Group").objects.filter(name=name).first()
        for codename in rights if group is not None else []:
            permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": RIGHTS[codename]}
            )
            group.permissions.add(permission)


def forbid(apps, schema_editor):
    permissions = apps.get_model("auth.Permission").objects
    for permission in permissions.filter(content_type__app_label="tips"):
        permission.group_set.clear()


class Migration(migrations.Migration):
    dependencies = [
        ("tips", "0001_initial"),
        ("newsroom", "0010_alter_act_kind"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(allow, forbid)]
