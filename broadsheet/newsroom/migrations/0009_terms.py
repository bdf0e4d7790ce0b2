"""Who may enter and change the terms of photos: those who answer for them."""

from django.db import migrations

KEEP = ["add", "change", "delete", "view"]
ROLES = {"Editor": ["view"], "Photo editor": KEEP, "Publisher": KEEP}


def allow(apps, schema_editor):
    # On a fresh database neither content type nor permissions exist yet.
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="photos", model="terms"
    )
    permissions = apps.get_model("auth.Permission").objects
    for name, rights in ROLES.items():
        group = apps.get_model("auth.Group").objects.filter(name=name).first()
        for right in rights if group else []:
            permission, _ = permissions.get_or_create(
                content_type=content_type,
                codename=f"{right}_terms",
                defaults={"name": f"Can {right} terms of use"},
            )
            group.permissions.add(permission)


def forbid(apps, schema_editor):
    permissions = apps.get_model("auth.Permission").objects
    for permission in permissions.filter(
        content_type__app_label="photos", content_type__model="terms"
    ):
        permission.group_set.clear()


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_crops"), ("photos", "0004_photo_desk")]
    operations = [migrations.RunPython(allow, forbid)]
