"""Numbered pages: each keeps its address and its stories, whatever is printed later."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from broadsheet.press.models import Change
from broadsheet.sections.models import Section
from broadsheet.stories import places
from broadsheet.stories.models import Place, Story, Topic
from broadsheet.stories.numbering import number_stories

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def three_to_a_page(monkeypatch):
    """Three stories on a page in place of thirty, so that a test need not file a hundred."""
    monkeypatch.setattr(places, "A_PAGE", 3)


@pytest.fixture
def bridge(db):
    return Topic.objects.create(name="Mill Street bridge", slug="mill-street-bridge")


def headlines(page):
    return [piece.split("</a>")[0].split(">", 1)[1] for piece in page.split('class="headline"')[1:]]


def stories_on(read, path):
    """Return the headlines in the list of a numbered page, in their order."""
    answer = read(path)
    assert answer.status == 200, answer.text
    return headlines(answer.text.split('class="stories-by"')[1].split("</section>")[0])


def number_in(story, section):
    return Place.objects.get(story=story, of=Place.Of.SECTION, key=section.pk).number


def touched_by(act):
    before = Change.objects.count()
    act()
    return {name for line in Change.objects.order_by("pk")[before:] for name in line.touches}


def test_an_older_page_keeps_its_stories_when_new_ones_are_printed(read, press, make_story):
    for number in range(1, 5):
        make_story(f"Story {number}")
    before = stories_on(read, "/local-news/page/1/")

    make_story("Story 5")
    press.print_all()

    assert before == stories_on(read, "/local-news/page/1/") == ["Story 3", "Story 2", "Story 1"]
    assert stories_on(read, "/local-news/page/2/") == ["Story 5", "Story 4"]


def test_a_story_that_is_taken_down_moves_no_other(read, press, make_story):
    stories = [make_story(f"Story {number}") for number in range(1, 6)]
    stories_on(read, "/local-news/page/1/")

    stories[1].unpublish()
    press.print_all()

    assert stories_on(read, "/local-news/page/1/") == ["Story 3", "Story 1"]
    assert stories_on(read, "/local-news/page/2/") == ["Story 5", "Story 4"]

    Story.objects.get(pk=stories[1].pk).save_revision().publish()
    press.print_all()

    assert stories_on(read, "/local-news/page/1/") == ["Story 3", "Story 2", "Story 1"]


def test_a_story_filed_elsewhere_leaves_a_gap_and_gets_the_next_number_there(
    read, press, make_story, sections
):
    stories = [make_story(f"Story {number}") for number in range(1, 5)]
    make_story("Match", section=sections["sports"])
    stories_on(read, "/local-news/page/1/")

    stories[0].move(sections["sports"], pos="last-child")
    press.print_all()

    assert stories_on(read, "/local-news/page/1/") == ["Story 3", "Story 2"]
    assert stories_on(read, "/sports/page/1/") == ["Story 1", "Match"]


def test_a_deleted_story_leaves_its_page(read, press, make_story):
    stories = [make_story(f"Story {number}") for number in range(1, 5)]
    stories_on(read, "/local-news/page/1/")

    stories[2].delete()
    press.print_all()

    assert stories_on(read, "/local-news/page/1/") == ["Story 2", "Story 1"]


def test_a_page_says_its_number_and_leads_to_those_beside_it(read, make_story):
    for number in range(1, 8):
        make_story(f"Story {number}")

    page = read("/local-news/page/2/").text

    assert "<title>Local News, page 2" in page
    assert '<link rel="canonical" href="http://localhost/local-news/page/2/">' in page
    assert '<link rel="prev" href="/local-news/page/1/">' in page
    assert '<link rel="next" href="/local-news/page/3/">' in page
    assert page.count('href="/local-news/page/1/" rel="prev"') == 1
    assert "noindex" not in page


def test_a_reader_of_the_newest_page_is_led_on_once_another_is_begun(read, press, make_story):
    for number in range(1, 4):
        make_story(f"Story {number}")
    assert 'rel="next"' not in read("/local-news/page/1/").text

    make_story("Story 4")
    press.print_all()

    assert 'href="/local-news/page/2/" rel="next"' in read("/local-news/page/1/").text


@pytest.mark.parametrize("path", ["page/2/", "page/0/", "page/01/", "page/9999999/", "page/x/"])
def test_a_page_that_was_never_begun_is_not_found(read, make_story, path):
    make_story("Story 1")

    assert read(f"/local-news/{path}").status == 404


def test_a_sections_front_leads_to_earlier_stories(read, press, make_story):
    for number in range(1, 4):
        make_story(f"Story {number}")
    assert "Earlier stories" not in read("/local-news/").text

    make_story("Story 4")
    press.print_all()

    assert '<a class="all" href="/local-news/page/2/">Earlier stories</a>' in (
        read("/local-news/").text
    )


def test_a_nested_sections_story_stands_in_its_own_list_and_its_parents(read, make_story, sections):
    school = sections["sports"].add_child(instance=Section(title="High School", slug="high-school"))
    make_story("Match", section=sections["sports"])
    make_story("School match", section=school)

    assert stories_on(read, "/sports/page/1/") == ["School match", "Match"]
    assert stories_on(read, "/sports/high-school/page/1/") == ["School match"]


def test_a_section_under_another_cannot_take_the_address_of_its_pages(sections):
    from django.core.exceptions import ValidationError

    for slug in ("page", "feed"):
        section = Section(title="Page", slug=slug)
        with pytest.raises(ValidationError, match="address of the program's own"):
            sections["sports"].add_child(instance=section)


def test_pages_follow_their_section_to_a_new_address(read, press, make_story, sections):
    make_story("Story 1")
    stories_on(read, "/local-news/page/1/")
    section = sections["local-news"]

    section.slug = "larkmere"
    section.save()
    press.print_all()

    answer = read("/local-news/page/1/")
    assert (answer.status, answer.headers["location"]) == (301, "/larkmere/page/1/")
    assert stories_on(read, "/larkmere/page/1/") == ["Story 1"]


def test_pages_of_a_private_section_are_shown_to_nobody(read, press, make_story, sections):
    make_story("Story 1")
    stories_on(read, "/local-news/page/1/")

    PageViewRestriction.objects.create(
        page=sections["local-news"], restriction_type=PageViewRestriction.LOGIN
    )
    press.print_all()

    assert read("/local-news/page/1/").status == 404


# What publishing touches ---------------------------------------------------------------------------
def test_publishing_touches_only_the_page_of_its_number(make_story, sections):
    for number in range(1, 5):
        make_story(f"Story {number}")
    key = sections["local-news"].pk

    touched = touched_by(lambda: make_story("Story 5"))

    assert {name for name in touched if ":page:" in name} == {f"list:section:{key}:page:2"}


def test_beginning_a_page_touches_the_one_before_it_too(make_story, sections):
    for number in range(1, 4):
        make_story(f"Story {number}")
    key = sections["local-news"].pk

    touched = touched_by(lambda: make_story("Story 4"))

    assert {name for name in touched if ":page:" in name} == {
        f"list:section:{key}:page:1",
        f"list:section:{key}:page:2",
    }


def test_another_word_in_a_story_touches_no_list(make_story):
    story = make_story("Story 1")

    def reword():
        story.deck = "Another word."
        story.save_revision().publish()

    assert touched_by(reword) == {story.source}


def test_a_draft_has_no_number(make_story):
    make_story("A draft", live=False)

    assert not Place.objects.exists()


def test_a_story_keeps_its_number_however_often_it_is_published(make_story, sections):
    story = make_story("Story 1")
    make_story("Story 2")

    for _ in range(2):
        story.save_revision().publish()

    assert number_in(story, sections["local-news"]) == 1
    assert Place.objects.count() == 2


def test_a_copied_story_gets_a_number_of_its_own(make_story, sections):
    story = make_story("Story 1")

    copy = story.copy(update_attrs={"title": "A copy"}, keep_live=True)

    assert number_in(copy, sections["local-news"]) == 2


def queries_to_publish(story):
    revision = story.save_revision()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        revision.publish()
    return [one["sql"] for one in asked.captured_queries]


def test_numbers_cost_two_queries_at_first_publication_and_one_after(make_story, bridge):
    story = make_story("Story 1", live=False, topics=[bridge])

    first = [sql for sql in queries_to_publish(story) if "stories_place" in sql]
    again = [
        sql for sql in queries_to_publish(Story.objects.get(pk=story.pk)) if "stories_place" in sql
    ]

    assert len(first) == 2, first
    assert len(again) == 1, again


def test_publishing_costs_as_many_queries_with_an_archive_as_without(make_story, bridge):
    make_story("The first", topics=[bridge])
    few = len(queries_to_publish(make_story("One of few", live=False, topics=[bridge])))
    for number in range(40):
        make_story(f"Story {number}", topics=[bridge])

    many = len(queries_to_publish(make_story("One of many", live=False, topics=[bridge])))

    assert many == few


def test_the_last_number_is_one_look_at_an_index(make_story, sections):
    make_story("Story 1")
    if connection.vendor == "postgresql":
        # Of one row it would read the whole table.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")

    places_of = Place.objects.filter(of=1, key=sections["local-news"].pk).order_by("-number")
    plan = places_of.values_list("number")[:1].explain()

    assert "SEARCH" in plan or "Index" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


# Many at once --------------------------------------------------------------------------------------
def test_stories_filed_past_the_program_get_numbers_in_the_order_of_their_dates(
    make_story, sections, bridge, monkeypatch
):
    monkeypatch.setattr("broadsheet.stories.numbering.PIECE", 2)
    days = [3, 1, 4, 2, 5]
    stories = {
        day: make_story(f"Day {day}", published=DAY + timedelta(days=day), topics=[bridge])
        for day in days
    }
    Place.objects.exclude(story=stories[3]).delete()

    given = number_stories()

    numbers = {day: number_in(story, sections["local-news"]) for day, story in stories.items()}
    assert numbers == {3: 1, 1: 2, 2: 3, 4: 4, 5: 5}
    assert given == 8
    assert Place.objects.filter(of=Place.Of.TOPIC, key=bridge.pk).count() == 5


def test_numbering_again_gives_nothing_twice(make_story):
    make_story("Story 1")

    assert number_stories() == 0


def test_numbered_stories_are_printed(read, press, make_story):
    for number in range(1, 5):
        make_story(f"Story {number}", published=timezone.now())
    Place.objects.filter(number__gt=3).delete()
    assert 'rel="next"' not in read("/local-news/page/1/").text

    number_stories()
    press.print_all()

    assert 'rel="next"' in read("/local-news/page/1/").text
    assert stories_on(read, "/local-news/page/2/") == ["Story 4"]
