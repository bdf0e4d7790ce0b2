"""Who handles letters and calls their writers: editors and publishers; and publishers set the rules."""

from django.db import migrations

OWN = {"handle_letters": "Handle letters to the editor", "verify_writers": "See where writers of letters live, and call them"}
ROLES = {"Editor": [], "Publisher": ["add", "change", "view"]}


def allow(apps, schema_editor):
    # On a fresh database neither content types nor permissions exist yet.
    of_letters = permissions_of(apps, "letter", OWN)
    of_rules = permissions_of(
        apps, "letterrules", {f"{right}_letterrules": f"Can {right} rules for letters" for right in ROLES["Publisher"]}
    )
    for name, rights in ROLES.items():
        group = apps.get_model("auth.Group").objects.filter(name=name).first()
        if group is not None:
            group.permissions.add(*of_letters, *(of_rules if rights else []))


def permissions_of(apps, model, names):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="letters", model=model
    )
    return [
        apps.get_model("auth.Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in names.items()
    ]


def forbid(apps, schema_editor):
    permissions = apps.get_model("auth.Permission").objects
    for permission in permissions.filter(content_type__app_label="letters"):
        permission.group_set.clear()


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0001_initial"),
        ("newsroom", "0010_alter_act_kind"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(allow, forbid)]
