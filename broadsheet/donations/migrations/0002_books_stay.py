"""What stands in the books stays, by the database itself: entries, receipts, wordings, and who did what, are only added to."""

from django.db import migrations

TABLES = ("entry", "receipt", "receiptvoid", "disclosure", "deed")
WORDS = "The books of gifts are only added to."
SQLITE = [
    f"""
    CREATE TRIGGER donations_{table}_stays_{act.lower()} BEFORE {act} ON donations_{table}
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END
    """
    for table in TABLES
    for act in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION donations_stays() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{WORDS}'; END $$ LANGUAGE plpgsql
    """,
    *(
        f"""
        CREATE TRIGGER donations_{table}_stays BEFORE UPDATE OR DELETE ON donations_{table}
        FOR EACH ROW EXECUTE FUNCTION donations_stays()
        """
        for table in TABLES
    ),
]
UNDO = {
    "sqlite": [
        f"DROP TRIGGER donations_{table}_stays_{act}"
        for table in TABLES
        for act in ("update", "delete")
    ],
    "postgresql": [
        *(f"DROP TRIGGER donations_{table}_stays ON donations_{table}" for table in TABLES),
        "DROP FUNCTION donations_stays()",
    ],
}


def keep(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def stop_keeping(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("donations", "0001_initial")]

    operations = [migrations.RunPython(keep, stop_keeping)]
