"""Fronts, rails and feeds take nothing older than the paper's limit, unless an editor keeps it there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.press.printing import print_sheet
from broadsheet.stories.age import months
from broadsheet.stories.current import kept_stories
from broadsheet.stories.lists import newest_keys_in, newest_keys_in_paper
from broadsheet.stories.models import Story, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(make_story):
    return make_story("Of three years ago", published=timezone.now() - months(36))


def rail_of(page):
    return page.text.split('class="rail"', 1)[1].split("</section>", 1)[0]


def keep(story, is_kept):
    story = Story.objects.get(pk=story.pk)
    story.keep_current = is_kept
    story.save_revision().publish()


def test_fronts_rails_and_feeds_leave_out_what_is_too_old(read, make_story, old):
    new = make_story("Of today")

    assert "Of three years ago" not in read("/local-news/").text
    assert "Of three years ago" not in read("/").text
    assert "Of three years ago" not in read("/feed/").text
    assert "Of three years ago" not in read("/local-news/feed/").text
    assert "Of three years ago" not in read(new.permalink).text


def test_what_is_too_old_stands_on_its_own_pages_still(read, make_story, journalist):
    topic = Topic.objects.create(name="Ferries", slug="ferries")
    when = timezone.now() - months(36)
    make_story("Of three years ago", published=when, bylines=[journalist], topics=[topic])

    for path in (
        f"/{when:%Y/%m}/",
        "/local-news/page/1/",
        "/people/odalys-brandt/",
        "/topics/ferries/",
        "/topics/ferries/page/1/",
    ):
        assert "Of three years ago" in read(path).text, path
    assert "Of three years ago" not in read("/topics/ferries/feed/").text


def test_an_editor_keeps_an_old_story_among_the_current_ones(read, press, make_story, old):
    new = make_story("Of today")
    for path in ("/", "/local-news/", "/feed/", new.permalink):
        assert "Of three years ago" not in read(path).text

    keep(old, True)
    press.print_all()

    assert "Of three years ago" in rail_of(read(new.permalink))
    for path in ("/", "/local-news/", "/feed/", "/local-news/feed/"):
        assert "Of three years ago" in read(path).text, path

    keep(old, False)
    press.print_all()

    for path in ("/", "/local-news/", "/feed/", new.permalink):
        assert "Of three years ago" not in read(path).text, path


def test_what_is_kept_stands_behind_what_is_new_and_in_its_own_section_alone(
    make_story, front, sections, old
):
    keep(old, True)
    new = make_story("Of today")

    assert newest_keys_in(sections["local-news"].pk, 30) == [new.pk, old.pk]
    assert newest_keys_in(sections["sports"].pk, 30) == []
    assert newest_keys_in_paper(front.path, 30) == [new.pk, old.pk]
    assert newest_keys_in_paper(front.path, 1) == [new.pk]


def test_what_is_kept_and_taken_down_is_kept_no_longer(make_story, old):
    keep(old, True)

    Story.objects.get(pk=old.pk).unpublish()

    assert kept_stories() == []


def test_a_list_is_printed_again_when_its_oldest_story_ceases_to_be_current(make_story, sections):
    published = timezone.now() - months(23)
    make_story("Of today")
    make_story("Of 23 months ago", published=published)

    sheet = print_sheet("localhost/local-news/feed/")

    assert sheet.print_again_at == published + months(24)


def test_at_that_moment_the_story_is_gone_from_the_list(make_story, sections, monkeypatch):
    published = timezone.now() - months(23)
    make_story("Of 23 months ago", published=published)
    monkeypatch.setattr("django.utils.timezone.now", lambda: published + months(24))

    assert newest_keys_in(sections["local-news"].pk, 30) == []


def test_a_section_without_current_stories_says_so_and_leads_to_the_earlier_ones(read, old):
    page = read("/local-news/").text

    assert "Nothing has been printed in this section lately." in page
    assert 'href="/local-news/page/1/">Earlier stories</a>' in page
    assert "Of three years ago" in read("/local-news/page/1/").text


def test_a_section_without_current_stories_has_no_empty_place_on_the_front(
    read, make_story, sections, old
):
    # One of them leads, eight are the newest lines: the tenth is left for the section.
    for number in range(10):
        make_story(f"Match {number}", section=sections["sports"])

    page = read("/").text

    assert f'id="section-{sections["sports"].pk}"' in page
    assert f'id="section-{sections["local-news"].pk}"' not in page


def test_a_front_without_anything_current_leads_with_the_newest_there_is(
    read, press, make_story, old
):
    make_story("Of four years ago", published=timezone.now() - months(48))
    page = read("/").text
    assert "Of three years ago" in page
    assert "Of four years ago" not in page

    make_story("Of today")
    press.print_all()

    assert "Of three years ago" not in read("/").text


def test_an_editors_own_lead_and_pins_know_no_limit(read, press, make_story, chosen, old):
    make_story("Of today")

    chosen(old)
    press.print_all()

    assert "Of three years ago" in read("/").text


def test_a_paper_may_have_no_limit(read, press, make_story, paper, old):
    make_story("Of today")
    assert "Of three years ago" not in read("/local-news/").text

    paper.current_for_months = 0
    paper.save()
    press.print_all()

    assert "Of three years ago" in read("/local-news/").text
    assert print_sheet("localhost/local-news/feed/").print_again_at is None


def test_the_limit_costs_a_list_no_query_of_its_own(
    make_story, sections, django_assert_max_num_queries
):
    from broadsheet.press.keeping import printing

    make_story("Of today", published=timezone.now() - timedelta(days=1))
    with printing():
        newest_keys_in(sections["local-news"].pk, 30)
    with printing(), django_assert_max_num_queries(1):
        newest_keys_in(sections["local-news"].pk, 30)
