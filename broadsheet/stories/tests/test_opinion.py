"""What readers and editors are told about opinion: that it is one, of which kind, and who is speaking."""

import re

import pytest
from bs4 import BeautifulSoup

from broadsheet.sections.fronts import plan_front
from broadsheet.stories.desk_checks import missing_in
from broadsheet.stories.models import RelatedStory, Story
from tests.reading import json_ld

pytestmark = pytest.mark.django_db
SPEAKER = "Ruth Amsel farms in Harrow and sits on the co-op's board."


def soup(page):
    return BeautifulSoup(page.text, "html.parser")


@pytest.mark.parametrize(
    ("kind", "word"),
    [("editorial", "Editorial"), ("column", "Column"), ("letter", "Letter"), ("review", "Review")],
)
def test_a_reader_is_told_in_words_what_kind_of_opinion_it_is(read, make_story, kind, word):
    story = make_story("Sell the lot", opinion_kind=kind, speaker=SPEAKER)

    article = soup(read(story.permalink)).find("article")

    assert "opinion" in article["class"]
    assert article.select_one(".kicker span").text == word
    assert article.select_one(".speaker").text == SPEAKER


def test_opinion_without_a_kind_is_still_called_opinion(read, make_story, sections):
    guest = make_story("Ninety fires", section=sections["opinion"], kicker="Guest essay")
    bare = make_story("Sell the lot", section=sections["opinion"])

    kicker = soup(read(guest.permalink)).select_one(".story-head .kicker")

    assert kicker.text == "Opinion Opinion: Guest essay"
    # The section's own name says it.
    assert soup(read(bare.permalink)).select_one(".story-head .kicker").text == "Opinion"


def test_a_word_of_the_editors_that_names_the_kind_is_not_said_twice(make_story, sections):
    story = make_story(section=sections["opinion"], kicker="Editorial")

    assert story.opinion_word == story.label == "Editorial"


def test_news_keeps_its_upright_headline_and_says_nothing_of_opinion(read, make_story):
    story = make_story("Ferry runs", kicker="Roads", speaker=SPEAKER)

    page = read(story.permalink)

    assert "opinion" not in soup(page).find("article")["class"]
    assert SPEAKER not in page.text
    assert json_ld(page.text)["@type"] == "NewsArticle"
    assert "genre" not in json_ld(page.text)


def test_a_card_says_kind_and_signature_wherever_it_stands(read, make_story, sections):
    news = make_story("Ferry runs")
    make_story("Sell the lot", opinion_kind="letter", bylines=["Ruth Amsel, Harrow"])

    for path in (news.permalink, "/local-news/"):
        card = soup(read(path)).select_one(".card.opinion")
        assert card.select_one(".kicker").text == "Letter"
        assert "Ruth Amsel, Harrow" in card.select_one(".byline").text


def test_opinion_in_a_section_of_news_is_no_news_on_the_front(front, make_story, make_photo):
    photo = make_photo()
    news = make_story("Ferry runs", photo=photo)
    line = make_story("A line")
    make_story("Sell the lot", opinion_kind="column", photo=photo)

    plan = plan_front(front)

    assert plan.lead.pk == news.pk
    assert [row.key for row in (*plan.also, *plan.recent)] == [line.pk]


def test_an_opinion_that_leads_is_set_in_italics_and_says_what_it_is(read, chosen, make_story):
    chosen(make_story("Sell the lot", opinion_kind="editorial"))

    lead = soup(read("/")).select_one(".lead")

    assert "opinion" in lead["class"]
    assert lead.select_one(".kicker").text == "Editorial"


def test_a_list_of_headlines_says_the_kind_before_it(read, make_story, journalist):
    column = make_story("Sell the lot", opinion_kind="column", bylines=[journalist])
    news = make_story("Ferry runs")
    news.related = [RelatedStory(other=column)]
    news.save_revision().publish()

    for path, place in ((news.permalink, ".related"), (journalist.path, ".stories-by")):
        entry = soup(read(path)).select_one(f"{place} li")
        assert entry.select_one(".kind").text == "Column"
        assert "opinion" in entry.select_one("a")["class"]


