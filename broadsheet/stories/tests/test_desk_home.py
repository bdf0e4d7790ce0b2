"""The first screen after sign-in."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.stories.desk_home import PANELS, Mine, Scheduled, Today, Waiting
from broadsheet.stories.desk_rows import rows_of
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


def test_what_is_mine_is_what_i_write_and_what_i_have_handed_in(
    make_story: Any, reporter: User, editor: User
) -> None:
    draft = make_story("My draft", live=False, by=reporter)
    waiting = make_story("Handed in", live=False, by=reporter)
    waiting.get_workflow().start(waiting, reporter)
    make_story("Someone else's", live=False, by=editor)
    make_story("Mine, live", live=False, by=reporter).get_latest_revision().publish()

    assert set(Mine().keys(reporter)) == {draft.pk, waiting.pk}


def test_what_was_handed_in_first_waits_at_the_top(
    make_story: Any, reporter: User, editor: User
) -> None:
    stories = [make_story(f"Story {number}", live=False, by=reporter) for number in range(3)]
    for story in stories:
        story.get_workflow().start(story, reporter)

    assert Waiting().keys(editor) == [story.pk for story in stories]


def send_back(story: Story, editor: User) -> None:
    """An editor asks for changes, as with the button “Request changes”."""
    story.current_workflow_task_state.reject(user=editor, comment="Who says so?")


def test_what_was_sent_back_waits_for_its_writer_and_not_for_an_editor(
    make_story: Any, reporter: User, editor: User
) -> None:
    waiting, sent_back = [make_story(f"Story {n}", live=False, by=reporter) for n in range(2)]
    for story in (waiting, sent_back):
        story.get_workflow().start(story, reporter)
    send_back(sent_back, editor)

    assert Waiting().keys(editor) == [waiting.pk]
    assert set(Mine().keys(reporter)) == {waiting.pk, sent_back.pk}
    states = {row.pk: row.state for row in rows_of([waiting.pk, sent_back.pk], editor)}
    assert states == {waiting.pk: "Draft, in review", sent_back.pk: "Draft, sent back"}


def test_what_was_sent_back_waits_again_once_it_is_handed_in_again(
    make_story: Any, reporter: User, editor: User
) -> None:
    story = make_story("Story", live=False, by=reporter)
    story.get_workflow().start(story, reporter)
    send_back(story, editor)
    story.current_workflow_state.resume(user=reporter)

    assert Waiting().keys(editor) == [story.pk]


@pytest.mark.parametrize("panel", PANELS)
def test_each_list_leads_to_the_same_stories_in_the_story_list(
    client: Client, make_story: Any, reporter: User, editor: User, panel: Any
) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    make_story("Draft of someone else", live=False, by=editor)
    make_story("Live", live=False, by=reporter).get_latest_revision().publish()
    make_story("Sent back", live=False, by=reporter)
    make_story("Handed in", live=False, by=reporter)
    make_story("Scheduled", live=False, by=reporter, go_live_at=tomorrow)
    for story in Story.objects.filter(title__in=["Sent back", "Handed in"]):
        story.get_workflow().start(story, reporter)
    send_back(Story.objects.get(title="Sent back"), editor)
    Story.objects.get(title="Scheduled").get_latest_revision().publish()
    client.force_login(reporter)

    home = client.get("/newsroom/")
    lines = panel().get_context_data({"request": home.wsgi_request})
    listed = client.get(lines["more_url"]).context["object_list"]

    assert {row.pk for row in lines["rows"]} <= {row.pk for row in listed}
    assert {row.story.owner_id for row in listed} == {reporter.pk}
    assert "Draft of someone else" not in {row.headline for row in listed}


def test_what_is_scheduled_next_stands_first(make_story: Any, editor: User) -> None:
    now = timezone.now()
    later = make_story("Later", live=False, go_live_at=now + timedelta(days=2))
    sooner = make_story("Sooner", live=False, go_live_at=now + timedelta(days=1))
    for story in (later, sooner):
        story.get_latest_revision().publish()

    assert Scheduled().keys(editor) == [sooner.pk, later.pk]


def test_what_came_out_before_midnight_is_not_of_today(make_story: Any, editor: User) -> None:
    today = make_story("Today")
    make_story("The day before", published=timezone.now() - timedelta(hours=25))

    assert Today().keys(editor) == [today.pk]


def test_each_list_shows_at_most_ten(make_story: Any, reporter: User) -> None:
    for number in range(12):
        make_story(f"Story {number}", live=False, by=reporter)

    assert len(Mine().keys(reporter)) == 10


def test_the_first_screen_asks_as_much_for_ten_stories_as_for_one(
    client: Client, make_story: Any, reporter: User
) -> None:
    client.force_login(reporter)
    make_story("One", live=False, by=reporter)
    client.get("/newsroom/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/newsroom/")
    for number in range(9):
        make_story(f"Story {number}", live=False, by=reporter)

    with CaptureQueriesContext(connection) as for_ten:
        page = client.get("/newsroom/")

    assert "Story 8" in page.text
    assert len(for_ten) <= len(for_one) + 9  # Whether a draft of one's own waits in a workflow.


def test_the_first_screen_is_in_the_papers_name_and_shows_no_news_of_wagtail(
    client: Client, publisher: User, published_story: Story
) -> None:
    client.force_login(publisher)

    page = client.get("/newsroom/").text

    assert "The Larkmere Ledger" in page
    assert published_story.title in page
    assert "Wagtail" not in page.split("<main")[1]
    assert "What's new" not in page
