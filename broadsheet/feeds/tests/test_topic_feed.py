"""The feed of a topic."""

from xml.etree import ElementTree

import pytest

from broadsheet.stories.models import Topic

pytestmark = pytest.mark.django_db


def titles(answer):
    return [title.text for title in ElementTree.fromstring(answer.body).findall(".//item/title")]


@pytest.fixture
def ferries(paper):
    return Topic.objects.create(name="Ferries", slug="ferries")


def test_a_topics_feed_has_its_stories_newest_first_and_says_whose_it_is(
    read, press, make_story, ferries
):
    make_story("The ferry stops", topics=[ferries])
    make_story("Another matter")
    assert titles(read("/topics/ferries/feed/")) == ["The ferry stops"]

    make_story("The ferry runs", topics=[ferries])
    press.print_all()

    answer = read("/topics/ferries/feed/")
    channel = ElementTree.fromstring(answer.body).find("channel")
    assert titles(answer) == ["The ferry runs", "The ferry stops"]
    assert channel.find("title").text == "The Larkmere Ledger: Ferries"
    assert channel.find("link").text == "http://localhost/topics/ferries/"


def test_a_topics_page_names_its_feed(read, ferries):
    assert 'href="http://localhost/topics/ferries/feed/"' in read("/topics/ferries/").text


def test_a_topic_that_never_was_has_no_feed(read, paper):
    assert read("/topics/nothing/feed/").status == 404