def test_a_month_tells_opinion_from_news(read, make_story, sections):
    column = make_story("Sell the lot", opinion_kind="column")
    news = make_story("Ferry runs")

    page = soup(read(column.permalink[:9]))

    line = page.find("a", href=column.permalink).parent
    assert "opinion" in line.a["class"]
    assert line.select_one(".kicker").text == "Column"
    assert "opinion" not in page.find("a", href=news.permalink)["class"]


def test_a_feed_says_what_it_is_before_the_headline_and_as_a_category(read, make_story):
    make_story("Sell the lot", opinion_kind="editorial", speaker=SPEAKER, body="Sell it.")

    feed = read("/feed/").text

    assert "<title>Editorial: Sell the lot</title>" in feed
    assert "<category>Editorial</category>" in feed
    assert "Ruth Amsel farms in Harrow" in feed


@pytest.mark.parametrize(
    ("kind", "article"),
    [("editorial", "OpinionNewsArticle"), ("review", "ReviewNewsArticle")],
)
def test_machines_are_told_too(read, make_story, kind, article):
    said = json_ld(read(make_story(opinion_kind=kind).permalink).text)

    assert said["@type"] == article
    assert said["genre"] == kind.title()


def test_a_changed_kind_reaches_every_card(read, press, make_story):
    news, other = make_story("Ferry runs"), make_story("Sell the lot")
    assert "opinion" not in soup(read(news.permalink)).select_one(".card")["class"]
    other.opinion_kind = "column"
    other.save_revision().publish()
    press.print_all()

    assert "opinion" in soup(read(news.permalink)).select_one(".card")["class"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opinion_kind": "letter"}, "A letter is signed"),
        ({"opinion_kind": "column"}, "does not say who is speaking"),
        ({"speaker": SPEAKER}, "not what kind of opinion"),
    ],
)
def test_an_editor_is_told_what_an_opinion_lacks(make_story, fields, sentence):
    assert any(sentence in one for one in missing_in(make_story(**fields)))


def test_an_editor_is_asked_for_the_kind_in_a_section_of_opinion(make_story, sections):
    assert any(
        "whether it is an editorial" in one
        for one in missing_in(make_story(section=sections["opinion"]))
    )


def test_nothing_is_missing_in_a_signed_letter(make_story):
    letter = make_story(opinion_kind="letter", bylines=["Ruth Amsel, Harrow"])
    editorial = make_story(opinion_kind="editorial", bylines=["The board"])

    for story in (letter, editorial):
        assert not [one for one in missing_in(story) if "speaking" in one or "signed" in one]


def test_how_a_story_was_reported_stands_under_it(read, make_story):
    story = make_story(
        body="The ferry runs.", how_reported="<p>Odalys Brandt read <b>four</b> reports.</p>"
    )

    page = read(story.permalink)

    block = soup(page).select_one(".prose > .how-reported")
    assert block.h2.text == "How we reported this"
    assert block.b.text == "four"
    assert page.text.index("The ferry runs.") < page.text.index("How we reported this")
    assert json_ld(page.text)["backstory"].split() == [
        "Odalys",
        "Brandt",
        "read",
        "four",
        "reports.",
    ]
    assert "four" in read("/feed/").text


def test_a_story_that_does_not_say_how_it_was_reported_has_no_empty_heading(read, make_story):
    assert "how-reported" not in read(make_story().permalink).text


def test_no_words_of_a_speaker_escape_their_place(read, make_story):
    story = make_story(opinion_kind="column", speaker='<b>"Ruth" & co</b>')

    page = read(story.permalink).text

    assert "&lt;b&gt;&quot;Ruth&quot; &amp; co&lt;/b&gt;" in page
    assert re.search(r'class="speaker"[^>]*><b>', page) is None


def test_every_kind_has_a_word(make_story):
    words = [Story(opinion_kind=kind).opinion_word for kind in Story.OpinionKind.values]

    assert words == ["Editorial", "Column", "Letter", "Review"]
