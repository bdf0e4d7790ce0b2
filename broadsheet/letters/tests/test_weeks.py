"""The letters of a week, gathered on a page of their own."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from broadsheet.press.every import every_address
from broadsheet.stories.corrections import correct
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(make_story: Any) -> Any:
    def make(title: str, month: int, day: int, hour: int = 18) -> Story:
        return make_story(
            title,
            published=datetime(2024, month, day, hour, tzinfo=UTC),
            opinion_kind="letter",
            body=[("paragraph", f"<p>All of {title}.</p>")],
            bylines=["Nell Roe, Larkmere"],
        )

    return make


def test_a_week_holds_its_letters_whole_the_newest_first(read: Any, letter: Any, make_story: Any):
    letter("the ferry", 5, 6)
    letter("the bridge", 5, 12)
    letter("the week before", 5, 5)
    make_story("No letter", published=datetime(2024, 5, 7, 18, tzinfo=UTC))

    page = read("/letters/2024/19/").text.split("<main")[1]

    assert re.findall(r"All of ([\w ]+)\.", page) == ["the bridge", "the ferry"]
    assert "Nell Roe, Larkmere" in page
    assert "No letter" not in page


@pytest.mark.parametrize("edition", ["", "/text"])
def test_the_headline_of_each_letter_leads_to_its_own_page(read: Any, letter: Any, edition: str):
    one = letter("the ferry", 5, 6)

    page = read(f"{edition}/letters/2024/19/").text.split("<main")[1]

    assert f'href="{edition}{one.permalink}"' in page
    assert 'href=""' not in page


def test_a_week_is_the_papers_own_and_not_that_of_greenwich(read: Any, letter: Any):
    # Half past ten on Sunday evening, in Chicago.
    letter("late on Sunday", 5, 13, 3)

    assert "late on Sunday" in read("/letters/2024/19/").text
    assert read("/letters/2024/20/").status == 404


def test_a_week_leads_to_the_nearest_weeks_with_letters(read: Any, letter: Any):
    for month in (1, 5, 11):
        letter(f"month {month}", month, 8)

    page = read("/letters/2024/19/").text

    assert re.findall(r'href="(/letters/\d{4}/\d\d/)" rel="(\w+)"', page) == [
        ("/letters/2024/02/", "prev"),
        ("/letters/2024/45/", "next"),
    ]


def test_a_year_has_no_week_that_its_calendar_has_not(read: Any, paper: Any):
    assert read("/letters/2024/53/").status == 404


def test_a_letter_that_is_corrected_or_taken_down_is_so_in_its_week_too(
    read: Any, press: Any, letter: Any, editor: Any
):
    ferry = letter("the ferry", 5, 6)
    bridge = letter("the bridge", 5, 7)
    assert "All of the ferry" in read("/letters/2024/19/").text

    correct(bridge, wrong="It named May.", right="It was June.", editor=editor)
    ferry.unpublish()
    press.print_all()

    page = read("/letters/2024/19/").text
    assert "It was June." in page
    assert "All of the ferry" not in page


def test_the_newest_week_is_led_to_from_opinion_and_from_the_form(
    read: Any, press: Any, letter: Any, sections: Any
):
    assert "/letters/2024/" not in read("/letters/").text
    letter("the ferry", 5, 6)
    press.print_all()

    assert 'href="/letters/2024/19/"' in read("/letters/").text
    assert 'href="/letters/2024/19/"' in read(sections["opinion"].path_for_readers).text


def test_each_week_is_among_the_addresses_that_are_printed(letter: Any):
    letter("the ferry", 5, 6)
    letter("the bridge", 1, 8)

    found = {one for one in every_address() if one.startswith("localhost/letters/")}

    assert found == {f"localhost/letters/{rest}" for rest in ("", "rules/", "2024/19/", "2024/02/")}


def test_the_week_is_read_in_text_too(read: Any, letter: Any):
    letter("the ferry", 5, 6)

    assert "All of the ferry." in read("/text/letters/2024/19/").text
