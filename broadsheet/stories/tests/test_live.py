"""Live coverage: who may post, what readers find, and that the end is the end."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from broadsheet.photos.models import Photo
from broadsheet.stories import live
from broadsheet.stories.errors import LiveError
from broadsheet.stories.live import Told
from broadsheet.stories.live_page import coverage_of
from broadsheet.stories.models import LiveEntry
from tests.reading import json_ld

pytestmark = pytest.mark.django_db
MOST_ELEMENTS, MOST_BYTES = 900, 20 * 1024


# What readers find ----------------------------------------------------------------------------------
def test_a_reader_finds_an_entry_as_soon_as_it_is_posted(read, press, covered, tell):
    press.print_all()
    assert "The first entry is still to come." in read(covered.permalink).text

    entry = tell("The vote is 4–3.", headline="Bridge to close", author="Nell Tellander")
    press.print_all()

    page = read(covered.permalink)
    assert page.is_printed
    assert f'id="entry-{entry.pk}"' in page.text
    assert "The vote is 4–3." in page.text
    assert "Nell Tellander" in page.text
    assert "Live coverage, last entry" in page.text


def test_the_newest_entry_stands_first_and_a_late_one_in_its_own_place(client, covered, tell):
    now = timezone.now()
    tell("Second.", at=now - timedelta(minutes=2))
    tell("Third.", at=now - timedelta(minutes=1))
    tell("First, told later.", at=now - timedelta(minutes=3))

    page = client.get(covered.permalink).text
    body = page[page.index('id="live"') :]

    assert body.index("Third.") < body.index("Second.") < body.index("First, told later.")


def test_entries_stand_under_the_text_of_the_story(client, covered, tell):
    tell("The vote is in.")

    page = client.get(covered.permalink).text
    body = page[page.index("<main") :]

    assert body.index("The ferry runs again, the county said.") < body.index("The vote is in.")


def test_key_moments_are_links_once_there_are_many_entries(client, covered, tell):
    first = tell("One.", headline="The gavel falls")
    for number in range(5):
        tell(f"Entry {number}.")
    few = client.get(covered.permalink).text
    tell("The seventh.")

    many = client.get(covered.permalink).text

    link = f'<a href="#entry-{first.pk}">The gavel falls</a>'
    assert link not in few
    assert link in many


def test_a_changed_and_a_deleted_entry_show_at_once(read, press, covered, tell, editor):
    wrong, gone = tell("Vote is 3–4."), tell("A rumour.")
    press.print_all()
    read(covered.permalink)

    live.change(wrong, Told("<p>Vote is 4–3.</p>"), by=editor)
    live.delete(gone, by=editor)
    press.print_all()

    page = read(covered.permalink).text
    assert "Vote is 4–3." in page
    assert "Vote is 3–4." not in page
    assert "A rumour." not in page


def test_what_was_deleted_stays_in_the_story_s_history(covered, tell, editor):
    entry = tell("A rumour.")

    live.delete(entry, by=editor)

    line = PageLogEntry.objects.get(action="stories.live.delete")
    assert line.page_id == covered.pk
    assert line.user == editor
    assert line.data["text"] == "<p>A rumour.</p>"
    assert not ModelLogEntry.objects.exists()


def test_a_post_prints_the_story_and_leaves_fronts_and_rails_alone(press, read, covered, tell):
    for path in ("/", "/local-news/", covered.permalink):
        read(path)
    press.print_all()
    before = {path: press.shelf.printed_at(f"localhost{path}") for path in ("/", "/local-news/")}

    tell()
    press.print_all()

    after = {path: press.shelf.printed_at(f"localhost{path}") for path in ("/", "/local-news/")}
    assert after == before
    assert "The vote is in." in read(covered.permalink).text


def test_live_stands_in_a_word_on_cards_until_the_end(client, covered, tell, editor):
    assert "<span>Live</span>" in client.get("/local-news/").text

    live.end(covered, by=editor)

    assert "<span>Live</span>" not in client.get("/local-news/").text


def test_a_story_that_is_not_covered_live_asks_nothing_of_entries(client, make_story):
    story = make_story()
    client.get(story.permalink)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(story.permalink).text

    assert [one["sql"] for one in asked if "liveentry" in one["sql"]] == []
    assert 'id="live"' not in page


# What machines are told -----------------------------------------------------------------------------
def test_search_engines_are_told_of_each_entry(client, covered, tell, editor):
    first = tell("The gavel falls.", at=timezone.now() - timedelta(minutes=9))
    newest = tell("The vote is 4–3.", headline="Bridge to close", author="Nell Tellander")

    told = json_ld(client.get(covered.permalink).text, "LiveBlogPosting")

    assert told["@type"] == "LiveBlogPosting"
    assert datetime.fromisoformat(told["coverageStartTime"]) == first.at.replace(microsecond=0)
    assert "coverageEndTime" not in told
    assert [one["articleBody"] for one in told["liveBlogUpdate"]] == [
        "The vote is 4–3.",
        "The gavel falls.",
    ]
    assert told["liveBlogUpdate"][0]["headline"] == "Bridge to close"
    assert told["liveBlogUpdate"][0]["url"].endswith(f"{covered.permalink}#entry-{newest.pk}")
    assert told["dateModified"] == told["liveBlogUpdate"][0]["datePublished"]

    live.end(covered, by=editor)

    assert "coverageEndTime" in json_ld(client.get(covered.permalink).text, "LiveBlogPosting")


def test_the_feed_holds_the_entries_under_the_same_name(client, covered, tell):
    before = client.get("/feed/").text
    guid = re.findall(r"<guid[^>]*>[^<]+", before)

    tell("The vote is 4–3.", headline="Bridge to close", at=timezone.now() + timedelta(minutes=1))

    feed = client.get("/feed/").text
    assert "The vote is 4–3." in feed
    assert "Bridge to close" in feed
    assert re.findall(r"<guid[^>]*>[^<]+", feed) == guid
    assert "<atom:updated>" in feed


def test_the_printed_feed_hears_of_an_entry(read, press, covered, tell):
    read("/feed/")
    press.print_all()

    tell("The vote is 4–3.")
    press.print_all()

    assert "The vote is 4–3." in read("/feed/").text


# Posting --------------------------------------------------------------------------------------------
def test_an_entry_that_is_sent_twice_stands_there_once(covered, tell):
    key = uuid4()

    first, again = tell("The vote is in.", key=key), tell("The vote is in.", key=key)

    assert first == again
    assert LiveEntry.objects.count() == 1
    assert not PageLogEntry.objects.filter(action="stories.live.change").exists()


def test_an_entry_that_is_sent_again_with_other_words_says_what_was_sent_last(covered, tell):
    key = uuid4()

    tell("The vote is 3–4.", key=key)
    tell("The vote is 4–3.", key=key)

    assert LiveEntry.objects.get().text == "<p>The vote is 4–3.</p>"


def test_nothing_is_posted_from_the_future_or_without_words(covered, tell, editor):
    with pytest.raises(LiveError, match="still to come"):
        tell(at=timezone.now() + timedelta(hours=1))
    with pytest.raises(LiveError, match="Write what happened"):
        live.post(covered, Told(""), by=editor)

    assert not LiveEntry.objects.exists()


def test_nothing_is_posted_in_a_story_that_is_not_published_or_not_covered_live(
    make_story, tell, editor
):
    draft = make_story("A draft", live=False, is_live_coverage=True)
    plain = make_story("A story")

    with pytest.raises(LiveError, match="not published yet"):
        tell(story=draft)
    with pytest.raises(LiveError, match="no live coverage"):
        tell(story=plain)


def test_a_reporter_signs_with_her_own_name_alone(covered, reporter, editor, journalist):
    journalist.user = reporter
    journalist.save()
    live.let(covered, reporter, by=editor)

    entry = live.post(covered, Told("<p>Here.</p>", author="The mayor"), by=reporter)

    assert entry.author == "Odalys Brandt"


def test_a_photo_s_credit_stands_with_it_in_an_entry(client, covered, tell, make_photo):
    photo: Photo = make_photo()
    tell(photo=photo, alt_text="A gavel", caption="The gavel.")

    page = client.get(covered.permalink).text

    assert 'alt="A gavel"' in page
    assert '<span class="caption">The gavel.</span>' in page
    assert '<span class="credit">Ilse Markham' in page


def test_coverage_is_read_in_a_handful_of_queries(covered, tell, make_photo):
    photo = make_photo()
    for number in range(10):
        tell(f"Entry {number}", photo=photo)

    with CaptureQueriesContext(connection) as asked:
        coverage = coverage_of(covered)

    assert coverage is not None
    assert len(asked) <= 4
