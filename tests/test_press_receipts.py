"""What the press answers for: where a story shows, and that the shelf holds what the database says."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from broadsheet.press.receipts import receipt_of
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


def test_a_receipt_names_every_page_and_part_that_shows_a_story(read, press, published_story):
    for path in ("/", "/local-news/", published_story.permalink):
        read(path)

    receipt = receipt_of(published_story.source)
    holders = {copy.holder for copy in receipt.copies}

    assert f"localhost{published_story.permalink}" in holders
    assert any(holder.startswith("localhost|more-in/") for holder in holders)
    assert receipt.is_done


def test_the_receipts_command_prints_a_line_for_each_copy(read, press, published_story):
    read(published_story.permalink)
    out = StringIO()

    call_command("receipts", published_story.source, stdout=out)

    assert f"localhost{published_story.permalink}" in out.getvalue()


def test_a_receipt_for_nothing_is_refused_with_a_sentence(db):
    with pytest.raises(CommandError, match="Write it as in story:812"):
        call_command("receipts", "story 812")


def test_check_finds_what_was_changed_behind_the_press(read, press, published_story):
    read(published_story.permalink)
    Story.objects.filter(pk=published_story.pk).update(deck="Changed by hand")  # press: on purpose

    out = StringIO()
    with pytest.raises(CommandError, match="1 pages and parts differ"):
        call_command("check_shelf", stdout=out)
    assert f"localhost{published_story.permalink} differs" in out.getvalue()

    call_command("check_shelf", repair=True, stdout=StringIO())
    press.print_all()
    call_command("check_shelf", stdout=StringIO())
    assert "Changed by hand" in read(published_story.permalink).text


def test_print_says_what_it_could_not_print(press, published_story):
    err = StringIO()

    with pytest.raises(CommandError, match="1 of 2 pages were not printed"):
        call_command("print", published_story.permalink, "/nothing/", stderr=err)

    assert "localhost/nothing/ shows nothing" in err.getvalue()
    assert press.has(f"localhost{published_story.permalink}")


def test_print_wants_paths_or_all(db):
    with pytest.raises(CommandError, match="Give the paths"):
        call_command("print")


def test_print_all_prints_every_page_there_is(press, published_story, journalist, draft_story):
    out = StringIO()

    call_command("print", everything=True, stdout=out)

    printed = set(press.shelf.addresses())
    wanted = {
        "/",
        "/local-news/",
        "/contact/",
        "/corrections/",
        "/people/odalys-brandt/",
        "/feed/",
        "/sitemap.xml",
    }
    assert {f"localhost{path}" for path in wanted | {published_story.permalink}} <= printed
