"""The contact sheet: what it shows of each photo, and how photos are found."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.photos.models import Photo, Terms
from broadsheet.photos.tests.screens import name_in_draft, note_run

pytestmark = pytest.mark.django_db
SHEET = "/newsroom/photos/"
DAY = timedelta(days=1)


@pytest.fixture
def at_desk(client: Client, photo_editor: User, paper: Any) -> Client:
    client.force_login(photo_editor)
    return client


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(SHEET + query)
    assert page.status_code == 200
    return [row.photo.title for row in page.context["object_list"]]


# What it shows ------------------------------------------------------------------------------------
def test_photos_are_shown_newest_first(at_desk: Client, make_photo: Any):
    make_photo(title="First")
    make_photo(title="Second")

    assert names(at_desk) == ["Second", "First"]


def test_each_photo_shows_its_credit_as_the_paper_prints_it_its_rights_and_their_end(
    at_desk: Client, make_photo: Any
):
    terms = Terms.objects.create(name="AP, under our contract", uses=["story"])
    make_photo(
        credit="AP Photo/Nell Roe", terms=terms, until=datetime(2030, 1, 31, 18, 0, tzinfo=UTC)
    )

    page = at_desk.get(SHEET).text

    assert "Nell Roe / AP" in page
    assert "AP, under our contract" in page
    assert "Until Jan. 31, 2030" in page


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"alt": ""}, "No alt text"),
        ({"caption": ""}, "No caption"),
        ({"credit": ""}, "No credit"),
        ({"credit": "??? see the note <below>"}, "Credit not understood"),
        ({"withdrawn_at": datetime(2026, 11, 3, 18, 0, tzinfo=UTC)}, "Withdrawn on Nov. 3, 2026"),
        ({"until": datetime(2026, 11, 3, 18, 0, tzinfo=UTC)}, "Ended on Nov. 3, 2026"),
    ],
)
def test_what_is_wrong_with_a_photo_is_marked(
    at_desk: Client, make_photo: Any, fields: dict[str, Any], mark: str
):
    make_photo(**fields)

    assert mark in at_desk.get(SHEET).text


def test_an_end_within_a_week_is_marked_and_a_later_one_is_not(at_desk: Client, make_photo: Any):
    make_photo(title="Soon", until=timezone.now() + 6 * DAY)
    make_photo(title="Later", until=timezone.now() + 9 * DAY)

    rows = {row.photo.title: row.marks for row in at_desk.get(SHEET).context["object_list"]}

    assert any(mark.words.startswith("Ends on") for mark in rows["Soon"])
    assert not any(mark.words.startswith("Ends on") for mark in rows["Later"])


def test_a_photo_that_is_too_narrow_for_the_layout_says_its_width(at_desk: Client, make_photo: Any):
    make_photo()

    assert "Small: 480 pixels wide" in at_desk.get(SHEET).text


def test_a_photo_that_needs_no_credit_lacks_none(at_desk: Client, make_photo: Any):
    make_photo(credit="", no_credit_needed=True)

    page = at_desk.get(SHEET).text

    assert "Needs no credit" in page
    assert "No credit<" not in page


def test_a_photo_tells_where_it_ran_last_and_in_which_drafts_it_stands(
    at_desk: Client, make_photo: Any, draft_story: Any
):
    photo = make_photo()
    note_run(photo, "Ferry stops", began_at=timezone.now() - 9 * DAY)
    note_run(photo, "Ferry runs again")
    name_in_draft(photo, draft_story)

    page = at_desk.get(SHEET).text

    assert "Ran 2 times, last on" in page
    assert "Ferry runs again" in page
    assert "In 1 draft" in page


def test_a_published_story_that_ran_it_is_no_draft_besides(
    at_desk: Client, make_photo: Any, published_story: Any
):
    photo = make_photo()
    note_run(photo, "Ferry runs again", page=published_story)
    name_in_draft(photo, published_story)

    page = at_desk.get(SHEET).text

    assert "Ran on" in page
    assert "In 1 draft" not in page


def test_the_sheet_costs_the_same_however_many_photos_it_shows(at_desk: Client, make_photo: Any):
    counts = []
    for _more in range(2):
        for _each in range(4):
            note_run(make_photo(), "Ferry runs again")
        at_desk.get(SHEET)
        with CaptureQueriesContext(connection) as asked:
            at_desk.get(SHEET)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_reporter_sees_all_photos_and_may_tick_her_own(
    client: Client, reporter: User, make_photo: Any, paper: Any
):
    make_photo(title="Ilse's")
    make_photo(title="Mine", uploaded_by_user=reporter)
    client.force_login(reporter)

    rows = client.get(SHEET).context["object_list"]

    assert {row.photo.title: row.may_change for row in rows} == {"Ilse's": False, "Mine": True}


def test_who_has_nothing_to_do_with_photos_sees_none(client: Client, paper: Any, make_photo: Any):
    visitor = User.objects.create_user("visitor")
    visitor.user_permissions.add(
        *ContentType.objects.get(app_label="wagtailadmin", model="admin").permission_set.all()
    )
    client.force_login(visitor)

    assert client.get(SHEET).status_code == 403


# Wagtail's own addresses --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/newsroom/images/?q=ferry", "/newsroom/photos/?q=ferry"),
        ("/newsroom/images/results/", "/newsroom/photos/"),
        ("/newsroom/images/add/", "/newsroom/photos/add/"),
        ("/newsroom/images/multiple/add/", "/newsroom/photos/add/"),
        ("/newsroom/images/{photo}/", "/newsroom/photos/{photo}/"),
    ],
)
def test_wagtails_own_addresses_lead_to_the_desks(
    at_desk: Client, ferry: Photo, asked: str, led_to: str
):
    answer = at_desk.get(asked.format(photo=ferry.pk))

    assert (answer.status_code, answer["Location"]) == (302, led_to.format(photo=ferry.pk))


def test_a_form_of_wagtails_that_was_open_is_given_back_and_changes_nothing(
    at_desk: Client, ferry: Photo
):
    answer = at_desk.post(
        f"/newsroom/images/{ferry.pk}/",
        {"caption": "Words that took an hour"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    ferry.refresh_from_db()
    assert answer.status_code == 404
    assert "Words that took an hour" in answer.text
    assert ferry.caption.startswith("Élan")


def test_the_menu_has_one_item_for_photos_and_leads_to_the_sheet(at_desk: Client):
    page = at_desk.get("/newsroom/").text

    assert page.count('"url": "/newsroom/photos/"') == 1
    assert '"url": "/newsroom/images/"' not in page
