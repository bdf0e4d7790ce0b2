"""What editors say to each other in a story's margin stays while the story is published, where it was said."""

from typing import Any

import pytest
from wagtail.models import Comment

pytestmark = pytest.mark.django_db


def say(story: Any, editor: Any, words: str, position: str) -> Comment:
    comment = Comment(page=story, user=editor, text=words, contentpath="body", position=position)
    story.wagtail_admin_comments.add(comment)
    story.save_revision(user=editor)
    return Comment.objects.get(text=words)


def test_a_comment_outlives_publishing_and_keeps_its_place(draft_story: Any, editor: Any):
    say(draft_story, editor, "Who said so?", "here")

    draft_story.get_latest_revision().publish(user=editor)

    comment = Comment.objects.get()
    assert (comment.text, comment.position) == ("Who said so?", "here")


def test_of_a_story_that_is_published_again_comments_move_with_its_words(
    published_story: Any, editor: Any
):
    comment = say(published_story, editor, "Still true?", "here")
    draft = published_story.get_latest_revision_as_object()
    for one in draft.wagtail_admin_comments.all():
        one.position = "there"
    draft.title = "Ferry runs again"

    draft.save_revision(user=editor).publish(user=editor)

    comment.refresh_from_db()
    assert comment.position == "there"
