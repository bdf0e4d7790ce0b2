"""What a story's head says to machines."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.stories.corrections import correct
from broadsheet.stories.metadata import facts_of, words_in
from tests.reading import json_ld

pytestmark = pytest.mark.django_db
ROOT = "http://localhost"
HOSTILE = [
    "</script><b>",
    "]]>",
    "&lt;b&gt;",
    "\"'",
    "<!--",
    "🛶",
    "\u2028",
    "</title>",
    "\x02head\x03",
]
words = (
    st.lists(
        st.one_of(
            st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cc", "Cs"]))
        ),
        min_size=1,
        max_size=4,
    )
    .map("".join)
    .filter(bool)
)


def head(page):
    return BeautifulSoup(page.text, "html.parser").head


def whole(page):
    return BeautifulSoup(page.text, "html.parser")


def said(head, name):
    """Return what the tag <meta name=…> or <meta property=…> says; None if there is none."""
    found = head.find("meta", attrs={"name": name}) or head.find("meta", attrs={"property": name})
    return found["content"] if found else None


def render(story, *, cut_mark=""):
    request = RequestFactory().get("/", headers={"host": "localhost"})
    request.press_cut_mark = cut_mark
    template = Template(
        "<head>{% load metadata press %}{% story_metadata page %}{% story_constants page %}"
        '<script type="application/ld+json">{% story_json_ld page %}{% part "of-each-story" %}</script></head>'
    )
    return template.render(Context({"request": request, "page": story}))


def head_alone(story):
    return BeautifulSoup(render(story), "html.parser").head


@pytest.fixture
def bridge_story(make_story, make_photo, sections, journalist):
    return make_story(
        "Council votes 4–3 to close Mill Street Bridge",
        section=sections["local-news"],
        published=datetime(2026, 11, 21, 12, 12, tzinfo=UTC),
        teaser="Detours begin Monday.",
        dateline_place="Port Ellery",
        dateline_region="Ore.",
        bylines=[journalist, "By Ida Quist"],
        photo=make_photo(
            "The bridge on Friday.", "Ilse Markham / The Larkmere Ledger", "A steel bridge"
        ),
        body=[
            "<b>Twice</b> she measured it.",
            ("subhead", "Who pays"),
            "The <a href='/'>town</a> pays.",
        ],
    )


def test_a_story_tells_search_engines_all_that_is_known_of_it(read, bridge_story):
    url = ROOT + bridge_story.permalink

    page = whole(read(bridge_story.permalink))
    article, publisher = json_ld(page), json_ld(page, "NewsMediaOrganization")

    image = article.pop("image")
    who = {"@type": "NewsMediaOrganization", "@id": f"{ROOT}/#publisher"}
    assert article.pop("publisher") == who
    assert article == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Council votes 4–3 to close Mill Street Bridge",
        "description": "Detours begin Monday.",
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": "2026-11-21T06:12:00-06:00",
        "dateModified": "2026-11-21T06:12:00-06:00",
        "author": [
            {"@type": "Person", "name": "Odalys Brandt", "url": f"{ROOT}/people/odalys-brandt/"},
            {"@type": "Person", "name": "Ida Quist"},
        ],
        "articleSection": "Local News",
        "dateline": "PORT ELLERY, Ore.",
        "contentLocation": {"@type": "Place", "name": "Port Ellery, Oregon"},
        "wordCount": 9,
        "isAccessibleForFree": True,
        "inLanguage": "en-US",
    }
    assert image.pop("url").startswith(f"{ROOT}/media/images/")
    assert image == {
        "@type": "ImageObject",
        "width": 480,
        "height": 320,
        "caption": "The bridge on Friday.",
        "creditText": "Ilse Markham / The Ledger",
        "creator": [{"@type": "Person", "name": "Ilse Markham"}],
    }
    assert publisher == {
        "@context": "https://schema.org",
        **who,
        "name": "The Larkmere Ledger",
        "alternateName": "the Ledger",
        "slogan": "Of this place, for this place",
        "url": f"{ROOT}/",
        "logo": {"@type": "ImageObject", "url": f"{ROOT}/icon.svg"},
        "foundingDate": "1897",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "14 Depot Street, Larkmere, Wis.",
            "addressLocality": "Larkmere",
            "addressRegion": "Wisconsin",
        },
        "areaServed": "Teal County",
        "telephone": "(608) 555-0142",
        "email": "news@larkmereledger.example",
        "masthead": f"{ROOT}/contact/",
        "correctionsPolicy": f"{ROOT}/corrections/",
    }


def test_a_story_shows_well_where_its_link_is_shared(read, bridge_story):
    page = head(read(bridge_story.permalink))

    url = ROOT + bridge_story.permalink
    assert page.find("link", rel="canonical")["href"] == url
    assert (
        page.find("link", rel="alternate", title="Local News")["href"] == f"{ROOT}/local-news/feed/"
    )
    expected = {
        "description": "Detours begin Monday.",
        "og:type": "article",
        "og:url": url,
        "og:title": "Council votes 4–3 to close Mill Street Bridge",
        "og:description": "Detours begin Monday.",
        "og:site_name": "The Larkmere Ledger",
        "og:locale": "en_US",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "A steel bridge",
        "twitter:card": "summary_large_image",
        "article:published_time": "2026-11-21T06:12:00-06:00",
        "article:modified_time": "2026-11-21T06:12:00-06:00",
        "article:section": "Local News",
        "article:author": f"{ROOT}/people/odalys-brandt/",
        "robots": None,
    }
    assert {name: said(page, name) for name in expected} == expected
    card = said(page, "og:image")
    assert card == f"{ROOT}/share{bridge_story.permalink}card.jpg"
    assert read(card.removeprefix(ROOT)).status == 200


def test_a_correction_is_told_with_its_time_and_changes_the_story(read, bridge_story):
    made_at = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
    correct(
        bridge_story,
        wrong="The bridge opened in 1938, we said.",
        right="It opened in 1936.",
        editor=None,
        made_at=made_at,
    )

    article = json_ld(whole(read(bridge_story.permalink)))

    assert article["dateModified"] == "2026-11-22T07:05:00-06:00"
    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "The bridge opened in 1938, we said. It opened in 1936.",
            "datePublished": "2026-11-22T07:05:00-06:00",
        }
    ]


def test_an_opinion_is_called_one(make_story, sections):
    story = make_story(section=sections["opinion"])

    assert json_ld(head_alone(story))["@type"] == "OpinionNewsArticle"


def test_an_agencys_story_names_the_agency(make_story, sections):
    story = make_story(section=sections["wire"], source_of_copy="wire", agency="Union Wire")

    article = json_ld(head_alone(story))

    assert article["sourceOrganization"] == {"@type": "Organization", "name": "Union Wire"}
    assert article["author"] == [{"@type": "Organization", "name": "Union Wire"}]


def test_a_story_kept_out_of_search_engines_says_so(make_story):
    assert said(head_alone(make_story(noindex=True)), "robots") == "noindex"


def test_a_draft_can_be_previewed_before_it_has_an_address(draft_story):
    page = head_alone(draft_story)

    assert page.find("link", rel="canonical") is None
    assert said(page, "og:url") is None
    assert said(page, "article:published_time") is None
    assert not {"url", "datePublished", "mainEntityOfPage"} & set(json_ld(page))


def test_a_story_that_was_never_saved_can_be_previewed(paper):
    from broadsheet.stories.models import Story

    page = head_alone(Story(title="Ferry may stop", body=[("paragraph", "<p>In winter.</p>")]))

    assert json_ld(page)["headline"] == "Ferry may stop"


def test_a_photo_that_lost_its_file_stops_no_story(make_story, make_photo):
    photo = make_photo()
    story = make_story(photo=photo)
    photo.renditions.all().delete()
    photo.file.storage.delete(photo.file.name)

    page = head_alone(story)

    assert "image" not in json_ld(page)
    assert said(page, "og:image").endswith("/card.jpg")


def test_the_papers_name_is_no_part_of_a_storys_own_bytes(bridge_story, paper):
    paper.name, paper.short_name = "The Heron", "the Heron"
    paper.save()

    own = render(bridge_story, cut_mark="mark")

    assert "Heron" not in own


def test_a_new_name_of_the_paper_reaches_every_story(read, press, bridge_story, paper):
    read(bridge_story.permalink)
    paper.name = "The Larkmere Heron"
    paper.save()
    press.print_all()

    page = head(read(bridge_story.permalink))

    assert json_ld(page, "NewsMediaOrganization")["name"] == "The Larkmere Heron"
    assert said(page, "og:site_name") == "The Larkmere Heron"


def test_the_front_says_what_paper_it_is(read, paper):
    page = head(read("/"))

    website, publisher = json_ld(page, "WebSite"), json_ld(page, "NewsMediaOrganization")
    assert website["name"] == publisher["name"] == "The Larkmere Ledger"
    assert website["publisher"]["@id"] == publisher["@id"]
    assert said(page, "og:title") == "The Larkmere Ledger"
    assert said(page, "og:type") == "website"
    assert page.find("link", rel="canonical")["href"] == f"{ROOT}/"


def test_a_section_names_its_own_feed(read, sections):
    page = head(read("/sports/"))

    assert said(page, "og:title") == "Sports"
    assert page.find("link", rel="canonical")["href"] == f"{ROOT}/sports/"
    assert page.find("link", rel="alternate", title="Sports")["href"] == f"{ROOT}/sports/feed/"


def test_words_are_counted_without_tags_captions_and_quotes(make_story, make_photo):
    story = make_story(
        body=[
            ("paragraph", "<p>One <b>two</b></p><p>three&nbsp;four</p>"),
            ("subhead", "Five six"),
            ("pull_quote", {"quote": "Not counted", "speaker": "", "role": ""}),
            ("photo", {"photo": make_photo(), "caption": "Nor this", "alt_text": ""}),
            ("list", {"items": ["<p>seven</p>", "<p>eight</p>"], "numbered": False}),
        ]
    )

    assert words_in(story) == 8


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(headline=words, caption=words, name=words)
def test_s03_no_words_of_a_story_escape_their_place_in_its_head(
    bridge_story, headline, caption, name
):
    story = bridge_story
    story.title, story.lead_caption, story.teaser = headline, caption, headline
    for byline in story.bylines.get_object_list():
        byline.journalist, byline.name = None, f"By {name}"

    page = head_alone(story)

    article = json_ld(page)
    assert article["headline"] == said(page, "og:title") == said(page, "description") == headline
    assert article["image"]["caption"] == caption
    shown = [author["name"] for author in article.get("author", [])]
    assert all(one == said(page, "author") for one in shown[:1])
    assert {tag.name for tag in page.find_all(True)} == {"meta", "link", "script"}


def test_addresses_are_whole_and_quoted(bridge_story):
    bridge_story.permalink = "/2026/11/café/"

    assert facts_of(bridge_story, ROOT).url == f"{ROOT}/2026/11/caf%C3%A9/"
