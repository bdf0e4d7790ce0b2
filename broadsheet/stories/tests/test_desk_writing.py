"""Writing a story at the newsroom's screens."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.models import Journalist, User
from broadsheet.stories.desk_checks import missing_in
from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_roles import story_fields

pytestmark = pytest.mark.django_db


def pasted(*paragraphs: str) -> str:
    """Return what Draftail sends for one paragraph into which several were pasted."""
    blocks = [
        {"key": str(place), "text": text, "type": "unstyled"}
        for place, text in enumerate(paragraphs)
    ]
    return json.dumps({"blocks": blocks, "entityMap": {}})


def autosave(client: Client, url: str, fields: dict[str, str]) -> Any:
    return client.post(
        url, fields, headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
    )


@pytest.fixture
def add_url(sections: Any) -> str:
    return reverse("wagtailadmin_pages:add", args=["stories", "story", sections["local-news"].pk])


@pytest.fixture
def at_work(client: Client, reporter: User) -> Client:
    client.force_login(reporter)
    return client


def test_a_new_story_opens_with_an_empty_paragraph_and_the_writers_name(
    at_work: Client, add_url: str, reporter: User, journalist: Journalist
) -> None:
    journalist.user = reporter
    journalist.save()

    page = at_work.get(add_url)

    form = page.context["form"]
    assert [block.block_type for block in form.instance.body] == ["paragraph"]
    assert [byline.journalist for byline in form.instance.bylines.all()] == [journalist]


def test_a_draft_is_kept_without_headline_name_or_text(at_work: Client, add_url: str) -> None:
    fields = story_fields("", **{"bylines-0-name": "", "body-0-value": "null"})

    answer = autosave(at_work, add_url, fields)

    assert answer.json()["success"] is True
    assert Story.objects.get().title == "Untitled story"


def test_a_story_without_a_headline_is_not_published(
    client: Client, editor: User, add_url: str
) -> None:
    client.force_login(editor)

    for headline in ("", "Untitled story"):
        answer = client.post(add_url, story_fields(headline, **{"action-publish": "1"}))
        assert answer.status_code == 200

    assert not Story.objects.exists()


def test_a_byline_without_a_name_is_not_published(
    client: Client, editor: User, add_url: str
) -> None:
    client.force_login(editor)
    fields = story_fields("The ferry runs", **{"bylines-0-name": " ", "action-publish": "1"})

    answer = client.post(add_url, fields)

    assert "Choose a journalist, or write a name." in answer.text
    assert not Story.objects.exists()


def test_paragraphs_pasted_into_one_block_become_blocks_of_their_own(
    at_work: Client, add_url: str
) -> None:
    text = pasted("The ferry runs again.", "", "On Mondays.", "Nobody knew why.")

    at_work.post(
        add_url, story_fields("The ferry runs", **{"body-0-value": text, "body-0-id": "one"})
    )

    body = Story.objects.get().get_latest_revision_as_object().body
    assert [block.value.source for block in body] == [
        '<p data-block-key="0">The ferry runs again.</p>',
        '<p data-block-key="2">On Mondays.</p>',
        '<p data-block-key="3">Nobody knew why.</p>',
    ]
    assert body[0].id == "one"


def test_empty_paragraphs_do_not_keep_a_story_from_being_published(
    client: Client, editor: User, add_url: str
) -> None:
    client.force_login(editor)
    fields = story_fields("The ferry runs", **{"body-0-value": "null", "action-publish": "1"})

    client.post(add_url, fields)

    assert Story.objects.get().live
    assert len(Story.objects.get().body) == 0


def test_a_story_that_was_never_saved_can_be_previewed(at_work: Client, sections: Any) -> None:
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=["stories", "story", sections["local-news"].pk]
    )

    at_work.post(url, story_fields("The ferry runs"))
    page = at_work.get(url)

    assert page.status_code == 200
    assert "The ferry runs" in page.text
    assert page.context["rail_section"] == sections["local-news"]
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]


def test_a_preview_shows_what_is_on_the_screen_and_not_what_is_saved(
    client: Client, editor: User, published_story: Story
) -> None:
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[published_story.pk])

    client.post(url, story_fields("Another headline"))
    page = client.get(url)

    assert "Another headline" in page.text
    assert "Ferry runs again after repairs" not in page.text.split("<main")[1].split("</h1>")[0]


def edit(client: Client, story: Story, **more: str) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    fields = story_fields(
        story.title, **{"story_slug": story.story_slug, "action-publish": "1", **more}
    )
    return client.post(url, fields)


def test_changing_the_words_of_the_address_alone_moves_nothing(
    client: Client, editor: User, published_story: Story
) -> None:
    client.force_login(editor)
    before = published_story.permalink

    edit(client, published_story, story_slug="ferry-is-back")

    published_story.refresh_from_db()
    assert published_story.permalink == before


def test_a_story_gets_a_new_address_when_an_editor_asks_and_the_old_one_leads_there(
    client: Client, editor: User, published_story: Story, home: Any
) -> None:
    client.force_login(editor)
    before = published_story.permalink

    edit(client, published_story, story_slug="ferry-is-back", new_address="on")

    published_story.refresh_from_db()
    assert published_story.permalink.endswith("/ferry-is-back/")
    answer = client.get(before)
    assert (answer.status_code, answer.url) == (301, published_story.permalink)


def test_a_story_without_an_address_is_not_asked_about_a_new_one(
    client: Client, editor: User, draft_story: Story
) -> None:
    client.force_login(editor)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[draft_story.pk]))

    assert "new_address" not in page.context["form"].fields


def test_what_is_missing_is_said_in_sentences(make_story: Any, make_photo: Any) -> None:
    photo = make_photo(caption="", credit="", alt="")
    story = make_story("A" * 91, live=False, photo=photo, body=[])

    missing = " ".join(missing_in(story))

    for word in (
        "headline has 91",
        "no teaser",
        "no text",
        "Nobody's name",
        "alt text",
        "caption",
        "credit",
    ):
        assert word in missing


def test_a_photo_in_the_text_with_its_own_words_lacks_nothing(
    make_story: Any, make_photo: Any
) -> None:
    photo = make_photo(caption="", alt="")
    use = {"photo": photo, "caption": "The ferry.", "alt_text": "A ferry"}
    story = make_story(
        "The ferry runs",
        live=False,
        body=[("photo", use)],
        teaser="It runs.",
        bylines=["Nell Tellander"],
    )

    assert missing_in(story) == []


def test_what_is_missing_stands_beside_the_text(
    client: Client, editor: User, draft_story: Story
) -> None:
    client.force_login(editor)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[draft_story.pk]))

    assert "It has no teaser" in page.text
