"""What the demo paper is made of, and how its files are read and moved to today."""

import html
import re
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from django.test import TestCase, override_settings

from broadsheet.demo.files import CURRENT, demo_folder, read_file, read_stories
from broadsheet.demo.loading import load_demo
from broadsheet.demo.markdown import PhotoUse, blocks_of
from broadsheet.masthead.models import StandingPage
from broadsheet.newsroom.models import Journalist
from broadsheet.photos.models import Photo
from broadsheet.photos.size_notes import notes_of, stamp_of
from broadsheet.photos.size_specs import AVIF, JPEG, WEBP, wanted
from broadsheet.sections.arranging import arranged_now
from broadsheet.sections.models import Front, Section
from broadsheet.stories.blocks import StoryBlocks
from broadsheet.stories.errors import LiveEndedError
from broadsheet.stories.models import Correction, Place, Series, Story, Topic
from broadsheet.stories.opinion import missing_of_opinion
from broadsheet.stories.places import newest_page

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
        assert self.loaded == Story.objects.filter(shown_at__isnull=False).count() >= 60
        assert Section.objects.count() >= 5
        assert Journalist.objects.count() == 8
        assert Correction.objects.count() >= 3
        assert StandingPage.objects.filter(live=True).count() >= 2
        assert len({year.year for year in Story.objects.dates("shown_at", "year")}) >= 12
        assert {story.source_of_copy for story in Story.objects.all()} == set(Story.SourceKind)
        wire = Section.objects.get(kind="wire")
        assert wire.rail_section != wire
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

    def test_every_kind_of_block_stands_in_a_story(self) -> None:
        used = {block.block_type for story in Story.objects.all() for block in story.body}

        assert used == set(StoryBlocks().child_blocks)

    def test_every_table_and_chart_of_the_demo_can_be_shown(self) -> None:
        blocks = [block for story in Story.objects.all() for block in story.body]
        figures = [block for block in blocks if block.block_type in ("table", "chart")]

        assert len(figures) >= 12
        assert [block.value.fault for block in figures if block.value.fault] == []

    def test_every_kind_of_opinion_is_signed_or_says_who_speaks(self) -> None:
        kinds = Counter(story.opinion_kind for story in Story.objects.exclude(opinion_kind=""))

        assert set(kinds) == set(Story.OpinionKind)
        assert kinds[Story.OpinionKind.LETTER] >= 2
        for story in Story.objects.exclude(opinion_kind=""):
            assert list(missing_of_opinion(story)) == [], story

    def test_live_coverage_of_the_demo_has_ended_and_stays_as_it_is(self) -> None:
        story = Story.objects.get(is_live_coverage=True)
        entries = list(story.live_entries.order_by("number"))

        assert len(entries) >= 8
        assert [one.at for one in entries] == sorted(one.at for one in entries)
        assert story.first_published_at <= entries[0].at
        assert entries[-1].at <= story.live_ended_at < PRESENT + timedelta(weeks=10)
        assert any(one.photo for one in entries)
        with pytest.raises(LiveEndedError):
            entries[0].delete()

    def test_a_series_has_all_its_parts(self) -> None:
        series = Series.objects.get()
        parts = Story.objects.filter(series=series).order_by("shown_at")

        assert [part.series_part for part in parts] == [1, 2, 3, 4, 5]
        assert series.parts_planned == 5

    def test_every_topic_says_what_it_is_and_gathers_stories(self) -> None:
        assert Topic.objects.count() >= 5
        for topic in Topic.objects.all():
            assert topic.description, topic
            assert Place.objects.filter(of=Place.Of.TOPIC, key=topic.pk).count() >= 2, topic

    def test_a_reader_of_spanish_finds_a_story_and_its_original(self) -> None:
        story = Story.objects.get(language="es")

        assert story.translation_of is not None
        assert story.translation_of.language == ""
        assert story.translation_of.dateline == story.dateline

    def test_the_demo_shows_every_form_of_a_dateline(self) -> None:
        given = {story.dateline for story in Story.objects.all()}

        assert given >= {
            "CHICAGO",
            "COTTER’S LANDING, Minn.",
            "MADISON",
            "LARKMERE",
            "PORT VESSAN, Skerrow Islands",
            "ABOARD THE RESEARCH SHIP HALCYON",
        }

    def test_old_work_may_be_kept_current_and_wire_copy_is_left_as_it_came(self) -> None:
        kept = Story.objects.get(keep_current=True)
        verbatim = Story.objects.get(verbatim=True)

        assert kept.shown_at.year == 2017
        assert "\"We said 'solitude' in the advertisement" in html.unescape(str(verbatim.body))

    def test_every_section_is_full_for_as_long_as_the_demo_lives(self) -> None:
        limit = PRESENT + timedelta(weeks=10) - CURRENT
        current = Story.objects.filter(shown_at__gt=limit)

        assert current.count() >= 30
        for section in Section.objects.all():
            assert current.filter(home_section=section).count() >= 6, section

    def test_the_longest_section_has_a_second_numbered_page(self) -> None:
        section = Section.objects.get(slug="local-news")

        assert newest_page(Place.Of.SECTION, section.pk) >= 2

    def test_every_photo_of_the_demo_comes_with_its_sizes_ready(self) -> None:
        for photo in Photo.objects.prefetch_related("renditions"):
            notes = notes_of(photo)
            sizes = [wanted(kind, photo.width) for kind in (WEBP, AVIF, JPEG)]
            made = {one.filter_spec: one for one in photo.renditions.all()}
            assert sorted(made) == sorted(one.spec for one in chain(*sizes)), photo
            for one in made.values():
                assert one.stamp == stamp_of(photo, notes)
                assert notes in one.file.read(), "run scripts/make_demo_sizes.py"

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


@pytest.mark.parametrize("weeks", [0, 3])
def test_nothing_in_the_demo_has_yet_to_happen(weeks: int) -> None:
    stories = read_stories(demo_folder(), TOWN, PRESENT + timedelta(weeks=weeks))
    newest = stories[-1].published

    for story in stories:
        said = [story.fields[name] for name in ("updated", "live_ended") if name in story.fields]
        said += [one["at"] for one in story.fields.get("entries", [])]
        said += [one["at"] for one in story.fields.get("corrections", [])]
        for moment in said:
            assert story.published <= story.moment(moment) <= newest, (story.stem, moment)


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
