"""The stories on a journalist's page: the newest, whether she still writes or stopped long ago."""

from datetime import UTC, datetime

import pytest

from broadsheet.stories import lists
from broadsheet.stories.models import Byline

pytestmark = pytest.mark.django_db


def at(day: int) -> datetime:
    return datetime(2016, 5, day, 12, 0, tzinfo=UTC)


def test_a_journalist_who_signs_no_more_still_has_all_her_stories_on_her_page(
    read, make_story, journalist, monkeypatch
):
    monkeypatch.setattr(lists, "RECENT", 2)
    first, second = (
        make_story(f"Ferry stops {day}", bylines=[journalist], published=at(day)) for day in (1, 2)
    )
    for day in (3, 4, 5):
        make_story(f"By someone else {day}", published=at(day))

    page = read(journalist.path).text

    assert page.index(second.title) < page.index(first.title)


def test_a_journalist_is_found_among_the_newest_however_much_she_has_written(
    make_story, journalist, django_assert_num_queries
):
    stories = [
        make_story(f"Ferry {day}", bylines=[journalist], published=at(day)) for day in range(1, 5)
    ]
    signed = Byline.objects.filter(journalist=journalist)

    with django_assert_num_queries(1):
        found = lists.newest_signed(signed, 2)

    assert found == [stories[3].pk, stories[2].pk]
