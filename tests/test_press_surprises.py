"""Changes that meet the press at an odd moment or in an odd state, each seen to reach readers whole."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import Page

from broadsheet.press.log import catch_up, print_owed, this_shelf
from broadsheet.sections.models import Section
from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_roles import story_fields

WHEN = datetime(2016, 5, 19, 12, 0, tzinfo=UTC)


# Stories that came in from another system and were never revised ----------------------------------------
@pytest.fixture
def imported(sections) -> Story:
    """A story as an import files it: live from its first moment, without a single revision."""
    story = Story(title="Ferry stops", first_published_at=WHEN, live=True, deck="Since 1897.")
    sections["local-news"].add_child(instance=story)
    assert not story.revisions.exists()
    return Story.objects.get(pk=story.pk)


@pytest.mark.django_db
def test_an_imported_story_that_is_moved_keeps_its_address(
    read, press, imported, sections, make_story
):
    make_story("Herons win", section=sections["sports"])
    assert read("/2016/05/ferry-stops/").status == 200

    Page.objects.get(pk=imported.pk).move(sections["sports"], pos="last-child")
    press.print_all()

    assert Story.objects.get(pk=imported.pk).home_section_id == sections["sports"].pk
    assert "Ferry stops" in read("/sports/page/1/").text
    assert "Ferry stops" not in read("/local-news/page/1/").text
    assert "More in Sports" in read("/2016/05/ferry-stops/").text


@pytest.mark.django_db
def test_an_imported_story_that_is_taken_down_is_gone_and_its_place_stays_its_own(
    read, press, imported, make_story
):
    lists = ("/local-news/page/1/", "/2016/05/")
    for path in lists:
        assert "Ferry stops" in read(path).text

    Page.objects.get(pk=imported.pk).unpublish()
    press.print_all()
    another = make_story("Ferry stops", published=WHEN)
    press.print_all()

    assert read("/2016/05/ferry-stops/").status == 410
    assert another.permalink == "/2016/05/ferry-stops-2/"
    assert read(another.permalink).status == 200
    for path in lists:
        assert "/2016/05/ferry-stops-2/" in read(path).text
        assert 'href="/2016/05/ferry-stops/"' not in read(path).text


@pytest.mark.django_db
def test_a_story_in_the_place_of_a_deleted_import_gets_an_address_of_its_own(
    read, press, imported, make_story
):
    Page.objects.get(pk=imported.pk).delete()
    another = make_story("Ferry stops", published=WHEN)
    press.print_all()

    assert read("/2016/05/ferry-stops/").status == 410
    assert another.permalink == "/2016/05/ferry-stops-2/"


@pytest.mark.django_db
def test_an_imported_story_is_revised_like_any_other(read, press, imported):
    read("/2016/05/ferry-stops/")

    imported.deck = "Since 1898."
    imported.save_revision().publish()
    press.print_all()

    assert "Since 1898." in read("/2016/05/ferry-stops/").text
    assert Story.objects.get(pk=imported.pk).shown_at == WHEN


# Teasers -------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_new_teaser_stands_everywhere_and_the_old_one_nowhere(read, press, make_story):
    for number in range(2):
        make_story(f"Newer {number}")
    story = make_story("Ferry", teaser="The old teaser.")
    other = make_story("Another")
    press.print_all()
    paths = ["/", "/local-news/", "/feed/", "/local-news/feed/", other.permalink, story.permalink]
    before = [path for path in paths if "The old teaser." in read(path).text]
    assert {"/local-news/", other.permalink, "/feed/"} <= set(before)

    story.teaser = "The new teaser."
    story.save_revision().publish()
    press.print_all()

    assert [path for path in paths if "The old teaser." in read(path).text] == []
    assert [path for path in paths if "The new teaser." in read(path).text] == before


# While a page is being printed ---------------------------------------------------------------------
@pytest.fixture
def in_the_middle(monkeypatch):
    """Return a function that lets something happen once, while a story's page is being made."""

    def let(happen) -> None:
        make_context = Story.get_context
        happened = []

        def get_context(self, *args, **kwargs):
            made = make_context(self, *args, **kwargs)
            if not happened:
                happened.append(True)
                happen()
            return made

        monkeypatch.setattr(Story, "get_context", get_context)

    return let


@pytest.mark.django_db
def test_a_story_taken_down_while_it_is_printed_is_not_put_on_the_shelf(
    read, press, published_story, in_the_middle
):
    press.print_all()
    read("/")
    this_shelf().connection.execute("DELETE FROM sheet WHERE address LIKE '%ferry%'")

    def take_down() -> None:
        Story.objects.get(pk=published_story.pk).unpublish()
        catch_up()

    in_the_middle(take_down)

    assert read(published_story.permalink).status == 410
    press.print_all()
    assert read(published_story.permalink).status == 410
    assert published_story.title not in read("/").text


@pytest.mark.django_db
def test_a_section_closed_while_its_story_is_printed_leaves_nothing_on_the_shelf(
    read, press, published_story, sections, in_the_middle
):
    press.print_all()
    read("/")
    this_shelf().connection.execute("DELETE FROM sheet WHERE address LIKE '%ferry%'")

    def close() -> None:
        page = Page.objects.get(pk=sections["local-news"].pk)
        page.view_restrictions.create(restriction_type="login")
        catch_up()

    in_the_middle(close)

    assert read(published_story.permalink).status != 200
    assert not press.has(f"localhost{published_story.permalink}")


# When transactions really commit -------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_an_editor_publishes_though_a_template_fails(
    client, editor, read, press, make_story, monkeypatch
):
    """The request that publishes also prints, right after the commit: no page's failure may reach the editor."""
    from broadsheet.archive import views

    story = make_story("Ferry stops", published=WHEN)
    assert read("/2016/05/").status == 200
    assert press.has(f"localhost{story.permalink}"), "printed by the commit itself"
    client.force_login(editor)
    monkeypatch.setattr(Story, "get_context", lambda *_a, **_k: 1 / 0)
    monkeypatch.setattr(views, "headlines_of", lambda *_a, **_k: 1 / 0)

    fields = story_fields("Ferry runs", **{"action-publish": "1"})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), fields)

    assert answer.status_code == 302
    assert Story.objects.get(pk=story.pk).title == "Ferry runs"
    assert "Ferry runs" in read("/").text
    assert "Ferry stops" in read(story.permalink).text, "readers keep the copy from before"
    # A month's page waits for the worker.
    print_owed(50)
    failed = {holder for holder, _why, _tries in press.shelf.failures()}
    assert {f"localhost{story.permalink}", "localhost/2016/05/"} <= failed


@pytest.mark.django_db(transaction=True)
def test_a_section_made_private_is_off_the_shelf_when_the_request_ends(
    client, publisher, read, press, make_story, sections
):
    story = make_story("Herons win", section=sections["sports"])
    nested = sections["sports"].add_child(instance=Section(title="High School", slug="high"))
    below = make_story("Owls lose", section=nested)
    paths = ["/", "/sports/", "/feed/", story.permalink, below.permalink]
    for path in paths:
        assert read(path).status == 200
    client.force_login(publisher)

    client.post(
        reverse("wagtailadmin_pages:set_privacy", args=[sections["sports"].pk]),
        {"restriction_type": "login"},
    )

    for path in paths:
        answer = read(path)
        assert "Herons win" not in answer.text, path
        assert "Owls lose" not in answer.text, path
