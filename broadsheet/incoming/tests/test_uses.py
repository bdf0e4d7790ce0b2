"""What forms and the manual say of the files that may come in."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from broadsheet.incoming.fields import DocumentField, PictureField
from broadsheet.incoming.pictures import (
    MOST_FRAMES,
    MOST_PIXELS,
    MOST_PIXELS_IN,
    MOST_PIXELS_OF,
    MOST_SIDE,
)
from broadsheet.incoming.uses import DOCUMENT, MEGABYTE, PICTURE, USES, Use
from broadsheet.newsroom.models import User

MANUAL = Path(__file__).parents[3] / "docs" / "publishers" / "uploads.md"


@pytest.mark.parametrize("use", USES, ids=lambda use: str(use.name))
def test_the_manual_lists_what_may_come_in_with_endings_and_sizes(use: Use):
    endings = ", ".join(use.endings) or "any"

    assert f"| {use.name} | {endings} | {use.most_bytes // MEGABYTE} MB |" in MANUAL.read_text()


def test_the_manual_lists_nothing_else():
    rows = re.findall(r"^\| (.+?) \| .+ MB \|$", MANUAL.read_text(), re.MULTILINE)

    assert sorted(rows) == sorted(str(use.name) for use in USES)


def test_the_manual_names_the_bounds_of_pictures():
    words = MANUAL.read_text()

    assert f"{MOST_PIXELS // 1_000_000} million pixels" in words
    assert (
        "(AVIF, and JPEG in four inks, 25 million; WebP, and AVIF that shines through, 16 million)"
        in words
    )
    assert MOST_PIXELS_OF == {"webp": 16_000_000, "avif": 25_000_000}
    assert MOST_PIXELS_IN == {("avif", "RGBA"): 16_000_000, ("jpeg", "CMYK"): 25_000_000}
    assert f"{MOST_SIDE:,} a side" in words
    assert f"{MOST_FRAMES} frames" in words


def test_what_a_field_says_of_sizes_is_what_is_taken_in():
    assert f"{PICTURE.most_bytes // MEGABYTE} MB" in str(PictureField().help_text)
    assert f"{MOST_PIXELS // 1_000_000} million" in str(PictureField().help_text)
    assert f"{DOCUMENT.most_bytes // MEGABYTE} MB" in str(DocumentField().help_text)
    assert PICTURE.most_bytes == DOCUMENT.most_bytes == settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == MOST_PIXELS
    assert set(PICTURE.endings) == set(settings.WAGTAILIMAGES_EXTENSIONS)
    assert set(DOCUMENT.endings) == set(settings.WAGTAILDOCS_EXTENSIONS)


@pytest.mark.django_db
def test_the_screen_for_several_photos_says_what_the_browser_refuses(
    client: Client, reporter: User
):
    client.force_login(reporter)

    screen = client.get(reverse("upload_photos")).text

    assert "HEIC and SVG are not taken in" in screen
    assert "The file is larger than 40 MB" in screen
