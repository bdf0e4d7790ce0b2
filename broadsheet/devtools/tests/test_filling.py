"""An archive to measure with: believable to readers, and the newsroom works with it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from broadsheet.devtools import room, text, town
from broadsheet.devtools.filling import fill
from broadsheet.masthead.models import Paper
from broadsheet.sections.models import Section
from broadsheet.stories.metadata import words_in
from broadsheet.stories.models import Byline, Story

pytestmark = pytest.mark.django_db
STORIES = 300


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch):
    """Fewer photos, and shorter text to cut stories from: making all of it takes seconds for each test."""
    monkeypatch.setattr(town, "PHOTOS", 2)
    monkeypatch.setattr(town, "PHOTO_SIZE", (900, 600))
    monkeypatch.setattr(text, "STREAM", 60_000)


@pytest.fixture
def archive(home):
    """A town's archive of three hundred stories, in a paper founded for it."""
    fill(STORIES)
    return Story.objects.order_by("shown_at")


def test_a_site_without_a_paper_gets_one_with_ten_sections(archive):
    assert Paper.objects.get().name
    assert Section.objects.count() == 10
    assert Story.objects.count() == STORIES


def test_the_archive_spans_more_than_twenty_years_up_to_now(archive):
    times = archive.filter(shown_at__isnull=False).values_list("shown_at", flat=True)

    assert (times.last() - times.first()).days > 20 * 365
    assert (timezone.now() - times.last()).days < 60


def test_the_tree_is_whole(archive):
    assert Page.find_problems() == ([], [], [], [], [])


def test_stories_have_names_and_pictures_and_some_come_from_agencies(archive):
    assert Byline.objects.count() == STORIES
    assert not archive.filter(lead_photo=None).exists()
    assert 30 < archive.filter(source_of_copy="wire").count() < 150


def test_a_story_is_as_long_as_stories_are(archive):
    lengths = [words_in(story) for story in archive]

    assert 380 < sum(lengths) / len(lengths) < 520
    assert max(lengths) > 1.5 * min(lengths)


def test_readers_are_shown_a_filled_story_with_its_rail(archive, read):
    page = read(archive.filter(shown_at__isnull=False).first().permalink)

    assert page.status == 200
    assert "More in" in page.text
    # Of three hundred stories in twenty-one years, three or so a section are current.
    assert page.text.count("<img") > 2


def test_what_was_taken_down_or_never_published_is_not_shown(archive, read):
    down = Story.objects.filter(live=False, permalink__isnull=False).first()

    assert read(down.permalink).status == 410
    assert not Story.objects.filter(live=False, shown_at__isnull=False).exists()


def test_what_was_printed_before_is_printed_anew(paper, press, read):
    before = read("/").text
    fill(20)
    press.print_all()

    assert read("/").text != before


def test_filling_again_adds_other_stories_to_those_that_are_there(archive):
    fill(50)

    assert Story.objects.count() == STORIES + 50
    assert Page.find_problems() == ([], [], [], [], [])
    assert Story.objects.values("body").distinct().count() == STORIES + 50


def test_an_editor_works_on_a_filled_story_as_on_any_other(archive, client, publisher, read):
    client.force_login(publisher)
    story = archive.filter(shown_at__isnull=False).first()

    form = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk]))
    listed = client.get(reverse("story_list"))
    story.title = "Landing opens at last"
    story.save_revision(user=publisher).publish(user=publisher)

    assert (form.status_code, listed.status_code) == (200, 200)
    assert "Landing opens at last" in read(story.permalink).text


def test_an_editor_can_add_a_story_beside_filled_ones(archive):
    section = Section.objects.order_by("path").first()

    section.add_child(instance=Story(title="Ferry runs again"))

    assert Page.find_problems() == ([], [], [], [], [])


def test_a_disk_without_room_is_refused_in_a_sentence(home, monkeypatch):
    monkeypatch.setattr(room, "DATABASE_BYTES", 10**15)
    monkeypatch.setattr(room, "SHELF_BYTES", 10**15)

    with pytest.raises(CommandError, match="Make room, or file fewer"):
        call_command("fill", stories=1000)

    assert not Story.objects.exists()


def test_the_command_says_what_it_filed_and_what_it_left_out(home):
    out = StringIO()

    call_command("fill", stories=10, stdout=out)

    assert out.getvalue().startswith("Filed 10 stories")
    assert "next saved" in out.getvalue()


def test_no_archive_can_have_less_than_one_story(home):
    with pytest.raises(CommandError, match="1 or more"):
        call_command("fill", stories=0)
