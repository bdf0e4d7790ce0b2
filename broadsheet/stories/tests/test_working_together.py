"""Several people at one story: comments stay where they were made, and a lock holds."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment

from broadsheet.newsroom.models import User
from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_desk_writing import pasted
from broadsheet.stories.tests.test_roles import story_fields

pytestmark = pytest.mark.django_db
QUESTION = "Who says so?"


def edit_url(story: Story) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def latest(story: Story) -> Any:
    return Story.objects.get(pk=story.pk).get_latest_revision_as_object()


@pytest.fixture
def commented(client: Client, draft_story: Story, editor: User) -> Story:
    """A draft whose first paragraph an editor has asked about."""
    block = latest(draft_story).body[0].id
    client.force_login(editor)
    fields = story_fields(
        draft_story.title,
        **{
            "body-0-id": block,
            "comments-TOTAL_FORMS": "1",
            "comments-0-id": "",
            "comments-0-contentpath": f"body.{block}",
            "comments-0-text": QUESTION,
            "comments-0-position": "",
            "comments-0-resolved": "",
            "comments-0-replies-TOTAL_FORMS": "0",
            "comments-0-replies-INITIAL_FORMS": "0",
            "comments-0-replies-MIN_NUM_FORMS": "0",
            "comments-0-replies-MAX_NUM_FORMS": "",
        },
    )
    client.post(edit_url(draft_story), fields)
    assert Comment.objects.get().text == QUESTION
    return draft_story


def kept_comment(comment: Comment) -> dict[str, str]:
    """Return what the screen sends for a comment that nobody touches."""
    return {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "1",
        "comments-0-id": str(comment.pk),
        "comments-0-contentpath": comment.contentpath,
        "comments-0-text": comment.text,
        "comments-0-position": comment.position,
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "",
    }


@pytest.mark.parametrize(
    "paragraphs", [["The county says so."], ["The county says so.", "On Mondays."]]
)
def test_a_comment_survives_saving_and_pasting_into_its_paragraph(
    client: Client, commented: Story, editor: User, paragraphs: list[str]
) -> None:
    comment = Comment.objects.get()
    block = comment.contentpath.partition(".")[2]
    fields = story_fields(
        commented.title,
        **{"body-0-id": block, "body-0-value": pasted(*paragraphs), **kept_comment(comment)},
    )

    client.post(edit_url(commented), fields)

    body = latest(commented).body
    assert len(body) == len(paragraphs)
    assert "The county says so." in str(body[0].value)
    kept = Comment.objects.get()
    assert (kept.text, kept.contentpath, kept.resolved_at) == (QUESTION, f"body.{body[0].id}", None)


def test_a_comment_survives_publication_and_is_never_printed(
    client: Client, commented: Story, read: Any, press: Any
) -> None:
    latest(commented).save_revision().publish()
    press.print_all()

    assert Comment.objects.get().text == QUESTION
    assert QUESTION not in read(Story.objects.get(pk=commented.pk).permalink).text


def test_a_locked_story_refuses_anothers_save(
    client: Client, draft_story: Story, editor: User, publisher: User
) -> None:
    client.force_login(editor)
    client.post(reverse("wagtailadmin_pages:lock", args=[draft_story.pk]))
    before = latest(draft_story).title
    client.force_login(publisher)

    answer = client.post(edit_url(draft_story), story_fields("Written over it"))

    assert "could not be saved as it is locked" in answer.text
    assert latest(draft_story).title == before


def test_a_locked_story_refuses_the_saving_that_nobody_asked_for(
    client: Client, draft_story: Story, editor: User, publisher: User
) -> None:
    client.force_login(editor)
    client.post(reverse("wagtailadmin_pages:lock", args=[draft_story.pk]))
    before = latest(draft_story).title
    client.force_login(publisher)

    answer = client.post(
        edit_url(draft_story),
        story_fields("Written over it"),
        headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"},
    )

    assert answer.json()["success"] is False
    assert latest(draft_story).title == before


def test_whoever_locked_a_story_goes_on_writing(
    client: Client, draft_story: Story, editor: User
) -> None:
    client.force_login(editor)
    client.post(reverse("wagtailadmin_pages:lock", args=[draft_story.pk]))

    client.post(edit_url(draft_story), story_fields("Mine to change"))

    assert latest(draft_story).title == "Mine to change"
