"""The page tree as editors see it: quick, without stories, and not to be broken by accident."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.models import User
from broadsheet.sections.models import Front, Section
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def explorer(page: Any) -> str:
    return reverse("wagtailadmin_explore", args=[page.pk])


def test_the_tree_shows_sections_and_no_stories(
    at_desk: Client, published_story: Story, sections: Any, front: Front
) -> None:
    sections["local-news"].add_child(instance=Section(title="Harbor", slug="harbor"))

    at_front = at_desk.get(explorer(front)).text
    in_section = at_desk.get(explorer(sections["local-news"])).text

    assert "Sports" in at_front
    assert "Harbor" in in_section
    assert published_story.title not in in_section


def test_the_menu_leads_to_the_story_list_and_not_to_wagtails_tree(
    at_desk: Client, published_story: Story
) -> None:
    page = at_desk.get("/newsroom/stories/").text

    assert "/newsroom/stories/" in page
    assert "explorer" not in page.split("wagtail-sidebar-props")[1].split("</script>")[0]


def test_a_section_is_never_listed_in_menu_order(
    at_desk: Client, sections: Any, front: Front
) -> None:
    section = explorer(sections["local-news"])

    assert at_desk.get(section + "?ordering=ord").url == section
    assert at_desk.get(explorer(front) + "?ordering=ord").status_code == 200


@pytest.mark.parametrize("report", ["aging-pages", "page-types-usage"])
def test_reports_that_read_the_whole_archive_are_closed(
    at_desk: Client, published_story: Story, report: str
) -> None:
    assert at_desk.get(f"/newsroom/reports/{report}/").status_code == 404
    assert at_desk.get(f"/newsroom/reports/{report}/results/").status_code == 404
    assert report not in at_desk.get("/newsroom/").text


def test_wagtails_search_leads_to_the_story_list(at_desk: Client, published_story: Story) -> None:
    answer = at_desk.get("/newsroom/pages/search/?q=ferry runs")

    assert answer.url == "/newsroom/stories/?q=ferry+runs"


@pytest.mark.parametrize("words", ["ferry", "repairs FERRY"])
def test_the_page_chooser_finds_stories_by_their_headline(
    at_desk: Client, published_story: Story, words: str
) -> None:
    url = reverse("wagtailadmin_choose_page_search")

    found = at_desk.get(url, {"q": words, "page_type": "stories.story"}).text

    assert published_story.title in found


def test_the_page_chooser_finds_sections_too(at_desk: Client, published_story: Story) -> None:
    found = at_desk.get(reverse("wagtailadmin_choose_page_search"), {"q": "sports"}).text

    assert "Sports" in found
    assert published_story.title not in found


def test_the_page_chooser_still_leads_into_a_section(
    at_desk: Client, published_story: Story, sections: Any
) -> None:
    url = reverse("wagtailadmin_choose_page_child", args=[sections["local-news"].pk])

    assert published_story.title in at_desk.get(url, {"page_type": "stories.story"}).json()["html"]


def delete(client: Client, page: Any, *, in_bulk: bool) -> str:
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    if in_bulk:
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        url = f"{bulk}?id={page.pk}&next=/newsroom/"
    return client.post(url, {"next": "/newsroom/"}, follow=True).text


@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_section_that_holds_stories_cannot_be_deleted(
    at_desk: Client, published_story: Story, sections: Any, in_bulk: bool
) -> None:
    page = delete(at_desk, sections["local-news"], in_bulk=in_bulk)

    assert "still holds stories" in page
    assert Story.objects.filter(pk=published_story.pk).exists()


@pytest.mark.parametrize("action", ["delete", "unpublish", "move", "publish"])
def test_all_in_a_listing_does_not_mean_the_stories_that_it_does_not_show(
    at_desk: Client, published_story: Story, sections: Any, action: str
) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    url += f"?id=all&childOf={sections['local-news'].pk}&next=/newsroom/"

    page = at_desk.post(url, {"next": "/newsroom/"}, follow=True).text

    assert "Choose pages one by one." in page
    published_story.refresh_from_db()
    assert published_story.live


@pytest.mark.parametrize("in_bulk", [False, True])
def test_the_front_cannot_be_deleted(at_desk: Client, front: Front, in_bulk: bool) -> None:
    page = delete(at_desk, front, in_bulk=in_bulk)

    assert "it stays" in page
    assert Front.objects.exists()


def test_a_section_whose_nested_section_holds_stories_cannot_be_deleted(
    at_desk: Client, make_story: Any, sections: Any
) -> None:
    nested = sections["sports"].add_child(instance=Section(title="Harbor", slug="harbor"))
    make_story(section=nested)

    assert "still holds stories" in delete(at_desk, sections["sports"], in_bulk=False)


def test_an_empty_section_can_be_deleted(at_desk: Client, sections: Any) -> None:
    delete(at_desk, sections["sports"], in_bulk=False)

    assert not Section.objects.filter(slug="sports").exists()


def test_a_section_is_not_copied_with_its_archive(
    at_desk: Client, published_story: Story, sections: Any
) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[sections["local-news"].pk])

    page = at_desk.post(url, {"new_title": "Copy", "new_slug": "copy"}, follow=True).text

    assert "Sections are not copied." in page
    assert not Section.objects.filter(slug="copy").exists()


@pytest.mark.parametrize("slug", ["feed", "newsroom", "2016"])
def test_a_section_does_not_take_an_address_of_the_programs_own(
    at_desk: Client, front: Front, slug: str
) -> None:
    url = reverse("wagtailadmin_pages:add", args=["sections", "section", front.pk])
    counts = {f"comments-{key}_FORMS": "0" for key in ("TOTAL", "INITIAL", "MIN_NUM")}

    page = at_desk.post(
        url,
        {
            "title": "Ours",
            "slug": slug,
            "kind": "news",
            **counts,
            "comments-MAX_NUM_FORMS": "0",
            "action-publish": "1",
        },
    )

    assert "address of the program&#x27;s own" in page.text
    assert not Section.objects.filter(title="Ours").exists()
