"""A story is taken by one person; others read along."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.models import User
from broadsheet.stories.claims import give_back, moment, take
from broadsheet.stories.desk_home import Mine
from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_desk_writing import autosave
from broadsheet.stories.tests.test_roles import story_fields
from tests.town import someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def her_story(make_story: Any, reporter: User) -> Story:
    return make_story("Her story", live=False, by=reporter)


def holder(story: Story) -> User | None:
    return Story.objects.get(pk=story.pk).locked_by


def test_a_reporter_takes_her_own_story_and_gives_it_back(
    client: Client, her_story: Story, reporter: User
) -> None:
    client.force_login(reporter)
    screen = reverse("wagtailadmin_pages:edit", args=[her_story.pk])
    assert "Take it" in client.get(screen).text

    client.post(reverse("take_story", args=[her_story.pk]))
    assert holder(her_story) == reporter
    page = client.get(screen)
    assert "Give it back" in page.text
    assert page.context["form"]

    client.post(reverse("give_back_story", args=[her_story.pk]))
    assert holder(her_story) is None
    assert Story.objects.get(pk=her_story.pk).locked is False


def test_a_reporter_takes_nobody_elses_story(client: Client, her_story: Story, paper: Any) -> None:
    client.force_login(someone("abel", "Reporter"))

    answer = client.post(reverse("take_story", args=[her_story.pk]))

    assert answer.status_code == 403
    assert holder(her_story) is None


def test_what_someone_has_is_taken_over_by_those_who_publish_and_only_after_a_question(
    client: Client, her_story: Story, reporter: User, editor: User
) -> None:
    take(her_story, by=reporter)
    client.force_login(editor)
    url = reverse("take_story", args=[her_story.pk])

    # What she saw was a free story: meanwhile someone has it.
    assert client.post(url).status_code == 403
    assert "Yes, take it over" in client.get(url).text
    assert holder(her_story) == reporter

    client.post(url, {"from": reporter.pk})
    assert holder(her_story) == editor
    with pytest.raises(PermissionDenied):
        take(her_story, by=reporter, over_from=editor.pk)
    with pytest.raises(PermissionDenied):
        give_back(her_story, by=reporter)
    assert holder(her_story) == editor


def test_others_read_along_and_are_told_who_has_it(
    client: Client, her_story: Story, reporter: User, editor: User
) -> None:
    take(her_story, by=editor)
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:edit", args=[her_story.pk])

    page = client.get(url)

    assert "agnes has this story." in page.text
    assert "Take it over" not in page.text
    assert reverse("wagtailadmin_pages:view_draft", args=[her_story.pk]) in page.text
    assert (
        client.get(reverse("wagtailadmin_pages:view_draft", args=[her_story.pk])).status_code == 200
    )


def test_nothing_is_saved_into_a_story_that_someone_else_has(
    client: Client, her_story: Story, reporter: User, editor: User
) -> None:
    take(her_story, by=editor)
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:edit", args=[her_story.pk])

    by_itself = autosave(client, url, story_fields("Mine after all"))
    client.post(url, story_fields("Mine after all"))
    client.post(url, story_fields("Mine after all", **{"put-back": "1"}))

    assert by_itself.json()["error_code"] == "locked"
    draft = Story.objects.get(pk=her_story.pk).get_latest_revision_as_object()
    assert draft.title == "Her story"


def test_handing_a_story_in_gives_it_back(her_story: Story, reporter: User) -> None:
    take(her_story, by=reporter)

    Story.objects.get(pk=her_story.pk).get_workflow().start(her_story, reporter)

    assert holder(her_story) is None


def test_lists_and_home_say_who_has_a_story(
    client: Client, make_story: Any, editor: User, paper: Any
) -> None:
    story = make_story("Somebody else's")
    take(story, by=editor)
    client.force_login(editor)

    assert "with agnes since" in client.get(reverse("story_list")).text
    assert story.pk in Mine().keys(editor)
    assert "Somebody else&#x27;s" in client.get(reverse("wagtailadmin_home")).text


def test_whoever_reads_along_learns_of_each_version(
    client: Client, her_story: Story, reporter: User, editor: User
) -> None:
    take(her_story, by=editor)
    client.force_login(reporter)
    url = reverse("claim_state", args=[her_story.pk])
    before = client.get(url).json()

    Story.objects.get(pk=her_story.pk).save_revision(user=editor)

    after = client.get(url).json()
    assert before["holder"] == after["holder"] == editor.pk
    assert before["version"] != after["version"]


def test_a_moment_of_another_day_is_said_with_its_day() -> None:
    assert "2024" in moment(datetime(2024, 5, 4, 14, 10, tzinfo=ZoneInfo("UTC")))
    assert moment(None) == ""


def test_the_newsroom_tells_a_screen_who_is_signed_in(
    client: Client, reporter: User, paper: Any
) -> None:
    url = reverse("at_work")
    script = {"x-requested-with": "XMLHttpRequest"}
    assert client.get(url, headers=script).status_code == 403

    client.force_login(reporter)

    answer = client.get(url, headers=script).json()
    assert answer["user"] == reporter.pk
    assert answer["token"]


def test_words_that_were_kept_come_back_into_the_form_and_are_not_saved_yet(
    client: Client, her_story: Story, reporter: User
) -> None:
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:edit", args=[her_story.pk])

    page = client.post(url, story_fields("Kept words", **{"put-back": "1"}))

    assert page.status_code == 200
    assert 'value="Kept words"' in page.text
    assert 'data-w-unsaved-force-value="true"' in page.text
    assert Story.objects.get(pk=her_story.pk).get_latest_revision_as_object().title == "Her story"


def test_the_browser_is_told_which_words_were_saved(
    client: Client, her_story: Story, reporter: User
) -> None:
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:edit", args=[her_story.pk])

    saved = client.post(url, story_fields("Saved", **{"kept-as": "abc123"}))
    refused = client.post(
        url, story_fields("Untitled story", **{"kept-as": "abc123", "action-submit": "1"})
    )

    assert saved.cookies["newsroom_saved"].value == "abc123"
    assert "newsroom_saved" not in refused.cookies
