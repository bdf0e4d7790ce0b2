"""Many photos at once: what they share, what each says itself, and what is refused."""

import errno
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection

from broadsheet.incoming.tests.made import sent
from broadsheet.newsroom.models import User
from broadsheet.photos.models import Assignment, Photo, Terms
from broadsheet.photos.tests.screens import fields_of, page_of, words_of
from tests.town import jpeg

pytestmark = pytest.mark.django_db
UPLOAD, ONE = "/newsroom/photos/add/", "/newsroom/photos/add/one/"


@pytest.fixture
def at_desk(client: Client, reporter: User, paper: Any, home: Any) -> Client:
    client.force_login(reporter)
    return client


def a_photo(name: str = "ferry.jpg", shade: int = 0) -> SimpleUploadedFile:
    """Return a photo as a browser sends it; of each shade another file."""
    return sent(name, jpeg(sky=(shade, 202, 214)))


def shared(client: Client, **more: Any) -> dict[str, Any]:
    return {**fields_of(client.get(UPLOAD), UPLOAD), **more}


# One by one, as the script sends them -------------------------------------------------------------
def test_a_photo_is_taken_in_with_what_it_shares_with_others(at_desk: Client, reporter: User):
    terms = Terms.objects.create(name="Freelance", uses=["story"])
    words = shared(
        at_desk,
        credit="Jon Abbey / The Ledger",
        caption="The regatta on Saturday.",
        place="Harrow Bend",
        keywords="regatta",
        terms=terms.pk,
        taken_at="2026-11-21 14:00",
    )

    answer = at_desk.post(ONE, {**words, "files": a_photo("Ferry_at_dusk-2.jpg")})

    photo = Photo.objects.get()
    assert answer.json()["photo"] == photo.pk
    assert (photo.title, photo.caption) == ("Ferry at dusk-2", "The regatta on Saturday.")
    assert (photo.credit, photo.place) == ("Jon Abbey / The Ledger", "Harrow Bend")
    assert (photo.terms, photo.uploaded_by_user) == (terms, reporter)
    assert photo.taken_at == datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    # Never made of caption or file name.
    assert photo.alt_text == ""


