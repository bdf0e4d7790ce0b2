"""Topics and series: their pages, what a story says of them, and that they are true after each change."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from broadsheet.press.every import every_address
from broadsheet.press.models import Change
from broadsheet.stories import gatherings
from broadsheet.stories.models import Place, Series, Story, Topic
from tests.reading import json_ld

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge(paper):
    return Topic.objects.create(
        name="Mill Street bridge", slug="mill-street-bridge", description="Closed since November."
    )


@pytest.fixture
def year(paper):
    return Series.objects.create(
        name="A year without a bridge", slug="a-year", description="How we cross.", parts_planned=5
    )


def retag(story, *topics):
    story = Story.objects.get(pk=story.pk)
    story.topics = topics
    story.save_revision().publish()


# Topics --------------------------------------------------------------------------------------------
def test_a_topics_page_lists_its_stories_newest_first(read, make_story, bridge):
    make_story("The first", topics=[bridge])
    make_story("Another matter")
    make_story("The second", topics=[bridge], teaser="Detours begin.")

    page = read("/topics/mill-street-bridge/").text

    assert "<h1>Mill Street bridge</h1>" in page
    assert "Closed since November." in page
    assert page.index("The second") < page.index("The first")
    assert "Detours begin." in page
    assert "Another matter" not in page


def test_an_old_story_filed_under_a_topic_today_is_not_its_news(read, make_story, bridge):
    make_story("Of today", topics=[bridge])
    long_ago = timezone.now() - timedelta(days=4000)
    make_story("Of long ago", published=long_ago, topics=[bridge])

    page = read("/topics/mill-street-bridge/").text

    assert page.index("Of today") < page.index("Of long ago")


def test_a_story_that_enters_a_topic_or_leaves_it_is_printed_so(read, press, make_story, bridge):
    story = make_story("The bridge closes")
    assert "The bridge closes" not in read("/topics/mill-street-bridge/").text

    retag(story, bridge)
    press.print_all()
    assert "The bridge closes" in read("/topics/mill-street-bridge/").text

    retag(story)
    press.print_all()
    assert "The bridge closes" not in read("/topics/mill-street-bridge/").text


def test_a_story_taken_down_leaves_its_topic_and_the_index(read, press, make_story, bridge):
    story = make_story("The bridge closes", topics=[bridge])
    assert "Mill Street bridge" in read("/topics/").text
    read("/topics/mill-street-bridge/")

    story.unpublish()
    press.print_all()

    assert "The bridge closes" not in read("/topics/mill-street-bridge/").text
    assert "Mill Street bridge" not in read("/topics/").text


def test_a_deleted_story_leaves_its_topic(read, press, make_story, bridge):
    story = make_story("The bridge closes", topics=[bridge])
    read("/topics/mill-street-bridge/")

    story.delete()
    press.print_all()

    assert "No story stands under this topic yet." in read("/topics/mill-street-bridge/").text


def test_the_index_lists_topics_with_stories_from_a_to_z(read, press, make_story, bridge):
    budget = Topic.objects.create(name="budget of the schools", slug="school-budget")
    Topic.objects.create(name="Nothing yet", slug="nothing-yet")
    make_story("The bridge closes", topics=[bridge, budget])

    page = read("/topics/").text

    assert page.index("budget of the schools") < page.index("Mill Street bridge")
    assert "Nothing yet" not in page


def test_a_renamed_topic_leads_readers_on_from_each_of_its_addresses(
    read, press, make_story, bridge, monkeypatch
):
    make_story("The bridge closes", topics=[bridge])
    for rest in ("", "feed/", "page/1/"):
        assert read(f"/topics/mill-street-bridge/{rest}").status == 200

    bridge.slug, bridge.name = "the-bridge", "The bridge"
    bridge.save()
    press.print_all()

    for rest in ("", "feed/", "page/1/"):
        answer = read(f"/topics/mill-street-bridge/{rest}")
        assert (answer.status, answer.headers["location"]) == (301, f"/topics/the-bridge/{rest}")
    assert read("/topics/the-bridge/page/1/").status == 200


def test_a_topic_under_a_new_name_is_called_so_on_its_stories(read, press, make_story, bridge):
    story = make_story("The bridge closes", topics=[bridge])
    read(story.permalink)

    bridge.name = "The bridge"
    bridge.save()
    press.print_all()

    assert '<a href="/topics/mill-street-bridge/">The bridge</a>' in read(story.permalink).text


def test_a_deleted_topic_is_gone_from_its_address_and_its_stories(read, press, make_story, bridge):
    story = make_story("The bridge closes", topics=[bridge])
    read(story.permalink)

    bridge.delete()
    press.print_all()

    assert read("/topics/mill-street-bridge/").status == 410
    assert "mill-street-bridge" not in read(story.permalink).text
    assert not Place.objects.filter(of=Place.Of.TOPIC).exists()


def test_a_topic_that_never_was_is_not_found(read, paper):
    assert read("/topics/no-such-topic/").status == 404
    assert read("/topics/no-such-topic/page/1/").status == 404


def test_a_long_topic_leads_to_earlier_stories(read, make_story, bridge, monkeypatch):
    monkeypatch.setattr("broadsheet.stories.places.A_PAGE", 2)
    monkeypatch.setattr("broadsheet.stories.gatherings_views.A_PAGE", 2)
    for number in range(5):
        make_story(f"Story {number}", topics=[bridge])

    page = read("/topics/mill-street-bridge/").text

    assert '<a class="all" href="/topics/mill-street-bridge/page/3/">Earlier stories</a>' in page
    assert "Story 0" in read("/topics/mill-street-bridge/page/1/").text
    assert "Story 0" not in page


def test_a_topics_front_reads_a_bounded_number_of_its_stories(
    make_story, bridge, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(gatherings, "WINDOW", 3)
    for number in range(6):
        make_story(f"Story {number}", topics=[bridge])

    with django_assert_max_num_queries(1):
        keys = gatherings.newest_keys_on(bridge.pk, 30)

    assert len(keys) == 3


def test_a_story_leads_to_its_topics(read, make_story, bridge):
    story = make_story("The bridge closes", topics=[bridge])

    page = read(story.permalink).text

    assert '<a href="/topics/mill-street-bridge/">Mill Street bridge</a>' in page
    assert "topics-of" not in read(make_story("Without").permalink).text


def test_machines_are_told_of_topics_and_series(read, make_story, bridge, year):
    story = make_story("The bridge closes", topics=[bridge], series=year, series_part=2)

    told = json_ld(read(story.permalink).text)

    assert told["about"] == [
        {
            "@type": "Thing",
            "name": "Mill Street bridge",
            "url": "http://localhost/topics/mill-street-bridge/",
        }
    ]
    assert told["keywords"] == ["Mill Street bridge"]
    assert told["isPartOf"] == {
        "@type": "CreativeWorkSeries",
        "name": "A year without a bridge",
        "url": "http://localhost/series/a-year/",
    }
    assert told["position"] == 2


def test_machines_are_told_nothing_of_what_is_not_there(read, make_story):
    told = json_ld(read(make_story("The bridge closes").permalink).text)

    assert not {"about", "keywords", "isPartOf", "position"} & told.keys()


# Series --------------------------------------------------------------------------------------------
def test_a_series_shows_its_parts_in_their_order(read, make_story, year):
    make_story("Winter", series=year, series_part=3)
    make_story("Summer", series=year, series_part=1)
    make_story("An epilogue", series=year)
    make_story("Fall", series=year, series_part=2)

    page = read("/series/a-year/").text

    places = [page.index(word) for word in ("Summer", "Fall", "Winter", "An epilogue")]
    assert places == sorted(places)
    assert "How we cross." in page
    assert "4 of 5 parts" in page
    assert page.count("Part 3") == 1


def test_a_part_leads_to_the_one_before_and_the_one_after(read, make_story, year):
    first = make_story("Summer", series=year, series_part=1)
    make_story("Not written", series=year, series_part=2, live=False)
    third = make_story("Winter", series=year, series_part=3)

    page = read(third.permalink).text

    assert '<a href="/series/a-year/">A year without a bridge</a>, Part 3 of 5' in page
    assert f'href="{first.permalink}" rel="prev">Summer</a>' in page
    assert 'rel="next"' not in page
    assert "Not written" not in page


def test_a_new_part_is_led_to_from_those_already_printed(read, press, make_story, year):
    first = make_story("Summer", series=year, series_part=1)
    assert 'rel="next"' not in read(first.permalink).text
    read("/series/a-year/")

    second = make_story("Fall", series=year, series_part=2)
    press.print_all()

    assert f'href="{second.permalink}" rel="next">Fall</a>' in read(first.permalink).text
    assert "Fall" in read("/series/a-year/").text

    second.unpublish()
    press.print_all()

    assert 'rel="next"' not in read(first.permalink).text
    assert "Fall" not in read("/series/a-year/").text


def test_a_story_that_leaves_its_series_is_no_part_of_it_anywhere(read, press, make_story, year):
    first = make_story("Summer", series=year, series_part=1)
    second = make_story("Fall", series=year, series_part=2)
    read(first.permalink), read("/series/a-year/")

    second.series, second.series_part = None, None
    second.save_revision().publish()
    press.print_all()

    assert "Fall" not in read("/series/a-year/").text
    assert 'rel="next"' not in read(first.permalink).text
    assert "a-year" not in read(second.permalink).text


def test_a_story_without_a_part_number_names_its_series_alone(read, make_story, year):
    story = make_story("Summer", series=year)

    page = read(story.permalink).text

    named = page.split('class="part-of">')[1].split("</p>")[0]
    assert named.strip() == '<a href="/series/a-year/">A year without a bridge</a>'


def test_a_series_that_was_renamed_leads_readers_on(read, press, make_story, year):
    make_story("Summer", series=year, series_part=1)
    read("/series/a-year/")

    year.slug = "a-year-without"
    year.save()
    press.print_all()

    answer = read("/series/a-year/")
    assert (answer.status, answer.headers["location"]) == (301, "/series/a-year-without/")
    assert read("/series/no-such-series/").status == 404


def test_a_story_in_no_series_and_on_no_topic_touches_neither(make_story):
    make_story("The ferry runs")

    touched = set(Change.objects.latest("pk").touches)

    assert not [name for name in touched if "topic" in name or "series" in name]


# Where they are named ------------------------------------------------------------------------------
def test_the_sitemap_of_pages_names_topics_and_series_that_hold_something(
    read, press, make_story, bridge, year
):
    before = read("/sitemap-pages.xml").text
    assert "/topics/" not in before
    assert "/series/" not in before

    make_story("The bridge closes", topics=[bridge], series=year, series_part=1)
    press.print_all()

    after = read("/sitemap-pages.xml").text
    for path in ("/topics/", "/topics/mill-street-bridge/", "/series/a-year/"):
        assert f"<loc>http://localhost{path}</loc>" in after


def test_printing_everything_prints_topics_series_and_numbered_pages(make_story, bridge, year):
    make_story("The bridge closes", topics=[bridge], series=year, series_part=1)

    assert set(every_address()) >= {
        "localhost/topics/",
        "localhost/topics/mill-street-bridge/",
        "localhost/topics/mill-street-bridge/feed/",
        "localhost/topics/mill-street-bridge/page/1/",
        "localhost/series/a-year/",
        "localhost/local-news/page/1/",
    }


# In the newsroom -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("who", "is_there"), [("reporter", False), ("editor", True)])
def test_topics_and_series_have_their_place_in_the_menu(client, request, paper, who, is_there):
    client.force_login(request.getfixturevalue(who))

    home = client.get("/newsroom/").text

    for name in ("topic", "series"):
        assert (reverse(f"wagtailsnippets_stories_{name}:list") in home) is is_there


def test_a_reporter_chooses_topics_by_ticking_them(client, reporter, make_story, bridge):
    Topic.objects.create(name="Aardvarks", slug="aardvarks")
    story = make_story("The bridge closes", live=False, by=reporter, topics=[bridge])
    client.force_login(reporter)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).text

    boxes = re.findall(r'<input type="checkbox" name="topics" value="(\d+)"([^>]*)>', page)
    assert int(boxes[0][0]) == bridge.pk
    assert "checked" in boxes[0][1]
    assert "checked" not in boxes[1][1]
    assert "newsroom_topics" in page


def test_the_form_says_so_when_there_are_no_topics(client, reporter, make_story):
    story = make_story("The bridge closes", live=False, by=reporter)
    client.force_login(reporter)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).text

    assert "There are no topics yet." in page
