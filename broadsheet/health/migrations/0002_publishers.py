"""Publishers see how the paper is doing and which errors there were, and say who is told."""

from django.db import migrations

RIGHTS = {
    "trouble": ["view"],
    "notederror": ["view"],
    "alerts": ["change", "view"],
}


def let_publishers_see(apps, schema_editor):
    publishers = apps.get_model("auth.Group").objects.filter(name="Publisher").first()
    for model, rights in RIGHTS.items():
        content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
            app_label="health", model=model
        )
        for right in rights:
            found, _ = apps.get_model("auth.Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{right}_{model}",
                defaults={"name": f"Can {right} {model}"},
            )
            if publishers is not None:
                publishers.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [("health", "0001_initial"), ("newsroom", "0003_roles")]

    operations = [migrations.RunPython(let_publishers_see, migrations.RunPython.noop)]
