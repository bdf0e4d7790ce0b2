"""What photos are found by: their words, their places, the lines of their credits."""

import django.db.models.deletion
from django.db import migrations, models

from broadsheet.photos.credits.names import plain_name
from broadsheet.photos.folding import folded

SEARCHED = ("title", "headline", "caption", "credit", "place", "people", "keywords")
AT_A_TIME = 500


def index(apps, _schema_editor):
    photo_model, words = apps.get_model("photos", "Photo"), apps.get_model("photos", "Words")
    named = apps.get_model("photos", "Named")
    found, names = [], []
    for photo in photo_model.objects.only(*SEARCHED).iterator(AT_A_TIME):
        text = folded("\n".join(getattr(photo, name) for name in SEARCHED))
        found.append(words(photo_id=photo.pk, text=text))
        for role, name in (("place", photo.place), ("line", photo.credit)):
            if plain_name(name):
                names.append(named(photo_id=photo.pk, role=role, name=plain_name(name)[:255]))
    words.objects.bulk_create(found, AT_A_TIME, ignore_conflicts=True)
    named.objects.bulk_create(names, AT_A_TIME)


class Migration(migrations.Migration):
    dependencies = [("photos", "0008_glimpses")]

    operations = [
        migrations.CreateModel(
            name="Words",
            fields=[
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="photos.photo",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={"verbose_name": "words", "verbose_name_plural": "words"},
        ),
        migrations.AlterField(
            model_name="named",
            name="role",
            field=models.CharField(
                choices=[("maker", "Made by"), ("shown", "Shows"), ("place", "Place"), ("line", "Credit")],
                max_length=5,
            ),
        ),
        migrations.AddIndex(
            model_name="photo", index=models.Index(fields=["taken_at"], name="photos_taken")
        ),
        migrations.AddIndex(
            model_name="photo", index=models.Index(fields=["until"], name="photos_until")
        ),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
