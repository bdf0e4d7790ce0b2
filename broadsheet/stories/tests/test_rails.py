"""The rail beside a story: current stories of its section, never itself."""

from datetime import UTC, datetime

import pytest

from broadsheet.press.printing import print_batch

pytestmark = pytest.mark.django_db


def rail_of(page):
    return page.text.split('class="rail"', 1)[1].split("</section>", 1)[0]


def test_a_rail_shows_twelve_stories_and_never_the_one_beside_it(read, press, make_story):
    stories = [make_story(f"Headline number {n:02}") for n in range(14)]
    press.print_all()

    for story in stories:
        rail = rail_of(read(story.permalink))
        assert rail.count("<li>") == 12
        assert story.title not in rail


def test_an_old_story_shows_todays_rail(read, press, make_story):
    old = make_story("From 2016", published=datetime(2016, 5, 19, tzinfo=UTC))
    read(old.permalink)

    make_story("News of this minute")
    press.print_all()

    assert "News of this minute" in rail_of(read(old.permalink))


def test_a_wire_story_stands_beside_local_news(read, make_story, sections):
    make_story("Local story")
    wire = make_story("Wire story", section=sections["wire"])

    page = read(wire.permalink)

    assert "More in Local News" in page.text
    assert "Local story" in rail_of(page)


def test_a_story_that_leaves_the_rail_stands_no_longer_in_it_anywhere(read, press, make_story):
    first = make_story("The first of many")
    read(first.permalink)
    for number in range(13):
        make_story(f"Later story {number}")
    press.print_all()

    last = rail_of(read(first.permalink))
    assert "The first of many" not in last
    assert last.count("<li>") == 12


def test_a_rail_shows_photo_caption_credit_headline_and_teaser(read, make_story, make_photo):
    photo = make_photo("The landing at dusk.", "Ilse Markham / The Larkmere Ledger", "A ferry")
    make_story("With a photo", photo=photo, teaser="It is back.")
    beside = make_story("Beside")

    rail = rail_of(read(beside.permalink))

    for words in (
        "With a photo",
        "It is back.",
        "The landing at dusk.",
        "Ilse Markham",
        'alt="A ferry"',
    ):
        assert words in rail


def test_each_page_asks_the_database_a_bounded_number_of_times(
    django_assert_max_num_queries, press, make_story, make_photo
):
    stories = [make_story(f"Story {n}", photo=make_photo()) for n in range(16)]
    pages = ["localhost/", "localhost/local-news/", f"localhost{stories[0].permalink}"]
    press.shelf.put(print_batch(pages, press.shelf), now=0)

    for page, most in zip(pages, (40, 36, 32), strict=True):
        with django_assert_max_num_queries(most):
            print_batch([page], press.shelf)
