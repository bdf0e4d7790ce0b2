"""The page of a month: every headline, day by day, and the ways to the months beside it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def at(month: int, day: int, hour: int = 18, year: int = 2024) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_a_month_lists_its_headlines_day_by_day_newest_first(read: Any, make_story: Any) -> None:
    for day, hour in ((3, 15), (3, 18), (9, 18)):
        make_story(f"Story {day} at {hour}", published=at(5, day, hour))
    make_story("Of another month", published=at(6, 2))

    page = read("/2024/05/").text

    assert re.findall(r"Story \d+ at \d+", page) == [
        "Story 9 at 18",
        "Story 3 at 18",
        "Story 3 at 15",
    ]
    assert re.findall(r'<time datetime="([\d-]+)"', page.split("<main")[1]) == [
        "2024-05-09",
        "2024-05-03",
    ]
    assert "Of another month" not in page.split("<main")[1]


def test_a_month_is_the_papers_own_and_not_that_of_greenwich(read: Any, make_story: Any) -> None:
    # Half past ten on the last evening of May, in Chicago.
    make_story("Late in May", published=datetime(2024, 6, 1, 3, 30, tzinfo=UTC))

    assert "Late in May" in read("/2024/05/").text
    assert read("/2024/06/").status == 404


def test_a_month_leads_to_the_nearest_months_with_stories(read: Any, make_story: Any) -> None:
    for month in (1, 5, 11):
        make_story(f"Story {month}", published=at(month, 3))

    page = read("/2024/05/").text

    assert re.findall(r'href="(/2024/\d\d/)" rel="(\w+)"', page)[:2] == [
        ("/2024/01/", "prev"),
        ("/2024/11/", "next"),
    ]


def test_what_is_taken_down_leaves_its_month(read: Any, press: Any, make_story: Any) -> None:
    story = make_story("Taken down", published=at(5, 3))
    make_story("Stays", published=at(5, 4))
    assert "Taken down" in read("/2024/05/").text

    story.unpublish()
    press.print_all()

    assert "Taken down" not in read("/2024/05/").text


def test_a_new_story_enters_its_month_and_leads_there_from_the_month_before(
    read: Any, press: Any, make_story: Any
) -> None:
    make_story("Of May", published=at(5, 3))
    read("/2024/05/")

    make_story("Also of May", published=at(5, 4))
    press.print_all()

    assert "Also of May" in read("/2024/05/").text


@pytest.mark.parametrize("path", ["/2024/04/", "/2024/13/", "/0001/01/", "/9999/12/"])
def test_a_month_without_stories_is_no_page(read: Any, make_story: Any, path: str) -> None:
    make_story("Of May", published=at(5, 3))

    assert read(path).status == 404


def test_a_month_asks_as_much_for_thirty_stories_as_for_one(client: Any, make_story: Any) -> None:
    make_story("Story", published=at(5, 3))
    client.get("/2024/05/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/2024/05/")
    for number in range(29):
        make_story(f"Story {number}", published=at(5, number + 1))

    with CaptureQueriesContext(connection) as for_thirty:
        client.get("/2024/05/")

    assert len(for_thirty) == len(for_one)
