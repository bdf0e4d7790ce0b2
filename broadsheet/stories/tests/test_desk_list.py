"""The story list of the newsroom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.newsroom.models import Journalist, User
from broadsheet.stories import desk_finding
from broadsheet.stories.desk_finding import Wanted, find_stories
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db
LIST = "/newsroom/stories/"


@pytest.fixture
def at_desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def headlines(client: Client, query: str = "") -> list[str]:
    page = client.get(LIST + query)
    return [row.headline for row in page.context["object_list"]]


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 18, 0, tzinfo=UTC)


def test_stories_are_listed_newest_first_drafts_among_them(
    at_desk: Client, make_story: Any
) -> None:
    make_story("Of the second", published=day(2))
    make_story("Of the third", published=day(3))
    make_story("Being written", live=False)

    found = headlines(at_desk)

    assert found == ["Being written", "Of the third", "Of the second"]


def test_a_list_holds_fifty_stories(at_desk: Client, make_story: Any) -> None:
    for number in range(52):
        make_story(f"Story {number}", live=False)

    assert len(headlines(at_desk)) == 50
    assert headlines(at_desk, "?p=2") == ["Story 1", "Story 0"]


def test_each_state_lists_its_own_stories(
    at_desk: Client, make_story: Any, editor: User, reporter: User
) -> None:
    make_story("Live")
    make_story("Draft", live=False)
    make_story("Down").unpublish()
    waiting = make_story("Waiting", live=False, by=reporter)
    waiting.get_workflow().start(waiting, reporter)
    planned = make_story("Planned", live=False, go_live_at=timezone.now() + timedelta(days=1))
    planned.get_latest_revision().publish(user=editor)

    found = {state: headlines(at_desk, f"?state={state}") for state, _ in desk_finding.STATES}

    assert found["live"] == ["Live"]
    assert set(found["draft"]) == {"Draft", "Waiting", "Planned"}
    assert found["down"] == ["Down"]
    assert found["review"] == ["Waiting"]
    assert found["scheduled"] == ["Planned"]


def test_a_section_lists_the_stories_of_sections_nested_in_it(
    at_desk: Client, make_story: Any, sections: Any
) -> None:
    from broadsheet.sections.models import Section

    nested = sections["sports"].add_child(instance=Section(title="High School", slug="high-school"))
    make_story("Of the town")
    make_story("Of the club", section=sections["sports"], published=day(2))
    make_story("Of the school", section=nested, published=day(3))

    assert headlines(at_desk, f"?section={sections['sports'].pk}") == [
        "Of the school",
        "Of the club",
    ]


def test_a_writer_lists_what_carries_the_name(
    at_desk: Client, make_story: Any, journalist: Journalist
) -> None:
    make_story("Signed", bylines=[journalist])
    make_story("Not signed")

    assert headlines(at_desk, f"?writer={journalist.pk}") == ["Signed"]


def test_a_span_of_days_counts_both_ends_whole_in_the_papers_zone(
    at_desk: Client, make_story: Any
) -> None:
    # In Larkmere, 4 a.m. UTC is still the evening before.
    make_story("Late on the third", published=datetime(2026, 11, 4, 4, 0, tzinfo=UTC))
    make_story("On the second", published=day(2))
    make_story("On the fifth", published=day(5))

    found = headlines(at_desk, "?date_from=2026-11-02&date_to=2026-11-03")

    assert found == ["Late on the third", "On the second"]


@pytest.mark.parametrize("words", ["ferry", "FERRY runs", "élan", "Élan"])
def test_headlines_are_found_by_their_words(at_desk: Client, make_story: Any, words: str) -> None:
    make_story("The ferry runs with élan")
    make_story("The bridge stays closed")

    assert headlines(at_desk, f"?q={words}") == ["The ferry runs with élan"]


def test_words_no_headline_has_are_answered_in_a_sentence(
    at_desk: Client, published_story: Story
) -> None:
    page = at_desk.get(LIST + "?q=zeppelin")

    assert "No story fits." in page.text


@pytest.mark.parametrize(
    "query",
    ["?state=nonsense", "?section=99999", "?writer=x", "?date_from=yesterday", "?p=999", "?p=x"],
)
def test_a_mangled_filter_does_not_break_the_list(
    at_desk: Client, published_story: Story, query: str
) -> None:
    assert at_desk.get(LIST + query).status_code == 200


def test_a_list_never_counts_past_its_bound(
    at_desk: Client, make_story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_finding, "MOST", 3)
    for number in range(5):
        make_story(f"Story {number}")

    page = at_desk.get(LIST)

    assert "More than 1,000 stories" in page.text
    assert len(page.context["object_list"]) == 3


def test_reading_headlines_ends_in_time_and_says_how_far_it_came(
    make_story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_finding, "HEADLINES_A_TIME", 1)
    monkeypatch.setattr(desk_finding, "SECONDS_FOR_HEADLINES", 0)
    for number in (1, 2, 3):
        make_story(f"Ferry {number}", published=day(number))

    found = find_stories(Wanted(words="ferry"))

    assert len(found.keys) == 1
    assert found.back_to == day(2)


def test_stories_of_one_moment_are_found_once_each(
    make_story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_finding, "HEADLINES_A_TIME", 2)
    for number in range(5):
        make_story(f"Ferry {number}", published=day(1))
    older = make_story("Ferry of old", published=day(1) - timedelta(days=1))

    found = find_stories(Wanted(words="ferry"))

    assert len(found.keys) == len(set(found.keys)) == 6
    assert found.keys[-1] == older.pk


def test_the_list_asks_as_much_for_fifty_stories_as_for_one(
    at_desk: Client, make_story: Any, journalist: Journalist
) -> None:
    ContentType.objects.get_for_model(Story)
    make_story("One", bylines=[journalist])
    at_desk.get(LIST)
    with CaptureQueriesContext(connection) as for_one:
        at_desk.get(LIST)
    for number in range(20):
        make_story(f"Story {number}", bylines=[journalist])

    with CaptureQueriesContext(connection) as for_many:
        at_desk.get(LIST)

    assert len(for_many) == len(for_one)


def test_reporters_see_no_button_they_may_not_press(
    client: Client, reporter: User, published_story: Story
) -> None:
    client.force_login(reporter)

    row = client.get(LIST).context["object_list"][0]

    assert row.url == published_story.permalink
    assert not row.may_edit
    assert not row.may_correct


def test_a_new_story_asks_for_its_section(client: Client, reporter: User, sections: Any) -> None:
    client.force_login(reporter)

    page = client.get("/newsroom/stories/new/")

    for section in sections.values():
        assert f"/newsroom/pages/add/stories/story/{section.pk}/" in page.text


def test_photo_editors_are_not_offered_a_new_story(
    client: Client, photo_editor: User, published_story: Story
) -> None:
    client.force_login(photo_editor)

    assert "/newsroom/stories/new/" not in client.get(LIST).text
