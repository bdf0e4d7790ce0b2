"""Photos that were there before they could be found by words and places are found after the update."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from broadsheet.photos.desk.finding import Wanted, find_photos
from broadsheet.photos.models import Named, Photo, Words

pytestmark = pytest.mark.django_db
migration = import_module("broadsheet.photos.migrations.0009_finding")


def test_the_update_finds_older_photos_by_words_places_and_credits(make_photo: Any):
    photo = make_photo("Élan at the landing.", "Nell Roe / AP", place="Harrow Bend")
    bare = make_photo("", "", alt="")
    Words.objects.all().delete()
    Named.objects.exclude(role=Named.Role.MAKER).delete()

    migration.index(apps, None)

    for wanted in (Wanted(words="elan bend"), Wanted(place="harrow"), Wanted(credit="ap")):
        assert find_photos(Photo.objects.all(), wanted).keys == [photo.pk]
    assert set(Words.objects.values_list("photo", flat=True)) == {photo.pk, bare.pk}
    assert photo.named.filter(role=Named.Role.MAKER).count() == 1
