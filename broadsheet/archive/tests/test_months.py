"""The page of a month: every headline, day by day, and the ways to the months beside it."""

import gzip
import random
import re
from datetime import UTC, datetime
from string import ascii_lowercase
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.archive import months
from broadsheet.press.every import every_address

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


def titles(page: str) -> list[str]:
    return re.findall(r"Story \d+ at \d+", page.split("<main")[1])


@pytest.fixture
def long_month(make_story: Any, monkeypatch: Any) -> None:
    """May 2024 with two stories a day on seven days, of which a page holds three days at most."""
    monkeypatch.setattr(months, "MOST", 6)
    for day in range(1, 8):
        for hour in (15, 18):
            make_story(f"Story {day} at {hour}", published=at(5, day, hour))


def test_a_long_month_is_read_in_stretches_of_days(read: Any, long_month: None) -> None:
    newest, first, second = (read(f"/2024/05/{part}").text for part in ("", "page/1/", "page/2/"))

    assert titles(newest) == ["Story 7 at 18", "Story 7 at 15"]
    assert titles(second)[0] == "Story 6 at 18"
    assert titles(second)[-1] == "Story 4 at 15"
    assert titles(first)[-1] == "Story 1 at 15"
    assert re.findall(r'href="(/2024/05/[^"]*)">(Days? [^<]*)', second) == [
        ("/2024/05/page/1/", "Days 1–3"),
        ("/2024/05/", "Day 7"),
    ]
    assert '<b aria-current="page">Days 4–6</b>' in second
    assert "<title>Headlines of May 2024, Days 4–6" in second


def test_what_stands_on_a_page_of_a_long_month_stays_there(
    read: Any, press: Any, long_month: None, make_story: Any
) -> None:
    before = titles(read("/2024/05/page/2/").text)

    for day in (8, 9, 10):
        make_story(f"Story {day} at 18", published=at(5, day))
    press.print_all()

    assert titles(read("/2024/05/page/2/").text) == before
    assert titles(read("/2024/05/").text)[0] == "Story 10 at 18"


@pytest.mark.parametrize("number", [3, 4, 99])
def test_days_that_have_no_number_yet_stand_at_the_months_own_address_only(
    read: Any, long_month: None, number: int
) -> None:
    assert read(f"/2024/05/page/{number}/").status == 404


def test_every_stretch_of_a_long_month_is_printed_with_all_else(long_month: None) -> None:
    paths = set(every_address())

    assert {"localhost/2024/05/", "localhost/2024/05/page/1/"} <= paths
    assert "localhost/2024/05/page/3/" not in paths


def test_the_text_of_a_full_stretch_weighs_ten_kib_at_most(read: Any, make_story: Any) -> None:
    # Words that pack badly, as long as headlines are.
    words = random.Random(5)
    for number in range(months.MOST):
        headline = " ".join("".join(words.choices(ascii_lowercase, k=6)) for _ in range(9))
        make_story(headline, published=at(5, 1 + number % 28))

    page = read("/text/2024/05/", accept_encoding="gzip")
    style = re.findall(r'href="([^"]+\.css)"', gzip.decompress(page.body).decode())

    assert len(style) == 1
    styles = read(style[0], accept_encoding="gzip")
    assert len(page.body) + len(styles.body) <= 10 * 1024


def test_a_month_is_named_as_its_language_names_it(
    read: Any, press: Any, make_story: Any, paper: Any
) -> None:
    make_story("Transbordador", published=at(5, 1))
    paper.language = "es"
    paper.save()
    press.print_all()

    page = read("/2024/05/").text

    assert "mayo de 2024</h1>" in page
    assert "miércoles 1 de mayo</time>" in page
