"""A story's address is given once and kept."""

from datetime import UTC, datetime

import pytest

from broadsheet.press.models import FormerAddress
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


def test_an_address_is_made_of_the_papers_month_and_the_headline(make_story):
    # Ten in the evening of May 31 in Larkmere is June in Greenwich.
    story = make_story("Ferry stops", published=datetime(2016, 6, 1, 3, 0, tzinfo=UTC))

    assert story.permalink == "/2016/05/ferry-stops/"


def test_two_stories_of_one_headline_have_two_addresses(make_story):
    when = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
    stories = [make_story("Police log", published=when) for _ in range(3)]

    assert [story.permalink for story in stories] == [
        "/2024/03/police-log/",
        "/2024/03/police-log-2/",
        "/2024/03/police-log-3/",
    ]


def test_a_new_headline_section_or_date_keeps_the_address(make_story, sections):
    story = make_story("Ferry stops", published=datetime(2016, 5, 19, 12, 0, tzinfo=UTC))

    story.title, story.story_slug = "Ferry runs", "ferry-runs"
    story.first_published_at = datetime(2017, 1, 1, tzinfo=UTC)
    story.save_revision().publish()
    story.move(sections["sports"], pos="last-child")

    assert Story.objects.get(pk=story.pk).permalink == "/2016/05/ferry-stops/"


def test_a_new_address_is_given_when_asked_for_and_the_old_one_leads_there(read, press, make_story):
    story = make_story("Fery stops", published=datetime(2016, 5, 19, 12, 0, tzinfo=UTC))
    assert read("/2016/05/fery-stops/").status == 200

    story.story_slug = story.address_wanted = "ferry-stops"
    story.save_revision().publish()
    press.print_all()

    assert Story.objects.get(pk=story.pk).permalink == "/2016/05/ferry-stops/"
    assert read("/2016/05/ferry-stops/").status == 200
    old = read("/2016/05/fery-stops/")
    assert (old.status, old.headers["location"]) == (301, "/2016/05/ferry-stops/")


def test_an_address_asked_for_twice_leads_to_the_last_one_at_once(read, press, make_story):
    story = make_story("One", published=datetime(2016, 5, 19, 12, 0, tzinfo=UTC))
    for word in ("two", "three"):
        story = Story.objects.get(pk=story.pk)
        story.story_slug = story.address_wanted = word
        story.save_revision().publish()
    press.print_all()

    assert read("/2016/05/one/").headers["location"] == "/2016/05/three/"
    assert read("/2016/05/two/").headers["location"] == "/2016/05/three/"


def test_no_new_story_takes_an_address_that_readers_may_have_kept(make_story):
    when = datetime(2016, 5, 19, 12, 0, tzinfo=UTC)
    make_story("Ferry stops", published=when).delete()

    assert make_story("Ferry stops", published=when).permalink == "/2016/05/ferry-stops-2/"
    assert FormerAddress.objects.get().moved_to == ""


@pytest.mark.parametrize(
    "spelling", ["/2016/05/FERRY-Stops/", "/2016/05/ferry-stops", "/2016/05/Ferry-Stops"]
)
def test_other_spellings_lead_to_the_address(read, make_story, spelling):
    make_story("Ferry stops", published=datetime(2016, 5, 19, 12, 0, tzinfo=UTC))

    answer = read(spelling)

    assert answer.status == 301
    assert answer.headers["location"] == "/2016/05/ferry-stops/"


def test_the_trees_own_address_leads_to_the_storys(read, make_story):
    story = make_story("Ferry stops", published=datetime(2016, 5, 19, 12, 0, tzinfo=UTC))

    answer = read(f"/local-news/{story.slug}/")

    assert (answer.status, answer.headers["location"]) == (301, "/2016/05/ferry-stops/")


def test_no_address_leads_to_another_host(read, paper):
    assert read("//Evil.example/x").headers.get("location", "").startswith("//") is False


def test_a_draft_has_no_page(read, draft_story):
    assert read(f"/local-news/{draft_story.slug}/").status == 404


def test_a_story_from_another_system_keeps_its_old_address(read, sections):
    story = Story(
        title="From before",
        permalink="/news/2009/ferry.html",
        live=True,
        first_published_at=datetime(2009, 5, 1, tzinfo=UTC),
    )
    sections["local-news"].add_child(instance=story)

    assert read("/news/2009/ferry.html").status == 200


def test_an_update_is_what_the_editor_says_is_one(published_story):
    published_story.title = "A comma put right"
    published_story.save_revision().publish()
    assert Story.objects.get(pk=published_story.pk).updated_at is None

    published_story.update_note = "Added what the mayor said."
    published_story.save_revision().publish()
    updated = Story.objects.get(pk=published_story.pk).updated_at
    assert updated is not None

    published_story.title = "Another comma"
    published_story.save_revision().publish()
    assert Story.objects.get(pk=published_story.pk).updated_at == updated


def test_a_dateline_of_the_home_state_leaves_the_state_out(make_story):
    home = make_story("A", dateline_place="Dunmore", dateline_region="Wisconsin")
    away = make_story("B", dateline_place="Springfield", dateline_region="Illinois")
    alone = make_story("C", dateline_place="Chicago", dateline_region="Illinois")
    words = make_story("D", dateline_text="Aboard the research ship Halcyon")

    assert home.dateline == "DUNMORE"
    assert away.dateline == "SPRINGFIELD, Ill."
    assert alone.dateline == "CHICAGO"
    assert words.dateline == "ABOARD THE RESEARCH SHIP HALCYON"
