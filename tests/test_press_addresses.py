"""Addresses at which no page stands: what readers are told there, and what nobody may fill the shelf with."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from broadsheet.masthead.models import StandingPage
from broadsheet.press.models import FormerAddress
from broadsheet.sections.models import Section
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


# Other spellings -----------------------------------------------------------------------------------
def test_nobody_can_fill_the_disk_with_addresses_of_nothing(read, press, published_story):
    press.print_notices()
    read("/")
    before = press.shelf.addresses()

    for path in ("/x1", "/X2/", "/x3/y", "/2016/05/NOTHING/", "/feed.PHP", "/%00", "/a%00b/"):
        assert read(path).status == 404, path

    assert press.shelf.addresses() == before


def test_another_spelling_of_a_page_leads_to_it_and_takes_no_place(read, press, published_story):
    read("/")
    before = press.shelf.addresses()
    story = published_story.permalink
    spellings = {
        "/Contact": "/contact/",
        "/LOCAL-NEWS/": "/local-news/",
        "/local-news/feed": "/local-news/feed/",
        "/ROBOTS.TXT": "/robots.txt",
        story.upper(): story,
        story.rstrip("/"): story,
        "/newsroom": "/newsroom/",
    }

    for path, plain in spellings.items():
        answer = read(path)
        assert (answer.status, answer.headers.get("location")) == (301, plain), path

    assert press.shelf.addresses() == before


def test_another_spelling_keeps_its_query(read, press, paper):
    assert read("/Contact?from=mail").headers["location"] == "/contact/?from=mail"


def test_another_spelling_of_a_page_that_moved_leads_there(read, press, sections):
    section = sections["sports"]
    section.slug = "play"
    section.save_revision().publish()
    press.print_all()

    assert read("/Sports").headers["location"] == "/sports/"
    assert read("/sports/").headers["location"] == "/play/"


def test_another_spelling_of_a_private_page_tells_nothing_but_where_to_sign_in(
    read, press, sections
):
    sections["sports"].view_restrictions.create(restriction_type="login")
    press.print_all()

    assert read("/Sports").headers["location"] == "/sports/"
    assert "login" in read("/sports/").headers["location"]


def test_where_a_page_moved_is_still_printed(read, press, paper):
    FormerAddress.objects.create(host="localhost", path="/old/", moved_to="/contact/")

    assert read("/old/").headers["location"] == "/contact/"
    assert press.has("localhost/old/")


# Redirects that editors make -----------------------------------------------------------------------
def test_a_redirect_leads_readers_to_a_page(read, press, published_story):
    Redirect.add_redirect("/ferry-2016.html", published_story.page_ptr)

    answer = read("/ferry-2016.html")

    assert (answer.status, answer.headers["location"]) == (301, published_story.permalink)
    assert press.has("localhost/ferry-2016.html")


@pytest.mark.parametrize("asked", ["/old-town", "/old-town/"])
def test_a_redirect_leads_readers_to_any_address(read, press, paper, asked):
    Redirect.add_redirect("/old-town/", "https://larkmere.example/town")

    assert read(asked).headers["location"] == "https://larkmere.example/town"


def test_a_redirect_for_a_while_is_never_printed(read, press, paper):
    Redirect.add_redirect("/fair", "/contact/", is_permanent=False)

    answer = read("/fair")

    assert (answer.status, answer.headers["location"]) == (302, "/contact/")
    assert not press.has("localhost/fair")


def test_an_old_systems_query_decides_where_its_address_leads(read, press, published_story):
    Redirect.add_redirect("/article.php?id=7&lang=en", published_story.page_ptr)
    Redirect.add_redirect("/article.php", "/contact/")

    assert read("/article.php?lang=en&id=7").headers["location"] == published_story.permalink
    assert read("/article.php?id=8").headers["location"] == "/contact/"
    assert read("/article.php").headers["location"] == "/contact/"
    assert not press.has("localhost/article.php")


def test_a_redirect_from_words_in_another_script_is_found(read, press, paper):
    redirect = Redirect(old_path="/caf%C3%A9 noir", redirect_link="/contact/")
    redirect.clean()
    redirect.save()

    assert read("/café noir").headers["location"] == "/contact/"


def test_a_changed_redirect_changes_what_was_printed(read, press, paper):
    redirect = Redirect.add_redirect("/old", "/contact/")
    assert read("/old").headers["location"] == "/contact/"

    redirect.redirect_link = "/corrections/"
    redirect.save()
    press.print_all()
    assert read("/old").headers["location"] == "/corrections/"

    redirect.old_path = "/older"
    redirect.save()
    press.print_all()
    assert read("/old").status == 404
    assert read("/older").status == 301

    redirect.delete()
    press.print_all()
    assert read("/older").status == 404


def test_a_redirect_follows_its_page(read, press, sections):
    Redirect.add_redirect("/athletics", sections["sports"].page_ptr)
    assert read("/athletics").headers["location"] == "/sports/"

    section = Section.objects.get(pk=sections["sports"].pk)
    section.slug = "play"
    section.save_revision().publish()
    press.print_all()

    assert read("/athletics").headers["location"] == "/play/"


def test_no_redirect_stands_before_a_page(read, press, published_story):
    Redirect.add_redirect("/contact", "https://elsewhere.example/")
    Redirect.add_redirect(published_story.permalink, "https://elsewhere.example/")

    assert read("/contact/").status == 200
    assert read(published_story.permalink).status == 200


@pytest.mark.parametrize("way", ["unpublished", "deleted"])
def test_an_editor_sends_readers_of_a_story_that_is_gone_to_another(
    read, press, published_story, make_story, way
):
    other = make_story("Ferry runs again, corrected")
    path = published_story.permalink
    if way == "unpublished":
        published_story.unpublish()
    else:
        Page.objects.get(pk=published_story.pk).delete()
    press.print_all()
    assert read(path).status == 410

    Redirect.add_redirect(path, other.page_ptr)
    press.print_all()

    assert read(path).headers["location"] == other.permalink


def test_a_redirect_to_a_draft_leads_nowhere(read, press, draft_story):
    Redirect.add_redirect("/soon", draft_story.page_ptr)

    assert read("/soon").status == 404


def test_an_editor_makes_a_redirect_on_its_screen(client, editor, read, press, paper):
    client.force_login(editor)
    fields = {"old_path": "/Depot/", "redirect_link": "http://localhost/contact/"}

    client.post(reverse("wagtailredirects:add"), {**fields, "is_permanent": "on"})

    assert read("/Depot/").headers["location"] == "http://localhost/contact/"


# A story's own former address ----------------------------------------------------------------------
def test_a_story_may_have_its_own_old_address_back(read, press, make_story):
    story = make_story("One", published=datetime(2016, 5, 19, 12, 0, tzinfo=UTC))
    for word in ("two", "one"):
        story = Story.objects.get(pk=story.pk)
        story.story_slug = story.address_wanted = word
        story.save_revision().publish()
        press.print_all()

    assert Story.objects.get(pk=story.pk).permalink == "/2016/05/one/"
    assert read("/2016/05/one/").status == 200
    assert read("/2016/05/two/").headers["location"] == "/2016/05/one/"


def test_no_story_gets_an_address_that_another_has_left(make_story):
    when = datetime(2016, 5, 19, 12, 0, tzinfo=UTC)
    story = make_story("One", published=when)
    story.story_slug = story.address_wanted = "two"
    story.save_revision().publish()

    assert make_story("One", published=when).permalink == "/2016/05/one-2/"


# Addresses of the program's own --------------------------------------------------------------------
@pytest.mark.parametrize("slug", ["feed", "page"])
def test_a_nested_section_cannot_stand_where_its_sections_feed_or_pages_do(sections, slug):
    with pytest.raises(ValidationError, match="program's own"):
        sections["sports"].add_child(instance=Section(title="High School", slug=slug))


def test_a_nested_section_may_have_a_word_that_is_only_taken_at_the_top(sections, read, press):
    sections["sports"].add_child(instance=Section(title="Contact sports", slug="contact"))

    assert read("/sports/contact/").status == 200


@pytest.fixture
def nested(sections) -> Section:
    return sections["sports"].add_child(instance=Section(title="Contact", slug="contact"))


def test_a_renamed_section_takes_the_addresses_of_those_nested_in_it_along(
    read, press, sections, make_story
):
    below = sections["sports"].add_child(instance=Section(title="High School", slug="high-school"))
    story = make_story("Herons win", section=below)
    press.print_all()
    assert "/sports/high-school/" in read("/sports/high-school/").text
    assert "/sports/high-school/" in read(story.permalink).text

    section = Section.objects.get(pk=sections["sports"].pk)
    section.slug = "play"
    section.save_revision().publish()
    press.print_all()

    assert read("/sports/high-school/").headers["location"] == "/play/high-school/"
    for path in ("/play/high-school/", story.permalink):
        page = read(path)
        assert page.status == 200
        assert "/play/high-school/" in page.text
        assert "/sports/high-school/" not in page.text


def test_a_nested_section_cannot_be_moved_to_where_the_program_stands(nested, front):
    with pytest.raises(ValidationError, match="program's own"):
        nested.move(front, pos="last-child")

    assert Section.objects.get(pk=nested.pk).depth == 4


def test_an_editor_is_told_why_a_section_cannot_be_moved_there(client, publisher, nested, front):
    client.force_login(publisher)

    alone = client.post(
        reverse("wagtailadmin_pages:move_confirm", args=[nested.pk, front.pk]), follow=True
    )
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    together = client.post(f"{bulk}?id={nested.pk}", {"chooser": front.pk}, follow=True)

    for answer in (alone, together):
        assert "an address of the program" in answer.text
    assert Section.objects.get(pk=nested.pk).depth == 4


def test_a_standing_page_called_as_the_program_is_refused_on_its_form(client, publisher, front):
    client.force_login(publisher)
    url = reverse("wagtailadmin_pages:add", args=["masthead", "standingpage", front.pk])

    answer = client.post(url, {"title": "Feed", "slug": "feed", "body-count": "0"})

    assert "program&#x27;s own" in answer.text
    assert not StandingPage.objects.filter(slug="feed").exists()
