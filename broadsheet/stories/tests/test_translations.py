"""A story in several languages: each leads to the others, and its words are marked as what they are."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_roles import story_fields
from broadsheet.stories.translations import refuse_translation
from tests.reading import json_ld

pytestmark = pytest.mark.django_db
ROOT = "http://localhost"


def soup(page):
    return BeautifulSoup(page.text, "html.parser")


def leads_to(page):
    """Return the languages to which the page of a story leads, with their addresses."""
    return {link["hreflang"]: link["href"] for link in soup(page).select(".versions a")}


@pytest.fixture
def english(make_story):
    return make_story("Bridge closes", deck="From Monday.")


@pytest.fixture
def spanish(make_story, english):
    return make_story(
        "Cierran el puente",
        language="es",
        translation_of=english,
        deck="Desde el lunes.",
        teaser="T.",
    )


def test_each_language_leads_to_the_other(read, english, spanish):
    assert leads_to(read(english.permalink)) == {"es": spanish.permalink}
    assert leads_to(read(spanish.permalink)) == {"en-US": english.permalink}
    assert soup(read(english.permalink)).select_one(".versions a").text == "Español"


def test_search_engines_are_told_of_every_language_from_each(read, english, spanish):
    expected = {"en-US": ROOT + english.permalink, "es": ROOT + spanish.permalink}

    for story in (english, spanish):
        head = soup(read(story.permalink)).head
        found = {
            link["hreflang"]: link["href"]
            for link in head.find_all("link", rel="alternate", hreflang=True)
        }
        assert found == expected


def test_a_story_in_one_language_offers_no_other(read, english):
    page = read(english.permalink)

    assert "versions" not in page.text
    assert "hreflang" not in page.text


def test_the_words_of_a_story_are_marked_as_in_their_language(read, spanish, make_story):
    page = soup(read(spanish.permalink))

    assert page.html["lang"] == "en-us"
    for place in ("h1", ".story-head .deck", ".prose"):
        assert page.select_one(f".story-article {place}")["lang"] == "es"
    assert json_ld(page)["inLanguage"] == "es"
    assert page.find("meta", property="og:locale")["content"] == "es"


def test_a_story_in_the_papers_own_language_is_not_marked(read, make_story):
    page = soup(read(make_story(language="en").permalink))

    assert page.select_one("h1").get("lang") is None


def test_a_story_from_right_to_left_is_set_so_wherever_it_stands(read, make_story):
    other = make_story("Ferry runs")
    story = make_story("الجسر مغلق", language="ar", teaser="من الاثنين")

    assert soup(read(story.permalink)).select_one("h1")["dir"] == "rtl"
    for path in (other.permalink, "/local-news/"):
        card = soup(read(path)).find("a", href=story.permalink).find_parent("article")
        assert (card.h3["lang"], card.h3["dir"]) == ("ar", "rtl")
        assert card.select_one(".teaser")["lang"] == "ar"


def test_a_correction_keeps_its_own_heading_in_the_papers_language(read, spanish):
    from broadsheet.stories.corrections import correct

    correct(spanish, wrong="Dijimos martes.", right="Es lunes.", editor=None)

    note = soup(read(spanish.permalink)).select_one(".note.correction")

    assert note.h2["lang"] == "en-US"
    assert note.p.get("lang") is None


def test_the_original_is_printed_again_when_a_translation_is_published(
    read, press, english, make_story
):
    assert leads_to(read(english.permalink)) == {}

    spanish = make_story("Cierran el puente", language="es", translation_of=english)
    press.print_all()

    page = read(english.permalink)
    assert page.is_printed
    assert leads_to(page) == {"es": spanish.permalink}


def test_translations_hear_of_each_other(read, press, english, spanish, make_story):
    read(spanish.permalink)
    german = make_story("Brücke gesperrt", language="de", translation_of=english)
    press.print_all()

    assert leads_to(read(spanish.permalink)) == {
        "en-US": english.permalink,
        "de": german.permalink,
    }


def test_a_withdrawn_translation_leaves_the_original_at_once(read, press, english, spanish):
    read(english.permalink)
    spanish.unpublish()

    press.log.catch_up()

    assert leads_to(read(english.permalink)) == {}


def test_an_original_that_comes_back_is_found_from_its_translation(read, press, english, spanish):
    english.unpublish()
    press.print_all()
    assert leads_to(read(spanish.permalink)) == {}
    Story.objects.get(pk=english.pk).get_latest_revision().publish()
    press.print_all()

    assert leads_to(read(spanish.permalink)) == {"en-US": english.permalink}


def test_a_new_address_of_the_original_reaches_its_translation(read, press, english, spanish):
    read(spanish.permalink)
    english.story_slug = english.address_wanted = "bridge-shut"
    english.save_revision().publish()
    press.print_all()

    moved = Story.objects.get(pk=english.pk).permalink
    assert moved.endswith("/bridge-shut/")
    assert leads_to(read(spanish.permalink)) == {"en-US": moved}
    article = json_ld(read(spanish.permalink).text)
    assert article["translationOfWork"]["url"] == ROOT + moved


def test_a_translation_that_is_made_one_of_another_story_leaves_the_first(
    read, press, english, spanish, make_story
):
    other = make_story("Lot for sale")
    for story in (english, other):
        read(story.permalink)
    spanish.translation_of = other
    spanish.save_revision().publish()
    press.print_all()

    assert leads_to(read(english.permalink)) == {}
    assert leads_to(read(other.permalink)) == {"es": spanish.permalink}


def test_a_translation_that_ends_by_itself_leaves_at_its_hour(english, make_story):
    from broadsheet.press.printing import print_sheet

    ends = timezone.now() + timedelta(hours=2)
    make_story("Cierran el puente", language="es", translation_of=english, expire_at=ends)

    assert print_sheet(f"localhost{english.permalink}").print_again_at == ends


def test_a_draft_translation_is_offered_to_nobody(read, english, make_story):
    make_story("Cierran el puente", language="es", translation_of=english, live=False)

    assert leads_to(read(english.permalink)) == {}


def test_a_translation_of_a_translation_is_one_of_the_original(english, spanish, make_story):
    german = make_story("Brücke gesperrt", language="de", translation_of=spanish, live=False)

    refuse_translation(german)

    assert german.translation_of == english


@pytest.mark.parametrize("what", ["itself", "an original", "the same language", "taken"])
def test_an_editor_is_told_why_a_translation_cannot_be(english, spanish, make_story, what):
    story = make_story("Otra", language="es", live=False)
    if what == "itself":
        story.translation_of = story
    elif what == "an original":
        story, english.translation_of = english, story
    else:
        story.translation_of = english
        story.language = "es" if what == "taken" else ""

    with pytest.raises(ValidationError, match="translation"):
        refuse_translation(story)


def test_a_bad_translation_is_refused_on_the_screen_and_changes_nothing(
    client, english, sections, editor
):
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:add", args=["stories", "story", sections["sports"].pk])
    fields = story_fields("The bridge", translation_of=str(english.pk), language="en")

    page = client.post(url, {**fields, "action-publish": "1"})
    kept = client.post(url, {**fields, "language": "es", "action-publish": "1"})

    assert "It is there in this language already." in page.text
    assert kept.status_code == 302
    assert Story.objects.get(translation_of=english).language == "es"


def test_a_feed_names_the_language_of_a_translation(read, spanish):
    assert "<dc:language>es</dc:language>" in read("/feed/").text
