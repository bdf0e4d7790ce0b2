"""A story in the text-only edition: everything a reader needs stands there in words."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from broadsheet.masthead.templatetags.editions import text_block
from broadsheet.sections.models import Section
from broadsheet.stories.models import LiveEntry, Series, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_text(read):
    """Return a function that reads a story in the text-only edition, as words and as markup."""

    def read_story(story):
        page = BeautifulSoup(read(f"/text{story.permalink}").text, "html.parser")
        return " ".join(page.main.get_text(" ").split()), page

    return read_story


def test_a_reader_is_told_who_wrote_it_where_and_when(in_text, make_story, journalist):
    story = make_story(
        bylines=[journalist, "Hal Quist"],
        dateline_place="Larkmere",
        published=datetime(2026, 11, 21, 12, 12, tzinfo=UTC),
        deck="A year late.",
        agency="Teal Valley News Bureau",
    )

    words, page = in_text(story)

    assert "By Odalys Brandt , Government reporter" in words
    assert "By Hal Quist" in words
    assert "Teal Valley News Bureau" in words
    assert "Nov. 21, 2026, 6:12 a.m." in words
    assert "LARKMERE — The ferry runs again" in words
    assert "A year late." in words
    assert page.find("a", string="Odalys Brandt")["href"] == "/text/people/odalys-brandt/"


def test_pictures_are_told_in_words_with_their_credit(in_text, make_story, make_photo):
    lead = make_photo("The landing.", credit="Ilse Markham / The Larkmere Ledger", alt="A landing")
    inside = make_photo("Its own caption.", credit="Photo provided", alt="A ferry.")
    body = [
        "First words.",
        ("photo", {"photo": inside, "caption": "In this story.", "alt_text": ""}),
        ("pull_quote", {"quote": "First words.", "speaker": "Someone", "role": ""}),
        ("subhead", "What comes next"),
        ("list", {"items": ["<p>one</p>", "<p>two</p>"], "numbered": True}),
    ]

    words, page = in_text(make_story(photo=lead, body=body))

    assert "Photo: A landing. The landing. (Ilse Markham / The Ledger)" in words
    assert "Photo: A ferry. In this story. (Provided photo)" in words
    assert "Someone" not in words
    assert page.find("h2", string="What comes next")
    assert len(page.main.ol.find_all("li")) == 2


def test_a_changed_caption_reaches_the_text(in_text, press, make_story, make_photo):
    photo = make_photo("The old caption.")
    story = make_story(
        body=[("photo", {"photo": photo, "caption": "", "alt_text": ""})], photo=photo
    )
    assert "The old caption." in in_text(story)[0]

    photo.caption = "The new caption."
    photo.save()
    press.print_all()

    words, _page = in_text(story)
    assert "The new caption." in words
    assert "The old caption." not in words


def test_a_kind_of_block_without_a_template_is_told_in_its_plain_words(make_story):
    story = make_story(body=[("paragraph", "<p>The <b>ferry</b> &amp; the tide.</p>")])
    [block] = story.body
    # As a block that nobody has thought of.
    block.block.name = "no-such-kind"
    try:
        assert text_block(block) == "<p>The ferry &amp; the tide.</p>"
    finally:
        block.block.name = "paragraph"


def test_a_reader_is_told_what_kind_of_opinion_it_is_and_who_speaks(
    in_text, read, make_story, sections
):
    story = make_story(
        "We knew about the bridge",
        section=sections["opinion"],
        opinion_kind="column",
        speaker="Ruth Amsel farms in Harrow.",
    )

    words, _page = in_text(story)

    assert "Opinion · Column We knew" in words
    assert "Ruth Amsel farms in Harrow." in words
    assert "Column: " in read("/text/opinion/").text


def test_a_reader_is_told_how_it_was_reported_and_what_it_belongs_to(in_text, press, make_story):
    series = Series.objects.create(name="The bridge", slug="the-bridge", parts_planned=5)
    topic = Topic.objects.create(name="Mill Street Bridge", slug="mill-street-bridge")
    story = make_story(
        series=series, series_part=2, how_reported="<p>We read <i>88 pages</i>.</p>", topics=[topic]
    )

    words, _page = in_text(story)

    assert "How we reported this We read 88 pages" in words
    assert "The bridge , Part 2 of 5" in words
    assert "Topics Mill Street Bridge" in words

    topic.name, series.name = "The old bridge", "A bridge too low"
    topic.save()
    series.save()
    press.print_all()

    words, _page = in_text(story)
    assert "A bridge too low , Part 2 of 5" in words
    assert "Topics The old bridge" in words


def test_live_entries_stand_in_the_text_the_newest_first(in_text, press, make_story, make_photo):
    story = make_story(is_live_coverage=True)
    LiveEntry.objects.create(
        story=story, at=datetime(2026, 11, 22, 18, 0, tzinfo=UTC), text="<p>Doors open.</p>"
    )
    assert "Doors open." in in_text(story)[0]

    LiveEntry.objects.create(
        story=story,
        at=datetime(2026, 11, 22, 19, 0, tzinfo=UTC),
        headline="Council votes 4–3",
        text="<p>The bridge closes.</p>",
        photo=make_photo(alt="A council at its table"),
    )
    press.print_all()

    words, _page = in_text(story)
    assert words.index("1 p.m. : Council votes 4–3") < words.index("Doors open.")
    assert "Photo: A council at its table." in words


def test_the_rail_stands_under_the_text_without_the_story_itself(in_text, make_story):
    story = make_story()
    others = [make_story(f"Report {number}") for number in range(14)]

    words, page = in_text(story)
    rail = page.find(id="rail").find_parent("section")

    assert "More in Local News" in words
    assert len(rail.find_all("li")) == 12
    words, page = in_text(others[-1])
    rail = page.find(id="rail").find_parent("section")
    assert others[-1].title not in rail.get_text()
    assert len(rail.find_all("li")) == 12


def test_related_stories_and_updates_stand_in_the_text(in_text, press, make_story):
    from broadsheet.stories.models import RelatedStory

    other = make_story("Buoys for the harbor")
    story = make_story()
    story.related = [RelatedStory(other=other)]
    story.update_note = "Adds what the county paid."
    story.save_revision().publish()
    press.print_all()

    words, _page = in_text(story)

    assert "Related stories Buoys for the harbor" in words
    assert "Adds what the county paid." in words


def test_what_search_engines_are_not_to_find_they_do_not_find_in_text(in_text, make_story):
    _words, page = in_text(make_story(noindex=True))

    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_story_in_another_language_says_so_in_text(in_text, read, make_story):
    story = make_story("El transbordador vuelve", language="es")

    _words, page = in_text(story)

    assert page.h1["lang"] == "es"
    assert page.find("p", string="The ferry runs again, the county said.").find_parent(lang="es")
    assert '<a href="/text' in read("/text/local-news/").text
    assert 'lang="es">El transbordador vuelve' in read("/text/local-news/").text


def test_a_nested_section_is_reached_in_text(read, press, sections, make_story):
    nested = sections["sports"].add_child(instance=Section(title="High School", slug="high-school"))
    make_story("Herons win", section=nested)
    press.print_all()

    page = read("/text/sports/").text

    assert 'href="/text/sports/high-school/"' in page
    assert "Herons win" in page
    assert read("/text/sports/high-school/").status == 200


def test_an_empty_section_says_so_in_text(read, sections):
    assert "Nothing has been printed in this section yet." in read("/text/sports/").text


def test_a_translation_is_reached_within_the_text_edition(in_text, press, make_story):
    original = make_story()
    translation = make_story("El transbordador vuelve", language="es", translation_of=original)
    press.print_all()

    words, page = in_text(original)

    assert "Read this in" in words
    assert page.find("a", hreflang="es")["href"] == f"/text{translation.permalink}"
