"""How old a story is, said plainly above its headline."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from broadsheet.press.printing import print_sheet
from broadsheet.stories.age import age_of, months

pytestmark = pytest.mark.django_db
MAY = datetime(2016, 5, 31, 23, 30, tzinfo=UTC)


def above_headline(page):
    return page.text.split('class="story-head"')[1].split("<h1>")[0]


def test_an_old_story_says_from_when_it_is_above_its_headline(read, make_story):
    story = make_story("The ferry stops", published=MAY)

    assert '<p class="age"><time datetime="2016-05">From May 2016</time></p>' in (
        above_headline(read(story.permalink))
    )


def test_the_month_is_the_papers_own_and_not_the_servers(make_story, paper):
    # In Chicago it is still May.
    story = make_story("The ferry stops", published=datetime(2016, 6, 1, 2, tzinfo=UTC))

    assert age_of(story, paper, timezone.now()).month == 5


def test_a_new_story_says_nothing_of_its_age(read, make_story):
    story = make_story("The ferry runs")

    assert "age" not in above_headline(read(story.permalink))


def test_a_page_is_printed_once_more_when_it_grows_old_and_no_more(make_story, paper):
    published = timezone.now() - timedelta(days=30)
    young = make_story("The ferry runs", published=published)
    old = make_story("The ferry stops", published=MAY)

    assert print_sheet(f"localhost{young.permalink}").print_again_at == published + months(12)
    assert print_sheet(f"localhost{old.permalink}").print_again_at is None


def test_a_story_is_old_at_the_very_moment_at_which_it_is_printed_again(make_story, paper):
    published = timezone.now() - timedelta(days=30)
    story = make_story("The ferry runs", published=published)

    assert age_of(story, paper, published + months(12) - timedelta(seconds=1)) is None
    assert age_of(story, paper, published + months(12)) is not None


def test_a_paper_may_say_it_later_or_never(read, press, make_story, paper):
    story = make_story("The ferry stops", published=timezone.now() - months(24))
    assert "From" in above_headline(read(story.permalink))

    for after in (36, 0):
        paper.says_age_after_months = after
        paper.save()
        press.print_all()
        assert "From" not in above_headline(read(story.permalink))