def test_on_a_full_disk_a_photo_is_refused_in_a_sentence_and_can_be_sent_again(
    at_desk: Client, monkeypatch: pytest.MonkeyPatch
):
    def full(*_args: Any, **_kwargs: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    words = shared(at_desk)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.files.storage.FileSystemStorage._save", full)
        answer = at_desk.post(ONE, {**words, "files": a_photo()})

    assert answer.status_code == 422
    assert "disk is full" in answer.json()["refused"]
    assert not Photo.objects.exists()
    assert at_desk.post(ONE, {**words, "files": a_photo()}).json()["photo"]


def test_a_file_that_is_refused_says_why_and_nothing_of_it_is_kept(at_desk: Client, home: Any):
    answer = at_desk.post(ONE, {**shared(at_desk), "files": sent("ferry.jpg", b"no picture")})

    assert answer.status_code == 422
    assert "This is no picture that browsers show" in answer.json()["refused"]
    assert not Photo.objects.exists()
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_more_than_a_person_may_send_in_a_day_is_refused_file_by_file(
    at_desk: Client, settings: Any
):
    settings.UPLOADS_A_DAY = 1
    words = shared(at_desk)

    first, second = (at_desk.post(ONE, {**words, "files": a_photo(shade=at)}) for at in (1, 2))

    assert first.status_code == 200
    assert "You have sent 1 files within a day" in second.json()["refused"]


def test_what_all_share_and_cannot_be_is_said_once_for_all(at_desk: Client):
    words = shared(at_desk, until="next week")

    answer = at_desk.post(ONE, {**words, "files": a_photo()})

    assert answer.status_code == 422
    assert answer.json()["shared"].startswith("May be shown until:")
    assert not Photo.objects.exists()


def test_the_same_file_that_is_here_already_is_named(at_desk: Client):
    words = shared(at_desk)
    first = at_desk.post(ONE, {**words, "files": a_photo("first.jpg")}).json()

    second = at_desk.post(ONE, {**words, "files": a_photo("second.jpg")}).json()

    assert second["same"] == {"name": first["name"], "url": first["url"]}
    assert second["photo"] != first["photo"]


def test_a_photo_whose_answer_was_lost_on_its_way_is_not_taken_in_twice(at_desk: Client):
    words = shared(at_desk)
    first = at_desk.post(ONE, {**words, "files": a_photo()}).json()

    again = at_desk.post(ONE, {**words, "files": a_photo(), "again": "1"}).json()

    assert again["photo"] == first["photo"]
    assert Photo.objects.count() == 1


def test_where_there_are_several_collections_photos_go_where_they_are_told(
    client: Client, photo_editor: User, paper: Any, home: Any
):
    client.force_login(photo_editor)
    posters = Collection.get_first_root_node().add_child(name="Posters")

    client.post(ONE, {**shared(client, collection=posters.pk), "files": a_photo()})

    assert Photo.objects.get().collection == posters


def test_nobody_puts_photos_where_they_may_not(at_desk: Client):
    other = Collection.get_first_root_node().add_child(name="Posters")
    words = shared(at_desk, collection="99999")

    answer = at_desk.post(ONE, {**words, "files": a_photo()})

    assert answer.status_code == 422
    assert not Photo.objects.filter(collection=other).exists()


# Without scripts ----------------------------------------------------------------------------------
def test_without_scripts_several_files_are_sent_at_once_and_each_says_what_became_of_it(
    at_desk: Client,
):
    files = [a_photo("one.jpg", 1), sent("two.jpg", b"no picture"), a_photo("three.jpg", 3)]

    answer = at_desk.post(UPLOAD, {**shared(at_desk, place="Larkmere"), "files": files})

    lines = [words_of(line) for line in page_of(answer).select(".newsroom-uses li")]
    assert "2 of 3 taken in." in answer.text
    assert lines[0] == "one.jpg"
    assert lines[1].startswith("two.jpg This is no picture")
    assert set(Photo.objects.values_list("title", "place")) == {
        ("one", "Larkmere"),
        ("three", "Larkmere"),
    }
    keys = "&".join(
        f"id={key}" for key in Photo.objects.order_by("pk").values_list("pk", flat=True)
    )
    assert page_of(answer).find("a", href=f"/newsroom/photos/describe/?{keys}")


def test_the_screen_says_how_many_files_one_request_may_hold(at_desk: Client, settings: Any):
    page = at_desk.get(UPLOAD).text

    assert "at most 20 photos and 80 MB in all at once" in page
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES == 20


def test_without_a_photo_nothing_happens_and_the_words_stay(at_desk: Client):
    answer = at_desk.post(UPLOAD, shared(at_desk, caption="Words that took an hour"))

    assert "Choose at least one photo." in answer.text
    assert "Words that took an hour" in answer.text


def test_who_may_bring_no_photos_is_told_so(client: Client, paper: Any, make_photo: Any):
    visitor = User.objects.create_user("visitor")
    client.force_login(visitor)

    assert client.get(UPLOAD).status_code != 200
    assert client.post(ONE, {"files": a_photo()}).status_code in (302, 403)
    assert not Photo.objects.exists()


def test_photos_that_are_brought_for_an_assignment_belong_to_it(
    at_desk: Client,
):
    assignment = Assignment.objects.create(
        what="Regatta", where="Harrow Bend", starts_at=timezone.now()
    )
    words = fields_of(at_desk.get(f"{UPLOAD}?assignment={assignment.pk}"), UPLOAD)

    at_desk.post(ONE, {**words, "files": a_photo()})

    photo = Photo.objects.get()
    assert (photo.assignment, photo.place) == (assignment, "Harrow Bend")


# Afterwards ---------------------------------------------------------------------------------------
def test_title_caption_and_alt_text_of_each_are_filled_on_one_screen(
    at_desk: Client, make_photo: Any, reporter: User
):
    photos = [make_photo(title=name, alt="", uploaded_by_user=reporter) for name in ("A", "B")]
    here = f"/newsroom/photos/describe/?id={photos[1].pk}&id={photos[0].pk}"
    words = fields_of(at_desk.get(here), here)
    first, second = (f"photo-{photo.pk}" for photo in photos)

    at_desk.post(
        here,
        {
            **words,
            f"{first}-alt_text": "A ferry",
            f"{second}-caption": "The mill.",
            f"{second}-title": "Mill",
        },
    )

    for photo in photos:
        photo.refresh_from_db()
    assert photos[0].alt_text == "A ferry"
    assert (photos[1].title, photos[1].caption, photos[1].alt_text) == ("Mill", "The mill.", "")
    shown = page_of(at_desk.get(here)).select(".newsroom-descriptions legend")
    assert [words_of(one) for one in shown] == ["Mill", "A"]


def test_of_many_described_at_once_one_that_is_wrong_keeps_all_as_they_were(
    at_desk: Client, make_photo: Any, reporter: User
):
    photos = [make_photo(title=name, uploaded_by_user=reporter) for name in ("A", "B")]
    here = f"/newsroom/photos/describe/?id={photos[0].pk}&id={photos[1].pk}"
    words = fields_of(at_desk.get(here), here)
    first, second = (f"photo-{photo.pk}" for photo in photos)

    answer = at_desk.post(here, {**words, f"{first}-alt_text": "New", f"{second}-title": ""})

    photos[0].refresh_from_db()
    assert "Nothing was saved yet" in answer.text
    assert photos[0].alt_text != "New"
    assert "New" in answer.text


def test_nobody_describes_what_they_may_not_change(at_desk: Client, make_photo: Any):
    photo = make_photo()

    assert at_desk.get(f"/newsroom/photos/describe/?id={photo.pk}").status_code == 403
    assert at_desk.get("/newsroom/photos/describe/?id=99999&id=x").status_code == 302
