"""Readers get the sizes that were made for them, and never what was uploaded."""

import mimetypes
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import sizes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(home: Path, make_photo: Any) -> Photo:
    return make_photo()


def test_a_reader_gets_a_size_of_a_photo_to_keep_for_a_year(client: Client, photo: Photo) -> None:
    answer = client.get(sizes_of(photo)[0].url)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer.content.startswith(b"RIFF")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("ending", ["webp", "avif", "jpg", "jpeg", "png", "gif"])
def test_a_picture_says_its_kind_whatever_the_machine_knows_of_kinds(
    client: Client, home: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(mimetypes, "guess_type", lambda _name: (None, None))
    (home / "media" / "images").mkdir(parents=True)
    (home / "media" / "images" / f"ferry.{ending}").write_bytes(b"<html>")

    answer = client.get(f"/media/images/ferry.{ending}")

    assert answer["Content-Type"] == f"image/{ending.replace('jpg', 'jpeg')}"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_size_that_a_reader_has_is_not_sent_again(client: Client, photo: Photo) -> None:
    url = sizes_of(photo)[0].url
    changed = client.get(url)["Last-Modified"]

    assert client.get(url, headers={"if-modified-since": changed}).status_code == 304


def test_an_original_is_not_for_the_public(client: Client, photo: Photo, home: Path) -> None:
    assert (home / "media" / photo.file.name).exists()

    assert client.get(f"/media/{photo.file.name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "images/../{original}",
        "images/%2e%2e/{original}",
        "images/..%2f{original}",
        "../paper.sqlite3",
        "images/",
        "images/ferry.svg",
        "images/deep/ferry.webp",
        "documents/report.pdf",
    ],
)
def test_no_way_around_leads_to_an_original_or_to_another_file(
    client: Client, photo: Photo, home: Path, path: str
) -> None:
    (home / "media" / "images" / "deep").mkdir(parents=True, exist_ok=True)
    for name in ("images/ferry.svg", "images/deep/ferry.webp"):
        (home / "media" / name).write_bytes(b"not for readers")

    answer = client.get("/media/" + path.format(original=photo.file.name))

    assert answer.status_code == 404


def test_a_file_that_is_lost_answers_that_nothing_is_there(
    client: Client, photo: Photo, home: Path
) -> None:
    url = sizes_of(photo)[0].url
    (home / url.removeprefix("/")).unlink()

    assert client.get(url).status_code == 404


def test_a_narrow_photo_names_each_width_once_and_always_the_same_file(photo: Photo) -> None:
    fetched = [sizes_of(Photo.objects.get(pk=photo.pk)) for _ in range(2)]

    assert fetched[0] == fetched[1]
    assert [size.width for size in fetched[0]] == [400, 480]
    assert fetched[0][1].url.endswith(".480.webp")
