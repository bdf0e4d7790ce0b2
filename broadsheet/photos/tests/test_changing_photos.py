"""Changing what several photos share: said before it is done, and done wholly or not at all."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from broadsheet.newsroom.models import User
from broadsheet.photos.models import Assignment, Photo, Terms
from broadsheet.photos.tests.screens import fields_of, page_of, words_of
from broadsheet.press.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client: Client, photo_editor: User, paper: Any) -> Client:
    client.force_login(photo_editor)
    return client


@pytest.fixture
def photos(make_photo: Any) -> list[Photo]:
    return [
        make_photo(title="One", keywords="ferry", place="Larkmere"),
        make_photo(title="Two", keywords="Regatta, ferry"),
        make_photo(title="Three", credit="Nell Roe / AP"),
    ]


def here(photos: list[Photo]) -> str:
    return "/newsroom/photos/change/?" + "&".join(f"id={photo.pk}" for photo in photos)


def ask(client: Client, photos: list[Photo], act: str = "look", **filled: Any) -> Any:
    path = here(photos)
    return client.post(path, {**fields_of(client.get(path), path), "act": act, **filled})


def lines(answer: Any) -> list[str]:
    return [words_of(line) for line in page_of(answer).select("tbody tr")]


def test_what_would_change_is_said_before_anything_is_done(at_desk: Client, photos: list[Photo]):
    answer = ask(at_desk, photos, place="Larkmere", keywords="regatta")

    assert "3 photos would change" in answer.text
    assert lines(answer) == [
        "The ferry leaves the Depot Street landing at dusk. Keywords ferry ferry, regatta",
        "The ferry leaves the Depot Street landing at dusk. Place – Larkmere",
        "The ferry leaves the Depot Street landing at dusk. Place – Larkmere",
        "Keywords – regatta",
    ]
    assert not Photo.objects.filter(place="Larkmere").exclude(title="One").exists()


def test_only_what_was_filled_in_is_changed_and_each_photo_has_its_line_in_the_log(
    at_desk: Client, photos: list[Photo]
):
    said = ask(at_desk, photos, credit="Jon Abbey / The Ledger", until="2030-01-31 18:00")
    sent = fields_of(said, here(photos))
    before = Change.objects.count()

    done = at_desk.post(here(photos), {**sent, "act": "do"})

    assert done.status_code == 302
    changed = Photo.objects.order_by("pk")
    assert {photo.credit for photo in changed} == {"Jon Abbey / The Ledger"}
    assert all(photo.credit_read.creators == ("Jon Abbey",) for photo in changed)
    assert {photo.until for photo in changed} == {datetime(2030, 2, 1, 0, 0, tzinfo=UTC)}
    assert [photo.keywords for photo in changed] == ["ferry", "Regatta, ferry", ""]
    lines = Change.objects.order_by("pk")[before:]
    assert {line.source for line in lines} == {photo.source for photo in photos}


def test_photos_that_have_all_of_it_already_are_counted_and_left_alone(
    at_desk: Client, photos: list[Photo]
):
    answer = ask(at_desk, photos[:2], place="Larkmere")

    assert "1 photo would change" in answer.text
    assert "1 has all of it already." in answer.text


def test_what_is_taken_away_is_said_and_done(at_desk: Client, photos: list[Photo]):
    terms = Terms.objects.create(name="AP", uses=["story"])
    photos[2].terms, photos[2].usage_terms = terms, "Not for resale"
    photos[2].save()

    said = ask(at_desk, photos[2:], emptied=["terms", "usage_terms"])
    at_desk.post(here(photos[2:]), {**fields_of(said, here(photos[2:])), "act": "do"})

    assert lines(said)[0].endswith("Rights AP –")
    photos[2].refresh_from_db()
    assert (photos[2].terms, photos[2].usage_terms) == (None, "")


def test_nothing_is_both_written_and_taken_away(at_desk: Client, photos: list[Photo]):
    answer = ask(at_desk, photos, place="Larkmere", emptied=["place"])

    assert "Write something here, or take it away: not both." in answer.text


def test_an_empty_form_changes_nothing_and_says_so(at_desk: Client, photos: list[Photo]):
    answer = ask(at_desk, photos)

    assert "Nothing would change" in answer.text


def test_back_from_what_would_change_the_form_is_as_it_was_filled_in(
    at_desk: Client, photos: list[Photo]
):
    said = ask(at_desk, photos, caption="Words that took an hour")

    back = at_desk.post(here(photos), {**fields_of(said, here(photos)), "act": "back"})

    assert fields_of(back, here(photos))["caption"] == "Words that took an hour"


def test_what_cannot_be_is_said_and_changes_nothing(at_desk: Client, photos: list[Photo]):
    answer = ask(at_desk, photos, act="do", place="Larkmere", until="next week")

    assert "Nothing was changed" in answer.text
    assert Photo.objects.filter(place="Larkmere").count() == 1


def test_one_that_fails_leaves_all_as_they_were(
    at_desk: Client, photos: list[Photo], monkeypatch: pytest.MonkeyPatch
):
    save = Photo.save

    def fail_at_the_last(photo: Photo, *args: Any, **kwargs: Any) -> None:
        if photo.title == "Three":
            raise OSError("the disk is full")
        save(photo, *args, **kwargs)

    monkeypatch.setattr(Photo, "save", fail_at_the_last)

    with pytest.raises(OSError, match="full"):
        ask(at_desk, photos, act="do", place="Dunmore")

    assert not Photo.objects.filter(place="Dunmore").exists()


def test_photos_are_put_to_an_assignment_together(at_desk: Client, photos: list[Photo]):
    assignment = Assignment.objects.create(what="Regatta", starts_at=datetime.now(UTC))

    ask(at_desk, photos, act="do", assignment=assignment.pk)

    assert assignment.photos.count() == 3


def test_nobody_changes_photos_that_are_not_theirs_to_change(
    client: Client, reporter: User, photos: list[Photo], make_photo: Any, paper: Any
):
    own = make_photo(uploaded_by_user=reporter)
    client.force_login(reporter)

    assert client.get(here([own, photos[0]])).status_code == 403
    assert client.post(here([own, photos[0]]), {"act": "do", "place": "X"}).status_code == 403
    assert client.get(here([own])).status_code == 200
    assert not Photo.objects.filter(place="X").exists()


def test_ticking_nothing_leads_back_to_the_sheet(at_desk: Client):
    assert at_desk.get("/newsroom/photos/change/")["Location"] == "/newsroom/photos/"


def test_wagtails_act_on_all_photos_at_once_is_refused(at_desk: Client, photos: list[Photo]):
    answer = at_desk.post("/newsroom/bulk/photos/photo/delete/?id=all", {"next": "/newsroom/"})

    assert answer["Location"] == "/newsroom/photos/"
    assert Photo.objects.count() == 3
