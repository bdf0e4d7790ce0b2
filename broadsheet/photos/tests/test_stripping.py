"""What a picture's file holds besides the picture: readers get none of it, whatever the kind."""

import threading
import time
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageFile

from broadsheet.incoming.tests.made import (
    GIF_AND_SCRIPT,
    JPEG_AND_ZIP,
    chunk,
    picture,
    sent,
    written,
)
from broadsheet.newsroom.models import User
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import SPECS, sizes_of
from broadsheet.photos.tests.noted import NOTE, NOTED, segment, turned
from tests.town import jpeg

pytestmark = pytest.mark.django_db
# As pages ask for sizes, as the newsroom does, and in every kind that can be asked for.
EVERY_SPEC = [
    SPECS[0],
    "original",
    "max-165x165",
    "fill-20x20-c100",
    *[f"width-30|format-{kind}" for kind in ("jpeg", "png", "gif", "webp", "avif")],
    "width-30|format-webp-lossless",
]
MARKS = [
    NOTE,
    b"Exif\0\0",
    b"eXIf",
    b"xmpmeta",
    b"8BIM",
    b"XMP DataXMP",
    b"Ducky",
    b"Raw profile",
    b"tIME",
]
# In a JPEG each way of holding a camera; in the others, two of them.
TURNED = [("JPEG", way) for way in range(1, 9)]
TURNED += [(kind, way) for kind in ("PNG", "WEBP", "AVIF") for way in (5, 6)]


@pytest.fixture
def desk(client: Client, reporter: User, home: Path) -> Client:
    client.force_login(reporter)
    return client


def take_in(desk: Client, name: str, raw: bytes) -> Photo:
    answer = desk.post(reverse("upload_photo"), {"files": sent(name, raw)})
    assert answer.status_code == 200, answer.text
    return Photo.objects.get()


def seen(url: str) -> Image.Image:
    """Return the picture at an address, as a reader's browser decodes it."""
    answer = Client().get(url)
    assert answer.status_code == 200
    return Image.open(BytesIO(answer.content)).convert("RGB")


@pytest.mark.parametrize("kind", NOTED)
def test_u05_no_size_of_a_photo_says_where_with_what_or_by_whom_it_was_made(
    desk: Client, kind: str
):
    raw = NOTED[kind]()
    assert NOTE in raw
    photo = take_in(desk, f"ferry.{kind}", raw)

    made = [photo.get_rendition(spec).url for spec in EVERY_SPEC]

    for url in made:
        content = Client().get(url).content
        assert len(content) > 50
        assert [mark for mark in MARKS if mark in content] == [], url


@pytest.mark.parametrize("kind", NOTED)
def test_u05_of_all_files_that_are_kept_none_with_its_notes_is_at_any_address(
    desk: Client, home: Path, kind: str
):
    photo = take_in(desk, f"ferry.{kind}", NOTED[kind]())
    sizes_of(photo)
    kept = [path for path in (home / "media").rglob("*") if path.is_file()]
    with_notes = [path for path in kept if NOTE in path.read_bytes()]
    assert with_notes

    for path in with_notes:
        name = path.relative_to(home / "media")
        for address in (f"/media/{name}", f"/media/images/../{name}", f"/documents/1/{path.name}"):
            assert Client().get(address).status_code == 404


def test_u05_sizes_from_before_that_may_hold_notes_are_taken_away_and_made_anew(
    desk: Client, home: Path, django_capture_on_commit_callbacks: Any
):
    photo = take_in(desk, "ferry.jpg", NOTED["jpg"]())
    thumbnail = photo.get_rendition("max-165x165")
    (home / "media" / thumbnail.file.name).write_bytes(NOTED["jpg"]())
    kept = {size.url for size in sizes_of(photo)}
    migration = import_module("broadsheet.photos.migrations.0003_sizes_with_notes")

    with django_capture_on_commit_callbacks(execute=True):
        migration.take_away(apps, SimpleNamespace(connection=connection))

    assert Client().get(thumbnail.url).status_code == 404
    assert {size.url for size in sizes_of(Photo.objects.get())} == kept
    assert all(Client().get(url).status_code == 200 for url in kept)
    anew = Photo.objects.get().get_rendition("max-165x165").url
    assert NOTE not in Client().get(anew).content


def test_the_newsroom_keeps_the_original_as_it_was_sent(desk: Client):
    raw = NOTED["jpg"]()

    assert take_in(desk, "ferry.jpg", raw).file.read() == raw


