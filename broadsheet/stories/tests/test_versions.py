"""The history of a story: what stands out, what folds."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from broadsheet.newsroom.models import User
from broadsheet.stories.models import Story
from broadsheet.stories.models.story import AUTOSAVE
from broadsheet.stories.tests.test_desk_writing import autosave
from broadsheet.stories.tests.test_roles import story_fields
from broadsheet.stories.versions import EDITED, versions_of

pytestmark = pytest.mark.django_db
# Of two thousand saves.
MOST_CALLS = 40_000


@contextmanager
def counted_calls() -> Iterator["Counter[str]"]:
    """Count the calls of Python functions that are made meanwhile."""
    calls: Counter[str] = Counter()
    sys.setprofile(
        lambda _frame, event, _argument: calls.update([event] if event == "call" else [])
    )
    try:
        yield calls
    finally:
        sys.setprofile(None)


@pytest.fixture
def her_story(make_story: Any, reporter: User) -> Story:
    return make_story("Her story", live=False, by=reporter)


def log_saves(story: Story, user: User, action: str, count: int, *, minutes_ago: int) -> None:
    """Write down saves a minute apart, each of a revision of its own."""
    start = timezone.now() - timedelta(minutes=minutes_ago)
    content = story.get_latest_revision().content
    revisions = Revision.objects.bulk_create(
        Revision(
            content_object=story,
            base_content_type=story.get_base_content_type(),
            user=user,
            object_str="Her story",
            content=content,
            created_at=start + timedelta(minutes=at),
        )
        for at in range(count)
    )
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type=story.cached_content_type,
            page_id=story.pk,
            label="Her story",
            action=action,
            user=user,
            revision=revision,
            timestamp=revision.created_at,
            content_changed=True,
        )
        for revision in revisions
    )


def told(story: Story) -> list[str]:
    """Return the history as names, newest first; a fold as how often it was saved."""
    return [
        f"fold of {len(version.entries)}" if version.is_fold else str(version.name)
        for version in versions_of(Story.objects.get(pk=story.pk))
        if version.newest.action != "wagtail.create"
    ]


def test_what_the_screen_saves_by_itself_folds_into_one_line(
    client: Client, her_story: Story, reporter: User
) -> None:
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:edit", args=[her_story.pk])
    first = autosave(client, url, story_fields("One")).json()
    autosave(client, url, story_fields("Two", overwrite_revision_id=str(first["revision_id"])))

    client.post(url, story_fields("Three"))
    autosave(client, url, story_fields("Four"))

    assert told(her_story) == ["fold of 1", "Saved", "fold of 2"]


def test_filed_edited_legal_read_and_published_stand_out(
    client: Client, her_story: Story, reporter: User, editor: User
) -> None:
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:edit", args=[her_story.pk])
    client.post(url, story_fields("Filed", **{"action-submit": "1"}))
    client.force_login(editor)
    autosave(client, url, story_fields("Edited"))
    autosave(client, url, story_fields("Edited on"))
    client.post(reverse("legal_read", args=[her_story.pk]), {"note": "The second quote went."})
    client.post(url, story_fields("Out", teaser="Out.", **{"action-publish": "1"}))

    names = [name for name in told(her_story) if name]

    assert names[:2] == ["Published", "Legal read"]
    assert names[2:4] == ["Edited", "fold of 1"]
    assert "Filed" in names
    page = client.get(reverse("wagtailadmin_pages:history", args=[her_story.pk]))
    assert "The second quote went." in page.text
    assert "Live version" in page.text


def test_only_editors_say_that_a_legal_read_is_done(
    client: Client, her_story: Story, reporter: User
) -> None:
    client.force_login(reporter)

    answer = client.post(reverse("legal_read", args=[her_story.pk]), {"note": ""})

    assert answer.status_code == 403
    assert "Legal read" not in told(her_story)


def test_a_run_of_saves_by_an_editor_stands_out_once(
    her_story: Story, reporter: User, editor: User
) -> None:
    log_saves(her_story, reporter, AUTOSAVE, 14, minutes_ago=300)
    log_saves(her_story, editor, AUTOSAVE, 5, minutes_ago=200)
    log_saves(her_story, reporter, AUTOSAVE, 3, minutes_ago=100)

    assert told(her_story) == ["fold of 3", str(EDITED), "fold of 18"]


def test_comparing_and_going_back_are_reached_from_inside_a_fold(
    client: Client, her_story: Story, reporter: User
) -> None:
    log_saves(her_story, reporter, AUTOSAVE, 3, minutes_ago=100)
    first, second, third = her_story.revisions.order_by("-created_at")[:4][1:]
    client.force_login(reporter)

    page = client.get(reverse("wagtailadmin_pages:history", args=[her_story.pk]))

    assert "3 automatic saves" in page.text
    assert "<details>" in page.text
    compare = "wagtailadmin_pages:revisions_compare"
    assert reverse(compare, args=[her_story.pk, second.pk, first.pk]) in page.text
    back = reverse("wagtailadmin_pages:revisions_revert", args=[her_story.pk, third.pk])
    assert back in page.text
    assert client.get(back).status_code == 200


def test_a_history_of_two_thousand_versions_is_quick(
    client: Client, her_story: Story, reporter: User, django_assert_max_num_queries: Any
) -> None:
    log_saves(her_story, reporter, AUTOSAVE, 2000, minutes_ago=3000)
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:history", args=[her_story.pk])
    client.get(url)

    with django_assert_max_num_queries(2), counted_calls() as calls:
        versions = versions_of(her_story)
    with django_assert_max_num_queries(60):
        page = client.get(url)

    assert sum(len(version.entries) for version in versions) >= 2000
    assert max(len(version.saves) for version in versions) <= 100
    # Python's own work, which no other load on the machine changes: some ten calls for each save.
    assert sum(calls.values()) < MOST_CALLS
    assert "100 automatic saves" in page.text


def test_those_who_may_not_edit_a_story_do_not_see_its_history(
    client: Client, her_story: Story, photo_editor: User
) -> None:
    client.force_login(photo_editor)

    answer = client.get(reverse("wagtailadmin_pages:history", args=[her_story.pk]))

    assert answer.status_code == 403
