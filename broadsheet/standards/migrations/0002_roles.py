"""Who works on reports of errors and requests about stories: editors and publishers; publishers decide and set the rules."""

from django.db import migrations

HANDLE = ("errorreport", {"handle_standards": "Handle reports of errors and requests about stories"})
DECIDE = ("unpublishrequest", {"decide_requests": "Decide on requests to change or take down stories"})
RULES = (
    "standardsrules",
    {f"{right}_standardsrules": f"Can {right} reports of errors and requests" for right in ("add", "change", "view")},
)
ROLES = {"Editor": [HANDLE], "Publisher": [HANDLE, DECIDE, RULES]}


def allow(apps, schema_editor):
    for name, rights in ROLES.items():
        group = apps.get_model("auth.Group").objects.filter(name=name).first()
        if group is not None:
            for model, named in rights:
                group.permissions.add(*permissions_of(apps, model, named))


def permissions_of(apps, model, named):
    # On a fresh database neither content types nor permissions exist yet.
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="standards", model=model
    )
    return [
        apps.get_model("auth.Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in named.items()
    ]


def forbid(apps, schema_editor):
    permissions = apps.get_model("auth.Permission").objects
    for permission in permissions.filter(content_type__app_label="standards"):
        permission.group_set.clear()


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0001_initial"),
        ("newsroom", "0010_alter_act_kind"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(allow, forbid)]