@pytest.mark.parametrize(("kind", "orientation"), TURNED)
def test_u06_a_photo_of_a_camera_that_was_turned_is_the_right_way_up(
    desk: Client, kind: str, orientation: int
):
    ending = {"JPEG": "jpg"}.get(kind, kind.lower())
    photo = take_in(desk, f"ferry.{ending}", turned(kind, orientation))

    for spec in (SPECS[0], "max-165x165"):
        shown = seen(photo.get_rendition(spec).url)
        corners = [shown.getpixel(place) for place in ((10, 8), (54, 8), (10, 40), (54, 40))]
        assert shown.size == (64, 48)
        assert [red > blue for red, _green, blue in corners] == [True, False, False, False]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.jpg", jpeg()[:2] + segment(0xE1, b"Exif\0\0XXXX" + bytes(40)) + jpeg()[2:]),
        (
            "a.png",
            picture("PNG")[:33]
            + chunk(b"tEXt", b"Raw profile type exif\0\nexif\n4\nno digits")
            + picture("PNG")[33:],
        ),
    ],
)
def test_u06_a_photo_whose_notes_are_damaged_is_shown_all_the_same(
    desk: Client, name: str, raw: bytes
):
    photo = take_in(desk, name, raw)

    assert seen(sizes_of(photo)[0].url).width == min(400, photo.width)


@pytest.mark.parametrize(
    ("name", "raw", "script"),
    [
        ("a.gif", GIF_AND_SCRIPT, b"alert('nell')"),
        ("a.jpg", JPEG_AND_ZIP, b"nell.txt"),
    ],
)
def test_u02_a_picture_that_is_also_something_else_ends_as_a_picture_alone(
    desk: Client, name: str, raw: bytes, script: bytes
):
    photo = take_in(desk, name, raw)

    for spec in EVERY_SPEC:
        answer = Client().get(photo.get_rendition(spec).url)
        assert answer.status_code == 200
        assert script not in answer.content
        assert answer["Content-Type"].startswith("image/")
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert Client().get(f"/media/{photo.file.name}").status_code == 404


# Colours ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "drawn", "kind", "grey"),
    [
        ("a.jpg", Image.new("CMYK", (64, 48), (0, 0, 0, 128)), "JPEG", 127),
        ("a.png", Image.new("I;16", (64, 48), 128 * 256), "PNG", 128),
        ("a.png", Image.new("L", (64, 48), 128), "PNG", 128),
        ("a.png", Image.new("1", (64, 48), 1), "PNG", 255),
        ("a.png", Image.new("LA", (64, 48), (128, 255)), "PNG", 128),
        ("a.gif", Image.new("P", (64, 48), 0), "GIF", 0),
    ],
)
def test_a_picture_for_the_press_or_for_science_has_its_own_brightness(
    desk: Client, name: str, drawn: Image.Image, kind: str, grey: int
):
    photo = take_in(desk, name, written(drawn, kind))

    for spec in (SPECS[0], "max-165x165", "width-30|format-jpeg"):
        shown = seen(photo.get_rendition(spec).url).getpixel((5, 5))
        assert all(abs(level - grey) <= 3 for level in shown), (spec, shown)


def test_a_picture_for_the_press_with_a_broken_profile_is_shown_all_the_same(desk: Client):
    raw = written(Image.new("CMYK", (64, 48), (0, 0, 0, 128)), "JPEG", icc_profile=b"no profile")

    photo = take_in(desk, "a.jpg", raw)

    assert seen(sizes_of(photo)[0].url).size == (64, 48)


# Memory -------------------------------------------------------------------------------------------
def test_a_large_photo_is_never_decoded_twice_at_once(
    make_photo: Any, home: Path, monkeypatch: pytest.MonkeyPatch
):
    photo: Photo = make_photo()
    specs = ["max-10x10", "max-20x20", "max-30x30"]
    make, now, most = Photo.generate_rendition_file, [], []

    def make_slowly(self: Photo, *args: Any, **kwargs: Any) -> Any:
        now.append(threading.get_ident())
        most.append(len(now))
        time.sleep(0.02)
        now.pop()
        return make(self, *args, **kwargs)

    monkeypatch.setattr(Photo, "generate_rendition_file", make_slowly)

    made = photo.get_renditions(*specs)

    assert list(made) == specs
    assert most == [1, 1, 1]


def test_how_large_a_photo_is_is_read_and_not_decoded(home: Path, monkeypatch: pytest.MonkeyPatch):
    def decode(*_args: object, **_more: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decode)

    photo = Photo(title="Ferry", file=sent("ferry.jpg", jpeg()))

    assert (photo.width, photo.height) == (480, 320)
