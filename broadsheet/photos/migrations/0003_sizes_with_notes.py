"""Take away sizes in which the place where a photo was taken may still stand: those that are no WebP.

The newsroom makes them again, without it, when it next shows them. Readers' pages have WebP alone.
"""

from django.db import migrations, transaction


def take_away(apps, schema_editor):
    sizes = apps.get_model("photos", "Rendition").objects.exclude(filter_spec__contains="format-webp")
    files = [(size.file.storage, size.file.name) for size in sizes.iterator()]
    sizes.delete()

    def remove():
        for storage, name in files:
            storage.delete(name)

    transaction.on_commit(remove, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("photos", "0002_recordings")]

    operations = [migrations.RunPython(take_away, migrations.RunPython.noop)]
