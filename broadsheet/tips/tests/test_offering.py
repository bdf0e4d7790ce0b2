"""The way to the tip line on readers' pages: there while somebody reads what comes, and printed anew when that changes."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.tips import keeping
from broadsheet.tips.days import today
from broadsheet.tips.offering import state_now
from broadsheet.tips.tests.desks import DeskNewsroom, at_desk, newsroom, post
from broadsheet.tips.tests.newsrooms import base64_of
from tests.reading import Answer, Press

__all__ = ["at_desk", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
WORDS = "Send a confidential tip"
Read = Callable[[str], Answer]


@pytest.fixture
def paths(published_story: Any) -> list[str]:
    """A story, the contact page, and that in text."""
    return [published_story.permalink, "/contact/", "/text/contact/"]


def shut(newsroom: DeskNewsroom) -> None:
    with newsroom.box.writing() as rows:
        rows.execute("DELETE FROM seen")


def test_while_the_line_is_open_it_stands_first_and_stands_out(
    newsroom: DeskNewsroom, read: Read, paths: list[str]
):
    story, contact, text = (read(path).text for path in paths)

    assert f'<a class="button" href="/tips/">{WORDS}</a>' in story
    ways = contact.partition('id="ways-to-write"')[2]
    assert ways.index('href="/tips/"') < ways.index('href="/letters/"')
    assert 'href="/tips/"' in text


def test_while_the_line_is_rarely_read_it_is_named_all_the_same(
    newsroom: DeskNewsroom, read: Read, paths: list[str]
):
    week = (today() - timedelta(days=40)).strftime("%G-W%V")
    with newsroom.box.writing() as rows:
        rows.execute("UPDATE seen SET week=?", (week,))

    assert state_now() == "rarely"
    assert all(WORDS in read(path).text for path in paths)


def test_while_the_line_is_closed_no_page_names_it(
    newsroom: DeskNewsroom, read: Read, paths: list[str]
):
    shut(newsroom)

    assert not any("/tips/" in read(path).text for path in paths)


def test_a_paper_without_a_line_names_none_and_makes_no_box(
    home: Path, read: Read, paths: list[str]
):
    assert not any("/tips/" in read(path).text for path in paths)
    assert not (home / "tips").exists()


def test_a_box_that_cannot_be_read_is_a_closed_line_and_breaks_no_page(
    newsroom: DeskNewsroom, read: Read, paths: list[str]
):
    newsroom.box.database.write_bytes(b"nothing that SQLite knows" * 100)

    assert state_now() == "closed"
    assert {read(path).status for path in paths} == {200}


def test_printed_pages_follow_when_the_line_is_closed_and_when_it_is_opened_again(
    newsroom: DeskNewsroom, at_desk: Client, read: Read, paths: list[str], press: Press
):
    def shown() -> list[bool]:
        press.print_all()
        answers = [read(path) for path in paths]
        assert all(answer.is_printed for answer in answers)
        return [WORDS in answer.text for answer in answers]

    keeping.keep_house()
    opened = shown()
    shut(newsroom)
    keeping.keep_house()
    closed = shown()
    payload, signature = newsroom.seen()
    post(at_desk, "seen", {"payload": base64_of(payload), "signature": signature})

    assert (opened, closed, shown()) == ([True] * 3, [False] * 3, [True] * 3)


def test_neither_sitemaps_nor_robots_name_it(newsroom: DeskNewsroom, read: Read, paths: list[str]):
    told = [read(path).text for path in ("/robots.txt", "/sitemap.xml", "/sitemap-pages.xml")]

    assert all(told)
    assert not any("tips" in one for one in told)


@pytest.mark.parametrize("path", ["/tips/", "/tips/reply/", "/tips/x", "/text/tips/"])
def test_the_press_prints_nothing_of_it(
    newsroom: DeskNewsroom, read: Read, press: Press, path: str
):
    """What stands before Django answers there; if it did not, nobody would."""
    answer = read(path)

    assert answer.status == 404
    assert not press.has(f"localhost{path}")
