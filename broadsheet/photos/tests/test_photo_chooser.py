"""The window in which a photo is chosen for a story."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from broadsheet.newsroom.models import User
from broadsheet.photos.desk import finding
from broadsheet.photos.models import Terms
from broadsheet.photos.tests.screens import page_of, words_of

pytestmark = pytest.mark.django_db
WINDOW, RESULTS = "/newsroom/images/chooser/", "/newsroom/images/chooser/results/"


@pytest.fixture
def at_desk(client: Client, reporter: User, paper: Any) -> Client:
    client.force_login(reporter)
    return client


def choices(client: Client, query: str = "") -> list[str]:
    page = page_of(client.get(f"{RESULTS}?{query}"))
    return [words_of(one) for one in page.select("[data-chooser-modal-choice] strong")]


def test_each_photo_shows_its_credit_its_rights_and_what_it_lacks(at_desk: Client, make_photo: Any):
    terms = Terms.objects.create(name="AP, under our contract", uses=["story"])
    make_photo(credit="AP Photo/Nell Roe", alt="", terms=terms)

    window = at_desk.get(WINDOW).json()["html"]

    assert "Nell Roe / AP" in window
    assert "AP, under our contract" in window
    assert "No alt text" in window


@pytest.mark.parametrize("words", ["ÉLAN", "osei", "harrow", "abbey", "regatta"])
def test_photos_are_found_where_the_contact_sheet_looks(
    at_desk: Client, make_photo: Any, words: str
):
    fields = {"people": "Ruth Osei", "place": "Harrow Bend", "keywords": "regatta"}
    make_photo("Élan at the landing.", "Jon Abbey", **fields)
    make_photo("The bridge.", "Nell Roe")

    assert choices(at_desk, f"q={words}") == ["Élan at the landing."]


def test_what_nothing_fits_is_said(at_desk: Client, make_photo: Any):
    make_photo()

    assert "there are no matches" in at_desk.get(f"{RESULTS}?q=zeppelin").text


def test_a_photo_that_is_chosen_is_handed_to_the_story(at_desk: Client, make_photo: Any):
    photo = make_photo(alt="A ferry")
    page = page_of(at_desk.get(RESULTS))
    link = page.select_one("[data-chooser-modal-choice]")

    chosen = at_desk.get(link["href"]).json()

    assert (chosen["step"], chosen["result"]["id"]) == ("chosen", str(photo.pk))
    assert chosen["result"]["default_alt_text"] == "A ferry"


def test_several_are_ticked_for_a_gallery(at_desk: Client, make_photo: Any):
    photo = make_photo()

    page = page_of(at_desk.get(f"{RESULTS}?multiple=1"))

    box = page.select_one("[data-multiple-choice-select]")
    assert (box["name"], box["value"]) == ("id", str(photo.pk))


def test_the_window_counts_no_further_than_it_shows_and_costs_the_same_for_any_number(
    at_desk: Client, make_photo: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(finding, "MOST", 3)
    asked = []
    for _more in range(2):
        for _each in range(4):
            make_photo()
        choices(at_desk)
        with CaptureQueriesContext(connection) as queries:
            assert len(choices(at_desk)) == 3
        asked.append(queries.captured_queries)

    assert len(asked[0]) == len(asked[1])
    counted = [one["sql"] for one in asked[1] if "COUNT(" in one["sql"]]
    assert [sql for sql in counted if "photos_photo" in sql] == []


def test_nobody_chooses_from_collections_that_are_not_theirs(
    client: Client, reporter: User, make_photo: Any, paper: Any
):
    own = Collection.get_first_root_node().add_child(name="Ours")
    group = reporter.groups.get()
    group.collection_permissions.update(collection=own)
    make_photo("Ours.", collection=own)
    make_photo("Theirs.")
    client.force_login(reporter)

    assert choices(client) == ["Ours."]
    assert choices(client, "q=theirs") == []
