"""A photo takes over what its file says when it comes in, and never writes over what an editor said."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.incoming.errors import IncomingError
from broadsheet.incoming.tests.made import sent
from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import User
from broadsheet.photos.metadata.filling import read_again
from broadsheet.photos.models import Photo
from broadsheet.photos.tests.blocks_made import exif, iim, in_jpeg, packet
from broadsheet.photos.tests.noted import NOTE, NOTED
from broadsheet.photos.tests.screens import fields_of as sent_back
from broadsheet.press.models import Change

pytestmark = pytest.mark.django_db
SAID = {
    "caption": "Lund rows to Larkmere.\n\nIt is her last trip.",
    "credit": "Nell Roe / AP",
    "headline": "First boat",
    "alt_text": "A woman in a rowing boat",
    "people": "Käthe Lund",
    "keywords": "river, dawn",
    "place": "Larkmere, Wisconsin",
    "title": "The last trip",
}


def noted_file(**changed: str) -> bytes:
    """Return a picture whose file says what `SAID` has."""
    said = {**SAID, **changed}
    people, words = said["people"], said["keywords"].replace(", ", "</rdf:li><rdf:li>")
    return in_jpeg(
        xmp=(
            packet(
                f"<dc:description>{said['caption']}</dc:description><dc:title>{said['title']}</dc:title>"
                f"<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>{people}</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>"
                f"<dc:subject><rdf:Bag><rdf:li>{words}</rdf:li></rdf:Bag></dc:subject>"
                "<dc:creator>Nell Roe</dc:creator>",
                photoshop__Source="AP",
                photoshop__Headline=said["headline"],
                photoshop__City="Larkmere",
                photoshop__State="Wisconsin",
                photoshop__DateCreated="2024-05-10T14:03:22",
                Iptc4xmpCore__AltTextAccessibility=said["alt_text"],
            ),
        )
    )


def fields_of(photo: Photo) -> dict[str, str]:
    return {name: getattr(photo, name) for name in SAID}


@pytest.fixture
def desk(client: Client, photo_editor: User, paper: Paper, home: Path) -> Client:
    client.force_login(photo_editor)
    return client


def by_the_list(desk: Client, raw: bytes, title: str) -> None:
    desk.post(reverse("upload_photos"), {"files": [sent("boat.jpg", raw)]})


def by_many_at_once(desk: Client, raw: bytes, title: str) -> None:
    desk.post(reverse("upload_photo"), {"files": sent("boat.jpg", raw)})


def by_a_chooser(desk: Client, raw: bytes, title: str) -> None:
    words = {
        "image-chooser-upload-title": title,
        "image-chooser-upload-file": sent("boat.jpg", raw),
    }
    desk.post(reverse("wagtailimages_chooser:create"), words)


def by_a_program(_desk: Client, raw: bytes, title: str) -> None:
    Photo.objects.create(title=title, file=sent("boat.jpg", raw))


@pytest.mark.parametrize("send", [by_the_list, by_many_at_once, by_a_chooser, by_a_program])
def test_a_photo_that_comes_in_says_what_its_file_says_whichever_way_it_came(
    desk: Client, send: Callable[[Client, bytes, str], None]
):
    send(desk, noted_file(), "boat.jpg")

    photo = Photo.objects.get()
    assert fields_of(photo) == SAID
    assert photo.taken_at == datetime(2024, 5, 10, 19, 3, 22, tzinfo=UTC)
    assert photo.credit_read.creators == ("Nell Roe",)
    named = photo.named.filter(role__in=["maker", "shown"])
    assert set(named.values_list("name", flat=True)) == {"nell roe", "käthe lund"}
    assert photo.noted["form"]["credit"] == {
        "value": "Nell Roe / AP",
        "origin": "XMP dc:creator, XMP photoshop:Source",
    }


def test_what_was_typed_with_the_file_stays(desk: Client):
    words = {"files": sent("boat.jpg", noted_file()), "caption": "Mine.", "credit": "Jon Abbey"}
    desk.post(reverse("upload_photo"), words)

    photo = Photo.objects.get()
    assert (photo.caption, photo.credit) == ("Mine.", "Jon Abbey")
    assert photo.alt_text == SAID["alt_text"]
    assert photo.noted["said"]["caption"]["value"] == SAID["caption"]


def test_what_was_ignored_is_kept_with_its_reason(home: Path):
    raw = in_jpeg(exif=exif(ImageDescription="OLYMPUS DIGITAL CAMERA"), iim=(iim((80, b" ")),))

    photo = Photo.objects.create(title="Boat", file=sent("boat.jpg", raw))

    assert photo.caption == ""
    assert [(one["field"], one["value"], one["why"]) for one in photo.noted["ignored"]] == [
        ("caption", "OLYMPUS DIGITAL CAMERA", "camera"),
        ("creators", "", "blank"),
    ]


def test_a_photo_whose_file_says_nothing_keeps_nothing(make_photo: Any, home: Path):
    assert make_photo().noted == {}


@pytest.mark.parametrize("kind", NOTED)
def test_neither_degrees_nor_a_number_of_a_device_are_kept(home: Path, kind: str):
    photo = Photo.objects.create(title="Boat", file=sent(f"a.{kind}", NOTED[kind]()))

    kept = str(Photo.objects.values().get(pk=photo.pk))

    assert NOTE.decode() not in kept
    assert "44.51" not in kept


# Read again ---------------------------------------------------------------------------------------
@pytest.fixture
def photo(paper: Paper, home: Path) -> Photo:
    return Photo.objects.create(title="boat", file=sent("boat.jpg", noted_file()))


def test_an_editors_words_are_never_overwritten_when_the_file_is_read_again(photo: Photo):
    photo.caption, photo.keywords, photo.alt_text = "Mine.", "mine", ""
    photo.save()

    changed = read_again(photo)

    photo.refresh_from_db()
    assert (photo.caption, photo.keywords) == ("Mine.", "mine")
    assert photo.alt_text == SAID["alt_text"]
    assert changed == {"alt_text"}


def test_reading_a_file_again_that_says_the_same_changes_nothing(photo: Photo):
    lines = Change.objects.count()

    assert read_again(Photo.objects.get(pk=photo.pk)) == set()
    assert Change.objects.count() == lines


def test_a_new_file_replaces_what_the_old_one_said_and_nothing_else(photo: Photo):
    photo.headline = "My headline"
    photo.save()
    photo = Photo.objects.get(pk=photo.pk)

    photo.file = sent("later.jpg", noted_file(caption="Lund rows back.", headline="Last boat"))
    photo.save()

    photo.refresh_from_db()
    assert (photo.caption, photo.headline) == ("Lund rows back.", "My headline")
    assert photo.noted["said"]["headline"]["value"] == "Last boat"


def test_a_new_file_that_says_less_takes_nothing_away(photo: Photo):
    photo.file = sent("later.jpg", in_jpeg())
    photo.save()
    photo = Photo.objects.get(pk=photo.pk)
    assert fields_of(photo) == SAID

    photo.file = sent("again.jpg", noted_file(caption="Lund rows back."))
    photo.save()

    assert Photo.objects.get(pk=photo.pk).caption == "Lund rows back."


def test_a_form_that_nobody_touched_leaves_the_words_the_files_own(desk: Client, photo: Photo):
    """A browser sends other ends of lines than it got, and no seconds."""
    path = reverse("photo_page", args=[photo.pk])
    words = sent_back(desk.get(path), path)
    words["caption"] = words["caption"].replace("\n", "\r\n")
    assert desk.post(path, words).status_code == 302
    photo = Photo.objects.get(pk=photo.pk)
    photo.taken_at = photo.taken_at.replace(second=0)
    photo.save()

    photo.file = sent("later.jpg", noted_file(caption="Lund rows back."))
    photo.save()

    photo = Photo.objects.get(pk=photo.pk)
    assert photo.caption == "Lund rows back."
    assert "taken_at" in photo.noted["filled"]


def test_a_save_without_the_file_reads_nothing(photo: Photo, monkeypatch: pytest.MonkeyPatch):
    def read(*_args: object, **_more: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr("broadsheet.photos.metadata.filling.read_file", read)

    photo.caption = ""
    photo.save()
    photo.save(update_fields=["caption"])
    Photo.objects.defer("file").get(pk=photo.pk).save()

    assert Photo.objects.get(pk=photo.pk).caption == ""


def test_a_photo_that_has_lost_its_file_says_what_to_do(photo: Photo, home: Path):
    (home / "media" / photo.file.name).unlink()

    with pytest.raises(IncomingError, match="Choose the file again"):
        read_again(photo)


def test_the_file_is_kept_as_it_was_sent(photo: Photo):
    assert photo.file.read() == noted_file()


def test_a_name_that_is_none_is_no_harm(make_photo: Any, home: Path):
    assert make_photo(people="very long " * 40).people


def test_a_photo_is_taken_with_whatever_its_file_says(paper: Paper, home: Path):
    long = "A very long word indeed " * 300
    raw = noted_file(headline=long, alt_text=long, title=long, keywords=long, people=long)

    photo = Photo.objects.create(title="boat", file=sent("boat.jpg", raw))

    photo.full_clean()
    assert (photo.people, photo.keywords) == ("", "")
    assert photo.noted["form"]["alt_text"]["doubt"] == "shortened"
