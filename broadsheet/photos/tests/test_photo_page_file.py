"""What a photo's page tells of its file: what it said and where, what was left out, what looks like it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection

from broadsheet.incoming.tests.made import sent
from broadsheet.newsroom.models import User
from broadsheet.photos.alike import note_look
from broadsheet.photos.models import Photo
from broadsheet.photos.tests.blocks_made import exif, iim, in_jpeg, packet
from broadsheet.photos.tests.screens import fields_of, page_of, words_of

pytestmark = pytest.mark.django_db
NOTED = in_jpeg(
    xmp=(packet(photoshop__Credit="Nell Roe / AP", photoshop__Headline="Ferry stops"),),
    iim=(iim((120, b"The ferry waits."), (90, b"Larkmere")),),
    exif=exif(ImageDescription="OLYMPUS DIGITAL CAMERA"),
)


@pytest.fixture
def at_desk(client: Client, photo_editor: User, paper: Any, home: Any) -> Client:
    client.force_login(photo_editor)
    return client


@pytest.fixture
def bring(home: Any) -> Callable[..., Photo]:
    """Return a function that takes in a photo whose file says something."""

    def bring_in(**fields: Any) -> Photo:
        fields.setdefault("title", "Ferry")
        return Photo.objects.create(file=sent("ferry.jpg", NOTED), **fields)

    return bring_in


def told(client: Client, photo: Photo) -> list[str]:
    page = page_of(client.get(f"/newsroom/photos/{photo.pk}/"))
    return [words_of(line) for line in page.select(".newsroom-said div")]


def test_the_page_tells_what_the_file_said_and_where(at_desk: Client, bring: Any):
    lines = told(at_desk, bring())

    assert "Credit Nell Roe / AP XMP photoshop:Credit" in lines
    assert "Headline Ferry stops XMP photoshop:Headline" in lines
    assert "Caption The ferry waits. IIM 2:120" in lines


def test_what_was_not_taken_over_is_told_with_the_reason(at_desk: Client, bring: Any):
    lines = told(at_desk, bring())

    (camera,) = [line for line in lines if "OLYMPUS" in line]
    assert camera.endswith("A camera or program wrote it, not a person.")


def test_what_all_photos_of_an_upload_share_goes_before_what_each_file_says(
    at_desk: Client, home: Any
):
    upload = "/newsroom/photos/add/"
    words = fields_of(at_desk.get(upload), upload)

    at_desk.post(f"{upload}one/", {**words, "place": "Harrow Bend", "files": sent("a.jpg", NOTED)})

    photo = Photo.objects.get()
    assert (photo.place, photo.caption, photo.credit) == (
        "Harrow Bend",
        "The ferry waits.",
        "Nell Roe / AP",
    )


def test_reading_the_file_again_fills_what_is_empty_and_leaves_what_somebody_wrote(
    at_desk: Client, bring: Any
):
    photo = bring()
    photo.caption, photo.credit = "Somebody's words.", ""
    photo.save()

    page = at_desk.post(f"/newsroom/photos/{photo.pk}/read-file/", follow=True)

    photo.refresh_from_db()
    assert "Filled from the file: Credit." in page.text
    assert (photo.caption, photo.credit) == ("Somebody's words.", "Nell Roe / AP")
    again = at_desk.post(f"/newsroom/photos/{photo.pk}/read-file/", follow=True)
    assert "The file says nothing that does not stand here already." in again.text


def test_a_file_that_is_lost_is_told_and_changes_nothing(at_desk: Client, bring: Any):
    photo = bring()
    photo.file.storage.delete(photo.file.name)

    page = at_desk.post(f"/newsroom/photos/{photo.pk}/read-file/", follow=True)

    assert "file cannot be opened" in page.text


def test_who_may_not_change_a_photo_has_its_file_read_by_nobody(
    client: Client, reporter: User, bring: Any, paper: Any
):
    photo = bring()
    client.force_login(reporter)

    assert client.post(f"/newsroom/photos/{photo.pk}/read-file/").status_code == 403
    assert "Read the file again" not in client.get(f"/newsroom/photos/{photo.pk}/").text


def test_photos_that_look_alike_are_shown_on_the_page_and_after_an_upload(
    at_desk: Client, bring: Any
):
    first, second = bring(title="First"), bring(title="Second")
    for photo in (first, second):
        note_look(photo)

    page = at_desk.get(f"/newsroom/photos/{second.pk}/").text
    afterwards = at_desk.get(f"/newsroom/photos/describe/?id={second.pk}").text

    for text in (page, afterwards):
        assert "Another photo looks like it:" in text
        assert f'href="/newsroom/photos/{first.pk}/"' in text


def test_no_photo_of_another_collection_is_shown_for_looking_alike(
    client: Client, reporter: User, bring: Any, paper: Any
):
    own = Collection.get_first_root_node().add_child(name="Ours")
    reporter.groups.get().collection_permissions.update(collection=own)
    photo, theirs = bring(collection=own), bring(title="Theirs")
    for one in (photo, theirs):
        note_look(one)
    client.force_login(reporter)

    page = client.get(f"/newsroom/photos/{photo.pk}/")

    assert page.status_code == 200
    assert "looks like it" not in page.text


def test_how_it_was_made_is_chosen_in_iptcs_words(at_desk: Client, bring: Any):
    photo = bring()
    path = f"/newsroom/photos/{photo.pk}/"

    at_desk.post(path, {**fields_of(at_desk.get(path), path), "source_type": "print"})

    photo.refresh_from_db()
    assert photo.source_type == "print"
    assert "Scan of a print" in at_desk.get(path).text
