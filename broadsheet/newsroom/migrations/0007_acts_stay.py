"""The record of acts is only added to, by the database itself, and publishers read it."""

from django.db import migrations

SQLITE = [
    f"""
    CREATE TRIGGER newsroom_act_stays_{act.lower()} BEFORE {act} ON newsroom_act
    BEGIN SELECT RAISE(ABORT, 'The record of acts is only added to.'); END
    """
    for act in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """
    CREATE FUNCTION newsroom_act_stays() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'The record of acts is only added to.'; END $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER newsroom_act_stays BEFORE UPDATE OR DELETE ON newsroom_act
    FOR EACH ROW EXECUTE FUNCTION newsroom_act_stays()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER newsroom_act_stays_update",
        "DROP TRIGGER newsroom_act_stays_delete",
    ],
    "postgresql": [
        "DROP TRIGGER newsroom_act_stays ON newsroom_act",
        "DROP FUNCTION newsroom_act_stays()",
    ],
}


def keep(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def stop_keeping(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def let_publishers_read(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="newsroom", model="act"
    )
    may_view, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename="view_act", defaults={"name": "Can view act"}
    )
    publishers = apps.get_model("auth.Group").objects.filter(name="Publisher").first()
    if publishers is not None:
        publishers.permissions.add(may_view)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_act")]

    operations = [
        migrations.RunPython(keep, stop_keeping),
        migrations.RunPython(let_publishers_read, migrations.RunPython.noop),
    ]
