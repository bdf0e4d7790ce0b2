"""Finding photos on the contact sheet: by words, people, places, dates, credits, rights, and what is lacking."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection

from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import Journalist, User
from broadsheet.photos.desk import finding
from broadsheet.photos.desk.finding import Wanted, narrow
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


@pytest.mark.parametrize(
    "query",
    [
        *("q=élan", "q=ELAN", "q=landing+osei", "q=crossing", "q=abbey", "q=harrow+reopens"),
        *("person=Ruth+Osei", "person=osei", "person=reyes", "person=RUTH"),
        *("photographer=Jon+Abbey", "photographer=abbey"),
        *("place=Harrow+Bend", "place=wisconsin", "credit=ap", "credit=Jon+Abbey+/+AP"),
        # In Larkmere, 4 a.m. UTC is still the evening before.
        "taken_from=2026-11-02&taken_to=2026-11-03",
    ],
)
def test_a_photo_is_found_by(at_desk: Client, make_photo: Any, ferry: Photo, query: str):
    make_photo("The bridge stays closed.", "Nell Roe", title="Bridge")

    assert names(at_desk, f"?{query}") == ["Ferry"]


@pytest.mark.parametrize(
    "query",
    [
        *("q=zeppelin", "person=Abbey", "photographer=Osei", "place=Larkmere", "credit=p"),
        *("photographer=%C2%A0", "person=-", "taken_from=2026-11-04&taken_to=2026-11-09"),
    ],
)
def test_a_photo_is_not_found_by(at_desk: Client, ferry: Photo, query: str):
    expected = ["Ferry"] if query == "photographer=%C2%A0" else []

    assert names(at_desk, f"?{query}") == expected


def test_words_that_were_changed_are_found_and_the_old_ones_are_not(at_desk: Client, ferry: Photo):
    ferry.caption, ferry.people = "The mill whistle.", ""
    ferry.save()

    assert names(at_desk, "?q=whistle") == ["Ferry"]
    assert names(at_desk, "?q=landing") == names(at_desk, "?person=osei") == []


@pytest.mark.parametrize(
    ("lack", "fields"),
    [
        ("alt", {"alt": ""}),
        ("caption", {"caption": ""}),
        ("credit", {"credit": ""}),
        ("reading", {"credit": "??? see the note <below>"}),
    ],
)
def test_photos_are_found_by_what_they_lack(
    at_desk: Client, make_photo: Any, lack: str, fields: dict[str, Any]
):
    make_photo(title="Whole")
    make_photo(title="Lacking", **fields)

    assert names(at_desk, f"?lacks={lack}") == ["Lacking"]


def test_of_several_lacks_all_must_be_so(at_desk: Client, make_photo: Any):
    make_photo(title="Two", alt="", caption="")
    make_photo(title="One", alt="")

    assert names(at_desk, "?lacks=alt&lacks=caption") == ["Two"]
    assert names(at_desk, "?lacks=width") == ["One", "Two"]


def test_photos_are_found_by_how_their_rights_stand(at_desk: Client, make_photo: Any):
    now = timezone.now()
    make_photo(title="Ended", until=now - DAY)
    make_photo(title="Ending", until=now + DAY)
    make_photo(title="Later", until=now + 30 * DAY)
    make_photo(title="Withdrawn", withdrawn_at=now)

    assert names(at_desk, "?standing=expired") == ["Ended"]
    assert names(at_desk, "?standing=ending") == ["Ending"]
    assert names(at_desk, "?standing=withdrawn") == ["Withdrawn"]


def test_photos_are_found_by_their_terms_and_by_having_none(at_desk: Client, make_photo: Any):
    terms = Terms.objects.create(name="AP", uses=["story"])
    make_photo(title="AP's", credit="Nell Roe / AP", terms=terms)
    make_photo(title="Nobody's", credit="Jon Abbey / Regional Wire")

    assert names(at_desk, f"?terms={terms.pk}") == ["AP's"]
    assert names(at_desk, "?terms=none") == ["Nobody's"]


def test_photos_that_ran_or_stand_in_a_draft_are_not_among_the_unused(
    at_desk: Client, make_photo: Any, draft_story: Any
):
    note_run(make_photo(title="Ran"), "Ferry runs again")
    name_in_draft(make_photo(title="In a draft"), draft_story)
    make_photo(title="Unused")

    assert names(at_desk, "?used=unused") == ["Unused"]


def test_mine_are_those_that_i_brought_and_those_that_carry_my_name(
    at_desk: Client, make_photo: Any, photo_editor: User
):
    Journalist.objects.create(name="Ilse Markham", slug="ilse-markham", user=photo_editor)
    make_photo(title="Made", credit="Ilse Markham / The Ledger")
    make_photo(title="Brought", credit="Nell Roe", uploaded_by_user=photo_editor)
    make_photo(title="Neither", credit="Ilse Markham-Hale")

    assert names(at_desk, "?whose=mine") == ["Brought", "Made"]


def test_a_day_on_which_photos_came_in_counts_whole(at_desk: Client, make_photo: Any):
    make_photo(title="Today")
    # The paper's own day, which the screen goes by.
    today = timezone.localdate(timezone=Paper.objects.get().zone)

    assert names(at_desk, f"?came_from={today}&came_to={today}") == ["Today"]
    assert names(at_desk, f"?came_to={today - 2 * DAY}") == []


def test_a_collection_can_be_asked_for_where_there_are_several(at_desk: Client, make_photo: Any):
    posters = Collection.get_first_root_node().add_child(name="Posters")
    make_photo(title="Poster", collection=posters)
    make_photo(title="Photo")

    assert names(at_desk, f"?collection_id={posters.pk}") == ["Poster"]


@pytest.mark.parametrize(
    "query",
    [
        *("?terms=x", "?terms=99999999999999999999", "?lacks=nonsense", "?standing=soon"),
        *("?taken_from=yesterday", "?p=999", "?p=x", "?q=%00", "?person=%00", "?collection_id=x"),
    ],
)
def test_a_mangled_filter_does_not_break_the_sheet(at_desk: Client, ferry: Photo, query: str):
    assert at_desk.get(SHEET + query).status_code == 200


def test_what_nothing_fits_is_answered_in_a_sentence(at_desk: Client, ferry: Photo):
    assert "No photo fits." in at_desk.get(SHEET + "?q=zeppelin").text


def test_the_sheet_never_counts_past_its_bound(
    at_desk: Client, make_photo: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(finding, "MOST", 2)
    for number in range(4):
        make_photo(title=f"Photo {number}")

    with CaptureQueriesContext(connection) as asked:
        page = at_desk.get(SHEET)

    assert "More than 1,000 photos" in page.text
    assert len(page.context["object_list"]) == 2
    assert [
        one["sql"] for one in asked if "COUNT(*)" in one["sql"] and "photos_photo" in one["sql"]
    ] == []


def test_without_scripts_the_same_filters_stand_in_a_plain_form(at_desk: Client, ferry: Photo):
    page = at_desk.get(SHEET + "?person=osei&lacks=alt").text
    plain = next(part for part in page.split("<noscript>") if "newsroom-photo-find" in part)
    plain = plain.partition("</noscript>")[0]

    assert 'action="/newsroom/photos/"' in plain
    assert 'value="osei"' in plain
    assert all(f'name="{name}' in plain for name in ("q", "person", "taken_from", "terms", "whose"))


@pytest.mark.sqlite
def test_the_newest_are_read_off_an_index_and_no_list_is_put_in_order():
    newest = narrow(Photo.objects.all(), Wanted(words="ferry")).order_by("-created_at", "-pk")

    plan = newest.values_list("pk")[:1001].explain()

    assert "TEMP B-TREE" not in plan
    assert "COVERING INDEX" in plan
