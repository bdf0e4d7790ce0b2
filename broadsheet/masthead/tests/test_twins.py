"""Twins in text are printed after their pages, and leave the shelf with them."""

import re
from datetime import UTC, datetime

import pytest
from wagtail.models import PageViewRestriction

from broadsheet.newsroom.models import Journalist
from broadsheet.press.printing import print_sheet
from broadsheet.stories.corrections import correct

pytestmark = pytest.mark.django_db


def test_a_twin_is_printed_anew_after_its_page(read, press, published_story):
    twin = f"/text{published_story.permalink}"
    for path in ("/text/", "/text/local-news/", twin):
        assert "Ferry runs again" in read(path).text

    published_story.title = "Sturgeon seen at the landing"
    published_story.save_revision().publish()
    press.print_all()

    for path in ("/text/", "/text/local-news/", twin):
        assert "Sturgeon seen" in read(path).text
        assert "Ferry runs again" not in read(path).text


def test_an_editor_never_waits_for_the_text_edition(read, press, published_story, make_story):
    make_story("Herons win")
    for path in ("/text/", "/text/local-news/", f"/text{published_story.permalink}"):
        read(path)

    published_story.title = "Sturgeon seen at the landing"
    published_story.save_revision().publish()
    plan = press.log.make_plan(press.log._unread(press.shelf)[1], press.shelf)

    assert [holder for holder in plan.now if "text" in holder] == []
    waiting = {holder for holder in plan.later if "text" in holder}
    assert f"localhost/text{published_story.permalink}" in waiting
    assert {"localhost/text/", "localhost/text/local-news/"} <= waiting
    assert [holder for holder in waiting if holder.startswith("localhost|text-more-in/")] != []


def test_what_is_withdrawn_leaves_the_text_edition_at_once(
    read, press, published_story, make_story
):
    other = make_story("Herons win")
    twins = [
        "/text/",
        "/text/local-news/",
        f"/text{published_story.permalink}",
        f"/text{other.permalink}",
    ]
    for path in twins:
        assert published_story.title in read(path).text

    published_story.unpublish()
    # No worker: only what the editor's own request does.
    press.log.catch_up()

    assert [path for path in twins if published_story.title in read(path).text] == []
    assert read(f"/text{published_story.permalink}").status == 410
    assert "taken down" in read(f"/text{published_story.permalink}").text


def test_a_deleted_story_is_gone_in_text_too(read, press, published_story):
    twin = f"/text{published_story.permalink}"
    assert read(twin).status == 200

    published_story.delete()
    press.log.catch_up()

    assert read(twin).status == 410
    assert "Ferry runs again" not in read("/text/").text


def test_an_address_that_is_taken_again_shows_its_new_page_in_text(read, press, journalist):
    twin = "/text/people/odalys-brandt/"
    journalist.delete()
    press.print_all()
    assert read(twin).status == 410

    Journalist.objects.create(name="Odalys Brandt", slug="odalys-brandt", role="Editor")
    press.print_all()

    assert read(twin).status == 200
    assert "Editor" in read(twin).text


def test_a_twin_ends_with_its_page_even_if_nobody_prints(read, press, make_story, monkeypatch):
    press.print_notices()
    story = make_story("Ferry stops tonight", expire_at=datetime(2096, 1, 1, tzinfo=UTC))
    twin = f"/text{story.permalink}"
    assert read(twin).status == 200

    ended = datetime(2096, 1, 2, tzinfo=UTC).timestamp()
    monkeypatch.setattr("broadsheet.press.reading.time.time", lambda: ended)

    assert read(twin).status == 410
    assert "preload" not in read(twin).text


def test_the_paper_is_renamed_in_the_text_edition(read, press, paper, published_story):
    press.print_all()
    twin = f"/text{published_story.permalink}"
    read(twin)
    before = press.shelf.printed_at(f"localhost{twin}")

    paper.name = "The Larkmere Post"
    paper.save()
    press.print_all()

    assert "The Larkmere Post" in read(twin).text
    assert "The Larkmere Ledger" not in read(twin).text
    assert press.shelf.printed_at(f"localhost{twin}") == before


def test_a_correction_stands_in_the_text_edition(read, press, published_story, editor):
    twin = f"/text{published_story.permalink}"
    read(twin)
    read("/text/corrections/")

    correct(published_story, wrong="It said Sunday.", right="It was Monday.", editor=editor)
    press.print_all()

    for path in (twin, "/text/corrections/"):
        assert re.search(r"It said Sunday\..*It was Monday\.", read(path).text, re.DOTALL)


def test_the_twin_of_a_private_page_is_for_no_other_reader(read, press, published_story):
    twin = f"/text{published_story.permalink}"
    assert published_story.title in read(twin).text

    PageViewRestriction.objects.create(page=published_story.page_ptr, restriction_type="login")
    press.print_all()

    assert not read(twin).is_printed
    assert read(twin).status == 302
    assert published_story.title not in read("/text/").text
    assert published_story.title not in read("/text/local-news/").text


def test_pages_and_twins_keep_nothing_short_that_is_theirs_alone(read, press, make_story):
    """What is shorter than a frame is kept once for all pages that have it: a page's own must stand with its own words."""
    stories = [make_story(f"Report {number}", body="It was heard. " * 40) for number in range(3)]
    for prefix in ("", "/text"):
        printed = [print_sheet(f"localhost{prefix}{story.permalink}") for story in stories]
        frames = [set(one.frames) for one in printed]

        assert frames[0] == frames[1] == frames[2], prefix
