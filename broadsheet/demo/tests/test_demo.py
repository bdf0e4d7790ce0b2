"""What the demo paper is made of, and how its files are read and moved to today."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.test import TestCase, override_settings

from broadsheet.demo.files import demo_folder, read_file, read_stories
from broadsheet.demo.loading import load_demo
from broadsheet.demo.markdown import PhotoUse, blocks_of
from broadsheet.masthead.models import StandingPage
from broadsheet.newsroom.models import Journalist
from broadsheet.photos.models import Photo
from broadsheet.sections.arranging import arranged_now
from broadsheet.sections.models import Front, Section
from broadsheet.stories.models import Correction, Story

TOWN = ZoneInfo("America/Chicago")
PRESENT = datetime(2026, 11, 22, 18, tzinfo=UTC)
CREDITS = {
    "name and paper": r"^[^/]+ / The Larkmere Ledger$",
    "name and agency": r"^[^/]+ / Union Wire$",
    "for the paper": r" for The Larkmere Ledger$",
    "provided": r"^Photo provided by ",
    "courtesy": r"^Courtesy of ",
    "handout": r"^Handout / ",
    "screen shot": r"^Screen shot from ",
    "illustration": r"^Photo illustration by ",
    "from the file": r" file$",
    "none": r"^$",
}


class TheDemo(TestCase):
    """The whole demo paper, loaded once, ten weeks after it was written."""

    loaded: ClassVar[int]

    @classmethod
    def setUpTestData(cls) -> None:
        media = cls.enterClassContext(TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=media))
        cls.loaded = load_demo(PRESENT + timedelta(weeks=10))

    def test_the_demo_paper_has_what_a_paper_has(self) -> None:
        assert self.loaded == Story.objects.filter(shown_at__isnull=False).count() >= 30
        assert Section.objects.count() >= 5
        assert Journalist.objects.count() == 8
        assert Correction.objects.count() >= 3
        assert StandingPage.objects.filter(live=True).count() >= 2
        assert Story.objects.filter(source_of_copy=Story.SourceKind.WIRE).count() >= 2
        oldest = Story.objects.order_by("shown_at").first()
        assert oldest.shown_at.year == 2016
        assert oldest.home_section.rail_section != oldest.home_section
        front = Front.objects.get()
        assert arranged_now(front.pk).lead is not None
        assert 1 <= len([key for key in arranged_now(front.pk).under if key]) <= 2

    def test_every_story_of_the_demo_has_what_readers_need(self) -> None:
        for story in Story.objects.all():
            assert 0 < len(story.teaser) <= 120, story
            assert len(story.body) >= 1, story
            assert story.bylines.exists() or story.agency or story.kicker == "Editorial", story
            if story.lead_photo:
                assert story.photo_alt, story
                assert story.photo_caption, story

    def test_every_photo_of_the_demo_comes_with_its_sizes_ready(self) -> None:
        for photo in Photo.objects.prefetch_related("renditions"):
            assert sorted(one.width for one in photo.renditions.all()) == [400, 800, 1280], photo
            assert all(default_storage.exists(one.file.name) for one in photo.renditions.all())

    def test_a_link_between_stories_follows_them_to_the_present(self) -> None:
        inside = re.compile(r'href="(/\d{4}/\d{2}/[\w-]+/)"')
        for story in Story.objects.all():
            for path in inside.findall(str(story.body)):
                assert Story.objects.filter(permalink=path).exists(), (story, path)


@pytest.mark.parametrize("form", CREDITS)
def test_the_demo_shows_every_form_of_a_credit(form: str) -> None:
    photos = tomllib.loads((demo_folder() / "photos" / "photos.toml").read_text())["photos"]
    shown = {
        fields["lead_photo"]
        for fields, _ in map(read_file, (demo_folder() / "stories").glob("*.md"))
        if "lead_photo" in fields
    }

    given = [photo.get("credit", "") for photo in photos if photo["key"] in shown]

    assert [credit for credit in given if re.search(CREDITS[form], credit)]


def test_a_photo_may_say_where_it_first_ran() -> None:
    photos = (demo_folder() / "photos" / "photos.toml").read_text()

    assert "originally appeared in The Larkmere Ledger on Jan. 29, 2019" in photos


# Moved to the present ----------------------------------------------------------------------------
@pytest.mark.parametrize("weeks", [0, 1, 3, 60, 500])
def test_current_stories_are_moved_by_whole_weeks_and_none_lies_ahead(weeks: int) -> None:
    now = PRESENT + timedelta(weeks=weeks, hours=5)

    stories = read_stories(demo_folder(), TOWN, now)

    newest = stories[-1].published
    assert timedelta() <= now - newest < timedelta(weeks=1)
    for story in stories:
        written = story.fields["published"]
        assert story.published.weekday() == written.weekday()
        assert story.published.timetz().replace(tzinfo=None) == written.time()


def test_old_stories_stay_in_their_year() -> None:
    stories = read_stories(demo_folder(), TOWN, PRESENT + timedelta(weeks=500))

    oldest = stories[0]
    assert oldest.published.date() == oldest.fields["published"].date()
    assert oldest.address == oldest.written_address


def test_a_correction_is_moved_with_its_story() -> None:
    stories = read_stories(demo_folder(), TOWN, PRESENT + timedelta(weeks=10))
    moved = [one for one in stories if one.later and one.fields.get("corrections")]

    assert moved
    for story in moved:
        written = story.fields["corrections"][0]["at"]
        assert story.moment(written) - story.published == written - story.fields["published"]


# The Markdown that a story is written in ----------------------------------------------------------
def blocks(text: str, **links: str) -> list[Any]:
    return list(blocks_of(text, links))


def test_paragraphs_subheads_and_lists_become_blocks() -> None:
    text = (
        "One *line*\nand **more**.\n\n## Who pays\n\n- Larkmere\n- Dunmore\n\n1. First\n2. Second"
    )

    assert blocks(text) == [
        ("paragraph", "<p>One <i>line</i> and <b>more</b>.</p>"),
        ("subhead", "Who pays"),
        ("list", {"items": ["<p>Larkmere</p>", "<p>Dunmore</p>"], "numbered": False}),
        ("list", {"items": ["<p>First</p>", "<p>Second</p>"], "numbered": True}),
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("> I stopped.", {"quote": "I stopped.", "speaker": "", "role": ""}),
        (
            "> I stopped.\n> — Hanneke Oduya, public works director",
            {"quote": "I stopped.", "speaker": "Hanneke Oduya", "role": "public works director"},
        ),
        ("> I stopped.\n> — Len", {"quote": "I stopped.", "speaker": "Len", "role": ""}),
    ],
)
def test_a_quote_names_who_speaks(text: str, quote: dict[str, str]) -> None:
    assert blocks(text) == [("pull_quote", quote)]


def test_a_picture_on_a_line_of_its_own_is_a_photo() -> None:
    assert blocks('![A bridge.](bridge "The bridge on Friday.")') == [
        ("photo", PhotoUse("bridge", "A bridge.", "The bridge on Friday."))
    ]


def test_a_link_leads_where_its_story_has_moved_to() -> None:
    found = list(blocks_of("See [it](/2026/11/it/).", {"/2026/11/it/": "/2027/01/it/"}))

    assert found == [("paragraph", '<p>See <a href="/2027/01/it/">it</a>.</p>')]


def test_markup_in_a_story_is_shown_and_not_run() -> None:
    assert "<script>" not in str(blocks("Look: <script>alert(1)</script>"))
