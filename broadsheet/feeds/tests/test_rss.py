"""What feed readers and partners get."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.feeds.full_text import full_text
from broadsheet.feeds.markup import clean
from broadsheet.feeds.rss import STORIES, Channel, item_of, write_feed
from broadsheet.press.printing import print_batch
from broadsheet.stories.corrections import correct
from broadsheet.stories.pictures import Picture

pytestmark = pytest.mark.django_db
ROOT = "http://localhost"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}content"
HOSTILE = ["</script><b>", "]]>", "&lt;b&gt;", "\"'", "<!--", "🛶", "\x0b", "\ufffe", "</item>"]
words = (
    st.lists(
        st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]))),
        min_size=1,
        max_size=4,
    )
    .map("".join)
    .filter(bool)
)
without_a_stop = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def parsed(answer):
    """Return a feed as feedparser reads it, refusing whatever it finds fault with."""
    feed = feedparser.parse(
        answer.body, response_headers={"content-type": answer.headers["content-type"]}
    )
    assert feed.bozo == 0
    return feed


def items(answer):
    return ElementTree.fromstring(answer.body).findall("channel/item")


@pytest.fixture
def bridge_story(make_story, make_photo, journalist):
    return make_story(
        "Council votes 4–3 to close Mill Street Bridge",
        published=datetime(2026, 11, 21, 12, 12, tzinfo=UTC),
        teaser="Detours begin Monday.",
        dateline_place="Port Ellery",
        dateline_region="Oregon",
        bylines=[journalist, "Ida Quist"],
        photo=make_photo("The bridge on Friday.", "Ilse Markham / The Ledger", "A steel bridge"),
        body=[
            "Twice she <a href='/2019/04/limit/'>measured</a> <b>it</b>.",
            ("subhead", "Who pays"),
            ("pull_quote", {"quote": "I have stopped.", "speaker": "", "role": ""}),
            (
                "photo",
                {"photo": make_photo(alt="A gauge"), "caption": "The gauge.", "alt_text": ""},
            ),
            ("list", {"items": ["<p>Town</p>", "<p>State</p>"], "numbered": True}),
        ],
    )


def test_the_papers_feed_says_what_it_is(read, bridge_story):
    answer = read("/feed/")

    feed = parsed(answer)
    assert answer.is_printed
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert "cookie" not in answer.headers.get("vary", "")
    assert feed.version == "rss20"
    assert feed.feed.title == "The Larkmere Ledger"
    assert feed.feed.link == f"{ROOT}/"
    assert feed.feed.subtitle == "Of this place, for this place"
    assert feed.feed.language == "en-us"
    [own] = [link for link in feed.feed.links if link.rel == "self"]
    assert (own.href, own.type) == (f"{ROOT}/feed/", "application/rss+xml")


def test_a_feed_gives_each_story_with_all_that_credits_it(read, bridge_story):
    [entry] = parsed(read("/feed/")).entries

    assert entry.title == bridge_story.title
    assert entry.link == ROOT + bridge_story.permalink
    assert entry.id == bridge_story.translation_key.urn
    assert not entry.guidislink
    assert parsedate_to_datetime(entry.published) == bridge_story.first_published_at
    assert [author.name for author in entry.authors] == ["Odalys Brandt", "Ida Quist"]
    assert [tag.term for tag in entry.tags] == ["Local News"]
    assert entry.summary == "Detours begin Monday."
    [photo] = entry.media_content
    assert photo["url"].startswith(f"{ROOT}/media/images/")
    assert (photo["medium"], photo["width"], photo["height"]) == ("image", "480", "320")
    assert photo["type"] == "image/webp"
    assert entry.media_credit[0]["content"] == "Ilse Markham / The Ledger"


def test_a_feed_holds_the_whole_text_with_whole_addresses(read, bridge_story):
    [item] = items(read("/feed/"))

    text = BeautifulSoup(item.findtext(CONTENT), "html.parser")
    lead, gauge = text.find_all("figure")
    assert text.find(True) == lead
    assert lead.img["src"].startswith(f"{ROOT}/media/images/")
    assert lead.img["alt"] == "A steel bridge"
    assert lead.figcaption.text == "The bridge on Friday. (Ilse Markham / The Ledger)"
    assert gauge.img["alt"] == "A gauge"
    assert gauge.figcaption.text.startswith("The gauge. (")
    assert str(text.p) == (
        f'<p>PORT ELLERY, Ore. — Twice she <a href="{ROOT}/2019/04/limit/">measured</a> <b>it</b>.</p>'
    )
    assert text.h2.text == "Who pays"
    assert [line.text for line in text.ol.find_all("li")] == ["Town", "State"]
    assert "I have stopped." not in text.text


def test_a_feeds_media_credit_stands_inside_its_photo(read, bridge_story):
    [item] = items(read("/feed/"))

    assert [child.tag.rpartition("}")[2] for child in item.find(MEDIA)] == ["description", "credit"]


def test_a_correction_stands_above_the_text_in_a_feed(read, press, bridge_story):
    read("/feed/")
    made_at = bridge_story.first_published_at + timedelta(hours=2)
    correct(bridge_story, wrong="Not 1938.", right="It was 1936.", editor=None, made_at=made_at)
    press.print_all()

    [item] = items(read("/feed/"))

    paragraphs = BeautifulSoup(item.findtext(CONTENT), "html.parser").find_all("p")
    assert paragraphs[0].text == "Correction, Nov. 21, 2026: Not 1938. It was 1936."
    assert item.findtext("{http://www.w3.org/2005/Atom}updated") == "2026-11-21T08:12:00-06:00"


def test_an_agencys_words_and_photos_are_not_passed_on(read, make_story, make_photo, sections):
    make_story(
        "Buoys agreed on",
        section=sections["wire"],
        source_of_copy="wire",
        agency="Union Wire",
        teaser="All but one paragraph is settled.",
        body="Licensed words.",
        photo=make_photo(),
    )

    answer = read("/wire/feed/")

    [item] = items(answer)
    assert item.findtext("title") == "Buoys agreed on"
    assert item.findtext("description") == "All but one paragraph is settled."
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Union Wire"
    assert item.find(CONTENT) is None
    assert item.find(MEDIA) is None
    assert "Licensed words." not in answer.text


def test_a_sections_feed_holds_its_stories_alone(read, make_story, sections):
    make_story("Herons win", section=sections["sports"])
    make_story("Ferry runs")

    feed = parsed(read("/sports/feed/"))

    assert feed.feed.title == "The Larkmere Ledger: Sports"
    assert feed.feed.link == f"{ROOT}/sports/"
    assert [entry.title for entry in feed.entries] == ["Herons win"]


def test_a_nested_section_has_a_feed_and_stands_in_the_one_above(read, make_story, sections):
    from broadsheet.sections.models import Section

    school = Section(title="High School", slug="high-school")
    sections["sports"].add_child(instance=school)
    make_story("Sophomore wins", section=school)

    assert [one.title for one in parsed(read("/sports/high-school/feed/")).entries] == [
        "Sophomore wins"
    ]
    assert [one.title for one in parsed(read("/sports/feed/")).entries] == ["Sophomore wins"]


def test_an_empty_section_has_a_valid_feed(read, sections):
    assert parsed(read("/opinion/feed/")).entries == []


def test_no_feed_stands_where_no_section_is(read, paper):
    assert read("/nowhere/feed/").status == 404


def test_the_feed_of_a_renamed_section_is_found_again(read, sections):
    sections["sports"].slug = "games"
    sections["sports"].save()

    answer = read("/sports/feed/")

    assert answer.status == 301
    assert answer.headers["location"] == "/games/feed/"


def test_a_new_story_enters_the_feeds_at_once(read, press, make_story):
    read("/feed/")
    make_story("Ferry runs")
    press.print_all()

    assert [entry.title for entry in parsed(read("/feed/")).entries] == ["Ferry runs"]


def test_a_withdrawn_story_leaves_the_feed(read, press, published_story):
    read("/feed/")
    published_story.unpublish()
    press.print_all()

    assert parsed(read("/feed/")).entries == []


def test_a_feed_holds_the_newest_thirty(read, make_story):
    now = timezone.now()
    for number in range(STORIES + 2):
        make_story(f"Story {number}", published=now - timedelta(hours=number))

    titles = [entry.title for entry in parsed(read("/feed/")).entries]

    assert titles == [f"Story {number}" for number in range(STORIES)]


def test_a_story_that_moves_is_not_a_new_one_to_feed_readers(
    read, press, published_story, sections
):
    [before] = parsed(read("/feed/")).entries
    published_story.move(sections["sports"], pos="last-child")
    story = type(published_story).objects.get(pk=published_story.pk)
    story.story_slug = story.address_wanted = "ferry-is-back"
    story.save_revision().publish()
    press.print_all()

    [after] = parsed(read("/feed/")).entries

    assert after.link != before.link
    assert after.tags[0].term == "Sports"
    assert after.id == before.id


def test_a_feed_asks_the_database_the_same_few_things_however_many_stories(
    press, make_story, make_photo, journalist, django_assert_max_num_queries
):
    for number in range(12):
        make_story(
            f"Story {number}", photo=make_photo(), bylines=[journalist], dateline_place="Ellery"
        )
    print_batch(["localhost/feed/"], press.shelf)

    with django_assert_max_num_queries(8):
        print_batch(["localhost/feed/"], press.shelf)


def test_what_is_kept_of_a_story_never_outlives_a_change(
    read, press, bridge_story, journalist, sections, paper
):
    read("/feed/")
    journalist.name, sections["local-news"].title = "Odalys Brandt-Ruiz", "Around Town"
    journalist.save()
    sections["local-news"].save()
    photo = bridge_story.lead_photo
    photo.credit = "Union Wire"
    photo.save()
    paper.time_zone, paper.region = "Europe/Berlin", "Oregon"
    paper.save()
    press.print_all()

    [entry] = parsed(read("/feed/")).entries

    assert entry.authors[0].name == "Odalys Brandt-Ruiz"
    assert entry.tags[0].term == "Around Town"
    assert entry.media_credit[0]["content"] == "Union Wire"
    assert entry.published.endswith("+0100")
    assert "PORT ELLERY — " in entry.content[0].value


@without_a_stop
@given(headline=words, caption=words, name=words)
def test_x02_no_words_can_break_a_feed(bridge_story, headline, caption, name):
    story = bridge_story
    story.title, story.teaser, story.lead_caption = headline, caption, caption
    story.home_section.title = name
    for byline in story.bylines.get_object_list():
        byline.journalist, byline.name = None, name
    channel = Channel(name, caption, "en-us", f"{ROOT}/", f"{ROOT}/feed/")

    xml = write_feed(channel, [str(item_of(story, ROOT))])

    assert feedparser.parse(xml.encode()).bozo == 0
    [item] = ElementTree.fromstring(xml.encode()).findall("channel/item")
    assert item.findtext("title") == as_parsed(headline)
    assert item.findtext("category") == as_parsed(name)
    assert item.findtext("description", "") == as_parsed(caption)
    assert {child.tag.rpartition("}")[2] for child in item} <= {
        *(
            "title",
            "link",
            "guid",
            "pubDate",
            "creator",
            "category",
            "description",
            "encoded",
            "content",
        )
    }


def as_parsed(text):
    """Return words as XML keeps them: line ends become one kind, and what it cannot hold is left out."""
    return clean(text).replace("\r\n", "\n").replace("\r", "\n")


@without_a_stop
@given(caption=words, note=words)
def test_x02_no_words_become_markup_in_a_feed(bridge_story, caption, note):
    bridge_story.update_note = note
    bridge_story.updated_at = bridge_story.first_published_at
    lead = Picture(f"{ROOT}/x.webp", 4, 3, note, caption, caption)

    text = BeautifulSoup(full_text(bridge_story, lead, ROOT), "html.parser")

    expected = {"figure", "img", "figcaption", "p", "strong", "a", "b", "h2", "ol", "li"}
    assert {tag.name for tag in text.find_all(True)} == expected
    assert len(text.find_all("b")) == 1
