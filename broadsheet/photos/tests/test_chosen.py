"""What a form learns of a photo that was chosen for it: its own words, how it looks, where its subject is."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.models import User
from broadsheet.photos.crops import Crop
from broadsheet.photos.focus import focus_of
from broadsheet.photos.models import Photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(make_photo: Any, home: Any) -> Photo:
    """The ferry, with its subject a quarter from the left and three quarters down."""
    place = {"focal_point_x": 120, "focal_point_y": 240}
    size = {"focal_point_width": 20, "focal_point_height": 20}
    made: Photo = make_photo("The ferry at dusk.", alt="A small ferry", **place, **size)
    return made


def ask(client: Client, photo: Photo) -> Any:
    return client.get(reverse("chosen_photo", args=[photo.pk]))


def test_a_form_learns_what_the_photo_says_and_how_it_looks(
    client: Client, reporter: User, photo: Photo
):
    client.force_login(reporter)

    said = ask(client, photo).json()

    assert (said["caption"], said["alt"]) == ("The ferry at dusk.", "A small ferry")
    assert said["focus"] == [0.25, 0.75]
    assert client.get(said["url"])["Content-Type"] == "image/webp"


def test_a_photo_that_lost_its_file_still_has_its_words(
    client: Client, reporter: User, photo: Photo
):
    client.force_login(reporter)
    photo.renditions.all().delete()
    photo.file.storage.delete(photo.file.name)

    said = ask(client, photo).json()

    assert (said["alt"], said["url"]) == ("A small ferry", "")


def test_who_may_choose_no_photo_learns_nothing_of_one(client: Client, db: None, photo: Photo):
    visitor = User.objects.create_user("visitor")
    visitor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(visitor)

    assert ask(client, photo).status_code == 404


@pytest.mark.parametrize(
    ("crop", "focus"),
    [
        (None, (0.25, 0.75)),
        (Crop(0, 500, 500, 500), (0.5, 0.5)),
        # The subject lies outside: the edge that is nearest.
        (Crop(500, 0, 500, 500), (0.0, 1.0)),
    ],
)
def test_the_subject_is_told_as_parts_of_what_a_crop_leaves(photo: Photo, crop: Any, focus: Any):
    assert focus_of(photo, crop) == focus


def test_without_a_focal_point_a_shape_begins_in_the_middle(
    client: Client, reporter: User, make_photo: Any, home: Any
):
    client.force_login(reporter)

    assert ask(client, make_photo()).json()["focus"] == [0.5, 0.5]
