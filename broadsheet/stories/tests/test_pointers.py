"""A draft outlives what it points to: what was deleted since is missing from it, and everything else is published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.photos.models import Photo
from broadsheet.stories.models import Byline, RelatedStory, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(make_story: Callable[..., Story], make_photo: Callable[..., Photo], journalist: Any):
    return make_story(
        "Ferry may stop in winter", live=False, photo=make_photo(), bylines=[journalist, "Ada Rowe"]
    )


def published(draft: Story) -> Story:
    draft.get_latest_revision().publish()
    return Story.objects.get(pk=draft.pk)


def test_all_that_is_there_is_published_and_asked_for_once(draft: Story) -> None:
    revision = draft.get_latest_revision()

    with CaptureQueriesContext(connection) as asked:
        revision.as_object()

    looked = [one["sql"] for one in asked if "photos_photo" in one["sql"]]
    assert len(looked) == 1
    assert "UNION ALL" in looked[0]
    story = published(draft)
    assert story.lead_photo is not None
    assert [one.printed_name for one in story.bylines.all()] == ["Odalys Brandt", "Ada Rowe"]


def test_a_photo_that_was_deleted_since_is_left_out(draft: Story) -> None:
    Photo.objects.all().delete()

    story = published(draft)

    assert story.live
    assert story.lead_photo is None
    assert [one.printed_name for one in story.bylines.all()] == ["Odalys Brandt", "Ada Rowe"]


def test_a_related_story_that_was_deleted_since_is_left_out(
    draft: Story, published_story: Story
) -> None:
    draft.related.add(RelatedStory(other=published_story))
    draft.save_revision()
    published_story.delete()

    story = published(draft)

    assert list(story.related.all()) == []
    assert Byline.objects.filter(story=story).count() == 2
