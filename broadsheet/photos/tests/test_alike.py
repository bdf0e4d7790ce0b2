"""A photo that is in the archive already is found when it comes in again, however it was saved."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageEnhance, ImageOps

from broadsheet.incoming.tests.made import sent, written
from broadsheet.photos.alike import MOST_DIFFERENCES, UNSEEN, look_alikes, note_look
from broadsheet.photos.arriving import look_into, look_into_older
from broadsheet.photos.models import Glimpse, Photo
from broadsheet.photos.tests.noted import turned
from broadsheet.press.models import Change

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parent.parent.parent.parent / "demo" / "photos"


def shown(name: str) -> Image.Image:
    return Image.open(DEMO / f"{name}-800.webp").convert("RGB")


def cut(picture: Image.Image, *sides: float) -> Image.Image:
    """Return a picture without these parts of it: left, top, right, bottom."""
    wide, high = picture.size
    left, top, right, bottom = sides
    return picture.crop(
        (int(wide * left), int(high * top), int(wide * (1 - right)), int(high * (1 - bottom)))
    )


@pytest.fixture
def bring(home: Path) -> Callable[..., Photo]:
    """Return a function that brings a picture in, and does with it what the worker does first."""

    def bring_in(picture: Image.Image | bytes, ending: str = "jpg", **how: Any) -> Photo:
        kind = {"jpg": "JPEG"}.get(ending, ending.upper())
        raw = picture if isinstance(picture, bytes) else written(picture, kind, **how)
        photo = Photo.objects.create(title="Ferry", file=sent(f"ferry.{ending}", raw))
        look_into.call(photo.pk)
        return Photo.objects.get(pk=photo.pk)

    return bring_in


CHANGED: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it was": lambda one: one,
    "a fifth of its size": lambda one: ImageOps.contain(one, (160, 160)),
    "in grey": lambda one: one.convert("L"),
    "darker": lambda one: ImageEnhance.Brightness(one).enhance(0.7),
    "with more contrast": lambda one: ImageEnhance.Contrast(one).enhance(1.4),
    "in stronger colours": lambda one: ImageEnhance.Color(one).enhance(1.6),
    "cut a little on each side": lambda one: cut(one, 0.02, 0.02, 0.02, 0.02),
    "cut a little on one side": lambda one: cut(one, 0.04, 0, 0, 0),
    "turned a little": lambda one: one.rotate(1, resample=Image.Resampling.BICUBIC),
}


@pytest.mark.parametrize("how", CHANGED)
def test_the_same_photo_is_found_though_it_was_changed(bring: Callable[..., Photo], how: str):
    first = bring(shown("ferry"))
    bring(shown("bridge"))

    again = bring(CHANGED[how](shown("ferry")), quality=40)

    assert [one.photo for one in look_alikes(again)] == [first]
    assert [one.photo for one in look_alikes(first)] == [again]


@pytest.mark.parametrize("ending", ["png", "webp", "avif", "gif"])
def test_the_same_photo_is_found_in_whatever_kind_of_file(bring: Callable[..., Photo], ending: str):
    first = bring(shown("ferry"))

    [found] = look_alikes(bring(shown("ferry"), ending))

    assert found.photo == first
    assert found.distance <= 6


def test_a_photo_of_a_camera_that_was_held_upright_is_found_as_readers_see_it(
    bring: Callable[..., Photo],
):
    first = bring(turned("JPEG", 1))

    assert [one.photo for one in look_alikes(bring(turned("JPEG", 6)))] == [first]


def test_no_two_photos_of_the_demo_paper_are_taken_for_one(bring: Callable[..., Photo]):
    photos = [bring(Image.open(file)) for file in sorted(DEMO.glob("*-400.webp"))]

    assert len(photos) > 15
    assert [photo for photo in photos if look_alikes(photo)] == []


def test_the_likest_stands_first(bring: Callable[..., Photo]):
    far = bring(cut(shown("ferry"), 0.02, 0.02, 0.02, 0.02))
    near = bring(ImageOps.contain(shown("ferry"), (400, 400)))

    found = look_alikes(bring(shown("ferry")))

    assert [one.photo for one in found] == [near, far]
    assert found[0].distance < found[1].distance <= MOST_DIFFERENCES


def test_a_photo_whose_file_was_replaced_is_looked_at_anew(
    bring: Callable[..., Photo], django_capture_on_commit_callbacks: Any
):
    ferry, bridge = bring(shown("ferry")), bring(shown("bridge"))

    with django_capture_on_commit_callbacks(execute=True):
        ferry.file = sent("bridge.jpg", written(shown("bridge"), "JPEG"))
        ferry.save()

    assert [one.photo for one in look_alikes(Photo.objects.get(pk=bridge.pk))] == [ferry]


def test_a_change_of_its_caption_looks_at_no_photo_again(
    bring: Callable[..., Photo],
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
):
    photo = bring(shown("ferry"))
    monkeypatch.setattr(
        "broadsheet.photos.arriving.note_look", lambda _photo: pytest.fail("looked at")
    )

    photo.caption = "The ferry leaves."
    with django_capture_on_commit_callbacks(execute=True):
        photo.save()


def test_photos_from_before_are_looked_at_by_and_by(bring: Callable[..., Photo]):
    first, again = bring(shown("ferry")), bring(shown("ferry"))
    Glimpse.objects.all().delete()
    for photo in (first, again):
        photo.look = ""
        photo.save(update_fields=["look"])
    assert look_alikes(first) == []

    look_into_older()

    assert [one.photo for one in look_alikes(Photo.objects.get(pk=first.pk))] == [again]


def test_a_photo_that_has_lost_its_file_is_no_trouble_and_is_not_tried_again(
    bring: Callable[..., Photo],
):
    photo = bring(shown("ferry"))
    photo.renditions.all().delete()
    photo.file.storage.delete(photo.file.name)
    photo.look = ""
    photo.save(update_fields=["look"])

    look_into_older()

    assert Photo.objects.get().look == UNSEEN
    assert look_alikes(Photo.objects.get()) == []


def test_among_many_photos_a_few_are_read_by_the_index(bring: Callable[..., Photo]):
    first = bring(shown("ferry"))
    chance = random.Random(7)
    others = [
        Photo(
            title="Other", file="no.jpg", width=3, height=2, look=f"{chance.getrandbits(128):032x}"
        )
        for _ in range(800)
    ]
    Photo.objects.bulk_create(others)
    for photo in others:
        parts = [int(photo.look[at : at + 4], 16) for at in range(0, 32, 4)]
        photo.glimpse_rows = [
            Glimpse(photo=photo, value=place << 16 | part) for place, part in enumerate(parts)
        ]
    Glimpse.objects.bulk_create(row for photo in others for row in photo.glimpse_rows)
    again = bring(shown("ferry"))

    with CaptureQueriesContext(connection) as asked:
        found = look_alikes(again)

    assert [one.photo for one in found] == [first]
    assert len(asked) == 2


def test_nothing_is_found_for_a_photo_that_nobody_has_looked_at(make_photo: Callable[..., Photo]):
    assert look_alikes(make_photo()) == []


def test_what_a_photo_looks_like_is_no_change_for_readers(bring: Callable[..., Photo]):
    photo = bring(shown("ferry"))
    before = Change.objects.count()

    note_look(photo)

    assert Change.objects.count() == before
