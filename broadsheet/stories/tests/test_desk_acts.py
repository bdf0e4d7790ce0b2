"""Correcting, deleting, and seeing where a story shows."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.models import User
from broadsheet.stories.corrections import correct
from broadsheet.stories.models import Correction, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def test_an_editor_corrects_a_story_from_its_own_screen(
    at_desk: Client, published_story: Story, editor: User, home: Any
) -> None:
    url = reverse("correct_story", args=[published_story.pk])
    edit = at_desk.get(reverse("wagtailadmin_pages:edit", args=[published_story.pk]))

    at_desk.post(url, {"wrong": "The day was wrong.", "right": "It runs on Mondays."})

    assert url in edit.text
    correction = Correction.objects.get()
    assert (correction.wrong, correction.right) == ("The day was wrong.", "It runs on Mondays.")
    assert correction.made_by == editor
    assert "It runs on Mondays." in at_desk.get(published_story.permalink).text


def test_a_correction_without_a_sentence_is_refused_and_keeps_what_was_typed(
    at_desk: Client, published_story: Story
) -> None:
    url = reverse("correct_story", args=[published_story.pk])

    page = at_desk.post(url, {"wrong": "The day was wrong.", "right": "  "})

    assert "Say in a sentence what is right." in page.text
    assert "The day was wrong." in page.text
    assert not Correction.objects.exists()


def test_a_draft_is_not_corrected_but_edited(at_desk: Client, draft_story: Story) -> None:
    url = reverse("correct_story", args=[draft_story.pk])

    page = at_desk.post(url, {"wrong": "The day was wrong.", "right": "It runs on Mondays."})

    assert "Edit the draft instead" in page.text
    assert not Correction.objects.exists()


@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_corrected_story_cannot_be_deleted(
    at_desk: Client, published_story: Story, editor: User, in_bulk: bool
) -> None:
    correct(published_story, wrong="The day.", right="Mondays.", editor=editor)
    url = reverse("wagtailadmin_pages:delete", args=[published_story.pk])
    if in_bulk:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        url += f"?id={published_story.pk}&next=/newsroom/"

    page = at_desk.post(url, {"next": "/newsroom/"}, follow=True)

    assert Story.objects.filter(pk=published_story.pk).exists()
    assert "corrections stay for good" in page.text


def test_a_story_without_corrections_is_deleted_and_the_list_comes_back(
    at_desk: Client, published_story: Story
) -> None:
    answer = at_desk.post(reverse("wagtailadmin_pages:delete", args=[published_story.pk]))

    assert not Story.objects.exists()
    assert answer.url == "/newsroom/stories/"


def test_receipts_list_each_page_that_shows_a_story(
    at_desk: Client, published_story: Story, press: Any
) -> None:
    url = reverse("story_receipts", args=[published_story.pk])
    nothing_yet = at_desk.get(url).text
    published_story.save()
    press.print_all()

    page = at_desk.get(url).text

    assert "No printed page shows this story now." in nothing_yet
    assert published_story.permalink in page
    assert "Every copy on this machine shows the story as it is now." in page
