"""The picture by which colleagues know each other, and other files that Wagtail's own screens ask for."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.users.models import UserProfile

from broadsheet.incoming.tests.made import PAGE, sent, xlsx
from broadsheet.newsroom.models import User
from broadsheet.photos.tests.noted import NOTE, noted_jpeg, turned

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, reporter: User, home: Path) -> Client:
    client.force_login(reporter)
    return client


def send(desk: Client, name: str, raw: bytes) -> Any:
    fields = {
        "name_email-first_name": "Nell",
        "name_email-last_name": "Testwell",
        "name_email-email": "nell@larkmereledger.example",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "avatar-avatar": sent(name, raw),
    }
    return desk.post(reverse("wagtailadmin_account"), fields)


def test_u05_a_selfie_says_to_nobody_where_it_was_taken(desk: Client, home: Path):
    assert send(desk, "selfie.jpg", noted_jpeg()).status_code == 302

    kept = [path for path in (home / "media").rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert NOTE not in kept[0].read_bytes()


def test_u06_a_selfie_is_small_and_the_right_way_up(desk: Client):
    send(desk, "selfie.jpg", turned("JPEG", 6))

    with Image.open(BytesIO(desk.get(portrait()).content)) as shown:
        assert shown.size == (64, 48)
        red, _green, blue = shown.getpixel((10, 8))
        assert red > blue


def portrait() -> str:
    return UserProfile.objects.get().avatar.url


def test_s10_only_colleagues_see_the_picture_of_a_colleague(desk: Client):
    send(desk, "selfie.jpg", noted_jpeg())

    seen = desk.get(portrait())

    assert seen.status_code == 200
    assert seen["Content-Type"] == "image/jpeg"
    assert seen["Cache-Control"] == "private, no-cache"
    assert Client().get(portrait()).status_code == 404


def test_what_is_no_picture_is_refused_beside_the_field_and_changes_nothing(desk: Client):
    answer = send(desk, "selfie.jpg", PAGE)

    assert "This is no picture that browsers show" in answer.text
    assert UserProfile.objects.get().avatar == ""


def test_u07_a_list_of_redirects_is_never_unpacked_from_a_sheet(client: Client, publisher: User):
    client.force_login(publisher)
    url = reverse("wagtailredirects:start_import")

    answer = client.post(url, {"import_file": sent("list.xlsx", xlsx())})

    assert "Save it as one of these: .csv, .tsv" in answer.text
    assert "XLSX" not in client.get(url).text


def test_a_request_without_its_file_is_told_so(desk: Client):
    answer = desk.post(reverse("wagtaildocs:add_multiple"), {"other": sent("a.jpg", b"x")})

    assert answer.status_code == 400
    assert answer.text == "Choose a file."
