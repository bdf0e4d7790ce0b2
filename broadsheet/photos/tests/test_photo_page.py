"""One photo's own page: what is changed there, what nobody's change may undo, and how its credit is understood."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from broadsheet.newsroom.models import User
from broadsheet.photos.models import Photo, Run, Terms
from broadsheet.photos.tests.screens import fields_of, page_of, words_of
from broadsheet.press.models import Change
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client: Client, photo_editor: User, paper: Any, home: Any) -> Client:
    client.force_login(photo_editor)
    return client


@pytest.fixture
def photo(at_desk: Client, make_photo: Any) -> Photo:
    made: Photo = make_photo(place="Larkmere", keywords="ferry")
    return made


def path(photo: Photo) -> str:
    return f"/newsroom/photos/{photo.pk}/"


def opened(client: Client, photo: Photo) -> dict[str, Any]:
    """Return what a browser would send if someone opened the page and pressed Save at once."""
    return fields_of(client.get(path(photo)), path(photo))


def save(client: Client, photo: Photo, sent: dict[str, Any], **changed: Any) -> Any:
    return client.post(path(photo), {**sent, **changed})


# Saving -------------------------------------------------------------------------------------------
def test_what_is_changed_is_saved_and_what_shows_it_is_printed_again(at_desk: Client, photo: Photo):
    answer = save(
        at_desk,
        photo,
        opened(at_desk, photo),
        caption="The ferry waits.",
        people="Ruth Osei",
        taken_at="2026-11-21 17:30",
        web_statement="larkmereledger.example/rights",
    )

    photo.refresh_from_db()
    assert answer.status_code == 302
    assert (photo.caption, photo.people) == ("The ferry waits.", "Ruth Osei")
    # By the paper's clock.
    assert photo.taken_at == datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert photo.web_statement == "https://larkmereledger.example/rights"
    assert photo.named.filter(role="shown", name="ruth osei").exists()
    assert Change.objects.filter(source=photo.source, why="saved").count() == 2


def test_saving_without_a_change_changes_nothing(at_desk: Client, photo: Photo):
    terms = Terms.objects.create(name="AP", uses=["story"])
    photo.taken_at, photo.terms = datetime(2026, 11, 21, 23, 30, 41, tzinfo=UTC), terms
    photo.people, photo.no_credit_needed = "Ruth Osei\nJon Abbey", True
    photo.save()
    before = Photo.objects.filter(pk=photo.pk).values().get()

    save(at_desk, photo, opened(at_desk, photo))

    assert Photo.objects.filter(pk=photo.pk).values().get() == before


def test_what_two_people_change_in_different_fields_is_kept(at_desk: Client, photo: Photo):
    mine, hers = opened(at_desk, photo), opened(at_desk, photo)
    save(at_desk, photo, hers, alt_text="A ferry", until="2030-01-31 18:00")

    save(at_desk, photo, mine, caption="The ferry waits.")

    photo.refresh_from_db()
    assert (photo.caption, photo.alt_text) == ("The ferry waits.", "A ferry")
    assert photo.until is not None


def test_the_same_field_changed_by_two_is_shown_and_sent_again_is_meant(
    at_desk: Client, photo: Photo
):
    mine, hers = opened(at_desk, photo), opened(at_desk, photo)
    save(at_desk, photo, hers, caption="Hers.")

    refused = save(at_desk, photo, mine, caption="Mine.")
    photo.refresh_from_db()

    assert "Someone else changed this meanwhile: “Hers.”" in refused.text
    assert "Mine." in refused.text
    assert photo.caption == "Hers."
    save(at_desk, photo, fields_of(refused, path(photo)))
    photo.refresh_from_db()
    assert photo.caption == "Mine."


def test_a_moment_that_someone_else_changed_is_told_as_any_field(at_desk: Client, photo: Photo):
    mine, hers = opened(at_desk, photo), opened(at_desk, photo)
    save(at_desk, photo, hers, until="2030-01-31 18:00")

    assert "Someone else changed this" in save(at_desk, photo, mine, until="2031-01-31 18:00").text
    assert "Someone else" not in save(at_desk, photo, mine, until="2030-01-31 18:00").text


def test_what_cannot_be_is_said_and_nothing_is_lost_or_changed(at_desk: Client, photo: Photo):
    refused = save(
        at_desk,
        photo,
        opened(at_desk, photo),
        title="",
        caption="Words that took an hour",
        until="next week",
    )

    photo.refresh_from_db()
    assert refused.status_code == 200
    assert "Nothing was saved yet" in refused.text
    assert "Words that took an hour" in refused.text
    assert "next week" in refused.text
    assert photo.caption.startswith("The ferry leaves")


def test_words_that_the_browser_kept_are_put_back_and_not_saved(at_desk: Client, photo: Photo):
    sent = {**opened(at_desk, photo), "caption": "Kept words", "put-back": "1"}

    page = at_desk.post(path(photo), sent).text

    photo.refresh_from_db()
    assert "Kept words" in page
    assert "Your words are back" in page
    assert photo.caption.startswith("The ferry leaves")


def test_what_was_saved_need_not_be_kept_by_the_browser(at_desk: Client, photo: Photo):
    answer = save(at_desk, photo, {**opened(at_desk, photo), "kept-as": "abc123"})

    assert answer.cookies["newsroom_saved"].value == "abc123"


def test_the_focal_point_is_kept(at_desk: Client, photo: Photo):
    box = {"x": 100, "y": 60, "width": 40, "height": 30}
    save(
        at_desk,
        photo,
        opened(at_desk, photo),
        **{f"focal_point_{name}": number for name, number in box.items()},
    )

    photo.refresh_from_db()
    assert (photo.focal_point_x, photo.focal_point_height) == (100, 30)


def test_only_one_story_can_be_named_and_is_kept(at_desk: Client, photo: Photo, draft_story: Story):
    save(at_desk, photo, opened(at_desk, photo), only_for=draft_story.pk)

    photo.refresh_from_db()
    assert photo.only_for_id == draft_story.pk
    assert draft_story.title in at_desk.get(path(photo)).text


# Credit -------------------------------------------------------------------------------------------
def parts_shown(page: Any) -> dict[str, str]:
    found = page_of(page).select(".newsroom-understood dl div")
    return {words_of(pair.dt): words_of(pair.dd) for pair in found if pair.dt and pair.dd}


def test_below_a_credit_stands_how_it_was_understood_part_by_part(at_desk: Client, make_photo: Any):
    page = at_desk.get(path(make_photo(credit="AP Photo/Nell Roe, File")))

    assert parts_shown(page) == {
        "Who made it": "Nell Roe",
        "Of or from": "AP",
        "How we got it": "An agency",
        "From the files": "yes",
    }


def test_a_credit_that_was_not_understood_says_so(at_desk: Client, make_photo: Any):
    page = at_desk.get(path(make_photo(credit="??? see the note <below>")))

    assert not page_of(page).select_one("[data-credit-unread]").has_attr("hidden")
    assert parts_shown(page) == {}


def test_a_credit_that_is_being_written_is_understood_by_the_same_reader(at_desk: Client):
    answer = at_desk.post("/newsroom/photos/credit/", {"credit": "Photo by Nell Roe/Getty Images"})

    said = answer.json()
    assert said["line"] == "Nell Roe / Getty Images"
    assert ["Who made it", "Nell Roe"] in said["parts"]
    assert said["fields"]["organisation"] == "Getty Images"
    assert said["is_read"]


def test_parts_that_somebody_said_hold_as_long_as_the_line_stands(at_desk: Client, photo: Photo):
    parts = {"part-creators": "Nell Roe\nJon Abbey", "part-organisation": "Union Wire"}
    sent = {**opened(at_desk, photo), "part-relation": "wire", "part-by_hand": "on"}
    save(at_desk, photo, sent, credit="roe abbey uw", **parts)

    photo.refresh_from_db()
    assert photo.credit == "roe abbey uw"
    assert photo.credit_read.creators == ("Nell Roe", "Jon Abbey")
    assert photo.credit_line == "Nell Roe and Jon Abbey / Union Wire"
    assert photo.named.filter(role="maker").count() == 2
    # Whatever else is saved later.
    save(at_desk, photo, opened(at_desk, photo), caption="Another")
    photo.refresh_from_db()
    assert photo.credit_line == "Nell Roe and Jon Abbey / Union Wire"


def test_parts_that_somebody_said_go_with_their_line(at_desk: Client, photo: Photo):
    sent = {**opened(at_desk, photo), "part-creators": "Nell Roe", "part-by_hand": "on"}
    save(at_desk, photo, sent)

    save(at_desk, photo, opened(at_desk, photo), credit="Jon Abbey / AP")

    photo.refresh_from_db()
    assert photo.credit_read.creators == ("Jon Abbey",)


def test_parts_are_taken_without_the_tick_if_they_are_neither_the_old_nor_what_the_line_says(
    at_desk: Client, photo: Photo
):
    sent = {**opened(at_desk, photo), "part-creators": "Nell Roe"}
    save(at_desk, photo, sent)
    photo.refresh_from_db()

    assert photo.credit_read.creators == ("Nell Roe",)
    assert 'name="part-by_hand" id="id_part-by_hand" checked' in at_desk.get(path(photo)).text


def test_a_line_is_read_anew_once_its_parts_hold_no_more(at_desk: Client, photo: Photo):
    save(at_desk, photo, {**opened(at_desk, photo), "part-creators": "Nell Roe"})

    sent = opened(at_desk, photo)
    del sent["part-by_hand"]
    save(at_desk, photo, sent)

    photo.refresh_from_db()
    assert photo.credit_read.creators == ("Ilse Markham",)


def test_parts_without_a_line_make_one(at_desk: Client, make_photo: Any):
    photo = make_photo(credit="")
    sent = {**opened(at_desk, photo), "part-creators": "Nell Roe", "part-organisation": "AP"}

    save(at_desk, photo, {**sent, "part-relation": "wire"})

    photo.refresh_from_db()
    assert photo.credit == "Nell Roe / AP"
    assert not photo.lacks_credit


# Looking ------------------------------------------------------------------------------------------
def test_the_page_tells_where_and_when_it_ran(at_desk: Client, photo: Photo):
    said = {"place": Run.Place.LEAD, "address": "/2026/11/ferry/", "caption": "At dusk."}
    began, ended = datetime(2026, 11, 3, 18, tzinfo=UTC), datetime(2026, 11, 9, 18, tzinfo=UTC)
    Run.objects.create(photo=photo, headline="Ferry runs again", began_at=began, **said)
    Run.objects.create(photo=photo, headline="Ferry stops", began_at=began, ended_at=ended, **said)

    page = page_of(at_desk.get(path(photo)))
    runs = [words_of(one) for one in page.select(".newsroom-uses li")]

    assert "Ferry runs again leads a story · Nov. 3, 2026 At dusk." in runs
    assert "Ferry stops leads a story · Nov. 3, 2026–Nov. 9, 2026 At dusk." in runs
    assert len(page.find_all("a", href="/2026/11/ferry/")) == 1


def test_the_page_shows_the_presss_receipt(
    at_desk: Client, photo: Photo, press: Any, make_story: Any
):
    story = make_story(photo=photo)
    press.print_all()

    page = at_desk.get(path(photo)).text

    assert story.permalink in page
    assert "Every copy on this machine shows the photo as it is now." in page


def test_a_reporter_reads_all_of_it_and_changes_nothing(
    client: Client, reporter: User, photo: Photo
):
    client.force_login(reporter)

    page = client.get(path(photo))

    assert page.status_code == 200
    assert photo.caption in page.text
    assert 'name="caption"' not in page.text
    assert client.post(path(photo), {"title": "Changed"}).status_code == 403
    photo.refresh_from_db()
    assert photo.title != "Changed"


def test_a_reporter_changes_what_she_brought(
    client: Client, reporter: User, make_photo: Any, paper: Any
):
    photo = make_photo(uploaded_by_user=reporter)
    client.force_login(reporter)

    save(client, photo, opened(client, photo), caption="Mine to change.")

    photo.refresh_from_db()
    assert photo.caption == "Mine to change."


def test_a_picture_that_readers_may_not_see_is_shown_to_the_desk_and_kept_nowhere(
    at_desk: Client, home: Any, make_photo: Any
):
    photo = make_photo()
    photo.withdrawn_at = datetime(2026, 11, 3, 18, tzinfo=UTC)
    photo.save()
    files = sorted(home.rglob("*"))

    small, large = (at_desk.get(f"{path(photo)}picture/{size}/") for size in ("small", "large"))

    assert (small.status_code, small["Content-Type"]) == (200, "image/webp")
    assert large.content[8:12] == b"WEBP"
    assert small["Cache-Control"].startswith("private")
    assert sorted(home.rglob("*")) == files
    assert f"{path(photo)}picture/small/" in at_desk.get("/newsroom/photos/").text


def test_a_photo_that_has_lost_its_file_can_still_be_looked_at(
    at_desk: Client, photo: Photo, home: Any
):
    photo.file.storage.delete(photo.file.name)

    page = at_desk.get(path(photo))

    assert page.status_code == 200
    assert "The file of this photo is lost." in page.text
    assert at_desk.get(f"{path(photo)}picture/large/").status_code == 404


def test_each_field_of_the_form_is_there_once_and_every_one_has_its_label(
    at_desk: Client, photo: Photo
):
    page = at_desk.get(path(photo)).text
    ids = re.findall(r' id="([^"]+)"', page)

    assert sorted({one for one in ids if ids.count(one) > 1}) == []
