"""Who can publish, or let others in, is asked for a second proof from the start, after two weeks of grace; publishers set the rules."""

from django.db import migrations

ASKED_AT_FIRST = ["Publisher", "Editor"]


def ask(apps, schema_editor):
    rules, _ = apps.get_model("staff.SignInRules").objects.get_or_create(pk=1)
    rules.roles.set(apps.get_model("auth.Group").objects.filter(name__in=ASKED_AT_FIRST))


def let_publishers_set_them(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="staff", model="signinrules"
    )
    publishers = apps.get_model("auth.Group").objects.filter(name="Publisher").first()
    for codename in ("change_signinrules", "view_signinrules"):
        right, _ = apps.get_model("auth.Permission").objects.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": f"Can {codename.replace('_', ' ')}"},
        )
        if publishers is not None:
            publishers.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_initial"),
        ("newsroom", "0003_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(ask, migrations.RunPython.noop),
        migrations.RunPython(let_publishers_set_them, migrations.RunPython.noop),
    ]
