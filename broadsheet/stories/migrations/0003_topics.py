"""Who may name topics and series: editors and publishers. Reporters choose among them."""

from django.db import migrations

KINDS = ["topic", "series"]
RIGHTS = {"Editor": ["add", "change", "view"], "Publisher": ["add", "change", "delete", "view"]}


def give_rights(apps, schema_editor):
    for name, rights in RIGHTS.items():
        # A paper may have made its own roles out of these.
        group = apps.get_model("auth.Group").objects.filter(name=name).first()
        if group is not None:
            group.permissions.add(
                *[permission(apps, kind, right) for kind in KINDS for right in rights]
            )


def permission(apps, kind, right):
    """Return a permission, made now if Django has not come round to it."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="stories", model=kind
    )
    found, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{right}_{kind}",
        defaults={"name": f"Can {right} {kind}"},
    )
    return found


def take_rights(apps, schema_editor):
    permissions = apps.get_model("auth.Permission").objects.filter(
        content_type__app_label="stories", content_type__model__in=KINDS
    )
    for group in apps.get_model("auth.Group").objects.filter(name__in=RIGHTS):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_full_paper"), ("newsroom", "0003_roles")]
    operations = [migrations.RunPython(give_rights, take_rights)]
