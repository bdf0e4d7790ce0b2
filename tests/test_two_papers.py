"""Two papers published from one installation: each shows its own stories, people and corrections, at its own host."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import Journalist
from broadsheet.press.every import every_address
from broadsheet.sections.founding import found_paper
from broadsheet.sections.models import Section
from broadsheet.stories.corrections import correct
from broadsheet.stories.models import Story
from tests.reading import Answer

pytestmark = pytest.mark.django_db
OURS, THEIRS = "localhost", "testserver"
Read = Callable[..., Answer]


@pytest.fixture
def bell(paper: Paper) -> Site:
    """The Dunmore Bell, beside the Ledger."""
    root = Page.get_first_root_node().add_child(instance=Page(title="To be founded"))
    site = Site.objects.create(hostname=THEIRS, root_page=root)
    found_paper(
        site,
        name="The Dunmore Bell",
        town="Dunmore",
        region="Wisconsin",
        time_zone="America/Chicago",
        language="en-us",
        sections=["Local News"],
        legal_kind=Paper.LegalKind.BUSINESS,
        email="news@dunmorebell.example",
    )
    return Site.objects.get(pk=site.pk)


@pytest.fixture
def their_section(bell: Site) -> Section:
    return Section.objects.child_of(bell.root_page).get()


@pytest.fixture
def stories(make_story: Any, their_section: Section, journalist: Journalist) -> dict[str, Story]:
    """A story of each paper, of different months, both signed by the same person."""
    return {
        "ours": make_story(
            "The Ledger's ferry",
            published=datetime(2016, 5, 3, 12, tzinfo=UTC),
            bylines=[journalist],
        ),
        "theirs": make_story(
            "The Bell's fire",
            section=their_section,
            published=datetime(2018, 7, 3, 12, tzinfo=UTC),
            bylines=[journalist],
        ),
    }


@pytest.mark.parametrize("host", [OURS, THEIRS])
def test_a_paper_serves_no_story_of_another(read: Read, stories: Any, host: str):
    own, other = ("ours", "theirs") if host == OURS else ("theirs", "ours")

    assert read(stories[own].permalink, host=host).status == 200
    assert read(stories[other].permalink, host=host).status == 404


def test_a_month_lists_the_stories_of_its_own_paper(read: Read, stories: Any):
    assert "The Ledger&#x27;s ferry" in read("/2016/05/", host=OURS).text
    assert read("/2016/05/", host=THEIRS).status == 404
    assert read("/2018/07/", host=OURS).status == 404


def test_a_month_leads_to_no_month_of_another_paper(read: Read, stories: Any, make_story: Any):
    make_story("The Ledger's dam", published=datetime(2020, 1, 3, 12, tzinfo=UTC))

    page = read("/2016/05/", host=OURS).text

    assert "/2020/01/" in page
    assert "/2018/07/" not in page


def test_sitemaps_name_the_addresses_of_their_own_paper(read: Read, stories: Any):
    index = read("/sitemap.xml", host=THEIRS).text

    assert "sitemap-2018-07.xml" in index
    assert "sitemap-2016-05.xml" not in index
    assert stories["theirs"].permalink in read("/sitemap-2018-07.xml", host=THEIRS).text
    assert read("/sitemap-2016-05.xml", host=THEIRS).status == 404


def test_the_news_sitemap_has_news_of_its_own_paper(
    read: Read, make_story: Any, their_section: Section
):
    make_story("The Ledger today")
    make_story("The Bell today", section=their_section)

    assert re.findall(r"<news:title>(.*?)<", read("/news-sitemap.xml", host=THEIRS).text) == [
        "The Bell today"
    ]


def test_corrections_are_those_of_the_paper(read: Read, stories: Any, editor: Any):
    for name, story in stories.items():
        correct(story, wrong=f"Wrong in {name}.", right="Right.", editor=None)
    year = f"/corrections/{datetime.now(UTC):%Y}/"

    for path in ("/corrections/", year):
        assert "Wrong in theirs." in read(path, host=THEIRS).text
        assert "Wrong in ours." not in read(path, host=THEIRS).text


def test_a_journalists_page_lists_her_stories_in_this_paper(
    read: Read, stories: Any, journalist: Journalist
):
    page = read(journalist.path, host=THEIRS).text

    assert stories["theirs"].permalink in page
    assert stories["ours"].permalink not in page


def test_who_works_for_one_paper_has_a_page_there_alone(
    read: Read, bell: Site, journalist: Journalist
):
    journalist.works_for = Site.objects.get(hostname=OURS)
    journalist.save()

    assert read(journalist.path, host=OURS).status == 200
    assert read(journalist.path, host=THEIRS).status == 404
    assert journalist.name in read("/contact/", host=OURS).text
    assert journalist.name not in read("/contact/", host=THEIRS).text
    assert journalist.path not in read("/sitemap-pages.xml", host=THEIRS).text


def test_every_address_is_named_at_its_own_host_alone(stories: Any):
    addresses = set(every_address())

    assert {THEIRS + stories["theirs"].permalink, OURS + stories["ours"].permalink} <= addresses
    assert THEIRS + stories["ours"].permalink not in addresses
    assert {OURS + "/2018/07/", THEIRS + "/2016/05/"} & addresses == set()


def test_a_paper_alone_is_not_asked_whose_stories_it_shows(make_story: Any, client: Any):
    story = make_story()

    with CaptureQueriesContext(connection) as asked:
        client.get(story.permalink)

    assert not [one for one in asked.captured_queries if "COUNT(*)" in one["sql"]]
