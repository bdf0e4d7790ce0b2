"""Read the credits that photos have, and write down the terms that need nobody's word: our own, and those of open licences."""

from django.db import migrations
from django.utils.text import capfirst

from broadsheet.photos.credits.credit import Credit
from broadsheet.photos.credits.names import own_names, plain_name
from broadsheet.photos.credits.reading import read_credit

EVERYWHERE = ["story", "again", "rail", "front", "share", "feed", "newsletter"]
OPEN = "https://creativecommons.org/licenses/by/4.0/"
OPEN_ALIKE = "https://creativecommons.org/licenses/by-sa/4.0/"
NOBODYS = "https://creativecommons.org/publicdomain/zero/1.0/"
TERMS = (
    {"name": "Our own work", "relation": "staff", "said_in": "The paper's own photographers."},
    {"name": "CC BY 4.0", "licence": "CC BY 4.0", "licence_url": OPEN, "said_in": OPEN},
    {"name": "CC BY-SA 4.0", "licence": "CC BY-SA 4.0", "licence_url": OPEN_ALIKE, "said_in": OPEN_ALIKE},
    {"name": "CC0", "licence": "CC0", "licence_url": NOBODYS, "said_in": NOBODYS},
)


def read(apps, _schema_editor):
    papers = apps.get_model("masthead", "Paper").objects.order_by("pk").values_list("credit_name", "short_name", "name")
    own = own_names(*(capfirst(name) for names in papers for name in names))
    photo_model, named = apps.get_model("photos", "Photo"), apps.get_model("photos", "Named")
    for photo in photo_model.objects.exclude(credit="").only("credit").iterator(500):
        credit: Credit = read_credit(photo.credit, own)
        photo_model.objects.filter(pk=photo.pk).update(credit_parts=credit.parts())
        makers = sorted({plain_name(name) for name in credit.creators} - {""})
        named.objects.bulk_create(named(photo_id=photo.pk, role="maker", name=name) for name in makers)


def write_terms(apps, _schema_editor):
    terms = apps.get_model("photos", "Terms")
    for one in TERMS:
        terms.objects.get_or_create(name=one["name"], defaults={**one, "uses": EVERYWHERE})


class Migration(migrations.Migration):
    dependencies = [("photos", "0004_photo_desk"), ("masthead", "0004_credit_style")]

    operations = [
        migrations.RunPython(read, migrations.RunPython.noop),
        migrations.RunPython(write_terms, migrations.RunPython.noop),
    ]
